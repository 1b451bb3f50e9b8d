"""What figures are drawn on, and what they say in words."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import ScaledTranslation

from alliancekit.plot._look import SMALL
from alliancekit.text import escape_controls


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure of a size in inches, which no window ever shows."""
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def axes_of(ax: Axes | None, width: float, height: float) -> Axes:
    """Return the axes given, or those of a new figure."""
    return new_figure(width, height).add_subplot() if ax is None else ax


def figure_of(ax: Axes) -> Figure:
    """Return the figure on which axes are."""
    figure = ax.get_figure(root=True)
    assert figure is not None  # noqa: S101 - only axes that were taken out of their figure have none
    return figure


def settle(ax: Axes) -> Figure:
    """Give axes, and what is written along them, their final place; return their figure."""
    figure = figure_of(ax)
    figure.draw_without_rendering()
    return figure


def legend_below(ax: Axes, handles: Sequence[Artist], columns: int = 4) -> None:
    """Put a legend below axes and all that is written along them, if there is anything to show."""
    if not handles:
        return
    figure = settle(ax)
    written = ax.xaxis.get_tightbbox()
    depth = ax.get_window_extent().y0 - written.y0 if written else 0.0
    # In inches, and not as a part of the axes: these become smaller as the legend takes its room.
    below = ScaledTranslation(0, -depth / figure.dpi, figure.dpi_scale_trans)
    ax.legend(
        handles=list(handles),
        loc="upper center",
        bbox_to_anchor=(0.5, 0),
        bbox_transform=ax.transAxes + below,
        ncols=columns,
        frameon=False,
        fontsize=SMALL,
    )


def describe(drawn: Axes | Figure, words: str) -> None:
    """Say in words what axes or a figure show."""
    drawn.set_label(escape_controls(words))


def label_text(text: str) -> str:
    """Return text for matplotlib to draw as it is: dollar signs begin no formula, and nothing in it is hidden."""
    return escape_controls(text).replace("$", r"\$")


def alt_text(drawn: Axes | Figure) -> str:
    """Return in words what axes or a figure show: for those who can't see it, and as the draft of a caption.

    It is kept as the label (``get_label``) of the axes, and of the figure that `decades` makes. Of another figure it is
    that of its axes, one after the other.
    """
    if isinstance(drawn, Axes) or drawn.get_label():
        return str(drawn.get_label())
    return " ".join(str(ax.get_label()) for ax in drawn.axes if ax.get_label())
