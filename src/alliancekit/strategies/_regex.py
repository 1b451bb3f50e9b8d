"""Texts that match a regular expression, numbered: a drawn number says which.

`st.from_regex` draws each character by itself, which takes most of the time of a record with hashes in it. Here the
choices that lead to a text are the digits of one number; 0 stands for the first choice everywhere, so that a small
number is a plain text. The syntax is that of the rules: characters, classes, groups without a name, alternatives and
quantifiers; anything else is left to `st.from_regex`.
"""

import re
from collections.abc import Callable
from functools import cache
from string import ascii_letters, digits
from typing import TypeAlias

from hypothesis import strategies as st

Part: TypeAlias = Callable[[int], tuple[str, int]]
"""Takes the choices that it needs off a number; returns the text, and the number that is left."""

_TOKEN = re.compile(
    r"""(?P<open>\(\?:) | (?P<close>\)) | (?P<either>\|)
      | (?P<times>[?*+]|\{[0-9]+(?:,[0-9]*)?\})
      | (?P<one>\[\^?(?:\\.|[^\\\]])+\]|\\[-.\\/|?*+()\[\]{}dsw]|\.|[^\\.^$|?*+()\[\]{}])
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_CHARACTERS = "".join(dict.fromkeys(ascii_letters + digits + "".join(map(chr, range(0x180))))) + "Ωжשض中ท\u3000𠮷🜁"
"""What is tried against a class, the plainest first."""
_TIMES: dict[str, tuple[int, int | None]] = {"": (1, 1), "?": (0, 1), "*": (0, None), "+": (1, None)}
_MANY = 30
"""How often at most something is repeated that may be repeated without limit."""
_NUMBERS = 1 << 128


@cache
def texts(regex: str) -> st.SearchStrategy[str]:
    """Return a strategy for texts that match an expression as a whole."""
    tokens = [(match.lastgroup or "", match.group()) for match in _TOKEN.finditer(regex)]
    if any(kind == "other" for kind, _ in tokens):
        return st.from_regex(regex, fullmatch=True)
    part = _either(tokens[::-1])
    return st.integers(0, _NUMBERS).map(lambda number: part(number)[0])


def _either(rest: list[tuple[str, str]]) -> Part:
    """Take alternatives off the end of the reversed tokens, up to the end of their group."""
    found = [_sequence(rest)]
    while rest and rest[-1][0] == "either":
        rest.pop()
        found.append(_sequence(rest))
    if len(found) == 1:
        return found[0]

    def either(number: int) -> tuple[str, int]:
        number, chosen = divmod(number, len(found))
        return found[chosen](number)

    return either


def _sequence(rest: list[tuple[str, str]]) -> Part:
    parts: list[Part] = []
    while rest and rest[-1][0] not in ("either", "close"):
        kind, token = rest.pop()
        if kind == "open":
            part = _either(rest)
            rest.pop()
        else:
            part = _one_of("".join(character for character in _CHARACTERS if re.fullmatch(token, character)))
        times = rest.pop()[1] if rest and rest[-1][0] == "times" else ""
        parts.append(_repeated(part, *_bounds(times)) if times else part)

    def sequence(number: int) -> tuple[str, int]:
        text = ""
        for part in parts:
            more, number = part(number)
            text += more
        return text, number

    return sequence


def _one_of(characters: str) -> Part:
    def one(number: int) -> tuple[str, int]:
        number, chosen = divmod(number, len(characters))
        return characters[chosen], number

    return one


def _bounds(times: str) -> tuple[int, int]:
    """Return how often a quantifier lets something be there, at least and at most."""
    least, comma, most = times[1:-1].partition(",")
    bounds = _TIMES[times] if times in _TIMES else (int(least), int(most) if most else None if comma else int(least))
    return bounds[0], bounds[0] + _MANY if bounds[1] is None else bounds[1]


def _repeated(part: Part, least: int, most: int) -> Part:
    def repeated(number: int) -> tuple[str, int]:
        text = ""
        number, more = divmod(number, most - least + 1)
        for _ in range(least + more):
            item, number = part(number)
            text += item
        return text, number

    return repeated
