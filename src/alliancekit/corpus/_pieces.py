"""Check pieces of tables one by one, in this process or on the workers of a cluster.

The report on a piece is small, however large the piece is: the problems of its own records, the ids and references to
compare with those of other pieces, and the rows to look at once more.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from attrs import evolve, frozen

from alliancekit._polars import pl
from alliancekit.columns.doubtful_rows import distinct_rows, doubtful_rows_by_rule
from alliancekit.columns.layout import layout
from alliancekit.columns.other_layouts import in_layout
from alliancekit.columns.values import Objects
from alliancekit.corpus._parquet import ParquetRow, check_singly
from alliancekit.corpus.causes import is_id_of
from alliancekit.corpus.checks import CHECKS, COMPARING
from alliancekit.corpus.checks.check import Check, RowFinder
from alliancekit.corpus.nested_columns import reference_columns
from alliancekit.errors import Location, Problem
from alliancekit.models import MODELS, Entry
from alliancekit.projects import Project, problems_with, rules_of_reading
from alliancekit.rules import RecordRule
from alliancekit.rules.reading import SYNTAX

BATCH: Final = 200_000
"""How many rows are in memory at a time."""

UNREADABLE: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)
"""The exceptions that reading a damaged table raises."""

_NO_ROWS: Final = pl.Series("row", dtype=pl.UInt32)


@frozen
class Piece:
    """Rows of a table that are checked by one call.

    Attributes:
        file: The file.
        order: The position of the file among all files.
        name: The type of its records, as `MODELS` names it.
        first: The first row, from 0.
        count: The number of rows.
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
        """The kind with which their ids begin."""
        return self.model.__name__.lower()

    @property
    def rows(self) -> pl.Series:
        """The rows."""
        return pl.int_range(self.first, self.first + self.count, dtype=pl.UInt32, eager=True).alias("row")

    def locate(self, problem: Problem, row: int) -> Problem:
        """Return a problem with the location of its row, counted from 0."""
        return evolve(problem, location=Location(self.file, row=row + 1))

    def batches(self) -> Iterator["Piece"]:
        """Yield the piece in parts that fit into memory."""
        for first in range(self.first, self.first + self.count, BATCH):
            yield evolve(self, first=first, count=min(BATCH, self.first + self.count - first))

    def read(self, *columns: str) -> pl.DataFrame:
        """Return the rows with some of their columns, by default all."""
        names = columns or tuple(layout(self.model))
        rows = pl.scan_parquet(self.file, glob=False)
        return in_layout(self.model, rows, rows.collect_schema()).slice(self.first, self.count).select(names).collect()


@frozen(eq=False)
class PieceReport:
    """The result of checking a piece.

    Attributes:
        rows: The number of rows that were read.
        doubts: The number of rows that may break a rule, by its code.
        problems: The problems of its records, each with its row.
        broken: The rows whose records are invalid, or were not checked after too many problems.
        hidden: The ids in those rows.
        ids: A hash of each id, in nearly all cases another for another id; null where there is none.
        references: The ids to which it refers, without repetition.
        linked_rows: The rows to check beside the records to which they refer.
        compared_rows: The numbers of the rows that may break the rules of each check in `COMPARING`.
        waiting: The kinds of which a record has no valid id.
        unread: Whether a part of it can't be read, so that the records in that part are unknown.
    """

    rows: int
    doubts: dict[str, int]
    problems: tuple[tuple[int, Problem], ...]
    broken: pl.Series
    hidden: frozenset[str]
    ids: pl.Series
    references: pl.Series
    linked_rows: pl.Series
    compared_rows: tuple[pl.Series, ...]
    waiting: frozenset[str] = frozenset()
    unread: bool = False


def check_piece(piece: Piece, finders: Sequence[RowFinder], most: int, projects: Sequence[Project] = ()) -> PieceReport:
    """Return the report on a piece.

    Args:
        piece: The rows.
        finders: The function for each of `CHECKS` that finds the rows that may break a rule.
        most: The number of problems after which one more is the last.
        projects: The projects whose rules are checked too.
    """
    reports: list[PieceReport] = []
    for batch in piece.batches():
        before = sum(len(earlier.problems) for earlier in reports)
        reports.append(_check_batch(batch, finders, most, before, projects))
    return merged(reports)


def without_ids(report: PieceReport) -> PieceReport:
    """Return a report without its ids, which are as many as the rows."""
    return evolve(report, ids=report.ids.clear())


def split_ids(report: PieceReport, parts: int) -> tuple[pl.Series, ...]:
    """Return the hashes of ids in parts, so that equal ones of all pieces are in the same part."""
    return tuple(report.ids.filter(report.ids % parts == part) for part in range(parts))


def nth_part(parts: tuple[pl.Series, ...], part: int) -> pl.Series:
    """Return one of the parts."""
    return parts[part]


def repeated_hashes(ids: Sequence[pl.Series]) -> pl.Series:
    """Return the hashes of ids that occur more than once in one part of several pieces."""
    together = pl.concat([pl.Series("id", dtype=pl.UInt64), *ids]).sort()
    return together.filter(together == together.shift(1)).unique()


@frozen(eq=False)
class IdMatches:
    """The ids of a piece that were looked up.

    Attributes:
        repeated: The rows whose ids may be those of other rows too, and the ids.
        targets: The references that lead to records of the piece.
    """

    repeated: pl.DataFrame
    targets: pl.Series


def match_ids(piece: Piece, repeated: pl.Series, references: pl.Series) -> IdMatches:
    """Look up ids in a piece.

    Args:
        piece: The rows.
        repeated: The hashes of ids that several rows have.
        references: The ids to which some record refers.
    """
    references = references.filter(references.str.starts_with(f"{piece.kind}:"))
    matches = [pl.DataFrame(schema={"row": pl.UInt32, "id": pl.String})]
    targets = [references.clear()]
    for batch in piece.batches() if len(repeated) or len(references) else ():
        ids = batch.read("id").with_row_index("row", batch.first).drop_nulls()
        if len(repeated):
            matches.append(ids.filter(pl.col("id").hash().is_in(repeated.implode())).cast({"row": pl.UInt32}))
        targets.append(references.filter(references.is_in(ids.get_column("id").implode())))
    return IdMatches(pl.concat(matches), pl.concat(targets).unique())


def count_references(valid_part: tuple[Piece, pl.Series], missing: pl.Series) -> dict[str, int]:
    """Return the number of references in a piece to ids that no record has, by the kind of the id.

    Args:
        valid_part: The piece, and those of its rows that do not count, because they have no valid record.
        missing: The ids.
    """
    piece, ignored = valid_part
    counts: Counter[str] = Counter()
    for batch in piece.batches():
        objects = Objects.of(piece.model, batch.read())
        for values, to_records in reference_columns(objects):
            matches = values.rows_with(missing)
            rows = to_records(matches) + batch.first
            ids = values.series.gather(matches).filter(~rows.is_in(ignored.implode()))
            counts.update(id_.partition(":")[0] for id_ in ids)
    return dict(counts)


def rows_with_references(piece: Piece, missing: pl.Series) -> pl.Series:
    """Return the rows of a piece that refer to ids that no record has."""
    rows = [_NO_ROWS]
    for batch in piece.batches():
        columns = reference_columns(Objects.of(piece.model, batch.read()))
        rows += [(to_records(values.rows_with(missing)) + batch.first).alias("row") for values, to_records in columns]
    return pl.concat(rows).unique()


def records_at(piece: Piece, rows: pl.Series) -> Iterator[tuple[int, Entry]]:
    """Yield the valid records of some rows of a piece, with the row, counted from 0 in the file.

    Args:
        piece: The rows.
        rows: Some of them, in ascending order.
    """
    for batch in piece.batches():
        own = rows.filter(rows.is_between(batch.first, batch.first + batch.count - 1))
        if len(own):
            # Read only the part of the batch from the first to the last of the rows.
            first, last = own[0], own[-1]
            frame = evolve(batch, first=first, count=last - first + 1).read()
            placed = zip(own, _records(piece.model, frame[own - first]), strict=True)
            yield from ((row, record) for row, record in placed if record)


def records_by_id(piece: Piece, ids: pl.Series) -> Iterator[tuple[str, int, Entry | None]]:
    """Yield those of some ids that a piece has, with row and record; None for an invalid record."""
    ids = ids.filter(ids.str.starts_with(f"{piece.kind}:"))
    for batch in piece.batches() if len(ids) else ():
        own = batch.read("id").get_column("id")
        rows = own.is_in(ids.implode()).arg_true()
        if len(rows):
            frame = batch.read()[rows]
            yield from zip(own[rows], rows + batch.first, _records(piece.model, frame), strict=True)


def _records(model: type[Entry], frame: pl.DataFrame) -> Iterator[Entry | None]:
    """Yield the record of each row; None for an invalid record."""
    return (row.record for row in check_singly(model, frame))


def _check_batch(
    piece: Piece, finders: Sequence[RowFinder], most: int, before: int, projects: Sequence[Project]
) -> PieceReport:
    """Return the report on a batch of a piece whose earlier batches have some number of problems."""
    try:
        frame = piece.read()
    except UNREADABLE as error:
        return _unreadable(piece, error)
    objects = Objects.of(piece.model, frame)
    by_code: dict[str, list[pl.Series]] = {}
    rules = rules_of_reading(projects, piece.model)
    by_project = ((rule.code, rows) for rule in rules if len(rows := rule.doubtful_rows(objects)))
    for code, rows in chain(doubtful_rows_by_rule(objects), by_project):
        by_code.setdefault(code, []).append(rows)
    doubtful = distinct_rows([rows for some in by_code.values() for rows in some])
    problems: list[tuple[int, Problem]] = []
    broken: list[int] = []
    checked = check_singly(piece.model, frame[doubtful], most)
    for row, own, record in _faulty_rows(piece, doubtful, checked, most - before, rules):
        problems += ((row, problem) for problem in own)
        if not record:
            broken.append(row)
    out = pl.Series("row", broken, dtype=pl.UInt32)
    by_check: dict[Check, list[pl.Series]] = {check: [] for check in CHECKS}
    for check, find in zip(CHECKS, finders, strict=True):
        for code, rows in find(objects) if piece.model in check.models else ():
            if len(rows):
                by_check[check].append(rows)
                by_code.setdefault(code, []).append(rows)
    linked = [rows for check, some in by_check.items() if check not in COMPARING for rows in some]
    linked_rows = distinct_rows(linked) + piece.first
    references = [values.unique.series.alias("id") for values, _ in reference_columns(objects)]
    ids = frame.get_column("id")
    return PieceReport(
        rows=len(frame),
        doubts={code: len(distinct_rows(rows)) for code, rows in by_code.items()},
        problems=tuple(problems),
        broken=out,
        hidden=frozenset(ids.gather(out - piece.first).drop_nulls()),
        ids=ids.hash().zip_with(ids.is_not_null(), pl.Series([None], dtype=pl.UInt64)),
        references=_each_once(references),
        linked_rows=linked_rows.filter(~linked_rows.is_in(out.implode())),
        compared_rows=tuple(distinct_rows(by_check[check]) + piece.first for check in COMPARING),
        waiting=frozenset(piece.kind for id_ in ids.gather(out - piece.first) if not is_id_of(piece.model, id_)),
    )


def _faulty_rows(
    piece: Piece, doubtful: pl.Series, checked: Iterator[ParquetRow], left: int, rules: Sequence[RecordRule]
) -> Iterator[tuple[int, tuple[Problem, ...], Entry | None]]:
    """Yield each doubtful row with problems, with its record if it is valid; without problems after too many."""
    for n in doubtful:
        if left < 0:
            yield piece.first + n, (), None
            continue
        row = next(checked)
        problems = problems_with(rules, row.record) if row.record else row.problems
        if problems or not row.record:
            located = tuple(piece.locate(problem, piece.first + n) for problem in problems)
            yield piece.first + n, located, row.record
            left -= len(problems)


def _unreadable(piece: Piece, error: BaseException) -> PieceReport:
    rows = f"rows {piece.first + 1} to {piece.first + piece.count}"
    message = f"{rows} can't be read: {str(error).splitlines()[0]}"
    problem = SYNTAX.problem(message, hint="write or fetch the file again")
    return evolve(merged([]), problems=((piece.first, piece.locate(problem, piece.first)),), unread=True)


def merged(reports: Sequence[PieceReport]) -> PieceReport:
    """Return one report on several pieces."""
    counts: Counter[str] = Counter()
    for report in reports:
        counts.update(report.doubts)
    return PieceReport(
        rows=sum(report.rows for report in reports),
        doubts=dict(counts),
        problems=tuple(problem for report in reports for problem in report.problems),
        broken=pl.concat([_NO_ROWS, *(report.broken for report in reports)]),
        hidden=frozenset[str]().union(*(report.hidden for report in reports)),
        ids=pl.concat([pl.Series("id", dtype=pl.UInt64), *(report.ids for report in reports)]),
        references=_each_once([report.references for report in reports]),
        linked_rows=pl.concat([_NO_ROWS, *(report.linked_rows for report in reports)]),
        compared_rows=tuple(
            pl.concat([_NO_ROWS, *(report.compared_rows[n] for report in reports)]) for n in range(len(COMPARING))
        ),
        waiting=frozenset[str]().union(*(report.waiting for report in reports)),
        unread=any(report.unread for report in reports),
    )


def _each_once(ids: list[pl.Series]) -> pl.Series:
    return pl.concat([pl.Series("id", dtype=pl.String), *ids]).unique()
