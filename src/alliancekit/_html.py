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


def table(header: Sequence[str], rows: Iterable[Sequence[str]], more: int = 0) -> str:
    """Return a table of text; without a header, the first cell of each row is its title.

    Args:
        header: The titles of the columns; it may be empty.
        rows: The rows. A line end in a cell becomes one in the table.
        more: The number of rows that are left out, for a line below the table.
    """
    head = f"<thead>{_row(header, 'th', 'th')}</thead>" if header else ""
    body = "".join(_row(row, "td" if header else "th", "td") for row in rows)
    rest = f"<p>… {more:,} more</p>" if more else ""
    return f"<table>{head}<tbody>{body}</tbody></table>{rest}"


def _row(cells: Sequence[str], first: str, others: str) -> str:
    """Return a row; the first cell and the others have different tags if the first one is a title."""
    tags = [others if number else first for number in range(len(cells))]
    contents = ("<br>".join(map(text, cell.split("\n"))) for cell in cells)
    style = ' style="text-align: left; vertical-align: top"'
    return f"<tr>{''.join(f'<{tag}{style}>{cell}</{tag}>' for tag, cell in zip(tags, contents, strict=True))}</tr>"
