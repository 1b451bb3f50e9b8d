"""Run the examples of README.md, docs and docstrings as tests.

The examples of a document run in order, in a working directory of their own. It contains only a copy of
`examples/sample-atop-member.csv`. The language of a code block selects what happens:

- ``python`` is run; the output of lines with ``>>>`` is compared.
- ``console`` has commands such as ``$ alliancekit check corpus.yaml``; they are run, and their output is compared.
- ``yaml`` is checked as a corpus.
- A block below ``<!-- file: NAME -->`` is only written to that file, valid or not.
"""

import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, chdir
from difflib import ndiff
from doctest import ELLIPSIS
from pathlib import Path

from click.testing import CliRunner
from sybil import Document, Example, Region, Sybil
from sybil.parsers import markdown, rest

from alliancekit import check
from alliancekit.cli import main

_WORKING_DIRECTORY = "__working_directory__"
_SAMPLE = Path(__file__).parent / "examples" / "sample-atop-member.csv"
_BLOCK = re.compile(
    r"(?:^<!-- file: (?P<file>[\w./-]+) -->\n\n?)?^```(?P<language>[a-z]+)\n(?P<content>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def _blocks(document: Document) -> Iterator[Region]:
    """Yield the code blocks to write, run or check, except Python."""
    evaluators = {"console": _run_commands, "yaml": _check_corpus}
    for block in _BLOCK.finditer(document.text):
        if block["file"]:
            yield Region(block.start(), block.end(), (block["file"], block["content"]), _save)
        elif block["language"] in evaluators:
            yield Region(block.start(), block.end(), block["content"], evaluators[block["language"]])


def _save(example: Example) -> None:
    """Write an example to its file."""
    name, content = example.parsed
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(content, encoding="utf-8", newline="\n")


def _check_corpus(example: Example) -> str | None:
    """Check a YAML example as a corpus; return its problems."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "example.yaml"
        file.write_text(str(example.parsed), encoding="utf-8")
        problems = check(file)
    return "\n".join(map(str, problems)) or None


def _run_commands(example: Example) -> str | None:
    """Run the commands of an example; return the difference between expected and actual output."""
    lines: list[str] = []
    code = 0
    for line in str(example.parsed).splitlines():
        match shlex.split(line) if line.startswith("$ ") else []:
            case ["$", "alliancekit", *arguments]:
                result = CliRunner().invoke(main, arguments, prog_name="alliancekit")
                code = result.exit_code
                lines += [line, *result.output.replace(os.sep, "/").splitlines()]
            case ["$", "echo", "$?"]:
                lines += [line, str(code)]
            case ["$", *_]:
                return f"examples can't run this command: {line}"
            case _:
                pass
    expected = str(example.parsed).splitlines()
    return None if lines == expected else "\n".join(ndiff(expected, lines))


def _set_up(namespace: dict[str, object]) -> None:
    """Create the working directory of a document and change to it."""
    stack = ExitStack()
    stack.enter_context(chdir(stack.enter_context(tempfile.TemporaryDirectory())))
    shutil.copy(_SAMPLE, _SAMPLE.name)
    namespace[_WORKING_DIRECTORY] = stack


def _tear_down(namespace: dict[str, object]) -> None:
    """Leave the working directory of a document and remove it."""
    stack = namespace[_WORKING_DIRECTORY]
    assert isinstance(stack, ExitStack)  # noqa: S101 - test code
    stack.close()


_documents = Sybil(
    parsers=[markdown.PythonCodeBlockParser(doctest_optionflags=ELLIPSIS), _blocks, markdown.SkipParser()],
    patterns=["*.md"],
    setup=_set_up,
    teardown=_tear_down,
)
_docstrings = Sybil(
    parsers=[rest.DocTestParser(optionflags=ELLIPSIS)],
    patterns=["src/*/*.py", "src/*/*/*.py"],  # before Python 3.13, ** matches only one folder here
)

pytest_collect_file = (_documents + _docstrings).pytest()
