"""Tables in Parquet against all rules: which rows break which, found over whole columns.

Only rows in doubt become objects, and those have the last word. So the problems are those of any other file, in the
same words; but a table of millions of rows is checked in little more time than it takes to read it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import partial
from os import PathLike, fspath
from typing import Final, Protocol, TypeAlias, TypeVar

from attrs import evolve, field, frozen

from alliancekit._polars import pl
from alliancekit.columns.layout import layout
from alliancekit.corpus import _joins, clock
from alliancekit.corpus._parquet import ParquetTable, possible_kinds, table_of
from alliancekit.corpus._pieces import (
    UNREADABLE,
    Answer,
    Piece,
    Seen,
    answer,
    found,
    part_of,
    parted,
    pointing,
    records,
    repeated,
    seen,
    small,
    united,
    waiting_references,
)
from alliancekit.corpus._problem_log import ProblemLog
from alliancekit.corpus._suggestions import Suggestions
from alliancekit.corpus.causes import Cause, note, together
from alliancekit.corpus.checks import CHECKS, OF_ALL, RELATIONS, UNIQUE, Index, of_known_states
from alliancekit.corpus.files import tables_of
from alliancekit.corpus.references import references
from alliancekit.dates import Day
from alliancekit.errors import Location, Problem
from alliancekit.formats import LIMITS, Limits
from alliancekit.models import KINDS, MODELS, Entry, State
from alliancekit.text import LONGEST_ID, shorten

A = TypeVar("A")
B = TypeVar("B")

ROWS: Final = 1_000_000
"""How many rows are asked in one go."""

_CHUNK: Final = 20_000
"""How many rows become objects at a time, to be held against the records that they point at."""

_KEPT: Final = 20_000
"""How many records that others point at are kept for the next rows that do."""

_BESIDE: Final = tuple(check for check in CHECKS if check not in OF_ALL)
"""What is asked of some rows and the records at which they point."""

_COMPARED: Final = 200_000
"""In how many rows at most an id that was meant is looked for."""


_Placed: TypeAlias = tuple[tuple[int, int], Entry]
"""A record, with the place of its file among all files and its row."""


class Engine(Protocol):
    """Asks many the same, here or elsewhere."""

    @property
    def parts(self) -> int:
        """In how many parts ids are compared."""
        ...

    def ask(self, question: Callable[[A], B], asked: Sequence[A], /) -> Sequence[B]:
        """Return the answers in the order of those asked; they may stay elsewhere until they are fetched."""
        ...

    def fetch(self, answers: Sequence[A], /) -> Sequence[A]:
        """Return answers that are here."""
        ...


@frozen
class Here:
    """Asks one after the other, in this process."""

    parts: int = 1

    def ask(self, question: Callable[[A], B], asked: Sequence[A], /) -> Sequence[B]:
        """Return the answers."""
        return [*map(question, asked)]

    def fetch(self, answers: Sequence[A], /) -> Sequence[A]:
        """Return the answers as they are."""
        return answers


HERE: Final = Here()
"""Asks one after the other, in this process."""


@frozen
class Checked:
    """What a check of tables has found.

    Attributes:
        problems: Every mistake, in the order of the files and their rows; warnings too.
        rows: How many rows were read.
        records: How many of them hold a valid record, the first of its id.
        doubts: How many rows columns alone could not pass, by the code of the rule; of them objects were built.
        unchecked: How many references were not checked, by the kind that they name; see `Contents`.
    """

    problems: tuple[Problem, ...]
    rows: int
    records: int
    doubts: Mapping[str, int]
    unchecked: Mapping[str, int]

    @property
    def note(self) -> str:
        """The sentence that says which references were not checked; empty if all were."""
        return note(self.unchecked)


def checked(paths: Sequence[str | PathLike[str]], limits: Limits = LIMITS, engine: Engine = HERE) -> Checked:
    """Return every mistake of tables in Parquet, and how many rows columns alone could not pass.

    Args:
        paths: Files, or folders of whose files the tables are read; together they are one corpus.
        limits: How many problems of a file are told; the other limits do not bind tables.
        engine: What asks the pieces of the tables.

    Raises:
        UnusableFile: If a path is missing or has no table.
    """
    told = ProblemLog(limits)
    pieces: list[Piece] = []
    unread: set[str] = set()
    for order, file in enumerate(tables_of(paths)):
        table = table_of(file)
        if isinstance(table, ParquetTable):
            pieces += _cut(table, fspath(file), order)
        else:
            unread |= possible_kinds(file, fspath(file))
            told.add(order, (evolve(problem, location=Location(fspath(file))) for problem in table))
    today = clock.today()
    tables = {model: _table(pieces, model, columns) for model, columns in _joins.ASKED.items()}
    around = _joins.around(today, tables)
    full = engine.ask(partial(answer, around=around, most=limits.problems), pieces)
    answers = engine.fetch(engine.ask(small, full))
    twice = _twice(full, engine)
    whole = united(answers)
    for piece, each in zip(pieces, answers, strict=True):
        told.add(piece.order, (problem for _, problem in each.problems))
    readable = [(piece, each) for piece, each in zip(pieces, answers, strict=True) if not each.unread]
    # What can't be read may have the record at which another points.
    unread |= {piece.kind for piece, each in zip(pieces, answers, strict=True) if each.unread}
    known = _Known(tuple(piece for piece, _ in readable))
    across = _Across(tuple(readable), whole, twice, frozenset(unread), engine, known, today, around.circles)
    repeated, unchecked = across.tell(told)
    valid = whole.rows - len(whole.broken) - repeated
    return Checked(tuple(told), whole.rows, valid, dict(sorted(whole.doubts.items())), unchecked)


def _twice(answers: Sequence[Answer], engine: Engine) -> pl.Series:
    """Return the numbers of the ids that several rows have.

    Ids are as many as rows. They stay where they are found, and equal ones come together part by part.
    """
    parts = engine.ask(partial(parted, parts=engine.parts), answers)
    columns = [engine.ask(partial(part_of, part=part), parts) for part in range(engine.parts)]
    return pl.concat(engine.fetch(engine.ask(repeated, columns)))


def _cut(table: ParquetTable, file: str, order: int) -> list[Piece]:
    """Return a table in pieces."""
    name = next(name for name, model in MODELS.items() if model is table.model)
    cuts = range(0, table.height, ROWS)
    return [Piece(file, order, name, first, min(ROWS, table.height - first)) for first in cuts]


def _table(pieces: Iterable[Piece], model: type[Entry], columns: tuple[str, ...]) -> pl.DataFrame:
    """Return some columns of all records of a type, as far as they can be read."""
    held = [pl.DataFrame(schema=layout(model)).select(columns)]
    for piece in pieces:
        if piece.model is model:
            with suppress(*UNREADABLE):
                held.append(piece.read(*columns))
    return pl.concat(held)


@frozen(eq=False)
class _Across:
    """What records of many pieces break together.

    Attributes:
        answers: The pieces, and what each has told.
        whole: What they have told together.
        twice: The numbers of ids that several rows have.
        unread: The kinds of the records that are in none of them, since they can't be read.
        engine: What asks the pieces.
        known: The records of the pieces.
        today: The day that it is.
        circles: The ids whose references may run in circles, for each of `RELATIONS`.
    """

    answers: tuple[tuple[Piece, Answer], ...]
    whole: Answer
    twice: pl.Series
    unread: frozenset[str]
    engine: Engine
    known: "_Known"
    today: Day
    circles: tuple[pl.Series, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces."""
        return tuple(piece for piece, _ in self.answers)

    def tell(self, told: ProblemLog) -> tuple[int, dict[str, int]]:
        """Tell the problems of ids, then those of records beside others.

        Returns:
            How many valid records repeat an id, and how many references were not checked, by the kind that they name.
        """
        named = self.whole.named.filter(~self.whole.named.is_in([*self.whole.hidden]))
        asked = self.engine.fetch(self.engine.ask(partial(seen, twice=self.twice, named=named), self.pieces))
        later, twice = self._repeated(asked, told)
        ids_twice = frozenset(id_ for rows in twice for id_ in rows.get_column("id"))
        missing = named.filter(~named.is_in(pl.concat([named.clear(), *(each.found for each in asked)]).implode()))
        for kind in self.unread:  # only to save work: such references are not checked anyhow
            missing = missing.filter(~missing.str.starts_with(f"{kind}:"))
        repeating = [piece.kind for piece, rows in zip(self.pieces, later, strict=True) if len(rows)]
        waiting = frozenset({*self.whole.waiting, *repeating})
        unreported = missing.filter(missing.str.split(":").list.first().is_in([*waiting]))
        missing = missing.filter(~missing.is_in(unreported.implode()))
        suspects = [each.suspects for _, each in self.answers]
        suggestions = Suggestions(())
        repeated_rows = 0
        if len(missing):
            more = self.engine.fetch(self.engine.ask(partial(pointing, missing=missing), self.pieces))
            suspects = [pl.concat(both) for both in zip(suspects, more, strict=True)]
            suggestions = Suggestions(self._ids() if self.whole.rows <= _COMPARED else ())
        out = [
            pl.concat([each.broken, own.get_column("row")]) for (_, each), own in zip(self.answers, twice, strict=True)
        ]
        for (piece, each), rows, again, not_checked in zip(self.answers, suspects, later, out, strict=True):
            repeated_rows += len(again.filter(~again.is_in(each.broken.implode())))
            sound = rows.unique().sort()
            sound = sound.filter(~sound.is_in(not_checked.implode()))
            for chunk in sound.to_frame("row").iter_slices(_CHUNK):
                if told.is_full(piece.order):
                    break
                for problem, cause in self._beside(piece, chunk.get_column("row"), suggestions, waiting, ids_twice):
                    told.add(piece.order, [problem], cause)
        self._tell_circles(out, told)
        self._compared(suspects, out, told)
        return repeated_rows, self._unchecked(unreported, out)

    def _tell_circles(self, out: Sequence[pl.Series], told: ProblemLog) -> None:
        """Report the circles of references among the valid records, of which each is the first of its id.

        Args:
            out: The rows of each piece that do not count.
            told: The problems.
        """
        for relation, ids in zip(RELATIONS, self.circles, strict=True):
            places: dict[str, tuple[Piece, int]] = {}
            held: dict[str, object] = {}
            begun: dict[str, int] = {}
            for piece, not_checked in zip(self.pieces, out, strict=True):
                if piece.model is not relation.model or ids.is_empty():
                    continue
                rows = piece.read("id", relation.name, *(["spells"] if piece.model is State else ()))
                first = _joins.first_day() if piece.model is State else pl.lit(None)
                rows = rows.select("id", relation.name, first.alias("first")).with_row_index("row", piece.first)
                for row, id_, value, day in rows.filter(
                    pl.col("id").is_in(ids.implode()), ~pl.col("row").is_in(not_checked.implode())
                ).iter_rows():
                    places[id_], held[id_] = (piece, row), value
                    if day is not None:
                        begun[id_] = day
            for problem in relation.circles(held, begun):
                piece, row = places[problem.record or ""]
                told.add(piece.order, [piece.locate(problem, row)])

    def _compared(self, suspects: Sequence[pl.Series], out: Sequence[pl.Series], told: ProblemLog) -> None:
        """Report what is wrong with states beside all other states, if any of them is in doubt."""
        of_states = [(piece, rows) for piece, rows in zip(self.pieces, out, strict=True) if piece.model is State]
        doubtful = (len(rows) for piece, rows in zip(self.pieces, suspects, strict=True) if piece.model is State)
        if not any(doubtful):
            return
        places: dict[str, tuple[Piece, int]] = {}
        held: dict[str, Entry] = {}
        for piece, not_checked in of_states:
            rows = pl.int_range(piece.first, piece.first + piece.count, dtype=pl.UInt32, eager=True).alias("row")
            found = records(piece, rows.filter(~rows.is_in(not_checked.implode())))
            for row, entry in [(row, entry) for row, entry in found if entry]:
                held[entry.id], places[entry.id] = entry, (piece, row)
        for problem, cause in together(Index(held, today=self.today), (of_known_states,)):
            piece, row = places[str(problem.record)]
            told.add(piece.order, [piece.locate(problem, row)], cause)

    def _unchecked(self, missing: pl.Series, out: Sequence[pl.Series]) -> dict[str, int]:
        """Return how many references lead to ids that no record has, by the kind that they name.

        Args:
            missing: The ids.
            out: The rows of each piece that do not count.
        """
        if missing.is_empty():
            return {}
        asked = [*zip(self.pieces, out, strict=True)]
        counts = self.engine.fetch(self.engine.ask(partial(waiting_references, missing=missing), asked))
        return {kind: total for kind in KINDS if (total := sum(each.get(kind, 0) for each in counts))}

    def _repeated(self, asked: Sequence[Seen], told: ProblemLog) -> tuple[list[pl.Series], list[pl.DataFrame]]:
        """Tell each id that an earlier record has.

        Returns:
            Piece by piece, the rows of the later records; and those of the first ones as well, with their ids.
        """
        rows = [each.repeated.with_columns(piece=pl.lit(n)) for n, each in enumerate(asked)]
        empty = pl.DataFrame(schema={"row": pl.UInt32, "id": pl.String, "piece": pl.Int32})
        together = pl.concat([empty, *rows]).with_columns(first=pl.col("id").is_first_distinct())
        firsts, later = (together.filter(pl.col("first") == first).drop("first") for first in (True, False))
        for n, piece in enumerate(self.pieces):
            # However many there are, no more are told.
            own = later.filter(pl.col("piece") == n).head(told.limits.problems + 1)
            known = own.join(firsts, on="id", maintain_order="left")
            for row, id_, first_row, first_piece in known.select("row", "id", "row_right", "piece_right").iter_rows():
                first = Location(self.pieces[int(first_piece)].file, row=first_row + 1)
                message = f"id {shorten(id_, LONGEST_ID)} is taken by an earlier record, at {first}"
                told.add(piece.order, [piece.locate(UNIQUE.problem(message, path=("id",), record=id_), row)])
        again = together.filter(pl.col("id").is_in(later.get_column("id").implode()))
        by_piece = [(later.filter(pl.col("piece") == n), again.filter(pl.col("piece") == n)) for n in range(len(asked))]
        return [rows.get_column("row") for rows, _ in by_piece], [rows for _, rows in by_piece]

    def _ids(self) -> tuple[str, ...]:
        """Return the ids of all records that are valid by themselves."""
        held = (piece.read("id").get_column("id") for piece in self.pieces)
        return tuple(id_ for ids in held for id_ in ids if id_ is not None and id_ not in self.whole.hidden)

    def _beside(
        self,
        piece: Piece,
        rows: pl.Series,
        suggestions: Suggestions,
        waiting: Collection[str],
        twice: AbstractSet[str],
    ) -> Iterator[tuple[Problem, Cause]]:
        """Yield what is wrong with some rows beside the records that they point at."""
        held: dict[str, _Placed] = {
            entry.id: ((piece.order, row), entry) for row, entry in records(piece, rows) if entry
        }
        own = {id_: row for id_, ((_, row), _) in held.items()}
        named = {to for _, entry in held.values() for _, to in references(entry)}
        held |= self.known.of(named - held.keys())
        # References to an invalid record, to one of two with the same id, and into what can't be read are not reported.
        broken = named & (self.whole.hidden | twice)
        held = {id_: placed for id_, placed in held.items() if id_ not in twice}
        in_order = sorted(held.items(), key=lambda each: each[1][0])
        beside = {id_: entry for id_, (_, entry) in in_order}
        index = Index(beside, broken, suggestions, unread=self.unread, waiting=waiting, today=self.today)
        for problem, cause in together(index, _BESIDE):
            if problem.record in own:
                yield piece.locate(problem, own[problem.record]), cause


@frozen(eq=False)
class _Known:
    """The records of the pieces, by id: those that were asked for lately are kept.

    Attributes:
        pieces: The pieces.
    """

    pieces: tuple[Piece, ...]
    _kept: dict[str, _Placed | None] = field(factory=dict, init=False)

    def of(self, ids: Collection[str]) -> dict[str, _Placed]:
        """Return the first record of each id with its place, as far as there is one and it is valid."""
        if len(self._kept) > _KEPT:
            self._kept.clear()
        unknown = pl.Series("id", sorted(id_ for id_ in ids if id_ not in self._kept), dtype=pl.String)
        for piece in self.pieces:
            for id_, row, entry in found(piece, unknown):
                self._kept.setdefault(id_, ((piece.order, row), entry) if entry else None)
        return {id_: placed for id_ in ids if (placed := self._kept.get(id_))}
