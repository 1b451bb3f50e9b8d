"""Generate the table of the columns of panels."""

from docs._ext.markdown import cell

from alliancekit.panel._columns import descriptions


def panel_columns() -> str:
    """Return a table with the description of each column."""
    rows = (f"| `{name.format('OBLIGATION')}` | {cell(text.format('it'))} |\n" for name, text in descriptions().items())
    return "| Column | Description |\n|---|---|\n" + "".join(rows)
