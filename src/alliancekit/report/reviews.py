"""A draft and its passages, for a reviewer in a terminal."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import frozen
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from alliancekit.corpus import Corpus
from alliancekit.corpus.references import attestations
from alliancekit.display.records import evidence_rows, own_rows
from alliancekit.display.terminal import Paragraph, styled
from alliancekit.errors import Problem
from alliancekit.messages import counted, listed
from alliancekit.models.attestation import Attestation
from alliancekit.models.ids import SourceId
from alliancekit.review import Decision, DraftState, DraftStatus

_WIDE: Final = 100
"""The width of a terminal, in cells, from which the passages stand beside the draft."""

_STATUS_WORDS: Final[Mapping[DraftStatus, str]] = {
    "accepted": "accepted",
    "accepted_as_candidate": "accepted as a candidate",
    "rejected": "rejected",
    "skipped": "skipped",
    "open": "not decided",
}


@frozen
class SideBySide:
    """Two blocks beside each other in a wide terminal, else one below the other.

    Attributes:
        left: The left or upper block.
        right: The right or lower block.
    """

    left: Sequence[RenderableType]
    right: Sequence[RenderableType]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the blocks."""
        del console
        if options.max_width < _WIDE:
            yield Group(*self.left, "", *self.right)
            return
        table = Table.grid(padding=(0, 2), expand=True)
        table.add_column(ratio=1)
        table.add_column(ratio=1)
        table.add_row(Group(*self.left), Group(*self.right))
        yield table


def draft_report(
    corpus: Corpus,
    state: DraftState,
    place: tuple[int, int],
    passages: Callable[[SourceId, Attestation], Iterable[RenderableType]] | None,
    problems: Iterable[Problem],
) -> Iterator[RenderableType]:
    """Yield a draft: its passages in their context, its fields, what it lacks, and its problems.

    Args:
        corpus: The records to which it refers.
        state: The draft.
        place: Its place among the drafts, from 1, and their number.
        passages: Returns the passages of an attestation; None: only their positions are shown.
        problems: Problems of the draft beside other records.
    """
    draft = state.candidate
    yield Text()
    yield Line(style="dim", characters="─")
    number, total = place
    changed = ", changed" if state.decision and state.decision.verdict == "edit" else ""
    status = f", {_STATUS_WORDS[state.status]}" if state.status != "open" else ""
    yield Paragraph(styled((f"Draft {number} of {total}", "bold"), f", for a {draft.of}{changed}{status}"))
    yield Text()
    reports = tuple((draft.id, each.source, each) for each in attestations(draft))
    evidence = [*evidence_rows(corpus, draft, reports, passages)]
    yield SideBySide(evidence, [*own_rows(corpus, draft)])
    for problem in problems:
        yield problem_row(problem)


def problem_row(problem: Problem) -> RenderableType:
    """Return a problem as a paragraph: its location, code, message and hint."""
    where = f"{problem.location}: " if problem.location else ""
    return Paragraph(styled(("problem: ", "red"), f"{where}{problem.code} {problem.text}"), hang=2)


def missing_fields_note(state: DraftState) -> RenderableType:
    """Return the sentence that a draft can't be accepted, because it lacks fields."""
    names = listed(tuple(state.candidate.missing), "and")
    message = f"It lacks {names}, so it can't become a {state.candidate.of}: e adds them, c accepts it as a candidate."
    return Paragraph(styled((message, "yellow")), hang=2)


def complete_note(state: DraftState) -> RenderableType:
    """Return the sentence that a draft lacks nothing, so that it is not accepted as a candidate."""
    message = f"It lacks no field, so it does not stay a candidate: a accepts it as a {state.candidate.of}."
    return Paragraph(styled((message, "yellow")), hang=2)


def reopened(decision: Decision) -> RenderableType:
    """Return the sentence that a draft has changed since a decision, which does not count any more."""
    verdict = decision.verdict.replace("_", " ")
    message = f"The draft has changed since {decision.by} decided ({verdict}, {decision.at}): decide again."
    return Paragraph(styled((message, "yellow")), hang=2)


def undone(decision: Decision, before: int) -> RenderableType:
    """Return the sentence that a decision is undone.

    Args:
        decision: The decision.
        before: The number of decisions before it, which can be undone too.
    """
    verdict = decision.verdict.replace("_", " ")
    message = f"Undone: {verdict} of {decision.record} ({decision.by}, {decision.at}). {_remaining(before)}"
    return Paragraph(styled((message, "yellow")), hang=2)


def _remaining(before: int) -> str:
    if not before:
        return "This was the first decision."
    return f"{counted(before, 'decision')} before it can be undone, too."


def gone(ids: Sequence[str]) -> RenderableType:
    """Return the sentence that decisions do not count, because their drafts are not in the file."""
    are, drafts = ("is", "a draft") if len(ids) == 1 else ("are", "drafts")
    message = f"{listed(tuple(ids), 'and')} {are} no longer {drafts} of the file: earlier decisions do not count."
    return Paragraph(styled((message, "yellow")), hang=2)


def without_drafts(candidates: int) -> str:
    """Return the sentence that there is nothing to review.

    Args:
        candidates: The number of candidates in the file, all of which are reviewed.
    """
    if not candidates:
        return "0 drafts: the file has no candidates"
    return (
        f"0 drafts: {counted(candidates, 'candidate')}, already reviewed. To make a statement or proposal of one, add "
        'the missing fields in the file, then use "alliancekit promote".'
    )


def summary(counts: Mapping[DraftStatus, int]) -> str:
    """Return the number of drafts of each status, such as ``3 drafts: 1 accepted, 2 not decided``."""
    numbers = [f"{counts[status]} {word}" for status, word in _STATUS_WORDS.items() if status in counts]
    return f"{counted(sum(counts.values()), 'draft')}{': ' if numbers else ''}{', '.join(numbers)}"
