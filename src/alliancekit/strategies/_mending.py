"""Rules of several fields, met by changing what was drawn: each rule class says how."""

from collections.abc import Callable, Iterable
from functools import partial, singledispatch
from itertools import accumulate
from typing import cast

import attrs
from attrs import frozen
from hypothesis import strategies as st

from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.rules import (
    Among,
    AnyOf,
    Apart,
    Disjoint,
    ExactlyOne,
    Forbids,
    Foreign,
    Form,
    Lacks,
    NamesField,
    Needs,
    NotAmong,
    Ordered,
    Together,
    Within,
)
from alliancekit.rules.lacks import lacks
from alliancekit.rules.records import is_given
from alliancekit.rules.shape import Kind, Shape, Spec, spec_of
from alliancekit.strategies._regex import texts


@frozen
class Draft:
    """The values of a record to be.

    Attributes:
        values: What its fields hold.
        spec: What they may hold.
        draw: Draws from a strategy.
        kept: Fields that stay as they are.
        most: References point at the first so many ids of each kind; None: at anything.
        of_shape: Returns the strategy for a shape.
    """

    values: dict[str, object]
    spec: Spec
    draw: st.DrawFn
    kept: frozenset[str]
    most: int | None
    of_shape: Callable[[Shape, int | None], st.SearchStrategy[object]]

    def has(self, name: str) -> bool:
        """Tell whether a field holds anything."""
        return is_given(self.values[name])

    def held(self, rule: Together) -> tuple[object, ...]:
        """Return the values that a rule reads."""
        return tuple(self.values[name] for name in rule.reads)

    def another(self, name: str) -> object:
        """Draw a value for a field that must hold something."""
        return self.some(self.spec[name].shape)

    def some(self, shape: Shape) -> object:
        """Draw a value of a shape that is not None and no empty list."""
        return self.draw(self.of_shape(attrs.evolve(shape, optional=False), self.most).filter(is_given))

    def set(self, name: str, value: object) -> None:
        """Let a field hold a value, unless it stays as it is."""
        if name not in self.kept:
            self.values[name] = value

    def fill(self, name: str) -> None:
        """Give a field a value, if it holds none."""
        if not self.has(name) and name not in self.kept:
            self.values[name] = self.another(name)

    def clear(self, names: Iterable[str]) -> None:
        """Take the values out of the fields that need none."""
        for name in names:
            shape = self.spec[name].shape
            if shape.optional or shape.kind is Kind.LIST:
                self.set(name, None if shape.optional else ())


def mend(rule: Together, draft: Draft) -> None:
    """Change the values so that they obey a rule, where that is likely to work; leave a rule that is not ours alone."""
    if type(rule) in mend_ours.registry:
        mend_ours(rule, draft)


@singledispatch
def mend_ours(rule: Together, draft: Draft) -> None:
    """Change the values so that they obey a rule of one of our classes; one that extends ours may demand anything."""
    raise NotImplementedError(rule, draft)


@mend_ours.register
def _(rule: Ordered, draft: Draft) -> None:
    given = [name for name in rule.names if draft.values[name] is not None]
    if draft.kept.intersection(given):
        if not rule.holds(*draft.held(rule)):
            draft.clear(given)
        return
    held = [draft.values[name] for name in given]
    if all(isinstance(value, PartialDate) for value in held):
        ordered: list[object] = sorted(held, key=lambda value: cast("PartialDate", value).sort_key)
    else:
        numbers = sorted(cast("list[int]", held))
        # Where they must go up, equal numbers move apart: the second by 1, the third by 2 and so on.
        ordered = [*accumulate(numbers, partial(_after, int(rule.strict)))]
    draft.values.update(zip(given, ordered, strict=True))


@mend_ours.register
def _(rule: AnyOf, draft: Draft) -> None:
    if not any(map(draft.has, rule.names)):
        free = [name for name in rule.names if name not in draft.kept]
        draft.fill(draft.draw(st.sampled_from(free or rule.names)))


@mend_ours.register
def _(rule: ExactlyOne, draft: Draft) -> None:
    name, other = draft.draw(st.permutations(rule.names))
    if (name in draft.kept and not draft.has(name)) or (other in draft.kept and draft.has(other)):
        name, other = other, name
    draft.clear([other])
    draft.fill(name)


@mend_ours.register
def _(rule: Needs, draft: Draft) -> None:
    if draft.has(rule.name):
        draft.fill(rule.other)
        if not draft.has(rule.other):
            draft.clear([rule.name])


@mend_ours.register
def _(rule: Forbids, draft: Draft) -> None:
    if draft.values[rule.name] in rule.values:
        if any(name in draft.kept and draft.has(name) for name in rule.others):
            allowed = [choice for choice in draft.spec[rule.name].shape.choices if choice not in rule.values]
            draft.set(rule.name, draft.draw(st.sampled_from(allowed)))
        draft.clear(rule.others)


@mend_ours.register
def _(rule: Foreign, draft: Draft) -> None:
    own = {of: spec_of(model).names for of, model in rule.types.items()}
    stay = {name for name in rule.names if name in draft.kept and draft.has(name)}
    allowed = [of for of, names in own.items() if stay <= names]
    if allowed and draft.values[rule.of] not in allowed:
        draft.set(rule.of, draft.draw(st.sampled_from(allowed)))
    draft.clear(name for name in rule.names if name not in own[str(draft.values[rule.of])])


@mend_ours.register
def _(rule: Form, draft: Draft) -> None:
    if rule.name in draft.kept:
        fitting = [by for by in rule.forms if rule.holds(draft.values[rule.name], by)]
        if fitting and draft.values[rule.by] not in fitting:
            draft.set(rule.by, draft.draw(st.sampled_from(fitting)))
    else:
        draft.values[rule.name] = draft.draw(texts(rule.forms[str(draft.values[rule.by])][0]))


@mend_ours.register(Disjoint)
@mend_ours.register(Apart)
def _(rule: Disjoint | Apart, draft: Draft) -> None:
    """Leave out the items that clash."""
    if rule.name in draft.kept:
        draft.clear(rule.reads)
        return
    while clash := next(rule.complaints(*draft.held(rule)), None):
        items = cast("tuple[object, ...]", draft.values[rule.name])
        position = clash[0][1]
        draft.values[rule.name] = tuple(item for n, item in enumerate(items) if n != position)


@mend_ours.register
def _(rule: Within, draft: Draft) -> None:
    """Clear the periods that lie outside; if they stay, the life of the record."""
    name, field = rule.path
    if name in draft.kept:
        if not rule.holds(*draft.held(rule)):
            draft.clear((*rule.starts, rule.end))
        return
    while clash := next(rule.complaints(*draft.held(rule)), None):
        items = list(cast("tuple[Record, ...]", draft.values[name]))
        position = cast("int", clash[0][1])
        emptied = () if isinstance(getattr(items[position], field), tuple) else None
        items[position] = changed(items[position], {field: emptied})
        draft.values[name] = tuple(items)


@mend_ours.register
def _(rule: Among, draft: Draft) -> None:
    """Let the items name others of the list, no one twice; if they stay, let the list have those that they name."""
    others, field_of_other = rule.of
    listed = cast("tuple[Record, ...]", draft.values[others])
    known: list[object] = [getattr(other, field_of_other) for other in listed]
    items = cast("tuple[Record, ...]", draft.values[rule.name])
    if rule.name in draft.kept:
        named = [name for item in items for field in rule.fields for name in _each(getattr(item, field))]
        new = [name for name in dict.fromkeys(named) if name not in known]
        draft.set(others, (*listed, *(changed(listed[-1], {field_of_other: name}) for name in new)))
        return
    renamed: list[object] = []
    for item in items:
        order = draft.draw(st.permutations(known))
        changes: dict[str, object] = {}
        for field in rule.fields:
            several = isinstance(getattr(item, field), tuple)
            changes[field] = tuple(order) if several else order.pop()
        renamed.append(changed(item, changes))
    draft.values[rule.name] = tuple(dict.fromkeys(renamed))


@mend_ours.register
def _(rule: NotAmong, draft: Draft) -> None:
    others = cast("tuple[object, ...]", draft.values[rule.others])
    draft.set(rule.others, tuple(other for other in others if other != draft.values[rule.name]))


@mend_ours.register
def _(rule: NamesField, draft: Draft) -> None:
    outer, inner, last = rule.path
    names = st.sampled_from(rule.fields)
    items: list[object] = []
    for item in cast("tuple[Record, ...]", draft.values[outer]):
        held = [changed(reading, {last: draft.draw(names)}) for reading in getattr(item, inner)]
        items.append(changed(item, {inner: tuple(dict.fromkeys(held))}))
    draft.set(outer, tuple(dict.fromkeys(items)))


@mend_ours.register
def _(rule: Lacks, draft: Draft) -> None:
    """Name what is lacking; if nothing is, take something out. Or the other way round, if the names stay."""
    model = rule.types[str(draft.values[rule.of])]
    demanded = [field.name for field in spec_of(model).fields if field.required and field.name in rule.names]
    if rule.missing in draft.kept:
        missing = cast("tuple[str, ...]", draft.values[rule.missing])
        draft.clear(missing)
        for name in demanded:
            if name not in missing:
                draft.fill(name)
        return
    free = [name for name in demanded if name not in draft.kept]
    draft.clear([draft.draw(st.sampled_from(free or demanded))])
    draft.values[rule.missing] = lacks(model, {name: draft.values[name] for name in rule.names})


def _after(step: int, last: int, number: int) -> int:
    """Return a number, or what is a step above the last one if the number is below that."""
    return max(number, last + step)


def changed(record: Record, changes: dict[str, object]) -> Record:
    """Return a record with some of its fields changed."""
    return cast("Callable[..., Record]", attrs.evolve)(record, **changes)


def _each(value: object) -> tuple[object, ...]:
    return cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
