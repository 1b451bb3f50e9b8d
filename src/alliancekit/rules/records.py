"""Rules for several fields of one record; put into the `RULES` of its class."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from operator import attrgetter
from typing import Self, TypeAlias, TypeVar, cast

from attrs import evolve, frozen

from alliancekit.dates import PartialDate
from alliancekit.dates.edtf import BEGINNING, ENDLESS
from alliancekit.dates.partial import SPANS
from alliancekit.dates.periods import first_later, first_overlaps
from alliancekit.errors import Path, path_text
from alliancekit.messages import also, listed, quote
from alliancekit.rules.rule import Complaint, Rule

T = TypeVar("T")

Clash: TypeAlias = tuple[object, Path, str]
"""What may have caused a complaint, which others with the same cause share; and the complaint."""

_Part: TypeAlias = Callable[[object], T | tuple[T, ...] | None]
"""Gives what a field of an item holds: nothing, a value or a list of them."""


@frozen(kw_only=True)
class Together(Rule):
    """A rule that reads several fields of one record, each already known to be right by itself."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The names of the fields that the rule reads, in the order in which `complaints` takes them."""
        raise NotImplementedError

    def among(self, fields: tuple[str, ...]) -> Self:
        """Return the rule for a model that has these fields; most rules need not know them."""
        del fields
        return self

    @property
    def demands(self) -> tuple[str, ...]:
        """The names of the fields that may break the rule by being absent."""
        return ()

    def suspects(self, *values: object) -> tuple[str, ...]:
        """Return the names of the fields of which one may be wrong where these values break the rule.

        A later rule that reads them would report what only follows from the same mistake.
        """
        del values
        return ()

    def settled(self, values: tuple[object, ...], suspects: AbstractSet[str]) -> tuple[object, ...] | None:
        """Return the values to check where some fields may be wrong; None if the rule can't be checked without them."""
        return values if suspects.isdisjoint(self.reads) else None


@frozen(kw_only=True)
class Ordered(Together):
    """Dates or numbers do not go down from field to field; those not given are passed over.

    Dates break this only where it is certain: ``2025`` before ``2025-04`` is fine.

    Attributes:
        names: The fields, first to last.
        strict: Whether they must go up.
    """

    names: tuple[str, ...]
    strict: bool = False

    @property
    def reads(self) -> tuple[str, ...]:
        """All the fields."""
        return self.names

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each field that comes before an earlier one."""
        return (complaint for _, _, complaint in self._clashes(values))

    def suspects(self, *values: object) -> tuple[str, ...]:
        """Return both fields of each two that are in the wrong order."""
        return tuple(name for low, high, _ in self._clashes(values) for name in (low, high))

    def _clashes(self, values: tuple[object, ...]) -> Iterator[tuple[str, str, Complaint]]:
        """Yield each two fields in the wrong order, with the complaint."""
        held = [(name, value) for name, value in zip(self.names, values, strict=True) if value is not None]
        # Neighbours first: what two fields further apart say may only follow from one wrong date between them.
        for distance in range(1, len(held)):
            pairs = [*zip(held, held[distance:], strict=False)]
            found = [(low[0], high[0], complaint) for low, high in pairs if (complaint := self._complaint(low, high))]
            yield from found
            if found:
                return

    def _complaint(self, first: tuple[str, object], second: tuple[str, object]) -> Complaint | None:
        """Return what is wrong with two fields, of which the second must not be less."""
        (name, low), (other, high) = first, second
        if isinstance(low, PartialDate) and isinstance(high, PartialDate):
            wrong = high.before(low)
            message = f"must not be before {name} ({low.edtf}), got {high.edtf}"
        else:
            least, number = cast("tuple[int, int]", (low, high))
            wrong = number < least + self.strict
            message = f"must be {'greater than' if self.strict else 'at least'} {name} ({least}), got {number}"
        return ((other,), message) if wrong else None

    def holds(self, *values: object) -> bool:
        """Return whether each field obeys with respect to all fields before it."""
        held = [value for value in values if value is not None]
        if not held:
            return True
        if isinstance(held[0], PartialDate):
            latest = BEGINNING
            for date in cast("list[PartialDate]", held):
                span = SPANS[date.edtf]
                if span.last_to < latest:
                    return False
                latest = max(latest, span.first_from)
            return True
        numbers = cast("list[int]", held)
        return all(low + self.strict <= high for low, high in pairwise(numbers))


@frozen(kw_only=True)
class AnyOf(Together):
    """At least one of the fields is given.

    Attributes:
        names: The fields.
    """

    names: tuple[str, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """All the fields."""
        return self.names

    @property
    def demands(self) -> tuple[str, ...]:
        """All the fields."""
        return self.names

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint about the whole record."""
        if not any(map(is_given, values)):
            yield (), f"{listed(self.names)} must be given"

    def holds(self, *values: object) -> bool:
        """Return whether one of the fields is given."""
        return any(map(is_given, values))


@frozen(kw_only=True)
class ExactlyOne(Together):
    """Just one of two fields is given.

    Attributes:
        names: The two fields.
    """

    names: tuple[str, str]

    @property
    def reads(self) -> tuple[str, ...]:
        """Both fields."""
        return self.names

    @property
    def demands(self) -> tuple[str, ...]:
        """Both fields."""
        return self.names

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint, at the second field if both are given."""
        count = sum(map(is_given, values))
        if not count:
            yield (), f"{listed(self.names)} must be given"
        elif count > 1:
            yield (self.names[1],), f"must be left out where {self.names[0]} is given"

    def holds(self, *values: object) -> bool:
        """Return whether just one of the fields is given."""
        return sum(map(is_given, values)) == 1


@frozen(kw_only=True)
class Needs(Together):
    """A field that is given needs another one.

    Attributes:
        name: The field.
        other: The one that it needs.
    """

    name: str
    other: str

    @property
    def reads(self) -> tuple[str, ...]:
        """Both fields."""
        return (self.name, self.other)

    @property
    def demands(self) -> tuple[str, ...]:
        """The field that is needed."""
        return (self.other,)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint, at the field that needs."""
        value, other = values
        if is_given(value) and not is_given(other):
            yield (self.name,), f"needs {self.other}, which is not given"

    def holds(self, *values: object) -> bool:
        """Return whether the other field is given, or the first one is not."""
        value, other = values
        return not is_given(value) or is_given(other)


@frozen(kw_only=True)
class Forbids(Together):
    """Where a field has one of certain values, other fields are not given.

    Attributes:
        name: The field that decides.
        values: Its values that forbid.
        others: The fields that must then be left out.
    """

    name: str
    values: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """The field that decides, then the others."""
        return (self.name, *self.others)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each field that is given all the same."""
        value, *others = values
        if value in self.values:
            for name, other in zip(self.others, others, strict=True):
                if is_given(other):
                    yield (name,), f"must be left out where {self.name} is {quote(str(value))}"

    def holds(self, *values: object) -> bool:
        """Return whether the value does not forbid, or none of the others is given."""
        value, *others = values
        return value not in self.values or not any(map(is_given, others))


@frozen(kw_only=True)
class Form(Together):
    """The form of one text depends on the value of another field.

    Attributes:
        name: The field whose text has the form.
        by: The field that says which.
        forms: For each value of `by`: the regular expression and what it means, to stand after "must be".
    """

    name: str
    by: str
    forms: Mapping[str, tuple[str, str]]

    @property
    def reads(self) -> tuple[str, ...]:
        """Both fields."""
        return (self.name, self.by)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        import re

        text, by = map(str, values)
        regex, form = self.forms[by]
        if not re.fullmatch(regex, text):
            yield (self.name,), f"must be {form} where {self.by} is {quote(by)}, got {quote(text)}"


@frozen(kw_only=True)
class Disjoint(Together):
    """The periods of a list's items don't overlap for certain; no period at all means for all time.

    Attributes:
        name: The list.
        period: The field of an item that holds its period; none: the item is the period.
        per: Fields of an item; only items that agree on them are compared.
        in_order: Whether the items must also stand in the order of time.
    """

    name: str
    period: str | None = None
    per: tuple[str, ...] = ()
    in_order: bool = False

    @property
    def reads(self) -> tuple[str, ...]:
        """The list."""
        return (self.name,)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each item that clashes with an earlier one: with the first of those in the list."""
        items = cast("Sequence[object]", values[0])
        periods = [cast("PartialDate | None", getattr(item, self.period) if self.period else item) for item in items]
        groups: dict[object, list[int]] = {}
        for position, item in enumerate(items):
            groups.setdefault(tuple(getattr(item, name) for name in self.per), []).append(position)
        clashes: dict[int, tuple[int, str]] = {}
        for positions in groups.values():
            if len(positions) > 1:
                clashes |= self._clashes(positions, [periods[position] for position in positions])
        for position, (other, demand) in sorted(clashes.items()):
            period = periods[position]
            path: Path = (position, self.period) if self.period and period else (position,)
            message = f"{demand} item [{other}] ({_span(periods[other])}), got {_span(period)}"
            yield (self.name, *path), message

    def _clashes(self, positions: Sequence[int], periods: Sequence[PartialDate | None]) -> dict[int, tuple[int, str]]:
        """Return the clashes among some items, by position: the first item with which one clashes, and the demand."""
        overlaps = {n: (first, "must not overlap") for n, first in first_overlaps(periods).items()}
        later = first_later(periods) if self.in_order else {}
        descents = {n: (first, "must come after") for n, first in later.items()}
        both = {n: min(found[n] for found in (overlaps, descents) if n in found) for n in {*overlaps, *descents}}
        return {positions[n]: (positions[first], demand) for n, (first, demand) in both.items()}

    def holds(self, *values: object) -> bool:
        """Return whether no items clash: most lists have one item, or periods that follow each other."""
        items = cast("Sequence[object]", values[0])
        return len(items) <= 1 or self._follow(items) or super().holds(items)

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


@frozen(kw_only=True)
class Apart(Together):
    """The spans of a list's items, start to end, follow each other without overlap, inside a length.

    Attributes:
        name: The list; its items have `start` and `end`, end exclusive.
        length: The field with the length of the whole, if it is known.
    """

    name: str
    length: str

    @property
    def reads(self) -> tuple[str, ...]:
        """The list and the length."""
        return (self.name, self.length)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint if items end too late, and one for each item before whose end others start."""
        return once(self._clashes(*cast("tuple[Sequence[object], int | None]", values)))

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


@frozen(kw_only=True)
class Within(Together):
    """Periods lie within the life of the record, unless it is not certain that they don't.

    Attributes:
        path: The way to the periods: a list, then the field of its items with one or more periods.
        starts: Fields with the start of the life; the first one given counts.
        end: The field with its end.
    """

    path: tuple[str, str]
    starts: tuple[str, ...]
    end: str

    @property
    def reads(self) -> tuple[str, ...]:
        """The list, the starts and the end."""
        return (self.path[0], *self.starts, self.end)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint if periods start too early, and one if others end too late."""
        return once(self._clashes(*values))

    def suspects(self, *values: object) -> tuple[str, ...]:
        """Return the fields with the start or the end of the life, where a period lies beyond it."""
        return tuple({str(name) for name, _, _ in self._clashes(*values)})

    def settled(self, values: tuple[object, ...], suspects: AbstractSet[str]) -> tuple[object, ...] | None:
        """Leave out the start or the end of the life where it may be wrong."""
        if self.path[0] in suspects:
            return None
        items, *starts, end = values
        first = next((name for name, start in zip(self.starts, starts, strict=True) if start), "")
        if first in suspects:
            starts = [None] * len(starts)
        return (items, *starts, None if self.end in suspects else end)

    def _clashes(self, *values: object) -> Iterator[Clash]:
        items, *starts, end = cast("tuple[Sequence[object], PartialDate | None, PartialDate | None]", values)
        name, start = next(((n, s) for n, s in zip(self.starts, starts, strict=True) if s), ("", None))
        since = PartialDate.parse(f"{start.edtf}/..") if start else None
        until = PartialDate.parse(f"../{end.edtf}") if end else None
        for position, item in enumerate(items):
            for path, value in _each(getattr(item, self.path[1]), (self.path[0], position, self.path[1])):
                period = cast("PartialDate", value)
                if start and since and since.contains(period) is False:
                    yield name, path, f"must not start before {name} ({start.edtf}), got {period.edtf}"
                elif end and until and until.contains(period) is False:
                    yield self.end, path, f"must not end after {self.end} ({end.edtf}), got {period.edtf}"

    def holds(self, *values: object) -> bool:
        """Return whether no period certainly starts too early or ends too late; most are seen to by their days."""
        items, *bounds = cast("tuple[Sequence[object], *tuple[PartialDate | None, ...]]", values)
        return not items or _inside(attrgetter(self.path[1]), items, *bounds) or super().holds(*values)


@frozen(kw_only=True)
class Among(Together):
    """What the items of one list name stands among what the items of another list are.

    Attributes:
        name: The list.
        fields: The fields of its items that name someone, one or several.
        of: The list, and the field of its items, that they must be among.
    """

    name: str
    fields: tuple[str, ...]
    of: tuple[str, str]

    @property
    def reads(self) -> tuple[str, ...]:
        """Both lists."""
        return (self.name, self.of[0])

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each name that is not among them, at the first place that has it."""
        return once(self._clashes(*cast("tuple[Sequence[object], Sequence[object]]", values)))

    def _clashes(self, items: Sequence[object], others: Sequence[object]) -> Iterator[Clash]:
        others_list, other_field = self.of
        known = {getattr(other, other_field) for other in others}
        for position, item in enumerate(items):
            for field in self.fields:
                for path, name in _each(getattr(item, field), (self.name, position, field)):
                    if name not in known:
                        yield name, path, f"must be one of the {others_list}, got {quote(str(name))}"

    def holds(self, *values: object) -> bool:
        """Return whether every name is among them."""
        items, others = cast("tuple[Sequence[object], Sequence[object]]", values)
        if not items:
            return True
        among = set(map(attrgetter(self.of[1]), others))
        each = (cast("object", getattr(item, name)) for name in self.fields for item in items)
        return all(
            among.issuperset(cast("tuple[object, ...]", held)) if isinstance(held, tuple) else held in (None, *among)
            for held in each
        )


@frozen(kw_only=True)
class NotAmong(Together):
    """A value does not stand in a list of the same record.

    Attributes:
        name: The field with the value.
        others: The field with the list.
    """

    name: str
    others: str

    @property
    def reads(self) -> tuple[str, ...]:
        """The value and the list."""
        return (self.name, self.others)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or a complaint at the item that is the value."""
        value, others = cast("tuple[object, tuple[object, ...]]", values)
        if value in others:
            yield (self.others, others.index(value)), f"must not be the same as {self.name} ({value})"

    def holds(self, *values: object) -> bool:
        """Return whether the value does not stand in the list."""
        value, others = cast("tuple[object, tuple[object, ...]]", values)
        return value not in others


@frozen(kw_only=True)
class NamesField(Together):
    """Items deep in the record name a field of the record, or of an object in it: ``venue.kind``.

    Attributes:
        path: The way to the names: a list, a list in its items, the field of those.
        fields: Every name allowed; the model fills it in.
    """

    path: tuple[str, str, str]
    fields: tuple[str, ...] = ()

    def among(self, fields: tuple[str, ...]) -> Self:
        """Return the rule that knows the fields of its model: all but the id and the list itself."""
        return evolve(self, fields=tuple(name for name in fields if name.split(".")[0] not in ("id", self.path[0])))

    @property
    def reads(self) -> tuple[str, ...]:
        """The outer list."""
        return (self.path[0],)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each name that is no field."""
        outer, inner, last = self.path
        for n, item in enumerate(cast("Sequence[object]", values[0])):
            for m, reading in enumerate(getattr(item, inner)):
                name = getattr(reading, last)
                if name not in self.fields:
                    yield (outer, n, inner, m, last), f"must be a field of this record, got {quote(name)}"

    def holds(self, *values: object) -> bool:
        """Return whether every name is allowed; most items name nothing."""
        _, inner, last = self.path
        for item in cast("Sequence[object]", values[0]):
            for reading in getattr(item, inner):
                if getattr(reading, last) not in self.fields:
                    return False
        return True


def once(clashes: Iterable[Clash]) -> Iterator[Complaint]:
    """Yield the first complaint of each cause; it names the other places."""
    first: dict[object, Complaint] = {}
    others: dict[object, list[str]] = {}
    for cause, path, message in clashes:
        if cause in first:
            others[cause].append(path_text(path))
        else:
            first[cause], others[cause] = (path, message), []
    for cause, (path, message) in first.items():
        yield path, f"{message}{also(others[cause])}"


def is_given(value: object) -> bool:
    """Tell whether a field holds anything: not None, and no empty list."""
    return value is not None and value != ()


def _inside(periods: _Part[PartialDate], items: Iterable[object], *bounds: PartialDate | None) -> bool:
    """Return whether none of the periods certainly starts before the first start given, or ends after the end."""
    *starts, end = bounds
    start = next(filter(None, starts), None)
    first = SPANS[start.edtf].first_from if start else BEGINNING
    last = SPANS[end.edtf].last_to if end else ENDLESS
    for held in filter(None, map(periods, items)):
        for period in held if isinstance(held, tuple) else (held,):
            span = SPANS[period.edtf]
            if span.first_to < first or last < span.last_from:
                return False
    return True


def _span(period: PartialDate | None) -> str:
    return period.edtf if period else "all time"


def _each(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    """Yield what a field holds, with its path: nothing, the value, or each item of a list."""
    if isinstance(value, tuple):
        for position, item in enumerate(cast("tuple[object, ...]", value)):
            yield (*path, position), item
    elif value is not None:
        yield path, value
