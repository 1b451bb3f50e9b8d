"""Drafts: the values of a record that is not built yet.

Each rule can change a draft so that it obeys or breaks the rule.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TypeVar, cast

import attrs
from attrs import frozen
from hypothesis import reject
from hypothesis import strategies as st

from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.errors import InvalidRecord
from alliancekit.rules.rule import FieldRule, RecordRule, has_value
from alliancekit.rules.shape import Kind, Shape, Spec, spec_of
from alliancekit.strategies._regex import texts
from alliancekit.strategies.values import texts_for_people

T = TypeVar("T")

_TRIES = 5
"""How often a value is drawn until it meets a condition."""


def draw_with(draw: st.DrawFn, strategy: st.SearchStrategy[T], condition: Callable[[T], object]) -> T:
    """Draw a value that meets a condition.

    It does the same as `filter` of the strategy, which reads the source of the condition on each call.
    """
    for _ in range(_TRIES):
        value = draw(strategy)
        if condition(value):
            return value
    return reject()


@cache
def _without_none(shape: Shape) -> Shape:
    return attrs.evolve(shape, optional=False)


@frozen
class Draft:
    """The values of a record that is not built yet.

    Attributes:
        values: The value of each field.
        spec: The fields and rules of the model.
        draw: Draws from a strategy.
        fixed: The fields that must not change.
        most: How many ids of each kind are used in references, the first ones; None: any number.
        of_shape: Returns the strategy for a shape.
    """

    values: dict[str, object]
    spec: Spec
    draw: st.DrawFn
    fixed: frozenset[str]
    most: int | None
    of_shape: Callable[[Shape, int | None], st.SearchStrategy[object]]

    # --- Values ---------------------------------------------------------------------------------------------------

    def has(self, name: str) -> bool:
        """Return whether a field has a value."""
        return has_value(self.values[name])

    def read(self, rule: RecordRule) -> tuple[object, ...]:
        """Return the values that a rule reads."""
        return tuple(self.values[name] for name in rule.reads)

    def items(self, name: str) -> tuple[Record, ...]:
        """Return the records in the list of a field."""
        return cast("tuple[Record, ...]", self.values[name])

    def draw_items(self, name: str, *rules: FieldRule) -> tuple[Record, ...]:
        """Draw one or more records for the list of a field, which obeys further rules; the draft does not change."""
        return cast("tuple[Record, ...]", self.draw_value(name, *rules))

    def draw_value(self, name: str, *rules: FieldRule) -> object:
        """Draw a value for a field, not None or empty, that obeys further rules; the draft does not change."""
        shape = self.spec[name].shape
        return self._value(attrs.evolve(shape, rules=(*shape.rules, *rules)))

    def draw_item(self, name: str, changes: dict[str, object]) -> Record:
        """Draw a record for the list of a field, with some values changed; the draft does not change."""
        return self._changed_item(self.spec[name].shape, changes)

    def draw_item_for(self, item: Record, name: str, changes: dict[str, object]) -> Record:
        """Draw a record for the list of a field of an item, with some values changed; the draft does not change."""
        return self._changed_item(spec_of(type(item))[name].shape, changes)

    def _changed_item(self, shape: Shape, changes: dict[str, object]) -> Record:
        """Draw an item of a list, with some values changed, that is still valid."""
        items = self.of_shape(cast("Shape", shape.item), self.most)
        for _ in range(_TRIES):
            changed = self.changed_if_valid(cast("Record", self.draw(items)), changes)
            if changed is not None:
                return changed
        return reject()

    def choices(self, name: str) -> tuple[str, ...]:
        """Return the values that the items of a list of choices may have."""
        return cast("Shape", self.spec[name].shape.item).choices

    # --- Drawing --------------------------------------------------------------------------------------------------

    def choose(self, values: Sequence[T]) -> T:
        """Draw one of some values."""
        return self.draw(st.sampled_from(values))

    def some_of(self, values: Sequence[T], condition: Callable[[tuple[T, ...]], bool]) -> tuple[T, ...]:
        """Draw one or more distinct values that meet a condition together."""
        some = st.lists(st.sampled_from(values), min_size=1, unique=True)
        return draw_with(self.draw, some.map(tuple), condition)

    def shuffle(self, values: Sequence[T]) -> list[T]:
        """Draw a permutation of some values."""
        return [*self.draw(st.permutations(values))]

    def text(self, condition: Callable[[str], bool]) -> str:
        """Draw a text that meets a condition."""
        return draw_with(self.draw, texts_for_people(), condition)

    def matching(self, regex: str) -> str:
        """Draw a text that matches a regular expression as a whole."""
        return self.draw(texts(regex))

    def years(self, count: int) -> list[PartialDate]:
        """Draw `count` different years from 1800 to 2100, in ascending order."""
        numbers = self.draw(st.lists(st.integers(1800, 2100), min_size=count, max_size=count, unique=True))
        return [PartialDate(str(number)) for number in sorted(numbers)]

    def _value(self, shape: Shape) -> object:
        """Draw a value of a shape, neither None, an empty list nor false."""
        return draw_with(self.draw, self.of_shape(_without_none(shape), self.most), has_value)

    # --- Changes --------------------------------------------------------------------------------------------------

    def set(self, name: str, value: object) -> None:
        """Set the value of a field, unless it is fixed."""
        if name not in self.fixed:
            self.values[name] = value

    def fill(self, name: str) -> None:
        """Draw a value for a field that has none, unless it is fixed."""
        if not self.has(name) and name not in self.fixed:
            self.values[name] = self._value(self.spec[name].shape)

    def clear(self, names: Iterable[str]) -> None:
        """Set fields to None, or to an empty list or false; skip fixed fields, and those that allow none of these."""
        for name in names:
            shape = self.spec[name].shape
            if shape.optional:
                self.set(name, None)
            elif shape.kind is Kind.LIST:
                self.set(name, ())
            elif shape.kind is Kind.FLAG:
                self.set(name, value=False)

    def changed(self, record: Record, changes: dict[str, object]) -> Record:
        """Return a record with some of its fields changed."""
        return cast("Callable[..., Record]", attrs.evolve)(record, **changes)

    def changed_if_valid(self, record: Record, changes: dict[str, object]) -> Record | None:
        """Return a record with some of its fields changed; None if it is invalid."""
        try:
            return self.changed(record, changes)
        except InvalidRecord:
            return None

    def remove_items(self, rule: RecordRule, name: str) -> None:
        """Remove the items of a list that break a rule; if the list is fixed, clear the fields that the rule reads."""
        if name in self.fixed:
            self.clear(rule.reads)
            return
        while complaint := next(rule.complaints(*self.read(rule)), None):
            items = cast("tuple[object, ...]", self.values[name])
            position = complaint[0][1]
            self.values[name] = tuple(item for n, item in enumerate(items) if n != position)
