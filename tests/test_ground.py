"""What holds for the project as a whole: its commands, its version, and what must stand in none of its files."""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

import alliancekit

TOP = Path(__file__).resolve().parent.parent

REGISTRY = re.compile(r"pythonhosted\.org|pypi\.org/simple|registry\.npmjs|deb\.debian\.org")
ABSOLUTE_PATH = re.compile(r"(?<![\w.:/])(?:/(?:Users|farm|home|opt|root|work)/\w|[A-Z]:\\\w)")

RUN = 8  # words in a row that no file shares with a seed document
TITLES = (
    "Former Japanese Minister Advocates for Regional Alignment with Taiwan",
    "JP-01 reviews Takaichi’s call for new coalition",
    "LDP’s Takaichi Proposes a ‘Quasi-Alliance’ While in Taiwan",
    "Japan-Taiwan Alliance: Strengthening Bonds for Regional Stability",
)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The text files that git has or would take, by name."""
    if shutil.which("git") is None or not (TOP / ".git").exists():
        pytest.skip("not in a clone: git can't say which files belong to the project")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=TOP, check=True, capture_output=True, encoding="utf-8").stdout
    files = {name: TOP / name for name in listed.split("\0") if name}
    return {name: file.read_text("utf-8") for name, file in files.items() if file.is_file()}


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def test_readme_has_one_command_for_a_look_and_one_for_the_tests() -> None:
    commands = re.findall(r"^python3 -m venv .*$", (TOP / "README.md").read_text("utf-8"), re.MULTILINE)
    assert [command.partition(" && ")[0] for command in commands] == ["python3 -m venv .venv"] * 2
    assert [command.rpartition(" && ")[2] for command in commands] == [
        ".venv/bin/alliancekit tour",
        ".venv/bin/nox --session tests",
    ]


def test_ci_takes_the_commands_from_the_readme() -> None:
    script = (TOP / ".ci" / "run").read_text("utf-8")
    assert "commands=$(grep '^python3 -m venv ' README.md)" in script
    assert "nox --session tests" not in script


def test_version_is_that_of_pyproject() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    assert alliancekit.__version__ == project["version"]


def test_package_says_that_it_is_typed() -> None:
    assert (resources.files("alliancekit") / "py.typed").is_file()


@pytest.mark.parametrize("pattern", [REGISTRY, ABSOLUTE_PATH], ids=["registry", "absolute path"])
def test_no_file_names_a_place_of_one_machine(texts: dict[str, str], pattern: re.Pattern[str]) -> None:
    assert [name for name, text in texts.items() if pattern.search(text)] == []


def test_no_file_has_a_sentence_of_a_seed_document(texts: dict[str, str], seed_texts: Path) -> None:
    documents = [file.read_text("utf-8") for file in sorted(seed_texts.glob("*.txt"))]
    assert documents, f"no documents in {seed_texts}"
    theirs = {run for document in documents for run in _runs(document)} - {
        run for title in TITLES for run in _runs(title)
    }
    shared = {name: run for name, text in texts.items() for run in _runs(text) if run in theirs}
    assert shared == {}
