"""Words with a typing error: which ones are suggested, and how many words are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.profiles import examples

from alliancekit import UnknownState, states
from alliancekit.states import _spellings
from alliancekit.states._names import names
from alliancekit.states._spellings import Spellings

NAMES = list(names())
WORDS = st.text("abc", min_size=1, max_size=12)


@given(st.data(), WORDS)
@examples(30)
def test_a_word_with_one_typing_error_is_suggested(data: st.DataObject, word: str) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abx"))
    swapped = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    changed = (word[:place] + letter + word[place:], word[:place] + letter + word[place + 1 :], swapped)
    typed = data.draw(st.sampled_from([each for each in changed if each != word] or ["xxxxx"]))
    suggestions = Spellings([word, "zzzzzzzzzzzzzz"]).near(typed, 3)
    if typed == "xxxxx":
        return
    assert suggestions == ((word,) if len(typed) > 4 or typed == swapped else ())


@given(WORDS, st.lists(WORDS))
@examples(30)
def test_a_suggested_word_has_few_other_letters(word: str, words: list[str]) -> None:
    for other in Spellings(words).near(word, 3):
        assert abs(len(other) - len(word)) <= 1
        assert len(word) > 4 or sorted(other) == sorted(word)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("swaziladn", ("swaziland",)),
        ("afgnanistan", ("afghanistan",)),
        ("afghanisattn", ()),
        ("niar", ()),
        ("iarn", ("iran",)),
        ("irak", ()),
        ("xyzzy", ()),
        ("", ()),
        ("x" * 101, ()),
    ],
)
def test_words_that_are_suggested(word: str, expected: tuple[str, ...]) -> None:
    assert Spellings(["iran", "swaziland", "afghanistan", "y" * 101]).near(word, 3) == expected


def test_the_number_of_suggestions_is_limited() -> None:
    words = ("abcdefa", "abcdefb", "abcdefc")
    assert [len(Spellings(words).near("abcdefx", most)) for most in (1, 2, 3, 4)] == [1, 2, 3, 3]


def test_few_of_many_names_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    is_one_error = _spellings._is_one_error

    def counting(word: str, other: str) -> bool:
        nonlocal compared
        compared += 1
        return is_one_error(word, other)

    monkeypatch.setattr(_spellings, "_is_one_error", counting)
    unknown = [f"Province {number} of the {word}" for number, word in enumerate(NAMES[:100])]
    for name in unknown:
        with pytest.raises(UnknownState):
            states.get(name)
    assert compared < len(unknown) / 10
