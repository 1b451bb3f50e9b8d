"""Texts of a regular expression match it, whatever their number."""

import re
import sys

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from alliancekit.strategies._regex import texts

SEARCH = settings(max_examples=2_000, database=None, phases=[Phase.generate, Phase.shrink])
EXPRESSIONS = ("", "a", "a|bc|", "[a-c]{2}x?", "(?:ab|c){2,3}", r"[^\x00-\x20]*", r"a\.b+", ".", "[0-9]{2,}", "(?:)*z")


@pytest.mark.parametrize("regex", [*EXPRESSIONS, r"\bword", "^[ab]$", "a*?", "a{2,3}?", "ba?+"], ids=str)
@given(data=st.data())
def test_what_is_drawn_matches(regex: str, data: st.DataObject) -> None:
    assert re.fullmatch(regex, data.draw(texts(regex)))


@pytest.mark.parametrize(
    ("regex", "smallest"),
    [("a|bc|", "a"), ("[a-c]{2}x?", "aa"), ("(?:ab|c){2,3}", "abab"), ("[0-9]{2,}", "00"), ("(?:)*z", "z")],
)
def test_the_smallest_is_the_plainest(regex: str, smallest: str) -> None:
    assert find(texts(regex), lambda _: True, settings=SEARCH) == smallest


@pytest.mark.parametrize("text", ["abab", "abc", "cab", "cccc"[:2], "abcab", "ccc"])
def test_every_alternative_is_drawn(text: str) -> None:
    assert find(texts("(?:ab|c){2,3}"), lambda drawn: drawn == text, settings=SEARCH) == text


def test_a_class_reaches_other_scripts() -> None:
    assert find(texts("[^a-z]{3}"), lambda text: max(map(ord, text)) >= sys.maxunicode >> 4, settings=SEARCH)
