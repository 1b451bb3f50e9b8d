"""Hold the engines against each other: ``python -m tests.engine.mutants [N]`` at the top of the project.

N records with random faults go through every route that makes records, in a process with each engine. What the two tell
must be the same, word for word.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias, cast

import attrs
import polars as pl
from benchmarks import data
from tests.columns.tables import table, write_table

from alliancekit import convert, seeds
from alliancekit.corpus import check, scan
from alliancekit.engine._choice import VARIABLE
from alliancekit.errors import InvalidRecord, Problem
from alliancekit.formats import Tree, write_json, write_lines, write_yaml
from alliancekit.models import KINDS, MODELS, Entry
from alliancekit.models.document import HEADER, VERSION

Mutant: TypeAlias = tuple[str, dict[str, Tree]]
"""The kind of a record, and what stands in its place."""

ODD: Final[tuple[Tree, ...]] = (
    None, True, 0, -1, 7, 2**53, 1.5, "", " ", "x", "é", "x" * 3_000, "2025", "2025-13-45", "2025-04-28/..",
    "1914/1910", "state:usa", "actor:x", "defense", [], {}, [None], [[]], {"text": "N"},
    {"edtf": "2025", "as_printed": "then"},
    {"edtf": "2025", "as_printed": " "}, {"edtf": 1},
)  # fmt: skip
BATCH: Final = 25
"""How many records a document holds."""


def bases() -> list[Mutant]:
    """Return records without faults, of all types."""
    own = [(type(record).__name__.lower(), convert.tree(record)) for record in seeds()]
    drawn = (line for kind in data.KINDS for line in data.records(kind, 200))
    others = [(str(line["type"]), {key: value for key, value in line.items() if key != "type"}) for line in drawn]
    return [*own, *cast("list[Mutant]", others)]


def mutants(number: int, seed: int = 0) -> Iterator[Mutant]:
    """Yield records, most of which have a fault or several."""
    chance = Random(seed)  # noqa: S311 - chance, no secret
    known = bases()
    for _ in range(number):
        kind, tree = chance.choice(known)
        changed = deepcopy(tree)
        for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
            mutate(changed, chance)
        yield kind, changed


def mutate(tree: dict[str, Tree], chance: Random) -> None:
    """Change something somewhere in a record."""
    places = [*inside(tree)]
    holder, step = chance.choice(places)
    members = cast("dict[object, Tree]", holder)
    value = members[step]
    match chance.randrange(6):
        case 0:
            del members[step]
        case 1:
            members[step] = [value, value] if chance.random() < 0.5 else {"text": value}
        case 2 if isinstance(value, str):
            at = chance.randrange(len(value) + 1)
            members[step] = value[:at] + chance.choice(("x", "é", "\n", "-", ":", "/", "~", "\x1b")) + value[at:]
        case 3 if isinstance(holder, dict):
            holder[f"{step}s" if chance.random() < 0.5 else "remark"] = holder.pop(str(step))
        case 4 if isinstance(holder, list):
            holder.insert(0, deepcopy(chance.choice(holder)))
        case _:
            members[step] = deepcopy(chance.choice(ODD))


def inside(value: Tree) -> Iterator[tuple[dict[str, Tree] | list[Tree], str | int]]:
    """Yield each value in a tree: what holds it, and where."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield value, key
            yield from inside(part)
    elif isinstance(value, list):
        for n, part in enumerate(value):
            yield value, n
            yield from inside(part)


def problems_of_trees(drawn: list[Mutant], folder: Path) -> Iterator[str]:
    """Yield what the way from plain trees tells."""
    del folder
    for kind, tree in drawn:
        yield _of(partial(convert.record, KINDS[kind], tree))


def problems_of_constructors(drawn: list[Mutant], folder: Path) -> Iterator[str]:
    """Yield what constructors tell of records with a changed field."""
    del folder
    chance = Random(1)  # noqa: S311 - chance, no secret
    records = [record for kind, tree in drawn if (record := convert.read(KINDS[kind], tree)[0])]
    for record in records:
        field = chance.choice(attrs.fields(type(record)))
        others = [other for other in islice(records, 50) if type(other) is type(record)]
        value = getattr(chance.choice(others), field.name) if others and chance.random() < 0.5 else chance.choice(ODD)
        yield _of(partial(attrs.evolve, record, **{field.name: value}))


def _of(make: Callable[[], object]) -> str:
    try:
        return repr(make())
    except InvalidRecord as error:
        return " | ".join(map(str, error.problems))


def problems_of_lines(drawn: list[Mutant], folder: Path) -> Iterator[str]:
    """Yield what lines tell."""
    file = folder / "a.jsonl"
    file.write_bytes(write_lines([{"type": HEADER, "schema_version": VERSION}, *({"type": k, **t} for k, t in drawn)]))
    yield from _of_file(file)


def problems_of_documents(drawn: list[Mutant], folder: Path) -> Iterator[str]:
    """Yield what documents in JSON and YAML tell."""
    names = dict(zip(KINDS, MODELS, strict=True))
    for start in range(0, len(drawn), BATCH):
        whole: dict[str, Tree] = {"schema_version": VERSION}
        for kind, tree in drawn[start : start + BATCH]:
            cast("list[Tree]", whole.setdefault(names[kind], [])).append(tree)
        for name, write in (("a.json", write_json), ("a.yaml", write_yaml)):
            (folder / name).write_bytes(write(whole))
            yield from _of_file(folder / name)


def problems_of_tables(drawn: list[Mutant], folder: Path) -> Iterator[str]:
    """Yield what tables tell of the records that a table can hold."""
    for name, model in MODELS.items():
        kind = model.__name__.lower()
        trees = [tree for of, tree in drawn if of == kind and _fits(model, tree)]
        file = folder / f"{name}.parquet"
        for start in range(0, len(trees), BATCH):
            write_table(table(model, trees[start : start + BATCH]), file, name)
            yield from _of_file(file)


def _fits(model: type[Entry], tree: dict[str, Tree]) -> bool:
    """Return whether a table can hold what stands in the place of a record."""
    try:
        table(model, [tree])
    except (TypeError, ValueError, AttributeError, KeyError, pl.exceptions.PolarsError):
        return False
    return True


def _of_file(file: Path) -> Iterator[str]:
    for read in (scan, check):
        for found in read(file):
            yield str(found) if isinstance(found, Problem) else repr(found)


ROUTES: Final = (
    problems_of_trees,
    problems_of_constructors,
    problems_of_lines,
    problems_of_documents,
    problems_of_tables,
)


def all_problems(number: int, folder: Path) -> Iterator[str]:
    """Yield what all routes tell of so many records."""
    drawn = [*mutants(number)]
    for route in ROUTES:
        yield f"== {route.__name__}"
        yield from route(drawn, folder)


def disagreements(number: int) -> tuple[list[tuple[str, str]], int]:
    """Return the lines in which the engines differ, and how many lines there are."""
    results: list[list[str]] = []
    with TemporaryDirectory() as folder:
        for engine in ("plain", "kernel"):
            command = [sys.executable, "-m", "tests.engine.mutants", str(number), folder]
            done = subprocess.run(command, env=os.environ | {VARIABLE: engine}, check=True, capture_output=True)
            results.append(cast("list[str]", json.loads(done.stdout)))
    plain, kernel = results
    differing = [(one, other) for one, other in zip(plain, kernel, strict=True) if one != other]
    return differing, len(plain)


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    if len(sys.argv) > 2:
        sys.stdout.write(json.dumps([*all_problems(count, Path(sys.argv[2]))]))
    else:
        differing, lines = disagreements(count)
        for one, other in differing[:20]:
            sys.stdout.write(f"plain:  {one[:500]}\nkernel: {other[:500]}\n")
        sys.stdout.write(f"{count:,} records, {lines:,} lines, {len(differing)} disagreements\n")
        sys.exit(bool(differing))
