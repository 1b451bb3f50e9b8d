"""Create figures and axes, lay them out, and describe them in words."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import ScaledTranslation

from alliancekit.plot._styles import SMALL
from alliancekit.text import escape_controls


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure of a size in inches, without a window."""
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def axes_of(ax: Axes | None, width: float, height: float) -> Axes:
    """Return the axes, or those of a new figure if they are None."""
    return new_figure(width, height).add_subplot() if ax is None else ax


def figure_of(ax: Axes) -> Figure:
    """Return the figure of axes."""
    figure = ax.get_figure(root=True)
    assert figure is not None  # noqa: S101 - only axes removed from their figure have none
    return figure


def lay_out(ax: Axes) -> Figure:
    """Compute the final positions of axes and their labels; return their figure."""
    figure = figure_of(ax)
    figure.draw_without_rendering()
    return figure


def legend_below(ax: Axes, handles: Sequence[Artist], columns: int = 4) -> None:
    """Put a legend below axes and their labels, if it has items."""
    if not handles:
        return
    figure = lay_out(ax)
    labels = ax.xaxis.get_tightbbox()
    depth = ax.get_window_extent().y0 - labels.y0 if labels else 0.0
    # In inches and not relative to the axes, because the axes shrink to make room for the legend.
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


def describe(drawn: Axes | Figure, text: str) -> None:
    """Set the description of axes or a figure, which `alt_text` returns; invisible characters are escaped."""
    drawn.set_label(escape_controls(text))


def escape_label(text: str) -> str:
    """Escape dollar signs and invisible characters, so that matplotlib draws the text literally."""
    return escape_controls(text).replace("$", r"\$")


def alt_text(drawn: Axes | Figure) -> str:
    """Return a description of axes or a figure in words, for readers who can't see it and as a draft of a caption.

    It is stored as the label (``get_label``) of the axes, and of a figure made by `decades`. For any other figure, it
    is the descriptions of its axes, joined.
    """
    if isinstance(drawn, Axes) or drawn.get_label():
        return str(drawn.get_label())
    return " ".join(str(ax.get_label()) for ax in drawn.axes if ax.get_label())
