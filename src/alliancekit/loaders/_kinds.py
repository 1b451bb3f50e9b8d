"""What a file seems to be if it is no file of the data set: a file of another format, or of another data set."""

import gzip
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import BytesIO
from typing import Final
from zipfile import ZipFile

from attrs import frozen

from alliancekit.errors import InvalidCorpus, Location
from alliancekit.formats import StataFile
from alliancekit.loaders._data_sets import DataSet
from alliancekit.messages import listed
from alliancekit.rules import loading

_SAVE: Final = "save its table as CSV, and load that"
_SAVE_IN_R: Final = "save its table in R with write.csv, and load that"
_UNPACK: Final = "unpack it, and load the file in it"
_CORPUS: Final = "a corpus is loaded with alliancekit.load"

_TABLES: Final = (".csv", ".tsv", ".txt", ".dat", ".dta")
"""The endings of files that loaders may read."""

_START: Final = 4096
"""The number of bytes in which the first line of a file in an archive is looked for."""


@frozen
class _OtherFormat:
    """A format that loaders do not read.

    Attributes:
        name: The format, with an article.
        advice: What to do.
        columns: The names of the columns of its table, as far as they are known.
    """

    name: str
    advice: str
    columns: tuple[str, ...] = ()


def refuse_other_formats(data: bytes, file: str, data_set: DataSet) -> None:
    """Raise InvalidCorpus if a file has a format that loaders do not read.

    Args:
        data: Its content.
        file: Its name, for locations.
        data_set: The data set of the loader.
    """
    if other := _format_of(data, data_set):
        hints = (other.advice, other_loader(other.columns, data_set))
        message = f"the file must be a text file or a Stata file of {data_set.name}, got {other.name}"
        problem = loading.COLUMNS.problem(message, hint="; ".join(filter(None, hints)), location=Location(file))
        raise InvalidCorpus([problem])


def wrong_data_set(file: str, data_set: DataSet, what: str, hint: str) -> InvalidCorpus:
    """Return the error for a file of another data set.

    Args:
        file: The name of the file, for the location.
        data_set: The data set of the loader.
        what: What the file has, such as ``the columns``.
        hint: The loader of the file.
    """
    message = f"the file must be a file of {data_set.name}, got {what} of another data set"
    return InvalidCorpus([loading.COLUMNS.problem(message, hint=hint, location=Location(file))])


def other_loader(names: Sequence[str], data_set: DataSet) -> str | None:
    """Return a hint with the loader of another data set whose file has these cells in its first line, or None.

    Args:
        names: The cells of the first line.
        data_set: The data set of the loader.
    """
    best = _data_sets_with(names)
    if not best or data_set.name in best:
        return None
    functions = " or ".join(f"loaders.{loader}" for loader in best.values())
    return f"it looks like {' or '.join(best)}: load it with {functions}"


def _data_sets_with(names: Sequence[str]) -> dict[str, str]:
    """Return the names of the data sets whose file may have these cells in its first line, with those of the loaders.

    If several match, those with the most columns are returned, since their columns may include the others'.
    """
    from alliancekit.loaders._all import DYAD_LOADERS, LOADERS

    lower = {name.lower() for name in names}
    line = "\t".join(names)
    loaders = {
        **{loader.data_set: loader.load.__name__ for loader in LOADERS.values()},
        **{loader.data_set: loader.load.__name__ for loader in DYAD_LOADERS.values()},
    }
    fitting = [
        about
        for about in loaders
        if (about.columns and lower.issuperset(map(str.lower, about.columns)))
        or (about.first_line and re.fullmatch(about.first_line, line))
    ]
    most = max((len(about.columns) for about in fitting), default=0)
    return {about.name: loaders[about] for about in fitting if len(about.columns) == most}


def names_of(source: bytes | StataFile) -> tuple[str, ...]:
    """Return the names in the first line of a text file, whatever its delimiter, or those of a Stata file."""
    if isinstance(source, StataFile):
        return source.columns
    line = source.partition(b"\n")[0].decode(errors="replace").rstrip("\r").removeprefix("\ufeff")
    return tuple(name.strip('"') for name in re.split(r"[,;\t|]", line))


def _format_of(data: bytes, data_set: DataSet) -> _OtherFormat | None:
    """Return the format of a file by its first bytes; None if it may be text or a Stata file."""
    for start, name, advice, look_into in _STARTS:
        if re.match(start, data):
            return (look_into and look_into(data, data_set)) or _OtherFormat(name, advice)
    return None


def _in_zip(data: bytes, data_set: DataSet) -> _OtherFormat | None:
    """Return what a zip archive is: the file of an office program, or an archive of tables; None if it is damaged."""
    with suppress(Exception):  # zipfile raises errors of many kinds for a damaged archive
        archive = ZipFile(BytesIO(data))
        names = archive.namelist()
        for part, name in _OFFICE_PARTS:
            if part in names:
                return _OtherFormat(name, _SAVE)
        return _in_archive(archive, data_set)
    return None


def _in_archive(archive: ZipFile, data_set: DataSet) -> _OtherFormat:
    """Return the tables in a zip archive: those of the data set, or else all."""
    tables = dict[str, tuple[str, ...]]()
    for path in archive.namelist():
        hidden = path.startswith("__MACOSX/")  # macOS saves the attributes of a.csv as __MACOSX/._a.csv
        if path.lower().endswith(_TABLES) and not hidden:
            with archive.open(path) as file:
                tables[path] = names_of(file.read(_START))
    if not tables:
        return _OtherFormat("a zip archive without a .csv, .txt or .dta file", "get the table from its publisher")
    files = {name.lower() for name in data_set.files}
    named = [path for path in tables if path.rpartition("/")[2].lower() in files]
    fitting = named or [path for path, columns in tables.items() if data_set.name in _data_sets_with(columns)]
    columns = () if fitting or len(tables) > 1 else next(iter(tables.values()))
    return _OtherFormat("a zip archive", f"unpack it, and load {listed(tuple(fitting or tables))}", columns)


def _in_gzip(data: bytes, data_set: DataSet) -> _OtherFormat | None:
    """Return what a gzip file has: data of R, or any other file; None if it is damaged."""
    with suppress(Exception):  # gzip raises errors of many kinds for a damaged file
        start = gzip.GzipFile(fileobj=BytesIO(data)).read(_START)
        return _format_of(start, data_set) or _OtherFormat("a gzip file", _UNPACK, names_of(start))
    return None


def _in_parquet(data: bytes, _: DataSet) -> _OtherFormat | None:
    """Return the columns of a Parquet file; None if it is damaged, or polars is not installed."""
    with suppress(Exception):  # for a damaged file, polars raises errors of many kinds
        from alliancekit._polars import pl

        return _OtherFormat("a Parquet file", _SAVE, tuple(pl.read_parquet_schema(BytesIO(data))))
    return None


_OFFICE_PARTS: Final = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("xl/workbook.bin", "an Excel workbook"),
    ("[Content_Types].xml", "a file of Microsoft Office"),
    ("content.xml", "an OpenDocument spreadsheet"),
)
"""Files in the zip archives that office programs save, each with the format of the archive."""

_STARTS: Final[tuple[tuple[bytes, str, str, Callable[[bytes, DataSet], _OtherFormat | None] | None], ...]] = (
    (rb"PAR1", "a Parquet file", _SAVE, _in_parquet),
    (rb"ARROW1", "an Arrow file", _SAVE, None),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an .xls file of an early version of Excel", _SAVE, None),
    (rb"RD[AX][23]\n|[XA]\n(?:\0\0\0|[23]\n)", "a data file of R", _SAVE_IN_R, None),
    (rb"\$FL[23]", "an SPSS file", _SAVE, None),
    (rb"\0{12}\xc2\xea\x81\x60\xb3\x14\x11\xcf", "a SAS file", _SAVE, None),
    (rb"SQLite format 3\0", "an SQLite database", _SAVE, None),
    (rb"PK(?:\x03\x04|\x05\x06)", "a zip archive", _UNPACK, _in_zip),
    (rb"\x1f\x8b", "a gzip file", _UNPACK, _in_gzip),
    (rb"BZh[1-9]|\xfd7zXZ\0|7z\xbc\xaf\x27\x1c|Rar!", "a compressed file", _UNPACK, None),
    (rb"%PDF-", "a PDF document", "get the table from its publisher", None),
    (rb"(?i:\s*<(?:!doctype html|html))", "a web page", "download the file itself from its publisher", None),
    (rb"\s*[{\[]", "a JSON file", _CORPUS, None),
    (rb"(?:#.*\n|\s)*alliancekit:\s", "a YAML file", _CORPUS, None),
)
"""Patterns of the first bytes of files, each with the format, what to do, and a function that looks into the file."""
