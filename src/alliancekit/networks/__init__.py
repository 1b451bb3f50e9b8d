"""Networks of states: who is tied to whom in a year, for networkx, and for Gephi and other programs.

`of_year` makes a graph of a frame of dyad-years, or of treaties; `write` puts it into a file.

>>> import alliancekit
>>> from alliancekit import networks
>>> graph = networks.of_year(alliancekit.seeds(), 1965)
>>> len(graph), graph.edges["state:usa", "state:jpn"]["treaty_ids"]
(125, ('treaty:us-japan-1960',))
"""

from alliancekit.networks import _packages as _  # noqa: F401 - tells what is missing before another module asks for it
from alliancekit.networks._graph import DyadYears, frame_of, of_frame, of_year
from alliancekit.networks._write import write

__all__ = ["DyadYears", "frame_of", "of_frame", "of_year", "write"]
