"""The texts of sources, as a reader has them: files of a folder, under the names that the sources give."""

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
"""The limits to a text where none are given: to look for words in it takes a hundred times its size of memory."""

_LOOKED_AT: Final = 200
"""Among how many names of files one that may be meant is looked for; each takes some time for each missing text."""

_LINE_END: Final = re.compile(r"\r\n?")


@frozen
class SourceText:
    """The text of a source, or why there is none.

    Attributes:
        source: The source.
        state: identical: the file has the digest that the source gives; changed: it has another; undigested: the
            source gives none; missing: there is no file; unreadable: it can't be read, or is not looked for.
        copy: The text; None if missing or unreadable.
        reason: Why there is no text, a sentence; None if there is one.
        hint: What to do about that, where it is known; else None.
    """

    source: Source
    state: TextState
    copy: Copy | None = field(default=None, repr=False)
    reason: str | None = None
    hint: str | None = None


class SourceTexts:
    """The texts of sources, each read when it is first asked for, and then kept.

    Places in a text are counted after its byte order mark is taken off, and with each line ended by LF, so that files
    with CRLF or CR have the same places.

    Args:
        folder: The folder with the files.
        sources: The sources.
        limits: How large a text may be.

    Raises:
        UnusableFile: If there is no such folder.
    """

    __slots__ = ("_folder", "_limits", "_named", "_read", "_sources")

    def __init__(self, folder: AnyPath, sources: Iterable[Source], limits: Limits = LIMITS) -> None:
        self._folder = path_of(folder)
        self._limits = limits
        self._sources: dict[str, Source] = {source.id: source for source in sources}
        self._named = frozenset(source.file for source in self._sources.values() if source.file)
        self._read: dict[str, SourceText] = {}
        if not is_folder(self._folder):
            message = f"{shown_path(self._folder)} is no folder; give the one that has the texts of the sources"
            raise UnusableFile(message)

    def __repr__(self) -> str:
        """Return the folder, and how many sources there are."""
        return f"<SourceTexts: {counted(len(self._sources), 'source')}, {self._folder}>"

    def __getitem__(self, source: str) -> SourceText:
        """Return the text of a source, by its id.

        Raises:
            UnknownRecord: If it is none of the sources.
        """
        if source not in self._sources:
            message = f"{source} is not among the sources of these texts"
            raise UnknownRecord(message)
        if source not in self._read:
            self._read[source] = _read(self._folder, self._sources[source], self._limits, self._named)
        return self._read[source]


def digest(data: bytes) -> str:
    """Return the digest of a file's bytes as a source gives it: SHA-256, as an ``ni:`` URI (RFC 6920)."""
    return f"ni:///sha-256;{urlsafe_b64encode(sha256(data).digest()).decode('ascii').rstrip('=')}"


def read_copy(path: AnyPath, limits: Limits = LIMITS) -> tuple[Copy, str]:
    """Return the text in a file, as `SourceTexts` reads it, and the digest of the file.

    Args:
        path: The file.
        limits: How large it may be.

    Raises:
        UnusableFile: If it can't be read, or is no text in UTF-8.
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
        advice = "give the source its 'file', the name of its text in the folder"
        return SourceText(source, "missing", reason=f"{source.id} names no file", hint=advice)
    if _leads_out(source.file):
        reason = f"the file {shown_path(repr(source.file))} must be inside the folder of the texts"
        return SourceText(source, "unreadable", reason=reason)
    path = folder / source.file
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):  # Path.resolve can't stand circles
        return SourceText(source, "unreadable", reason=f"{path} is a link that leads out of the folder of the texts")
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
    """Return which file that no source names may be meant by a name, as advice; None if none looks like it."""
    with os.scandir(folder) as entries:
        names = sorted({entry.name for entry in islice(entries, _LOOKED_AT)} - named)
    found = near(PureWindowsPath(name).name, names)  # without folders: often that of the texts is written, too
    return f"did you mean {found[0]!r}?" if found else None


def _leads_out(name: str) -> bool:
    """Return whether the name of a file could mean one outside of its folder, on any system."""
    path = PureWindowsPath(name)  # its separators and roots include those of the other systems
    return bool(path.anchor) or ".." in path.parts
