"""The commands that read a text."""

import json
from pathlib import Path

import pytest
import yaml
from tests.evidence.test_pages import PAGE
from tests.test_cli import run, unwrapped

from alliancekit import Source, convert
from alliancekit.evidence import digest
from alliancekit.evidence.pages import PageText

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
    unknown = run("mentions", text, "--source", "source:courier")
    assert unknown.exit_code == 2
    assert "add --corpus PATH, the corpus with your source" in " ".join(unknown.output.split())
    assert run("mentions", text).exit_code == 0


def test_mentions_names_a_wrong_date_and_a_page_in_html(text: str, tmp_path: Path) -> None:
    result = run("mentions", text, "--date", "15 October 2026")
    assert result.exit_code == 2
    assert "--date" in result.output
    saved = tmp_path / "page.html"
    saved.write_text("<!DOCTYPE html><p>nothing", "utf-8")
    result = run("mentions", str(saved))
    assert result.stdout == "no mentions\n"
    assert "alliancekit text" in unwrapped(result.stderr)


def test_a_text_of_a_whole_page_leaves_out_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def whole(path: object) -> PageText:
        del path
        return PageText("All of it.\n", digest(b"All of it.\n"), 3, 3, {})

    monkeypatch.setattr("alliancekit.evidence.pages.read_page", whole)
    assert run("text", __file__, "-o", str(tmp_path / "a.txt")).stderr == ""


def drafts(tmp_path: Path, *quotes: str) -> str:
    path = tmp_path / "a.json"
    report = {"source": None, "wording": "verbatim", "quotes": [*quotes]}
    path.write_text(json.dumps({"statements": [{"id": "statement:x", "attestations": [report]}]}), "utf-8")
    return str(path)


def test_draft_writes_candidates(text: str, tmp_path: Path) -> None:
    file, out = drafts(tmp_path, "We will meet"), str(tmp_path / "out.yaml")
    options = ("--from", file, "--source", "source:daily", "--program", "m", "--version", "1")
    result = run("draft", text, *options, "-o", out)
    assert (result.exit_code, " ".join(result.output.split())) == (
        0,
        f"1 draft: 1 candidate (0 complete), 0 made none; 0 quotes refused {out}: 1 record written",
    )
    assert "candidate:x" in Path(out).read_text("utf-8")


@pytest.mark.parametrize("name", ["out.yaml", "out.parquet"])
def test_draft_replaces_no_file_with_another_content(text: str, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    options = ("--source", "source:daily", "--program", "m", "--version", "1", "-o", str(out))
    for _ in range(2):
        assert run("draft", text, "--from", drafts(tmp_path, "We will meet"), *options).exit_code == 0
    before = {file: file.read_bytes() for file in (out, *out.glob("*")) if file.is_file()}
    result = run("draft", text, "--from", drafts(tmp_path, "Japan and Korea met"), *options)
    assert (result.exit_code, "--replace" in result.output) == (2, True)
    assert {file: file.read_bytes() for file in before} == before
    assert run("draft", text, "--from", drafts(tmp_path, "Japan and Korea met"), *options, "--replace").exit_code == 0
    assert {file: file.read_bytes() for file in before} != before


def test_draft_reports_refused_quotes_and_the_other_candidates_are_written(text: str, tmp_path: Path) -> None:
    file, out = drafts(tmp_path, "We will meet", "Japan and Korean met", "met"), str(tmp_path / "out.yaml")
    options = ("--from", file, "--source", "source:daily", "--program", "m", "--version", "1", "--by", "AB")
    result = run("draft", text, *options, "-o", out)
    assert result.exit_code == 1
    errors, _, advice = " ".join(result.stderr.split()).partition("{+Korea+}")
    assert errors.count("AK982") == 1
    assert "in place of the quote" in advice
    assert "by: AB" in Path(out).read_text("utf-8")
    assert "nothing written, no -o" in run("draft", text, *options).output
    printed = json.loads(run("draft", text, *options, "--format", "json").stdout)
    assert printed["candidates"] == ["candidate:x"]
    assert [(each["words"], bool(each["near"])) for each in printed["refused"]] == [("Japan and Korean met", True)]
    assert [problem["code"] for problem in printed["problems"]] == ["AK982"]
    assert printed["refused_drafts"] == []


def test_draft_without_a_wording_names_the_option(text: str, tmp_path: Path) -> None:
    file = drafts(tmp_path, "met")
    Path(file).write_text(Path(file).read_text("utf-8").replace('"verbatim"', "null"), "utf-8")
    result = run("draft", text, "--from", file, "--source", "source:a", "--program", "m", "--version", "1")
    assert "--wording indirect" in unwrapped(result.output)


def test_draft_refuses_to_overwrite_an_input_and_a_source_that_is_none(text: str, tmp_path: Path) -> None:
    file = drafts(tmp_path, "no such words at all")
    options = ("--program", "m", "--version", "1")
    assert run("draft", text, "--from", file, "--source", "source:a", *options, "-o", file).exit_code == 2
    assert run("draft", text, "--from", file, "--source", "daily", *options).exit_code == 2
    result = run("draft", text, "--from", file, "--source", "source:a", *options, "-o", str(tmp_path / "o.yaml"))
    assert result.exit_code == 1
    assert "statement:x made no candidate" in unwrapped(result.output)
    assert "nothing written, no candidates" in result.output
    assert not (tmp_path / "o.yaml").exists()


def test_text_writes_the_text_of_a_page_and_prints_guesses_as_comments(tmp_path: Path) -> None:
    saved, out = tmp_path / "page.html", tmp_path / "An Article.txt"
    saved.write_text(PAGE, "utf-8")
    result = run("text", str(saved), "-o", str(out))
    tree = yaml.safe_load(result.stdout)["sources"][0]
    assert yaml.safe_load(result.stdout)["schema_version"] == 3
    assert "words of the page are not in the text" in " ".join(result.stderr.split())
    content = out.read_text("utf-8")
    assert tree.keys() == {"id", "kind", "file", "length", "digest"}
    assert (tree["id"], tree["file"], tree["length"]) == ("source:an-article", "An Article.txt", len(content))
    assert tree["digest"] == digest(out.read_bytes())
    confirmed = yaml.safe_load(result.stdout.replace("# confirm ", ""))["sources"][0]
    source = convert.record(Source, confirmed)
    assert (source.title, source.dated_by) == ("A pact for the islands", "the page says so")
    assert run("text", str(saved), "-o", str(out)).exit_code == 0
    out.write_text("other", "utf-8")
    result = run("text", str(saved), "-o", str(out))
    assert (result.exit_code, "--replace" in result.output) == (2, False)
    for name, message in ((tmp_path, "is a folder; name a file in it"), (tmp_path / "c.yaml", "a corpus in .yaml")):
        refused = run("text", str(saved), "-o", str(name))
        assert refused.exit_code == 2
        assert message in " ".join(refused.output.split())
    assert out.read_text("utf-8") == "other"
    assert run("text", str(saved), "-o", str(tmp_path)).exit_code == 2
