"""Write figures to files, with their descriptions."""

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
from alliancekit.plot._figures import alt_text, figure_of
from alliancekit.plot._fonts import add_fallbacks
from alliancekit.text import shown_path

_SETTINGS: Final[dict[RcKeyType, object]] = {
    "svg.hashsalt": "alliancekit",  # otherwise ids in the file are random
    "pdf.fonttype": 42,  # TrueType, which journals require
}


def save(drawn: Axes | Figure, path: str | PathLike[str], *, dpi: float = 300) -> None:
    """Write a figure to a file atomically: ``.png``, ``.svg`` or ``.pdf``.

    The file contains its `alt_text`: PNG as ``Description``, PDF as its subject, SVG as its ``<desc>``, which screen
    readers read out. With the same version of matplotlib and the same fonts, the same figure always gives the same
    bytes. If the font of a text lacks some characters, such as Japanese ones, an installed font that has them is used.

    Args:
        drawn: The figure, or axes of it.
        path: The file; its suffix selects the format.
        dpi: The resolution of a PNG file, in pixels per inch.

    Warns:
        UserWarning: If no installed font has some characters of a text.

    Raises:
        UnusableFile: If the file can't be content, or it has another suffix.
    """
    file, data = path_of(path), BytesIO()
    figure = figure_of(drawn) if isinstance(drawn, Axes) else drawn
    add_fallbacks(figure)
    description = alt_text(figure)
    match file.suffix.lower():
        case ".png":
            figure.savefig(data, format="png", dpi=dpi, metadata={"Description": description})
            content = data.getvalue()
        case ".pdf":
            with mpl.rc_context(_SETTINGS):
                figure.savefig(data, format="pdf", metadata={"Subject": description, "CreationDate": None})
            content = data.getvalue()
        case ".svg":
            with mpl.rc_context(_SETTINGS):
                figure.savefig(data, format="svg", metadata={"Description": description, "Date": None})
            content = _with_description(data.getvalue().decode(), description).encode()
        case _:
            message = f"{shown_path(file)} must end in .png, .svg or .pdf"
            raise UnusableFile(message)
    write_atomic({file: content})


def _with_description(svg: str, description: str) -> str:
    """Return an SVG image with a description as its first element, where screen readers look for it."""
    start = svg.index("<svg ")
    end = svg.index(">", start) + 1
    opening = svg[start:end].replace("<svg ", '<svg role="img" ', 1)
    return f"{svg[:start]}{opening}\n <desc>{escape(description)}</desc>{svg[end:]}"
