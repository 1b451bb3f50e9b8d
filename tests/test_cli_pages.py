"""The command that writes a page: files, options, messages and exit codes."""

import datetime as dt
import json
from pathlib import Path

import pytest
from tests.shared import TOP
from tests.test_cli import run, unwrapped

from alliancekit import pages, seeds
from alliancekit.convert import tree
from alliancekit.corpus import clock
from alliancekit.corpus.files import write
from alliancekit.evidence import anchor_words
from alliancekit.models import Statement

SAMPLE = TOP / "examples" / "sample-atop-member.csv"
DAY = dt.date(2030, 2, 3)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clock, "day_in_utc", lambda: DAY)


def test_a_page_is_written_with_the_day() -> None:
    result = run("page", "seeds", "-o", "page.html", "--title", "Five texts")
    assert (result.exit_code, result.output) == (0, "page.html: a page of 120 records written\n")
    assert Path("page.html").read_text("utf-8") == pages.page(seeds(), title="Five texts", made=DAY)


def test_a_page_without_the_day_is_the_same_on_any_day() -> None:
    assert run("page", "seeds", "-o", "page.html", "--undated").exit_code == 0
    assert Path("page.html").read_text("utf-8") == pages.page(seeds())


def test_passages_are_put_into_the_page(seed_texts: Path) -> None:
    assert run("page", "seeds", "-o", "page.html", "--texts", str(seed_texts), "--undated").exit_code == 0
    assert Path("page.html").read_text("utf-8") == pages.page(seeds(), texts=seed_texts)


def test_a_page_shows_the_records_of_a_corpus_to_which_others_refer() -> None:
    own = [record for record in seeds() if isinstance(record, Statement)]
    write(own, "own.yaml")
    write([record for record in seeds() if record not in own], "common.yaml")
    assert run("page", "own.yaml", "-o", "page.html").exit_code == 1
    assert run("page", "own.yaml", "--corpus", "common.yaml", "-o", "page.html", "--undated").exit_code == 0
    assert Path("page.html").read_text("utf-8") == pages.page(seeds())


def test_a_data_set_becomes_a_page() -> None:
    assert run("page", str(SAMPLE), "--from", "atop-member", "-o", "page.html").exit_code == 0
    assert "treaty:atop-" in Path("page.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("seeds", "-o", "page.pdf"), "Error: page.pdf must end in .html or .htm"),
        (("none.yaml", "-o", "page.html"), "Error: none.yaml can't be read: no such file or folder"),
        (
            ("seeds", "-o", "page.html", "--title", ""),
            "Error: the title must not be blank; leave it out for a general one",
        ),
        (
            ("seeds", "-o", "page.html", "--texts", "none"),
            "Error: none is not a folder; pass the folder with the texts of the sources",
        ),
        (
            (str(SAMPLE), "--from", "atop-member", "--corpus", "seeds", "-o", "page.html"),
            "Error: --corpus does not work with --from: a data set refers to no other corpus",
        ),
    ],
    ids=["ending", "corpus", "title", "texts", "data set"],
)  # fmt: skip
def test_mistakes_write_nothing(arguments: tuple[str, ...], message: str) -> None:
    result = run("page", *arguments)
    assert (result.exit_code, unwrapped(result.output).rstrip()) == (2, message)
    assert not [*Path().iterdir()]


TEXT = "The envoy left. She wants a pact. Nobody else wants one."


def corpus_with_texts(*texts: str) -> None:
    """Write a corpus whose sources a and b have an anchor each, and texts for the first of them in a folder."""
    person = {
        "id": "actor:berg",
        "kind": "person",
        "names": [{"text": "Berg"}],
        "attestations": [
            {
                "source": f"source:{name}",
                "wording": "mention",
                "anchors": [tree(anchor_words(TEXT, "She wants a pact"))],
            }
            for name in "ab"
        ],
    }
    sources = [{"id": f"source:{name}", "kind": "report", "title": name, "file": f"{name}.txt"} for name in "ab"]
    Path("c.json").write_text(json.dumps({"schema_version": 3, "sources": sources, "actors": [person]}), "utf-8")
    Path("texts").mkdir()
    for name, text in zip("ab", texts, strict=False):
        Path("texts", f"{name}.txt").write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("texts", "note", "footer"),
    [
        ((TEXT, TEXT), "", "Passages are quoted"),
        ((TEXT, "Other."), "Note: 1 of 2 passages are in the page; 1 anchor is lost", "1 of 2 passages are quoted"),
        ((TEXT,), "Note: 1 of 2 passages are in the page; 1 anchor has no text", "1 of 2 passages are quoted"),
        (("Other.", "Other."), "Note: 0 of 2 passages are in the page; 2 anchors are lost", "has no words"),
        (("Other.",), "Note: 0 of 2 passages are in the page; 1 anchor is lost; 1 anchor has no text", "has no words"),
    ],
)
def test_passages_that_are_not_in_the_page_are_counted(texts: tuple[str, ...], note: str, footer: str) -> None:
    corpus_with_texts(*texts)
    result = run("page", "c.json", "-o", "page.html", "--texts", "texts")
    assert result.exit_code == 0
    assert unwrapped(result.stderr).replace("\n", " ").startswith(note)
    assert bool(result.stderr) is bool(note)
    content = Path("page.html").read_text("utf-8")
    assert footer in content.partition("<footer")[2].partition("</footer>")[0]
    assert str(Path("texts", "b.txt")) not in content


@pytest.mark.parametrize("texts", [(), ("\xff",)])
def test_a_folder_without_a_text_that_can_be_read(texts: tuple[str, ...]) -> None:
    corpus_with_texts()
    for name in "ab" if texts else "":
        Path("texts", f"{name}.txt").write_bytes(b"\xff")
    result = run("page", "c.json", "-o", "page.html", "--texts", "texts")
    assert result.exit_code == 2
    assert "texts" in result.stderr
    assert not Path("page.html").exists()


def test_a_corpus_without_anchors_has_no_passages() -> None:
    source = {"id": "source:a", "kind": "report", "title": "A"}
    Path("c.json").write_text(json.dumps({"schema_version": 3, "sources": [source]}), "utf-8")
    Path("texts").mkdir()
    result = run("page", "c.json", "-o", "page.html", "--texts", "texts")
    assert (result.exit_code, result.stderr) == (0, "Note: no record has an anchor.\n")
