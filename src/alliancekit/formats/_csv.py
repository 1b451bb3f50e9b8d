"""Parse delimited text, such as CSV, to rows of text cells with locations, without interpreting the cells."""

import codecs
import csv
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Final, cast

from attrs import evolve, field, frozen

from alliancekit.errors import InvalidCorpus, Location, Problem, UnusableFile
from alliancekit.formats._headers import ColumnNames, header_messages, header_of, header_of_list
from alliancekit.formats._text import LIMITS, LINE_END, FileText, Limits, decode
from alliancekit.messages import counted, quote
from alliancekit.rules import loading, reading

_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_QUOTED: Final = re.compile('"([^"]*(?:""[^"]*)*)"')
_UTF8: Final = ("utf-8", "utf-8-sig")
"""The names of the default encoding, which needs no conversion."""
_DELIMITERS: Final = (",", ";", "\t", "|")
"""The delimiters that a program may write instead of that of the publisher."""


@frozen(kw_only=True)
class Dialect:
    """The dialect of delimited text.

    Attributes:
        delimiter: The character between two cells at the publisher.
        quoted: Whether cells may be in quotation marks, as in RFC 4180.
        columns: The names of the columns, if the table has no header.
        encoding: The encoding of files that are not in UTF-8; None if only UTF-8 is allowed.
        known: Names of columns that are not required, for files in which names have other capital letters.
    """

    delimiter: str = ","
    quoted: bool = True
    columns: tuple[str, ...] = ()
    encoding: str | None = None
    known: tuple[str, ...] = ()


@frozen(eq=False, repr=False)
class CsvRow(Mapping[str, str]):
    """A row of a table: the text of each cell, unchanged, by the name of its column.

    Attributes:
        line: The first line of the row in the file, from 1; in a Stata file, the number of the row.
        cells: The text of its cells.
        problem: The problem of a row that can't be read; its cells may then be in the wrong columns.
    """

    line: int
    cells: list[str]
    problem: Problem | None = None
    _table: "RowContext" = field(alias="table", kw_only=True)

    @property
    def file(self) -> str:
        """The path of the file, as the user wrote it."""
        return self._table.file

    @property
    def place(self) -> str:
        """Its line or row, for a message, such as ``line 3``."""
        return f"line {self.line}" if self.location().line else f"row {self.line}"

    def location(self, column: str | None = None) -> Location:
        """Return the location of a cell, or of the row if `column` is None."""
        number = 0 if column is None else self._table.index[column]
        return self._table.location(self.line, number)

    def __getitem__(self, column: str) -> str:
        """Return the text of a cell."""
        return self.cells[self._table.index[column]]

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the columns."""
        return iter(self._table.columns)

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self._table.columns)

    def __repr__(self) -> str:
        """Return the file, line and cells of the row."""
        return f"<CsvRow {self.file}:{self.line} {dict(self)}>"


@frozen(eq=False)
class RowContext(ABC):
    """The data that all rows of a table share.

    Attributes:
        columns: The names of the columns.
    """

    columns: tuple[str, ...]

    @property
    @abstractmethod
    def file(self) -> str:
        """The path of the file, as the user wrote it."""

    @abstractmethod
    def location(self, line: int, cell: int) -> Location:
        """Return the location of a cell in the row that starts on a line."""

    @cached_property
    def index(self) -> dict[str, int]:
        """The number of each column, from 0."""
        return {column: number for number, column in enumerate(self.columns)}


@frozen(eq=False)
class _TextContext(RowContext):
    """The data that all rows of delimited text share."""

    text: FileText
    dialect: Dialect

    @property
    def file(self) -> str:
        return self.text.file

    def location(self, line: int, cell: int) -> Location:
        """Return the location of a cell in the row that starts on a line; of the last cell if there are fewer cells."""
        starts = _cells(self.text, self.text.start_of(line), self.dialect).starts
        return self.text.location(starts[min(cell, len(starts) - 1)])


@frozen
class CsvTable:
    """A table of text cells.

    Attributes:
        file: The path of the file, as the user wrote it.
        columns: The names of the columns.
        rows: The rows in order, including those that can't be read, each with its problem.
        nameless: The columns without a name in the file; their names are their positions, such as ``column 3``.
        delimiter: The character between two cells, if it is not that of the dialect.
        originals: The names of columns that the file has in capital letters, by those of the publisher.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[CsvRow, ...] = field(repr=False)
    nameless: frozenset[str] = frozenset()
    delimiter: str | None = None
    originals: Mapping[str, str] = field(factory=dict[str, str])


def read_table(
    data: bytes, file: str, dialect: Dialect, needed: tuple[str, ...] = (), limits: Limits = LIMITS
) -> CsvTable:
    """Parse a table: a header, unless the dialect names the columns, and one row per line.

    The cells may have another delimiter than that of the dialect, and the names of columns other capital letters.

    Args:
        data: The content of the file, in UTF-8, with or without a byte order mark, or in the encoding of the dialect.
        file: The name of the file, for locations.
        dialect: The dialect of the file.
        needed: The required columns.
        limits: The maximum size of the file.

    Raises:
        InvalidCorpus: If the bytes are not valid text (AK001, AK002, AK006) or damaged (AK801), if a quotation mark is
            not closed (AK802), or if the file is empty, or columns are missing or have the same name (AK803).
    """
    text = _decoded(data, file, dialect, limits)
    lines = LINE_END.split(text.content)
    while lines and not lines[-1].strip(" "):
        lines.pop()
    if not lines:
        hint = "download the file again from its publisher"
        raise InvalidCorpus([loading.COLUMNS.problem("the file is empty", location=Location(file), hint=hint)])
    delimiter = _delimiter_of(lines[0], dialect, needed)
    rows = _split(text, lines, evolve(dialect, delimiter=delimiter))
    first = next(rows)
    header = _header(text, first, dialect, needed)
    columns, nameless = named(header.names)
    table = _TextContext(columns, text, evolve(dialect, delimiter=delimiter))
    return CsvTable(
        file,
        columns,
        tuple(_row(table, *cells) for cells in (rows if header.from_row else chain([first], rows))),
        nameless,
        delimiter=None if delimiter == dialect.delimiter else delimiter,
        originals=dict(header.originals),
    )


def named(names: Sequence[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the names of columns, and those of columns without a name: their positions, such as ``column 3``."""
    columns = tuple(name or f"column {position}" for position, name in enumerate(names, 1))
    return columns, frozenset(column for column, name in zip(columns, names, strict=True) if not name)


def _delimiter_of(first: str, dialect: Dialect, needed: tuple[str, ...]) -> str:
    """Return the delimiter of a table with this first line: that of the dialect, if the line is valid with it."""
    wanted = {name.lower() for name in needed}

    def fits(delimiter: str) -> bool:
        cells = next(csv.reader([first], delimiter=delimiter))
        if dialect.columns:
            return len(header_of_list(cells, dialect.columns).names) == len(cells)
        return not wanted.isdisjoint(cell.lower() for cell in cells)

    return next(filter(fits, dict.fromkeys((dialect.delimiter, *_DELIMITERS))), dialect.delimiter)


def _decoded(data: bytes, file: str, dialect: Dialect, limits: Limits) -> FileText:
    """Decode bytes; raise InvalidCorpus if a character was lost in an earlier conversion."""
    encoding = dialect.encoding
    if encoding and not _is_utf8(data):
        try:
            if codecs.lookup(encoding).name not in _UTF8:
                data = data.decode(encoding).encode()
        except UnicodeDecodeError as error:
            before = data[: error.start].decode(encoding, errors="replace")
            message = (
                f"the file must be in UTF-8 or {encoding}, but the byte 0x{data[error.start]:02X} here is in neither"
            )
            location = FileText(file, before).location(len(before))
            raise InvalidCorpus([reading.ENCODING.problem(message, location=location)]) from None
        except (LookupError, ValueError):  # ValueError if the name has a NUL character
            raise UnusableFile(unknown_encoding(file, encoding)) from None
    text = decode(data, file, limits)
    lost = [match.start() for match in re.finditer(_REPLACEMENT, text.content)]
    if lost:
        message = "got U+FFFD: a program that read the file in a wrong encoding lost this character"
        raise InvalidCorpus(
            loading.DAMAGED.problem(message, location=text.location(index)) for index in lost[: limits.problems]
        )
    return text


def unknown_encoding(file: str, encoding: str) -> str:
    """Return the message for the name of an encoding that Python does not know."""
    return f"{file} can't be read: unknown encoding {quote(encoding)}; use another one, such as 'cp1252'"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@frozen
class _Cells:
    """The cells of a row, the index at which each starts, the end of the row, and an error: its index and message."""

    cells: list[str]
    starts: list[int]
    end: int
    error: tuple[int, str] | None = None


def _split(text: FileText, lines: list[str], dialect: Dialect) -> Iterator[tuple[int, list[str], Problem | None]]:
    """Yield the rows: the line, from 1, the cells, and the problem of the quotation marks."""
    number, delimiter, mark = 0, dialect.delimiter, '"' if dialect.quoted else None
    while number < len(lines):
        line = number + 1
        if mark is None or mark not in lines[number]:
            yield line, lines[number].split(delimiter), None
            number += 1
            continue
        row = _cells(text, text.start_of(line), dialect)
        problem = None
        if row.error:
            index, message = row.error
            problem = loading.QUOTES.problem(message, location=text.location(index))
        yield line, row.cells, problem
        number = text.line_of(row.end)  # the line on which the row ends, from 1: the index of the next line


def _cells(text: FileText, start: int, dialect: Dialect) -> _Cells:
    """Return the cells of the row that starts at an index.

    Raises:
        InvalidCorpus: If a quotation mark is not closed, so that the end of the row is unknown.
    """
    content, delimiter = text.content, dialect.delimiter
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    cells: list[str] = []
    starts: list[int] = []
    error: tuple[int, str] | None = None
    index = start
    while True:
        starts.append(index)
        quoted = _QUOTED.match(content, index) if dialect.quoted else None
        if dialect.quoted and not quoted and content.startswith('"', index):
            message = "this quotation mark is not closed"
            raise InvalidCorpus([loading.QUOTES.problem(message, location=text.location(index))])
        after = quoted.end() if quoted else index
        index = cast("re.Match[str]", plain.match(content, after)).end()  # it can match the empty text
        rest = content[after:index]
        cells.append(quoted[1].replace('""', '"') if quoted else rest)
        if quoted and rest:
            error = error or (
                after,
                f"expected {quote(delimiter)} or the end of the line after a quoted cell",
            )
        elif dialect.quoted and '"' in rest:
            error = error or (after + rest.index('"'), "a cell with a quotation mark must start with one")
        if not content.startswith(delimiter, index):
            return _Cells(cells, starts, index, error)
        index += len(delimiter)


def _header(
    text: FileText, first: tuple[int, list[str], Problem | None], dialect: Dialect, needed: tuple[str, ...]
) -> ColumnNames:
    """Return the names of the columns; some may be empty."""
    line, cells, problem = first
    if dialect.columns:
        return header_of_list(cells, dialect.columns)
    if problem:
        raise InvalidCorpus([problem])
    header = header_of(cells, needed, dialect.known)
    if messages := header_messages(header.names, needed):
        location = text.location(text.start_of(line))
        raise InvalidCorpus(loading.COLUMNS.problem(message, location=location) for message in messages)
    return header


def _row(table: _TextContext, line: int, cells: list[str], problem: Problem | None) -> CsvRow:
    wanted = len(table.columns)
    if not problem and len(cells) != wanted:
        message = f"the row must have {counted(wanted, 'cell')}, one per column, got {len(cells)}"
        problem = loading.CELLS.problem(message, location=table.location(line, wanted))
    return CsvRow(line, cells, problem, table=table)
