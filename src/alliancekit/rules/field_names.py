"""The rule that nested items name fields of their record."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Self, cast, final

from attrs import evolve, frozen

from alliancekit.messages import quote
from alliancekit.rules.json_schema import Clause, Schema, with_code
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
class NamesField(RecordRule):
    """Nested items name a field of the record, or of an object in it: ``venue.kind``.

    Attributes:
        path: A list, a list in its items, and the field of the inner items with the name.
        fields: All names allowed; `bind` sets them.
    """

    path: tuple[str, str, str]
    fields: tuple[str, ...] = ()

    # --- Meaning ----------------------------------------------------------------------------------------------------

    def bind(self, fields: tuple[str, ...]) -> Self:
        """Return the rule with the fields of its model as the allowed names: all but the id and the list itself."""
        return evolve(self, fields=tuple(name for name in fields if name.split(".")[0] not in ("id", self.path[0])))

    @property
    def reads(self) -> tuple[str, ...]:
        """The outer list."""
        return (self.path[0],)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each name that is not a field."""
        outer, inner, last = self.path
        for n, item in enumerate(cast("Sequence[object]", values[0])):
            for m, reading in enumerate(getattr(item, inner)):
                name = getattr(reading, last)
                if name not in self.fields:
                    yield (outer, n, inner, m, last), f"must be a field of this record, got {quote(name)}"

    # --- Engines ----------------------------------------------------------------------------------------------------

    def holds(self, *values: object) -> bool:
        """Return whether every name is allowed."""
        _, inner, last = self.path
        for item in cast("Sequence[object]", values[0]):
            for reading in getattr(item, inner):
                if getattr(reading, last) not in self.fields:
                    return False
        return True

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield the kernel test."""
        from alliancekit.kernel.compiled import InnerAmong

        outer, inner, last = self.path
        names = slots.below(outer).of_item(inner, last)
        yield (InnerAmong(slots[outer], slots.of_item(outer, inner), names, frozenset(self.fields)),)

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    def json_schema(self, spec: "Spec") -> Clause:
        """Return the names that are allowed."""
        del spec
        outer, inner, last = self.path
        names: Schema = {"properties": {last: with_code(self, {"enum": [*self.fields]})}}
        return Clause({"properties": {outer: {"items": {"properties": {inner: {"items": names}}}}}})

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows with a name that is not allowed."""
        outer, inner, last = self.path
        items = objects[outer].items
        below = items.objects[inner].items
        strange = (~below[last].series.is_in(self.fields)).arg_true()
        return items.up(items.objects.up(below.up(strange)))

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Draw a name that is not a field."""
        outer, inner, last = self.path
        name = draft.text(lambda text: text not in self.fields)
        item = draft.draw_items(outer)[0]
        reading = draft.changed(draft.draw_items_for(item, inner)[0], {last: name})
        draft.values[outer] = (draft.changed(item, {inner: (reading,)}),)

    def mend_draft(self, draft: "Draft") -> None:
        """Replace each name with one that is allowed."""
        outer, inner, last = self.path
        items: list[object] = []
        for item in draft.items(outer):
            readings = [draft.changed(reading, {last: draft.choose(self.fields)}) for reading in getattr(item, inner)]
            items.append(draft.changed(item, {inner: tuple(dict.fromkeys(readings))}))
        draft.set(outer, tuple(dict.fromkeys(items)))
