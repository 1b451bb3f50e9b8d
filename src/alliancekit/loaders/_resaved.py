"""Restores the publisher's format in tables that another program has saved, if no information is lost.

pandas writes decimals in a column with a gap, R writes NA, Stata exports rounded floats, and a spreadsheet exports the
displayed text. A changed column gets one warning; if information may be lost, the file is refused with one problem for
each column.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Final

from attrs import evolve, field, frozen

from alliancekit.errors import InvalidCorpus, Problem
from alliancekit.formats import CsvRow, CsvTable
from alliancekit.loaders._cell_texts import NUMERIC, ColumnKind, changes_of
from alliancekit.loaders._misread import WrongDecoding, corrected, wrong_decoding_of
from alliancekit.messages import counted, quote
from alliancekit.rules import loading


@frozen
class Resaved:
    """A table with its cells in the publisher's format.

    Attributes:
        table: The table.
        originals: The original rows, by line, if cells were rewritten.
        unread: The columns without information that the publisher's file does not have, such as row numbers.
        remarks: A warning for each column that was rewritten.
        missing: The problem and the rows for each column that has gaps but must not have any.
    """

    table: CsvTable
    originals: Mapping[int, CsvRow] = field(factory=dict[int, CsvRow])
    unread: frozenset[str] = frozenset()
    remarks: tuple[Problem, ...] = ()
    missing: tuple[tuple[Problem, tuple[CsvRow, ...]], ...] = ()


_RIGHT_HINT: Final = "if this is wrong, name the encoding of the file, such as encoding='cp1252'"

_ROW_NUMBERS: Final = re.compile(r"Unnamed: [0-9.]+|X(?:\.[0-9]+)?|V1|\.\.\.1|index|level_0|row\.?names")
"""Names of a column of row numbers in a file that another program has saved."""


def resaved(
    table: CsvTable, kind: Callable[[str], ColumnKind], needed: Iterable[str], *, plain: bool, decoded: bool = False
) -> Resaved:
    """Return a table with its cells in the publisher's format.

    Args:
        table: The table of the file.
        kind: Returns the kind of a column.
        needed: The columns in which no cell may be empty.
        plain: Whether the file is ASCII, so that it can't be decoded wrongly.
        decoded: Whether the user has named the encoding, so that texts that look wrong are only reported.

    Raises:
        InvalidCorpus: If information may be lost, with a problem for each column (AK803, AK806).
    """
    remarks: list[Problem] = []
    table = _without_empty(table, remarks)
    rows = [row for row in table.rows if not row.problem]
    if not rows:
        return Resaved(table)
    columns = dict(zip(table.columns, zip(*(row.cells for row in rows), strict=True), strict=True))
    unread = _unread(table, columns, rows, remarks)
    reader = _ColumnReader(rows, frozenset(needed), plain, decoded, remarks)
    changes: dict[int, Mapping[str, str]] = {}
    for number, (name, cells) in enumerate(columns.items()):
        if name not in unread and (texts := reader.read(name, kind(name), cells)):
            changes[number] = texts
    if reader.losses:
        raise InvalidCorpus(reader.losses)
    originals: dict[int, CsvRow] = {}
    if changes:
        table, originals = rewritten(table, changes)
    return Resaved(table, originals, unread, tuple(remarks), tuple(reader.missing))


def rewritten(table: CsvTable, changes: Mapping[int, Mapping[str, str]]) -> tuple[CsvTable, dict[int, CsvRow]]:
    """Return a table with texts replaced, by the number of the column, and the original rows by line."""
    originals: dict[int, CsvRow] = {}
    rows: list[CsvRow] = []
    for row in table.rows:
        cells = row.cells
        if not row.problem:
            cells = [
                changes[number].get(cell, cell) if number in changes else cell for number, cell in enumerate(cells)
            ]
        if cells == row.cells:
            rows.append(row)
        else:
            originals[row.line] = row
            rows.append(evolve(row, cells=cells))
    return evolve(table, rows=tuple(rows)), originals


def _without_empty(table: CsvTable, remarks: list[Problem]) -> CsvTable:
    """Return a table without empty rows, and without surplus or absent empty cells at the end of rows."""
    rows: list[CsvRow] = []
    empty: list[CsvRow] = []
    resized: list[CsvRow] = []
    for row in table.rows:
        if not any(map(str.strip, row.cells)):
            empty.append(row)
            continue
        fitting = _resized(table, row) if row.problem and row.problem.code == loading.CELLS.code else row
        rows.append(fitting)
        if fitting is not row:
            resized.append(row)
    for affected, what in (
        (empty, "empty rows are not read"),
        (resized, "rows have too many or too few empty cells"),
    ):
        if affected:
            message = f"{what}: {len(affected)}, the first here"
            remarks.append(loading.RESAVED.problem(message, location=affected[0].location()))
    return evolve(table, rows=tuple(rows)) if empty or resized else table


def _resized(table: CsvTable, row: CsvRow) -> CsvRow:
    """Return a row with one cell for each column, if all surplus or absent cells are empty; otherwise the same row."""
    width = len(table.columns)
    absent = table.columns[len(row.cells) :]
    if any(row.cells[width:]) or not table.nameless.issuperset(absent):
        return row
    return evolve(row, cells=[*row.cells[:width], *("" for _ in absent)], problem=None)


def _unread(
    table: CsvTable, columns: Mapping[str, Sequence[str]], rows: Sequence[CsvRow], remarks: list[Problem]
) -> frozenset[str]:
    """Return the columns of row numbers or row names, and those with neither a name nor content.

    Raises:
        InvalidCorpus: If any other column has content but no name.
    """

    def numbers_rows(name: str) -> bool:
        cells = columns[name]
        if name in table.nameless:
            return name == table.columns[0] and any(cells)
        return bool(_ROW_NUMBERS.fullmatch(name)) and all(map(str.isdigit, cells)) and len(set(cells)) == len(cells)

    front = [*takewhile(numbers_rows, columns)]
    for name in front:
        message = f"{name} has row numbers or names of pandas or R; it is not read"
        remarks.append(loading.RESAVED.problem(message, location=rows[0].location(name)))
    nameless = [name for name in columns if name in table.nameless and name not in front]
    wrong: list[Problem] = []
    for name in nameless:
        first = next((row for row in rows if row[name]), None)
        if first:
            message = f"each column must have a name, got {name} without one but with content, {quote(first[name])}"
            wrong.append(loading.COLUMNS.problem(message, location=first.location(name)))
    if wrong:
        raise InvalidCorpus(wrong)
    if nameless:
        message = f"columns without a name and without content are not read: {len(nameless)}, the first here"
        remarks.append(loading.RESAVED.problem(message, location=rows[0].location(nameless[0])))
    return frozenset((*front, *nameless))


@frozen
class _ColumnReader:
    """Reads the columns of a table and collects the problems.

    Attributes:
        rows: The rows that can be read.
        needed: The columns in which no cell may be empty.
        plain: Whether the file is ASCII.
        decoded: Whether the user has named the encoding.
        remarks: Warnings about rewritten cells and wrong decoding.
        losses: Problems of columns that may have lost information.
        missing: Problems of columns with gaps that must not have any, each with its rows.
    """

    rows: Sequence[CsvRow]
    needed: frozenset[str]
    plain: bool
    decoded: bool
    remarks: list[Problem]
    losses: list[Problem] = field(factory=list[Problem])
    missing: list[tuple[Problem, tuple[CsvRow, ...]]] = field(factory=list[tuple[Problem, tuple[CsvRow, ...]]])

    def read(self, name: str, kind: ColumnKind, cells: Sequence[str]) -> Mapping[str, str]:
        """Return the texts of a column that are rewritten, each with the new text."""
        distinct = set(cells)
        if kind in NUMERIC or kind is ColumnKind.CODED:
            joined = "".join(distinct)
            if not joined or (joined.isdigit() and kind is not ColumnKind.DECIMAL):
                self._gaps(name, cells, {})
                return {}
        changes, losses = changes_of(kind, distinct)
        if losses:
            self._lost(name, cells, losses)
        # A gap in a column that must not have one is an error, not a warning.
        warned = {text: change for text, change in changes.items() if change[0] or name not in self.needed}
        if warned:
            self._changed(name, cells, warned)
        texts = {text: new for text, (new, _) in changes.items()}
        if not self.plain and kind in (ColumnKind.TEXT, ColumnKind.CODED):
            texts |= self._decode(name, cells, distinct, correct=kind is ColumnKind.TEXT and not self.decoded)
        self._gaps(name, cells, texts)
        return texts

    def _first(self, cells: Sequence[str], texts: Mapping[str, object]) -> tuple[CsvRow, int]:
        """Return the first row whose cell has one of the texts, and the number of such rows."""
        positions = [position for position, cell in enumerate(cells) if cell in texts]
        return self.rows[positions[0]], len(positions)

    def _changed(self, name: str, cells: Sequence[str], changes: Mapping[str, tuple[str, str]]) -> None:
        row, count = self._first(cells, changes)
        times: Counter[str] = Counter()
        examples: dict[str, str] = {}
        for cell in cells:
            if cell in changes:
                new, how = changes[cell]
                times[how] += 1
                examples.setdefault(how, f"{quote(cell)} is read as {new or 'missing'}")
        parts = (f"{number} {how} ({examples[how]})" for how, number in times.items())
        message = f"{name} has {counted(count, 'cell')} in the form of another program: {', '.join(parts)}"
        self.remarks.append(loading.RESAVED.problem(message, location=row.location(name)))

    def _lost(self, name: str, cells: Sequence[str], losses: Mapping[str, str]) -> None:
        row, count = self._first(cells, losses)
        why = losses[row[name]]
        message = f"{name} must have its values in full, but {counted(count, 'cell')} may have lost some: {why}"
        self.losses.append(loading.LOST.problem(f"{message}, such as {quote(row[name])}", location=row.location(name)))

    def _decode(self, name: str, cells: Sequence[str], distinct: Iterable[str], *, correct: bool) -> dict[str, str]:
        """Add a warning if texts look decoded in the wrong encoding; return the right texts, if they are certain."""
        suspects = {text: result for text in distinct if not text.isascii() and (result := wrong_decoding_of(text))}
        if not suspects:
            return {}
        row, count = self._first(cells, suspects)
        text = row[name]
        first: WrongDecoding = suspects[text]
        look = "cell looks" if count == 1 else "cells look"
        right = corrected(distinct, suspects) if correct else {}
        message = f"{name} must be decoded as it was written, but {count} {look} {first.how}: {quote(text)}"
        message = f"{message} {'is read as' if right else 'may be'} {quote(first.suggestion)}"
        hint = _RIGHT_HINT if right else first.hint
        self.remarks.append(loading.MISREAD.problem(message, location=row.location(name), hint=hint))
        return right

    def _gaps(self, name: str, cells: Sequence[str], texts: Mapping[str, str]) -> None:
        """Add a problem if a column has gaps but must not have any."""
        if name not in self.needed:
            return
        rows = tuple(row for row, cell in zip(self.rows, cells, strict=True) if not texts.get(cell, cell))
        if rows:
            where = "here" if len(rows) == 1 else f"in {len(rows)} rows, the first here"
            message = f"{name} must have a value in each row, got {quote(rows[0][name])} {where}"
            self.missing.append((loading.MISSING.problem(message, location=rows[0].location(name)), rows))
