"""Valid JSON is parsed, and problems are reported."""

import json
import sys
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.errors import InvalidCorpus, Path
from alliancekit.formats._json import read, write
from alliancekit.formats._text import Limits

TOKENS = [*'{}[]",:\\ \t\n-+.e01a\xa0', "true", "NaN", "1e5", '"a"', '"b":', "\\u00e9", "\\ud83d", "\\ude00"]


def _problems(text: str, limits: Limits | None = None) -> list[str]:
    return [str(problem) for problem in read(text.encode(), "a.json", limits or Limits()).problems]


def _refuse(_word: str) -> NoReturn:
    raise ValueError


@given(st.lists(st.sampled_from(TOKENS)).map("".join) | st.text())
def test_invalid_json_is_reported_and_never_raised(text: str) -> None:
    try:
        json.loads(text, parse_constant=_refuse).__class__  # noqa: B018 - only whether it can be read
    except ValueError:
        assert read(text.encode(), "a.json").problems
    else:
        document = read(text.encode(), "a.json")
        assert {problem.code for problem in document.problems} <= {"AK002", "AK003", "AK007"}
        assert all(problem.path or document.tree is None for problem in document.problems if problem.code != "AK002")


@given(st.binary())
def test_any_bytes_give_a_document(data: bytes) -> None:
    document = read(data, "a.json")
    assert document.tree is None or document.problems == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1:1: AK002 expected a value, got the end of the file (add it)"),
        (
            "[1,\n]",
            '2:1: AK002 expected a value, got "]" (remove the comma before it, or add the value)',
        ),
        ('{"a": 1,}', '1:9: AK002 expected a key in double quotes, got "}" (remove the comma before it)'),
        ("{a: 1}", "1:2: AK002 expected a key in double quotes, got a (put the key in double quotes)"),
        (
            "{",
            "1:2: AK002 expected a key in double quotes, got the end of the file (put the key in double quotes)",
        ),
        ("['a']", """1:2: AK002 expected a value, got "'" (put text in double quotes)"""),
        ("[a]", "1:2: AK002 expected a value, got a (put text in double quotes)"),
        (
            "[1 2]",
            '1:4: AK002 expected "," or the "]" of the list at line 1, column 1, got 2 (add it)',
        ),
        (
            '["a""b"]',
            '1:5: AK002 expected "," or the "]" of the list at line 1, column 1, got a double quote (add it)',
        ),
        (
            '\n {"a": [1}',
            '2:10: AK002 expected "," or the "]" of the list at line 2, column 8, got "}" (add it)',
        ),
        (
            '{"a": 1\n',
            ('2:1: AK002 expected "," or the "}" of the object at line 1, column 1, got the end of the file (add it)'),
        ),
        ('{"a" 1}', '1:6: AK002 expected ":" between a key and its value, got 1 (add it)'),
        ("[1] ]", '1:5: AK002 expected nothing after the end of the value, got "]" (remove it)'),
        ("// a", '1:1: AK002 expected a value, got "/" (JSON has no comments)'),
        ("[1, # a", '1:5: AK002 expected a value, got "#" (JSON has no comments)'),
        ("[True]", "1:2: AK002 expected a value, got True (write true)"),
        ("[None]", "1:2: AK002 expected a value, got None (write null)"),
        ("[010]", "1:2: AK002 expected a value, got 010 (write numbers such as 10, -0.5 or 1.5e3)"),
        ("[+1]", "1:2: AK002 expected a value, got +1 (write numbers such as 10, -0.5 or 1.5e3)"),
        ("[.5]", "1:2: AK002 expected a value, got .5 (write numbers such as 10, -0.5 or 1.5e3)"),
        ("[1.]", "1:2: AK002 expected a value, got 1. (write numbers such as 10, -0.5 or 1.5e3)"),
        ("[\xa01]", "1:2: AK002 expected a value, got the character U+00A0 (remove it)"),
        (
            f"[{'a' * 41}]",
            f"1:2: AK002 expected a value, got {'a' * 39}… (put text in double quotes)",
        ),
        (
            '["é😀", "abc\n"]',
            (
                '1:8: AK002 the text that starts here has no closing " on the same line'
                r" (write a line break inside text as \n)"
            ),
        ),
        (
            '"abc\\',
            (
                '1:1: AK002 the text that starts here has no closing " on the same line'
                r" (write a line break inside text as \n)"
            ),
        ),
        ('["\ta"]', r"1:3: AK002 the character U+0009 is not allowed inside text (write it as \t)"),
        ('["é\x1fa"]', r"1:4: AK002 the character U+001F is not allowed inside text (write it as \u001f)"),
        (
            r'["a\data"]',
            r"1:4: AK002 unknown JSON escape \d (write a backslash as \\, and other characters as they are)",
        ),
        (
            r'["\u12"]',
            r"1:3: AK002 unknown JSON escape \u12 (write a backslash as \\, and other characters as they are)",
        ),
    ],
)
def test_invalid_json_is_reported_with_its_location(text: str, problem: str) -> None:
    document = read(text.encode(), "a.json")
    assert document.tree is None
    assert [str(result) for result in document.problems] == [f"a.json:{problem}"]


def test_every_duplicate_key_is_reported_with_its_first_location() -> None:
    document = read(b'{"a": 1,\n "b": [{"c": 1, "c": 2, "c": 3}],\n "a": {"d": 1, "d": 2}, "A": 0}', "a.json")
    assert document.tree == {"a": 1, "b": [{"c": 1}], "A": 0}
    assert [(problem.path, str(problem)) for problem in document.problems] == [
        (("b", 0, "c"), f"a.json:2:17: AK003 duplicate key 'c', {_again('line 2, column 9')}"),
        (("b", 0, "c"), f"a.json:2:25: AK003 duplicate key 'c', {_again('line 2, column 9')}"),
        (("a",), f"a.json:3:2: AK003 duplicate key 'a', {_again('line 1, column 2')}"),
        (("a", "d"), f"a.json:3:16: AK003 duplicate key 'd', {_again('line 3, column 8')}"),
    ]


def _again(first: str) -> str:
    return f"first at {first} (remove one of the two)"


def test_numbers_that_do_not_fit_do_not_affect_the_rest() -> None:
    document = read(
        b'{"a": [NaN, Infinity, -Infinity, 1e999, 1e-999, 9223372036854775808, 1, true, null], "b": 1'
        + b"0" * 5000
        + b"}",
        "a.json",
    )
    finite = "(omit the field if there is no number)"
    fit = "does not fit into 64 bits (write the number in full, or as text)"
    assert document.tree == {"a": [None, None, None, None, None, None, 1, True, None], "b": None}
    assert [(problem.path, str(problem)) for problem in document.problems] == [
        (("a", 0), f"a.json:1:8: AK007 a number must be finite, got NaN {finite}"),
        (("a", 1), f"a.json:1:13: AK007 a number must be finite, got Infinity {finite}"),
        (("a", 2), f"a.json:1:23: AK007 a number must be finite, got -Infinity {finite}"),
        (("a", 3), f"a.json:1:34: AK007 1e999 {fit}"),
        (("a", 4), f"a.json:1:41: AK007 1e-999 {fit}"),
        (("a", 5), f"a.json:1:49: AK007 9223372036854775808 {fit}"),
        (("b",), f"a.json:1:91: AK007 1{'0' * 38}… {fit}"),
    ]


def test_half_of_a_surrogate_pair_is_reported() -> None:
    text = r'["\ud83d\ude00", "\\ud83d", "é \ud83d \n", "\uDE00\ud83d", {"\uD83D": 1, "a": "\ud83dx"}]'
    document = read(text.encode(), "a.json")
    assert document.tree == ["😀", "\\ud83d", None, None, {"a": None}]
    half = "is half of a surrogate pair, not a character (write the character itself)"
    assert [(problem.path, str(problem)) for problem in document.problems] == [
        ((2,), rf"a.json:1:32: AK002 \ud83d {half}"),
        ((3,), rf"a.json:1:45: AK002 \uDE00 {half}"),
        ((4,), rf"a.json:1:62: AK002 \uD83D {half}"),
        ((4, "a"), rf"a.json:1:80: AK002 \ud83d {half}"),
    ]


def test_pairs_of_surrogates_are_characters() -> None:
    assert read(rb'["\ud83d\ude00"]', "a.json") == read('["😀"]'.encode(), "a.json")


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 200_000, "[" * 65 + "]" * 65, "[" * 900 + "]" * 900])
def test_deep_trees_are_rejected(text: str) -> None:
    column = 1 + 64 * (5 if text.startswith("{") else 1)
    assert _problems(text) == [
        (
            f"a.json:1:{column}: AK006 lists and objects must be nested at most 64 levels deep, got one more level"
            " (split the file, or raise the limit)"
        )
    ]


def test_trees_as_deep_as_the_limit_are_read() -> None:
    assert _problems("[" * 64 + "]" * 64) == []
    assert _problems("[" * 64 + "1" + "]" * 64) == []
    assert _problems("[[1]]", Limits(depth=2)) == []
    assert _problems("[[1, []]]", Limits(depth=2)) != []


def test_the_depth_of_the_caller_does_not_count() -> None:
    def call(depth: int) -> list[str]:
        return call(depth - 1) if depth else _problems("[" * 60 + "]" * 60)

    frame, depth = sys._getframe(), 0
    while frame.f_back:
        frame, depth = frame.f_back, depth + 1
    assert call(sys.getrecursionlimit() - depth - 45) == []


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (1, 1), (1, 1)),
        (("é",), (1, 7), (1, 2)),
        (("é", 1), (2, 4), (2, 4)),
        (("é", 1, "a"), (2, 10), (2, 5)),
        (("é", 1, "b"), (2, 4), (2, 4)),
        (("é", 7), (1, 7), (1, 7)),
        (("z",), (3, 9), (3, 2)),
    ],
)
def test_locations_count_code_points_and_any_line_end(path: Path, value: tuple[int, int], key: tuple[int, int]) -> None:
    text = '{"é": [1,\r\n\t\t {"a": 1}],\r "z":\t\t "\\ud83d\\ude00"}'
    document = read(text.encode("utf-8-sig"), "a.json")
    for place, expected in ((document.locate(path), value), (document.locate(path, key=True), key)):
        assert (place.line, place.column) == expected


def test_bytes_that_are_not_text_have_no_location() -> None:
    document = read(b"[\xff]", "a.json")
    assert (document.tree, [problem.code for problem in document.problems]) == (None, ["AK001"])
    assert str(document.locate((0,))) == "a.json"


def test_a_file_that_is_too_large_is_rejected() -> None:
    assert _problems("[1]", Limits(size=2)) == [
        "a.json: AK006 a file must have at most 2 bytes, this one has more (split the file, or raise the limit)"
    ]


def test_json_is_written_for_people() -> None:
    assert write({"b": [1, {"a": "é\u2028😀\n"}], "a": {}, "c": [], "d": 1e16}).decode() == (
        '{\n  "b": [\n    1,\n    {\n      "a": "é\\u2028😀\\n"\n    }\n  ],\n  "a": {},\n  "c": [],\n  "d": 1e+16\n}\n'
    )


def test_values_outside_json_are_not_written() -> None:
    with pytest.raises(InvalidCorpus) as caught:
        write([1, float("nan")])
    assert [problem.path for problem in caught.value.problems] == [(1,)]
