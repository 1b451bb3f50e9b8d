"""The rules across the records of a corpus, each with what passes and what does not."""

from collections.abc import Callable
from typing import cast
from unittest.mock import patch

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.corpus.test_corpus import corpus, statement
from tests.engine.engines import PLAIN, raw
from tests.mistakes import (
    ACTOR,
    ATTESTATION,
    CANDIDATE,
    CLASHES,
    JPN,
    MENTION,
    MINISTER,
    PACT,
    PROPOSAL,
    SOURCE,
    STATE,
    STATEMENT,
    TWN,
    WEEKLY,
    Clash,
)
from tests.profiles import examples

from alliancekit import convert
from alliancekit.corpus.checks import RULES, Check, CorpusIndex, dates as date_check, memberships, offices, publication
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidCorpus, Problem, Severity
from alliancekit.models import MODELS, Candidate, Entry, Proposal, Source, State, Statement, Treaty
from alliancekit.models.attestation import Attestation
from alliancekit.models.ids import ActorId, CandidateId, ProposalId, SourceId, StateId, StatementId, TreatyId
from alliancekit.models.state import Code, Membership, Spell
from alliancekit.models.treaty import Party
from alliancekit.models.words import Name
from alliancekit.strategies import dates

RUMOUR_ID = CANDIDATE.id
DATES = {rule.code for rule in date_check.CHECK.rules}

UNLISTED = attrs.evolve(STATE, codes=(Code(system="atop", value="1"),))
"""A state whose code no list of states has, so that it stands for none that the corpus has already."""


@pytest.mark.parametrize("clash", CLASHES, ids=[clash.code for clash in CLASHES])
def test_each_rule_across_records_is_asked(clash: Clash) -> None:
    new = [convert.record(MODELS[name], tree) for name, tree in clash.entries]
    assert [(problem.code, problem.record, problem.path, problem.message) for problem in found(*new)] == [
        (clash.code, clash.record, clash.at, clash.message)
    ]


def found(*records: Entry) -> tuple[Problem, ...]:
    """Return the problems of records that join the corpus, warnings too."""
    try:
        return corpus.add(*records).warnings
    except InvalidCorpus as error:
        return error.problems


def problems(*records: Entry) -> list[str]:
    """Return the messages, without the warnings that only `date_checks` gives."""
    return [problem.message for problem in found(*records) if problem.code not in DATES]


def test_a_state_outside_its_system_a_code_of_another_and_a_doubtful_date_are_warnings() -> None:
    warnings = {rule.code for rule in RULES if rule.severity is Severity.WARNING}
    assert warnings == {"AK907", "AK931", "AK932", *DATES}


def test_a_reference_to_nothing_like_it_is_told_how_to_mend_it() -> None:
    with pytest.raises(InvalidCorpus) as caught:
        corpus.add(statement("x", "2024", "actor:somebody-else"), statement("y", "2024", "actor:ministre"))
    assert [problem.hint for problem in caught.value.problems] == [
        "add the record, or correct the reference",
        "did you mean actor:minister?",
    ]


def test_a_person_is_no_member_of_a_candidate_and_no_party_to_a_treaty() -> None:
    plan = Candidate(
        id=CandidateId("candidate:plan"),
        of="proposal",
        missing=("names", "proposers", "rationale"),
        members=(JPN, MINISTER),
        attestations=(MENTION,),
    )
    treaty = Treaty(id=TreatyId("treaty:x"), names=(Name(text="X"),), parties=(Party(party=JPN), Party(party=MINISTER)))
    persona = attrs.evolve(ACTOR, id=ActorId("actor:jp-01"), kind="machine_persona", offices=())
    league = attrs.evolve(PROPOSAL, id=ProposalId("proposal:x"), members=(JPN, persona.id))
    assert problems(plan, treaty, persona, league) == [
        "members[1] must not be a machine persona, got actor:jp-01",
        "members[1] must not be a person, got actor:minister (also: treaty:x)",
    ]


@pytest.mark.parametrize(
    ("date", "refused"),
    [
        ("2025-04-29", False),
        ("2025-04-30", False),  # east of the source it is a day later
        ("2025-04", False),
        ("2025-05-01~", False),
        ("2025-05-01", True),
        ("2026", True),
    ],
)
def test_what_is_reported_was_said_before(date: str, refused: bool) -> None:  # noqa: FBT001 - an answer
    records: tuple[Statement | Candidate | Proposal, ...] = (
        attrs.evolve(STATEMENT, id=StatementId("statement:x"), date=PartialDate(date)),
        attrs.evolve(CANDIDATE, id=CandidateId("candidate:x"), missing=("venue",), date=PartialDate(date)),
        attrs.evolve(PROPOSAL, id=ProposalId("proposal:x"), date=PartialDate(date), attestations=(MENTION,)),
    )
    for record in records:
        expected = f"date must not be after source:daily was published (2025-04-29), got {date}"
        assert problems(record) == [expected] * refused


@pytest.mark.parametrize(
    ("published", "date", "refused"),
    [
        ("2024-12-31", "2025-01-01", False),
        ("2024-12-31", "2025-01-02", True),
        ("2024-12-31~", "2025-01-02", False),
        ("2024-12", "2025-01-01", True),
        ("2024", "2025", True),
        ("0000-12-31", "0001-01-01", True),
        ("9999-12-30", "9999-12-31", True),
    ],
)
def test_a_day_is_granted_for_time_zones_where_days_are_told(
    published: str,
    date: str,
    refused: bool,  # noqa: FBT001 - an answer
) -> None:
    make = cast("Callable[..., Source]", attrs.evolve)
    paper = make(corpus[WEEKLY], id="source:paper", published=PartialDate(published), dated_by="printed")
    report = (Attestation(source=paper.id, wording="mention"),)
    said = attrs.evolve(STATEMENT, id=StatementId("statement:x"), date=PartialDate(date), attestations=report)
    expected = f"date must not be after source:paper was published ({published}), got {date}"
    assert problems(paper, said) == [expected] * refused


@pytest.mark.parametrize(("date", "refused"), [("2025-05-02", True), ("2025-05-01", False), ("9999-12-31", True)])
def test_a_source_without_date_reports_what_was_said_before_it_was_seen(date: str, *, refused: bool) -> None:
    source = attrs.evolve(SOURCE, id=SourceId("source:x"), published=None, accessed=PartialDate("2025-04-30"))
    attestation = Attestation(source=source.id, wording="indirect")
    record = attrs.evolve(STATEMENT, id=StatementId("statement:x"), date=PartialDate(date), attestations=(attestation,))
    expected = f"date must not be after source:x was accessed (2025-04-30), got {date}"
    assert problems(source, record) == [expected] * refused


@pytest.mark.parametrize(
    ("speaker", "office", "date", "message"),
    [
        (MINISTER, "Minister of the Sea", "2023", None),
        (MINISTER, "Minister of the Sea", "2021/2022", None),
        (MINISTER, "Minister of the Sea", "2020~", None),
        (
            MINISTER,
            "Minister of the Sea",
            "2020",
            "date must lie in the time in which actor:minister was Minister of the Sea (2022/2024), got 2020",
        ),
        (
            MINISTER,
            "Minister of the See",
            "2023",
            "office must be one of the offices of actor:minister, got 'Minister of the See'",
        ),
        (JPN, "Minister", "2023", "office must be one of the offices of state:jpn, got 'Minister'"),
    ],
)
def test_an_office_is_held_when_something_is_said_in_it(
    speaker: str, office: str, date: str, message: str | None
) -> None:
    new = attrs.evolve(statement("x", date, speaker), office=office)
    assert problems(new) == ([message] if message else [])
    candidate = cast("Callable[..., Candidate]", attrs.evolve)(
        CANDIDATE,
        id="candidate:x",
        speaker=speaker,
        office=office,
        date=PartialDate(date),
        missing=("venue",),
        attestations=(Attestation(source=WEEKLY, wording="mention"),),
    )
    assert problems(candidate) == ([message] if message else [])


def test_an_office_of_another_name_is_told_the_nearest() -> None:
    problem, other = found(
        attrs.evolve(statement("x", "2023"), office="Minister of the See"),
        attrs.evolve(statement("y", "2023"), office="King"),
    )
    assert problem.hint == "did you mean 'Minister of the Sea'?"
    assert other.hint == "add the office to the speaker, or correct its title"


def test_a_slip_that_comes_again_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alliancekit.messages.EFFORT", 1)
    slips = [attrs.evolve(statement(f"x{n}", "2023"), office="Minister of the See") for n in range(3)]
    index = CorpusIndex({record.id: record for record in (*corpus, *slips)})
    assert [problem.hint for problem in offices.problems(index)] == ["did you mean 'Minister of the Sea'?"] * 3


def test_of_an_office_of_many_periods_the_first_are_named() -> None:
    periods = tuple(PartialDate(f"{year}-01/{year}-06") for year in range(2000, 2010))
    offices = tuple(attrs.evolve(ACTOR.offices[0], title="King", period=period) for period in periods)
    king = attrs.evolve(ACTOR, id=ActorId("actor:king"), offices=offices)
    said = attrs.evolve(statement("x", "2020", king.id), office="King")
    time = "2000-01/2000-06, 2001-01/2001-06, 2002-01/2002-06, 2003-01/2003-06, 2004-01/2004-06, and 5 more"
    assert problems(king, said) == [f"date must lie in the time in which actor:king was King ({time}), got 2020"]


def test_an_office_of_nobody_or_without_a_date_is_not_asked_for() -> None:
    nobody = Candidate(
        id=CandidateId("candidate:x"),
        of="statement",
        missing=("speaker", "venue", "date"),
        office="King",
        content="Says so.",
        attestations=(MENTION,),
    )
    undated = attrs.evolve(CANDIDATE, id=CandidateId("candidate:y"), speaker=MINISTER, office="Minister of the Sea")
    assert problems(nobody, undated) == []


@pytest.mark.parametrize(
    ("period", "spell", "message"),
    [
        ("1952/1980", "1961/1970", None),
        ("1952/..", "1961/..", None),
        ("1952/", "1961/..", None),
        ("1961/1970", "1961/1970", None),
        (
            "1962/1980",
            "1961/1970",
            "parties[0].spells[0]: state:x is not a member of the cow system throughout 1961/1970",
        ),
        (
            "1952/1969",
            "1961/1970",
            "parties[0].spells[0]: state:x is not a member of the cow system throughout 1961/1970",
        ),
        ("1952/1980", "1961/..", "parties[0].spells[0]: state:x is not a member of the cow system throughout 1961/.."),
        ("1952/1980", "1990/", "parties[0].spells[0]: state:x is not a member of the cow system throughout 1990/"),
        ("1952/1980", "/1990", "parties[0].spells[0]: state:x is not a member of the cow system throughout /1990"),
    ],
)
def test_a_state_is_in_its_system_while_it_is_party(period: str, spell: str, message: str | None) -> None:
    make = cast("Callable[..., State]", attrs.evolve)
    state = make(UNLISTED, id="state:x", spells=(Spell(system="cow", period=PartialDate(period)),))
    treaty = Treaty(
        id=TreatyId("treaty:x"),
        names=(Name(text="X"),),
        parties=(Party(party=state.id, spells=(PartialDate(spell),)), Party(party=TWN)),
    )
    assert problems(state, treaty) == ([message] if message else [])


@pytest.mark.parametrize(
    ("periods", "spell", "refused"),
    [
        (("1900/1938", "1946/.."), "1930/1950", True),
        (("1900/1938", "1946/.."), "1930/1938", False),
        (("1900/1938", "1946/.."), "1938/1946", True),
        (("1900/1938", "1939/.."), "1930/1950", False),
        (("1900/1938~", "1946/.."), "1930/1950", False),
        (("1900/1938", "1946?/.."), "1930/1950", False),
        (("1900/", "1946/.."), "1930/1950", False),
        (("-0100/-0050", "-0020/.."), "-0060/0010", False),  # before the years that days can be counted in
    ],
)
def test_a_state_that_left_its_system_for_a_time_was_no_member_throughout(
    periods: tuple[str, str],
    spell: str,
    refused: bool,  # noqa: FBT001 - an answer
) -> None:
    make = cast("Callable[..., State]", attrs.evolve)
    spells = tuple(Spell(system="cow", period=PartialDate(period)) for period in periods)
    state = make(UNLISTED, id="state:x", spells=spells)
    parties = (Party(party=state.id, spells=(PartialDate(spell),)), Party(party=TWN))
    treaty = Treaty(id=TreatyId("treaty:x"), names=(Name(text="X"),), parties=parties)
    expected = f"parties[0].spells[0]: state:x is not a member of the cow system throughout {spell}"
    assert problems(state, treaty) == [expected] * refused


@pytest.mark.parametrize(
    ("periods", "spell", "refused"),
    [
        (("1816/1942-11-11", "1944-10-23/.."), "1940/1946", True),
        (("1816/1942-11-11", "1944-10-23/.."), "1940/1942", False),
        (("1816/1942-11-11", "1942-11-12/.."), "1940/1946", False),  # no day between them
        (("1816/1942", "1943/.."), "1940/1946", False),  # perhaps no day between them
        (("1816/", "1944/.."), "1940/1946", False),  # the end is not known
        (("-0500/-0400", "0100/.."), "-0450/0200", False),  # no calendar of ours counts days there
        (("1949/1950", "1953-03/..", "1950-10/1953"), "1952/1952", True),  # between the first two, though in the third
    ],
)
def test_a_party_is_in_its_system_between_its_ends_too(periods: tuple[str, ...], spell: str, *, refused: bool) -> None:
    spells = tuple(Spell(system="gw", period=PartialDate(period)) for period in periods)
    state = attrs.evolve(UNLISTED, id=StateId("state:x"), spells=spells)
    party = Party(party=state.id, spells=(PartialDate(spell),))
    treaty = Treaty(id=TreatyId("treaty:x"), names=(Name(text="X"),), parties=(party, Party(party=TWN)))
    expected = f"parties[0].spells[0]: state:x is not a member of the gw system throughout {spell}"
    assert problems(state, treaty) == [expected] * refused


@pytest.mark.parametrize(
    ("dates", "life"),
    [
        ({"in_force": "1920"}, "1920/"),
        ({"signed": "1919", "in_force": "1920", "ended": "1930"}, "1920/1930"),
        ({"in_force": "1919", "as_of": "1930"}, "1919/1930"),
        ({"signed": "1919", "ended": "1925"}, "1919/1925"),
        ({"ended": "1930"}, None),
        # It seems to end before it begins, but nothing of that is certain.
        ({"signed": "1919~", "ended": "1915"}, None),
    ],
)
def test_a_party_all_the_time_is_in_its_system_as_long_as_the_treaty_lives(
    dates: dict[str, str], life: str | None
) -> None:
    make = cast("Callable[..., State]", attrs.evolve)
    state = make(UNLISTED, id="state:x", spells=(Spell(system="cow", period=PartialDate("1900/1910")),))
    treaty = cast("Callable[..., Treaty]", Treaty)(
        id="treaty:x",
        names=(Name(text="X"),),
        parties=(Party(party=state.id), Party(party=TWN)),
        **{name: PartialDate(date) for name, date in dates.items()},
    )
    expected = f"parties[0]: state:x is not a member of the cow system throughout {life}"
    assert problems(state, treaty) == ([expected] if life else [])


def test_no_state_need_be_a_major_power_to_be_party() -> None:
    periods = {"cow": "1900/..", "cow_majors": "1900/1910"}
    spells = tuple(Spell(system=cast("Membership", each), period=PartialDate(own)) for each, own in periods.items())
    state = attrs.evolve(UNLISTED, id=StateId("state:x"), spells=spells)
    party = Party(party=state.id, spells=(PartialDate("1920/1930"),))
    treaty = Treaty(id=TreatyId("treaty:x"), names=(Name(text="X"),), parties=(party, Party(party=TWN)))
    assert problems(state, treaty) == []


def test_each_state_system_is_asked_once() -> None:
    spells = tuple(Spell(system=system, period=PartialDate("1900/1910")) for system in ("cow", "gw"))
    make = cast("Callable[..., State]", attrs.evolve)
    state = make(UNLISTED, id="state:x", spells=spells)
    treaty = Treaty(
        id=TreatyId("treaty:x"),
        names=(Name(text="X"),),
        parties=(Party(party=state.id), Party(party=PACT)),
        in_force=PartialDate("1920"),
    )
    assert problems(state, treaty) == [
        "parties[0]: state:x is not a member of the cow system throughout 1920/",
        "parties[0]: state:x is not a member of the gw system throughout 1920/",
    ]


some = st.sampled_from([
    "1950", "1950-12", "1951-01-01", "1951-21", "195X", "1951~", "-0001", "0950", "1950/1951", "1950/..", "../1951",
    "/1951", "1951/", "1900/1960", "1900/..", "1951-02/1951-02-28", "1952-04-30/1952-04", "-0100/1951", "1951?/1952",
    "9999-12-31", "1940/9999", "-0100/..",
]).map(PartialDate)  # fmt: skip
dated = some | dates()
moments = st.none() | dated


def slowly(check: Check, *records: object) -> bool:
    """Return whether the plain engine, which leaves everything to the check, finds the same problems."""
    held = cast("dict[str, Entry]", {cast("Entry", record).id: record for record in records})
    with patch("alliancekit.engine.of", PLAIN.engine):
        expected = [*check.problems(CorpusIndex(held))]
    return [*check.problems(CorpusIndex(held))] == expected


@examples(300)
@given(spells=st.lists(st.tuples(st.sampled_from(["cow", "gw"]), dated)), periods=st.lists(dated), life=st.data())
def test_a_quick_look_at_memberships_misses_none(
    spells: list[tuple[Membership, PartialDate]], periods: list[PartialDate], life: st.DataObject
) -> None:
    held = tuple(raw(Spell, {"system": system, "period": period}) for system, period in spells)
    state = raw(State, {"id": "state:x", "spells": held})
    parties = tuple(raw(Party, {"party": id_, "spells": tuple(periods)}) for id_ in ("state:x", "state:y"))
    ends = {name: life.draw(moments) for name in ("signed", "in_force", "ended", "as_of")}
    assert slowly(memberships.CHECK, state, raw(Treaty, {"id": "treaty:x", "parties": parties, **ends}))


@examples(300)
@given(date=moments, published=moments, accessed=moments)
def test_a_quick_look_at_dates_misses_none(
    date: PartialDate | None, published: PartialDate | None, accessed: PartialDate | None
) -> None:
    source = attrs.evolve(SOURCE, id=SourceId("source:x"))
    dated = raw(Source, {**attrs.asdict(source, recurse=False), "published": published, "accessed": accessed})
    report = raw(Attestation, {"source": "source:x"})
    records = (raw(model, {"id": "x", "date": date, "attestations": (report,)}) for model in (Statement, Proposal))
    for record in records:
        assert slowly(publication.CHECK, dated, record)


def test_an_anchor_into_a_text_of_unknown_length_is_fine() -> None:
    inside = attrs.evolve(ATTESTATION, source=WEEKLY)
    assert problems(attrs.evolve(STATEMENT, id=StatementId("statement:x"), attestations=(inside,))) == []


def source(name: str, origin: str) -> Source:
    make = cast("Callable[..., Source]", attrs.evolve)
    return make(corpus[WEEKLY], id=f"source:{name}", derived_from=f"source:{origin}")


def test_derivations_do_not_run_in_a_circle() -> None:
    assert problems(source("a", "b"), source("b", "weekly"), source("c", "b")) == []
    assert problems(source("a", "a")) == ["derived_from runs in a circle: source:a -> source:a"]
    assert problems(source("a", "b"), source("b", "c"), source("c", "a"), source("d", "a")) == [
        "derived_from runs in a circle: source:a -> source:b -> source:c -> source:a"
    ]
    assert problems(source("a", "b"), source("b", "a"), source("c", "d"), source("d", "c")) == [
        "derived_from runs in a circle: source:a -> source:b -> source:a",
        "derived_from runs in a circle: source:c -> source:d -> source:c",
    ]
