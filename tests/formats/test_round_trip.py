"""Written trees are read unchanged, by this package and by others, and every value has its location."""

import json
import math
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import cast

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from tests.engine.engines import PLAIN

from alliancekit.engine import JSON
from alliancekit.engine._interface import JsonEngine
from alliancekit.engine.tree import Tree
from alliancekit.errors import Location, Path
from alliancekit.formats import _json, _jsonl, _yaml, _yaml_values, _yaml_write
from alliancekit.formats._json_scan import scan
from alliancekit.formats._text import LIMITS, FileText, Limits
from alliancekit.formats._tree import Document
from alliancekit.formats._tree_builder import TreeBuilder

WORDS = re.findall(
    r"\S+",
    """NO yes On y ~ null True FALSE nULL = << 010 0o7 0x1F 0b1 1_000 1,000 1:30 12:30:45.6 .inf -.INF .NaN +1 1e3
1.5e+3 -0 - -- --- ... . .. ? : # a: a:b a :b a#b :a ::: 2025 2025-04 2025-04-28 199X 2022/2024 2025-04-28T10:00:00Z
& * ! | > ' " % @ ` [] {} , a,b 'a' "a" \\ \\n state:jpn https://example.org/a?b=c&d=e#f Taiwan's 8:0123456789abcdef
1e10 0e1234 é 賴清德 ０１""",
)
TEXTS = (
    st.text()
    | st.sampled_from(WORDS)
    | st.text(st.sampled_from(":#-?,[]{}&*!|>'\"%@`\\ \t\r\n\x85\xa0\u2028\ufeff\u202e\u3000\U000e0001😀éa1"))
    | st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
)


def _parts(trees: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    items = st.lists(trees, max_size=4).map(list[Tree])
    return items | st.dictionaries(TEXTS, trees, max_size=4).map(dict[str, Tree])


TREES: st.SearchStrategy[Tree] = st.recursive(SCALARS, _parts, max_leaves=20)
RECORDS = st.lists(st.dictionaries(TEXTS, TREES, max_size=4).map(dict[str, Tree]), max_size=4).map(list[Tree])
LOADERS = [yaml.SafeLoader, yaml.CSafeLoader]
NESTED: Tree = {
    "é": [{"a": 1, "b": [["x", {"y": {}}], []], "😀": "😀"}, "\n"],
    "long " * 300: {"k" * 1001: [1, {"c": None}], "q": "r" * 300},
    "d": {},
}


def _same(value: Tree, other: object) -> bool:
    """Return whether values are equal, including types, order of keys and sign of zero."""
    return repr(value) == repr(other)


def paths_in(tree: Tree, path: Path = ()) -> Iterator[tuple[Path, Tree]]:
    yield path, tree
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, part in parts:
        yield from paths_in(part, (*path, step))


@pytest.mark.parametrize(
    ("read", "write"),
    [(_yaml.read, _yaml_write.write), (_json.read, _json.write)],
    ids=["yaml", "json"],
)
@given(tree=TREES)
@example(tree=NESTED)
def test_written_trees_are_read_unchanged(
    read: Callable[[bytes, str], Document], write: Callable[[Tree], bytes], tree: Tree
) -> None:
    data = write(tree)
    document = read(data, "a")
    assert document.problems == ()
    assert _same(tree, document.tree)
    assert write(document.tree) == data
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")


@given(tree=TREES)
@example(tree=NESTED)
def test_written_yaml_is_parsed_by_the_fast_parser(tree: Tree) -> None:
    assert _same(tree, _yaml_values.parse_values(_yaml_write.write(tree).decode(), LIMITS))


PIECES = st.lists(
    st.sampled_from([*WORDS, "\n", "\n- ", "\n  ", ": ", "? ", "- ", ", ", "[", "]", "{", "}", "a", "b", "---\n"])
)


@given(PIECES.map(" ".join) | PIECES.map("".join), st.builds(Limits, depth=st.integers(1, 3), values=st.integers(1, 9)))
@example("%YAML 1.2\n---\na", LIMITS)
@example('"\\ud83d"', LIMITS)
@example("a: &b 1\nc: *b", LIMITS)
@example("{a: 1, a: 2}", LIMITS)
@example("a\n---\nb", LIMITS)
@example("", LIMITS)
@example("\x07", LIMITS)
@example("a\x85", LIMITS)
def test_the_fast_yaml_parser_accepts_only_text_without_problems(text: str, limits: Limits) -> None:
    with suppress(ValueError):
        tree = _yaml_values.parse_values(text, limits)
        built = _yaml._built(FileText("a.yaml", text), limits)
        assert built.problems == []
        assert _same(tree, built.tree)


@given(RECORDS)
def test_written_lines_are_read_unchanged(records: list[Tree]) -> None:
    data = _jsonl.write(records)
    read = [_jsonl.read_line(row, "a.jsonl", LIMITS, n) for n, row in enumerate(data.splitlines(keepends=True))]
    assert not any(line.problems for line in read)
    assert _same([[record] for record in records], [line.tree for line in read])


@pytest.mark.parametrize("loader", LOADERS)
@given(tree=TREES)
@example(tree=NESTED)
def test_pyyaml_reads_the_same_tree(loader: type[yaml.SafeLoader], tree: Tree) -> None:
    assert _same(tree, yaml.load(_yaml_write.write(tree), Loader=loader))  # noqa: S506 - both loaders are safe


@pytest.mark.parametrize("loader", LOADERS)
@given(objects=st.lists(st.dictionaries(TEXTS, SCALARS, max_size=3).map(dict[str, Tree])).map(list[Tree]))
def test_pyyaml_reads_objects_on_one_line(loader: type[yaml.SafeLoader], objects: list[Tree]) -> None:
    assert _same([objects], yaml.load(_yaml_write.write([objects]), Loader=loader))  # noqa: S506 - both are safe


@given(TREES)
def test_written_yaml_has_only_visible_characters(tree: Tree) -> None:
    hidden = re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]", _yaml_text(tree))
    assert hidden == []


def _yaml_text(tree: Tree) -> str:
    return _yaml_write.write(tree).decode()


@given(tree=TREES, ascii_only=st.booleans(), indent=st.sampled_from([None, 0, 3, "\t"]))
def test_the_slow_json_parser_returns_the_same_tree(tree: Tree, *, ascii_only: bool, indent: int | str | None) -> None:
    text = json.dumps(tree, ensure_ascii=ascii_only, indent=indent)
    builder = scan(TreeBuilder(FileText("a.json", text), LIMITS))
    assert builder.problems == []
    assert _same(tree, builder.tree)


texts = st.sampled_from(['""', '"a"', '"b"', r'"\""', r'"\\"', r'"\u0061"', r'"\ud83d"', r'"\ud83d\ude00"', '"é𠮷"'])
numbers = st.sampled_from(
    [
        "0",
        "-0",
        "1",
        "1.5",
        "0.0",
        "-0.0",
        "1e400",
        "1e-400",
        "0e1",
        str(2**63 - 1),
        str(2**63),
        f"-{2**63}",
        "9" * 5000,
    ]
)
jsons = st.recursive(
    texts | numbers | st.sampled_from(["true", "false", "null", "NaN", "-Infinity", "", "tru"]),
    lambda part: (
        st.lists(part, max_size=3).map(lambda parts: f"[{', '.join(parts)}]")
        | st.lists(st.tuples(texts, part), max_size=3).map(
            lambda pairs: f"{{{', '.join(f'{key}: {value}' for key, value in pairs)}}}"
        )
    ),
    max_leaves=8,
)


@given(text=jsons, depth=st.integers(0, 4), values=st.integers(1, 12))
def test_the_fast_json_parser_accepts_only_text_without_problems(text: str, depth: int, values: int) -> None:
    assert_fast_agrees_with_slow(PLAIN.json, text, depth, values)


def assert_fast_agrees_with_slow(engine: JsonEngine, text: str, depth: int, values: int) -> None:
    """Assert that, for a text that the fast parser accepts, the slow parser returns the same tree and places."""
    try:
        tree, container, end = engine.parse(text, depth, values)
    except (ValueError, RecursionError):
        return
    builder = scan(TreeBuilder(FileText("a.json", text), Limits(depth=depth, values=values)))
    assert builder.problems == []
    assert _same(tree, builder.tree)
    assert (container, end) == (builder.values, len(text))
    paths = [path for path, _ in paths_in(tree)]
    for path in (*paths, *((*path, nowhere) for path in paths for nowhere in ("none", 9))):
        for key in (False, True):
            assert engine.finder(text)(path, key) == builder.place.find(path, key=key)


@pytest.mark.parametrize("text", ['{"a": [1, -2.5, true, null, {"\\"b": "\\\\"}]}', '"a"', "[[], {}]", str(2**63 - 1)])
def test_valid_text_needs_only_the_fast_parser(text: str) -> None:
    assert JSON.parse(text, 3, 10)[0] == json.loads(text)


@pytest.mark.parametrize("limit", [10**30, math.inf])
def test_a_limit_may_be_huge_or_infinite(limit: float) -> None:
    limits = Limits(values=cast("int", limit), depth=10**30)
    assert _json.read(b'{"a": [1, {"b": "c"}]}', "a.json", limits).tree == {"a": [1, {"b": "c"}]}


def _index(text: str, place: Location) -> int:
    """Return the index of a location in a text with LF line ends."""
    assert place.line
    assert place.column
    lines = text.split("\n")
    assert lines[place.line - 1] == place.text
    return sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1


@given(tree=TREES, ascii_only=st.booleans(), indent=st.sampled_from([None, 0, 3, "\t"]))
def test_the_location_of_a_json_value_is_its_start(tree: Tree, *, ascii_only: bool, indent: int | str | None) -> None:
    text = json.dumps(tree, ensure_ascii=ascii_only, indent=indent)
    document = _json.read(text.encode("utf-8-sig"), "a.json")
    decoder = json.JSONDecoder()
    for path, value in paths_in(tree):
        start = _index(text, document.locate(path))
        assert _same(value, decoder.raw_decode(text, start)[0])
        key = _index(text, document.locate(path, key=True))
        assert decoder.raw_decode(text, key)[0] == path[-1] if path and isinstance(path[-1], str) else key == start


def _nodes(node: yaml.Node, path: Path = ()) -> Iterator[tuple[Path, yaml.Node, yaml.Node]]:
    """Yield the nodes of a document with their paths and keys."""
    yield path, node, node
    for step, key, part in _node_parts(node):
        for below, inner, inner_key in _nodes(part, (*path, step)):
            yield below, inner, inner_key if len(below) > len(path) + 1 else key


def _node_parts(node: yaml.Node) -> list[tuple[str | int, yaml.Node, yaml.Node]]:
    if isinstance(node, yaml.SequenceNode):
        return [(n, part, part) for n, part in enumerate(node.value)]
    return [(key.value, key, part) for key, part in node.value] if isinstance(node, yaml.MappingNode) else []


@pytest.mark.parametrize("loader", LOADERS)
@given(tree=TREES, flow=st.sampled_from([True, False, None]))
@example(tree=NESTED, flow=None)
def test_yaml_locations_agree_with_pyyaml(loader: type[yaml.SafeLoader], tree: Tree, *, flow: bool | None) -> None:
    text = yaml.safe_dump(tree, default_flow_style=flow, sort_keys=False) if flow is not None else _yaml_text(tree)
    document = _yaml.read(text.encode(), "a.yaml")
    node = cast("yaml.Node", yaml.compose(text, Loader=loader))
    for path, value, key in _nodes(node):
        for part, place in ((value, document.locate(path)), (key, document.locate(path, key=True))):
            assert (part.start_mark.line + 1, part.start_mark.column + 1) == (place.line, place.column)


@given(RECORDS, st.sampled_from(["\n", "\r\n", "\r", ""]))
def test_json_lines_locations_are_those_of_the_file(records: list[Tree], line_end: str) -> None:
    for n, record in enumerate(records):
        row = (json.dumps(record, ensure_ascii=False) + line_end).encode()
        line = _jsonl.read_line(row, "a.jsonl", LIMITS, n)
        assert line.problems == ()
        assert _same([record], line.tree)
        for path, value in paths_in(record):
            place = line.locate((n, *path))
            assert place.line == n + 1
            assert place.column
            assert _same(value, json.JSONDecoder().raw_decode(place.text or "", place.column - 1)[0])
