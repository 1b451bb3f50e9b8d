"""What every reader returns: a plain tree, its problems, and the place of each of its values."""

import math
import re
from collections.abc import Callable
from typing import Final

from attrs import define, field

from alliancekit.engine.tree import INT64, Place, Tree, has_surrogate
from alliancekit.errors import InvalidCorpus, Location, Path, Problem
from alliancekit.formats._text import LIMITS, Limits, Text
from alliancekit.messages import quote
from alliancekit.rules import reading

_LONGEST_WHOLE: Final = len(str(INT64.start))
_LONGEST_SHOWN: Final = 40


@define
class Document:
    """What a file holds.

    Attributes:
        file: The file as the user named it.
        tree: Its content; None if it can't be read. For a value that has a problem, it has a stand-in.
        problems: All that is wrong with the file, each at its place, in the order of the text.
    """

    file: str
    tree: Tree
    problems: tuple[Problem, ...] = ()
    _text: Text | None = field(default=None, eq=False, repr=False)
    _places: Callable[[Path], Place] = field(default=lambda _path: Place(0, 0, {}), eq=False, repr=False)
    """From a path to the root's place, which has at least the parts on that path."""
    _faulty: frozenset[Path] | None = field(default=None, init=False, eq=False, repr=False)
    """The paths of the problems, once they are asked for."""

    def locate(self, path: Path, *, key: bool = False) -> Location:
        """Return where a value stands.

        Args:
            path: The way to it from the root of the tree.
            key: Whether the place of its key is wanted instead; an item of a list has none and gives its own.

        Returns:
            Its line and column. For a path that doesn't exist, the place of its nearest ancestor that does;
            for a file that is no text, the file alone.
        """
        return self._text.location(self._places(path).find(path, key=key)) if self._text else Location(self.file)

    def is_stand_in(self, path: Path) -> bool:
        """Return whether the value at a path may not be the one that was meant.

        That is so where a problem of reading is at the path or above it. What a later check finds there only
        follows from that problem and is not worth a report.
        """
        if not self.problems:
            return False
        faulty = self._faulty
        if faulty is None:
            faulty = self._faulty = frozenset(problem.path for problem in self.problems)
        return any(path[:length] in faulty for length in range(len(path) + 1))


def unreadable(file: str, refusal: InvalidCorpus, text: Text | None = None) -> Document:
    """Return the document of a file that can't be read, for the problems given."""
    return Document(file, None, refusal.problems, text)


def number(text: str) -> int | float | None:
    """Return the number that text in the grammar of JSON (RFC 8259, section 6) stands for.

    Returns:
        An int for digits alone, else a float. None if it doesn't fit into 64 bits: a whole number outside
        -2**63 to 2**63 - 1, or a decimal that would become infinite, or zero where it isn't.
    """
    if text.lstrip("-").isdigit():
        # The length comes first: int() takes long over thousands of digits, and then Python forbids it.
        whole = int(text) if len(text) <= _LONGEST_WHOLE else INT64.stop
        return whole if whole in INT64 else None
    decimal = float(text)
    vanished = not decimal and re.search("[1-9]", text.lower().partition("e")[0])
    return None if vanished or math.isinf(decimal) else decimal


def shorten(word: str) -> str:
    """Return a word or number as it may stand in a message without quotes: cut where it is long."""
    return word if len(word) <= _LONGEST_SHOWN else f"{word[: _LONGEST_SHOWN - 1]}…"


def name_of(char: str) -> str:
    """Return the name of a character for a message; that of the end of the file for none."""
    if not char:
        return "the end of the file"
    if char in "\r\n":
        return "the end of the line"
    if char == '"':
        return "a double quote"
    return f'"{char}"' if char.isprintable() else f"the character U+{ord(char):04X}"


def check_writable(tree: Tree, base: Path = (), limits: Limits = LIMITS) -> None:
    """Refuse a tree that a reader would not give back as it is.

    Args:
        tree: What is to be written.
        base: Its path, for problems.
        limits: How deep it may be.

    Raises:
        InvalidCorpus: With a problem for each number that is not finite or doesn't fit into 64 bits (AK007), for
            each text that UTF-8 can't hold (AK001), and for a tree that is too deep or holds itself (AK006).
    """
    problems: list[Problem] = []
    waiting: list[tuple[Tree, Path]] = [(tree, base)]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, (list, dict)) and len(path) - len(base) >= limits.depth:
            raise InvalidCorpus([*problems, reading.LIMIT.problem(too_deep(limits), path=path)])
        match value:
            case dict():
                problems.extend(_half_pair(key, path) for key in value if has_surrogate(key))
                waiting.extend((part, (*path, key)) for key, part in reversed(value.items()))
            case list():
                waiting.extend((value[n], (*path, n)) for n in reversed(range(len(value))))
            case str() if has_surrogate(value):
                problems.append(_half_pair(value, path))
            case float() if not math.isfinite(value):
                problems.append(reading.NUMBER.problem(f"a number must be finite, got {value}", path=path))
            case int() if value not in INT64:
                problems.append(reading.NUMBER.problem(f"{value:#x} does not fit into 64 bits", path=path))
            case _:
                pass
    if problems:
        raise InvalidCorpus(problems)


def too_deep(limits: Limits) -> str:
    """Return the message for a tree that is nested too deeply."""
    return f"at most {limits.depth} lists and objects may stand inside each other, here is one more"


TOO_MANY_HINT: Final = "mend these first, or raise the limit"


def too_many_problems(limits: Limits) -> str:
    """Return the message for a file that has more problems than are told."""
    return f"at most {limits.problems:,} problems of a file are told, this one has more"


def too_many_values(limits: Limits) -> str:
    """Return the message for a file that holds too many values."""
    return f"at most {limits.values:,} values may stand in a file, here is one more"


def _half_pair(text: str, path: Path) -> Problem:
    message = f"the text {quote(text)} has half a surrogate pair, which is no character"
    return reading.ENCODING.problem(message, path=path, hint="write the character itself")
