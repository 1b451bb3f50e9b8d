"""Measures of alliance politics: how similar the portfolios of states are, and how their ties make a network.

`s`, `tau_b`, `kappa` and `pi` compare two portfolios, `similarity` those of every two states in every year. `degree`,
`shared_allies`, `triads` and `communities` measure the network of a year. All take a frame with a row a year and pair
of states, such as that of a panel of dyad-years. What the frame does not know, no measure takes for 0: it is null.
"""

from alliancekit.measures import _packages as _  # noqa: F401 - tells what is missing before another module asks for it
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
