"""Flat frames, for files and packages that have no lists: lists are joined to text."""

from alliancekit._polars import pl
from alliancekit.errors import UnusableInput
from alliancekit.text import quote

SEPARATOR = " "
"""The default text between the items of a list; no id contains it."""


def join_lists(frame: pl.DataFrame, separator: str, use: str) -> tuple[pl.DataFrame, list[str]]:
    """Return a frame whose lists are joined to text, and the names of these columns.

    An empty list becomes empty text, and a null stays null.

    Args:
        frame: The frame.
        separator: The text between two items.
        use: What needs the frame, for messages.

    Raises:
        UnusableInput: If the text could not be split again, because an item is null, is empty or contains the
            separator; or if a column has another type that is no number, text or day.
    """
    lists: list[str] = []
    for name, dtype in frame.schema.items():
        is_list = isinstance(dtype, pl.List)
        inner = dtype.inner if isinstance(dtype, pl.List) else dtype
        if inner.is_nested() or isinstance(inner, pl.Binary | pl.Object):
            message = (
                f"{use} can't have the column {quote(name)} of the type {dtype}; "
                "convert it to text or numbers, or drop it"
            )
            raise UnusableInput(message)
        if is_list:
            lists.append(name)
    text = frame.with_columns(pl.col(name).cast(pl.List(pl.String)) for name in lists)
    for name in lists:
        _require_separable(text[name], name, separator, use)
    return text.with_columns(pl.col(name).list.join(separator) for name in lists), lists


def _require_separable(column: pl.Series, name: str, separator: str, use: str) -> None:
    """Raise `UnusableInput` if the items of lists could not be told from each other after joining."""
    items = column.to_frame("item").with_row_index("row").filter(pl.col("item").list.len() > 0).explode("item")
    item = pl.col("item")
    unclear = items.filter(item.is_null() | (item == "") | item.str.contains(separator, literal=True))
    if unclear.height:
        row, value = unclear.row(0)
        message = (
            f"{use} can't have the lists of the column {quote(name)}, joined with {quote(separator)}: an item in row "
            f"{row} is {quote(value) if value else 'empty'}; pass another separator, or drop the column"
        )
        raise UnusableInput(message)
