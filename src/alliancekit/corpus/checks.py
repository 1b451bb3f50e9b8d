"""Rules across the records of a corpus: plain functions, listed in `CHECKS`."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache
from typing import Final, TypeVar

from attrs import frozen

from alliancekit.corpus.references import attestations, near_ids, references, targets
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidDate, Path, Problem, Severity, path_text
from alliancekit.models import Actor, Candidate, Entry, Proposal, Source, State, Statement, Treaty
from alliancekit.rules import Rule
from alliancekit.rules._words import listed, near, quote

E = TypeVar("E", Actor, State, Source, Statement, Proposal, Treaty, Candidate)


@frozen
class Index:
    """The records to check, by id.

    Attributes:
        records: The valid records.
        broken: Ids that are taken by records that are invalid themselves; nothing is said of what points at them.
        meant: Ids that may have been meant by one that no record has; None: those of the records.
    """

    records: Mapping[str, Entry]
    broken: Collection[str] = frozenset()
    meant: Collection[str] | None = None

    def of(self, model: type[E]) -> Iterator[E]:
        """Yield the records of a type."""
        return (record for record in self.records.values() if isinstance(record, model))

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
UNITED = Rule(
    code="AK910",
    demand="Two corpora that are merged say the same of a record that both have.",
    advice="make the two records equal, or give one another id",
)


MAJORS: Final = "cow_majors"
"""A system that a state need not be a member of to be party to a treaty."""

_COMPARED = 200_000
"""How many ids are compared with misspelt ones; each takes microseconds, and a whole file may have been forgotten."""


def repeated(ids: Iterable[str]) -> Iterator[tuple[int, Problem]]:
    """Yield the problem of each id that an earlier one repeats, with its position."""
    seen: set[str] = set()
    for position, id_ in enumerate(ids):
        if id_ in seen:
            yield position, UNIQUE.problem(f"id {id_} is taken by an earlier record", path=("id",), record=id_)
        seen.add(id_)


def resolved(index: Index) -> Iterator[Problem]:
    """References point at records."""
    compared = 0
    known = index.records if index.meant is None else index.meant
    found = index.records.keys() | set(index.broken)
    for record in index.records.values():
        model: type = type(record)
        if found.issuperset(targets(model)(record)):
            continue
        for path, id_ in references(record):
            if id_ not in index.records and id_ not in index.broken:
                meant = near_ids(id_, known) if compared < _COMPARED else ()
                compared += len(known)
                hint = f"did you mean {listed(meant)}?" if meant else None
                message = f"{path_text(path)} points at {id_}, which no record has"
                yield RESOLVES.problem(message, path=path, record=record.id, hint=hint)


def impersonal(index: Index) -> Iterator[Problem]:
    """Members and parties are no persons."""
    listing: tuple[Proposal | Candidate, ...] = (*index.of(Proposal), *index.of(Candidate))
    for record in listing:
        for position, member in enumerate(record.members):
            yield from _person(index, record.id, ("members", position), member)
    for treaty in index.of(Treaty):
        for position, party in enumerate(treaty.parties):
            yield from _person(index, treaty.id, ("parties", position, "party"), party.party)


def _person(index: Index, record: str, path: Path, id_: str) -> Iterator[Problem]:
    actor = index.get(id_, Actor)
    if actor and actor.kind in ("person", "machine_persona"):
        kind = actor.kind.replace("_", " ")
        yield NO_PERSON.problem(f"{path_text(path)} must not be a {kind}, got {id_}", path=path, record=record)


def timely(index: Index) -> Iterator[Problem]:
    """Nothing is said after a source has reported it."""
    dated: tuple[Statement | Candidate | Proposal, ...] = (
        *index.of(Statement),
        *index.of(Candidate),
        *index.of(Proposal),
    )
    for record in dated:
        for attestation in record.attestations:
            source = index.get(attestation.source, Source)
            seen = source and (source.published or source.accessed)
            if source and seen and record.date and record.date.after(_day_after(seen)):
                how = "published" if source.published else "accessed"
                message = f"date must not be after {source.id} was {how} ({seen.edtf}), got {record.date.edtf}"
                yield TIMELY.problem(message, path=("date",), record=record.id)
                break


@lru_cache
def _day_after(day: PartialDate) -> PartialDate:
    """Return the day after a day, which it may be already elsewhere on the earth; a vaguer date stays as it is."""
    last = day.latest
    if day.precision != "day" or last is None or not MINYEAR < last.year < MAXYEAR:
        return day
    return PartialDate(f"{date(*last) + timedelta(days=1)}{day.edtf[10:]}")


def in_office(index: Index) -> Iterator[Problem]:
    """An office in which something is said is held by the speaker, at that time."""
    spoken: tuple[Statement | Candidate, ...] = (*index.of(Statement), *index.of(Candidate))
    for record in spoken:
        speaker = index.records.get(record.speaker or "")
        if record.office is None or speaker is None:
            continue
        offices = speaker.offices if isinstance(speaker, Actor) else ()
        held = [office.period for office in offices if office.title == record.office]
        if not held:
            message = f"office must be one of the offices of {speaker.id}, got {quote(record.office)}"
            meant = near(record.office, [office.title for office in offices])
            hint = f"did you mean {quote(meant[0])}?" if meant else None
            yield HOLDS_OFFICE.problem(message, path=("office",), record=record.id, hint=hint)
        elif record.date and all(period.overlaps(record.date) is False for period in held):
            periods = ", ".join(period.edtf for period in held)
            message = f"date must lie in the time in which {speaker.id} was {record.office} ({periods})"
            yield IN_OFFICE.problem(f"{message}, got {record.date.edtf}", path=("date",), record=record.id)


def existing(index: Index) -> Iterator[Problem]:
    """A state is in its state systems while it is party to a treaty."""
    for treaty in index.of(Treaty):
        for position, party in enumerate(treaty.parties):
            state = index.get(party.party, State)
            if state is None:
                continue
            for path, spell in _spells(treaty, position):
                for system in _left_out(state, spell):
                    member = f"a member of the {system} system throughout {spell.edtf}"
                    message = f"{path_text(path)}: {party.party} is not {member}"
                    yield EXISTS.problem(message, path=path, record=treaty.id)


def _spells(treaty: Treaty, position: int) -> Iterator[tuple[Path, PartialDate]]:
    """Yield the spells of a party; of one that is party all the time, the life of the treaty as far as it is known."""
    path: Path = ("parties", position)
    spells = treaty.parties[position].spells
    yield from (((*path, "spells", n), spell) for n, spell in enumerate(spells))
    first, last = treaty.in_force or treaty.signed, treaty.ended or treaty.as_of
    if first and not spells:
        with suppress(InvalidDate):  # a qualified start may lie after the end at face value
            yield path, PartialDate(f"{first.edtf}/{last.edtf if last else ''}")


def _left_out(state: State, spell: PartialDate) -> Iterator[str]:
    """Yield each system of which a state is for certain no member at the start, at the end or in between of a spell."""
    ends = [end for end in (spell.start, spell.end) if end]
    for system in dict.fromkeys(own.system for own in state.spells if own.system != MAJORS):
        periods = [own.period for own in state.spells if own.system == system]
        outside = any(all(period.overlaps(end) is False for period in periods) for end in ends)
        between = any(gap.overlaps(spell) for gap in map(_gap, periods, periods[1:]) if gap)
        if outside or between or (spell.open_end and all(period.end for period in periods)):
            yield system


def _gap(earlier: PartialDate, later: PartialDate) -> PartialDate | None:
    """Return the days that lie for certain between two periods, if there are any."""
    if any(period.approximate or period.uncertain for period in (earlier, later)):
        return None
    last, first = earlier.end and earlier.end.latest, later.start and later.start.earliest
    if last is None or first is None or not MINYEAR < last.year <= first.year < MAXYEAR:
        return None
    start, end = date(*last) + timedelta(days=1), date(*first) - timedelta(days=1)
    return PartialDate(f"{start}/{end}") if start <= end else None


def inside(index: Index) -> Iterator[Problem]:
    """Anchors end where the text of their source does, at the latest."""
    for record in index.records.values():
        for n, attestation in enumerate(attestations(record)):
            source = index.get(attestation.source, Source)
            for m, anchor in enumerate(attestation.anchors):
                if source and source.length is not None and anchor.end > source.length:
                    path = ("attestations", n, "anchors", m, "end")
                    most = f"{source.length} or less, the length of {source.id}"
                    message = f"{path_text(path)} must be {most}, got {anchor.end}"
                    yield INSIDE.problem(message, path=path, record=record.id)


def underived(index: Index) -> Iterator[Problem]:
    """Derivations don't run in a circle; each circle is told once, at its first source."""
    told: set[str] = set()
    for source in index.of(Source):
        way = [source.id]
        while (last := index.get(way[-1], Source)) and last.derived_from and last.derived_from not in way:
            way.append(last.derived_from)
        if last and last.derived_from == source.id and source.id not in told:
            told.update(way)
            message = f"derived_from runs in a circle: {' -> '.join([*way, source.id])}"
            yield UNDERIVED.problem(message, path=("derived_from",), record=source.id)


CHECKS: tuple[Callable[[Index], Iterator[Problem]], ...] = (
    resolved,
    impersonal,
    timely,
    in_office,
    existing,
    inside,
    underived,
)
"""What is asked of a whole corpus, in the order of the report."""

RULES = (
    UNIQUE, RESOLVES, NO_PERSON, TIMELY, HOLDS_OFFICE, IN_OFFICE, EXISTS, INSIDE, UNDERIVED, UNITED,
)  # fmt: skip
"""The rules of a whole corpus."""

_VAGUE: Final = "in doubt for dates that are approximate, uncertain or vague"

EXTENTS: Final[Mapping[Rule, str]] = {
    **dict.fromkeys((UNIQUE, RESOLVES, NO_PERSON, HOLDS_OFFICE, INSIDE), "exact"),
    **dict.fromkeys((TIMELY, IN_OFFICE), _VAGUE),
    EXISTS: "in doubt for states that have left a system and come back, and for dates that are vague",
    UNDERIVED: "in doubt for sources that derive from those in a circle",
}
"""How far columns tell by themselves what breaks a rule; the objects of the rows in doubt tell the rest."""
