"""The rule that periods lie within the lifetime of their record."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, TypeAlias, cast, final

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.dates.edtf import BEGINNING, ENDLESS
from alliancekit.dates.partial import SPANS
from alliancekit.rules.complaints import Clash, group_by_cause, values_with_paths
from alliancekit.rules.json_schema import COMPARES
from alliancekit.rules.rule import Complaint, RecordRule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects, Values
    from alliancekit.engine.slots import Slots
    from alliancekit.kernel.compiled import Test
    from alliancekit.strategies.drafts import Draft

_PeriodOrPeriods: TypeAlias = PartialDate | tuple[PartialDate, ...] | None


@final
@frozen(kw_only=True)
class Within(RecordRule):
    """No period of a list's items certainly lies outside the lifetime of the record.

    Attributes:
        path: The list, then the field of its items with one or more periods.
        starts: Fields with the start of the lifetime; the earliest date counts.
        end: The field with its end.
    """

    path: tuple[str, str]
    starts: tuple[str, ...]
    end: str

    # --- Meaning ----------------------------------------------------------------------------------------------------

    @property
    def reads(self) -> tuple[str, ...]:
        """The list, the starts and the end."""
        return (self.path[0], *self.starts, self.end)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint if periods start too early, and one if others end too late."""
        return group_by_cause(self._clashes(*values))

    def suspects(self, *values: object) -> tuple[str, ...]:
        """Return the fields with the start or the end of the lifetime, if a period lies outside it."""
        return tuple({str(name) for name, _, _ in self._clashes(*values)})

    def settled(self, values: tuple[object, ...], suspects: AbstractSet[str]) -> tuple[object, ...] | None:
        """Return the values without the start or the end of the lifetime if it may be wrong."""
        if self.path[0] in suspects:
            return None
        items, *starts, end = values
        if not suspects.isdisjoint(self.starts):
            starts = [None] * len(starts)
        return (items, *starts, None if self.end in suspects else end)

    def _clashes(self, *values: object) -> Iterator[Clash]:
        items, *bounds, end = cast("tuple[Sequence[object], PartialDate | None, PartialDate | None]", values)
        starts = [(name, start) for name, start in zip(self.starts, bounds, strict=True) if start]
        name, start = min(starts, key=lambda each: SPANS[each[1].edtf].first_from, default=("", None))
        since = PartialDate.parse(f"{start.edtf}/..") if start else None
        until = PartialDate.parse(f"../{end.edtf}") if end else None
        for position, item in enumerate(items):
            for path, value in values_with_paths(getattr(item, self.path[1]), (self.path[0], position, self.path[1])):
                period = cast("PartialDate", value)
                if start and since and since.contains(period) is False:
                    yield name, path, f"must not start before {name} ({start.edtf}), got {period.edtf}"
                elif end and until and until.contains(period) is False:
                    yield self.end, path, f"must not end after {self.end} ({end.edtf}), got {period.edtf}"

    # --- Engines ----------------------------------------------------------------------------------------------------

    def holds(self, *values: object) -> bool:
        """Return whether no period certainly starts too early or ends too late; comparing days decides most cases."""
        items, *bounds = cast("tuple[Sequence[object], *tuple[PartialDate | None, ...]]", values)
        if not items:
            return True
        *starts, end = bounds
        return _inside(attrgetter(self.path[1]), items, starts, end) or RecordRule.holds(self, *values)

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield the test that the days of each period lie inside."""
        from alliancekit.kernel.compiled import Inside

        name, field = self.path
        yield (Inside(slots.edtf, slots[name], slots.of_item(name, field), *slots.of(self.end, *self.starts)),)

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    unsaid: ClassVar[str] = COMPARES

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows with a period that certainly starts too early or ends too late."""
        name, field = self.path
        periods, rows = objects[name].flat(field)
        early = self._early(objects, periods, rows)
        late = self._late(objects[self.end], periods, rows)
        lives = "../" + objects[self.end].edtf(rows.gather(late))
        late = late.filter(objects.is_true_or_invalid(_is_outside, lives, periods.edtf(late)))
        return objects.union([rows.gather(early), rows.gather(late)])

    def _late(self, end: "Values", periods: "Values", rows: "pl.Series") -> "pl.Series":
        """Return the positions of the periods that may end after the end."""
        in_time = (periods.part("latest") <= end.part("latest").gather(rows)).fill_null(value=False)
        return (~in_time & end.present.gather(rows) & periods.present).arg_true()

    def _early(self, objects: "Objects", periods: "Values", rows: "pl.Series") -> "pl.Series":
        """Return the positions of the periods that certainly begin before every start that has a value."""
        starts = [objects[start] for start in self.starts]
        doubtful = periods.present & objects.any_present(self.starts).gather(rows)
        for start in starts:
            in_time = (periods.part("earliest") >= start.part("earliest").gather(rows)).fill_null(value=False)
            doubtful &= ~(in_time & start.present.gather(rows))
        places = doubtful.arg_true()
        for start in starts:
            lives = start.edtf(rows.gather(places)) + "/.."
            places = places.filter(objects.is_true_or_invalid(_is_outside, lives, periods.edtf(places)))
        return places

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Let a period end before the lifetime begins, or begin after it ends."""
        draft.clear((*self.starts, self.end))
        start, middle, end = draft.years(3)
        name, field = self.path
        if draft.choose((True, False)):
            draft.values[self.starts[0]], period = end, PartialDate(f"{start.edtf}/{middle.edtf}")
        else:
            draft.values[self.end], period = start, PartialDate(f"{middle.edtf}/{end.edtf}")
        draft.fill(name)
        item, *items = draft.items(name)
        change: dict[str, object] = {field: (period,) if isinstance(getattr(item, field), tuple) else period}
        draft.values[name] = (draft.changed_if_valid(item, change) or draft.draw_item(name, change), *items)

    def mend_draft(self, draft: "Draft") -> None:
        """Clear the periods that lie outside; if they must stay, clear the start and end of the lifetime."""
        name, field = self.path
        if name in draft.fixed:
            if not self.holds(*draft.read(self)):
                draft.clear((*self.starts, self.end))
            return
        while clash := next(self.complaints(*draft.read(self)), None):
            items = [*draft.items(name)]
            position = cast("int", clash[0][1])
            empty = () if isinstance(getattr(items[position], field), tuple) else None
            items[position] = draft.changed(items[position], {field: empty})
            draft.values[name] = tuple(items)


def _is_outside(life: PartialDate, period: PartialDate) -> bool:
    return life.contains(period) is False


def _inside(
    periods: Callable[[object], _PeriodOrPeriods],
    items: Iterable[object],
    starts: Iterable[PartialDate | None],
    end: PartialDate | None,
) -> bool:
    """Return whether no period certainly starts before the earliest start, or ends after the end."""
    first = min((SPANS[start.edtf].first_from for start in starts if start), default=BEGINNING)
    last = SPANS[end.edtf].last_to if end else ENDLESS
    for value in filter(None, map(periods, items)):
        for period in value if isinstance(value, tuple) else (value,):
            span = SPANS[period.edtf]
            if span.first_to < first or last < span.last_from:
                return False
    return True
