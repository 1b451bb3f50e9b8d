"""The list of all loaders; `alliancekit.loaders` imports it lazily."""

from typing import Final

from alliancekit.formats import CsvRow
from alliancekit.loaders import atop, cow, gw
from alliancekit.loaders._loaded import Aside, Cell, DataSet, FileAccount, Load, Loaded, Loader
from alliancekit.loaders.atop import atop_alliances, atop_members, atop_phases
from alliancekit.loaders.cow import cow_majors, cow_states
from alliancekit.loaders.gw import gw_microstates, gw_states

LOADERS: Final[dict[str, Loader]] = {
    loader.data_set.name: loader
    for loader in (
        Loader(atop.MEMBERS, atop_members),
        Loader(atop.ALLIANCES, atop_alliances),
        Loader(atop.PHASES, atop_phases),
        Loader(cow.STATES, cow_states),
        Loader(cow.MAJORS, cow_majors),
        Loader(gw.STATES, gw_states),
        Loader(gw.MICROSTATES, gw_microstates),
    )
}
"""The loaders, by the name of their data set."""

__all__ = [
    "LOADERS",
    "Aside",
    "Cell",
    "CsvRow",
    "DataSet",
    "FileAccount",
    "Load",
    "Loaded",
    "Loader",
    "atop_alliances",
    "atop_members",
    "atop_phases",
    "cow_majors",
    "cow_states",
    "gw_microstates",
    "gw_states",
]
