"""What files hold, gathered from the readers of their formats: valid records, and every problem."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from attrs import define, evolve, field, frozen

from alliancekit import engine
from alliancekit._collector import calmly, uncollected
from alliancekit.corpus._causes import kinds_of, note, together, unchecked
from alliancekit.corpus._corpus import Corpus, checked
from alliancekit.corpus._told import Told
from alliancekit.corpus.checks import Index, repeated
from alliancekit.corpus.stream import Place, Reading, Records
from alliancekit.errors import InvalidCorpus, Problem, Severity
from alliancekit.formats import Limits
from alliancekit.models import Entry
from alliancekit.text import LONGEST_MESSAGE, shorten

Progress: TypeAlias = Callable[[float], None]
"""Is told, again and again, the share of the files that is read: from 0 to 1, never less than before."""


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
    _places: "Mapping[str, Place] | _Places" = field(eq=False, repr=False)
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
    _parts: list[tuple[int, Callable[[int], Place]]] = field(factory=list)

    def add(self, order: int, id_: str, entry: Entry | None, place: Place) -> None:
        """Add a record of a file, which has this place in the order of all."""
        self._starts.append(len(self.ids))
        self._parts.append((order, lambda _: place))
        self.ids.append(id_)
        self.entries.append(entry)

    def extend(self, order: int, records: Records) -> None:
        """Add valid records of a file."""
        self._starts.append(len(self.ids))
        self._parts.append((order, records.place))
        self.ids += [entry.id for entry in records.entries]
        self.entries += records.entries

    def order(self, n: int) -> int:
        """Return the place of the file of the nth record in the order of all."""
        return self._parts[bisect_right(self._starts, n) - 1][0]

    def place(self, n: int) -> Place:
        """Return where the nth record stands."""
        part = bisect_right(self._starts, n) - 1
        return self._parts[part][1](n - self._starts[part])


@frozen
class _Places:
    """Where the first record of each id stands."""

    firsts: Mapping[str, int]
    records: _Records

    def get(self, id_: str) -> Place | None:
        """Return the place of an id, or None if no record has it."""
        n = self.firsts.get(id_)
        return None if n is None else self.records.place(n)


@frozen
class _Gathered:
    """What was read of the files so far.

    Attributes:
        told: The problems.
        records: The records.
        hidden: The ids in what can't be read.
        unread: The kinds of the records in what can't be read.
        waiting: The kinds of which a record has no id of its own.
    """

    told: Told
    records: _Records = field(factory=_Records)
    hidden: set[str] = field(factory=set)
    unread: set[str] = field(factory=set)
    waiting: set[str] = field(factory=set)

    def take(self, order: int, reading: Reading, progress: Progress | None) -> None:
        """Take what a file holds, until more is wrong with it than is told.

        Args:
            order: The place of the file in the order of all.
            reading: The file.
            progress: Is told the share of the file that is read.
        """
        for item in calmly(reading):
            if progress:
                progress(reading.share)
            if self.told.is_full(order):
                rest = reading.rest()
                self.hidden.update(rest.hidden)
                self.unread.update(rest.unread)
                return
            if isinstance(item, Records):
                self.records.extend(order, item)
                continue
            self.told.add(order, item.problems)
            self.hidden.update(item.hidden)
            self.unread.update(item.unread)
            self.waiting.update(item.waiting)
            if item.id and item.place:
                self.records.add(order, item.id, item.entry, item.place)

    def contents(self) -> Contents:
        """Return what the files hold, when what the records say together has been told as well."""
        told, read = self.told, self.records
        # The first record of an id counts, so the last in this order.
        firsts = dict(zip(reversed(read.ids), range(len(read.ids) - 1, -1, -1), strict=True))
        twice: set[str] = set()
        if len(firsts) < len(read.ids):
            twice.update(self._report_repeated(firsts))
        taken = read.entries if not twice else [read.entries[n] for n in sorted(firsts.values())]
        records = tuple(entry for entry in taken if entry is not None)
        # Which of two records with one id is meant can't be known.
        known: dict[str, Entry] = {entry.id: entry for entry in records if entry.id not in twice}
        broken = {*self.hidden, *firsts} - known.keys() if self.hidden or len(known) < len(firsts) else set[str]()
        index = Index(known, broken, unread=self.unread, waiting=self.waiting | kinds_of(twice))
        for problem, cause in together(index):
            n = firsts[problem.record or ""]
            if not told.is_full(read.order(n)):
                told.add(read.order(n), [read.place(n).locate(problem)], cause)
        return Contents(records, tuple(told), unchecked(index), _Places(firsts, read), told.faulty)

    def _report_repeated(self, firsts: Mapping[str, int]) -> Iterator[str]:
        """Report and yield the ids that an earlier record has."""
        read = self.records
        for n, problem in repeated(read.ids):
            yield read.ids[n]
            if not self.told.is_full(read.order(n)):
                first = read.place(firsts[read.ids[n]]).locate(problem).location
                named = evolve(problem, message=shorten(f"{problem.message}, at {first}", LONGEST_MESSAGE))
                self.told.add(read.order(n), [read.place(n).locate(named)])


def gathered(readings: Sequence[Reading], limits: Limits, progress: Progress | None = None) -> Contents:
    """Return what files hold.

    Args:
        readings: The files, in their order.
        limits: How many problems of a file are told.
        progress: Is told the share of the files that is read, each file counting the same.
    """
    found = _Gathered(Told(limits))
    for order, reading in enumerate(readings):
        found.take(order, reading, _part(progress, order, len(readings)))
        if progress:
            progress((order + 1) / len(readings))
    with uncollected():
        return found.contents()


def _part(progress: Progress | None, order: int, files: int) -> Progress | None:
    """Return what is told the share of one of the files."""
    return progress and (lambda share: progress((order + share) / files))
