"""A good and a bad example of each rule, cut from the table of mistakes: the reference shows them, tests check them."""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from textwrap import indent
from typing import cast

import yaml
from attrs import evolve, frozen
from tests.mistakes import CLASHES, CORPUS, FLAWS, MISTAKES, VALID, Clash, Flaw, Listed, Mistake

from alliancekit import convert, rulebook
from alliancekit.corpus import Corpus, check
from alliancekit.errors import InvalidCorpus, Problem
from alliancekit.formats import Tree
from alliancekit.models import MODELS, Entry
from alliancekit.rules import RecordRule

_SMALL = 4
"""A value object with no more fields than this is shown whole."""
_WIDTH = 34
"""Characters a line, so that the two stand side by side; what can't be broken is longer."""


@frozen
class Side:
    """One of the two: what is shown, what it is a part of, and what is wrong with all that it is cut from."""

    shown: str
    of: str
    problems: tuple[Problem, ...]


@frozen
class Example:
    """What obeys a rule beside what breaks it.

    Attributes:
        code: The code of the rule.
        language: The language of the two.
        good: What obeys.
        bad: What breaks the rule.
    """

    code: str
    language: str
    good: Side
    bad: Side


def examples() -> dict[str, Example]:
    """Return the examples by code: of every rule that a file or the records in it can break."""
    found = [*map(_of_mistake, MISTAKES), *map(_of_clash, CLASHES), *(_of_flaw(flaw) for flaw in FLAWS if flaw.instead)]
    return {example.code: example for example in sorted(found, key=lambda example: example.code)}


def _of_mistake(mistake: Mistake) -> Example:
    good, bad = convert.tree(VALID[mistake.model]), mistake.part
    shown = set(good) | set(bad)
    if issubclass(mistake.model, Entry) or len(shown) > _SMALL:
        shown = {"id", *mistake.tree, *mistake.without, *mistake.beside, *_reads(mistake)}

    def side(tree: Mapping[str, Tree]) -> Side:
        return Side(_yaml(_part(tree, shown)), mistake.model.__name__, convert.read(mistake.model, tree)[1])

    return Example(mistake.code, "yaml", side(good), side(bad))


def _reads(mistake: Mistake) -> Iterable[str]:
    """Return the fields that the broken rule reads, if it reads several."""
    rule = rulebook.rules()[mistake.code]
    return rule.reads if isinstance(rule, RecordRule) else ()


def _of_clash(clash: Clash) -> Example:
    shown: dict[str, set[str]] = {}
    for name, tree in (*clash.entries, *clash.instead):
        usual = convert.tree(next(record for record in CORPUS if type(record) is MODELS[name]))
        shown.setdefault(name, set()).update(key for key in tree if tree[key] != usual.get(key))

    def parts(name: str, entries: Listed) -> Iterator[dict[str, Tree]]:
        return (_part(tree, shown[name]) for own, tree in entries if own == name)

    def side(entries: Listed) -> Side:
        lists = [f"{name}:\n{''.join(_listed(part) for part in parts(name, entries))}" for name in shown]
        return Side("".join(lists), "corpus", _problems(convert.record(MODELS[name], tree) for name, tree in entries))

    return Example(clash.code, "yaml", side(clash.instead), side(clash.entries))


def _of_flaw(flaw: Flaw) -> Example:
    def side(text: str, encoding: str) -> Side:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"example.{flaw.ending}"
            file.write_text(text, encoding, newline="")
            of = "file" if encoding == "utf-8" else f"file in {encoding.title()}"
            return Side(text, of, tuple(map(_in_no_folder, check(file))))

    good, bad = side(flaw.instead, "utf-8"), side(flaw.text.replace("¦", ""), flaw.encoding)
    return Example(flaw.code, "json" if flaw.ending == "jsonl" else flaw.ending, good, bad)


def _in_no_folder(problem: Problem) -> Problem:
    assert problem.location
    return evolve(problem, location=evolve(problem.location, file=Path(problem.location.file).name))


def _problems(records: Iterable[Entry]) -> tuple[Problem, ...]:
    """Return what is wrong with the small corpus when these records join it."""
    try:
        return Corpus((*CORPUS, *records)).warnings
    except InvalidCorpus as error:
        return error.problems


def _part(tree: Mapping[str, Tree], names: Iterable[str]) -> dict[str, Tree]:
    return {name: value for name, value in tree.items() if name in set(names)}


def _listed(tree: Mapping[str, object]) -> str:
    """Return a tree as YAML, as an item of a list."""
    return f"- {indent(_yaml(tree), '  ')[2:]}"


def _yaml(tree: Mapping[str, object]) -> str:
    """Return a tree as YAML on few lines; our own writer would refuse a number that no file may hold."""
    apart = cast("dict[str, object]", json.loads(json.dumps(tree)))  # what is shared would be written as an alias
    return "".join(
        yaml.safe_dump(
            {key: value},
            default_flow_style=None if isinstance(value, list | dict) else False,
            allow_unicode=True,
            sort_keys=False,
            width=_WIDTH,
        )
        for key, value in apart.items()
    )
