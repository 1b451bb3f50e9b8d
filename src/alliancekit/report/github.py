"""Problems as workflow commands, which GitHub Actions shows beside the lines of a pull request."""

from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path

from alliancekit.errors import Problem
from alliancekit.report.paths import relative_path
from alliancekit.text import escape_controls


def commands(problems: Iterable[Problem], root: Path) -> Iterator[str]:
    """Yield one workflow command per problem.

    The message repeats the location, because the log shows only the message.

    Args:
        problems: The problems.
        root: The folder of the repository; paths of files in it are relative to it.

    See https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands.
    """
    path = cache(partial(relative_path, root))
    for problem in problems:
        location = problem.location
        properties = {
            "file": path(location.file).as_posix() if location else None,
            "line": location.line if location else None,
            "col": location.column if location else None,
            "title": problem.code,
        }
        parameters = ",".join(
            f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None
        )
        yield f"::{problem.severity} {parameters}::{_data(escape_controls(str(problem)))}"


def _data(text: str) -> str:
    """Return text with the escapes of workflow commands; other control characters are escaped as for a terminal."""
    return escape_controls(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
