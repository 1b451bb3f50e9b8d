"""Collects the problems of all files in order: one problem for one cause, and a limited number for each file."""

from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import field, frozen

from alliancekit.corpus.causes import united
from alliancekit.corpus.checks.check import Cause
from alliancekit.corpus.places import in_text
from alliancekit.errors import Problem, Severity
from alliancekit.formats import TOO_MANY_HINT, Limits, too_many_problems
from alliancekit.rules.reading import LIMIT


def one_too_many(problem: Problem, limits: Limits) -> Problem:
    """Return what is said in the place of a problem that is one more than are told of a file."""
    return LIMIT.problem(too_many_problems(limits), location=problem.location, hint=TOO_MANY_HINT)


@frozen
class Told:
    """The problems of all files, each with the place of its file in their order.

    Attributes:
        limits: How many of a file are told.
        faulty: The ids of the records with an error.
    """

    limits: Limits
    faulty: set[str] = field(factory=set, init=False)
    _problems: list[tuple[int, Problem, Cause]] = field(factory=list, init=False)
    _counts: Counter[int] = field(factory=Counter, init=False)

    def add(self, order: int, problems: Iterable[Problem], cause: Cause = None) -> None:
        """Add problems of a file; the first that is one too many says so, and stands for all that follow.

        Args:
            order: The place of the file in the order of all.
            problems: The problems.
            cause: What they have in common with other problems of the same rule.
        """
        for problem in problems:
            if self.is_full(order):
                return
            self._counts[order] += 1
            if problem.record is not None and problem.severity is Severity.ERROR:
                self.faulty.add(problem.record)
            if self.is_full(order):
                self._problems.append((order, one_too_many(problem, self.limits), None))
            else:
                self._problems.append((order, problem, cause))

    def is_full(self, order: int) -> bool:
        """Return whether no more is told of a file."""
        return self._counts[order] > self.limits.problems

    def __iter__(self) -> Iterator[Problem]:
        """Yield the problems in the order of the files and of their text."""
        ordered = sorted(self._problems, key=lambda numbered: (numbered[0], in_text(numbered[1])))
        return united((problem, cause) for _, problem, cause in ordered)
