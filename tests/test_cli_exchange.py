"""The commands that exchange records with other programs: output, messages and exit codes."""

import json
from pathlib import Path

import pytest
from tests.test_cli import run, unwrapped

from alliancekit import load

ITEM = {"id": "a", "type": "book", "title": "A", "page": "1"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with a file of two items, one of which is damaged."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    Path("good.json").write_text(json.dumps([ITEM]), encoding="utf-8")
    Path("bad.json").write_text(json.dumps([ITEM, {"id": "b"}]), encoding="utf-8")
    return tmp_path


class TestImport:
    def test_a_corpus_is_written(self) -> None:
        result = run("import", "csl", "good.json", "-o", "sources.yaml")
        assert result.exit_code == 0
        assert unwrapped(result.stdout) == "sources.yaml: 1 record written\n"
        assert unwrapped(result.stderr) == (
            "1 fact not converted (--format json lists each): "
            "1 × page, first in good.json:1:52: a source has no field for it\n"
        )
        assert [source.id for source in load("sources.yaml").sources()] == ["source:a"]

    def test_without_an_output_the_file_is_only_checked(self) -> None:
        assert run("import", "csl", "good.json").exit_code == 0
        assert run("import", "csl", "bad.json").exit_code == 1

    def test_errors_stop_it(self) -> None:
        result = run("import", "csl", "bad.json", "-o", "sources.yaml")
        assert result.exit_code == 1
        assert "[1] must have an id and a type" in unwrapped(result.stderr)
        assert "sources.yaml was not written, because of 1 error" in unwrapped(result.stderr)
        assert not Path("sources.yaml").exists()

    def test_the_rest_can_be_written(self) -> None:
        assert run("import", "csl", "bad.json", "-o", "sources.yaml", "--partial").exit_code == 0
        assert len(load("sources.yaml")) == 1

    def test_json_lists_each_problem(self) -> None:
        result = run("import", "csl", "bad.json", "--format", "json")
        assert [problem["code"] for problem in json.loads(result.stdout)] == ["AK962", "AK961"]


class TestExport:
    def test_a_file_is_written(self) -> None:
        result = run("export", "csl", "seeds", "-o", "sources.json")
        assert result.exit_code == 0
        assert unwrapped(result.stdout) == "sources.json: 5 items written\n"
        assert "5 × regions, first in source:seed-000: CSL has no variable for it" in unwrapped(result.stderr)
        assert len(json.loads(Path("sources.json").read_text("utf-8"))) == 5

    def test_without_an_output_it_only_reports(self) -> None:
        result = run("export", "csl", "seeds", "--format", "json")
        assert {problem["code"] for problem in json.loads(result.stdout)} == {"AK962"}
