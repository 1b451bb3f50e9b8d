"""Compare two versions of a corpus by record and by field."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from attrs import frozen

from alliancekit import convert
from alliancekit._collector import gc_paused
from alliancekit.corpus._list_items import by_key, has_names, item_name
from alliancekit.corpus._value_texts import FieldValue, value_texts
from alliancekit.corpus.order import in_order
from alliancekit.engine import Record
from alliancekit.models import Entry
from alliancekit.rules.shape import Shape, spec_of

if TYPE_CHECKING:
    from alliancekit.formats import Tree

Sign: TypeAlias = Literal["+", "-", "~"]
"""Whether something was added, removed or changed."""

_MOST_LINES: Final = 40
"""The greatest number of lines in the text of a comparison, without the summary."""


@frozen
class FieldChange:
    """A difference in one part of a record.

    The items of lists are compared one by one. Items with a key, such as ``parties[state:usa]``, and distinct texts,
    such as ``members[state:usa]``, have the names that `Attestation.fields` uses. Other items have their position, from
    0: in the old list if the item was removed, in the new list if it was added, in both if it was changed.

    Attributes:
        field: The name of the part, such as ``parties[state:usa].spells[0]``.
        old: Its old value; None if there was none.
        new: Its new value; None if there is none. If both are the whole list, the order of its items has changed.
    """

    field: str
    old: FieldValue
    new: FieldValue

    @property
    def sign(self) -> Sign:
        """``+`` if the value was added, ``-`` if it was removed, ``~`` if it was changed."""
        return _sign(self.old, self.new)

    def __str__(self) -> str:
        """Return the change on one line: ``~ ended: 1990 -> 1991``. Long values are cut."""
        old, new = value_texts(self.old, self.new)
        shown = {"+": new, "-": old, "~": f"{old} -> {new}"}
        what = " (order)" if isinstance(self.old, tuple) and isinstance(self.new, tuple) else ""
        return f"{self.sign} {self.field}{what}: {shown[self.sign]}"


@frozen
class RecordDiff:
    """A record that differs between two corpora.

    Attributes:
        id: Its id.
        old: The old record; None if it was added.
        new: The new record; None if it was removed.
        changes: The differences in its fields, in the order of the fields; empty if it was added or removed.
    """

    id: str
    old: Entry | None
    new: Entry | None
    changes: tuple[FieldChange, ...] = ()

    @property
    def sign(self) -> Sign:
        """``+`` if the record was added, ``-`` if it was removed, ``~`` if it was changed."""
        return _sign(self.old, self.new)

    def __str__(self) -> str:
        """Return the sign and the id, then each change on a line of its own."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"{self.sign} {self.id}"
        for change in self.changes:
            yield f"    {change}"


@frozen(repr=False)
class CorpusDiff:
    """The differences between two corpora, by record: false if there are none.

    Its length is the number of records that differ. `str` returns a text of at most 41 lines.

    Attributes:
        records: The records that differ, sorted by type in the order of `MODELS`, then by id.
    """

    records: tuple[RecordDiff, ...]

    def __len__(self) -> int:
        """Return the number of records that differ."""
        return len(self.records)

    def __iter__(self) -> Iterator[RecordDiff]:
        """Yield each record that differs."""
        return iter(self.records)

    @property
    def added(self) -> tuple[RecordDiff, ...]:
        """The records that only the new corpus has."""
        return self._with("+")

    @property
    def removed(self) -> tuple[RecordDiff, ...]:
        """The records that only the old corpus has."""
        return self._with("-")

    @property
    def changed(self) -> tuple[RecordDiff, ...]:
        """The records that both have, with different values."""
        return self._with("~")

    @property
    def summary(self) -> str:
        """How many records were added, removed and changed, in words."""
        numbers = {"added": len(self.added), "removed": len(self.removed), "changed": len(self.changed)}
        return ", ".join(f"{number:,} {word}" for word, number in numbers.items() if number) or "no differences"

    def tree(self) -> "dict[str, Tree]":
        """Return the differences as a plain tree, for `json.dumps`.

        ``added`` and ``removed`` are lists of records, as in a corpus file. ``changed`` is a list of objects with the
        id of a record in ``record``, and in ``fields`` a list of objects with ``field``, ``old`` and ``new``. A missing
        value is null.
        """
        return {
            "added": [convert.tree(each.new) for each in self.added if each.new],
            "removed": [convert.tree(each.old) for each in self.removed if each.old],
            "changed": [_tree(each) for each in self.changed],
        }

    def __str__(self) -> str:
        """Return the differences as text: each record with its changes, then the summary."""
        lines = str.splitlines("\n".join(map(str, self.records)))
        more = len(lines) - _MOST_LINES
        last = f"{self.summary} ({more:,} more lines)" if more > 0 else self.summary
        return "\n".join((*lines[:_MOST_LINES], last))

    def __repr__(self) -> str:
        """Return the numbers of records: ``<CorpusDiff: 1 added, 2 changed>``."""
        return f"<CorpusDiff: {self.summary}>"

    def _with(self, sign: Sign) -> tuple[RecordDiff, ...]:
        return tuple(record for record in self.records if record.sign == sign)


def diff(old: Iterable[Entry], new: Iterable[Entry]) -> CorpusDiff:
    """Return the differences between two sets of records with unique ids."""
    olds, news = ({str(record.id): record for record in records} for records in (old, new))
    differing = [id_ for id_ in in_order({**olds, **news}.values()) if olds.get(id_) != news.get(id_)]
    with gc_paused():
        return CorpusDiff(tuple(_record_diff(id_, olds.get(id_), news.get(id_)) for id_ in differing))


def _record_diff(id_: str, old: Entry | None, new: Entry | None) -> RecordDiff:
    return RecordDiff(id_, old, new, field_changes(old, new) if old and new else ())


def field_changes(old: Entry, new: Entry) -> tuple[FieldChange, ...]:
    """Return the differences between two versions of a record."""
    return tuple(_of_fields(old, new, ""))


def _of_fields(old: Record, new: Record, prefix: str) -> Iterator[FieldChange]:
    """Yield the differences between two objects of one class."""
    for field in spec_of(type(new)).fields:
        yield from _of_values(field.shape, getattr(old, field.name), getattr(new, field.name), prefix + field.name)


def _of_values(shape: Shape, old: FieldValue, new: FieldValue, name: str) -> Iterator[FieldChange]:
    """Yield the differences between two values of one shape."""
    if old == new:
        return
    if isinstance(old, Record) and isinstance(new, Record):
        yield from _of_fields(old, new, f"{name}.")
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _of_lists(shape, old, new, name)
    else:
        yield FieldChange(name, old, new)


def _of_lists(shape: Shape, old: tuple[object, ...], new: tuple[object, ...], name: str) -> Iterator[FieldChange]:
    """Yield the differences between two lists, item by item; at the end, the whole lists if their order differs."""
    names = shape.unique_by
    olds, news = by_key(names, old), by_key(names, new)
    if has_names(shape, names):
        differing = {key: item for key, item in {**olds, **news}.items() if olds.get(key) != news.get(key)}
        # The order must not depend on which of the lists is the old one.
        named = sorted((item_name(shape, item), repr(key), key) for key, item in differing.items())
        pairs = [(own, olds.get(key), news.get(key)) for own, _, key in named]
    else:
        removed, added = (
            {place: item for place, (key, item) in enumerate(items.items()) if key not in others}
            for items, others in ((olds, news), (news, olds))
        )
        pairs = [(str(place), removed.get(place), added.get(place)) for place in sorted({**removed, **added})]
    for key, old_item, new_item in pairs:
        values = cast("tuple[FieldValue, FieldValue]", (old_item, new_item))
        yield from _of_values(cast("Shape", shape.item), *values, f"{name}[{key}]")
    if [key for key in olds if key in news] != [key for key in news if key in olds]:
        yield FieldChange(name, old, new)


def _sign(old: object, new: object) -> Sign:
    return "+" if old is None else "-" if new is None else "~"


def _tree(record: RecordDiff) -> "dict[str, Tree]":
    fields: list[Tree] = [
        {"field": change.field, "old": convert.plain(change.old), "new": convert.plain(change.new)}
        for change in record.changes
    ]
    return {"record": record.id, "fields": fields}
