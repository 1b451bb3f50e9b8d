"""The rule that the dates or numbers of several fields are in order."""

from collections.abc import Iterator
from functools import partial
from itertools import accumulate, combinations, pairwise
from typing import TYPE_CHECKING, ClassVar, cast, final

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.dates.edtf import BEGINNING
from alliancekit.dates.partial import SPANS
from alliancekit.rules.json_schema import COMPARES
from alliancekit.rules.rule import Complaint, RecordRule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects, Values
    from alliancekit.engine.slots import Slots
    from alliancekit.kernel.compiled import Test
    from alliancekit.strategies.drafts import Draft


@final
@frozen(kw_only=True)
class Ordered(RecordRule):
    """The dates or numbers of several fields are in ascending order; fields without a value are skipped.

    Two dates break the rule only if they are certainly in the wrong order: ``2025`` before ``2025-04`` is valid.

    Attributes:
        names: The fields, first to last, all dates or all numbers.
        strict: Whether each number must be greater than the one before it.
    """

    names: tuple[str, ...]
    strict: bool = False

    # --- Meaning ----------------------------------------------------------------------------------------------------

    @property
    def reads(self) -> tuple[str, ...]:
        """All the fields."""
        return self.names

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each field that comes before an earlier one."""
        return (complaint for _, _, complaint in self._clashes(values))

    def suspects(self, *values: object) -> tuple[str, ...]:
        """Return both fields of each pair in the wrong order."""
        return tuple(name for low, high, _ in self._clashes(values) for name in (low, high))

    def _clashes(self, values: tuple[object, ...]) -> Iterator[tuple[str, str, Complaint]]:
        """Yield each pair of fields in the wrong order, with the complaint."""
        present = [(name, value) for name, value in zip(self.names, values, strict=True) if value is not None]
        # Neighbours first: one wrong date also puts its neighbours out of order with fields further away.
        for distance in range(1, len(present)):
            pairs = [*zip(present, present[distance:], strict=False)]
            clashes = [(low[0], high[0], complaint) for low, high in pairs if (complaint := self._complaint(low, high))]
            yield from clashes
            if clashes:
                return

    def _complaint(self, first: tuple[str, object], second: tuple[str, object]) -> Complaint | None:
        """Return the complaint about two fields, if the second is certainly less than the first."""
        (name, low), (other, high) = first, second
        if isinstance(low, PartialDate) and isinstance(high, PartialDate):
            wrong = high.before(low)
            message = f"must not be before {name} ({low.edtf}), got {high.edtf}"
        else:
            least, number = cast("tuple[int, int]", (low, high))
            wrong = number < least + self.strict
            message = f"must be {'greater than' if self.strict else 'at least'} {name} ({least}), got {number}"
        return ((other,), message) if wrong else None

    # --- Engines ----------------------------------------------------------------------------------------------------

    def holds(self, *values: object) -> bool:
        """Return whether no value is certainly less than one before it."""
        present = [value for value in values if value is not None]
        if not present:
            return True
        if isinstance(present[0], PartialDate):
            latest = BEGINNING
            for date in cast("list[PartialDate]", present):
                span = SPANS[date.edtf]
                if span.last_to < latest:
                    return False
                latest = max(latest, span.first_from)
            return True
        return all(low + self.strict <= high for low, high in pairwise(cast("list[int]", present)))

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield one test, if the fields are all numbers or all dates."""
        from alliancekit.kernel.compiled import DatesInOrder, Rising

        if slots.have_type(int, *self.names):
            yield (Rising(self.strict, *slots.of(*self.names)),)
        elif slots.have_type(PartialDate, *self.names):
            yield (DatesInOrder(slots.edtf, *slots.of(*self.names)),)

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    unsaid: ClassVar[str] = COMPARES

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows in which a field comes before an earlier one."""
        pairs = combinations([objects[name] for name in self.names], 2)
        return objects.union(self._descending(objects, low, high) for low, high in pairs)

    def _descending(self, objects: "Objects", low: "Values", high: "Values") -> "pl.Series":
        """Return the rows in which the second of two fields is less than the first; none where one is null."""
        if low.shape.type is not PartialDate:
            return (high.series <= low.series if self.strict else high.series < low.series).arg_true()
        rows = (high.part("latest") < low.part("earliest")).arg_true()
        return rows.filter(objects.is_true_or_invalid(PartialDate.before, high.edtf(rows), low.edtf(rows)))

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Give two fields values in the wrong order."""
        name, other = draft.choose([*combinations(self.names, 2)])
        draft.clear(self.names)
        if draft.spec[name].shape.type is PartialDate:
            draft.values[other], draft.values[name] = draft.years(2)
        else:
            draft.fill(name)
            draft.values[other] = cast("int", draft.values[name]) - draft.choose(range(0 if self.strict else 1, 10))

    def mend_draft(self, draft: "Draft") -> None:
        """Sort the values; if one of them must stay, clear the others instead."""
        present = [name for name in self.names if draft.values[name] is not None]
        if draft.fixed.intersection(present):
            if not self.holds(*draft.read(self)):
                draft.clear(present)
            return
        values = [draft.values[name] for name in present]
        if all(isinstance(value, PartialDate) for value in values):
            ordered: list[object] = sorted(values, key=lambda value: cast("PartialDate", value).sort_key)
        else:
            # Where they must ascend, equal numbers move apart: the second by 1, the third by 2 and so on.
            ordered = [*accumulate(sorted(cast("list[int]", values)), partial(_after, int(self.strict)))]
        draft.values.update(zip(present, ordered, strict=True))


def _after(step: int, last: int, number: int) -> int:
    """Return a number, or the last one and a step if the number is less than that."""
    return max(number, last + step)
