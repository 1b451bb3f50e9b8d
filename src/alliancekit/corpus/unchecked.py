"""Records that may contradict each other: show them as a corpus, and find the problems of each."""

from collections.abc import Iterable

from alliancekit.corpus._corpus import Corpus, corpus_of_checked
from alliancekit.corpus.causes import problems_with_causes
from alliancekit.corpus.checks.check import CorpusIndex
from alliancekit.corpus.order import in_order
from alliancekit.errors import Problem
from alliancekit.models import Entry


def unchecked_corpus(records: Iterable[Entry]) -> Corpus:
    """Return a corpus for display: its records may contradict each other, and references may lead nowhere."""
    return corpus_of_checked(records, ())


def problems_by_record(records: Iterable[Entry]) -> dict[str, tuple[Problem, ...]]:
    """Return the problems of records beside each other, by the id of the record; records without any are left out."""
    found: dict[str, list[Problem]] = {}
    for problem, _ in problems_with_causes(CorpusIndex(in_order(records))):
        found.setdefault(str(problem.record), []).append(problem)
    return {id_: tuple(problems) for id_, problems in found.items()}
