"""Run the examples of README.md, docs and docstrings as tests.

Each document has a folder to work in, with nothing in it but the sample of the examples, `sample-atop-member.csv`. That
folder is the current one while its examples run in their order:

- ``python`` is run; what begins with ``>>>`` is compared with what Python prints.
- ``console`` has lines such as ``$ alliancekit check corpus.yaml``, which are run, and compared with the lines below.
- ``yaml`` is checked as a corpus.
- Whatever stands below ``<!-- file: NAME -->`` is written to that file instead, right or wrong.
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

_STAY = "__stay__"
_SAMPLE = Path(__file__).parent / "examples" / "sample-atop-member.csv"
_BLOCK = re.compile(
    r"(?:^<!-- file: (?P<file>[\w./-]+) -->\n\n?)?^```(?P<language>[a-z]+)\n(?P<content>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def _blocks(document: Document) -> Iterator[Region]:
    """Yield the examples that are neither Python nor only to be read."""
    evaluators = {"console": _answers_so, "yaml": _corpus_is_valid}
    for found in _BLOCK.finditer(document.text):
        if found["file"]:
            yield Region(found.start(), found.end(), (found["file"], found["content"]), _save)
        elif found["language"] in evaluators:
            yield Region(found.start(), found.end(), found["content"], evaluators[found["language"]])


def _save(example: Example) -> None:
    """Write an example to the file that it names."""
    name, content = example.parsed
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(content, encoding="utf-8", newline="\n")


def _corpus_is_valid(example: Example) -> str | None:
    """Check a YAML example as a corpus; return what is wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "example.yaml"
        file.write_text(str(example.parsed), encoding="utf-8")
        problems = check(file)
    return "\n".join(map(str, problems)) or None


def _answers_so(example: Example) -> str | None:
    """Run the commands of an example; return how what they print differs from what it says."""
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
                return f"no command that examples can run: {line}"
            case _:
                pass
    expected = str(example.parsed).splitlines()
    return None if lines == expected else "\n".join(ndiff(expected, lines))


def _enter(namespace: dict[str, object]) -> None:
    """Make the folder of a document and go there."""
    stay = ExitStack()
    stay.enter_context(chdir(stay.enter_context(tempfile.TemporaryDirectory())))
    shutil.copy(_SAMPLE, _SAMPLE.name)
    namespace[_STAY] = stay


def _leave(namespace: dict[str, object]) -> None:
    """Go back from the folder of a document and remove it."""
    stay = namespace[_STAY]
    assert isinstance(stay, ExitStack)  # noqa: S101 - a test
    stay.close()


_documents = Sybil(
    parsers=[markdown.PythonCodeBlockParser(doctest_optionflags=ELLIPSIS), _blocks, markdown.SkipParser()],
    patterns=["*.md"],
    setup=_enter,
    teardown=_leave,
)
_docstrings = Sybil(
    parsers=[rest.DocTestParser(optionflags=ELLIPSIS)],
    patterns=["src/*/*.py", "src/*/*/*.py"],  # before Python 3.13, ** is one folder here
)

pytest_collect_file = (_documents + _docstrings).pytest()
