"""The warnings about parties without spells that joined late or withdrew: they count for the life of the treaty."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, cast

from attrs import evolve

from alliancekit.corpus.checks.check import Check, CorpusIndex, RowFinder, TargetTables
from alliancekit.errors import Path, Problem, Severity, path_text
from alliancekit.models import Entry, Treaty
from alliancekit.models.party import CONSENTS, EXITS, Act, Party
from alliancekit.rules import Rule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.dates import PartialDate
    from alliancekit.strategies.corpus_drafts import CorpusDraft

EXIT_SPELLS: Final = Rule(
    code="AK925",
    demand="A party that withdrew has spells, unless it revoked the withdrawal, or the treaty ended no later.",
    advice=(
        "write when it was a party: 'spells: [START/END]', or 'spells: [START/]' if END is not known; "
        "if the exit had no effect, END is the end of the treaty"
    ),
    severity=Severity.WARNING,
)

ENTRY_SPELLS: Final = Rule(
    code="AK926",
    demand="A party that consented to be bound only after the treaty came into force has spells.",
    advice="write when it was a party: 'spells: [START/]', where START is the day from which its consent has effect",
    severity=Severity.WARNING,
)

# --- Meaning --------------------------------------------------------------------------------------------------------


def problems(index: CorpusIndex) -> Iterator[Problem]:
    """Yield a warning for each party without spells that joined late, at its consent, or left, at its first exit."""
    for treaty in index.of(Treaty):
        for position, party in enumerate(treaty.parties):
            if party.spells or not party.acts:
                continue
            path: Path = ("parties", position, "acts")
            if (number := _late_consent(party, treaty)) is not None:
                message = (
                    f"{path_text((*path, number))} is a consent after in_force ({treaty.in_force}), but the party has "
                    "no spells: it counts as a party from in_force"
                )
                yield ENTRY_SPELLS.problem(message, path=(*path, number), record=treaty.id)
            if (number := _exit(party, treaty.ended or treaty.as_of)) is not None:
                message = (
                    f"{path_text((*path, number))} is a {party.acts[number].kind}, but the party has no spells: "
                    "it counts as a party for the whole lifetime of the treaty"
                )
                yield EXIT_SPELLS.problem(message, path=(*path, number), record=treaty.id)


def _late_consent(party: Party, treaty: Treaty) -> int | None:
    """Return the number of the first consent if all certainly have effect after the treaty came into force.

    A treaty that was in force before it was signed has retroactive effect, and so may the consents.
    """
    in_force, signed = treaty.in_force, treaty.signed
    consents = [number for number, act in enumerate(party.acts) if act.kind in CONSENTS and not act.scope]
    dates = [party.acts[number].effective or party.acts[number].date for number in consents]
    if not in_force or not all(date and in_force.before(date, unknown=False) for date in dates):
        return None
    retroactive = signed and in_force.before(signed, unknown=False)
    provisional = any(act.kind == "provisional_application" for act in party.acts)
    return None if retroactive or provisional else next(iter(consents), None)


def _exit(party: Party, last: "PartialDate | None") -> int | None:
    """Return the number of the first act by which a party left the treaty."""
    return next((number for number, act in enumerate(party.acts) if _leaves(act, party, last)), None)


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
    """Yield the rows with a party that has an act of consent or of exit, and no spells."""
    parties = objects["parties"].items
    acts = parties["acts"].items
    whole = ~acts["scope"].present
    exits = acts["kind"].is_one_of(EXITS) & ~acts["toward"].present & whole
    for rule, chosen in ((EXIT_SPELLS, exits), (ENTRY_SPELLS, acts["kind"].is_one_of(CONSENTS) & whole)):
        having = acts.rows_above(chosen.arg_true())
        yield rule.code, parties.rows_above(having.filter(~parties["spells"].present.gather(having)))


# --- Generation -----------------------------------------------------------------------------------------------------


def _break_exit(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a party withdraw from a treaty, and have no spells."""
    states = [draft.state(f"state:party-{n}") for n in (1, 2)]
    dates = {draft.choose(("date", "effective")): draft.year(1801, 2025), "until": None}
    whole: dict[str, object] = {"date": None, "effective": None, "toward": (), "scope": None, **dates}
    leaving, staying = (state.id for state in states)
    parties = (Party(party=leaving, acts=(draft.new(Act, kind=draft.choose(EXITS), **whole),)), Party(party=staying))
    return draft.with_changed(*states, draft.treaty("treaty:of-two", parties))


def _break_entry(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a party consent after the treaty came into force, and have no spells."""
    states = [draft.state(f"state:party-{n}") for n in (1, 2)]
    in_force, later = draft.years()
    dates = {draft.choose(("date", "effective")): later, "until": None}
    whole: dict[str, object] = {"date": None, "effective": None, "toward": (), "scope": None, **dates}
    joining, founding = (state.id for state in states)
    consent = draft.new(Act, kind=draft.choose(CONSENTS), **whole)
    parties = (Party(party=joining, acts=(consent,)), Party(party=founding))
    return draft.with_changed(*states, draft.treaty("treaty:of-two", parties, in_force=in_force, as_of=later))


def _mend(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Remove the act."""
    del records
    treaty = cast("Treaty", record)
    _, position, _, number = cast("tuple[str, int, str, int]", problem.path)
    party = treaty.parties[position]
    changed = evolve(party, acts=(*party.acts[:number], *party.acts[number + 1 :]))
    return evolve(treaty, parties=(*treaty.parties[:position], changed, *treaty.parties[position + 1 :]))


CHECK: Final = Check(
    rules=(EXIT_SPELLS, ENTRY_SPELLS),
    problems=problems,
    models=(Treaty,),
    scope="linked",
    columns=_columns,
    extents={
        EXIT_SPELLS: "not exact for acts that were revoked, and for exits when the treaty ended or later",
        ENTRY_SPELLS: "not exact for dates, and for treaties with retroactive effect or provisional application",
    },
    breaking={EXIT_SPELLS: _break_exit, ENTRY_SPELLS: _break_entry},
    mending={EXIT_SPELLS: _mend, ENTRY_SPELLS: _mend},
)
