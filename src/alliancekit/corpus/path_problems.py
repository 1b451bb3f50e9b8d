"""Collect problems of values while a file or a record is read or converted."""

from attrs import define, field

from alliancekit.errors import Location, Path, Problem, path_text
from alliancekit.rules import Rule


@define
class PathProblemLog:
    """Collects problems whose messages start with the path of the value.

    Attributes:
        problems: The problems, in the order in which they were added.
    """

    problems: list[Problem] = field(factory=list, init=False)

    def add(  # noqa: PLR0913 - the parts of a problem
        self,
        rule: Rule,
        path: Path,
        message: str,
        *,
        location: Location | None = None,
        record: str | None = None,
        hint: str | None = None,
    ) -> Problem:
        """Add a problem, and return it.

        Args:
            rule: The rule that the value breaks.
            path: The path of the value; may be empty.
            message: The message; it continues the path.
            location: The place of the value in a file.
            record: The id of the record with the value.
            hint: What to do; None: the advice of the rule.
        """
        text = f"{path_text(path)} {message}" if path else message
        problem = rule.problem(text, path=path, location=location, record=record, hint=hint)
        self.problems.append(problem)
        return problem
