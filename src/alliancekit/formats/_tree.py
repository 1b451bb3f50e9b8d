"""The result of every parser, a tree with problems and locations, and functions that all formats share."""

import math
import re
from collections.abc import Callable
from typing import Final

from attrs import define, field

from alliancekit.engine.tree import INT64, Place, Tree, has_surrogate
from alliancekit.errors import InvalidCorpus, Location, Path, Problem
from alliancekit.formats._text import LIMITS, FileText, Limits
from alliancekit.messages import quote
from alliancekit.rules import reading

_LONGEST_WHOLE: Final = len(str(INT64.start))
_LONGEST_SHOWN: Final = 40


@define
class Document:
    """The parsed content of a file.

    Attributes:
        file: The path of the file, as the user wrote it.
        tree: The tree; None if the file can't be parsed. A value with a problem is replaced by a stand-in.
        problems: All problems with their locations, in the order of the text.
    """

    file: str
    tree: Tree
    problems: tuple[Problem, ...] = ()
    _text: FileText | None = field(default=None, eq=False, repr=False)
    _places: Callable[[Path], Place] = field(default=lambda _path: Place(0, 0, {}), eq=False, repr=False)
    """Returns the place of the root, with at least the parts on a path."""
    _faulty: frozenset[Path] | None = field(default=None, init=False, eq=False, repr=False)
    """The paths of the problems, computed on first use."""

    def locate(self, path: Path, *, key: bool = False) -> Location:
        """Return the location of a value.

        Args:
            path: The path of the value from the root of the tree.
            key: Whether to return the location of its key; an item of a list has no key and returns its own location.

        Returns:
            Line and column. For a path that does not exist, the location of its nearest existing ancestor; for a file
            that can't be decoded, the file without a line.
        """
        return self._text.location(self._places(path).find(path, key=key)) if self._text else Location(self.file)

    def is_stand_in(self, path: Path) -> bool:
        """Return whether the value at a path may be a stand-in for the intended value.

        This is true if the path or an ancestor has a problem of parsing. Problems that a later check finds there are
        consequences of that problem and should not be reported.
        """
        if not self.problems:
            return False
        faulty = self._faulty
        if faulty is None:
            faulty = self._faulty = frozenset(problem.path for problem in self.problems)
        return any(path[:length] in faulty for length in range(len(path) + 1))


def unreadable(file: str, error: InvalidCorpus, text: FileText | None = None) -> Document:
    """Return the document of a file that can't be parsed, with the problems of an error."""
    return Document(file, None, error.problems, text)


def number(text: str) -> int | float | None:
    """Parse a number in the grammar of JSON (RFC 8259, section 6).

    Returns:
        An int if there are only digits, else a float. None if it does not fit into 64 bits: a whole number outside
        -2**63 to 2**63 - 1, or a decimal number that would become infinite, or zero although it is not.
    """
    if text.lstrip("-").isdigit():
        # Check the length first: int() is slow for thousands of digits, and fails for more.
        whole = int(text) if len(text) <= _LONGEST_WHOLE else INT64.stop
        return whole if whole in INT64 else None
    decimal = float(text)
    vanished = not decimal and re.search("[1-9]", text.lower().partition("e")[0])
    return None if vanished or math.isinf(decimal) else decimal


def shorten(word: str) -> str:
    """Shorten a long word or number for a message without quotes."""
    return word if len(word) <= _LONGEST_SHOWN else f"{word[: _LONGEST_SHOWN - 1]}…"


def name_of(char: str) -> str:
    """Return the name of a character for a message; empty text means the end of the file."""
    if not char:
        return "the end of the file"
    if char in "\r\n":
        return "the end of the line"
    if char == '"':
        return "a double quote"
    return f'"{char}"' if char.isprintable() else f"the character U+{ord(char):04X}"


def check_writable(tree: Tree, base: Path = (), limits: Limits = LIMITS) -> None:
    """Raise InvalidCorpus for a tree that would change if it were written and read again.

    Args:
        tree: The tree.
        base: Its path, for problems.
        limits: The maximum depth.

    Raises:
        InvalidCorpus: With a problem for each number that is not finite or does not fit into 64 bits (AK007), for each
            text that UTF-8 can't encode (AK001), and for a tree that is too deep or contains itself (AK006).
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
    return f"lists and objects must be nested at most {limits.depth} levels deep, got one more level"


TOO_MANY_HINT: Final = "correct these first, or raise the limit"


def too_many_problems(limits: Limits) -> str:
    """Return the message for a file with more problems than the limit."""
    return f"at most {limits.problems:,} problems per file are reported, this file has more"


def too_many_values(limits: Limits) -> str:
    """Return the message for a file with too many values."""
    return f"a file must have at most {limits.values:,} values, got one more"


def _half_pair(text: str, path: Path) -> Problem:
    message = f"the text {quote(text)} must not have half of a surrogate pair"
    return reading.ENCODING.problem(message, path=path, hint="write the character itself")
