"""Files and folders of a corpus: which are read, in which order, and how they are written in one step."""

import os
import secrets
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE, S_ISDIR, S_ISREG
from typing import Final, NoReturn

from alliancekit.errors import UnusableFile
from alliancekit.formats._text import LIMITS, Limits

ENDINGS: Final = (".yaml", ".yml", ".json", ".jsonl")
"""The endings of the files that make up a corpus folder, in small or capital letters."""


def read_bytes(path: Path, limits: Limits = LIMITS) -> bytes:
    """Return the content of a file.

    Args:
        path: The file, or a link to it.
        limits: How large it may be. Of a larger file one byte more is returned, which its reader refuses as AK006.

    Raises:
        UnusableFile: If there is no such file, if it is a folder or a device, or if it can't be read.
    """
    with _can(path, "read"):
        _mode(path)
        with path.open("rb") as file:
            return file.read(limits.size + 1)


def write_atomic(files: Mapping[Path, bytes]) -> None:
    """Write files, each of which is at every moment either as it was or as it shall be.

    All are first written under other names beside their places and then renamed, one after the other. A file that
    is replaced hands on its mode, and a link to it stays one.

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
                temporary = place.parent / f".{secrets.token_hex(8)}.tmp"
                places[temporary] = place
                _write_new(temporary, data, mode)
        for temporary, place in tuple(places.items()):
            with _can(place, "written", done):
                temporary.replace(place)
            del places[temporary]
            done.append(str(place))
    finally:
        for temporary in places:
            with suppress(OSError):
                temporary.unlink()


def corpus_files(folder: Path) -> list[Path]:
    """Return the corpus files of a folder and of all folders in it, by their endings (`ENDINGS`).

    Hidden files and folders, whose names start with a dot, are left out.

    Args:
        folder: The folder, or a link to it.

    Returns:
        The paths, in the order of their code points, folder by folder; the same on every system.

    Raises:
        UnusableFile: If there is no such folder, if one can't be read, or if a folder or corpus file in it is a link.
            Links are not followed: they can go round in a circle, out of the folder, or to a file read already;
            and what is left out in silence would be missed.
    """
    files: list[Path] = []
    links: list[str] = []
    with _can(folder, "read"):
        if not S_ISDIR(folder.stat().st_mode):
            _fail("it is no folder")
    for place, folders, held in os.walk(folder, onerror=_refuse_folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        wanted = [name for name in held if name.lower().endswith(ENDINGS) and not name.startswith(".")]
        links += (str(Path(place, name)) for name in (*folders, *wanted) if Path(place, name).is_symlink())
        files += (Path(place, name) for name in wanted)
    if links:
        names = ", ".join(sorted(links))
        message = f"links in a corpus folder are not followed, put what they point at in their place: {names}"
        raise UnusableFile(message)
    return sorted(files, key=lambda file: file.relative_to(folder).parts)


def _mode(path: Path) -> int:
    """Return the mode of a file; fail if it is something else."""
    mode = path.stat().st_mode
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
    mode = _mode(place)
    if not os.access(place, os.W_OK):  # renaming would go past its protection
        _fail("it is protected against writing")
    return mode


def _write_new(path: Path, data: bytes, mode: int | None) -> None:
    """Write a new file, through to the disk."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        path.chmod(mode)


@contextmanager
def _can(path: Path, done: str, others: tuple[str, ...] | list[str] = ()) -> Generator[None]:
    """Turn what goes wrong into an UnusableFile that names the path, and other files that were done before."""
    try:
        yield
    except (OSError, ValueError) as error:
        before = f" (these are {done} already: {', '.join(others)})" if others else ""
        message = f"{path} can't be {done}: {_reason(error)}{before}"
        raise UnusableFile(message) from error


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return "no file can have that name"


def _fail(reason: str) -> NoReturn:
    raise OSError(reason)


def _refuse_folder(error: OSError) -> NoReturn:
    message = f"{error.filename} can't be read: {error.strerror}"
    raise UnusableFile(message) from error
