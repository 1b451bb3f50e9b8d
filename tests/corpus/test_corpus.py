"""A corpus is an immutable value, has queries, and can be extended."""

import copy
import pickle
import random
import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import cast, get_args

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mistakes import (
    ATTESTATION,
    CANDIDATE,
    CORPUS,
    DAILY,
    JPN,
    LEAGUE,
    MENTION,
    MINISTER,
    PACT,
    PROPOSAL,
    SOURCE,
    STATE,
    STATEMENT,
    TALK,
    TREATY,
    TREATY_1960,
    TWN,
    USA,
    WEEKLY,
)

from alliancekit import seeds
from alliancekit._arguments import When
from alliancekit.corpus import Corpus, Disagreement, Evidence
from alliancekit.dates import PartialDate
from alliancekit.errors import BeyondCoverage, InvalidCorpus, InvalidDate, Problem, UnknownField, UnknownRecord
from alliancekit.models import MODELS, Candidate, Entry, Source, Statement
from alliancekit.models.attestation import Attestation, Reading
from alliancekit.models.coding import Coding
from alliancekit.models.identifier import Identifier
from alliancekit.models.ids import CandidateId, ProposalId, StateId, TreatyId
from alliancekit.models.party import Act, Signatory
from alliancekit.models.state import Spell
from alliancekit.models.statement import Stance, StanceKind, Venue
from alliancekit.models.words import Name

corpus = Corpus(CORPUS)
RUMOUR_ID = CANDIDATE.id
STANCES: tuple[StanceKind, ...] = get_args(StanceKind)


def ids(records: Iterable[Entry]) -> list[str]:
    return [record.id for record in records]


def replaced(record: Entry) -> Corpus:
    """Return the corpus with a record in the place of that with the same id."""
    return Corpus({**{each.id: each for each in corpus}, record.id: record}.values())


def statement(name: str, date: str, speaker: str = MINISTER) -> Statement:
    make = cast("Callable[..., Statement]", attrs.evolve)
    source = Attestation(source=WEEKLY, wording="paraphrase")
    return make(
        STATEMENT,
        id=f"statement:{name}",
        date=PartialDate(date),
        speaker=speaker,
        about=(TREATY,),
        attestations=(source,),
    )


# --- A value --------------------------------------------------------------------------------------------------------


@given(order=st.randoms(use_true_random=False))
def test_records_are_sorted_by_type_and_id(order: random.Random) -> None:
    shuffled = list(CORPUS)
    order.shuffle(shuffled)
    other = Corpus(iter(shuffled))
    assert tuple(other) == CORPUS
    assert other == corpus
    assert hash(other) == hash(corpus)


def test_a_corpus_is_equal_to_a_corpus_of_equal_records() -> None:
    assert Corpus() == Corpus([])
    assert corpus != Corpus()
    assert corpus != CORPUS
    assert corpus.__eq__(CORPUS) is NotImplemented
    assert {corpus, Corpus(CORPUS)} == {corpus}


def test_copies_are_equal() -> None:
    for twin in (copy.copy(corpus), copy.deepcopy(corpus), pickle.loads(pickle.dumps(corpus))):
        assert twin == corpus


def test_unpickled_corpora_are_checked() -> None:
    make, (records,) = corpus.__reduce__()
    with pytest.raises(InvalidCorpus):
        make((*records, statement("x", "2025", "actor:nobody")))


def test_a_corpus_is_immutable() -> None:
    with pytest.raises(
        AttributeError, match=r"^a corpus is immutable: can't set warnings; use add\(\) or merge\(\), which ret"
    ):
        corpus.warnings = ()
    with pytest.raises(
        AttributeError, match=r"^a corpus is immutable: can't delete warnings; use subset\(\), which returns a "
    ):
        del corpus.warnings
    name = "colour"
    with pytest.raises(AttributeError):
        setattr(corpus, name, "red")
    message = "a corpus is immutable: use add() or merge(), which return a new one"
    for one in (corpus, Corpus(), seeds()):
        before = Corpus(one)
        for records in ((), CORPUS):
            with pytest.raises(AttributeError, match=f"^{re.escape(message)}$"):
                one.__init__(records)  # type: ignore[misc]
        assert one == before


def test_size_and_membership() -> None:
    assert len(corpus) == len(CORPUS) == 11
    assert JPN in corpus
    assert "state:jap" not in corpus
    assert 5 not in corpus


def test_its_repr_counts() -> None:
    assert repr(Corpus()) == "<Corpus: empty>"
    assert repr(corpus) == ("<Corpus: 2 actors, 3 states, 2 sources, 1 statement, 1 proposal, 1 treaty, 1 candidate>")


@pytest.mark.parametrize("value", [ATTESTATION, "state:jpn", None], ids=["a value object", "an id", "nothing"])
def test_only_records_are_accepted(value: object) -> None:
    known = ", ".join(model.__name__ for model in MODELS.values())
    message = f"a record must be one of {known}, got {type(value).__name__}"
    with pytest.raises(TypeError, match=f"^{message}$"):
        Corpus([cast("Entry", value)])


# --- Queries ----------------------------------------------------------------------------------------------------------


def test_a_record_by_its_id() -> None:
    assert all(corpus[record.id] is record for record in CORPUS)


ASKS: tuple[Callable[[str], object], ...] = (
    corpus.__getitem__,
    corpus.members_of,
    corpus.evidence,
    corpus.subset,
    lambda id_: corpus.statements(speaker=id_),
    lambda id_: corpus.statements(about=id_),
    lambda id_: corpus.statements(source=id_),
    lambda id_: corpus.proposals(member=id_),
    lambda id_: corpus.proposals(proposer=id_),
)


@pytest.mark.parametrize(
    ("id_", "message"),
    [
        ("state:jap", "unknown id 'state:jap' (did you mean state:jpn?)"),
        ("jpn", "unknown id 'jpn' (did you mean state:jpn?)"),
        ("statement:tlak", "unknown id 'statement:tlak' (did you mean statement:talk?)"),
        ("x", "unknown id 'x'"),
    ],
)
def test_an_unknown_id_gets_suggestions(id_: str, message: str) -> None:
    for ask in ASKS:
        with pytest.raises(UnknownRecord) as caught:
            ask(id_)
        assert str(caught.value) == message


def test_records_by_type() -> None:
    by_type = (
        corpus.actors(),
        corpus.states(),
        corpus.sources(),
        corpus.statements(),
        corpus.proposals(),
        corpus.treaties(),
        corpus.candidates(),
    )
    assert tuple(record for records in by_type for record in records) == CORPUS
    for records, model in zip(by_type, MODELS.values(), strict=True):
        assert all(type(record) is model for record in records)


def test_statements_by_speaker_subject_and_source() -> None:
    more = corpus.add(statement("other", "2024", JPN))
    assert ids(more.statements()) == ["statement:other", "statement:talk"]
    assert ids(more.statements(speaker=JPN)) == ["statement:other"]
    assert ids(more.statements(speaker=MINISTER)) == ["statement:talk"]
    assert ids(more.statements(speaker=TWN)) == []
    assert ids(more.statements(about=LEAGUE)) == ["statement:talk"]
    assert ids(more.statements(about=TREATY)) == ["statement:other"]
    assert ids(more.statements(source=DAILY)) == ["statement:talk"]
    assert ids(more.statements(source=WEEKLY)) == ["statement:other"]
    assert ids(more.statements(source=WEEKLY, speaker=MINISTER)) == []


def test_statements_by_addressee() -> None:
    to_japan = attrs.evolve(statement("to-japan", "2024", TWN), addressees=(StateId(JPN),))
    more = corpus.add(to_japan)
    expected = [it.id for it in more.statements() if JPN in it.addressees]
    assert ids(more.statements(addressee=JPN)) == expected
    assert "statement:to-japan" in expected
    assert ids(more.statements(addressee=LEAGUE)) == []


@pytest.mark.parametrize(
    ("venue", "found"),
    [
        ("summit", ["statement:a"]),
        ("kyoto", ["statement:b"]),
        ("Kyōto hall", ["statement:b"]),
        ("hall kyoto", []),
        ("all", []),
        ("Summit", ["statement:a"]),
        ("Social media", []),
        ("oslo", ["statement:a"]),
        ("speech", []),
        ("...", []),
    ],
)
def test_statements_by_venue(venue: str, found: list[str]) -> None:
    at_summit = attrs.evolve(statement("a", "2024", JPN), venue=Venue(kind="summit", place="Oslo"))
    in_kyoto = attrs.evolve(statement("b", "2024", JPN), venue=Venue(kind="meeting", name="A talk in Kyōto Hall"))
    more = corpus.add(at_summit, in_kyoto)
    assert [id_ for id_ in ids(more.statements(venue=venue)) if id_ in ("statement:a", "statement:b")] == found


def test_a_wrong_venue_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"^venue must be words of a name or place, or one of seminar, .*'press_conferense'$"
    ):
        corpus.statements(venue="press_conferense")
    with pytest.raises(TypeError, match=r"^venue must be text, got the number 3$"):
        corpus.statements(venue=cast("str", cast("object", 3)))


@given(st.dictionaries(st.sampled_from([LEAGUE, TREATY, TWN]), st.sampled_from(STANCES)))
def test_statements_by_stance(stances: dict[ProposalId | TreatyId | StateId, StanceKind]) -> None:
    about = (LEAGUE, TREATY, TWN)
    of_all = tuple(Stance(subject=subject, stance=stance) for subject, stance in stances.items())
    more = replaced(attrs.evolve(STATEMENT, about=about, stances=of_all))
    for subject in about:
        for stance in STANCES:
            expected = [TALK] if stances.get(subject) == stance else []
            assert ids(more.statements(about=subject, stance=stance)) == expected
        assert ids(more.statements(about=subject)) == [TALK]


def test_a_stance_needs_a_subject() -> None:
    with pytest.raises(TypeError, match=r"^stance needs about: statements\(about='proposal:…', stance='support'\)$"):
        corpus.statements(stance="support")


@pytest.mark.parametrize("word", ["supports", ""])
def test_an_unknown_stance_is_refused(word: str) -> None:
    message = f"stance must be one of support, oppose or mixed, got the text '{word}'"
    with pytest.raises(ValueError, match=f"^{message}$"):
        corpus.statements(about=LEAGUE, stance=cast("StanceKind", word))


@pytest.mark.parametrize(
    ("on", "certain", "possible"),
    [
        ("2024-05-03", ["day"], ["day", "month", "year"]),
        ("2024-05", ["day", "month"], ["day", "month", "year"]),
        ("2024", ["day", "month", "year"], ["day", "month", "year"]),
        ("2024-05-01/2024-05-31", ["day", "month"], ["day", "month", "year"]),
        ("2023/2025", ["day", "month", "talk", "year"], ["day", "month", "talk", "year"]),
        ("2023-04/2025", ["day", "month", "talk", "year"], ["day", "month", "talk", "year"]),
        ("2024-05-03/2024-05", ["day"], ["day", "month", "year"]),
        ("2023/2024", ["day", "month", "talk", "year"], ["day", "month", "talk", "year"]),
        ("/2024-04", [], ["talk", "year"]),
        ("../2023", ["talk"], ["talk"]),
        ("2020/..", ["day", "month", "talk", "year"], ["day", "month", "talk", "year"]),
        ("2019", [], []),
        (PartialDate("2024-05"), ["day", "month"], ["day", "month", "year"]),
    ],
)
def test_statements_in_a_period(on: PartialDate | str, certain: list[str], possible: list[str]) -> None:
    more = corpus.add(statement("day", "2024-05-03"), statement("month", "2024-05"), statement("year", "2024"))
    assert ids(more.statements(on=on)) == [f"statement:{name}" for name in certain]
    assert ids(more.statements(on=on, certain=False)) == [f"statement:{name}" for name in possible]


def test_an_invalid_date_is_rejected() -> None:
    with pytest.raises(InvalidDate):
        corpus.statements(on="last week")
    with pytest.raises(InvalidDate):
        corpus.in_force(on="1970-02-30")


def test_proposals_by_member_and_proposer() -> None:
    assert corpus.proposals(member=TWN) == (PROPOSAL,)
    assert corpus.proposals(member=USA) == ()
    assert corpus.proposals(proposer=MINISTER) == (PROPOSAL,)
    assert corpus.proposals(proposer=JPN) == ()
    assert corpus.proposals(member=TWN, proposer=MINISTER) == (PROPOSAL,)


def test_treaties_by_party() -> None:
    assert corpus.treaties(party=USA) == (TREATY_1960,)
    assert corpus.treaties(party=TWN) == ()


def test_treaties_by_signatory() -> None:
    signed = attrs.evolve(TREATY_1960, id=TreatyId("treaty:signed"), signatories=(Signatory(party=TWN),))
    more = corpus.add(signed)
    assert more.treaties(signatory=TWN) == more.treaties(party=USA, signatory=TWN) == (signed,)
    assert more.treaties(signatory=USA) == more.treaties(party=TWN) == ()


def test_a_record_by_an_identifier() -> None:
    known = {(each.scheme, each.value): record for record in corpus for each in record.identifiers}
    assert known
    for (scheme, value), record in [*known.items(), *known.items()]:
        assert corpus.identified(scheme, value) is record


@pytest.mark.parametrize(
    ("scheme", "value", "message"),
    [
        ("wikidata", "Q18", "no record has the wikidata identifier 'Q18' (did you mean Q17?)"),
        ("wikidata", "x", "no record has the wikidata identifier 'x'"),
        ("wikidat", "Q17", "the corpus has no identifier of the scheme 'wikidat' (did you mean wikidata?)"),
        ("unts", "1", "the corpus has no identifier of the scheme 'unts'; its schemes: doi, wikidata"),
    ],
)
def test_an_unknown_identifier_gets_suggestions(scheme: str, value: str, message: str) -> None:
    identifiers = (Identifier(scheme="wikidata", value="Q17"), Identifier(scheme="doi", value="10.1000/1"))
    own = Corpus([attrs.evolve(STATE, identifiers=identifiers)])
    with pytest.raises(UnknownRecord, match=f"^{re.escape(message)}$"):
        own.identified(scheme, value)


def test_a_corpus_without_identifiers_has_no_schemes_to_list() -> None:
    with pytest.raises(UnknownRecord, match=r"^the corpus has no identifier of the scheme 'unts'$"):
        Corpus().identified("unts", "1")


@pytest.mark.parametrize("arguments", [("unts", 5320), (5320, "unts")])
def test_an_identifier_must_be_text(arguments: tuple[str, str]) -> None:
    with pytest.raises(TypeError, match=r"^a scheme and an identifier must be text, got the number 5320$"):
        corpus.identified(*arguments)


def test_candidates_by_intended_type() -> None:
    assert corpus.candidates(of="statement") == (CANDIDATE,)
    assert corpus.candidates(of="proposal") == ()


@pytest.mark.parametrize(
    ("on", "certain", "possible"),
    [
        ("1970-01-01", [TREATY], [TREATY]),
        ("1965", [TREATY], [TREATY]),
        (PartialDate("1965"), [TREATY], [TREATY]),
        ("1970", [], [TREATY]),  # one of the two parties leaves in this year
        ("1970-06-01", [], [TREATY]),
        ("1975", [], []),  # one of the two parties has left
    ],
)
def test_treaties_in_force(on: PartialDate | str, certain: list[str], possible: list[str]) -> None:
    assert ids(corpus.in_force(on=on)) == certain
    assert ids(corpus.in_force(on=on, certain=False)) == possible


def test_the_members_of_a_proposal_in_its_order() -> None:
    assert ids(corpus.members_of(LEAGUE)) == ids(corpus.members_of(PROPOSAL)) == [JPN, TWN, PACT]
    with pytest.raises(UnknownRecord, match=r"^state:jpn is not a proposal$"):
        corpus.members_of(JPN)


def test_the_evidence_of_a_record() -> None:
    reported = Evidence(TALK, SOURCE, ATTESTATION)
    assert corpus.evidence(TALK) == corpus.evidence(STATEMENT) == (reported,)
    assert corpus.evidence(RUMOUR_ID) == (Evidence(RUMOUR_ID, SOURCE, MENTION),)
    assert corpus.evidence(DAILY) == corpus.evidence(JPN) == ()
    # A proposal is supported by its own reports and by those of its statements.
    own = attrs.evolve(PROPOSAL, id=ProposalId("proposal:own"), attestations=(MENTION,))
    plan = Candidate(
        id=CandidateId("candidate:plan"),
        of="proposal",
        missing=("names", "proposers", "members", "rationale"),
        statements=(RUMOUR_ID, TALK),
        attestations=(MENTION,),
    )
    more = corpus.add(own, plan)
    assert more.evidence(own) == (Evidence("proposal:own", SOURCE, MENTION), reported)
    assert more.evidence(plan) == (
        Evidence("candidate:plan", SOURCE, MENTION),
        Evidence(RUMOUR_ID, SOURCE, MENTION),
        reported,
    )


ACTS = (
    Act(kind="signature", date=PartialDate("1960-01-19")),
    Act(kind="ratification", date=PartialDate("1960-06-23")),
)
SIGNED = attrs.evolve(
    TREATY_1960,
    parties=(attrs.evolve(TREATY_1960.parties[0], acts=ACTS), *TREATY_1960.parties[1:]),
    attestations=(
        Attestation(source=DAILY, wording="mention"),
        Attestation(source=DAILY, wording="mention", fields=(f"parties[{USA}].acts[ratification].date", "in_force")),
        Attestation(source=WEEKLY, wording="mention", fields=("parties",)),
        Attestation(source=WEEKLY, wording="mention", fields=("parties.acts",)),
        Attestation(source=WEEKLY, wording="mention", fields=(f"parties[{JPN}]",)),
    ),
)


@pytest.mark.parametrize(
    ("field", "positions"),
    [
        (None, [0, 1, 2, 3, 4]),
        ("signed", [0]),
        ("in_force", [0, 1]),
        ("parties", [0, 1, 2, 3, 4]),
        ("parties.acts", [0, 1, 2, 3, 4]),
        (f"parties[{USA}]", [0, 1, 2, 3]),
        (f"parties[{USA}].spells", [0, 2]),
        (f"parties[{USA}].acts[ratification@1960-06-23].date", [0, 1, 2, 3]),
        (f"parties[{USA}].acts[signature].date", [0, 2, 3]),
        (f"parties[{JPN}].acts", [0, 2, 3, 4]),
    ],
)
def test_the_evidence_of_a_field_contains_it_or_lies_in_it(field: str | None, positions: list[int]) -> None:
    reports = [each.attestation for each in replaced(SIGNED).evidence(SIGNED, field)]
    assert reports == [SIGNED.attestations[n] for n in positions]


def test_every_field_of_a_proposal_rests_on_its_statements() -> None:
    of_members = Attestation(source=WEEKLY, wording="mention", fields=("members",))
    proposal = attrs.evolve(PROPOSAL, attestations=(of_members,))
    reported = Evidence(TALK, SOURCE, ATTESTATION)
    assert replaced(proposal).evidence(LEAGUE, f"members[{JPN}]") == (
        Evidence(LEAGUE, corpus[WEEKLY], of_members),
        reported,
    )
    assert replaced(proposal).evidence(LEAGUE, "rationale") == (reported,)


def test_a_part_of_a_missing_object_is_a_field() -> None:
    readings = (Reading(field="venue.kind", text="a dinner"), Reading(field="venue.kind"))
    reports = (
        Attestation(source=DAILY, wording="indirect", fields=("venue.kind",), as_printed=readings),
        Attestation(source=DAILY, wording="indirect", fields=("date",)),
    )
    candidate = attrs.evolve(CANDIDATE, venue=None, attestations=reports)
    own = replaced(candidate)
    assert [each.attestation for each in own.evidence(candidate, "venue")] == [reports[0]]
    assert [each.field for each in own.disagreements()] == ["venue.kind"]


@pytest.mark.parametrize("field", ["part", "parties.part", f"parties[{TWN}]", "parties[", "signed.edtf", ""])
def test_the_evidence_of_an_unknown_field_is_an_error(field: str) -> None:
    with pytest.raises(UnknownField):
        replaced(SIGNED).evidence(TREATY, field)


def test_disagreements_list_all_readings() -> None:
    kind, members = "venue.kind", "addressees"
    readings = (
        Attestation(
            source=DAILY,
            wording="indirect",
            as_printed=(Reading(field=kind, text="a dinner"), Reading(field=members, text="Taiwan")),
        ),
        Attestation(
            source=WEEKLY,
            wording="indirect",
            as_printed=(Reading(field=kind), Reading(field=members, text="Taiwan"), Reading(field="date", text="May")),
        ),
    )
    assert corpus.disagreements() == ()
    (found,) = replaced(attrs.evolve(STATEMENT, attestations=readings)).disagreements()
    assert found == Disagreement(
        TALK,
        kind,
        ((DAILY, Reading(field=kind, text="a dinner")), (WEEKLY, Reading(field=kind))),
        ((), ()),
    )
    assert not found.between_coders


def test_two_passages_of_one_source_can_disagree() -> None:
    place = "venue.place"
    readings = (Reading(field=place, text="Taipei"), Reading(field=place, text="Tainan"))
    attestation = Attestation(source=DAILY, wording="indirect", as_printed=readings)
    (found,) = replaced(attrs.evolve(STATEMENT, attestations=(attestation,))).disagreements()
    assert (found.record, found.field, found.between_coders) == (TALK, place, False)


def test_names_of_one_field_with_different_keys_are_compared() -> None:
    names = [f"parties[{USA}].acts[ratification].date", f"parties[{USA}].acts[ratification@1960-06-23].date"]
    other = f"parties[{USA}].acts[signature].date"
    readings = [
        (Reading(field=names[0], text="in June"), Reading(field=other, text="January 19")),
        (Reading(field=names[1], text="in summer"),),
    ]
    reports = tuple(Attestation(source=DAILY, wording="mention", as_printed=each) for each in readings)
    (found,) = replaced(attrs.evolve(SIGNED, attestations=reports)).disagreements()
    assert found.field == names[0]
    assert [reading.field for _, reading in found.readings] == names


VERBATIM, INDIRECT = (Attestation(source=DAILY, wording=wording) for wording in ("verbatim", "indirect"))
PARAPHRASE, WORDS = (Attestation(source=WEEKLY, wording=wording) for wording in ("paraphrase", "verbatim"))


@pytest.mark.parametrize(
    ("reports", "wordings"),
    [
        ((VERBATIM, PARAPHRASE), ["verbatim", "paraphrase"]),
        ((VERBATIM, PARAPHRASE, WORDS), []),
        ((INDIRECT, PARAPHRASE), []),
        ((INDIRECT, WORDS, PARAPHRASE), ["indirect", "verbatim", "paraphrase"]),
        ((VERBATIM, INDIRECT), []),
        ((VERBATIM, Attestation(source=WEEKLY, wording="mention")), []),
        ((VERBATIM, attrs.evolve(PARAPHRASE, fields=("date",))), []),
        ((VERBATIM, attrs.evolve(PARAPHRASE, fields=("date", "content"))), ["verbatim", "paraphrase"]),
    ],
)
def test_direct_and_indirect_quotation_is_a_disagreement(reports: tuple[Attestation, ...], wordings: list[str]) -> None:
    for record in (STATEMENT, attrs.evolve(CANDIDATE, content="A pact.")):
        found = replaced(cast("Statement", attrs.evolve(record, attestations=reports))).disagreements()
        readings = [reading for each in found for _, reading in each.readings]
        assert readings == [Reading(field="wording", text=wording) for wording in wordings]


def test_only_words_of_a_statement_are_quoted() -> None:
    for record in (PROPOSAL, attrs.evolve(CANDIDATE, missing=("venue", "date", "content"), content=None)):
        own = cast("Candidate", attrs.evolve(record, attestations=(VERBATIM, PARAPHRASE)))
        assert replaced(own).disagreements() == ()


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        ("AB", "CD", True),
        ("AB", "AB", False),
        ("AB", "", False),
        ("", "AB", False),
        ("AB", "CD AB", False),
        ("AB EF", "CD", True),
    ],
)
def test_coders_of_one_source_are_compared(first: str, second: str, differ: bool) -> None:  # noqa: FBT001 - a parameter
    review = Coding(role="reviewed", by="GH")
    reports = [
        Attestation(
            source=DAILY,
            wording="indirect",
            as_printed=(Reading(field="date", text=f"May {day}"),),
            codings=(*(Coding(by=name) for name in names.split()), review),
        )
        for day, names in enumerate((first, second))
    ]
    (date,) = replaced(attrs.evolve(STATEMENT, attestations=tuple(reports))).disagreements()
    assert date.coders == (tuple(first.split()), tuple(second.split()))
    assert date.between_coders is differ


def test_other_sources_and_equal_readings_are_not_between_coders() -> None:
    reports = [
        Attestation(source=source, wording="indirect", as_printed=(Reading(field="date", text=text),), codings=codings)
        for source, text, codings in (
            (DAILY, "May 2", ()),
            (WEEKLY, "May 3", (Coding(by="CD"),)),
            (DAILY, "May 2", (Coding(by="CD"),)),
        )
    ]
    statement = attrs.evolve(STATEMENT, codings=(Coding(by="AB"),), attestations=tuple(reports))
    (date,) = replaced(statement).disagreements()
    assert date.coders == (("AB",), ("CD",), ("CD",))
    assert not date.between_coders


# --- Extension --------------------------------------------------------------------------------------------------------


def test_add_returns_a_larger_corpus() -> None:
    new = statement("new", "2024")
    larger = corpus.add(new)
    assert len(larger) == len(corpus) + 1
    assert larger[new.id] == new
    assert new.id not in corpus
    assert corpus.add() == corpus


def test_add_rejects_an_id_that_exists() -> None:
    with pytest.raises(InvalidCorpus) as caught:
        corpus.add(STATE)
    assert caught.value.problems == (
        Problem(
            "AK901",
            "id state:jpn is taken by an earlier record",
            "give one of the two another id, or remove it",
            ("id",),
            "state:jpn",
        ),
    )


def test_merge_includes_equal_records_once() -> None:
    states = Corpus(corpus.states())
    new = Corpus([Source(id=WEEKLY, kind="article-magazine", untitled="the page has none"), *corpus.states()])
    assert tuple(states.merge(new)) == (*corpus.states(), corpus[WEEKLY])
    assert corpus.merge(states, new) == corpus
    assert corpus.merge() == corpus
    assert Corpus().merge(corpus) == corpus


def test_merge_reports_each_conflict_and_overwrites_nothing() -> None:
    other = Corpus(
        [
            attrs.evolve(STATE, note="an island state", names=(Name(text="Nippon"),)),
            attrs.evolve(corpus[USA], spells=(Spell(system="cow", period=PartialDate("1816/..")),)),
            corpus[TWN],
        ]
    )
    with pytest.raises(InvalidCorpus) as caught:
        corpus.merge(other)
    hint = "make the two records equal, or give one another id"
    assert caught.value.problems == (
        Problem("AK910", "state:jpn differs between the corpora in names and note", hint, ("names",), JPN),
        Problem("AK910", "state:usa differs between the corpora in spells", hint, ("spells",), USA),
    )
    assert corpus[JPN] == STATE


def test_a_subset_includes_all_references() -> None:
    assert ids(corpus.subset(TREATY)) == [JPN, USA, TREATY]
    assert corpus.subset(LEAGUE) == corpus.subset(TALK, LEAGUE)
    assert ids(corpus.subset(LEAGUE)) == [MINISTER, PACT, JPN, TWN, DAILY, TALK, LEAGUE]
    assert corpus.subset() == Corpus()
    assert corpus.subset(*ids(corpus)) == corpus


@pytest.mark.parametrize(
    "day", [PartialDate("2023"), "2023", 2023, np.int16(2023), np.datetime64("2023")], ids=range(5)
)
def test_a_year_can_have_any_type(day: When) -> None:
    with pytest.raises(BeyondCoverage, match=r", got 2023$"):
        corpus.in_force(on=day)
    assert corpus.statements(on=day) == corpus.statements(on="2023") != ()
    treaty = corpus[TREATY]
    assert treaty.in_force_on(day) == treaty.in_force_on(PartialDate("2023"))


@pytest.mark.parametrize("day", [True, 2025.0, [2025]])
@pytest.mark.parametrize("ask", [corpus.in_force, corpus.statements, partial(corpus[TREATY].in_force_on)])
def test_values_that_are_not_dates_are_rejected(day: object, ask: Callable[..., object]) -> None:
    name = "day" if isinstance(ask, partial) else "on"
    with pytest.raises(TypeError, match=rf"^{name} must be a year \(1914\), text in EDTF .* or a date, got "):
        ask(**{name: day})


@pytest.mark.parametrize(("season", "year"), [("9999-24", 10000), ("-9999-22", -10000), ("9999-24~/..", 10000)])
def test_a_season_that_leaves_the_years_that_can_be_written_is_named(season: str, year: int) -> None:
    message = (
        f"the season {season.partition('/')[0]} may reach into the year {year}, but years must be from -9999 to 9999"
    )
    with pytest.raises(InvalidDate, match=f"^{re.escape(message)}; write months or days instead$"):
        corpus.in_force(on=season)


def test_an_unknown_record_is_a_key_error_with_a_plain_message() -> None:
    with pytest.raises(KeyError) as caught:
        corpus["statement:nope"]
    assert type(caught.value) is UnknownRecord
    assert str(caught.value) == "unknown id 'statement:nope'"
    copied = cast("UnknownRecord", pickle.loads(pickle.dumps(caught.value)))
    assert (type(copied), str(copied)) == (UnknownRecord, str(caught.value))


@pytest.mark.parametrize("ask", [Corpus.members_of, Corpus.evidence])
def test_values_that_are_neither_records_nor_ids_are_rejected(ask: Callable[[Corpus, str], object]) -> None:
    with pytest.raises(TypeError, match=r"^a record or its id is expected, got the number 0$"):
        ask(corpus, cast("str", cast("object", 0)))


def test_an_id_must_be_text() -> None:
    with pytest.raises(TypeError, match=r"^an id must be text, got the number 0; for a record, pass record.id$"):
        Corpus()[cast("str", cast("object", 0))]


def test_an_exception_with_a_note_can_be_pickled() -> None:
    error = InvalidCorpus((), "3 references to actors were not checked")
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, InvalidCorpus)
    assert (again.problems, again.note, str(again)) == ((), error.note, error.note)
