"""Delimited text, such as CSV, to rows of cells, each of which knows its place; what a cell means is not asked."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final, cast

from attrs import field, frozen

from alliancekit.errors import InvalidCorpus, Location, Problem, UnusableFile
from alliancekit.formats._text import LIMITS, LINE_END, FileText, Limits, decode
from alliancekit.messages import counted, quote
from alliancekit.rules import loading, reading

_LOST: Final = "\N{REPLACEMENT CHARACTER}"
_QUOTED: Final = re.compile('"([^"]*(?:""[^"]*)*)"')
_UTF8: Final = ("utf-8", "utf-8-sig")
"""What the encoding is called that files are in anyway."""
_DELIMITERS: Final = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
"""What separates cells, as messages call it."""
_FEW: Final = 12
"""How many columns a message lists."""


@frozen(kw_only=True)
class Dialect:
    """How a table is written.

    Attributes:
        delimiter: The character between two cells.
        quoted: Whether a cell may stand between quotation marks, as RFC 4180 has it.
        columns: The names of the columns, where the table doesn't begin with them.
        encoding: The encoding of a file that is not in UTF-8; none: it must be.
    """

    delimiter: str = ","
    quoted: bool = True
    columns: tuple[str, ...] = ()
    encoding: str | None = None


@frozen(eq=False, repr=False)
class CsvRow(Mapping[str, str]):
    """A row of a table: the text of each cell by the name of its column, as the file has it.

    Attributes:
        line: Its first line in the file, from 1.
        cells: The text of its cells.
        problem: Why it can't be read; its cells may then be in the wrong columns.
    """

    line: int
    cells: list[str]
    problem: Problem | None = None
    _table: "_RowContext" = field(alias="table", kw_only=True)

    @property
    def file(self) -> str:
        """The file as the user named it."""
        return self._table.text.file

    def location(self, column: str | None = None) -> Location:
        """Return where a cell begins; of none, where the row does."""
        number = 0 if column is None else self._table.index[column]
        return self._table.place(self.line, number)

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
        """Return the place of the row, and its cells."""
        return f"<CsvRow {self.file}:{self.line} {dict(self)}>"


@frozen(eq=False)
class _RowContext:
    """What the rows of a table share."""

    text: FileText
    dialect: Dialect
    columns: tuple[str, ...]

    @cached_property
    def index(self) -> dict[str, int]:
        """The number of each column, from 0."""
        return {column: number for number, column in enumerate(self.columns)}

    def place(self, line: int, cell: int) -> Location:
        """Return where a cell of the row that begins on a line begins; past the last cell, the last one."""
        starts = _cells(self.text, self.text.start_of(line), self.dialect).starts
        return self.text.location(starts[min(cell, len(starts) - 1)])


@frozen
class CsvTable:
    """A table as text.

    Attributes:
        file: The file as the user named it.
        columns: The names of its columns.
        rows: Its rows, in their order; those that can't be read too, each with its problem.
        nameless: The columns that have no name in the file; they are called by their place, such as ``column 3``.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[CsvRow, ...] = field(repr=False)
    nameless: frozenset[str] = frozenset()


def read_table(
    data: bytes, file: str, dialect: Dialect, needed: tuple[str, ...] = (), limits: Limits = LIMITS
) -> CsvTable:
    """Read a table: a header, unless the dialect names the columns, and a row each line.

    Args:
        data: Its bytes, in UTF-8, with or without a byte order mark, or else in the encoding of the dialect.
        file: Its name, for the places of problems.
        dialect: How it is written.
        needed: The columns that it must have.
        limits: How large it may be.

    Raises:
        InvalidCorpus: If the bytes are no text (AK001, AK002, AK006) or damaged (AK801), if a quotation mark is never
            closed (AK802), or if it is empty, its cells are separated by another character, or columns are missing or
            have the same name (AK803).
    """
    text = _decoded(data, file, dialect, limits)
    lines = LINE_END.split(text.content)
    while lines and not lines[-1].strip(" "):
        lines.pop()
    if not lines:
        hint = "get the file anew from its publisher"
        raise InvalidCorpus([loading.COLUMNS.problem("the file is empty", location=Location(file), hint=hint)])
    _demand_delimiter(text, lines[0], dialect, needed)
    rows = _split(text, lines, dialect)
    header = dialect.columns or _header(text, next(rows), needed)
    columns = tuple(name or f"column {place}" for place, name in enumerate(header, 1))
    table = _RowContext(text, dialect, columns)
    nameless = frozenset(column for column, name in zip(columns, header, strict=True) if not name)
    return CsvTable(file, columns, tuple(_row(table, *cells) for cells in rows), nameless)


def _demand_delimiter(text: FileText, first: str, dialect: Dialect, needed: tuple[str, ...]) -> None:
    """Refuse a table whose first line makes sense if another character separates its cells, and only then."""

    def fits(delimiter: str) -> bool:
        cells = [cell.strip('"') for cell in first.split(delimiter)]
        return len(cells) == len(dialect.columns) if dialect.columns else not set(needed).isdisjoint(cells)

    found = next(filter(fits, _DELIMITERS), dialect.delimiter)
    if found != dialect.delimiter and not fits(dialect.delimiter):
        wanted = _DELIMITERS.get(dialect.delimiter, quote(dialect.delimiter))
        message = f"the cells must be separated by {wanted}, but are by {_DELIMITERS[found]}"
        hint = f"save the file with {wanted} between the cells"
        raise InvalidCorpus([loading.COLUMNS.problem(message, location=text.location(0), hint=hint)])


def _decoded(data: bytes, file: str, dialect: Dialect, limits: Limits) -> FileText:
    """Return bytes as text without a lost character."""
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
            place = FileText(file, before).location(len(before))
            raise InvalidCorpus([reading.ENCODING.problem(message, location=place)]) from None
        except (LookupError, ValueError):  # the latter if no name can be like that
            message = f"{file} can't be read: no encoding is called {quote(encoding)}; write 'cp1252' or another one"
            raise UnusableFile(message) from None
    text = decode(data, file, limits)
    lost = [found.start() for found in re.finditer(_LOST, text.content)]
    if lost:
        message = (
            "the character U+FFFD stands here: a program that read the file in a wrong encoding lost what stood here"
        )
        raise InvalidCorpus(
            loading.DAMAGED.problem(message, location=text.location(index)) for index in lost[: limits.problems]
        )
    return text


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@frozen
class _Cells:
    """The cells of a row, where each begins, where the row ends, and what is wrong with it: place and message."""

    cells: list[str]
    starts: list[int]
    end: int
    wrong: tuple[int, str] | None = None


def _split(text: FileText, lines: list[str], dialect: Dialect) -> Iterator[tuple[int, list[str], Problem | None]]:
    """Yield the rows: the line, from 1, the cells, and what is wrong with the quotation marks."""
    number, delimiter, mark = 0, dialect.delimiter, '"' if dialect.quoted else None
    while number < len(lines):
        line = number + 1
        if mark is None or mark not in lines[number]:
            yield line, lines[number].split(delimiter), None
            number += 1
            continue
        found = _cells(text, text.start_of(line), dialect)
        problem = None
        if found.wrong:
            index, message = found.wrong
            problem = loading.QUOTES.problem(message, location=text.location(index))
        yield line, found.cells, problem
        number = text.line_of(found.end)  # of the line on which the row ends


def _cells(text: FileText, start: int, dialect: Dialect) -> _Cells:
    """Return the cells of the row that begins at an index.

    Raises:
        InvalidCorpus: If a quotation mark is never closed: where the row ends can't be told then.
    """
    content, delimiter = text.content, dialect.delimiter
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    cells: list[str] = []
    starts: list[int] = []
    wrong: tuple[int, str] | None = None
    index = start
    while True:
        starts.append(index)
        quoted = _QUOTED.match(content, index) if dialect.quoted else None
        if dialect.quoted and not quoted and content.startswith('"', index):
            message = "the quotation mark that stands here is never closed"
            raise InvalidCorpus([loading.QUOTES.problem(message, location=text.location(index))])
        after = quoted.end() if quoted else index
        index = cast("re.Match[str]", plain.match(content, after)).end()  # it matches nothing too
        rest = content[after:index]
        cells.append(quoted[1].replace('""', '"') if quoted else rest)
        if quoted and rest:
            wrong = wrong or (
                after,
                f"after a cell between quotation marks must come {quote(delimiter)} or the line's end",
            )
        elif dialect.quoted and '"' in rest:
            wrong = wrong or (after + rest.index('"'), "a quotation mark must not stand inside a cell that none begins")
        if not content.startswith(delimiter, index):
            return _Cells(cells, starts, index, wrong)
        index += len(delimiter)


def _header(text: FileText, first: tuple[int, list[str], Problem | None], needed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the columns, which stand on the first line; some may have none."""
    line, cells, problem = first
    if problem:
        raise InvalidCorpus([problem])
    repeated = [name for name, times in Counter(cells).items() if times > 1 and name]
    missing = [name for name in needed if name not in cells]
    messages: list[str] = []
    if repeated:
        names = ", ".join(map(quote, repeated))
        messages.append(f"each column must have a name of its own, but more than one is called {names}")
    if missing:
        messages.append(f"the table must have the columns {', '.join(missing)}, has {_named(cells)}")
    if messages:
        place = text.location(text.start_of(line))
        raise InvalidCorpus(loading.COLUMNS.problem(message, location=place) for message in messages)
    return tuple(cells)


def _named(cells: list[str]) -> str:
    """Return what a message says of the columns that are there."""
    if len(cells) <= _FEW:
        return ", ".join(map(quote, cells))
    return f"{counted(len(cells), 'column')} from {quote(cells[0])} to {quote(cells[-1])}"


def _row(table: _RowContext, line: int, cells: list[str], problem: Problem | None) -> CsvRow:
    wanted = len(table.columns)
    if not problem and len(cells) != wanted:
        message = f"the row must have {counted(wanted, 'cell')}, as the table has columns, has {len(cells)}"
        problem = loading.CELLS.problem(message, location=table.place(line, wanted))
    return CsvRow(line, cells, problem, table=table)
