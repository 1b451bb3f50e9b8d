"""The checks that the speaker of a statement has the office of the statement, on the date of the statement."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from attrs import evolve

from alliancekit.corpus import clock
from alliancekit.corpus.checks.check import (
    EXACT,
    EXACT_BUT_VAGUE_DATES,
    Cause,
    Check,
    CorpusIndex,
    RowFinder,
    TargetTables,
)
from alliancekit.corpus.checks.dates import is_ahead
from alliancekit.dates import PartialDate
from alliancekit.dates.periods import Periods
from alliancekit.errors import InvalidDate, Problem
from alliancekit.messages import Effort, near, quote
from alliancekit.models import Actor, Candidate, Entry, State, Statement
from alliancekit.models.actor import Office
from alliancekit.rules import Rule
from alliancekit.text import LONGEST_ID, shorten

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.strategies.corpus_drafts import CorpusDraft

HOLDS_OFFICE: Final = Rule(
    code="AK905",
    demand="The office of a statement is one of the offices of its speaker.",
    advice="add the office to the speaker, or correct its title",
)
IN_OFFICE: Final = Rule(
    code="AK906",
    demand="A statement made in an office is made while the speaker holds that office, if its period is known.",
    advice="correct the date, the period of the office, or leave the office out",
)

_MOST_PERIODS: Final = 5
"""The maximum number of periods of an office in a message."""

# --- Meaning --------------------------------------------------------------------------------------------------------


def problems(index: CorpusIndex) -> Iterator[Problem]:
    """Yield the problem of each statement in an office that the speaker does not have, or not at that time."""
    statements: tuple[Statement | Candidate, ...] = (*index.of(Statement), *index.of(Candidate))
    offices_of: dict[str, dict[str, _Tenure]] = {}
    similar: dict[tuple[str, str], tuple[str, ...]] = {}
    effort = Effort()
    for record in statements:
        if record.office is None:
            continue
        speaker = index.records.get(record.speaker or "")
        if speaker is None:
            continue
        if speaker.id not in offices_of:
            offices_of[speaker.id] = _tenures(speaker)
        tenures = offices_of[speaker.id]
        tenure = tenures.get(record.office)
        if tenure is None:
            key = (speaker.id, record.office)
            if key not in similar:
                similar[key] = near(record.office, tenures, effort=effort)
            message = f"office must be one of the offices of {speaker.id}, got {quote(record.office)}"
            hint = f"did you mean {quote(similar[key][0])}?" if similar[key] else None
            yield HOLDS_OFFICE.problem(message, path=("office",), record=record.id, hint=hint)
        elif record.date and tenure.time and not tenure.time.may_overlap(record.date):
            title = shorten(record.office, LONGEST_ID)
            message = f"date must lie in the time in which {speaker.id} was {title} ({tenure.periods})"
            yield IN_OFFICE.problem(f"{message}, got {record.date.edtf}", path=("date",), record=record.id)


class _Tenure(NamedTuple):
    """When somebody holds an office.

    Attributes:
        time: The time of all the periods; None: one of them is not known, so it may be any time.
        periods: The periods as text.
    """

    time: Periods | None
    periods: str


def _tenures(speaker: Entry) -> dict[str, _Tenure]:
    """Return when a speaker holds each office, by the title."""
    periods_of: dict[str, list[PartialDate | None]] = {}
    for office in speaker.offices if isinstance(speaker, Actor) else ():
        periods_of.setdefault(office.title, []).append(office.period)
    return {title: _tenure(periods) for title, periods in periods_of.items()}


def _tenure(periods: Sequence[PartialDate | None]) -> _Tenure:
    """Return when somebody holds an office of some periods."""
    known = [period for period in periods if period]
    return _Tenure(Periods(known) if len(known) == len(periods) else None, _in_words(known))


def _in_words(periods: Sequence[PartialDate]) -> str:
    """Return periods as a list for a message, shortened if there are many."""
    more = len(periods) - _MOST_PERIODS
    named = [period.edtf for period in periods[:_MOST_PERIODS]]
    return ", ".join([*named, f"and {more:,} more"] if more > 0 else named)


def _cause(problem: Problem, record: Entry, index: CorpusIndex) -> Cause:
    """Return the speaker and the office."""
    del problem, index
    statement = cast("Statement | Candidate", record)
    return statement.speaker, statement.office


# --- Columns --------------------------------------------------------------------------------------------------------

_FIRST: Final = -(2**31)
_LAST: Final = 2**31 - 1
"""Numbers before and after all days."""


def _columns(tables: TargetTables) -> RowFinder:
    from alliancekit._polars import pl

    offices = tables[Actor].select(pl.col("id").alias("speaker"), "offices").explode("offices").drop_nulls()
    period = pl.col("offices").struct.field("period").struct
    tenures = offices.select(
        "speaker",
        pl.col("offices").struct.field("title"),
        period.field("earliest").cast(pl.Int32).fill_null(_FIRST).alias("since"),
        period.field("latest").cast(pl.Int32).fill_null(_LAST).alias("until"),
    ).sort("since")
    # The last day of all the periods that begin up to a day; a period that is not known may be any time.
    tenures = tenures.with_columns(pl.col("until").cum_max().over("speaker", "title"))
    speakers = pl.concat([tables[Actor].get_column("id"), tables[State].get_column("id")])
    return partial(_doubtful_rows, tenures, speakers)


def _doubtful_rows(
    tenures: "pl.DataFrame", speakers: "pl.Series", objects: "Objects"
) -> "Iterator[tuple[str, pl.Series]]":
    """Yield the rows with an office that the speaker does not hold on any day of the date."""
    from alliancekit._polars import pl

    day = objects["date"]
    statements = pl.DataFrame(
        {
            "speaker": objects["speaker"].series,
            "title": objects["office"].series,
            "first": day.part("earliest").cast(pl.Int32).fill_null(_FIRST),
            "last": day.part("latest").cast(pl.Int32).fill_null(_LAST),
        }
    ).with_row_index("row")
    statements = statements.drop_nulls(["speaker", "title"]).filter(pl.col("speaker").is_in(speakers.implode()))
    # A statement is in time if one of the periods that begin before its last day ends after its first day.
    dated = statements.sort("last").join_asof(
        tenures, left_on="last", right_on="since", by=["speaker", "title"], check_sortedness=False
    )
    in_time = (dated["until"] >= dated["first"]).fill_null(value=False)
    yield IN_OFFICE.code, dated["row"].filter(~in_time)


# --- Generation -----------------------------------------------------------------------------------------------------


def _break_title(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let something be said in an office that nobody has."""
    titles = {office.title for record in draft.records if isinstance(record, Actor) for office in record.offices}
    title = draft.text(lambda text: text not in titles)
    return draft.with_changed(evolve(draft.one(Statement), office=title))


def _break_time(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let something be said in an office before its time."""
    earlier, later = draft.years()
    office = draft.new(Office, of=None, period=PartialDate(f"{later}/.."))
    person = draft.person(offices=(office,))
    statement = draft.one(Statement)
    source = evolve(draft.source_of(statement), published=None, accessed=None)
    changed = evolve(
        statement, speaker=person.id, office=office.title, date=earlier, attestations=statement.attestations[:1]
    )
    return draft.with_changed(person, source, changed)


def _mend_title(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Make the speaker a person with the office; remove the office of a state, a bloc or a statement in the future."""
    statement = cast("Statement | Candidate", record)
    speaker = records[str(statement.speaker)]
    if not isinstance(speaker, Actor) or speaker.kind == "bloc":
        return _mend_time(problem, record, records)
    if statement.date and is_ahead(statement.date, clock.today()):
        # An office in the future would be removed again.
        return _mend_time(problem, record, records)
    office = Office(title=str(statement.office), period=_whole(statement.date))
    return evolve(speaker, kind="person", offices=(*speaker.offices, office))


def _whole(date: PartialDate | None) -> PartialDate | None:
    """Return a date as a period, if it can be written as one: a season may run out of the years that can be written."""
    with suppress(InvalidDate):
        return date and date.whole()
    return None


def _mend_time(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Remove the office."""
    del problem, records
    return evolve(cast("Statement | Candidate", record), office=None)


CHECK: Final = Check(
    rules=(HOLDS_OFFICE, IN_OFFICE),
    problems=problems,
    cause=_cause,
    models=(Statement, Candidate),
    scope="linked",
    columns=_columns,
    target_columns={Actor: ("id", "offices"), State: ("id",)},
    extents={HOLDS_OFFICE: EXACT, IN_OFFICE: EXACT_BUT_VAGUE_DATES},
    breaking={HOLDS_OFFICE: _break_title, IN_OFFICE: _break_time},
    mending={HOLDS_OFFICE: _mend_title, IN_OFFICE: _mend_time},
)
