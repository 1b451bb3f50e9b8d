"""Create figures and axes, lay them out, and describe them in words."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias, cast

from attrs import frozen
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation

from alliancekit.errors import UnusableInput
from alliancekit.plot._fonts import add_fallbacks
from alliancekit.plot._styles import INK, SMALL
from alliancekit.text import escape_controls

Size: TypeAlias = float | tuple[float, float]
"""The width of a figure, or its width and height, in centimetres."""

_LONGEST_SIDE: Final = 200
"""The longest side of a figure, in centimetres."""

CENTIMETRE: Final = 1 / 2.54
"""A centimetre, in inches."""

PAGE: Final = 24 * CENTIMETRE
"""The greatest height of a figure, in inches, unless a size is set: it fits on a page."""

_TITLE_LINE: Final = 2.0
"""The height of a title with the room around it, divided by its size."""

_WIDEST: Final = 0.94
"""The part of the width of a figure that a text may have: at another resolution, it can be 5 % wider."""

_MARGIN: Final = 0.04
"""The margin around a legend or a note, in inches."""

_TITLE: Final = SMALL + 1.5
"""The size of titles, in points."""


@frozen
class Caption:
    """The texts around a figure.

    Attributes:
        title: The title; None: the default title; empty: none.
        source: The source of the data; None or empty: none is given.
    """

    title: str | None
    source: str | None


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure of a size in inches, without a window."""
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def size_in_inches(size: Size | None, width: float, height_of: Callable[[float], float]) -> tuple[float, float]:
    """Return the width and height of a figure in inches.

    Args:
        size: The size in centimetres; None: the default.
        width: The default width, in inches.
        height_of: Returns the height for a width, both in inches.

    Raises:
        UnusableInput: If the size is not one or two numbers from 1 to 200.
    """
    if size is None:
        return width, height_of(width)
    lengths = cast("Sequence[object]", size if isinstance(size, tuple | list) else (size,))
    sides = [side * CENTIMETRE for side in lengths if isinstance(side, int | float) and 1 <= side <= _LONGEST_SIDE]
    if not 1 <= len(sides) <= 2 or len(sides) < len(lengths):  # noqa: PLR2004
        message = (
            "size must be a width, or a width and a height, in centimetres from 1 to 200, such as 17 or (17, 10), "
            f"got {size!r:.60}"
        )
        raise UnusableInput(message)
    return sides[0], sides[1] if len(sides) > 1 else height_of(sides[0])


def axes_of(ax: Axes | None, size: Size | None, width: float, height_of: Callable[[float], float]) -> Axes:
    """Return the axes, or those of a new figure if they are None.

    Raises:
        UnusableInput: If the size is not one or two numbers from 1 to 200, or there are axes and a size.
    """
    if ax is None:
        return new_figure(*size_in_inches(size, width, height_of)).add_subplot()
    if size is not None:
        message = "size is for a new figure; the axes have the size of their own figure (leave out ax or size)"
        raise UnusableInput(message)
    return ax


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


def finish(  # noqa: PLR0913 - the parts of a figure
    ax: Axes,
    default_title: str,
    caption: Caption,
    handles: Sequence[Artist] = (),
    *,
    whole_figure: bool,
    axes_height: float | None = None,
    trim: bool = False,
) -> None:
    """Add a title, a legend and the source of the data, and lay the axes out.

    Args:
        ax: The axes.
        default_title: The title if the caption has none.
        caption: The title and the source.
        handles: The items of the legend.
        whole_figure: Whether the axes are the whole figure. Otherwise the legend is below the axes, and no source is
            written, because it belongs to the figure.
        axes_height: The height of the axes with their labels, in inches; that of the figure follows from it, but is at
            most that of a page. None: the figure keeps its height.
        trim: Whether the height of the figure is reduced to what the axes need, if their aspect is fixed.
    """
    title = default_title if caption.title is None else caption.title
    figure = figure_of(ax)
    if title:
        ax.set_title(escape_label(title), size=_TITLE, color=INK)
    note = f"Source: {caption.source}" if caption.source else ""
    bottom = add_below(figure, handles, note) if whole_figure else 0.0
    if not whole_figure:
        _legend_below(ax, handles)
    elif axes_height is not None:
        above = _TITLE * _TITLE_LINE / 72 if title else 0.0
        figure.set_size_inches(figure.get_size_inches()[0], min(PAGE, axes_height + bottom + above))
        _reserve(figure, bottom)
    add_fallbacks(figure)
    lay_out(ax)
    if title:
        own = ax.get_window_extent()
        margin = min(own.x0, figure.bbox.width - own.x1) if whole_figure else 0.0
        wrap(ax.title, own.width + 2 * margin)
    if whole_figure and trim:
        _trim(ax, bottom)
    lay_out(ax)


def _trim(ax: Axes, bottom: float) -> None:
    """Reduce the height of a figure to that of its axes, with their labels, and of what is below them.

    Args:
        ax: The axes.
        bottom: The height of what is below them, in inches.
    """
    figure = lay_out(ax)
    width, height = figure.get_size_inches()
    box = ax.get_tightbbox()
    needed = box.height / figure.dpi + bottom + 4 * _MARGIN if box else height
    figure.set_size_inches(width, min(needed, height))
    _reserve(figure, bottom)


def add_below(figure: Figure, handles: Sequence[Artist], note: str) -> float:
    """Write a legend and a note at the bottom of a figure, and reserve the room for both.

    Returns:
        The height of the room, in inches.
    """
    width: float = figure.get_size_inches()[0]
    bottom = _MARGIN
    if note:
        text = figure.text(
            width / 2, bottom, escape_label(note), ha="center", va="bottom", size=SMALL - 1, color=INK,
            transform=figure.dpi_scale_trans,
        )  # fmt: skip
        text.set_in_layout(False)
        add_fallbacks(figure)
        wrap(text, (width - 2 * _MARGIN) * figure.dpi * _WIDEST)
        bottom += text.get_window_extent().height / figure.dpi + _MARGIN
    if handles:
        legend = _fitting_legend(figure, handles, bottom)
        bottom += legend.get_window_extent().height / figure.dpi + _MARGIN
    _reserve(figure, bottom)
    return bottom


def _reserve(figure: Figure, bottom: float) -> None:
    """Reserve room at the bottom of a figure, in inches."""
    share = bottom / figure.get_size_inches()[1]
    figure.set_layout_engine("constrained", rect=(0, share, 1, 1 - share))


def _fitting_legend(figure: Figure, handles: Sequence[Artist], bottom: float) -> Legend:
    """Draw a legend with as many columns as fit into the width of a figure, at a height in inches."""
    width: float = figure.get_size_inches()[0]

    def draw(columns: int) -> Legend:
        legend = figure.legend(
            handles=list(handles), loc="lower center", bbox_to_anchor=(width / 2, bottom), ncols=columns, frameon=False,
            bbox_transform=figure.dpi_scale_trans, fontsize=SMALL, borderaxespad=0, columnspacing=1.2,
            handletextpad=0.5, labelcolor=INK,
        )  # fmt: skip
        legend.set_in_layout(False)
        return legend

    columns = len(handles)
    legend = draw(columns)
    while columns > 1 and legend.get_window_extent().width > figure.bbox.width * _WIDEST:
        legend.remove()
        columns -= 1
        legend = draw(columns)
    return legend


def _legend_below(ax: Axes, handles: Sequence[Artist]) -> None:
    """Put a legend below axes and their labels, if it has items; it has at most the width of the axes, if possible."""
    if not handles:
        return
    figure = lay_out(ax)
    labels = ax.xaxis.get_tightbbox()
    depth = ax.get_window_extent().y0 - labels.y0 if labels else 0.0
    # In inches and not relative to the axes, because the axes shrink to make room for the legend.
    below = ScaledTranslation(0, -depth / figure.dpi, figure.dpi_scale_trans)

    def draw(columns: int) -> Legend:
        return ax.legend(
            handles=list(handles), loc="upper center", bbox_to_anchor=(0.5, 0), bbox_transform=ax.transAxes + below,
            ncols=columns, frameon=False, fontsize=SMALL, labelcolor=INK,
        )  # fmt: skip

    columns = len(handles)
    while draw(columns).get_window_extent().width > ax.get_window_extent().width and columns > 1:
        columns -= 1


def wrap(text: Text, width: float) -> None:
    """Break a text into lines of at most a width in pixels; a longer word has a line of its own."""
    lines = [""]
    for word in text.get_text().split():
        longer = f"{lines[-1]} {word}".strip()
        text.set_text(longer)
        if not lines[-1] or text.get_window_extent().width <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    text.set_text("\n".join(lines))


def describe(drawn: Axes | Figure, text: str) -> None:
    """Set the description of axes or a figure, which `alt_text` returns; invisible characters are escaped."""
    drawn.set_label(escape_controls(text))


def escape_label(text: str) -> str:
    """Escape dollar signs and invisible characters, so that matplotlib draws the text literally."""
    return escape_controls(text).replace("$", r"\$")


def source_of(data: object, source: str | None) -> str | None:
    """Return the source of the data of a figure: the one in the argument, or that of a loaded data set."""
    if source is not None:
        return source
    title: object = getattr(getattr(data, "source", None), "title", None)
    return title if isinstance(title, str) else None


def alt_text(drawn: Axes | Figure) -> str:
    """Return a description of axes or a figure in words, for readers who can't see it and as a draft of a caption.

    It is stored as the label (``get_label``) of the axes, and of a figure made by `decades`. For any other figure, it
    is the descriptions of its axes, joined.
    """
    if isinstance(drawn, Axes) or drawn.get_label():
        return str(drawn.get_label())
    return " ".join(str(ax.get_label()) for ax in drawn.axes if ax.get_label())
