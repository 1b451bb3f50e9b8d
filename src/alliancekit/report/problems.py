"""Problems as text in the style of a compiler, and as JSON."""

import json
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from alliancekit.display.terminal import Paragraph, styled
from alliancekit.errors import Location, Problem, Severity, path_text
from alliancekit.messages import counted
from alliancekit.text import LONGEST_ID, LONGEST_MESSAGE, escape_controls, escape_json, shorten

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}
_TAB = " " * 4


@frozen
class Excerpt:
    """A line of a file with a caret under a column; a long line is cut around the column.

    Attributes:
        location: The location; it must have a line and text.
    """

    location: Location

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the line of the file and the line with the caret."""
        del console
        number = str(self.location.line)
        gutter = f"  {number} | "
        before, after = _around(self.location, max(options.max_width - len(gutter), 2))
        yield styled((gutter, "cyan"), Text(before + after))
        if self.location.column is not None:
            empty = f"  {' ' * len(number)} | "
            yield styled((empty, "cyan"), " " * cell_len(before), ("^", "bold red"))


def _around(location: Location, room: int) -> tuple[str, str]:
    """Return the part of a line before the column and the part from the column on, cut to a number of cells."""
    line, index = location.text or "", (location.column or 1) - 1
    # Only the characters that can fit are escaped: the line may be a file of many megabytes.
    before = [_escaped(character) for character in line[max(index - room, 0) : index]]
    after = [_escaped(character) for character in line[index : index + room]]
    # Two thirds of the cells are for the part before the column; more if the other part needs less.
    left_room = max(2 * room // 3, room - max(sum(map(cell_len, after)), 1))
    left = _fitting(before[::-1], left_room, cut=index > room)[::-1]
    right = _fitting(after, room - sum(map(cell_len, left)), cut=len(line) > index + room)
    return "".join(left), "".join(right)


def _escaped(character: str) -> str:
    return _TAB if character == "\t" else escape_controls(character)


def _fitting(parts: Sequence[str], room: int, *, cut: bool) -> list[str]:
    """Return the first parts that fit into a number of cells; if parts are missing, an ellipsis is the last."""
    if not cut and sum(map(cell_len, parts)) <= room:
        return list(parts)
    fitting: list[str] = []
    room -= 1
    for part in parts:
        room -= cell_len(part)
        if room < 0:
            break
        fitting.append(part)
    return [*fitting, "…"]


def problem_report(problem: Problem) -> Iterator[RenderableType]:
    """Yield a problem in the style of a compiler: location and message, line with a caret, record, hint."""
    record = shorten(problem.record or "", LONGEST_ID)
    location = str(problem.location or record)
    yield Paragraph(
        styled(
            (f"{location}: " if location else "", "bold"),
            (f"{problem.severity} {problem.code}", _STYLES[problem.severity]),
            ": ",
            shorten(problem.message, LONGEST_MESSAGE),
        ),
        hang=4,
    )
    if problem.location and problem.location.text is not None:
        yield Excerpt(problem.location)
    if record and problem.location and record not in problem.message:
        yield Paragraph(styled(record), indent=2, hang=6, label="in:")
    if problem.hint:
        yield Paragraph(styled(shorten(problem.hint, LONGEST_MESSAGE)), indent=2, hang=6, label="hint:")


def report(problems: Sequence[Problem], records: int, note: str = "", hidden: int = 0) -> Iterator[RenderableType]:
    """Yield problems, each followed by an empty line, and the summary.

    Args:
        problems: All the problems.
        records: The number of checked records; shown if there are no problems.
        note: A sentence about references that were not checked, for the summary; may be empty.
        hidden: The number of problems that were found, but are not among these.
    """
    for problem in problems:
        yield from problem_report(problem)
        yield Text()
    yield Paragraph(styled((summary(problems, records, note, hidden), "bold")))


def summary(problems: Sequence[Problem], records: int, note: str = "", hidden: int = 0) -> str:
    """Return the last line of a report.

    Args:
        problems: All the problems.
        records: The number of checked records; shown if there are no problems.
        note: A sentence about references that were not checked; may be empty.
        hidden: The number of problems that were found, but are not among these.
    """
    if hidden:
        note = f"{note}; {hidden_text(hidden)}" if note else hidden_text(hidden)
    if not problems:
        return f"no other problems; {note}" if hidden else f"no problems: {counted(records, 'record')}"
    numbers = {severity: sum(problem.severity is severity for problem in problems) for severity in Severity}
    totals = ", ".join(counted(number, severity) for severity, number in numbers.items() if number)
    files = {problem.location.file for problem in problems if problem.location}
    located = {(problem.location and problem.location.file, problem.record) for problem in problems if problem.record}
    where = " of ".join(counted(len(items), noun) for items, noun in ((located, "record"), (files, "file")) if items)
    counts = f"{totals} in {where}" if where else totals
    return f"{counts}; {note}" if note else counts


def hidden_text(number: int) -> str:
    """Return the note about problems that the options of a check hide."""
    return f"{counted(number, 'problem')} hidden by --select, --ignore or --baseline"


def as_json(problems: Iterable[Problem]) -> str:
    """Return problems as a JSON list of objects; missing values are null, and long texts are shortened.

    The JSON is ASCII, so that every terminal and every encoding can print it.
    """
    return escape_json(json.dumps([_object(problem) for problem in problems], indent=2))


def _object(problem: Problem) -> dict[str, str | int | None]:
    location = problem.location
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": shorten(problem.message, LONGEST_MESSAGE),
        "hint": shorten(problem.hint, LONGEST_MESSAGE) or None,
        "record": problem.record and shorten(problem.record, LONGEST_ID),
        "path": path_text(problem.path) or None,
        "file": location.file if location else None,
        "line": location.line if location else None,
        "column": location.column if location else None,
        "row": location.row if location else None,
    }
