"""Opens the file of a data set: delimited text of its publisher or of another program, or a Stata file.

Another delimiter, capital letters in the names of columns, and value labels of Stata cause a warning each.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from attrs import evolve, field, frozen

from alliancekit.errors import Problem
from alliancekit.formats import CsvRow, CsvTable, Dialect, StataFile, read_table
from alliancekit.loaders._cell_texts import ColumnKind
from alliancekit.loaders._resaved import rewritten
from alliancekit.messages import counted, quote
from alliancekit.rules import loading

_DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
"""Delimiters, with their names in messages."""
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@frozen
class Opened:
    """The table of a file.

    Attributes:
        table: The table.
        plain: Whether its text is ASCII, so that it can't be decoded wrongly.
        originals: The original rows, by line, if labels replace their numbers.
        remarks: A warning for each way in which the file differs from that of its publisher.
    """

    table: CsvTable
    plain: bool
    originals: Mapping[int, CsvRow] = field(factory=dict[int, CsvRow])
    remarks: tuple[Problem, ...] = ()


def opened(
    source: bytes | StataFile, file: str, dialect: Dialect, needed: tuple[str, ...], kind: Callable[[str], ColumnKind]
) -> Opened:
    """Return the table of a file.

    Args:
        source: The content of a text file, or a Stata file.
        file: The name of the file, for locations.
        dialect: The dialect of the publisher's file.
        needed: The required columns.
        kind: Returns the kind of a column.

    Raises:
        InvalidCorpus: If the file is damaged, or lacks a required column.
    """
    if isinstance(source, StataFile):
        table = source.table(dialect, needed)
        plain = all(cell.isascii() for row in table.rows for cell in row.cells)
        remarks = _remarks(table)
        table, originals = _with_labels(table, source.labels, kind, remarks)
        return Opened(table, plain, originals, tuple(remarks))
    table = read_table(source, file, dialect, needed)
    return Opened(table, source.isascii(), remarks=tuple(_remarks(table)))


def _remarks(table: CsvTable) -> list[Problem]:
    """Return the warnings about the delimiter and the names of columns."""
    location = table.rows[0].location() if table.rows else None
    if location:
        location = evolve(location, line=None if location.line is None else 1, column=None, text=None, row=None)
    messages: list[str] = []
    if table.delimiter:
        messages.append(f"the cells are separated by {_DELIMITERS[table.delimiter]}, as another program writes them")
    if table.originals:
        new, old = next(iter(table.originals.items()))
        names = counted(len(table.originals), "column")
        messages.append(f"{names} with other capital letters than at the publisher: {quote(old)} is read as {new}")
    return [loading.RESAVED.problem(message, location=location) for message in messages]


def _with_labels(
    table: CsvTable,
    labels: Mapping[str, Mapping[str, str]],
    kind: Callable[[str], ColumnKind],
    remarks: list[Problem],
) -> tuple[CsvTable, Mapping[int, CsvRow]]:
    """Return a table in which labels replace the numbers of columns whose values they are, and the original rows.

    A name can't be a number, so its label is the value. A program that saves texts as categories numbers them from 0
    and writes the texts as labels: if all labels of a column of numbers are other numbers, these are its values.
    """
    own = {old: new for new, old in table.originals.items()}
    changes: dict[int, Mapping[str, str]] = {}
    for name, texts in labels.items():
        column = own.get(name, name)
        used = {number: texts[number] for number in _cells_of(table, column) if number in texts}
        numeric = all(map(_NUMBER.fullmatch, used.values()))
        if kind(column) not in (ColumnKind.TEXT, ColumnKind.DAY) and not numeric:
            continue
        if changed := {number: label for number, label in used.items() if number != label}:
            changes[table.columns.index(column)] = changed
            row = next(row for row in table.rows if row[column] in changed)
            message = f"{column} has its values as labels of Stata: {row[column]} is read as {changed[row[column]]!r}"
            remarks.append(loading.RESAVED.problem(message, location=row.location(column)))
    return rewritten(table, changes) if changes else (table, {})


def _cells_of(table: CsvTable, column: str) -> Sequence[str]:
    return [row[column] for row in table.rows] if column in table.columns else ()
