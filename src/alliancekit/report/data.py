"""Data sets and panels as text: a list of data sets, and accounts of the rows that were used or dropped."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType

from alliancekit.display.terminal import Paragraph, styled
from alliancekit.errors import Problem, Severity
from alliancekit.loaders import DataSet, Loaded, LoadedDyads
from alliancekit.messages import counted
from alliancekit.models import State, Treaty
from alliancekit.panel import Panel
from alliancekit.report.problems import report
from alliancekit.rules import loading as rules


def data_sets(items: Iterable[DataSet]) -> Iterator[RenderableType]:
    """Yield the name, title and download address of data sets."""
    for data_set in items:
        yield Paragraph(styled((data_set.name, "bold"), f"  {data_set.title}"), hang=4)
        files = f"{data_set.url} ({', '.join(data_set.files)})"
        yield Paragraph(styled(files), indent=4)


def loading_report(
    loaded: Loaded[State] | Loaded[Treaty] | LoadedDyads, usable: int, *, list_rows: bool
) -> Iterator[RenderableType]:
    """Yield the number of rows of a data set that were used and set aside, its warnings and its coverage.

    Args:
        loaded: The data set.
        usable: The number of its records, or of its rows if it has no records.
        list_rows: Whether to list the rows that were set aside, each with its line.
    """
    errors = [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
    if list_rows and errors:
        yield from report(errors, usable)
    for line in str(loaded.account).split("\n"):
        yield Paragraph(styled(line), hang=4)
    yield from warnings(loaded.problems, "; --format json lists each with its line" if list_rows else "")
    yield Paragraph(styled(f"coverage: {loaded.coverage}, from {loaded.source.title}"), hang=4)


def warnings(problems: Iterable[Problem], hint: str = "") -> Iterator[RenderableType]:
    """Yield the number of warnings among the problems of a data set, and the number for each rule.

    Args:
        problems: The problems.
        hint: How to list each of them; text for the end of the first line.
    """
    codes = [problem.code for problem in problems if problem.severity is Severity.WARNING]
    if codes:
        yield Paragraph(styled(f"{counted(len(codes), 'warning')}{hint}"), hang=4)
    for line in rules.tally((code, rules.FINDINGS[code]) for code in codes):
        yield Paragraph(styled(line), indent=2, hang=2)


def panel_report(panel: Panel, source: str) -> Iterator[RenderableType]:
    """Yield the steps that made a panel, and its coverage.

    Args:
        panel: The panel.
        source: The source of its coverage.
    """
    for line in panel.account.report().split("\n"):
        text = line.lstrip()
        yield Paragraph(styled(text), indent=len(line) - len(text), hang=2)
    if panel.coverage is None:
        yield Paragraph(styled("coverage: unknown, so no obligation is 0"), hang=4)
    else:
        first, last = panel.coverage
        yield Paragraph(styled(f"coverage: {first}/{last}, from {source}{_by_table(panel)}"), hang=4)


def _by_table(panel: Panel) -> str:
    """Return the end of the line about the coverage: the years that directed dyad-years add."""
    if not panel.known_by_table:
        return ""
    first, last = min(panel.known_by_table), max(panel.known_by_table)
    years = str(first) if first == last else f"{first} to {last}"
    return f"; the directed dyad-years of ATOP say what is owed in {years}"
