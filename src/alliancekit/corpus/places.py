"""What stands in a document becomes a record, or problems at their places."""

from collections import defaultdict
from collections.abc import Sequence
from copy import deepcopy

from attrs import define, evolve, frozen

from alliancekit import convert
from alliancekit.corpus._causes import is_id
from alliancekit.corpus._unread import kinds_without_id
from alliancekit.corpus.documents import Raw
from alliancekit.corpus.migrations import Draft, upgraded
from alliancekit.corpus.stream import Single
from alliancekit.errors import Location, Path, Problem, path_text
from alliancekit.formats import Document, Limits
from alliancekit.models import KINDS
from alliancekit.models.document import VERSION
from alliancekit.rules._rule import placed
from alliancekit.rules.shape import UNKNOWN


@define(eq=False)
class DocumentPlace:
    """Where a record stands in a document.

    Attributes:
        document: The document.
        path: The way to it there.
        draft: What became of it, if the document is of an older version.
    """

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
        file: The table.
        row: The row, from 1.
    """

    file: str
    row: int

    def locate(self, problem: Problem) -> Problem:
        """Return a problem of the record with its place in the table."""
        return placed(problem, problem.record, Location(self.file, row=self.row))


@frozen
class Doubts:
    """What is known of a record before it is looked at.

    Attributes:
        refused: The path in the record of each value that the file's reader has refused; nothing is said of them.
        line: The line that is the record, if there is a problem with it as a whole.
        seen: Whether the engine has seen it before, and was not sure of it.
    """

    refused: Sequence[Path] = ()
    line: str = ""
    seen: bool = False


def single(raw: Raw, document: Document, limits: Limits, doubts: Doubts) -> Single:
    """Return what stands in a document in the place of a record.

    Args:
        raw: What stands there.
        document: The document.
        limits: How many problems are looked for.
        doubts: What is known of it before.
    """
    # The document keeps what its text says: places are looked up there.
    draft = upgraded(raw.kind, deepcopy(raw.tree), raw.version) if raw.version < VERSION else None
    place = DocumentPlace(document, raw.path, draft)
    if not raw.model:
        waiting = () if raw.id else kinds_without_id(raw.tree, doubts.line)
        return Single(hidden=[raw.id] if raw.id else [], waiting=waiting)
    tree, unread = raw.tree, doubts.refused
    if draft:
        tree, unread = draft.tree, draft.after(unread)
    entry, found = convert.read(raw.model, tree, unread, limits.problems, refused=doubts.seen and not draft)
    found = _in_wrong_list(raw, found) or found
    return Single(
        problems=[place.locate(problem) for problem in found],
        entry=entry,
        id=raw.id or None,
        place=place,
        waiting=[raw.kind] if not entry and not is_id(raw.model, raw.id) else [],
    )


def _in_wrong_list(raw: Raw, found: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the one problem of a record whose id is of another type; what its fields break may only follow."""
    kind = (raw.id or "").partition(":")[0]
    if kind == raw.kind or kind not in KINDS:
        return ()
    of_id = [problem for problem in found if problem.path == ("id",)]
    if not of_id:
        return ()
    hint = f"put the record among the {kind} records, or begin its id with '{raw.kind}:'"
    return (evolve(of_id[0], hint=hint),)


def refused_in(document: Document, steps: int) -> dict[Path, list[Path]]:
    """Return, by the path of its record, the path in that record of each value that the file's reader has refused.

    Args:
        document: The document.
        steps: How many steps it is to a record: one to a line, two to a record in a list.
    """
    refused: defaultdict[Path, list[Path]] = defaultdict(list)
    for problem in document.problems:
        refused[problem.path[:steps]].append(problem.path[steps:])
    return refused


def in_text(problem: Problem) -> tuple[int, int]:
    """Return a key that puts the problems of a file in the order of its text."""
    location = problem.location
    return (location.line or location.row or 0, location.column or 0) if location else (0, 0)
