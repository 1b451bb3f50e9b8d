"""Whether entities of followthemoney have the whole value of a field of which they may have only a part."""

from collections.abc import Callable, Mapping
from typing import Final, cast

from alliancekit.corpus.references import kind_of
from alliancekit.dates import PartialDate
from alliancekit.exchange._ftm_entities import LANGUAGES, date_of
from alliancekit.models import Actor, Entry
from alliancekit.models.actor import Member, Office
from alliancekit.models.identifier import Identifier
from alliancekit.models.party import Party, Signatory
from alliancekit.models.state import Code
from alliancekit.models.statement import Stance
from alliancekit.models.words import Name

_SCHEMES: Final = ("wikidata",)
_SCHEMES_OF_ACTORS: Final = ("wikidata", "lei")


def is_whole(record: Entry, field: str) -> bool:
    """Return whether the entities of a record have the whole value of a field that they may have in part."""
    value: object = getattr(record, field)
    if field == "identifiers":
        schemes = _SCHEMES_OF_ACTORS if isinstance(record, Actor) else _SCHEMES
        return all(each.scheme in schemes for each in cast("tuple[Identifier, ...]", value))
    return field in _WHOLE and _WHOLE[field](value)


def _date(value: object) -> bool:
    """Return whether a date is a day, a month or a year; how it is printed does not count."""
    return date_of(cast("PartialDate", value)) is not None


def _period(period: PartialDate | None) -> bool:
    return period is None or (date_of(period.start) is not None and date_of(period.end) is not None)


def _date_or_interval(value: object) -> bool:
    date = cast("PartialDate", value)
    return _period(date) if date.is_interval else _date(date)


def _names(value: object) -> bool:
    first, *others = cast("tuple[Name, ...]", value)
    kinds = first.kind is None and all(name.kind in (None, "historical") for name in others)
    return kinds and not any(name.language or name.order or name.period for name in (first, *others))


def _no_candidate(*ids: str) -> bool:
    return all(kind_of(id_) != "candidate" for id_ in ids)


_WHOLE: Final[Mapping[str, Callable[[object], bool]]] = {
    "names": _names,
    "offices": lambda value: all(_period(office.period) for office in cast("tuple[Office, ...]", value)),
    "members": lambda value: all(_period(spell) for each in cast("tuple[Member, ...]", value) for spell in each.spells),
    "codes": lambda value: all(
        code.system == "iso3166_1_alpha2" and code.period is None for code in cast("tuple[Code, ...]", value)
    ),
    "published": _date,
    "accessed": _date,
    "language": lambda value: value in LANGUAGES,
    "date": _date_or_interval,
    "about": lambda value: _no_candidate(*cast("tuple[str, ...]", value)),
    "stances": lambda value: _no_candidate(*(each.subject for each in cast("tuple[Stance, ...]", value))),
    "parties": lambda value: all(
        not each.acts and all(map(_period, each.spells)) for each in cast("tuple[Party, ...]", value)
    ),
    "signatories": lambda value: not any(each.acts for each in cast("tuple[Signatory, ...]", value)),
    "signed": _date,
    "in_force": _date,
    "ended": _date,
}
"""The fields whose values may be whole, with what decides it. Of other fields, a part is always lost."""
