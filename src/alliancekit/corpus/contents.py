"""Collect the records and problems of several files, and check the records together."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from typing import Final, TypeAlias

from attrs import define, evolve, field, frozen

from alliancekit import engine
from alliancekit._collector import gc_paused, iterate_with_gc_paused
from alliancekit.corpus import clock
from alliancekit.corpus._corpus import Corpus, corpus_of_checked
from alliancekit.corpus._id_guesses import ids_in
from alliancekit.corpus._problem_log import ProblemLog
from alliancekit.corpus.causes import kinds_of, note, problems_with_causes, unchecked
from alliancekit.corpus.checks import CHECKS
from alliancekit.corpus.checks.check import CorpusIndex, Summary
from alliancekit.corpus.checks.unique_ids import repeated_id_problems
from alliancekit.corpus.stream import FileReader, Locator, ReadResult, ValidRecords
from alliancekit.errors import InvalidCorpus, Problem, Severity, severities
from alliancekit.formats import Limits
from alliancekit.messages import counted
from alliancekit.models import Entry
from alliancekit.text import LONGEST_MESSAGE, shorten

_RUN: Final = 100
"""The number of records that are summarized at a time: few, so that the processor still has them in its cache."""

Progress: TypeAlias = Callable[[float], None]
"""Called with the fraction done, from 0.0 to 1.0, never decreasing."""


@frozen(repr=False)
class Contents:
    """The content of files.

    Attributes:
        records: The valid records, in the order of the files. They include those that break only rules of a
            project.
        problems: All problems, warnings included, in the order of the files. Problems with one cause, such as all
            references to one missing record, are one problem at the first location.
        unchecked: The number of references that were not checked, by the kind of record to which they refer. They are
            not checked where a record of that kind has no valid id of its own.
    """

    records: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    unchecked: Mapping[str, int]
    _locators: "Mapping[str, Locator] | _FirstLocators" = field(eq=False, repr=False)
    _faulty: AbstractSet[str] = field(eq=False, repr=False)

    def __repr__(self) -> str:
        """Return the number of records and of problems."""
        return f"<Contents: {counted(len(self.records), 'record')}, {severities(self.problems) or 'no problems'}>"

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that make the data invalid."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def note(self) -> str:
        """A sentence about references that were not checked; empty if all were."""
        return note(self.unchecked)

    def corpus(self) -> Corpus:
        """Return the records as a corpus.

        Raises:
            InvalidCorpus: With every problem, if there is an error.
        """
        if self.errors:
            raise InvalidCorpus(self.problems, self.note)
        # A caller may have created these contents without reading files, so check them.
        return corpus_of_checked(Corpus(self.records), self.problems)

    def unaffected(self) -> tuple[Entry, ...]:
        """Return the records without errors that do not refer, even indirectly, to a record with errors."""
        affected = set(self._faulty)
        known = {record.id for record in self.records}
        referring: dict[str, list[str]] = {}
        for record in self.records:
            model: type = type(record)
            for target in engine.of(model).references(record):
                referring.setdefault(target, []).append(record.id)
        waiting = [*affected, *(target for target in referring if target not in known)]
        while waiting:
            more = [id_ for id_ in referring.get(waiting.pop(), ()) if id_ not in affected]
            affected.update(more)
            waiting += more
        return tuple(record for record in self.records if record.id not in affected)

    def locate(self, problem: Problem) -> Problem:
        """Return a problem of a record with its location in the files."""
        locator = self._locators.get(problem.record or "")
        return locator.locate(problem) if locator else problem


@define(eq=False)
class _RecordList:
    """The records of all files, valid or not, in order.

    Attributes:
        ids: The id of each record.
        records: Each record; None if it is invalid.
        summaries: Summaries of the valid records of each type.
    """

    ids: list[str] = field(factory=list)
    records: list[Entry | None] = field(factory=list)
    summaries: dict[type, Summary] = field(factory=dict)
    _summarized: int = 0
    """The number of records that are in the summaries, or are not valid."""
    _starts: list[int] = field(factory=list)
    """The index of the first record of each part."""
    _parts: list[tuple[int, Callable[[int], Locator]]] = field(factory=list)
    """The index of the file of each part, and a function that returns the locator of a record in the part."""

    def add(self, file: int, result: ReadResult) -> None:
        """Add the record of a result, if it has an id, from the file with this index."""
        locator = result.locator
        if result.id and locator:
            self._starts.append(len(self.ids))
            self._parts.append((file, lambda _: locator))
            self.ids.append(result.id)
            self.records.append(result.record)
            self.summarize(_RUN)

    def extend(self, file: int, valid: ValidRecords) -> None:
        """Add valid records from the file with this index."""
        self._starts.append(len(self.ids))
        self._parts.append((file, valid.locator))
        self.ids += [record.id for record in valid.records]
        self.records += valid.records
        self.summarize(_RUN)

    def summarize(self, least: int = 0) -> None:
        """Add the valid records since the last call to the summaries, if there are enough records."""
        start = self._summarized
        if len(self.records) - start < least:
            return
        self._summarized = len(self.records)
        valid = [record for record in self.records[start:] if record]
        for model, of_model in groupby(valid, type):
            if model not in self.summaries:
                bounded = [check.bounded for check in CHECKS if check.bounded and model in check.models]
                ranges = {each: engine.of(model).ranges(each) for each in bounded}
                self.summaries[model] = Summary(model, clock.today(), ranges)
            self.summaries[model].add([*of_model])

    def file(self, n: int) -> int:
        """Return the index of the file of the nth record."""
        return self._parts[bisect_right(self._starts, n) - 1][0]

    def locator(self, n: int) -> Locator:
        """Return the locator of the nth record."""
        part = bisect_right(self._starts, n) - 1
        return self._parts[part][1](n - self._starts[part])


@frozen
class _FirstLocators:
    """The locators of the first record of each id."""

    firsts: Mapping[str, int]
    records: _RecordList

    def get(self, id_: str) -> Locator | None:
        """Return the locator of the record with an id, or None if there is no such record."""
        n = self.firsts.get(id_)
        return None if n is None else self.records.locator(n)


@frozen
class _Collection:
    """The records and problems of the files that have been read.

    Attributes:
        problems: The problems.
        records: The records.
        hidden_ids: Ids in unreadable parts of files.
        hidden_kinds: Kinds of records that unreadable parts of files may contain.
        kinds_without_id: Kinds of records that have no valid id of their own.
    """

    problems: ProblemLog
    records: _RecordList = field(factory=_RecordList)
    hidden_ids: set[str] = field(factory=set)
    hidden_kinds: set[str] = field(factory=set)
    kinds_without_id: set[str] = field(factory=set)

    def read(self, file: int, reader: FileReader, progress: Progress | None) -> None:
        """Add the content of a file, up to the maximum number of problems.

        Args:
            file: The index of the file.
            reader: A reader of the file.
            progress: Called with the fraction of the file that has been read.
        """
        for item in iterate_with_gc_paused(reader):
            if progress:
                progress(reader.fraction_done)
            if self.problems.is_over_limit(file):
                self._add_hidden(reader.skipped())
                return
            if isinstance(item, ValidRecords):
                self.records.extend(file, item)
            else:
                self.problems.add(file, item.problems)
                self.kinds_without_id.update(item.kinds_without_id)
                self._add_hidden(item)
                self.records.add(file, item)

    def _add_hidden(self, result: ReadResult) -> None:
        """Add the ids and kinds of the records that an unreadable part of a file may have."""
        self.hidden_ids.update(result.hidden_ids, ids_in(result.unreadable))
        self.hidden_kinds.update(result.hidden_kinds)

    def contents(self) -> Contents:
        """Check the records together, and return all records and problems."""
        problems, own = self.problems, self.records
        own.summarize()
        # Of several records with one id, the first counts: in reversed order, it is the last.
        firsts = dict(zip(reversed(own.ids), range(len(own.ids) - 1, -1, -1), strict=True))
        repeated_ids = self._report_repeated(firsts) if len(firsts) < len(own.ids) else set[str]()
        first_records = [own.records[n] for n in sorted(firsts.values())] if repeated_ids else own.records
        valid = tuple(record for record in first_records if record is not None)
        # A reference to a repeated id is ambiguous.
        known: dict[str, Entry] = {record.id: record for record in valid if record.id not in repeated_ids}
        broken = set[str]()
        if self.hidden_ids or len(known) < len(firsts):
            broken = {*self.hidden_ids, *firsts} - known.keys()
        waiting = self.kinds_without_id | kinds_of(repeated_ids)
        index = CorpusIndex(known, broken, unread=self.hidden_kinds, waiting=waiting, summaries=own.summaries)
        for problem, cause in problems_with_causes(index):
            n = firsts[problem.record or ""]
            over_limit = problems.is_over_limit(own.file(n))
            problems.add(own.file(n), [problem if over_limit else own.locator(n).locate(problem)], cause)
        return Contents(valid, tuple(problems), unchecked(index), _FirstLocators(firsts, own), problems.faulty)

    def _report_repeated(self, firsts: Mapping[str, int]) -> set[str]:
        """Add a problem for each id that an earlier record has, and return these ids."""
        own = self.records
        ids: set[str] = set()
        for n, problem in repeated_id_problems(own.ids):
            ids.add(own.ids[n])
            reported = problem
            if not self.problems.is_over_limit(own.file(n)):
                first = own.locator(firsts[own.ids[n]]).locate(problem).location
                with_first = evolve(problem, message=shorten(f"{problem.message}, at {first}", LONGEST_MESSAGE))
                reported = own.locator(n).locate(with_first)
            self.problems.add(own.file(n), [reported])
        return ids


def collect(readers: Sequence[FileReader], limits: Limits, progress: Progress | None = None) -> Contents:
    """Read files and check their records together.

    Args:
        readers: A reader of each file, in order.
        limits: The maximum number of problems per file.
        progress: Called with the fraction done; each file counts the same.
    """
    collection = _Collection(ProblemLog(limits))
    for file, reader in enumerate(readers):
        collection.read(file, reader, _scaled(progress, file, len(readers)))
        if progress:
            progress((file + 1) / len(readers))
    with gc_paused():
        return collection.contents()


def _scaled(progress: Progress | None, file: int, files: int) -> Progress | None:
    """Return a progress callback for one of several files."""
    return progress and (lambda fraction: progress((file + fraction) / files))
