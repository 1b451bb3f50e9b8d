"""Generation reads the rules here: Hypothesis strategies for valid records of any model.

A field's strategy is read off its shape and rules. Rules of several fields are met by mending what was drawn: each
rule class says how, and what can't be mended is drawn again.
"""

from collections.abc import Callable
from functools import cache, singledispatch
from typing import TypeAlias, TypeVar, cast

import attrs

from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidDate, InvalidRecord, MissingExtra
from alliancekit.rules import (
    Among,
    AnyOf,
    Apart,
    AtLeast,
    Disjoint,
    Distinct,
    ExactlyOne,
    Forbids,
    Foreign,
    Form,
    Id,
    Interval,
    Lacks,
    Minimum,
    NamesField,
    Needs,
    NotAmong,
    Ordered,
    Pattern,
    Record,
    Ref,
    Rule,
    Together,
    Within,
)
from alliancekit.rules.lacks import lacks
from alliancekit.rules.records import is_given
from alliancekit.rules.shape import LIMIT, Kind, Shape, Spec, spec_of

try:
    from hypothesis import reject
    from hypothesis import strategies as st
except ImportError as error:
    _message = "strategies need Hypothesis; install it with: pip install 'alliancekit[strategies]'"
    raise MissingExtra(_message) from error

R = TypeVar("R", bound=Record)
Values: TypeAlias = dict[str, object]

_LONGEST = 3
"""How many items a list has at most, beyond those that a rule demands: enough for every clash."""


def records(model: type[R]) -> st.SearchStrategy[R]:
    """Return a strategy for valid records of a model.

    Args:
        model: A class of `alliancekit.models`, of their value objects, or your own that derives from `rules.Record`.
    """
    cls: type = model
    return cast("st.SearchStrategy[R]", _records(cls))


@cache
def _records(model: type) -> st.SearchStrategy[object]:
    return _record(model)


@st.composite
def _record(draw: st.DrawFn, model: type) -> object:
    spec = spec_of(model)
    values: Values = {field.name: draw(of_shape(field.shape)) for field in spec.fields}
    for rule in spec.rules:
        mend(rule, values, spec, draw)
    try:
        return model(**values)
    except InvalidRecord:
        # Mending one rule can break another, and what was drawn may be beyond mending.
        reject()


def dates(*, interval: bool | None = None) -> st.SearchStrategy[PartialDate]:
    """Return a strategy for dates of every precision.

    Args:
        interval: True: only intervals; False: none; None: both.
    """
    if interval is None:
        return _moments() | _intervals()
    return _intervals() if interval else _moments()


@cache
def _moments() -> st.SearchStrategy[PartialDate]:
    numbers = st.integers(1800, 2100) | st.integers(-9999, 9999)
    year = numbers.map(lambda number: f"{'-' if number < 0 else ''}{abs(number):04}")
    month = st.integers(1, 12).map("{:02}".format)
    day = st.integers(1, 28).map("{:02}".format)
    season = st.sampled_from(["21", "22", "23", "24"])
    decade = year.map(lambda text: f"{text[:-1]}X")
    parts = st.tuples(year) | st.tuples(year, month) | st.tuples(year, month, day)
    texts = (parts | st.tuples(year, season) | st.tuples(decade)).map("-".join)
    qualified = st.tuples(texts, st.sampled_from(["", "", "", "~", "?", "%"])).map("".join)
    return st.builds(_moment, qualified, st.none() | texts_for_people())


def _moment(edtf: str, printed: str | None) -> PartialDate:
    return PartialDate(edtf, as_printed=printed)


@cache
def _intervals() -> st.SearchStrategy[PartialDate]:
    ends = _moments().map(str) | st.sampled_from(["", ".."])
    return st.builds(_interval, ends, ends)


def _interval(start: str, end: str) -> PartialDate:
    try:
        return PartialDate(f"{start}/{end}")
    except InvalidDate:
        # It ends before it begins, or has no date at all.
        reject()


def texts_for_people() -> st.SearchStrategy[str]:
    """Return a strategy for text that says something, in any script."""
    return st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20).filter(str.strip)


@cache
def of_shape(shape: Shape) -> st.SearchStrategy[object]:
    """Return a strategy for what a field or item may hold."""
    strategy = _of_kind(shape)
    return st.none() | strategy if shape.optional else strategy


def _of_kind(shape: Shape) -> st.SearchStrategy[object]:
    match shape.kind:
        case Kind.TEXT:
            return _text(shape.rules)
        case Kind.INTEGER:
            least = max((rule.bound for rule in shape.rules if isinstance(rule, Minimum)), default=1 - LIMIT)
            return st.integers(least, LIMIT - 1)
        case Kind.FLAG:
            return st.booleans()
        case Kind.DATE:
            return dates(interval=next((rule.wanted for rule in shape.rules if isinstance(rule, Interval)), None))
        case Kind.CHOICE:
            return st.sampled_from(shape.choices)
        case Kind.OBJECT:
            return _records(shape.type)
        case _:
            return _list(shape)


def _text(rules: tuple[Rule, ...]) -> st.SearchStrategy[str]:
    regex = next((rule.regex for rule in rules if isinstance(rule, Id | Ref | Pattern)), None)
    return st.from_regex(regex, fullmatch=True) if regex else texts_for_people()


def _list(shape: Shape) -> st.SearchStrategy[tuple[object, ...]]:
    least = max((rule.count for rule in shape.rules if isinstance(rule, AtLeast)), default=0)
    distinct = next((rule for rule in shape.rules if isinstance(rule, Distinct)), None)
    items = of_shape(cast("Shape", shape.item))
    most = least + _LONGEST - 1
    if distinct is None:
        return st.lists(items, min_size=least, max_size=most).map(tuple)

    def key(item: object) -> object:
        return tuple(getattr(item, name) for name in distinct.by) or item

    return st.lists(items, min_size=least, max_size=most, unique_by=key).map(tuple)


@singledispatch
def mend(rule: Together, values: Values, spec: Spec, draw: st.DrawFn) -> None:
    """Change the values so that they obey a rule, where that is likely to work."""
    raise NotImplementedError(rule, values, spec, draw)


@mend.register
def _(rule: Ordered, values: Values, spec: Spec, draw: st.DrawFn) -> None:
    del spec, draw
    given = [name for name in rule.names if values[name] is not None]
    held = [values[name] for name in given]
    if all(isinstance(value, PartialDate) for value in held):
        ordered: list[object] = sorted(held, key=lambda value: cast("PartialDate", value).sort_key)
    else:
        ordered = sorted(held, key=lambda value: cast("int", value))
        if rule.strict and len(set(ordered)) < len(ordered):
            ordered[-1] = cast("int", ordered[-1]) + 1
    values.update(zip(given, ordered, strict=True))


@mend.register
def _(rule: AnyOf, values: Values, spec: Spec, draw: st.DrawFn) -> None:
    name = draw(st.sampled_from(rule.names))
    if not any(is_given(values[name]) for name in rule.names):
        _fill(name, values, spec, draw)


@mend.register
def _(rule: ExactlyOne, values: Values, spec: Spec, draw: st.DrawFn) -> None:
    name, other = draw(st.permutations(rule.names))
    values[other] = None
    _fill(name, values, spec, draw)


@mend.register
def _(rule: Needs, values: Values, spec: Spec, draw: st.DrawFn) -> None:
    if is_given(values[rule.name]):
        _fill(rule.other, values, spec, draw)


def _fill(name: str, values: Values, spec: Spec, draw: st.DrawFn) -> None:
    """Give a field a value, if it holds none."""
    if not is_given(values[name]):
        values[name] = draw(of_shape(attrs.evolve(spec[name].shape, optional=False)).filter(is_given))


@mend.register
def _(rule: Forbids, values: Values, spec: Spec, draw: st.DrawFn) -> None:
    del draw
    if values[rule.name] in rule.values:
        _clear(rule.others, values, spec)


@mend.register
def _(rule: Foreign, values: Values, spec: Spec, draw: st.DrawFn) -> None:
    del draw
    own = {field.name for field in spec_of(rule.types[str(values[rule.of])]).fields}
    _clear(tuple(name for name in rule.names if name not in own), values, spec)


def _clear(names: tuple[str, ...], values: Values, spec: Spec) -> None:
    values.update((name, () if spec[name].shape.kind is Kind.LIST else None) for name in names)


@mend.register
def _(rule: Form, values: Values, spec: Spec, draw: st.DrawFn) -> None:
    del spec
    regex, _ = rule.forms[str(values[rule.by])]
    values[rule.name] = draw(st.from_regex(regex, fullmatch=True))


@mend.register(Disjoint)
@mend.register(Apart)
def _(rule: Disjoint | Apart, values: Values, spec: Spec, draw: st.DrawFn) -> None:
    """Leave out the items that clash."""
    del spec, draw
    while clash := next(rule.complaints(*(values[name] for name in rule.reads)), None):
        items = cast("tuple[object, ...]", values[rule.name])
        position = clash[0][1]
        values[rule.name] = tuple(item for n, item in enumerate(items) if n != position)


@mend.register
def _(rule: Within, values: Values, spec: Spec, draw: st.DrawFn) -> None:
    """Clear the periods that lie outside."""
    del spec, draw
    name, field = rule.path
    while clash := next(rule.complaints(*(values[name] for name in rule.reads)), None):
        items = list(cast("tuple[Record, ...]", values[name]))
        position = cast("int", clash[0][1])
        emptied = () if isinstance(getattr(items[position], field), tuple) else None
        items[position] = _changed(items[position], {field: emptied})
        values[name] = tuple(items)


@mend.register
def _(rule: Among, values: Values, spec: Spec, draw: st.DrawFn) -> None:
    """Let the items name others of the list, no one twice."""
    del spec
    known = [getattr(other, rule.of[1]) for other in cast("tuple[object, ...]", values[rule.of[0]])]
    items: list[object] = []
    for item in cast("tuple[Record, ...]", values[rule.name]):
        order: list[object] = draw(st.permutations(known))
        changes: Values = {}
        for field in rule.fields:
            several = isinstance(getattr(item, field), tuple)
            changes[field] = tuple(order) if several else order.pop()
        items.append(_changed(item, changes))
    values[rule.name] = tuple(dict.fromkeys(items))


@mend.register
def _(rule: NotAmong, values: Values, spec: Spec, draw: st.DrawFn) -> None:
    del spec, draw
    others = cast("tuple[object, ...]", values[rule.others])
    values[rule.others] = tuple(other for other in others if other != values[rule.name])


@mend.register
def _(rule: NamesField, values: Values, spec: Spec, draw: st.DrawFn) -> None:
    del spec
    outer, inner, last = rule.path
    names = st.sampled_from(rule.fields)
    items: list[object] = []
    for item in cast("tuple[Record, ...]", values[outer]):
        held = [_changed(reading, {last: draw(names)}) for reading in getattr(item, inner)]
        items.append(_changed(item, {inner: tuple(dict.fromkeys(held))}))
    values[outer] = tuple(dict.fromkeys(items))


@mend.register
def _(rule: Lacks, values: Values, spec: Spec, draw: st.DrawFn) -> None:
    """Name what is lacking; if nothing is, take something out."""
    model = rule.types[str(values[rule.of])]
    demanded = [field.name for field in spec_of(model).fields if field.required and field.name in rule.names]
    _clear((draw(st.sampled_from(demanded)),), values, spec)
    values[rule.missing] = lacks(model, {name: values[name] for name in rule.names})


def _changed(record: Record, changes: Values) -> Record:
    return cast("Callable[..., Record]", attrs.evolve)(record, **changes)
