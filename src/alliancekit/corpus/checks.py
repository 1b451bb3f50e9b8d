"""Rules across the records of a corpus: plain functions, listed in `CHECKS`."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache
from itertools import chain, filterfalse, groupby
from typing import Final, NamedTuple, TypeAlias, TypeVar, cast

from attrs import field, frozen

from alliancekit import engine
from alliancekit.corpus import clock, date_checks, state_codes
from alliancekit.corpus._circles import circles, in_words
from alliancekit.corpus._suggestions import Suggestions
from alliancekit.corpus.date_checks import is_ahead, plausible
from alliancekit.corpus.references import attestations, kind_of, references
from alliancekit.dates import Day, PartialDate
from alliancekit.dates.edtf import BEGINNING, ENDLESS
from alliancekit.dates.partial import SPANS
from alliancekit.dates.periods import Periods
from alliancekit.errors import InvalidDate, Path, Problem, Severity, path_text
from alliancekit.messages import Effort, listed, near, quote
from alliancekit.models import Actor, Candidate, Entry, Proposal, Source, State, Statement, Treaty
from alliancekit.rules import Rule
from alliancekit.text import LONGEST_ID, shorten

E = TypeVar("E", Actor, State, Source, Statement, Proposal, Treaty, Candidate)


@frozen
class Index:
    """The records to check, by id.

    Attributes:
        records: The valid records.
        broken: Ids that are taken by records that are invalid themselves; nothing is said of what points at them.
        suggestions: What suggests an id for one that no record has; None: one of those of the records.
        unread: Kinds of records, such as ``treaty``, of which some can't be read; references to them are not checked.
        waiting: Kinds of records of which one has no valid id; unresolved references to these kinds are not reported.
        today: The day that it is.
        by_type: The records of each type: most checks are of some types alone.
    """

    records: Mapping[str, Entry]
    broken: Collection[str] = frozenset()
    suggestions: Suggestions | None = None
    unread: Collection[str] = frozenset()
    waiting: Collection[str] = frozenset()
    today: Day = field(factory=clock.today)
    by_type: dict[type, list[Entry]] = field(factory=dict, init=False, eq=False, repr=False)

    _referred: dict[type, set[str]] = field(factory=dict, init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Group the records."""
        for model, records in groupby(self.records.values(), type):
            self.by_type.setdefault(model, []).extend(records)

    def of(self, model: type[E]) -> Sequence[E]:
        """Return the records of a type."""
        return cast("Sequence[E]", self.by_type.get(model, ()))

    def referred(self, model: type) -> set[str]:
        """Return the ids to which the records of a type refer."""
        if model not in self._referred:
            self._referred[model] = engine.of(model).all_references(self.by_type.get(model, ()))
        return self._referred[model]

    def get(self, id_: str, model: type[E]) -> E | None:
        """Return the record of an id, or None if it is not there."""
        record = self.records.get(id_)
        return record if isinstance(record, model) else None


UNIQUE = Rule(
    code="AK901",
    demand="An id belongs to one record.",
    advice="give one of the two another id, or take it out",
)
RESOLVES = Rule(
    code="AK902",
    demand="A reference points at a record of the corpus.",
    advice="add the record, or correct the reference",
)
NO_PERSON = Rule(
    code="AK903",
    demand="No member of a proposal and no party to a treaty is a person.",
    advice="name the state or organization; a person can be the proposer",
)
TIMELY = Rule(
    code="AK904",
    demand="What a source reports was said before it was published, or accessed; a day is granted for time zones.",
    advice="correct the date of the statement or of the source",
)
HOLDS_OFFICE = Rule(
    code="AK905",
    demand="An office in which something is said is one that the speaker has.",
    advice="add the office to the speaker, or correct its title",
)
IN_OFFICE = Rule(
    code="AK906",
    demand="What is said in an office is said while the speaker holds it.",
    advice="correct the date, the period of the office, or leave the office out",
)
EXISTS = Rule(
    code="AK907",
    demand="A state is party to a treaty while it is a member of its state system.",
    advice="check the spell and the code; the lists of states differ",
    severity=Severity.WARNING,
)
INSIDE = Rule(
    code="AK908",
    demand="An anchor lies inside the text of its source.",
    advice="correct the anchor, or the length of the source",
)
UNDERIVED = Rule(
    code="AK909",
    demand="No source derives from itself, not even through others.",
    advice="take one of the derivations out",
)
UNPRECEDED = Rule(
    code="AK911",
    demand="No state is its own predecessor, not even through others, unless one of them existed before the other.",
    advice="take one of the predecessors out, or give the spells of the state that existed before the other",
)
UNSUPPORTED = Rule(
    code="AK912",
    demand="No candidate rests on itself or is about itself, not even through others in the same field.",
    advice="take one of the references out",
)
UNITED = Rule(
    code="AK910",
    demand="Two corpora that are merged say the same of a record that both have.",
    advice="make the two records equal, or give one another id",
)


_DATE: Final = engine.Bounded("attestations", "source", starts=("date",))
_ANCHORS: Final = engine.Bounded("attestations", "source", "anchors", "end")
_SPELLS: Final = engine.Bounded("parties", "party", "spells", starts=("in_force", "signed"), ends=("ended", "as_of"))

_NEVER: Final = (1, 0)
"""Bounds in which no day lies."""

MAJORS: Final = "cow_majors"
"""A system that a state need not be a member of to be party to a treaty."""

_NAMED: Final = 5
"""How many periods of an office a message names."""


def repeated(ids: Iterable[str]) -> Iterator[tuple[int, Problem]]:
    """Yield the problem of each id that an earlier one repeats, with its position."""
    seen: set[str] = set()
    for position, id_ in enumerate(ids):
        if id_ in seen:
            message = f"id {shorten(id_, LONGEST_ID)} is taken by an earlier record"
            yield position, UNIQUE.problem(message, path=("id",), record=id_)
        seen.add(id_)


def resolved(index: Index) -> Iterator[Problem]:
    """References point at records."""
    suggestions = index.suggestions or Suggestions(index.records)
    missing = {*chain.from_iterable(map(index.referred, index.by_type))}.difference(index.records, index.broken)
    for record in index.records.values() if missing else ():
        model: type = type(record)
        if missing.isdisjoint(engine.of(model).references(record)):
            continue
        for path, id_ in references(record):
            if id_ not in missing:
                continue
            if kind_of(id_) not in index.unread and kind_of(id_) not in index.waiting:
                meant = suggestions.of(id_)
                hint = f"did you mean {listed(meant)}?" if meant else None
                message = f"{path_text(path)} points at {shorten(id_, LONGEST_ID)}, which no record has"
                yield RESOLVES.problem(message, path=path, record=record.id, hint=hint)


def impersonal(index: Index) -> Iterator[Problem]:
    """Members and parties are no persons."""
    listing: tuple[Proposal | Candidate, ...] = (*index.of(Proposal), *index.of(Candidate))
    persons: dict[str, Actor]
    persons = {actor.id: actor for actor in index.of(Actor) if actor.kind in ("person", "machine_persona")}
    for record in listing if persons else ():
        for position, member in enumerate(record.members):
            if member in persons:
                yield _person(persons[member], record, ("members", position))
    for treaty in index.of(Treaty) if not index.referred(Treaty).isdisjoint(persons) else ():
        for position, party in enumerate(treaty.parties):
            if party.party in persons:
                yield _person(persons[party.party], treaty, ("parties", position, "party"))


def _person(actor: Actor, record: Entry, path: Path) -> Problem:
    message = f"{path_text(path)} must not be a {actor.kind.replace('_', ' ')}, got {actor.id}"
    return NO_PERSON.problem(message, path=path, record=record.id)


def timely(index: Index) -> Iterator[Problem]:
    """Nothing is said after a source has reported it."""
    reported: dict[str, tuple[Source, PartialDate]] = {}
    for source in index.of(Source):
        if seen := source.published or source.accessed:
            reported[source.id] = source, seen
    until = {id_: (_number(BEGINNING), _number(SPANS[seen.edtf].last_to)) for id_, (_, seen) in reported.items()}

    @cache
    def last_day(id_: str) -> Day:
        return SPANS[_day_after(reported[id_][1]).edtf].last_to

    dated: tuple[Statement | Candidate | Proposal, ...] = (
        *filterfalse(engine.of(Statement).within(_DATE, until), index.of(Statement)),
        *filterfalse(engine.of(Candidate).within(_DATE, until), index.of(Candidate)),
        *filterfalse(engine.of(Proposal).within(_DATE, until), index.of(Proposal)),
    )
    for record in dated:
        if record.date is None:
            continue
        first = SPANS[record.date.edtf].first_from
        for attestation in record.attestations:
            found = reported.get(attestation.source)
            if found and last_day(attestation.source) < first:
                source, seen = found
                how = "published" if source.published else "accessed"
                message = f"date must not be after {source.id} was {how} ({seen.edtf}), got {record.date.edtf}"
                yield TIMELY.problem(message, path=("date",), record=record.id)
                break


def is_late(date: PartialDate, source: Source) -> bool:
    """Return whether a date is certainly after a source could report it."""
    seen = source.published or source.accessed
    return bool(seen and date.after(_day_after(seen)))


def _day_after(day: PartialDate) -> PartialDate:
    """Return the day after a day, which it may be already elsewhere on the earth; a vaguer date stays as it is."""
    last = day.latest
    if day.precision != "day" or last is None or not MINYEAR < last.year < MAXYEAR:
        return day
    return PartialDate(f"{date(*last) + timedelta(days=1)}{day.edtf[10:]}")


def in_office(index: Index) -> Iterator[Problem]:
    """An office in which something is said is held by the speaker, at that time."""
    spoken: tuple[Statement | Candidate, ...] = (*index.of(Statement), *index.of(Candidate))
    speakers: dict[str, dict[str, _Office]] = {}
    meant: dict[tuple[str, str], tuple[str, ...]] = {}
    effort = Effort()
    for record in spoken:
        if record.office is None:
            continue
        speaker = index.records.get(record.speaker or "")
        if speaker is None:
            continue
        if speaker.id not in speakers:
            speakers[speaker.id] = _offices(speaker)
        offices = speakers[speaker.id]
        office = offices.get(record.office)
        if office is None:
            slip = (speaker.id, record.office)
            if slip not in meant:
                meant[slip] = near(record.office, offices, effort=effort)
            message = f"office must be one of the offices of {speaker.id}, got {quote(record.office)}"
            hint = f"did you mean {quote(meant[slip][0])}?" if meant[slip] else None
            yield HOLDS_OFFICE.problem(message, path=("office",), record=record.id, hint=hint)
        elif record.date and not office.time.may_overlap(record.date):
            said_in = shorten(record.office, LONGEST_ID)
            message = f"date must lie in the time in which {speaker.id} was {said_in} ({office.periods})"
            yield IN_OFFICE.problem(f"{message}, got {record.date.edtf}", path=("date",), record=record.id)


class _Office(NamedTuple):
    """When somebody holds an office.

    Attributes:
        time: The time of all the periods.
        periods: The periods in words.
    """

    time: Periods
    periods: str


def _offices(speaker: Entry) -> dict[str, _Office]:
    """Return the offices of a speaker, by their titles."""
    held: dict[str, list[PartialDate]] = {}
    for office in speaker.offices if isinstance(speaker, Actor) else ():
        held.setdefault(office.title, []).append(office.period)
    return {title: _Office(Periods(periods), _in_words(periods)) for title, periods in held.items()}


def _in_words(periods: Sequence[PartialDate]) -> str:
    """Return periods as a list in a message; of many only the first."""
    more = len(periods) - _NAMED
    named = [period.edtf for period in periods[:_NAMED]]
    return ", ".join([*named, f"and {more:,} more"] if more > 0 else named)


def existing(index: Index) -> Iterator[Problem]:
    """A state is in its state systems while it is party to a treaty."""
    if not index.of(Treaty):
        return
    memberships: dict[str, tuple[_Membership, ...]]
    memberships = {state.id: tuple(_memberships(state)) for state in index.of(State)}
    bounds = {id_: _sure(held) for id_, held in memberships.items() if held}
    within = engine.of(Treaty).within(_SPELLS, bounds)
    for treaty in filterfalse(within, index.of(Treaty)):
        life = _life(treaty, index.today)
        for position, party in enumerate(treaty.parties):
            held = memberships.get(party.party)
            if not held:
                continue
            path: Path = ("parties", position)
            spells = [((*path, "spells", n), spell) for n, spell in enumerate(party.spells)]
            # Without spells a state is party all the time.
            for place, spell in spells or ([(path, life)] if life else []):
                for system in _left_out(held, spell):
                    member = f"a member of the {system} system throughout {spell.edtf}"
                    message = f"{path_text(place)}: {party.party} is not {member}"
                    yield EXISTS.problem(message, path=place, record=treaty.id)


def _life(treaty: Treaty, today: Day) -> PartialDate | None:
    """Return the life of a treaty as far as it is known; a day in the future is reported by itself."""
    first, last = treaty.in_force or treaty.signed, treaty.ended or treaty.as_of
    if last and is_ahead(last, today):
        last = None
    if first and not is_ahead(first, today):
        with suppress(InvalidDate):  # a qualified start may lie after the end at face value
            return PartialDate.parse(f"{first.edtf}/{last.edtf if last else ''}")
    return None


class _Membership(NamedTuple):
    """When a state is a member of a system of states.

    Attributes:
        system: The system.
        last: The last spell of membership.
        periods: The spells.
        gaps: The times that certainly lie between the periods; None if there are none.
        is_over: Whether all of them have an end.
    """

    system: str
    last: PartialDate
    periods: Periods
    gaps: Periods | None
    is_over: bool


def _memberships(state: State) -> Iterator[_Membership]:
    """Yield when a state is a member of each system, but for that of which it need not be one."""
    for system in dict.fromkeys(own.system for own in state.spells if own.system != MAJORS):
        periods = tuple(own.period for own in state.spells if own.system == system)
        gaps = [gap for gap in map(_gap, periods, periods[1:]) if gap]
        is_over = not any(period.edtf.endswith(("/", "..")) for period in periods)
        yield _Membership(system, periods[-1], Periods(periods), Periods(gaps) if gaps else None, is_over)


def _sure(memberships: Sequence[_Membership]) -> tuple[int, int]:
    """Return days, as numbers, between which a state is for certain a member of all its systems.

    They are those of the last spells; for other days, `_left_out` knows more.
    """
    spans = [SPANS[own.last.edtf] for own in memberships]
    first, last = max(span.first_to for span in spans), min(span.last_from for span in spans)
    if not (MINYEAR <= first.year <= MAXYEAR and first <= last):
        return _NEVER
    common = PartialDate(f"{date(*first)}/{'..' if last == ENDLESS else date(*last)}")
    return (_number(first), _number(last)) if next(_left_out(memberships, common), None) is None else _NEVER


def _number(day: Day) -> int:
    """Return a day as a number such as 20250428."""
    return day.year * 10_000 + day.month * 100 + day.day


def _left_out(memberships: Iterable[_Membership], spell: PartialDate) -> Iterator[str]:
    """Yield each system of which a state is for certain no member at the start, at the end or in between of a spell."""
    for own in memberships:
        # Most spells lie in one period of membership, so that their ends need no look of their own.
        contained = own.periods.contain(spell)
        if contained and not own.gaps:
            continue
        ends = () if contained else filter(None, (spell.start, spell.end))
        outside = not all(map(own.periods.may_overlap, ends))
        if outside or (own.gaps and own.gaps.overlap(spell)) or (spell.open_end and own.is_over):
            yield own.system


def _gap(earlier: PartialDate, later: PartialDate) -> PartialDate | None:
    """Return the days that lie for certain between two periods, if there are any."""
    if any(period.approximate or period.uncertain for period in (earlier, later)):
        return None
    last, first = earlier.latest, later.earliest
    if last is None or first is None or not MINYEAR < last.year <= first.year < MAXYEAR:
        return None
    start, end = date(*last) + timedelta(days=1), date(*first) - timedelta(days=1)
    return PartialDate(f"{start}/{end}") if start <= end else None


def inside(index: Index) -> Iterator[Problem]:
    """Anchors end where the text of their source does, at the latest."""
    lengths = {source.id: source.length for source in index.of(Source) if source.length is not None}
    bounds: dict[str, tuple[int, int]] = {id_: (0, length) for id_, length in lengths.items()}
    doubtful = {
        record.id
        for model, records in index.by_type.items()
        if model is not Source and lengths
        for record in filterfalse(engine.of(model).within(_ANCHORS, bounds), records)
    }
    for record in index.records.values() if doubtful else ():
        if record.id in doubtful:
            for n, attestation in enumerate(attestations(record)):
                length = lengths.get(attestation.source)
                for m, anchor in enumerate(attestation.anchors):
                    if length is not None and anchor.end > length:
                        path = ("attestations", n, "anchors", m, "end")
                        most = f"{length} or less, the length of {attestation.source}"
                        message = f"{path_text(path)} must be {most}, got {anchor.end}"
                        yield INSIDE.problem(message, path=path, record=record.id)


_NOWHEN: Final[Mapping[str, int]] = {}


@frozen
class Relation:
    """A kind of reference between records of one type that never leads back to where it starts.

    Other references may run in circles: a proposal names the statements that make it, and they are about the proposal.

    Attributes:
        rule: The rule that says so.
        model: The type of the records.
        name: The field with the reference, or with a list of references.
    """

    rule: Rule
    model: type[Entry]
    name: str

    def targets(self, held: object) -> Sequence[str]:
        """Return the ids to which a record refers, from what its field holds."""
        return (held,) if isinstance(held, str) else cast("Sequence[str]", held or ())

    def circles(self, held: Mapping[str, object], begun: Mapping[str, int] = _NOWHEN) -> Iterator[Problem]:
        """Yield the problem of each circle, at its first record.

        Args:
            held: What the field of each record holds, by the id of the record; of one that refers to nothing, nothing.
            begun: The first days of records, as numbers, where they are known. A state that was there before another
                one did not come out of it, but took it in; such a reference is part of no circle.
        """
        targets = {
            id_: [to for to in self.targets(value) if not (id_ in begun and to in begun and begun[id_] < begun[to])]
            for id_, value in held.items()
        }
        for circle in circles(targets):
            first, following = circle[0], circle[1 % len(circle)]
            position = () if isinstance(held[first], str) else (self.targets(held[first]).index(following),)
            path: Path = (self.name, *position)
            message = f"{path_text(path)} runs in a circle: {in_words(circle)}"
            yield self.rule.problem(message, path=path, record=first)


RELATIONS: Final = (
    Relation(UNDERIVED, Source, "derived_from"),
    Relation(UNPRECEDED, State, "predecessors"),
    Relation(UNSUPPORTED, Candidate, "statements"),
    Relation(UNSUPPORTED, Candidate, "about"),
)
"""The references that never run in a circle, each kind by itself."""


def acyclic(index: Index) -> Iterator[Problem]:
    """References do not run in circles; each circle is reported once."""
    for relation in RELATIONS:
        held = ((record.id, getattr(record, relation.name)) for record in index.by_type.get(relation.model, ()))
        referring: dict[str, object] = {id_: value for id_, value in held if value}
        begun = _begun(index.of(State)) if relation.model is State and referring else _NOWHEN
        yield from relation.circles(referring, begun)


def _begun(states: Iterable[State]) -> dict[str, int]:
    """Return numbers for the first days on which states were members of a system, where all their spells have one."""
    begun: dict[str, int] = {}
    for state in states:
        days = [spell.period.earliest for spell in state.spells]
        known = [day for day in days if day]
        if known and len(known) == len(days):
            first = min(known)
            begun[state.id] = first.year * 372 + first.month * 31 + first.day
    return begun


def of_known_states(index: Index) -> Iterator[Problem]:
    """The codes of states are those of the registry, each of one record at a time."""
    yield from state_codes.problems(index.of(State))


Check: TypeAlias = Callable[[Index], Iterator[Problem]]
"""Yields what records break together, by one rule or a few."""

CHECKS: tuple[Check, ...] = (
    resolved,
    impersonal,
    timely,
    in_office,
    plausible,
    existing,
    inside,
    acyclic,
    of_known_states,
)
"""What is asked of a whole corpus, in the order of the report."""

OF_ALL: Final[tuple[Check, ...]] = (acyclic, of_known_states)
"""The checks that compare all records of a type, so that they can't be asked of some of them at a time."""

RULES = (
    UNIQUE, RESOLVES, NO_PERSON, TIMELY, HOLDS_OFFICE, IN_OFFICE, EXISTS, INSIDE, UNDERIVED, UNITED,
    UNPRECEDED, UNSUPPORTED,
    *state_codes.RULES,
    *date_checks.RULES,
)  # fmt: skip
"""The rules of a whole corpus."""

_VAGUE: Final = "in doubt for dates that are approximate, uncertain or vague"

EXTENTS: Final[Mapping[Rule, str]] = {
    **dict.fromkeys((UNIQUE, RESOLVES, NO_PERSON, HOLDS_OFFICE, INSIDE, UNDERIVED, UNPRECEDED, UNSUPPORTED), "exact"),
    **dict.fromkeys((TIMELY, IN_OFFICE), _VAGUE),
    EXISTS: "in doubt for states that have left a system and come back, and for dates that are vague",
    **dict.fromkeys(state_codes.RULES, "in doubt for states with an id or a code that is not the registry's"),
    **dict.fromkeys(date_checks.RULES, "exact"),
}
"""How far columns tell by themselves what breaks a rule; the objects of the rows in doubt tell the rest."""
