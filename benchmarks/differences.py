"""Benchmarks of comparing two corpora, relative to a comparison of plain dictionaries by record.

Run ``python -m benchmarks --only differences``. deepdiff is skipped if it is not installed.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Final, TypeAlias, cast

from attrs import evolve
from benchmarks.construction import statement, treaty
from benchmarks.measuring import Job, Settings, ratios, rounded
from benchmarks.page import Table

from alliancekit.convert import tree
from alliancekit.corpus.differences import diff
from alliancekit.models import Entry, Statement, Treaty

NUMBER: Final = 20_000
FEW: Final = 500
"""The number of records that deepdiff compares: it takes many times as long."""

Trees: TypeAlias = dict[str, object]
Versions: TypeAlias = tuple[list[Entry], list[Entry]]


def changed(record: Entry) -> Entry:
    """Return a record with another note, and a treaty also with its lists in another order."""
    if isinstance(record, Treaty):
        return evolve(record, note="changed", parties=record.parties[::-1], commitments=(*record.commitments[:1],))
    return evolve(cast("Statement", record), note="changed")


def versions(make: Callable[[int], Entry], every: int) -> Versions:
    """Return two versions of records; in the second one, every nth record is changed, or none if it is 0."""
    old, new = ([make(number) for number in range(NUMBER)] for _ in range(2))
    return old, [changed(each) if every and n % every == 0 else each for n, each in enumerate(new)]


def differing_ids(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """Return the ids of the records that differ, which is less than a comparison of fields."""
    return [id_ for id_ in {**old, **new} if old.get(id_) != new.get(id_)]


def tables(settings: Settings) -> Iterator[Table]:
    """Yield the time of a comparison relative to one of dictionaries, and its seconds."""
    rows: list[tuple[str, ...]] = []
    for make, kind in ((statement, "statements"), (treaty, "treaties")):
        for words, every in (("none", 0), ("every tenth", 10), ("all", 1)):
            both = versions(make, every)
            jobs = _jobs(both)
            found = ratios(jobs, "dictionaries", settings.rounds)
            peer = str(found["deepdiff"]) if "deepdiff" in found else "-"
            rows.append((f"{kind}, {words} changed", str(found["diff"]), peer, rounded(seconds(partial(diff, *both)))))
    yield Table("differences", ("", "`diff`", "deepdiff", f"seconds for {NUMBER:,}"), tuple(rows))


def _jobs(both: Versions) -> dict[str, Job]:
    trees = [{str(record.id): tree(record) for record in records} for records in both]
    jobs = {
        "dictionaries": Job(partial(differing_ids, *trees), NUMBER),
        "diff": Job(partial(diff, *both), NUMBER),
    }
    if find_spec("deepdiff"):
        deep_diff = cast("Callable[..., object]", import_module("deepdiff").DeepDiff)
        few = [dict([*records.items()][:FEW]) for records in trees]
        jobs["deepdiff"] = Job(partial(deep_diff, *few), FEW)
    return jobs


def seconds(run: Callable[[], object]) -> float:
    """Return the CPU time of a call, with the garbage collector on."""
    start = time.process_time()
    run()
    return time.process_time() - start
