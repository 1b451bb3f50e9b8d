"""The check that each reference leads to a record."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from alliancekit import engine
from alliancekit.corpus._suggestions import Suggestions
from alliancekit.corpus.checks.check import EXACT, Check, CorpusIndex, cause_of_value, no_rows
from alliancekit.corpus.references import kind_of, references
from alliancekit.errors import Problem, path_text
from alliancekit.messages import listed
from alliancekit.models import Entry
from alliancekit.rules import Rule
from alliancekit.text import LONGEST_ID, shorten

if TYPE_CHECKING:
    from alliancekit.strategies.corpus_drafts import CorpusDraft

RESOLVES: Final = Rule(
    code="AK902",
    demand="A reference is the id of a record of the corpus.",
    advice="add the record, or correct the reference",
)

# --- Meaning --------------------------------------------------------------------------------------------------------


def problems(index: CorpusIndex) -> Iterator[Problem]:
    """Yield the problem of each reference to an id that no record has."""
    suggestions = index.suggestions or Suggestions(index.records)
    referred = set[str]().union(*(index.summary(model).references for model in index.by_type))
    missing = referred.difference(index.records, index.broken)
    for record in index.records.values() if missing else ():
        model: type = type(record)
        if missing.isdisjoint(engine.of(model).references(record)):
            continue
        for path, id_ in references(record):
            if id_ not in missing:
                continue
            if kind_of(id_) not in index.unread and kind_of(id_) not in index.waiting:
                near = suggestions.of(id_)
                hint = f"did you mean {listed(near)}?" if near else None
                message = f"{path_text(path)} refers to unknown id '{shorten(id_, LONGEST_ID)}'"
                yield RESOLVES.problem(message, path=path, record=record.id, hint=hint)


# --- Generation -----------------------------------------------------------------------------------------------------


def _break(draft: "CorpusDraft") -> Sequence[Entry]:
    """Remove a record to which another one refers."""
    removed = draft.choose(sorted({target for record in draft.records for _, target in references(record)}))
    return tuple(record for record in draft.records if record.id != removed)


CHECK: Final = Check(
    rules=(RESOLVES,),
    problems=problems,
    cause=cause_of_value,
    scope="linked",
    columns=no_rows,
    extents={RESOLVES: EXACT},
    breaking={RESOLVES: _break},  # drawn corpora have all records to which they refer: there is nothing to mend
)
