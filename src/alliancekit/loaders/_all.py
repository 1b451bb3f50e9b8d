"""The list of all loaders; `alliancekit.loaders` imports it lazily."""

from typing import Final

from alliancekit.formats import CsvRow
from alliancekit.loaders import atop, cow, dcad, gw
from alliancekit.loaders._data_sets import DataSet, Load, Loader
from alliancekit.loaders._loaded import Aside, Cell, FileAccount, Loaded
from alliancekit.loaders.atop import atop_alliances, atop_members, atop_phases
from alliancekit.loaders.atop_directed import DIRECTED_DYADS, DyadLoader, LoadDyads, LoadedDyads, atop_ddyr
from alliancekit.loaders.cow import cow_majors, cow_states
from alliancekit.loaders.dcad import dcad_agreements
from alliancekit.loaders.gw import gw_microstates, gw_states

LOADERS: Final[dict[str, Loader]] = {
    loader.data_set.name: loader
    for loader in (
        Loader(atop.MEMBERS, atop_members),
        Loader(atop.ALLIANCES, atop_alliances),
        Loader(atop.PHASES, atop_phases),
        Loader(cow.STATES, cow_states),
        Loader(cow.MAJORS, cow_majors),
        Loader(dcad.AGREEMENTS, dcad_agreements),
        Loader(gw.STATES, gw_states),
        Loader(gw.MICROSTATES, gw_microstates),
    )
}
"""The loaders, by the name of their data set."""

DYAD_LOADERS: Final[dict[str, DyadLoader]] = {
    loader.data_set.name: loader for loader in (DyadLoader(DIRECTED_DYADS, atop_ddyr),)
}
"""The loaders of directed dyad-years, by the name of their data set."""

__all__ = [
    "DYAD_LOADERS",
    "LOADERS",
    "Aside",
    "Cell",
    "CsvRow",
    "DataSet",
    "DyadLoader",
    "FileAccount",
    "Load",
    "LoadDyads",
    "Loaded",
    "LoadedDyads",
    "Loader",
    "atop_alliances",
    "atop_ddyr",
    "atop_members",
    "atop_phases",
    "cow_majors",
    "cow_states",
    "dcad_agreements",
    "gw_microstates",
    "gw_states",
]
