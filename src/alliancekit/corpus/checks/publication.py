"""The check that nothing is dated after a source that reports it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache, partial
from typing import TYPE_CHECKING, Final, cast

from attrs import evolve

from alliancekit import engine
from alliancekit.corpus.checks.check import (
    EXACT_BUT_VAGUE_DATES,
    Cause,
    Check,
    CorpusIndex,
    RowFinder,
    TargetTables,
    day_number,
)
from alliancekit.corpus.references import attestations
from alliancekit.dates import Day, PartialDate
from alliancekit.dates.edtf import BEGINNING
from alliancekit.dates.partial import SPANS
from alliancekit.errors import Problem
from alliancekit.models import Candidate, Entry, Proposal, Source, Statement
from alliancekit.rules import Rule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.strategies.corpus_drafts import CorpusDraft

TIMELY: Final = Rule(
    code="AK904",
    demand="A statement is made before its source is published or accessed; one day is allowed for time zones.",
    advice="correct the date of the statement or of the source",
)

_DATE: Final = engine.Bounded("attestations", "source", starts=("date",))

# --- Meaning --------------------------------------------------------------------------------------------------------


def problems(index: CorpusIndex) -> Iterator[Problem]:
    """Yield the problem of each record that is dated after one of its sources."""
    dated_sources: dict[str, tuple[Source, PartialDate]] = {}
    for source in index.of(Source):
        if published := source.published or source.accessed:
            dated_sources[source.id] = source, published
    bounds = {
        id_: (day_number(BEGINNING), day_number(SPANS[published.edtf].last_to))
        for id_, (_, published) in dated_sources.items()
    }

    @cache
    def last_day(id_: str) -> Day:
        return SPANS[_day_after(dated_sources[id_][1]).edtf].last_to

    late: tuple[Statement | Candidate | Proposal, ...] = (
        *index.doubtful(Statement, _DATE, bounds),
        *index.doubtful(Candidate, _DATE, bounds),
        *index.doubtful(Proposal, _DATE, bounds),
    )
    for record in late:
        if record.date is None:
            continue
        first = SPANS[record.date.edtf].first_from
        for attestation in record.attestations:
            dated = dated_sources.get(attestation.source)
            if dated and last_day(attestation.source) < first:
                source, published = dated
                how = "published" if source.published else "accessed"
                message = f"date must not be after {source.id} was {how} ({published.edtf}), got {record.date.edtf}"
                yield TIMELY.problem(message, path=("date",), record=record.id)
                break


def _is_late(day: PartialDate, source: Source) -> bool:
    """Return whether a date is certainly after a source could report it."""
    published = source.published or source.accessed
    return bool(published and day.after(_day_after(published)))


def _day_after(day: PartialDate) -> PartialDate:
    """Return the day after a day, which it may be already elsewhere on the earth; a vaguer date stays as it is."""
    last = day.latest
    if day.precision != "day" or last is None or not MINYEAR < last.year < MAXYEAR:
        return day
    return PartialDate(f"{date(*last) + timedelta(days=1)}{day.edtf[10:]}")


def _cause(problem: Problem, record: Entry, index: CorpusIndex) -> Cause:
    """Return the id of the first source that is too early."""
    del problem
    dated = cast("Statement", record)
    sources = (index.get(attestation.source, Source) for attestation in dated.attestations)
    return next(source.id for source in sources if source and _is_late(dated.date, source))


# --- Columns --------------------------------------------------------------------------------------------------------


def _columns(tables: TargetTables) -> RowFinder:
    from alliancekit._polars import pl

    published = pl.coalesce("published", "accessed").struct
    granted = pl.when(published.field("precision") == "day").then(1).otherwise(0)  # for time zones
    last = (published.field("latest").cast(pl.Int32) + granted).cast(pl.Date)
    return partial(_doubtful_rows, tables[Source].group_by("id").agg(last.min().alias("last")))


def _doubtful_rows(sources: "pl.DataFrame", objects: "Objects") -> "Iterator[tuple[str, pl.Series]]":
    """Yield the rows that begin after the last day on which one of their sources can report something."""
    reports = objects["attestations"].items
    named = reports["source"].series.alias("id").to_frame()
    rows = reports.rows_above(reports.rows)
    last = named.join(sources, on="id", how="left", maintain_order="left").get_column("last")
    yield TIMELY.code, rows.filter(objects["date"].part("earliest").gather(rows) > last)


# --- Generation -----------------------------------------------------------------------------------------------------


def _break(draft: "CorpusDraft") -> Sequence[Entry]:
    """Date a statement after its source was published or accessed."""
    earlier, later = draft.years()
    statement = draft.one(Statement)
    published = draft.choose((False, True))
    source = evolve(
        draft.source_of(statement),
        published=earlier if published else None,
        accessed=None if published else earlier,
        dated_by="printed",
    )
    return draft.with_changed(source, evolve(statement, date=later, office=None))


def _mend(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Remove the dates of the first source that has one."""
    del problem
    sources = (cast("Source", records[attestation.source]) for attestation in attestations(record))
    dated = next(source for source in sources if source.published or source.accessed)
    return evolve(dated, published=None, accessed=None)


CHECK: Final = Check(
    rules=(TIMELY,),
    problems=problems,
    cause=_cause,
    models=(Statement, Candidate, Proposal),
    bounded=_DATE,
    scope="linked",
    columns=_columns,
    target_columns={Source: ("id", "published", "accessed")},
    extents={TIMELY: EXACT_BUT_VAGUE_DATES},
    breaking={TIMELY: _break},
    mending={TIMELY: _mend},
)
