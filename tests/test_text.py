"""Text in messages: control characters are escaped, and long text is shortened."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from alliancekit import loaders
from alliancekit.cli._exit_codes import Failure, exit_on_error
from alliancekit.display.terminal import Paragraph
from alliancekit.errors import (
    AllianceKitError,
    InvalidCorpus,
    Location,
    NoState,
    Problem,
    UnusableFile,
)
from alliancekit.report import sarif
from alliancekit.report.problems import as_json
from alliancekit.rules import Rule
from alliancekit.text import (
    LONGEST_MESSAGE,
    LONGEST_QUOTE,
    escape_controls,
    escape_json,
    in_message,
    neutralise,
    quote,
    shorten,
)

_TURNING: Final = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NO_CHARACTERS: Final = set("\ufffe\uffff\ufdd0\ufdef")

ANY: Final = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x00\x1b\x7f\x85\x9b\u2028\u2029\u202e\u2066\ufffe\ufeff\ud800\udcff\U000e0041\n\t\r"),
    )
)


def steering(text: str) -> set[str]:
    """Return the characters of a text that control a terminal."""
    return {
        character
        for character in text
        if unicodedata.category(character) in {"Cc", "Zl", "Zp", "Cs"} or character in _TURNING | _NO_CHARACTERS
    }


@given(ANY)
def test_escaped_text_has_no_control_characters(text: str) -> None:
    shown = escape_controls(text)
    assert not steering(shown)
    assert escape_controls(shown) == shown
    assert shown == text or any(character in shown for character in "\\")


@given(ANY, st.integers(1, 20))
def test_only_long_text_is_shortened(text: str, longest: int) -> None:
    short = shorten(text, longest)
    assert short == text if len(text) <= longest else short == f"{text[: longest - 1]}…"
    assert len(short) <= longest


@given(ANY, st.integers(0, LONGEST_MESSAGE))
def test_a_message_is_short_and_escaped(text: str, times: int) -> None:
    shown = in_message(text * times)
    assert len(shown) <= LONGEST_MESSAGE
    assert not steering(shown)


@given(st.recursive(ANY | st.integers() | st.floats() | st.none() | st.dates(), st.lists))
def test_a_quoted_value_is_escaped(value: object) -> None:
    quoted = quote(value)
    assert not steering(quoted)
    # Each of the characters may be written as an escape.
    assert len(quoted) <= (len(r"\U0010ffff") * LONGEST_QUOTE + 2 if isinstance(value, str) else LONGEST_QUOTE)


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("a\x1b'b", r'''"a\x1b'b"'''),
        ("\ufe0f", r"'\ufe0f'"),
        ("x" * 60, f"'{'x' * 60}'"),
        ("x" * 61, f"'{'x' * 59}…'"),
        (7, "7"),
        (10**5_000, "a number beyond 64 bits"),
        ([10**5_000], "[a number beyond 64 bits]"),
        (["x"] * 10, "['x', 'x', 'x', 'x', 'x', 'x', ...]"),
        (None, "None"),
    ],
    ids=["escapes", "not printable", "long", "too long", "number", "digits", "digits in a list", "list", "nothing"],
)
def test_quoted_values(value: object, quoted: str) -> None:
    assert quote(value) == quoted


@given(st.recursive(ANY, lambda inner: st.lists(inner) | st.dictionaries(ANY, inner)), st.sampled_from((None, 2)))
def test_escaped_json_has_the_same_values(value: object, indent: int | None) -> None:
    for ascii_only in (True, False):
        text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
        escaped = escape_json(text)
        assert json.loads(escaped) == json.loads(text)
        assert not steering(escaped) - {"\n"}


def test_a_character_beyond_16_bits_is_escaped_as_a_pair() -> None:
    assert escape_json('"é\U000e0041"') == r'"é\udb40\udc41"'


@pytest.mark.parametrize("kind", [AllianceKitError, UnusableFile, NoState])
def test_an_exception_escapes_and_shortens_its_message(kind: type[AllianceKitError]) -> None:
    assert str(kind("a\x1b\u202eb")) == r"a\x1b\u202eb"
    assert str(kind("x" * 10**5)) == f"{'x' * (LONGEST_MESSAGE - 1)}…"
    # Escapes make a message longer.
    assert len(str(kind("\x1b" * LONGEST_MESSAGE))) == LONGEST_MESSAGE


def test_a_rule_escapes_and_shortens_the_message_and_the_hint_of_its_problem() -> None:
    long = "\x1b" * 10**5
    problem = Rule(code="AK999", demand="x").problem(f"m{long}", hint=f"h{long}")
    assert problem.message == in_message(f"m{long}")
    assert problem.hint == in_message(f"h{long}")


def test_a_problem_as_text_is_short_and_escaped_on_one_line() -> None:
    long = "x\x1b\n" * 10**5
    problem = Problem("AK001", long, long, record=long, location=Location(long, 1, 2))
    for text in (str(problem), str(InvalidCorpus([problem]))):
        assert not steering(text)
        # Place, message and hint of 2,000 characters each, and an id of 200, of which each may be escaped.
        assert len(text) < 4 * (3 * LONGEST_MESSAGE + 200) + 20
    assert re.fullmatch(
        r"a\\x1b:1: AK001 b: c \(d\)", str(Problem("AK001", "c", "d", record="b", location=Location("a\x1b", 1)))
    )


@given(ANY)
def test_neutralised_text_is_no_formula(text: str) -> None:
    neutral = neutralise(text)
    assert neutral.removeprefix("'") == text.removeprefix("'")
    assert neutralise(neutral) == neutral
    assert neutral[:1] not in set("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def test_reports_for_programs_escape_and_shorten_problems() -> None:
    long = "x" * 10**5
    problem = Problem("AK001", f"\x7f{long}", f"\x7f{long}", record=f"\x7f{long}", location=Location("a\x7f.yaml", 1))
    for written in (as_json([problem]), "".join(sarif.log([problem], Path()))):
        assert not steering(written) - {"\n"}
        (result,) = json.loads(written)["runs"][0]["results"] if '"runs"' in written else json.loads(written)
        texts = [result["message"]["text"]] if "ruleId" in result else [result["message"], result["hint"]]
        assert all(len(text) < 2 * LONGEST_MESSAGE + 250 for text in texts)


def test_the_message_of_a_system_error_is_escaped() -> None:
    with pytest.raises(Failure) as caught, exit_on_error():
        raise OSError("\x1b" * 10**5)
    assert caught.value.message == in_message("\x1b" * 10**5)


def test_a_label_is_escaped() -> None:
    assert Paragraph(Text("a"), label="\x1b").label == r"\x1b"


def test_an_impossible_encoding_name_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"\xff")
    with pytest.raises(UnusableFile, match=r"unknown encoding 'a\\x00'"):
        loaders.atop_members(file, encoding="a\0")
