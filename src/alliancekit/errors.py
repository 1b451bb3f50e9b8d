"""What can go wrong, as values: problems, their places, and every deliberate exception."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeAlias

from attrs import field, frozen

from alliancekit.text import LONGEST_ID, LONGEST_MESSAGE, in_message, shorten, visible

Path: TypeAlias = tuple[str | int, ...]
"""The way from a record to the value at fault: field names and list positions."""

_LONGEST_KEY = 100


class Severity(StrEnum):
    """How bad a problem is: an error makes data invalid, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@frozen
class Location:
    """A place in a file.

    Attributes:
        file: The file as the user named it.
        line: Line, from 1; None when the whole file is meant.
        column: Column, from 1, in code points; None when the whole line is meant.
        text: The line itself, without its end, for showing it with a caret.
        row: Row of a table, from 1; None in text, and when the whole table is meant.
    """

    file: str
    line: int | None = None
    column: int | None = None
    text: str | None = field(default=None, eq=False, repr=False)
    row: int | None = None

    def __str__(self) -> str:
        """Return ``file:line:column``, as compilers print it and editors read it; of a table ``file, row 17``."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return place if self.row is None else f"{place}, row {self.row}"


@frozen
class Problem:
    """One mistake in the data.

    Attributes:
        code: Stable code of the rule that is broken, such as ``AK301``.
        message: A sentence: where, what was expected, what was got.
        hint: A sentence: what to do about it; may be empty.
        path: From the record to the value at fault.
        record: Id of the record, or its place in the document where it has no usable id.
        location: Where it stands in a file, if it comes from one.
        severity: Error or warning.
    """

    code: str
    message: str
    hint: str = ""
    path: Path = ()
    record: str | None = None
    location: Location | None = None
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Return the problem on one line: place, code, record, message and hint.

        Characters that steer a terminal are escaped, and what is too long is shortened.
        """
        place = f"{shorten(str(self.location), LONGEST_MESSAGE)}: " if self.location else ""
        record = f"{shorten(self.record, LONGEST_ID)}: " if self.record else ""
        hint = f" ({shorten(self.hint, LONGEST_MESSAGE)})" if self.hint else ""
        return visible(f"{place}{self.code} {record}{shorten(self.message, LONGEST_MESSAGE)}{hint}")


def path_text(path: Path) -> str:
    """Return a path as people write it: ``attestations[0].anchors[2].start``; a key that is too long is cut."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            name = shorten(step, _LONGEST_KEY)
            text += f".{name}" if text else name
    return text


class AllianceKitError(Exception):
    """The base of every exception that alliancekit raises on purpose.

    In its message, characters that steer a terminal are escaped. It has at most 2,000 characters.
    """

    def __init__(self, *args: object) -> None:
        super().__init__(*(in_message(arg) if isinstance(arg, str) else arg for arg in args))


class _WithProblems(AllianceKitError, ValueError):
    """An exception that carries all the problems found, not only the first."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return the problems, a line each."""
        return "\n".join(str(problem) for problem in self.problems)


class InvalidRecord(_WithProblems):
    """A record that breaks rules of its type; `problems` has all of them."""


class InvalidCorpus(_WithProblems):
    """Data that is no valid corpus; `problems` has every mistake of every file.

    Attributes:
        note: A sentence on references that were not checked, because a record has no valid id of its own; or nothing.
    """

    note: str

    def __init__(self, problems: Iterable[Problem], note: str = "") -> None:
        super().__init__(problems)
        self.note = note

    def __str__(self) -> str:
        """Return the problems, a line each, and the note."""
        return "\n".join(filter(None, (super().__str__(), self.note)))

    def __reduce__(self) -> tuple[object, ...]:
        """Return how to copy and unpickle it, with its note."""
        return type(self), (self.problems, self.note)


class InvalidDate(AllianceKitError, ValueError):
    """Text that is no date of the supported kind; the message says why and what to write."""


class AmbiguousDate(InvalidDate):
    """A printed date that can be read in two ways; the message names both."""


class UnknownRecord(AllianceKitError, KeyError):
    """An id that no record of the corpus has; the message names near ones."""

    def __str__(self) -> str:
        """Return the message; a `KeyError` would return its repr."""
        return Exception.__str__(self)


class UnknownTable(AllianceKitError, LookupError):
    """A table that a corpus doesn't have; the message names those that it has."""


class UnknownCode(AllianceKitError, LookupError):
    """A code that no rule has; the message names near ones."""


class NoState(AllianceKitError, LookupError):
    """A look-up in the registry of states that does not lead to just one state, or one code.

    Attributes:
        states: The ids of the states that the message names.
    """

    def __init__(self, message: str, states: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.states = tuple(states)

    def __reduce__(self) -> tuple[object, tuple[str, tuple[str, ...]]]:
        """Return how to copy and unpickle it, with its states."""
        return type(self), (str(self), self.states)


class UnknownState(NoState):
    """A code or name that no state of the registry ever has, or a state without a code in the system asked for."""


class OutOfPeriod(NoState):
    """A code or name that is not in use on the date; the message says when it is, and whose it is then."""


class AmbiguousState(NoState):
    """A code or name of several states, or a state with several codes, on the date; the message lists them."""


class BeyondCoverage(NoState):
    """A date on which the list asked knows nothing; the message says where the list begins and ends."""


class UnknownSystem(AllianceKitError, LookupError):
    """A code system or system of states that the registry doesn't have; the message names those that it has."""


class InvalidPanel(AllianceKitError, ValueError):
    """A panel that can't be made as asked; the message says why."""


class UnusableInput(AllianceKitError, ValueError):
    """Numbers or a frame that a function can't work with; the message says what is wrong, where, and what to do."""


class UnusableFile(AllianceKitError, OSError):
    """A file or folder that can't be read or written as asked; the message says why."""


class UnusableEngine(AllianceKitError, RuntimeError):
    """The engine that ``ALLIANCEKIT_ENGINE`` asks for is unknown or not installed; the message says what to do."""


class MissingExtra(AllianceKitError, ImportError):
    """A feature whose optional package is not installed; the message has the line that installs it."""

    @classmethod
    def demand(cls, who: str, extra: str, *packages: str) -> None:
        """Refuse to go on without packages.

        Args:
            who: What needs them, with its verb, such as ``figures need``.
            extra: The extra that brings them.
            packages: Their names, as they are imported.

        Raises:
            MissingExtra: If one is not installed.
        """
        from importlib.util import find_spec

        for package in packages:
            if find_spec(package) is None:
                message = f"{who} {package}; install it with: pip install 'alliancekit[{extra}]'"
                raise cls(message)
