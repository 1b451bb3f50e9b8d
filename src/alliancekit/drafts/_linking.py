"""References between the drafts of one answer: ids of drafts become the ids of their candidates."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from alliancekit.corpus.references import references
from alliancekit.corpus.renaming import renamed
from alliancekit.drafts.raw import RawDraft
from alliancekit.drafts.results import DraftLog
from alliancekit.errors import InvalidRecord
from alliancekit.models import Candidate
from alliancekit.rules.shape import Kind, Shape, spec_of


def linked(made: Iterable[tuple[RawDraft, Candidate]], ids: Iterable[str | None], log: DraftLog) -> Iterator[Candidate]:
    """Yield the candidates of an answer, which refer to each other by their new ids where a field allows candidates.

    Args:
        made: The candidates, with their drafts.
        ids: The ids of all drafts of the answer; references to an id of several drafts stay as they are.
        log: Where a reference that can't change is reported.
    """
    made = [*made]
    times = Counter(ids)
    names = {draft.id: str(candidate.id) for draft, candidate in made if draft.id and times[draft.id] == 1}
    for draft, candidate in made:
        yield _linked(draft, candidate, names, log)


def _linked(draft: RawDraft, candidate: Candidate, names: Mapping[str, str], log: DraftLog) -> Candidate:
    targets = {target for path, target in references(candidate) if path[0] in _FIELDS}
    try:
        return renamed(candidate, {target: names[target] for target in targets if target in names})
    except InvalidRecord as error:  # a draft that is named twice, by its own id and by that of its candidate
        for problem in error.problems:
            log.locate(problem, draft.document, draft.at(problem.path))
        return candidate


def _allows_candidates(shape: Shape) -> bool:
    inner = shape.item or shape
    if inner.kind is Kind.OBJECT:
        return any(_allows_candidates(field.shape) for field in spec_of(inner.type).fields)
    return "candidate" in inner.refers_to


_FIELDS: Final = frozenset(field.name for field in spec_of(Candidate).fields if _allows_candidates(field.shape))
"""The fields of a candidate that may refer to candidates, themselves or in their objects."""
