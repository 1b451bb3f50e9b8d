"""A page of the reference that is generated in part says so, and names a command that prints the same."""

import pydoc
import re
import shlex

import pytest
from click.testing import CliRunner
from tests.shared import TOP

from alliancekit.cli import main

PAGES = {page.stem: page.read_text(encoding="utf-8") for page in sorted((TOP / "docs" / "reference").glob("*.md"))}
NOTES = {
    name: text.partition("<!-- repository -->")[2].partition("<!-- /repository -->")[0] for name, text in PAGES.items()
}
COMMANDS = [command for note in NOTES.values() for command in re.findall(r"`([^`]+)`", " ".join(note.split("\n> ")))]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_generated_parts_says_so_at_its_top(page: str) -> None:
    generated = "<!-- reference: " in PAGES[page] or "```{eval-rst}" in PAGES[page]
    assert bool(NOTES[page]) == generated
    if generated:
        assert PAGES[page].index("<!-- repository -->") < 120
        assert "`" in NOTES[page]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_command_of_a_note_exists(command: str) -> None:
    program, *arguments = shlex.split(command)
    if program == "python":
        assert arguments[:2] == ["-m", "pydoc"]
        assert pydoc.locate(arguments[2]) is not None
    else:
        assert program == "alliancekit"
        assert CliRunner().invoke(main, arguments).exit_code == 0
