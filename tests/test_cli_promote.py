"""The command promote: its output, its messages and its exit codes."""

from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner, Result
from tests.mistakes import STATEMENT
from tests.review.drafts import COMPLETE, INCOMPLETE, NOTES, SHARED
from tests.review.test_promotion import CALL, LEAGUE

from alliancekit import Corpus, load
from alliancekit.cli import main
from alliancekit.corpus import read
from alliancekit.corpus.files import write
from alliancekit.models.ids import CandidateId, StatementId


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Corpus([*SHARED, NOTES, CALL, INCOMPLETE, LEAGUE]).write("all.yaml")
    Corpus(SHARED).write("corpus.yaml")
    write((NOTES, CALL, INCOMPLETE, LEAGUE), "reviewed.yaml")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["promote", *arguments], prog_name="alliancekit")


def test_the_output_is_the_corpus_with_the_new_records() -> None:
    before = Path("all.yaml").read_bytes()
    result = run("all.yaml", CALL.id, LEAGUE.id, CALL.id, "-o", "out.yaml")
    assert result.exit_code == 0, result.output
    assert "2 candidates promoted: statement:call and proposal:league" in result.output
    after = load("out.yaml")
    assert len(after) == len(load("all.yaml"))
    assert [record.id for record in after.candidates()] == [INCOMPLETE.id]
    assert Path("all.yaml").read_bytes() == before


def test_the_records_of_another_corpus_are_not_written() -> None:
    assert run("reviewed.yaml", CALL.id, LEAGUE.id, "-o", "out.yaml").exit_code == 1
    result = run("reviewed.yaml", CALL.id, LEAGUE.id, "--corpus", "corpus.yaml", "-o", "out.yaml")
    assert result.exit_code == 0, result.output
    assert {record.id for record in read("out.yaml").records} == {
        NOTES.id, "statement:call", "proposal:league", INCOMPLETE.id,
    }  # fmt: skip
    assert not read("out.yaml", "corpus.yaml").errors


def test_the_records_of_another_corpus_may_not_change() -> None:
    other = evolve(STATEMENT, id=StatementId("statement:other"), about=(CandidateId("candidate:league"),))
    write((*SHARED, other), "corpus.yaml")
    result = run("reviewed.yaml", CALL.id, LEAGUE.id, "--corpus", "corpus.yaml", "-o", "out.yaml")
    assert result.exit_code == 2
    assert "statement:other of corpus.yaml would change too" in " ".join(result.stderr.split())
    assert not Path("out.yaml").exists()


def test_what_is_missing_is_located_and_nothing_is_written() -> None:
    result = run("all.yaml", INCOMPLETE.id, "-o", "out.yaml")
    assert result.exit_code == 1
    lines = Path("all.yaml").read_text(encoding="utf-8").splitlines()
    (line,) = (n for n, text in enumerate(lines, 1) if text.endswith(f"id: {INCOMPLETE.id}"))
    assert result.stderr.startswith(f"all.yaml:{line}:")
    assert "out.yaml was not written" in result.stderr
    assert not Path("out.yaml").exists()


def test_a_broken_corpus_is_reported() -> None:
    write((*SHARED, NOTES, COMPLETE), "all.yaml")
    result = run("all.yaml", COMPLETE.id, "-o", "out.yaml")
    assert (result.exit_code, "AK902" in result.stderr) == (1, True)


def test_wrong_arguments_are_refused() -> None:
    assert run("all.yaml", "candidate:cal", "-o", "out.yaml").exit_code == 2
    assert run("all.yaml", NOTES.id, "-o", "out.yaml").exit_code == 2
    assert run("all.yaml", "-o", "out.yaml").exit_code == 2
    assert run("all.yaml", CALL.id).exit_code == 2
    for output in ("all.yaml", "./all.yaml", "seeds"):
        assert run("all.yaml", CALL.id, "-o", output).exit_code == 2
    assert run("reviewed.yaml", CALL.id, "--corpus", "corpus.yaml", "-o", "corpus.yaml").exit_code == 2
