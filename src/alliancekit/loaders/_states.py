"""The states that data sets name by number."""

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
    """Return the state that has a number of Correlates of War, of which one is one state; None if none has it."""
    try:
        return states.holders(number, system="cow")[0]
    except UnknownState:
        return None


@cache
def atop_state(number: int) -> State:
    """Return a state of which only the number in ATOP is known, since no list of states has it."""
    return State(
        id=StateId(f"state:atop-{number}"),
        names=(Name(text=f"ATOP member {number}", language="en"),),
        codes=(Code(system="atop", value=str(number)),),
        note="No list of states has this number; all that is known is that ATOP uses it.",
    )


def with_predecessors(found: Mapping[str, State]) -> tuple[State, ...]:
    """Return states and those that they followed, and which these followed, so that a corpus has all it refers to."""
    known = dict(found)
    registry = {state.id: state for state in states.all_states()}
    waiting = list(known.values())
    while waiting:
        for id_ in waiting.pop().predecessors:
            if id_ not in known:
                known[id_] = registry[id_]
                waiting.append(registry[id_])
    return tuple(known.values())
