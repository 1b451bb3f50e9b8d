"""Collect the problems of all files in order: one problem for each cause, and a limited number for each file."""

from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import field, frozen

from alliancekit.corpus.causes import merged_by_cause
from alliancekit.corpus.checks.check import Cause
from alliancekit.corpus.results import in_text
from alliancekit.errors import Location, Problem, Severity
from alliancekit.formats import TOO_MANY_HINT, Limits, too_many_problems
from alliancekit.rules.reading import LIMIT


def limit_problem(location: Location | None, limits: Limits) -> Problem:
    """Return the AK006 problem of a file with too many problems, at the location of the first one beyond the limit."""
    return LIMIT.problem(too_many_problems(limits), location=location, hint=TOO_MANY_HINT)


@frozen
class ProblemLog:
    """The problems of all files, each with the index of its file.

    Attributes:
        limits: The maximum number of problems per file. Problems with one cause count separately, although one
            problem is reported for them.
        faulty: The ids of the records that have an error, even one that is not reported because of the limit.
    """

    limits: Limits
    faulty: set[str] = field(factory=set, init=False)
    _problems: list[tuple[int, Problem, Cause]] = field(factory=list, init=False)
    _counts: Counter[int] = field(factory=Counter, init=False)

    def add(self, file: int, problems: Iterable[Problem], cause: Cause = None) -> None:
        """Add problems of a file. If they exceed the limit, AK006 replaces the first one beyond it and all later ones.

        Args:
            file: The index of the file.
            problems: The problems.
            cause: The cause that they share with other problems of the same rule.
        """
        for problem in problems:
            if problem.record is not None and problem.severity is Severity.ERROR:
                self.faulty.add(problem.record)
            if self.is_over_limit(file):
                continue
            self._counts[file] += 1
            if self.is_over_limit(file):
                self._problems.append((file, limit_problem(problem.location, self.limits), None))
            else:
                self._problems.append((file, problem, cause))

    def is_over_limit(self, file: int) -> bool:
        """Return whether a file has more problems than the limit. Then no more problems of the file are reported."""
        return self._counts[file] > self.limits.problems

    def __iter__(self) -> Iterator[Problem]:
        """Yield the problems in the order of the files, and in each file in the order of the text."""
        ordered = sorted(self._problems, key=lambda numbered: (numbered[0], in_text(numbered[1])))
        return merged_by_cause((problem, cause) for _, problem, cause in ordered)
