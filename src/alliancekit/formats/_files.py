"""Find, read and atomically write the files of a folder."""

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

_BINARY: Final = getattr(os, "O_BINARY", 0)  # only on Windows; O_NONBLOCK is only on POSIX
_READ: Final = os.O_RDONLY | _BINARY | getattr(os, "O_NONBLOCK", 0)
"""Flags to open a file for reading, without waiting for a writer if the file is a pipe."""

_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
"""Flags to create a file, and to fail if it exists."""

_INVALID_NAME: Final = "it is not a valid name of a file"

_BLOCK: Final = 2**20
"""The number of bytes that are read at a time from a long file."""


def path_of(path: AnyPath) -> Path:
    """Return the path of a file or folder as a `Path`.

    Raises:
        UnusableFile: If it is empty, which `Path` treats as the current folder, or is not a valid path.
    """
    name = os.fspath(path)
    if not name:
        message = "the path is empty; pass a file or a folder (the current folder is .)"
        raise UnusableFile(message)
    with suppress(UnicodeEncodeError):
        if b"\0" not in os.fsencode(name):
            return Path(name)
    message = f"{shown_path(name)} can't be used: {_INVALID_NAME}"
    raise UnusableFile(message)


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder; False for an invalid path."""
    with suppress(OSError, ValueError):
        return path.is_dir()
    return False


def read_bytes(path: Path, limits: Limits = LIMITS) -> bytes:
    """Return the content of a file.

    Args:
        path: The file, or a link to it.
        limits: The maximum size. Of a larger file, one more byte is returned, so that its reader reports AK006.

    Raises:
        UnusableFile: If the file does not exist, is a folder or a device, can't be read, or changes while it is read,
            because half of a file may look complete.
    """
    with _can(path, "read"):
        _mode(path.stat())
        with os.fdopen(os.open(path, _READ), "rb") as file:
            before = os.fstat(file.fileno())
            _mode(before)  # the file may have been replaced since
            data = file.read(min(limits.size, before.st_size) + 1)  # Python allocates this number of bytes at once
            after = os.fstat(file.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            _fail("it changed while it was read; try again")
    return data


def read_blocks(path: Path) -> Iterator[bytes]:
    """Yield the content of a file, block by block.

    Args:
        path: The file, or a link to it.

    Raises:
        UnusableFile: As for `read_bytes`. If the file changes while it is read, the error comes at its end.
    """
    with _can(path, "read"):
        _mode(path.stat())
        with os.fdopen(os.open(path, _READ), "rb") as file:
            before = os.fstat(file.fileno())
            _mode(before)
            while block := file.read(_BLOCK):
                yield block
            after = os.fstat(file.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            _fail("it changed while it was read; try again")


def write_atomic(files: Mapping[Path, bytes]) -> None:
    """Write files atomically: each has either its old or its new content at any time.

    All files are first written to disk under temporary names in the same folders (`.alliancekit-….tmp`), then renamed
    one by one. A replaced file keeps its mode, and a link to it remains a link. A process that is killed may leave
    temporary files; they are never read as part of a corpus and can be deleted.

    Args:
        files: The content of each file. Their folders must exist.

    Raises:
        UnusableFile: If a file can't be written. No file has changed then, unless renaming failed: the message lists
            the files that were already renamed.
    """
    targets: dict[Path, Path] = {}  # by the temporary path, until it is renamed
    done: list[str] = []
    try:
        for path, data in files.items():
            with _can(path, "written"):
                target = Path(os.path.realpath(path))
                if target in targets.values():
                    _fail("two of the paths are this file")
                mode = _target_mode(target)
                temporary = target.parent / f".alliancekit-{secrets.token_hex(8)}.tmp"
                targets[temporary] = target
                _write_new(temporary, data, mode)
        for temporary, target in tuple(targets.items()):
            with _can(target, "written", done):
                temporary.replace(target)
            del targets[temporary]
            done.append(str(target))
        for folder in {Path(target).parent for target in done}:
            _sync_folder(folder)
    finally:
        for temporary in targets:
            with suppress(OSError):
                temporary.unlink()


def write_folder(folder: Path, files: Mapping[str, bytes], endings: tuple[str, ...]) -> None:
    """Write the files of a corpus to a folder, which is created if it does not exist; see `write_atomic`.

    Args:
        folder: The folder. Its parent folder must exist.
        files: The content of each file by its name.
        endings: The endings of corpus files.

    Raises:
        UnusableFile: If the folder can't be written, or contains other corpus files.
    """
    contents = {folder / name: data for name, data in files.items()}
    with _can(folder, "written"):
        exists = folder.exists()
        if exists and not folder.is_dir():
            _fail("it is a file, expected a folder; choose another name, or delete the file")
    others = sorted(set(files_in(folder, endings)) - contents.keys()) if exists else []
    if others:
        other = f"{shown_path(folder)} contains {others[0].name}, which would be read as part of the corpus"
        message = f"{other}; write to an empty folder"
        raise UnusableFile(message)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        message = f"the folder {shown_path(folder)} can't be created: {error.strerror}"
        raise UnusableFile(message) from error
    write_atomic(contents)


def files_in(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    """Return the files with some endings in a folder and its subfolders.

    Hidden files and folders, whose names start with a dot, are skipped.

    Args:
        folder: The folder, or a link to it.
        endings: The endings, in lower case; the case of file names is ignored.

    Returns:
        The paths, sorted by code points, folder by folder; the order is the same on every system.

    Raises:
        UnusableFile: If the folder does not exist, a folder can't be read, or a folder or such a file in it is a link.
            Links are not followed, because they can be circular, leave the folder, or lead to a file that is read
            already. They are not skipped either, because skipped files would go unnoticed.
    """
    files: list[Path] = []
    links: list[str] = []
    with _can(folder, "read"):
        if not S_ISDIR(folder.stat().st_mode):
            _fail("it is not a folder")
    folders = [folder]
    while folders:  # os.walk is recursive before Python 3.12
        current = folders.pop()
        with _can(current, "read"), os.scandir(current) as entries:
            for entry in entries:
                is_folder = Path(entry).is_dir()  # os.DirEntry.is_dir fails for circular links
                if entry.name.startswith(".") or not (is_folder or entry.name.lower().endswith(endings)):
                    continue
                if entry.is_symlink():
                    links.append(entry.path)
                else:
                    (folders if is_folder else files).append(Path(entry.path))
    if links:
        names = ", ".join(sorted(links))
        message = f"a corpus folder must not contain links; replace each link by its target: {names}"
        raise UnusableFile(message)
    return sorted(files, key=lambda file: file.relative_to(folder).parts)


def _mode(status: os.stat_result) -> int:
    """Return the mode of a regular file; raise OSError for anything else."""
    mode = status.st_mode
    if S_ISDIR(mode):
        _fail("it is a folder")
    if not S_ISREG(mode):  # reading a pipe may wait forever
        _fail("it is not a regular file")
    return S_IMODE(mode)


def _target_mode(target: Path) -> int | None:
    """Return the mode of a file to be replaced, or None if it does not exist; raise OSError if it is not writable."""
    if not target.parent.is_dir():
        _fail(f"the folder {target.parent} does not exist")
    if target.is_symlink():  # os.path.realpath leaves a circular link unresolved
        _fail("it is a link that leads back to itself")
    if not target.exists():
        return None
    mode = _mode(target.stat())
    if not os.access(target, os.W_OK):  # renaming would ignore the protection
        _fail("it is protected against writing")
    return mode


def _write_new(path: Path, data: bytes, mode: int | None) -> None:
    """Write a new file to disk; only the owner can read it until it has its final mode."""
    with os.fdopen(os.open(path, _CREATE, 0o666 if mode is None else 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        path.chmod(mode)


def _sync_folder(folder: Path) -> None:
    """Write the names in a folder to disk, where the system supports it, so that they survive a power failure."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _can(path: Path, done: str, others: tuple[str, ...] | list[str] = ()) -> Generator[None]:
    """Convert errors to UnusableFile with the path, and with other files that are already done."""
    try:
        yield
    except (OSError, ValueError) as error:
        before = f" (already {done}: {', '.join(others)})" if others else ""
        message = f"{shown_path(path)} can't be {done}: {_reason(error)}{before}"
        raise UnusableFile(message) from error


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return _INVALID_NAME


def _fail(reason: str) -> NoReturn:
    raise OSError(reason)
