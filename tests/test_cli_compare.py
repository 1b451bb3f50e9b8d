"""The commands diff and merge: output, files and exit codes."""

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner, Result
from tests.mistakes import CORPUS, JPN, PACT, SOURCE, STATE, TREATY_1960, USA

from alliancekit import Corpus, PartialDate, load
from alliancekit.cli import main
from alliancekit.corpus.files import write
from alliancekit.corpus.tables import ParquetFormat
from alliancekit.models import Entry, State

PARTY, JPN_PARTY = TREATY_1960.parties
PLACED = evolve(TREATY_1960, place="Oslo")
ENDED = evolve(TREATY_1960, parties=(evolve(PARTY, spells=(PartialDate("1961/1969"),)), JPN_PARTY))
LONGER = evolve(TREATY_1960, parties=(evolve(PARTY, spells=(PartialDate("1961/1971"),)), JPN_PARTY))
EMPTY = ParquetFormat().encode_empty(State)
BROKEN = "schema_version: 3\nactors:\n- {id: actor:x, kind: reggion, names: [{text: X}]}\n"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, treaty in {"base": TREATY_1960, "placed": PLACED, "ended": ENDED, "longer": LONGER}.items():
        corpus_with(treaty).write(f"{name}.yaml")
    Path("broken.yaml").write_text(BROKEN, encoding="utf-8")


def corpus_with(treaty: Entry) -> Corpus:
    return Corpus(treaty if record.id == treaty.id else record for record in CORPUS)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="alliancekit")


# --- diff -----------------------------------------------------------------------------------------------------------


def test_equal_corpora_have_no_differences() -> None:
    result = run("diff", "base.yaml", "base.yaml")
    assert (result.exit_code, result.output) == (0, "no differences\n")


def test_the_differences_are_grouped_by_record() -> None:
    (state,) = [record for record in CORPUS if record.id == PACT]
    Corpus([state, STATE]).write("old.yaml")
    Corpus([evolve(STATE, note="an island state"), SOURCE]).write("new.yaml")
    result = run("diff", "old.yaml", "new.yaml")
    assert result.exit_code == 1
    assert result.output == (
        "- actor:pact (the Pact)\n"
        "~ state:jpn (Japan)\n"
        "    + note: an island state\n"
        "+ source:daily (What the minister said)\n"
        "\n"
        "1 added, 1 removed, 1 changed\n"
    )


def test_the_records_of_a_common_corpus_are_not_compared() -> None:
    (treaty,) = [record for record in CORPUS if record.id == TREATY_1960.id]
    Corpus(record for record in CORPUS if record != treaty).write("common.yaml")
    for name, own in {"old": TREATY_1960, "new": PLACED}.items():
        write([own], f"{name}.yaml")
    alone = run("diff", "old.yaml", "new.yaml")
    assert (alone.exit_code, "AK902" in alone.stderr) == (2, True)
    result = run("diff", "old.yaml", "new.yaml", "--corpus", "common.yaml")
    assert result.exit_code == 1
    assert result.output == run("diff", "base.yaml", "placed.yaml").output
    same = run("diff", "common.yaml", "common.yaml", "--corpus", "common.yaml")
    assert (same.exit_code, same.output) == (0, "no differences\n")


def test_the_json_has_the_fields_that_differ() -> None:
    result = run("diff", "base.yaml", "ended.yaml", "--format", "json")
    assert result.exit_code == 1
    fields = [{"field": "parties[state:usa].spells[0]", "old": "1961/1970", "new": "1961/1969"}]
    assert json.loads(result.output) == {
        "added": [],
        "removed": [],
        "changed": [{"record": TREATY_1960.id, "fields": fields}],
    }


def test_broken_input_is_reported_with_its_location() -> None:
    for arguments in (("diff", "base.yaml", "broken.yaml"), ("merge", "base.yaml", "broken.yaml", "base.yaml", "-oo")):
        result = run(*arguments)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "broken.yaml:3:23: error AK013" in result.stderr
    assert run("diff", "base.yaml", "missing.yaml").exit_code == 2


# --- merge ----------------------------------------------------------------------------------------------------------


def test_changes_of_both_sides_are_written() -> None:
    result = run("merge", "base.yaml", "placed.yaml", "ended.yaml", "-o", "merged.yaml")
    assert (result.exit_code, result.output) == (0, "merged.yaml: 11 records written\n")
    assert load("merged.yaml") == corpus_with(evolve(ENDED, place="Oslo"))


def test_a_conflict_is_listed_and_nothing_is_written() -> None:
    result = run("merge", "base.yaml", "ended.yaml", "longer.yaml", "-o", "merged.yaml")
    assert result.exit_code == 1
    assert result.output == (
        "conflict: treaty:two-oceans-1960 parties[state:usa].spells[0]\n"
        "  base:     1961/1970\n"
        "  ours:     1961/1969\n"
        "  theirs:   1961/1971\n"
        "\n"
        "1 conflict in 1 record; nothing was written\n"
    )
    assert not Path("merged.yaml").exists()


def test_two_changes_that_break_a_rule_together_are_listed_with_it() -> None:
    earlier = evolve(TREATY_1960, ended=PartialDate("1975"))
    later = evolve(TREATY_1960, parties=(evolve(PARTY, spells=(PartialDate("1961/1979"),)), JPN_PARTY))
    corpus_with(earlier).write("earlier.yaml")
    corpus_with(later).write("later.yaml")
    result = run("merge", "base.yaml", "earlier.yaml", "later.yaml", "-o", "merged.yaml")
    assert result.exit_code == 1
    assert "\n  together: AK605 parties[0].spells[0]" in result.output


def test_merged_records_that_contradict_each_other_are_reported_with_their_location() -> None:
    states = [record for record in CORPUS if record.id in (JPN, USA)]
    treaty = evolve(TREATY_1960, commitments=(), provisions=())
    Corpus(states).write("without.yaml")
    Corpus(record for record in states if record.id != JPN).write("removed.yaml")
    Corpus([*states, treaty]).write("added.yaml")
    result = run("merge", "without.yaml", "removed.yaml", "added.yaml", "-o", "merged.yaml")
    assert result.exit_code == 1
    assert "added.yaml:" in result.output
    assert "refers to unknown id" in result.output
    assert not Path("merged.yaml").exists()


def test_the_packaged_corpus_is_not_written() -> None:
    result = run("merge", "base.yaml", "base.yaml", "base.yaml", "-o", "seeds")
    assert result.exit_code == 2
    assert "seeds is the packaged corpus, which is read-only" in result.output


# --- Parts of a corpus, for git -------------------------------------------------------------------------------------


def parts(**treaties: Entry | None) -> None:
    """Write files without an ending, each with a treaty whose parties are in other files."""
    for name, treaty in treaties.items():
        text = json.dumps({"schema_version": 3})
        if treaty:
            Corpus([*(record for record in CORPUS if record.id in (JPN, USA)), treaty]).write("whole.json")
            tree = json.loads(Path("whole.json").read_text(encoding="utf-8"))
            text = json.dumps({"schema_version": 3, "treaties": tree["treaties"]})
        Path(name).write_text(text if treaty else "", encoding="utf-8")


def test_files_without_an_ending_are_merged_in_the_format_of_a_path() -> None:
    parts(BASE=TREATY_1960, OURS=PLACED, THEIRS=ENDED)
    result = run("merge", "BASE", "OURS", "THEIRS", "-o", "OURS", "--path", "data/treaties.json")
    assert (result.exit_code, result.output) == (0, "data/treaties.json: 1 record written\n")
    (treaty,) = json.loads(Path("OURS").read_text(encoding="utf-8"))["treaties"]
    assert treaty["place"] == "Oslo"
    assert treaty["parties"][0]["spells"] == ["1961/1969"]


def test_a_file_that_both_sides_have_added_has_an_empty_base() -> None:
    parts(BASE=None, OURS=TREATY_1960, THEIRS=TREATY_1960)
    before = Path("OURS").read_bytes()
    assert run("merge", "BASE", "OURS", "THEIRS", "-o", "OURS", "--path", "t.json").exit_code == 0
    parts(THEIRS=PLACED, OURS=TREATY_1960)
    assert run("merge", "BASE", "OURS", "THEIRS", "-o", "OURS", "--path", "t.json").exit_code == 1
    assert Path("OURS").read_bytes() == before


@pytest.mark.parametrize("path", ["data/states.parquet", "data/part-1.parquet"])
@pytest.mark.parametrize("removed", [True, False])
def test_a_table_without_records_has_the_type_of_its_versions(path: str, *, removed: bool) -> None:
    for name in ("BASE", "OURS", "THEIRS"):
        Path(name).write_bytes(EMPTY)
    if removed:
        Path("BASE").write_bytes(ParquetFormat().encode([STATE]))
    assert run("merge", "BASE", "OURS", "THEIRS", "-o", "OURS", "--path", path).exit_code == 0
    assert Path("OURS").read_bytes() == EMPTY


def test_a_table_without_records_needs_a_type() -> None:
    parts(BASE=None, OURS=None, THEIRS=None)
    assert run("merge", "BASE", "OURS", "THEIRS", "-o", "OURS", "--path", "states.parquet").exit_code == 0
    assert Path("OURS").read_bytes() == EMPTY
    parts(OURS=None)
    result = run("merge", "BASE", "OURS", "THEIRS", "-o", "OURS", "--path", "x.parquet")
    assert result.exit_code == 2
    message = "x.parquet has no records, so their type is not known; name it actors.parquet, states.parquet"
    assert message in " ".join(result.output.split())


def test_problems_of_a_part_are_reported() -> None:
    parts(BASE=TREATY_1960, OURS=PLACED)
    Path("THEIRS").write_text(BROKEN + BROKEN.splitlines()[-1].replace("reggion", "region"), encoding="utf-8")
    result = run("merge", "BASE", "OURS", "THEIRS", "-o", "OURS", "--path", "t.yaml")
    assert result.exit_code == 2
    assert "THEIRS:3:23: error AK013" in result.output
    same = BROKEN.replace("reggion", "region")
    Path("THEIRS").write_text(same + same.splitlines()[-1], encoding="utf-8")
    result = run("merge", "BASE", "OURS", "THEIRS", "-o", "OURS", "--path", "t.yaml")
    assert result.exit_code == 2
    assert "id actor:x is taken by an earlier record" in result.output


@pytest.mark.slow
def test_git_merges_files_of_a_corpus() -> None:
    git = shutil.which("git")
    if not git:
        pytest.skip("git is not installed")

    def run_git(*arguments: str) -> int:
        command = [git, "-c", "user.name=Ann", "-c", "user.email=ann@example.org", *arguments]
        return subprocess.run(command, check=False, capture_output=True).returncode

    def commit(treaty: Entry) -> None:
        parts(**{"treaties.json": treaty})
        Path("whole.json").unlink()
        assert run_git("add", "--all") == 0
        assert run_git("commit", "--message", "change") == 0

    program = f"{shlex.quote(sys.executable)} -m alliancekit"
    Path(".gitattributes").write_text("*.json merge=alliancekit\n", encoding="utf-8")
    assert run_git("init", "--initial-branch", "main") == 0
    assert run_git("config", "merge.alliancekit.driver", f"{program} merge %O %A %B -o %A --path %P") == 0
    commit(TREATY_1960)
    assert run_git("checkout", "-b", "theirs") == 0
    commit(ENDED)
    assert run_git("checkout", "main") == 0
    commit(PLACED)
    assert run_git("merge", "theirs", "--message", "merge") == 0
    (treaty,) = json.loads(Path("treaties.json").read_text(encoding="utf-8"))["treaties"]
    assert (treaty["place"], treaty["parties"][0]["spells"]) == ("Oslo", ["1961/1969"])
    assert run_git("checkout", "theirs") == 0
    commit(LONGER)
    assert run_git("checkout", "main") == 0
    commit(evolve(PLACED, parties=TREATY_1960.parties))
    assert run_git("merge", "theirs") == 1
