import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from alliancekit import Corpus, load, seeds
from alliancekit.corpus.references import attestations
from alliancekit.loaders.seeds import FOLDER
from alliancekit.models import MODELS
from alliancekit.models.ids import ActorId, CandidateId, ProposalId, StatementId, TreatyId

CALL = StatementId("statement:takaichi-taipei-quasi-security-alliance")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return seeds()


def test_the_corpus_is_valid_without_a_warning(corpus: Corpus) -> None:
    assert corpus.warnings == ()


def test_every_type_has_records(corpus: Corpus) -> None:
    assert {type(record) for record in corpus} == set(MODELS.values())


def test_the_files_are_in_canonical_form(corpus: Corpus, tmp_path: Path) -> None:
    corpus.write(tmp_path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        file.name: file.read_bytes() for file in FOLDER.iterdir()
    }
    assert load(tmp_path) == corpus


def test_every_record_except_sources_has_evidence(corpus: Corpus) -> None:
    assert [record.id for record in corpus if not record.id.startswith("source:") and not corpus.evidence(record)] == []


@pytest.mark.parametrize(
    ("record", "documents"),
    [
        (ProposalId("proposal:quasi-security-alliance"), {"000", "001", "002", "003"}),
        (TreatyId("treaty:us-japan-1960"), {"000", "001", "003"}),
        (ActorId("actor:us-japan-alliance"), {"002", "003", "004"}),
    ],
)
def test_each_document_that_mentions_a_record_attests_it(
    corpus: Corpus, record: ProposalId | TreatyId | ActorId, documents: set[str]
) -> None:
    assert {evidence.source.id.removeprefix("source:seed-") for evidence in corpus.evidence(record)} == documents


def test_the_treaty_has_no_name_of_the_alliance(corpus: Corpus) -> None:
    (treaty,) = corpus.treaties()
    alliance = corpus[ActorId("actor:us-japan-alliance")]
    assert {name.text for name in treaty.names}.isdisjoint(name.text for name in alliance.names)
    assert all("Treaty" in name.text for name in treaty.names)


def test_the_treaty_belongs_to_the_alliance_of_its_parties(corpus: Corpus) -> None:
    (treaty,) = corpus.treaties()
    alliance = corpus[ActorId("actor:us-japan-alliance")]
    assert treaty.groupings == (alliance.id,)
    assert alliance.kind == "bloc"
    assert {member.party for member in alliance.members} == {party.party for party in treaty.parties}
    (since,) = {member.spells for member in alliance.members}
    assert treaty.signed is not None
    assert since[0].start is not None
    assert since[0].start.before(treaty.signed)


def test_each_party_of_the_treaty_signed_it_and_exchanged_its_ratification_on_the_day_in_force(corpus: Corpus) -> None:
    (treaty,) = corpus.treaties()
    for party in treaty.parties:
        acts = {act.kind: act.date for act in party.acts}
        assert (acts["signature"], acts["exchange"]) == (treaty.signed, treaty.in_force)


def test_an_office_of_unknown_time_has_no_period(corpus: Corpus) -> None:
    unknown = {actor.id for actor in corpus.actors() for office in actor.offices if office.period is None}
    assert unknown == {"actor:minhas-saeed"}


def test_an_attestation_of_single_fields_reads_no_others(corpus: Corpus) -> None:
    partial = [
        (record.id, report) for record in corpus for report in attestations(record) if report.fields and report.anchors
    ]
    assert {record.partition(":")[0] for record, _ in partial} >= {"treaty", "actor", "proposal", "statement"}
    for _, report in partial:
        supported = {re.split(r"[.\[]", field)[0] for field in report.fields}
        assert {re.split(r"[.\[]", reading.field)[0] for reading in report.as_printed if reading.text} <= supported


def test_the_call_is_open_and_its_speaker_supports_it(corpus: Corpus) -> None:
    proposal = corpus[ProposalId("proposal:quasi-security-alliance")]
    assert [outcome.status for outcome in proposal.outcomes] == ["open"]
    assert {stance.subject for stance in corpus[CALL].stances if stance.stance == "support"} == {proposal.id}


def test_the_call_is_verbatim_in_one_document_and_indirect_in_another(corpus: Corpus) -> None:
    wordings = {(report.source, report.wording) for report in corpus[CALL].attestations}
    assert {("source:seed-002", "verbatim"), ("source:seed-001", "indirect")} <= wordings
    assert ("source:seed-001", "verbatim") not in wordings


def test_office_holders_of_japan_and_taiwan_have_a_native_name(corpus: Corpus) -> None:
    native = {"state:jpn": "ja", "state:twn": "zh-Hant"}
    expected = {
        (actor.id, native[office.of]) for actor in corpus.actors() for office in actor.offices if office.of in native
    }
    assert expected
    assert expected <= {(actor.id, name.language) for actor in corpus.actors() for name in actor.names}


def test_a_candidate_has_only_printed_addressees(corpus: Corpus) -> None:
    assert corpus[CandidateId("candidate:onodera-vigilance")].addressees == ()


def test_the_two_parties_of_the_treaty_have_different_obligations(corpus: Corpus) -> None:
    (treaty,) = corpus.treaties()
    owed = {(commitment.by, commitment.obligation) for commitment in treaty.commitments}
    assert {("state:usa", "defense"), ("state:jpn", "bases")} <= owed
    assert ("state:jpn", "defense") not in owed


def test_the_documents_have_the_known_disagreements(corpus: Corpus) -> None:
    proposal, (treaty,) = "proposal:quasi-security-alliance", corpus.treaties()
    fields = {(disagreement.record, disagreement.field) for disagreement in corpus.disagreements()}
    assert {(proposal, "members"), (proposal, "open_tail"), (proposal, "form"), (treaty.id, "names")} <= fields
    assert any(field == "venue.kind" for _, field in fields)


def test_a_document_with_classes_of_members_has_no_closed_list_of_them(corpus: Corpus) -> None:
    proposal = corpus[ProposalId("proposal:quasi-security-alliance")]
    read = [
        (report, {reading.field: reading.text for reading in report.as_printed}) for report in proposal.attestations
    ]
    closed = [
        (report.source, fields["members"])
        for report, fields in read
        if "open_tail" in fields and fields["open_tail"] is None
    ]
    assert closed == [("source:seed-003", "Japan, Taiwan, Europe, Australia, and India")] * 3


def test_the_call_is_quoted_by_one_document_and_reported_by_another(corpus: Corpus) -> None:
    (content,) = (it for it in corpus.disagreements() if (it.record, it.field) == (CALL, "content"))
    printed = {(source, str(reading.text)[-1]) for source, reading in content.readings}
    assert ("source:seed-002", "”") in printed
    assert ("source:seed-001", "”") not in printed


def test_the_one_day_that_a_document_prints_is_among_the_readings(corpus: Corpus) -> None:
    (date,) = (it for it in corpus.disagreements() if (it.record, it.field) == (CALL, "date"))
    assert ("source:seed-003", "Apr. 28, 2025") in {(source, reading.text) for source, reading in date.readings}


@pytest.mark.parametrize(
    ("record", "source", "place"),
    [
        ("actor:takaichi-sanae", "source:seed-001", 42),
        ("actor:takaichi-sanae", "source:seed-001", 2758),
        ("actor:takaichi-sanae", "source:seed-003", 1113),
        ("candidate:takaichi-talks-in-taipei", "source:seed-003", 557),
        (CALL, "source:seed-003", 557),
    ],
)
def test_a_passage_that_dates_an_event_is_anchored(corpus: Corpus, record: str, source: str, place: int) -> None:
    anchors = [
        anchor
        for entry in corpus
        if entry.id == record
        for report in attestations(entry)
        if report.source == source
        for anchor in report.anchors
    ]
    assert any(anchor.start <= place < anchor.end for anchor in anchors)


def test_a_record_without_venue_or_date_is_a_candidate(corpus: Corpus) -> None:
    missing = Counter(candidate.missing for candidate in corpus.candidates(of="statement"))
    assert missing[("venue", "date")] > 10
    assert all("members" in candidate.missing for candidate in corpus.candidates(of="proposal"))


def test_every_anchor_is_exact_in_the_documents(seed_texts: Path, corpus: Corpus) -> None:
    verified = seeds(texts=seed_texts)
    assert verified.corpus == corpus
    assert {check.result.status for check in verified.checks} == {"exact"}
    assert verified.problems() == ()


def test_the_words_of_an_attestation_are_in_the_documents(seed_texts: Path) -> None:
    verified = seeds(texts=seed_texts)
    for source in verified.corpus.sources():
        text = (seed_texts / str(source.file)).read_bytes().decode()
        for record in verified.corpus:
            for attestation in getattr(record, "attestations", ()):
                if attestation.source == source.id:
                    assert verified.quote(attestation) == tuple(text[a.start : a.end] for a in attestation.anchors)


def test_each_reading_is_printed_in_one_of_the_passages_of_its_attestation(seed_texts: Path) -> None:
    verified = seeds(texts=seed_texts)
    readings = [
        (record.id, reading, verified.quote(attestation))
        for record in verified.corpus
        for attestation in attestations(record)
        for reading in attestation.as_printed
    ]
    assert readings
    astray = [
        (id_, reading.field, reading.text)
        for id_, reading, passages in readings
        if reading.text is not None and not any(reading.text in passage for passage in passages)
    ]
    assert astray == []


def test_without_the_texts_every_anchor_is_missing(tmp_path: Path) -> None:
    verified = seeds(texts=tmp_path)
    assert {check.result.status for check in verified.checks} == {"missing"}
    assert len(verified.problems()) == 5


def test_anchors_in_edited_passages_are_lost(seed_texts: Path, tmp_path: Path) -> None:
    for file in seed_texts.glob("*.txt"):
        shutil.copy(file, tmp_path)
    (edited,) = tmp_path.glob("001*")
    edited.write_text(edited.read_text("utf-8").replace("seminar", "webinar"), "utf-8")
    verified = seeds(texts=tmp_path)
    lost = [check for check in verified.checks if check.result.status == "lost"]
    assert lost
    assert {check.source for check in lost} == {"source:seed-001"}
