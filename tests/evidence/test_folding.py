"""Folding removes the differences of copies, and maps each folded character back to the text."""

from typing import Final, Literal, TypeAlias
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alliancekit.evidence import fold

Form: TypeAlias = Literal["NFC", "NFD", "NFKC", "NFKD"]
FORMS: Final[tuple[Form, ...]] = ("NFC", "NFD", "NFKC", "NFKD")

TRICKY: Final = "ab-—'”´ \n\u00a0\u200b\u0301\u0323\u0308é\u1e69ﬁ½™…하ᄒ\u1161\u11ab각ㅎㅏｶﾞ\u093e\ufe0f🛡"
"""Combining marks in any order, decomposed syllables, characters that fold to several, and invisible characters."""

texts = st.text(TRICKY, max_size=12) | st.text(max_size=12)
words = st.text("abAé-—'”.🛡", max_size=12)
"""Text in which no character combines with the one before it."""


@given(texts, st.sampled_from(FORMS))
@example("a\u0308\u0323", "NFKC")
@example("´\u0323", "NFKC")
@example("ᄒ\u1161", "NFC")
def test_normalization_makes_no_difference(text: str, form: Form) -> None:
    assert fold(normalize(form, text)).text == fold(text).text


@given(st.lists(st.tuples(words, st.text(" \t\r\n\f\u00a0\u202f\u3000\u2028\u00ad\u200b\u2060\ufeff\ufe0f"))))
def test_white_space_and_invisible_characters_make_no_difference(pieces: list[tuple[str, str]]) -> None:
    plain = "".join(word for word, _ in pieces)
    assert fold("".join(word + space for word, space in pieces)).text == fold(plain).text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        (" \n\ufeff", ""),
        ("Taiwan Strait", "TaiwanStrait"),
        ("‘a’ ‚a‛ “a” „a‟ «a» ‹a› 「a」『a』 \"a\" 'a' `a´ ＂a＇ ′a″", "'a'" * 13 + "'"),
        ("Taiwan´s Taiwan ´s", "Taiwan'sTaiwan's"),
        ("Taiwan\n\u0301s", "Taiwan's"),
        ("10″", "10''"),
        ("a-b a‐b a\u2011b a–b a—b a−b a---b a — b a -\n- b", "a-b" * 9),
        ("well-\nknown", "well-known"),
        ("e\u0301", "e\u0301"),
        ("e\u200d\u0301", "e\u0301"),
        ("\u0301", "\u0301"),
        ("--\u0308", "--\u0308"),
        ("ﬁve… ½ m²", "five...1⁄2m2"),
        ("\u200fSHY\u00adPHEN\u200e", "SHYPHEN"),
        ("🛡\ufe0f", "🛡"),
    ],
)
def test_folded_text(text: str, folded: str) -> None:
    assert fold(text).text == folded


@given(texts)
@example("a\u0301\u00b8")
def test_folding_is_idempotent_except_for_the_order_of_marks(text: str) -> None:
    folded = fold(text).text
    assert normalize("NFKD", fold(folded).text) == normalize("NFKD", folded)


@given(st.text(TRICKY, max_size=8), st.text("aZ9.,~\0", max_size=4), st.text(TRICKY, max_size=8))
def test_runs_of_plain_characters_do_not_affect_their_neighbours(before: str, plain: str, after: str) -> None:
    folded = fold(f"{before}a{plain}b{after}")
    assert folded.window(len(before), len(before) + 1 + len(plain)) is not None
    assert folded.text == f"{fold(before).text}a{plain}{fold(f'b{after}').text}"


@given(texts)
def test_a_span_of_whole_units_folds_alone_as_in_the_text(text: str) -> None:
    folded = fold(text)
    for first in range(len(folded.text)):
        for last in range(first + 1, len(folded.text) + 1):
            if folded.covers(first, last):
                start, end = folded.span(first, last)
                assert folded.window(start, end) == (first, last)
                assert fold(text[start:end]).text == folded.text[first:last]


@given(texts)
def test_each_window_covers_whole_units(text: str) -> None:
    folded = fold(text)
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            window = folded.window(start, end)
            assert window is None or folded.covers(*window)


@given(st.text("abé-—'” \n\u00a0\u200b\u00ad", max_size=12))
def test_span_has_no_white_space_around_it(text: str) -> None:
    folded = fold(text)
    for place in range(len(folded.text)):
        start, end = folded.span(place, place + 1)
        assert text[start:end].strip(" \n\u00a0\u200b\u00ad") == text[start:end]


@pytest.mark.parametrize(
    ("text", "cuts"),
    [
        ("abc", {0, 1, 2, 3}),
        ("e\u0301a", {0, 2, 3}),
        ("éa", {0, 1, 2}),
        ("ﬁa", {0, 1, 2}),
        ("a-–b", {0, 1, 3, 4}),
        ("ᄒ\u1161\u11aba", {0, 3, 4}),
        ("하\u11aba", {0, 2, 3}),
        ("b\u1161a", {0, 1, 2, 3}),
        ("क\u093ea", {0, 2, 3}),
        ("ｶﾞa", {0, 2, 3}),
    ],
)
def test_units_are_not_cut(text: str, cuts: set[int]) -> None:
    folded = fold(text)
    whole = {
        (start, end)
        for start in range(len(text))
        for end in range(start + 1, len(text) + 1)
        if folded.window(start, end) and not text[start:end].startswith(" ") and not text[start:end].endswith(" ")
    }
    assert whole == {(start, end) for start in cuts for end in cuts if start < end}


def test_windows_exclude_white_space_around_words() -> None:
    folded = fold(" a  b ")
    assert folded.window(0, 2) == folded.window(1, 3) == (0, 1)
    assert folded.window(2, 4) is None
    assert folded.window(0, 99) == (0, 2)
    assert folded.span(0, 2) == (1, 5)


def test_an_empty_range_is_not_covered() -> None:
    folded = fold("ab")
    assert [folded.covers(*pair) for pair in [(0, 0), (1, 0), (-1, 1), (1, 3), (0, 2)]] == [False] * 4 + [True]
