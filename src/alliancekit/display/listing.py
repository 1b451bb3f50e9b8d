"""Several records, reports or disagreements as a table: one row for each, in a terminal and in a notebook."""

from collections.abc import Sequence
from io import StringIO
from itertools import islice
from typing import Final, cast

from rich.cells import cell_len
from rich.console import Console

from alliancekit._html import MOST_ROWS, paragraph, table
from alliancekit.corpus import Disagreement, Evidence
from alliancekit.display.names import headline_of
from alliancekit.display.terminal import WIDTH, styled
from alliancekit.display.values import time_text
from alliancekit.messages import counted
from alliancekit.models import Candidate, Entry, Source, Statement, Treaty
from alliancekit.text import MOST_LINES

_GAP: Final = "  "


def record_time(record: Entry) -> str:
    """Return the time of a record, such as the date of a statement; empty if it has none."""
    match record:
        case Treaty():
            first, last = record.in_force or record.signed, record.ended
            return " to ".join(time_text(date) for date in (first, last) if date)
        case Statement() | Candidate():
            return time_text(record.date)
        case Source():
            return time_text(record.published)
        case _:
            return ""


def listing_text(items: Sequence[object]) -> str:
    """Return the number of items, and a table of the first ones, in at most 20 lines of 80 cells."""
    noun, _ = _columns(items)
    heading = f"<{counted(len(items), noun)}>"
    shown = [_cells(item) for item in islice(items, MOST_LINES - 2)]
    widths = [max(map(cell_len, column)) for column in zip(*shown, strict=True)]
    file = StringIO()
    # Without force_jupyter, rich would display the text in a notebook instead of writing it to the file.
    console = Console(
        file=file, width=WIDTH, color_system=None, force_jupyter=False, highlight=False, markup=False, emoji=False
    )
    for cells in shown:
        padded = (f"{cell}{' ' * (width - cell_len(cell))}" for cell, width in zip(cells, widths, strict=True))
        console.print(styled(_GAP.join(padded).rstrip()), no_wrap=True, overflow="ellipsis", crop=True)
    more = [f"… {len(items) - len(shown):,} more"] if len(items) > len(shown) else []
    return "\n".join((heading, *file.getvalue().splitlines(), *more))


def listing_html(items: Sequence[object]) -> str:
    """Return the number of items, and a table of the first ones, for a notebook."""
    noun, titles = _columns(items)
    heading = paragraph(counted(len(items), noun))
    shown = [_cells(item) for item in islice(items, MOST_ROWS)]
    return heading + table(titles, shown, len(items) - len(shown))


def _columns(items: Sequence[object]) -> tuple[str, tuple[str, str, str]]:
    """Return what an item is called, and the titles of the columns, for items of the type of the first one."""
    if items and isinstance(items[0], Evidence):
        return "report", ("record", "source", "wording")
    if items and isinstance(items[0], Disagreement):
        return "disagreement", ("record", "field", "readings")
    return "record", ("id", "time", "name or content")


def _cells(item: object) -> tuple[str, str, str]:
    """Return the cells of an item."""
    if isinstance(item, Evidence):
        return item.record, item.source.id, item.attestation.wording
    if isinstance(item, Disagreement):
        texts = dict.fromkeys(reading.text or "not printed" for _, reading in item.readings)
        return item.record, item.field, " / ".join(texts)
    record = cast("Entry", item)
    return record.id, record_time(record), headline_of(record)
