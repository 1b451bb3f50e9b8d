"""Valid JSON Lines are parsed, and problems are reported."""

import copy
import json
from contextlib import suppress
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.engine._plain_find import finder
from alliancekit.engine.tree import Tree
from alliancekit.errors import InvalidCorpus, Path
from alliancekit.formats import _json
from alliancekit.formats._json_scan import SHORT, scan
from alliancekit.formats._jsonl import read_line, valid_line, whole_lines, write
from alliancekit.formats._text import LIMITS, FileText, Limits
from alliancekit.formats._tree_builder import TreeBuilder

ROWS = st.sampled_from(['{"a": 1}', '{"a": 1, "a": 2}', "[1", "{}", '"é\u2028"', "NaN", "[[1]]"])


@given(ROWS, st.sampled_from(["", "\n", "\r\n", "\r"]), st.sampled_from([0, 7]))
def test_a_line_is_a_json_text(row: str, line_end: str, before: int) -> None:
    line = read_line((row + line_end).encode(), "a.jsonl", Limits(depth=2), before)
    alone = _json.read(row.encode(), "a.jsonl")
    assert line.tree == [alone.tree]
    assert [(problem.code, problem.path) for problem in line.problems] == [
        (problem.code, (before, *problem.path)) for problem in alone.problems
    ]


@given(st.binary())
def test_any_bytes_are_parsed_or_rejected(data: bytes) -> None:
    with suppress(InvalidCorpus):
        assert read_line(data, "a.jsonl", LIMITS, 0).file == "a.jsonl"


def test_documents_can_be_copied() -> None:
    line = read_line(b'{"a": {"b": 1}, "a": 2}\n', "a.jsonl", LIMITS, 0)
    copied = copy.deepcopy(line)
    assert copied == line
    assert copied.locate((0, "a", "b")) == line.locate((0, "a", "b"))


def test_a_long_line_is_scanned_once_for_all_locations() -> None:
    row = json.dumps({"a": "x" * SHORT, "b": [1, 2]}).encode()
    read, sound = read_line(row, "a.jsonl", LIMITS, 0), valid_line(row, "a.jsonl", 0)
    with patch("alliancekit.formats._jsonl.scan", wraps=scan) as scanned:
        for _ in range(2):
            for line in (read, sound):
                places = [line.locate(path).column for path in ((0, "b", 1), (0, "a"), (0, "c"))]
                assert places == [SHORT + 20, 7, 1]
    assert scanned.call_count == 2


@pytest.mark.parametrize(
    ("row", "path", "reported"),
    [
        (b'{"a": \r\n', (), "2:7: AK002 expected a value, got the end of the line (add it)"),
        (b"\n", (), "2:1: AK002 a line must not be blank (remove the line)"),
        (b" \t\n", (), "2:1: AK002 a line must not be blank (remove the line)"),
        (
            '{"b": "é\u2028", "c": NaN}\n'.encode(),
            ("c",),
            "2:18: AK007 a number must be finite, got NaN (omit the field if there is no number)",
        ),
        (
            b'{"d": 1, "d": 2}\n',
            ("d",),
            ("2:10: AK003 duplicate key 'd', first at line 2, column 2 (remove one of the two)"),
        ),
        (b"null\n", (), "2:1: AK002 a line must not be null (remove the line)"),
        (b"[1] 2\n", (), "2:5: AK002 expected nothing after the end of the value, got 2 (remove it)"),
        (
            '["é'.encode(),
            (),
            (
                '2:2: AK002 the text that starts here has no closing " on the same line '
                r"(write a line break inside text as \n)"
            ),
        ),
        (
            b"[[[1]]]",
            (),
            (
                "2:3: AK006 lists and objects must be nested at most 2 levels deep, got one more level "
                "(split the file, or raise the limit)"
            ),
        ),
    ],
)
def test_problems_of_a_line_are_reported_with_locations(row: bytes, path: Path, reported: str) -> None:
    line = read_line(row, "a.jsonl", Limits(depth=2), 1)
    assert [(problem.path, str(problem)) for problem in line.problems] == [((1, *path), f"a.jsonl:{reported}")]
    assert line.is_stand_in((1,)) is (path == ())


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), "3:1", "3:1"),
        ((2,), "3:1", "3:1"),
        ((2, "é", 1), "3:13", "3:13"),
        ((2, "é"), "3:7", "3:2"),
        ((2, "b"), "3:1", "3:1"),
        ((3,), "3:1", "3:1"),
        (("a",), "3:1", "3:1"),
    ],
)
def test_locations_are_those_of_the_file(path: Path, value: str, key: str) -> None:
    row = '{"é": ["😀", 1]}\n'.encode()
    for line in (read_line(row, "a.jsonl", LIMITS, 2), valid_line(row, "a.jsonl", 2)):
        assert str(line.locate(path)) == f"a.jsonl:{value}"
        assert str(line.locate(path, key=True)) == f"a.jsonl:{key}"


def test_the_values_of_a_line_are_counted() -> None:
    assert read_line(b'{"a": [1, {"b": 2}], "c": 3}', "a.jsonl", LIMITS, 0).values == 6
    assert read_line(b"[NaN, NaN]", "a.jsonl", LIMITS, 0).values == 3


@pytest.mark.parametrize(
    ("row", "limits", "reported"),
    [
        (b"\xff", LIMITS, ["AK001"]),
        (b'"\0"', LIMITS, ["AK002"]),
        (b'["long"]', Limits(size=7), ["AK006"]),
        (b"[NaN, NaN]", Limits(problems=1), ["AK007", "AK006"]),
    ],
)
def test_invalid_lines_are_rejected(row: bytes, limits: Limits, reported: list[str]) -> None:
    with pytest.raises(InvalidCorpus) as caught:
        read_line(row, "a.jsonl", limits, 2)
    assert [problem.code for problem in caught.value.problems] == reported
    assert {problem.location and problem.location.line for problem in caught.value.problems} == {3}


def test_a_record_is_written_on_a_line() -> None:
    assert write([{"b": 1, "a": ["é\u2028", "x\ny"]}, {}]).decode() == '{"b": 1, "a": ["é\\u2028", "x\\ny"]}\n{}\n'
    assert write([]) == b""


def test_an_unwritable_record_is_reported_with_its_line() -> None:
    with pytest.raises(InvalidCorpus) as caught:
        write([{}, {"a": [2**63]}])
    assert [problem.path for problem in caught.value.problems] == [(1, "a", 0)]


@pytest.mark.parametrize("tree", [{}, None, [{}, None]])
def test_only_lists_without_null_are_written(tree: Tree) -> None:
    with pytest.raises(InvalidCorpus) as caught:
        write(tree)
    assert str(caught.value) == "AK002 JSON Lines must be a list of values, none of them null (write JSON instead)"


@given(st.lists(st.sampled_from([b"a", b"bc", b"\n", b"\r", b"\r\n", b" ", b"\xef\xbb\xbf"])), st.data())
def test_lines_do_not_depend_on_the_size_of_blocks(parts: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=4)))
    blocks = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    lines = [line for lines in whole_lines(blocks, 1_000) for line in lines.splitlines(keepends=True)]
    assert lines == whole.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)


def test_a_line_that_is_too_long_is_the_last_one() -> None:
    assert list(whole_lines([b"a\nbcd", b"ef", b"g\nh"], 4)) == [b"a\n", b"", b"bcdef"]


PATHS: list[Path] = [(), ("a",), ("a", 0), ("a", 1), ("a", 2), ("a", 9), ("a", "b"), ("b",), ("b", "c"), ("b", 0), (0,)]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("key", [False, True])
def test_quick_locations_agree_with_a_full_scan(path: Path, *, key: bool) -> None:
    text = ' {"a" : [ 1, {"x": "]"} ] , "b":{ "c": [], "d": {}}} '
    scanned = scan(TreeBuilder(FileText("a.json", text), LIMITS))
    assert finder(text)(path, key) == scanned.place.find(path, key=key)
