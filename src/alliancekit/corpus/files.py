"""The registry of file formats; find and write the files of a corpus."""

import os
from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path as FilePath
from typing import Final, TypeAlias

from alliancekit.corpus.lines import Lines
from alliancekit.corpus.stream import Format, Reader
from alliancekit.corpus.tables import ENDING, Tables
from alliancekit.corpus.trees import Trees, json_lists
from alliancekit.errors import UnusableFile
from alliancekit.formats import (
    Limits,
    files_in,
    is_folder,
    path_of,
    read_bytes,
    read_json,
    read_yaml,
    write_atomic,
    write_folder,
    write_json,
    write_yaml,
)
from alliancekit.messages import listed
from alliancekit.models import MODELS, Entry
from alliancekit.text import shown_path

AnyPath: TypeAlias = str | PathLike[str]

_YAML: Final = Trees(read_yaml, write_yaml)

FORMATS: Final[Mapping[str, Format]] = {
    ".yaml": _YAML,
    ".yml": _YAML,
    ".json": Trees(read_json, write_json, json_lists),
    ".jsonl": Lines(),
    ENDING: Tables(),
}
"""The formats by file ending, in lower case. To add a format, write a module, and add a line here."""

_NOTHING: Final = Limits(size=0)

ENDINGS: Final = tuple(FORMATS)
"""The file endings that a corpus folder is searched for."""


def format_of(file: FilePath) -> Format:
    """Return the format that the ending of a file names, in small or capital letters.

    Raises:
        UnusableFile: If no format has that ending.
    """
    try:
        return FORMATS[file.suffix.lower()]
    except KeyError:
        message = (
            f"{shown_path(file)} has none of the endings {', '.join(ENDINGS)}, so its format is not known; rename it"
        )
        raise UnusableFile(message) from None


def open_file(file: FilePath, limits: Limits, *, whole: bool) -> Reader:
    """Return a reader of a file, in the format that its ending names; see `Format.open`.

    Raises:
        UnusableFile: If there is no such file, or no format has that ending.
    """
    if file.suffix.lower() not in FORMATS:
        read_bytes(file, _NOTHING)  # a missing file is reported before an unknown ending
    return format_of(file).open(file, limits, whole=whole)


def corpus_files(folder: FilePath) -> list[FilePath]:
    """Return the corpus files of a folder, and of all folders in it; see `files_in`.

    Raises:
        UnusableFile: If a folder can't be read, or a folder or corpus file in it is a link.
    """
    return files_in(folder, ENDINGS)


def files_of(paths: Sequence[AnyPath]) -> Iterator[FilePath]:
    """Yield the files of paths, those of a folder in the order of their names; each file once.

    Raises:
        UnusableFile: If no path is given, a folder can't be read, or has no corpus file.
    """
    seen: set[str] = set()
    if not paths:
        message = "no path is given; name a file or a folder"
        raise UnusableFile(message)
    for path in map(path_of, paths):
        files = corpus_files(path) if is_folder(path) else [path]
        if not files:
            message = f"{shown_path(path)} has no corpus file ({listed(ENDINGS)})"
            raise UnusableFile(message)
        for file in files:
            place = os.path.realpath(file)  # Path.resolve fails where links go round in a circle
            if place not in seen:
                seen.add(place)
                yield file


def tables_of(paths: Sequence[AnyPath]) -> list[FilePath]:
    """Return the tables of paths: each file, whatever its ending, and the Parquet files of each folder.

    Raises:
        UnusableFile: If no path is given, a folder can't be read, or has no table.
    """
    files = {file: None for path in map(path_of, paths) for file in _tables(path)}
    if not files:
        message = "no path is given; name a Parquet file or a folder"
        raise UnusableFile(message)
    return list(files)


def _tables(path: FilePath) -> list[FilePath]:
    if not is_folder(path):
        return [path]
    files = [file for file in corpus_files(path) if is_table(file)]
    if not files:
        message = f"{shown_path(path)} has no Parquet file ({ENDING})"
        raise UnusableFile(message)
    return files


def is_table(file: FilePath) -> bool:
    """Return whether a file has the ending of a table."""
    return file.suffix.lower() == ENDING


def write(records: Sequence[Entry], path: AnyPath) -> None:
    """Write records to a file in the format that its ending names, or to a folder with a YAML file for each type.

    Comments and `$schema` of a document that was read before are not written.

    Args:
        records: The records, in the order in which they are to stand.
        path: A file with the ending of a format; a path without ending is a folder, and so is one of tables.

    Raises:
        UnusableFile: If it can't be written there, if the folder holds other corpus files, or if a folder has the
            ending of a file.
    """
    target = path_of(path)
    if is_table(target):
        _write_folder(records, target, ENDING, next(iter(MODELS)))
    elif is_folder(target) and target.suffix.lower() in FORMATS:
        message = (
            f"{shown_path(target)} can't be written: it is a folder, but {target.suffix} is the ending of a file; "
            f"name a file in it, such as {shown_path(target / f'corpus{target.suffix}')}"
        )
        raise UnusableFile(message)
    elif target.suffix and not is_folder(target):
        write_atomic({target: format_of(target).encode(records)})
    else:
        _write_folder(records, target, ".yaml", "corpus")


def write_tables(records: Sequence[Entry], folder: AnyPath) -> None:
    """Write records to a folder, whatever its name, with one Parquet file for each type.

    Raises:
        UnusableFile: If it can't be written there, or the folder holds other corpus files.
    """
    _write_folder(records, path_of(folder), ENDING, next(iter(MODELS)))


def _write_folder(records: Sequence[Entry], folder: FilePath, ending: str, empty: str) -> None:
    """Write one file for each type of record; if there are no records, one empty file with the name `empty`."""
    of_types = {name: [record for record in records if type(record) is model] for name, model in MODELS.items()}
    held = {name: of_type for name, of_type in of_types.items() if of_type} or {empty: []}
    form = FORMATS[ending]
    write_folder(folder, {f"{name}{ending}": form.encode(of_type) for name, of_type in held.items()}, ENDINGS)
