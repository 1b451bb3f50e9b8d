"""Which rows of a panel are kept: those of some states, and those in which something is owed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alliancekit.cli._ending import Failure
from alliancekit.messages import counted, listed, near
from alliancekit.text import quote

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.panel import StateSystem, Treaties, Trust


def states_of(
    ids: tuple[str, ...], given_treaties: "Treaties", system: "StateSystem | None", trust: "Trust"
) -> tuple[str, ...]:
    """Return the ids that states have in a panel, and refuse what is the id of no state.

    An id is that of a state of the registry or of a party of the treaties. In a panel of a system, a party has the ids
    of the states that its record stands for.
    """
    from alliancekit import states
    from alliancekit.panel.arguments import entries_of
    from alliancekit.states.placing import placements

    if not ids:
        return ()
    treaties, records = entries_of(given_treaties)
    known: set[str] = {state.id for state in states.all_states()}
    known |= {party.party for treaty in treaties for party in treaty.parties}
    for given in ids:
        if given not in known:
            meant = _meant(given, known)
            how = f"did you mean {listed(meant)}?" if meant else '"alliancekit state Germany --on 1914" tells one'
            message = f"--state takes the id of a state, such as state:deu, got {quote(given)}; {how}"
            raise Failure(message)
    placed = placements(records, trust) if system else {}
    found = {id_: [state for each in placed.get(id_, ()) if not each.reason for state in each.states] for id_ in ids}
    return tuple(dict.fromkeys(state for id_, own in found.items() for state in own or (id_,)))


def _meant(given: str, known: set[str]) -> tuple[str, ...]:
    """Return the ids of the states that have a name, or those that look like what is given."""
    from alliancekit import states
    from alliancekit.errors import AmbiguousState, NoState

    try:
        return (states.get(given.removeprefix("state:")).id,)
    except AmbiguousState as error:
        return error.states
    except NoState:
        return near(given.lower(), sorted(known), 2)


def kept(
    frame: "pl.DataFrame", ids: tuple[str, ...], owed: tuple[str, ...], *, directed: bool | None
) -> "tuple[pl.DataFrame, list[str]]":
    """Return the rows of any of some states in which all of some obligations are owed, and what to say of the others.

    Args:
        frame: The rows of a panel.
        ids: The states; if there are none, any will do.
        owed: The obligations; if there are none, any row will do.
        directed: Of dyads, whether they are directed, so that only the first state of each owes anything.
    """
    from alliancekit._polars import pl

    _demand_columns(frame, owed)
    units = ["state"] if directed is None else ["state_a"] if directed else ["state_a", "state_b"]
    theirs = frame.filter(pl.any_horizontal(pl.col(units).is_in(ids))) if ids else frame
    due = pl.all_horizontal(pl.lit(value=True), *(pl.col(name) == 1 for name in owed))
    unknown = theirs.select(due).to_series().null_count()
    absent = [each for each in ids if not any(each in theirs[unit] for unit in units)]
    return theirs.filter(due), list(_said(absent, owed, unknown))


def _demand_columns(frame: "pl.DataFrame", owed: tuple[str, ...]) -> None:
    """Refuse an obligation of which a panel has no column."""
    from alliancekit.panel import obligations_of

    columns = tuple(obligations_of(frame))
    for given in owed:
        if given not in columns:
            meant = near(given, columns)
            hint = f"did you mean {meant[0]}?" if meant else f"it has {listed(columns, 'and')}"
            message = f"the panel has no column for --owes {given}; {hint}"
            raise Failure(message)


def _said(absent: list[str], owed: tuple[str, ...], unknown: int) -> Iterator[str]:
    """Yield what a reader of the rows would else take for an answer."""
    for state in absent:
        yield (
            f"{state} has no row in this panel; at another time a country may be another state, "
            'which "alliancekit state Germany --on 1960" tells'
        )
    if unknown:
        verb = "is" if len(owed) == 1 else "are"
        yield f"{counted(unknown, 'row')} left out, since it is not known whether {listed(owed, 'and')} {verb} owed"
