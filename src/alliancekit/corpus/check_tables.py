"""Check Parquet tables against all rules over whole columns.

Columns find the rows that may break a rule. Only these rows become objects, and the objects decide. So the problems are
the same as for other file formats, and a table of millions of rows is checked in little more time than it takes to
read it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import partial
from os import PathLike, fspath
from pathlib import Path as FilePath
from typing import Final, TypeAlias

from attrs import evolve, field, frozen

from alliancekit._polars import pl
from alliancekit.columns.layout import layout
from alliancekit.corpus import clock
from alliancekit.corpus._checksums import damage
from alliancekit.corpus._parquet import ParquetTable, damaged_file, possible_kinds, table_of
from alliancekit.corpus._pieces import (
    UNREADABLE,
    IdMatches,
    Piece,
    PieceReport,
    check_piece,
    count_references,
    match_ids,
    merged,
    nth_part,
    records_at,
    records_by_id,
    repeated_hashes,
    rows_with_references,
    split_ids,
    without_ids,
)
from alliancekit.corpus._problem_log import ProblemLog
from alliancekit.corpus._suggestions import Suggestions
from alliancekit.corpus.causes import note, problems_with_causes
from alliancekit.corpus.checks import CHECKS, COMPARING, LINKED, TARGET_COLUMNS
from alliancekit.corpus.checks.check import Cause, Check, CorpusIndex, TargetTables
from alliancekit.corpus.checks.unique_ids import UNIQUE
from alliancekit.corpus.executors import LOCAL, Executor
from alliancekit.corpus.files import tables_of
from alliancekit.corpus.references import references
from alliancekit.corpus.table_options import DEFAULT, TableOptions
from alliancekit.dates import Day
from alliancekit.errors import Location, Problem
from alliancekit.formats import LIMITS, Limits
from alliancekit.models import KINDS, MODELS, Entry
from alliancekit.projects import Project
from alliancekit.text import LONGEST_ID, shorten

ROWS: Final = 1_000_000
"""The number of rows in a piece."""

_CHUNK: Final = 20_000
"""How many rows become objects at a time, to be checked beside the records to which they refer."""

_CACHED: Final = 20_000
"""How many records to which others refer are kept in memory."""

_COMPARED: Final = 200_000
"""The largest number of rows among whose ids suggestions for unknown ids are searched."""

_RecordAt: TypeAlias = tuple[tuple[int, int], Entry]
"""A record, with the position of its file among all files and its row."""

_NewIndex: TypeAlias = Callable[[Mapping[str, Entry], Collection[str]], CorpusIndex]
"""Returns an index of records and of the ids of records that are invalid or repeated."""


@frozen
class Checked:
    """The result of checking tables.

    Attributes:
        problems: Every problem, in the order of the files and their rows; warnings too.
        rows: The number of rows that were read.
        records: How many of them have a valid record, the first of its id.
        doubts: The number of rows that became objects because they may break a rule, by the code of the rule.
        unchecked: The number of references that were not checked, by the kind of their id; see `Contents`.
    """

    problems: tuple[Problem, ...]
    rows: int
    records: int
    doubts: Mapping[str, int]
    unchecked: Mapping[str, int]

    @property
    def note(self) -> str:
        """The sentence about references that were not checked; empty if all were."""
        return note(self.unchecked)


def checked(
    paths: Sequence[str | PathLike[str]],
    limits: Limits = LIMITS,
    executor: Executor = LOCAL,
    options: TableOptions = DEFAULT,
    projects: Sequence[Project] = (),
) -> Checked:
    """Return every problem of Parquet tables, and the number of rows that became objects.

    Args:
        paths: Files, or folders of whose files the tables are read; together they are one corpus.
        limits: The maximum number of problems per file; the other limits do not apply to tables.
        executor: Calls the function that checks one piece of a table.
        options: How to read the files.
        projects: The projects whose rules are checked too.

    Raises:
        UnusableFile: If a path is missing or has no table.
    """
    log = ProblemLog(limits)
    pieces: list[Piece] = []
    unread: set[str] = set()
    for order, (file, table) in enumerate(_tables(tables_of(paths), options, executor)):
        if isinstance(table, ParquetTable):
            pieces += _cut(table, fspath(file), order)
        else:
            unread |= possible_kinds(file, fspath(file))
            log.add(order, (evolve(problem, location=Location(fspath(file))) for problem in table))
    today = clock.today()
    targets = TargetTables({model: _table(pieces, model, names) for model, names in TARGET_COLUMNS.items()}, today)
    finders = [check.row_finder(targets) for check in CHECKS]
    full = executor.map(partial(check_piece, finders=finders, most=limits.problems, projects=projects), pieces)
    reports = executor.fetch(executor.map(without_ids, full))
    repeated = _repeated_hashes(full, executor)
    whole = merged(reports)
    for piece, report in zip(pieces, reports, strict=True):
        log.add(piece.order, (problem for _, problem in report.problems))
    readable = [(piece, report) for piece, report in zip(pieces, reports, strict=True) if not report.unread]
    # What can't be read may have the record to which another refers.
    unread |= {piece.kind for piece, report in zip(pieces, reports, strict=True) if report.unread}
    cache = _RecordCache(tuple(piece for piece, _ in readable))
    across = _ChecksAcross(tuple(readable), whole, repeated, frozenset(unread), executor, cache, today)
    repeating, unchecked = across.report(log)
    valid = whole.rows - len(whole.broken) - repeating
    return Checked(tuple(log), whole.rows, valid, dict(sorted(whole.doubts.items())), unchecked)


def _tables(
    files: Sequence[FilePath], options: TableOptions, executor: Executor
) -> Iterator[tuple[FilePath, ParquetTable | tuple[Problem, ...]]]:
    """Yield each file with its table, or with its problems."""
    tables = [table_of(file, fspath(file), options=evolve(options, verify=False)) for file in files]
    # To test a checksum, the whole file is read: the executor divides this work.
    damages = executor.fetch(executor.map(damage, files)) if options.verify else [None] * len(files)
    for file, table, what in zip(files, tables, damages, strict=True):
        yield file, (damaged_file(what),) if what else table


def _repeated_hashes(reports: Sequence[PieceReport], executor: Executor) -> pl.Series:
    """Return the hashes of the ids that several rows have.

    Ids are as many as rows. They stay where they are found, and equal ones come together part by part.
    """
    parts = executor.map(partial(split_ids, parts=executor.parts), reports)
    columns = [executor.map(partial(nth_part, part=part), parts) for part in range(executor.parts)]
    return pl.concat(executor.fetch(executor.map(repeated_hashes, columns)))


def _cut(table: ParquetTable, file: str, order: int) -> list[Piece]:
    """Return a table in pieces."""
    name = next(name for name, model in MODELS.items() if model is table.model)
    cuts = range(0, table.height, ROWS)
    return [Piece(file, order, name, first, min(ROWS, table.height - first)) for first in cuts]


def _table(pieces: Iterable[Piece], model: type[Entry], columns: tuple[str, ...]) -> pl.DataFrame:
    """Return some columns of all records of a type, as far as they can be read."""
    frames = [pl.DataFrame(schema=layout(model)).select(columns)]
    for piece in pieces:
        if piece.model is model:
            with suppress(*UNREADABLE):
                frames.append(piece.read(*columns))
    return pl.concat(frames)


@frozen(eq=False)
class _ChecksAcross:
    """The checks across the records of many pieces.

    Attributes:
        reports: The pieces, each with its report.
        whole: The report on all of them.
        repeated: The hashes of ids that several rows have.
        unread: The kinds of records of which some can't be read.
        executor: Calls functions for the pieces.
        cache: The records of the pieces.
        today: The current day.
    """

    reports: tuple[tuple[Piece, PieceReport], ...]
    whole: PieceReport
    repeated: pl.Series
    unread: frozenset[str]
    executor: Executor
    cache: "_RecordCache"
    today: Day

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces."""
        return tuple(piece for piece, _ in self.reports)

    def report(self, log: ProblemLog) -> tuple[int, dict[str, int]]:
        """Add the problems of ids, and then those of the checks across records.

        Returns:
            How many valid records repeat an id, and how many references were not checked, by the kind of their id.
        """
        names = self.whole.references.filter(~self.whole.references.is_in([*self.whole.hidden]))
        look_up = partial(match_ids, repeated=self.repeated, references=names)
        matches = self.executor.fetch(self.executor.map(look_up, self.pieces))
        later, repeating = self._report_repeated(matches, log)
        repeated_ids = frozenset(id_ for rows in repeating for id_ in rows.get_column("id"))
        missing = names.filter(~names.is_in(pl.concat([names.clear(), *(each.targets for each in matches)]).implode()))
        for kind in self.unread:  # only to save work: such references are not checked anyhow
            missing = missing.filter(~missing.str.starts_with(f"{kind}:"))
        waiting = {
            *self.whole.waiting,
            *(piece.kind for piece, rows in zip(self.pieces, later, strict=True) if len(rows)),
        }
        unreported = missing.filter(missing.str.split(":").list.first().is_in([*waiting]))
        missing = missing.filter(~missing.is_in(unreported.implode()))
        linked_rows = [report.linked_rows for _, report in self.reports]
        suggestions = Suggestions(())
        if len(missing):
            find = partial(rows_with_references, missing=missing)
            more = self.executor.fetch(self.executor.map(find, self.pieces))
            linked_rows = [pl.concat(both) for both in zip(linked_rows, more, strict=True)]
            suggestions = Suggestions(self._ids() if self.whole.rows <= _COMPARED else ())
        ignored = [
            pl.concat([report.broken, rows.get_column("row")])
            for (_, report), rows in zip(self.reports, repeating, strict=True)
        ]
        index = partial(CorpusIndex, suggestions=suggestions, unread=self.unread, waiting=waiting, today=self.today)
        unusable = self.whole.hidden | repeated_ids
        for piece, rows, out in zip(self.pieces, linked_rows, ignored, strict=True):
            for chunk in _without(rows, out).to_frame("row").iter_slices(_CHUNK):
                if log.is_over_limit(piece.order):
                    break
                for problem, cause in self._linked(piece, chunk.get_column("row"), index, unusable, repeated_ids):
                    log.add(piece.order, [problem], cause)
        for n, check in enumerate(COMPARING):
            doubtful = [report.compared_rows[n] for _, report in self.reports]
            for piece, row, problem, cause in self._compared(check, doubtful, ignored, index, unusable):
                log.add(piece.order, [piece.locate(problem, row)], cause)
        repeating_rows = sum(
            len(_without(rows, report.broken)) for (_, report), rows in zip(self.reports, later, strict=True)
        )
        return repeating_rows, self._unchecked(unreported, ignored)

    def _report_repeated(
        self, matches: Sequence[IdMatches], log: ProblemLog
    ) -> tuple[list[pl.Series], list[pl.DataFrame]]:
        """Add the problem of each id that an earlier record has.

        Returns:
            For each piece, the rows of the later records; and those of the first ones as well, with their ids.
        """
        rows = [each.repeated.with_columns(piece=pl.lit(n)) for n, each in enumerate(matches)]
        empty = pl.DataFrame(schema={"row": pl.UInt32, "id": pl.String, "piece": pl.Int32})
        # Empty ids are invalid, but not equal: they name no record.
        named = pl.concat([empty, *rows]).filter(pl.col("id") != "")
        together = named.with_columns(first=pl.col("id").is_first_distinct())
        firsts, later = (together.filter(pl.col("first") == first).drop("first") for first in (True, False))
        for n, piece in enumerate(self.pieces):
            # However many there are, no more are reported.
            own = later.filter(pl.col("piece") == n).head(log.limits.problems + 1)
            known = own.join(firsts, on="id", maintain_order="left")
            for row, id_, first_row, first_piece in known.select("row", "id", "row_right", "piece_right").iter_rows():
                first = Location(self.pieces[int(first_piece)].file, row=first_row + 1)
                message = f"id {shorten(id_, LONGEST_ID)} is taken by an earlier record, at {first}"
                log.add(piece.order, [piece.locate(UNIQUE.problem(message, path=("id",), record=id_), row)])
        repeating = together.filter(pl.col("id").is_in(later.get_column("id").implode()))
        of_pieces = [pl.col("piece") == n for n in range(len(matches))]
        return [later.filter(own).get_column("row") for own in of_pieces], [repeating.filter(own) for own in of_pieces]

    def _linked(
        self,
        piece: Piece,
        rows: pl.Series,
        new_index: _NewIndex,
        unusable: AbstractSet[str],
        repeated: AbstractSet[str],
    ) -> Iterator[tuple[Problem, Cause]]:
        """Yield the problems of some rows beside the records to which they refer.

        Args:
            piece: The piece.
            rows: Its rows.
            new_index: Returns an index of records.
            unusable: The ids of records that are invalid or repeated.
            repeated: The ids that several records have.
        """
        placed: dict[str, _RecordAt] = {
            record.id: ((piece.order, row), record) for row, record in records_at(piece, rows)
        }
        own = {id_: row for id_, ((_, row), _) in placed.items()}
        names = {target for _, record in placed.values() for _, target in references(record)}
        placed |= self.cache.get(names - placed.keys())
        in_order = sorted(placed.items(), key=lambda each: each[1][0])
        beside = {id_: record for id_, (_, record) in in_order if id_ not in repeated}
        # References to invalid and repeated records, and to kinds that can't be read, are not reported.
        for problem, cause in problems_with_causes(new_index(beside, names & unusable), LINKED):
            if problem.record in own:
                yield piece.locate(problem, own[problem.record]), cause

    def _compared(
        self,
        check: Check,
        doubtful: Sequence[pl.Series],
        ignored: Sequence[pl.Series],
        new_index: _NewIndex,
        unusable: AbstractSet[str],
    ) -> Iterator[tuple[Piece, int, Problem, Cause]]:
        """Yield the problems of a check that compares records with all others of their types, each with piece and row.

        Args:
            check: The check.
            doubtful: The rows of each piece that may break its rules.
            ignored: The rows of each piece that have no valid record of their own id.
            new_index: Returns an index of records.
            unusable: The ids of records that are invalid or repeated.
        """
        rows_of = [
            (piece, _without(rows, out), out)
            for piece, rows, out in zip(self.pieces, doubtful, ignored, strict=True)
            if piece.model in check.models
        ]
        if not any(len(rows) for _, rows, _ in rows_of):
            return
        places: dict[str, tuple[Piece, int]] = {}
        records: dict[str, Entry] = {}
        for piece, rows, out in rows_of:
            for row, record in records_at(piece, _without(piece.rows, out) if check.scope == "all" else rows):
                records[record.id], places[record.id] = record, (piece, row)
        for problem, cause in problems_with_causes(new_index(records, unusable), (check,)):
            yield *places[str(problem.record)], problem, cause

    def _unchecked(self, missing: pl.Series, ignored: Sequence[pl.Series]) -> dict[str, int]:
        """Return how many references lead to ids that no record has, by the kind of the id.

        Args:
            missing: The ids.
            ignored: The rows of each piece that have no valid record of their own id.
        """
        if missing.is_empty():
            return {}
        count = partial(count_references, missing=missing)
        counts = self.executor.fetch(self.executor.map(count, [*zip(self.pieces, ignored, strict=True)]))
        return {kind: total for kind in KINDS if (total := sum(each.get(kind, 0) for each in counts))}

    def _ids(self) -> tuple[str, ...]:
        """Return the ids of all records that are valid by themselves."""
        columns = (piece.read("id").get_column("id") for piece in self.pieces)
        return tuple(id_ for ids in columns for id_ in ids if id_ is not None and id_ not in self.whole.hidden)


def _without(rows: pl.Series, others: pl.Series) -> pl.Series:
    """Return rows that are not among others, each once and in order."""
    return rows.filter(~rows.is_in(others.implode())).unique().sort()


@frozen(eq=False)
class _RecordCache:
    """The records of the pieces by id, with those in memory that were needed lately.

    Attributes:
        pieces: The pieces.
    """

    pieces: tuple[Piece, ...]
    _records: dict[str, _RecordAt | None] = field(factory=dict, init=False)

    def get(self, ids: Collection[str]) -> dict[str, _RecordAt]:
        """Return the first record of each id, as far as there is one and it is valid."""
        if len(self._records) > _CACHED:
            self._records.clear()
        unknown = pl.Series("id", sorted(id_ for id_ in ids if id_ not in self._records), dtype=pl.String)
        for piece in self.pieces:
            for id_, row, record in records_by_id(piece, unknown):
                self._records.setdefault(id_, ((piece.order, row), record) if record else None)
        return {id_: cached for id_ in ids if (cached := self._records.get(id_))}
