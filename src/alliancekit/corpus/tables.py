"""Corpora as Parquet files: a table a type, in the layout that `alliancekit.columns` reads off its fields."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from os import PathLike, fspath
from pathlib import Path as FilePath
from typing import Final, TypeAlias, cast

from attrs import evolve, frozen

from alliancekit import convert
from alliancekit.columns import doubtful
from alliancekit.columns._polars import pl
from alliancekit.columns.layout import (
    LAYOUT,
    LAYOUT_KEY,
    TYPE_KEY,
    VERSION_KEY,
    differences,
    frame,
    metadata,
    plain,
    records,
)
from alliancekit.errors import Location, Problem, UnusableFile
from alliancekit.formats import TABLE, Limits, corpus_files, is_folder, is_table, path_of, read_bytes, write_folder
from alliancekit.models import KINDS, MODELS, Entry
from alliancekit.models.document import READABLE, VERSION
from alliancekit.rules._words import listed, near, quote
from alliancekit.rules.reading import LIMIT, SYNTAX
from alliancekit.rules.shape import CHOICE, MISSING
from alliancekit.text import shown_path

ROWS: Final = 100_000
"""How many rows a row group has, and how many records are made at a time.

Where row groups of another size are cut across, they are decompressed twice.
"""

_MARK: Final = b"PAR1"
"""With what a Parquet file begins."""

_MARK_ONLY: Final = Limits(size=len(_MARK) - 1)
"""With these limits as much of a file is read as to see how it begins."""

_UNREADABLE: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException)

_ANEW: Final = "write it anew with Corpus.to_parquet, or copy it again"

Source: TypeAlias = FilePath | bytes
"""A Parquet file, or all that it holds."""


@frozen
class Row:
    """A row that makes no record.

    Attributes:
        model: The type of the record that it should make.
        id: The id that stands there, right or wrong.
        problems: What is wrong with it, in the record that it should make.
    """

    model: type[Entry]
    id: str | None
    problems: tuple[Problem, ...]


def rows(source: Source, limits: Limits | None = None) -> Iterator[Entry | Row | Problem]:
    """Yield the records of a table, in their order, and rows that make none; or what is wrong with the table.

    Args:
        source: The file, which is read piece by piece, or all that it holds.
        limits: How large it may be; without, it may have any size.

    Raises:
        UnusableFile: If there is no such file, or it can't be read.
    """
    return (found for part in _parts(source, limits) for found in part.found)


def scan(files: Iterable[FilePath]) -> Iterator[Entry | Problem]:
    """Yield the records of tables, and their problems, each at its file and row."""
    for file in files:
        number = 0
        for part in _parts(file):
            yield from part.sound or _located(part.found, fspath(file), number)
            number += len(part.found)


def _located(found: Iterable[Entry | Row | Problem], file: str, number: int) -> Iterator[Entry | Problem]:
    """Yield records, and problems at their file and row; so many rows come before."""
    for row, each in enumerate(found, number + 1):
        if isinstance(each, Row):
            yield from (evolve(problem, location=Location(file, row=row)) for problem in each.problems)
        elif isinstance(each, Problem):
            yield evolve(each, location=Location(file))
        else:
            yield each


@frozen
class _Part:
    """What some rows of a table make, or what is wrong with the table.

    Attributes:
        found: Records, rows that make none, and problems.
        sound: The same if all are records, so that nobody has to look at each; otherwise nothing.
    """

    found: Sequence[Entry | Row | Problem]
    sound: Sequence[Entry] = ()


def _parts(source: Source, limits: Limits | None = None) -> Iterator[_Part]:
    table = table_of(source, limits)
    if not isinstance(table, Table):
        yield _Part(table)
        return
    number = 0
    try:
        for part in table.parts():
            yield _made(table.model, part)
            number += len(part)
    except _UNREADABLE:
        yield _Part([SYNTAX.problem(f"the table is damaged: nothing after row {number} can be read", hint=_ANEW)])


def may_hold(source: Source, name: str) -> frozenset[str]:
    """Return the kinds of the records that may stand in a table, which can't be read as a whole.

    The metadata at the end of the file say its type; if they can't be read, the name that `write` gives a file does.

    Args:
        source: The file, or all that it holds.
        name: The name of the file.

    Returns:
        One kind, such as ``treaty``; all of them where neither says a type.
    """
    opened = BytesIO(source) if isinstance(source, bytes) else source
    types = [FilePath(name).stem]
    with suppress(*_UNREADABLE):
        types.insert(0, pl.read_parquet_metadata(opened).get(TYPE_KEY, ""))
    for type_ in types:
        if type_ in MODELS:
            return frozenset({MODELS[type_].__name__.lower()})
    return frozenset(KINDS)


def table_files(paths: Iterable[str | PathLike[str]]) -> list[FilePath]:
    """Return the tables of paths: a file is taken for one, whatever its name; of a folder its Parquet files are.

    Raises:
        UnusableFile: If no path is given, or a folder has no table.
    """
    files = {file: None for path in map(path_of, paths) for file in _tables(path)}
    if not files:
        message = "no path is given; name a Parquet file or a folder"
        raise UnusableFile(message)
    return list(files)


def write(entries: Sequence[Entry], path: str | PathLike[str]) -> None:
    """Write records to a folder, a Parquet file a type; equal records in the same order give equal bytes.

    Args:
        entries: The records, in the order in which they are to stand.
        path: The folder; it is made if there is none.

    Raises:
        UnusableFile: If it can't be written there, or the folder holds other corpus files.
    """
    by_type = {name: [entry for entry in entries if type(entry) is model] for name, model in MODELS.items()}
    held = {name: of_type for name, of_type in by_type.items() if of_type} or {next(iter(MODELS)): []}
    write_folder(path_of(path), {f"{name}.parquet": _bytes(name, of_type) for name, of_type in held.items()})


def _bytes(name: str, entries: Sequence[Entry]) -> bytes:
    written = BytesIO()
    # Chunks would show in the bytes.
    frame(MODELS[name], entries).rechunk().write_parquet(written, metadata=metadata(name), row_group_size=ROWS)
    return written.getvalue()


def _tables(path: FilePath) -> list[FilePath]:
    """Return the tables of a folder; a file is taken for one, whatever its name."""
    if not is_folder(path):
        return [path]
    files = [file for file in corpus_files(path) if is_table(file)]
    if not files:
        message = f"{shown_path(path)} has no Parquet file ({TABLE})"
        raise UnusableFile(message)
    return files


@frozen
class Table:
    """A Parquet file whose columns are those of a type.

    Attributes:
        model: The type.
        height: How many rows it has.
    """

    model: type[Entry]
    height: int
    _held: pl.LazyFrame

    def parts(self) -> Iterator[pl.DataFrame]:
        """Yield the rows, so many at a time; to collect batches of them would hold several at once."""
        return (self._held.slice(start, ROWS).collect() for start in range(0, self.height, ROWS))


def table_of(source: Source, limits: Limits | None = None) -> Table | tuple[Problem, ...]:
    """Return the table of a file, or why it is none."""
    start = source if isinstance(source, bytes) else read_bytes(source, _MARK_ONLY)
    if limits and len(start) > limits.size:
        return (LIMIT.problem(f"a file must have at most {limits.size:,} bytes, this one has more"),)
    if not start.startswith(_MARK):
        return (SYNTAX.problem("the file is no Parquet file: it does not begin with PAR1", hint=_ANEW),)
    opened = BytesIO(source) if isinstance(source, bytes) else source
    try:
        said = pl.read_parquet_metadata(opened)
        lazy = pl.scan_parquet(opened, glob=False)
        schema = lazy.collect_schema()
        height = int(lazy.select(pl.len()).collect().item())
    except _UNREADABLE:
        return (SYNTAX.problem("the Parquet file is damaged, or its end is missing", hint=_ANEW),)
    if limits and height > limits.values:
        return (LIMIT.problem(f"a table must have at most {limits.values:,} rows, this one has {height:,}"),)
    problems = tuple(_header_problems(said)) or differences(MODELS[said[TYPE_KEY]], schema)
    return problems or Table(MODELS[said[TYPE_KEY]], height, lazy)


def _header_problems(said: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with what a file says about its table."""
    missing = tuple(name for name in (LAYOUT_KEY, TYPE_KEY, VERSION_KEY) if name not in said)
    if missing:
        hint = "a table of a corpus is written with Corpus.to_parquet; take other data out of the folder"
        yield MISSING.problem(f"{listed(missing, 'and')} must stand in the metadata of a table", hint=hint)
        return
    for name, number in ((LAYOUT_KEY, LAYOUT), (VERSION_KEY, VERSION)):
        if said[name] != str(number):
            message = f"{name} must be {number}, which this release reads, got {quote(said[name])}"
            yield READABLE.problem(
                message, hint="write the table anew with this release, or install the one that wrote it"
            )
    if said[TYPE_KEY] not in MODELS:
        meant = near(said[TYPE_KEY], MODELS)
        did_you_mean = f"did you mean {quote(meant[0])}?" if meant else None
        message = f"{TYPE_KEY} must be one of {listed(tuple(MODELS))}, got {quote(said[TYPE_KEY])}"
        yield CHOICE.problem(message, hint=did_you_mean)


def _made(model: type[Entry], part: pl.DataFrame) -> _Part:
    """Return what some rows make; construction checks those of which columns are not sure."""
    doubts = doubtful(model, part)
    if not len(doubts):
        made = cast("list[Entry]", records(model, part, checked=True))
        return _Part(made, made)
    flags = pl.int_range(len(part), eager=True).is_in(doubts.implode())
    sure = iter(records(model, part.filter(~flags), checked=True))
    others = iter(records(model, part.filter(flags)))
    each = [next(others if in_doubt else sure) for in_doubt in flags]
    broken = [n for n, record in enumerate(each) if record is None]
    rows = iter([*_rows(model, part[broken])])
    return _Part([record or next(rows) for record in each])


def _rows(model: type[Entry], part: pl.DataFrame) -> Iterator[Row]:
    """Yield what is wrong with each of some rows, in the words of construction."""
    for tree, problems in plain(model, part):
        given = tree["id"]
        id_ = given if isinstance(given, str) else None
        _, found = convert.read(model, tree)
        yield Row(model, id_, (*(evolve(problem, record=id_) for problem in problems), *found))
