"""Filters for the rows of a panel, for the options --state and --owes."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from alliancekit.cli._exit_codes import Failure
from alliancekit.messages import counted, listed, near
from alliancekit.text import quote

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.models import State
    from alliancekit.panel import StateSystem, Treaties, Trust


def state_ids(  # noqa: PLR0913 - the values of --state, and the panel in which they are found
    names: tuple[str, ...],
    source: "Treaties",
    system: "StateSystem | None",
    trust: "Trust",
    on: str | None,
    *,
    carry_forward: bool,
) -> tuple[tuple[str, ...], list[str]]:
    """Return the ids that states have in a panel, and notes for the user.

    Args:
        names: The values of --state: ids, names or codes of states of the registry or of parties of the treaties.
        source: The treaties.
        system: The system of states of the panel. With a system, the id of a party becomes the ids of the states of the
            system that its record is matched to.
        trust: How records that contradict the registry are matched.
        on: The time of the panel as EDTF, for which names and codes are looked up; None: any time.
        carry_forward: Whether the last entries of a list of codes are used for later times.

    Raises:
        Failure: If a value does not stand for a state, or its name is that of several states.
    """
    from alliancekit import states
    from alliancekit.panel.arguments import entries_of
    from alliancekit.states.placing import placements

    if not names:
        return (), []
    treaties, records = entries_of(source)
    known: set[str] = {state.id for state in states.all_states()}
    known |= {party.party for treaty in treaties for party in treaty.parties}
    notes: list[str] = []
    find = partial(_state_ids, records=records, known=known, on=on, notes=notes, carry_forward=carry_forward)
    ids = tuple(dict.fromkeys(id_ for name in names for id_ in find(name)))
    placed = placements(records, trust) if system else {}
    matches = {id_: [state for each in placed.get(id_, ()) if not each.reason for state in each.states] for id_ in ids}
    return tuple(dict.fromkeys(state for id_, own in matches.items() for state in own or (id_,))), notes


def _state_ids(  # noqa: PLR0913 - the name, and where and how it is looked up
    name: str,
    *,
    records: "tuple[State, ...]",
    known: set[str],
    on: str | None,
    notes: list[str],
    carry_forward: bool,
) -> tuple[str, ...]:
    """Return the ids for which a value of --state stands; add a note if its list does not cover the time."""
    from alliancekit.corpus.party_names import party_ids
    from alliancekit.errors import BeyondCoverage, NoState, UnknownSystem

    suggestions: tuple[str, ...] = ()
    try:
        return party_ids(name, records, known, on, carry_forward=carry_forward)
    except BeyondCoverage as error:
        covers = str(error).partition(";")[0]
        notes.append(f"--state {name} stands for all states that ever have this code, because {covers}")
        return party_ids(name, records, known)
    except UnknownSystem as error:
        message = f"--state: {error}"
        raise Failure(message) from error
    except NoState as error:
        suggestions = error.states or _suggestions(name, known)
        find = '; find one with "alliancekit state Germany --on 1914"'
        names = str(error).partition("; did you mean ")[2]
        hint = (
            f" (did you mean {listed(suggestions)}?)" if suggestions else f" (did you mean {names})" if names else find
        )
        message = f"--state must be the id, name or code of one state, such as state:deu, got {quote(name)}{hint}"
        raise Failure(message) from error


def _suggestions(text: str, known: set[str]) -> tuple[str, ...]:
    """Return the ids of the states that have this name or code, or similar ids."""
    from alliancekit import states
    from alliancekit.errors import NoState

    name = text.removeprefix("state:")
    try:
        return (states.get(name).id,)
    except NoState as error:
        return () if name.isdecimal() else error.states or near(text.lower(), sorted(known), 2)


def filter_rows(
    frame: "pl.DataFrame", ids: tuple[str, ...], obligations: tuple[str, ...], *, directed: bool | None
) -> "tuple[pl.DataFrame, list[str]]":
    """Return the rows of any of some states in which all of some obligations are owed, and notes for the user.

    Args:
        frame: The rows of a panel.
        ids: The states; without any, the rows of all states are returned.
        obligations: The obligations; without any, all rows are returned.
        directed: For dyads, whether they are directed: then only the first state of each owes something.
    """
    from alliancekit._polars import pl

    _check_obligations(frame, obligations)
    units = ["state"] if directed is None else ["state_a"] if directed else ["state_a", "state_b"]
    of_states = frame.filter(pl.any_horizontal(pl.col(units).is_in(ids))) if ids else frame
    owed = pl.all_horizontal(pl.lit(value=True), *(pl.col(name) == 1 for name in obligations))
    unknown = of_states.select(owed).to_series().null_count()
    absent = [each for each in ids if not any(each in of_states[unit] for unit in units)]
    return of_states.filter(owed), list(_notes(absent, obligations, unknown))


def _check_obligations(frame: "pl.DataFrame", obligations: tuple[str, ...]) -> None:
    """Raise if a panel has no column for one of the obligations."""
    from alliancekit.panel import obligations_of

    columns = tuple(obligations_of(frame))
    for name in obligations:
        if name not in columns:
            suggestions = near(name, columns)
            hint = f" (did you mean {suggestions[0]}?)" if suggestions else f"; choose {listed(columns)}"
            message = f"--owes must be an obligation of the panel, got {quote(name)}{hint}"
            raise Failure(message)


def _notes(absent: list[str], obligations: tuple[str, ...], unknown: int) -> Iterator[str]:
    """Yield notes on states without rows, and on rows whose obligations are unknown."""
    for state in absent:
        yield (
            f"{state} has no row in this panel; a country may be another state at another time, see "
            '"alliancekit state Germany --on 1960"'
        )
    if unknown:
        owed = f"{listed(obligations, 'and')} {'is' if len(obligations) == 1 else 'are'} owed"
        yield f"{counted(unknown, 'row')} left out, because it is unknown whether {owed}"
