"""Run the checks across records, and report one problem per cause, without consequential problems."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from attrs import evolve

from alliancekit import engine
from alliancekit.corpus.checks import CHECKS
from alliancekit.corpus.checks.check import Cause, Check, CorpusIndex
from alliancekit.corpus.references import kind_of
from alliancekit.errors import Path, Problem
from alliancekit.messages import counted, listed, other_places
from alliancekit.models import KINDS, MODELS, Entry
from alliancekit.rules.shape import spec_of


def problems_with_causes(index: CorpusIndex, checks: Sequence[Check] = CHECKS) -> Iterator[tuple[Problem, Cause]]:
    """Yield the problems of the checks across records, each with its cause.

    A value that fails one check is not reported again by a later check.

    Args:
        index: The records.
        checks: The checks, in order.
    """
    seen: dict[tuple[str | None, Path], str] = {}
    for check in checks:
        for problem in check.problems(index):
            if seen.setdefault((problem.record, problem.path), problem.code) == problem.code:
                yield problem, check.cause(problem, index.records[str(problem.record)], index)


def merged_by_cause(problems: Iterable[tuple[Problem, Cause]]) -> Iterator[Problem]:
    """Yield problems in order; merge those with the same code and cause into the first, with each other place once."""
    merged: dict[object, tuple[Problem, dict[str, None]]] = {}
    for number, (problem, cause) in enumerate(problems):
        key = number if cause is None else (problem.code, cause)
        if key in merged:
            merged[key][1][_place(problem)] = None
        else:
            merged[key] = problem, {}
    for problem, places in merged.values():
        others = [place for place in places if place != _place(problem)]
        yield evolve(problem, message=problem.message + other_places(others)) if others else problem


def _place(problem: Problem) -> str:
    return str(problem.location or problem.record)


def is_id_of(model: type[Entry], id_: object) -> bool:
    """Return whether a value is a valid id for a record of a type."""
    shape = spec_of(model)["id"].shape
    return isinstance(id_, str) and all(rule.holds(id_) for rule in shape.rules)


def kinds_of(ids: Iterable[str]) -> set[str]:
    """Return the kinds of some ids."""
    return {*map(kind_of, ids)}


def unchecked(index: CorpusIndex) -> dict[str, int]:
    """Return the number of unresolved references that are not reported, by the kind of record to which they refer."""
    counts: Counter[str] = Counter()
    waiting = {kind for kind in index.waiting if kind not in index.unread}
    for model, records in index.by_type.items() if waiting else ():
        missing = {
            id_: kind
            for id_ in index.summary(model).references.difference(index.records, index.broken)
            if (kind := kind_of(id_)) in waiting
        }
        if missing:
            ids = chain.from_iterable(map(engine.of(model).references, records))
            counts.update(missing[id_] for id_ in ids if id_ in missing)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}


def note(counts: Mapping[str, int]) -> str:
    """Return a sentence about references that were not checked; an empty text if all were checked."""
    if not counts:
        return ""
    names = dict(zip(KINDS, MODELS, strict=True))
    parts = tuple(f"{counted(number, 'reference')} to {names[kind]}" for kind, number in counts.items())
    were = "was" if sum(counts.values()) == 1 else "were"
    of = listed(tuple(f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}" for kind in counts), "and")
    return f"{listed(parts, 'and')} {were} not checked, because the id of {of} is invalid, missing or repeated"
