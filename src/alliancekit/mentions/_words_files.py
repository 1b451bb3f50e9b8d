"""Read the word lists of this package; the README beside them describes each."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from attrs import frozen

_FOLDER: Final = Path(__file__).with_name("_words")


def demonyms() -> Iterator[tuple[str, str]]:
    """Yield the words for the people of states, each with the id of a state."""
    for row in _rows("demonyms.csv"):
        yield row["word"], row["state"]


def longer_names() -> Iterator[str]:
    """Yield the names that contain the name of a state, but do not name it."""
    for row in _rows("longer_names.csv"):
        yield row["name"]


@frozen
class OtherMeaning:
    """What the name of a state means too.

    Attributes:
        meaning: What it means; empty if it is only a first name.
        person: Whether it is a first name.
    """

    meaning: str
    person: bool


@cache
def other_meanings() -> dict[str, OtherMeaning]:
    """Return what some names of states mean too."""
    return {row["name"]: OtherMeaning(row["meaning"], bool(row["person"])) for row in _rows("other_meanings.csv")}


@cache
def shared_names() -> dict[str, tuple[str, ...]]:
    """Return the states that writers call by the same name, by the name."""
    names: dict[str, tuple[str, ...]] = {}
    for row in _rows("shared_names.csv"):
        names[row["name"]] = (*names.get(row["name"], ()), row["state"])
    return names


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / file).open(encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)
