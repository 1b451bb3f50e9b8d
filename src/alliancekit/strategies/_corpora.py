"""Strategies for whole corpora: records with few ids, those to which they refer, changed until they fit together."""

from collections.abc import Collection, Iterable
from functools import cache, partial
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
from alliancekit.projects import Project, checked_projects, rules_for
from alliancekit.strategies._records import ids, project_fields, with_fields

RecordsById: TypeAlias = dict[str, Entry]

_CHANGES = 100
"""How often records are changed before they are drawn again."""


def corpora(
    *, most: int = 2, having: Collection[type[Entry]] = (), projects: Iterable[Project] = ()
) -> st.SearchStrategy[Corpus]:
    """Return a strategy for whole corpora: unique ids, resolved references, and every rule of a corpus obeyed.

    The smallest corpus is empty; by default the largest has 14 records. Their ids are ``actor:a``, ``actor:b``
    and so on; sizes of records are those of `records`. A corpus may have warnings.

    Args:
        most: How many records it has at most of each type, 1 or more.
        having: Types of which it has at least one record.
        projects: Projects whose rules the records obey too, warnings included.

    Raises:
        UnusableProject: If two projects have different rules with one code.
        ValueError: If `most` is less than 1.
    """
    if most < 1:
        message = f"most must be 1 or more, got {most}"
        raise ValueError(message)
    return _corpora(most, frozenset(having), checked_projects(projects))


@cache
def _corpora(most: int, having: frozenset[type[Entry]], projects: tuple[Project, ...]) -> st.SearchStrategy[Corpus]:
    # In this form, Hypothesis prints a failing example as a call that can be pasted: Corpus([Actor(…), …]).
    drawn = entries(most, having, projects)
    # Records that are changed to fit together may break a rule of a project.
    obeying = drawn.filter(partial(_obey, projects)) if projects else drawn
    return obeying.map(_as_list).map(Corpus)


def _obey(projects: tuple[Project, ...], records: RecordsById) -> bool:
    """Return whether records obey the rules of projects."""
    return not any(project.problems(record) for project in projects for record in records.values())


def _as_list(records: RecordsById) -> list[Entry]:
    return [*records.values()]


@st.composite
def entries(
    draw: st.DrawFn,
    most: int,
    having: Collection[type[Entry]],
    projects: tuple[Project, ...] = (),
    *,
    quiet: bool = False,
) -> RecordsById:
    """Draw the records of a corpus, by id; with `quiet`, one without warnings."""
    records: RecordsById = {}
    waiting: list[str] = []
    for kind, model in KINDS.items():
        waiting += ids(kind, most)[: draw(st.integers(int(model in having), most))]
    while waiting:
        id_ = waiting.pop(0)
        if id_ not in records:
            records[id_] = draw(_entry(id_, most, projects))
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
def _entry(id_: str, most: int, projects: tuple[Project, ...]) -> st.SearchStrategy[Entry]:
    model = KINDS[id_.partition(":")[0]]
    fields = {"id": st.just(id_), **project_fields(projects, model, most)}
    strategy = with_fields(model, fields, most, rules_for(projects, model))
    return cast("st.SearchStrategy[Entry]", strategy)


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
