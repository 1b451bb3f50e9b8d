"""Labels that do not cover each other."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections.abc import Iterable, Iterator, Sequence

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


def label(ax: Axes, spots: Iterable[Spot], size: float) -> list[Annotation]:
    """Label the spots that have room, those that come first before others; return their labels.

    A label covers no other label, nor a spot that comes before it. The axes must have their final place (`settle`).
    """
    taken = list[Bbox]()
    made = list[Annotation]()
    for spot in spots:
        disk = _disk(ax, spot)
        here = _labelled(ax, spot, size, taken)
        taken.append(disk)
        if here:
            made.append(here)
            taken.append(here.get_window_extent())
    return made


def _labelled(ax: Axes, spot: Spot, size: float, taken: Sequence[Bbox]) -> Annotation | None:
    """Return the label of a spot at the first place around it that is free, if there is one."""
    inside = ax.get_window_extent()
    for text in _tried(ax, spot, size):
        extent = text.get_window_extent()
        within = inside.x0 <= extent.x0 and extent.x1 <= inside.x1 and inside.y0 <= extent.y0 and extent.y1 <= inside.y1
        if within and extent.count_overlaps(taken) == 0:
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
