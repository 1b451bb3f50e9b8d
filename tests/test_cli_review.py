"""The command review: its dialogue with a person in a terminal and in a pipe, its files and its exit codes."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner, Result
from rich.console import Console
from tests.review.drafts import COMPLETE, DRAFTS, GROUPING, INCOMPLETE, NOTES, RECORDS, SHARED, TEXT

from alliancekit import Corpus, load
from alliancekit.cli import main
from alliancekit.cli._keys import read_key
from alliancekit.cli._review_terminal import ReviewDialogue
from alliancekit.corpus import clock, read
from alliancekit.corpus.files import write
from alliancekit.corpus.unchecked import unchecked_corpus
from alliancekit.models import Candidate, Statement
from alliancekit.report.reviews import draft_report
from alliancekit.review import DraftState

LOG = Path("drafts.yaml.decisions.ndjson")
BY = ("--by", "AB")
WITH = ("--corpus", "corpus.yaml")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clock, "moment_in_utc", lambda: "2026-12-01T09:30:00Z")
    Path("texts").mkdir()
    Path("texts", "notes.txt").write_text(TEXT, encoding="utf-8")
    Corpus(SHARED).write("corpus.yaml")
    write(RECORDS, "drafts.yaml")


def run(*arguments: str, keys: str = "") -> Result:
    return CliRunner().invoke(main, ["review", "drafts.yaml", *arguments], input=keys, prog_name="alliancekit")


def verdicts() -> list[tuple[str, str]]:
    lines = LOG.read_text(encoding="utf-8").splitlines() if LOG.exists() else []
    return [(each["decision"], each["record"]) for each in map(json.loads, lines)]


def reviewed() -> Corpus:
    return read("out.yaml", "corpus.yaml").corpus()


# --- The dialogue ---------------------------------------------------------------------------------------------------


def test_a_review_of_all_drafts_writes_the_accepted_records() -> None:
    keys = "a\nc\ne\nrationale: [It deters.]\na\n"
    before = Path("drafts.yaml").read_bytes()
    result = run(*BY, *WITH, "-o", "out.yaml", keys=keys)
    assert result.exit_code == 0, result.output
    assert "3 drafts: 2 accepted, 1 accepted as a candidate" in result.output
    assert {record.id for record in load("out.yaml", "corpus.yaml") if record.id not in load("corpus.yaml")} == {
        NOTES.id, "statement:call", "proposal:league", INCOMPLETE.id,
    }  # fmt: skip
    assert reviewed()[INCOMPLETE.id].codings[-1].by == "AB"
    assert verdicts() == [
        ("accept", COMPLETE.id), ("accept_as_candidate", INCOMPLETE.id), ("edit", GROUPING.id), ("accept", GROUPING.id),
    ]  # fmt: skip
    assert Path("drafts.yaml").read_bytes() == before


def test_a_review_goes_on_where_it_stopped() -> None:
    first = run(*BY, *WITH, keys="a\nq\n")
    assert "1 accepted, 2 not decided" in first.output
    assert str(LOG) in first.output
    second = run(*BY, *WITH, keys="s\n")
    assert "Draft 1 of 3" not in second.output
    assert "1 accepted, 1 skipped, 1 not decided" in second.output
    third = run(*BY, *WITH, keys="s\ns\n")
    assert "Draft 2 of 3, for a statement, skipped" in third.output
    assert "3 drafts: 1 accepted, 2 skipped" in third.output


def test_the_passages_stand_with_the_draft() -> None:
    output = " ".join(run(*BY, *WITH, "--texts", "texts", keys="s\ns\ns\n").output.split())
    assert "In Taipei, the minister called for a league He named Japan and Taiwan" in output.replace(". ", " ")
    assert "「同盟」 を求める" in output.replace("」を", "」 を")


def test_what_is_missing_is_said_and_can_be_added() -> None:
    result = run(*BY, *WITH, keys="s\na\ne\nvenue: {kind: speech, place: Oslo}\ne\ndate: 2023-04\na\nq\n")
    assert "lacks venue and date" in result.output
    assert "a statement, changed" in result.output
    assert verdicts()[-1] == ("accept", INCOMPLETE.id)


def test_mistakes_in_typed_values_are_located_and_change_nothing() -> None:
    keys = "e\ndate: soon\ndates: 2023\n{\n- 3\nspeaker: actor:ministr\n\nu\nu\nq\n"
    result = run(*BY, *WITH, keys=keys)
    for text in ("your input:1:7: AK014", "your input:1:1: AK012", "your input:1:2: AK002", "Write a field as in"):
        assert text in result.output
    assert "There is no decision to undo" in result.output
    assert verdicts() == [("edit", COMPLETE.id), ("undo", COMPLETE.id)]


def test_a_decision_can_be_undone() -> None:
    result = run(*BY, *WITH, keys="s\nr\nnot in the text\nu\nu\na\nr\n\nq\n")
    assert [verdict for verdict, _ in verdicts()] == ["skip", "reject", "undo", "undo", "accept"]
    assert "1 accepted, 2 not decided" in result.output


def test_help_and_unknown_keys_change_nothing() -> None:
    result = run(*BY, *WITH, keys="h\nx\n\n?\ne\n\nq\n")
    assert "accept as a candidate: it is correct" in result.output
    assert "This key has no meaning" in result.output
    assert result.output.count("Draft 1 of 3") == 1
    assert "No decision is recorded" in result.output


def test_a_candidate_that_lacks_nothing_is_not_accepted_as_one() -> None:
    result = run(*BY, *WITH, keys="c\nq\n")
    assert "AK971 candidate:call lacks no field" in result.output
    assert verdicts() == []


def test_the_problems_of_a_draft_beside_other_records_are_shown_with_it() -> None:
    write((*RECORDS, evolve(INCOMPLETE, id="candidate:other", speaker="actor:ministr")), "drafts.yaml")  # type: ignore[arg-type]
    result = run(*BY, *WITH, keys="s\ns\ns\n")
    assert "AK902 speaker refers to unknown id 'actor:ministr'" in " ".join(result.output.split())


def test_the_passages_stand_beside_the_draft_in_a_wide_terminal() -> None:
    corpus = unchecked_corpus([*SHARED, *RECORDS])
    for width, lines in ((120, 1), (80, 0)):
        file = StringIO()
        Console(file=file, width=width).print(*draft_report(corpus, DraftState(COMPLETE), (1, 3), None, ()))
        assert sum("Evidence" in line and COMPLETE.id in line for line in file.getvalue().splitlines()) == lines


# --- The editor -----------------------------------------------------------------------------------------------------


def editor(monkeypatch: pytest.MonkeyPatch, *texts: Callable[[str], str | None]) -> list[str]:
    """Replace the editor by functions that are called in turn; return the texts that it gets."""
    shown: list[str] = []
    waiting = [*texts]

    def edit(text: str, extension: str) -> str | None:
        shown.append(text)
        assert extension == ".yaml"
        return waiting.pop(0)(text)

    monkeypatch.setattr("click.edit", edit)
    return shown


def test_a_whole_record_can_be_edited(monkeypatch: pytest.MonkeyPatch) -> None:
    editor(monkeypatch, lambda text: text.replace("Calls for a league.", "Calls for 「同盟」."))
    run(*BY, *WITH, keys="o\na\nq\n")
    (edit, _) = map(json.loads, LOG.read_text(encoding="utf-8").splitlines())
    assert edit["changes"] == [{"field": "content", "old": "Calls for a league.", "new": "Calls for 「同盟」."}]


def test_a_mistake_in_the_editor_is_located_and_the_text_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = editor(
        monkeypatch,
        lambda _: None,
        lambda text: text,
        lambda text: text.replace("id: candidate:call", "id: candidate:other"),
        lambda _: "{",
        lambda _: "- 3",
        lambda text: text + "date: 2023\n",
    )
    result = run(*BY, *WITH, keys="o\no\no\no\no\no\nq\n")
    assert "AK971" in result.output
    assert result.output.count("The text is no record; o opens it again.") == 3
    assert shown[0] == shown[1] == shown[2]
    assert shown[3:] == [shown[0].replace("candidate:call", "candidate:other", 1), "{", "- 3"]
    assert verdicts() == []


def test_an_editor_that_fails_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" -c "raise SystemExit(3)"')
    result = run(*BY, *WITH, keys="o\nq\n")
    assert "The editor can't be used" in result.output
    assert result.exit_code == 0


# --- Files ----------------------------------------------------------------------------------------------------------


def test_decisions_of_a_file_give_the_same_result_as_the_dialogue() -> None:
    run(*BY, *WITH, "-o", "out.yaml", keys="a\nr\nnot in the text\ne\nrationale: [It deters.]\na\n")
    first = Path("out.yaml").read_bytes()
    assert run(*WITH, "--decisions", str(LOG), "-o", "again.yaml").exit_code == 0
    assert Path("again.yaml").read_bytes() == first
    by_hand = [
        {"record": COMPLETE.id, "decision": "accept"},
        {"record": INCOMPLETE.id, "decision": "reject", "reason": "not in the text"},
        {"record": GROUPING.id, "decision": "accept", "changes": [{"field": "rationale", "new": ["It deters."]}]},
    ]
    Path("hand.json").write_text(json.dumps(by_hand), encoding="utf-8")
    assert run(*BY, *WITH, "--decisions", "hand.json", "-o", "hand.yaml").exit_code == 0
    assert Path("hand.yaml").read_bytes() == first


def test_problems_of_decisions_are_located() -> None:
    Path("d.yaml").write_text("- {record: candidate:list, decision: accept, by: AB}\n", encoding="utf-8")
    result = run(*WITH, "--decisions", "d.yaml", "-o", "out.yaml")
    assert result.exit_code == 1
    assert result.stderr.startswith("d.yaml:1:3: error AK011: venue is missing")
    assert not Path("out.yaml").exists()


def test_an_outcome_that_contradicts_itself_is_not_written() -> None:
    result = run(*BY, *WITH, "-o", "out.yaml", keys="a\ns\nr\nno proposal\n")
    assert result.exit_code == 1
    assert "statement:call: error AK902" in result.stderr
    assert not Path("out.yaml").exists()
    assert len(verdicts()) == 3


def test_drafts_that_wait_can_be_written_too() -> None:
    result = run(*BY, *WITH, "-o", "out.yaml", "--with-waiting", keys="s\n")
    assert result.exit_code == 0
    assert [*reviewed().candidates()] == sorted(DRAFTS, key=lambda draft: draft.id)


def test_the_file_of_decisions_can_be_chosen() -> None:
    run(*BY, *WITH, "--log", "mine.ndjson", keys="a\nq\n")
    assert Path("mine.ndjson").exists()
    assert not LOG.exists()


def test_without_a_name_or_a_terminal_nothing_is_decided() -> None:
    result = run(*WITH, keys="a\n")
    assert (result.exit_code, "--by" in result.stderr) == (2, True)
    assert run("--by", " ", *WITH, keys="a\n").exit_code == 2
    assert verdicts() == []


def test_no_input_file_is_written() -> None:
    Path("folder").mkdir()
    for output in ("drafts.yaml", "corpus.yaml", "seeds", "./drafts.yaml"):
        assert run(*BY, *WITH, "-o", output).exit_code == 2
    assert run(*BY, "--corpus", "folder", "-o", "folder/out.yaml").exit_code == 2


def test_drafts_with_errors_are_not_reviewed() -> None:
    write((*RECORDS, RECORDS[0]), "drafts.yaml")
    result = run(*BY, *WITH, keys="a\n")
    assert (result.exit_code, "AK901" in result.stderr) == (1, True)
    Path("drafts.yaml").write_text("schema_version: 3\ncandidates: [{id: candidate:x, of: treaty}]\n", encoding="utf-8")
    assert run(*BY, *WITH, keys="a\n").exit_code == 1


def test_a_log_that_does_not_fit_the_drafts_is_reported() -> None:
    run(*BY, *WITH, keys="a\nq\n")
    write((NOTES, evolve(COMPLETE, content="Calls for a pact."), GROUPING), "drafts.yaml")
    result = run(*BY, *WITH, keys="a\n")
    assert result.exit_code == 1
    assert "AK971" in result.stderr


def test_drafts_without_a_corpus_may_have_all_records() -> None:
    write((*RECORDS, *SHARED), "drafts.yaml")
    assert run(*BY, "-o", "out.yaml", keys="a\ns\nc\n").exit_code == 0
    corpus = load("out.yaml")
    assert any(isinstance(record, Statement) for record in corpus)
    assert any(isinstance(record, Candidate) for record in corpus)


# --- A terminal -----------------------------------------------------------------------------------------------------

if sys.platform != "win32":
    import fcntl
    import pty
    import struct
    import termios
    import tty

    class Terminal:
        """A program in a pseudo terminal."""

        def __init__(self, width: int, *arguments: str) -> None:
            self.descriptor, inner = pty.openpty()
            fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
            environment = {**os.environ, "TERM": "xterm", "COLUMNS": str(width)}
            command = [sys.executable, "-m", "alliancekit", "review", "drafts.yaml", *arguments]
            self.process = subprocess.Popen(command, stdin=inner, stdout=inner, stderr=inner, env=environment)
            os.close(inner)
            self.output = ""
            self.read = 0

        def until(self, text: str) -> None:
            """Read the output until a text appears, after the text of the last call."""
            while text not in self.output[self.read :]:
                assert self.more(), self.output
            self.read = self.output.index(text, self.read) + len(text)

        def more(self) -> bool:
            """Read more of the output, if there is any within a minute."""
            ready, _, _ = select.select([self.descriptor], [], [], 60)
            data = os.read(self.descriptor, 4096) if ready else b""
            self.output += data.decode(errors="replace")
            return bool(data)

        def send(self, keys: str) -> None:
            os.write(self.descriptor, keys.encode())

        def end(self) -> int:
            """Read the rest of the output, and return the exit code."""
            with suppress(OSError):  # Linux reports the end as an error
                while self.more():
                    pass
            os.close(self.descriptor)
            return self.process.wait(60)

    def test_one_key_decides_in_a_terminal() -> None:
        terminal = Terminal(40, *WITH)
        terminal.until("Who reviews")
        terminal.send("AB\na")
        terminal.until("Draft 2 of 3")
        terminal.send("r")
        terminal.until("Reason")
        terminal.send("not in the text\nq")
        assert terminal.end() == 0
        assert verdicts() == [("accept", COMPLETE.id), ("reject", INCOMPLETE.id)]
        assert "1 accepted, 1 rejected, 1 not decided" in " ".join(terminal.output.split())

    def test_an_interrupt_loses_no_decision() -> None:
        terminal = Terminal(120, *BY, *WITH, "--texts", "texts")
        terminal.until("elp > ")
        terminal.send("a")
        terminal.until("Draft 2 of 3")
        terminal.until("elp > ")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.end() == 130
        assert verdicts() == [("accept", COMPLETE.id)]
        assert LOG.name in terminal.output

    @pytest.mark.parametrize(
        ("sent", "keys"),
        [(b"a", ["a"]), (b"ae", ["a", "e"]), (b"\x1b[Aq", ["\x1b[A", "q"]), ("同q".encode(), ["同", "q"])],
        ids=["key", "two keys", "arrow", "character"],
    )
    def test_keys_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch, sent: bytes, keys: list[str]) -> None:
        outer, inner = pty.openpty()
        tty.setcbreak(inner)  # so that the system passes on each key as it is, also before it is read
        with os.fdopen(inner, "r") as stdin:
            monkeypatch.setattr("sys.stdin", stdin)
            os.write(outer, sent)
            assert [read_key() for _ in keys] == keys
            os.write(outer, b"\x04")
            with pytest.raises(EOFError):
                read_key()
        os.close(outer)

    def test_keys_are_read_where_the_input_is_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
        outer, inner = pty.openpty()
        tty.setcbreak(inner)
        with os.fdopen(inner, "r") as stdin:
            monkeypatch.setattr("sys.stdin", stdin)
            monkeypatch.setattr("builtins.input", "AB".format)
            os.write(outer, b"\x1b[Aaq")
            main(["review", "drafts.yaml", *WITH], standalone_mode=False)
        os.close(outer)
        assert verdicts() == [("accept", COMPLETE.id)]


def test_an_interrupt_names_the_file_of_decisions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReviewDialogue, "run", interrupt)
    result = run(*BY, *WITH)
    assert result.exit_code == 130
    assert "No decision is recorded" in result.stderr


def interrupt(_: ReviewDialogue) -> None:
    raise KeyboardInterrupt
