"""What JSON Lines may be, and what is said of what is none."""

import copy
import json
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.engine._plain_find import finder
from alliancekit.engine.tree import Tree
from alliancekit.errors import InvalidCorpus, Path
from alliancekit.formats import _json
from alliancekit.formats._builder import TreeBuilder
from alliancekit.formats._json_scan import SHORT, scan
from alliancekit.formats._jsonl import read, read_line, whole_lines, write
from alliancekit.formats._text import LIMITS, Limits, Text

LINES = st.lists(st.sampled_from(['{"a": 1}', '{"a": 1, "a": 2}', "[1", "{}", '"é\u2028"', "NaN", "[[1]]"]), min_size=1)


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_line_is_a_json_text(lines: list[str], line_end: str) -> None:
    document = read(line_end.join(lines).encode(), "a.jsonl", Limits(depth=2))
    alone = [_json.read(line.encode(), "a.jsonl") for line in lines]
    assert document.tree == [line.tree for line in alone]
    assert [(problem.code, problem.path) for problem in document.problems] == [
        (problem.code, (n, *problem.path)) for n, line in enumerate(alone) for problem in line.problems
    ]


@given(st.binary())
def test_any_bytes_give_a_document(data: bytes) -> None:
    assert read(data, "a.jsonl").file == "a.jsonl"


@given(
    st.sampled_from(
        [
            b'{"a": [1, {"b": 2}], "c": 3}',
            b' {"a": 1, "a": 2}\n',
            b'{"a": [1,\r',
            b"null\r\n",
            b"[NaN, NaN]",
            b"\0",
            b"\xff",
        ]
    ),
    st.sampled_from([0, 7]),
    st.builds(Limits, size=st.sampled_from([9, 99]), depth=st.integers(1, 3), problems=st.integers(1, 2)),
)
def test_a_line_alone_is_read_as_in_its_file(row: bytes, before: int, limits: Limits) -> None:
    alone, within = read_line(row, "a.jsonl", limits, before), read(row, "a.jsonl", limits, before=before)
    assert (alone.tree, alone.problems) == (within.tree, within.problems)
    inner: list[Path] = [(), ("a",), ("a", 1, "b"), ("a", 9), ("z",)]
    for path in (*((before, *path) for path in inner), (), (before + 1, "a")):
        assert [alone.locate(path, key=key) for key in (False, True)] == [
            within.locate(path, key=key) for key in (False, True)
        ]


@pytest.mark.parametrize("data", [b"", b"\n \n"])
def test_of_no_lines_the_place_is_the_start(data: bytes) -> None:
    for before in (0, 3):
        place = str(read(data, "a.jsonl", before=before).locate((before, "a")))
        assert place == f"a.jsonl:{before + 1}:1"


def test_documents_can_be_copied() -> None:
    document = read(b'{"a": {"b": 1}, "a": 2}\n', "a.jsonl")
    copied = copy.deepcopy(document)
    assert copied == document
    assert copied.locate((0, "a", "b")) == document.locate((0, "a", "b"))


def test_places_in_a_long_line_are_looked_up_once_for_all() -> None:
    row = json.dumps({"a": "x" * SHORT, "b": [1, 2]}).encode()
    alone, within = read_line(row, "a.jsonl", LIMITS, 0), read(row + b"\n{}", "a.jsonl")
    with patch("alliancekit.formats._jsonl.scan", wraps=scan) as scanned:
        for _ in range(2):
            for document in (alone, within):
                places = [document.locate(path).column for path in ((0, "b", 1), (0, "a"), (0, "c"))]
                assert places == [SHORT + 20, 7, 1]
            assert within.locate((1,)).line == 2
    assert scanned.call_count == 2


def test_a_bad_line_leaves_the_others_readable() -> None:
    text = '\ufeff{"a": 1}\r\n{"a": \r\n\n \t\n{"b": "é\u2028", "c": NaN}\n{"d": 1, "d": 2}\nnull\n[1] 2\n["é'
    document = read(text.encode(), "a.jsonl")
    assert document.tree == [{"a": 1}, None, None, None, {"b": "é\u2028", "c": None}, {"d": 1}, None, None, None]
    assert [(problem.path, str(problem)) for problem in document.problems] == [
        ((1,), "a.jsonl:2:7: AK002 a value must stand here, got the end of the line (add it)"),
        ((2,), "a.jsonl:3:1: AK002 a value must stand on each line, this one is blank (take the line out)"),
        ((3,), "a.jsonl:4:1: AK002 a value must stand on each line, this one is blank (take the line out)"),
        ((4, "c"), "a.jsonl:5:18: AK007 a number must be finite, got NaN (leave the field out if there is no number)"),
        (
            (5, "d"),
            (
                "a.jsonl:6:10: AK003 the key 'd' stands a second time in this object, first at line 6, column 2"
                " (keep one of the two)"
            ),
        ),
        ((6,), "a.jsonl:7:1: AK002 a line must hold a value, this one is null (take it out)"),
        ((7,), "a.jsonl:8:5: AK002 nothing may stand here, after the end of the value, got 2 (take it out)"),
        (
            (8,),
            (
                'a.jsonl:9:2: AK002 the text that starts here has no closing " on its line'
                r" (write a line break inside text as \n)"
            ),
        ),
    ]
    assert [document.is_stand_in((n,)) for n in range(9)] == [False, True, True, True, False, False, True, True, True]


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), "1:1", "1:1"),
        ((0,), "1:1", "1:1"),
        ((0, "a"), "1:7", "1:2"),
        ((1,), "2:1", "2:1"),
        ((1, "a"), "2:1", "2:1"),
        ((2, "é", 1), "3:13", "3:13"),
        ((2, "b"), "3:1", "3:1"),
        ((3,), "1:1", "1:1"),
        (("a",), "1:1", "1:1"),
    ],
)
def test_places_are_those_of_the_file(path: Path, value: str, key: str) -> None:
    document = read('{"a": 1}\n{"a"\n{"é": ["😀", 1]}\n'.encode(), "a.jsonl")
    assert str(document.locate(path)) == f"a.jsonl:{value}"
    assert str(document.locate(path, key=True)) == f"a.jsonl:{key}"


@pytest.mark.parametrize("text", ["", "\n", "\r\n \n\t"])
def test_a_file_without_lines_is_an_empty_list(text: str) -> None:
    document = read(text.encode(), "a.jsonl")
    assert (document.tree, document.problems) == ([], ())
    assert str(document.locate((0,))) == "a.jsonl:1:1"


def test_the_list_of_the_lines_counts_for_no_depth() -> None:
    assert read(b"[[1]]\n[[1]]", "a.jsonl", Limits(depth=2)).problems == ()
    assert [str(problem) for problem in read(b"1\n[[[1]]]", "a.jsonl", Limits(depth=2)).problems] == [
        (
            "a.jsonl:2:3: AK006 at most 2 lists and objects may stand inside each other, here is one more"
            " (split the file, or raise the limit)"
        )
    ]
    deep = json.loads("[" * 64 + "]" * 64)
    assert read(write([deep]), "a.jsonl").tree == [deep]


def test_bytes_that_are_no_text_have_no_lines() -> None:
    document = read(b"{}\n\xff", "a.jsonl")
    assert (document.tree, [str(problem.location) for problem in document.problems]) == (None, ["a.jsonl:2:1"])


def test_a_record_is_written_on_a_line() -> None:
    assert write([{"b": 1, "a": ["é\u2028", "x\ny"]}, {}]).decode() == '{"b": 1, "a": ["é\\u2028", "x\\ny"]}\n{}\n'
    assert write([]) == b""


def test_a_record_that_can_not_be_written_is_told_with_its_line() -> None:
    with pytest.raises(InvalidCorpus) as caught:
        write([{}, {"a": [2**63]}])
    assert [problem.path for problem in caught.value.problems] == [(1, "a", 0)]


@pytest.mark.parametrize("tree", [{}, None, [{}, None]])
def test_only_lists_without_null_are_lines(tree: Tree) -> None:
    with pytest.raises(InvalidCorpus) as caught:
        write(tree)
    assert str(caught.value) == "AK002 JSON Lines must be a list of values, none of them null (write JSON instead)"


@given(st.lists(st.sampled_from([b"a", b"bc", b"\n", b"\r", b"\r\n", b" ", b"\xef\xbb\xbf"])), st.data())
def test_the_lines_of_blocks_are_those_of_the_whole(parts: list[bytes], data: st.DataObject) -> None:
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
def test_a_place_is_found_where_a_scan_finds_it(path: Path, *, key: bool) -> None:
    text = ' {"a" : [ 1, {"x": "]"} ] , "b":{ "c": [], "d": {}}} '
    scanned = scan(TreeBuilder(Text("a.json", text), LIMITS))
    assert finder(text)(path, key) == scanned.place.find(path, key=key)


def test_of_each_line_it_has_to_be_said_whether_it_is_taken() -> None:
    assert read(b"1\n2\n", "a.jsonl", take=lambda _lines: [True, False]).tree == [None, 2]
    with pytest.raises(IndexError):
        read(b"1\n2\n", "a.jsonl", take=lambda _lines: [True])
