"""Restores the publisher's format in tables that another program has saved, if no information is lost.

pandas writes decimals in a column with a gap, R writes NA, Stata exports rounded floats, and a spreadsheet exports the
displayed text. A changed column gets one warning; if information may be lost, the file is refused with one problem for
each column.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum, auto
from itertools import takewhile
from struct import pack, unpack
from typing import Final, cast

from attrs import evolve, field, frozen

from alliancekit.errors import InvalidCorpus, Problem
from alliancekit.formats import CsvRow, CsvTable
from alliancekit.loaders._misread import Misread, misread
from alliancekit.messages import counted, quote
from alliancekit.rules import loading


class ColumnKind(Enum):
    """The kind of values in a column."""

    WHOLE = auto()
    """A whole number."""
    DECIMAL = auto()
    """A number that may have a fraction, as some ids of ATOP do."""
    FLAG = auto()
    """0 or 1."""
    DAY = auto()
    """A day."""
    TEXT = auto()
    """A name or an abbreviation."""
    CODED = auto()
    """Unknown: a code, which is a whole number, or a column that the user has added."""


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


_POINT: Final = "with a decimal point"
_SCIENCE: Final = "in scientific notation"
_FLOAT: Final = "with the rounding error of a float"
_TRUTH: Final = "with a truth value"
_MISSING: Final = "with a mark for a missing value"

_MISSING_MARK: Final = re.compile(
    r"\s+"
    r"|\.[a-z]?"  # Stata
    r"|NA|N/A|n/a|<NA>|NaN|-?nan|NaT|None"  # R, pandas and numpy
    r"|NULL|Null|null|\\N"  # databases
    r"|#N/A|#NA|#NULL!"  # spreadsheets, and SPSS when it saves one
    r"|-9{1,3}(?:\.0+)?"  # codebooks
)
_DIGITS: Final = re.compile("-?[0-9]+")
_DECIMAL: Final = re.compile(r"-?[0-9]+\.[0-9]+")
_SHORT_DECIMAL: Final = re.compile(r"[0-9]{1,6}(?:\.[0-9]?[1-9])?")
_FLOAT_TEXT: Final = re.compile(r"[0-9]{1,6}\.[0-9]{1,60}")
_SCIENTIFIC: Final = re.compile(r"-?[0-9](?:\.[0-9]+)?[eE][+-]?[0-9]{1,2}")
_TRUTHS: Final = {"TRUE": "1", "True": "1", "true": "1", "FALSE": "0", "False": "0", "false": "0"}
_NUMERIC: Final = (ColumnKind.WHOLE, ColumnKind.DECIMAL, ColumnKind.FLAG)
_LARGEST_CODE: Final = 5
"""The maximum number of digits in a coded column of a publisher; larger numbers are in columns of the user."""

_ERROR: Final = re.compile(r"#(?:DIV/0!|VALUE!|REF!|NAME\?|NUM!|GETTING_DATA|SPILL!|CALC!|#+)")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:[,'\u00a0\u2009\u202f ][0-9]{3})+")
_TURNED: Final = re.compile(
    r"[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{2}){1,2}"  # 31/12/2017
    r"|[0-9]{4}([/.])[0-9]{1,2}\2[0-9]{1,2}"  # 2017/12/31
    r"|[0-9]{1,2}-[A-Z][a-z]{2}(?:-[0-9]{2,4})?|[A-Z][a-z]{2}-[0-9]{2}"  # 31-Dec-17, Dec-17
)
_TIME: Final = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: [AP]M)?")

_ROW_NUMBERS: Final = re.compile(r"Unnamed: [0-9.]+|X(?:\.[0-9]+)?|V1|\.\.\.1|index|level_0|row\.?names")
"""Names of a column of row numbers in a file that another program has saved."""


def resaved(table: CsvTable, kind: Callable[[str], ColumnKind], needed: Iterable[str], *, plain: bool) -> Resaved:
    """Return a table with its cells in the publisher's format.

    Args:
        table: The table of the file.
        kind: Returns the kind of a column.
        needed: The columns in which no cell may be empty.
        plain: Whether the file is ASCII, so that it can't be decoded wrongly.

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
    reader = _ColumnReader(rows, frozenset(needed), plain, remarks)
    changes: dict[int, Mapping[str, str]] = {}
    for number, (name, cells) in enumerate(columns.items()):
        if name not in unread and (texts := reader.read(name, kind(name), cells)):
            changes[number] = texts
    if reader.losses:
        raise InvalidCorpus(reader.losses)
    originals: dict[int, CsvRow] = {}
    if changes:
        table, originals = _rewritten(table, changes)
    return Resaved(table, originals, unread, tuple(remarks), tuple(reader.missing))


def _rewritten(table: CsvTable, changes: Mapping[int, Mapping[str, str]]) -> tuple[CsvTable, dict[int, CsvRow]]:
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
        remarks: Warnings about rewritten cells and wrong decoding.
        losses: Problems of columns that may have lost information.
        missing: Problems of columns with gaps that must not have any, each with its rows.
    """

    rows: Sequence[CsvRow]
    needed: frozenset[str]
    plain: bool
    remarks: list[Problem]
    losses: list[Problem] = field(factory=list[Problem])
    missing: list[tuple[Problem, tuple[CsvRow, ...]]] = field(factory=list[tuple[Problem, tuple[CsvRow, ...]]])

    def read(self, name: str, kind: ColumnKind, cells: Sequence[str]) -> Mapping[str, str]:
        """Return the texts of a column that are rewritten, each with the new text."""
        distinct = set(cells)
        if kind in _NUMERIC or kind is ColumnKind.CODED:
            joined = "".join(distinct)
            if not joined or (joined.isdigit() and kind is not ColumnKind.DECIMAL):
                self._gaps(name, cells, {})
                return {}
        changes, losses = _texts(kind, distinct)
        if losses:
            self._lost(name, cells, losses)
        # A gap in a column that must not have one is an error, not a warning.
        warned = {text: change for text, change in changes.items() if change[0] or name not in self.needed}
        if warned:
            self._changed(name, cells, warned)
        if not self.plain and kind in (ColumnKind.TEXT, ColumnKind.CODED):
            self._decoded(name, cells, distinct)
        texts = {text: new for text, (new, _) in changes.items()}
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

    def _decoded(self, name: str, cells: Sequence[str], distinct: Iterable[str]) -> None:
        suspects = {text: result for text in distinct if not text.isascii() and (result := misread(text))}
        if suspects:
            row, count = self._first(cells, suspects)
            text = row[name]
            first: Misread = suspects[text]
            look = "cell looks" if count == 1 else "cells look"
            message = f"{name} must be decoded as it was written, but {count} {look} {first.how}: {quote(text)}"
            message = f"{message} may be {quote(first.suggestion)}"
            self.remarks.append(loading.MISREAD.problem(message, location=row.location(name), hint=first.hint))

    def _gaps(self, name: str, cells: Sequence[str], texts: Mapping[str, str]) -> None:
        """Add a problem if a column has gaps but must not have any."""
        if name not in self.needed:
            return
        rows = tuple(row for row, cell in zip(self.rows, cells, strict=True) if not texts.get(cell, cell))
        if rows:
            where = "here" if len(rows) == 1 else f"in {len(rows)} rows, the first here"
            message = f"{name} must have a value in each row, got {quote(rows[0][name])} {where}"
            self.missing.append((loading.MISSING.problem(message, location=rows[0].location(name)), rows))


def _texts(kind: ColumnKind, distinct: Iterable[str]) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Return the changes of the texts of a column.

    Args:
        kind: The kind of the column.
        distinct: Its texts.

    Returns:
        The texts that are rewritten, each with the new text and the format of the old one; and the texts that may have
        lost information, each with the reason.
    """
    texts = [text for text in distinct if text]
    missing = {text for text in texts if _MISSING_MARK.fullmatch(text)}
    others = [text for text in texts if text not in missing]
    if kind is ColumnKind.CODED and all(map(_whole, others)):
        kind = ColumnKind.WHOLE
    changes: dict[str, tuple[str, str]] = dict.fromkeys(missing, ("", _MISSING))
    losses: dict[str, str] = {}
    for text in others:
        if (change := _change(kind, text)) and change[0] != text:
            changes[text] = change
        elif not change and (why := _loss(kind, text)):
            losses[text] = why
    return changes, losses


def _change(kind: ColumnKind, text: str) -> tuple[str, str] | None:
    """Return the new text of a cell, and the format of the old one; None if it can't be read."""
    if kind is ColumnKind.FLAG and text in _TRUTHS:
        return _TRUTHS[text], _TRUTH
    if kind in (ColumnKind.WHOLE, ColumnKind.FLAG):
        return _whole(text)
    return _decimal(text) if kind is ColumnKind.DECIMAL else None


def _whole(text: str) -> tuple[str, str] | None:
    """Return a whole number in digits, and its old format; None if the text is not one or hides digits."""
    if _DIGITS.fullmatch(text):
        return text, ""
    decimal = _DECIMAL.fullmatch(text)
    if decimal or (_SCIENTIFIC.fullmatch(text) and _exponent(text) <= 0):
        number = _plain(text)
        return (number, _POINT if decimal else _SCIENCE) if _DIGITS.fullmatch(number) else None
    return None


def _decimal(text: str) -> tuple[str, str] | None:
    """Return a number in its shortest form, and its old format; None if the text is not one or hides digits."""
    if _SHORT_DECIMAL.fullmatch(text):
        return text, ""
    if _DECIMAL.fullmatch(text):
        short = _rounded(text)
        return (short, _FLOAT) if short else (_plain(text), _POINT)
    if _SCIENTIFIC.fullmatch(text) and _exponent(text) < 0:
        return _plain(text), _SCIENCE
    return (text, "") if _DIGITS.fullmatch(text) else None


def _rounded(text: str) -> str | None:
    """Return the short number whose value as a 32-bit or 64-bit float a text shows; None if there is none."""
    if not _FLOAT_TEXT.fullmatch(text):
        return None
    digits = len(text.replace(".", "").lstrip("0"))
    short = _plain(f"{float(text):.7g}")
    (single,) = unpack("f", pack("f", float(short)))
    shown = {_plain(f"{number:.{digits}g}") for number in (single, float(short))}
    return short if _plain(text) in shown and short != _plain(text) else None


def _plain(text: str) -> str:
    """Return a number without exponent and without trailing zeros in its fraction."""
    digits = f"{Decimal(text):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _exponent(text: str) -> int:
    """Return the power of ten of the last visible digit: 0 for units, 2 for hundreds, -1 for tenths."""
    number = Decimal(text)
    return cast("int", number.as_tuple().exponent) if number else -1


def _loss(kind: ColumnKind, text: str) -> str | None:
    """Return why a text may have lost information; None if no program writes a value in this way."""
    if _ERROR.fullmatch(text):
        return "the error of a spreadsheet replaces a value"
    if _SCIENTIFIC.fullmatch(text) and (kind in _NUMERIC or (kind is ColumnKind.CODED and _hides_a_code(text))):
        return "scientific notation hides digits"
    if kind is ColumnKind.DAY and _TIME.fullmatch(text):
        return "a time of day replaces a day"
    if kind in (*_NUMERIC, ColumnKind.DAY) and _TURNED.fullmatch(text):
        return "a spreadsheet has converted it to a date and may have swapped day and month"
    if kind in _NUMERIC and text in _TRUTHS:
        return "a truth value replaces a number"
    if kind in _NUMERIC and _GROUPED.fullmatch(text):
        return "a separator between the digits may be a decimal point"
    return None


def _hides_a_code(text: str) -> bool:
    """Return whether a number in scientific notation hides digits and is small enough for a publisher's code.

    R and pandas use this notation only for larger numbers, in columns of the user.
    """
    return _exponent(text) > 0 and Decimal(text).adjusted() < _LARGEST_CODE
