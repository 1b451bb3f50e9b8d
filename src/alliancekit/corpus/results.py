"""Convert trees of a document to records, or to problems with locations."""

from collections import defaultdict
from collections.abc import Sequence
from copy import deepcopy
from typing import Final, Self

from attrs import define, evolve, frozen

from alliancekit import convert
from alliancekit.corpus._id_guesses import possible_kinds
from alliancekit.corpus.causes import is_id_of
from alliancekit.corpus.documents import Raw
from alliancekit.corpus.migrations import MigratedRecord, upgrade_record
from alliancekit.corpus.stream import ReadResult
from alliancekit.errors import Location, Path, Problem, path_text
from alliancekit.formats import Document, Limits
from alliancekit.models import KINDS
from alliancekit.models.document import VERSION
from alliancekit.rules.reading import UNDECLARED
from alliancekit.rules.rule import attach_record
from alliancekit.rules.shape import UNKNOWN

_OF_KEYS: Final = (UNKNOWN.code, UNDECLARED.code)
"""The rules of keys: a problem is located at the key, not at its value."""


@define(eq=False)
class DocumentLocator:
    """Finds the locations of a record in a document.

    Attributes:
        document: The document.
        path: The path of the record in the document.
        migrated: The upgraded record, if the document has an older version.
    """

    document: Document
    path: Path
    migrated: MigratedRecord | None = None

    def locate(self, problem: Problem) -> Problem:
        """Return a problem of the record with its location in the file."""
        path = self.path + (self.migrated.original_path(problem.path) if self.migrated else problem.path)
        location = self.document.locate(path, key=problem.code in _OF_KEYS)
        return attach_record(problem, problem.record or path_text(self.path), location)


@define(eq=False)
class RowLocator:
    """Finds the location of a record in a table.

    Attributes:
        file: The table.
        row: The row, from 1.
    """

    file: str
    row: int

    @classmethod
    def of(cls, file: str, first: int, n: int) -> Self:
        """Return the locator of the nth of consecutive rows, the first of which has the number `first`."""
        return cls(file, first + n)

    def locate(self, problem: Problem) -> Problem:
        """Return a problem of the record with its row."""
        return attach_record(problem, problem.record, Location(self.file, row=self.row))


@frozen
class Context:
    """Results of reading a file that affect the check of a record.

    Attributes:
        refused: Paths in the record of values that the reader of the format rejected. They are not checked again.
        line: The text of the line if all of it is unreadable, otherwise empty.
        tried: Whether the engine has already rejected the record.
    """

    refused: Sequence[Path] = ()
    line: str = ""
    tried: bool = False


def result_of(raw: Raw, document: Document, limits: Limits, context: Context) -> ReadResult:
    """Convert the tree of a record to the record, or to its problems with locations.

    Args:
        raw: The tree, with its path in the document.
        document: The document.
        limits: The number of problems after which the check stops.
        context: The results of reading the file.
    """
    # Upgrade a copy, because locations are looked up in the tree of the document.
    migrated = upgrade_record(raw.kind, deepcopy(raw.tree), raw.version) if raw.version < VERSION else None
    locator = DocumentLocator(document, raw.path, migrated)
    if not raw.model:
        kinds = () if raw.id else possible_kinds(raw.tree, context.line)
        return ReadResult(hidden_ids=[raw.id] if raw.id else [], kinds_without_id=kinds)
    tree, unread = raw.tree, context.refused
    if migrated:
        tree, unread = migrated.tree, migrated.current_paths(unread)
    record, problems = convert.read(
        raw.model, tree, unread, limits.problems, declined=context.tried and not migrated, keep=True
    )
    problems = _in_wrong_list(raw, problems) or problems
    return ReadResult(
        problems=[locator.locate(problem) for problem in problems],
        record=record,
        id=raw.id or None,
        locator=locator,
        kinds_without_id=[raw.kind] if not record and not is_id_of(raw.model, raw.id) else [],
    )


def _in_wrong_list(raw: Raw, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return only the problem of the id if it has the kind of another type, because its other problems may follow."""
    kind = (raw.id or "").partition(":")[0]
    if kind == raw.kind or kind not in KINDS:
        return ()
    of_id = [problem for problem in problems if problem.path == ("id",)]
    if not of_id:
        return ()
    hint = f"move the record to the list of {kind} records, or start its id with '{raw.kind}:'"
    return (evolve(of_id[0], hint=hint),)


def refused_in(document: Document, steps: int) -> dict[Path, list[Path]]:
    """Return the paths of the values that the reader rejected, by the path of their record.

    Args:
        document: The document.
        steps: The length of the path of a record: one for a line, two for a record in a list.
    """
    refused: defaultdict[Path, list[Path]] = defaultdict(list)
    for problem in document.problems:
        refused[problem.path[:steps]].append(problem.path[steps:])
    return refused


def in_text(problem: Problem) -> tuple[int, int]:
    """Return a sort key for the problems of a file: the order of the text."""
    location = problem.location
    return (location.line or location.row or 0, location.column or 0) if location else (0, 0)
