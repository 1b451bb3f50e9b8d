"""Merge the changes of two people to one corpus: a three-way merge, by record and by field."""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias, cast

from attrs import define, field, frozen

from alliancekit.corpus._corpus import Corpus
from alliancekit.corpus._list_items import ItemKey, by_key, has_names, item_name
from alliancekit.corpus._value_texts import FieldValue, value_texts
from alliancekit.corpus.checks.unique_ids import CHANGES_AGREE
from alliancekit.corpus.differences import field_changes
from alliancekit.corpus.order import in_order
from alliancekit.engine import Record
from alliancekit.errors import InvalidCorpus, InvalidRecord, Problem
from alliancekit.models import Candidate, Entry, Source, Statement
from alliancekit.rules.shape import Kind, Shape, spec_of

_Items: TypeAlias = Mapping[ItemKey, object]
_List: TypeAlias = tuple[object, ...]
_Versions: TypeAlias = tuple[object, object, object]
"""A value before the changes, ours, and theirs; None where it is missing."""

_START: Final[ItemKey] = (None, 0)
"""Stands for the start of a list: the place before its first item."""

_SPEECH: Final = (("speaker", "office"),)
_TOGETHER: Final[Mapping[type, tuple[tuple[str, ...], ...]]] = {
    Source: (("digest", "file", "length", "regions"), ("published", "dated_by"), ("url", "accessed")),
    Statement: _SPEECH,
    Candidate: _SPEECH,
}
"""Fields that are true only together: regions are positions in the text with this digest."""


@frozen
class Conflict:
    """A part of a record for which the changes of the two sides contradict each other.

    Attributes:
        record: The id of the record.
        field: The name of the part, as in `FieldChange`; empty for the whole record.
        base: The value before the changes; None if there was none.
        ours: Our value; None if we removed it.
        theirs: Their value; None if they removed it.
        problems: The rules that the value with both changes would break, if the changes are in different fields.
    """

    record: str
    field: str
    base: FieldValue
    ours: FieldValue
    theirs: FieldValue
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """The id of the record, and the name of the part."""
        return f"{self.record} {self.field}".rstrip()

    def __str__(self) -> str:
        """Return the conflict on one line, with all three values. Long values are cut."""
        versions = ", ".join(f"{version} {text}" for version, text in version_texts(self).items())
        broken = "".join(f"; both together: {problem.message}" for problem in self.problems)
        return f"{self.name}: {versions}{broken}"


def version_texts(conflict: Conflict) -> dict[str, str]:
    """Return the three values of a conflict as short texts, by the name of the version."""
    texts = value_texts(conflict.base, conflict.ours, conflict.theirs)
    return dict(zip(("base", "ours", "theirs"), texts, strict=True))


@frozen
class Merged:
    """The result of a three-way merge.

    Attributes:
        records: The merged records, in the order of a corpus. A part with a conflict has our value.
        conflicts: The conflicts, sorted by the ids of the records.
    """

    records: tuple[Entry, ...]
    conflicts: tuple[Conflict, ...]

    def corpus(self) -> Corpus:
        """Return the merged records as a corpus.

        Raises:
            InvalidCorpus: If there are conflicts, with a problem for each; or if the merged records contradict each
                other.
        """
        if self.conflicts:
            raise InvalidCorpus(map(_problem, self.conflicts))
        return Corpus(self.records)


def merge_changes(base: Iterable[Entry], ours: Iterable[Entry], theirs: Iterable[Entry]) -> Merged:
    """Merge the changes that two people made to one corpus.

    A record, a field, or an item of a list that only one side has changed gets the value of this side. What both have
    changed in the same way gets this value, and what both removed is removed. Everything else is a conflict: both
    changed one value in different ways, or one changed what the other removed.

    Records, and items of a list with a key, are merged field by field, because their id or key says that both versions
    are about one thing. An object without a key, such as an attestation or a venue, is one value. So is a group of
    fields that are true only together: the digest, file, length and regions of a source; its date and how it is known;
    its address and when it was seen there; the speaker and the office of a statement. If each side has changed another
    field of a group, each changed field is a conflict.

    The items of a list are matched as by `Corpus.diff`. Except for conflicts, the result is the same if the two sides
    are exchanged.

    Args:
        base: The records before the changes: a corpus, or records with unique ids.
        ours: The records with the changes of one side.
        theirs: The records with the changes of the other side.
    """
    sides = [{record.id: record for record in records} for records in (base, ours, theirs)]
    merger = _Merger()
    records: list[Entry] = []
    for id_ in sorted({id_ for side in sides for id_ in side}):
        record = merger.record(id_, *(side.get(id_) for side in sides))
        if record:
            records.append(record)
    return Merged(tuple(in_order(records).values()), tuple(merger.conflicts))


def _problem(conflict: Conflict) -> Problem:
    message = f"the changes contradict each other in {conflict}"
    return CHANGES_AGREE.problem(message, record=conflict.record)


@define(eq=False)
class _Merger:
    """Merges values, and collects the conflicts.

    Attributes:
        conflicts: The conflicts so far.
    """

    conflicts: list[Conflict] = field(factory=list)
    _id: str = ""

    def record(self, id_: str, base: Entry | None, ours: Entry | None, theirs: Entry | None) -> Entry | None:
        """Return the merged record with an id; None if it was removed."""
        self._id = id_
        if base is None and ours and theirs:
            for change in field_changes(ours, theirs):
                self._conflict((None, change.old, change.new), change.field)
            return ours
        return cast("Entry | None", self._value(None, (base, ours, theirs), "", identified=True))

    def _conflict(self, versions: _Versions, name: str, problems: tuple[Problem, ...] = ()) -> object:
        """Add a conflict, and return our value."""
        base, ours, theirs = cast("tuple[FieldValue, FieldValue, FieldValue]", versions)
        self.conflicts.append(Conflict(self._id, name, base, ours, theirs, problems))
        return ours

    def _value(self, shape: Shape | None, versions: _Versions, name: str, *, identified: bool = False) -> object:
        """Return the merged value of a record, a field or an item.

        Args:
            shape: The shape of the value; None for a record.
            versions: The three values.
            name: The name of the value in the record.
            identified: Whether it is an object with an id or a key, so that its versions are about one thing.
        """
        base, ours, theirs = versions
        if theirs in (ours, base):
            return ours
        if ours == base:
            return theirs
        if identified and isinstance(base, Record) and isinstance(ours, Record) and isinstance(theirs, Record):
            return self._object((base, ours, theirs), name)
        if shape and isinstance(base, tuple) and isinstance(ours, tuple) and isinstance(theirs, tuple):
            return self._list(shape, cast("tuple[_List, _List, _List]", versions), name)
        return self._conflict(versions, name)

    def _object(self, versions: tuple[Record, Record, Record], name: str) -> object:
        """Return an object in which each field is merged."""
        base, ours, theirs = versions
        before = len(self.conflicts)
        model = type(base)
        mixed = _mixed(_TOGETHER.get(model, ()), versions)
        merged: dict[str, object] = {}
        for own in spec_of(model).fields:
            values: _Versions = (getattr(base, own.name), getattr(ours, own.name), getattr(theirs, own.name))
            part = f"{name}.{own.name}" if name else own.name
            merged[own.name] = (
                self._conflict(values, part) if own.name in mixed else self._value(own.shape, values, part)
            )
        if len(self.conflicts) > before:
            return ours
        try:
            return model(**merged)
        except InvalidRecord as error:
            return self._conflict(versions, name, error.problems)

    def _list(self, shape: Shape, versions: tuple[_List, _List, _List], name: str) -> object:
        """Return a list in which each item is merged."""
        names = shape.unique_by
        base, ours, theirs = (by_key(names, values) for values in versions)
        if not has_names(shape, names) and _changed_in_place(base, ours) and _changed_in_place(base, theirs):
            triples = enumerate(zip(*versions, strict=True))
            return tuple(self._value(shape.item, triple, f"{name}[{place}]") for place, triple in triples)
        order = _merged_order(base, ours, theirs)
        if order is None or (not names and _may_change_one_item(shape, base, ours, theirs)):
            return self._conflict(versions, name)
        merged: list[object] = []
        for key in order:
            triple = (base.get(key), ours.get(key), theirs.get(key))
            # Only items with a key can be in conflict: of others, all versions are equal.
            text = item_name(shape, next(item for item in triple if item)) if names else ""
            merged.append(self._value(shape.item, triple, f"{name}[{text}]", identified=bool(names)))
        return tuple(item for item in merged if item is not None)


def _changed_in_place(base: _Items, side: _Items) -> bool:
    """Return whether a list differs from another one only in single items, each at the same position."""
    return len(base) == len(side) and all(
        old == new or (old not in side and new not in base) for old, new in zip(base, side, strict=True)
    )


def _mixed(groups: tuple[tuple[str, ...], ...], versions: tuple[Record, Record, Record]) -> frozenset[str]:
    """Return the fields of groups to which each side has made a change that the other has not."""
    base, *sides = ({name: getattr(each, name) for group in groups for name in group} for each in versions)
    mixed: list[str] = []
    for group in groups:
        changed = [name for name in group if any(side[name] != base[name] for side in sides)]
        complete = any(
            all(other[name] in (side[name], base[name]) for name in changed) for side, other in (sides, sides[::-1])
        )
        if len(changed) > 1 and not complete:
            mixed += changed
    return frozenset(mixed)


def _may_change_one_item(shape: Shape, base: _Items, ours: _Items, theirs: _Items) -> bool:
    """Return whether both sides removed an item of a list, and items that were added may be changes of it.

    That is so if each side added other items. It is also so if one side added an item at the place of the removed one,
    unless the items are ids or words of a list: these are never changed into others.
    """
    removed = {key for key in base if key not in ours and key not in theirs}
    added = [side.keys() - base.keys() for side in (ours, theirs)]
    if not removed or added[0] == added[1]:
        return False
    item = cast("Shape", shape.item)
    fixed = bool(item.refers_to) or item.kind is Kind.CHOICE
    return all(added) or (not fixed and any(removed & _replaced(base, side) for side in (ours, theirs)))


def _replaced(base: _Items, side: _Items) -> set[ItemKey]:
    """Return the items of the base that a side removed at a place where it added others."""
    gaps = _gaps(base, side)
    replaced: set[ItemKey] = set()
    last = _START
    for key in base:
        if key in side:
            last = key
        elif gaps[last]:
            replaced.add(key)
    return replaced


def _merged_order(base: _Items, ours: _Items, theirs: _Items) -> list[ItemKey] | None:
    """Return the keys of the merged list in order, and the removed ones; None if changes of the order contradict.

    An item that only one side has follows the same item of the base as on this side.
    """
    orders = [*base], [*ours], [*theirs]
    if orders[1] == orders[2] or orders[2] == orders[0]:
        return [*{**ours, **base}]
    if orders[1] == orders[0]:
        return [*{**theirs, **base}]
    if any([key for key in side if key in base] != [key for key in base if key in side] for side in (ours, theirs)):
        return None
    gaps = [_gaps(base, side) for side in (ours, theirs)]
    merged: dict[ItemKey, None] = {}
    for key in (_START, *base):
        if key != _START:
            merged[key] = None
        # The order must not depend on which side is ours.
        for added in sorted((side[key] for side in gaps), key=repr):
            merged.update(dict.fromkeys(added))
    return [*merged]


def _gaps(base: _Items, side: _Items) -> dict[ItemKey, list[ItemKey]]:
    """Return the items that a side has added, by the item of the base before them."""
    gaps: dict[ItemKey, list[ItemKey]] = {key: [] for key in (_START, *base)}
    last = _START
    for key in side:
        if key in base:
            last = key
        else:
            gaps[last].append(key)
    return gaps
