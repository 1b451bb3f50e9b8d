"""Problems as workflow commands: GitHub's runner reads back the same values."""

import re
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.errors import Location, Problem, Severity
from alliancekit.report.github import commands
from alliancekit.text import escape_controls

PROBLEM = Problem(
    code="AK501",
    message="members must list 2 or more, lists 1",
    hint="add the members",
    record="proposal:pact",
    location=Location("corpus/a.yaml", 12, 7),
)
NAMES = st.text(st.sampled_from("a%:,=; ü高\n\r"), min_size=1)


@pytest.mark.parametrize(
    ("problem", "command"),
    [
        (
            PROBLEM,
            (
                "::error file=corpus/a.yaml,line=12,col=7,title=AK501::corpus/a.yaml:12:7: AK501 proposal:pact: "
                "members must list 2 or more, lists 1 (add the members)"
            ),
        ),
        (
            evolve(PROBLEM, severity=Severity.WARNING, hint="", location=Location("a.yaml")),
            "::warning file=a.yaml,title=AK501::a.yaml: AK501 proposal:pact: members must list 2 or more, lists 1",
        ),
        (
            evolve(PROBLEM, location=None, message="50 %, or\r\nmore\x1b[31m"),
            "::error title=AK501::AK501 proposal:pact: 50 %25, or\\r\\nmore\\x1b[31m (add the members)",
        ),
        (
            evolve(PROBLEM, location=Location("a,b:c%.yaml", 1), hint="", message="m", record=None),
            "::error file=a%2Cb%3Ac%25.yaml,line=1,title=AK501::a,b:c%25.yaml:1: AK501 m",
        ),
    ],
    ids=["error", "warning", "no file", "escapes"],
)
def test_commands(problem: Problem, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert list(commands([problem], tmp_path)) == [command]


def test_paths_are_relative_to_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus").mkdir()
    monkeypatch.chdir(tmp_path / "corpus")
    problems = [evolve(PROBLEM, location=Location(file)) for file in ("a.yaml", "../b.yaml", "../../c.yaml")]
    paths = [re.findall("file=([^,]*),", command) for command in commands(problems, tmp_path)]
    outside = (tmp_path.parent / "c.yaml").resolve().as_posix().replace(":", "%3A")
    assert paths == [["corpus/a.yaml"], ["b.yaml"], [outside]]


@given(NAMES, st.text())
def test_the_runner_reads_the_same_values(name: str, message: str) -> None:
    problem = evolve(PROBLEM, location=Location(name, 1), message=message)
    (command,) = commands([problem], Path())
    assert len(command.splitlines()) == 1
    properties, data = command.removeprefix("::error ").split("::", 1)
    values = dict(item.split("=", 1) for item in properties.split(","))
    assert {key: read(value) for key, value in values.items()} == {
        "file": name,
        "line": "1",
        "title": "AK501",
    }
    assert read(data) == escape_controls(str(problem))


def read(text: str) -> str:
    """Decode a value like the runner (src/Runner.Common/ActionCommand.cs of actions/runner)."""
    for escaped, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escaped, character)
    return text
