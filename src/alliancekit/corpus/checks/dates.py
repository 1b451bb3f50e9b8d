"""Warnings about dates: in the future, with a year that stands for "no end", and doubtful dates of treaties."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, TypeVar, cast

from attrs import evolve

from alliancekit import engine
from alliancekit.corpus.checks.check import (
    EXACT,
    EXACT_BUT_VAGUE_DATES,
    Check,
    CorpusIndex,
    RowFinder,
    TargetTables,
)
from alliancekit.dates import Day, PartialDate
from alliancekit.engine import Record
from alliancekit.errors import InvalidRecord, Path, Problem, Severity, path_text
from alliancekit.models import Entry, Statement, Treaty
from alliancekit.rules import Rule
from alliancekit.rules.shape import Kind, Shape, spec_of

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.strategies.corpus_drafts import CorpusDraft

R = TypeVar("R", bound=Record)

FUTURE: Final = Rule(
    code="AK921",
    demand="A date is not in the future; one day is allowed for time zones.",
    advice="correct the year; if the day is planned, leave it as it is",
    severity=Severity.WARNING,
)
NO_END: Final = Rule(
    code="AK922",
    demand="An end is not in the year 9999, which means 'no end' in other data.",
    advice="write '..' for an end that is open, and leave the end empty where it is not known",
    severity=Severity.WARNING,
)
LAST_KNOWN: Final = Rule(
    code="AK923",
    demand="A treaty in force has an end, or the last day for which it is known to be in force.",
    advice="give 'ended', or in 'as_of' the last day for which the treaty is known to be in force",
    severity=Severity.WARNING,
)
RETROACTIVE: Final = Rule(
    code="AK924",
    demand="A treaty comes into force when it is signed or later; retroactive effect is rare.",
    advice="check both dates; if the treaty has retroactive effect, leave them as they are",
    severity=Severity.WARNING,
)

CALENDAR_END: Final = 9999
"""The year that stands for "no end"."""

_YEAR: Final = re.compile(r"(?:^|/)-?([0-9]{4})")
"""A year of a date or of an end of an interval."""

_LEAVE_OUT_ENDED: Final = (
    "leave 'ended' out where there is no end, and give in 'as_of' the last day for which that is known"
)
_ENDS: Final[Mapping[object, str]] = {
    "ended": _LEAVE_OUT_ENDED,
    "as_of": _LEAVE_OUT_ENDED,
    "until": "leave 'until' out where there is no end",
}
"""The fields with the end of something, each with the hint for a year that stands for "no end"."""

FuturePart: TypeAlias = Literal["start", "end", "no end"]
"""The part of a date that lies in the future."""

# --- Meaning --------------------------------------------------------------------------------------------------------


def problems(index: CorpusIndex) -> Iterator[Problem]:
    """Yield a warning for each date in the future, and for doubtful dates of treaties."""
    for model, records in index.by_type.items():
        own: engine.Engine[object] = engine.of(model)
        year = index.today.year
        ahead = {
            text
            for text in index.summary(model).dates
            if not _is_past(text, f"{year:04}") and is_ahead(PartialDate.parse(text), index.today)
        }
        for record in records if ahead else ():
            if not ahead.isdisjoint(own.dates(record)):
                yield from _future_dates(record, index.today)
    for treaty in index.of(Treaty):
        if treaty.in_force is None:
            continue
        if not treaty.ended and not treaty.as_of:
            message = (
                "in_force is given, but neither ended nor as_of: it is not known up to when the treaty is in force"
            )
            yield LAST_KNOWN.problem(message, path=("in_force",), record=treaty.id)
        if treaty.signed and treaty.in_force.before(treaty.signed):
            message = f"in_force ({treaty.in_force.edtf}) is before signed ({treaty.signed.edtf})"
            yield RETROACTIVE.problem(message, path=("signed",), record=treaty.id)


def _is_past(edtf: str, year: str) -> bool:
    """Return whether all years of a date lie before a year, as its text shows: most dates need no further look."""
    if "X" in edtf:
        return False
    return edtf < year if "/" not in edtf else all(other < year for other in _YEAR.findall(edtf))


def is_ahead(date: PartialDate, today: Day) -> bool:
    """Return whether a date, or an end of an interval, lies after a day, taken at face value."""
    return bool(_future_part(date, today))


def _future_part(date: PartialDate, today: Day) -> FuturePart | None:
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


def _future_dates(record: Entry, today: Day) -> Iterator[Problem]:
    """Yield the problem of each date of a record that lies in the future."""
    for path, date in _dates(record, ()):
        part, name = _future_part(date, today), path_text(path)
        if part == "no end":
            message = f"{name} must not end in {CALENDAR_END}, which stands for 'no end', got {date.edtf}"
            yield NO_END.problem(message, path=path, record=record.id)
        elif part and path[-1] in _ENDS and date.earliest and date.earliest.year == CALENDAR_END:
            message = f"{name} must not lie in {CALENDAR_END}, which stands for 'no end', got {date.edtf}"
            yield NO_END.problem(message, path=path, record=record.id, hint=_ENDS[path[-1]])
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
    """Return whether the value of a field or an item can contain dates."""
    if shape.kind is Kind.OBJECT:
        return any(has_dates(field.shape) for field in spec_of(shape.type).fields)
    return shape.kind is Kind.DATE or bool(shape.item and has_dates(shape.item))


# --- Columns --------------------------------------------------------------------------------------------------------


def _columns(tables: TargetTables) -> RowFinder:
    return partial(_doubtful_rows, dt.date(*tables.today))


def _doubtful_rows(today: dt.date, objects: "Objects") -> "Iterator[tuple[str, pl.Series]]":
    """Yield the rows with a date after a day, and those of treaties with doubtful dates."""
    from alliancekit.corpus.nested_columns import columns_with

    for values, to_records in columns_with(objects, has_dates, lambda shape: shape.kind is Kind.DATE):
        ends = (values.part("precision") == "interval") & (values.part("latest") > today)
        yield FUTURE.code, to_records((ends | (values.part("earliest") > today)).arg_true())
    if objects.model is Treaty:
        lasting = objects["in_force"].present & ~objects["ended"].present & ~objects["as_of"].present
        yield LAST_KNOWN.code, lasting.arg_true()
        yield RETROACTIVE.code, (objects["in_force"].part("latest") < objects["signed"].part("earliest")).arg_true()


# --- Generation -----------------------------------------------------------------------------------------------------

_PAST: Final = PartialDate("2000")
_PAST_YEARS: Final = PartialDate("2000/2001")


def _break_future(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a source be accessed in the future."""
    source = draft.source_of(draft.one(Statement))
    return draft.with_changed(evolve(source, published=None, accessed=draft.year(2200, CALENDAR_END - 1)))


def _break_no_end(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a treaty end with the calendar."""
    ended = PartialDate(draft.choose(["9999", "9999-12-31"]))
    return draft.with_treaty("treaty:of-two", in_force=draft.year(1801, 2025), ended=ended)


def _break_last_known(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a treaty be in force without a last known day."""
    return draft.with_treaty("treaty:of-two", in_force=draft.year(1801, 2025))


def _break_retroactive(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a treaty come into force before it is signed."""
    earlier, later = draft.years()
    return draft.with_treaty("treaty:of-two", in_force=earlier, signed=later, as_of=later)


def _mend_future(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Remove the dates of a record; the dates that it needs become dates of the past."""
    del problem, records
    try:
        return _undated(record, remove=True)
    except InvalidRecord:
        # The record needs one of them: a candidate has exactly the fields that are not missing.
        return _undated(record, remove=False)


def _undated(record: R, *, remove: bool) -> R:
    """Return a record without dates of the future.

    Args:
        record: The record.
        remove: Whether optional dates, and items with dates, are removed; if not, dates become dates of the past, and
            lists keep the first such item.
    """
    changes = {
        field.name: _undated_value(getattr(record, field.name), field.shape, remove=remove)
        for field in spec_of(type(record)).fields
        if has_dates(field.shape)
    }
    return cast("Callable[..., R]", evolve)(record, **changes)


def _undated_value(value: object, shape: Shape, *, remove: bool) -> object:
    if shape.item:
        items = cast("tuple[object, ...]", value)
        if _is_dated(shape.item):
            # Without their dates, further items might be equal to the first.
            items = items[: max(shape.minimum_items, 0 if remove else 1)]
        return tuple(dict.fromkeys(_undated_value(item, shape.item, remove=remove) for item in items))
    if value is None or (remove and shape.optional):
        return None
    if isinstance(value, Record):
        return _undated(value, remove=remove)
    return _PAST_YEARS if shape.interval else _PAST


def _is_dated(shape: Shape) -> bool:
    """Return whether an item of a list is a date, or has a date of its own."""
    return shape.kind is Kind.DATE or any(field.shape.kind is Kind.DATE for field in spec_of(shape.type).fields)


def _mend_last_known(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Let the treaty be known up to its first day."""
    del problem, records
    treaty = cast("Treaty", record)
    return evolve(treaty, as_of=treaty.in_force)


def _mend_retroactive(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Remove the date of the signature."""
    del problem, records
    return evolve(cast("Treaty", record), signed=None)


CHECK: Final = Check(
    rules=(FUTURE, NO_END, LAST_KNOWN, RETROACTIVE),
    problems=problems,
    scope="linked",
    columns=_columns,
    extents={**dict.fromkeys((FUTURE, NO_END, LAST_KNOWN), EXACT), RETROACTIVE: EXACT_BUT_VAGUE_DATES},
    breaking={
        FUTURE: _break_future,
        NO_END: _break_no_end,
        LAST_KNOWN: _break_last_known,
        RETROACTIVE: _break_retroactive,
    },
    mending={
        FUTURE: _mend_future,
        NO_END: _mend_future,
        LAST_KNOWN: _mend_last_known,
        RETROACTIVE: _mend_retroactive,
    },
)
