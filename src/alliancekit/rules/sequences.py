"""Rules of lists in the order of time: items in ascending order; items of some kinds that come after others."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, cast, final

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.dates.partial import SPANS
from alliancekit.rules.complaints import Clash, group_by_cause
from alliancekit.rules.json_schema import COMPARES
from alliancekit.rules.rule import Complaint, RecordRule

if TYPE_CHECKING:
    from alliancekit.strategies.drafts import Draft


@final
@frozen(kw_only=True)
class InOrder(RecordRule):
    """The dates of a list's items are in ascending order, none before a date of the record; missing dates are skipped.

    Two dates break the rule only if they are certainly in the wrong order.

    Attributes:
        name: The list.
        date: The field of its items with the date.
        after: The field of the record with the date.
    """

    name: str
    date: str
    after: str

    unsaid: ClassVar[str] = COMPARES

    # --- Meaning ----------------------------------------------------------------------------------------------------

    @property
    def reads(self) -> tuple[str, ...]:
        """The list and the date of the record."""
        return (self.name, self.after)

    @property
    def triggers(self) -> tuple[tuple[str, ...], ...]:
        """The list."""
        return ((self.name,),)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each item that is certainly before the date, or before an item earlier in the list."""
        items, start = cast("tuple[Sequence[object], PartialDate | None]", values)
        latest = (self.after, start) if start else None
        for position, item in enumerate(items):
            date = cast("PartialDate | None", getattr(item, self.date))
            if date is None:
                continue
            if latest and date.before(latest[1]):
                message = f"must not be before {latest[0]} ({latest[1].edtf}), got {date.edtf}"
                yield (self.name, position, self.date), message
            if latest is None or SPANS[date.edtf].first_from > SPANS[latest[1].edtf].first_from:
                latest = f"item [{position}]", date

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Put two items into the list in descending order, or one that is before the date."""
        item = draft.draw_items(self.name)[0]
        earlier, later = draft.years(2)
        draft.values[self.after] = later
        dates = (later, earlier) if draft.choose((True, False)) else (earlier,)
        draft.values[self.name] = tuple(draft.changed(item, {self.date: date}) for date in dates)

    def mend_draft(self, draft: "Draft") -> None:
        """Remove the items that come too late in the list, or are before the date."""
        draft.remove_items(self, self.name)


@final
@frozen(kw_only=True)
class NotBefore(RecordRule):
    """In a list, no item of some kinds is certainly before all items of other kinds.

    If one of these others has no date, or there is none, the rule is obeyed.

    Attributes:
        name: The list.
        by: The field of its items with their kind.
        values: The kinds of items that must not come first.
        others: The kinds of items, one of which must come before them.
        date: The field of the items with the date; items without one are skipped.
    """

    name: str
    by: str
    values: tuple[str, ...]
    others: tuple[str, ...]
    date: str

    unsaid: ClassVar[str] = COMPARES

    # --- Meaning ----------------------------------------------------------------------------------------------------

    @property
    def reads(self) -> tuple[str, ...]:
        """The list."""
        return (self.name,)

    @property
    def triggers(self) -> tuple[tuple[str, ...], ...]:
        """The list."""
        return ((self.name,),)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield one complaint, at the first item that comes too early; the message names the other items."""
        return group_by_cause(self._clashes(cast("Sequence[object]", values[0])))

    def _clashes(self, items: Sequence[object]) -> Iterator[Clash]:
        first: tuple[str, PartialDate] | None = None
        for position, item in enumerate(items):
            kind, date = self._kind(item), cast("PartialDate | None", getattr(item, self.date))
            if kind in self.others:
                if date is None:
                    return
                if first is None or SPANS[date.edtf].first_from < SPANS[first[1].edtf].first_from:
                    first = f"item [{position}] ({kind.replace('_', ' ')} {date.edtf})", date
        for position, item in enumerate(items if first else ()):
            date = cast("PartialDate | None", getattr(item, self.date))
            if first and date and self._kind(item) in self.values and date.before(first[1]):
                yield None, (self.name, position, self.date), f"must not be before {first[0]}, got {date.edtf}"

    def _kind(self, item: object) -> str:
        return cast("str", getattr(item, self.by))

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Put an item into the list that is before the only item of the other kinds."""
        earlier, later = draft.years(2)
        kinds = ((draft.choose(self.others), later), (draft.choose(self.values), earlier))
        draft.values[self.name] = tuple(
            draft.draw_item(self.name, {self.by: kind, self.date: date}) for kind, date in kinds
        )

    def mend_draft(self, draft: "Draft") -> None:
        """Remove the items that are too early."""
        draft.remove_items(self, self.name)
