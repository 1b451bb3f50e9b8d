"""Draw labels that do not overlap."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

from alliancekit.plot._figures import figure_of
from alliancekit.plot._styles import INK

LineEnds: TypeAlias = tuple[tuple[float, float], tuple[float, float]]
"""The two ends of a line, in data units of the axes."""

_Segments: TypeAlias = npt.NDArray[np.float64]

_DIRECTIONS = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7))
"""The possible directions of a label from its point: right, left, above, below, and the diagonals."""

_ALIGNMENTS = {-1: ("right", "top"), 0: ("center", "center"), 1: ("left", "bottom")}
"""The horizontal and vertical alignment of a label to the left or below, in the middle, to the right or above."""


@frozen
class LabelAnchor:
    """A point that may get a label.

    Attributes:
        x: Its x coordinate, in data units of the axes.
        y: Its y coordinate, in data units of the axes.
        text: Its label.
        radius: The distance between the point and the label, in points.
        direction: The preferred direction of the label; (0, 0) for none.
    """

    x: float
    y: float
    text: str
    radius: float
    direction: tuple[float, float] = (0, 0)


def draw_labels(  # noqa: PLR0913 - what labels must not cover
    ax: Axes,
    anchors: Sequence[LabelAnchor],
    size: float,
    others: Sequence[Text] = (),
    lines: Sequence[LineEnds] = (),
    *,
    strict: bool = False,
) -> list[Annotation]:
    """Draw the labels that have room, the first ones with priority; return the labels drawn.

    A label covers no other label and no earlier point, and if possible no line and no later point either; if `strict`,
    a label that must cover a point is left out. It covers none of the other texts. The layout of the axes must be final
    (`lay_out`).
    """
    disks = [_disk(ax, anchor) for anchor in anchors]
    boxes = [text.get_window_extent() for text in others]
    segments = np.array([ax.transData.transform(line) for line in lines]).reshape(-1, 2, 2)
    labels = list[Annotation]()
    for index, anchor in enumerate(anchors):
        before, after = disks[:index], disks[index + 1 :]
        label = _draw_label(ax, anchor, size, [*boxes, *before, *after], segments)
        if not label:
            label = _draw_label(ax, anchor, size, [*boxes, *before, *after])
        if not label and not strict:
            label = _draw_label(ax, anchor, size, [*boxes, *before])
        if label:
            labels.append(label)
            boxes.append(label.get_window_extent())
    return labels


def _draw_label(
    ax: Axes, anchor: LabelAnchor, size: float, obstacles: Sequence[Bbox], segments: _Segments | None = None
) -> Annotation | None:
    """Draw a label in the first direction in which it covers no obstacle; return None if there is none."""
    boxes = np.array([box.extents for box in obstacles]).reshape(-1, 4)
    left, bottom, right, top = ax.get_window_extent().extents
    for text in _candidates(ax, anchor, size):
        box = text.get_window_extent()
        x0, y0, x1, y1 = box.extents
        covered = (boxes[:, 0] < x1) & (x0 < boxes[:, 2]) & (boxes[:, 1] < y1) & (y0 < boxes[:, 3])
        crossed = segments is not None and crosses(segments, box)
        if left <= x0 and x1 <= right and bottom <= y0 and y1 <= top and not crossed and not covered.any():
            return text
        text.remove()
    return None


def crosses(segments: _Segments, box: Bbox) -> bool:
    """Return whether any of some line segments has a point in a box.

    Args:
        segments: For each segment, its two ends; for each of these, x and y.
        box: The box.
    """
    start, vector = segments[:, 0], segments[:, 1] - segments[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        # The part of each segment, from 0 to 1, that is between the two sides of the box, for x and for y.
        parts = np.sort((np.array([box.min, box.max])[:, None] - start) / vector, axis=0)
    inside = (box.min <= start) & (start <= box.max)
    flat = vector == 0
    low = np.where(flat, np.where(inside, 0, np.inf), parts[0]).max(1, initial=0)
    high = np.where(flat, np.where(inside, 1, -np.inf), parts[1]).min(1, initial=1)
    return bool((low <= high).any())


def _candidates(ax: Axes, anchor: LabelAnchor, size: float) -> Iterator[Annotation]:
    """Yield the label in each direction, the preferred ones first."""
    preferred_x, preferred_y = anchor.direction
    for right, up in sorted(_DIRECTIONS, key=lambda side: -(side[0] * preferred_x + side[1] * preferred_y)):
        distance = anchor.radius + 1
        text = ax.annotate(
            anchor.text,
            (anchor.x, anchor.y),
            (right * distance, up * distance),
            textcoords="offset points",
            ha=_ALIGNMENTS[(right > 0) - (right < 0)][0],
            va=_ALIGNMENTS[(up > 0) - (up < 0)][1],
            size=size,
            color=INK,
            zorder=5,
        )
        text.set_snap(False)  # snapping removes some strokes of words with straight strokes only, such as LIT
        text.set_path_effects([withStroke(linewidth=2.5, foreground="white", alpha=0.9)])
        yield text


def _disk(ax: Axes, anchor: LabelAnchor) -> Bbox:
    """Return the bounding box of a point."""
    x, y = ax.transData.transform((anchor.x, anchor.y))
    radius = anchor.radius * figure_of(ax).dpi / 72
    return Bbox.from_extents(x - radius, y - radius, x + radius, y + radius)
