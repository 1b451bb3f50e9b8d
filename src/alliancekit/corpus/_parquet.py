"""Parquet files as tables of records, in the layout that `alliancekit.columns` reads off their fields; with polars."""

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
    layout_problems,
    metadata,
    plain,
    records,
)
from alliancekit.errors import Problem
from alliancekit.formats import Limits, read_bytes
from alliancekit.messages import listed, near, quote
from alliancekit.models import KINDS, MODELS, Entry
from alliancekit.models.document import READABLE, VERSION
from alliancekit.rules.reading import LIMIT, SYNTAX
from alliancekit.rules.shape import CHOICE, MISSING

ROWS: Final = 100_000
"""How many rows a row group has, and how many records are made at a time.

Where row groups of another size are cut across, they are decompressed twice.
"""

_MARK: Final = b"PAR1"
"""With what a Parquet file begins."""

_MARK_ONLY: Final = Limits(size=len(_MARK) - 1)
"""With these limits as much of a file is read as to see how it begins."""

UNREADABLE: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException)
"""What reading a damaged table raises."""

_ANEW: Final = "write it anew with Corpus.to_parquet, or copy it again"

Source: TypeAlias = FilePath | bytes
"""A Parquet file, or all that it holds."""


@frozen
class Row:
    """A row that was checked by itself.

    Attributes:
        id: The id in the row, valid or not.
        record: The record, if it is valid.
        problems: The problems of the row.
    """

    id: str | None
    record: Entry | None
    problems: tuple[Problem, ...]


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
    with suppress(*UNREADABLE):
        types.insert(0, pl.read_parquet_metadata(opened).get(TYPE_KEY, ""))
    for type_ in types:
        if type_ in MODELS:
            return frozenset({MODELS[type_].__name__.lower()})
    return frozenset(KINDS)


def bytes_of(model: type[Entry], entries: Sequence[Entry]) -> bytes:
    """Return the bytes of a table that holds records of a type; equal records in the same order give equal bytes."""
    name = next(name for name, of_name in MODELS.items() if of_name is model)
    written = BytesIO()
    # Chunks would show in the bytes.
    table = frame(model, entries).rechunk()
    table.write_parquet(written, metadata=metadata(name), row_group_size=ROWS)
    return written.getvalue()


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
    except UNREADABLE:
        return (SYNTAX.problem("the Parquet file is damaged, or its end is missing", hint=_ANEW),)
    if limits and height > limits.values:
        return (LIMIT.problem(f"a table must have at most {limits.values:,} rows, this one has {height:,}"),)
    problems = tuple(_header_problems(said)) or layout_problems(MODELS[said[TYPE_KEY]], schema)
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


def damaged(row: int) -> Problem:
    """Return the problem of a table of which the rows from one on can't be read."""
    return SYNTAX.problem(f"the table is damaged: nothing after row {row} can be read", hint=_ANEW)


def check_rows(model: type[Entry], part: pl.DataFrame) -> list[Entry] | Iterator[Entry | Row]:
    """Check rows: first all of them as columns, then each row that may break a rule by itself, as a record.

    Returns:
        The records of all rows, if the columns prove that all of them obey the rules. Otherwise an iterator over the
        rows: the record of a row that obeys the rules according to the columns, or the result of the check of the row.
    """
    doubts = doubtful(model, part)
    if not len(doubts):
        return cast("list[Entry]", records(model, part, checked=True))
    flags = pl.int_range(len(part), eager=True).is_in(doubts.implode())
    sure = iter(cast("list[Entry]", records(model, part.filter(~flags), checked=True)))
    others = check_singly(model, part.filter(flags))
    return (next(others) if in_doubt else next(sure) for in_doubt in flags)


def check_singly(model: type[Entry], part: pl.DataFrame, most: int = sys.maxsize) -> Iterator[Row]:
    """Check each row by itself, as a record.

    Args:
        model: The type of the records.
        part: The rows.
        most: The number of problems after which the check of a row stops.
    """
    for tree, derived in plain(model, part):
        given = tree["id"]
        id_ = given if isinstance(given, str) else None
        record, found = convert.read(model, tree, (), most)
        yield Row(id_, None if derived else record, (*(evolve(problem, record=id_) for problem in derived), *found))
