"""Twins of our models for other libraries, with the same fields, generated from our declarations.

Rules of single fields become the constraints of each library. Rules about several fields are written here by hand, as
fast as we could make them, as functions that all libraries can call.
"""

import typing
from collections.abc import Callable, Mapping
from functools import cache, partial
from operator import attrgetter
from types import GenericAlias
from typing import Final, Protocol, TypeAlias, cast

from alliancekit.dates import PartialDate
from alliancekit.dates.partial import SPANS
from alliancekit.models import KINDS
from alliancekit.models.attestation import Anchor, Attestation
from alliancekit.models.coding import Coding
from alliancekit.models.identifier import Identifier
from alliancekit.models.party import Act, Party, Signatory
from alliancekit.models.statement import Statement, Venue
from alliancekit.models.treaty import Commitment, Treaty
from alliancekit.rules import Distinct, FieldRule, Interval, NamesField
from alliancekit.rules.shape import FieldSpec, Kind, Shape, spec_of
from alliancekit.schema import own_fields

Ruled: TypeAlias = Callable[[object, Shape], object]
Across: TypeAlias = Callable[[object], None]


class _Special(Protocol):
    def __getitem__(self, argument: object, /) -> object: ...


_SPECIAL: Final[Mapping[str, _Special]] = vars(typing)
"""The special forms of `typing`, such as `Optional`, for use at run time."""

_PLAIN: Final = {Kind.TEXT: str, Kind.INTEGER: int, Kind.FLAG: bool}


def annotation(shape: Shape, date: type, twin: Callable[[type], type], ruled: Ruled | None = None) -> object:
    """Return the annotation of a field for another library.

    Args:
        shape: The shape of the field.
        date: The type of dates.
        twin: Returns the twin of one of our classes.
        ruled: Adds the rules of a shape to a type; None: rules are left out.
    """
    type_: object
    if shape.item:
        type_ = GenericAlias(tuple, (annotation(shape.item, date, twin, ruled), ...))
    elif shape.choices:
        type_ = literal(*shape.choices)
    elif shape.kind is Kind.OBJECT:
        type_ = twin(shape.type)
    else:
        type_ = date if shape.kind is Kind.DATE else _PLAIN[shape.kind]
    if ruled:
        type_ = ruled(type_, shape)
    return _SPECIAL["Optional"][type_] if shape.optional else type_


def literal(*choices: str) -> object:
    """Return the annotation of one of several texts."""
    return _SPECIAL["Literal"][choices]


def model_of(kind: str) -> type:
    """Return our model of a kind."""
    return KINDS[kind]


def fields(model: type) -> tuple[FieldSpec, ...]:
    """Return the fields of one of our models that have a twin: those of projects have none."""
    return own_fields(model)


def tag(model: type) -> str | None:
    """Return the value of ``type`` in a line with a record; None for a class that occurs only inside records."""
    name = model.__name__.lower()
    return name if name in KINDS else None


def date(value: object) -> PartialDate:
    """Return the date of a text, or of an object with the date and its printed form.

    Raises:
        TypeError: If it is neither.
        ValueError: If it is not a valid date.
    """
    if type(value) is str:
        return PartialDate.parse(value)
    match value:
        case {"edtf": str(edtf), "as_printed": str(printed)} if len(cast("dict[str, object]", value)) == 2:
            return PartialDate(edtf, as_printed=printed)
        case _:
            message = "a date must be text, or an object with edtf and as_printed"
            raise TypeError(message)


# --- Rules about several fields ---------------------------------------------------------------------------------------


class _Venue(Protocol):
    name: str | None
    place: str | None


class _Anchor(Protocol):
    start: int
    end: int


class _Party(Protocol):
    party: str
    spells: tuple[PartialDate, ...]
    acts: tuple[object, ...]


class _Commitment(Protocol):
    by: str
    toward: tuple[str, ...]
    period: PartialDate | None


class _Provision(Protocol):
    parties: tuple[str, ...]
    period: PartialDate | None


class _Reading(Protocol):
    field: str


class _Attestation(Protocol):
    as_printed: tuple[_Reading, ...]
    fields: tuple[str, ...]


class _Attested(Protocol):
    attestations: tuple[_Attestation, ...]


class _Treaty(_Attested, Protocol):
    parties: tuple[_Party, ...]
    signatories: tuple[_Party, ...]
    never_in_force: bool
    codings: tuple[object, ...]
    adopted: PartialDate | None
    signed: PartialDate | None
    in_force: PartialDate | None
    ended: PartialDate | None
    as_of: PartialDate | None
    commitments: tuple[_Commitment, ...]
    provisions: tuple[_Provision, ...]


def _demand(holds: bool, demand: str) -> None:  # noqa: FBT001 - a condition, not a switch
    if not holds:
        raise ValueError(demand)


def _venue(venue: _Venue) -> None:
    if venue.place is None and venue.name is None:
        _demand(holds=False, demand="a venue has a name or a place")


def _anchor(anchor: _Anchor) -> None:
    if anchor.end <= anchor.start:
        _demand(holds=False, demand="a span ends after it starts")


def _party(party: _Party) -> None:
    spells = party.spells
    if len(spells) < 2:
        return
    for n, spell in enumerate(spells):
        for earlier in spells[:n]:
            _demand(not spell.overlaps(earlier) and not spell.before(earlier), "spells follow each other")


def _commitment(commitment: _Commitment) -> None:
    if commitment.by in commitment.toward:
        _demand(holds=False, demand="nobody owes a commitment to itself")


def _treaty(treaty: _Treaty) -> None:
    for dates in (
        (treaty.adopted, treaty.signed, treaty.ended, treaty.as_of),
        (treaty.in_force, treaty.ended, treaty.as_of),
    ):
        days = [day for day in dates if day]
        for n, day in enumerate(days):
            for earlier in days[:n]:
                _demand(not day.before(earlier), "the days of a treaty are in order")
    _demand(treaty.as_of is None or treaty.in_force is not None or treaty.never_in_force, "as_of needs in_force")
    parties = {party.party for party in treaty.parties}
    _demand(len(parties) == len(treaty.parties), "a party is listed once")
    if treaty.signatories:
        parties.update(party.party for party in treaty.signatories)
    _demand(len(parties) > 1, "a treaty has two parties and signatories")
    _demand(treaty.in_force is None or len(treaty.parties) > 1, "a treaty in force has two parties")
    periods = [spell for party in treaty.parties for spell in party.spells]
    for commitment in treaty.commitments:
        _demand(commitment.by in parties, "a party owes a commitment")
        if commitment.period:
            periods.append(commitment.period)
    for provision in treaty.provisions:
        _demand(parties.issuperset(provision.parties), "provisions refer to parties")
        if provision.period:
            periods.append(provision.period)
    starts, end = [day for day in (treaty.signed, treaty.in_force) if day], treaty.ended
    # An approximate date may be earlier than its earliest day.
    start = min(starts, key=lambda day: SPANS[day.edtf].first_from, default=None)
    since = PartialDate.parse(f"{start.edtf}/..") if start else None
    until = PartialDate.parse(f"../{end.edtf}") if end else None
    for period in periods:
        _demand(not since or since.contains(period) is not False, "periods start within the life of the treaty")
        _demand(not until or until.contains(period) is not False, "periods end within the life of the treaty")


def _readings(model: type) -> Callable[[_Attested], None]:
    """Return the rule that a printed reading refers to a field of the model."""
    names = next(frozenset(rule.fields) for rule in spec_of(model).rules if isinstance(rule, NamesField))

    def check(record: _Attested) -> None:
        for attestation in record.attestations:
            for reading in attestation.as_printed:
                _demand(reading.field.partition("[")[0] in names, "a printed reading refers to a field")
            for name in attestation.fields:
                _demand(name.partition("[")[0] in names, "an attestation refers to fields")

    return check


class _Coding(Protocol):
    program: str | None
    version: str | None


class _Statement(Protocol):
    stances: tuple[object, ...]
    codings: tuple[object, ...]


def _is_by_program(coding: _Coding) -> bool:
    return coding.program is not None or coding.version is not None


def _has_stances(statement: _Statement) -> bool:
    return bool(statement.stances or statement.codings)


def _has_acts_or_signatories(treaty: _Treaty) -> bool:
    return bool(
        treaty.signatories or treaty.never_in_force or treaty.codings or any(party.acts for party in treaty.parties)
    )


_UNUSED: Final[dict[type, tuple[set[str], Callable[..., object]]]] = {
    Attestation: ({"AK118"}, attrgetter("codings")),
    Act: ({"AK620", "AK621", "AK622"}, attrgetter("until")),
    Coding: ({"AK116", "AK117", "AK128"}, _is_by_program),
    Identifier: ({"AK115"}, attrgetter("scheme")),
    Party: ({"AK624", "AK625", "AK626", "AK627"}, attrgetter("acts")),
    Signatory: ({"AK624", "AK625"}, attrgetter("acts")),
    Statement: ({"AK402", "AK118"}, _has_stances),
    Treaty: ({"AK601", "AK613", "AK615", "AK616", "AK617", "AK618", "AK118"}, _has_acts_or_signatories),
}
"""Rules of fields of which no record of the benchmarks has a value: their codes, and whether a record has one.

The peers test only that these fields are empty. If one is not, they ask our own rules.
"""

_RULES: Final[dict[type, tuple[set[str], tuple[object, ...]]]] = {
    Venue: ({"AK401"}, (_venue,)),
    Anchor: ({"AK121"}, (_anchor,)),
    Party: ({"AK604"}, (_party,)),
    Commitment: ({"AK607"}, (_commitment,)),
    Statement: ({"AK125", "AK126", "AK127"}, (_readings(Statement),)),
    Treaty: (
        {"AK603", "AK605", "AK606", "AK609", "AK610", "AK611", "AK612", "AK614", "AK619", "AK125", "AK126", "AK127"},
        (_treaty, _readings(Treaty)),
    ),
}
"""The functions of each model, with the codes of the rules that they implement."""


def _unused(model: type, codes: set[str], uses: Callable[..., object]) -> Across:
    """Return the rules of fields of which no record of the benchmarks has a value."""
    rules = [(rule, rule.reads) for rule in spec_of(model).rules if rule.code in codes]

    def check(record: object) -> None:
        if uses(record):
            for rule, names in rules:
                _demand(rule.holds(*(getattr(record, name) for name in names)), rule.demand)

    return check


@cache
def across(model: type) -> tuple[Across, ...]:
    """Return functions that raise ValueError if an object breaks a rule about several fields.

    Raises:
        LookupError: If the model declares other rules than those written here.
    """
    codes, functions = _RULES.get(model, (set[str](), ()))
    if model in _UNUSED:
        unused, uses = _UNUSED[model]
        codes, functions = codes | unused, (*functions, _unused(model, unused, uses))
    declared = {rule.code for rule in spec_of(model).rules}
    if declared != codes:
        message = f"{model.__name__} has the rules {sorted(declared)}, its peers have {sorted(codes)}"
        raise LookupError(message)
    return cast("tuple[Across, ...]", functions)


def distinct(items: tuple[object, ...]) -> tuple[object, ...]:
    """Return a list without duplicates; raise ValueError if it has any."""
    if len(items) > 1 and (items[0] == items[1] if len(items) == 2 else len(set(items)) < len(items)):
        _demand(holds=False, demand="items are distinct")
    return items


def within_fields(model: type) -> tuple[Across, ...]:
    """Return functions for the rules of single fields that are not patterns, lengths or bounds."""
    lists = [field.name for field in fields(model) if _has(field.shape, Distinct)]
    dates = [field.name for field in fields(model) if _has(field.shape, Interval)]
    periods = [field.name for field in fields(model) if field.shape.item and _has(field.shape.item, Interval)]
    wanted = {rule.wanted for field in fields(model) for rule in field.shape.rules if isinstance(rule, Interval)}
    checks: list[Across] = []
    if lists:
        checks.append(_each(lists, distinct))
    if dates:
        (expected,) = wanted
        checks.append(_each(dates, partial(interval, wanted=expected)))
    if periods:
        checks.append(_each(periods, _all_intervals))
    return tuple(checks)


def _has(shape: Shape, rule: type[FieldRule]) -> bool:
    # That a party is listed once is part of the rules of a treaty above; the benchmarks have no other such lists.
    return any(isinstance(one, rule) and not (isinstance(one, Distinct) and one.by) for one in shape.rules)


def interval(day: object, *, wanted: bool) -> object:
    """Return a date that is (or is not) an interval, as wanted; raise ValueError otherwise."""
    if isinstance(day, PartialDate) and day.is_interval is not wanted:
        _demand(holds=False, demand="a period must be an interval, another date must not")
    return day


def _all_intervals(days: tuple[PartialDate, ...]) -> object:
    for day in days:
        interval(day, wanted=True)
    return days


def _each(names: list[str], check: Callable[..., object]) -> Across:
    """Return a function that checks several attributes of an object."""
    read = attrgetter(*names)
    if len(names) == 1:
        return lambda record: cast("None", check(read(record)))

    def check_all(record: object) -> None:
        for value in read(record):
            check(value)

    return check_all
