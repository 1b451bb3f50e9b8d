"""One cause, one problem: what the checks across records find, without what only follows from something else."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from attrs import evolve

from alliancekit import engine
from alliancekit.corpus.checks import CHECKS
from alliancekit.corpus.checks.check import Cause, Check, CorpusIndex
from alliancekit.corpus.references import kind_of
from alliancekit.errors import Path, Problem
from alliancekit.messages import also, counted, listed
from alliancekit.models import KINDS, MODELS, Entry
from alliancekit.rules.shape import spec_of


def together(index: CorpusIndex, checks: Sequence[Check] = CHECKS) -> Iterator[tuple[Problem, Cause]]:
    """Yield what records break together, each problem with its cause.

    A value that one check has found wrong is not reported by a later one.

    Args:
        index: The records.
        checks: The checks, in their order.
    """
    seen: dict[tuple[str | None, Path], str] = {}
    for check in checks:
        for problem in check.problems(index):
            if seen.setdefault((problem.record, problem.path), problem.code) == problem.code:
                yield problem, check.cause(problem, index.records[str(problem.record)], index)


def united(problems: Iterable[tuple[Problem, Cause]]) -> Iterator[Problem]:
    """Yield problems in their order; those with the same code and cause once, with the other places."""
    found: dict[object, tuple[Problem, list[str]]] = {}
    for number, (problem, cause) in enumerate(problems):
        key = number if cause is None else (problem.code, cause)
        if key in found:
            found[key][1].append(str(problem.location or problem.record))
        else:
            found[key] = problem, []
    return (
        evolve(problem, message=problem.message + also(others)) if others else problem
        for problem, others in found.values()
    )


def is_id(model: type[Entry], id_: object) -> bool:
    """Return whether a value can be the id of a record of a type."""
    shape = spec_of(model)["id"].shape
    return isinstance(id_, str) and all(rule.holds(id_) for rule in shape.rules)


def kinds_of(ids: Iterable[str]) -> set[str]:
    """Return the kinds that ids name."""
    return {*map(kind_of, ids)}


def unchecked(index: CorpusIndex) -> dict[str, int]:
    """Return how many references that lead to no record are not reported, by the kind that they name."""
    counts: Counter[str] = Counter()
    waiting = {kind for kind in index.waiting if kind not in index.unread}
    for model, records in index.by_type.items() if waiting else ():
        missing = {
            id_: kind
            for id_ in index.referred(model).difference(index.records, index.broken)
            if (kind := kind_of(id_)) in waiting
        }
        if missing:
            ids = chain.from_iterable(map(engine.of(model).references, records))
            counts.update(missing[id_] for id_ in ids if id_ in missing)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}


def note(counts: Mapping[str, int]) -> str:
    """Return the sentence that says which references were not checked; nothing if all were."""
    if not counts:
        return ""
    names = dict(zip(KINDS, MODELS, strict=True))
    parts = tuple(f"{counted(number, 'reference')} to {names[kind]}" for kind, number in counts.items())
    were = "was" if sum(counts.values()) == 1 else "were"
    of = listed(tuple(f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}" for kind in counts), "and")
    return f"{listed(parts, 'and')} {were} not checked, because the id of {of} is invalid, missing or repeated"
