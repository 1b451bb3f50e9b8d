"""Strategies for whole corpora: records with few ids, those to which they refer, changed until they fit together."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import TypeAlias, cast

from hypothesis import reject
from hypothesis import strategies as st

from alliancekit.corpus import Corpus
from alliancekit.corpus.causes import kinds_of, problems_with_causes
from alliancekit.corpus.checks import MENDING
from alliancekit.corpus.checks.check import CorpusIndex
from alliancekit.corpus.checks.unique_ids import repeated_id_problems
from alliancekit.corpus.references import references
from alliancekit.errors import InvalidRecord, Problem, Severity
from alliancekit.models import KINDS, Entry
from alliancekit.strategies._records import ids, with_fields

RecordsById: TypeAlias = dict[str, Entry]

_CHANGES = 100
"""How often records are changed before they are drawn again."""


def corpora(*, most: int = 2, having: Collection[type[Entry]] = ()) -> st.SearchStrategy[Corpus]:
    """Return a strategy for whole corpora: unique ids, resolved references, and every rule of a corpus obeyed.

    The smallest corpus is empty; by default the largest has 14 records. Their ids are ``actor:a``, ``actor:b``
    and so on; sizes of records are those of `records`. A corpus may have warnings.

    Args:
        most: How many records it has at most of each type, 1 or more.
        having: Types of which it has at least one record.

    Raises:
        ValueError: If `most` is less than 1.
    """
    if most < 1:
        message = f"most must be 1 or more, got {most}"
        raise ValueError(message)
    return _corpora(most, frozenset(having))


@cache
def _corpora(most: int, having: frozenset[type[Entry]]) -> st.SearchStrategy[Corpus]:
    # In this form, Hypothesis prints a failing example as a call that can be pasted: Corpus([Actor(…), …]).
    return entries(most, having).map(_as_list).map(Corpus)


def _as_list(records: RecordsById) -> list[Entry]:
    return [*records.values()]


@st.composite
def entries(draw: st.DrawFn, most: int, having: Collection[type[Entry]], *, quiet: bool = False) -> RecordsById:
    """Draw the records of a corpus, by id; with `quiet`, one without warnings."""
    records: RecordsById = {}
    waiting: list[str] = []
    for kind, model in KINDS.items():
        waiting += ids(kind, most)[: draw(st.integers(int(model in having), most))]
    while waiting:
        id_ = waiting.pop(0)
        if id_ not in records:
            records[id_] = draw(_entry(id_, most))
            waiting += [target for _, target in references(records[id_])]
    return mended(records, quiet=quiet)


def mended(records: RecordsById, *, quiet: bool) -> RecordsById:
    """Return the records with some of them changed, so that they fit together.

    Records are drawn again if no check has a change that mends them, if the changed record breaks another rule, or if
    one change undoes the other.
    """
    records = dict(records)
    for _ in range(_CHANGES):
        problems = [problem for problem in problems_of(records.values()) if quiet or _is_error(problem)]
        if not problems:
            return records
        problem = next((problem for problem in problems if problem.code in MENDING), None)
        if problem is None:
            break
        try:
            record = MENDING[problem.code](problem, records[str(problem.record)], records)
        except InvalidRecord:
            break
        records[record.id] = record
    return reject()


@cache
def _entry(id_: str, most: int) -> st.SearchStrategy[Entry]:
    model = KINDS[id_.partition(":")[0]]
    return cast("st.SearchStrategy[Entry]", with_fields(model, {"id": st.just(id_)}, most))


def problems_of(records: Iterable[Entry]) -> list[Problem]:
    """Return the problems that the checks of a corpus find in records, warnings included."""
    records = tuple(records)
    problems = [problem for _, problem in repeated_id_problems(record.id for record in records)]
    twice = {str(problem.record) for problem in problems}
    known: dict[str, Entry] = {record.id: record for record in records if record.id not in twice}
    index = CorpusIndex(known, twice, waiting=kinds_of(twice))
    return problems + [problem for problem, _ in problems_with_causes(index)]


def _is_error(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR
