"""The shape of a corpus document: a schema version and lists of records, or the equivalent lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from attrs import define, evolve, field

from alliancekit import convert
from alliancekit.corpus._drafts_of_models import DRAFTS_HINT, looks_like_drafts
from alliancekit.corpus.migrations import changes
from alliancekit.errors import Path, Problem
from alliancekit.formats import Document, Tree
from alliancekit.messages import described, listed
from alliancekit.models import KINDS, MODELS, Entry
from alliancekit.models.document import CURRENT, HEADER, READABLE, SCHEMA, TYPED, VERSION, VERSIONED
from alliancekit.rules.problems import unknown_field
from alliancekit.rules.shape import TYPE, Kind, Shape, spec_of

_NO_RECORD: Final = "a line must be one record"


@define(eq=False)
class Raw:
    """An unchecked record in a document.

    Attributes:
        model: Its type; None if it is unknown, so that only the id is used.
        tree: The tree of the record.
        path: Its path in the document.
        version: The version of the document.
        kind: The kind of its type; empty if the type is unknown.
        id: The id in the tree, valid or not; None if there is none.
    """

    model: type[Entry] | None
    tree: Tree
    path: Path
    version: int = VERSION
    kind: str = field(init=False)
    id: str | None = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Look up the kind and the id, which are needed more than once."""
        id_ = self.tree.get("id") if isinstance(self.tree, dict) else None
        self.id = id_ if isinstance(id_, str) else None
        self.kind = self.model.__name__.lower() if self.model else ""


@define
class Header:
    """The state of reading lines: how to read the next line, according to the lines before it.

    Attributes:
        line: The number of the next line, from 0.
        kinds: The record types by kind; empty if the version is too new to be read.
        version: The version of the lines.
    """

    line: int = 0
    kinds: Mapping[str, type[Entry]] = field(default=KINDS)
    version: int = VERSION


def raw_records(document: Document) -> Iterator[Raw | Problem]:
    """Yield the records of a document, and the problems of its shape."""
    if isinstance(document.tree, dict):
        yield from _of_lists(document, document.tree)
    elif not document.is_stand_in(()):
        message = f"a corpus document must be an object, got {described(document.tree)}"
        yield TYPE.problem(message, location=document.locate(()), hint="write 'schema_version' and lists of records")


def _of_lists(document: Document, tree: dict[str, Tree]) -> Iterator[Raw | Problem]:
    version = _version_problem(document, tree, ())
    is_drafts = looks_like_drafts(tree)
    if version:
        yield evolve(version, hint=DRAFTS_HINT) if is_drafts else version
    models = {} if is_drafts or (version and version.code == READABLE.code) else MODELS
    number = _version(tree)
    for name, records in tree.items():
        if name == "schema_version":
            continue
        if name == SCHEMA:
            if not isinstance(records, str) and not document.is_stand_in((name,)):
                yield _located(TYPE.problem(f"{name} must be text, got {described(records)}", path=(name,)), document)
            continue
        if isinstance(records, list):
            yield from (Raw(models.get(name), record, (name, n), number) for n, record in enumerate(records))
        if models and name not in models:
            yield _located(unknown_field(name, {"schema_version", *MODELS}), document, key=True)
        elif models and not isinstance(records, list) and not document.is_stand_in((name,)):
            yield _located(TYPE.problem(f"{name} must be a list, got {described(records)}", path=(name,)), document)


def of_line(document: Document, line: Tree, header: Header) -> list[Raw | Problem]:
    """Return the record or the problems of the next line."""
    n = header.line
    header.line += 1
    if isinstance(line, dict) and _is_header(line):
        return _of_header(document, line, n, header)
    is_stand_in = document.is_stand_in((n,))
    if not is_stand_in and looks_like_drafts(line):
        problem = without_version(document) if n == 0 else _located(TYPED.problem(_NO_RECORD, path=(n,)), document)
        return [Raw(None, line, (n,)), evolve(problem, hint=DRAFTS_HINT)]
    items: list[Raw | Problem] = [without_version(document)] if n == 0 and not is_stand_in else []
    if is_stand_in or not header.kinds:
        items.append(Raw(None, line, (n,)))
    elif isinstance(line, dict):
        items += _of_record(document, line, n, header.version)
    else:
        items.append(_located(TYPE.problem(f"a line must be an object, got {described(line)}", path=(n,)), document))
    return items


def without_version(document: Document) -> Problem:
    """Return the problem of a file of lines that does not start with a version."""
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
        message = f"type must be one of {listed(tuple(KINDS))}, got {described(kind)}"
    elif next(iter(line)) != "type":
        message = "type must be the first key of its line"
    else:
        return [raw]
    return [raw, _located(TYPED.problem(message, path=(n, "type")), document)]


def _version_problem(document: Document, tree: dict[str, Tree], path: Path) -> Problem | None:
    """Return the problem of the version in an object; None if there is none."""
    own = (*path, "schema_version")
    version = tree.get("schema_version")
    if document.is_stand_in(own):
        return None
    if version is None:
        return _located(VERSIONED.problem("schema_version is missing", path=own), document)
    if type(version) is not int or version < 1:
        message = f"schema_version must be a whole number from 1, got {described(version)}"
        return _located(VERSIONED.problem(message, path=own), document)
    if version > VERSION:
        message = f"schema_version {version} is newer than {VERSION}, the newest version that this release reads"
        return _located(READABLE.problem(message, path=own), document)
    if version < VERSION:
        message = f"schema_version {version} is older than {VERSION}, in which {' and '.join(changes(version))}"
        return _located(CURRENT.problem(message, path=own), document)
    return None


def _version(tree: dict[str, Tree]) -> int:
    """Return the version of an object; the current version if it is missing or invalid."""
    version = tree.get("schema_version")
    return version if type(version) is int and 1 <= version <= VERSION else VERSION


def _located(problem: Problem, document: Document, *, key: bool = False) -> Problem:
    return evolve(problem, location=document.locate(problem.path, key=key))


def lists_of(records: Sequence[Entry]) -> Tree:
    """Return the tree of a document with one list per record type."""
    tree: dict[str, Tree] = {"schema_version": VERSION}
    for name, model in MODELS.items():
        of_type: list[Tree] = [convert.tree(record) for record in records if type(record) is model]
        if of_type:
            tree[name] = of_type
    return tree


def lines_of(records: Iterable[Entry]) -> Tree:
    """Return the tree of JSON Lines: the version, then each record with its type."""
    header: Tree = {"type": HEADER, "schema_version": VERSION}
    return [header, *({"type": type(record).__name__.lower(), **convert.tree(record)} for record in records)]


@cache
def depth_of_records() -> int:
    """Return the maximum nesting depth of lists and objects in a record."""
    return max(1 + _depth_of(field.shape) for model in KINDS.values() for field in spec_of(model).fields)


def _depth_of(shape: Shape) -> int:
    if shape.kind is Kind.OBJECT:
        return 1 + max(_depth_of(field.shape) for field in spec_of(shape.type).fields)
    return 1 + _depth_of(shape.item) if shape.item else int(shape.kind is Kind.DATE)
