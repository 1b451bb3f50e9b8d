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
        assert unwrapped(result.stdout) == "sources.yaml: 1 record written, 1 record from good.json\n"
        assert unwrapped(result.stderr) == (
            "1 fact not converted (--format json lists each): "
            "1 × page, first in good.json:1:52: a source has no field for it\n"
        )
        assert [source.id for source in load("sources.yaml").sources()] == ["source:a"]

    def test_without_an_output_the_file_is_only_checked(self) -> None:
        assert run("import", "csl", "good.json").exit_code == 0
        assert run("import", "csl", "bad.json").exit_code == 1

    def test_a_source_of_the_corpus_keeps_what_the_file_does_not_say(self) -> None:
        source = '{id: "source:a", kind: webpage, title: B, file: a.txt}'
        Path("corpus.yaml").write_text(f"schema_version: 3\nsources:\n- {source}\n", "utf-8")
        Path("own.json").write_text(json.dumps([{**ITEM, "id": "source:a", "type": "webpage"}]), "utf-8")
        result = run("import", "csl", "own.json", "--corpus", "corpus.yaml", "-o", "new.yaml")
        assert "1 value of the corpus changed" in unwrapped(result.stderr)
        (new,) = load("new.yaml").sources()
        assert (new.title, new.file) == ("A", "a.txt")

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

    def test_a_file_that_would_be_read_as_a_corpus_is_refused(self) -> None:
        for arguments in (
            ("csl", "seeds", "-o", "sources.yaml"),
            ("csl", "seeds", "-o", "sources.jsonl"),
            ("followthemoney", "seeds", "-o", "entities.PARQUET"),
            ("csl", "seeds", "-o", "sources.json", "--config", "config.json"),
        ):
            result = run("export", *arguments)
            assert result.exit_code == 2
            assert "is the name of a corpus in" in unwrapped(result.stderr)
        assert run("export", "followthemoney", "seeds", "-o", "entities.jsonl").exit_code == 0

    def test_entities_of_followthemoney(self) -> None:
        result = run("export", "followthemoney", "seeds", "-o", "entities.ftm.json")
        assert result.exit_code == 0
        assert len(Path("entities.ftm.json").read_text("utf-8").splitlines()) > 120


class TestAnnotations:
    CORPUS = """\
schema_version: 3
sources:
- {id: "source:a", kind: report, title: A, file: a.txt}
"""

    @pytest.fixture(autouse=True)
    def files(self) -> None:
        Path("texts").mkdir()
        Path("texts/a.txt").write_text("Anna called for a pact.", "utf-8")
        Path("corpus.yaml").write_text(self.CORPUS, "utf-8")
        selector = {"type": "TextQuoteSelector", "exact": "a pact"}
        annotation = {"id": "n1", "target": {"source": "a.txt", "selector": selector}}
        Path("notes.json").write_text(json.dumps(annotation), "utf-8")

    def test_they_are_added_to_a_corpus_and_return(self) -> None:
        options = ("--corpus", "corpus.yaml", "--texts", "texts")
        result = run("import", "annotations", "notes.json", *options, "-o", "new.yaml", "--as", "proposal")
        assert unwrapped(result.stdout) == "new.yaml: 2 records written, 1 record from notes.json\n"
        result = run("export", "annotations", "new.yaml", "--texts", "texts", "-o", "back.json", "--utf16")
        assert unwrapped(result.stdout) == "back.json: 1 item written\n"

    def test_they_need_texts(self) -> None:
        for arguments, options in (
            (("import", "annotations", "notes.json", "--texts", "texts"), "--corpus and --texts"),
            (("import", "annotations", "notes.json", "--corpus", "corpus.yaml"), "--corpus and --texts"),
            (("export", "annotations", "corpus.yaml"), "--texts"),
        ):
            result = run(*arguments)
            assert result.exit_code == 2
            assert unwrapped(result.stderr) == f"Error: alliancekit {arguments[0]} annotations needs {options}\n"

    def test_the_rest_can_be_written(self) -> None:
        run("import", "annotations", "notes.json", "--corpus", "corpus.yaml", "--texts", "texts", "-o", "new.yaml")
        Path("texts/a.txt").write_text("Nothing.", "utf-8")
        arguments = ("export", "annotations", "new.yaml", "--texts", "texts", "-o", "back.json")
        assert run(*arguments).exit_code == 1
        assert run(*arguments, "--partial").exit_code == 0

    def test_tasks_of_label_studio(self) -> None:
        value = {"start": 16, "end": 22, "text": "a pact", "labels": ["Call"]}
        result_ = {"id": "r", "type": "labels", "value": value}
        task = {"data": {"text": "Anna called for a pact.", "source": "a.txt"}, "annotations": [{"result": [result_]}]}
        Path("tasks.json").write_text(json.dumps(task), "utf-8")
        Path("labels.json").write_text('{"Call": "proposal"}', "utf-8")
        options = ("--corpus", "corpus.yaml", "--texts", "texts")
        result = run("import", "label-studio", "tasks.json", *options, "--labels", "labels.json", "-o", "new.yaml")
        assert unwrapped(result.stdout) == "new.yaml: 2 records written, 1 record from tasks.json\n"
        result = run("export", "label-studio", "new.yaml", "--texts", "texts", "-o", "b.json", "--config", "c.xml")
        assert unwrapped(result.stdout) == "b.json: 1 item written\n"
        assert '<Label value="proposal"/>' in Path("c.xml").read_text("utf-8")
        assert run("import", "label-studio", "b.json", *options).exit_code == 0

    @pytest.mark.parametrize(("text", "exit_code"), [("[", 1), ("[]", 2), ('{"a": 1}', 2)])
    def test_labels_must_have_meanings(self, text: str, exit_code: int) -> None:
        Path("labels.json").write_text(text, "utf-8")
        options = ("--corpus", "corpus.yaml", "--texts", "texts", "--labels", "labels.json")
        assert run("import", "label-studio", "notes.json", *options).exit_code == exit_code


@pytest.mark.parametrize(
    "command",
    [
        ("import", "csl", "good.json", "-o", "good.json"),
        ("import", "csl", "good.json", "-o", "./sub/../good.json"),
        ("export", "csl", "corpus.yaml", "-o", "corpus.yaml"),
        ("export", "csl", "corpus.yaml", "-o", "link.yaml"),
        ("export", "annotations", "corpus.yaml", "--texts", "texts", "-o", "texts/a.txt"),
        ("export", "label-studio", "corpus.yaml", "--texts", "texts", "-o", "o.json", "--config", "./o.json"),
        ("export", "csl", "corpus.yaml", "-o", "seeds"),
        ("page", "corpus.yaml", "-o", "corpus.yaml"),
        ("draft", "a.txt", "--from", "good.json", "--source", "source:a.b", "--program", "p", "--version", "1",
         "-o", "sub/../good.json"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_output_replaces_an_input(command: tuple[str, ...], folder: Path) -> None:
    Path("corpus.yaml").write_text("schema_version: 3\n", encoding="utf-8")
    Path("a.txt").write_text("A text.", encoding="utf-8")
    Path("texts").mkdir()
    Path("sub").mkdir()
    Path("link.yaml").symlink_to("corpus.yaml")
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    result = run(*command)
    assert result.exit_code == 2
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before
