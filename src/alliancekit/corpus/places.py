"""What stands in a document becomes a record, or problems at their places."""

from collections import defaultdict
from collections.abc import Iterator

from attrs import define

from alliancekit import convert
from alliancekit.corpus.documents import Raw
from alliancekit.corpus.migrations import Draft, upgraded
from alliancekit.errors import Location, Path, Problem, path_text
from alliancekit.formats import Document, Limits
from alliancekit.models import Entry
from alliancekit.rules._rule import placed
from alliancekit.rules.shape import UNKNOWN


@define(eq=False)
class Place:
    """Where a record stands.

    Attributes:
        order: The number of its document among several.
        document: The document.
        path: The way to it there.
        draft: What became of it, if the document is of an older version.
    """

    order: int
    document: Document
    path: Path
    draft: Draft | None = None

    def locate(self, problem: Problem) -> Problem:
        """Return a problem of the record with its place in the file."""
        path = self.path + (self.draft.before(problem.path) if self.draft else problem.path)
        location = self.document.locate(path, key=problem.code == UNKNOWN.code)
        return placed(problem, problem.record or path_text(self.path), location)


@define(eq=False)
class RowPlace:
    """Where a record stands in a table.

    Attributes:
        order: The number of the table among several files.
        file: The table.
        row: The row, from 1.
    """

    order: int
    file: str
    row: int

    def locate(self, problem: Problem) -> Problem:
        """Return a problem of the record with its place in the table."""
        return placed(problem, problem.record, Location(self.file, row=self.row))


def made(
    raw: Raw, refused: defaultdict[Path, list[Path]], document: Document, order: int, limits: Limits
) -> tuple[Entry | None, Place, Iterator[Problem]]:
    """Return the record that stands in a document, if there is one, its place, and what is wrong with it.

    Nothing is said of the values that the file's reader has refused.
    """
    draft = upgraded(raw.kind, raw.tree, raw.version)
    place = Place(order, document, raw.path, draft)
    unread = [draft.after(path) for path in refused[raw.path]]
    entry, found = convert.read(raw.model, draft.tree, unread, limits.problems) if raw.model else (None, ())
    return entry, place, map(place.locate, found)


def refused_in(document: Document) -> defaultdict[Path, list[Path]]:
    """Return, by the path of its record, the path in that record of each value that the file's reader has refused."""
    refused: defaultdict[Path, list[Path]] = defaultdict(list)
    for problem in document.problems:
        for length in (1, 2):  # a record's path is that of its line, or that of its list and its place there
            refused[problem.path[:length]].append(problem.path[length:])
    return refused


def in_text(problem: Problem) -> tuple[int, int]:
    """Return a key that puts the problems of a file in the order of its text."""
    location = problem.location
    return (location.line or location.row or 0, location.column or 0) if location else (0, 0)
