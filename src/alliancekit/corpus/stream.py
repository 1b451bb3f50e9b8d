"""What the readers of all formats yield: records, and what is wrong with what is none."""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path as FilePath
from typing import Protocol, TypeAlias

from attrs import define

from alliancekit.errors import Problem
from alliancekit.formats import Limits
from alliancekit.models import Entry


class Place(Protocol):
    """Where a record stands."""

    def locate(self, problem: Problem) -> Problem:
        """Return a problem of the record with its place in the file."""
        ...


@define(eq=False)
class Records:
    """Valid records of which there is nothing to say, one after the other.

    Attributes:
        entries: The records.
        place: Returns where one of them stands, by its position among them.
    """

    entries: Sequence[Entry]
    place: Callable[[int], Place]


@define(eq=False, kw_only=True)
class Single:
    """A record by itself with what there is to say of it, or something that makes no record.

    Attributes:
        problems: What there is to say, each at its place.
        entry: The record, if it is valid.
        id: The id that stands there, right or wrong, if that of a record of a known type can stand there.
        place: Where the record stands.
        waiting: The kinds of which a record without an id of its own stands there.
        hidden: Ids of records that may stand in what can't be read.
        unread: Kinds of records that may stand in what can't be read.
    """

    problems: Sequence[Problem] = ()
    entry: Entry | None = None
    id: str | None = None
    place: Place | None = None
    waiting: Collection[str] = ()
    hidden: Collection[str] = ()
    unread: Collection[str] = ()


Item: TypeAlias = Records | Single
"""What a reader yields."""


class Reading(Protocol):
    """A file that is being read; its items come in the order of the file."""

    @property
    def share(self) -> float:
        """How much of the file is read, from 0 to 1."""
        ...

    def __iter__(self) -> Iterator[Item]:
        """Yield what the file holds.

        Raises:
            UnusableFile: If it can't be read.
        """
        ...

    def rest(self) -> Single:
        """Return what may stand in the part that is not read, if the reading ends early."""
        ...


class Format(Protocol):
    """How the files of a format are read and written."""

    def open(self, file: FilePath, limits: Limits, *, whole: bool) -> Reading:
        """Return what reads a file.

        Args:
            file: The file.
            limits: How much is read.
            whole: Whether the limits are those of the file. If not, it may have any length where the format allows
                that: then they are those of a line, and only a part of the file is in memory at a time.
        """
        ...

    def bytes_of(self, records: Sequence[Entry]) -> bytes:
        """Return the bytes of a file that holds records; equal records in the same order give equal bytes.

        Args:
            records: The records; where a file holds one type, they are of that type.
        """
        ...
