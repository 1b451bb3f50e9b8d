"""Compile the regular expressions of rules to finite automata: tables that the kernel runs.

A table has the next state for each state and each kind of character. It knows the first 256 characters; `re` matches
texts with others.
"""

import re
from array import array
from collections.abc import Iterator
from functools import cache
from typing import Final

from attrs import frozen

from alliancekit.rules.regex import Alternatives, CharacterClass, RegexPart, RegexSequence, Repeat, parse_regex

_CHARACTERS: Final = tuple(map(chr, range(256)))
_LIMIT: Final = 1 << 16
"""The largest table: its numbers have 16 bits. The largest table of our rules is a thirtieth of that."""


@frozen
class Automaton:
    """A finite automaton, as a table for the compiled kernel.

    A state is the index of its row. State 0 never matches; the second row is the start.

    Attributes:
        kinds: The kind of each of the first 256 characters, one byte each.
        rows: One row per state, of 16-bit numbers: the next state for each kind, then 1 if a text may end there.
        width: The length of a row.
    """

    kinds: bytes
    rows: bytes
    width: int


@cache
def automaton(regex: str) -> Automaton | None:
    """Return the automaton of a regular expression; None if its syntax is unsupported or the table too large."""
    parts = parse_regex(regex)
    if parts is None or not all(map(_repeats_no_empty, _all_parts(parts))):
        return None
    tokens = sorted({part.token for part in _all_parts(parts) if isinstance(part, CharacterClass)})
    matched = [frozenset(token for token in tokens if re.fullmatch(token, character)) for character in _CHARACTERS]
    kinds = list(dict.fromkeys(matched))
    width = len(kinds) + 1
    states: dict[frozenset[RegexSequence], int] = {frozenset(): 0, frozenset({parts}): width}
    rows: list[int] = []
    queue = list(states)
    for state in queue:
        for kind in kinds:
            after = frozenset(rest for sequence in state for rest in _derivatives(sequence, kind))
            if after not in states:
                states[after] = len(states) * width
                queue.append(after)
            rows.append(states[after])
        rows.append(int(any(map(_matches_empty, state))))
        if len(states) * width > _LIMIT:
            return None
    return Automaton(bytes(map(kinds.index, matched)), array("H", rows).tobytes(), width)


def _derivatives(parts: RegexSequence, kind: frozenset[str]) -> Iterator[RegexSequence]:
    """Yield the sequences that may remain to be matched after a character, which matches these tokens."""
    if not parts:
        return
    first, rest = parts[0], parts[1:]
    if isinstance(first, CharacterClass):
        if first.token in kind:
            yield rest
    elif isinstance(first, Alternatives):
        for option in first.options:
            yield from _derivatives(option + rest, kind)
    else:
        if first.most != 0:
            fewer = Repeat(first.part, max(first.least - 1, 0), None if first.most is None else first.most - 1)
            yield from _derivatives((*first.part, fewer, *rest), kind)
        if first.least == 0:
            yield from _derivatives(rest, kind)


def _matches_empty(parts: RegexSequence) -> bool:
    """Return whether the empty text matches."""
    return all(map(_part_matches_empty, parts))


def _part_matches_empty(part: RegexPart) -> bool:
    if isinstance(part, Repeat):
        return part.least == 0
    return isinstance(part, Alternatives) and any(map(_matches_empty, part.options))


def _repeats_no_empty(part: RegexPart) -> bool:
    """Return whether a part does not repeat an expression that matches the empty text."""
    return not (isinstance(part, Repeat) and _matches_empty(part.part))


def _all_parts(parts: RegexSequence) -> Iterator[RegexPart]:
    """Yield the parts and all parts inside them."""
    for part in parts:
        yield part
        if isinstance(part, Alternatives):
            for option in part.options:
                yield from _all_parts(option)
        elif isinstance(part, Repeat):
            yield from _all_parts(part.part)
