"""Rules of lists of one record: names in one list must be in another list; a value must not be in a list."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, cast, final

from attrs import frozen

from alliancekit.messages import quote
from alliancekit.rules.complaints import Clash, group_by_cause, values_with_paths
from alliancekit.rules.json_schema import COMPARES, Clause
from alliancekit.rules.rule import Complaint, RecordRule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.engine.slots import Slots
    from alliancekit.kernel.compiled import Test
    from alliancekit.rules.shape import Spec
    from alliancekit.strategies.drafts import Draft


@final
@frozen(kw_only=True)
class Among(RecordRule):
    """The names in the items of one list are among the names in the items of another list.

    Attributes:
        name: The list.
        fields: The fields of its items with one or several names.
        of: The other list, and the field of its items with the names that are allowed.
    """

    name: str
    fields: tuple[str, ...]
    of: tuple[str, str]

    # --- Meaning ----------------------------------------------------------------------------------------------------

    @property
    def reads(self) -> tuple[str, ...]:
        """Both lists."""
        return (self.name, self.of[0])

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each name that is not allowed, at the first item that has it."""
        return group_by_cause(self._clashes(*cast("tuple[Sequence[object], Sequence[object]]", values)))

    def _clashes(self, items: Sequence[object], others: Sequence[object]) -> Iterator[Clash]:
        others_list, other_field = self.of
        allowed = {getattr(other, other_field) for other in others}
        for position, item in enumerate(items):
            for field in self.fields:
                for path, name in values_with_paths(getattr(item, field), (self.name, position, field)):
                    if name not in allowed:
                        yield name, path, f"must be one of the {others_list}, got {quote(str(name))}"

    # --- Engines ----------------------------------------------------------------------------------------------------

    def holds(self, *values: object) -> bool:
        """Return whether every name is allowed."""
        items, others = cast("tuple[Sequence[object], Sequence[object]]", values)
        if not items:
            return True
        allowed = set(map(attrgetter(self.of[1]), others))
        each = (cast("object", getattr(item, name)) for name in self.fields for item in items)
        return all(
            allowed.issuperset(cast("tuple[object, ...]", value))
            if isinstance(value, tuple)
            else value in (None, *allowed)
            for value in each
        )

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield a test for each field of the items."""
        from alliancekit.kernel.compiled import AmongFew

        own, others = slots.of(self.name, self.of[0])
        allowed = slots.of_item(*self.of)
        yield from ((AmongFew(own, slots.of_item(self.name, field), others, allowed),) for field in self.fields)

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    def json_schema(self, spec: "Spec") -> Clause:
        """Return an empty clause: JSON Schema can't express the rule."""
        del spec
        return Clause(unsaid=COMPARES)

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows with a name that is not allowed."""
        import polars as pl

        allowed = objects[self.of[0]].names(self.of[1])
        names = pl.concat([objects[self.name].names(field) for field in self.fields])
        return names.join(allowed, on=["row", "name"], how="anti").get_column("row")

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Draw an item with arbitrary names."""
        draft.values[self.name] = draft.draw_items(self.name)[:1]

    def mend_draft(self, draft: "Draft") -> None:
        """Give the items names that are allowed, each once; if the items must stay, allow the names that they have."""
        others, other_field = self.of
        allowing = draft.items(others)
        allowed: list[object] = [getattr(other, other_field) for other in allowing]
        if self.name in draft.fixed:
            used = [name for item in draft.items(self.name) for field in self.fields for name in _names_in(item, field)]
            new = [name for name in dict.fromkeys(used) if name not in allowed]
            draft.set(others, (*allowing, *(draft.changed(allowing[-1], {other_field: name}) for name in new)))
            return
        renamed: list[object] = []
        for item in draft.items(self.name):
            order = draft.shuffle(allowed)
            changes: dict[str, object] = {}
            for field in self.fields:
                changes[field] = tuple(order) if isinstance(getattr(item, field), tuple) else order.pop()
            renamed.append(draft.changed(item, changes))
        draft.values[self.name] = tuple(dict.fromkeys(renamed))


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
        """The value and the list."""
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

    def json_schema(self, spec: "Spec") -> Clause:
        """Return an empty clause: JSON Schema can't express the rule."""
        del spec
        return Clause(unsaid=COMPARES)

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows whose list has the value."""
        items = objects[self.others].items
        rows = items.up(items.rows)
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


def _names_in(item: object, field: str) -> tuple[object, ...]:
    value: object = getattr(item, field)
    return cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
