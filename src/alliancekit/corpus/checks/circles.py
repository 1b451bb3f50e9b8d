"""The checks that references between records of one type do not run in a circle."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from attrs import evolve, frozen

from alliancekit.corpus._circles import circle_text, circles, ids_in_circles
from alliancekit.corpus.checks.check import EXACT, Check, CorpusIndex, RowFinder, TargetTables, day_number
from alliancekit.errors import Path, Problem, path_text
from alliancekit.models import Actor, Candidate, Entry, Proposal, Source, State, Statement, Treaty
from alliancekit.models.actor import Member
from alliancekit.models.attestation import Attestation
from alliancekit.models.ids import ActorId, CandidateId
from alliancekit.models.proposal import Outcome
from alliancekit.models.words import Name
from alliancekit.rules import Rule
from alliancekit.rules.shape import spec_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.strategies.corpus_drafts import CorpusDraft

UNDERIVED: Final = Rule(
    code="AK909",
    demand="No source derives from itself, directly or through others.",
    advice="remove one of the derivations",
)
UNPRECEDED: Final = Rule(
    code="AK911",
    demand="No state is its own predecessor, directly or through others, unless one of them existed before the other.",
    advice="remove one of the predecessors, or add the spells of the state that existed before the other",
)
UNSUPPORTED: Final = Rule(
    code="AK912",
    demand="No candidate refers to itself in 'statements' or in 'about', directly or through others.",
    advice="remove one of the references",
)
NO_OWN_MEMBER: Final = Rule(
    code="AK915",
    demand="No bloc is a member of itself, directly or through others.",
    advice="remove one of the members",
)
UNREPLACED: Final = Rule(
    code="AK916",
    demand="No treaty replaces itself, directly or through others.",
    advice="remove one of the references in 'replaces'",
)
UNAMENDED: Final = Rule(
    code="AK917",
    demand="No treaty amends itself, directly or through others.",
    advice="remove one of the references in 'amends'",
)
NO_OWN_RESULT: Final = Rule(
    code="AK918",
    demand="No proposal leads to itself, directly or through others.",
    advice="remove 'led_to' from one of the outcomes",
)

# --- Meaning --------------------------------------------------------------------------------------------------------


@frozen
class Relation:
    """A kind of reference between records of one type that never leads back to where it starts.

    Other references may run in circles: a proposal names the statements that make it, and they are about the proposal.

    Attributes:
        rule: The rule that says so.
        model: The type of the records.
        name: The field with the reference, with a list of references, or with a list of objects.
        part: The field of such an object with the reference.
    """

    rule: Rule
    model: type[Entry]
    name: str
    part: str = ""

    def targets(self, record: Entry) -> dict[str, Path]:
        """Return the ids to which a record refers, each with the path of the reference."""
        value = cast("str | Sequence[object] | None", getattr(record, self.name))
        if isinstance(value, str):
            return {value: (self.name,)}
        paths: dict[str, Path] = {}
        for position, item in enumerate(value or ()):
            target = cast("str | None", getattr(item, self.part) if self.part else item)
            if target:
                paths.setdefault(target, (self.name, position, *filter(None, (self.part,))))
        return paths

    def problems(self, index: CorpusIndex) -> Iterator[Problem]:
        """Yield the problem of each circle, at its first record."""
        targets: dict[str, dict[str, Path]]
        targets = {record.id: paths for record in index.of(self.model) if (paths := self.targets(record))}
        begun = _first_days(index.of(State)) if self.model is State and targets else {}
        # A state that was there before another one did not come out of it, but took it in: this is part of no circle.
        for circle in circles({id_: [to for to in ids if not _before(begun, id_, to)] for id_, ids in targets.items()}):
            first, following = circle[0], circle[1 % len(circle)]
            path = targets[first][following]
            message = f"{path_text(path)} runs in a circle: {circle_text(circle)}"
            yield self.rule.problem(message, path=path, record=first)


RELATIONS: Final = (
    Relation(UNDERIVED, Source, "derived_from"),
    Relation(UNPRECEDED, State, "predecessors"),
    Relation(UNSUPPORTED, Candidate, "statements"),
    Relation(UNSUPPORTED, Candidate, "about"),
    Relation(NO_OWN_MEMBER, Actor, "members", "party"),
    Relation(UNREPLACED, Treaty, "replaces"),
    Relation(UNAMENDED, Treaty, "amends"),
    Relation(NO_OWN_RESULT, Proposal, "outcomes", "led_to"),
)
"""The references that never run in a circle, each kind by itself."""


def problems(index: CorpusIndex) -> Iterator[Problem]:
    """Yield the problem of each circle of references."""
    for relation in RELATIONS:
        yield from relation.problems(index)


def _before(begun: Mapping[str, int], id_: str, other: str) -> bool:
    """Return whether a state certainly existed before another one."""
    return id_ in begun and other in begun and begun[id_] < begun[other]


def _first_days(states: Iterable[State]) -> dict[str, int]:
    """Return numbers for the first days on which states were members of a system, where all their spells have one."""
    first_days: dict[str, int] = {}
    for state in states:
        days = [spell.period.earliest for spell in state.spells]
        known = [day for day in days if day]
        if known and len(known) == len(days):
            first_days[state.id] = day_number(min(known))
    return first_days


# --- Columns --------------------------------------------------------------------------------------------------------

_PASSES: Final = 8
"""How often references that are in no circle are removed from a whole table, before each is looked at by itself."""


def _columns(tables: TargetTables) -> RowFinder:
    return partial(_doubtful_rows, tuple(_ids_in_circles(tables[each.model], each) for each in RELATIONS))


def _doubtful_rows(ids_in_circles: "Sequence[pl.Series]", objects: "Objects") -> "Iterator[tuple[str, pl.Series]]":
    """Yield the rows with an id whose references run in a circle, for each relation."""
    for relation, ids in zip(RELATIONS, ids_in_circles, strict=True):
        if relation.model is objects.model:
            yield relation.rule.code, objects["id"].rows_with(ids)


def _ids_in_circles(table: "pl.DataFrame", relation: Relation) -> "pl.Series":
    """Return the ids whose references in a field run in circles."""
    from alliancekit._polars import pl

    pairs = table.select("id", pl.col(relation.name).alias("to"))
    pairs = (pairs.explode("to") if pairs.schema["to"] == pl.List else pairs).drop_nulls()
    if relation.part:
        pairs = pairs.select("id", pl.col("to").struct.field(relation.part).alias("to")).drop_nulls()
    for _ in range(_PASSES):
        # A record that refers to no referring record is in no circle, nor is one to which none refers.
        left = pairs.filter(
            pl.col("to").is_in(pairs.get_column("id").implode()) & pl.col("id").is_in(pairs.get_column("to").implode())
        )
        if len(left) == len(pairs):
            break
        pairs = left
    targets: dict[str, list[str]] = {}
    for id_, target in pairs.iter_rows():
        targets.setdefault(id_, []).append(target)
    return pl.Series("id", sorted(ids_in_circles(targets)), dtype=pl.String)


# --- Generation -----------------------------------------------------------------------------------------------------


def _break_sources(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a source derive from itself."""
    source = draft.one(Source)
    return draft.with_changed(evolve(source, derived_from=source.id))


def _break_states(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let two states be predecessors of each other."""
    ids = ("state:a-state", "state:another")
    return draft.with_changed(*(draft.state(id_, predecessors=(other,)) for id_, other in (ids, ids[::-1])))


def _break_candidates(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a candidate rest on itself, or be about itself."""
    id_ = CandidateId("candidate:a-candidate")
    report = Attestation(source=draft.source_of(draft.one(Statement)).id, wording="mention")
    proposal = Candidate(
        id=id_,
        of="proposal",
        missing=("names", "proposers", "members", "rationale"),
        statements=(id_,),
        attestations=(report,),
    )
    statement = Candidate(
        id=id_,
        of="statement",
        missing=("speaker", "venue", "date", "content"),
        about=(id_,),
        attestations=(report,),
    )
    return draft.with_changed(draft.choose([proposal, statement]))


def _break_blocs(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let two blocs be members of each other."""
    ids = (ActorId("actor:a-bloc"), ActorId("actor:another"))
    name = (Name(text="A bloc"),)
    return draft.with_changed(
        *(Actor(id=id_, kind="bloc", names=name, members=(Member(party=to),)) for id_, to in (ids, ids[::-1]))
    )


def _break_replaced(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a treaty replace itself."""
    return draft.with_treaty("treaty:of-two", replaces=("treaty:of-two",))


def _break_amended(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a treaty amend itself."""
    return draft.with_treaty("treaty:of-two", amends=("treaty:of-two",))


def _break_proposals(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a proposal lead to itself."""
    proposal = draft.one(Proposal)
    return draft.with_changed(evolve(proposal, outcomes=(Outcome(status="adopted", led_to=proposal.id),)))


def _mend(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Empty the field whose references run in a circle."""
    del records
    name = str(problem.path[0])
    return cast("Callable[..., Entry]", evolve)(record, **{name: spec_of(type(record))[name].default})


_RULES: Final = (UNDERIVED, UNPRECEDED, UNSUPPORTED, NO_OWN_MEMBER, UNREPLACED, UNAMENDED, NO_OWN_RESULT)

CHECK: Final = Check(
    rules=_RULES,
    problems=problems,
    models=(Actor, Source, State, Treaty, Proposal, Candidate),
    scope="doubtful",
    columns=_columns,
    target_columns={
        Actor: ("id", "members"),
        Source: ("id", "derived_from"),
        State: ("id", "predecessors"),
        Treaty: ("id", "replaces", "amends"),
        Proposal: ("id", "outcomes"),
        Candidate: ("id", "statements", "about"),
    },
    extents=dict.fromkeys(_RULES, EXACT),
    breaking={
        UNDERIVED: _break_sources,
        UNPRECEDED: _break_states,
        UNSUPPORTED: _break_candidates,
        NO_OWN_MEMBER: _break_blocs,
        UNREPLACED: _break_replaced,
        UNAMENDED: _break_amended,
        NO_OWN_RESULT: _break_proposals,
    },
    mending=dict.fromkeys(_RULES, _mend),
)
