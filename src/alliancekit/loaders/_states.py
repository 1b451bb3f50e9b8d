"""State records for the numbers in data sets."""

from collections.abc import Mapping
from functools import cache

from alliancekit import states
from alliancekit.errors import UnknownState
from alliancekit.models import State
from alliancekit.models.ids import StateId
from alliancekit.models.state import Code
from alliancekit.models.words import Name


@cache
def cow_state(number: int) -> State | None:
    """Return the state with a Correlates of War number; None if there is none. A number belongs to one state only."""
    try:
        return states.holders(number, system="cow")[0]
    except UnknownState:
        return None


@cache
def atop_state(number: int) -> State:
    """Return a record for an ATOP number that is in no list of states: only the number is known."""
    return State(
        id=StateId(f"state:atop-{number}"),
        names=(Name(text=f"ATOP member {number}", language="en"),),
        codes=(Code(system="atop", value=str(number)),),
        note="No list of states has this number; it is known only from ATOP.",
    )


def with_predecessors(parties: Mapping[str, State]) -> tuple[State, ...]:
    """Return states with all of their predecessors, so that all references in a corpus resolve."""
    result = dict(parties)
    registry = {state.id: state for state in states.all_states()}
    waiting = list(result.values())
    while waiting:
        for id_ in waiting.pop().predecessors:
            if id_ not in result:
                result[id_] = registry[id_]
                waiting.append(registry[id_])
    return tuple(result.values())
