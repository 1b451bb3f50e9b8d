"""Read the documentation of a class and of its fields from its docstring."""

import re
from inspect import cleandoc

from attrs import frozen


@frozen
class ClassDocs:
    """The documentation of a class.

    Attributes:
        summary: The text before the sections of the docstring.
        fields: The description of each documented field.
    """

    summary: str
    fields: dict[str, str]


def docs_of(cls: type) -> ClassDocs:
    """Return the documentation of a class: the text before the sections of its docstring, and its ``Attributes:``."""
    summary, *sections = re.split(r"\n\n(?=\w+:\n)", cleandoc(cls.__doc__ or ""))
    attributes = next((section for section in sections if section.startswith("Attributes:\n")), "")
    entries = re.findall(r"^    (\w+): (.*(?:\n {8,}.*)*)", attributes, re.MULTILINE)
    return ClassDocs(_plain(summary), {name: _plain(text) for name, text in entries})


def _plain(text: str) -> str:
    """Return a text on one line, with code in single backticks."""
    return " ".join(text.split()).replace("``", "`")
