"""Dates of CSL-JSON: date-parts, seasons, circa, and EDTF strings."""

import re
from typing import Final

from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidDate
from alliancekit.formats import Tree
from alliancekit.messages import described, quote

_PLAIN: Final = re.compile(r"(?!0000)([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?(~?)")
"""The dates that date-parts can express, with a season in place of the month, and `circa`."""

_SEASONS: Final = range(21, 25)
"""The seasons of EDTF: spring, summer, autumn, winter. In CSL they are 1 to 4."""

_PARTS: Final = 3
_ENDS: Final = 2
_LAST_MONTH: Final = 12
_LAST_YEAR: Final = 9999


def read_date(value: Tree) -> PartialDate:
    """Return a date of CSL-JSON.

    Args:
        value: An EDTF string, or an object with `date-parts`, or with EDTF in `literal` or `raw`.

    Raises:
        InvalidDate: If it is not such a value, or has something that EDTF can't express beside the other parts.
    """
    if isinstance(value, str):
        return PartialDate(value)
    if not isinstance(value, dict):
        message = f"a date must be text or an object, got {described(value)}"
        raise InvalidDate(message)
    known = {key: part for key, part in value.items() if part not in (None, "", [])}
    parts, season, circa = known.pop("date-parts", None), known.pop("season", None), _is_set(known.pop("circa", None))
    if parts is None:
        texts = [text for text in (known.pop("literal", None), known.pop("raw", None)) if isinstance(text, str)]
        if len(set(texts)) != 1 or season is not None or circa or known:
            message = "a date without date-parts must have EDTF in literal or raw, and nothing else"
            raise InvalidDate(message)
        return PartialDate(texts[0])
    if known:
        message = f"a date with date-parts can't have {quote(next(iter(known)))} too"
        raise InvalidDate(message)
    if not isinstance(parts, list) or not 1 <= len(parts) <= _ENDS:
        message = "date-parts must be a list of one date or two"
        raise InvalidDate(message)
    mark = "~" if circa else ""
    return PartialDate("/".join(f"{_edtf_of(part, season)}{mark}" for part in parts))


def _is_set(value: Tree) -> bool:
    return bool(value) and str(value).lower() not in ("0", "false")


def _edtf_of(parts: Tree, season: Tree) -> str:
    """Return the EDTF string of a year, a month and a day, or of a year and a season."""
    if not isinstance(parts, list) or not 1 <= len(parts) <= _PARTS:
        message = f"date-parts must be a year, a month and a day, got {described(parts)}"
        raise InvalidDate(message)
    year, *rest = [_number(part) for part in parts]
    if not 1 <= year <= _LAST_YEAR:
        message = f"a year must be from 1 to {_LAST_YEAR}: programs count years before Christ differently"
        raise InvalidDate(message)
    if season is not None:
        if rest:
            message = "a date must have a month or a season, got both"
            raise InvalidDate(message)
        rest = [_number(season)]
        rest = [rest[0] + _SEASONS[0] - 1] if 1 <= rest[0] <= len(_SEASONS) else rest
        if rest[0] not in _SEASONS:
            message = f"a season must be from 1 to {len(_SEASONS)}, got {rest[0]}"
            raise InvalidDate(message)
    elif rest and rest[0] - _LAST_MONTH in range(1, 5):  # 13 to 16 are seasons too
        rest[0] += _SEASONS[0] - _LAST_MONTH - 1
    return "-".join([f"{year:04}", *(f"{number:02}" for number in rest)])


def _number(value: Tree) -> int:
    """Return a part of a date, which may be text."""
    if type(value) is int:
        return value
    if isinstance(value, str) and re.fullmatch("-?[0-9]{1,5}", value):
        return int(value)
    message = f"a part of a date must be a whole number, got {described(value)}"
    raise InvalidDate(message)


def write_date(date: PartialDate) -> dict[str, Tree]:
    """Return a date as an object of CSL-JSON: with date-parts if they express it, otherwise with EDTF in `literal`."""
    match = _PLAIN.fullmatch(date.edtf)
    if match is None:
        return {"literal": date.edtf}
    numbers: list[Tree] = [int(part) for part in match.groups()[:_PARTS] if part]
    result: dict[str, Tree] = {"date-parts": [numbers]}
    if match[2] and int(match[2]) in _SEASONS:
        result["season"] = int(match[2]) - _SEASONS[0] + 1
        del numbers[1:]
    if match[4]:
        result["circa"] = True
    return result
