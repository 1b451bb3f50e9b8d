"""Names of fields and of parts in them, such as ``parties[state:usa].acts[ratification].date``.

A name begins with a field of the record. After an object, a dot and a field of the object may follow; after a list,
brackets with the key of an item. A list without a key means all its items: ``parties.acts``.

The key of a reference or text is the text itself, and that of a date its EDTF. The key of an object has the values of
the fields by which the items of the list differ, joined with ``@``: those of its rule `Distinct`, or else all fields in
their order. A list in a key is joined with commas, and a missing value is empty. Values at the end may be left out if
the key still matches one item: ``acts[ratification@1955-05-31]``, or ``acts[ratification]`` if there is only one. An
``@`` at the end means that no value follows: ``acts[ratification@]`` is the ratification without a date.

Positions are not used, since a new item would change them.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, Self, cast

import attrs
from attrs import field, frozen

from alliancekit.dates import PartialDate
from alliancekit.errors import Path, UnknownField
from alliancekit.messages import Effort, near, quote
from alliancekit.rules.problems import field_hint
from alliancekit.rules.shape import Kind, Shape, spec_of

ALL: Final = "*"
"""In a path: all items of a list."""

_MOST_KEYS: Final = 5
"""The maximum number of keys in a message."""

_EFFORT: Final = 200_000
"""The number of steps in the search for a similar key: a record may have many wrong keys."""


@frozen
class Finder:
    """Finds the parts of one record by their names. It looks at each list once, however many names are looked up.

    Attributes:
        model: The class of the record.
        values: The values of its fields.
    """

    model: type
    values: Mapping[str, object]
    _keys: "dict[int, _Keys]" = field(factory=dict, init=False)
    _effort: Effort = field(factory=lambda: Effort(_EFFORT), init=False)

    def find(self, name: str) -> Path:
        """Return the path to the field of the record that a name means; `ALL` in it means all items of a list.

        Raises:
            UnknownField: If there is no such field, or a key matches no item, or several.
        """
        return self._find(self.model, self.values, name)

    def means_one(self, name: str) -> bool:
        """Return whether a name means a part of the record."""
        try:
            self.find(name)
        except UnknownField:
            return False
        return True

    def _find(self, model: type, values: Mapping[str, object], name: str) -> Path:
        field_, rest = _split(name)
        shape = _shape_of(model, field_, spec_of(model).names & values.keys())
        return (field_, *self._find_in(shape, values[field_], rest, name))

    def _find_in(self, shape: Shape, value: object, rest: str, name: str) -> Path:
        """Return the path to the part of a value that the rest of a name means."""
        if not rest:
            return ()
        if shape.item is not None and rest.startswith("["):
            return self._find_item(shape, cast("Sequence[object]", value), rest, name)
        inner = shape.item or shape
        if not rest.startswith(".") or inner.kind is not Kind.OBJECT:
            raise _no_such_part(name, rest)
        if shape.item is None and value is not None:
            return self._find(inner.type, _values(value), rest[1:])
        # All items of the list, or an object that is missing: no key below it can match one item.
        fields, bracket, _ = rest[1:].partition("[")
        names = tuple(fields.split("."))
        _require_fields(inner.type, names, name)
        if bracket and shape.item:
            message = f"{quote(name)} has a key after a list without a key"
            example = f"{name.removesuffix(rest)}[KEY]{rest}"
            raise UnknownField(message, f"give the key of each list before it, such as {quote(example)}")
        if bracket:
            raise _no_match(name)
        return (ALL, *names) if shape.item else names

    def _find_item(self, shape: Shape, items: Sequence[object], rest: str, name: str) -> Path:
        """Return the path to the item whose key is at the beginning of the rest of a name, and to the part of it."""
        keys_ = self._keys_of(shape, items)
        paths: set[Path] = set()
        most, wrong_part = 0, None
        # A key may contain brackets, so that several keys may match the name.
        for length in keys_.lengths:
            after = rest[length + 2 :]
            positions = keys_.positions.get(rest[1 : length + 1], ()) if rest[length + 1 : length + 2] == "]" else ()
            most = max(most, len(positions))
            if len(positions) == 1:
                (position,) = positions
                try:
                    part = self._find_in(cast("Shape", shape.item), items[position], after, name)
                    paths.add((position, *part))
                except UnknownField as error:
                    wrong_part = error
        if len(paths) == 1:
            return paths.pop()
        if wrong_part and not paths:
            raise wrong_part
        if not paths and not most:
            similar = keys_.similar(rest[1:].partition("]")[0], self._effort)
            if similar:
                raise _no_match(name, f"did you mean {quote(similar)}?")
        some = ", ".join(map(quote, keys_.first)) or "none"
        count = max(most, len(paths)) or "no"
        message = f"{quote(name)}: the key matches {count} items (the keys begin with {some})"
        raise UnknownField(message)

    def _keys_of(self, shape: Shape, items: Sequence[object]) -> "_Keys":
        """Return the keys of the items of a list; they are collected once."""
        if id(items) not in self._keys:
            self._keys[id(items)] = _Keys.of(shape, items)
        return self._keys[id(items)]


@frozen
class _Keys:
    """The keys of the items of a list.

    Attributes:
        positions: The positions of the items that have each key.
        lengths: The lengths of the keys.
        first: The complete keys of the first items.
    """

    positions: dict[str, list[int]]
    lengths: list[int]
    first: list[str]

    @classmethod
    def of(cls, shape: Shape, items: Sequence[object]) -> Self:
        """Return the keys of the items of a list of this shape."""
        positions: dict[str, list[int]] = {}
        for position, item in enumerate(items):
            for key in dict.fromkeys(keys(shape, item)):
                positions.setdefault(key, []).append(position)
        first = [next(keys(shape, item)).rstrip("@") for item in items[:_MOST_KEYS]]
        return cls(positions, sorted({*map(len, positions)}), first)

    def similar(self, key: str, effort: Effort) -> str:
        """Return the key most similar to a wrong key, if one is similar; ids are compared without their kind."""
        kind, colon, _ = key.partition(":")
        same = f"{kind}{colon}" if colon else ""
        others = (text.removeprefix(same) for text, own in self.positions.items() if len(own) == 1)
        similar = near(key.removeprefix(same), (text for text in others if not text.endswith("@")), 1, effort)
        return "".join(f"{same}{text}" for text in similar)


def named_items(model: type, values: Mapping[str, object], fields: Sequence[str]) -> Iterator[str]:
    """Yield the names of the items of the lists in some fields of a record, if a name means one item."""
    finder = Finder(model, values)
    for name in fields:
        shape = spec_of(model)[name].shape if name in spec_of(model).names else None
        for item in cast("Sequence[object]", values[name]) if shape and shape.item else ():
            named = f"{name}[{next(keys(cast('Shape', shape), item))}]"
            if finder.means_one(named):
                yield named


def covers(path: Path, other: Path) -> bool:
    """Return whether one part of a record contains another, or all items that a path means may do so."""
    return len(path) <= len(other) and all(ALL in (a, b) or a == b for a, b in zip(path, other, strict=False))


def _require_fields(model: type, names: Sequence[str], name: str) -> None:
    """Raise an error if names do not lead from a class to a field of it, or of the objects in it."""
    field, *others = names
    shape = _shape_of(model, field, spec_of(model).names)
    inner = shape.item or shape
    if others and inner.kind is not Kind.OBJECT:
        raise _no_such_part(name, f".{'.'.join(others)}")
    if others:
        _require_fields(inner.type, others, name)


def _shape_of(model: type, field: str, known: AbstractSet[str]) -> Shape:
    """Return the shape of a field, if it is known."""
    if field not in known:
        message = f"{quote(field)} is no field of {model.__name__}"
        raise UnknownField(message, field_hint(field, known))
    return spec_of(model)[field].shape


def _no_such_part(name: str, rest: str) -> UnknownField:
    return UnknownField(f"{quote(name)} has {quote(rest)} after a field that has no such part")


def _no_match(name: str, hint: str = "") -> UnknownField:
    return UnknownField(f"{quote(name)}: the key matches no items", hint)


def keys(shape: Shape, item: object) -> Iterator[str]:
    """Yield the keys of an item of a list, the complete one first."""
    if not attrs.has(type(item)) or isinstance(item, PartialDate):
        yield _text(item)
        return
    fields = shape.unique_by or tuple(field.name for field in spec_of(type(item)).fields)
    parts = [_text(getattr(item, field)) for field in fields]
    present = max((n for n, part in enumerate(parts, 1) if part), default=1)
    if present < len(parts):
        yield f"{'@'.join(parts[:present])}@"
    for length in range(present, 0, -1):
        # Without its last part, a key would look like the complete key of an item that lacks this part.
        if parts[length - 1] or length == 1:
            yield "@".join(parts[:length])


def _text(value: object) -> str:
    """Return the text of a value in a key."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case PartialDate():
            return value.edtf
        case tuple():
            return ",".join(map(_text, cast("tuple[object, ...]", value)))
        case _ if attrs.has(type(value)):
            return ",".join(_text(each) for each in _values(value).values())
        case _:
            return str(value)


def _values(record: object) -> dict[str, object]:
    """Return the values of the fields of an object."""
    return {field.name: getattr(record, field.name) for field in spec_of(type(record)).fields}


def _split(name: str) -> tuple[str, str]:
    """Return the first field of a name, and the rest, which begins with a dot or a bracket."""
    end = next((n for n, character in enumerate(name) if character in ".["), len(name))
    return name[:end], name[end:]
