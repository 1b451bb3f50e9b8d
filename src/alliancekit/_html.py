"""Plain HTML for notebooks: tables without scripts and colours, so that a notebook's own style applies."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from alliancekit.text import escape_controls

MOST_ROWS: Final = 20
"""The most rows of a table; the number of the others is given."""


def text(value: object) -> str:
    """Return a value as text in HTML; characters of markup and control characters are escaped."""
    return escape(escape_controls(str(value)))


def paragraph(*lines: str) -> str:
    """Return lines of text as a paragraph, the first one in bold."""
    first, *rest = map(text, lines)
    return f"<p>{'<br>'.join((f'<b>{first}</b>', *rest))}</p>"


def preformatted(value: str) -> str:
    """Return text with its line ends and blanks."""
    lines = "\n".join(map(text, value.split("\n")))
    return f"<pre>{lines}</pre>"


def table(header: Sequence[str], rows: Iterable[Sequence[str]], more: int = 0) -> str:
    """Return a table of text; without a header, the first cell of each row is its title.

    Args:
        header: The titles of the columns; it may be empty.
        rows: The rows. A line end in a cell becomes one in the table.
        more: The number of rows that are left out, for a line below the table.
    """
    head = f"<thead><tr>{''.join(f'<th>{text(title)}</th>' for title in header)}</tr></thead>" if header else ""
    body = "".join(_row(row, titled=not header) for row in rows)
    rest = f"<p>… {more:,} more</p>" if more else ""
    return f"<table>{head}<tbody>{body}</tbody></table>{rest}"


def _row(cells: Sequence[str], *, titled: bool) -> str:
    tags = ["th" if titled and not number else "td" for number in range(len(cells))]
    contents = ("<br>".join(map(text, cell.split("\n"))) for cell in cells)
    style = ' style="text-align: left; vertical-align: top"'
    return f"<tr>{''.join(f'<{tag}{style}>{cell}</{tag}>' for tag, cell in zip(tags, contents, strict=True))}</tr>"
