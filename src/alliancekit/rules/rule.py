"""What every rule has: a code, a sentence that says what it demands, and advice."""

from collections.abc import Iterator
from typing import TypeAlias

from attrs import field, frozen

from alliancekit.errors import Location, Path, Problem, Severity, path_text
from alliancekit.text import in_message

Complaint: TypeAlias = tuple[Path, str]
"""Where a rule is broken, seen from the record or value that it governs, and how."""


@frozen(kw_only=True)
class Rule:
    """A rule that data must obey, declared once and read by everything that checks or explains it.

    Attributes:
        code: Stable code, such as ``AK501``; never given to another rule.
        demand: What the rule demands, a sentence.
        advice: What to do when it is broken; it becomes the hint of the problem.
        severity: Whether breaking it makes the data invalid or only calls for a look.
    """

    code: str
    demand: str
    advice: str = ""
    severity: Severity = field(default=Severity.ERROR)

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        """Keep the short representation, so that a signature that names rules can be read.

        A class that overrides `complaints` alone does not inherit the `holds` of another rule.
        """
        type.__setattr__(cls, "__repr__", Rule.__repr__)
        if "complaints" in vars(cls) and "holds" not in vars(cls):
            type.__setattr__(cls, "holds", Rule.holds)

    def __repr__(self) -> str:
        """Return the code; its demand is in `demand`, and `alliancekit explain` tells the rest."""
        return f"<{self.code}>"

    def problem(
        self,
        message: str,
        *,
        path: Path = (),
        record: str | None = None,
        location: Location | None = None,
        hint: str | None = None,
    ) -> Problem:
        """Return the problem of one place that breaks this rule; its message and hint are fit to be shown."""
        advice = self.advice if hint is None else in_message(hint)
        return Problem(self.code, in_message(message), advice, path, record, location, self.severity)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield each place where the values break this rule, in the order of the record."""
        raise NotImplementedError

    def holds(self, *values: object) -> bool:
        """Return whether the values obey this rule: true exactly where there are no complaints.

        A class may override it with something faster.
        """
        return next(self.complaints(*values), None) is None

    def problems(self, values: tuple[object, ...], path: Path = ()) -> Iterator[Problem]:
        """Yield the problem of each place where the values, found at a path, break this rule."""
        for step, complaint in self.complaints(*values):
            place = (*path, *step)
            yield self.problem(f"{path_text(place)} {complaint}".lstrip(), path=place, hint=self.hint(*values))

    def hint(self, *values: object) -> str | None:
        """Return what to do about values that break this rule, where that can be said better than in `advice`."""
        del values
        return None


def placed(problem: Problem, record: str | None, location: Location | None = None) -> Problem:
    """Return a problem as one of a record, at a place; a file of many mistakes does so with each of them."""
    return Problem(problem.code, problem.message, problem.hint, problem.path, record, location, problem.severity)
