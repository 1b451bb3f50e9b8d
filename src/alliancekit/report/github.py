"""Problems as commands to GitHub Actions, which shows each beside its line in the change that brings it."""

from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path

from alliancekit.errors import Problem
from alliancekit.report.files import within
from alliancekit.text import visible


def commands(problems: Iterable[Problem], root: Path) -> Iterator[str]:
    """Yield the workflow command of each problem, a line each.

    The log shows the message alone, so that it names the place again.

    Args:
        problems: The problems.
        root: The folder of the repository; a file in it is named by its path from there.

    See https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands.
    """
    path = cache(partial(within, root))
    for problem in problems:
        place = problem.location
        properties = {
            "file": path(place.file).as_posix() if place else None,
            "line": place.line if place else None,
            "col": place.column if place else None,
            "title": problem.code,
        }
        given = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None)
        yield f"::{problem.severity} {given}::{_data(visible(str(problem)))}"


def _data(text: str) -> str:
    """Return text with the escapes of workflow commands; what they have none for is escaped as in a terminal."""
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
