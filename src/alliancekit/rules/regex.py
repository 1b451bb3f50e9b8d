"""The regular expressions of rules, taken apart.

Their syntax is characters, classes, groups without a name, alternatives and quantifiers.
"""

import re
from functools import cache
from typing import Final, NamedTuple, TypeAlias


class One(NamedTuple):
    """A single character: what `re` takes for one, such as ``a`` or ``[a-z]``."""

    token: str


class Either(NamedTuple):
    """Alternatives."""

    options: tuple["Parts", ...]


class Times(NamedTuple):
    """What is repeated, how often at least, and at most; None: without limit."""

    part: "Parts"
    least: int
    most: int | None


Part: TypeAlias = One | Either | Times
Parts: TypeAlias = tuple[Part, ...]
"""What stands one behind the other."""

_TOKEN: Final = re.compile(
    r"""(?P<open>\(\?:) | (?P<close>\)) | (?P<either>\|)
      | (?P<times>[?*+]|\{[0-9]+(?:,[0-9]*)?\})
      | (?P<one>\[\^?(?:\\.|[^\\\]])+\]|\\[-.\\/|?*+()\[\]{}dsw]|\.|[^\\.^$|?*+()\[\]{}])
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_TIMES: Final[dict[str, tuple[int, int | None]]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}


@cache
def parsed(regex: str) -> Parts | None:
    """Return the parts of an expression, or None where it has something else than the syntax of rules."""
    tokens = [(match.lastgroup or "", match.group()) for match in _TOKEN.finditer(regex)]
    return None if any(kind == "other" for kind, _ in tokens) else _either(tokens[::-1])


def _either(rest: list[tuple[str, str]]) -> Parts:
    """Take alternatives off the end of the reversed tokens, up to the end of their group."""
    options = [_sequence(rest)]
    while rest and rest[-1][0] == "either":
        rest.pop()
        options.append(_sequence(rest))
    return options[0] if len(options) == 1 else (Either(tuple(options)),)


def _sequence(rest: list[tuple[str, str]]) -> Parts:
    parts: list[Part] = []
    while rest and rest[-1][0] not in ("either", "close"):
        kind, token = rest.pop()
        part: Parts = (One(token),)
        if kind == "open":
            part = _either(rest)
            rest.pop()
        if rest and rest[-1][0] == "times":
            part = (Times(part, *_bounds(rest.pop()[1])),)
        parts += part
    return tuple(parts)


def _bounds(times: str) -> tuple[int, int | None]:
    """Return how often a quantifier lets something be there, at least and at most."""
    least, comma, most = times[1:-1].partition(",")
    return _TIMES[times] if times in _TIMES else (int(least), int(most) if most else None if comma else int(least))
