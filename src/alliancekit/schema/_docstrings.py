"""What the docstring of a class says of it and of its fields."""

import re
from inspect import cleandoc

from attrs import frozen


@frozen
class Told:
    """What is told of a class.

    Attributes:
        summary: What it is.
        fields: What each of its fields holds; only those that are told.
    """

    summary: str
    fields: dict[str, str]


def told(cls: type) -> Told:
    """Return what the docstring of a class tells: the text before its sections, and its ``Attributes:``."""
    summary, *sections = re.split(r"\n\n(?=\w+:\n)", cleandoc(cls.__doc__ or ""))
    attributes = next((section for section in sections if section.startswith("Attributes:\n")), "")
    entries = re.findall(r"^    (\w+): (.*(?:\n {8,}.*)*)", attributes, re.MULTILINE)
    return Told(_plain(summary), {name: _plain(text) for name, text in entries})


def _plain(text: str) -> str:
    """Return a text on one line, with code in single backticks."""
    return " ".join(text.split()).replace("``", "`")
