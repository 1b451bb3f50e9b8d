"""Answers of models are no corpus; the problem of such a file says which command reads it."""

import json
from pathlib import Path

import pytest

from alliancekit.corpus import check, read
from alliancekit.formats import Tree
from alliancekit.schema import drafts_schema

REPORT: Tree = {"source": "source:daily", "wording": "verbatim", "quotes": ["we need a pact"]}
BY_SCHEMA: Tree = {"statements": [{"id": "statement:pact", "speaker": "actor:minister", "attestations": [REPORT]}]}
EXTRACTED: Tree = {
    "document_id": "doc_1",
    "text": "we need a pact",
    "extractions": [{"extraction_class": "statement", "extraction_text": "we need a pact"}],
}
HEADER: Tree = {"type": "corpus", "schema_version": 3}
OTHERS: list[Tree] = [
    {},
    {"extractions": "none"},
    {"statements": []},
    {"statements": [3, {"attestations": 3}, {"attestations": [3, {"anchors": []}]}]},
    {"schema_version": None, "extractions": []},
    {"type": "statement", "extractions": []},
]


def hints(folder: Path, name: str, *trees: Tree) -> list[tuple[str, int | None, bool]]:
    """Return code, line and whether the hint names the command of each problem of a file of these trees."""
    file = folder / name
    file.write_text("".join(f"{json.dumps(tree)}\n" for tree in trees), encoding="utf-8")
    assert not read(file).records
    return [
        (each.code, each.location.line if each.location else None, "alliancekit draft" in (each.hint or ""))
        for each in check(file)
    ]


@pytest.mark.parametrize("tree", [BY_SCHEMA, EXTRACTED], ids=["schema", "langextract"])
@pytest.mark.parametrize("name", ["answer.json", "answer.jsonl", "answer.yaml"])
def test_a_file_of_drafts_has_one_problem_that_names_the_command(tmp_path: Path, name: str, tree: Tree) -> None:
    assert hints(tmp_path, name, tree) == [("AK015", 1, True)]


def test_each_line_of_drafts_is_named(tmp_path: Path) -> None:
    assert hints(tmp_path, "a.jsonl", EXTRACTED, BY_SCHEMA) == [("AK015", 1, True), ("AK017", 2, True)]
    assert hints(tmp_path, "b.jsonl", HEADER, EXTRACTED) == [("AK017", 2, True)]


@pytest.mark.parametrize("tree", OTHERS, ids=str)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_other_files_without_a_version_are_no_drafts(tmp_path: Path, name: str, tree: Tree) -> None:
    found = hints(tmp_path, name, tree)
    assert found
    assert not any(names_command for _, _, names_command in found)


def test_drafts_after_the_schema_have_quotes() -> None:
    assert "quotes" in json.dumps(drafts_schema()["$defs"])
