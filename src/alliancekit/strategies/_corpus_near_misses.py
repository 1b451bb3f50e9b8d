"""Near misses of corpora: valid records that together break just one rule."""

from collections.abc import Callable, Mapping
from itertools import permutations
from typing import TypeAlias, TypeVar, get_args

from attrs import evolve, frozen
from hypothesis import strategies as st

from alliancekit.corpus import checks, date_checks, state_codes
from alliancekit.corpus.references import references
from alliancekit.dates import PartialDate
from alliancekit.models import Actor, Candidate, Entry, Proposal, Source, State, Statement
from alliancekit.models.actor import Office
from alliancekit.models.attestation import Anchor, Attestation
from alliancekit.models.ids import CandidateId
from alliancekit.models.state import Code, Membership, Spell
from alliancekit.models.treaty import Party
from alliancekit.models.words import Name
from alliancekit.states import get
from alliancekit.strategies._corpora import entries, problems_of
from alliancekit.strategies._records import records
from alliancekit.strategies.of_models import actors, states, treaties
from alliancekit.strategies.values import texts_for_people

E = TypeVar("E", bound=Entry)
Held: TypeAlias = tuple[Entry, ...]

_MOST = 1
_A_NAME = st.just((Name(text="A name"),))
_A_CODE = st.just((Code(system="atop", value="1"),))
"""A code that no list of states has."""


@frozen(kw_only=True)
class CorpusNearMiss:
    """Records, each valid by itself, that together break one rule and no other.

    Attributes:
        records: The records. `Corpus(records)` raises `InvalidCorpus`, or has warnings if the rule only warns.
        code: The code of the rule that they break.
    """

    records: tuple[Entry, ...]
    code: str


def corpus_near_misses(*, code: str | None = None) -> st.SearchStrategy[CorpusNearMiss]:
    """Return a strategy for records that break one rule of a corpus and no other, each rule as likely as every other.

    There is at most one record of each type, and those that the mistake needs or that others name.

    Args:
        code: The code of the rule to break; None: any. What it takes two corpora to break is not among them.

    Raises:
        ValueError: If no rule of a corpus has that code.
    """
    if code is None:
        return _corpus_near_misses(tuple(BREAKING)).filter(_is_near)
    if code not in BREAKING:
        message = f"no corpus breaks {code}; it may break {', '.join(BREAKING)}"
        raise ValueError(message)
    return _corpus_near_misses((code,)).filter(_is_near)


@st.composite
def _corpus_near_misses(draw: st.DrawFn, codes: tuple[str, ...]) -> CorpusNearMiss:
    code = draw(st.sampled_from(codes))
    held = draw(entries(_MOST, (Proposal, Statement), quiet=True))
    return CorpusNearMiss(records=BREAKING[code](draw, tuple(held.values())), code=code)


def _is_near(miss: CorpusNearMiss) -> bool:
    """Tell whether what was to break a rule breaks that rule, and no other."""
    return {problem.code for problem in problems_of(miss.records)} == {miss.code}


def _with(held: Held, *changed: Entry) -> Held:
    """Return the records, some of them changed, and new ones."""
    return tuple({record.id: record for record in (*held, *changed)}.values())


def _one(draw: st.DrawFn, held: Held, model: type[E]) -> E:
    return draw(st.sampled_from([record for record in held if isinstance(record, model)]))


def _source(held: Held, statement: Statement) -> Source:
    """Return the first source that reports a statement."""
    id_ = statement.attestations[0].source
    return next(record for record in held if isinstance(record, Source) and record.id == id_)


def _years(draw: st.DrawFn) -> tuple[PartialDate, PartialDate]:
    """Draw a year of the past, and one that lies before it."""
    year = draw(st.integers(1801, 2025))
    return PartialDate(str(year)), PartialDate(str(draw(st.integers(1800, year - 1))))


def _alone(id_: str) -> dict[str, st.SearchStrategy[object]]:
    """Return the fields of a new record that no source attests."""
    return {"id": st.just(id_), "attestations": st.just(())}


def _unique(draw: st.DrawFn, held: Held) -> Held:
    """Add a record for the second time."""
    return (*held, draw(st.sampled_from(held)))


def _resolves(draw: st.DrawFn, held: Held) -> Held:
    """Take a record out at which another one points."""
    targets = sorted({target for record in held for _, target in references(record)})
    gone = draw(st.sampled_from(targets))
    return tuple(record for record in held if record.id != gone)


def _no_person(draw: st.DrawFn, held: Held) -> Held:
    """Make a person a member."""
    kinds = st.sampled_from(["person", "machine_persona"])
    person = draw(actors(**_alone("actor:a-person"), names=_A_NAME, kind=kinds, offices=st.just(())))
    proposal = _one(draw, held, Proposal)
    return _with(held, person, evolve(proposal, members=(*proposal.members, person.id)))


def _timely(draw: st.DrawFn, held: Held) -> Held:
    """Let a statement be made after its source was published or seen."""
    said, reported = _years(draw)
    statement = _one(draw, held, Statement)
    source = _source(held, statement)
    published = draw(st.booleans())
    dated = evolve(
        source,
        published=reported if published else None,
        accessed=None if published else reported,
        dated_by="printed",
    )
    return _with(held, dated, evolve(statement, date=said, office=None))


def _holds_office(draw: st.DrawFn, held: Held) -> Held:
    """Let something be said in an office that nobody has."""
    titles = {office.title for record in held if isinstance(record, Actor) for office in record.offices}
    title = draw(texts_for_people().filter(lambda text: text not in titles))
    return _with(held, evolve(_one(draw, held, Statement), office=title))


def _in_office(draw: st.DrawFn, held: Held) -> Held:
    """Let something be said in an office before its time."""
    begun, said = _years(draw)
    period = PartialDate(f"{begun}/..")
    office = draw(records(Office, of=st.none(), period=st.just(period)))
    kind, offices = st.just("person"), st.just((office,))
    person = draw(actors(**_alone("actor:a-person"), names=_A_NAME, kind=kind, offices=offices))
    statement = _one(draw, held, Statement)
    source = evolve(_source(held, statement), published=None, accessed=None)
    changed = evolve(
        statement, speaker=person.id, office=office.title, date=said, attestations=statement.attestations[:1]
    )
    return _with(held, person, source, changed)


def _exists(draw: st.DrawFn, held: Held) -> Held:
    """Let a state be party to a treaty before it is in its state system."""
    member, party = _years(draw)
    systems = st.sampled_from([system for system in get_args(Membership) if system != checks.MAJORS])
    spell = draw(records(Spell, system=systems, period=st.just(PartialDate(f"{member}/.."))))
    none = st.just(())
    named = {"names": _A_NAME, "codes": _A_CODE, "predecessors": none}
    state = draw(states(**_alone("state:a-member"), **named, spells=st.just((spell,))))
    other = draw(states(**_alone("state:another"), **named, spells=none))
    parties = (Party(party=state.id, spells=(PartialDate(f"{party}/{party}"),)), Party(party=other.id))
    undated = dict.fromkeys(("signed", "in_force", "ended", "as_of"), st.none())
    alone = _alone("treaty:too-early")
    treaty = draw(
        treaties(**alone, **undated, names=_A_NAME, parties=st.just(parties), commitments=none, provisions=none)
    )
    return _with(held, state, other, treaty)


def _inside(draw: st.DrawFn, held: Held) -> Held:
    """Let an anchor end after the text of its source."""
    statement = _one(draw, held, Statement)
    anchor = draw(records(Anchor))
    first, *rest = statement.attestations
    source = evolve(_source(held, statement), length=anchor.end - 1, regions=())
    return _with(held, source, evolve(statement, attestations=(evolve(first, anchors=(anchor,)), *rest)))


def _underived(draw: st.DrawFn, held: Held) -> Held:
    """Let a source derive from itself."""
    source = _one(draw, held, Source)
    return _with(held, evolve(source, derived_from=source.id))


def _known(draw: st.DrawFn, held: Held) -> Held:
    """Give a state of the registry the code of another one."""
    of, other = draw(st.sampled_from(list(permutations(("state:fra", "state:deu", "state:jpn"), 2))))
    right = next(code for code in get(other).codes if code.system == "cow")
    return _with(held, _state(draw, of, right.value))


def _of_one(draw: st.DrawFn, held: Held) -> Held:
    """Give two states the same code."""
    number = draw(st.sampled_from(["220", "255", "740"]))
    return _with(held, *(_state(draw, id_, number) for id_ in ("state:a-member", "state:another")))


def _state(draw: st.DrawFn, id_: str, number: str) -> State:
    """Draw a state that has a number of Correlates of War for all time, and no other code."""
    none = st.just(())
    codes = st.just((Code(system="cow", value=number),))
    return draw(states(**_alone(id_), names=_A_NAME, codes=codes, spells=none, predecessors=none))


def _future(draw: st.DrawFn, held: Held) -> Held:
    """Let a source be seen in the future."""
    source = _source(held, _one(draw, held, Statement))
    year = draw(st.integers(2200, 9998))
    return _with(held, evolve(source, published=None, accessed=PartialDate(str(year))))


def _no_end(draw: st.DrawFn, held: Held) -> Held:
    """Let a treaty end with the calendar."""
    return _with_treaty(draw, held, ended=st.sampled_from(["9999", "9999-12-31"]).map(PartialDate))


def _last_known(draw: st.DrawFn, held: Held) -> Held:
    """Let a treaty be in force of which nothing says until when."""
    return _with_treaty(draw, held, ended=st.none())


def _with_treaty(draw: st.DrawFn, held: Held, **dates: st.SearchStrategy[object]) -> Held:
    """Add a treaty that came into force long ago, with its parties."""
    none = st.just(())
    parties = [
        draw(states(**_alone(f"state:party-{n}"), names=_A_NAME, codes=_A_CODE, spells=none, predecessors=none))
        for n in (1, 2)
    ]
    alone = _alone("treaty:of-two")
    begun = st.integers(1801, 2025).map(lambda year: PartialDate(str(year)))
    undated = dict.fromkeys(("signed", "as_of"), st.none())
    of = st.just(tuple(Party(party=state.id) for state in parties))
    treaty = draw(
        treaties(
            **alone, **undated, names=_A_NAME, in_force=begun, parties=of, commitments=none, provisions=none, **dates
        )
    )
    return _with(held, *parties, treaty)


def _unpreceded(draw: st.DrawFn, held: Held) -> Held:
    """Let two states be predecessors of each other."""
    ids = ("state:a-state", "state:another")
    plain = {"names": _A_NAME, "codes": _A_CODE, "spells": st.just(())}
    both = (states(**_alone(id_), **plain, predecessors=st.just((other,))) for id_, other in (ids, ids[::-1]))
    return _with(held, *map(draw, both))


def _unsupported(draw: st.DrawFn, held: Held) -> Held:
    """Let a candidate rest on itself, or be about itself."""
    id_ = CandidateId("candidate:a-candidate")
    report = Attestation(source=_source(held, _one(draw, held, Statement)).id, wording="mention")
    proposal = Candidate(
        id=id_,
        of="proposal",
        missing=("names", "proposers", "members", "rationale"),
        statements=(id_,),
        attestations=(report,),
    )
    statement = Candidate(
        id=id_,
        of="statement",
        missing=("speaker", "venue", "date", "content"),
        about=(id_,),
        attestations=(report,),
    )
    return _with(held, draw(st.sampled_from([proposal, statement])))


BREAKING: Mapping[str, Callable[[st.DrawFn, Held], Held]] = {
    checks.UNIQUE.code: _unique,
    checks.RESOLVES.code: _resolves,
    checks.NO_PERSON.code: _no_person,
    checks.TIMELY.code: _timely,
    checks.HOLDS_OFFICE.code: _holds_office,
    checks.IN_OFFICE.code: _in_office,
    checks.EXISTS.code: _exists,
    checks.INSIDE.code: _inside,
    checks.UNDERIVED.code: _underived,
    checks.UNPRECEDED.code: _unpreceded,
    checks.UNSUPPORTED.code: _unsupported,
    state_codes.KNOWN.code: _known,
    state_codes.OF_ONE.code: _of_one,
    date_checks.FUTURE.code: _future,
    date_checks.NO_END.code: _no_end,
    date_checks.LAST_KNOWN.code: _last_known,
}
"""How each rule of a corpus is broken, by what one corpus holds; `UNITED` takes two."""
