"""Locations in text, documents, numbers, and the check before writing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.engine.tree import Place, Tree
from alliancekit.errors import InvalidCorpus, Location, Path
from alliancekit.formats._text import FileText, Limits, decode
from alliancekit.formats._tree import Document, check_writable, number
from alliancekit.rules import reading

PLACE = Place(0, 0, {"a": Place(5, 1, {0: Place(6, 6, {}), 1: Place(9, 9, {})})})


@given(st.text(st.sampled_from("ab\r\n\t😀é\x85\u2028")), st.data())
def test_a_location_is_that_of_an_editor(content: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(content)))
    before = re.split("\r\n|\r|\n", content[:index])
    in_crlf = content[:index].endswith("\r") and content[index:].startswith("\n")
    line, column = (len(before) - 1, len(before[-2]) + 2) if in_crlf else (len(before), len(before[-1]) + 1)
    place = FileText("a.yaml", content).location(index)
    assert (place.file, place.line, place.column) == ("a.yaml", line, column)
    assert place.text == re.split("\r\n|\r|\n", content)[line - 1]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).filter(lambda s: s[:1] != "\ufeff"))
def test_utf8_is_decoded_with_and_without_its_mark(content: str) -> None:
    assert decode(content.encode(), "a.yaml").content == content
    assert decode(content.encode("utf-8-sig"), "a.yaml").content == content


def test_the_byte_order_mark_does_not_count_as_a_column() -> None:
    assert str(decode(b"\xef\xbb\xbfab", "a.yaml").location(1)) == "a.yaml:1:2"


@pytest.mark.parametrize(
    ("data", "problem", "line"),
    [
        (
            b"\xff\xfea\0",
            (
                "a.yaml:1:1: AK001 the file must be in UTF-8, got FF FE, the byte order mark of UTF-16"
                " (save the file as UTF-8)"
            ),
            None,
        ),
        (
            b"\xfe\xff\0a",
            (
                "a.yaml:1:1: AK001 the file must be in UTF-8, got FE FF, the byte order mark of UTF-16"
                " (save the file as UTF-8)"
            ),
            None,
        ),
        (
            b"\xff\xfe\0\0a\0\0\0",
            (
                "a.yaml:1:1: AK001 the file must be in UTF-8, got FF FE 00 00, the byte order mark of UTF-32"
                " (save the file as UTF-8)"
            ),
            None,
        ),
        (
            b"\0\0\xfe\xff\0\0\0a",
            (
                "a.yaml:1:1: AK001 the file must be in UTF-8, got 00 00 FE FF, the byte order mark of UTF-32"
                " (save the file as UTF-8)"
            ),
            None,
        ),
        (
            "é\né: ".encode() + b"caf\xe9 \xff",
            "a.yaml:2:7: AK001 the file must be in UTF-8, got the invalid byte 0xE9 (save the file as UTF-8)",
            "é: caf� �",
        ),
        (
            b"\xef\xbb\xbfa\xed\xa0\x80",
            "a.yaml:1:2: AK001 the file must be in UTF-8, got the invalid byte 0xED (save the file as UTF-8)",
            "a���",
        ),
        (
            b"a\r\nb\0c\0",
            (
                "a.yaml:2:2: AK002 the character U+0000 is not allowed in text"
                " (remove it; if there are many, the file is damaged or not in UTF-8)"
            ),
            "b\0c\0",
        ),
    ],
    ids=["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "latin-1", "surrogate", "nul"],
)
def test_invalid_bytes_are_reported_at_the_first_one(data: bytes, problem: str, line: str | None) -> None:
    with pytest.raises(InvalidCorpus) as caught:
        decode(data, "a.yaml")
    assert str(caught.value) == problem
    assert [result.location.text for result in caught.value.problems if result.location] == [line]


def test_a_file_beyond_the_limit_is_rejected() -> None:
    assert decode(b"a" * 1000, "a.yaml", Limits(size=1000)).content == "a" * 1000
    with pytest.raises(InvalidCorpus) as caught:
        decode(b"\xff" * 1001, "a.yaml", Limits(size=1000))
    message = (
        "a.yaml: AK006 a file must have at most 1,000 bytes, this one has more (split the file, or raise the limit)"
    )
    assert str(caught.value) == message


def test_a_location_in_a_message() -> None:
    assert FileText("a.yaml", "ab\ncd").where(4) == "line 2, column 2"


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), 0, 0),
        (("a",), 5, 1),
        (("a", 1), 9, 9),
        (("a", 2), 5, 5),
        (("a", "b", "c"), 5, 5),
        (("b",), 0, 0),
        (("a", 1, "c"), 9, 9),
    ],
)
def test_a_missing_path_has_the_location_of_its_nearest_ancestor(path: Path, value: int, key: int) -> None:
    assert (PLACE.find(path), PLACE.find(path, key=True)) == (value, key)
    document = Document("a.json", None, (), FileText("a.json", '{"a": [1, 2]}'), lambda _path: PLACE)
    assert document.locate(path) == Location("a.json", 1, value + 1)
    assert document.locate(path, key=True) == Location("a.json", 1, key + 1)


def test_without_places_the_location_is_the_start() -> None:
    assert Document("a.json", None).locate(("a",)) == Location("a.json")
    assert Document("a.json", None, (), FileText("a.json", "[")).locate(("a",)) == Location("a.json", 1, 1)


def test_a_stand_in_is_at_or_below_a_problem() -> None:
    document = Document("a.json", None, (reading.NUMBER.problem("too large", path=("a", 1)),))
    paths: list[Path] = [("a", 1), ("a", 1, "b"), ("a",), ("a", 2), ("b", 1), ()]
    assert [document.is_stand_in(path) for path in paths] == [True, True, False, False, False, False]


@given(st.integers())
def test_whole_numbers_fit_into_64_bits(value: int) -> None:
    assert number(str(value)) == (value if -(2**63) <= value < 2**63 else None)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_decimals_are_floats(value: float) -> None:
    assert repr(number(repr(value))) == repr(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", None),
        ("-9223372036854775808", -(2**63)),
        ("-9223372036854775809", None),
        ("9" * 5000, None),
        ("-0", 0),
        ("1e2", 100.0),
        ("1.5E-1", 0.15),
        ("1e999", None),
        ("-1e999", None),
        ("1e-999", None),
        ("-0.1E-999", None),
        ("0e999", 0.0),
        ("0.0e-999", 0.0),
    ],
)
def test_numbers_at_the_limits(text: str, value: float | None) -> None:
    result = number(text)
    assert (result, type(result)) == (value, type(value))


def test_all_unwritable_values_are_reported_together() -> None:
    tree: Tree = {
        "a": [1, float("nan"), -float("inf"), 2**63, "\ud800"],
        "\udfff": -(2**63) - 1,
        "b": [None, True, 2.5],
    }
    with pytest.raises(InvalidCorpus) as caught:
        check_writable(tree)
    assert [(problem.path, str(problem)) for problem in caught.value.problems] == [
        (
            (),
            r"AK001 the text '\udfff' must not have half of a surrogate pair (write the character itself)",
        ),
        (("a", 1), "AK007 a number must be finite, got nan (write the number in full, or as text)"),
        (("a", 2), "AK007 a number must be finite, got -inf (write the number in full, or as text)"),
        (("a", 3), "AK007 0x8000000000000000 does not fit into 64 bits (write the number in full, or as text)"),
        (
            ("a", 4),
            r"AK001 the text '\ud800' must not have half of a surrogate pair (write the character itself)",
        ),
        (
            ("\udfff",),
            "AK007 -0x8000000000000001 does not fit into 64 bits (write the number in full, or as text)",
        ),
    ]


def test_a_tree_that_contains_itself_is_rejected() -> None:
    tree: list[Tree] = []
    tree.append(tree)
    with pytest.raises(InvalidCorpus) as caught:
        check_writable(tree, ("a",), Limits(depth=2))
    (problem,) = caught.value.problems
    assert problem.path == ("a", 0, 0)
    assert str(problem) == (
        "AK006 lists and objects must be nested at most 2 levels deep, got one more level"
        " (split the file, or raise the limit)"
    )


def test_a_tree_as_deep_as_the_limit_is_written() -> None:
    check_writable([[1], {}], (), Limits(depth=2))
