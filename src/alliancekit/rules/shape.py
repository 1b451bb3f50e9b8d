"""The shape of a field: the values that the field may have, according to its annotation.

The module also has the rules that every field obeys.
"""

import datetime as dt
import types
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import cache
from typing import Annotated, Literal, NewType, Union, cast, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.errors import Path, Problem, path_text
from alliancekit.messages import described, listed, near, quote
from alliancekit.project_fields import ProjectFields
from alliancekit.rules.reading import NUMBER
from alliancekit.rules.rule import FieldRule, RecordRule, Rule, has_value

LIMIT = 1 << 63
"""Whole numbers must be from -LIMIT to LIMIT - 1, the range of 64 bits."""

TYPE = Rule(
    code="AK010",
    demand="A value has the type of its field; nothing is converted.",
    advice="write a value of that type",
)
MISSING = Rule(
    code="AK011",
    demand="A required field is present.",
    advice="add the field",
)
UNKNOWN = Rule(
    code="AK012",
    demand="An object has only the fields of its type.",
    advice="remove the field, or correct its name",
)
CHOICE = Rule(
    code="AK013",
    demand="If a field has a list of allowed values, its value is one of them.",
    advice="use one of them",
)
DATE = Rule(
    code="AK014",
    demand="A date is an EDTF string of the supported kind, and exists in the calendar.",
    advice="write the date as far as it is known, such as '2025-04-28', '2025-04' or '2025'",
)
RULES = (TYPE, MISSING, UNKNOWN, CHOICE, DATE)
"""The rules that every field obeys."""


class Kind(Enum):
    """The kinds of values of fields; the value of a member names the kind in messages."""

    TEXT = "text"
    INTEGER = "a whole number"
    FLAG = "true or false"
    DATE = "a date"
    CHOICE = "one of a list"
    OBJECT = "an object"
    LIST = "a list"
    PROJECTS = "the fields of projects"


def _compose_test(shape: "Shape") -> Callable[[object], bool]:
    """Return the test of the values of a shape: of their type, choices, items and rules."""
    expected, optional = shape.type, shape.optional
    item = shape.item.accepts if shape.item else None
    tests: list[Callable[..., object]] = []
    if shape.kind is Kind.INTEGER:
        tests.append(_fits_int64)
    if shape.choices:
        tests.append(frozenset(shape.choices).__contains__)
    tests += (rule.holds for rule in shape.rules)

    def accepts(value: object) -> bool:
        # Not isinstance: a subclass may behave in any way, and bool is a subclass of int.
        if type(value) is not expected:
            return value is None and optional
        if item:
            for each in cast("tuple[object, ...]", value):
                if not item(each):
                    return False
        for test in tests:  # noqa: SIM110 - all() would take twice as long
            if not test(value):
                return False
        return True

    return accepts


def _fits_int64(value: int) -> bool:
    return -LIMIT <= value < LIMIT


@frozen
class Shape:
    """The values that a field or an item of a list may have.

    Attributes:
        kind: The kind of value.
        type: The exact Python type of a value.
        optional: Whether None is allowed too.
        choices: The allowed values, if the kind is a choice.
        item: The shape of the items, if the kind is a list.
        rules: The rules of this value, in order.
        accepts: The function that returns whether a value is valid.
    """

    kind: Kind
    type: type
    optional: bool = False
    choices: tuple[str, ...] = ()
    item: "Shape | None" = None
    rules: tuple[FieldRule, ...] = ()
    accepts: Callable[[object], bool] = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_compose_test, takes_self=True)
    )

    @property
    def refers_to(self) -> tuple[str, ...]:
        """The kinds of records to which a text may refer by an id; empty if it is no reference."""
        return next(filter(None, (rule.refers_to for rule in self.rules)), ())

    @property
    def pattern(self) -> str | None:
        """The regular expression that a whole text must match; the first, if there are several."""
        return next((rule.pattern for rule in self.rules if rule.pattern is not None), None)

    @property
    def minimum(self) -> int:
        """The least number allowed."""
        return max((rule.minimum for rule in self.rules if rule.minimum is not None), default=-LIMIT)

    @property
    def minimum_items(self) -> int:
        """The least number of items of a list."""
        return max((rule.minimum_items for rule in self.rules), default=0)

    @property
    def unique_by(self) -> tuple[str, ...] | None:
        """The fields in which the items of a list must differ; empty: items must differ as a whole; None: no rule."""
        return next((rule.unique_by for rule in self.rules if rule.unique_by is not None), None)

    @property
    def interval(self) -> bool | None:
        """True: a date must be an interval; False: it must not be one; None: both are allowed."""
        return next((rule.interval for rule in self.rules if rule.interval is not None), None)

    def problems(self, value: object, path: Path) -> Iterator[Problem]:
        """Yield every problem of a value at a path; its rules are checked only if its type is right."""
        if value is None and self.optional:
            return
        if type(value) is not self.type:
            yield self._type_problem(value, path)
            return
        if isinstance(value, int) and not -LIMIT <= value < LIMIT:
            yield NUMBER.problem(f"{path_text(path)} must fit into 64 bits, got {described(value)}", path=path)
            return
        if self.choices and value not in self.choices:
            yield self._choice_problem(str(value), path)
        if self.item is not None:
            items = enumerate(cast("tuple[object, ...]", value))
            broken = [problem for n, item in items for problem in self.item.problems(item, (*path, n))]
            if broken:
                yield from broken
                return
        for rule in self.rules:
            yield from rule.problems((value,), path)

    def _type_problem(self, value: object, path: Path) -> Problem:
        expected, got, hint = self.kind.value, described(value), None
        if self.kind is Kind.OBJECT:
            name = self.type.__name__
            expected, hint = f"{'an' if name[0] in 'AEIOU' else 'a'} {name}", self._object_hint(value)
        elif self.kind is Kind.CHOICE:
            expected = f"one of {listed(self.choices)}"
        elif self.kind is Kind.DATE and isinstance(value, str):
            hint = f"in Python, write PartialDate({quote(value)})"
        elif self.kind is Kind.DATE and isinstance(value, dt.date):
            expected, hint = "a PartialDate", f"in Python, write PartialDate({value.isoformat()[:10]!r})"
        elif self.kind is Kind.PROJECTS:
            hint = "in Python, write ProjectFields({'study': {'field': 1}})"
        elif self.kind is Kind.LIST and value is not None:
            expected, hint = "a tuple", "in Python, write a tuple: records never change, and a list could"
        if isinstance(value, self.type) and not isinstance(value, bool):
            got = f"a value of type {type(value).__name__}"
            hint = f"in Python, use a plain {self.type.__name__}, not a subclass"
        return TYPE.problem(f"{path_text(path)} must be {expected}, got {got}", path=path, hint=hint)

    def _object_hint(self, value: object) -> str:
        """Return how to write an object of this type in Python."""
        name, text = self.type.__name__, only_text(self.type)
        if text and isinstance(value, str):
            return f"in Python, write {name}({text}={quote(value)})"
        return f"in Python, write {name}(…); from_values also takes a mapping"

    def _choice_problem(self, value: str, path: Path) -> Problem:
        suggestions = near(value, self.choices)
        hint = f"did you mean {quote(suggestions[0])}?" if suggestions else None
        message = f"{path_text(path)} must be one of {listed(self.choices)}, got {quote(value)}"
        return CHOICE.problem(message, path=path, hint=hint)


@frozen
class FieldSpec:
    """A field of a model.

    Attributes:
        name: Its name.
        shape: Its shape.
        required: Whether it must be present.
        default: Its value if it is missing; `attrs.NOTHING` if it is required.
    """

    name: str
    shape: Shape
    required: bool
    default: object

    @property
    def recurs(self) -> bool:
        """Whether its values are likely to repeat: references, lists of references, and optional texts."""
        shape = self.shape.item or self.shape
        return shape.kind is Kind.TEXT and (not self.required or bool(shape.refers_to))

    @property
    def empty_by_default(self) -> bool:
        """Whether the field has no value, None or an empty list, if it is missing."""
        return not has_value(self.default)


def _names_of(spec: "Spec") -> frozenset[str]:
    return frozenset(field.name for field in spec.fields)


def _by_name(spec: "Spec") -> dict[str, FieldSpec]:
    return {field.name: field for field in spec.fields}


@frozen
class Spec:
    """The fields and rules of a model.

    Attributes:
        fields: Its fields.
        rules: The rules of several fields.
        names: The names of the fields.
    """

    fields: tuple[FieldSpec, ...]
    rules: tuple["RecordRule", ...]
    names: frozenset[str] = attrs.field(init=False, default=attrs.Factory(_names_of, takes_self=True))
    _by_name: dict[str, FieldSpec] = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_by_name, takes_self=True)
    )

    def __getitem__(self, name: str) -> FieldSpec:
        """Return the field with a name."""
        return self._by_name[name]

    def without(self, names: Iterable[str]) -> list[FieldSpec]:
        """Return the fields with other names than these, in order; this is fast if there is at most one."""
        others = self.names.difference(names)
        return [self[name] for name in (self._by_name if len(others) > 1 else others) if name in others]


def _spec_of(model: type) -> Spec:
    hints = get_type_hints(model, include_extras=True)
    fields = tuple(
        FieldSpec(own.name, _field_shape(model, own.name, hints[own.name]), own.default is attrs.NOTHING, own.default)
        for own in attrs.fields(model)
    )
    names = tuple(name for field in fields for name in _dotted_names(field))
    return Spec(fields, tuple(_bind_rule(rule, model, names) for rule in getattr(model, "RULES", ())))


def _field_shape(model: type, name: str, hint: object) -> Shape:
    try:
        return shape_of(hint)
    except TypeError as error:
        message = f"{model.__name__}.{name}: {error}"
        raise TypeError(message) from None


def _bind_rule(rule: object, model: type, names: tuple[str, ...]) -> RecordRule:
    """Return a rule after `bind` with the fields of its model; raise `TypeError` if it is no rule of several fields."""
    if not isinstance(rule, RecordRule):
        message = f"{model.__name__}.RULES must contain rules of several fields, got {rule!r}"
        raise TypeError(message)
    bound = rule.bind(model, names)
    unknown = [name for name in bound.reads if name not in names]
    if unknown:
        message = f"{bound!r} of {model.__name__} reads unknown fields: {', '.join(unknown)}"
        raise TypeError(message)
    return bound


def dotted_names(model: type) -> tuple[str, ...]:
    """Return the names of the fields of a model, and names such as ``venue.kind`` for those of the objects in it."""
    return tuple(name for field in spec_of(model).fields for name in _dotted_names(field))


spec_of: Callable[[type], Spec] = cache(_spec_of)
"""Return the fields and rules of a model; they are read once, from its annotations and its ``RULES``."""


@cache
def only_text(model: type) -> str | None:
    """Return the only required field of a class of records if it is a text, as `text` of `Name`; otherwise None."""
    required = [field for field in spec_of(model).fields if field.required]
    return required[0].name if len(required) == 1 and required[0].shape.kind is Kind.TEXT else None


def rules_of(model: type) -> Iterator[Rule]:
    """Yield the rules of a model, of its fields and of the objects in them; a rule may be repeated."""
    spec = spec_of(model)
    for field in spec.fields:
        yield from _rules_of_shape(field.shape)
    yield from spec.rules


def inner_types(model: type) -> Iterator[type]:
    """Yield the types of the objects inside the records of a model; a type may be repeated."""
    for field in spec_of(model).fields:
        shape = field.shape
        while shape.item:
            shape = shape.item
        if shape.kind is Kind.OBJECT:
            yield shape.type
            yield from inner_types(shape.type)


def _rules_of_shape(shape: Shape) -> Iterator[Rule]:
    yield from shape.rules
    if shape.item:
        yield from _rules_of_shape(shape.item)
    if shape.kind is Kind.OBJECT:
        yield from rules_of(shape.type)


def _dotted_names(field: FieldSpec) -> Iterator[str]:
    """Yield the name of a field, and names such as ``venue.kind`` for the fields of the objects in it."""
    yield field.name
    shape = field.shape.item or field.shape
    if shape.kind is Kind.OBJECT:
        names = (name for inner in spec_of(shape.type).fields for name in _dotted_names(inner))
        yield from (f"{field.name}.{name}" for name in names)


def _with_rules(shape: Shape, rules: tuple[Rule, ...]) -> Shape:
    """Return a shape with more rules; raise `TypeError` if one is a rule of several fields."""
    for rule in rules:
        if not isinstance(rule, FieldRule):
            message = f"{rule!r} is a rule of several fields; put it into RULES"
            raise TypeError(message)
    return attrs.evolve(shape, rules=shape.rules + cast("tuple[FieldRule, ...]", rules))


def shape_of(hint: object) -> Shape:
    """Return the shape that a type annotation declares; raise `TypeError` for an unsupported type."""
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *extras = get_args(hint)
        return _with_rules(shape_of(inner), tuple(extra for extra in extras if isinstance(extra, Rule)))
    if origin in (Union, types.UnionType):
        shapes = {shape_of(part) for part in get_args(hint) if part is not type(None)}
        if len(shapes) == 1:
            return attrs.evolve(shapes.pop(), optional=type(None) in get_args(hint))
    if origin is Literal:
        return Shape(Kind.CHOICE, str, choices=get_args(hint))
    if origin is tuple and get_args(hint)[1:] == (Ellipsis,):
        return Shape(Kind.LIST, tuple, item=shape_of(get_args(hint)[0]))
    if isinstance(hint, NewType):
        # An id has a rule for other libraries; the field that contains it declares its own.
        return attrs.evolve(shape_of(hint.__supertype__), rules=())
    if isinstance(hint, type):
        plain = {
            str: Kind.TEXT,
            int: Kind.INTEGER,
            bool: Kind.FLAG,
            PartialDate: Kind.DATE,
            ProjectFields: Kind.PROJECTS,
        }
        if hint in plain:
            return Shape(plain[hint], hint)
        if attrs.has(hint):
            return Shape(Kind.OBJECT, hint)
    message = f"{hint!r} is no type of a field: use str, int, bool, PartialDate, Literal, a model or a tuple of these"
    raise TypeError(message)
