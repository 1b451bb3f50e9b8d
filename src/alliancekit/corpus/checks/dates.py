"""The checks of dates in the future, of years that stand for "no end", and of treaties without a last known day."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, TypeVar, cast

from attrs import evolve

from alliancekit import engine
from alliancekit.corpus.checks.check import EXACT, Check, CorpusIndex, RowFinder, TargetTables
from alliancekit.dates import Day, PartialDate
from alliancekit.engine import Record
from alliancekit.errors import Path, Problem, Severity, path_text
from alliancekit.models import Actor, Candidate, Entry, Proposal, Source, State, Statement, Treaty
from alliancekit.models.state import Code
from alliancekit.models.treaty import Party
from alliancekit.models.words import Name
from alliancekit.rules import Rule
from alliancekit.rules.shape import Kind, Shape, spec_of

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.strategies.corpus_drafts import CorpusDraft

P = TypeVar("P", Name, Code)

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

CALENDAR_END: Final = 9999
"""The year that stands for "no end"."""

_YEAR: Final = re.compile(r"(?:^|/)-?([0-9]{4})")
"""A year of a date or of an end of an interval."""

_ENDS: Final = ("ended", "as_of")
"""The fields with the end of something."""

FuturePart: TypeAlias = Literal["start", "end", "no end"]
"""The part of a date that lies in the future."""

# --- Meaning --------------------------------------------------------------------------------------------------------


def problems(index: CorpusIndex) -> Iterator[Problem]:
    """Yield a warning for each date in the future, and for each treaty in force without a last known day."""
    for model, records in index.by_type.items():
        own: engine.Engine[object] = engine.of(model)
        year = index.today.year
        late = own.late_dates(records, year * 10_000)
        ahead = {
            text for text in late if not _is_past(text, f"{year:04}") and is_ahead(PartialDate.parse(text), index.today)
        }
        for record in records if ahead else ():
            if not ahead.isdisjoint(own.dates(record)):
                yield from _future_dates(record, index.today)
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
    """Return whether the value of a field or an item can contain dates."""
    if shape.kind is Kind.OBJECT:
        return any(has_dates(field.shape) for field in spec_of(shape.type).fields)
    return shape.kind is Kind.DATE or bool(shape.item and has_dates(shape.item))


# --- Columns --------------------------------------------------------------------------------------------------------


def _columns(tables: TargetTables) -> RowFinder:
    return partial(_doubtful_rows, dt.date(*tables.today))


def _doubtful_rows(today: dt.date, objects: "Objects") -> "Iterator[tuple[str, pl.Series]]":
    """Yield the rows with a date after a day, and those of treaties in force without a last known day."""
    from alliancekit.corpus.nested_columns import columns_with

    for values, to_records in columns_with(objects, has_dates, lambda shape: shape.kind is Kind.DATE):
        ends = (values.part("precision") == "interval") & (values.part("latest") > today)
        yield FUTURE.code, to_records((ends | (values.part("earliest") > today)).arg_true())
    if objects.model is Treaty:
        lasting = objects["in_force"].present & ~objects["ended"].present & ~objects["as_of"].present
        yield LAST_KNOWN.code, lasting.arg_true()


# --- Generation -----------------------------------------------------------------------------------------------------

_PAST: Final = PartialDate("2000")


def _break_future(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a source be accessed in the future."""
    source = draft.source_of(draft.one(Statement))
    return draft.with_changed(evolve(source, published=None, accessed=draft.year(2200, CALENDAR_END - 1)))


def _break_no_end(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a treaty end with the calendar."""
    return _with_treaty(draft, PartialDate(draft.choose(["9999", "9999-12-31"])))


def _break_last_known(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a treaty be in force without a last known day."""
    return _with_treaty(draft, None)


def _with_treaty(draft: "CorpusDraft", ended: PartialDate | None) -> Sequence[Entry]:
    """Add a treaty that came into force long ago, with its parties."""
    states = [draft.state(f"state:party-{n}") for n in (1, 2)]
    parties = tuple(Party(party=state.id) for state in states)
    in_force = draft.year(1801, 2025)
    return draft.with_changed(*states, draft.treaty("treaty:of-two", parties, in_force=in_force, ended=ended))


def _mend_future(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Remove the dates of a record, but for those that it needs."""
    del problem, records
    match record:
        case Actor():
            return evolve(record, names=_undated(record.names), offices=())
        case State():
            return evolve(record, names=_undated(record.names), codes=_undated(record.codes), spells=())
        case Source():
            return evolve(record, published=None, accessed=None)
        case Statement():
            return evolve(record, date=_PAST, office=None)
        case Proposal():
            return evolve(record, names=_undated(record.names), date=None)
        case Candidate():
            day = _PAST if record.date else None
            return evolve(record, names=_undated(record.names), date=day, office=None)
        case _:
            return _undated_treaty(record)


def _undated_treaty(treaty: Treaty) -> Treaty:
    return evolve(
        treaty,
        names=_undated(treaty.names),
        parties=tuple(evolve(party, spells=()) for party in treaty.parties),
        signed=None,
        in_force=None,
        ended=None,
        as_of=None,
        commitments=(),
        provisions=(),
    )


def _undated(items: tuple[P, ...]) -> tuple[P, ...]:
    """Return the first item without its period; the others might be equal to it without theirs."""
    return tuple(evolve(item, period=None) for item in items[:1])


def _mend_last_known(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Let the treaty be known up to its first day."""
    del problem, records
    treaty = cast("Treaty", record)
    return evolve(treaty, as_of=treaty.in_force)


CHECK: Final = Check(
    rules=(FUTURE, NO_END, LAST_KNOWN),
    problems=problems,
    scope="linked",
    columns=_columns,
    extents=dict.fromkeys((FUTURE, NO_END, LAST_KNOWN), EXACT),
    breaking={FUTURE: _break_future, NO_END: _break_no_end, LAST_KNOWN: _break_last_known},
    mending={FUTURE: _mend_future, NO_END: _mend_future, LAST_KNOWN: _mend_last_known},
)
