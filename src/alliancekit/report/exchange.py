"""What an import or an export did not convert, as lines of text: one line for each kind of fact."""

from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import RenderableType

from alliancekit.display.terminal import Paragraph, styled
from alliancekit.errors import Path, Problem, Severity
from alliancekit.exchange.results import NOT_CONVERTED
from alliancekit.exchange.rules import CHANGED
from alliancekit.messages import counted


def losses(problems: Iterable[Problem]) -> Iterator[RenderableType]:
    """Yield a line for each kind of fact that was not converted or changed, with its first place.

    Args:
        problems: The problems of an import or an export; errors are left out.
    """
    warnings = [problem for problem in problems if problem.severity is Severity.WARNING]
    changes = [problem for problem in warnings if problem.code == CHANGED.code]
    facts = [problem for problem in warnings if problem.code != CHANGED.code]
    yield from _kinds(facts, f"{counted(len(facts), 'fact')} not converted")
    yield from _kinds(changes, f"{counted(len(changes), 'value')} of the corpus changed")


def _kinds(warnings: list[Problem], heading: str) -> Iterator[RenderableType]:
    """Yield a heading, and a line for each kind."""
    first: dict[str, Problem] = {}
    for problem in warnings:
        first.setdefault(_kind(problem.path), problem)
    counts = Counter(_kind(problem.path) for problem in warnings)
    if counts:
        yield Paragraph(styled(f"{heading} (--format json lists each):"))
    for kind, number in counts.most_common():
        problem = first[kind]
        place = problem.location or problem.record
        words = f", first in {place}: {_reason(problem)}"
        yield Paragraph(styled(f"{number} \N{MULTIPLICATION SIGN} ", (kind, "bold"), words), indent=2, hang=4)


def _kind(path: Path) -> str:
    """Return the names in a path, without the positions of items."""
    return ".".join(step for step in path if isinstance(step, str)) or "item"


def _reason(problem: Problem) -> str:
    """Return the reason in the message of a loss."""
    return problem.message.partition(NOT_CONVERTED)[2] or problem.message
