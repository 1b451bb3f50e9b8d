"""Run the examples of README.md, docs and docstrings as tests."""

from doctest import ELLIPSIS

from sybil import Sybil
from sybil.parsers import markdown, rest

_documents = Sybil(
    parsers=[markdown.PythonCodeBlockParser(doctest_optionflags=ELLIPSIS), markdown.SkipParser()],
    patterns=["*.md"],
)
_docstrings = Sybil(
    parsers=[rest.DocTestParser(optionflags=ELLIPSIS)],
    patterns=["src/*/*.py", "src/*/*/*.py"],  # before Python 3.13, ** is one folder here
)

pytest_collect_file = (_documents + _docstrings).pytest()
