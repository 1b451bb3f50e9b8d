"""Run the examples of README.md, docs and docstrings as tests."""

import tempfile
from doctest import ELLIPSIS
from pathlib import Path

from sybil import Example, Sybil
from sybil.parsers import markdown, rest

from alliancekit import check


def _corpus_is_valid(example: Example) -> str | None:
    """Check a YAML example as a corpus; return what is wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "example.yaml"
        file.write_text(str(example.parsed), encoding="utf-8")
        problems = check(file)
    return "\n".join(map(str, problems)) or None


_documents = Sybil(
    parsers=[
        markdown.PythonCodeBlockParser(doctest_optionflags=ELLIPSIS),
        markdown.CodeBlockParser(language="yaml", evaluator=_corpus_is_valid),
        markdown.SkipParser(),
    ],
    patterns=["*.md"],
)
_docstrings = Sybil(
    parsers=[rest.DocTestParser(optionflags=ELLIPSIS)],
    patterns=["src/*/*.py", "src/*/*/*.py"],  # before Python 3.13, ** is one folder here
)

pytest_collect_file = (_documents + _docstrings).pytest()
