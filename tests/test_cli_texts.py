"""The commands that read a text."""

import json
from pathlib import Path

import pytest
from tests.test_cli import run

TEXT = "Japan and Korea met yesterday. “We will meet next week,” Takaichi said."


@pytest.fixture
def text(tmp_path: Path) -> str:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    return str(path)


def test_mentions_lists_each_with_its_position_and_meaning(text: str) -> None:
    result = run("mentions", text, "--date", "2025-04-29")
    assert [line.split(maxsplit=2)[:2] for line in result.output.splitlines() if line[:1].isdigit()] == [
        ["1:1", "state"],
        ["1:11", "state"],
        ["1:21", "date"],
        ["1:33", "quotation"],
        ["1:46", "date"],
        ["1:58", "actor"],
    ]


def test_mentions_in_json(text: str) -> None:
    items = json.loads(run("mentions", text, "--date", "2025-04-29", "--format", "json").output)
    assert [TEXT[item["start"] : item["end"]] for item in items] == [item["text"] for item in items]
    assert [item["id"] for item in items if item["kind"] == "quotation"] == ["actor:takaichi-sanae"]
    assert [item["date"] or item["within"] for item in items if item["kind"] == "date"] == [
        "2025-04-28",
        "2025-05-04/2025-05-11",
    ]


def test_the_date_of_a_source_is_that_of_its_text(text: str) -> None:
    items = json.loads(run("mentions", text, "--source", "source:seed-001", "--format", "json").output)
    assert next(item["date"] for item in items if item["kind"] == "date") == "2025-04-28"
    assert run("mentions", text, "--source", "state:jpn").exit_code == 2
    assert run("mentions", text).exit_code == 0
