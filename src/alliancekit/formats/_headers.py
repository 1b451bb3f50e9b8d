"""Names of the columns of a table, from its first line or from its dialect."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import frozen

from alliancekit.messages import counted, quote

_MOST_LISTED: Final = 12
"""The maximum number of columns that a message lists."""
_NUMBERED: Final = re.compile(r"(?:[vx_]|column ?|unnamed: ?)?[0-9]+", re.IGNORECASE)
"""A name that a program gives to a column without a name, such as ``V1`` in R and ``0`` in pandas."""
_ROW_NUMBER: Final = re.compile(r"|[01]|index|row\.?names|unnamed: 0", re.IGNORECASE)
"""The first cell of a column of row numbers: a name, the number of the first row, or nothing."""


@frozen
class ColumnNames:
    """The names of the columns of a table.

    Attributes:
        names: The names; empty for a column without a name.
        from_row: Whether they are in the first row; otherwise that row has data.
        originals: The names of the file by those of the publisher, if the file has them in capital letters.
    """

    names: tuple[str, ...]
    from_row: bool
    originals: tuple[tuple[str, str], ...] = ()


def header_of(first: Sequence[str], needed: Iterable[str], known: Iterable[str] = ()) -> ColumnNames:
    """Return the names in the first row.

    If a needed column is missing because the file has other capital letters, the names become those of the publisher.

    Args:
        first: The cells of the first row.
        needed: The required columns.
        known: Further columns of the publisher.
    """
    folded = _folded(first, tuple(needed), tuple(known))
    renamed = tuple((new, old) for new, old in zip(folded, first, strict=True) if new != old)
    return ColumnNames(tuple(folded), from_row=True, originals=renamed)


def _folded(names: Sequence[str], needed: Sequence[str], known: Sequence[str]) -> Sequence[str]:
    if set(needed) <= set(names):
        return names
    own = {name.lower(): name for name in (*needed, *known)}
    lower = all(map(str.islower, needed))  # then the publisher writes all names in small letters
    folded = [own.get(name.lower(), name.lower() if lower else name) for name in names]
    return folded if set(needed) <= set(folded) and len(set(folded)) == len(set(names)) else names


def header_of_list(first: Sequence[str], columns: Sequence[str]) -> ColumnNames:
    """Return the names of the columns of a table without a header.

    A program that has saved the table may have added names, such as ``V1``, and row numbers in front.

    Args:
        first: The cells of the first row.
        columns: The names of the columns.
    """
    front = ("",) if len(first) == len(columns) + 1 and first[-1] and _ROW_NUMBER.fullmatch(first[0]) else ()
    own = first[len(front) :]
    named = [name.lower() for name in own] == list(columns) or all(map(_NUMBERED.fullmatch, own))
    return ColumnNames((*front, *columns), from_row=named)


def header_messages(names: Sequence[str], needed: Iterable[str]) -> list[str]:
    """Return a message about repeated names, and one about missing columns."""
    messages: list[str] = []
    if repeated := [name for name, times in Counter(names).items() if times > 1 and name]:
        messages.append(f"column names must be unique, got {', '.join(map(quote, repeated))} more than once")
    if missing := [name for name in needed if name not in names]:
        messages.append(f"the table must have the columns {', '.join(missing)}, got {_listed(names)}")
    return messages


def _listed(names: Sequence[str]) -> str:
    """Format the names of the columns for a message."""
    if len(names) <= _MOST_LISTED:
        return ", ".join(map(quote, names))
    return f"{counted(len(names), 'column')} from {quote(names[0])} to {quote(names[-1])}"
