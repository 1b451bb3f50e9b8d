"""Rules of the least number, and of the least number of items in a list or in several lists together."""

from collections.abc import Iterator, Sized
from itertools import product
from typing import TYPE_CHECKING, ClassVar, cast, final

from attrs import frozen

from alliancekit.messages import listed
from alliancekit.rules.json_schema import Clause, Schema, is_present, otherwise, with_code
from alliancekit.rules.rule import Complaint, FieldRule, RecordRule, has_value

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects, Values
    from alliancekit.engine.slots import Slots
    from alliancekit.kernel.compiled import Test
    from alliancekit.rules.shape import Shape, Spec
    from alliancekit.strategies.drafts import Draft

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


@final
@frozen(kw_only=True)
class AtLeastTogether(RecordRule):
    """Several lists have a least number of items together.

    Attributes:
        names: The lists.
        count: That number.
        when: A field without which the lists may be shorter; None: they never may.
    """

    names: tuple[str, ...]
    count: int
    when: str | None = None

    # --- Meaning ----------------------------------------------------------------------------------------------------

    @property
    def reads(self) -> tuple[str, ...]:
        """The lists, then the field without which they may be shorter."""
        return (*self.names, self.when) if self.when else self.names

    @property
    def demands(self) -> tuple[str, ...]:
        """The lists."""
        return self.names

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint at the first list if the lists are too short together."""
        if not self.holds(*values):
            length = _total(values[: len(self.names)])
            first, *names = self.names
            others = f" together with {listed(tuple(names), 'and')}" if names else ""
            cause = f" where {self.when} is given" if self.when else ""
            yield (first,), f"must list {self.count} or more{others}{cause}, lists {length or 'none'}"

    def suspects(self, *values: object) -> tuple[str, ...]:
        """Return the lists: what refers to an item that is missing is not reported too."""
        del values
        return self.names

    def holds(self, *values: object) -> bool:
        """Return whether the lists are long enough together, or may be shorter."""
        needed = not self.when or has_value(values[-1])
        return not needed or _total(values[: len(self.names)]) >= self.count

    # --- Engines ----------------------------------------------------------------------------------------------------

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield the test that one of the lists alone is long enough, and that they may be shorter."""
        from alliancekit.kernel.compiled import Counted, Given

        shorter = (Given(0, 0, slots[self.when]),) if self.when else ()
        yield (*(Counted(slots[name], self.count) for name in self.names), *shorter)

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    def json_schema(self, spec: "Spec") -> Clause:
        """Return an alternative for each way to divide the number among the lists."""
        shares = product(range(self.count + 1), repeat=len(self.names))
        ways: list[Schema] = [
            {
                "properties": {
                    name: {"type": "array", "minItems": n} for name, n in zip(self.names, share, strict=True) if n
                },
                "required": [name for name, n in zip(self.names, share, strict=True) if n and not spec[name].required],
            }
            for share in shares
            if sum(share) == self.count
        ]
        keywords = otherwise(self, ways, f"{self.count} {' or '.join(self.names)}")
        return Clause({"if": is_present(spec[self.when]), "then": keywords} if self.when else keywords)

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows whose lists are too short together."""
        import polars as pl

        lengths = pl.DataFrame([objects[name].lengths.alias(name) for name in self.names])
        short = lengths.sum_horizontal() < self.count
        return (short & objects[self.when].present if self.when else short).arg_true()

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Empty the lists, and put one item fewer than that number into one of them."""
        name = draft.choose(self.names)
        items = draft.draw_items(name)[: self.count - 1]
        draft.clear(self.names)
        draft.values[name] = items
        if self.when:
            draft.fill(self.when)

    def mend_draft(self, draft: "Draft") -> None:
        """Draw a list again until it is long enough; if all lists must stay, clear the field that demands it."""
        free = [name for name in self.names if name not in draft.fixed]
        if free and not self.holds(*draft.read(self)):
            name = draft.choose(free)
            enough = AtLeast(code=self.code, demand=self.demand, count=self.count)
            draft.values[name] = draft.draw_items(name, enough)
        elif self.when and not self.holds(*draft.read(self)):
            draft.clear([self.when])


def _total(lists: tuple[object, ...]) -> int:
    return sum(map(len, cast("tuple[Sized, ...]", lists)))
