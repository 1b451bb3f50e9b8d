"""Tables that another program has saved: cells are read as the publisher writes them, where nothing is lost.

pandas writes decimals where a column has a gap, R writes NA, Stata exports the rounding of its floats, and a
spreadsheet writes what it shows. A column is read with one remark, or the file is refused with one problem for the
column.
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
from alliancekit.formats import Row, Table
from alliancekit.loaders._misread import Misread, misread
from alliancekit.messages import counted, quote
from alliancekit.rules import loading


class ColumnKind(Enum):
    """What the cells of a column hold."""

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
    """Not known here: a code, which is a whole number, or a column of the user's own."""


@frozen
class Resaved:
    """A table with its cells as the publisher writes them.

    Attributes:
        table: The table.
        originals: The rows whose cells were rewritten, as the file has them, by their lines.
        unread: The columns that the publisher's file does not have and that say nothing, such as row numbers.
        remarks: What was rewritten: a warning for each column.
        missing: For each column that must not have a gap but has: the problem, and the rows.
    """

    table: Table
    originals: Mapping[int, Row] = field(factory=dict[int, Row])
    unread: frozenset[str] = frozenset()
    remarks: tuple[Problem, ...] = ()
    missing: tuple[tuple[Problem, tuple[Row, ...]], ...] = ()


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
"""No coded column of a publisher has a number of more digits; a larger one stands in a column of the user's own."""

_ERROR: Final = re.compile(r"#(?:DIV/0!|VALUE!|REF!|NAME\?|NUM!|GETTING_DATA|SPILL!|CALC!|#+)")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:[,'\u00a0\u2009\u202f ][0-9]{3})+")
_TURNED: Final = re.compile(
    r"[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{2}){1,2}"  # 31/12/2017
    r"|[0-9]{4}([/.])[0-9]{1,2}\2[0-9]{1,2}"  # 2017/12/31
    r"|[0-9]{1,2}-[A-Z][a-z]{2}(?:-[0-9]{2,4})?|[A-Z][a-z]{2}-[0-9]{2}"  # 31-Dec-17, Dec-17
)
_TIME: Final = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: [AP]M)?")

_ROW_NUMBERS: Final = re.compile(r"Unnamed: [0-9.]+|X(?:\.[0-9]+)?|V1|\.\.\.1|index|level_0|row\.?names")
"""What a column of row numbers is called when a file was saved a second time."""


def resaved(table: Table, kind: Callable[[str], ColumnKind], needed: Iterable[str], *, plain: bool) -> Resaved:
    """Return a table with its cells as the publisher writes them.

    Args:
        table: The table, as the file has it.
        kind: Returns what a column holds.
        needed: The columns in which no cell may be empty.
        plain: Whether the file is ASCII, so that no letter can have been decoded wrongly.

    Raises:
        InvalidCorpus: If something may be lost, with a problem for each column (AK803, AK806).
    """
    remarks: list[Problem] = []
    table = _without_empty(table, remarks)
    rows = [row for row in table.rows if not row.problem]
    if not rows:
        return Resaved(table)
    columns = dict(zip(table.columns, zip(*(row.cells for row in rows), strict=True), strict=True))
    unread = _unread(table, columns, rows, remarks)
    findings = _Findings(rows, frozenset(needed), plain, remarks)
    changes: dict[int, Mapping[str, str]] = {}
    for number, (name, cells) in enumerate(columns.items()):
        if name not in unread and (texts := findings.read(name, kind(name), cells)):
            changes[number] = texts
    if findings.losses:
        raise InvalidCorpus(findings.losses)
    originals: dict[int, Row] = {}
    if changes:
        table, originals = _rewritten(table, changes)
    return Resaved(table, originals, unread, tuple(remarks), tuple(findings.missing))


def _rewritten(table: Table, changes: Mapping[int, Mapping[str, str]]) -> tuple[Table, dict[int, Row]]:
    """Return a table with texts replaced, by the numbers of their columns, and the rows as they were."""
    originals: dict[int, Row] = {}
    rows: list[Row] = []
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


def _without_empty(table: Table, remarks: list[Problem]) -> Table:
    """Return a table without empty rows, and with as many cells in a row as columns where the others are empty."""
    rows: list[Row] = []
    empty: list[Row] = []
    resized: list[Row] = []
    for row in table.rows:
        if not any(map(str.strip, row.cells)):
            empty.append(row)
            continue
        fitting = _resized(table, row) if row.problem and row.problem.code == loading.CELLS.code else row
        rows.append(fitting)
        if fitting is not row:
            resized.append(row)
    for found, what in (
        (empty, "rows without anything in a cell are not read"),
        (resized, "rows have empty cells too many or too few"),
    ):
        if found:
            message = f"{what}: {len(found)}, the first here"
            remarks.append(loading.RESAVED.problem(message, location=found[0].location()))
    return evolve(table, rows=tuple(rows)) if empty or resized else table


def _resized(table: Table, row: Row) -> Row:
    """Return a row with as many cells as there are columns, if only empty ones are too many or too few."""
    width = len(table.columns)
    lacking = table.columns[len(row.cells) :]
    if any(row.cells[width:]) or not table.nameless.issuperset(lacking):
        return row
    return evolve(row, cells=[*row.cells[:width], *("" for _ in lacking)], problem=None)


def _unread(
    table: Table, columns: Mapping[str, Sequence[str]], rows: Sequence[Row], remarks: list[Problem]
) -> frozenset[str]:
    """Return the columns that number or name the rows, or have neither a name nor content.

    Raises:
        InvalidCorpus: If another column has content but no name.
    """

    def numbers_rows(name: str) -> bool:
        cells = columns[name]
        if name in table.nameless:
            return name == table.columns[0] and any(cells)
        return bool(_ROW_NUMBERS.fullmatch(name)) and all(map(str.isdigit, cells)) and len(set(cells)) == len(cells)

    front = [*takewhile(numbers_rows, columns)]
    for name in front:
        message = f"{name} numbers or names the rows, as pandas and R do; it is not read"
        remarks.append(loading.RESAVED.problem(message, location=rows[0].location(name)))
    nameless = [name for name in columns if name in table.nameless and name not in front]
    wrong: list[Problem] = []
    for name in nameless:
        first = next((row for row in rows if row[name]), None)
        if first:
            message = f"each column must have a name, but {name} has none, and holds {quote(first[name])}"
            wrong.append(loading.COLUMNS.problem(message, location=first.location(name)))
    if wrong:
        raise InvalidCorpus(wrong)
    if nameless:
        message = f"columns without a name and without content are not read: {len(nameless)}, the first here"
        remarks.append(loading.RESAVED.problem(message, location=rows[0].location(nameless[0])))
    return frozenset((*front, *nameless))


@frozen
class _Findings:
    """What is found in the columns of a table.

    Attributes:
        rows: The rows that can be read.
        needed: The columns in which no cell may be empty.
        plain: Whether the file is ASCII.
        remarks: What was rewritten, and what looks wrongly decoded.
        losses: Where something may be lost.
        missing: Columns that must not have a gap but have.
    """

    rows: Sequence[Row]
    needed: frozenset[str]
    plain: bool
    remarks: list[Problem]
    losses: list[Problem] = field(factory=list[Problem])
    missing: list[tuple[Problem, tuple[Row, ...]]] = field(factory=list[tuple[Problem, tuple[Row, ...]]])

    def read(self, name: str, kind: ColumnKind, cells: Sequence[str]) -> Mapping[str, str]:
        """Return the texts of a column that are rewritten, each with what it becomes."""
        distinct = set(cells)
        if kind in _NUMERIC or kind is ColumnKind.CODED:
            joined = "".join(distinct)
            if not joined or (joined.isdigit() and kind is not ColumnKind.DECIMAL):
                self._gaps(name, cells, {})
                return {}
        changes, losses = _texts(kind, distinct)
        if losses:
            self._lost(name, cells, losses)
        # A gap in a column that must not have one is no remark: it is an error.
        remarkable = {text: change for text, change in changes.items() if change[0] or name not in self.needed}
        if remarkable:
            self._changed(name, cells, remarkable)
        if not self.plain and kind in (ColumnKind.TEXT, ColumnKind.CODED):
            self._decoded(name, cells, distinct)
        texts = {text: new for text, (new, _) in changes.items()}
        self._gaps(name, cells, texts)
        return texts

    def _first(self, cells: Sequence[str], texts: Mapping[str, object]) -> tuple[Row, int]:
        """Return the first row in which a cell has one of some texts, and how many have."""
        places = [place for place, cell in enumerate(cells) if cell in texts]
        return self.rows[places[0]], len(places)

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
        suspects = {text: found for text in distinct if not text.isascii() and (found := misread(text))}
        if suspects:
            row, count = self._first(cells, suspects)
            text = row[name]
            first: Misread = suspects[text]
            look = "cell looks" if count == 1 else "cells look"
            message = f"{name} must be decoded as it was written, but {count} {look} {first.how}: {quote(text)}"
            message = f"{message} may be {quote(first.meant)}"
            self.remarks.append(loading.MISREAD.problem(message, location=row.location(name), hint=first.hint))

    def _gaps(self, name: str, cells: Sequence[str], texts: Mapping[str, str]) -> None:
        """Note a column that must not have a gap but has."""
        if name not in self.needed:
            return
        rows = tuple(row for row, cell in zip(self.rows, cells, strict=True) if not texts.get(cell, cell))
        if rows:
            where = "here" if len(rows) == 1 else f"in {len(rows)} rows, the first here"
            message = f"{name} must have a value in each row, got {quote(rows[0][name])} {where}"
            self.missing.append((loading.MISSING.problem(message, location=rows[0].location(name)), rows))


def _texts(kind: ColumnKind, distinct: Iterable[str]) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Return what becomes of the texts of a column.

    Args:
        kind: What the column holds.
        distinct: Its texts.

    Returns:
        The texts that are rewritten, each with what it becomes and how it was written; and those that may have lost
        something, each with the reason.
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
    """Return what a text becomes, and how; None if it can't be read."""
    if kind is ColumnKind.FLAG and text in _TRUTHS:
        return _TRUTHS[text], _TRUTH
    if kind in (ColumnKind.WHOLE, ColumnKind.FLAG):
        return _whole(text)
    return _decimal(text) if kind is ColumnKind.DECIMAL else None


def _whole(text: str) -> tuple[str, str] | None:
    """Return a whole number in digits, and how it was written; None if a text is none or hides digits."""
    if _DIGITS.fullmatch(text):
        return text, ""
    decimal = _DECIMAL.fullmatch(text)
    if decimal or (_SCIENTIFIC.fullmatch(text) and _exponent(text) <= 0):
        number = _plain(text)
        return (number, _POINT if decimal else _SCIENCE) if _DIGITS.fullmatch(number) else None
    return None


def _decimal(text: str) -> tuple[str, str] | None:
    """Return a number as short as it can be written, and how it was written; None if a text is none or hides digits."""
    if _SHORT_DECIMAL.fullmatch(text):
        return text, ""
    if _DECIMAL.fullmatch(text):
        short = _rounded(text)
        return (short, _FLOAT) if short else (_plain(text), _POINT)
    if _SCIENTIFIC.fullmatch(text) and _exponent(text) < 0:
        return _plain(text), _SCIENCE
    return (text, "") if _DIGITS.fullmatch(text) else None


def _rounded(text: str) -> str | None:
    """Return the short number of which a text is the rounding to a float of 32 or 64 bits; None if it is of none."""
    if not _FLOAT_TEXT.fullmatch(text):
        return None
    digits = len(text.replace(".", "").lstrip("0"))
    short = _plain(f"{float(text):.7g}")
    (single,) = unpack("f", pack("f", float(short)))
    shown = {_plain(f"{number:.{digits}g}") for number in (single, float(short))}
    return short if _plain(text) in shown and short != _plain(text) else None


def _plain(text: str) -> str:
    """Return a number without an exponent and without zeros at the end of its fraction."""
    digits = f"{Decimal(text):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _exponent(text: str) -> int:
    """Return the place of the last digit shown: 0 for units, 2 for hundreds, -1 for tenths."""
    number = Decimal(text)
    return cast("int", number.as_tuple().exponent) if number else -1


def _loss(kind: ColumnKind, text: str) -> str | None:
    """Return what a text may have lost; None if it is not one that a program makes of a value."""
    if _ERROR.fullmatch(text):
        return "an error of a spreadsheet stands in place of a value"
    if _SCIENTIFIC.fullmatch(text) and (kind in _NUMERIC or (kind is ColumnKind.CODED and _hides_a_code(text))):
        return "scientific notation hides digits"
    if kind is ColumnKind.DAY and _TIME.fullmatch(text):
        return "a time of day stands in place of a day"
    if kind in (*_NUMERIC, ColumnKind.DAY) and _TURNED.fullmatch(text):
        return "a spreadsheet has made a date of it, of which day and month may have changed places"
    if kind in _NUMERIC and text in _TRUTHS:
        return "a truth value stands in place of a number"
    if kind in _NUMERIC and _GROUPED.fullmatch(text):
        return "a mark between the digits may stand for a decimal point"
    return None


def _hides_a_code(text: str) -> bool:
    """Return whether a number in scientific notation hides digits and is as small as the codes of publishers are.

    What R and pandas write so is larger, and stands in columns of the user's own.
    """
    return _exponent(text) > 0 and Decimal(text).adjusted() < _LARGEST_CODE
