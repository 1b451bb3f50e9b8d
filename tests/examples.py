"""A good and a bad example of each rule, made from `tests.mistakes`; the reference shows them, and tests check them."""

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

_SHOWN_WHOLE = 4
"""A value object with at most this many fields is shown with all of them."""
_WIDTH = 34
"""The width of a line in characters, so that two examples fit side by side; unbreakable text is longer."""


@frozen
class Side:
    """The good or the bad example: its text, a title for the whole that it is an excerpt of, and the problems of that.

    Attributes:
        text: The text of the example, an excerpt.
        title: The kind of the whole: a type, a corpus or a file.
        problems: The problems of the whole.
    """

    text: str
    title: str
    problems: tuple[Problem, ...]


@frozen
class Example:
    """A good and a bad example of a rule.

    Attributes:
        code: The code of the rule.
        language: The language of both examples.
        good: The example that obeys the rule.
        bad: The example that breaks it.
    """

    code: str
    language: str
    good: Side
    bad: Side


def examples() -> dict[str, Example]:
    """Return the examples of all rules that a file or its records can break, by code."""
    flaws = (flaw for flaw in FLAWS if flaw.instead)
    unsorted = [*map(_from_mistake, MISTAKES), *map(_from_clash, CLASHES), *map(_from_flaw, flaws)]
    return {example.code: example for example in sorted(unsorted, key=lambda example: example.code)}


def _from_mistake(mistake: Mistake) -> Example:
    good, bad = convert.tree(VALID[mistake.model]), mistake.part
    shown = set(good) | set(bad)
    if issubclass(mistake.model, Entry) or len(shown) > _SHOWN_WHOLE:
        shown = {"id", *mistake.tree, *mistake.without, *mistake.beside, *_reads(mistake)}

    def side(tree: Mapping[str, Tree]) -> Side:
        return Side(_yaml(_part(tree, shown)), mistake.model.__name__, convert.read(mistake.model, tree)[1])

    return Example(mistake.code, "yaml", side(good), side(bad))


def _reads(mistake: Mistake) -> Iterable[str]:
    """Return the fields that the broken rule reads, if it reads several."""
    rule = rulebook.rules()[mistake.code]
    return rule.reads if isinstance(rule, RecordRule) else ()


def _from_clash(clash: Clash) -> Example:
    shown: dict[str, set[str]] = {}
    for name, tree in (*clash.entries, *clash.instead):
        usual = convert.tree(next(record for record in CORPUS if type(record) is MODELS[name]))
        shown.setdefault(name, set()).update(key for key in tree if tree[key] != usual.get(key))

    def parts(name: str, entries: Listed) -> Iterator[dict[str, Tree]]:
        return (_part(tree, shown[name]) for own, tree in entries if own == name)

    def side(entries: Listed) -> Side:
        lists = [f"{name}:\n{''.join(_list_item(part) for part in parts(name, entries))}" for name in shown]
        return Side("".join(lists), "corpus", _problems(convert.record(MODELS[name], tree) for name, tree in entries))

    return Example(clash.code, "yaml", side(clash.instead), side(clash.entries))


def _from_flaw(flaw: Flaw) -> Example:
    def side(text: str, encoding: str) -> Side:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"example.{flaw.ending}"
            file.write_text(text, encoding, newline="")
            title = "file" if encoding == "utf-8" else f"file in {encoding.title()}"
            return Side(text, title, tuple(map(_without_folder, check(file))))

    good, bad = side(flaw.instead, "utf-8"), side(flaw.text.replace("¦", ""), flaw.encoding)
    return Example(flaw.code, "json" if flaw.ending == "jsonl" else flaw.ending, good, bad)


def _without_folder(problem: Problem) -> Problem:
    assert problem.location
    return evolve(problem, location=evolve(problem.location, file=Path(problem.location.file).name))


def _problems(records: Iterable[Entry]) -> tuple[Problem, ...]:
    """Return the problems of the small corpus with these records added."""
    try:
        return Corpus((*CORPUS, *records)).warnings
    except InvalidCorpus as error:
        return error.problems


def _part(tree: Mapping[str, Tree], names: Iterable[str]) -> dict[str, Tree]:
    return {name: value for name, value in tree.items() if name in set(names)}


def _list_item(tree: Mapping[str, object]) -> str:
    """Return a tree as an item of a YAML list."""
    return f"- {indent(_yaml(tree), '  ')[2:]}"


def _yaml(tree: Mapping[str, object]) -> str:
    """Return a tree as compact YAML; not with `write_yaml`, which refuses some of the invalid values."""
    copy = cast("dict[str, object]", json.loads(json.dumps(tree)))  # PyYAML writes shared objects as aliases
    return "".join(
        yaml.safe_dump(
            {key: value},
            default_flow_style=None if isinstance(value, list | dict) else False,
            allow_unicode=True,
            sort_keys=False,
            width=_WIDTH,
        )
        for key, value in copy.items()
    )
