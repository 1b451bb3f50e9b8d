"""The rules that the items of a list, or of several lists, are distinct."""

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, cast, final

import attrs
from attrs import AttrsInstance, fields, frozen

from alliancekit.errors import InvalidRecord
from alliancekit.messages import quote
from alliancekit.rules.json_schema import COMPARES, Clause, with_code
from alliancekit.rules.rule import Complaint, FieldRule, RecordRule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects, Values
    from alliancekit.kernel.compiled import Test
    from alliancekit.rules.shape import Shape
    from alliancekit.strategies.drafts import Draft


@final
@frozen(kw_only=True)
class Distinct(FieldRule):
    """No two items of the list are equal.

    Attributes:
        by: The fields by which items are compared; empty: the whole item.
    """

    by: tuple[str, ...] = ()

    drawn_valid: ClassVar[bool] = True

    @property
    def unique_by(self) -> tuple[str, ...]:
        """The fields."""
        return self.by

    # --- Meaning ----------------------------------------------------------------------------------------------------

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each item that repeats an earlier one."""
        (value,) = cast("tuple[tuple[object, ...]]", values)
        first: dict[object, int] = {}
        for position, item in enumerate(value):
            key = tuple(getattr(item, name) for name in self.by) if self.by else item
            if key in first:
                yield (position,), f"repeats item [{first[key]}]"
            else:
                first[key] = position

    # --- Engines ----------------------------------------------------------------------------------------------------

    def holds(self, *values: object) -> bool:
        """Return whether the set of the items is as large as the list; a list of one item needs no set."""
        items = cast("tuple[object, ...]", values[0])
        return len(items) <= 1 or len({*map(attrgetter(*self.by), items)} if self.by else {*items}) == len(items)

    def kernel_test(self, shape: "Shape") -> "Test | None":
        """Return the kernel test; it compares objects field by field."""
        from alliancekit.kernel.compiled import Distinct as DistinctTest
        from alliancekit.kernel.compiled import Slot

        if shape.item is not None and attrs.has(shape.item.type):
            cls = shape.item.type
            return DistinctTest(*(Slot(cls, name) for name in self.by or _equality_fields(cls)))
        return None if self.by or shape.type is not tuple else DistinctTest()

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    def json_schema(self, shape: "Shape") -> Clause:
        """Return `uniqueItems`, which compares whole items, not the fields in `by`."""
        unsaid = ""
        if shape.item and attrs.has(shape.item.type):
            unsaid = f"items that differ {'elsewhere' if self.by else 'only in a null that may be left out'} pass"
        return Clause(with_code(self, {"uniqueItems": True}), unsaid)

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, values: "Values") -> "pl.Series":
        """Return the rows with two items that are equal in all compared fields."""
        items, table = values.items, values.long_lists()
        for part in [items[name] for name in self.by] or items.parts():
            if table.is_empty():
                break  # polars never ends if it looks for duplicates among no rows with nested lists
            table = table.with_columns(part.series.gather(table["item"]).alias(str(table.width)))
            table = table.filter(table.drop("item").is_duplicated())
        return table["row"]

    # --- Generation -------------------------------------------------------------------------------------------------

    def broken_values(self, value: object) -> tuple[object, ...]:
        """Return lists with an item that repeats another one, as a whole or in the compared fields."""
        items = cast("tuple[object, ...]", value)
        if not self.by:
            return tuple((*items, item) for item in items)
        repeats = [self._repeat(item, items[-1]) for item in items]
        return tuple((*items, repeat) for repeat in repeats if repeat is not None)

    def _repeat(self, item: object, other: object) -> object:
        """Return another item with the compared fields of an item; None if it is invalid."""
        evolve = cast("Callable[..., object]", attrs.evolve)
        try:
            return evolve(other, **{name: getattr(item, name) for name in self.by})
        except InvalidRecord:
            return None


@final
@frozen(kw_only=True)
class DistinctAcross(RecordRule):
    """No item of one list is equal to an item of another list in one field.

    Attributes:
        names: The two lists.
        by: The field by which items are compared.
    """

    names: tuple[str, str]
    by: str

    unsaid: ClassVar[str] = COMPARES

    # --- Meaning ----------------------------------------------------------------------------------------------------

    @property
    def reads(self) -> tuple[str, ...]:
        """Both lists."""
        return self.names

    @property
    def triggers(self) -> tuple[tuple[str, ...], ...]:
        """The second list."""
        return ((self.names[1],),)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each item of the second list that equals an item of the first."""
        first, second = cast("tuple[Sequence[object], Sequence[object]]", values)
        positions: dict[object, int] = {getattr(item, self.by): n for n, item in enumerate(first)}
        for position, item in enumerate(second):
            key: object = getattr(item, self.by)
            if key in positions:
                place = f"{self.names[0]}[{positions[key]}]"
                yield (self.names[1], position, self.by), f"is in {place} too, got {quote(str(key))}"

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows with a value that both lists have."""
        first, second = (objects[name].names(self.by) for name in self.names)
        return second.join(first, on=["row", "name"], how="semi").get_column("row")

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Put an item into the second list that equals one of the first in the field."""
        first, second = self.names
        draft.fill(first)
        key: object = getattr(draft.items(first)[0], self.by)
        draft.values[second] = (draft.draw_item(second, {self.by: key}),)

    def mend_draft(self, draft: "Draft") -> None:
        """Remove the items from the second list."""
        draft.remove_items(self, self.names[1])


def _equality_fields(cls: type) -> tuple[str, ...]:
    """Return the fields that the `__eq__` of a class compares; empty if attrs has not written it."""
    code = getattr(cls.__eq__, "__code__", None)
    own = fields(cast("type[AttrsInstance]", cls))
    if code is None or not code.co_filename.startswith("<attrs generated"):
        return ()
    return tuple(field.name for field in own) if all(field.eq and not field.eq_key for field in own) else ()
