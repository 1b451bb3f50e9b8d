"""Records that may contradict each other: show them as a corpus, and find the problems of each."""

from collections.abc import Collection, Iterable, Mapping

from alliancekit import engine
from alliancekit.corpus._corpus import Corpus, corpus_of_checked
from alliancekit.corpus._suggestions import Suggestions
from alliancekit.corpus.causes import problems_with_causes
from alliancekit.corpus.checks.check import CorpusIndex
from alliancekit.corpus.order import in_order
from alliancekit.errors import Problem
from alliancekit.models import Entry


def unchecked_corpus(records: Iterable[Entry]) -> Corpus:
    """Return a corpus for display: its records may contradict each other, and references may lead nowhere."""
    return corpus_of_checked(records, ())


def problems_beside(
    record: Entry, others: Mapping[str, Entry], more_ids: Collection[str] = frozenset()
) -> tuple[Problem, ...]:
    """Return the problems of a record beside those to which it refers, directly or indirectly.

    Args:
        record: The record.
        others: All other records by id; one with the id of the record does not matter.
        more_ids: Further ids to which it may refer.
    """
    beside: dict[str, Entry] = {}
    waiting: list[Entry] = [record]
    while waiting:
        each = waiting.pop()
        if each.id not in beside:
            beside[each.id] = each
            model: type = type(each)
            waiting += (others[id_] for id_ in engine.of(model).references(each) if id_ in others)
    suggestions = Suggestions((*others, *more_ids))
    index = CorpusIndex(in_order(beside.values()), broken=more_ids, suggestions=suggestions)
    return tuple(problem for problem, _ in problems_with_causes(index) if problem.record == record.id)
