"""The ties of a network: the groups that a treaty, a bloc or a proposal makes of its members, with their times."""

from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias

from alliancekit.corpus import Corpus
from alliancekit.dates import PartialDate
from alliancekit.display.names import name_during
from alliancekit.models import Actor, Proposal, State, Treaty
from alliancekit.pages._numbering import Numbering
from alliancekit.text import escape_controls

TieKind: TypeAlias = Literal["treaty", "bloc", "proposal"]

YearBounds: TypeAlias = tuple[int, int, int, int]
"""The years of the first possible start, the last possible start, the first possible end, the last possible end."""

Tie: TypeAlias = tuple[int, TieKind, list[tuple[int, list[YearBounds]]]]
"""The number of a record, how it ties its members, and their numbers and times."""

FIRST: Final = -9999
LAST: Final = 9999
"""The years that stand for a bound that is open or not known."""

_UNKNOWN: Final[YearBounds] = (FIRST, LAST, FIRST, LAST)
"""A time of which nothing is certain."""


def ties(numbering: Numbering) -> list[Tie]:
    """Return the groups of a corpus: the number of the record, the kind, and the members, each with its times."""
    return [
        (numbering.numbers[id_], kind, [(numbering.numbers[party], times) for party, times in members])
        for id_, kind, members in _groups(numbering)
    ]


def past_names(numbering: Numbering) -> dict[str, list[tuple[int, str]]]:
    """Return the names of the states that had several: by the number of the record, each first year and the name.

    The name of a year is that of the whole year, as `alliancekit.display` shows it; the names start in the first year.
    """
    names: dict[str, list[tuple[int, str]]] = {}
    for record in numbering.records:
        if isinstance(record, State):
            changes = _name_changes(numbering.corpus, record)
            if len(changes) > 1:
                names[str(numbering.numbers[record.id])] = changes
    return names


def _name_changes(corpus: Corpus, state: State) -> list[tuple[int, str]]:
    """Return the years in which the name of a state changes, each with the new name."""
    days = [day for name in state.names if name.period for day in (name.period.earliest, name.period.latest) if day]
    years = sorted({year for day in days for year in (day.year, day.year + 1) if 0 < year < LAST})
    changes: list[tuple[int, str]] = []
    for year in (1, *years):
        name = escape_controls(name_during(corpus, state.id, PartialDate(f"{year:04}")))
        if not changes or changes[-1][1] != name:
            changes.append((year, name))
    return changes


def _groups(numbering: Numbering) -> Iterator[tuple[str, TieKind, list[tuple[str, list[YearBounds]]]]]:
    for record in numbering.records:
        match record:
            case Treaty(parties=[_, *_]):
                yield (
                    record.id,
                    "treaty",
                    [(each.party, _bounds(each.spells) or [_lifetime(record)]) for each in record.parties],
                )
            case Actor(members=[_, *_]):
                yield record.id, "bloc", [(each.party, _bounds(each.spells) or [_UNKNOWN]) for each in record.members]
            case Proposal():
                yield record.id, "proposal", [(member, [_since(record.date)]) for member in record.members]
            case _:
                pass


def _bounds(spells: Iterable[PartialDate]) -> list[YearBounds]:
    """Return the bounds of spells; a spell that lasts has no end."""
    bounds: list[YearBounds] = []
    for spell in spells:
        first, last = _years(spell.start), (LAST, LAST) if spell.open_end else _end(spell.start, spell.end)
        bounds.append((*first, *last))
    return bounds


def _years(date: PartialDate | None) -> tuple[int, int]:
    """Return the years of the first and of the last possible day of a date; of a missing date, any year."""
    if date is None or date.earliest is None or date.latest is None:
        return (FIRST, LAST)
    return date.earliest.year, date.latest.year


def _end(start: PartialDate | None, end: PartialDate | None) -> tuple[int, int]:
    """Return the years of the first and last possible end; if it is not known, it is not before the start."""
    if end is None:
        return _years(start)[1] if start else FIRST, LAST
    return _years(end)


def _lifetime(treaty: Treaty) -> YearBounds:
    """Return the bounds of the lifetime of a treaty: without an end, it is known to last until `as_of`."""
    start = treaty.in_force or treaty.signed
    if treaty.ended or not treaty.as_of:
        return (*_years(start), *_end(start, treaty.ended))
    return (*_years(start), _years(treaty.as_of)[1], LAST)


def _since(date: PartialDate | None) -> YearBounds:
    """Return the bounds of a proposal: from the day on which it is made, it stays a proposal."""
    return (*_years(date), LAST, LAST)
