"""Rules of names of fields, such as those for which a source is the evidence: the field exists, and its keys match."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Final, Self, cast, final

from attrs import evolve, frozen

from alliancekit.errors import Path, Problem, UnknownField, path_text
from alliancekit.messages import quote
from alliancekit.project_fields import FIELD
from alliancekit.rules.field_paths import Finder, named_items
from alliancekit.rules.json_schema import COMPARES, Clause, Schema, typed, whole_text, with_code
from alliancekit.rules.rule import Complaint, RecordRule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects, Values
    from alliancekit.engine import Record
    from alliancekit.engine.slots import Slots
    from alliancekit.kernel.compiled import Test
    from alliancekit.rules.shape import Spec
    from alliancekit.strategies.drafts import Draft


_ONE_PART: Final = "must name one part of this record"


@frozen(kw_only=True)
class _FieldNames(RecordRule):
    """The parts that rules of names of fields share.

    Attributes:
        path: A list, then either a list of names in its items, or a list in its items and the field of the inner
            items with the name.
        model: The class of the record; `bind` sets it.
        fields: The names of all fields, such as ``venue.kind``; `bind` sets them.
    """

    path: tuple[str, str] | tuple[str, str, str]
    model: type = object
    fields: tuple[str, ...] = ()

    # --- Meaning ----------------------------------------------------------------------------------------------------

    def bind(self, model: type, fields: tuple[str, ...]) -> Self:
        """Return the rule with the fields of its model: all but the id, the list itself, and the fields of projects."""
        names = tuple(name for name in fields if name.split(".")[0] not in ("id", self.path[0], FIELD))
        return evolve(self, model=model, fields=names)

    def _names(self, items: object) -> "Iterator[tuple[Path, str]]":
        """Yield each name with its path."""
        outer, inner, *last = self.path
        for n, item in enumerate(cast("Sequence[object]", items)):
            for m, value in enumerate(getattr(item, inner)):
                yield (outer, n, inner, m, *last), getattr(value, last[0]) if last else value

    # --- Engines ----------------------------------------------------------------------------------------------------

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield the test that each name is that of a field, without a key."""
        from alliancekit.kernel.compiled import InnerAmong

        outer, inner, *last = self.path
        names = slots.items_of(outer).of_item(inner, last[0]) if last else None
        yield (InnerAmong(slots[outer], slots.of_item(outer, inner), names, frozenset(self.fields)),)

    # --- Columns ----------------------------------------------------------------------------------------------------

    def _named(self, objects: "Objects") -> "tuple[Values, pl.Series]":
        """Return all names, and the row of each."""
        outer, inner, *last = self.path
        items = objects[outer].items
        inner_items = items.objects[inner].items
        names = inner_items[last[0]] if last else inner_items
        return names, items.rows_above(items.objects.rows_above(inner_items.rows_above(inner_items.rows)))

    # --- Generation -------------------------------------------------------------------------------------------------

    def _put_name(self, draft: "Draft", name: str) -> None:
        """Draw an item with a name."""
        outer, inner, *last = self.path
        item = draft.draw_items(outer)[0]
        value = draft.draw_item_for(item, inner, {last[0]: name}) if last else name
        draft.values[outer] = (draft.changed(item, {inner: (value,)}),)

    def mend_draft(self, draft: "Draft") -> None:
        """Replace each name with that of a field, or of an item of a list."""
        outer, inner, *last = self.path
        names: tuple[str, ...] = ()
        items: list[object] = []
        for item in draft.items(outer):
            values = cast("tuple[object, ...]", getattr(item, inner))
            if values and not names:
                names = (*self.fields, *named_items(self.model, draft.values, self.fields))
            named = [self._renamed(draft, value, last, names) for value in values]
            items.append(draft.changed(item, {inner: tuple(dict.fromkeys(named))}))
        draft.set(outer, tuple(dict.fromkeys(items)))

    def _renamed(self, draft: "Draft", value: object, last: Sequence[str], names: tuple[str, ...]) -> object:
        name = cast("str", getattr(value, last[0]) if last else value)
        if name in names:
            return value
        name = draft.choose(names)
        return draft.changed(cast("Record", value), {last[0]: name}) if last else name


def _items(schema: Schema) -> Schema:
    return typed("array", {"items": schema})


@final
@frozen(kw_only=True)
class NamesField(_FieldNames):
    """Nested items name a field of the record, or of an object in it: ``venue.kind``, ``parties[state:usa].acts``.

    Its attributes are those of `_FieldNames`.
    """

    # --- Meaning ----------------------------------------------------------------------------------------------------

    @property
    def reads(self) -> tuple[str, ...]:
        """The outer list."""
        return (self.path[0],)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each name that does not begin with a field; keys are not looked up."""
        for path, name in self._names(values[0]):
            if name.partition("[")[0] not in self.fields:
                yield path, f"must be a field of this record, got {quote(name)}"

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    def json_schema(self, spec: "Spec") -> Clause:
        """Return the names that are allowed, each perhaps with a key."""
        del spec
        outer, inner, *last = self.path
        begin = "|".join(name.replace(".", r"\.") for name in self.fields)
        pattern = with_code(self, whole_text(rf"(?:{begin})(?:\[[\s\S]*)?", unless=r"^[^\[]*\n"))
        name = typed("string", pattern)
        names = _items(typed("object", {"properties": {last[0]: name}}) if last else name)
        return Clause({"properties": {outer: _items(typed("object", {"properties": {inner: names}}))}})

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows with a name that does not begin with a field."""
        import polars as pl

        names, rows = self._named(objects)
        begin = names.series.str.splitn("[", 2).struct.field("field_0")
        return rows.filter(~begin.is_in(pl.Series(self.fields, dtype=pl.String).implode()))

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Draw a name that is not a field."""
        self._put_name(draft, draft.text(lambda text: text.partition("[")[0] not in self.fields))


@final
@frozen(kw_only=True)
class KeysMatch(_FieldNames):
    """The keys in names of fields match one item each: ``parties[state:usa].acts[ratification].date``.

    `alliancekit.rules.field_paths` defines the keys of items. `NamesField` checks the names before the first key.
    """

    unsaid: ClassVar[str] = COMPARES
    inexact_for: ClassVar[str] = "records with a key in the name of a field"

    # --- Meaning ----------------------------------------------------------------------------------------------------

    @property
    def reads(self) -> tuple[str, ...]:
        """The outer list, then all fields."""
        return (self.path[0], *dict.fromkeys(name.partition(".")[0] for name in self.fields))

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each name with a key that matches no item, or several."""
        for path, error in self._errors(*values):
            yield path, f"{_ONE_PART}: {error.message}"

    def problems(self, values: tuple[object, ...], path: Path = ()) -> Iterator[Problem]:
        """Yield a problem for each complaint, with a hint of its own."""
        for step, error in self._errors(*values):
            place = (*path, *step)
            message = f"{path_text(place)} {_ONE_PART}: {error.message}"
            yield self.problem(message, path=place, hint=error.hint or None)

    def _errors(self, *values: object) -> Iterator[tuple[Path, UnknownField]]:
        """Yield the path of each name with a key that does not match one item, and why."""
        outer, *others = values
        finder = Finder(self.model, dict(zip(self.reads[1:], others, strict=True)))
        for path, name in self._names(outer):
            if "[" in name and name.partition("[")[0] in self.fields:
                try:
                    finder.find(name)
                except UnknownField as error:
                    yield path, error

    def holds(self, *values: object) -> bool:
        """Return whether no name has a key, or all keys match one item."""
        return all("[" not in name for _, name in self._names(values[0])) or RecordRule.holds(self, *values)

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows with a key."""
        names, rows = self._named(objects)
        return rows.filter(names.series.str.contains("[", literal=True))

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Draw a name with a key that matches no item."""
        name = draft.choose([name for name in self.fields if "." not in name])
        self._put_name(draft, f"{name}[{draft.text(bool)}?]")
