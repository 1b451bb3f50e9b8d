"""Select the problems to report: by the codes of rules, and without those of an earlier check."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Self, TypeAlias, cast

from attrs import frozen

from alliancekit.errors import Problem, UnknownCode, UnusableFile, path_text
from alliancekit.formats import AnyPath, path_of, read_bytes
from alliancekit.projects import Project
from alliancekit.rulebook import rules
from alliancekit.text import LONGEST_ID, quote, shorten

_ProblemKey: TypeAlias = tuple[object, object, object, object]
"""What identifies a problem if the lines of a file move: its code, file, record and path."""


def checked_prefixes(codes: Iterable[str], projects: Iterable[Project] = ()) -> tuple[str, ...]:
    """Return codes of rules, or the first characters of such codes, in capital letters.

    Args:
        codes: The codes.
        projects: Projects whose rules count too.

    Raises:
        UnknownCode: If no rule has a code that begins so.
    """
    known = rules(projects)
    capitals = tuple(code.upper() for code in codes)
    for code in capitals:
        if not code or not any(own.startswith(code) for own in known):
            message = f"no rule has a code that begins with {quote(code)}; alliancekit explain lists the codes"
            raise UnknownCode(message)
    return capitals


@frozen
class Baseline:
    """The problems of an earlier check, which are not reported again.

    Attributes:
        counts: How often each problem occurred.
    """

    counts: Counter[_ProblemKey]

    @classmethod
    def read(cls, path: AnyPath) -> Self:
        """Return the problems in a file that ``alliancekit check --format json`` has printed.

        Raises:
            UnusableFile: If the file can't be read, or is no list of problems.
        """
        try:
            content: object = json.loads(read_bytes(path_of(path)))
            problems = cast("list[object]", content) if isinstance(content, list) else [None]
            return cls(Counter(map(_listed_key, problems)))
        except (ValueError, RecursionError, LookupError, TypeError):
            message = f"{path_of(path)} is no list of problems; write it with: alliancekit check PATH --format json"
            raise UnusableFile(message) from None

    def without_known(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return the problems that the earlier check did not find, or found less often."""
        left = self.counts.copy()
        new: list[Problem] = []
        for problem in problems:
            key = _key(problem)
            if left[key]:
                left[key] -= 1
            else:
                new.append(problem)
        return tuple(new)


def _listed_key(problem: object) -> _ProblemKey:
    """Return the key of a problem in a list of JSON."""
    values = cast("dict[str, object]", problem)
    return values["code"], values["file"], values["record"], values["path"]


def _key(problem: Problem) -> _ProblemKey:
    """Return the same key for a problem."""
    file = problem.location.file if problem.location else None
    record = problem.record and shorten(problem.record, LONGEST_ID)
    return problem.code, file, record, path_text(problem.path) or None


@frozen
class Selection:
    """Which problems are reported.

    Attributes:
        select: Codes of rules, or how they begin; if there are any, only problems of these rules are reported.
        ignore: The same for rules whose problems are not reported.
        baseline: An earlier check, whose problems are not reported; None if there is none.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: Baseline | None = None

    def of(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return the selected problems, in order."""
        chosen = (
            problem
            for problem in problems
            if (not self.select or problem.code.startswith(self.select)) and not problem.code.startswith(self.ignore)
        )
        return self.baseline.without_known(chosen) if self.baseline else tuple(chosen)
