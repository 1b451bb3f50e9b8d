"""What stands in a document becomes a record, or problems at their places."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import deepcopy

from attrs import define, evolve

from alliancekit import convert
from alliancekit.corpus.documents import Raw
from alliancekit.corpus.migrations import Draft, upgraded
from alliancekit.errors import Location, Path, Problem, path_text
from alliancekit.formats import Document, Limits
from alliancekit.models import KINDS, Entry
from alliancekit.models.document import VERSION
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
    raw: Raw, refused: Mapping[Path, list[Path]], document: Document, order: int, limits: Limits
) -> tuple[Entry | None, Place, list[Problem]]:
    """Return the record that stands in a document, if there is one, its place, and what is wrong with it.

    Nothing is said of the values that the file's reader has refused.
    """
    # The document keeps what its text says: places are looked up there.
    draft = upgraded(raw.kind, deepcopy(raw.tree), raw.version) if raw.version < VERSION else None
    place = Place(order, document, raw.path, draft)
    tree, unread = raw.tree, refused.get(raw.path, [])
    if draft:
        tree, unread = draft.tree, draft.after(unread)
    entry, found = convert.read(raw.model, tree, unread, limits.problems) if raw.model else (None, ())
    found = _in_wrong_list(raw, found) or found
    return entry, place, [place.locate(problem) for problem in found]


def _in_wrong_list(raw: Raw, found: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the one problem of a record whose id is of another type; what its fields break may only follow."""
    kind = (raw.id or "").partition(":")[0]
    of_id = [problem for problem in found if problem.path == ("id",)]
    if not of_id or kind == raw.kind or kind not in KINDS:
        return ()
    hint = f"put the record among the {kind} records, or begin its id with '{raw.kind}:'"
    return (evolve(of_id[0], hint=hint),)


def refused_in(document: Document) -> dict[Path, list[Path]]:
    """Return, by the path of its record, the path in that record of each value that the file's reader has refused."""
    if not document.problems:
        return {}
    refused: defaultdict[Path, list[Path]] = defaultdict(list)
    for problem in document.problems:
        for length in (1, 2):  # a record's path is that of its line, or that of its list and its place there
            refused[problem.path[:length]].append(problem.path[length:])
    return refused


def in_text(problem: Problem) -> tuple[int, int]:
    """Return a key that puts the problems of a file in the order of its text."""
    location = problem.location
    return (location.line or location.row or 0, location.column or 0) if location else (0, 0)
