"""The check that no member of a proposal or bloc, and no party or signatory of a treaty, is a person."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from attrs import evolve

from alliancekit.corpus.checks.check import EXACT, Check, CorpusIndex, RowFinder, TargetTables, cause_of_value
from alliancekit.corpus.references import value_at
from alliancekit.errors import Path, Problem, path_text
from alliancekit.models import Actor, Candidate, Entry, Proposal, Treaty
from alliancekit.models.actor import Member
from alliancekit.models.party import Party, Signatory
from alliancekit.rules import Rule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.strategies.corpus_drafts import CorpusDraft

NO_PERSON: Final = Rule(
    code="AK903",
    demand="No member of a proposal or a bloc, and no party or signatory of a treaty, is a person.",
    advice="name the state or organization; a person can be the proposer",
)

_PERSONS: Final = ("person", "machine_persona")
"""The kinds of actors that are persons."""

_PARTIES: Final[Mapping[type[Entry], tuple[str, ...]]] = {Treaty: ("parties", "signatories"), Actor: ("members",)}
"""The lists of objects with a `party`, by type."""

# --- Meaning --------------------------------------------------------------------------------------------------------


def problems(index: CorpusIndex) -> Iterator[Problem]:
    """Yield the problem of each member, each party and each signatory that is a person."""
    listing: tuple[Proposal | Candidate, ...] = (*index.of(Proposal), *index.of(Candidate))
    persons: dict[str, Actor] = {actor.id: actor for actor in index.of(Actor) if actor.kind in _PERSONS}
    for record in listing if persons else ():
        for position, member in enumerate(record.members):
            if member in persons:
                yield _problem(persons[member], record, ("members", position))
    for model, names in _PARTIES.items():
        for other in index.of(model) if not index.summary(model).references.isdisjoint(persons) else ():
            for name in names:
                for position, item in enumerate(cast("Sequence[Party | Signatory | Member]", getattr(other, name))):
                    if item.party in persons:
                        yield _problem(persons[item.party], other, (name, position, "party"))


def _problem(actor: Actor, record: Entry, path: Path) -> Problem:
    message = f"{path_text(path)} must not be a {actor.kind.replace('_', ' ')}, got {actor.id}"
    return NO_PERSON.problem(message, path=path, record=record.id)


# --- Columns --------------------------------------------------------------------------------------------------------


def _columns(tables: TargetTables) -> RowFinder:
    from alliancekit._polars import pl

    return partial(_doubtful_rows, tables[Actor].filter(pl.col("kind").is_in(_PERSONS)).get_column("id"))


def _doubtful_rows(persons: "pl.Series", objects: "Objects") -> "Iterator[tuple[str, pl.Series]]":
    """Yield the rows of records with a person among the members, parties or signatories."""
    for name in _PARTIES.get(objects.model, ("members",)):
        items = objects[name].items
        ids = items["party"] if objects.model in _PARTIES else items
        unique = ids.unique.series
        yield NO_PERSON.code, items.rows_above(ids.rows_with(unique.filter(unique.is_in(persons.implode()))))


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
    cause=cause_of_value,
    models=(Actor, Proposal, Candidate, Treaty),
    scope="linked",
    columns=_columns,
    target_columns={Actor: ("id", "kind")},
    extents={NO_PERSON: EXACT},
    breaking={NO_PERSON: _break},
    mending={NO_PERSON: _mend},
)
