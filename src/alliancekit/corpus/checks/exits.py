"""The warning about parties that withdrew and have no spells: they count as parties for the life of the treaty."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, cast

from attrs import evolve

from alliancekit.corpus.checks.check import Check, CorpusIndex, RowFinder, TargetTables
from alliancekit.errors import Problem, Severity
from alliancekit.models import Entry, Treaty
from alliancekit.models.party import EXITS, Act, Party
from alliancekit.rules import Rule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.dates import PartialDate
    from alliancekit.strategies.corpus_drafts import CorpusDraft

SPELLS: Final = Rule(
    code="AK925",
    demand="A party that withdrew has spells, unless it revoked the withdrawal, or the treaty ended no later.",
    advice=(
        "write when it was a party: 'spells: [START/END]', or 'spells: [START/]' if END is not known; "
        "if the exit had no effect, END is the end of the treaty"
    ),
    severity=Severity.WARNING,
)

# --- Meaning --------------------------------------------------------------------------------------------------------


def problems(index: CorpusIndex) -> Iterator[Problem]:
    """Yield a warning for each party without spells, at the first act by which it left the treaty."""
    for treaty in index.of(Treaty):
        last = treaty.ended or treaty.as_of
        for position, party in enumerate(treaty.parties):
            if party.spells or not party.acts:
                continue
            number = next((number for number, act in enumerate(party.acts) if _leaves(act, party, last)), None)
            if number is not None:
                message = (
                    f"parties[{position}].acts[{number}] is a {party.acts[number].kind}, but the party has no spells: "
                    "it counts as a party for the whole lifetime of the treaty"
                )
                yield SPELLS.problem(message, path=("parties", position, "acts", number), record=treaty.id)


def _leaves(act: Act, party: Party, last: "PartialDate | None") -> bool:
    """Return whether an act is an exit from the whole treaty, which may be earlier than its last known day."""
    if act.kind not in EXITS or act.toward or act.scope:
        return False
    date = act.effective or act.date
    if date and last and not date.before(last):
        return False
    return not any(
        other.kind == "revocation" and not (other.date and act.date and other.date.before(act.date))
        for other in party.acts
    )


# --- Columns --------------------------------------------------------------------------------------------------------


def _columns(tables: TargetTables) -> RowFinder:
    del tables
    return _doubtful_rows


def _doubtful_rows(objects: "Objects") -> "Iterator[tuple[str, pl.Series]]":
    """Yield the rows with a party that has an act of exit and no spells."""
    parties = objects["parties"].items
    acts = parties["acts"].items
    exits = acts["kind"].is_one_of(EXITS) & ~acts["toward"].present & ~acts["scope"].present
    left = acts.rows_above(exits.arg_true())
    yield SPELLS.code, parties.rows_above(left.filter(~parties["spells"].present.gather(left)))


# --- Generation -----------------------------------------------------------------------------------------------------


def _break(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a party withdraw from a treaty, and have no spells."""
    states = [draft.state(f"state:party-{n}") for n in (1, 2)]
    dates = {draft.choose(("date", "effective")): draft.year(1801, 2025), "until": None}
    whole: dict[str, object] = {"date": None, "effective": None, "toward": (), "scope": None, **dates}
    leaving, staying = (state.id for state in states)
    parties = (Party(party=leaving, acts=(draft.new(Act, kind=draft.choose(EXITS), **whole),)), Party(party=staying))
    return draft.with_changed(*states, draft.treaty("treaty:of-two", parties))


def _mend(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Remove the act."""
    del records
    treaty = cast("Treaty", record)
    _, position, _, number = cast("tuple[str, int, str, int]", problem.path)
    party = treaty.parties[position]
    changed = evolve(party, acts=(*party.acts[:number], *party.acts[number + 1 :]))
    return evolve(treaty, parties=(*treaty.parties[:position], changed, *treaty.parties[position + 1 :]))


CHECK: Final = Check(
    rules=(SPELLS,),
    problems=problems,
    models=(Treaty,),
    scope="linked",
    columns=_columns,
    extents={SPELLS: "not exact for acts that were revoked, and for exits when the treaty ended or later"},
    breaking={SPELLS: _break},
    mending={SPELLS: _mend},
)
