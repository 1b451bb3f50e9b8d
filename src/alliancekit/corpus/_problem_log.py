"""Collect the problems of all files in order: one problem per cause, and a limited number per file."""

from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import field, frozen

from alliancekit.corpus.causes import merged_by_cause
from alliancekit.corpus.checks.check import Cause
from alliancekit.corpus.outcomes import in_text
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
        limits: The maximum number of problems per file. Each problem counts, before those with one cause are merged.
        faulty: The ids of records with an error, including errors that are not reported because of the limit.
    """

    limits: Limits
    faulty: set[str] = field(factory=set, init=False)
    _problems: list[tuple[int, Problem, Cause]] = field(factory=list, init=False)
    _counts: Counter[int] = field(factory=Counter, init=False)

    def add(self, order: int, problems: Iterable[Problem], cause: Cause = None) -> None:
        """Add problems of a file; the first one beyond the limit is replaced by AK006, and later ones are not reported.

        Args:
            order: The index of the file.
            problems: The problems.
            cause: The cause that they share with other problems of the same rule.
        """
        for problem in problems:
            if problem.record is not None and problem.severity is Severity.ERROR:
                self.faulty.add(problem.record)
            if self.is_over_limit(order):
                continue
            self._counts[order] += 1
            if self.is_over_limit(order):
                self._problems.append((order, limit_problem(problem.location, self.limits), None))
            else:
                self._problems.append((order, problem, cause))

    def is_over_limit(self, order: int) -> bool:
        """Return whether a file has more problems than the limit; later ones are then not reported."""
        return self._counts[order] > self.limits.problems

    def __iter__(self) -> Iterator[Problem]:
        """Yield the problems in the order of the files, and of the text in each file."""
        ordered = sorted(self._problems, key=lambda numbered: (numbered[0], in_text(numbered[1])))
        return merged_by_cause((problem, cause) for _, problem, cause in ordered)
