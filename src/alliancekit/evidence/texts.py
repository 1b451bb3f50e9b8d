"""Read the user's copies of the texts of sources: files in a folder, with the names in `Source.file`."""

import os
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from hashlib import sha256
from itertools import islice
from pathlib import Path, PureWindowsPath
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from alliancekit.errors import InvalidCorpus, UnknownRecord, UnusableFile
from alliancekit.evidence.anchors import Copy
from alliancekit.formats import AnyPath, Limits, decode, is_folder, path_of, read_bytes
from alliancekit.messages import counted, near
from alliancekit.models import Source
from alliancekit.text import shown_path

TextState: TypeAlias = Literal["identical", "changed", "undigested", "missing", "unreadable"]

LIMITS: Final = Limits(size=4 * 2**20)
"""The default limits of a text: a search for words in it needs memory of a hundred times its size."""

_MAXIMUM_NAMES: Final = 200
"""The maximum number of file names that are searched for a suggestion, to limit the time per missing text."""

_LINE_END: Final = re.compile(r"\r\n?")


@frozen
class SourceText:
    """The text of a source, or the reason why there is none.

    Attributes:
        source: The source.
        state: identical: the file has the digest of the source; changed: it has another digest; undigested: the source
            has no digest; missing: there is no file; unreadable: the file can't be read, or is outside the folder.
        copy: The text; None if missing or unreadable.
        reason: A sentence about why there is no text; None if there is one.
        hint: What to do about it; None if that is unknown.
    """

    source: Source
    state: TextState
    copy: Copy | None = field(default=None, repr=False)
    reason: str | None = None
    hint: str | None = None


class SourceTexts:
    """The texts of sources, each read on first access and cached.

    The byte order mark is removed and all line ends become LF, so that positions are the same in files with CRLF or CR.

    Args:
        folder: The folder with the files.
        sources: The sources.
        limits: The maximum size of a text.

    Raises:
        UnusableFile: If the folder does not exist.
    """

    __slots__ = ("_folder", "_limits", "_named", "_read", "_sources")

    def __init__(self, folder: AnyPath, sources: Iterable[Source], limits: Limits = LIMITS) -> None:
        self._folder = path_of(folder)
        self._limits = limits
        self._sources: dict[str, Source] = {source.id: source for source in sources}
        self._named = frozenset(source.file for source in self._sources.values() if source.file)
        self._read: dict[str, SourceText] = {}
        if not is_folder(self._folder):
            message = f"{shown_path(self._folder)} is not a folder; pass the folder with the texts of the sources"
            raise UnusableFile(message)

    def __repr__(self) -> str:
        """Return the folder and the number of sources."""
        return f"<SourceTexts: {counted(len(self._sources), 'source')}, {self._folder}>"

    def __getitem__(self, source: str) -> SourceText:
        """Return the text of a source, by its id.

        Raises:
            UnknownRecord: If there is no such source.
        """
        if source not in self._sources:
            message = f"unknown source {source}: it is not one of the sources of these texts"
            raise UnknownRecord(message)
        if source not in self._read:
            self._read[source] = _read(self._folder, self._sources[source], self._limits, self._named)
        return self._read[source]


def source_texts(texts: AnyPath | SourceTexts, sources: Iterable[Source]) -> SourceTexts:
    """Return the texts of sources: those in a folder, or the texts themselves."""
    return texts if isinstance(texts, SourceTexts) else SourceTexts(texts, sources)


def digest(data: bytes) -> str:
    """Return the digest of the bytes of a file for `Source.digest`: SHA-256, as an ``ni:`` URI (RFC 6920)."""
    return f"ni:///sha-256;{urlsafe_b64encode(sha256(data).digest()).decode('ascii').rstrip('=')}"


def read_copy(path: AnyPath, limits: Limits = LIMITS) -> tuple[Copy, str]:
    """Read a text as `SourceTexts` does; return it with the digest of the file.

    Args:
        path: The file.
        limits: The maximum size of the file.

    Raises:
        UnusableFile: If it can't be read, or is not in UTF-8.
    """
    data = read_bytes(path_of(path), limits)
    try:
        text = decode(data, str(path), limits).content
    except InvalidCorpus as error:
        (problem,) = error.problems
        message = f"{problem.location} can't be read: {problem.message}"
        raise UnusableFile(message) from error
    return Copy(_LINE_END.sub("\n", text)), digest(data)


def _read(folder: Path, source: Source, limits: Limits, named: frozenset[str]) -> SourceText:
    if source.file is None:
        advice = "set 'file' of the source to the name of its text in the folder"
        return SourceText(source, "missing", reason=f"{source.id} has no 'file'", hint=advice)
    if _leaves_folder(source.file):
        reason = f"the file {shown_path(repr(source.file))} must be inside the folder of the texts"
        return SourceText(source, "unreadable", reason=reason)
    path = folder / source.file
    # Path.resolve fails for circular links.
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        return SourceText(source, "unreadable", reason=f"{path} is a link to a file outside the folder of the texts")
    try:
        copy, its_digest = read_copy(path, limits)
    except UnusableFile as error:
        if isinstance(error.__cause__, FileNotFoundError):
            hint = _rename(folder, source.file, named)
            return SourceText(source, "missing", reason=f"{path} does not exist", hint=hint)
        return SourceText(source, "unreadable", reason=str(error))
    state: TextState = (
        "undigested" if source.digest is None else "identical" if its_digest == source.digest else "changed"
    )
    return SourceText(source, state, copy)


def _rename(folder: Path, name: str, named: frozenset[str]) -> str | None:
    """Suggest a file with a similar name that no source uses; None if there is none."""
    with os.scandir(folder) as entries:
        names = sorted({entry.name for entry in islice(entries, _MAXIMUM_NAMES)} - named)
    similar = near(PureWindowsPath(name).name, names)  # without folders: users often write the folder of the texts too
    return f"did you mean {similar[0]!r}?" if similar else None


def _leaves_folder(name: str) -> bool:
    """Return whether the name of a file may lead out of its folder, on any system."""
    path = PureWindowsPath(name)  # its separators and roots include those of the other systems
    return bool(path.anchor) or ".." in path.parts
