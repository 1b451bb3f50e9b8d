"""The states that data sets name by number."""

from alliancekit.models import State
from alliancekit.models.ids import StateId
from alliancekit.models.state import Code
from alliancekit.models.words import Name


def cow_state(number: int) -> State | None:
    """Return the state that has a number of Correlates of War; None if no state has it."""
    if number > 990:
        return None
    return State(
        id=StateId(f"state:cow-{number}"),
        names=(Name(text=f"COW {number}"),),
        codes=(Code(system="cow", value=str(number)),),
    )


def unlisted(data_set: str, number: int) -> State:
    """Return a state of which only the number in a data set is known, since no list has it."""
    return State(
        id=StateId(f"state:{data_set}-{number}"),
        names=(Name(text=f"{data_set.upper()} {number}", language="en"),),
        codes=(Code(system="atop", value=str(number)),),
        note=f"No list of states has this number; all that is known is that {data_set.upper()} uses it.",
    )
