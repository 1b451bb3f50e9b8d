"""Draw texts that match a regular expression: one drawn number selects the text.

`st.from_regex` draws each character separately, which is slow for records with hashes. Here the digits of one number
are the choices that lead to a text. 0 is the first choice everywhere, so a small number gives a simple text.
`st.from_regex` draws texts of expressions with other syntax than that of rules.
"""

import re
from collections.abc import Callable
from functools import cache
from string import ascii_letters, digits
from typing import TypeAlias

from hypothesis import strategies as st

from alliancekit.rules.regex import Alternatives, CharacterClass, RegexPart, RegexSequence, parse_regex

TextBuilder: TypeAlias = Callable[[int], tuple[str, int]]
"""Builds a text from the last digits of a number; returns the text, and the number without these digits."""

_CHARACTERS = "".join(dict.fromkeys(ascii_letters + digits + "".join(map(chr, range(0x180))))) + "Ωжשض中ท\u3000𠮷🜁"
"""The characters that may be drawn, the simplest first."""
_MOST_REPEATS = 30
"""How many more repetitions than the least are drawn, if there is no limit."""
_NUMBER = st.integers(0, 1 << 128)


@cache
def texts(regex: str) -> st.SearchStrategy[str]:
    """Return a strategy for texts that match an expression as a whole."""
    parts = parse_regex(regex)
    if parts is None:
        return st.from_regex(regex, fullmatch=True)
    build = _sequence(parts)
    return _built_texts(build)


# Composite, because Hypothesis would print a text of `map` as a call of our function.
@st.composite
def _built_texts(draw: st.DrawFn, build: TextBuilder) -> str:
    return build(draw(_NUMBER))[0]


def _text_builder(part: RegexPart) -> TextBuilder:
    if isinstance(part, CharacterClass):
        return _one_of("".join(character for character in _CHARACTERS if re.fullmatch(part.token, character)))
    if isinstance(part, Alternatives):
        return _alternatives([_sequence(option) for option in part.options])
    return _repeat(_sequence(part.part), part.least, part.least + _MOST_REPEATS if part.most is None else part.most)


def _alternatives(options: list[TextBuilder]) -> TextBuilder:
    def build(number: int) -> tuple[str, int]:
        number, choice = divmod(number, len(options))
        return options[choice](number)

    return build


def _sequence(parts: RegexSequence) -> TextBuilder:
    builders = [_text_builder(part) for part in parts]

    def build(number: int) -> tuple[str, int]:
        text = ""
        for build_part in builders:
            more, number = build_part(number)
            text += more
        return text, number

    return build


def _one_of(characters: str) -> TextBuilder:
    def build(number: int) -> tuple[str, int]:
        number, choice = divmod(number, len(characters))
        return characters[choice], number

    return build


def _repeat(build_item: TextBuilder, least: int, most: int) -> TextBuilder:
    def build(number: int) -> tuple[str, int]:
        text = ""
        number, more = divmod(number, most - least + 1)
        for _ in range(least + more):
            item, number = build_item(number)
            text += item
        return text, number

    return build
