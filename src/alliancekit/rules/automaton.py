"""Regular expressions of rules as tables: for each state and each kind of character, the next state.

They are for the first 256 characters. What others match is for `re` to say.
"""

import re
from array import array
from collections.abc import Iterator
from functools import cache
from typing import Final

from attrs import frozen

from alliancekit.rules.regex import Either, One, Part, Parts, Times, parsed

_CHARACTERS: Final = tuple(map(chr, range(256)))
_LIMIT: Final = 1 << 16
"""How large a table may be: its numbers have 16 bits. The largest of our rules takes a thirtieth of that."""


@frozen
class Automaton:
    """A table, ready to be run by the compiled kernel.

    The states are numbered by where their row begins: 0 is that from which nothing matches, the next one the start.

    Attributes:
        kinds: The kind of each of the first 256 characters, a byte each.
        rows: A row a state, of numbers with 16 bits: the next state for each kind; then 1 where a text may end.
        width: How long a row is.
    """

    kinds: bytes
    rows: bytes
    width: int


@cache
def automaton(regex: str) -> Automaton | None:
    """Return the table of an expression, or None where it has none: its syntax is another, or it is too large."""
    parts = parsed(regex)
    if parts is None or not all(map(_plain, _all(parts))):
        return None
    tokens = sorted({part.token for part in _all(parts) if isinstance(part, One)})
    matched = [frozenset(token for token in tokens if re.fullmatch(token, character)) for character in _CHARACTERS]
    kinds = list(dict.fromkeys(matched))
    width = len(kinds) + 1
    states: dict[frozenset[Parts], int] = {frozenset(): 0, frozenset({parts}): width}
    rows: list[int] = []
    queue = list(states)
    for state in queue:
        for kind in kinds:
            after = frozenset(rest for one in state for rest in _after(one, kind))
            if after not in states:
                states[after] = len(states) * width
                queue.append(after)
            rows.append(states[after])
        rows.append(int(any(map(_may_end, state))))
        if len(states) * width > _LIMIT:
            return None
    return Automaton(bytes(map(kinds.index, matched)), array("H", rows).tobytes(), width)


def _after(parts: Parts, kind: frozenset[str]) -> Iterator[Parts]:
    """Yield what may be left of the parts after a character, which matches these tokens."""
    if not parts:
        return
    first, rest = parts[0], parts[1:]
    if isinstance(first, One):
        if first.token in kind:
            yield rest
    elif isinstance(first, Either):
        for option in first.options:
            yield from _after(option + rest, kind)
    else:
        if first.most != 0:
            fewer = Times(first.part, max(first.least - 1, 0), None if first.most is None else first.most - 1)
            yield from _after((*first.part, fewer, *rest), kind)
        if first.least == 0:
            yield from _after(rest, kind)


def _may_end(parts: Parts) -> bool:
    """Return whether the empty text matches."""
    return all(
        part.least == 0 if isinstance(part, Times) else isinstance(part, Either) and any(map(_may_end, part.options))
        for part in parts
    )


def _plain(part: Part) -> bool:
    """Return whether what a part repeats is something each time."""
    return not (isinstance(part, Times) and _may_end(part.part))


def _all(parts: Parts) -> Iterator[Part]:
    """Yield the parts and all that they are made of."""
    for part in parts:
        yield part
        for inner in part.options if isinstance(part, Either) else (part.part,) if isinstance(part, Times) else ():
            yield from _all(inner)
