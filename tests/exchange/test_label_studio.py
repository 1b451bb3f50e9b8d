"""Evidence goes to Label Studio and back; its spans become candidates or evidence, or are refused."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest
from hypothesis import given
from tests.exchange.test_annotations import OTHER, SOURCE, TEXT, actor, attestation, candidate_of, candidates

from alliancekit.corpus import Corpus
from alliancekit.corpus.references import attestations
from alliancekit.evidence import anchor
from alliancekit.exchange import Imported, from_label_studio, label_studio_config, to_label_studio
from alliancekit.models import Actor, Candidate
from alliancekit.models.attestation import Attestation
from alliancekit.models.coding import Coding

START = TEXT.index("a pact")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8", newline="\n")
    return tmp_path


@pytest.fixture
def read(folder: Path) -> Callable[..., Imported]:
    def read_tree(tree: object, *records: Actor, labels: dict[str, str] | None = None) -> Imported:
        (folder / "a.json").write_text(json.dumps(tree), encoding="utf-8")
        return from_label_studio(folder / "a.json", Corpus([SOURCE, OTHER, *records]), folder, labels=labels)

    return read_tree


def span(*labels: str, words: str = "a pact", id_: str = "r1", **more: object) -> dict[str, object]:
    """Return a result in UTF-16 units; the text has one long character at its start."""
    start = TEXT.index(words) + 1
    value = {"start": start, "end": start + len(words), "text": words, "labels": labels}
    return {"id": id_, "from_name": "label", "to_name": "text", "type": "labels", "value": value, **more}


def about(type_: str, id_: str = "r1", **value: object) -> dict[str, object]:
    return {"id": id_, "from_name": "x", "to_name": "text", "type": type_, "value": value}


def task(*results: object, kind: str = "annotations", text: str = TEXT, **annotation: object) -> dict[str, object]:
    return {"id": 7, "data": {"text": text, "source": "a.txt"}, kind: [{"id": 3, "result": results, **annotation}]}


def paths(result: Imported) -> list[tuple[str | int, ...]]:
    return [problem.path[3:] for problem in result.problems]


class TestRoundTrip:
    @given(candidates())
    def test_evidence_with_anchors_returns(self, candidate: Candidate) -> None:
        with TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "a.txt").write_text(TEXT, "utf-8", newline="\n")
            corpus = Corpus([SOURCE, candidate])
            exported = to_label_studio(corpus, folder)
            exported.write(folder / "a.json")
            again = from_label_studio(folder / "a.json", corpus, folder)
            new = from_label_studio(folder / "a.json", Corpus([SOURCE]), folder)
        assert (again.records, again.problems, new.problems) == ((), (), ())
        uncoded = (attrs.evolve(each, codings=()) for each in candidate.attestations if each.anchors)
        expected = tuple(dict.fromkeys(uncoded))
        found = [record.attestations for record in new.records if isinstance(record, Candidate)]
        assert found == ([expected] if expected else [])
        lost = {problem.path[1] for problem in exported.problems if len(problem.path) == 2}
        assert lost == {n for n, each in enumerate(candidate.attestations) if not each.anchors}

    def test_what_is_lost_is_reported(self, folder: Path) -> None:
        report = Attestation.from_values(
            source="source:a",
            wording="mention",
            anchors=[anchor(TEXT, 2, 6)],
            as_printed=[{"field": "kind", "text": "Ms"}],
            codings=["Anna"],
        )
        elsewhere = Attestation(source=OTHER.id, wording="mention")
        exported = to_label_studio(Corpus([SOURCE, OTHER, actor(report, elsewhere)]), folder)
        assert [problem.path for problem in exported.problems] == [
            ("attestations", 0, "as_printed"),
            ("attestations", 0, "codings"),
            (),
        ]
        assert [problem.code for problem in exported.errors] == ["AK963"]

    def test_an_anchor_that_is_lost_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("Another text.", "utf-8")
        exported = to_label_studio(Corpus([SOURCE, actor(attestation(anchor(TEXT, 2, 6)))]), tmp_path)
        assert [problem.code for problem in exported.problems] == ["AK963"]

    def test_the_configuration_has_every_label(self, folder: Path) -> None:
        untitled = attrs.evolve(SOURCE, title=None, untitled="none")
        corpus = Corpus([untitled, OTHER, actor(attestation(anchor(TEXT, 2, 6), fields=("names",)), attestation())])
        config = label_studio_config(corpus)
        for label in ("statement", "proposal", "actor", "actor.names"):
            assert f'<Label value="{label}"/>' in config
        (made,) = json.loads(to_label_studio(corpus, folder).data)
        assert made["data"].keys() == {"text", "source"}
        assert made["predictions"][0]["result"][0]["value"]["labels"] == ["actor.names"]


class TestSpans:
    def test_a_span_is_a_candidate(self, read: Callable[..., Imported]) -> None:
        result = read([task(span("proposal"), completed_by={"email": "a@b.org"}, created_at="2025-04-28T10:00:00Z")])
        candidate = candidate_of(result)
        assert result.problems == ()
        assert candidate.of == "proposal"
        assert candidate.missing == ("names", "proposers", "members", "rationale")
        assert candidate.codings == (Coding.from_values(by="a@b.org", date="2025-04-28"),)
        assert [(each.scheme, each.value) for each in candidate.identifiers] == [("label-studio", "7/annotations/3/r1")]
        assert candidate.attestations == (attestation(anchor(TEXT, START, START + 6)),)

    def test_positions_in_code_points_are_recognised(self, read: Callable[..., Imported]) -> None:
        one = span("statement")
        one["value"] = {"start": START, "end": START + 6, "text": "a pact", "labels": ["statement"]}
        assert candidate_of(read(task(one))).attestations[0].anchors == (anchor(TEXT, START, START + 6),)

    def test_relations_join_spans(self, read: Callable[..., Imported]) -> None:
        links = [
            {"type": "relation", "from_id": "r3", "to_id": "r1"},
            {"type": "relation", "from_id": "r1", "to_id": "r2"},
        ]
        spans = [
            span("statement"),
            span("statement.speaker", words="Anna", id_="r2"),
            span("date", words="Strelsau", id_="r3"),
            span("proposal", words="fleet", id_="r4"),
        ]
        result = read(task(*spans, *links))
        assert result.problems == ()
        assert [len(record.attestations) for record in result.records if isinstance(record, Candidate)] == [3, 1]

    def test_a_prediction_names_its_model(self, read: Callable[..., Imported]) -> None:
        named = candidate_of(read(task(span("statement"), kind="predictions", model_version="bert-2")))
        assert named.codings == (Coding(by="bert-2", method="program"),)
        unnamed = candidate_of(read(task(span("statement"), kind="predictions", created_at="2025-04-28")))
        assert unnamed.codings[0].method == "program"

    @pytest.mark.parametrize(("by", "name"), [(5, "5"), (None, "an annotator of Label Studio")])
    def test_annotators(self, read: Callable[..., Imported], by: object, name: str) -> None:
        assert candidate_of(read(task(span("statement"), completed_by=by))).codings[0].by == name

    def test_choices_and_texts_of_a_span(self, read: Callable[..., Imported]) -> None:
        others = [about("choices", choices=["verbatim"]), about("textarea", text=["why?", " "])]
        candidate = candidate_of(read(task(span(), *others)))
        assert candidate.attestations[0].wording == "verbatim"
        assert candidate.note == "why?"

    def test_labels_may_have_meanings(self, read: Callable[..., Imported]) -> None:
        candidate = candidate_of(read(task(span("Who")), labels={"Who": "statement.speaker"}))
        assert candidate.attestations[0].fields == ("speaker",)

    def test_the_remark_of_a_span_may_name_a_record(self, read: Callable[..., Imported]) -> None:
        result = read(task(span("actor", meta={"text": ["actor:anna"]})), actor(attestation()))
        (record,) = result.records
        assert isinstance(record, Actor)
        assert len(record.attestations) == 2
        noted = candidate_of(read(task(span("statement", meta={"text": "Who is this?"}))))
        assert noted.note == "Who is this?"

    def test_the_text_of_a_task_may_name_its_source(self, read: Callable[..., Imported]) -> None:
        made = task(span("statement"))
        made["data"] = {"text": TEXT}
        assert candidate_of(read(made)).attestations[0].source == SOURCE.id

    def test_a_text_that_differs_from_the_source(self, read: Callable[..., Imported]) -> None:
        shorter = TEXT.removeprefix("\U0001f54a ")
        one = span("statement")
        start = shorter.index("a pact")
        one["value"] = {"start": start, "end": start + 6, "text": "a pact", "labels": ["statement"]}
        result = read([task(one, text=shorter)])
        assert candidate_of(result).attestations[0].anchors == (anchor(TEXT, START, START + 6),)
        assert paths(result) == [("result", 0, "value")]

    def test_positions_in_another_copy_are_translated(self, folder: Path, read: Callable[..., Imported]) -> None:
        text = "no, no, no, no, no.\n"
        (folder / "a.txt").write_text(text, "utf-8", newline="\n")
        longer = "\n\n\n\n" + text
        for start, place in ((4, 0), (8, 4), (16, 12)):
            one = {**span(), "value": {"start": start, "end": start + 2, "text": "no", "labels": ["statement"]}}
            result = read(task(one, text=longer))
            assert result.problems == ()
            assert candidate_of(result).attestations[0].anchors == (anchor(text, place, place + 2),)

    def test_positions_in_another_text_are_not_used(self, folder: Path, read: Callable[..., Imported]) -> None:
        text = f"They said {'no, ' * 30}no. The debate in the assembly of Strelsau was long.\n"
        (folder / "a.txt").write_text(text, "utf-8", newline="\n")
        other = text.replace("long", "short")
        for start, places in ((10, [10]), (70, []), (130, [130])):
            one = {**span(), "value": {"start": start, "end": start + 2, "text": "no", "labels": ["statement"]}}
            made = read(task(one, text=other)).records
            found = [each.anchors[0].start for record in made for each in attestations(record)]
            assert found == places

    def test_a_passage_that_is_no_whole_character_of_the_source(
        self, folder: Path, read: Callable[..., Imported]
    ) -> None:
        (folder / "a.txt").write_text("\u00bd of all, 1 state.\n", "utf-8", newline="\n")
        one = {**span(), "value": {"start": 0, "end": 1, "text": "1", "labels": ["statement"]}}
        result = read(task(one, text="1\u20442 of all, 1 state.\n"))
        assert [problem.code for problem in result.problems] == ["AK963"]


class TestReports:
    @pytest.mark.parametrize(
        ("results", "annotation", "path"),
        [
            ([span("odd one")], {}, ("result", 0, "value", "labels")),
            ([span("statement"), about("choices", "none", choices=["A"])], {}, ("result", 1)),
            ([span("statement"), about("rating", rating=3)], {}, ("result", 1)),
            ([span("statement"), about("textarea", text=[])], {}, ("result", 1)),
            ([span("statement"), {"id": "r1", "type": "choices", "value": 1}], {}, ("result", 1, "value", "choices")),
            ([span("statement"), {"type": "relation", "from_id": "r1", "to_id": "x"}], {}, ("result", 1)),
            (
                [span("statement"), {"type": "relation", "from_id": "r1", "to_id": "r1", "labels": ["same"]}],
                {},
                ("result", 1, "labels"),
            ),
            ([span("statement")], {"lead_time": "3.5"}, ("lead_time",)),
            ([span("statement")], {"created_at": "someday"}, ("created_at",)),
            ([span("statement")], {"completed_by": "a\0b"}, ("completed_by",)),
            ([span("statement")], {"kind": "predictions", "model_version": "a\0b"}, ("model_version",)),
        ],
    )
    def test_other_facts_are_reported(
        self, read: Callable[..., Imported], results: list[object], annotation: dict[str, str], path: object
    ) -> None:
        result = read([task(*results, **annotation)])
        assert not result.errors
        assert paths(result) == [path]
        assert len(result.records) == 1

    def test_a_cancelled_annotation_is_left_out(self, read: Callable[..., Imported]) -> None:
        result = read([task(span("statement"), was_cancelled=True)])
        assert result.records == ()
        assert [problem.code for problem in result.problems] == ["AK962"]

    @pytest.mark.parametrize(
        ("tree", "code"),
        [
            ([1], "AK961"),
            ({"data": 1}, "AK961"),
            ({"data": {"image": "a.png"}}, "AK961"),
            ({"data": {"text": "Another text."}}, "AK961"),
            ({"data": {"text": TEXT, "source": "source:b"}}, "AK963"),
            ({"data": {"text": TEXT, "source": "a.txt"}, "annotations": [1]}, "AK961"),
            (task(1), "AK961"),
            (task({"id": "r", "type": "labels", "value": {"start": 1, "end": 2, "text": "war"}}), "AK963"),
            (task({"id": "r", "type": "labels", "value": {"start": 2.5}}), "AK963"),
        ],
    )
    def test_what_is_not_certain_is_an_error(self, read: Callable[..., Imported], tree: object, code: str) -> None:
        result = read(tree)
        assert [problem.code for problem in result.errors] == [code]
        assert result.records == ()

    def test_spans_of_two_records_are_not_joined(self, read: Callable[..., Imported]) -> None:
        link = {"type": "relation", "from_id": "r1", "to_id": "r2"}
        result = read(task(span("statement"), span("proposal", words="Anna", id_="r2"), link))
        assert [problem.code for problem in result.errors] == ["AK961"]
        assert result.records == ()

    def test_a_faulty_id_loses_only_its_own_candidate(self, read: Callable[..., Imported]) -> None:
        result = read(task(span("statement"), span("proposal", id_="r\0")))
        assert candidate_of(result).of == "statement"
        assert [(problem.code, problem.path) for problem in result.problems] == [
            ("AK961", ("annotations", 0, "result", 1))
        ]

    def test_a_damaged_file_is_an_error(self, folder: Path) -> None:
        (folder / "a.json").write_text("[", encoding="utf-8")
        assert [each.code for each in from_label_studio(folder / "a.json", Corpus([SOURCE]), folder).errors] == [
            "AK002"
        ]
