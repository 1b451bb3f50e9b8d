"""Read a file of drafts, in any of its formats."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from attrs import frozen

from alliancekit.drafts._by_schema import drafts_of_lists
from alliancekit.drafts._candidates import CandidateMaker
from alliancekit.drafts._langextract import drafts_of_extractions
from alliancekit.drafts._linking import linked
from alliancekit.drafts._quotes import QuoteFinder
from alliancekit.drafts._syntax_hints import with_causes
from alliancekit.drafts.raw import RawDraft
from alliancekit.drafts.results import Drafted, DraftLog
from alliancekit.drafts.rules import DRAFT_STRUCTURE
from alliancekit.engine.tree import Tree
from alliancekit.errors import InvalidCorpus, Location, Path
from alliancekit.evidence import Copy
from alliancekit.formats import (
    LIMITS,
    AnyPath,
    Document,
    Limits,
    is_blank,
    path_of,
    read_bytes,
    read_json,
    read_line,
    whole_lines,
)
from alliancekit.messages import described
from alliancekit.models import Candidate, Source
from alliancekit.models.attestation import Wording
from alliancekit.models.coding import Coding

_LINES: Final = ".jsonl"
_EXTRACTIONS: Final = "extractions"


@frozen
class _Part:
    """A value of a file, with its path."""

    document: Document
    tree: Tree
    path: Path


def read(  # noqa: PLR0913 - the file, its text and what the file may leave out
    path: AnyPath,
    text: str | Copy,
    source: str | Source,
    coding: Coding,
    *,
    wording: Wording | None = None,
    limits: Limits = LIMITS,
) -> Drafted:
    """Read the drafts of a model or an annotator, and make candidates of them.

    Each quote gets an anchor where it stands in the text, letter by letter, at one place. Any other quote is refused,
    with the most similar passages. Nothing is guessed and nothing is lost silently: whatever makes no candidate is in
    `problems`. Drafts of one answer, which is the file or a line of it, refer to each other by the ids of their
    candidates, where a field allows candidates. A candidate lists the required fields that it lacks; a complete one
    still waits for a review.

    Args:
        path: The file. In JSON: an object as `alliancekit.schema.drafts_schema` describes it. In JSON Lines
            (``.jsonl``): such objects, or the annotated documents of langextract, one a line.
        text: The text of the source, with LF line ends and without a byte order mark, as `read_copy` reads it.
        source: The source of the text, or its id.
        coding: The program that made the drafts.
        wording: How the quotes relate to the words of the speaker, where the file does not say it; None: each draft
            must say it.
        limits: The maximum size and depth of the file.

    Raises:
        UnusableFile: If the file can't be read.
    """
    log = DraftLog()
    copy = text if isinstance(text, Copy) else Copy(text)
    id_ = source.id if isinstance(source, Source) else source
    maker = CandidateMaker(QuoteFinder(copy, log), id_, coding, wording)
    parts = _parts(path, limits, log)
    candidates: list[Candidate] = []
    for part in parts:
        drafts = [*_drafts(part, copy, log)]
        made = [(draft, candidate) for draft in drafts if (candidate := maker.candidate(draft))]
        candidates += linked(made, [draft.id for draft in drafts], log)
    if len(log.refused) > 1 and not log.in_text:
        _report_other_text(log, str(path), id_)
    refused = sorted(log.refused_drafts, key=lambda each: (each.location.line or 0, each.location.column or 0))
    return Drafted(tuple(candidates), tuple(log.problems), tuple(log.refused), tuple(refused))


def _report_other_text(log: DraftLog, file: str, source: str) -> None:
    """Replace the problems of all quotes by one: none of them is in the text, so that it is another text."""
    refused = {id(quoted.problem) for quoted in log.refused}
    message = f"none of the {len(refused)} quotes is in the text, and no similar words are"
    hint = f"pass the file of {source}, or the drafts of this text"
    problem = DRAFT_STRUCTURE.problem(message, path=(), location=Location(file), hint=hint)
    log.problems[:] = [problem, *(each for each in log.problems if id(each) not in refused)]


def _parts(path: AnyPath, limits: Limits, log: DraftLog) -> Iterator[_Part]:
    """Yield the values of a file that can be parsed, and report the others."""
    file = path_of(path)
    data = read_bytes(file, limits)
    if file.suffix.lower() != _LINES or is_blank(data):  # an empty file is no answer, in either format
        document = read_json(data, str(path), limits)
        log.problems.extend(with_causes(document.problems, data))
        if not document.problems:
            yield _Part(document, document.tree, ())
        return
    lines = chain.from_iterable(part.splitlines(keepends=True) for part in whole_lines([data], limits.size))
    for number, line in enumerate(lines):
        if is_blank(line):
            continue
        try:
            read = read_line(line, str(path), limits, number)
        except InvalidCorpus as error:
            log.problems.extend(with_causes(error.problems, line, number + 1))
            continue
        log.problems.extend(with_causes(read.problems, line, number + 1))
        if not read.problems and isinstance(read.tree, list):
            yield _Part(read, read.tree[0], (number,))


def _drafts(part: _Part, copy: Copy, log: DraftLog) -> Iterator[RawDraft]:
    if not isinstance(part.tree, dict):
        message = f"{'a line of' if part.path else 'a file of'} drafts must be an object, got {described(part.tree)}"
        problem = DRAFT_STRUCTURE.problem(message, path=part.path, location=part.document.locate(part.path))
        log.problems.append(problem)
    elif _EXTRACTIONS in part.tree:
        yield from drafts_of_extractions(part.document, part.tree, part.path, copy, log)
    else:
        yield from drafts_of_lists(part.document, part.tree, part.path, log)
