"""The problems of all files, in their order, and no more of a file than is wanted."""

from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import field, frozen

from alliancekit.corpus.places import in_text
from alliancekit.errors import Problem
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
    """

    limits: Limits
    _problems: list[tuple[int, Problem]] = field(factory=list, init=False)
    _counts: Counter[int] = field(factory=Counter, init=False)

    def add(self, order: int, problems: Iterable[Problem]) -> None:
        """Add problems of a file; the first that is one too many says so, and stands for all that follow."""
        for problem in problems:
            if self.is_full(order):
                return
            self._counts[order] += 1
            self._problems.append((order, one_too_many(problem, self.limits) if self.is_full(order) else problem))

    def is_full(self, order: int) -> bool:
        """Return whether no more is told of a file."""
        return self._counts[order] > self.limits.problems

    def __iter__(self) -> Iterator[Problem]:
        """Yield the problems in the order of the files and of their text."""
        ordered = sorted(self._problems, key=lambda numbered: (numbered[0], in_text(numbered[1])))
        return (problem for _, problem in ordered)
