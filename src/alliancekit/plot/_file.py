"""Figures as files, with their words in them."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from io import BytesIO
from os import PathLike
from typing import Final
from xml.sax.saxutils import escape

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.typing import RcKeyType

from alliancekit.errors import UnusableFile
from alliancekit.formats import path_of, write_atomic
from alliancekit.plot._ground import alt_text, figure_of
from alliancekit.text import shown_path

_SETTINGS: Final[dict[RcKeyType, object]] = {
    "svg.hashsalt": "alliancekit",  # else names in the file are drawn by chance
    "pdf.fonttype": 42,  # TrueType, which journals ask for
}


def save(drawn: Axes | Figure, path: str | PathLike[str], *, dpi: float = 300) -> None:
    """Write a figure to a file, at once or not at all: ``.png``, ``.svg`` or ``.pdf``.

    The file holds its `alt_text`: PNG as ``Description``, PDF as its subject, SVG as its ``<desc>``, which screen
    readers say. With the same version of matplotlib, the same figure always gives the same bytes.

    Args:
        drawn: The figure, or axes of it.
        path: The file; its ending names the format.
        dpi: Of PNG, how many pixels an inch has.

    Raises:
        UnusableFile: If it can't be written there, or its ending is another.
    """
    place, data = path_of(path), BytesIO()
    figure = figure_of(drawn) if isinstance(drawn, Axes) else drawn
    words = alt_text(figure)
    match place.suffix.lower():
        case ".png":
            figure.savefig(data, format="png", dpi=dpi, metadata={"Description": words})
            written = data.getvalue()
        case ".pdf":
            with mpl.rc_context(_SETTINGS):
                figure.savefig(data, format="pdf", metadata={"Subject": words, "CreationDate": None})
            written = data.getvalue()
        case ".svg":
            with mpl.rc_context(_SETTINGS):
                figure.savefig(data, format="svg", metadata={"Description": words, "Date": None})
            written = _described(data.getvalue().decode(), words).encode()
        case _:
            message = f"{shown_path(place)} has no ending that says what to write: .png, .svg or .pdf"
            raise UnusableFile(message)
    write_atomic({place: written})


def _described(svg: str, words: str) -> str:
    """Return an image with a description as its first element, where screen readers look for it."""
    start = svg.index("<svg ")
    end = svg.index(">", start) + 1
    opening = svg[start:end].replace("<svg ", '<svg role="img" ', 1)
    return f"{svg[:start]}{opening}\n <desc>{escape(words)}</desc>{svg[end:]}"
