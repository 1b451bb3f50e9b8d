"""Warnings about dates: in the future, in a year that stands for "no end", and a treaty without a last known day."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from alliancekit import engine
from alliancekit.dates import Day, PartialDate
from alliancekit.engine import Record
from alliancekit.errors import Path, Problem, Severity, path_text
from alliancekit.models import Entry, Treaty
from alliancekit.rules import Rule
from alliancekit.rules.shape import Kind, Shape, spec_of

if TYPE_CHECKING:
    from alliancekit.corpus.checks import Index

FUTURE = Rule(
    code="AK921",
    demand="A date does not lie in the future; a day is granted for time zones.",
    advice="correct the year; if the day is planned, leave it as it is",
    severity=Severity.WARNING,
)
NO_END = Rule(
    code="AK922",
    demand="An end does not lie in the year 9999, which stands for 'no end' in other data.",
    advice="write '..' for an end that is open, and leave the end empty where it is not known",
    severity=Severity.WARNING,
)
LAST_KNOWN = Rule(
    code="AK923",
    demand="A treaty that has come into force says when it ended, or up to which day it is known to be in force.",
    advice="give 'ended', or in 'as_of' the last day for which the treaty is known to be in force",
    severity=Severity.WARNING,
)
RULES: Final = (FUTURE, NO_END, LAST_KNOWN)

CALENDAR_END: Final = 9999
"""The year that stands for "no end"."""

_YEAR: Final = re.compile(r"(?:^|/)-?([0-9]{4})")
"""A year of a date or of an end of an interval."""

_ENDS: Final = ("ended", "as_of")
"""The fields with the end of something."""

Ahead: TypeAlias = Literal["start", "end", "no end"]
"""What of a date lies in the future."""


def plausible(index: "Index") -> Iterator[Problem]:
    """Dates lie in the past, and of a treaty in force it is known up to when."""
    for model, records in index.by_type.items():
        own: engine.Engine[object] = engine.of(model)
        year = index.today.year
        late = own.late_dates(records, year * 10_000)
        ahead = {
            text for text in late if not _is_past(text, f"{year:04}") and is_ahead(PartialDate.parse(text), index.today)
        }
        for record in records if ahead else ():
            if not ahead.isdisjoint(own.dates(record)):
                yield from _ahead(record, index.today)
    for treaty in index.of(Treaty):
        if treaty.in_force and not treaty.ended and not treaty.as_of:
            message = (
                "in_force is given, but neither ended nor as_of: it is not known up to when the treaty is in force"
            )
            yield LAST_KNOWN.problem(message, path=("in_force",), record=treaty.id)


def _is_past(edtf: str, year: str) -> bool:
    """Return whether all years of a date lie before a year, as its text shows: most dates need no further look."""
    if "X" in edtf:
        return False
    return edtf < year if "/" not in edtf else all(found < year for found in _YEAR.findall(edtf))


def is_ahead(date: PartialDate, today: Day) -> bool:
    """Return whether a date, or an end of an interval, lies after a day, taken at face value."""
    return bool(_part_ahead(date, today))


def _part_ahead(date: PartialDate, today: Day) -> Ahead | None:
    """Return which part of a date lies after a day."""
    start, end = date.earliest, _end(date)
    if end and end.year == CALENDAR_END:
        return "no end"
    if start and start > today:
        return "start"
    return "end" if end and end > today else None


def _end(date: PartialDate) -> Day | None:
    """Return the first day on which an interval may end; None if the date is no interval, or its end is not known."""
    if not date.is_interval:
        return None
    last = date.edtf.rpartition("/")[2]
    if len(last) == len("2025-04-28") and last[-2:].isdecimal():
        return date.latest  # without a date of its own, which takes longer
    return date.end.earliest if date.end else None


def _ahead(record: Entry, today: Day) -> Iterator[Problem]:
    """Yield the problem of each date of a record that lies in the future."""
    for path, date in _dates(record, ()):
        part, name = _part_ahead(date, today), path_text(path)
        if part == "no end":
            message = f"{name} must not end in {CALENDAR_END}, which stands for 'no end', got {date.edtf}"
            yield NO_END.problem(message, path=path, record=record.id)
        elif part and path[-1] in _ENDS and date.earliest and date.earliest.year == CALENDAR_END:
            message = f"{name} must not lie in {CALENDAR_END}, which stands for 'no end', got {date.edtf}"
            hint = "leave 'ended' out where there is no end, and give in 'as_of' the last day for which that is known"
            yield NO_END.problem(message, path=path, record=record.id, hint=hint)
        elif part:
            verb = "lies" if not date.is_interval else f"{part}s"
            yield FUTURE.problem(f"{name} {verb} in the future, got {date.edtf}", path=path, record=record.id)


def _dates(value: object, path: Path) -> Iterator[tuple[Path, PartialDate]]:
    """Yield each date in a value, with its path."""
    if isinstance(value, PartialDate):
        yield path, value
    elif isinstance(value, tuple):
        for position, item in enumerate(cast("tuple[object, ...]", value)):
            yield from _dates(item, (*path, position))
    elif isinstance(value, Record):
        for field in spec_of(type(value)).fields:
            if has_dates(field.shape):
                yield from _dates(getattr(value, field.name), (*path, field.name))


@cache
def has_dates(shape: Shape) -> bool:
    """Return whether a date can stand in what a field or an item holds."""
    if shape.kind is Kind.OBJECT:
        return any(has_dates(field.shape) for field in spec_of(shape.type).fields)
    return shape.kind is Kind.DATE or bool(shape.item and has_dates(shape.item))
