"""The results of an import or an export: the records or the file, and what was not converted."""

from collections.abc import Callable
from typing import Final

from attrs import define, field, frozen

from alliancekit.corpus import Corpus
from alliancekit.corpus.path_problems import PathProblemLog
from alliancekit.errors import InvalidCorpus, Path, Problem, Severity, severities
from alliancekit.exchange.rules import LOST
from alliancekit.formats import AnyPath, Document, path_of, write_atomic
from alliancekit.messages import counted
from alliancekit.models import Entry
from alliancekit.rules import Rule

NOT_CONVERTED: Final = "is not converted: "
"""What a warning says before the reason why a fact was not converted."""


@frozen(repr=False)
class Imported:
    """The records of a file of another program.

    Attributes:
        records: The records, in the order of the file.
        problems: An error for each item that makes no record, and a warning for each fact that was not converted, with
            its path and its place in the file.
    """

    records: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        """Return the number of records and of problems."""
        return f"<Imported: {counted(len(self.records), 'record')}, {severities(self.problems) or 'no problems'}>"

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems of items that make no record."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    def corpus(self) -> Corpus:
        """Return the records as a corpus.

        Raises:
            InvalidCorpus: With every problem, if there is an error, or if the records refer to records that are not
                among them.
        """
        if self.errors:
            raise InvalidCorpus(self.problems)
        return Corpus(self.records)

    def added_to(self, corpus: Corpus) -> Corpus:
        """Return a corpus with the records added; a record takes the place of the one with its id.

        Read the file with the same corpus before, so that such a record keeps what the file does not say.

        Raises:
            InvalidCorpus: If the new corpus breaks a rule.
        """
        records: dict[str, Entry] = {record.id: record for record in corpus}
        records.update((record.id, record) for record in self.records)
        return Corpus(records.values())


@frozen(repr=False)
class Exported:
    """A file for another program.

    Attributes:
        data: The content of the file.
        items: The number of its items.
        problems: An error for each record that can't be exported, and a warning for each fact that was not converted,
            with its record and its path there.
    """

    data: bytes = field(repr=False)
    items: int
    problems: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        """Return the number of items and of problems."""
        return f"<Exported: {counted(self.items, 'item')}, {severities(self.problems) or 'no problems'}>"

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems of records that can't be exported."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    def write(self, path: AnyPath, *, partial: bool = False) -> None:
        """Write the file atomically.

        Args:
            path: The file.
            partial: Whether to write it although records can't be exported.

        Raises:
            InvalidCorpus: With every problem, if there is an error; nothing is written.
            UnusableFile: If it can't be written.
        """
        if self.errors and not partial:
            raise InvalidCorpus(self.problems)
        write_atomic({path_of(path): self.data})


@define
class ImportLog(PathProblemLog):
    """Collects the problems of a file while it is read.

    Attributes:
        document: The file.
    """

    document: Document

    def report(self, rule: Rule, path: Path, message: str, *, hint: str | None = None) -> None:
        """Add the problem of a value in the file; the message continues the path."""
        self.add(rule, path, message, location=self.document.locate(path), hint=hint)

    def lost(self, path: Path, reason: str) -> None:
        """Add the warning that a fact of the file was not converted."""
        self.report(LOST, path, NOT_CONVERTED + reason)


@define
class ExportLog(PathProblemLog):
    """Collects the problems of records while they are exported."""

    def report(self, rule: Rule, record: str, path: Path, message: str, *, hint: str | None = None) -> None:
        """Add the problem of a field of a record; the message continues the path."""
        self.add(rule, path, message, record=record, hint=hint)

    def lost(self, record: str, path: Path, reason: str) -> None:
        """Add the warning that a fact of a record was not converted."""
        self.report(LOST, record, path, NOT_CONVERTED + reason)

    def within(self, record: str) -> Callable[[Path, str], None]:
        """Return a function that adds such warnings for one record."""
        return lambda path, reason: self.lost(record, path, reason)
