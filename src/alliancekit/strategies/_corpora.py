"""Whole corpora: records drawn from few ids, the records that they point at, and what doesn't fit mended."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import Final, TypeAlias, TypeVar, cast

from attrs import evolve
from hypothesis import strategies as st

from alliancekit.corpus import Corpus, checks, date_checks, state_codes
from alliancekit.corpus.causes import kinds_of, together
from alliancekit.corpus.references import references
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidDate, Path, Problem, Severity
from alliancekit.models import KINDS, Actor, Candidate, Entry, Proposal, Source, State, Statement, Treaty
from alliancekit.models.actor import Office
from alliancekit.models.attestation import Attestation
from alliancekit.models.state import Code
from alliancekit.models.words import Name
from alliancekit.rules.shape import spec_of
from alliancekit.strategies._records import ids, with_fields

E = TypeVar("E", bound=Entry)
P = TypeVar("P", Name, Code)
Records: TypeAlias = dict[str, Entry]

_PAST: Final = PartialDate("2000")


def corpora(*, most: int = 2, having: Collection[type[Entry]] = ()) -> st.SearchStrategy[Corpus]:
    """Return a strategy for whole corpora: unique ids, resolved references, and every rule of a corpus obeyed.

    The smallest corpus is empty; by default the largest has 14 records. Their ids are ``actor:a``, ``actor:b``
    and so on; sizes of records are those of `records`. A corpus may have warnings.

    Args:
        most: How many records it has at most of each type, 1 or more.
        having: Types of which it has at least one record.

    Raises:
        ValueError: If `most` is less than 1.
    """
    if most < 1:
        message = f"most must be 1 or more, got {most}"
        raise ValueError(message)
    return _corpora(most, frozenset(having))


@cache
def _corpora(most: int, having: frozenset[type[Entry]]) -> st.SearchStrategy[Corpus]:
    return entries(most, having).map(lambda records: Corpus(records.values()))


@st.composite
def entries(draw: st.DrawFn, most: int, having: Collection[type[Entry]], *, quiet: bool = False) -> Records:
    """Draw the records of a corpus, by id; with `quiet`, one without warnings."""
    records: Records = {}
    waiting: list[str] = []
    for kind, model in KINDS.items():
        waiting += ids(kind, most)[: draw(st.integers(int(model in having), most))]
    while waiting:
        id_ = waiting.pop(0)
        if id_ not in records:
            records[id_] = draw(_entry(id_, most))
            waiting += [target for _, target in references(records[id_])]
    return mended(records, quiet=quiet)


def mended(records: Records, *, quiet: bool) -> Records:
    """Return the records with some of them changed, so that they fit together."""
    held = dict(records)
    while problem := next((found for found in problems_of(held.values()) if quiet or _wrong(found)), None):
        record = MENDING[problem.code](held, problem)
        held[record.id] = record
    return held


@cache
def _entry(id_: str, most: int) -> st.SearchStrategy[Entry]:
    model = KINDS[id_.partition(":")[0]]
    return cast("st.SearchStrategy[Entry]", with_fields(model, {"id": st.just(id_)}, most))


def problems_of(records: Iterable[Entry]) -> list[Problem]:
    """Return what the checks of a corpus say of records, warnings included."""
    held = tuple(records)
    problems = [problem for _, problem in checks.repeated(record.id for record in held)]
    twice = {str(problem.record) for problem in problems}
    known: dict[str, Entry] = {record.id: record for record in held if record.id not in twice}
    index = checks.Index(known, twice, waiting=kinds_of(twice))
    return problems + [problem for problem, _ in together(index)]


def _wrong(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR


def _at(record: object, path: Path) -> object:
    """Return what stands at a path of a record."""
    held = record
    for step in path:
        held = cast("tuple[object, ...]", held)[step] if isinstance(step, int) else getattr(held, step)
    return held


def _record(records: Records, problem: Problem) -> Entry:
    return records[str(problem.record)]


def _no_person(records: Records, problem: Problem) -> Entry:
    """Make an organization of the person."""
    person = str(_at(_record(records, problem), problem.path))
    return evolve(cast("Actor", records[person]), kind="organization", offices=())


def _timely(records: Records, problem: Problem) -> Entry:
    """Take the dates out of the first source that has one."""
    attestations = cast("tuple[Attestation, ...]", _at(_record(records, problem), ("attestations",)))
    sources = (cast("Source", records[attestation.source]) for attestation in attestations)
    dated = next(source for source in sources if source.published or source.accessed)
    return evolve(dated, published=None, accessed=None)


def _holds_office(records: Records, problem: Problem) -> Entry:
    """Give a person the office; nobody else has one, so take it out."""
    record = cast("Statement | Candidate", _record(records, problem))
    speaker = records[str(record.speaker)]
    if not isinstance(speaker, Actor) or speaker.kind != "person" or record.date is None or record.office is None:
        return evolve(record, office=None)
    try:
        period = record.date.whole()
    except InvalidDate:
        # A season that runs out of the years that can be written: no period holds it.
        return evolve(record, office=None)
    return evolve(speaker, offices=(*speaker.offices, Office(title=record.office, period=period)))


def _in_office(records: Records, problem: Problem) -> Entry:
    """Take the office out."""
    return evolve(cast("Statement | Candidate", _record(records, problem)), office=None)


def _exists(records: Records, problem: Problem) -> Entry:
    """Take the spells out of the state."""
    party = _at(_record(records, problem), (*problem.path[:2], "party"))
    return evolve(cast("State", records[str(party)]), spells=())


def _inside(records: Records, problem: Problem) -> Entry:
    """Let the source be so long that the anchor lies in it."""
    record = _record(records, problem)
    source = _at(record, (*problem.path[:2], "source"))
    end = cast("int", _at(record, problem.path))
    return evolve(cast("Source", records[str(source)]), length=end)


def _acyclic(records: Records, problem: Problem) -> Entry:
    """Empty the field whose references run in a circle."""
    record = _record(records, problem)
    name = str(problem.path[0])
    return cast("Callable[..., Entry]", evolve)(record, **{name: spec_of(type(record))[name].default})


def _known_states(records: Records, problem: Problem) -> Entry:
    """Give the state a code that no list of states has."""
    return evolve(cast("State", _record(records, problem)), codes=(Code(system="atop", value="9999"),))


def _in_the_past(records: Records, problem: Problem) -> Entry:
    """Take the dates out, but for those that must be there."""
    record = _record(records, problem)
    match record:
        case Actor():
            return evolve(record, names=_undated(record.names), offices=())
        case State():
            return evolve(record, names=_undated(record.names), codes=_undated(record.codes), spells=())
        case Source():
            return evolve(record, published=None, accessed=None)
        case Statement():
            return evolve(record, date=_PAST, office=None)
        case Proposal():
            return evolve(record, names=_undated(record.names), date=None)
        case Candidate():
            date = _PAST if record.date else None
            return evolve(record, names=_undated(record.names), date=date, office=None)
        case _:
            return _undated_treaty(record)


def _undated_treaty(treaty: Treaty) -> Treaty:
    return evolve(
        treaty,
        names=_undated(treaty.names),
        parties=tuple(evolve(party, spells=()) for party in treaty.parties),
        signed=None,
        in_force=None,
        ended=None,
        as_of=None,
        commitments=(),
        provisions=(),
    )


def _undated(items: tuple[P, ...]) -> tuple[P, ...]:
    """Return the first item without its period; others could not be told from it."""
    return tuple(evolve(item, period=None) for item in items[:1])


def _last_known(records: Records, problem: Problem) -> Entry:
    """Let the treaty be known up to its first day."""
    treaty = cast("Treaty", _record(records, problem))
    return evolve(treaty, as_of=treaty.in_force)


MENDING: Mapping[str, Callable[[Records, Problem], Entry]] = {
    checks.NO_PERSON.code: _no_person,
    checks.TIMELY.code: _timely,
    checks.HOLDS_OFFICE.code: _holds_office,
    checks.IN_OFFICE.code: _in_office,
    checks.EXISTS.code: _exists,
    checks.INSIDE.code: _inside,
    **dict.fromkeys((relation.rule.code for relation in checks.RELATIONS), _acyclic),
    **dict.fromkeys((rule.code for rule in state_codes.RULES), _known_states),
    date_checks.FUTURE.code: _in_the_past,
    date_checks.NO_END.code: _in_the_past,
    date_checks.LAST_KNOWN.code: _last_known,
}
"""How each rule of a corpus that records drawn so can break is met: by a changed record in place of another."""
