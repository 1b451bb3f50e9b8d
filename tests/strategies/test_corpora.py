"""Whole corpora are consistent, small, and reach what matters."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from tests.mistakes import (
    ACTOR,
    CANDIDATE,
    CLASHES,
    CORPUS,
    JPN,
    MINISTER,
    PACT,
    PROPOSAL,
    SOURCE,
    STATE,
    STATEMENT,
    TREATY_1960,
    TWN,
    USA,
    Clash,
)
from tests.profiles import examples

from alliancekit import convert
from alliancekit.corpus import Corpus, load
from alliancekit.corpus.checks import MENDING
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidRecord, Problem, Severity
from alliancekit.formats import Tree
from alliancekit.models import MODELS, Actor, Candidate, Entry, Statement, Treaty
from alliancekit.models.actor import Office
from alliancekit.models.ids import CandidateId, StateId, StatementId
from alliancekit.models.state import Code
from alliancekit.models.words import Name
from alliancekit.strategies import corpora
from alliancekit.strategies._corpora import entries, mended, problems_of

SEARCH = settings(max_examples=2_000, database=None, phases=[Phase.generate, Phase.shrink])
QUICK = examples(30)
ONCE = settings(max_examples=1, database=None, phases=[Phase.generate])


@QUICK
@given(corpus=corpora())
def test_a_corpus_comes_back_from_its_file(corpus: Corpus) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "corpus.json"
        corpus.write(file)
        assert load(file) == corpus


@pytest.mark.parametrize("most", [1, 4])
@examples(15)
@given(data=st.data())
def test_a_corpus_has_at_most_so_many_of_each_type(most: int, data: st.DataObject) -> None:
    corpus = data.draw(corpora(most=most))
    for model in MODELS.values():
        assert sum(type(record) is model for record in corpus) <= most


@pytest.mark.slow
@QUICK
@given(corpus=corpora(having=(Treaty, Statement)))
def test_a_corpus_has_what_it_is_to_have(corpus: Corpus) -> None:
    assert corpus.treaties()
    assert corpus.statements()


@QUICK
@given(records=st.builds(dict[str, Entry], entries(2, (Treaty,), quiet=True)))
def test_quiet_records_have_no_warning(records: dict[str, Entry]) -> None:
    assert problems_of(records.values()) == []


@pytest.mark.parametrize("clash", [clash for clash in CLASHES if clash.code in MENDING], ids=lambda clash: clash.code)
def test_what_does_not_fit_is_mended(clash: Clash) -> None:
    records: dict[str, Entry] = {record.id: record for record in CORPUS}
    records |= {made.id: made for made in (convert.record(MODELS[name], tree) for name, tree in clash.entries)}
    assert [problem.code for problem in problems_of(records.values())] == [clash.code]
    assert problems_of(mended(records, quiet=True).values()) == []


def test_without_a_change_that_mends_records_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    state = attrs.evolve(STATE, id=StateId("state:nor"), codes=(Code(system="cow", value="380"),))
    records: dict[str, Entry] = {record.id: record for record in (*CORPUS, state)}
    assert [problem.severity for problem in problems_of(records.values())] == [Severity.WARNING]
    monkeypatch.setattr("alliancekit.strategies._corpora.MENDING", {})
    assert mended(records, quiet=False) == records
    with pytest.raises(Unsatisfiable):
        find(st.builds(mended, st.just(records), quiet=st.just(value=True)), lambda _: True, settings=QUICK)


def never_valid(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Mend nothing: the changed record would break a rule of its own."""
    del record, records
    raise InvalidRecord([problem])


def test_if_the_mended_record_breaks_a_rule_records_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    statement = attrs.evolve(STATEMENT, office="Minister of the Lake")
    records: dict[str, Entry] = {record.id: record for record in (*CORPUS, statement)}
    monkeypatch.setattr("alliancekit.strategies._corpora.MENDING", {"AK905": never_valid})
    with pytest.raises(Unsatisfiable):
        find(st.builds(mended, st.just(records), quiet=st.just(value=False)), lambda _: True, settings=QUICK)


def test_a_person_is_given_the_office() -> None:
    statement = attrs.evolve(STATEMENT, office="Minister of the Lake", date=PartialDate("2020/2021"))
    other = attrs.evolve(STATEMENT, office="Minister of the Hill", id=StatementId("statement:other"))
    records: dict[str, Entry] = {record.id: record for record in (*CORPUS, statement, other)}
    actor = mended(records, quiet=True)[statement.speaker]
    assert isinstance(actor, Actor)
    assert [(office.title, office.period) for office in actor.offices[1:]] == [
        ("Minister of the Lake", PartialDate("2020/2021")),
        ("Minister of the Hill", PartialDate("2023-04-28/2023-04-28")),
    ]


def test_nobody_is_given_an_office_in_the_future() -> None:
    statement = attrs.evolve(STATEMENT, office="Minister of the Lake", date=PartialDate("2951"))
    records: dict[str, Entry] = {record.id: record for record in (*CORPUS, statement)}
    assert mended(records, quiet=True)[MINISTER] == records[MINISTER]


def test_changes_that_undo_each_other_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def same(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
        del problem, records
        return record

    statement = attrs.evolve(STATEMENT, office="Minister of the Lake")
    records: dict[str, Entry] = {record.id: record for record in (*CORPUS, statement)}
    monkeypatch.setattr("alliancekit.strategies._corpora.MENDING", {"AK905": same})
    with pytest.raises(Unsatisfiable):
        find(st.builds(mended, st.just(records), quiet=st.just(value=False)), lambda _: True, settings=ONCE)


def test_an_office_of_a_season_that_is_no_period_has_none() -> None:
    statement = attrs.evolve(STATEMENT, office="Minister of the Lake", date=PartialDate("-9999-24"))
    records: dict[str, Entry] = {record.id: record for record in (*CORPUS, statement)}
    actor = mended(records, quiet=False)[statement.speaker]
    assert isinstance(actor, Actor)
    assert actor.offices[1:] == (Office(title="Minister of the Lake"),)


def test_the_smallest_corpus_is_empty() -> None:
    assert find(corpora(), lambda _: True, settings=SEARCH) == Corpus()


@pytest.mark.slow
def test_no_health_check_fires() -> None:
    drawn: list[Corpus] = []

    @settings(settings.get_profile("default"), database=None, deadline=None, max_examples=50)
    @given(corpora())
    def draw(corpus: Corpus) -> None:
        drawn.append(corpus)

    draw()
    assert len(drawn) >= 50


def of_an_office(corpus: Corpus) -> bool:
    return any(statement.office for statement in corpus.statements())


def derived(corpus: Corpus) -> bool:
    return any(source.derived_from for source in corpus.sources())


def anchored(corpus: Corpus) -> bool:
    return any(attestation.anchors for statement in corpus.statements() for attestation in statement.attestations)


def personal(corpus: Corpus) -> bool:
    return any(isinstance(record, Actor) and record.kind == "person" and record.offices for record in corpus)


def warned(corpus: Corpus) -> bool:
    return bool(corpus.warnings)


@pytest.mark.slow
@pytest.mark.parametrize("wanted", [of_an_office, derived, anchored, personal, warned])
def test_what_matters_is_reached(wanted: Callable[[Corpus], bool]) -> None:
    assert find(corpora(), wanted, settings=settings(SEARCH, phases=[Phase.generate]))


def test_a_corpus_of_less_than_one_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^most must be 1 or more, got 0$"):
        corpora(most=0)


CALL = Candidate(
    id=CandidateId("candidate:call"),
    of="proposal",
    missing=("proposers", "members", "rationale"),
    names=(Name(text="A name"),),
    attestations=CANDIDATE.attestations,
)
AHEAD: dict[str, Tree] = {"text": "A name of the future", "period": "2951/.."}
AHEAD_ACTS: list[Tree] = [{"kind": "declaration", "date": "2951"}, {"kind": "declaration", "date": "2960"}]
PACT_ACTOR = next(record for record in CORPUS if record.id == PACT)


@pytest.mark.parametrize(
    ("record", "changes"),
    [
        (ACTOR, {"names": [AHEAD]}),
        (STATE, {"codes": [{"system": "gw", "value": "740", "period": "2951/.."}]}),
        (SOURCE, {"accessed": "2951"}),
        (STATEMENT, {"date": "2024/2951"}),
        (PROPOSAL, {"date": "2024/2951"}),
        (PROPOSAL, {"names": [AHEAD]}),
        (TREATY_1960, {"ended": "2951"}),
        (TREATY_1960, {"as_of": "9999", "ended": "9999"}),
        (TREATY_1960, {"parties": [{"party": USA, "acts": AHEAD_ACTS}, {"party": JPN, "acts": AHEAD_ACTS}]}),
        (TREATY_1960, {"signatories": [{"party": TWN, "acts": AHEAD_ACTS}], "adopted": "1950"}),
        (PROPOSAL, {"outcomes": [{"status": "open", "date": "2951"}, {"status": "lapsed", "date": "2960"}]}),
        (STATE, {"spells": [{"system": "cow", "period": "1952/1960"}, {"system": "cow", "period": "2951/.."}]}),
        (SOURCE, {"codings": [{"by": "ab", "date": "2951"}]}),
        (
            STATEMENT,
            {"attestations": [{"source": SOURCE.id, "wording": "mention", "codings": [{"by": "ab", "date": "2951"}]}]},
        ),
        (PACT_ACTOR, {"members": [{"party": USA, "spells": ["1950/2951"]}, {"party": JPN}]}),
        (CANDIDATE, {"date": "2024/2951", "missing": ["venue"]}),
        (CALL, {"names": [AHEAD]}),
    ],
)
def test_dates_of_the_future_are_taken_out(record: Entry, changes: dict[str, Tree]) -> None:
    changed = convert.record(type(record), {**convert.tree(record), **changes})
    records: dict[str, Entry] = {each.id: each for each in (*CORPUS, changed)}
    assert {problem.code for problem in problems_of(records.values())} & {"AK921", "AK922"}
    assert problems_of(mended(records, quiet=True).values()) == []
