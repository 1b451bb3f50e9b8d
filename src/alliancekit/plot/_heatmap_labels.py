"""Label the states and the groups of a heat map, as far as there is room."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from typing import Final

from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation, Transform

from alliancekit.plot._figures import escape_label, figure_of, lay_out
from alliancekit.plot._styles import FAINT, INK, SMALL

_LEAST_SIZE: Final = 5.0
"""The least size of the labels of states, in points."""

_LINE: Final = 1.15
"""The height of a label, divided by its size."""

_LETTER: Final = 0.75
"""The greatest width of a capital letter, divided by the size of the label."""

_MOST_TIERS: Final = 4
"""The greatest number of tiers of labels."""

_SHARE: Final = 0.9
"""The part of the axes that is left when labels are added; for the choice of the size of labels."""

_ROUNDING: Final = 1e-6

_GAP: Final = 2.0
"""The distance between a label and the axes or the next tier, in points."""


@frozen
class Group:
    """A region or a community of states.

    Attributes:
        name: The label of the group.
        states: The ids of its states, in order.
    """

    name: str
    states: tuple[str, ...]


def set_labels(ax: Axes, groups: Sequence[Group], names: Sequence[str]) -> list[Text]:
    """Label each state on the left and below, and each group on the right; return the labels of groups on the right.

    If the labels of states don't fit beside each other, they are set in several tiers; with too little room for that,
    only groups have labels, on the left and below. When the axes have their final size, call `separate_groups`.

    Args:
        ax: The axes; their layout so far decides how much room there is.
        groups: The groups, in order.
        names: The labels of all states, in order.
    """
    lay_out(ax)
    point = figure_of(ax).dpi / 72
    side = min(ax.get_window_extent().width, ax.get_window_extent().height) / point * _SHARE
    cell = side / len(names)
    size = min(SMALL, max(_LEAST_SIZE, cell / _LINE))
    tiers = ceil(size * _LINE / cell - _ROUNDING)
    ax.tick_params(length=0)
    if tiers > _MOST_TIERS:
        _label_groups(ax, groups, _places(groups, cell))
        return []
    _label_states(ax, names, size, tiers)
    return [
        ax.text(
            1, place, escape_label(group.name), transform=_moved(ax, ax.get_yaxis_transform(), 3, 0), va="center",
            size=SMALL - 1, color=INK,
        )
        for group, place in zip(groups, _places(groups, cell), strict=True)
    ]  # fmt: skip


def separate_groups(ax: Axes, groups: Sequence[Group], labels: Sequence[Text]) -> None:
    """Move the labels of groups apart, when the axes have their final size.

    Args:
        ax: The axes.
        groups: The groups, in order.
        labels: What `set_labels` returned.
    """
    states = sum(len(group.states) for group in groups)
    places = _places(groups, ax.get_window_extent().height / figure_of(ax).dpi * 72 / states)
    if not labels:
        _label_groups(ax, groups, places)
    for label, place in zip(labels, places, strict=False):
        label.set_y(place)


def _places(groups: Sequence[Group], cell: float) -> list[float]:
    """Return the places of the labels of groups: the middles of the groups, moved apart.

    Args:
        groups: The groups, in order.
        cell: The height of a cell, in points.
    """
    ends = [-0.5]
    for group in groups:
        ends.append(ends[-1] + len(group.states))
    return apart([(start + end) / 2 for start, end in pairwise(ends)], SMALL * _LINE / cell)


def _moved(ax: Axes, transform: Transform, right: float, up: float) -> Transform:
    """Return a transform that is moved by a number of points."""
    return transform + ScaledTranslation(right / 72, up / 72, figure_of(ax).dpi_scale_trans)


def _label_groups(ax: Axes, groups: Sequence[Group], places: Sequence[float]) -> None:
    """Label the groups on both axes."""
    names = [escape_label(group.name) for group in groups]
    ax.set_xticks(places, names, rotation=90, size=SMALL - 1, color=INK)
    ax.set_yticks(places, names, size=SMALL - 1, color=INK)


def _label_states(ax: Axes, names: Sequence[str], size: float, tiers: int) -> None:
    """Label the states on both axes, in some tiers: the labels of outer tiers have lines to their cells."""
    labels = [escape_label(name) for name in names]
    if tiers == 1:
        ax.set_xticks(range(len(labels)), labels, rotation=90, size=size, color=INK)
        ax.set_yticks(range(len(labels)), labels, size=size, color=INK)
        return
    ax.set_xticks([])
    ax.set_yticks([])
    step = max(map(len, names)) * size * _LETTER + _GAP
    longest = max(range(len(names)), key=lambda number: (number % tiers == tiers - 1, len(names[number])))
    for number, label in enumerate(labels):
        offset = -(_GAP + number % tiers * step)
        left = ax.text(
            0, number, label, transform=_moved(ax, ax.get_yaxis_transform(), offset, 0), ha="right",
            va="center_baseline", size=size, color=INK,
        )  # fmt: skip
        below = ax.text(
            number, 0, label, transform=_moved(ax, ax.get_xaxis_transform(), 0, offset), ha="center", va="top",
            rotation=90, size=size, color=INK,
        )  # fmt: skip
        if number != longest:  # the layout needs only the labels that are farthest out
            left.set_in_layout(False)
            below.set_in_layout(False)
    for tier in range(1, tiers):
        places = range(tier, len(names), tiers)
        _draw_leaders(ax, places, _GAP / 2 + tier * step)


def _draw_leaders(ax: Axes, places: Sequence[int], length: float) -> None:
    """Draw lines from the cells at some places to the labels of a tier, some points outside of the axes."""
    edge = [0.0] * len(places)
    for xs, ys, transform, end in (
        (edge, places, ax.get_yaxis_transform(), (-1, 0)),
        (places, edge, ax.get_xaxis_transform(), (0, -1)),
    ):
        # A marker, whose size is in points; the longest side of its path is half of its size.
        (lines,) = ax.plot(
            xs, ys, transform=transform, linestyle="", marker=Path([(0, 0), end]), markersize=2 * length,
            markeredgecolor=FAINT, markeredgewidth=0.25, clip_on=False, scalex=False, scaley=False,
        )  # fmt: skip
        lines.set_in_layout(False)


def apart(places: Sequence[float], distance: float) -> list[float]:
    """Return places in ascending order, moved so that neighbours have a distance, as close as possible to their own.

    Each place is moved together with the neighbours that it would cover, so that their middle stays.
    """
    clusters: list[tuple[list[float], float]] = []
    for place in places:
        members, center = [place], place
        while clusters and clusters[-1][1] + (len(clusters[-1][0]) + len(members)) / 2 * distance > center:
            before, _ = clusters.pop()
            members = [*before, *members]
            center = sum(members) / len(members)
        clusters.append((members, center))
    return [
        center + (number - (len(members) - 1) / 2) * distance
        for members, center in clusters
        for number in range(len(members))
    ]
