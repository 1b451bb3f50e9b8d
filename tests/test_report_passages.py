"""`show --texts` prints each passage in its context, or says why it can't."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from alliancekit.cli import main
from alliancekit.convert import tree
from alliancekit.evidence import anchor_words

BEFORE = "Nothing else was on the agenda of the meeting in the harbour town, which began late and was cold. "
WORDS = "The minister calls\nfor a pact"
AFTER = " of all islands. Nobody answered her, and the meeting ended without any other word about the pact."
TEXT = f"{BEFORE}{WORDS}{AFTER}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus with two statements, and a folder with the text of one of two sources."""
    monkeypatch.chdir(tmp_path)
    anchors = [tree(anchor_words(TEXT, words)) for words in ("Nobody answered her", WORDS)]
    lost = {**anchors[0], "fold": "5:0123456789abcdef", "sha256": "0" * 64}
    reports = [
        {"source": "source:daily", "wording": "indirect", "anchors": [*anchors, lost]},
        {"source": "source:daily", "wording": "mention"},
        {"source": "source:weekly", "wording": "paraphrase", "anchors": anchors[:1]},
        {"source": "source:weekly", "wording": "mention"},
    ]
    corpus = {
        "schema_version": 3,
        "actors": [{"id": "actor:a", "kind": "person", "names": [{"text": "A"}]}],
        "sources": [
            {"id": f"source:{name}", "kind": "webpage", "title": name, "file": f"{name}.txt"}
            for name in ("daily", "weekly")
        ],
        "statements": [
            {
                "id": "statement:call",
                "speaker": "actor:a",
                "venue": {"kind": "meeting", "place": "a harbour"},
                "date": "2025",
                "content": "Calls for a pact.",
                "attestations": reports,
            }
        ],
    }
    Path("corpus.json").write_text(json.dumps(corpus))
    Path("texts").mkdir()
    Path("texts/daily.txt").write_text(TEXT)
    return tmp_path


def show(*options: str) -> list[str]:
    result = CliRunner().invoke(main, ["show", "statement:call", "--corpus", "corpus.json", *options])
    assert result.exit_code == 0
    return result.output.splitlines()


@pytest.mark.usefixtures("folder")
def test_passages_are_shown_in_their_context() -> None:
    without, lines = show(), show("--texts", "texts")
    assert [line for line in lines if line in without] == without
    added = " ".join(line.strip() for line in lines if line not in without)
    first, second = added.split("98-127", 1)
    assert " ".join(first.split()) == (
        "144-163 … which began late and was cold. The minister calls for a pact of all islands. Nobody answered her, "
        "and the meeting ended without any other word about the pact."
    )
    assert " ".join(second.split()) == (
        "… the agenda of the meeting in the harbour town, which began late and was cold. The minister calls for a pact "
        "of all islands. Nobody answered her, and the meeting ended without any other … "
        "144-163 lost: its words do not occur in the text texts/weekly.txt does not exist"
    )


@pytest.mark.usefixtures("folder")
def test_a_folder_that_does_not_exist_is_an_error() -> None:
    result = CliRunner().invoke(main, ["show", "statement:call", "--corpus", "corpus.json", "--texts", "none"])
    assert (result.exit_code, " ".join(result.output.split())) == (
        2,
        "Error: none is not a folder; pass the folder with the texts of the sources",
    )
