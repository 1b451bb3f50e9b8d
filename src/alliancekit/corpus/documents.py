"""The shape of a corpus document: a schema version and lists of records; and the way from records to files."""

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path as FilePath
from typing import Final, cast

from attrs import define, evolve, field

from alliancekit import convert
from alliancekit.corpus.migrations import changes
from alliancekit.errors import Path, Problem, UnusableFile
from alliancekit.formats import FORMATS, Document, Tree, format_of, is_folder, path_of, write_atomic, write_folder
from alliancekit.models import KINDS, MODELS, Entry
from alliancekit.models.document import HEADER, PRESENT, READABLE, SCHEMA, TYPED, VERSION, VERSIONED
from alliancekit.rules._words import listed, said
from alliancekit.rules.problems import unknown_field
from alliancekit.rules.shape import TYPE
from alliancekit.text import shown_path

_NOTHING: Final[Mapping[str, Sequence[Entry | None]]] = {}


@define(eq=False)
class Raw:
    """A record in a document, not yet looked at.

    Attributes:
        model: Its type; None if that is not known, so that only its id counts.
        tree: What stands there.
        path: Where it stands in the document.
        version: The version of the document.
    """

    model: type[Entry] | None
    tree: Tree
    path: Path
    version: int = VERSION

    @property
    def kind(self) -> str:
        """The kind of its type; nothing if the type is not known."""
        return self.model.__name__.lower() if self.model else ""

    @property
    def id(self) -> str | None:
        """The id that stands there, right or wrong."""
        id_ = self.tree.get("id") if isinstance(self.tree, dict) else None
        return id_ if isinstance(id_, str) else None


@define
class Header:
    """What the lines so far have said of those that follow.

    Attributes:
        line: The number of the next line, from 0.
        kinds: The types that they may have; none if they are of a version that can't be read.
        version: The version by which they are read.
    """

    line: int = 0
    kinds: Mapping[str, type[Entry]] = field(default=KINDS)
    version: int = VERSION


@define(eq=False)
class Run:
    """Consecutive records that the engine has read.

    Attributes:
        entries: The records.
        base: The path of the list in which they stand.
        first: The position of the first one in that list.
    """

    entries: Sequence[Entry]
    base: Path = ()
    first: int = 0

    def path(self, n: int) -> Path:
        """Return the path of one of the records in its document."""
        return (*self.base, self.first + n)


def raw_records(
    document: Document, *, lines: bool, read: "Mapping[str, Sequence[Entry | None]]" = _NOTHING
) -> Iterator[Raw | Problem | Run]:
    """Yield the records of a document, and what is wrong with its shape.

    Args:
        document: The document.
        lines: Whether it is a list of records, a line each.
        read: The records that the engine has read: those of all lists, by their names, if it has read the document as a
            whole; of lines, under no name, one for each line, None for a line that it has not read.
    """
    if lines and isinstance(document.tree, list):
        yield from _of_lines(document, document.tree, read.get("", ()))
    elif read:
        yield from (Run(cast("Sequence[Entry]", entries), (name,)) for name, entries in read.items())
    elif isinstance(document.tree, dict):
        yield from _of_lists(document, document.tree)
    elif not document.is_stand_in(()):
        message = f"a corpus document must be an object, got {said(document.tree)}"
        yield TYPE.problem(message, location=document.locate(()), hint="write 'schema_version' and lists of records")


def _of_lines(document: Document, lines: Sequence[Tree], read: Sequence[Entry | None]) -> Iterator[Raw | Problem | Run]:
    """Yield what the lines hold; further lines with a version may follow, as in files that were joined."""
    if not lines and not document.is_stand_in((0,)):
        yield _without_version(document)
    header = Header()
    unread = [n for n, entry in enumerate(read) if entry is None] if read else range(len(lines))
    for n in unread:
        if n >= len(lines):
            break  # blank lines at the end
        if n > header.line:
            yield Run(cast("Sequence[Entry]", read[header.line : n]), (), header.line)
            header.line = n
        yield from of_line(document, lines[n], header)
    if header.line < len(lines):
        yield Run(cast("Sequence[Entry]", read[header.line : len(lines)]), (), header.line)


def _of_lists(document: Document, tree: dict[str, Tree]) -> Iterator[Raw | Problem]:
    version = _version_problem(document, tree, ())
    if version:
        yield version
    models = {} if version and version.code == READABLE.code else MODELS
    number = _version(tree)
    for name, records in tree.items():
        if name == "schema_version":
            continue
        if name == SCHEMA:
            if not isinstance(records, str) and not document.is_stand_in((name,)):
                yield _located(TYPE.problem(f"{name} must be text, got {said(records)}", path=(name,)), document)
            continue
        if isinstance(records, list):
            yield from (Raw(models.get(name), record, (name, n), number) for n, record in enumerate(records))
        if models and name not in models:
            yield _located(unknown_field(name, {"schema_version", *MODELS}), document, key=True)
        elif models and not isinstance(records, list) and not document.is_stand_in((name,)):
            yield _located(TYPE.problem(f"{name} must be a list, got {said(records)}", path=(name,)), document)


def of_line(document: Document, line: Tree, header: Header) -> list[Raw | Problem]:
    """Return what the next line holds."""
    n = header.line
    header.line += 1
    if isinstance(line, dict) and _is_header(line):
        return _of_header(document, line, n, header)
    is_stand_in = document.is_stand_in((n,))
    found: list[Raw | Problem] = [_without_version(document)] if n == 0 and not is_stand_in else []
    if is_stand_in or not header.kinds:
        found.append(Raw(None, line, (n,)))
    elif isinstance(line, dict):
        found += _of_record(document, line, n, header.version)
    else:
        found.append(_located(TYPE.problem(f"a line must be an object, got {said(line)}", path=(n,)), document))
    return found


def _without_version(document: Document) -> Problem:
    return _located(VERSIONED.problem("schema_version is missing", path=(0,)), document)


def _is_header(line: dict[str, Tree]) -> bool:
    return line.get("type") == HEADER


def _of_header(document: Document, line: dict[str, Tree], n: int, header: Header) -> list[Raw | Problem]:
    version = _version_problem(document, line, (n,))
    header.kinds = {} if version and version.code == READABLE.code else KINDS
    header.version = _version(line)
    known = {"type", "schema_version"}
    unknown = [evolve(unknown_field(name, known), path=(n, name)) for name in line if name not in known]
    located = [_located(problem, document, key=True) for problem in unknown]
    return [version, *located] if version else [*located]


def _of_record(document: Document, line: dict[str, Tree], n: int, version: int) -> list[Raw | Problem]:
    kind = line.get("type")
    model = KINDS.get(kind) if isinstance(kind, str) else None
    rest = line.copy()
    rest.pop("type", None)
    raw = Raw(model, rest, (n,), version)
    if document.is_stand_in((n, "type")):
        return [raw]
    if model is None:
        message = f"type must be one of {listed(tuple(KINDS))}, got {said(kind)}"
    elif next(iter(line)) != "type":
        message = "type must come first in its line"
    else:
        return [raw]
    return [raw, _located(TYPED.problem(message, path=(n, "type")), document)]


def _version_problem(document: Document, tree: dict[str, Tree], path: Path) -> Problem | None:
    """Return what is wrong with the version that an object says."""
    place = (*path, "schema_version")
    version = tree.get("schema_version")
    if document.is_stand_in(place):
        return None
    if version is None:
        return _located(VERSIONED.problem("schema_version is missing", path=place), document)
    if type(version) is not int or version < 1:
        message = f"schema_version must be a whole number from 1, got {said(version)}"
        return _located(VERSIONED.problem(message, path=place), document)
    if version > VERSION:
        message = f"schema_version {version} is newer than {VERSION}, the newest that this release reads"
        return _located(READABLE.problem(message, path=place), document)
    if version < VERSION:
        message = f"schema_version {version} is older than {VERSION}; since then {' and '.join(changes(version))}"
        return _located(PRESENT.problem(message, path=place), document)
    return None


def _version(tree: dict[str, Tree]) -> int:
    """Return the version by which the records are to be read; the present one where none is said."""
    version = tree.get("schema_version")
    return version if type(version) is int and 1 <= version <= VERSION else VERSION


def _located(problem: Problem, document: Document, *, key: bool = False) -> Problem:
    return evolve(problem, location=document.locate(problem.path, key=key))


def write(records: Sequence[Entry], path: str | PathLike[str]) -> None:
    """Write records to a file in the format that its ending names, or to a folder, a YAML file a type.

    What a document says for editors alone is not kept: its comments, and the `$schema` that it names.

    Args:
        records: The records, in the order in which they are to stand.
        path: A file that ends in ``.yaml``, ``.yml``, ``.json`` or ``.jsonl``; a path without ending is a folder.

    Raises:
        UnusableFile: If it can't be written there, if the folder holds other corpus files, or if a folder has the
            ending of a file.
    """
    target = path_of(path)
    named = target.suffix.lower() in FORMATS
    if named and is_folder(target):
        message = (
            f"{shown_path(target)} can't be written: it is a folder, but {target.suffix} is the ending of a file; "
            f"name a file in it, such as {shown_path(target / f'corpus{target.suffix}')}"
        )
        raise UnusableFile(message)
    if target.suffix and not is_folder(target):
        write_atomic({target: _bytes(records, target)})
        return
    files = {name: [record for record in records if type(record) is MODELS[name]] for name in MODELS}
    held = {f"{name}.yaml": of_type for name, of_type in files.items() if of_type} or {"corpus.yaml": []}
    write_folder(target, {name: _bytes(of_type, target / name) for name, of_type in held.items()})


def _bytes(records: Sequence[Entry], file: FilePath) -> bytes:
    """Return the bytes of a file that holds the records."""
    form = format_of(file)
    if form.lines:
        lines: list[Tree] = [{"type": HEADER, "schema_version": VERSION}]
        lines += ({"type": type(record).__name__.lower(), **convert.tree(record)} for record in records)
        return form.write(lines)
    tree: dict[str, Tree] = {"schema_version": VERSION}
    for name, model in MODELS.items():
        of_type: list[Tree] = [convert.tree(record) for record in records if type(record) is model]
        if of_type:
            tree[name] = of_type
    return form.write(tree)
