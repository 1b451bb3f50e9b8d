"""The texts of cells that another program has saved: which are read as which, and which may have lost information."""

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum, auto
from struct import pack, unpack
from typing import Final, cast


class ColumnKind(Enum):
    """The kind of values in a column."""

    WHOLE = auto()
    """A whole number."""
    DECIMAL = auto()
    """A number that may have a fraction, as some ids of ATOP do."""
    FLAG = auto()
    """0 or 1."""
    DAY = auto()
    """A day."""
    TEXT = auto()
    """A name or an abbreviation."""
    CODED = auto()
    """Unknown: a code, which is a whole number, or a column that the user has added."""


_POINT: Final = "with a decimal point"
_COMMA: Final = "with a decimal comma"
_SCIENCE: Final = "in scientific notation"
_FLOAT: Final = "with the rounding error of a float"
_TRUTH: Final = "with a truth value"
_MISSING: Final = "with a mark for a missing value"

_MISSING_MARK: Final = re.compile(
    r"\s+"
    r"|\.[a-z]?"  # Stata
    r"|NA|N/A|n/a|<NA>|NaN|-?nan|NaT|None"  # R, pandas and numpy
    r"|NULL|Null|null|\\N"  # databases
    r"|#N/A|#NA|#NULL!"  # spreadsheets, and SPSS when it saves one
    r"|-9{1,3}(?:\.0+)?"  # codebooks
)
_DIGITS: Final = re.compile("-?[0-9]+")
_DECIMAL: Final = re.compile(r"-?[0-9]+\.[0-9]+")
_SHORT_DECIMAL: Final = re.compile(r"[0-9]{1,6}(?:\.[0-9]?[1-9])?")
_FLOAT_TEXT: Final = re.compile(r"[0-9]{1,6}\.[0-9]{1,60}")
_SCIENTIFIC: Final = re.compile(r"-?[0-9](?:\.[0-9]+)?[eE][+-]?[0-9]{1,2}")
_TRUTHS: Final = {"TRUE": "1", "True": "1", "true": "1", "FALSE": "0", "False": "0", "false": "0"}
NUMERIC: Final = (ColumnKind.WHOLE, ColumnKind.DECIMAL, ColumnKind.FLAG)
_LARGEST_CODE: Final = 5
"""The maximum number of digits in a coded column of a publisher; larger numbers are in columns of the user."""

_ERROR: Final = re.compile(r"#(?:DIV/0!|VALUE!|REF!|NAME\?|NUM!|GETTING_DATA|SPILL!|CALC!|#+)")
_DECIMAL_COMMA: Final = re.compile(r"-?[0-9]+,[0-9]+")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:[,'\u00a0\u2009\u202f ][0-9]{3})+")
_TURNED: Final = re.compile(
    r"[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{2}){1,2}"  # 31/12/2017
    r"|[0-9]{4}([/.])[0-9]{1,2}\2[0-9]{1,2}"  # 2017/12/31
    r"|[0-9]{1,2}-[A-Z][a-z]{2}(?:-[0-9]{2,4})?|[A-Z][a-z]{2}-[0-9]{2}"  # 31-Dec-17, Dec-17
)
_TIME: Final = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: [AP]M)?")


def changes_of(kind: ColumnKind, distinct: Iterable[str]) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Return the changes of the texts of a column.

    Args:
        kind: The kind of the column.
        distinct: Its texts.

    Returns:
        The texts that are rewritten, each with the new text and the format of the old one; and the texts that may have
        lost information, each with the reason.
    """
    texts = [text for text in distinct if text]
    missing = {text for text in texts if _MISSING_MARK.fullmatch(text)}
    others = [text for text in texts if text not in missing]
    if kind is ColumnKind.CODED and all(_whole(_with_point(text)) for text in others):
        kind = ColumnKind.WHOLE
    changes: dict[str, tuple[str, str]] = dict.fromkeys(missing, ("", _MISSING))
    losses: dict[str, str] = {}
    for text in others:
        if (change := _change(kind, text)) and change[0] != text:
            changes[text] = change
        elif not change and (why := _loss(kind, text)):
            losses[text] = why
    return changes, losses


def _change(kind: ColumnKind, text: str) -> tuple[str, str] | None:
    """Return the new text of a cell, and the format of the old one; None if it can't be read."""
    if kind is ColumnKind.FLAG and text in _TRUTHS:
        return _TRUTHS[text], _TRUTH
    if kind in NUMERIC and (pointed := _with_point(text)) != text:
        change = _change(kind, pointed)
        return (change[0], _COMMA) if change else None
    if kind in (ColumnKind.WHOLE, ColumnKind.FLAG):
        return _whole(text)
    return _decimal(text) if kind is ColumnKind.DECIMAL else None


def _with_point(text: str) -> str:
    """Return a number with a point in place of its decimal comma; a comma before three digits may group digits."""
    return text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) and not _GROUPED.fullmatch(text) else text


def _whole(text: str) -> tuple[str, str] | None:
    """Return a whole number in digits, and its old format; None if the text is not one or hides digits."""
    if _DIGITS.fullmatch(text):
        return text, ""
    decimal = _DECIMAL.fullmatch(text)
    if decimal or (_SCIENTIFIC.fullmatch(text) and _exponent(text) <= 0):
        number = _plain(text)
        return (number, _POINT if decimal else _SCIENCE) if _DIGITS.fullmatch(number) else None
    return None


def _decimal(text: str) -> tuple[str, str] | None:
    """Return a number in its shortest form, and its old format; None if the text is not one or hides digits."""
    if _SHORT_DECIMAL.fullmatch(text):
        return text, ""
    if _DECIMAL.fullmatch(text):
        short = _rounded(text)
        return (short, _FLOAT) if short else (_plain(text), _POINT)
    if _SCIENTIFIC.fullmatch(text) and _exponent(text) < 0:
        return _plain(text), _SCIENCE
    return (text, "") if _DIGITS.fullmatch(text) else None


def _rounded(text: str) -> str | None:
    """Return the short number whose value as a 32-bit or 64-bit float a text shows; None if there is none."""
    if not _FLOAT_TEXT.fullmatch(text):
        return None
    digits = len(text.replace(".", "").lstrip("0"))
    short = _plain(f"{float(text):.7g}")
    (single,) = unpack("f", pack("f", float(short)))
    shown = {_plain(f"{number:.{digits}g}") for number in (single, float(short))}
    return short if _plain(text) in shown and short != _plain(text) else None


def _plain(text: str) -> str:
    """Return a number without exponent and without trailing zeros in its fraction."""
    digits = f"{Decimal(text):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _exponent(text: str) -> int:
    """Return the power of ten of the last visible digit: 0 for units, 2 for hundreds, -1 for tenths."""
    number = Decimal(text)
    return cast("int", number.as_tuple().exponent) if number else -1


def _loss(kind: ColumnKind, text: str) -> str | None:
    """Return why a text may have lost information; None if no program writes a value in this way."""
    if _ERROR.fullmatch(text):
        return "the error of a spreadsheet replaces a value"
    if _SCIENTIFIC.fullmatch(text) and (kind in NUMERIC or (kind is ColumnKind.CODED and _hides_a_code(text))):
        return "scientific notation hides digits"
    if kind is ColumnKind.DAY and _TIME.fullmatch(text):
        return "a time of day replaces a day"
    if kind in (*NUMERIC, ColumnKind.DAY) and _TURNED.fullmatch(text):
        return "a spreadsheet has converted it to a date and may have swapped day and month"
    if kind in NUMERIC and text in _TRUTHS:
        return "a truth value replaces a number"
    if kind in NUMERIC and _GROUPED.fullmatch(text):
        return "a separator between the digits may be a decimal point"
    return None


def _hides_a_code(text: str) -> bool:
    """Return whether a number in scientific notation hides digits and is small enough for a publisher's code.

    R and pandas use this notation only for larger numbers, in columns of the user.
    """
    return _exponent(text) > 0 and Decimal(text).adjusted() < _LARGEST_CODE
