"""Descriptions of values, lists of words and suggestions in messages."""

import math
from difflib import get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.dates import PartialDate
from alliancekit.messages import Effort, counted, described, listed, near, quote

DESCRIPTIONS: dict[str, object] = {
    "nothing": None,
    "true": True,
    "false": False,
    "the text 'a'": "a",
    'the text "it\'s"': "it's",
    "the text 'a\\nb'": "a\nb",
    "the number 5": 5,
    "the number 0.5": 0.5,
    "the number nan": math.nan,
    "the number 1e+300": 1e300,
    "a number beyond 64 bits": 10**5000,
    "the number 18446744073709551615": 2**64 - 1,
    "the date 2025-04": PartialDate("2025-04"),
    "a list": [],
    "a tuple": (),
    "an object": {},
    "a value of type bytes": b"a",
}


@pytest.mark.parametrize("text", DESCRIPTIONS)
def test_the_description_of_a_value(text: str) -> None:
    assert described(DESCRIPTIONS[text]) == text


def test_a_number_of_more_than_64_bits_is_not_written_out() -> None:
    assert described(2**64) == described(-(2**64)) == "a number beyond 64 bits"


def test_long_text_is_cut() -> None:
    assert quote("a" * 60) == repr("a" * 60)
    assert quote("a" * 61) == repr("a" * 59 + "…")


@pytest.mark.parametrize(
    ("words", "text"),
    [(("a",), "a"), (("a", "b"), "a or b"), (("a", "b", "c"), "a, b or c")],
    ids=["one", "two", "three"],
)
def test_words_in_a_sentence(words: tuple[str, ...], text: str) -> None:
    assert listed(words) == text
    assert listed(words, "and") == text.replace(" or ", " and ")


@pytest.mark.parametrize(("number", "text"), [(0, "0 items"), (1, "1 item"), (2, "2 items")])
def test_a_number_with_its_noun(number: int, text: str) -> None:
    assert counted(number, "item") == text


def test_the_most_similar_words_are_suggested_first() -> None:
    assert near("peron", ["persons", "person", "planet"]) == ("person",)
    assert near("peron", ["persons", "person", "planet"], 2) == ("person", "persons")


@pytest.mark.parametrize(("length", "compared"), [(99, True), (100, True), (101, False), (200, False)])
def test_words_of_more_than_a_hundred_characters_are_not_compared(length: int, *, compared: bool) -> None:
    long, word = "a" * length, "a" * 90
    assert near(long, [word]) == ((word,) if compared else ())
    assert near(word, [long]) == ((long,) if compared else ())


words_alike = st.text("ab-", max_size=8) | st.text("abcdefgh", max_size=8)


@given(word=words_alike, words=st.lists(words_alike), most=st.integers(1, 4))
def test_similar_words_are_those_of_the_standard_library(word: str, words: list[str], most: int) -> None:
    assert near(word, words, most) == tuple(get_close_matches(word, words, most))


def test_a_search_ends_when_no_effort_is_left() -> None:
    effort = Effort(10_000)
    words = [f"title{n}" for n in range(1_000)]
    assert near("tittle0", words, effort=effort) == ("title0",)
    assert effort.left <= 0
    assert near("tittle0", words, effort=effort) == ()
