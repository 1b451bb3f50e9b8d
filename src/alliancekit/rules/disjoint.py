"""Rules of lists whose items must not overlap: periods of time, and spans of a text."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, Literal, cast, final

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.dates.partial import SPANS
from alliancekit.dates.periods import first_later, first_overlaps
from alliancekit.errors import InvalidDate, Path
from alliancekit.rules.complaints import Clash, group_by_cause
from alliancekit.rules.json_schema import COMPARES
from alliancekit.rules.rule import Complaint, RecordRule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.engine.slots import Slots
    from alliancekit.kernel.compiled import Test
    from alliancekit.strategies.drafts import Draft


@final
@frozen(kw_only=True)
class DisjointPeriods(RecordRule):
    """No two periods of a list's items certainly overlap.

    Attributes:
        name: The list.
        period: The field of an item with its period; None: the item is the period.
        missing: What an item without a period means: it lasts for all time, or its period is not known.
        per: Fields of an item; only items with equal values in them are compared.
        in_order: Whether the items must also be in the order of time.
    """

    name: str
    period: str | None = None
    missing: Literal["all time", "unknown"] = "all time"
    per: tuple[str, ...] = ()
    in_order: bool = False

    # --- Meaning ----------------------------------------------------------------------------------------------------

    @property
    def reads(self) -> tuple[str, ...]:
        """The list."""
        return (self.name,)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each item that clashes with an earlier one; the message names the first of these."""
        items = cast("Sequence[object]", values[0])
        periods = [cast("PartialDate | None", getattr(item, self.period) if self.period else item) for item in items]
        groups: dict[object, list[int]] = {}
        for position, item in enumerate(items):
            if periods[position] is None and self.missing == "unknown":
                continue
            groups.setdefault(tuple(getattr(item, name) for name in self.per), []).append(position)
        clashes: dict[int, tuple[int, str]] = {}
        for positions in groups.values():
            if len(positions) > 1:
                clashes |= self._clashes(positions, [periods[position] for position in positions])
        for position, (other, demand) in sorted(clashes.items()):
            period = periods[position]
            path: Path = (position, self.period) if self.period and period else (position,)
            message = f"{demand} item [{other}] ({_in_words(periods[other])}), got {_in_words(period)}"
            yield (self.name, *path), message

    def _clashes(self, positions: Sequence[int], periods: Sequence[PartialDate | None]) -> dict[int, tuple[int, str]]:
        """Return the clashes among some items, by position: the first item with which one clashes, and the demand."""
        overlaps = {n: (first, "must not overlap") for n, first in first_overlaps(periods).items()}
        later = first_later(periods) if self.in_order else {}
        descents = {n: (first, "must come after") for n, first in later.items()}
        both = {n: min(found[n] for found in (overlaps, descents) if n in found) for n in {*overlaps, *descents}}
        return {positions[n]: (positions[first], demand) for n, (first, demand) in both.items()}

    # --- Engines ----------------------------------------------------------------------------------------------------

    def holds(self, *values: object) -> bool:
        """Return whether no items clash; most lists have one item, or periods that follow each other."""
        items = cast("Sequence[object]", values[0])
        return len(items) <= 1 or self._follow(items) or RecordRule.holds(self, items)

    def _follow(self, items: Sequence[object]) -> bool:
        """Return whether each period certainly begins after the one before it has ended."""
        last = None
        for period in map(attrgetter(self.period), items) if self.period else items:
            if not isinstance(period, PartialDate):
                return False
            span = SPANS[period.edtf]
            if last and span.first_from <= last:
                return False
            last = span.last_to
        return True

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield the test that each period certainly begins after the one before it has ended."""
        from alliancekit.kernel.compiled import Following

        period = slots.of_item(self.name, self.period) if self.period else None
        yield (Following(slots.edtf, slots[self.name], period),)

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    unsaid: ClassVar[str] = COMPARES

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows with two periods that overlap or are in the wrong order."""
        import polars as pl

        values = objects[self.name]
        items = values.items
        period = items[self.period] if self.period else items
        table = values.long_lists()
        groups = ["row", *self.per]
        if self.missing == "unknown":
            table = table.filter(period.present.gather(table["item"]))
        table = table.with_columns(items[name].series.gather(table["item"]).alias(name) for name in self.per)
        table = table.hstack(objects.with_bounds(period.edtf(table["item"])))
        late = pl.col("last_to") < pl.col("first_from").cum_max().shift(1).over(groups)
        overlap = pl.col("first_to") <= pl.col("last_from").cum_max().shift(1).over(groups)
        descending = table.filter(late)["row"] if self.in_order else table["row"].clear()
        clashing = pl.concat([descending, table.sort("first_to").filter(overlap)["row"]])
        # These bounds do not decide for vague and short periods, such as 2004/2004.
        lists = table.filter(pl.col("row").is_in(clashing.implode())).group_by(groups, maintain_order=True).agg("edtf")
        clash = (self._may_clash(texts) for texts in lists["edtf"].to_list())
        return lists["row"].filter(pl.Series(clash, dtype=pl.Boolean))

    def _may_clash(self, edtf: Sequence[str]) -> bool:
        """Return whether two of some periods certainly overlap or are in the wrong order; true if one is no date."""
        try:
            periods = [PartialDate.parse(text) if text else None for text in edtf]
        except InvalidDate:
            return True
        return bool(first_overlaps(periods) or (self.in_order and first_later(periods)))

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Put two periods into the list that overlap or, if the order counts, are in the wrong order."""
        years = [date.edtf for date in draft.years(4)]
        first, second = (0, 2), (1, 3)
        if self.in_order and draft.choose((True, False)):
            first, second = (2, 3), (0, 1)
        periods = [PartialDate(f"{years[start]}/{years[end]}") for start, end in (first, second)]
        if self.period is None:
            draft.values[self.name] = tuple(periods)
            return
        item = draft.draw_items(self.name)[0]
        draft.values[self.name] = tuple(draft.changed(item, {self.period: period}) for period in periods)

    def mend_draft(self, draft: "Draft") -> None:
        """Remove the items that clash."""
        draft.remove_items(self, self.name)


@final
@frozen(kw_only=True)
class DisjointSpans(RecordRule):
    """The spans of a list's items are in order, do not overlap, and lie inside a text of a known length.

    Attributes:
        name: The list; its items have `start` and `end`, end exclusive.
        length: The field with the length of the text, if it is known.
    """

    name: str
    length: str

    # --- Meaning ----------------------------------------------------------------------------------------------------

    @property
    def reads(self) -> tuple[str, ...]:
        """The list and the length."""
        return (self.name, self.length)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint about items that end after the text, and one for each item that later ones overlap."""
        return group_by_cause(self._clashes(*cast("tuple[Sequence[object], int | None]", values)))

    def _clashes(self, items: Sequence[object], length: int | None) -> Iterator[Clash]:
        last = before = 0
        for position, item in enumerate(items):
            start, end = cast("tuple[int, int]", (getattr(item, "start"), getattr(item, "end")))  # noqa: B009
            path: Path = (self.name, position)
            if start < last:
                yield before, (*path, "start"), f"must be {last} or more, where item [{before}] ends, got {start}"
            if length is not None and end > length:
                message = f"must be {length} or less, the {self.length} of the text, got {end}"
                yield self.length, (*path, "end"), message
            elif end > last:
                last, before = end, position

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    unsaid: ClassVar[str] = COMPARES

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows with a span that starts before an earlier one ends, or lies outside the text."""
        import polars as pl

        items = objects[self.name].items
        start, end = items["start"].series, items["end"].series
        rows = items.rows_above(items.rows)
        table = pl.DataFrame({"row": rows, "start": start, "end": end})
        early = table.filter(pl.col("start") < pl.col("end").cum_max().shift(1).over("row"))["row"]
        wrong = ((start < 0) | (end > objects[self.length].series.gather(rows))).arg_true()
        return objects.union([early, rows.gather(wrong)])

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Let a span begin before the last one ends, or end after the text."""
        item = draft.draw_items(self.name)[0]
        if draft.choose((True, False)):
            draft.values.update({self.name: (item, item), self.length: None})
        else:
            draft.values.update({self.name: (item,), self.length: cast("int", getattr(item, "end")) - 1})  # noqa: B009

    def mend_draft(self, draft: "Draft") -> None:
        """Remove the items that clash."""
        draft.remove_items(self, self.name)


def _in_words(period: PartialDate | None) -> str:
    return period.edtf if period else "all time"
