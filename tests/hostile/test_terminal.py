"""Control characters in records, problems and file names are escaped in terminal output."""

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType
from tests.mistakes import CORPUS
from tests.profiles import examples

from alliancekit import convert
from alliancekit.cli import main
from alliancekit.corpus import Corpus
from alliancekit.display import records
from alliancekit.errors import InvalidRecord, Location, Path, Problem
from alliancekit.formats import Tree
from alliancekit.models import MODELS, Entry
from alliancekit.report import tour
from alliancekit.report.problems import as_json, report
from alliancekit.strategies import records as any_record

HOSTILE: Final = st.lists(
    st.sampled_from(
        [
            "\x1b[2J",
            "\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\",
            "\x1b]0;title\x07",
            "\x9b31m",
            "\x90q\x9c",
            "\u202e",
            "\u2066",
            "\u200f",
            "\r",
            "\n",
            "\v\f\b",
            "\t",
            "\x85\u2028\u2029",
            "\u200b\u200d\ufeff",
            "[red]",
            "[/]",
            "[link=http://evil.example]",
            ":smile:",
            "\\",
            "\U000e0041",
            "高",
            "e\u0301",
            "word",
            " ",
        ]
    ),
    min_size=1,
    max_size=8,
).map("".join)

_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")
_TURNING: Final = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FIXED: Final = ("id", "office", "title")  # ids, and fields that are compared with other records


def printed(lines: Iterable[RenderableType], *, colour: bool) -> str:
    """Return the output to a terminal (with colour) or a file."""
    file = io.StringIO()
    console = Console(file=file, width=80, force_terminal=colour, highlight=False, markup=False, emoji=False)
    for line in lines:
        console.print(line)
    return file.getvalue()


def steering(text: str) -> set[str]:
    """Return the characters of a text that control a terminal or are invisible, except line ends."""
    seen = set(_COLOUR.sub("", text)) - {"\n"}
    return {character for character in seen if unicodedata.category(character) in {"Cc", "Zl", "Zp", "Cs"}} | (
        seen & _TURNING
    )


def leaves(tree: Tree, path: Path = ()) -> Iterator[Path]:
    """Yield the path of each text in a tree."""
    if isinstance(tree, str):
        yield path
    elif isinstance(tree, dict):
        for key, part in tree.items():
            yield from leaves(part, (*path, key))
    elif isinstance(tree, list):
        for position, part in enumerate(tree):
            yield from leaves(part, (*path, position))


def put(tree: Tree, path: Path, text: str) -> Tree:
    """Return a tree with another text at a path."""
    if not path:
        return text
    step, *rest = path
    if isinstance(tree, dict):
        return {key: put(part, tuple(rest), text) if key == step else part for key, part in tree.items()}
    assert isinstance(tree, list)
    return [put(part, tuple(rest), text) if position == step else part for position, part in enumerate(tree)]


@cache
def text_paths(record: Entry) -> tuple[Path, ...]:
    """Return the paths of a record where any text is valid."""

    def accepts(path: Path) -> bool:
        try:
            convert.record(type(record), put(convert.tree(record), path, "any\ntext"))
        except InvalidRecord:
            return False
        return path[-1] not in _FIXED

    return tuple(path for path in leaves(convert.tree(record)) if accepts(path))


def corpus_of(text: str) -> Corpus:
    """Return a corpus with a text in every field where any text is valid."""
    entries: list[Entry] = []
    for record in CORPUS:
        tree: Tree = convert.tree(record)
        for number, path in enumerate(text_paths(record)):
            tree = put(tree, path, f"x{text}{number}")
        entries.append(convert.record(type(record), tree))
    return Corpus(entries)


def test_many_fields_accept_any_text() -> None:
    assert sum(len(text_paths(record)) for record in CORPUS) > 10


@examples(10)  # each prints a corpus
@given(text=HOSTILE, colour=st.booleans())
def test_records_and_the_tour_are_escaped(*, text: str, colour: bool) -> None:
    corpus = corpus_of(text)
    assert not steering(printed(tour.tour(corpus), colour=colour))
    assert not steering(printed(tour.full_tour(corpus), colour=colour))
    for record in corpus:
        assert not steering(printed(records.record_report(corpus, record), colour=colour))


@pytest.mark.parametrize("model", MODELS.values())
@examples(10)
@given(data=st.data(), colour=st.booleans())
def test_records_of_the_strategies_are_escaped(*, model: type[Entry], data: st.DataObject, colour: bool) -> None:
    record = data.draw(any_record(model))
    assert not steering(printed(records.heading(record), colour=colour))


@given(
    texts=st.tuples(*[HOSTILE] * 6),
    line=st.integers(1, 10),
    column=st.none() | st.integers(1, 30),
    colour=st.booleans(),
)
def test_problems_are_escaped(*, texts: tuple[str, ...], line: int, column: int | None, colour: bool) -> None:
    message, hint, key, record, file, text = texts
    problem = Problem("AK001", message, hint, (key, 0), record, Location(file, line, column, text))
    assert not steering(printed(report([problem], 0), colour=colour))
    assert not steering(as_json([problem]))


@examples(5)  # each runs the program
@given(text=HOSTILE)
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "{}.yaml"],
        ["check", "{}"],
        ["show", "{}"],
        ["show", "actor:x", "--corpus", "{}"],
        ["convert", "{}.json", "x.yaml"],
        ["convert", "seeds", "{}/x.yaml"],
        ["explain", "{}"],
        ["tour", "--texts", "{}"],
        ["check", "seeds", "--max-size", "{}"],
        ["{}"],
    ],
    ids=" ".join,
)
def test_arguments_of_a_command_are_escaped(arguments: list[str], text: str) -> None:
    line = [argument.format(text) for argument in arguments]
    result = CliRunner().invoke(main, line, prog_name="alliancekit")
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert result.exit_code == 2
    assert not steering(result.output)
