"""Names of the best-known ATOP alliances, which the files of ATOP do not have."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from attrs import frozen

from alliancekit.models.words import Name

FILE: Final = Path(__file__).with_name("_atop_names.csv")
"""The table of names: one row for each alliance."""


@frozen
class NamedAlliance:
    """The names of an alliance, and the facts by which it is recognised.

    Attributes:
        number: The ATOP number of the alliance, as text.
        year: The year of its signature.
        members: The COW abbreviations of the states that made it.
        complete: Whether these are all states that were members in the first year.
        names: Its English name, other English names, and names in the languages of members.
    """

    number: str
    year: int
    members: frozenset[str]
    complete: bool
    names: tuple[Name, ...]


def names_of(number: str, year: int) -> tuple[Name, ...]:
    """Return the names of an alliance that began in a year.

    An alliance that is not in the table, or that began in another year, has only a name with its number: it may be
    another alliance with the same number.
    """
    named = named_alliances().get(number)
    if named is None or named.year != year:
        return (Name(text=f"ATOP alliance {number}", language="en"),)
    return named.names


@cache
def named_alliances() -> dict[str, NamedAlliance]:
    """Return the alliances of the table, by their numbers."""
    with FILE.open(encoding="utf-8", newline="") as text:
        return {row["atopid"]: _named(row) for row in csv.DictReader(text)}


def _named(row: dict[str, str]) -> NamedAlliance:
    members = row["members"].split()
    return NamedAlliance(
        number=row["atopid"],
        year=int(row["year"]),
        members=frozenset(members) - {"+"},
        complete="+" not in members,
        names=tuple(_names(row)),
    )


def _names(row: dict[str, str]) -> Iterator[Name]:
    yield Name(text=row["name"], language="en")
    for text in filter(None, row["also"].split(";")):
        yield Name(text=text, language="en", kind="variant")
    for native in filter(None, row["native"].split(";")):
        language, _, text = native.partition(":")
        yield Name(text=text, language=language)
