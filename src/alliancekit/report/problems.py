"""Problems as a compiler prints them, and as JSON."""

import json
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from alliancekit.errors import Location, Problem, Severity, path_text
from alliancekit.messages import counted
from alliancekit.report.terminal import Paragraph, styled
from alliancekit.text import LONGEST_ID, LONGEST_MESSAGE, escape_json, shorten, visible

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}
_TAB = " " * 4


@frozen
class Excerpt:
    """The line of a file with a caret under a column; of a long line, the part around the column.

    Attributes:
        location: The place; its line and text are known.
    """

    location: Location

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the line, and the line with the caret."""
        del console
        number = str(self.location.line)
        gutter = f"  {number} | "
        before, after = _around(self.location, max(options.max_width - len(gutter), 2))
        yield styled((gutter, "cyan"), Text(before + after))
        if self.location.column is not None:
            empty = f"  {' ' * len(number)} | "
            yield styled((empty, "cyan"), " " * cell_len(before), ("^", "bold red"))


def _around(location: Location, room: int) -> tuple[str, str]:
    """Return what of a line fits into some cells: the part before the column, and the part from it on."""
    line, index = location.text or "", (location.column or 1) - 1
    # What is further away than there is room can't be seen; the line may be a file of many megabytes.
    before = [_shown(character) for character in line[max(index - room, 0) : index]]
    after = [_shown(character) for character in line[index : index + room]]
    # Two thirds are for what stands before the column, more if what follows needs less.
    left_room = max(2 * room // 3, room - max(sum(map(cell_len, after)), 1))
    left = _fitting(before[::-1], left_room, cut=index > room)[::-1]
    right = _fitting(after, room - sum(map(cell_len, left)), cut=len(line) > index + room)
    return "".join(left), "".join(right)


def _shown(character: str) -> str:
    return _TAB if character == "\t" else visible(character)


def _fitting(parts: Sequence[str], room: int, *, cut: bool) -> list[str]:
    """Return the first parts that fit into some cells, and an ellipsis if those are not all."""
    if not cut and sum(map(cell_len, parts)) <= room:
        return list(parts)
    kept: list[str] = []
    room -= 1
    for part in parts:
        room -= cell_len(part)
        if room < 0:
            break
        kept.append(part)
    return [*kept, "…"]


def told(problem: Problem) -> Iterator[RenderableType]:
    """Yield a problem as a compiler prints it: place and message, the line with a caret, the record, what to do."""
    record = shorten(problem.record or "", LONGEST_ID)
    place = str(problem.location or record)
    yield Paragraph(
        styled(
            (f"{place}: " if place else "", "bold"),
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


def report(problems: Sequence[Problem], records: int, note: str = "") -> Iterator[RenderableType]:
    """Yield problems, each followed by an empty line, and the summary.

    Args:
        problems: All the problems.
        records: The number of records that were checked, for when there are no problems.
        note: What the summary says of references that were not checked, if there are any.
    """
    for problem in problems:
        yield from told(problem)
        yield Text()
    yield Paragraph(styled((summary(problems, records, note), "bold")))


def summary(problems: Sequence[Problem], records: int, note: str = "") -> str:
    """Return the last line of a report.

    Args:
        problems: All the problems.
        records: The number of records that were checked, for when there are none.
        note: What it says of references that were not checked, if there are any.
    """
    if not problems:
        return f"no problems: {counted(records, 'record')}"
    numbers = {severity: sum(problem.severity is severity for problem in problems) for severity in Severity}
    found = ", ".join(counted(number, severity) for severity, number in numbers.items() if number)
    files = {problem.location.file for problem in problems if problem.location}
    places = {(problem.location and problem.location.file, problem.record) for problem in problems if problem.record}
    where = " of ".join(counted(len(held), noun) for held, noun in ((places, "record"), (files, "file")) if held)
    counts = f"{found} in {where}" if where else found
    return f"{counts}; {note}" if note else counts


def as_json(problems: Iterable[Problem]) -> str:
    """Return problems as a JSON list of objects; what a problem doesn't have is null, and what is too long is cut.

    All but ASCII is escaped, so that it can be printed whatever the data hold and whatever the terminal takes.
    """
    return escape_json(json.dumps([_object(problem) for problem in problems], indent=2))


def _object(problem: Problem) -> dict[str, str | int | None]:
    place = problem.location
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": shorten(problem.message, LONGEST_MESSAGE),
        "hint": shorten(problem.hint, LONGEST_MESSAGE) or None,
        "record": problem.record and shorten(problem.record, LONGEST_ID),
        "path": path_text(problem.path) or None,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "row": place.row if place else None,
    }
