import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import TOP

import alliancekit
from alliancekit.cli import main

EXAMPLES = TOP / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))
NONSENSE = "schema_version: 2\nactors: [{id: actor:x, kind: person}]\nstates: {}\n"


def run(script: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run an example in a folder, with the commands of this Python's environment."""
    interpreter = sys.executable if script.endswith(".py") else "sh"
    paths = (str(Path(sys.executable).parent), os.environ["PATH"])
    environment = {**os.environ, "PATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8", "COLUMNS": "320"}
    return subprocess.run(
        [interpreter, str(EXAMPLES / script), *arguments],
        cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_every_example_is_listed() -> None:
    listing = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert [file.name for file in sorted(EXAMPLES.iterdir()) if f"[`{file.name}`]({file.name})" not in listing] == [
        "README.md"
    ]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_help_says_what_a_script_does(script: Path, tmp_path: Path) -> None:
    ran = run(script.name, "--help", folder=tmp_path)
    summary = script.read_text(encoding="utf-8").splitlines()[0].removeprefix('"""')
    assert (ran.returncode, ran.stderr, summary in ran.stdout) == (0, "", True)


@pytest.mark.parametrize(
    ("script", "arguments"), [("who_proposed_whom.py", ["nowhere"]), ("own_project.py", ["--corpus", "nowhere"])]
)
def test_what_can_not_be_read_is_a_sentence(script: str, arguments: list[str], tmp_path: Path) -> None:
    ran = run(script, *arguments, folder=tmp_path)
    message = "Error: nowhere can't be read: there is no such file or folder\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", message)


def test_who_proposed_whom(tmp_path: Path) -> None:
    ran = run("who_proposed_whom.py", "--csv", "found.csv", folder=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    cells = [re.split(r"\s{2,}", line.strip()) for line in ran.stdout.splitlines()]
    assert cells[1] == ["Proposal", "Proposers", "Members", "Date", "Reports/sources"]
    assert cells[3] == [
        "quasi-security alliance",
        "Takaichi Sanae",
        "Japan, Taiwan, Europe, Australia, India, and other countries upholding democratic values",
        "2025-04-28",
        "35/4",
    ]
    assert cells[-1][0].startswith("Not listed, since their sources leave something out: candidate:asian-nato, ")
    with (tmp_path / "found.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    corpus = alliancekit.seeds()
    expected = [
        (proposal.id, corpus[proposer].names[0].text, member.names[0].text)
        for proposal in corpus.proposals()
        for proposer in proposal.proposers
        for member in corpus.members_of(proposal)
    ]
    assert [(row["proposal"], row["proposer"], row["member"]) for row in rows] == expected


def test_who_proposed_whom_in_a_corpus_with_mistakes(tmp_path: Path) -> None:
    (tmp_path / "corpus.yaml").write_text(NONSENSE)
    ran = run("who_proposed_whom.py", "corpus.yaml", "--csv", "found.csv", folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("Error: corpus.yaml:2:10: AK011 actor:x: names is missing (add the field)\n")
    assert not (tmp_path / "found.csv").exists()


def test_own_project(tmp_path: Path) -> None:
    ran = run("own_project.py", folder=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == (
        "dossier.json: proposal:quasi-security-alliance, treaties that bind its members: 1\n"
        "read again: equal\n"
        "refused: OP002 chance must be from 0 to 100, got 120 (give it in per cent)\n"
    )
    dossier = json.loads((tmp_path / "dossier.json").read_text(encoding="utf-8"))
    assert list(dossier) == ["proposal", "bound", "assessments"]


def test_own_project_without_such_a_proposal(tmp_path: Path) -> None:
    ran = run("own_project.py", "proposal:quasi-security-aliance", folder=tmp_path)
    message = "no record has the id 'proposal:quasi-security-aliance'; did you mean proposal:quasi-security-alliance?"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", f"Error: {message}\n")


@pytest.mark.skipif(sys.platform == "win32", reason="a script for a shell")
class TestGate:
    def test_lets_a_valid_corpus_pass(self, tmp_path: Path) -> None:
        ran = run("gate.sh", "seeds", folder=tmp_path)
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, "passed: seeds\n", "")

    def test_stops_a_corpus_with_errors(self, tmp_path: Path) -> None:
        (tmp_path / "corpus.yaml").write_text(NONSENSE)
        ran = run("gate.sh", "corpus.yaml", folder=tmp_path)
        assert (ran.returncode, ran.stdout, ran.stderr) == (1, "corpus.yaml: errors: 2 (AK010, AK011)\n", "")

    def test_says_what_it_can_not_check(self, tmp_path: Path) -> None:
        ran = run("gate.sh", "nowhere", folder=tmp_path)
        message = "Error: nowhere can't be read: there is no such file or folder\n"
        assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", message)

    def test_says_how_it_is_used(self, tmp_path: Path) -> None:
        asked, misused = run("gate.sh", "--help", folder=tmp_path), run("gate.sh", folder=tmp_path)
        assert (asked.returncode, misused.returncode) == (0, 2)
        assert asked.stdout == misused.stderr
        assert asked.stdout.startswith("Usage: gate.sh [-h] CORPUS [SCHEMA]\n")

    @pytest.mark.skipif("schema" not in main.commands, reason="this release has no command schema")
    def test_writes_the_schema(self, tmp_path: Path) -> None:
        ran = run("gate.sh", "seeds", "corpus.schema.json", folder=tmp_path)
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, "passed: seeds\n", "")
        assert "$schema" in json.loads((tmp_path / "corpus.schema.json").read_text(encoding="utf-8"))
        assert [file.name for file in tmp_path.iterdir()] == ["corpus.schema.json"]
