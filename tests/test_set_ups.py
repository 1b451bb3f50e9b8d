"""The configurations for CI and pre-commit are valid YAML, and their commands work."""

import re
import shlex
from pathlib import Path
from typing import cast

import pytest
import yaml
from click.testing import CliRunner

from alliancekit.cli import main

TOP = Path(__file__).resolve().parent.parent
GUIDE = "docs/how-to/check-in-ci.md"
BLOCK = re.compile(r"^```(?P<language>\{code-block\} yaml|sh)\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL)
GOOD = 'schema_version: 3\nactors:\n- {id: "actor:nato", kind: bloc, names: [{text: NATO}]}\n'


def blocks(language: str) -> list[str]:
    """Return the code blocks of a language in the guide."""
    text = (TOP / GUIDE).read_text("utf-8")
    return [found["content"] for found in BLOCK.finditer(text) if found["language"] == language]


@pytest.fixture(autouse=True)
def _corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test in a folder with a valid corpus."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "actors.yaml").write_text(GOOD, "utf-8")
    monkeypatch.chdir(tmp_path)


def test_hooks_for_developers_are_local() -> None:
    """Addresses of other repositories are not part of the project."""
    configuration = cast(
        "dict[str, list[dict[str, str]]]", yaml.safe_load((TOP / ".pre-commit-config.yaml").read_text())
    )
    assert {repository["repo"] for repository in configuration["repos"]} == {"local"}


def test_the_guide_has_set_ups() -> None:
    assert [len(blocks("{code-block} yaml")), len(blocks("sh"))] == [4, 2]


@pytest.mark.parametrize("file", sorted(TOP.glob("docs/**/*.md")), ids=lambda file: file.relative_to(TOP).as_posix())
def test_set_ups_are_yaml(file: Path) -> None:
    for found in BLOCK.finditer(file.read_text("utf-8")):
        if found["language"] != "sh":
            assert isinstance(yaml.safe_load(found["content"]), dict)


@pytest.mark.parametrize("language", ["{code-block} yaml", "sh"])
def test_what_set_ups_run_works(language: str) -> None:
    commands = re.findall(r"\balliancekit (?:check|convert) [^>;\n]*", "\n".join(blocks(language)))
    assert commands
    for command in commands:
        result = CliRunner().invoke(main, shlex.split(command)[1:])
        assert result.exit_code == 0, (command, result.output)


def hook() -> dict[str, str | bool]:
    """Return the only hook."""
    (only,) = cast("list[dict[str, str | bool]]", yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text("utf-8")))
    return only


def test_the_guide_names_the_hook() -> None:
    (configured,) = [
        cast("dict[str, list[dict[str, list[dict[str, object]]]]]", yaml.safe_load(content))
        for content in blocks("{code-block} yaml")
        if content.startswith("repos:")
    ]
    (used,) = configured["repos"][0]["hooks"]
    assert used == {"id": hook()["id"], "args": ["corpus/"], "files": "^corpus/"}


@pytest.mark.parametrize(
    ("name", "starts"),
    [("corpus/a.yaml", True), ("a.YML", True), ("a.json", True), ("a.jsonl", True), ("a.md", False), ("yaml", False)],
)
def test_the_hook_starts_for_files_of_a_corpus(name: str, *, starts: bool) -> None:
    assert bool(re.search(str(hook()["files"]), name)) is starts


@pytest.mark.parametrize(("text", "code"), [(GOOD, 0), (GOOD.replace("bloc", "block"), 1)], ids=["good", "bad"])
def test_the_hook_checks_the_corpus_as_a_whole(text: str, code: int) -> None:
    Path("corpus/actors.yaml").write_text(text, "utf-8")
    program, *arguments = shlex.split(str(hook()["entry"]))
    assert (program, hook()["language"], hook()["pass_filenames"]) == ("alliancekit", "python", False)
    assert CliRunner().invoke(main, [*arguments, "corpus/"]).exit_code == code
