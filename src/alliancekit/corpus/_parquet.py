"""Read, check and encode Parquet tables of records with polars; `alliancekit.columns.layout` defines the columns."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path as FilePath
from typing import Final, TypeAlias, cast

from attrs import evolve, frozen

from alliancekit import convert
from alliancekit._polars import pl
from alliancekit.columns import doubtful
from alliancekit.columns.layout import (
    LAYOUT,
    LAYOUT_KEY,
    TYPE_KEY,
    VERSION_KEY,
    frame,
    metadata,
    plain,
    records,
)
from alliancekit.columns.other_layouts import fraction_problems, in_layout, layout_problems
from alliancekit.corpus._checksums import CHECKSUM_KEY, PLACEHOLDER, damage, with_checksum
from alliancekit.corpus.table_options import DEFAULT, TableOptions
from alliancekit.errors import Problem
from alliancekit.formats import Limits, read_bytes
from alliancekit.messages import listed, near, quote
from alliancekit.models import KINDS, MODELS, Entry
from alliancekit.models.document import READABLE, VERSION
from alliancekit.rules.reading import LIMIT, SYNTAX
from alliancekit.rules.shape import CHOICE, MISSING

ROWS: Final = 100_000
"""The number of rows of a row group in a file, and of the records that are built at a time.

Files from other programs may have row groups of another size. If such a group belongs to two parts, it is decompressed
twice.
"""

_MARK: Final = b"PAR1"
"""The first bytes of every Parquet file."""

_ONLY_MARK: Final = Limits(size=len(_MARK) - 1)
"""Limits that make `read_bytes` read only the first bytes of a file."""

UNREADABLE: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException)
"""The exceptions that polars raises for a damaged table."""

_REWRITE: Final = "write it again with Corpus.to_parquet, or copy it again"

ParquetSource: TypeAlias = FilePath | bytes
"""A Parquet file, or its content."""


@frozen
class ParquetRow:
    """The result of checking a single row.

    Attributes:
        id: The id in the row, valid or not.
        record: The record, if it is valid.
        problems: The problems of the row.
    """

    id: str | None
    record: Entry | None
    problems: tuple[Problem, ...]


def possible_kinds(source: ParquetSource, name: str) -> frozenset[str]:
    """Return the kinds of records that a damaged table may contain.

    The metadata at the end of the file name the record type. If they can't be read, the name of the file may show it.

    Args:
        source: The file, or its content.
        name: The name of the file.

    Returns:
        One kind, such as ``treaty``; all kinds if the type is unknown.
    """
    opened = BytesIO(source) if isinstance(source, bytes) else source
    types = [FilePath(name).stem]
    with suppress(*UNREADABLE):
        types.insert(0, pl.read_parquet_metadata(opened).get(TYPE_KEY, ""))
    for type_ in types:
        if type_ in MODELS:
            return frozenset({MODELS[type_].__name__.lower()})
    return frozenset(KINDS)


def bytes_of(model: type[Entry], entries: Sequence[Entry]) -> bytes:
    """Return the bytes of a table with records of a type; equal records in the same order give equal bytes."""
    name = next(name for name, of_name in MODELS.items() if of_name is model)
    buffer = BytesIO()
    # The bytes must not depend on how polars splits the frame into chunks.
    table = frame(model, entries).rechunk()
    properties = {**metadata(name), CHECKSUM_KEY: PLACEHOLDER}
    table.write_parquet(buffer, metadata=properties, row_group_size=ROWS)
    return with_checksum(buffer.getvalue())


@frozen
class ParquetTable:
    """A Parquet file with the columns of a record type.

    Attributes:
        model: The record type.
        height: The number of rows.
    """

    model: type[Entry]
    height: int
    _rows: pl.LazyFrame

    def parts(self) -> Iterator[pl.DataFrame]:
        """Yield the rows in parts. Only one part is in memory; `LazyFrame.collect_batches` would store several."""
        return (self._rows.slice(start, ROWS).collect() for start in range(0, self.height, ROWS))


def table_of(
    source: ParquetSource, name: str, limits: Limits | None = None, options: TableOptions = DEFAULT
) -> ParquetTable | tuple[Problem, ...]:
    """Return the table in a file, or the problems of a file that is not a valid table.

    Args:
        source: The file, or its content.
        name: The name of the file.
        limits: The largest number of bytes and rows; None if they are not limited.
        options: How to read it.
    """
    start = source if isinstance(source, bytes) else read_bytes(source, _ONLY_MARK)
    if limits and len(start) > limits.size:
        return (LIMIT.problem(f"a file must have at most {limits.size:,} bytes, this one has more"),)
    if not start.startswith(_MARK):
        return (SYNTAX.problem("not a Parquet file: it does not start with PAR1", hint=_REWRITE),)
    if options.verify and (what := damage(source)):
        return (damaged_file(what),)
    opened = BytesIO(source) if isinstance(source, bytes) else source
    try:
        properties = pl.read_parquet_metadata(opened)
        lazy = pl.scan_parquet(opened, glob=False)
        schema = lazy.collect_schema()
        height = int(lazy.select(pl.len()).collect().item())
    except UNREADABLE:
        return (SYNTAX.problem("the Parquet file is damaged or truncated", hint=_REWRITE),)
    if limits and height > limits.values:
        return (LIMIT.problem(f"a table must have at most {limits.values:,} rows, this one has {height:,}"),)
    if options.by_name:
        properties = {**metadata(FilePath(name).stem), **properties}
    problems = tuple(_header_problems(properties))
    if problems:
        return problems
    model = MODELS[properties[TYPE_KEY]]
    problems = layout_problems(model, schema) or tuple(fraction_problems(model, lazy, schema))
    return problems or ParquetTable(model, height, in_layout(model, lazy, schema))


def _header_problems(properties: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the problems of the metadata of a file."""
    missing = tuple(name for name in (LAYOUT_KEY, TYPE_KEY, VERSION_KEY) if name not in properties)
    if missing:
        hint = (
            "if another program has written a table of a corpus again, name the file after its records, such as "
            "statements.parquet, and pass by_name=True; remove other data from the folder"
        )
        yield MISSING.problem(f"the metadata of a table must have {listed(missing, 'and')}", hint=hint)
        return
    for name, number in ((LAYOUT_KEY, LAYOUT), (VERSION_KEY, VERSION)):
        if properties[name] != str(number):
            message = f"{name} must be {number} for this release, got {quote(properties[name])}"
            yield READABLE.problem(
                message, hint="write the table again with this release, or install the release that wrote it"
            )
    if properties[TYPE_KEY] not in MODELS:
        suggestions = near(properties[TYPE_KEY], MODELS)
        did_you_mean = f"did you mean {quote(suggestions[0])}?" if suggestions else None
        message = f"{TYPE_KEY} must be one of {listed(tuple(MODELS))}, got {quote(properties[TYPE_KEY])}"
        yield CHOICE.problem(message, hint=did_you_mean)


def damaged_file(what: str) -> Problem:
    """Return the problem of a file that is not as it was written; see `_checksums.damage`."""
    return SYNTAX.problem(
        what, hint="copy it again; or, if you edited or wrote it, read it with verify=False, and write it again"
    )


def damaged(row: int) -> Problem:
    """Return the problem of a table of which only the rows up to a row can be read."""
    return SYNTAX.problem(f"the table is damaged: rows after row {row} can't be read", hint=_REWRITE)


def check_rows(model: type[Entry], part: pl.DataFrame) -> list[Entry] | Iterator[Entry | ParquetRow]:
    """Check rows: first the columns of all rows, then each row that may break a rule, as a record.

    Returns:
        A list of all records, if the columns show that all rows obey the rules. Otherwise an iterator with one item for
        each row: its record, if the columns show that the row obeys the rules, or the result of the check of the row.
    """
    doubtful_rows = doubtful(model, part)
    if not len(doubtful_rows):
        return cast("list[Entry]", records(model, part, checked=True))
    flags = pl.int_range(len(part), eager=True).is_in(doubtful_rows.implode())
    valid = iter(cast("list[Entry]", records(model, part.filter(~flags), checked=True)))
    checked = check_singly(model, part.filter(flags))
    return (next(checked) if is_doubtful else next(valid) for is_doubtful in flags)


def check_singly(model: type[Entry], part: pl.DataFrame, most: int = sys.maxsize) -> Iterator[ParquetRow]:
    """Check each row as a record of its own.

    Args:
        model: The type of the records.
        part: The rows.
        most: The check of a row stops after this number of problems.
    """
    for tree, derived in plain(model, part):
        cell = tree["id"]
        id_ = cell if isinstance(cell, str) else None
        record, problems = convert.read(model, tree, (), most)
        date_problems = (evolve(problem, record=id_) for problem in derived)
        yield ParquetRow(id_, None if derived else record, (*date_problems, *problems))
