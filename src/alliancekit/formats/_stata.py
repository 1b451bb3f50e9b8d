"""Parse Stata files (``.dta``) to rows of text cells, with pandas.

A number becomes the shortest text that Stata would show for it: 3, not 3.0, and 1053.1 for the float nearest to it.
"""

import datetime as dt
import re
import warnings
from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from struct import pack, unpack
from typing import TYPE_CHECKING, Final, cast

from attrs import field, frozen

from alliancekit.errors import InvalidCorpus, Location, MissingExtra, UnusableFile
from alliancekit.formats._csv import CsvRow, CsvTable, Dialect, RowContext, named, unknown_encoding
from alliancekit.formats._headers import header_messages, header_of, header_of_list
from alliancekit.messages import quote
from alliancekit.rules import loading, reading

if TYPE_CHECKING:
    import pandas as pd

_TAGGED: Final = re.compile(rb"<stata_dta><header><release>([0-9]{3})</release>")
"""The start of a file of Stata 13 or later."""
_BINARY: Final = re.compile(rb"[\x66-\x73][\x01\x02]\x01\x00", re.DOTALL)
"""The start of a file of an earlier version: its number, the order of bytes, the type of file and a null byte."""
_UNICODE: Final = 118
"""The first version whose text is in UTF-8."""
_FIRST_DAY: Final = dt.datetime(1960, 1, 1)  # noqa: DTZ001 - a date has no zone
_LARGEST_SINGLE: Final = 3e38
"""A number below the largest float of 32 bits."""


@frozen
class StataFile:
    """The content of a Stata file as text.

    Attributes:
        file: The path of the file, as the user wrote it.
        columns: The names of the columns.
        cells: The text of the cells, by column; empty for a missing value without a letter, and ``.a`` for one with it.
        labels: The labels of the numbers in a column, by the text of the number.
    """

    file: str
    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...] = field(repr=False)
    labels: Mapping[str, Mapping[str, str]] = field(repr=False)

    def table(self, dialect: Dialect, needed: tuple[str, ...]) -> CsvTable:
        """Return the table, with the names of the publisher.

        Args:
            dialect: The dialect of the publisher's text file, for the names of the columns if that has no header.
            needed: The required columns.

        Raises:
            InvalidCorpus: If columns are missing or have the same name (AK803).
        """
        by_position = dialect.columns and not {*dialect.columns} <= {name.lower() for name in self.columns}
        if by_position:
            header = header_of_list(self.columns, dialect.columns)
            missing = len(header.names) != len(self.columns)
            messages = header_messages(self.columns, dialect.columns) if missing else []
        else:
            header = header_of(self.columns, needed or dialect.columns, dialect.known)
            messages = header_messages(header.names, needed)
        if messages:
            location = Location(self.file)
            raise InvalidCorpus(loading.COLUMNS.problem(message, location=location) for message in messages)
        columns, nameless = named(header.names)
        context = _StataContext(columns, self.file)
        rows = enumerate(zip(*self.cells, strict=True), 1)
        return CsvTable(
            self.file,
            columns,
            tuple(CsvRow(number, list(cells), table=context) for number, cells in rows if any(cells)),
            nameless,
            originals=dict(header.originals),
        )


@frozen(eq=False)
class _StataContext(RowContext):
    """The data that all rows of a Stata file share."""

    path: str

    @property
    def file(self) -> str:
        return self.path

    def location(self, line: int, cell: int) -> Location:  # noqa: ARG002 - a row of a Stata file has no columns of characters
        return Location(self.path, row=line)


def is_stata(data: bytes) -> bool:
    """Return whether a file begins as Stata files of any version do."""
    return bool(_TAGGED.match(data) or _BINARY.match(data))


def read_stata(data: bytes, file: str, encoding: str | None = None) -> StataFile:
    """Parse a Stata file.

    Args:
        data: The content of the file.
        file: The name of the file, for locations.
        encoding: The encoding of the text, for files of Stata 13 and earlier. None: cp1252, as on Windows.

    Raises:
        InvalidCorpus: If the file is damaged (AK002), or its text is in another encoding (AK001).
        MissingExtra: If pandas is not installed.
    """
    MissingExtra.demand("Stata files need", "stata", "pandas")
    tagged = _TAGGED.match(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", UnicodeWarning)
        try:
            frame, shown = _frames(data)
        except UnicodeWarning:
            message = "the text of a Stata file of version 118 or later must be in UTF-8"
            raise InvalidCorpus([reading.ENCODING.problem(message, location=Location(file))]) from None
        except Exception as error:  # noqa: BLE001 - for a damaged file, pandas raises errors of many kinds
            message = f"the file can't be read as a Stata file: {quote(str(error))}"
            hint = "get the file from its publisher again"
            raise InvalidCorpus([reading.SYNTAX.problem(message, location=Location(file), hint=hint)]) from None
    texts = _CellTexts(None if tagged and int(tagged[1]) >= _UNICODE else encoding or "cp1252", file)
    names = tuple(texts[str(name)] for name in frame.columns)
    cells: list[tuple[str, ...]] = []
    labels: dict[str, Mapping[str, str]] = {}
    for at, name in enumerate(names):
        values = _values(frame.iloc[:, at])
        column = tuple(texts[value] for value in values)
        as_shown = shown.iloc[:, at]
        if as_shown.dtype == "category":
            pairs = zip(column, _values(as_shown), strict=True)
            labels[name] = {number: texts[label] for number, label in pairs if isinstance(label, str)}
        elif as_shown.dtype.kind == "M":
            column = _days(values, _values(as_shown)) or column
        cells.append(column)
    _refuse_lost(file, cells)
    return StataFile(file, names, tuple(cells), labels)


def _frames(data: bytes) -> tuple["pd.DataFrame", "pd.DataFrame"]:
    """Return the numbers of a file with marks for missing values, and its labels and dates."""
    import pandas as pd

    numbers = pd.read_stata(BytesIO(data), convert_categoricals=False, convert_dates=False, convert_missing=True)
    try:
        return numbers, pd.read_stata(BytesIO(data), order_categoricals=False)
    except (ValueError, OverflowError):  # labels that repeat, or numbers that are no dates: the numbers remain
        return numbers, numbers


def _values(column: "pd.Series[float]") -> list[object]:
    """Return the values of a column, with texts for missing values: nothing, or their letter, such as ``.a``."""
    values = cast("list[object]", column.tolist())
    if column.dtype != object:
        return values
    # An object of pandas stands for a missing value; its public attribute `string` is its text in Stata.
    return [
        cast("str", getattr(value, "string", value)).rstrip(".") if hasattr(value, "string") else value
        for value in values
    ]


def _days(numbers: Sequence[object], dates: Sequence[object]) -> tuple[str, ...] | None:
    """Return days in ISO 8601; None if the numbers are not the days since 1960, as Stata counts them.

    A year or a month in one of the other formats of Stata must not become a day.
    """
    texts: list[str] = []
    for number, date in zip(numbers, dates, strict=True):
        if isinstance(number, str):
            texts.append(number)
            continue
        day = cast("dt.datetime", date)
        if (day - _FIRST_DAY).days != number:
            return None
        texts.append(day.date().isoformat())
    return tuple(texts)


def _refuse_lost(file: str, cells: Sequence[Sequence[str]]) -> None:
    """Raise InvalidCorpus if a character was lost in an earlier conversion."""
    lost = sorted(
        {row for column in cells for row, cell in enumerate(column, 1) if "\N{REPLACEMENT CHARACTER}" in cell}
    )
    if lost:
        message = "got U+FFFD: a program that read the file in a wrong encoding lost this character"
        raise InvalidCorpus(loading.DAMAGED.problem(message, location=Location(file, row=row)) for row in lost)


class _CellTexts(dict[object, str]):
    """The texts of values, each made once."""

    def __init__(self, encoding: str | None, file: str) -> None:
        super().__init__()
        self._encoding = encoding
        self._file = file

    def __missing__(self, value: object) -> str:
        text = self[value] = _number(value) if isinstance(value, int | float) else self._decoded(str(value))
        return text

    def _decoded(self, text: str) -> str:
        """Decode the text of an early version, which pandas reads as Latin-1."""
        if self._encoding is None or text.isascii():
            return text
        try:
            return text.encode("latin-1").decode(self._encoding)
        except UnicodeError:
            message = f"the text must be in {self._encoding}, got {quote(text)}"
            hint = "pass its encoding, such as encoding='latin-1' or 'mac_roman'"
            location = Location(self._file)
            raise InvalidCorpus([reading.ENCODING.problem(message, location=location, hint=hint)]) from None
        except LookupError:
            raise UnusableFile(unknown_encoding(self._file, self._encoding)) from None


def _number(number: float) -> str:
    """Return the shortest text of a number, as a float of 32 bits if it is one."""
    if isinstance(number, int):
        return str(number)
    digits = repr(number)
    if abs(number) < _LARGEST_SINGLE and _single(digits) == number:  # nine digits identify each float of 32 bits
        digits = next(text for text in (f"{number:.{n}g}" for n in range(1, 10)) if _single(text) == number)
    text = f"{Decimal(digits):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _single(text: str) -> float:
    """Return the float of 32 bits that is nearest to a number."""
    single: float
    (single,) = unpack("f", pack("f", float(text)))
    return single
