"""What type checkers make of the public face: mypy and basedpyright read this file, and pytest runs it."""

from collections.abc import Iterator
from pathlib import Path
from typing import assert_type

import attrs
import pytest
from tests.mistakes import CORPUS, DAILY, JPN, LEAGUE, MINISTER, RUMOUR, STATEMENT, TALK, TREATY, USA

from alliancekit import (
    Actor,
    ActorId,
    Attestation,
    Candidate,
    CandidateId,
    Commitment,
    Corpus,
    InvalidCorpus,
    InvalidRecord,
    Name,
    Office,
    PartialDate,
    Party,
    Problem,
    Proposal,
    ProposalId,
    Severity,
    Source,
    SourceId,
    State,
    StateId,
    Statement,
    StatementId,
    Treaty,
    TreatyId,
    Venue,
    check,
    load,
)
from alliancekit.corpus import Disagreement, Evidence
from alliancekit.models import Entry
from alliancekit.models.ids import PartyId, SubjectId

corpus = Corpus(CORPUS)


def test_an_id_of_a_kind_gives_a_record_of_that_kind() -> None:
    assert_type(corpus[ActorId(MINISTER)], Actor)
    assert_type(corpus[StateId(JPN)], State)
    assert_type(corpus[SourceId(DAILY)], Source)
    assert_type(corpus[StatementId(TALK)], Statement)
    assert_type(corpus[ProposalId(LEAGUE)], Proposal)
    assert_type(corpus[TreatyId(TREATY)], Treaty)
    assert_type(corpus[CandidateId(RUMOUR)], Candidate)
    assert_type(corpus["state:jpn"], Entry)


def test_a_reference_says_what_it_points_at() -> None:
    assert_type(STATEMENT.id, StatementId)
    assert_type(STATEMENT.speaker, PartyId)
    assert_type(STATEMENT.about, tuple[SubjectId, ...])
    assert_type(corpus[STATEMENT.speaker], Actor | State)
    assert_type(corpus[STATEMENT.about[0]], Actor | State | Proposal | Treaty | Candidate)
    assert_type(corpus[STATEMENT.attestations[0].source], Source)
    assert_type(corpus[corpus[LEAGUE].statements[0]], Statement)


def test_queries_give_tuples_of_records() -> None:
    assert_type(corpus.actors(), tuple[Actor, ...])
    assert_type(corpus.states(), tuple[State, ...])
    assert_type(corpus.sources(), tuple[Source, ...])
    assert_type(corpus.statements(speaker=MINISTER, about=LEAGUE, on="2023", certain=False), tuple[Statement, ...])
    assert_type(corpus.statements(on=PartialDate("2023"), source=DAILY), tuple[Statement, ...])
    assert_type(corpus.statements(about=LEAGUE, stance="oppose"), tuple[Statement, ...])
    assert_type(corpus.proposals(member=JPN, proposer=MINISTER), tuple[Proposal, ...])
    assert_type(corpus.treaties(party=USA, signatory=JPN), tuple[Treaty, ...])
    assert_type(corpus.candidates(of="statement"), tuple[Candidate, ...])
    assert_type(corpus.in_force(on="1970"), tuple[Treaty, ...])
    assert_type(corpus.members_of(LEAGUE), tuple[Actor | State, ...])
    assert_type(corpus.evidence(STATEMENT), tuple[Evidence, ...])
    assert_type(corpus.evidence(TALK, "venue.place"), tuple[Evidence, ...])
    identifier = next(each for record in corpus for each in record.identifiers)
    assert_type(corpus.identified(identifier.scheme, identifier.value), Entry)
    assert_type(corpus.disagreements(), tuple[Disagreement, ...])
    assert_type(iter(corpus), Iterator[Entry])
    assert_type(corpus.warnings, tuple[Problem, ...])


def test_a_corpus_makes_corpora() -> None:
    assert_type(corpus.add(), Corpus)
    assert_type(corpus.merge(corpus), Corpus)
    assert_type(corpus.subset(TALK), Corpus)


def test_files_give_a_corpus_or_problems(tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl"
    corpus.write(file)
    assert_type(load(file), Corpus)
    assert_type(check(str(file)), tuple[Problem, ...])


def test_fields_have_the_types_that_they_hold() -> None:
    treaty = corpus[TREATY]
    assert_type(treaty.parties, tuple[Party, ...])
    assert_type(treaty.parties[0].spells, tuple[PartialDate, ...])
    assert_type(treaty.commitments, tuple[Commitment, ...])
    assert_type(treaty.in_force, PartialDate | None)
    assert_type(treaty.in_force_on(PartialDate("1970")), bool | None)
    assert_type(corpus[MINISTER].offices, tuple[Office, ...])
    assert_type(STATEMENT.venue, Venue)
    assert_type(STATEMENT.attestations, tuple[Attestation, ...])
    assert_type(corpus[RUMOUR].promote(venue=STATEMENT.venue, date=STATEMENT.date), Statement | Proposal)
    assert_type(attrs.evolve(STATEMENT, note="x"), Statement)


def test_a_type_checker_sees_a_mix_up() -> None:
    with pytest.raises(InvalidRecord) as caught:
        Venue(kind="seminar", place="Taipei", state=MINISTER)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert_type(caught.value.problems, tuple[Problem, ...])
    assert_type(caught.value.problems[0].severity, Severity)
    with pytest.raises(InvalidRecord):
        Name(text=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError):
        Name("Japan")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    with pytest.raises(AttributeError):
        STATEMENT.content = "x"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(InvalidCorpus):
        corpus.add(STATEMENT)
