"""The check that an actor is a bloc where a treaty belongs to it, or where a proposal led to it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from attrs import evolve

from alliancekit.corpus.checks.check import EXACT, Check, CorpusIndex, RowFinder, TargetTables, cause_of_value
from alliancekit.corpus.references import value_at
from alliancekit.errors import Path, Problem, path_text
from alliancekit.models import Actor, Candidate, Entry, Proposal, Treaty
from alliancekit.models.proposal import Outcome
from alliancekit.rules import Rule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.strategies.corpus_drafts import CorpusDraft

BLOC: Final = Rule(
    code="AK914",
    demand="A grouping to which a treaty belongs, and an actor to which a proposal led, is a bloc.",
    advice="correct the reference, or the kind of the actor",
)

# --- Meaning --------------------------------------------------------------------------------------------------------


def problems(index: CorpusIndex) -> Iterator[Problem]:
    """Yield the problem of each grouping and each result of a proposal that is an actor of another kind."""
    others: dict[str, Actor] = {actor.id: actor for actor in index.of(Actor) if actor.kind != "bloc"}
    called: tuple[Proposal | Candidate, ...] = (*index.of(Proposal), *index.of(Candidate))
    for treaty in index.of(Treaty) if others else ():
        for position, grouping in enumerate(treaty.groupings):
            if grouping in others:
                yield _problem(others[grouping], treaty, ("groupings", position))
    for record in called if others else ():
        for position, outcome in enumerate(record.outcomes):
            if outcome.led_to in others:
                yield _problem(others[outcome.led_to], record, ("outcomes", position, "led_to"))


def _problem(actor: Actor, record: Entry, path: Path) -> Problem:
    message = f"{path_text(path)} must be a bloc, got {actor.id}, whose kind is {actor.kind}"
    return BLOC.problem(message, path=path, record=record.id)


# --- Columns --------------------------------------------------------------------------------------------------------


def _columns(tables: TargetTables) -> RowFinder:
    from alliancekit._polars import pl

    return partial(_doubtful_rows, tables[Actor].filter(pl.col("kind") != "bloc").get_column("id"))


def _doubtful_rows(others: "pl.Series", objects: "Objects") -> "Iterator[tuple[str, pl.Series]]":
    """Yield the rows that refer to some actors as blocs."""
    items = objects["groupings" if objects.model is Treaty else "outcomes"].items
    ids = items if objects.model is Treaty else items["led_to"]
    yield BLOC.code, items.rows_above(ids.rows_with(others))


# --- Generation -----------------------------------------------------------------------------------------------------


def _break(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a proposal lead to a person."""
    person = draft.person()
    outcome = Outcome(status=draft.choose(("adopted", "adopted_in_part")), led_to=person.id)
    return draft.with_changed(person, evolve(draft.one(Proposal), outcomes=(outcome,)))


def _mend(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Make a bloc of the actor."""
    actor = records[str(value_at(record, problem.path))]
    return evolve(cast("Actor", actor), kind="bloc", offices=())


CHECK: Final = Check(
    rules=(BLOC,),
    problems=problems,
    cause=cause_of_value,
    models=(Treaty, Proposal, Candidate),
    scope="linked",
    columns=_columns,
    target_columns={Actor: ("id", "kind")},
    extents={BLOC: EXACT},
    breaking={BLOC: _break},
    mending={BLOC: _mend},
)
