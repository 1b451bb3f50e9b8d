"""Files and folders of a corpus: which are read, in which order, and how they are written in one step."""

import os
import secrets
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from os import PathLike
from pathlib import Path
from stat import S_IMODE, S_ISDIR, S_ISREG
from typing import Final, NoReturn, TypeAlias

from alliancekit.errors import UnusableFile
from alliancekit.formats._text import LIMITS, Limits
from alliancekit.text import shown_path

AnyPath: TypeAlias = str | PathLike[str]

_BINARY: Final = getattr(os, "O_BINARY", 0)  # Windows alone has it, and POSIX alone the other
_AT_ONCE: Final = os.O_RDONLY | _BINARY | getattr(os, "O_NONBLOCK", 0)
"""Open to be read, without waiting for a writer if the file has become a pipe."""

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
"""Open to be written, if there is no such file."""


_NO_NAME: Final = "no file can have that name"

_BLOCK: Final = 2**20
"""How many bytes of a long file are read at once."""


def path_of(path: AnyPath) -> Path:
    """Return the path of a file or folder that a caller names.

    Raises:
        UnusableFile: If it is empty, which would mean the current folder, or if no file can have that name.
    """
    name = os.fspath(path)
    if not name:
        message = "the path is empty; name a file or a folder (the current folder is .)"
        raise UnusableFile(message)
    with suppress(UnicodeEncodeError):
        if b"\0" not in os.fsencode(name):
            return Path(name)
    message = f"{shown_path(name)} can't be used: {_NO_NAME}"
    raise UnusableFile(message)


def is_folder(path: Path) -> bool:
    """Return whether a path leads to a folder; a path that no file can have does not."""
    with suppress(OSError, ValueError):
        return path.is_dir()
    return False


def read_bytes(path: Path, limits: Limits = LIMITS) -> bytes:
    """Return the content of a file.

    Args:
        path: The file, or a link to it.
        limits: How large it may be. Of a larger file one byte more is returned, which its reader refuses as AK006.

    Raises:
        UnusableFile: If there is no such file, if it is a folder or a device, if it can't be read, or if it changes
            meanwhile: half of a file may look whole.
    """
    with _can(path, "read"):
        _mode(path.stat())
        with os.fdopen(os.open(path, _AT_ONCE), "rb") as file:
            before = os.fstat(file.fileno())
            _mode(before)  # another may have come in its place
            data = file.read(min(limits.size, before.st_size) + 1)  # so much is set aside at once
            after = os.fstat(file.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            _fail("it changed while it was read; try again")
    return data


def read_blocks(path: Path) -> Iterator[bytes]:
    """Yield the content of a file, block by block.

    Args:
        path: The file, or a link to it.

    Raises:
        UnusableFile: As `read_bytes` does; if the file changes meanwhile, at the end of it.
    """
    with _can(path, "read"):
        _mode(path.stat())
        with os.fdopen(os.open(path, _AT_ONCE), "rb") as file:
            before = os.fstat(file.fileno())
            _mode(before)
            while block := file.read(_BLOCK):
                yield block
            after = os.fstat(file.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            _fail("it changed while it was read; try again")


def write_atomic(files: Mapping[Path, bytes]) -> None:
    """Write files, each of which is at every moment either as it was or as it shall be.

    All are first written under other names beside their places (`.alliancekit-….tmp`), through to the disk, and then
    renamed, one after the other. A file that is replaced hands on its mode, and a link to it stays one. A process that
    is killed may leave files of such names; no corpus reads them, and they can be deleted.

    Args:
        files: The content of each file. Their folders must exist.

    Raises:
        UnusableFile: If one of them can't be written. None has changed then; only if the renaming itself fails may
            earlier ones be done, and the message names these.
    """
    places: dict[Path, Path] = {}  # by the temporary name, until that is renamed
    done: list[str] = []
    try:
        for path, data in files.items():
            with _can(path, "written"):
                place = Path(os.path.realpath(path))
                if place in places.values():
                    _fail("two of the names given are this file")
                mode = _place_mode(place)
                temporary = place.parent / f".alliancekit-{secrets.token_hex(8)}.tmp"
                places[temporary] = place
                _write_new(temporary, data, mode)
        for temporary, place in tuple(places.items()):
            with _can(place, "written", done):
                temporary.replace(place)
            del places[temporary]
            done.append(str(place))
        for folder in {Path(place).parent for place in done}:
            _keep_names(folder)
    finally:
        for temporary in places:
            with suppress(OSError):
                temporary.unlink()


def write_folder(folder: Path, files: Mapping[str, bytes], endings: tuple[str, ...]) -> None:
    """Write the files of a corpus to a folder, which is made if there is none; see `write_atomic`.

    Args:
        folder: The folder; the one that it lies in must exist.
        files: The content of each file, by its name.
        endings: The endings of the files of a corpus.

    Raises:
        UnusableFile: If it can't be written there, or the folder holds other corpus files.
    """
    held = {folder / name: data for name, data in files.items()}
    with _can(folder, "written"):
        exists = folder.exists()
        if exists and not folder.is_dir():
            _fail("it is a file, but a folder is written here; give another name, or delete the file")
    others = sorted(set(files_in(folder, endings)) - held.keys()) if exists else []
    if others:
        held_too = f"{shown_path(folder)} holds {others[0].name}, which would be read as part of the corpus"
        message = f"{held_too}; write to an empty folder"
        raise UnusableFile(message)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        message = f"the folder {shown_path(folder)} can't be made: {error.strerror}"
        raise UnusableFile(message) from error
    write_atomic(held)


def files_in(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    """Return the files of a folder, and of all folders in it, that have one of some endings.

    Hidden files and folders, whose names start with a dot, are left out.

    Args:
        folder: The folder, or a link to it.
        endings: The endings, in small letters; a file may have them in capital letters.

    Returns:
        The paths, in the order of their code points, folder by folder; the same on every system.

    Raises:
        UnusableFile: If there is no such folder, if one can't be read, or if a folder or such a file in it is a link.
            Links are not followed: they can go round in a circle, out of the folder, or to a file read already;
            and what is left out in silence would be missed.
    """
    files: list[Path] = []
    links: list[str] = []
    with _can(folder, "read"):
        if not S_ISDIR(folder.stat().st_mode):
            _fail("it is no folder")
    folders = [folder]
    while folders:  # os.walk goes by recursion before Python 3.12
        place = folders.pop()
        with _can(place, "read"), os.scandir(place) as entries:
            for entry in entries:
                is_folder = Path(entry).is_dir()  # unlike the entry, it can stand links that go round in a circle
                if entry.name.startswith(".") or not (is_folder or entry.name.lower().endswith(endings)):
                    continue
                if entry.is_symlink():
                    links.append(entry.path)
                else:
                    (folders if is_folder else files).append(Path(entry.path))
    if links:
        names = ", ".join(sorted(links))
        message = f"links in a corpus folder are not followed, put what they point at in their place: {names}"
        raise UnusableFile(message)
    return sorted(files, key=lambda file: file.relative_to(folder).parts)


def _mode(status: os.stat_result) -> int:
    """Return the mode of a file; fail if it is something else."""
    mode = status.st_mode
    if S_ISDIR(mode):
        _fail("it is a folder")
    if not S_ISREG(mode):  # a pipe would be waited for without end
        _fail("it is no regular file")
    return S_IMODE(mode)


def _place_mode(place: Path) -> int | None:
    """Return the mode of a file that is to be replaced, None if there is none; fail if it must not be."""
    if not place.parent.is_dir():
        _fail(f"the folder {place.parent} does not exist")
    if place.is_symlink():  # what is left where links go round in a circle
        _fail("it is a link that leads back to itself")
    if not place.exists():
        return None
    mode = _mode(place.stat())
    if not os.access(place, os.W_OK):  # renaming would go past its protection
        _fail("it is protected against writing")
    return mode


def _write_new(path: Path, data: bytes, mode: int | None) -> None:
    """Write a new file, through to the disk; until it has its mode, nobody else may read it."""
    with os.fdopen(os.open(path, _NEW, 0o666 if mode is None else 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        path.chmod(mode)


def _keep_names(folder: Path) -> None:
    """See to it that names given in a folder outlast a power failure, where the system can do that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _can(path: Path, done: str, others: tuple[str, ...] | list[str] = ()) -> Generator[None]:
    """Turn what goes wrong into an UnusableFile that names the path, and other files that were done before."""
    try:
        yield
    except (OSError, ValueError) as error:
        before = f" (these are {done} already: {', '.join(others)})" if others else ""
        message = f"{shown_path(path)} can't be {done}: {_reason(error)}{before}"
        raise UnusableFile(message) from error


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return _NO_NAME


def _fail(reason: str) -> NoReturn:
    raise OSError(reason)
