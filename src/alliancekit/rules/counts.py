"""Rules of the least number, and of the least number of items."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, cast, final

from attrs import frozen

from alliancekit.rules.json_schema import Clause, with_code
from alliancekit.rules.rule import Complaint, FieldRule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Values
    from alliancekit.kernel.compiled import Test
    from alliancekit.rules.shape import Shape

_LIMIT = 1 << 63
"""Whole numbers lie from -_LIMIT to _LIMIT - 1."""


@final
@frozen(kw_only=True)
class Minimum(FieldRule):
    """The number is not below a bound.

    Attributes:
        bound: The least number allowed.
    """

    bound: int

    drawn_valid: ClassVar[bool] = True

    @property
    def minimum(self) -> int:
        """The bound."""
        return self.bound

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint if the value breaks the rule."""
        (value,) = cast("tuple[int]", values)
        if value < self.bound:
            yield (), f"must be {self.bound} or more, got {value}"

    def holds(self, *values: object) -> bool:
        """Return whether the number is not below the bound."""
        return cast("int", values[0]) >= self.bound

    def kernel_test(self, shape: "Shape") -> "Test | None":
        """Return the kernel test, if the bound fits into 64 bits."""
        from alliancekit.kernel.compiled import Whole

        return Whole(self.bound) if shape.type is int and -_LIMIT <= self.bound < _LIMIT else None

    def json_schema(self, shape: "Shape") -> Clause:
        """Return the bound."""
        del shape
        return Clause(with_code(self, {"minimum": self.bound}))

    def doubtful_rows(self, values: "Values") -> "pl.Series":
        """Return the rows below the bound."""
        return (values.series < self.bound).arg_true()

    def broken_values(self, value: object) -> tuple[object, ...]:
        """Return numbers below the bound."""
        del value
        numbers = (self.bound - 1, self.bound - 2, self.bound - 1_000, -_LIMIT)
        return tuple(number for number in numbers if -_LIMIT <= number < self.bound)


@final
@frozen(kw_only=True)
class AtLeast(FieldRule):
    """The list has a least number of items.

    Attributes:
        count: That number.
    """

    count: int

    drawn_valid: ClassVar[bool] = True

    @property
    def minimum_items(self) -> int:
        """The number."""
        return self.count

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint if the value breaks the rule."""
        (value,) = cast("tuple[tuple[object, ...]]", values)
        if len(value) < self.count:
            yield (), f"must list {self.count} or more, lists {len(value) or 'none'}"

    def holds(self, *values: object) -> bool:
        """Return whether the list is long enough."""
        return len(cast("tuple[object, ...]", values[0])) >= self.count

    def kernel_test(self, shape: "Shape") -> "Test | None":
        """Return the kernel test."""
        from alliancekit.kernel.compiled import HasCount

        return HasCount(self.count) if shape.type is tuple else None

    def json_schema(self, shape: "Shape") -> Clause:
        """Return the number."""
        del shape
        return Clause(with_code(self, {"minItems": self.count}))

    def doubtful_rows(self, values: "Values") -> "pl.Series":
        """Return the rows with a shorter list."""
        return (values.lengths < self.count).arg_true()

    def broken_values(self, value: object) -> tuple[object, ...]:
        """Return shorter lists."""
        items = cast("tuple[object, ...]", value)
        return tuple(items[:count] for count in range(self.count))
