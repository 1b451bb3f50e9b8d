"""Convert trees of a document to records, or to problems with locations."""

from collections import defaultdict
from collections.abc import Sequence
from copy import deepcopy
from typing import Self

from attrs import define, evolve, frozen

from alliancekit import convert
from alliancekit.corpus._unread import kinds_without_id
from alliancekit.corpus.causes import is_id
from alliancekit.corpus.documents import Raw
from alliancekit.corpus.migrations import Draft, upgraded
from alliancekit.corpus.stream import Outcome
from alliancekit.errors import Location, Path, Problem, path_text
from alliancekit.formats import Document, Limits
from alliancekit.models import KINDS
from alliancekit.models.document import VERSION
from alliancekit.rules.rule import attach_record
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
        return attach_record(problem, problem.record or path_text(self.path), location)


@define(eq=False)
class RowPlace:
    """The place of a record in a table.

    Attributes:
        file: The table.
        row: The row, from 1.
    """

    file: str
    row: int

    @classmethod
    def of(cls, file: str, first: int, n: int) -> Self:
        """Return the place of the nth of some rows, of which the first has this number."""
        return cls(file, first + n)

    def locate(self, problem: Problem) -> Problem:
        """Return a problem of the record with its row."""
        return attach_record(problem, problem.record, Location(self.file, row=self.row))


@frozen
class Context:
    """What reading a file has shown of a record before the record is checked.

    Attributes:
        refused: Paths in the record of values that the reader of the format has refused. They are not checked again.
        line: The text of the line, if the line as a whole has a problem.
        tried: Whether the engine has already rejected the record.
    """

    refused: Sequence[Path] = ()
    line: str = ""
    tried: bool = False


def outcome_of(raw: Raw, document: Document, limits: Limits, context: Context) -> Outcome:
    """Convert the tree of a record to the record, or to its problems with their locations.

    Args:
        raw: The tree, with its path in the document.
        document: The document.
        limits: The number of problems after which the check stops.
        context: What reading has shown before.
    """
    # The tree of the document must not change: locations are looked up in it.
    draft = upgraded(raw.kind, deepcopy(raw.tree), raw.version) if raw.version < VERSION else None
    place = DocumentPlace(document, raw.path, draft)
    if not raw.model:
        kinds = () if raw.id else kinds_without_id(raw.tree, context.line)
        return Outcome(hidden_ids=[raw.id] if raw.id else [], kinds_without_id=kinds)
    tree, unread = raw.tree, context.refused
    if draft:
        tree, unread = draft.tree, draft.after(unread)
    record, found = convert.read(raw.model, tree, unread, limits.problems, declined=context.tried and not draft)
    found = _in_wrong_list(raw, found) or found
    return Outcome(
        problems=[place.locate(problem) for problem in found],
        record=record,
        id=raw.id or None,
        place=place,
        kinds_without_id=[raw.kind] if not record and not is_id(raw.model, raw.id) else [],
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
