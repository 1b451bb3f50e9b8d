"""What formats read and write: a file, or a stream that a program has opened."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from os import fspath
from pathlib import Path
from typing import Final, Protocol, TypeAlias, TypeVar, cast

from attrs import define, field, frozen

from alliancekit.errors import UnusableFile
from alliancekit.formats._files import read_blocks, read_bytes
from alliancekit.formats._text import Limits
from alliancekit.messages import described
from alliancekit.text import shown_path

T_contra = TypeVar("T_contra", str, bytes, contravariant=True)

_BLOCK: Final = 2**20
"""The number of bytes or characters that are read at a time from a stream."""


class Readable(Protocol):
    """An open file or another stream of text or bytes."""

    def read(self, size: int, /) -> str | bytes:
        """Return at most this number of characters or bytes; an empty result is the end."""
        ...


class SupportsWrite(Protocol[T_contra]):
    """A stream to write to."""

    def write(self, data: T_contra, /) -> object:
        """Write text or bytes."""
        ...


Writable: TypeAlias = SupportsWrite[str] | SupportsWrite[bytes]
"""A stream of text or bytes to write to."""


class Input(Protocol):
    """Content to read, with a name for locations."""

    @property
    def name(self) -> str:
        """The name of the file."""
        ...

    def read(self, limits: Limits) -> bytes:
        """Return the content; of content beyond the maximum size, one more byte is returned.

        Raises:
            UnusableFile: If it can't be read.
        """
        ...

    def blocks(self) -> Iterator[bytes]:
        """Yield the content, block by block, in constant memory.

        Raises:
            UnusableFile: If it can't be read.
        """
        ...


@frozen
class FileInput:
    """The content of a file; see `Input`.

    Attributes:
        path: The file.
    """

    path: Path

    @property
    def name(self) -> str:
        """The name of the file, as the user wrote it."""
        return fspath(self.path)

    def read(self, limits: Limits) -> bytes:
        """Return the content."""
        return read_bytes(self.path, limits)

    def blocks(self) -> Iterator[bytes]:
        """Yield the content, block by block."""
        return read_blocks(self.path)


@define(eq=False)
class StreamInput:
    """The content of a stream, from its current position; see `Input`. Text is encoded as UTF-8.

    Attributes:
        name: The name for locations.
        stream: The stream. It stays open.
    """

    name: str
    stream: Readable
    _data: bytes | None = field(default=None, init=False)

    def read(self, limits: Limits) -> bytes:
        """Return the content. It is kept in memory, because a stream can be read only once."""
        if self._data is None:
            data = bytearray()
            for block in self.blocks():
                data += block
                if len(data) > limits.size:
                    break
            self._data = bytes(data[: limits.size + 1])
        return self._data

    def _next(self) -> object:
        """Return the next text or bytes; raise an error if a non-blocking stream has none yet."""
        block = cast("object", self.stream.read(_BLOCK))
        if block is None:
            message = "it has no data yet; pass a stream that waits for them"
            raise BlockingIOError(message)
        return block

    def blocks(self) -> Iterator[bytes]:
        """Yield the content, block by block."""
        with _can_read(self.name):
            while block := self._next():
                # Half of a surrogate pair can't be encoded; the reader of the format reports these bytes.
                yield block.encode("utf-8", "surrogatepass") if isinstance(block, str) else _bytes(block)


def _bytes(block: object) -> bytes:
    if isinstance(block, bytes | bytearray):
        return bytes(block)
    message = f"a stream must return text or bytes, got {described(block)}"
    raise TypeError(message)


@contextmanager
def _can_read(name: str) -> Generator[None]:
    """Convert the errors of a stream to UnusableFile; a closed stream raises ValueError."""
    try:
        yield
    except (OSError, ValueError) as error:
        message = f"{shown_path(name)} can't be read: {error}"
        raise UnusableFile(message) from error
