"""Figures for publication, with matplotlib: timelines, networks, heat maps, and counts over time.

Each function draws on the `Axes` passed as `ax`, or on a new figure, and returns the axes. It opens no window and
changes no setting of matplotlib. A new figure has a title, and a note with the source if the data are a loaded data
set; ``title`` and ``source`` set others, and an empty text omits them. ``size`` is the width of a figure, or its width
and height, in centimetres: 8 for one column of a journal, 17 for two.

The colours are those of Okabe and Ito, which colour-blind readers can distinguish; in greyscale, dashes, hatches and
labels show the same differences. If the font of a text lacks some characters, such as Chinese ones, an installed font
that has them is used. `alt_text` describes a figure in words, and `save` writes the description to the file.

Okabe, Masataka, and Kei Ito. 2008. "Color Universal Design (CUD): How to Make Figures and Presentations That Are
Friendly to Colorblind People."
"""

from alliancekit.plot import _packages as _  # noqa: F401 - first, so that a missing package is reported clearly
from alliancekit.plot._decades import decades
from alliancekit.plot._figures import Size, alt_text
from alliancekit.plot._file import save
from alliancekit.plot._heatmap import Order, heatmap
from alliancekit.plot._network import network
from alliancekit.plot._obligations import obligations
from alliancekit.plot._regions import WorldRegion, of_region
from alliancekit.plot._styles import COLOURS
from alliancekit.plot._timeline import timeline

__all__ = [
    "COLOURS",
    "Order",
    "Size",
    "WorldRegion",
    "alt_text",
    "decades",
    "heatmap",
    "network",
    "obligations",
    "of_region",
    "save",
    "timeline",
]
