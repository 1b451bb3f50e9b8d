import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.shared import TOP, data

import alliancekit
from alliancekit.cli import main

EXAMPLES = TOP / "examples"
TREATIES = EXAMPLES / "treaties"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))
NONSENSE = "schema_version: 3\nactors: [{id: actor:x, kind: person}]\nstates: {}\n"


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


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_help_starts_with_the_summary_of_a_script(script: Path, tmp_path: Path) -> None:
    result = run(script.name, "--help", folder=tmp_path)
    summary = script.read_text(encoding="utf-8").splitlines()[0].removeprefix('"""')
    assert (result.returncode, result.stderr, summary in result.stdout) == (0, "", True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("script", "arguments"),
    [
        ("who_proposed_whom.py", ["nowhere"]),
        ("own_project.py", ["--corpus", "nowhere"]),
        ("defense_pacts.py", ["nowhere"]),
        ("treaties.py", ["nowhere"]),
    ],
)
def test_a_missing_corpus_is_reported_in_a_sentence(script: str, arguments: list[str], tmp_path: Path) -> None:
    result = run(script, *arguments, folder=tmp_path)
    message = "Error: nowhere can't be read: no such file or folder\n"
    assert (result.returncode, result.stdout, result.stderr) == (2, "", message)


def test_who_proposed_whom(tmp_path: Path) -> None:
    result = run("who_proposed_whom.py", "--csv", "found.csv", folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    cells = [re.split(r"\s{2,}", line.strip()) for line in result.stdout.splitlines()]
    assert cells[1] == ["Proposal", "Proposers", "Members", "Date", "Reports/sources"]
    assert cells[3] == [
        "quasi-security alliance",
        "Takaichi Sanae",
        "Japan, Taiwan, Europe, Australia, India, and other countries upholding democratic values",
        "2025-04-28",
        "40/4",
    ]
    assert cells[-1][0].startswith("Not listed, because their sources leave something out: candidate:asian-nato, ")
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


def test_who_proposed_whom_escapes_control_characters_and_formulas(tmp_path: Path) -> None:
    (tmp_path / "corpus.yaml").write_text(
        "schema_version: 3\n"
        "actors:\n"
        '- {id: "actor:a", kind: bloc, names: [{text: "=1+1"}]}\n'
        '- {id: "actor:b", kind: bloc, names: [{text: "\\e[31mB"}]}\n'
        'sources: [{id: "source:a", kind: book, title: T, published: "2020", dated_by: d}]\n'
        "proposals:\n"
        '- {id: "proposal:a", names: [{text: P}], proposers: ["actor:a"], members: ["actor:a", "actor:b"],'
        ' rationale: [r], attestations: [{source: "source:a", wording: mention}]}\n'
    )
    result = run("who_proposed_whom.py", "corpus.yaml", "--csv", "found.csv", folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "\x1b" not in result.stdout
    assert "\\x1b[31mB" in result.stdout
    with (tmp_path / "found.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["proposer"], row["member"]) for row in csv.DictReader(file)] == [
            ("'=1+1", "'=1+1"),
            ("'=1+1", "\x1b[31mB"),
        ]


def test_who_proposed_whom_in_a_corpus_with_mistakes(tmp_path: Path) -> None:
    (tmp_path / "corpus.yaml").write_text(NONSENSE)
    result = run("who_proposed_whom.py", "corpus.yaml", "--csv", "found.csv", folder=tmp_path)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: corpus.yaml:2:10: AK011 actor:x: names is missing (add the field)\n")
    assert not (tmp_path / "found.csv").exists()


def test_own_project(tmp_path: Path) -> None:
    result = run("own_project.py", folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == (
        "dossier.json: proposal:quasi-security-alliance, treaties that bind its members: 1\n"
        "read again: equal\n"
        "refused: OP002 chance must be from 0 to 100, got 120 (give it in per cent)\n"
    )
    dossier = json.loads((tmp_path / "dossier.json").read_text(encoding="utf-8"))
    assert list(dossier) == ["proposal", "bound", "assessments"]


def test_own_project_with_an_unknown_proposal(tmp_path: Path) -> None:
    result = run("own_project.py", "proposal:quasi-security-aliance", folder=tmp_path)
    message = "unknown id 'proposal:quasi-security-aliance' (did you mean proposal:quasi-security-alliance?)"
    assert (result.returncode, result.stdout, result.stderr) == (2, "", f"Error: {message}\n")


class TestTreaties:
    def test_the_corpus_has_no_problems(self) -> None:
        assert alliancekit.check(TREATIES) == ()

    def test_every_file_is_listed(self) -> None:
        listing = (TREATIES / "README.md").read_text(encoding="utf-8")
        names = {file.name for file in TREATIES.iterdir()} - {"README.md"}
        assert {name for name in names if f"[`{name}`]({name})" not in listing} == set()

    def test_answers(self, tmp_path: Path) -> None:
        result = run("treaties.py", folder=tmp_path)
        assert (result.returncode, result.stderr) == (0, "")
        lines = result.stdout.splitlines()
        assert "  ANZUS: Australia, New Zealand, United States" in lines
        assert "  EDC Treaty: France (signature 1952-05-27, refusal 1954-08-3X)" in lines
        assert "    parties[state:usa].acts[suspension@1986-08-11].date: source:wikipedia-anzus" in lines

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("1926-09-14", {"Locarno Pact": 5}),
            ("1936-03-07", {}),
            ("1949-08-24", {"North Atlantic Treaty": 12}),
            ("1955-06-09", {"ANZUS": 3, "North Atlantic Treaty": 15, "Warsaw Pact": 8}),
            ("1968-09-14", {"ANZUS": 3, "North Atlantic Treaty": 15, "Warsaw Pact": 7}),
            ("1991-07-02", {"ANZUS": 3, "North Atlantic Treaty": 16}),
            ("2024-03-07", {"ANZUS": 3, "North Atlantic Treaty": 32}),
        ],
    )
    def test_number_of_parties_on_a_day(self, day: str, expected: dict[str, int], tmp_path: Path) -> None:
        result = run("treaties.py", "--on", day, folder=tmp_path)
        parties = result.stdout.partition(":\n")[2].partition("Signed,")[0].splitlines()
        assert {line.strip().partition(":")[0]: line.count(",") + 1 for line in parties} == expected

    def test_wrong_day(self, tmp_path: Path) -> None:
        result = run("treaties.py", "--on", "3 May 1960", folder=tmp_path)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr.startswith("Error: '3 May 1960' is not an EDTF date: ")


@pytest.mark.slow
class TestDefensePacts:
    def test_of_invented_alliances(self, tmp_path: Path) -> None:
        result = run("defense_pacts.py", folder=tmp_path)
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout.splitlines()[0] == "29 rows read: 29 used, 0 set aside"
        assert result.stdout.splitlines()[-5:] == [
            "1914-07-01 state:deu: 2 defense pacts, 2 partners",
            "1960-07-01 state:west-germany: 1 defense pacts, 3 partners",
            "1960-07-01 state:east-germany: 1 defense pacts, 2 partners",
            "1991-07-01 state:deu: 1 defense pacts, 3 partners",
            "2016-07-01 state:deu: 1 defense pacts, 3 partners",
        ]
        assert "<desc>Networks of alliances in 10 years" in (tmp_path / "decades.svg").read_text(encoding="utf-8")
        assert " all dyad-years of the system (" in (tmp_path / "account.txt").read_text(encoding="utf-8")
        assert rows(tmp_path / "decades.csv")[-3:] == [
            {"year": "1990", "states": "161", "allied": "7", "dyads": "9"},
            {"year": "2000", "states": "190", "allied": "4", "dyads": "6"},
            {"year": "2010", "states": "194", "allied": "4", "dyads": "6"},
        ]
        assert rows(tmp_path / "germany.csv")[0]["partners"] == "state:austria-hungary state:rou"

    def test_of_atop(self, tmp_path: Path) -> None:
        result = run("defense_pacts.py", str(data("atop", "atop-member-level-4.01.csv")), folder=tmp_path)
        assert (result.returncode, result.stderr) == (0, "")
        assert "1 January 1910: 9 of 45 states have a defense pact, in 9 dyads\n" in result.stdout
        assert result.stdout.splitlines()[-5:] == [
            "1914-07-01 state:deu: 3 defense pacts, 3 partners",
            "1960-07-01 state:west-germany: 2 defense pacts, 14 partners",
            "1960-07-01 state:east-germany: 1 defense pacts, 7 partners",
            "1991-07-01 state:deu: 2 defense pacts, 15 partners",
            "2016-07-01 state:deu: 2 defense pacts, 34 partners",
        ]
        partners = rows(tmp_path / "germany.csv")[0]["partners"]
        assert partners == "state:austria-hungary state:ita state:rou"

    def test_invalid_rows_stop_the_study(self, tmp_path: Path) -> None:
        lines = (EXAMPLES / "sample-atop-member.csv").read_text(encoding="utf-8").splitlines()
        (tmp_path / "atop.csv").write_text("\n".join([*lines, "9011,2,0"]), encoding="utf-8")
        result = run("defense_pacts.py", "atop.csv", folder=tmp_path)
        assert (result.returncode, [file.name for file in tmp_path.iterdir()]) == (1, ["atop.csv"])
        assert result.stderr.startswith("Error: atop.csv:31:8: AK804 the row must have 17 cells, one per column")

    @pytest.mark.parametrize("real", [False, True], ids=["sample", "atop"])
    def test_cells_of_the_notebook(self, real: bool, tmp_path: Path) -> None:  # noqa: FBT001
        notebook = json.loads((EXAMPLES / "defense_pacts.ipynb").read_text(encoding="utf-8"))
        codes = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
        assert all(cell.get("outputs", []) == [] for cell in notebook["cells"])
        sample = str(EXAMPLES / "sample-atop-member.csv")
        file = str(data("atop", "atop-member-level-4.01.csv")) if real else sample
        (tmp_path / "cells.py").write_text("\n".join(codes).replace("sample-atop-member.csv", file), encoding="utf-8")
        result = subprocess.run(
            [sys.executable, "cells.py"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
        )
        assert (result.returncode, result.stderr) == (0, "")
        allies = "state:austria-hungary state:ita state:rou" if real else "state:austria-hungary state:rou"
        assert f"1914-07-01 state:deu owes defense to {allies}\n" in result.stdout
        assert result.stdout.endswith(", got 2020-07-01\n{None}\n")


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return [*csv.DictReader(opened)]


@pytest.mark.skipif(sys.platform == "win32", reason="a script for a shell")
class TestGate:
    def test_lets_a_valid_corpus_pass(self, tmp_path: Path) -> None:
        result = run("gate.sh", "seeds", folder=tmp_path)
        assert (result.returncode, result.stdout, result.stderr) == (0, "passed: seeds\n", "")

    def test_stops_a_corpus_with_errors(self, tmp_path: Path) -> None:
        (tmp_path / "corpus.yaml").write_text(NONSENSE)
        result = run("gate.sh", "corpus.yaml", folder=tmp_path)
        assert (result.returncode, result.stdout, result.stderr) == (1, "corpus.yaml: errors: 2 (AK010, AK011)\n", "")

    def test_reports_a_missing_corpus(self, tmp_path: Path) -> None:
        result = run("gate.sh", "nowhere", folder=tmp_path)
        message = "Error: nowhere can't be read: no such file or folder\n"
        assert (result.returncode, result.stdout, result.stderr) == (2, "", message)

    def test_prints_its_usage(self, tmp_path: Path) -> None:
        help_, misused = run("gate.sh", "--help", folder=tmp_path), run("gate.sh", folder=tmp_path)
        assert (help_.returncode, misused.returncode) == (0, 2)
        assert help_.stdout == misused.stderr
        assert help_.stdout.startswith("Usage: gate.sh [-h] CORPUS [SCHEMA]\n")

    @pytest.mark.skipif("schema" not in main.commands, reason="this release has no command schema")
    def test_writes_the_schema(self, tmp_path: Path) -> None:
        result = run("gate.sh", "seeds", "corpus.schema.json", folder=tmp_path)
        assert (result.returncode, result.stdout, result.stderr) == (0, "passed: seeds\n", "")
        assert "$schema" in json.loads((tmp_path / "corpus.schema.json").read_text(encoding="utf-8"))
        assert [file.name for file in tmp_path.iterdir()] == ["corpus.schema.json"]
