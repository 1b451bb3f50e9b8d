"""Data sets and panels: what there is, and the accounts of what became of their rows."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType

from alliancekit.errors import Problem, Severity
from alliancekit.loaders import DataSet, Loaded
from alliancekit.messages import counted
from alliancekit.models import State, Treaty
from alliancekit.panel import Panel
from alliancekit.report.problems import report
from alliancekit.report.terminal import Paragraph, styled
from alliancekit.rules import loading as rules


def data_sets(found: Iterable[DataSet]) -> Iterator[RenderableType]:
    """Yield data sets: name, title, and where to get them."""
    for data_set in found:
        yield Paragraph(styled((data_set.name, "bold"), f"  {data_set.title}"), hang=4)
        files = f"{data_set.url} ({', '.join(data_set.files)})"
        yield Paragraph(styled(files), indent=4)


def loading(loaded: Loaded[State] | Loaded[Treaty], *, told: bool) -> Iterator[RenderableType]:
    """Yield what became of the rows of a data set.

    Args:
        loaded: The data set.
        told: Whether the rows that are set aside are told too, each at its line.
    """
    errors = [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
    if told and errors:
        yield from report(errors, len(loaded.records))
    for line in str(loaded.account).split("\n"):
        yield Paragraph(styled(line), hang=4)
    yield from warnings(loaded.problems, "; --format json tells each at its line" if told else "")
    yield Paragraph(styled(f"coverage: {loaded.coverage}, as {loaded.source.title} says"), hang=4)


def warnings(problems: Iterable[Problem], where: str = "") -> Iterator[RenderableType]:
    """Yield how many warnings there are among the problems of a data set, and what they found how often.

    Args:
        problems: The problems.
        where: Where to read each of them, for the end of the first line.
    """
    codes = [problem.code for problem in problems if problem.severity is Severity.WARNING]
    if codes:
        yield Paragraph(styled(f"{counted(len(codes), 'warning')}{where}"), hang=4)
    for line in rules.tally((code, rules.FINDINGS[code]) for code in codes):
        yield Paragraph(styled(line), indent=2, hang=2)


def account(panel: Panel, whose: str) -> Iterator[RenderableType]:
    """Yield the steps to a panel, and its coverage.

    Args:
        panel: The panel.
        whose: Whose word the coverage is.
    """
    for line in str(panel.account).split("\n"):
        text = line.lstrip()
        yield Paragraph(styled(text), indent=len(line) - len(text), hang=2)
    if panel.coverage is None:
        yield Paragraph(styled("coverage: none is known, so that no obligation is 0"), hang=4)
    else:
        first, last = panel.coverage
        yield Paragraph(styled(f"coverage: {first}/{last}, {whose}"), hang=4)
