"""Parse the regular expressions of rules.

The supported syntax is characters, classes, non-capturing groups, alternatives and greedy quantifiers.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple, TypeAlias


class CharacterClass(NamedTuple):
    """An expression that matches a single character, such as ``a`` or ``[a-z]``."""

    token: str


class Alternatives(NamedTuple):
    """Several expressions. A text must match one of them."""

    options: tuple["RegexSequence", ...]


class Repeat(NamedTuple):
    """An expression that is repeated: at least `least` times, and at most `most` times; None: without limit."""

    part: "RegexSequence"
    least: int
    most: int | None


RegexPart: TypeAlias = CharacterClass | Alternatives | Repeat
RegexSequence: TypeAlias = tuple[RegexPart, ...]
"""Expressions that a text must match one after the other."""

_TOKEN: Final = re.compile(
    r"""(?P<open>\(\?:) | (?P<close>\)) | (?P<either>\|)
      | (?P<times>[?*+]|\{[0-9]+(?:,[0-9]*)?\})
      | (?P<one>\[\^?(?:\\.|[^\\\]])+\]|\\[-.\\/|?*+()\[\]{}dsw]|\.|[^\\.^$|?*+()\[\]{}])
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_QUANTIFIERS: Final[dict[str, tuple[int, int | None]]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}


@cache
def parse_regex(regex: str) -> RegexSequence | None:
    """Return the parts of a regular expression; None if it has unsupported syntax or is invalid."""
    tokens = [(match.lastgroup or "", match.group()) for match in _TOKEN.finditer(regex)]
    return _parse_alternatives(tokens[::-1]) if _is_supported(tokens) else None


def allows_line_break(regex: str) -> bool:
    """Return whether a part of an expression matches a line break; true also for unsupported syntax."""
    parts = parse_regex(regex)
    return parts is None or any(re.fullmatch(token, "\n") for token in _classes(parts))


def _classes(parts: RegexSequence) -> Iterator[str]:
    """Yield the expressions of single characters."""
    for part in parts:
        if isinstance(part, CharacterClass):
            yield part.token
        elif isinstance(part, Repeat):
            yield from _classes(part.part)
        else:
            for option in part.options:
                yield from _classes(option)


def _is_supported(tokens: list[tuple[str, str]]) -> bool:
    """Return whether all syntax is known, groups are closed, and each quantifier follows a character or a group."""
    depth, previous = 0, ""
    for kind, _ in tokens:
        depth += (kind == "open") - (kind == "close")
        if kind == "other" or depth < 0 or (kind == "times" and previous not in ("one", "close")):
            return False
        previous = kind
    return depth == 0


def _parse_alternatives(tokens: list[tuple[str, str]]) -> RegexSequence:
    """Parse the alternatives of a group, and remove their tokens. The tokens are reversed: the next one is the last."""
    options = [_parse_sequence(tokens)]
    while tokens and tokens[-1][0] == "either":
        tokens.pop()
        options.append(_parse_sequence(tokens))
    return options[0] if len(options) == 1 else (Alternatives(tuple(options)),)


def _parse_sequence(tokens: list[tuple[str, str]]) -> RegexSequence:
    parts: list[RegexPart] = []
    while tokens and tokens[-1][0] not in ("either", "close"):
        kind, token = tokens.pop()
        part: RegexSequence = (CharacterClass(token),)
        if kind == "open":
            part = _parse_alternatives(tokens)
            tokens.pop()
        if tokens and tokens[-1][0] == "times":
            part = (Repeat(part, *_repeat_bounds(tokens.pop()[1])),)
        parts += part
    return tuple(parts)


def _repeat_bounds(times: str) -> tuple[int, int | None]:
    """Return the least and the greatest number of repetitions that a quantifier allows."""
    least, comma, most = times[1:-1].partition(",")
    if times in _QUANTIFIERS:
        return _QUANTIFIERS[times]
    return int(least), int(most) if most else None if comma else int(least)
