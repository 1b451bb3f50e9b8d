import shutil
from collections import Counter
from pathlib import Path

import pytest

from alliancekit import Corpus, load, seeds
from alliancekit.loaders.seeds import FOLDER
from alliancekit.models import MODELS


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return seeds()


def test_the_corpus_is_valid_without_a_warning(corpus: Corpus) -> None:
    assert corpus.warnings == ()


def test_every_type_is_there(corpus: Corpus) -> None:
    assert {type(record) for record in corpus} == set(MODELS.values())


def test_the_files_are_in_canonical_form(corpus: Corpus, tmp_path: Path) -> None:
    corpus.write(tmp_path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        file.name: file.read_bytes() for file in FOLDER.iterdir()
    }
    assert load(tmp_path) == corpus


def test_every_record_but_the_sources_is_evidenced(corpus: Corpus) -> None:
    assert [record.id for record in corpus if not record.id.startswith("source:") and not corpus.evidence(record)] == []


def test_every_document_attests_the_proposal_and_the_treaty(corpus: Corpus) -> None:
    documents = {source.id for source in corpus.sources()}
    (treaty,) = corpus.treaties()
    for record in ("proposal:quasi-security-alliance", treaty.id):
        assert {evidence.source.id for evidence in corpus.evidence(record)} >= documents - {"source:seed-004"}


def test_both_sides_of_the_treaty_owe_something_else(corpus: Corpus) -> None:
    (treaty,) = corpus.treaties()
    owed = {(commitment.by, commitment.obligation) for commitment in treaty.commitments}
    assert {("state:usa", "defense"), ("state:jpn", "bases")} <= owed
    assert ("state:jpn", "defense") not in owed


def test_the_documents_disagree_where_they_are_known_to(corpus: Corpus) -> None:
    proposal, (treaty,) = "proposal:quasi-security-alliance", corpus.treaties()
    fields = {(disagreement.record, disagreement.field) for disagreement in corpus.disagreements()}
    assert {(proposal, "members"), (proposal, "open_tail"), (proposal, "form"), (treaty.id, "names")} <= fields
    assert any(field == "venue.kind" for _, field in fields)


def test_what_lacks_venue_or_date_is_a_candidate(corpus: Corpus) -> None:
    missing = Counter(candidate.missing for candidate in corpus.candidates(of="statement"))
    assert missing[("venue", "date")] > 10
    assert all("members" in candidate.missing for candidate in corpus.candidates(of="proposal"))


def test_every_anchor_is_exact_in_the_documents(seed_texts: Path, corpus: Corpus) -> None:
    verified = seeds(texts=seed_texts)
    assert verified.corpus == corpus
    assert {check.found.status for check in verified.checks} == {"exact"}
    assert verified.problems() == ()


def test_the_words_of_an_attestation_are_those_of_the_documents(seed_texts: Path) -> None:
    verified = seeds(texts=seed_texts)
    for source in verified.corpus.sources():
        text = (seed_texts / str(source.file)).read_bytes().decode()
        for record in verified.corpus:
            for attestation in getattr(record, "attestations", ()):
                if attestation.source == source.id:
                    assert verified.quote(attestation) == tuple(text[a.start : a.end] for a in attestation.anchors)


def test_without_the_texts_every_anchor_is_missing(tmp_path: Path) -> None:
    verified = seeds(texts=tmp_path)
    assert {check.found.status for check in verified.checks} == {"missing"}
    assert len(verified.problems()) == 5


def test_an_edited_copy_loses_what_was_edited(seed_texts: Path, tmp_path: Path) -> None:
    for file in seed_texts.glob("*.txt"):
        shutil.copy(file, tmp_path)
    (edited,) = tmp_path.glob("001*")
    edited.write_text(edited.read_text("utf-8").replace("seminar", "webinar"), "utf-8")
    verified = seeds(texts=tmp_path)
    lost = [check for check in verified.checks if check.found.status == "lost"]
    assert lost
    assert {check.source for check in lost} == {"source:seed-001"}
