"""The check that no member of a proposal and no party to a treaty is a person."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from attrs import evolve

from alliancekit.corpus.checks.check import EXACT, Cause, Check, CorpusIndex, RowFinder, TargetTables
from alliancekit.corpus.references import value_at
from alliancekit.errors import Path, Problem, path_text
from alliancekit.models import Actor, Candidate, Entry, Proposal, Treaty
from alliancekit.rules import Rule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.strategies.corpus_drafts import CorpusDraft

NO_PERSON: Final = Rule(
    code="AK903",
    demand="No member of a proposal and no party to a treaty is a person.",
    advice="name the state or organization; a person can be the proposer",
)

_PERSONS: Final = ("person", "machine_persona")
"""The kinds of actors that are persons."""

# --- Meaning --------------------------------------------------------------------------------------------------------


def problems(index: CorpusIndex) -> Iterator[Problem]:
    """Yield the problem of each member and each party that is a person."""
    listing: tuple[Proposal | Candidate, ...] = (*index.of(Proposal), *index.of(Candidate))
    persons: dict[str, Actor] = {actor.id: actor for actor in index.of(Actor) if actor.kind in _PERSONS}
    for record in listing if persons else ():
        for position, member in enumerate(record.members):
            if member in persons:
                yield _problem(persons[member], record, ("members", position))
    for treaty in index.of(Treaty) if not index.referred(Treaty).isdisjoint(persons) else ():
        for position, party in enumerate(treaty.parties):
            if party.party in persons:
                yield _problem(persons[party.party], treaty, ("parties", position, "party"))


def _problem(actor: Actor, record: Entry, path: Path) -> Problem:
    message = f"{path_text(path)} must not be a {actor.kind.replace('_', ' ')}, got {actor.id}"
    return NO_PERSON.problem(message, path=path, record=record.id)


def _cause(problem: Problem, record: Entry, index: CorpusIndex) -> Cause:
    """Return the id of the person."""
    del index
    return str(value_at(record, problem.path))


# --- Columns --------------------------------------------------------------------------------------------------------


def _columns(tables: TargetTables) -> RowFinder:
    from alliancekit._polars import pl

    return partial(_doubtful_rows, tables[Actor].filter(pl.col("kind").is_in(_PERSONS)).get_column("id"))


def _doubtful_rows(persons: "pl.Series", objects: "Objects") -> "Iterator[tuple[str, pl.Series]]":
    """Yield the rows of records with a person among the members or parties."""
    items = objects["parties" if objects.model is Treaty else "members"].items
    ids = items["party"] if objects.model is Treaty else items
    unique = ids.unique.series
    yield NO_PERSON.code, items.up(ids.rows_with(unique.filter(unique.is_in(persons.implode()))))


# --- Generation -----------------------------------------------------------------------------------------------------


def _break(draft: "CorpusDraft") -> Sequence[Entry]:
    """Make a person a member."""
    person = draft.person(kind=draft.choose(_PERSONS))
    proposal = draft.one(Proposal)
    return draft.with_changed(person, evolve(proposal, members=(*proposal.members, person.id)))


def _mend(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Make an organization of the person."""
    person = records[str(value_at(record, problem.path))]
    return evolve(cast("Actor", person), kind="organization", offices=())


CHECK: Final = Check(
    rules=(NO_PERSON,),
    problems=problems,
    cause=_cause,
    models=(Proposal, Candidate, Treaty),
    scope="linked",
    columns=_columns,
    target_columns={Actor: ("id", "kind")},
    extents={NO_PERSON: EXACT},
    breaking={NO_PERSON: _break},
    mending={NO_PERSON: _mend},
)
