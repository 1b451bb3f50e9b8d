"""Networks of states and their ties in a year, for networkx, Gephi and other programs.

`of_year` makes a networkx graph from a frame of dyad-years or from treaties. `write` writes it to a file.

>>> import alliancekit
>>> from alliancekit import networks
>>> graph = networks.of_year(alliancekit.seeds(), 1965)
>>> len(graph), graph.edges["state:usa", "state:jpn"]["treaty_ids"]
(125, ('treaty:us-japan-1960',))
"""

from alliancekit.networks import _packages as _  # noqa: F401 - first, so that a missing package is reported clearly
from alliancekit.networks._graph import DyadYears, Unknown, frame_of, of_frame, of_year, unknown_pairs
from alliancekit.networks._write import write

__all__ = ["DyadYears", "Unknown", "frame_of", "of_frame", "of_year", "unknown_pairs", "write"]
