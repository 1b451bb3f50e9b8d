"""What a field may hold, read off its annotation; and the rules that every field obeys."""

import datetime as dt
import types
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache
from typing import Annotated, Literal, NewType, Union, cast, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.errors import Path, Problem, path_text
from alliancekit.messages import described, listed, near, quote
from alliancekit.rules.reading import NUMBER
from alliancekit.rules.rule import FieldRule, RecordRule, Rule, is_given

LIMIT = 1 << 63
"""Whole numbers lie from -LIMIT to LIMIT - 1: what 64 bits can hold."""

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
    demand="The value of a field with a closed list is one of that list.",
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
    """The kinds of value that a field may hold."""

    TEXT = "text"
    INTEGER = "a whole number"
    FLAG = "true or false"
    DATE = "a date"
    CHOICE = "one of a list"
    OBJECT = "an object"
    LIST = "a list"


def _test_of(shape: "Shape") -> Callable[[object], bool]:
    """Return the test of a shape: the tests of its type, words, items and rules, composed once."""
    expected, optional = shape.type, shape.optional
    item = shape.item.accepts if shape.item else None
    tests: list[Callable[..., object]] = []
    if shape.kind is Kind.INTEGER:
        tests.append(_fits)
    if shape.choices:
        tests.append(frozenset(shape.choices).__contains__)
    tests += (rule.holds for rule in shape.rules)

    def accepts(value: object) -> bool:
        # Not isinstance: a subclass, a flag for a number or a mock could be anything.
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


def _fits(value: int) -> bool:
    return -LIMIT <= value < LIMIT


@frozen
class Shape:
    """What a field or an item of a list may hold.

    Attributes:
        kind: The kind of value.
        type: The exact Python type of a value.
        optional: Whether None may stand instead.
        choices: The values allowed, for a choice.
        item: What the items are, for a list.
        rules: The rules of this value, in order.
        accepts: Returns whether a value has no problem.
    """

    kind: Kind
    type: type
    optional: bool = False
    choices: tuple[str, ...] = ()
    item: "Shape | None" = None
    rules: tuple[FieldRule, ...] = ()
    accepts: Callable[[object], bool] = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_test_of, takes_self=True)
    )

    @property
    def refers_to(self) -> tuple[str, ...]:
        """The kinds of records to which a text refers by an id; none if it is no reference."""
        return next(filter(None, (rule.refers_to for rule in self.rules)), ())

    @property
    def pattern(self) -> str | None:
        """The regular expression that a whole text matches; the first, if there are several."""
        return next((rule.pattern for rule in self.rules if rule.pattern is not None), None)

    @property
    def minimum(self) -> int:
        """The least number that a value may be."""
        return max((rule.minimum for rule in self.rules if rule.minimum is not None), default=-LIMIT)

    @property
    def minimum_items(self) -> int:
        """How many items a list has at least."""
        return max((rule.minimum_items for rule in self.rules), default=0)

    @property
    def unique_by(self) -> tuple[str, ...] | None:
        """The fields that tell the items of a list apart, none for the whole item; None if items may be equal."""
        return next((rule.unique_by for rule in self.rules if rule.unique_by is not None), None)

    @property
    def interval(self) -> bool | None:
        """Whether a date is an interval; None if it may be."""
        return next((rule.interval for rule in self.rules if rule.interval is not None), None)

    def problems(self, value: object, path: Path) -> Iterator[Problem]:
        """Yield every problem of a value at a path; those of its rules only if its type is right."""
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
        wanted, got, hint = self.kind.value, described(value), None
        if self.kind is Kind.OBJECT:
            wanted = f"{'an' if self.type.__name__[0] in 'AEIOU' else 'a'} {self.type.__name__}"
        elif self.kind is Kind.CHOICE:
            wanted = f"one of {listed(self.choices)}"
        elif self.kind is Kind.DATE and isinstance(value, str):
            hint = f"in Python, write PartialDate({quote(value)})"
        elif self.kind is Kind.DATE and isinstance(value, dt.date):
            wanted, hint = "a PartialDate", f"in Python, write PartialDate({value.isoformat()[:10]!r})"
        elif self.kind is Kind.LIST and value is not None:
            wanted, hint = "a tuple", "in Python, write a tuple: records never change, and a list could"
        if isinstance(value, self.type) and not isinstance(value, bool):
            got = f"a value of type {type(value).__name__}"
            hint = f"in Python, use a plain {self.type.__name__}, not a subclass"
        return TYPE.problem(f"{path_text(path)} must be {wanted}, got {got}", path=path, hint=hint)

    def _choice_problem(self, value: str, path: Path) -> Problem:
        meant = near(value, self.choices)
        hint = f"did you mean {quote(meant[0])}?" if meant else None
        message = f"{path_text(path)} must be one of {listed(self.choices)}, got {quote(value)}"
        return CHOICE.problem(message, path=path, hint=hint)


@frozen
class FieldSpec:
    """A field of a model.

    Attributes:
        name: Its name.
        shape: What it may hold.
        required: Whether it must be given.
        default: What it holds where it is not given.
    """

    name: str
    shape: Shape
    required: bool
    default: object

    @property
    def recurs(self) -> bool:
        """Whether few of its values are new: references, lists of them, and texts that may be left out."""
        shape = self.shape.item or self.shape
        return shape.kind is Kind.TEXT and (not self.required or bool(shape.refers_to))

    @property
    def empty_by_default(self) -> bool:
        """Whether the field may be left out, and then has no value."""
        return not is_given(self.default)


def _names_of(spec: "Spec") -> frozenset[str]:
    return frozenset(field.name for field in spec.fields)


@frozen
class Spec:
    """A model as its declaration says it.

    Attributes:
        fields: Its fields.
        rules: The rules that several of them obey together.
        names: The names of the fields.
    """

    fields: tuple[FieldSpec, ...]
    rules: tuple["RecordRule", ...]
    names: frozenset[str] = attrs.field(init=False, default=attrs.Factory(_names_of, takes_self=True))

    def __getitem__(self, name: str) -> FieldSpec:
        """Return the field of a name."""
        return next(field for field in self.fields if field.name == name)


def _spec_of(model: type) -> Spec:
    hints = get_type_hints(model, include_extras=True)
    fields = tuple(
        FieldSpec(
            field.name, _declared(model, field.name, hints[field.name]), field.default is attrs.NOTHING, field.default
        )
        for field in attrs.fields(model)
    )
    names = tuple(name for field in fields for name in _names(field))
    return Spec(fields, tuple(_bound(rule, model, names) for rule in getattr(model, "RULES", ())))


def _declared(model: type, name: str, hint: object) -> Shape:
    try:
        return _shape(hint)
    except TypeError as error:
        message = f"{model.__name__}.{name}: {error}"
        raise TypeError(message) from None


def _bound(rule: object, model: type, names: tuple[str, ...]) -> RecordRule:
    """Return a rule of a model that knows its fields; what is no such rule is a `TypeError`."""
    if not isinstance(rule, RecordRule):
        message = f"{model.__name__}.RULES must contain rules of several fields, got {rule!r}"
        raise TypeError(message)
    bound = rule.bind(names)
    strange = [name for name in bound.reads if name not in names]
    if strange:
        message = f"{bound!r} of {model.__name__} reads unknown fields: {', '.join(strange)}"
        raise TypeError(message)
    return bound


spec_of: Callable[[type], Spec] = cache(_spec_of)
"""Return the fields and rules of a model; read once, off its annotations and its ``RULES``."""


def rules_of(model: type) -> Iterator[Rule]:
    """Yield the rules of a model, of its fields and of the objects in them; one may come several times."""
    spec = spec_of(model)
    for field in spec.fields:
        yield from _rules_of_shape(field.shape)
    yield from spec.rules


def _rules_of_shape(shape: Shape) -> Iterator[Rule]:
    yield from shape.rules
    if shape.item:
        yield from _rules_of_shape(shape.item)
    if shape.kind is Kind.OBJECT:
        yield from rules_of(shape.type)


def _names(field: FieldSpec) -> Iterator[str]:
    """Yield the name of a field, and ``venue.kind`` and so on for the fields of the objects that it holds."""
    yield field.name
    shape = field.shape.item or field.shape
    if shape.kind is Kind.OBJECT:
        yield from (f"{field.name}.{inner.name}" for inner in spec_of(shape.type).fields)


def _ruled(shape: Shape, rules: tuple[Rule, ...]) -> Shape:
    """Return the shape under further rules, which must be such as govern one value."""
    for rule in rules:
        if not isinstance(rule, FieldRule):
            message = f"{rule!r} is a rule of several fields; put it into RULES"
            raise TypeError(message)
    return attrs.evolve(shape, rules=shape.rules + cast("tuple[FieldRule, ...]", rules))


def _shape(hint: object) -> Shape:
    """Return the shape that a type annotation declares; a type outside the vocabulary is a `TypeError`."""
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *extras = get_args(hint)
        return _ruled(_shape(inner), tuple(extra for extra in extras if isinstance(extra, Rule)))
    if origin in (Union, types.UnionType):
        shapes = {_shape(part) for part in get_args(hint) if part is not type(None)}
        if len(shapes) == 1:
            return attrs.evolve(shapes.pop(), optional=type(None) in get_args(hint))
    if origin is Literal:
        return Shape(Kind.CHOICE, str, choices=get_args(hint))
    if origin is tuple and get_args(hint)[1:] == (Ellipsis,):
        return Shape(Kind.LIST, tuple, item=_shape(get_args(hint)[0]))
    if isinstance(hint, NewType):
        return _shape(hint.__supertype__)
    if isinstance(hint, type):
        plain = {str: Kind.TEXT, int: Kind.INTEGER, bool: Kind.FLAG, PartialDate: Kind.DATE}
        if hint in plain:
            return Shape(plain[hint], hint)
        if attrs.has(hint):
            return Shape(Kind.OBJECT, hint)
    message = f"{hint!r} is no type of a field: use str, int, bool, PartialDate, Literal, a model or a tuple of these"
    raise TypeError(message)
