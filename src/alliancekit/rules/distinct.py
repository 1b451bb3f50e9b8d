"""The rule that the items of a list are distinct."""

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, cast, final

import attrs
from attrs import AttrsInstance, fields, frozen

from alliancekit.rules.json_schema import Clause, with_code
from alliancekit.rules.rule import Complaint, FieldRule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Values
    from alliancekit.kernel.compiled import Test
    from alliancekit.rules.shape import Shape


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
            table = table.with_columns(part.series.gather(table["item"]).alias(str(table.width)))
            table = table.filter(table.drop("item").is_duplicated())
        return table["row"]

    # --- Generation -------------------------------------------------------------------------------------------------

    def broken_values(self, value: object) -> tuple[object, ...]:
        """Return lists with an item that repeats another one, as a whole or in the compared fields."""
        items = cast("tuple[object, ...]", value)
        if not self.by:
            return tuple((*items, item) for item in items)
        evolve = cast("Callable[..., object]", attrs.evolve)
        return tuple((*items, evolve(items[-1], **{name: getattr(item, name) for name in self.by})) for item in items)


def _equality_fields(cls: type) -> tuple[str, ...]:
    """Return the fields that the `__eq__` of a class compares; empty if attrs has not written it."""
    code = getattr(cls.__eq__, "__code__", None)
    own = fields(cast("type[AttrsInstance]", cls))
    if code is None or not code.co_filename.startswith("<attrs generated"):
        return ()
    return tuple(field.name for field in own) if all(field.eq and not field.eq_key for field in own) else ()
