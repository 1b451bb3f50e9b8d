"""Measures of alliance politics: similarity of alliance portfolios, and measures of the network of ties.

`s`, `tau_b`, `kappa` and `pi` compare two portfolios. `similarity` compares those of every pair of states in every
year. `degree`, `shared_allies`, `triads` and `communities` measure the network of each year. They take a frame with one
row per year and pair of states, such as the frame of a dyad-year panel. An unknown tie never counts as 0: the result is
null.
"""

from alliancekit.measures import _packages as _  # noqa: F401 - first, so that a missing package is reported clearly
from alliancekit.measures._balance import triads
from alliancekit.measures._codings import BINARY, ORDINAL
from alliancekit.measures._communities import communities
from alliancekit.measures._partners import degree, shared_allies
from alliancekit.measures._portfolios import kappa, pi, s, tau_b
from alliancekit.measures._similarity import similarity

__all__ = [
    "BINARY",
    "ORDINAL",
    "communities",
    "degree",
    "kappa",
    "pi",
    "s",
    "shared_allies",
    "similarity",
    "tau_b",
    "triads",
]
