"""From files to a corpus: every mistake of every file, at its place, or the records."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from os import PathLike, fspath
from pathlib import Path as FilePath
from typing import Final, TypeAlias

from attrs import evolve, field, frozen

from alliancekit.corpus._corpus import Corpus, checked
from alliancekit.corpus.checks import CHECKS, Index, repeated
from alliancekit.corpus.documents import Raw, raw_records
from alliancekit.corpus.lines import Lines
from alliancekit.corpus.places import Place, in_text, made, refused_in
from alliancekit.corpus.references import references
from alliancekit.errors import InvalidCorpus, Problem, Severity, UnusableFile
from alliancekit.formats import (
    LIMITS,
    TOO_MANY_HINT,
    Document,
    Limits,
    calmly,
    corpus_files,
    format_of,
    read_bytes,
    too_many_problems,
)
from alliancekit.models import KINDS, Entry
from alliancekit.rules.reading import LIMIT

AnyPath: TypeAlias = str | PathLike[str]

Progress: TypeAlias = Callable[[float], None]
"""Is told, again and again, the share of the files that is read: from 0 to 1, never less than before."""

_ID: Final = re.compile(rf"\b(?:{'|'.join(KINDS)}):[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")


@frozen
class Contents:
    """What files hold.

    Attributes:
        records: The valid records, in the order of the files.
        problems: Every mistake, in the order of the files; warnings too.
    """

    records: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    _places: dict[str, "Place"] = field(eq=False, repr=False)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that make the data invalid."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    def corpus(self) -> Corpus:
        """Return the records as a corpus.

        Raises:
            InvalidCorpus: With every problem, if there is an error.
        """
        if self.errors:
            raise InvalidCorpus(self.problems)
        # Whoever made these contents may not have read them from files.
        return checked(Corpus(self.records), self.problems)

    def sound(self) -> tuple[Entry, ...]:
        """Return the records that no error touches: they have none, and point at none that have."""
        faulty = {problem.record for problem in self.errors}
        sound = {record.id: record for record in self.records if record.id not in faulty}
        while dangling := [
            id_ for id_, record in sound.items() if any(to not in sound for _, to in references(record))
        ]:
            for id_ in dangling:
                del sound[id_]
        return tuple(sound.values())

    def locate(self, problem: Problem) -> Problem:
        """Return a problem of a record with the place at which it stands in the files."""
        place = self._places.get(problem.record or "")
        return place.locate(problem) if place else problem


def load(*paths: AnyPath, limits: Limits = LIMITS) -> Corpus:
    """Return the corpus that files hold.

    Args:
        paths: Files, or folders with files, in YAML (``.yaml``, ``.yml``), JSON (``.json``) or JSON Lines
            (``.jsonl``); together they are one corpus.
        limits: How large and how deep a file may be.

    Raises:
        InvalidCorpus: With every mistake of every file, each at its file, line and column.
        UnusableFile: If a path is missing, can't be read, or has no corpus file.
    """
    contents = read(*paths, limits=limits)
    if contents.errors:
        raise InvalidCorpus(contents.problems)
    return checked(contents.records, contents.problems)


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
    told = _Told(limits)
    taken: list[tuple[str, Entry | None, Place]] = []
    hidden: set[str] = set()
    files = list(files_of(paths))
    for order, file in enumerate(files):
        data, form = read_bytes(file, limits), format_of(file)
        lines = Lines(limits)
        document = lines.read(data, fspath(file)) if form.lines else form.read(data, fspath(file), limits)
        told.add(order, document.problems)
        hidden |= _hidden(document, data, lines=form.lines)
        refused = refused_in(document)
        raws = raw_records(document, lines=form.lines, taken=lines.taken)
        for raw in calmly(_telling(raws, document, (order, len(files)), progress)):
            if isinstance(raw, Problem):
                told.add(order, [raw])
                continue
            if told.is_full(order):
                hidden |= _ids(data)
                break
            entry, place, found = made(raw, refused, document, order, limits)
            told.add(order, found)
            if raw.id and raw.model:
                taken.append((raw.id, entry, place))
            elif raw.id:
                hidden.add(raw.id)
    # The first record of an id counts, so the last in this order.
    firsts = {id_: (entry, place) for id_, entry, place in reversed(taken)}
    for n, problem in repeated(id_ for id_, _, _ in taken):
        id_, _, place = taken[n]
        if told.is_full(place.order):
            continue
        first = firsts[id_][1].locate(problem).location
        named = evolve(problem, message=f"{problem.message}, at {first}")
        told.add(place.order, [place.locate(named)])
    records = tuple(entry for _, entry, place in taken if entry and firsts[entry.id][1] is place)
    places = {id_: place for id_, (_, place) in firsts.items()}
    index = Index({entry.id: entry for entry in records}, {*hidden, *places} - {entry.id for entry in records})
    for problem in (problem for ask in CHECKS for problem in ask(index)):
        place = places[problem.record or ""]
        told.add(place.order, map(place.locate, [problem]))
    return Contents(records, tuple(told), places)


@frozen
class _Told:
    """The problems of all files, each with the place of its file in their order.

    Attributes:
        limits: How many of a file are told.
    """

    limits: Limits
    _problems: list[tuple[int, Problem]] = field(factory=list, init=False)
    _counts: Counter[int] = field(factory=Counter, init=False)

    def add(self, order: int, problems: Iterable[Problem]) -> None:
        """Add problems of a file; the first that is one too many says so, and stands for all that follow."""
        for problem in problems:
            if self.is_full(order):
                return
            self._counts[order] += 1
            message = too_many_problems(self.limits)
            last = LIMIT.problem(message, location=problem.location, hint=TOO_MANY_HINT)
            self._problems.append((order, last if self.is_full(order) else problem))

    def is_full(self, order: int) -> bool:
        """Return whether no more is told of a file."""
        return self._counts[order] > self.limits.problems

    def __iter__(self) -> Iterator[Problem]:
        """Yield the problems in the order of the files and of their text."""
        ordered = sorted(self._problems, key=lambda numbered: (numbered[0], in_text(numbered[1])))
        return (problem for _, problem in ordered)


def _telling(
    raws: Iterator[Raw | Problem], document: Document, file: tuple[int, int], progress: Progress | None
) -> Iterator[Raw | Problem]:
    """Yield what a document holds, and tell how much is done of all files, of which it is the nth."""
    if progress is None:
        yield from raws
        return
    order, files = file
    tree = document.tree
    lists = tree.values() if isinstance(tree, dict) else [tree]
    total = sum(len(held) for held in lists if isinstance(held, list))
    for n, raw in enumerate(raws):
        # A problem of the document's shape counts as well.
        progress((order + min(n / max(total, 1), 1)) / files)
        yield raw
    progress((order + 1) / files)


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
    for path in map(FilePath, paths):
        files = corpus_files(path) if path.is_dir() else [path]
        if not files:
            message = f"{path} has no corpus file (.yaml, .yml, .json or .jsonl)"
            raise UnusableFile(message)
        for file in files:
            place = os.path.realpath(file)  # Path.resolve fails where links go round in a circle
            if place not in seen:
                seen.add(place)
                yield file
