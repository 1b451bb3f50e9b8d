"""The registry of file formats; find and write corpus files."""

import os
from collections.abc import Iterator, Mapping, Sequence
from io import TextIOBase
from os import PathLike
from pathlib import Path as FilePath
from typing import Final, TypeAlias, cast

from attrs import frozen

from alliancekit.corpus.lines import JsonLinesFormat
from alliancekit.corpus.stream import FileReader, Format, TextFormat
from alliancekit.corpus.table_options import DEFAULT, TableOptions
from alliancekit.corpus.tables import ENDING, ParquetFormat
from alliancekit.corpus.trees import DocumentFormat, json_lists
from alliancekit.errors import UnusableFile
from alliancekit.formats import (
    AnyPath,
    Limits,
    Readable,
    StreamInput,
    SupportsWrite,
    Writable,
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
from alliancekit.messages import described, listed
from alliancekit.models import MODELS, Entry
from alliancekit.text import shown_path

_YAML: Final = DocumentFormat(read_yaml, write_yaml)

FORMATS: Final[Mapping[str, Format]] = {
    ".yaml": _YAML,
    ".yml": _YAML,
    ".json": DocumentFormat(read_json, write_json, json_lists),
    ".jsonl": JsonLinesFormat(),
    ENDING: ParquetFormat(),
}
"""The formats by file ending, in lower case. To add a format, write a module and add a line here."""

ONLY_STREAMS: Final = "pass format for a stream, and only for a stream: the ending of a path selects its format"
"""The message for a format beside a path."""

_NO_CONTENT: Final = Limits(size=0)

_UNNAMED: Final = "<stream>"
"""The name of a stream without a name of its own, for locations."""


@frozen
class OpenStream:
    """A stream to read, with its format.

    Attributes:
        content: The content of the stream.
        format: Its format.
    """

    content: StreamInput
    format: TextFormat


CorpusPath: TypeAlias = AnyPath | Readable | OpenStream
"""A file, a folder, or a stream of text or bytes that a program has opened."""


_ENDINGS_OF_TEXT: Final = tuple(ending for ending, form in FORMATS.items() if isinstance(form, TextFormat))

ENDINGS: Final = tuple(FORMATS)
"""The endings of corpus files."""


def format_of(file: FilePath) -> Format:
    """Return the format of a file by its ending, ignoring case.

    Raises:
        UnusableFile: If no format has that ending.
    """
    try:
        return FORMATS[file.suffix.lower()]
    except KeyError:
        message = (
            f"{shown_path(file)} has an unknown format: its name must end in one of {', '.join(ENDINGS)}; rename it"
        )
        raise UnusableFile(message) from None


def text_format(name: str) -> TextFormat:
    """Return a format of text by its name: the ending of its files without the dot, such as ``json``.

    Raises:
        ValueError: If there is no format of text with this name; the message lists the names.
    """
    formats = {ending[1:]: form for ending, form in FORMATS.items() if isinstance(form, TextFormat)}
    if name not in formats:
        message = f"format must be one of {listed(tuple(formats))}, got {described(name)}"
        raise ValueError(message)
    return formats[name]


def open_file(
    file: FilePath | OpenStream, limits: Limits, *, whole: bool, tables: TableOptions = DEFAULT
) -> FileReader:
    """Return a reader of a file in the format of its ending, or of a stream; see `Format.open`.

    Raises:
        UnusableFile: If there is no such file, or no format has that ending.
    """
    if isinstance(file, OpenStream):
        return file.format.reader(file.content, limits, whole=whole)
    if file.suffix.lower() not in FORMATS:
        read_bytes(file, _NO_CONTENT)  # a missing file is reported before an unknown ending
    format_ = ParquetFormat(tables) if is_table(file) else format_of(file)
    return format_.open(file, limits, whole=whole)


def corpus_files(folder: FilePath) -> list[FilePath]:
    """Return the corpus files of a folder and its subfolders; see `files_in`.

    Raises:
        UnusableFile: If a folder can't be read, or if a folder or corpus file in it is a link.
    """
    return files_in(folder, ENDINGS)


def open_stream(stream: Readable, format: str | None = None, name: str | None = None) -> OpenStream:  # noqa: A002
    """Return a stream with its name and its format.

    Args:
        stream: The stream.
        format: The name of the format; by default the ending of the name selects it.
        name: The name for locations; by default that of the stream.

    Raises:
        UnusableFile: If the format is not known.
        ValueError: If `format` is not the name of a format of text.
    """
    own = getattr(stream, "name", None)
    known = name if name is not None else own if isinstance(own, str) else _UNNAMED
    if format is None:
        format = FilePath(known).suffix.lower().removeprefix(".")  # noqa: A001
        if not isinstance(FORMATS.get(f".{format}"), TextFormat):
            endings = listed(_ENDINGS_OF_TEXT)
            message = f"{shown_path(known)} has no known format; pass format='json', or a name that ends in {endings}"
            raise UnusableFile(message)
    return OpenStream(StreamInput(known, stream), text_format(format))


def _no_path(value: object) -> str:
    """Return the message for what is neither a path nor a stream."""
    if isinstance(value, bytes | bytearray):
        return "a path or a stream is expected, got bytes; pass the content of a file to loads"
    if type(value) in (list, tuple):
        return (
            f"a path or a stream is expected, got {described(value)}; pass its items one by one, such as load(*paths)"
        )
    return f"a path or a stream is expected, got {described(value)}"


def inputs_of(paths: Sequence[CorpusPath], format: str | None = None) -> list[FilePath | OpenStream]:  # noqa: A002
    """Return the files of paths as `files_of` does, and the streams.

    Args:
        paths: Files, folders and streams.
        format: The format of the streams; see `open_stream`.

    Raises:
        TypeError: If something is neither a path nor a stream, or if there is a format, but no stream.
        UnusableFile: As for `files_of`, or if the format of a stream is not known.
        ValueError: If `format` is not the name of a format of text.
    """
    names: list[AnyPath] = []
    streams: list[OpenStream] = []
    for path in paths:
        if isinstance(path, str | PathLike):
            names.append(path)
        elif isinstance(path, OpenStream):
            streams.append(path)
        elif hasattr(path, "read"):
            streams.append(open_stream(path, format))
        else:
            raise TypeError(_no_path(path))
    if format is not None and not streams:
        raise TypeError(ONLY_STREAMS)
    return [*(files_of(names) if names or not streams else ()), *streams]


def files_of(paths: Sequence[AnyPath]) -> Iterator[FilePath]:
    """Yield the files of paths, each once; the files of a folder are sorted by name.

    Raises:
        UnusableFile: If there are no paths, or if a folder can't be read or contains no corpus file.
    """
    seen: set[str] = set()
    if not paths:
        message = "no path given; pass a file or a folder"
        raise UnusableFile(message)
    for path in map(path_of, paths):
        files = corpus_files(path) if is_folder(path) else [path]
        if not files:
            message = f"{shown_path(path)} contains no corpus file ({listed(ENDINGS)})"
            raise UnusableFile(message)
        for file in files:
            real_path = os.path.realpath(file)  # Path.resolve fails for circular links
            if real_path not in seen:
                seen.add(real_path)
                yield file


def tables_of(paths: Sequence[AnyPath]) -> list[FilePath]:
    """Return the tables of paths: files with any ending, and the Parquet files of folders.

    Raises:
        UnusableFile: If there are no paths, or if a folder can't be read or contains no table.
    """
    files = {file: None for path in map(path_of, paths) for file in _tables(path)}
    if not files:
        message = "no path given; pass a Parquet file or a folder"
        raise UnusableFile(message)
    return list(files)


def _tables(path: FilePath) -> list[FilePath]:
    if not is_folder(path):
        return [path]
    files = [file for file in corpus_files(path) if is_table(file)]
    if not files:
        message = f"{shown_path(path)} contains no Parquet file ({ENDING})"
        raise UnusableFile(message)
    return files


def is_table(file: FilePath) -> bool:
    """Return whether the name of a file has the ending of a table."""
    return file.suffix.lower() == ENDING


def write(records: Sequence[Entry], path: AnyPath) -> None:
    """Write records to a file in the format of its ending, or to a folder with one YAML file per record type.

    Comments and `$schema` of a document that was read before are not written.

    Args:
        records: The records, in the order of the file.
        path: A file with the ending of a format. A path without an ending, or with that of tables, is a folder.

    Raises:
        UnusableFile: If the path can't be written, if the folder contains other corpus files, or if a folder has the
            ending of a file.
    """
    target = path_of(path)
    if is_table(target):
        _write_folder(records, target, ENDING, next(iter(MODELS)))
    elif is_folder(target) and target.suffix.lower() in FORMATS:
        message = (
            f"{shown_path(target)} can't be written: it is a folder, but {target.suffix} is the ending of a file; "
            f"pass a file in it, such as {shown_path(target / f'corpus{target.suffix}')}"
        )
        raise UnusableFile(message)
    elif target.suffix and not is_folder(target):
        write_atomic({target: format_of(target).encode(records)})
    else:
        _write_folder(records, target, ".yaml", "corpus")


def write_stream(records: Sequence[Entry], stream: Writable, format: str) -> None:  # noqa: A002
    """Write records to a stream of text or bytes.

    Args:
        records: The records, in the order of the file.
        stream: The stream. It stays open.
        format: The name of the format; see `text_format`.

    Raises:
        ValueError: If `format` is not the name of a format of text.
    """
    data = text_format(format).encode(records)
    # Temporary files and the streams of codecs have an encoding, although they are of other classes.
    if isinstance(stream, TextIOBase) or getattr(stream, "encoding", None) is not None:
        cast("SupportsWrite[str]", stream).write(data.decode())
    else:
        cast("SupportsWrite[bytes]", stream).write(data)


def write_tables(records: Sequence[Entry], folder: AnyPath) -> None:
    """Write records to a folder with any name, with one Parquet file per record type.

    Raises:
        UnusableFile: If the folder can't be written, or contains other corpus files.
    """
    _write_folder(records, path_of(folder), ENDING, next(iter(MODELS)))


def written_files(records: Sequence[Entry], path: AnyPath) -> dict[FilePath, bytes]:
    """Return the files that `write` writes, each with its content; nothing is written.

    Args:
        records: The records, in the order of the file.
        path: As for `write`.

    Raises:
        UnusableFile: If the ending of the path is not that of a format.
    """
    target = path_of(path)
    if target.suffix and not is_table(target) and not is_folder(target):
        return {target: format_of(target).encode(records)}
    ending, empty = (ENDING, next(iter(MODELS))) if is_table(target) else (".yaml", "corpus")
    return {target / name: data for name, data in _folder_files(records, ending, empty).items()}


def _write_folder(records: Sequence[Entry], folder: FilePath, ending: str, empty: str) -> None:
    write_folder(folder, _folder_files(records, ending, empty), ENDINGS)


def _folder_files(records: Sequence[Entry], ending: str, empty: str) -> dict[str, bytes]:
    """Return one file per record type; if there are no records, one file without records, with the name `empty`."""
    of_types = {name: [record for record in records if type(record) is model] for name, model in MODELS.items()}
    nonempty = {name: of_type for name, of_type in of_types.items() if of_type} or {empty: []}
    format_ = FORMATS[ending]
    return {f"{name}{ending}": format_.encode(of_type) for name, of_type in nonempty.items()}
