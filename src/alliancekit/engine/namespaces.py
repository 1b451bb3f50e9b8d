"""Read the fields of projects in a plain tree: the values of its keys that begin with ``x_``."""

from collections.abc import Collection, Mapping
from typing import cast

from attrs import frozen

from alliancekit.errors import InvalidProjectFields, Path, Problem
from alliancekit.messages import quote
from alliancekit.project_fields import FIELD, NAME, PREFIX, ProjectFields
from alliancekit.rules.reading import UNDECLARED
from alliancekit.rules.shape import TYPE, spec_of


@frozen
class Gathered:
    """A plain tree whose keys of projects are replaced by one value, the fields of all projects.

    Attributes:
        tree: The tree.
        problems: The problems of the keys and of the values that are no fields.
        complete: Whether it has the values of all keys.
    """

    tree: dict[object, object]
    problems: tuple[Problem, ...]
    complete: bool


def gather(model: type, tree: object, unread: Collection[Path], *, keep: bool) -> Gathered | None:
    """Return a tree with the fields of projects as one value; None if the tree has no key of a project.

    Args:
        model: The class of the record.
        tree: Its tree.
        unread: Paths of values whose problems the reader of a file has reported.
        keep: Whether the fields of any project are allowed; otherwise, each key is a problem.
    """
    if not isinstance(tree, dict) or FIELD not in spec_of(model).names:
        return None
    members = cast("dict[object, object]", tree)
    keys = [key for key in members if isinstance(key, str) and key.startswith(PREFIX) and is_key(key)]
    if not keys:
        return None
    rest = members.copy()
    values = {key: rest.pop(key) for key in keys}
    if not keep:
        return Gathered(rest, tuple(undeclared(key) for key in keys), complete=False)
    refused = {path[0] for path in unread if path}
    readable = {key.removeprefix(PREFIX): value for key, value in values.items() if key not in refused}
    try:
        fields = ProjectFields(cast("Mapping[str, Mapping[str, object]]", readable))
    except InvalidProjectFields:
        problems = tuple(filter(None, (_problem(name, value) for name, value in readable.items())))
        return Gathered(rest, problems, complete=False)
    complete = len(readable) == len(values) and FIELD not in rest
    return Gathered({**rest, FIELD: fields} if complete else rest, (), complete)


def is_key(name: str) -> bool:
    """Return whether a key of a document is that of a project."""
    return name.startswith(PREFIX) and NAME.fullmatch(name, len(PREFIX)) is not None


def undeclared(key: str, hint: str | None = None) -> Problem:
    """Return the problem of the key of a project that is not known here."""
    name = key.removeprefix(PREFIX)
    message = f"{key} has fields of the project {quote(name)}, which is not known here"
    return UNDECLARED.problem(message, path=(key,), hint=hint)


def _problem(name: str, value: object) -> Problem | None:
    """Return the problem of a value that can't be the fields of a project."""
    try:
        ProjectFields({name: cast("Mapping[str, object]", value)})
    except InvalidProjectFields as error:
        path = (f"{PREFIX}{name}", *error.path[1:])
        return TYPE.problem(f"{PREFIX}{error}", path=path, hint="write an object of plain values")
    return None
