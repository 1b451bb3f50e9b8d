# ruff: noqa: E501 - cases of one line each
"""Drafts of programs: candidates with anchors, and everything that makes none."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.profiles import examples

from alliancekit import Candidate, Corpus, Proposal, Source, Statement
from alliancekit.drafts import Drafted, read
from alliancekit.engine.tree import Tree
from alliancekit.evidence import verify
from alliancekit.models.coding import Coding
from alliancekit.review.drafts import completed, promoted_id

TEXT: Final = "Ann said: “We need a pact.” Later she said so again. Japan needs a pact, Ann said so again.\n"
CODING: Final = Coding(by="m", method="program", program="m", version="1")
QUOTED: Final = {"source": None, "wording": "verbatim", "quotes": ["We need a pact"], "fields": None}
STATEMENT: Final = {
    "id": "statement:pact",
    "speaker": "actor:ann",
    "office": None,
    "venue": {"kind": "seminar", "name": None, "place": "Taipei"},
    "date": "2025-04-28",
    "content": "Calls for a pact.",
    "about": ["state:jpn"],
    "attestations": [QUOTED],
}
PROPOSAL: Final = {
    "id": "proposal:pact",
    "names": [{"text": "a pact"}],
    "members": ["state:jpn"],
    "attestations": [QUOTED],
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def of(tree: object, name: str = "a.json") -> Drafted:
    Path(name).write_text(tree if isinstance(tree, str) else json.dumps(tree), "utf-8")
    return read(name, TEXT, "source:daily", CODING)


def statement(**values: object) -> dict[str, object]:
    return {"statements": [{**STATEMENT, **values}]}


def extraction(
    words: str, span: tuple[int, int] | None = None, more: Mapping[str, Tree] | None = None, **attributes: Tree
) -> dict[str, Tree]:
    interval: Tree = None if span is None else {"start_pos": span[0], "end_pos": span[1]}
    return {
        "extraction_class": "Statement",
        "extraction_text": words,
        "char_interval": interval,
        "alignment_status": "match_exact",
        "extraction_index": 1,
        "group_index": 0,
        "description": None,
        "attributes": {"wording": "indirect", **(more or {}), **attributes},
    }


def annotated(*extractions: Tree, text: Tree = TEXT, name: Tree = "doc_1") -> str:
    return json.dumps({"extractions": [*extractions], "text": text, "document_id": name}) + "\n"


def codes(drafted: Drafted) -> list[str]:
    return [problem.code for problem in drafted.problems]


def test_a_complete_draft_becomes_a_candidate_that_lacks_nothing_and_names_its_program() -> None:
    drafted = of(statement())
    (candidate,) = drafted.candidates
    assert not drafted.problems
    assert (candidate.id, candidate.of, candidate.missing) == ("candidate:pact", "statement", ())
    assert candidate.codings == (CODING,)
    (report,) = candidate.attestations
    (made,) = report.anchors
    assert (report.source, TEXT[made.start : made.end]) == ("source:daily", "We need a pact")
    assert repr(drafted) == "<Drafted: 1 candidate, no problems>"


def test_the_anchors_of_candidates_are_verified_in_the_text() -> None:
    Path("texts").mkdir()
    Path("texts/daily.txt").write_text(TEXT, "utf-8")
    source = Source.from_values(id="source:daily", kind="report", title="D", file="daily.txt")
    Path("a.json").write_text(json.dumps(statement(speaker=None, about=None)), "utf-8")
    (candidate,) = read("a.json", TEXT, source, CODING).candidates
    assert [check.result.status for check in verify(Corpus((source, candidate)), "texts").checks] == ["exact"]


def test_what_a_draft_lacks_is_listed() -> None:
    drafted = of({"proposals": [PROPOSAL], **statement(speaker=None, venue=None, about=[])})
    proposal, call = drafted.candidates
    assert proposal.missing == ("proposers", "members", "rationale")
    assert proposal.members == ("state:jpn",)
    assert call.missing == ("speaker", "venue")
    assert not drafted.problems


def test_each_candidate_has_its_own_id() -> None:
    drafted = of({"statements": [STATEMENT, STATEMENT, {**STATEMENT, "id": None}, {**STATEMENT, "id": "Not an id"}]})
    assert [candidate.id for candidate in drafted.candidates] == [
        "candidate:pact",
        "candidate:pact-2",
        "candidate:daily-draft",
        "candidate:daily-draft-2",
    ]


def test_a_quote_that_is_not_found_is_refused_with_the_nearest_passage() -> None:
    report = {**QUOTED, "quotes": ["We need a pact", "Japan need a pakt"]}
    drafted = of(statement(attestations=[report]))
    assert codes(drafted) == ["AK982"]
    (refused,) = drafted.refused
    assert (refused.words, refused.near[0].text) == ("Japan need a pakt", "Japan needs a pact")
    assert refused.problem.location
    assert refused.problem.location.line == 1
    assert len(drafted.candidates[0].attestations[0].anchors) == 1


def test_a_quote_with_an_ellipsis_has_an_anchor_for_each_part() -> None:
    drafted = of(statement(attestations=[{**QUOTED, "quotes": ["We need … Japan needs"]}]))
    assert len(drafted.candidates[0].attestations[0].anchors) == 2


def test_drafts_of_another_text_are_reported_once() -> None:
    other = {**QUOTED, "quotes": ["Il pleut sur la ville", "Quand viendra l’hiver?"]}
    drafted = of(statement(attestations=[other], mood="grave"))
    assert codes(drafted) == ["AK981", "AK983"]
    assert "2 quotes" in drafted.problems[0].message
    assert (len(drafted.refused), len(drafted.refused_drafts)) == (2, 1)


@pytest.mark.parametrize("words", ["We need a pact", "said so again", "said so again … jamais"])
def test_quotes_of_which_some_words_are_in_the_text_are_reported_one_by_one(words: str) -> None:
    other = {**QUOTED, "quotes": ["Il pleut sur la ville", "Quand viendra l’hiver?", words]}
    assert {*codes(of(statement(attestations=[other])))} == {"AK982"}


def test_an_ambiguous_quote_is_refused() -> None:
    drafted = of(statement(attestations=[{**QUOTED, "quotes": ["said so again"]}]))
    assert (codes(drafted), drafted.candidates) == (["AK982"], ())


def test_references_between_drafts_become_the_ids_of_the_candidates() -> None:
    key = {**QUOTED, "fields": ["stances[proposal:pact]"]}
    stances = [{"subject": "proposal:pact", "stance": "support"}]
    speech = {**STATEMENT, "about": ["proposal:pact", "state:jpn"], "stances": stances, "attestations": [key]}
    plan = {**PROPOSAL, "statements": ["statement:pact", "statement:other"]}
    call, pact = of({"statements": [speech], "proposals": [plan]}).candidates
    assert (call.id, pact.id) == ("candidate:pact", "candidate:pact-2")
    assert call.about == ("candidate:pact-2", "state:jpn")
    assert call.stances[0].subject == "candidate:pact-2"
    assert call.attestations[0].fields == ("stances[candidate:pact-2]",)
    assert pact.statements == ("candidate:pact", "statement:other")


def test_a_review_puts_the_ids_of_records_in_place_of_those_of_candidates() -> None:
    speech = {**STATEMENT, "about": ["proposal:plan"]}
    plan = {**PROPOSAL, "id": "proposal:plan", "proposers": ["actor:ann"], "members": ["state:jpn", "state:kor"]}
    plan |= {"rationale": ["It is needed."], "date": "2025-04-28", "statements": ["statement:pact"]}
    drafted = of({"statements": [speech], "proposals": [plan]}).candidates
    names = {str(each.id): promoted_id(each) for each in drafted}
    made, grouping = (completed(each, names) for each in drafted)
    assert isinstance(made, Statement)
    assert isinstance(grouping, Proposal)
    assert (made.about, grouping.statements) == ((grouping.id,), (made.id,))
    assert (made.id, grouping.id) == ("statement:pact", "proposal:plan")


SLUGS: Final = st.sampled_from(("a", "b", "c"))
LINKS: Final = st.dictionaries(SLUGS, st.lists(SLUGS, unique=True))


@examples(30)
@given(LINKS, LINKS)
def test_each_reference_to_a_draft_leads_to_its_candidate(
    calls: dict[str, list[str]], plans: dict[str, list[str]]
) -> None:
    about = {f"statement:{id_}": [f"proposal:{each}" for each in targets] for id_, targets in calls.items()}
    made_by = {f"proposal:{id_}": [f"statement:{each}" for each in targets] for id_, targets in plans.items()}
    drafted = of({
        "statements": [{"id": id_, "about": targets, "attestations": [QUOTED]} for id_, targets in about.items()],
        "proposals": [{"id": id_, "statements": targets, "attestations": [QUOTED]} for id_, targets in made_by.items()],
    })  # fmt: skip
    assert not drafted.problems
    before = about | made_by
    names = {id_: str(made.id) for id_, made in zip(before, drafted.candidates, strict=True)}
    for targets, made in zip(before.values(), drafted.candidates, strict=True):
        assert [*made.about, *made.statements] == [names.get(each, each) for each in targets]


def test_a_reference_to_the_id_of_several_drafts_stays() -> None:
    speech = {**STATEMENT, "about": ["proposal:pact"]}
    call, _, _ = of({"statements": [speech], "proposals": [PROPOSAL, PROPOSAL]}).candidates
    assert call.about == ("proposal:pact",)


def test_answers_in_other_lines_are_other_answers() -> None:
    lines = [statement(about=["proposal:pact"]), {"proposals": [PROPOSAL]}]
    call, _ = of("\n".join(map(json.dumps, lines)), "a.jsonl").candidates
    assert call.about == ("proposal:pact",)


def test_a_draft_that_is_named_in_two_ways_is_reported() -> None:
    speech = {**STATEMENT, "id": "statement:call", "about": ["proposal:pact", "candidate:pact"]}
    drafted = of({"statements": [speech], "proposals": [PROPOSAL]})
    assert codes(drafted) == ["AK103"]
    assert drafted.candidates[0].about == ("proposal:pact", "candidate:pact")


def test_each_draft_that_makes_no_candidate_is_named_with_all_its_problems() -> None:
    bad = {**STATEMENT, "id": "statement:bad", "date": "28 April", "speaker": "ann", "names": [{"text": "a"}]}
    bad["attestations"] = [{**QUOTED, "quotes": ["no such words"]}]
    tree = {"statements": [STATEMENT, bad, 7], "treaties": [{"id": "treaty:t"}, 7]}
    drafted = of(json.dumps(tree, indent=1))
    assert [draft.id for draft in drafted.refused_drafts] == ["statement:bad", None, "treaty:t", None]
    lines = [draft.location.line or 0 for draft in drafted.refused_drafts]
    assert lines == sorted(lines)
    assert sorted(codes(drafted)) == ["AK014", "AK102", "AK703", "AK981", "AK981", "AK982"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.json", "", "empty"),
        ("a.json", " \n", "empty"),
        ("a.json", "```json\n{}\n```\n", "Markdown"),
        ("a.json", "Here it is:\n\n```\n{}\n```\n", "Markdown"),
        ("a.json", "{}\n```", "Markdown"),
        ("a.jsonl", "{}\n```\n", "Markdown"),
        ("a.json", '{"statements": [{"id": "sta', "cut off"),
        ("a.json", '{\n"statements": [\n{"id": nu', "cut off"),
        ("a.json", '{"statements": [\n', "cut off"),
        ("a.json", '{"statements": []', "cut off"),
        ("a.jsonl", '{}\n{"statements": [{}', "cut off"),
        ("a.jsonl", "", "empty"),
        ("a.jsonl", " \n\n", "empty"),
        ("a.json", "schema_version: 3\n", "no JSON"),
        ("a.jsonl", "{}\nhello\n", "no JSON"),
    ],
)
def test_an_answer_that_is_no_json_is_explained(name: str, text: str, words: str) -> None:
    (problem,) = of(text, name).problems
    assert words in problem.message
    assert problem.location


@pytest.mark.parametrize("text", ["{} x", '{"a" "b"}', '{"a": 1 2, "b": [', "[1,]"])
def test_other_mistakes_are_reported_as_they_are(text: str) -> None:
    (problem,) = of(text).problems
    assert problem.code == "AK002"
    assert "answer" not in problem.message


def test_a_file_that_is_no_text_is_reported_as_it_is() -> None:
    Path("a.json").write_bytes(b"\xff")
    assert codes(read("a.json", TEXT, "source:daily", CODING)) == ["AK001"]


def test_a_missing_wording_names_the_argument() -> None:
    drafted = of(statement(attestations=[{**QUOTED, "wording": None}]))
    assert "wording='indirect'" in str(drafted.problems[0].hint)


FAULTY: Final[list[tuple[object, list[str], int]]] = [
    (statement(date="28 April"), ["AK014"], 1),
    (statement(speaker="ann"), ["AK102"], 1),
    (statement(venue={"kind": "seminar", "name": None}), ["AK401"], 1),
    (statement(names=[{"text": "a"}]), ["AK703"], 1),
    (statement(mood="grave"), ["AK983"], 1),
    (statement(codings=[]), ["AK983"], 1),
    (statement(speaker=7), ["AK010"], 1),
    (statement(attestations=[{**QUOTED, "source": "source:other"}]), ["AK981"], 0),
    (statement(attestations=[{**QUOTED, "source": 7}]), ["AK981"], 0),
    (statement(attestations=[{**QUOTED, "wording": None}]), ["AK011"], 0),
    (statement(attestations=[{**QUOTED, "quotes": None}]), ["AK981"], 0),
    (statement(attestations=[{**QUOTED, "quotes": []}]), ["AK981"], 0),
    (statement(attestations=[{**QUOTED, "quotes": [7, "We need"]}]), ["AK981"], 1),
    (statement(attestations=[{**QUOTED, "fields": ["nonsense"]}]), ["AK126"], 0),
    (statement(attestations=[7, QUOTED]), ["AK981"], 1),
    (statement(attestations=[]), ["AK981"], 0),
    (statement(attestations=None), ["AK981"], 0),
    (statement(id=7), ["AK981"], 0),
    ({"statements": [7]}, ["AK981"], 0),
    ({"statements": 7}, ["AK981"], 0),
    ({"statements": None, "treaties": []}, [], 0),
    ({"treaties": [{}]}, ["AK981"], 0),
    ({"other": [{}]}, ["AK981"], 0),
    ([], ["AK981"], 0),
    ("{", ["AK002"], 0),
    ("[" * 100_000, ["AK006"], 0),
    ({"extractions": None}, [], 0),
    ({"extractions": 7}, ["AK981"], 0),
    ({"extractions": [7]}, ["AK981"], 0),
    ({"extractions": [{"extraction_class": "statement", "extraction_text": None}]}, ["AK981"], 0),
]


@pytest.mark.parametrize(("tree", "expected", "made"), FAULTY)
def test_what_makes_no_candidate_is_reported_once(tree: object, expected: list[str], made: int) -> None:
    drafted = of(tree)
    assert (codes(drafted), len(drafted.candidates)) == (expected, made)
    assert all(problem.location for problem in drafted.problems)
    assert len(drafted.errors) == len([code for code in expected if code != "AK983"])


def test_langextract() -> None:
    place = TEXT.rindex("said so again")
    lines = (
        annotated(
            extraction(
                "said so again",
                (place, place + 13),
                speaker="actor:ann",
                about="state:jpn",
                id="statement:again",
                more={"venue.kind": "seminar", "venue.place": "Taipei", "office": None},
            ),
            {**extraction("We need a pact", mood="grave"), "attributes": {"wording": "verbatim", "mood": "grave"}},
            {**extraction("x"), "extraction_class": "person"},
            extraction("Japan needs", content="A.", more={"content.x": "B."}),
            {**extraction("a pact", (31, 37)), "extraction_class": "proposal", "attributes": None},
            {**extraction("Ann said: “We"), "extraction_class": "proposal", "attributes": {"wording": "mention", "names": ["a", 7]}},
        )
        + "\n"
        + "{\n"
        + "7\n"
        + json.dumps(statement())
    )  # fmt: skip
    drafted = of(lines, "a.jsonl")
    again, need, _, called, pact = drafted.candidates
    assert (again.id, again.speaker, again.about) == ("candidate:again", "actor:ann", ("state:jpn",))
    assert again.venue
    assert (again.venue.kind, again.venue.place) == ("seminar", "Taipei")
    assert again.attestations[0].anchors[0].start == place
    assert (need.missing, called.names, pact.id) == (("speaker", "venue", "date", "content"), (), "candidate:pact")
    assert sorted(codes(drafted)) == ["AK002", "AK010", "AK981", "AK982", "AK983", "AK983", "AK983"]


@pytest.mark.parametrize("span", [(0, 13), (70, 10**9), (-5, 8), (True, 13), ("0", 13)])
def test_an_interval_counts_only_where_exactly_these_words_stand(span: tuple[int, int]) -> None:
    drafted = of(annotated(extraction("said so again", span)), "a.jsonl")
    assert (codes(drafted), drafted.candidates) == (["AK982"], ())
    (candidate,) = of(annotated(extraction("We need a pact", span)), "a.jsonl").candidates
    assert candidate.attestations[0].anchors[0].start == TEXT.index("We need")


def test_an_interval_that_splits_a_character_is_not_used() -> None:
    text = "cafe\u0301 cafe and cafe\u0301"
    Path("a.jsonl").write_text(annotated(extraction("cafe", (0, 4)), text=text), "utf-8")
    (candidate,) = read("a.jsonl", text, "source:daily", CODING).candidates
    assert candidate.attestations[0].anchors[0].start == 6


@pytest.mark.parametrize("other", ["Ann said: “We need a pact.”", 7, ""])
@pytest.mark.parametrize("name", ["doc_2", None])
def test_a_document_with_another_text_makes_nothing(other: Tree, name: Tree) -> None:
    need = extraction("We need a pact", (11, 25))
    drafted = of(annotated(need) + annotated(need, text=other, name=name), "a.jsonl")
    assert len(drafted.candidates) == 1
    (problem,) = drafted.problems
    assert (problem.code, problem.path) == ("AK981", (1, "text"))
    assert problem.location
    assert problem.location.line == 2


def test_an_interval_without_its_text_is_not_used() -> None:
    again = TEXT.rindex("said so again")
    quotes = (extraction("said so again", (again, again + 13)), extraction("We need a pact", (0, 3)))
    drafted = of(annotated(*quotes, text=None), "a.jsonl")
    (candidate,) = drafted.candidates
    assert codes(drafted) == ["AK982"]
    assert candidate.attestations[0].anchors[0].start == TEXT.index("We need")


COPIES: Final = st.text(st.sampled_from("\r\n \ufeff\u00ad"), max_size=4)


@examples(20)
@given(COPIES, COPIES, st.integers(0, 3))
def test_an_interval_in_another_copy_is_translated(before: str, between: str, number: int) -> None:
    text = "no, no, no, no."
    annotated_text = before + text.replace(" ", f" {between}")
    places = [place for place in range(len(annotated_text)) if annotated_text.startswith("no", place)]
    quoted = extraction("no", (places[number], places[number] + 2))
    Path("a.jsonl").write_text(annotated(quoted, text=annotated_text), "utf-8")
    (candidate,) = read("a.jsonl", text, "source:daily", CODING).candidates
    assert candidate.attestations[0].anchors[0].start == 4 * number


def test_an_interval_that_is_no_whole_character_of_the_copy_is_not_used() -> None:
    line = annotated(extraction("1", (0, 1)), text="1\u20442 of all, 1 state")
    Path("a.jsonl").write_text(line, "utf-8")
    (candidate,) = read("a.jsonl", "\u00bd of all, 1 state", "source:daily", CODING).candidates
    assert candidate.attestations[0].anchors[0].start == 10


def test_bytes_that_are_no_text_are_reported() -> None:
    for name in ("a.json", "a.jsonl"):
        Path(name).write_bytes(b"\xff\n")
        assert codes(read(name, TEXT, "source:daily", CODING)) == ["AK001"]


def test_the_wording_of_the_caller_stands_in_for_one_that_is_missing() -> None:
    Path("a.json").write_text(json.dumps(statement(attestations=[{**QUOTED, "wording": None}])), "utf-8")
    (candidate,) = read("a.json", TEXT, "source:daily", CODING, wording="paraphrase").candidates
    assert candidate.attestations[0].wording == "paraphrase"


JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(("We need", "actor:ann", "statement:x", "x")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ("statements", "attestations", "quotes", "id", "speaker", "extractions", "names", "venue.kind")
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@examples(20)
@given(JSON, st.dictionaries(st.sampled_from((*STATEMENT, "names", "foo")), JSON, max_size=3))
def test_any_file_makes_candidates_or_problems(tree: object, changes: Mapping[str, object]) -> None:
    for value in (
        tree,
        statement(**changes),
        {"extractions": [{**extraction("We need"), **changes, "attributes": tree}]},
    ):
        drafted = of(value)
        assert all(isinstance(candidate, Candidate) for candidate in drafted.candidates)
        assert len(drafted.candidates) <= 1
        assert len({candidate.id for candidate in drafted.candidates}) == len(drafted.candidates)
