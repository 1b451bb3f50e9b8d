"""Read the mentions that a careful reader has marked: in the twenty texts, and as spans of the seed documents."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

FOLDER: Final = Path(__file__).parent
_HEAD: Final = re.compile(r"^== (\d+), ([\w-]+), ([\d-]+)\n", re.MULTILINE)
_MARK: Final = re.compile(r"\[\[(\w+)(?: ([^|\]]*))?\||\]\]")


class GoldMention(NamedTuple):
    """A marked mention; the value is an id or a date, empty if it is not certain."""

    start: int
    end: int
    kind: str
    value: str


class GoldText(NamedTuple):
    """A text with its marked mentions."""

    name: str
    language: str
    date: str | None
    text: str
    marked: tuple[GoldMention, ...]


def texts() -> Iterator[GoldText]:
    """Yield the twenty texts."""
    parts = _HEAD.split((FOLDER / "texts.txt").read_text(encoding="utf-8"))[1:]
    for number, language, date, body in zip(*(parts[n::4] for n in range(4)), strict=True):
        text, marked = _without_marks(body.strip())
        yield GoldText(number, language, date, text, marked)


def _without_marks(body: str) -> tuple[str, tuple[GoldMention, ...]]:
    text, place = "", 0
    opened: list[tuple[int, str, str]] = []
    marked: list[GoldMention] = []
    for match in _MARK.finditer(body):
        text += body[place : match.start()]
        place = match.end()
        if match[1]:
            opened.append((len(text), match[1], match[2] or ""))
        else:
            start, kind, value = opened.pop()
            marked.append(GoldMention(start, len(text), kind, value))
    return text + body[place:], tuple(sorted(marked))


def seed_mentions() -> dict[str, tuple[GoldMention, ...]]:
    """Return the mentions in each seed document, by the id of its source."""
    found: dict[str, list[GoldMention]] = {}
    with (FOLDER / "seeds.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            mention = GoldMention(int(row["start"]), int(row["end"]), row["kind"], row["value"])
            found.setdefault(row["source"], []).append(mention)
    return {source: tuple(mentions) for source, mentions in found.items()}
