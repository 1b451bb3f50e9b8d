"""Rules of two fields of a record: one list has only values of another list; or a list does not have a value."""

from collections.abc import Collection, Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, cast, final

from attrs import frozen

from alliancekit.messages import listed, quote
from alliancekit.rules.complaints import Clash, group_by_cause, values_with_paths
from alliancekit.rules.json_schema import COMPARES
from alliancekit.rules.rule import Complaint, RecordRule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.engine import Record
    from alliancekit.engine.slots import Slots
    from alliancekit.kernel.compiled import Test
    from alliancekit.strategies.drafts import Draft


@final
@frozen(kw_only=True)
class Among(RecordRule):
    """The names in the items of one list are among the names in other lists.

    Attributes:
        name: The list.
        fields: The fields of its items with one or several names.
        of: The other lists, each with the field of its items that has a name that is allowed; an empty text if the
            items are the names.
    """

    name: str
    fields: tuple[str, ...]
    of: tuple[tuple[str, str], ...]

    # --- Meaning ----------------------------------------------------------------------------------------------------

    @property
    def reads(self) -> tuple[str, ...]:
        """The list, then the lists with the names that are allowed."""
        return (self.name, *(name for name, _ in self.of))

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each name that is not allowed, at the first item that has it."""
        items, *others = cast("tuple[Sequence[object], ...]", values)
        return group_by_cause(self._clashes(items, self._allowed(others)))

    def suspects(self, *values: object) -> tuple[str, ...]:
        """Return the list: what refers to one of its items may be right."""
        del values
        return (self.name,)

    def _allowed(self, others: Sequence[Sequence[object]]) -> dict[object, None]:
        """Return the names that are allowed, in order."""
        names: dict[object, None] = {}
        for (_, field), items in zip(self.of, others, strict=True):
            names.update(dict.fromkeys(map(attrgetter(field), items) if field else items))
        return names

    def _clashes(self, items: Sequence[object], allowed: Collection[object]) -> Iterator[Clash]:
        lists = listed(tuple(name for name, _ in self.of))
        for position, item in enumerate(items):
            for field in self.fields:
                for path, name in values_with_paths(getattr(item, field), (self.name, position, field)):
                    if name not in allowed:
                        yield name, path, f"must be one of the {lists}, got {quote(str(name))}"

    # --- Engines ----------------------------------------------------------------------------------------------------

    def holds(self, *values: object) -> bool:
        """Return whether every name is allowed."""
        items, *others = cast("tuple[Sequence[object], ...]", values)
        if not items:
            return True
        allowed = set(self._allowed(others))
        each = (cast("object", getattr(item, name)) for name in self.fields for item in items)
        return all(
            allowed.issuperset(cast("tuple[object, ...]", value))
            if isinstance(value, tuple)
            else value in (None, *allowed)
            for value in each
        )

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield, for each field of the items, a test for each of the other lists alone."""
        from alliancekit.kernel.compiled import AmongFew

        for field in self.fields:
            own = slots.of_item(self.name, field)
            yield tuple(
                AmongFew(slots[self.name], own, slots[name], slots.of_item(name, other) if other else None)
                for name, other in self.of
            )

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    unsaid: ClassVar[str] = COMPARES

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows with a value that is not allowed."""
        import polars as pl

        allowed = pl.concat([objects[name].names(field) for name, field in self.of])
        names = pl.concat([objects[self.name].names(field) for field in self.fields])
        return names.join(allowed, on=["row", "name"], how="anti").get_column("row")

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Draw an item with arbitrary values."""
        draft.values[self.name] = draft.draw_items(self.name)[:1]

    def mend_draft(self, draft: "Draft") -> None:
        """Give the items names that are allowed, each once; if the items must stay, allow the names that they have."""
        allowed = [*self._allowed([cast("Sequence[object]", draft.values[name]) for name, _ in self.of])]
        if self.name in draft.fixed:
            used = [
                name for item in draft.items(self.name) for field in self.fields for name in _values_in(item, field)
            ]
            self._allow(draft, [name for name in dict.fromkeys(used) if name not in allowed])
            return
        renamed = [self._renamed(draft, item, draft.shuffle(allowed)) for item in draft.items(self.name)]
        draft.values[self.name] = tuple(dict.fromkeys(item for item in renamed if item))

    def _renamed(self, draft: "Draft", item: "Record", allowed: list[object]) -> "Record | None":
        """Return an item with names that are allowed; None if there is no valid one."""
        for _ in range(len(allowed)):
            allowed = [*allowed[1:], allowed[0]]
            order, changes = [*allowed], dict[str, object]()
            for field in self.fields:
                changes[field] = tuple(order) if isinstance(getattr(item, field), tuple) else order.pop()
            if changed := draft.changed_if_valid(item, changes):
                return changed
        return None

    def _allow(self, draft: "Draft", names: Sequence[object]) -> None:
        """Add names to the first of the other lists."""
        other, field = self.of[0]
        items = cast("tuple[object, ...]", draft.values[other])
        if field and names:
            last = (draft.items(other) or draft.draw_items(other))[-1]
            names = [draft.changed(last, {field: name}) for name in names]
        draft.set(other, (*items, *names))


@final
@frozen(kw_only=True)
class NotAmong(RecordRule):
    """A value is not in a list of the same record.

    Attributes:
        name: The field with the value.
        others: The field with the list.
    """

    name: str
    others: str

    # --- Meaning ----------------------------------------------------------------------------------------------------

    @property
    def reads(self) -> tuple[str, ...]:
        """The fields with the value and with the list."""
        return (self.name, self.others)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint at the item that equals the value, if there is one."""
        value, others = cast("tuple[object, tuple[object, ...]]", values)
        if value in others:
            yield (self.others, others.index(value)), f"must not be the same as {self.name} ({value})"

    # --- Engines ----------------------------------------------------------------------------------------------------

    def holds(self, *values: object) -> bool:
        """Return whether the value is not in the list."""
        value, others = cast("tuple[object, tuple[object, ...]]", values)
        return value not in others

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield the kernel test."""
        from alliancekit.kernel.compiled import NotIn

        yield (NotIn(*slots.of(self.name, self.others)),)

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    unsaid: ClassVar[str] = COMPARES

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows whose list contains the value."""
        items = objects[self.others].items
        rows = items.rows_above(items.rows)
        return rows.filter(items.series == objects[self.name].series.gather(rows))

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Put the value into the list."""
        others = cast("tuple[object, ...]", draft.values[self.others])
        draft.values[self.others] = (*others, draft.values[self.name])

    def mend_draft(self, draft: "Draft") -> None:
        """Remove the value from the list."""
        others = cast("tuple[object, ...]", draft.values[self.others])
        draft.set(self.others, tuple(other for other in others if other != draft.values[self.name]))


def _values_in(item: object, field: str) -> tuple[object, ...]:
    value: object = getattr(item, field)
    return cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
