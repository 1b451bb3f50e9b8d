"""Problems in data, their locations, and all exceptions of the package."""

from collections import Counter
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeAlias

from attrs import field, frozen

from alliancekit._html import MOST_ROWS, paragraph, table
from alliancekit.text import LONGEST_ID, LONGEST_MESSAGE, escape_controls, first_lines, in_message, shorten

Path: TypeAlias = tuple[str | int, ...]
"""The path from a record to an invalid value: field names and list positions."""

_LONGEST_KEY = 100


class Severity(StrEnum):
    """The severity of a problem: an error makes data invalid, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@frozen
class Location:
    """A location in a file.

    Attributes:
        file: The file as the user named it.
        line: Line, from 1; None for the whole file.
        column: Column, from 1, in code points; None for the whole line.
        text: The content of the line, without its line end, to show it with a caret.
        row: Row of a table, from 1; None in text files, and for the whole table.
    """

    file: str
    line: int | None = None
    column: int | None = None
    text: str | None = field(default=None, eq=False, repr=False)
    row: int | None = None

    def __str__(self) -> str:
        """Return ``file:line:column``, as compilers print it and editors read it; for a table ``file, row 17``."""
        location = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return location if self.row is None else f"{location}, row {self.row}"


@frozen
class Problem:
    """One error or warning about the data.

    Attributes:
        code: Stable code of the broken rule, such as ``AK301``.
        message: A sentence: where, expected value, actual value.
        hint: A sentence that says how to correct it; may be empty.
        path: Path from the record to the invalid value.
        record: Id of the record, or its position in the document if it has no valid id.
        location: Location in a file, if the data come from a file.
        severity: Error or warning.
    """

    code: str
    message: str
    hint: str = ""
    path: Path = ()
    record: str | None = None
    location: Location | None = None
    severity: Severity = Severity.ERROR

    @property
    def text(self) -> str:
        """The message, and the hint in parentheses: what a person needs beside the location."""
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def __str__(self) -> str:
        """Return the problem on one line: location, code, record, message and hint.

        Control characters are escaped, and long texts are shortened.
        """
        location = f"{shorten(str(self.location), LONGEST_MESSAGE)}: " if self.location else ""
        record = f"{shorten(self.record, LONGEST_ID)}: " if self.record else ""
        hint = f" ({shorten(self.hint, LONGEST_MESSAGE)})" if self.hint else ""
        return escape_controls(f"{location}{self.code} {record}{shorten(self.message, LONGEST_MESSAGE)}{hint}")

    def _repr_html_(self) -> str:
        """Return the problem as a table for a notebook."""
        return _problem_table((self,))


def _problem_table(problems: tuple[Problem, ...]) -> str:
    """Return problems as a table in HTML."""
    rows = [
        (str(each.location or ""), f"{each.severity} {each.code}", each.record or "", each.message, each.hint)
        for each in problems[:MOST_ROWS]
    ]
    return table(("location", "rule", "record", "problem", "hint"), rows, len(problems) - len(rows))


def path_text(path: Path) -> str:
    """Return a path as text, such as ``attestations[0].anchors[2].start``; long keys are shortened."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            name = shorten(step, _LONGEST_KEY)
            text += f".{name}" if text else name
    return text


class AllianceKitError(Exception):
    """The base class of all exceptions of alliancekit.

    Control characters in the message are escaped. The message has at most 2,000 characters.
    """

    def __init__(self, *args: object) -> None:
        super().__init__(*(in_message(arg) if isinstance(arg, str) else arg for arg in args))


def severities(problems: Iterable[Problem]) -> str:
    """Return the number of errors and warnings, such as ``2 errors, 1 warning``; empty without problems."""
    counts = Counter(problem.severity for problem in problems)
    texts = (f"{counts[each]:,} {each}{'' if counts[each] == 1 else 's'}" for each in Severity if counts[each])
    return ", ".join(texts)


class _WithProblems(AllianceKitError, ValueError):
    """An exception with all problems of the data, not only the first."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return the problems, one per line, in at most 20 lines."""
        return first_lines("\n".join(str(problem) for problem in self.problems), "; see problems")

    def __repr__(self) -> str:
        """Return the class and the number of problems."""
        return f"<{type(self).__name__}: {severities(self.problems)}>"

    def _repr_html_(self) -> str:
        """Return the problems as a table for a notebook."""
        return paragraph(f"{type(self).__name__}: {severities(self.problems)}") + _problem_table(self.problems)


class InvalidRecord(_WithProblems):
    """A record that breaks rules of its type; `problems` lists all violations."""


class InvalidCorpus(_WithProblems):
    """Data that are not a valid corpus; `problems` lists the problems of all files.

    Attributes:
        note: A sentence about references that were not checked because a record has no valid id; may be empty.
    """

    note: str

    def __init__(self, problems: Iterable[Problem], note: str = "") -> None:
        super().__init__(problems)
        self.note = note

    def __str__(self) -> str:
        """Return the problems, one per line, and the note, in at most 20 lines."""
        lines = [*map(str, self.problems), *((self.note,) if self.note else ())]
        return first_lines("\n".join(lines), "; see problems")

    def __reduce__(self) -> tuple[object, ...]:
        """Support copying and pickling, with the note."""
        return type(self), (self.problems, self.note)


class InvalidDate(AllianceKitError, ValueError):
    """Text that is not a supported date; the message says why and what to write."""


class AmbiguousDate(InvalidDate):
    """A printed date with two possible meanings; the message lists both."""


class UnknownRecord(AllianceKitError, KeyError):
    """An id that no record of the corpus has; the message suggests similar ids.

    They are searched only when the message is needed, so that catching the exception is fast.
    """

    def __init__(self, message: str, hint: Callable[[], str] | None = None) -> None:
        super().__init__(message)
        self._hint = hint

    @property
    def hint(self) -> str:
        """A sentence that suggests what to write instead; may be empty."""
        return in_message(self._hint()) if self._hint else ""

    def __str__(self) -> str:
        """Return the message, and the hint in parentheses; `KeyError` would return its repr."""
        message, hint = Exception.__str__(self), self.hint
        return f"{message} ({hint})" if hint else message

    def __reduce__(self) -> tuple[object, tuple[str]]:
        """Support copying and pickling, with the hint in the message."""
        return type(self), (str(self),)


class UnknownField(AllianceKitError, LookupError):
    """A name of a field that a record doesn't have, or a key in it that does not match one item.

    Attributes:
        hint: A sentence that says what to write instead; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = in_message(hint)

    def __str__(self) -> str:
        """Return the message, and the hint in parentheses."""
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        """Support copying and pickling, with the hint."""
        return type(self), (self.message, self.hint)

    @property
    def message(self) -> str:
        """What is wrong, without the hint."""
        return str(self.args[0])


class UnknownTable(AllianceKitError, LookupError):
    """A table that a corpus doesn't have; the message lists its tables."""


class UnknownCode(AllianceKitError, LookupError):
    """A code that no rule has; the message suggests similar codes."""


class NoState(AllianceKitError, LookupError):
    """A look-up in the registry of states that does not match exactly one state or code.

    Attributes:
        states: The ids of the states in the message.
    """

    def __init__(self, message: str, states: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.states = tuple(states)

    def __reduce__(self) -> tuple[object, tuple[str, tuple[str, ...]]]:
        """Support copying and pickling, with the states."""
        return type(self), (str(self), self.states)


class UnknownState(NoState):
    """A code or name that no state of the registry ever has, or a state without a code in the requested system."""


class OutOfPeriod(NoState):
    """A code or name that is not in use on the date; the message lists when it is in use, and for which state."""


class AmbiguousState(NoState):
    """A code or name of several states, or a state with several codes, on the date; the message lists them."""


class BeyondCoverage(NoState):
    """A date that the list of a system, or the treaties, do not cover; the message gives the first and last day."""


class UnknownSystem(AllianceKitError, LookupError):
    """A code system or system of states that the registry doesn't have; the message lists its systems."""


class InvalidPanel(AllianceKitError, ValueError):
    """A panel that can't be made with these arguments; the message says why."""


class UnusableInput(AllianceKitError, ValueError):
    """Numbers or a frame that a function can't use; the message says what is wrong, where, and what to do."""


class UnusableProject(AllianceKitError, ValueError):
    """A project whose rules are declared wrongly, or that can't be found or imported; the message says why."""


class InvalidProjectFields(AllianceKitError, ValueError):
    """Values that can't be the fields of projects on a record; the message says which, and why.

    Attributes:
        path: The path to the value, from the name of the project on.
    """

    path: Path

    def __init__(self, message: str, path: Path = ()) -> None:
        super().__init__(message)
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        """Support pickling, which would call the constructor with the message alone."""
        return type(self), (str(self), self.path)


class UnusableFile(AllianceKitError, OSError):
    """A file or folder that can't be read or written; the message says why."""


class UnusableEngine(AllianceKitError, RuntimeError):
    """The engine in ``ALLIANCEKIT_ENGINE`` is unknown or not installed; the message says what to do."""


class MissingExtra(AllianceKitError, ImportError):
    """A feature whose optional package is not installed; the message contains the command that installs it."""

    @classmethod
    def demand(cls, who: str, extra: str, *packages: str) -> None:
        """Raise if one of some packages is not installed.

        Args:
            who: What needs the packages, with a verb, such as ``figures need``.
            extra: The extra that installs them.
            packages: Their import names.

        Raises:
            MissingExtra: If a package is not installed.
        """
        from importlib.util import find_spec

        for package in packages:
            if find_spec(package) is None:
                message = f"{who} {package}; install it with: pip install 'alliancekit[{extra}]'"
                raise cls(message)
