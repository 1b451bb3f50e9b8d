"""Texts that match a regular expression, numbered: a drawn number says which.

`st.from_regex` draws each character by itself, which takes most of the time of a record with hashes in it. Here the
choices that lead to a text are the digits of one number; 0 stands for the first choice everywhere, so that a small
number is a plain text. What has not the syntax of rules is left to `st.from_regex`.
"""

import re
from collections.abc import Callable
from functools import cache
from string import ascii_letters, digits
from typing import TypeAlias

from hypothesis import strategies as st

from alliancekit.rules.regex import Either, One, Part, Parts, parsed

Maker: TypeAlias = Callable[[int], tuple[str, int]]
"""Takes the choices that it needs off a number; returns the text, and the number that is left."""

_CHARACTERS = "".join(dict.fromkeys(ascii_letters + digits + "".join(map(chr, range(0x180))))) + "Ωжשض中ท\u3000𠮷🜁"
"""What is tried against a class, the plainest first."""
_MANY = 30
"""How often at most something is repeated that may be repeated without limit."""
_NUMBERS = 1 << 128


@cache
def texts(regex: str) -> st.SearchStrategy[str]:
    """Return a strategy for texts that match an expression as a whole."""
    parts = parsed(regex)
    if parts is None:
        return st.from_regex(regex, fullmatch=True)
    make = _sequence(parts)
    return st.integers(0, _NUMBERS).map(lambda number: make(number)[0])


def _maker(part: Part) -> Maker:
    if isinstance(part, One):
        return _one_of("".join(character for character in _CHARACTERS if re.fullmatch(part.token, character)))
    if isinstance(part, Either):
        return _either([_sequence(option) for option in part.options])
    return _repeated(_sequence(part.part), part.least, part.least + _MANY if part.most is None else part.most)


def _either(options: list[Maker]) -> Maker:
    def either(number: int) -> tuple[str, int]:
        number, chosen = divmod(number, len(options))
        return options[chosen](number)

    return either


def _sequence(parts: Parts) -> Maker:
    makers = [_maker(part) for part in parts]

    def sequence(number: int) -> tuple[str, int]:
        text = ""
        for make in makers:
            more, number = make(number)
            text += more
        return text, number

    return sequence


def _one_of(characters: str) -> Maker:
    def one(number: int) -> tuple[str, int]:
        number, chosen = divmod(number, len(characters))
        return characters[chosen], number

    return one


def _repeated(make: Maker, least: int, most: int) -> Maker:
    def repeated(number: int) -> tuple[str, int]:
        text = ""
        number, more = divmod(number, most - least + 1)
        for _ in range(least + more):
            item, number = make(number)
            text += item
        return text, number

    return repeated
