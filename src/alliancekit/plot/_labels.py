"""Labels that do not cover each other."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections.abc import Iterator, Sequence

import numpy as np
from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from alliancekit.plot._ground import figure_of
from alliancekit.plot._look import INK

_AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7))
"""Where a label may stand: right, left, above, below, and between these."""

_WORDS = {-1: ("right", "top"), 0: ("center", "center"), 1: ("left", "bottom")}
"""How a text is aligned that stands left or below, in the middle, right or above."""


@frozen
class Spot:
    """A place that may get a label.

    Attributes:
        x: Where it is, in the units of the axes.
        y: Likewise.
        text: Its label.
        radius: How far the label keeps away from it, in points.
        away: The direction in which it should rather stand; (0, 0) for none.
    """

    x: float
    y: float
    text: str
    radius: float
    away: tuple[float, float] = (0, 0)


def label(ax: Axes, spots: Sequence[Spot], size: float) -> list[Annotation]:
    """Label the spots that have room, those that come first before others; return their labels.

    A label covers no other label, nor a spot that comes before it; where it can, no spot at all. The axes must have
    their final place (`settle`).
    """
    disks = [_disk(ax, spot) for spot in spots]
    texts = list[Bbox]()
    made = list[Annotation]()
    for place, spot in enumerate(spots):
        before, after = disks[:place], disks[place + 1 :]
        here = _labelled(ax, spot, size, [*texts, *before, *after]) or _labelled(ax, spot, size, [*texts, *before])
        if here:
            made.append(here)
            texts.append(here.get_window_extent())
    return made


def _labelled(ax: Axes, spot: Spot, size: float, taken: Sequence[Bbox]) -> Annotation | None:
    """Return the label of a spot at the first place around it that is free, if there is one."""
    rooms = np.array([room.extents for room in taken]).reshape(-1, 4)
    left, bottom, right, top = ax.get_window_extent().extents
    for text in _tried(ax, spot, size):
        x0, y0, x1, y1 = text.get_window_extent().extents
        covered = (rooms[:, 0] < x1) & (x0 < rooms[:, 2]) & (rooms[:, 1] < y1) & (y0 < rooms[:, 3])
        if left <= x0 and x1 <= right and bottom <= y0 and y1 <= top and not covered.any():
            return text
        text.remove()
    return None


def _tried(ax: Axes, spot: Spot, size: float) -> Iterator[Annotation]:
    """Yield the label of a spot at one place around it after the other."""
    for right, up in sorted(_AROUND, key=lambda side: -(side[0] * spot.away[0] + side[1] * spot.away[1])):
        away = spot.radius + 1
        text = ax.annotate(
            spot.text,
            (spot.x, spot.y),
            (right * away, up * away),
            textcoords="offset points",
            ha=_WORDS[(right > 0) - (right < 0)][0],
            va=_WORDS[(up > 0) - (up < 0)][1],
            size=size,
            color=INK,
            zorder=5,
        )
        text.set_snap(False)  # else a word of straight strokes alone, such as LIT, loses some of them
        text.set_path_effects([withStroke(linewidth=1.5, foreground="white", alpha=0.8)])
        yield text


def _disk(ax: Axes, spot: Spot) -> Bbox:
    """Return the room of a spot itself."""
    x, y = ax.transData.transform((spot.x, spot.y))
    radius = spot.radius * figure_of(ax).dpi / 72
    return Bbox.from_extents(x - radius, y - radius, x + radius, y + radius)
