"""The registry of states: what each system calls them, and of which systems they are members, through time.

A state is one that the Correlates of War number as one, or, where they have none, Gleditsch and Ward. Every question
about a code takes a date: one code is not one state for all time, and one state not one code.

>>> from alliancekit import states
>>> states.get(260, system="gw", on="1985").id, states.get(260, system="gw", on="1995").id
('state:west-germany', 'state:deu')
>>> states.convert("255", from_="cow", to="gw", on="1995")
'260'
"""

from alliancekit._arguments import When
from alliancekit.states._column import Converted, Unconverted, convert_column
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

__all__ = [
    "Converted",
    "IdentifierKind",
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
    "succession",
    "successors",
]
