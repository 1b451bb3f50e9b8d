"""The fields of projects on a record: values that the models of the package do not have.

A document has them under a key for each project: ``x_`` and the name of the project.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NoReturn, Protocol, cast, final

from attrs import frozen

from alliancekit.errors import InvalidProjectFields, Path, path_text
from alliancekit.messages import described, quote

FIELD: Final = "project_fields"
"""The name of the attribute of records that has them."""

PREFIX: Final = "x_"
"""What the key of a project in a document begins with; its name follows."""

NAME: Final = re.compile("([a-wyz][a-z0-9_]{0,59}|x([a-z0-9][a-z0-9_]{0,58})?)")
"""The names of projects that have fields; none begins with ``x_``, which their keys have besides."""

DEEPEST: Final = 20
"""How deep the values of a project may be nested."""

_INT64: Final = range(-(1 << 63), 1 << 63)
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_NO_FIELDS: Final[Mapping[str, Mapping[str, object]]] = {}


class _Printer(Protocol):
    """A printer of Hypothesis or IPython."""

    def text(self, text: str, /) -> object:
        """Print a text."""
        ...


@final
@frozen(init=False, repr=False)
class ProjectFields:
    """The fields of projects on a record: for each project, by its name, an object of plain values.

    It never changes. Two are equal if their `json` is: the order of names does not matter, but 1, 1.0 and True are
    different values, and so are 0.0 and -0.0, and a null or an empty list and none at all.

    The values are those of JSON: None, flags, whole numbers of 64 bits, finite decimals, texts, lists, and objects, at
    most 20 levels deep. Each access to a project returns a new copy of its values, with sorted names.

    Attributes:
        json: The values as JSON, with sorted names; empty if no project has fields.
    """

    json: str

    def __init__(self, fields: Mapping[str, Mapping[str, object]] = _NO_FIELDS) -> None:
        """Copy the values.

        Args:
            fields: For each project its fields, such as ``{"study": {"salience": 3}}``.

        Raises:
            InvalidProjectFields: If a name is none of a project, or a value is not plain.
        """
        if not isinstance(cast("object", fields), Mapping):
            _refuse((), f"must be a mapping with the names of projects, got {described(fields)}")
        for name, values in cast("Mapping[object, object]", fields).items():
            if problem := name_problem(name):
                raise InvalidProjectFields(problem)
            if not isinstance(values, Mapping):
                _refuse((str(name),), f"must be an object with fields, got {described(values)}")
        self._set(_plain(fields, ()))

    @classmethod
    def from_json(cls, text: str) -> "ProjectFields":
        """Return the fields of projects that JSON describes, as in `json`.

        Raises:
            InvalidProjectFields: If it is no JSON, or has other values than `ProjectFields` accepts.
        """
        try:
            value: object = json.loads(text, object_pairs_hook=_members)
        except (ValueError, RecursionError) as error:
            message = f"the fields of projects must be JSON: {error}"
            raise InvalidProjectFields(message) from error
        return cls(cast("Mapping[str, Mapping[str, object]]", value))

    def _set(self, values: object) -> None:
        object.__setattr__(self, "json", _ENCODER.encode(values) if values else "")

    def tree(self) -> dict[str, dict[str, object]]:
        """Return a new copy of all values."""
        return cast("dict[str, dict[str, object]]", json.loads(self.json)) if self.json else {}

    def with_project(self, name: str, values: Mapping[str, object]) -> "ProjectFields":
        """Return the fields of all projects, with other fields of one of them.

        Raises:
            InvalidProjectFields: As for the constructor.
        """
        return ProjectFields({**self.tree(), name: values})

    def get(self, name: str) -> Mapping[str, object] | None:
        """Return a copy of the fields of a project; None if it has none."""
        return self.tree().get(name)

    def __getitem__(self, name: str) -> Mapping[str, object]:
        """Return a copy of the fields of a project.

        Raises:
            KeyError: If it has none.
        """
        return self.tree()[name]

    def __contains__(self, name: object) -> bool:
        """Return whether a project has fields."""
        return name in self.tree()

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the projects, sorted."""
        return iter(self.tree())

    def __len__(self) -> int:
        """Return the number of projects."""
        return len(self.tree())

    def __repr__(self) -> str:
        """Return the constructor call."""
        return f"ProjectFields({self.tree() or ''})"

    def _repr_pretty_(self, printer: "_Printer", cycle: bool) -> None:  # noqa: FBT001  # pyright: ignore[reportUnusedFunction]
        """Print the constructor call in Hypothesis and IPython, which would print the attributes instead."""
        del cycle
        printer.text(repr(self))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle and copy by a call of the constructor."""
        return ProjectFields, (self.tree(),)


def name_problem(name: object) -> str | None:
    """Return why a project with fields can't have a name; None if it can."""
    if isinstance(name, str) and NAME.fullmatch(name):
        return None
    wanted = "a project with fields must have a name of a-z, 0-9 and _, a letter first, at most 60 characters"
    if isinstance(name, str) and name.startswith(PREFIX):
        wanted = f"the name of a project must not begin with {PREFIX}, which its key in a document has (leave it out)"
    return f"{wanted}, got {quote(str(name))}"


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the members of an object; refuse repeated keys."""
    members = dict(pairs)
    if len(members) < len(pairs):
        message = "an object has a key twice"
        raise ValueError(message)
    return members


def _plain(value: object, path: Path) -> object:
    """Return a copy of a value of which nothing can change; refuse values that JSON does not have."""
    if value is None or type(value) is bool:
        return value
    if type(value) is str:
        return _text(value, path)
    if type(value) is int:
        return value if value in _INT64 else _refuse(path, f"must fit into 64 bits, got {described(value)}")
    if type(value) is float:
        return value if math.isfinite(value) else _refuse(path, f"must be finite, got {described(value)}")
    if len(path) > DEEPEST:
        _refuse(path, f"must not be nested deeper than {DEEPEST} levels")
    # The test of the exact type is faster, and nearly always enough.
    if type(value) is dict or isinstance(value, Mapping):
        return {
            _key(key, path): _plain(each, (*path, str(key)))
            for key, each in cast("Mapping[object, object]", value).items()
        }
    if isinstance(value, list | tuple):
        return [_plain(each, (*path, n)) for n, each in enumerate(cast("Sequence[object]", value))]
    return _refuse(path, f"must be a plain value, as JSON has it, got {described(value)}")


def _key(key: object, path: Path) -> str:
    return _text(key, path) if type(key) is str else _refuse(path, f"must have texts as names, got {described(key)}")


def _text(text: str, path: Path) -> str:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            _refuse(path, "must have no half of a character (a lone surrogate)")
    return text


def _refuse(path: Path, what: str) -> NoReturn:
    message = f"{path_text(path) or 'this'} {what}"
    raise InvalidProjectFields(message, path)


NO_PROJECT_FIELDS: Final = ProjectFields()
"""The fields of no project, the default of records."""
