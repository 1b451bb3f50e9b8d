"""The command review: its dialogue with a person in a terminal and in a pipe, its files and its exit codes."""

import json
import os
import re
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
from tests.mistakes import STATEMENT
from tests.review.drafts import COMPLETE, DRAFTS, GROUPING, INCOMPLETE, NOTES, RECORDS, SHARED, TEXT

from alliancekit import Corpus, load
from alliancekit.cli import main
from alliancekit.cli._keys import read_key
from alliancekit.cli._review_terminal import KEYS, ReviewDialogue
from alliancekit.corpus import clock, read
from alliancekit.corpus.files import write
from alliancekit.corpus.unchecked import unchecked_corpus
from alliancekit.models import Candidate, Statement
from alliancekit.models.coding import Coding
from alliancekit.models.ids import ActorId
from alliancekit.report.reviews import draft_report, missing_fields_note
from alliancekit.review import DraftState, DraftStatus, Review, read_decisions

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


def counts() -> dict[DraftStatus, int]:
    """Return the number of drafts of each status, according to the files."""
    decisions = read_decisions(LOG, None, "") if LOG.exists() else ()
    return Review(read("drafts.yaml", "corpus.yaml").corpus(), decisions).counts()


def headings(result: Result) -> list[tuple[int, str]]:
    """Return the headings of the drafts that a dialogue shows: the number of each draft, and the rest of the line."""
    return [(int(number), rest) for number, rest in re.findall(r"(\d) of 3\b(.*)", result.output)]


def shown(result: Result) -> list[int]:
    """Return the numbers of the drafts that a dialogue shows."""
    return [number for number, _ in headings(result)]


def reviewed() -> Corpus:
    return read("out.yaml", "corpus.yaml").corpus()


# --- The dialogue ---------------------------------------------------------------------------------------------------


def test_a_review_of_all_drafts_writes_the_accepted_records() -> None:
    keys = "a\nc\ne\nrationale: [It deters.]\na\n"
    before = Path("drafts.yaml").read_bytes()
    result = run(*BY, *WITH, "-o", "out.yaml", keys=keys)
    assert result.exit_code == 0, result.output
    assert counts() == {"accepted": 2, "accepted_as_candidate": 1}
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
    assert (shown(first), counts()) == ([1, 2], {"accepted": 1, "open": 2})
    assert str(LOG) in first.output
    second = run(*BY, *WITH, keys="s\n")
    assert (shown(second), counts()) == ([2, 3], {"accepted": 1, "skipped": 1, "open": 1})
    third = run(*BY, *WITH, keys="s\ns\n")
    assert ["skipped" in rest for _, rest in headings(third)] == [False, True]
    assert (shown(third), counts()) == ([3, 2], {"accepted": 1, "skipped": 2})


def test_the_passages_stand_with_the_draft() -> None:
    output = " ".join(run(*BY, *WITH, "--texts", "texts", keys="s\ns\ns\n").output.split())
    assert "In Taipei, the minister called for a league He named Japan and Taiwan" in output.replace(". ", " ")
    assert "「同盟」 を求める" in output.replace("」を", "」 を")


def test_a_draft_is_accepted_when_its_missing_fields_are_added() -> None:
    result = run(*BY, *WITH, keys="s\na\ne\nvenue: {kind: speech, place: Oslo}\ne\ndate: 2023-04\na\nq\n")
    assert [("changed" in rest) for number, rest in headings(result) if number == 2] == [False, True, True]
    assert verdicts() == [
        ("skip", COMPLETE.id), ("edit", INCOMPLETE.id), ("edit", INCOMPLETE.id), ("accept", INCOMPLETE.id),
    ]  # fmt: skip


def test_the_missing_fields_are_named() -> None:
    file = StringIO()
    Console(file=file).print(missing_fields_note(DraftState(INCOMPLETE)))
    assert all(name in file.getvalue() for name in INCOMPLETE.missing)


def test_mistakes_in_typed_values_are_located_and_change_nothing() -> None:
    keys = "e\ndate: soon\ndates: 2023\n{\n- 3\nspeaker: actor:ministr\nspeaker: state:jpn\nu\nu\nq\n"
    result = run(*BY, *WITH, keys=keys)
    for text in ("your input:1:7: AK014", "your input:1:1: AK012", "your input:1:2: AK002"):
        assert text in result.output
    assert verdicts() == [("edit", COMPLETE.id), ("undo", COMPLETE.id)]


def test_a_decision_can_be_undone() -> None:
    run(*BY, *WITH, keys="s\nr\nnot in the text\nu\nu\na\nr\n\nq\n")
    assert [verdict for verdict, _ in verdicts()] == ["skip", "reject", "undo", "undo", "accept"]
    assert counts() == {"accepted": 1, "open": 2}


def test_decisions_are_undone_back_to_the_first_of_an_earlier_run() -> None:
    first = run(*BY, *WITH, keys="a\nr\nnot in the text\ne\nrationale: [It deters.]\na\n")
    made = verdicts()
    assert [verdict for verdict, _ in made] == ["accept", "reject", "edit", "accept"]
    assert "All drafts are decided or skipped" in " ".join(first.output.split())
    second = run("--by", "CD", *WITH, keys="u\nu\nu\nu\nu\nq\n")
    undone = [("undo", record) for _, record in reversed(made)]
    assert verdicts() == [*made, *undone]
    assert "3 drafts: 3 not decided" in second.output
    text = " ".join(second.output.split())
    assert f"Undone: reject of {INCOMPLETE.id} (AB, 2026-12-01T09:30:00Z). 1 decision before it can be undone" in text
    assert text.index("This was the first decision.") < text.index("There is no decision to undo.")
    assert {json.loads(line)["by"] for line in LOG.read_text("utf-8").splitlines()[4:]} == {"CD"}
    result = run(*WITH, "--decisions", str(LOG), "--with-waiting", "-o", "out.yaml")
    assert result.exit_code == 0
    assert {*read("out.yaml").records} == {*RECORDS}


def test_the_last_decision_is_undone_when_no_draft_is_left() -> None:
    result = run(*BY, *WITH, "-o", "out.yaml", keys="s\ns\ns\nx\nu\nr\nno proposal\nq\n")
    assert result.exit_code == 0
    assert [verdict for verdict, _ in verdicts()] == ["skip", "skip", "skip", "undo", "reject"]
    assert result.output.count("All drafts are decided or skipped") == 2  # a key without a meaning prints nothing again


def test_skipped_drafts_are_decided_at_the_end() -> None:
    keys = "a\ns\ns\nx\nh\nd\nr\nnot in the text\ne\nrationale: [It deters.]\na\nd\nq\n"
    result = run(*BY, *WITH, "-o", "out.yaml", keys=keys)
    assert (result.exit_code, shown(result)) == (0, [1, 2, 3, 2, 3, 3])
    assert result.output.count("error AK902") == 1  # the end is shown again only after a change
    assert [verdict for verdict, _ in verdicts()] == ["accept", "skip", "skip", "reject", "edit", "accept"]
    assert reviewed()
    lines = [line for line in result.output.splitlines() if line.endswith("[u]ndo [q]uit > d")]
    assert [line.startswith("[d]") for line in lines] == [True, False]


def test_help_and_unknown_keys_change_nothing() -> None:
    result = run(*BY, *WITH, keys="h\nx\n\n?\ne\n\nq\n")
    text = " ".join(result.output.split())
    assert all(f"{key} {meaning}" in text for key, meaning in KEYS.items())
    assert shown(result) == [1]
    assert LOG.name not in result.output
    assert verdicts() == []


def test_a_candidate_that_lacks_nothing_is_not_accepted_as_one() -> None:
    result = run(*BY, *WITH, keys="c\nq\n")
    assert "a accepts it as a statement" in " ".join(result.output.split())
    assert verdicts() == []


def test_the_problems_of_a_draft_beside_other_records_are_shown_with_it() -> None:
    write((*RECORDS, evolve(INCOMPLETE, id="candidate:other", speaker="actor:ministr")), "drafts.yaml")  # type: ignore[arg-type]
    result = run(*BY, *WITH, keys="s\ns\ns\n")
    assert re.search("AK902 speaker .*actor:ministr", " ".join(result.output.split()))


def test_the_passages_stand_beside_the_draft_in_a_wide_terminal() -> None:
    corpus = unchecked_corpus([*SHARED, *RECORDS])
    for width, lines in ((120, 1), (80, 0)):
        file = StringIO()
        Console(file=file, width=width).print(*draft_report(corpus, DraftState(COMPLETE), (1, 3), None, ()))
        assert sum("Evidence" in line and COMPLETE.id in line for line in file.getvalue().splitlines()) == lines


# --- The editor -----------------------------------------------------------------------------------------------------


def editor(monkeypatch: pytest.MonkeyPatch, *texts: Callable[[str], str | None]) -> list[str]:
    """Replace the editor by functions that are called in turn; return the texts that it gets."""
    opened: list[str] = []
    waiting = [*texts]

    def edit(text: str, extension: str) -> str | None:
        opened.append(text)
        assert extension == ".yaml"
        return waiting.pop(0)(text)

    monkeypatch.setattr("click.edit", edit)
    return opened


def test_a_whole_record_can_be_edited(monkeypatch: pytest.MonkeyPatch) -> None:
    editor(monkeypatch, lambda text: text.replace("Calls for a league.", "Calls for 「同盟」."))
    run(*BY, *WITH, keys="o\na\nq\n")
    (edit, _) = map(json.loads, LOG.read_text(encoding="utf-8").splitlines())
    assert edit["changes"] == [{"field": "content", "old": "Calls for a league.", "new": "Calls for 「同盟」."}]


def test_a_mistake_in_the_editor_is_located_and_the_text_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = editor(
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
    assert opened[0] == opened[1] == opened[2]
    assert opened[3:] == [opened[0].replace("candidate:call", "candidate:other", 1), "{", "- 3"]
    assert verdicts() == []


def test_an_editor_that_fails_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" -c "raise SystemExit(3)"')
    result = run(*BY, *WITH, keys="o\nq\n")
    assert Path(sys.executable).name in result.output
    assert (result.exit_code, verdicts()) == (0, [])


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


def test_a_missing_reviewer_is_reported_once() -> None:
    made: list[dict[str, object]] = [{"record": draft.id, "decision": "skip"} for draft in DRAFTS]
    for count, note in ((3, "(and 2 others)"), (1, "who decides")):
        Path("d.json").write_text(
            json.dumps([*made[:count], {"record": INCOMPLETE.id, "decision": "edit", "by": "AB"}])
        )
        result = run(*WITH, "--decisions", "d.json")
        assert (result.exit_code, result.output.count("who decides"), result.output.count("AK971")) == (1, 1, 2)
        assert note in " ".join(result.output.split())


def test_problems_of_decisions_are_located() -> None:
    Path("d.yaml").write_text("- {record: candidate:list, decision: accept, by: AB}\n", encoding="utf-8")
    result = run(*WITH, "--decisions", "d.yaml", "-o", "out.yaml")
    assert result.exit_code == 1
    assert result.stderr.startswith("d.yaml:1:3: error AK011")
    assert not Path("out.yaml").exists()


def test_an_outcome_that_contradicts_itself_is_not_written() -> None:
    result = run(*BY, *WITH, "-o", "out.yaml", keys="a\ns\nr\nno proposal\n")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{LOG}:3:1: error AK902")
    assert "out.yaml" in result.stderr
    assert not Path("out.yaml").exists()
    assert len(verdicts()) == 3


def test_a_problem_of_the_outcome_is_located_where_it_comes_from() -> None:
    made: list[dict[str, object]] = [
        {"record": COMPLETE.id, "decision": "edit", "changes": [{"field": "speaker", "new": "actor:ministr"}]},
        {"record": COMPLETE.id, "decision": "accept", "changes": [{"field": "about", "new": ["state:jpn"]}]},
        {"record": GROUPING.id, "decision": "accept_as_candidate"},
    ]
    Path("d.json").write_text(json.dumps(made, indent=1), encoding="utf-8")
    result = run(*BY, *WITH, "--decisions", "d.json", "-o", "out.yaml")
    assert result.stderr.startswith("d.json:2:2: error AK902: speaker ")
    write((*RECORDS[:2], evolve(GROUPING, proposers=(ActorId("actor:ministr"),))), "drafts.yaml")
    Path("d.json").write_text(json.dumps([made[2]]), encoding="utf-8")
    result = run(*BY, *WITH, "--decisions", "d.json", "-o", "out.yaml")
    assert re.match(r"drafts\.yaml:\d+:\d+: error AK902: proposers\[0\]", result.stderr)


def test_an_accepted_proposal_may_not_have_a_candidate_as_its_statement() -> None:
    write((*RECORDS[:1], evolve(COMPLETE, date=None, missing=("date",)), *RECORDS[2:]), "drafts.yaml")
    result = run(*BY, *WITH, "-o", "out.yaml", keys="s\nr\nnot there\ne\nrationale: [It deters.]\na\n")
    assert result.exit_code == 1
    result = run(*BY, *WITH, "-o", "out.yaml", keys="c\nq\n")
    assert f"{LOG}:5:1: error AK102" in result.stderr


def test_records_of_the_file_may_not_refer_to_rejected_drafts() -> None:
    statement = evolve(STATEMENT, about=(GROUPING.id,))
    write((*RECORDS, statement), "drafts.yaml")
    result = run(*BY, *WITH, "-o", "out.yaml", keys="s\ns\nr\nno proposal\nq\n")
    assert f"{LOG}:3:1: error AK902" in result.stderr


def test_an_accepted_draft_that_refers_to_one_that_waits_is_explained() -> None:
    result = run(*BY, *WITH, "-o", "out.yaml", keys="a\nq\n")
    assert result.stderr.startswith(f"{LOG}:1:1: error AK902")
    assert "--with-waiting" in result.stderr


def test_drafts_that_wait_can_be_written_too() -> None:
    result = run(*BY, *WITH, "-o", "out.yaml", "--with-waiting", keys="s\n")
    assert result.exit_code == 0
    assert [*reviewed().candidates()] == sorted(DRAFTS, key=lambda draft: draft.id)


def test_the_file_of_decisions_can_be_chosen() -> None:
    run(*BY, *WITH, "--log", "mine.ndjson", keys="a\nq\n")
    assert Path("mine.ndjson").exists()
    assert not LOG.exists()


def test_an_empty_input_is_refused_while_drafts_wait() -> None:
    run(*BY, *WITH, keys="a\n")
    result = run(*BY, *WITH, "-o", "out.yaml")
    assert (result.exit_code, "--decisions" in result.stderr, Path("out.yaml").exists()) == (2, True, False)


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


def test_drafts_that_have_changed_are_shown_again() -> None:
    run(*BY, *WITH, keys="a\nr\nnot in the text\nq\n")
    write((NOTES, evolve(COMPLETE, content="Calls for a pact."), GROUPING), "drafts.yaml")
    again = run(*BY, *WITH, keys="a\nu\nu\nq\n")
    assert again.exit_code == 0
    # COMPLETE has changed: its old decision is named each time it is shown, and the new one when it is undone.
    # INCOMPLETE is not in the file any more.
    assert [*map(int, re.findall(r"(\d) of 2\b", again.output))] == [1, 2, 1]
    assert again.output.count("2026-12-01T09:30:00Z") == 3
    assert INCOMPLETE.id in again.output.partition("1 of 2")[0]
    assert [verdict for verdict, _ in verdicts()] == ["accept", "reject", "accept", "undo"]
    result = run(*BY, *WITH, "--decisions", str(LOG), "-o", "out.yaml")
    assert result.exit_code == 1
    assert "--decisions" in result.stderr


def test_several_drafts_may_be_gone() -> None:
    run(*BY, *WITH, keys="s\ns\ns\n")
    write((NOTES, GROUPING), "drafts.yaml")
    before = run(*BY, *WITH, keys="q\n").output.partition("1 of 1")[0]
    assert all(draft.id in before for draft in (COMPLETE, INCOMPLETE))


def test_a_file_without_drafts_says_why() -> None:
    coding = Coding(role="reviewed", by="AB")
    write((NOTES, evolve(INCOMPLETE, codings=(coding,))), "drafts.yaml")
    all_reviewed = run(*BY, *WITH).output
    assert "1 candidate" in all_reviewed
    assert "promote" in all_reviewed
    write((NOTES,), "drafts.yaml")
    assert run(*WITH, "--decisions", "none.json").exit_code == 2
    assert "promote" not in run(*BY, *WITH).output


def test_without_an_output_nothing_is_written() -> None:
    Path("d.json").write_text("[]", encoding="utf-8")
    before = {*Path().iterdir()}
    assert "-o OUT" in run("--decisions", "d.json").output
    assert {*Path().iterdir()} == before


def test_unknown_ids_without_a_corpus_are_explained_and_hinder_nothing() -> None:
    reason = "r\nno proposal\n"
    run(*BY, keys=f"e\nabout: [state:jpn]\na\nc\n{reason}")
    assert counts() == {"accepted": 1, "accepted_as_candidate": 1, "rejected": 1}
    result = run(*BY, "-o", "out.yaml", keys="q\n")
    assert result.exit_code == 1
    assert "--corpus" in result.stderr
    assert not Path("out.yaml").exists()


# --- An output that exists ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keys", ["q\n", "r\nnot in the text\nr\nnot there\nr\nno proposal\n"])
def test_a_review_that_accepts_nothing_writes_nothing(keys: str) -> None:
    result = run(*BY, *WITH, "-o", "out.yaml", keys=keys)
    assert (result.exit_code, "out.yaml was not written" in result.output) == (0, True)
    assert not Path("out.yaml").exists()
    for _ in range(2):
        assert run(*WITH, *BY, "--with-waiting", "-o", "out.yaml", keys=keys).exit_code == 0
    assert Path("out.yaml").exists() is (keys == "q\n")


ALL_ACCEPTED = "a\nc\ne\nrationale: [It deters.]\na\n"


@pytest.mark.parametrize("change", ["edited", "other", "drafts", "decisions", "no corpus"])
def test_an_output_that_this_review_has_not_written_is_not_replaced(change: str) -> None:
    run(*BY, *WITH, "-o", "out.yaml", keys=ALL_ACCEPTED)
    match change:
        case "edited":
            Path("out.yaml").write_text("# my note\n" + Path("out.yaml").read_text("utf-8"), "utf-8")
        case "other":
            Path("out.yaml").write_text(Path("out.yaml").read_text("utf-8").replace("made up", "invented"), "utf-8")
        case "drafts":
            write((NOTES, evolve(COMPLETE, content="Calls for a pact."), *DRAFTS[1:]), "drafts.yaml")
        case "decisions":
            LOG.unlink()
        case _:
            Path("out.yaml").write_text("no corpus", "utf-8")
    before, log = Path("out.yaml").read_bytes(), verdicts()
    result = run(*BY, *WITH, "-o", "out.yaml", keys=ALL_ACCEPTED)
    assert (result.exit_code, "--replace" in result.output, result.output.count("of 3")) == (2, True, 0)
    assert (Path("out.yaml").read_bytes(), verdicts()) == (before, log)
    assert run(*BY, *WITH, "-o", "out.yaml", "--replace", keys=ALL_ACCEPTED).exit_code == 0
    assert "statement:call" in load("out.yaml", "corpus.yaml")


@pytest.mark.parametrize("output", ["out.yaml", "out", "out.parquet"])
def test_a_review_that_goes_on_replaces_its_own_output(output: str) -> None:
    for keys in ("e\nabout: [state:jpn]\na\nq\n", "s\nq\n", "u\nc\nq\n"):
        assert run(*BY, *WITH, "-o", output, keys=keys).exit_code == 0
    run(*BY, *WITH, keys="e\nrationale: [It deters.]\na\n")  # decisions of a run without an output
    assert run(*BY, *WITH, "-o", output, keys="").exit_code == 0
    assert len([*load(output, "corpus.yaml").proposals()]) == len([*load("corpus.yaml").proposals()]) + 1


def test_an_output_with_drafts_that_wait_is_replaced_by_one_without() -> None:
    for options in ((), ("--with-waiting",), ()):
        assert run(*BY, *WITH, *options, "-o", "out.yaml", keys="e\nabout: [state:jpn]\na\nq\n").exit_code == 0
    assert [*reviewed().candidates()] == []


def test_an_output_that_changes_during_the_review_is_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:

    def edit(text: str) -> str:
        write(SHARED, "out.yaml")
        return text

    editor(monkeypatch, edit)
    result = run(*BY, *WITH, "-o", "out.yaml", keys="o\n" + ALL_ACCEPTED)
    assert (result.exit_code, len(verdicts()), {*load("out.yaml")}) == (2, 4, {*SHARED})


def test_an_output_of_decisions_that_are_undone_is_named() -> None:
    run(*BY, *WITH, "-o", "out.yaml", keys="e\nabout: [state:jpn]\na\nq\n")
    result = run(*BY, *WITH, "-o", "out.yaml", keys="u\nq\n")
    assert "earlier decisions" in " ".join(result.output.split())
    assert "statement:call" in load("out.yaml", "corpus.yaml")


# --- Errors of the outcome ------------------------------------------------------------------------------------------


def test_a_reference_to_no_record_is_refused_in_an_edit() -> None:
    result = run(*BY, *WITH, keys="e\nspeaker: actor:ministr\nabout: [proposal:league]\n\nq\n")
    text = " ".join(result.output.split())
    assert re.search("your input:1:10: AK902 speaker .*actor:ministr.*actor:minister", text)
    assert re.search(r"AK902 about\[0\] .*proposal:league", text)
    assert verdicts() == []


def test_the_new_id_of_an_accepted_draft_may_be_used() -> None:
    keys = "e\nabout: [state:twn]\na\nr\nnot in the text\ne\nrationale: [It deters.]\na\n"
    run(*BY, *WITH, keys=keys)
    LOG.write_text("".join(LOG.read_text(encoding="utf-8").splitlines(keepends=True)[3:]), encoding="utf-8")
    run(*BY, *WITH, "-o", "out.yaml", keys="e\nabout: [proposal:league]\na\nr\nnot in the text\n")
    (call,) = reviewed().statements()
    assert call.about == ("proposal:league",)


@pytest.mark.parametrize("key", ["a", "c"])
def test_a_draft_with_errors_is_not_accepted(key: str) -> None:
    draft = {"a": COMPLETE, "c": INCOMPLETE}[key]
    write((NOTES, evolve(draft, about=(), speaker=ActorId("actor:ministr"))), "drafts.yaml")
    result = run(*BY, *WITH, keys=f"{key}\ne\nspeaker: actor:minister\n{key}\n")
    assert "AK902" in result.output
    assert [verdict for verdict, _ in verdicts()] == ["edit", "accept" if key == "a" else "accept_as_candidate"]


def test_a_draft_that_refers_to_a_rejected_one_is_not_accepted() -> None:
    write((NOTES, GROUPING, COMPLETE), "drafts.yaml")
    result = run(*BY, *WITH, keys="r\nno proposal\na\nq\n")
    assert "AK902" in result.output
    assert verdicts() == [("reject", GROUPING.id)]


def test_a_review_with_errors_does_not_end() -> None:
    keys = "a\nc\nr\nno proposal\n"
    result = run(*BY, *WITH, "-o", "out.yaml", keys=f"{keys}x\nu\ne\nrationale: [It deters.]\na\n")
    assert f"{LOG}:3:1: error AK902" in result.output
    assert result.exit_code == 0
    assert reviewed()
    LOG.unlink()
    run(*BY, *WITH, keys=f"{keys}q\n")
    again = run(*BY, *WITH, "-o", "again.yaml", keys="u\nc\n")
    assert "AK902" in again.output
    assert again.exit_code == 0


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
        terminal.until("2 of 3")
        terminal.send("r")
        terminal.until("Reason")
        terminal.send("not in the text\nq")
        assert terminal.end() == 0
        assert verdicts() == [("accept", COMPLETE.id), ("reject", INCOMPLETE.id)]

    def test_an_interrupt_loses_no_decision() -> None:
        terminal = Terminal(120, *BY, *WITH, "--texts", "texts")
        terminal.until("elp > ")
        terminal.send("a")
        terminal.until("2 of 3")
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
    assert LOG.name not in result.stderr
    run(*BY, *WITH, keys="s\nq\n")
    monkeypatch.setattr(ReviewDialogue, "run", interrupt)
    result = run(*BY, *WITH, "-o", "new.yaml")
    assert "OUT" not in result.stderr
    assert "new.yaml" in result.stderr


def interrupt(_: ReviewDialogue) -> None:
    raise KeyboardInterrupt
