"""Pieces of tables, and what is asked of each by itself: so that many can be asked at once, wherever they lie.

What a piece answers is small, however large it is: the problems of its own records, the ids and references to compare
with those of other pieces, and which rows have to be looked at once more.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve, frozen

from alliancekit._polars import pl
from alliancekit.columns.doubtful_rows import distinct_rows, doubtful_rows_by_rule
from alliancekit.columns.layout import layout
from alliancekit.columns.values import Objects
from alliancekit.corpus._joins import Around, circular, references, suspects
from alliancekit.corpus._parquet import check_singly
from alliancekit.corpus.causes import is_id
from alliancekit.errors import Location, Problem
from alliancekit.models import MODELS, Entry
from alliancekit.rules.reading import SYNTAX

BATCH: Final = 200_000
"""How many rows are in memory at a time."""

UNREADABLE: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)
"""What reading a damaged table raises."""

_NO_ROWS: Final = pl.Series("row", dtype=pl.UInt32)


@frozen
class Piece:
    """Rows of a table that are asked in one go.

    Attributes:
        file: The file.
        order: The place of the file among all files.
        name: The type of its records, as `MODELS` names it.
        first: The first row, from 0.
        count: How many rows there are.
    """

    file: str
    order: int
    name: str
    first: int
    count: int

    @property
    def model(self) -> type[Entry]:
        """The type of its records."""
        return MODELS[self.name]

    @property
    def kind(self) -> str:
        """The kind that their ids begin with."""
        return self.model.__name__.lower()

    def locate(self, problem: Problem, row: int) -> Problem:
        """Return a problem with the row, from 0, at which it stands."""
        return evolve(problem, location=Location(self.file, row=row + 1))

    def batches(self) -> Iterator["Piece"]:
        """Yield the piece in parts that fit into memory."""
        for first in range(self.first, self.first + self.count, BATCH):
            yield evolve(self, first=first, count=min(BATCH, self.first + self.count - first))

    def read(self, *columns: str) -> pl.DataFrame:
        """Return the rows, with some of their columns; all if none is named."""
        names = columns or tuple(layout(self.model))
        return pl.scan_parquet(self.file, glob=False).slice(self.first, self.count).select(names).collect()


@frozen(eq=False)
class Answer:
    """What a piece tells.

    Attributes:
        rows: How many of its rows were read.
        doubts: How many rows may break a rule, by its code.
        problems: The problems of its records, each with its row.
        broken: The rows whose records are invalid, or were not looked at after too many problems.
        hidden: The ids in those rows.
        ids: A number for each id, nearly always another for another one; null where there is none.
        named: What it refers to, each once.
        suspects: The rows that may break a rule across records.
        waiting: The kinds of which a record has no id of its own.
        unread: Whether a part of it can't be read, so that nothing is known of what may be in there.
    """

    rows: int
    doubts: dict[str, int]
    problems: tuple[tuple[int, Problem], ...]
    broken: pl.Series
    hidden: frozenset[str]
    ids: pl.Series
    named: pl.Series
    suspects: pl.Series
    waiting: frozenset[str] = frozenset()
    unread: bool = False


def answer(piece: Piece, around: Around, most: int) -> Answer:
    """Return what a piece tells.

    Args:
        piece: The rows.
        around: What the tables of those that others point at say.
        most: How many problems are looked for, but for one.
    """
    told: list[Answer] = []
    for batch in piece.batches():
        told.append(_answer(batch, around, most, sum(len(earlier.problems) for earlier in told)))
    return united(told)


def small(answer: Answer) -> Answer:
    """Return what a piece tells but for its ids, which are as many as its rows."""
    return evolve(answer, ids=answer.ids.clear())


def parted(answer: Answer, parts: int) -> tuple[pl.Series, ...]:
    """Return the ids of a piece in parts, so that equal ones of all pieces are in the same part."""
    return tuple(answer.ids.filter(answer.ids % parts == part) for part in range(parts))


def part_of(parts: tuple[pl.Series, ...], part: int) -> pl.Series:
    """Return one of the parts."""
    return parts[part]


def repeated(ids: Sequence[pl.Series]) -> pl.Series:
    """Return the ids that stand more than once in some parts."""
    together = pl.concat([pl.Series("id", dtype=pl.UInt64), *ids]).sort()
    return together.filter(together == together.shift(1)).unique()


@frozen(eq=False)
class Seen:
    """What the ids of a piece tell.

    Attributes:
        repeated: The rows whose ids may be those of other rows too, and the ids.
        found: Those of the references looked for that lead here.
    """

    repeated: pl.DataFrame
    found: pl.Series


def seen(piece: Piece, twice: pl.Series, named: pl.Series) -> Seen:
    """Return which ids of a piece are told or looked for elsewhere.

    Args:
        piece: The rows.
        twice: The numbers of ids that several rows have.
        named: The references to look for.
    """
    named = named.filter(named.str.starts_with(f"{piece.kind}:"))
    again = [pl.DataFrame(schema={"row": pl.UInt32, "id": pl.String})]
    found = [named.clear()]
    for batch in piece.batches() if len(twice) or len(named) else ():
        ids = batch.read("id").with_row_index("row", batch.first).drop_nulls()
        if len(twice):
            again.append(ids.filter(pl.col("id").hash().is_in(twice.implode())).cast({"row": pl.UInt32}))
        found.append(named.filter(named.is_in(ids.get_column("id").implode())))
    return Seen(pl.concat(again), pl.concat(found).unique())


def waiting_references(asked: tuple[Piece, pl.Series], missing: pl.Series) -> dict[str, int]:
    """Return how many references in a piece lead to ids that no record has, by the kind that they name.

    Args:
        asked: The piece, and those of its rows that do not count, since they hold no valid record.
        missing: The ids.
    """
    piece, out = asked
    counts: Counter[str] = Counter()
    for batch in piece.batches():
        objects = Objects.of(piece.model, batch.read())
        for values, up in references(objects):
            found = values.rows_with(missing)
            rows = up(found) + batch.first
            ids = values.series.gather(found).filter(~rows.is_in(out.implode()))
            counts.update(id_.partition(":")[0] for id_ in ids)
    return dict(counts)


def pointing(piece: Piece, missing: pl.Series) -> pl.Series:
    """Return the rows of a piece that point at ids which no record has."""
    rows = [_NO_ROWS]
    for batch in piece.batches():
        objects = Objects.of(piece.model, batch.read())
        rows += [(up(values.rows_with(missing)) + batch.first).alias("row") for values, up in references(objects)]
    return pl.concat(rows).unique()


def records(piece: Piece, rows: pl.Series) -> Iterator[tuple[int, Entry | None]]:
    """Yield some rows of a piece, counted from 0 in the file, with their records; None for one that is invalid."""
    for batch in piece.batches():
        own = rows.filter(rows.is_between(batch.first, batch.first + batch.count - 1))
        if len(own):
            # Of rows that come in parts, each part reads only its own stretch of the table.
            first, last = own[0], own[-1]
            held = evolve(batch, first=first, count=last - first + 1).read()
            yield from zip(own, _records(piece.model, held[own - first]), strict=True)


def found(piece: Piece, ids: pl.Series) -> Iterator[tuple[str, int, Entry | None]]:
    """Yield those of some ids that a piece has, with row and record; None for one that is invalid."""
    ids = ids.filter(ids.str.starts_with(f"{piece.kind}:"))
    for batch in piece.batches() if len(ids) else ():
        own = batch.read("id").get_column("id")
        rows = own.is_in(ids.implode()).arg_true()
        if len(rows):
            held = batch.read()[rows]
            yield from zip(own[rows], rows + batch.first, _records(piece.model, held), strict=True)


def _records(model: type[Entry], frame: pl.DataFrame) -> Iterator[Entry | None]:
    """Yield the record of each row; None for one that is invalid."""
    return (row.record for row in check_singly(model, frame))


def _answer(piece: Piece, around: Around, most: int, before: int) -> Answer:
    """Return what a batch tells of a piece that has told so many problems before."""
    try:
        frame = piece.read()
    except UNREADABLE as error:
        return _unread(piece, error)
    objects = Objects.of(piece.model, frame)
    found: dict[str, list[pl.Series]] = {}
    for code, rows in doubtful_rows_by_rule(objects):
        found.setdefault(code, []).append(rows)
    flagged = distinct_rows([rows for of in found.values() for rows in of])
    problems: list[tuple[int, Problem]] = []
    broken: list[int] = []
    for row, own in _explained(piece, frame, flagged, most, before):
        problems += ((row, problem) for problem in own)
        broken.append(row)
    out = pl.Series("row", broken, dtype=pl.UInt32)
    across = [*suspects(objects, around)]
    for code, rows in (*across, *circular(objects, around)):
        found.setdefault(code, []).append(rows)
    named = [values.unique.series.alias("id") for values, _ in references(objects)]
    ids = frame.get_column("id")
    suspected = distinct_rows([rows for _, rows in across]) + piece.first
    return Answer(
        rows=len(frame),
        doubts={code: len(distinct_rows(rows)) for code, rows in found.items()},
        problems=tuple(problems),
        broken=out,
        hidden=frozenset(ids.gather(out - piece.first).drop_nulls()),
        ids=ids.hash().zip_with(ids.is_not_null(), pl.Series([None], dtype=pl.UInt64)),
        named=_each_once(named),
        suspects=suspected.filter(~suspected.is_in(out.implode())),
        waiting=frozenset(piece.kind for id_ in ids.gather(out - piece.first) if not is_id(piece.model, id_)),
    )


def _explained(
    piece: Piece, frame: pl.DataFrame, flagged: pl.Series, most: int, before: int
) -> Iterator[tuple[int, tuple[Problem, ...]]]:
    """Yield each row in doubt that is wrong, with its problems; with none when there have been too many."""
    rows = check_singly(piece.model, frame[flagged], most)
    for n in flagged:
        if before > most:
            yield piece.first + n, ()
            continue
        row = next(rows)
        if not row.record:
            yield piece.first + n, tuple(piece.locate(problem, piece.first + n) for problem in row.problems)
            before += len(row.problems)


def _unread(piece: Piece, error: BaseException) -> Answer:
    rows = f"rows {piece.first + 1} to {piece.first + piece.count}"
    message = f"{rows} can't be read: {str(error).splitlines()[0]}"
    problem = SYNTAX.problem(message, hint="write the file anew, or fetch it again")
    return Answer(
        rows=0,
        doubts={},
        problems=((piece.first, piece.locate(problem, piece.first)),),
        broken=_NO_ROWS,
        hidden=frozenset(),
        ids=pl.Series("id", dtype=pl.UInt64),
        named=pl.Series("id", dtype=pl.String),
        suspects=_NO_ROWS,
        unread=True,
    )


def united(told: Sequence[Answer]) -> Answer:
    """Return what several pieces tell together."""
    counts: dict[str, int] = {}
    for each in told:
        for code, count in each.doubts.items():
            counts[code] = counts.get(code, 0) + count
    return Answer(
        rows=sum(each.rows for each in told),
        doubts=counts,
        problems=tuple(problem for each in told for problem in each.problems),
        broken=pl.concat([_NO_ROWS, *(each.broken for each in told)]),
        hidden=frozenset[str]().union(*(each.hidden for each in told)),
        ids=pl.concat([pl.Series("id", dtype=pl.UInt64), *(each.ids for each in told)]),
        named=_each_once([each.named for each in told]),
        suspects=pl.concat([_NO_ROWS, *(each.suspects for each in told)]),
        waiting=frozenset[str]().union(*(each.waiting for each in told)),
        unread=any(each.unread for each in told),
    )


def _each_once(ids: list[pl.Series]) -> pl.Series:
    return pl.concat([pl.Series("id", dtype=pl.String), *ids]).unique()
