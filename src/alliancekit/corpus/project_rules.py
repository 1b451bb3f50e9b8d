"""Check the rules and fields of projects while files are read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from attrs import frozen

from alliancekit.corpus.results import in_text
from alliancekit.corpus.stream import FileReader, Item, Locator, ReadResult, ValidRecords
from alliancekit.models import MODELS
from alliancekit.projects import Project, problems_with, rules_of_reading, with_declared_fields
from alliancekit.rules import RecordRule


@frozen(eq=False)
class ProjectReader:
    """A reader that adds the problems of the rules of projects; see `FileReader`.

    Attributes:
        reader: The reader of the file.
        projects: The projects.
        rules: The rules of the projects, by the type of record.
        checks_all: Whether a project has rules of its own. Without them, only records with fields of projects are
            checked, and those are never among `ValidRecords`.
    """

    reader: FileReader
    projects: Sequence[Project]
    rules: Mapping[type, Sequence[RecordRule]]
    checks_all: bool

    @property
    def fraction_done(self) -> float:
        """The fraction of the file that has been read."""
        return self.reader.fraction_done

    def __iter__(self) -> Iterator[Item]:
        """Yield the content of the file; a record that breaks a rule comes with its problems."""
        for item in self.reader:
            if isinstance(item, ValidRecords) and self.checks_all:
                yield from self._checked_records(item)
                continue
            if not isinstance(item, ValidRecords) and item.record and item.locator:
                problems = problems_with(self.rules[type(item.record)], item.record)
                item.record = with_declared_fields(self.projects, item.record)
                found = [item.locator.locate(problem) for problem in problems]
                item.problems = sorted([*item.problems, *found], key=in_text) if found else item.problems
            yield item

    def skipped(self) -> ReadResult:
        """Return the ids or kinds of records in the file."""
        return self.reader.skipped()

    def _checked_records(self, valid: ValidRecords) -> Iterator[Item]:
        """Yield consecutive records, those that break a rule by themselves."""
        first = 0
        for n, record in enumerate(valid.records):
            if problems := problems_with(self.rules[type(record)], record):
                yield from _part(valid, first, n)
                locator = valid.locator(n)
                located = sorted(map(locator.locate, problems), key=in_text)
                yield ReadResult(problems=located, record=record, id=record.id, locator=locator)
                first = n + 1
        yield from _part(valid, first, len(valid.records))


def _part(valid: ValidRecords, first: int, end: int) -> Iterator[ValidRecords]:
    """Yield the records from one index to another, if there are any."""
    if first < end:
        yield ValidRecords(valid.records[first:end], partial(_locator, valid.locator, first))


def _locator(locator: Callable[[int], Locator], first: int, n: int) -> Locator:
    return locator(first + n)


def with_projects(reader: FileReader, projects: Sequence[Project]) -> FileReader:
    """Return a reader that also checks the rules of projects, and that the projects of all fields are known."""
    rules = {model: rules_of_reading(projects, model) for model in MODELS.values()}
    return ProjectReader(reader, projects, rules, any(project.rules or project.field_rules for project in projects))
