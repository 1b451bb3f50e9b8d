"""How each rule is broken: by a value, where it governs one; else by changing the values of several fields."""

from collections.abc import Callable, Mapping
from functools import singledispatch
from itertools import combinations
from typing import cast

from hypothesis import strategies as st

from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.rules import (
    Among,
    AnyOf,
    Apart,
    AtLeast,
    Disjoint,
    Distinct,
    ExactlyOne,
    Field,
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
    NotBlank,
    Ordered,
    Pattern,
    Ref,
    Rule,
    Together,
    Within,
)
from alliancekit.rules.reading import NUMBER
from alliancekit.rules.shape import CHOICE, DATE, LIMIT, TYPE, Kind, Shape, spec_of
from alliancekit.strategies._mending import Draft, changed
from alliancekit.strategies._values import dates, texts_for_people

Items = tuple[Record, ...]

_WRONG_TYPE: Mapping[Kind, tuple[object, ...]] = {
    Kind.TEXT: (5, True),
    Kind.INTEGER: ("5", True, 0.5),
    Kind.FLAG: ("true", 2),
    Kind.DATE: (2025, True),
    Kind.CHOICE: (5, True),
    Kind.OBJECT: ("text", 5),
    Kind.LIST: ("text", 5),
}
_NO_DATES = ("2023-02-29", "2025-13", "2025-4-28", "2025/2024", "28 April 2025", "")

GENERAL: Mapping[Rule, Callable[[Shape], st.SearchStrategy[object]]] = {
    TYPE: lambda shape: st.sampled_from(_WRONG_TYPE[shape.kind]),
    NUMBER: lambda _: st.integers(LIMIT, LIMIT << 8) | st.integers(-LIMIT << 8, -LIMIT - 1),
    CHOICE: lambda shape: texts_for_people().filter(lambda text: text not in shape.choices),
    DATE: lambda _: st.sampled_from(_NO_DATES),
}
"""What breaks the rules that every field of a kind obeys; a text that is no date only a document can have."""


def breakable(rule: Rule) -> bool:
    """Tell whether it is known here how a rule is broken: of a class that is not ours, it isn't."""
    if isinstance(rule, Field):
        return type(rule) in wrong.registry
    return not isinstance(rule, Together) or type(rule) in break_.registry


@singledispatch
def wrong(rule: Field, value: object) -> st.SearchStrategy[object]:
    """Return a strategy for values, of the right type, that break the rule of a field that holds a valid one."""
    raise NotImplementedError(rule, value)


@wrong.register
def _(rule: NotBlank, value: object) -> st.SearchStrategy[object]:
    del rule
    return st.sampled_from(["", " ", "\t\n", "\u3000", f"{value}\0"])


@wrong.register(Id)
@wrong.register(Pattern)
@wrong.register(Ref)
def _(rule: Id | Pattern | Ref, value: str) -> st.SearchStrategy[object]:
    kind, _, slug = value.partition(":")
    texts = ["", f"{value} ", f" {value}", value.upper(), value[:-1], f"{kind}:", f"{kind}-{slug}", f"x{value}"]
    broken = [text for text in texts if not rule.holds(text)]
    return st.sampled_from(broken) if broken else st.nothing()


@wrong.register
def _(rule: AtLeast, value: tuple[object, ...]) -> st.SearchStrategy[object]:
    return st.integers(0, rule.count - 1).map(lambda count: value[:count])


@wrong.register
def _(rule: Distinct, value: tuple[object, ...]) -> st.SearchStrategy[object]:
    def repeat(first: object) -> object:
        again = value[-1]
        if rule.by:
            again = changed(cast("Record", again), {name: getattr(first, name) for name in rule.by})
        return (*value, again if rule.by else first)

    return st.sampled_from(value).map(repeat)


@wrong.register
def _(rule: Minimum, value: object) -> st.SearchStrategy[object]:
    del value
    return st.integers(-LIMIT, rule.bound - 1)


@wrong.register
def _(rule: Interval, value: object) -> st.SearchStrategy[object]:
    del value
    return dates(interval=not rule.wanted)


@singledispatch
def break_(rule: Together, draft: Draft) -> None:
    """Change the values so that they break a rule of several fields."""
    raise NotImplementedError(rule, draft)


@break_.register
def _(rule: Ordered, draft: Draft) -> None:
    name, other = draft.draw(st.sampled_from(list(combinations(rule.names, 2))))
    draft.clear(rule.names)
    if draft.spec[name].shape.kind is Kind.DATE:
        low, high = _years(draft, 2)
        draft.values.update({name: high, other: low})
    else:
        draft.fill(name)
        draft.values[other] = cast("int", draft.values[name]) - draft.draw(st.integers(0 if rule.strict else 1, 9))


@break_.register
def _(rule: AnyOf, draft: Draft) -> None:
    draft.clear(rule.names)


@break_.register
def _(rule: ExactlyOne, draft: Draft) -> None:
    if draft.draw(st.booleans()):
        draft.clear(rule.names)
    else:
        for name in rule.names:
            draft.fill(name)


@break_.register
def _(rule: Needs, draft: Draft) -> None:
    draft.fill(rule.name)
    draft.clear([rule.other])


@break_.register
def _(rule: Forbids, draft: Draft) -> None:
    draft.values[rule.name] = draft.draw(st.sampled_from(rule.values))
    draft.fill(draft.draw(st.sampled_from(rule.others)))


@break_.register
def _(rule: Foreign, draft: Draft) -> None:
    own = spec_of(rule.types[str(draft.values[rule.of])]).names
    draft.fill(draft.draw(st.sampled_from([name for name in rule.names if name not in own])))


@break_.register
def _(rule: Form, draft: Draft) -> None:
    by = draft.values[rule.by]
    draft.values[rule.name] = draft.draw(texts_for_people().filter(lambda text: not rule.holds(text, by)))


@break_.register
def _(rule: Disjoint, draft: Draft) -> None:
    """Put two periods into the list that overlap or, where the order counts, stand the wrong way round."""
    years = _years(draft, 4)
    first, second = (0, 2), (1, 3)
    if rule.in_order and draft.draw(st.booleans()):
        first, second = (2, 3), (0, 1)
    periods = [PartialDate(f"{years[start]}/{years[end]}") for start, end in (first, second)]
    if rule.period is None:
        draft.values[rule.name] = tuple(periods)
        return
    item = cast("Items", draft.another(rule.name))[0]
    draft.values[rule.name] = tuple(changed(item, {rule.period: period}) for period in periods)


@break_.register
def _(rule: Apart, draft: Draft) -> None:
    """Let a span begin before the last one ends, or end after the whole."""
    item = cast("Items", draft.another(rule.name))[0]
    if draft.draw(st.booleans()):
        draft.values.update({rule.name: (item, item), rule.length: None})
    else:
        draft.values.update({rule.name: (item,), rule.length: cast("int", getattr(item, "end")) - 1})  # noqa: B009


@break_.register
def _(rule: Within, draft: Draft) -> None:
    """Let a period end before the life begins, or begin after it ends."""
    draft.clear((*rule.starts, rule.end))
    start, middle, end = _years(draft, 3)
    name, field = rule.path
    if draft.draw(st.booleans()):
        draft.values[rule.starts[0]], period = end, PartialDate(f"{start}/{middle}")
    else:
        draft.values[rule.end], period = start, PartialDate(f"{middle}/{end}")
    draft.fill(name)
    item, *items = cast("Items", draft.values[name])
    several = isinstance(getattr(item, field), tuple)
    draft.values[name] = (changed(item, {field: (period,) if several else period}), *items)


@break_.register
def _(rule: Among, draft: Draft) -> None:
    """Let an item name whom it likes."""
    draft.values[rule.name] = cast("Items", draft.another(rule.name))[:1]


@break_.register
def _(rule: NotAmong, draft: Draft) -> None:
    draft.values[rule.others] = (*cast("tuple[object, ...]", draft.values[rule.others]), draft.values[rule.name])


@break_.register
def _(rule: NamesField, draft: Draft) -> None:
    outer, inner, last = rule.path
    name = draft.draw(texts_for_people().filter(lambda text: text not in rule.fields))
    items = cast("Items", draft.another(outer))
    shape = cast("Shape", draft.spec[outer].shape.item)
    reading = changed(cast("Items", draft.some(spec_of(shape.type)[inner].shape))[0], {last: name})
    draft.values[outer] = (changed(items[0], {inner: (reading,)}),)


@break_.register
def _(rule: Lacks, draft: Draft) -> None:
    names = cast("tuple[str, ...]", draft.values[rule.missing])
    choices = cast("Shape", draft.spec[rule.missing].shape.item).choices
    lists = st.lists(st.sampled_from(choices), min_size=1, unique=True)
    draft.values[rule.missing] = tuple(draft.draw(lists.filter(lambda drawn: set(drawn) != set(names))))


def _years(draft: Draft, count: int) -> list[PartialDate]:
    """Draw some years, each after the last."""
    numbers: list[int] = draft.draw(st.lists(st.integers(1800, 2100), min_size=count, max_size=count, unique=True))
    return [PartialDate(str(number)) for number in sorted(numbers)]
