"""From files to a corpus: every mistake of every file, at its place, or the records."""

import os
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from os import PathLike, fspath
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from attrs import define, evolve, field, frozen

from alliancekit import engine
from alliancekit._collector import calmly, uncollected
from alliancekit.corpus._causes import is_id, kinds_of, note, together, unchecked
from alliancekit.corpus._corpus import Corpus, checked
from alliancekit.corpus._told import Told
from alliancekit.corpus.checks import Index, repeated
from alliancekit.corpus.documents import Raw, Run, raw_records
from alliancekit.corpus.fast import fast
from alliancekit.corpus.places import Place, RowPlace, made, refused_in
from alliancekit.errors import InvalidCorpus, Location, Problem, Severity, UnusableFile
from alliancekit.formats import (
    ENDINGS,
    LIMITS,
    Document,
    Limits,
    corpus_files,
    format_of,
    is_folder,
    is_table,
    path_of,
    read_bytes,
)
from alliancekit.models import KINDS, MODELS, Entry
from alliancekit.models.document import SCHEMA
from alliancekit.rules._words import listed
from alliancekit.rules.shape import TYPE
from alliancekit.text import LONGEST_MESSAGE, shorten, shown_path

if TYPE_CHECKING:
    from alliancekit.corpus.check_tables import Checked

AnyPath: TypeAlias = str | PathLike[str]

Progress: TypeAlias = Callable[[float], None]
"""Is told, again and again, the share of the files that is read: from 0 to 1, never less than before."""

_READ: Final = 0.7
"""The share of the work on a file of JSON Lines that is done when its lines are read."""

_TYPE: Final = re.compile(rf'"type"\s*:\s*"({"|".join(KINDS)})"')
_OWN_ID: Final = re.compile(rf'"id"\s*:\s*"(?:{"|".join(KINDS)}):')
_ID: Final = re.compile(rf"\b(?:{'|'.join(KINDS)}):[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")


AnyPlace: TypeAlias = Place | RowPlace


@frozen
class Contents:
    """What files hold.

    Attributes:
        records: The valid records, in the order of the files.
        problems: Every mistake, in the order of the files; warnings too. What has one cause, such as all references to
            a record that is not there, is one problem at the first place.
        unchecked: How many references were not checked, by the kind that they name, since a record of that kind has no
            id of its own: it is invalid, missing or another record's.
    """

    records: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    unchecked: Mapping[str, int]
    _places: "Mapping[str, AnyPlace] | _Places" = field(eq=False, repr=False)
    _faulty: AbstractSet[str] = field(eq=False, repr=False)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that make the data invalid."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def note(self) -> str:
        """The sentence that says which references were not checked; empty if all were."""
        return note(self.unchecked)

    def corpus(self) -> Corpus:
        """Return the records as a corpus.

        Raises:
            InvalidCorpus: With every problem, if there is an error.
        """
        if self.errors:
            raise InvalidCorpus(self.problems, self.note)
        # Whoever made these contents may not have read them from files.
        return checked(Corpus(self.records), self.problems)

    def sound(self) -> tuple[Entry, ...]:
        """Return the records that no error touches: they have none, and point at none that have."""
        out = set(self._faulty)
        known = {record.id for record in self.records}
        referring: dict[str, list[str]] = {}
        for record in self.records:
            model: type = type(record)
            for target in engine.of(model).references(record):
                referring.setdefault(target, []).append(record.id)
        waiting = [*out, *(target for target in referring if target not in known)]
        while waiting:
            more = [id_ for id_ in referring.get(waiting.pop(), ()) if id_ not in out]
            out.update(more)
            waiting += more
        return tuple(record for record in self.records if record.id not in out)

    def locate(self, problem: Problem) -> Problem:
        """Return a problem of a record with the place at which it stands in the files."""
        place = self._places.get(problem.record or "")
        return place.locate(problem) if place else problem


@define(eq=False)
class _Records:
    """The records of all files, in their order: of each its id, the record if it is valid, and where it stands."""

    ids: list[str] = field(factory=list)
    entries: list[Entry | None] = field(factory=list)
    _starts: list[int] = field(factory=list)
    _places: list[Callable[[int], AnyPlace]] = field(factory=list)

    def add(self, id_: str, entry: Entry | None, place: AnyPlace) -> None:
        """Add one record."""
        self._starts.append(len(self.ids))
        self._places.append(lambda _: place)
        self.ids.append(id_)
        self.entries.append(entry)

    def extend(self, entries: Sequence[Entry], place: Callable[[int], AnyPlace]) -> None:
        """Add valid records; the place of each is asked for by its position among them."""
        self._starts.append(len(self.ids))
        self._places.append(place)
        self.ids += [entry.id for entry in entries]
        self.entries += entries

    def place(self, n: int) -> AnyPlace:
        """Return where the nth record stands."""
        part = bisect_right(self._starts, n) - 1
        return self._places[part](n - self._starts[part])


@frozen
class _Places:
    """Where the first record of each id stands."""

    firsts: Mapping[str, int]
    records: _Records

    def get(self, id_: str) -> AnyPlace | None:
        """Return the place of an id, or None if no record has it."""
        n = self.firsts.get(id_)
        return None if n is None else self.records.place(n)


@frozen
class _Found:
    """What was read of the files so far.

    Attributes:
        problems: The problems.
        records: The records.
        hidden: The ids in what can't be read.
        unread: The kinds of the records in what was not looked at.
        waiting: The kinds of which a record has no id of its own.
    """

    problems: Told
    records: _Records = field(factory=_Records)
    hidden: set[str] = field(factory=set)
    unread: set[str] = field(factory=set)
    waiting: set[str] = field(factory=set)


def load(*paths: AnyPath, limits: Limits = LIMITS) -> Corpus:
    """Return the corpus that files hold.

    Args:
        paths: Files, or folders with files, in YAML (``.yaml``, ``.yml``), JSON (``.json``), JSON Lines
            (``.jsonl``) or Parquet (``.parquet``); together they are one corpus.
        limits: How large and how deep a file may be.

    Raises:
        InvalidCorpus: With every mistake of every file, each at its file, line and column, or row of a table.
        MissingExtra: If there is a table, and polars is not installed.
        UnusableFile: If a path is missing, can't be read, or has no corpus file.
    """
    return _corpus(read(*paths, limits=limits))


def from_parquet(*paths: AnyPath, limits: Limits = LIMITS) -> Corpus:
    """Return the corpus that tables hold, as `Corpus.to_parquet` writes them.

    Args:
        paths: Parquet files, whatever their names, or folders, of whose files those that end in ``.parquet`` are read;
            together they are one corpus.
        limits: How many bytes a file and how many rows its table may have (`size` and `values`), and how many problems
            of it are told.

    Raises:
        InvalidCorpus: With every mistake of every table, each at its file and row.
        MissingExtra: If polars is not installed.
        UnusableFile: If a path is missing, can't be read, or has no table.
    """
    from alliancekit.corpus.tables import table_files

    return _corpus(_read(table_files(paths), limits, tables=True))


def scan_parquet(*paths: AnyPath) -> Iterator[Entry | Problem]:
    """Yield the records of tables, and the problems of what is none, in the order of the rows.

    However large the tables are, at most a hundred thousand records are held at a time. Each record obeys the rules of
    its type; what several records obey together, unique ids and resolved references first, is a matter of the corpus.

    Args:
        paths: As for `from_parquet`; the files have any size.

    Raises:
        MissingExtra: If polars is not installed.
        UnusableFile: If a path is missing, can't be read, or has no table.
    """
    from alliancekit.corpus.tables import scan, table_files

    return scan(table_files(paths))


def check_parquet(*paths: AnyPath, limits: Limits = LIMITS) -> tuple[Problem, ...]:
    """Return every mistake of tables, in the order of the files and their rows; warnings too.

    It finds what `from_parquet` finds, of tables of any size, and many times as fast: the rules are asked of whole
    columns, and only rows that may break one become records.

    Args:
        paths: As for `from_parquet`; the files have any size.
        limits: How many problems of a file are told; the other limits do not bind.

    Raises:
        MissingExtra: If polars is not installed.
        UnusableFile: If a path is missing, can't be read, or has no table.
    """
    return checked_tables(paths, limits).problems


def checked_tables(paths: Sequence[AnyPath], limits: Limits) -> "Checked":
    """Return what `check_parquet` finds, with the numbers of records and of rows in doubt.

    Raises:
        MissingExtra: If polars is not installed.
        UnusableFile: If a path is missing, can't be read, or has no table.
    """
    from alliancekit.corpus.check_tables import checked

    return checked(paths, limits)


def are_tables(paths: Sequence[AnyPath]) -> bool:
    """Return whether all the corpus files of paths are tables.

    Raises:
        UnusableFile: If a folder can't be read.
    """
    places = map(path_of, paths)
    files = [file for place in places for file in (corpus_files(place) if is_folder(place) else [place])]
    return bool(files) and all(map(is_table, files))


def check(*paths: AnyPath, limits: Limits = LIMITS) -> tuple[Problem, ...]:
    """Return every mistake of every file, in the order of the files; warnings too.

    Args:
        paths: As for `load`.
        limits: How large and how deep a file may be.

    Raises:
        UnusableFile: If a path is missing, can't be read, or has no corpus file.
    """
    return read(*paths, limits=limits).problems


def read(*paths: AnyPath, limits: Limits = LIMITS, progress: Progress | None = None) -> Contents:
    """Return what files hold: the valid records, and all the problems.

    Args:
        paths: As for `load`.
        limits: How large and how deep a file may be.
        progress: Is told the share of the files that is read, each file counting the same.

    Raises:
        UnusableFile: If a path is missing, can't be read, or has no corpus file.
    """
    return _read(list(files_of(paths)), limits, progress)


def _corpus(contents: Contents) -> Corpus:
    """Return the corpus of contents that were just read, of which everything has been asked."""
    if contents.errors:
        raise InvalidCorpus(contents.problems, contents.note)
    return checked(contents.records, contents.problems)


def _read(
    files: Sequence[FilePath], limits: Limits, progress: Progress | None = None, *, tables: bool = False
) -> Contents:
    """Return what files hold; if it is said, they are tables, whatever their names."""
    found = _Found(Told(limits))
    for order, file in enumerate(files):
        if tables or is_table(file):
            found.unread.update(_take_table(file, order, found))
            if progress:
                progress((order + 1) / len(files))
        else:
            found.hidden.update(_take_document(file, (order, len(files)), found, progress))
    with uncollected():
        return _together(found)


def _together(found: _Found) -> Contents:
    """Return what files hold, when what the records say together has been told as well.

    Args:
        found: What was read.
    """
    told, read = found.problems, found.records
    # The first record of an id counts, so the last in this order.
    firsts = dict(zip(reversed(read.ids), range(len(read.ids) - 1, -1, -1), strict=True))
    twice: set[str] = set()
    if len(firsts) < len(read.ids):
        twice.update(_report_repeated(read, firsts, told))
    taken = read.entries if not twice else [read.entries[n] for n in sorted(firsts.values())]
    records = tuple(entry for entry in taken if entry is not None)
    # Which of two records with one id is meant can't be known.
    known: dict[str, Entry] = {entry.id: entry for entry in records if entry.id not in twice}
    broken = {*found.hidden, *firsts} - known.keys() if found.hidden or len(known) < len(firsts) else set[str]()
    index = Index(known, broken, unread=found.unread, waiting=found.waiting | kinds_of(twice))
    places = _Places(firsts, read)
    for problem, cause in together(index):
        place = cast("AnyPlace", places.get(problem.record or ""))
        if not told.is_full(place.order):
            told.add(place.order, [place.locate(problem)], cause)
    return Contents(records, tuple(told), unchecked(index), places, told.faulty)


def _report_repeated(read: _Records, firsts: Mapping[str, int], told: Told) -> Iterator[str]:
    """Report and yield the ids that an earlier record has."""
    for n, problem in repeated(read.ids):
        yield read.ids[n]
        place = read.place(n)
        if not told.is_full(place.order):
            first = read.place(firsts[read.ids[n]]).locate(problem).location
            named = evolve(problem, message=shorten(f"{problem.message}, at {first}", LONGEST_MESSAGE))
            told.add(place.order, [place.locate(named)])


def _take_document(file: FilePath, nth: tuple[int, int], read: _Found, progress: Progress | None) -> set[str]:
    """Take the records of a document, and tell its problems; return the ids in what can't be read.

    Args:
        file: The document.
        nth: Which of the files it is, and of how many.
        read: What was read before, to which this adds.
        progress: Is told the share of the files that is read.
    """
    told, taken = read.problems, read.records
    order, limits = nth[0], told.limits
    data, form = read_bytes(file, limits), format_of(file)
    way = fast(form, limits, _part(progress, nth, 0, _READ))
    document = way.read(data, fspath(file)) if way else form.read(data, fspath(file), limits)
    told.add(order, document.problems)
    hidden = _hidden(document, data, lines=form.lines)
    refused = refused_in(document)
    lines = {problem.path: problem.location.text or "" for problem in document.problems if problem.location}
    raws = raw_records(document, lines=form.lines, read=way.taken if way else {})
    for raw in calmly(_telling(raws, document, _part(progress, nth, _READ if form.lines else 0, 1))):
        if isinstance(raw, Problem):
            told.add(order, [raw])
            read.waiting.update(_kinds_in(raw))
            continue
        if told.is_full(order):
            return hidden | _ids(data)
        if isinstance(raw, Run):
            taken.extend(raw.entries, partial(_place_in, order, document, raw))
            continue
        entry, place, found = made(raw, refused, document, order, limits)
        told.add(order, found)
        if not entry and not (is_id(raw.model, raw.id) if raw.model else raw.id):
            read.waiting.update({raw.kind} if raw.model else _kinds_of(raw.tree, lines.get(raw.path, "")))
        if raw.id and raw.model:
            taken.add(raw.id, entry, place)
        elif raw.id:
            hidden.add(raw.id)
    return hidden


def _place_in(order: int, document: Document, run: Run, n: int) -> Place:
    return Place(order, document, run.path(n))


def _kinds_of(tree: object, line: str) -> Collection[str]:
    """Return the kinds of which a line may hold a record without an id.

    Args:
        tree: What was read of the line; None if it can't be read.
        line: The line, if there is a problem with it as a whole.
    """
    if isinstance(tree, dict) and not {"type", "id"}.issuperset(cast("dict[object, object]", tree)):
        return tuple(KINDS)
    shown = _TYPE.search(line)
    return (shown[1],) if shown and not _OWN_ID.search(line) else ()


def _kinds_in(problem: Problem) -> Collection[str]:
    """Return the kinds of the records that may stand where a list of records, or a record, is something else."""
    step = next(iter(problem.path), None)
    if problem.code != TYPE.code or step == SCHEMA:
        return ()
    return (MODELS[step].__name__.lower(),) if isinstance(step, str) else tuple(KINDS)


def _take_table(file: FilePath, order: int, read: _Found) -> frozenset[str]:
    """Take the rows of a table, and report its problems; return the kinds of the records that were not looked at."""
    from alliancekit.corpus.tables import Row, may_hold, rows

    told, taken = read.problems, read.records
    data = read_bytes(file, told.limits)
    number = 0
    unread: frozenset[str] = frozenset()
    for found in rows(data, told.limits):
        if told.is_full(order):
            return may_hold(data, fspath(file))
        if isinstance(found, Problem):
            told.add(order, [evolve(found, location=Location(fspath(file)))])
            unread = may_hold(data, fspath(file))
            continue
        number += 1
        place = RowPlace(order, fspath(file), number)
        if not isinstance(found, Row):
            taken.add(found.id, found, place)
            continue
        told.add(order, map(place.locate, found.problems))
        if not is_id(found.model, found.id):
            read.waiting.add(found.model.__name__.lower())
        if found.id is not None:
            taken.add(found.id, None, place)
    return unread


def _part(progress: Progress | None, nth: tuple[int, int], start: float, end: float) -> Progress | None:
    """Return what is told the share of a part of the work on a file, which is the nth of so many."""
    order, files = nth
    return progress and (lambda share: progress((order + start + (end - start) * share) / files))


def _telling(
    raws: Iterator[Raw | Problem | Run], document: Document, progress: Progress | None
) -> Iterator[Raw | Problem | Run]:
    """Yield what a document holds, and tell how much of it is done."""
    if progress is None:
        yield from raws
        return
    tree = document.tree
    lists = tree.values() if isinstance(tree, dict) else [tree]
    total = sum(len(held) for held in lists if isinstance(held, list))
    done = 0
    for raw in raws:
        # A problem of the document's shape counts as well.
        progress(min(done / max(total, 1), 1))
        done += len(raw.entries) if isinstance(raw, Run) else 1
        yield raw
    progress(1)


def _hidden(document: Document, data: bytes, *, lines: bool) -> set[str]:
    """Return the ids in what can't be read: others may point at them, and nothing is to be said of that."""
    if document.tree is None:
        return _ids(data)
    unread = (problem.location.text or "" for problem in document.problems if problem.location) if lines else ()
    return {found[0] for text in set(unread) for found in _ID.finditer(text)}


def _ids(data: bytes) -> set[str]:
    """Return whatever looks like an id in a file, in any encoding."""
    return {found[0] for found in _ID.finditer(data.decode("ascii", errors="ignore").replace("\0", ""))}


def files_of(paths: Sequence[AnyPath]) -> Iterator[FilePath]:
    """Yield the files of the paths, those of a folder in the order of their names; each file once."""
    seen: set[str] = set()
    if not paths:
        message = "no path is given; name a file or a folder"
        raise UnusableFile(message)
    for path in map(path_of, paths):
        files = corpus_files(path) if is_folder(path) else [path]
        if not files:
            message = f"{shown_path(path)} has no corpus file ({listed(ENDINGS)})"
            raise UnusableFile(message)
        for file in files:
            place = os.path.realpath(file)  # Path.resolve fails where links go round in a circle
            if place not in seen:
                seen.add(place)
                yield file
