"""Evidence goes to Web Annotations and back; foreign annotations become candidates or evidence, or are refused."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.corpus import Corpus
from alliancekit.evidence import anchor
from alliancekit.exchange import Exported, Imported, from_annotations, to_annotations
from alliancekit.models import Actor, Candidate, Source
from alliancekit.models.attestation import Anchor, Attestation, Wording
from alliancekit.models.candidate import CandidateType
from alliancekit.models.coding import Coding

TEXT = "\U0001f54a Anna called for a pact in Strelsau. Anna called for a fleet.\n"
URL = "https://example.org/a"
SOURCE = Source.from_values(id="source:a", kind="report", title="A", url=URL, file="a.txt", length=len(TEXT))
OTHER = Source.from_values(id="source:b", kind="report", title="B", file="b.txt")
SPANS = ((0, 1), (2, 6), (7, 13), (20, 24), (39, 43), (2, 37))
CODED = Coding(by="Anna")


def attestation(*anchors: Anchor, fields: tuple[str, ...] = (), wording: Wording = "mention") -> Attestation:
    return Attestation(source=SOURCE.id, wording=wording, anchors=anchors, fields=fields)


def actor(*attestations: Attestation) -> Actor:
    return Actor.from_values(id="actor:anna", kind="person", names=["Anna"], attestations=attestations)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8", newline="\n")
    return tmp_path


@pytest.fixture
def read(folder: Path) -> Callable[..., Imported]:
    def read_tree(tree: object, *records: Actor, of: CandidateType = "statement") -> Imported:
        (folder / "a.json").write_text(json.dumps(tree), encoding="utf-8")
        return from_annotations(folder / "a.json", Corpus([SOURCE, OTHER, *records]), folder, of=of)

    return read_tree


def quoted(exact: str, **values: object) -> dict[str, object]:
    selector = {"type": "TextQuoteSelector", "exact": exact}
    return {"id": "http://example.org/anno1", "target": {"source": URL, "selector": selector}, **values}


def tag(value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def candidate_of(result: Imported) -> Candidate:
    (record,) = result.records
    assert isinstance(record, Candidate)
    return record


@st.composite
def candidates(draw: st.DrawFn) -> Candidate:
    """A candidate with anchors in the text."""

    def attested() -> Attestation:
        spans = draw(st.lists(st.sampled_from(SPANS), max_size=3, unique=True))
        return Attestation(
            source=SOURCE.id,
            wording=draw(st.sampled_from(("verbatim", "indirect", "paraphrase", "mention"))),
            anchors=tuple(anchor(TEXT, *span) for span in spans),
            fields=tuple(draw(st.lists(st.sampled_from(["date", "venue.place", "about"]), max_size=2, unique=True))),
            codings=draw(st.sampled_from([(), (CODED,)])),
        )

    return Candidate.from_values(
        id="candidate:x",
        of="statement",
        missing=["speaker", "venue", "date", "content"],
        attestations=[*dict.fromkeys(attested() for _ in range(draw(st.integers(1, 3))))],
    )


def _exchange(corpus: Corpus, *, utf16: bool, into: Corpus) -> tuple[Exported, Imported]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.txt").write_text(TEXT, "utf-8", newline="\n")
        exported = to_annotations(corpus, folder, utf16=utf16)
        exported.write(folder / "a.json")
        return exported, from_annotations(folder / "a.json", into, folder)


class TestRoundTrip:
    @given(candidates(), st.booleans())
    def test_evidence_returns(self, candidate: Candidate, utf16: bool) -> None:  # noqa: FBT001 - drawn
        corpus = Corpus([SOURCE, candidate])
        exported, imported = _exchange(corpus, utf16=utf16, into=Corpus([SOURCE]))
        assert (exported.problems, imported.problems) == ((), ())
        assert imported.records == (candidate,)

    @given(candidates(), st.booleans())
    def test_known_evidence_adds_nothing(self, candidate: Candidate, utf16: bool) -> None:  # noqa: FBT001 - drawn
        corpus = Corpus([SOURCE, candidate])
        _, imported = _exchange(corpus, utf16=utf16, into=corpus)
        assert (imported.records, imported.problems) == ((), ())

    def test_what_is_lost_is_reported(self) -> None:
        coding = {"by": "Anna", "date": "2025-04-28"}
        report = Attestation.from_values(
            source="source:a", wording="mention", as_printed=[{"field": "kind", "text": "Ms"}], codings=[coding]
        )
        exported, _ = _exchange(Corpus([SOURCE, actor(report)]), utf16=False, into=Corpus([SOURCE]))
        paths = [problem.path[2:] for problem in exported.problems]
        assert paths == [("as_printed",), ("codings", 0)]

    def test_words_that_are_not_found_are_errors(self, tmp_path: Path) -> None:
        report = attestation(anchor(TEXT, 2, 6))
        missing = to_annotations(Corpus([SOURCE, actor(report)]), tmp_path)
        (tmp_path / "a.txt").write_text("Another text.", "utf-8")
        lost = to_annotations(Corpus([SOURCE, actor(report)]), tmp_path)
        assert [problem.code for problem in (*missing.errors, *lost.errors)] == ["AK963", "AK963"]
        assert lost.items == 0

    def test_two_sources_with_one_address_are_named_by_their_ids(self, folder: Path) -> None:
        twin = Source.from_values(id="source:b", kind="report", title="B", url=URL)
        exported = to_annotations(Corpus([SOURCE, twin, actor(attestation())]), folder)
        (item,) = json.loads(exported.data)["first"]["items"]
        assert item["target"]["source"] == "urn:alliancekit:source:a"

    def test_a_record_without_a_description(self, folder: Path) -> None:
        candidate = Candidate.from_values(
            id="candidate:x",
            of="proposal",
            missing=["names", "proposers", "members", "rationale"],
            attestations=[attestation()],
        )
        (item,) = json.loads(to_annotations(Corpus([SOURCE, candidate]), folder).data)["first"]["items"]
        assert [body["value"] for body in item["body"]] == ["candidate:x", "proposal", "mention"]


class TestForeignAnnotations:
    def test_an_annotation_becomes_a_candidate(self, read: Callable[..., Imported]) -> None:
        body = [tag("proposal"), tag("members"), tag("indirect"), {"type": "TextualBody", "value": "see note"}]
        creator = {"type": "Person", "name": "Anna"}
        result = read(quoted("a pact", body=body, creator=creator, created="2025-04-28T10:00:00Z"))
        candidate = candidate_of(result)
        assert result.problems == ()
        assert (candidate.id, candidate.of, candidate.note) == ("candidate:anno1", "proposal", "see note")
        assert candidate.missing == ("names", "proposers", "members", "rationale")
        assert [(each.scheme, each.value) for each in candidate.identifiers] == [
            ("annotation", "http://example.org/anno1")
        ]
        (report,) = candidate.attestations
        assert (report.wording, report.fields, report.anchors) == ("indirect", ("members",), (anchor(TEXT, 18, 24),))
        assert report.codings == (Coding.from_values(by="Anna", date="2025-04-28"),)

    def test_an_answer_of_hypothesis(self, read: Callable[..., Imported]) -> None:
        row = {
            "id": "xyz",
            "uri": URL,
            "user": "acct:anna@hypothes.is",
            "created": "2025-04-28T10:00:00.000000+00:00",
            "text": "why?",
            "tags": ["statement", "odd tag"],
            "hidden": False,
            "group": "__world__",
            "target": [
                {
                    "selector": [
                        {"type": "RangeSelector"},
                        {"type": "TextPositionSelector", "start": 2, "end": 6},
                        {"type": "TextQuoteSelector", "exact": "a fleet"},
                    ]
                }
            ],
        }
        result = read({"rows": [row], "total": 1})
        candidate = candidate_of(result)
        assert candidate.note == "why?"
        assert candidate.attestations[0].codings[0].by == "acct:anna@hypothes.is"
        paths = [problem.path for problem in result.problems]
        assert paths == [("rows", 0, "tags", 1), ("rows", 0, "group"), ("rows", 0, "target", 0, "selector")]

    def test_annotations_of_a_record_add_evidence(self, read: Callable[..., Imported]) -> None:
        first = quoted("a pact", tags=["actor:anna", "actor"], bodyValue="Anna")
        second = quoted("a fleet", tags=["actor:anna", "kind", "none"], bodyValue="a remark")
        result = read([first, second], actor(attestation()))
        (record,) = result.records
        assert isinstance(record, Actor)
        assert [each.fields for each in record.attestations] == [(), (), ("kind",)]
        assert [problem.path for problem in result.problems] == [(1, "target"), (1, "bodyValue")]

    def test_annotations_of_a_new_record_are_one_candidate(self, read: Callable[..., Imported]) -> None:
        tags = ["statement:x"]
        result = read([quoted("a pact", tags=tags), quoted("a fleet", tags=tags), {"target": "a.txt", "tags": tags}])
        candidate = candidate_of(result)
        assert candidate.id == "candidate:x"
        assert len(candidate.attestations[0].anchors) == 2

    def test_an_annotation_without_an_id(self, read: Callable[..., Imported]) -> None:
        candidate = candidate_of(read({"target": {"id": URL}}, of="proposal"))
        assert (candidate.id, candidate.of, candidate.identifiers) == ("candidate:annotation-0", "proposal", ())

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"target": "https://example.org/other"}, "AK961"),
            ({"target": {"source": {"id": "b.txt"}, "selector": {"type": "TextQuoteSelector", "exact": "a"}}}, "AK963"),
            ({"target": {"source": URL, "selector": {"type": "XPathSelector", "value": "/p"}}}, "AK963"),
            ({"target": {"source": URL, "selector": {"type": "TextQuoteSelector", "exact": "war"}}}, "AK963"),
            ({"target": {"source": "b.txt", "selector": {"type": "XPathSelector"}}}, "AK963"),
            ({"target": 1}, "AK961"),
            ({"target": URL, "tags": ["source:a"]}, "AK961"),
            ({"target": URL, "tags": ["treaty:x"]}, "AK961"),
        ],
    )
    def test_what_is_not_certain_is_an_error(
        self, read: Callable[..., Imported], values: dict[str, object], code: str
    ) -> None:
        result = read(values)
        assert [problem.code for problem in result.problems] == [code]
        assert result.records == ()

    @pytest.mark.parametrize("tree", [1, [1], {"first": 1}, {}])
    def test_what_is_no_annotation_is_an_error(self, read: Callable[..., Imported], tree: object) -> None:
        assert [problem.code for problem in read(tree).problems] == ["AK961"]

    @pytest.mark.parametrize(
        ("values", "path"),
        [
            ({"body": "https://example.org/comment"}, (0, "body")),
            ({"body": {"type": "TextualBody", "value": " "}}, (0, "body")),
            ({"body": [tag("two words")]}, (0, "body", 0)),
            ({"body": [tag("statement:x"), tag("statement:y")]}, (0, "body", 1)),
            ({"tags": [1]}, (0, "tags", 0)),
            ({"rights": "all"}, (0, "rights")),
            ({"created": "someday"}, (0, "created")),
            ({"created": "2025-04-28"}, (0, "created")),
            ({"creator": {"type": "Person"}}, (0, "creator")),
            ({"creator": "a\0b"}, (0, "creator")),
        ],
    )
    def test_other_facts_are_reported(
        self, read: Callable[..., Imported], values: dict[str, object], path: tuple[str | int, ...]
    ) -> None:
        result = read(quoted("a pact", **values))
        assert not result.errors
        assert [problem.path for problem in result.problems] == [path]

    def test_two_creators_with_one_name_are_one_coder(self, read: Callable[..., Imported]) -> None:
        candidate = candidate_of(read(quoted("a pact", creator=["Anna", {"nickname": "Anna"}], tags=["date", "date"])))
        assert candidate.attestations[0].codings == (CODED,)

    @pytest.mark.parametrize("values", [{"id": "a\0b"}, {"bodyValue": "a\0b"}])
    def test_a_faulty_value_loses_only_its_own_candidate(
        self, read: Callable[..., Imported], values: dict[str, object]
    ) -> None:
        result = read([quoted("a fleet", **{"id": "second", **values}), quoted("a pact")])
        assert candidate_of(result).attestations[0].anchors == (anchor(TEXT, 18, 24),)
        (problem,) = result.problems
        assert (problem.code, problem.path) == ("AK961", (0,))
        assert problem.location

    def test_a_damaged_file_is_an_error(self, folder: Path) -> None:
        (folder / "a.json").write_text("[", encoding="utf-8")
        assert [each.code for each in from_annotations(folder / "a.json", Corpus([SOURCE]), folder).errors] == ["AK002"]
