"""Figures that a paper can print: timelines, networks, heat maps, and counts through time; with matplotlib.

Each function draws into the `Axes` that it is given, or else into a new figure, and returns the axes; nothing is
shown, and no setting of matplotlib is changed. No figure has a title unless you set one (``ax.set_title``). Colours are
those of Okabe and Ito, which people who are colour-blind can tell apart; in grey, dashes, hatches and labels tell what
colours do. `alt_text` says in words what a figure shows, and `save` puts that into the file.

Okabe, Masataka, and Kei Ito. 2008. "Color Universal Design (CUD): How to Make Figures and Presentations That Are
Friendly to Colorblind People."
"""

from alliancekit.plot import _packages as _  # noqa: F401 - tells what is missing before another module asks for it
from alliancekit.plot._decades import decades
from alliancekit.plot._file import save
from alliancekit.plot._ground import alt_text
from alliancekit.plot._heatmap import Order, heatmap
from alliancekit.plot._look import COLOURS
from alliancekit.plot._network import network
from alliancekit.plot._obligations import obligations
from alliancekit.plot._timeline import timeline

__all__ = ["COLOURS", "Order", "alt_text", "decades", "heatmap", "network", "obligations", "save", "timeline"]
