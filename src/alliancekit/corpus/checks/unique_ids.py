"""The check that an id belongs to one record."""

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from attrs import fields

from alliancekit.corpus.checks.check import EXACT, Check, no_rows
from alliancekit.errors import Problem
from alliancekit.messages import listed
from alliancekit.models import Entry
from alliancekit.rules import Rule
from alliancekit.text import LONGEST_ID, shorten

if TYPE_CHECKING:
    from alliancekit.strategies.corpus_drafts import CorpusDraft

UNIQUE: Final = Rule(
    code="AK901",
    demand="An id belongs to one record.",
    advice="give one of the two another id, or remove it",
)
SAME_WHEN_MERGED: Final = Rule(
    code="AK910",
    demand="Two corpora that are merged have equal records where their ids are equal.",
    advice="make the two records equal, or give one another id",
)
CHANGES_AGREE: Final = Rule(
    code="AK919",
    demand="Two sets of changes that are merged do not contradict each other.",
    advice="write the right value into both versions, and merge again",
)
BY_MERGES: Final = frozenset({SAME_WHEN_MERGED, CHANGES_AGREE})
"""The rules that no single corpus can break."""

# --- Meaning --------------------------------------------------------------------------------------------------------


def repeated_id_problems(ids: Iterable[str], known: Container[str] = ()) -> Iterator[tuple[int, Problem]]:
    """Yield the problem of each id that is known or that an earlier one repeats, with its position."""
    seen: set[str] = set()
    for position, id_ in enumerate(ids):
        if id_ in seen or id_ in known:
            message = f"id {shorten(id_, LONGEST_ID)} is taken by an earlier record"
            yield position, UNIQUE.problem(message, path=("id",), record=id_)
        seen.add(id_)


def merge_problem(first: Entry, second: Entry) -> Problem:
    """Return the problem of two records with one id that differ."""
    names = [field.name for field in fields(type(first))]
    differing = [name for name in names if getattr(first, name) != getattr(second, name)]
    message = f"{first.id} differs between the corpora in {listed(tuple(differing), 'and')}"
    return SAME_WHEN_MERGED.problem(message, path=(differing[0],), record=first.id)


# --- Generation -----------------------------------------------------------------------------------------------------


def _break(draft: "CorpusDraft") -> Sequence[Entry]:
    """Add a record a second time."""
    return (*draft.records, draft.choose(draft.records))


CHECK: Final = Check(
    rules=(UNIQUE, SAME_WHEN_MERGED, CHANGES_AGREE),
    scope="linked",
    columns=no_rows,
    extents={UNIQUE: EXACT},
    breaking={UNIQUE: _break},  # it takes two corpora to break the others
)
