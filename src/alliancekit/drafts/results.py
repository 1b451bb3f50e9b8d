"""The result of reading drafts: candidates, and everything that did not become one."""

from attrs import define, evolve, field, frozen

from alliancekit.corpus.path_problems import PathProblemLog
from alliancekit.errors import Location, Path, Problem, Severity, severities
from alliancekit.evidence import NearPassage
from alliancekit.formats import Document
from alliancekit.messages import counted
from alliancekit.models import Candidate
from alliancekit.rules import Rule


@frozen
class RefusedQuote:
    """A quote of a draft that has no anchor.

    Attributes:
        words: The quote.
        problem: Why it has none, with its place in the file of drafts.
        near: The most similar passages of the text. They are only suggestions.
    """

    words: str = field(repr=False)
    problem: Problem
    near: tuple[NearPassage, ...] = field(default=(), repr=False)


@frozen
class RefusedDraft:
    """A draft that makes no candidate.

    Attributes:
        id: Its id in the file; None: it has none.
        location: Its place in the file.
    """

    id: str | None
    location: Location


@frozen(repr=False)
class Drafted:
    """The candidates of a file of drafts.

    Attributes:
        candidates: The candidates, in the order of the file. Each names the program that drafted it.
        problems: An error for each refused quote, for each draft that makes no candidate and for each value that is
            left out, and a warning for each fact without a place in a candidate; with line and column.
        refused: The quotes without an anchor.
        refused_drafts: The drafts that make no candidate, in the order of the file.
    """

    candidates: tuple[Candidate, ...]
    problems: tuple[Problem, ...] = ()
    refused: tuple[RefusedQuote, ...] = ()
    refused_drafts: tuple[RefusedDraft, ...] = ()

    def __repr__(self) -> str:
        """Return the number of candidates and of problems."""
        return f"<Drafted: {counted(len(self.candidates), 'candidate')}, {severities(self.problems) or 'no problems'}>"

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that are errors."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


@define
class DraftLog(PathProblemLog):
    """Collects the problems of drafts.

    Attributes:
        refused: The quotes without an anchor.
        refused_drafts: The drafts that make no candidate.
        in_text: Whether the words of a quote, or similar ones, are in the text.
    """

    refused: list[RefusedQuote] = field(factory=list)
    refused_drafts: list[RefusedDraft] = field(factory=list)
    in_text: bool = False

    def report(self, rule: Rule, document: Document, path: Path, message: str, hint: str | None = None) -> Problem:
        """Add the problem of a value in a file, and return it; the message continues the path."""
        return self.add(rule, path, message, location=document.locate(path), hint=hint)

    def refuse(self, document: Document, path: Path, id_: object) -> None:
        """Add a draft that makes no candidate."""
        self.refused_drafts.append(RefusedDraft(id_ if isinstance(id_, str) else None, document.locate(path)))

    def locate(self, problem: Problem, document: Document, path: Path) -> None:
        """Add a problem of a record, at its place in the file."""
        self.problems.append(evolve(problem, path=path, location=document.locate(path)))
