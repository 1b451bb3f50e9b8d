"""The registry of states: their codes and names in each code system, and their memberships in state systems, over time.

A state of the registry has its own number in the Correlates of War list or, if it is not in that list, in the list of
Gleditsch and Ward. A look-up by code needs a date: a code can pass to another state, and a state can change its code.

>>> from alliancekit import states
>>> states.get(260, system="gw", on="1985").id, states.get(260, system="gw", on="1995").id
('state:west-germany', 'state:deu')
>>> states.convert("255", from_="cow", to="gw", on="1995")
'260'
"""

from alliancekit._arguments import When
from alliancekit.states._column import Assumed, Converted, Unconverted, convert_column
from alliancekit.states._frames import code_spells, memberships
from alliancekit.states._lookup import (
    IdentifierKind,
    all_states,
    convert,
    coverage,
    get,
    holders,
    in_system,
    successors,
)
from alliancekit.states._records import Succession, succession
from alliancekit.states._resolving import Resolved, resolve

__all__ = [
    "Assumed",
    "Converted",
    "IdentifierKind",
    "Resolved",
    "Succession",
    "Unconverted",
    "When",
    "all_states",
    "code_spells",
    "convert",
    "convert_column",
    "coverage",
    "get",
    "holders",
    "in_system",
    "memberships",
    "resolve",
    "succession",
    "successors",
]
