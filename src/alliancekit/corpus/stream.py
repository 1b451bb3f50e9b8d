"""The interface between file formats and their consumers: a stream of valid records and of problems.

Each format has a `Format` that opens files. Iterating over a `FileReader` yields the content of a file in order.
`load`, `check` and `scan` consume that stream and do not depend on a format.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path as FilePath
from typing import Protocol, TypeAlias, runtime_checkable

from attrs import define

from alliancekit.errors import Problem
from alliancekit.formats import Input, Limits
from alliancekit.models import Entry


class Locator(Protocol):
    """Finds the locations of a record in a file."""

    def locate(self, problem: Problem) -> Problem:
        """Return a problem of the record with its location in the file."""
        ...


@define(eq=False)
class ValidRecords:
    """Consecutive valid records without problems. None has fields of projects, which must be checked.

    Attributes:
        records: The records.
        locator: Returns the locator of a record from its index in `records`.
    """

    records: Sequence[Entry]
    locator: Callable[[int], Locator]


@define(eq=False, kw_only=True)
class ReadResult:
    """The result of reading one record of a file: the record, or problems, or both if the problems are warnings.

    Attributes:
        problems: The problems, with locations.
        record: The record, if it is valid.
        id: The id in the file, valid or not; None if there is none, or if the type of the record is unknown.
        locator: The locator of the record; None if this is not a record.
        kinds_without_id: The possible kinds of the record, if its id is missing or invalid. Unresolved references to
            these kinds may be references to this record.
        hidden_ids: Ids that occur in unreadable parts of the file.
        unreadable: Text with an unreadable part. The ids in it are hidden too; they are only searched if needed.
        hidden_kinds: Kinds of records that unreadable parts of the file may contain.
    """

    problems: Sequence[Problem] = ()
    record: Entry | None = None
    id: str | None = None
    locator: Locator | None = None
    kinds_without_id: Collection[str] = ()
    hidden_ids: Collection[str] = ()
    unreadable: str = ""
    hidden_kinds: Collection[str] = ()


Item: TypeAlias = ValidRecords | ReadResult
"""What a reader yields."""


class FileReader(Protocol):
    """An open file."""

    @property
    def fraction_done(self) -> float:
        """The fraction of the file that has been read, from 0.0 to 1.0; 0.0 where the length is unknown."""
        ...

    def __iter__(self) -> Iterator[Item]:
        """Yield the content of the file, in order.

        Raises:
            UnusableFile: If it can't be read.
        """
        ...

    def skipped(self) -> ReadResult:
        """Return the ids or kinds of records in the file, for a consumer that stops before its end."""
        ...


class Format(Protocol):
    """A file format: opens files and encodes records."""

    def open(self, file: FilePath, limits: Limits, *, whole: bool) -> FileReader:
        """Return a reader of a file.

        Args:
            file: The file.
            limits: The limits of the reader.
            whole: True if the limits apply to the whole file. False if they apply to each line of a format that has
                lines: the file may then have any length and is read in constant memory.
        """
        ...

    def encode(self, records: Sequence[Entry]) -> bytes:
        """Return the content of a file with these records; equal records in equal order give equal bytes.

        Args:
            records: The records; all of one type, if the format has a file for each type.
        """
        ...


@runtime_checkable
class TextFormat(Format, Protocol):
    """A format of one file of text, which can also be read from a stream."""

    def reader(self, content: Input, limits: Limits, *, whole: bool) -> FileReader:
        """Return a reader of content; see `open`."""
        ...
