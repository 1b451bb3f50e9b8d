"""A panel as text and as HTML: its first rows, and the cells that are unknown."""

from typing import Final, cast

from alliancekit._html import paragraph, table
from alliancekit._polars import pl
from alliancekit.messages import counted
from alliancekit.panel._account import PanelAccount
from alliancekit.text import first_lines

_TEXT_ROWS: Final = 5
_HTML_ROWS: Final = 10
_MOST_IDS: Final = 3
"""The most ids of treaties of a row that are shown in HTML."""


def panel_text(frame: pl.DataFrame, account: PanelAccount) -> str:
    """Return the size of a panel, its first rows, and what its account says of unknown cells."""
    with pl.Config(tbl_rows=_TEXT_ROWS, tbl_cols=8, fmt_str_lengths=20, tbl_width_chars=200) as config:
        config.set_tbl_hide_dataframe_shape(active=True)
        rows = str(frame.head(_TEXT_ROWS))
    return first_lines("\n".join((f"<Panel: {_size(frame)}>", rows, *_unknown(account))))


def panel_html(frame: pl.DataFrame, account: PanelAccount) -> str:
    """Return the same with a table."""
    shown = frame.head(_HTML_ROWS)
    rows = [[_cell(value) for value in row] for row in shown.iter_rows()]
    heading = paragraph(f"Panel: {_size(frame)}", *_unknown(account))
    return heading + table(frame.columns, rows, frame.height - shown.height)


def _size(frame: pl.DataFrame) -> str:
    """Return the number of rows and columns, and the first and last time."""
    size = f"{frame.height:,} {'row' if frame.height == 1 else 'rows'}, {counted(frame.width, 'column')}"
    time = frame.columns[0] if frame.columns else None
    if time not in ("year", "day") or frame.is_empty():
        return size
    first, last = frame.select(first=pl.col(time).min(), last=pl.col(time).max()).row(0)
    return f"{size}, {time}s {first} to {last}"


def _unknown(account: PanelAccount) -> list[str]:
    """Return the lines of the account about unknown cells."""
    step = account.steps[-1:]
    return [line.strip() for line in str(PanelAccount(step)).split("\n")] if step and "cells" in step[0].lines else []


def _cell(value: object) -> str:
    """Return the value of a cell as text."""
    if isinstance(value, list):
        ids = cast("list[object]", value)
        more = [f"… {len(ids) - _MOST_IDS:,} more"] if len(ids) > _MOST_IDS else []
        return "\n".join([*map(str, ids[:_MOST_IDS]), *more])
    return "null" if value is None else str(value)
