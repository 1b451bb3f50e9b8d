"""Similar words: the same as those of difflib, with far fewer comparisons."""

from difflib import SequenceMatcher, get_close_matches

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alliancekit import UnknownState, states
from alliancekit.states._index import index
from alliancekit.states._spellings import Spellings

NAMES = list(index().names)
SPELLINGS = Spellings(NAMES)


@st.composite
def misspelt(draw: st.DrawFn) -> str:
    """Draw a name of the registry with some letters more, fewer or other than it has."""
    name = draw(st.sampled_from(NAMES))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(name)))
        name = name[:place] + draw(st.text("aeirst x", max_size=2)) + name[place + draw(st.integers(0, 2)) :]
    return name


@given(misspelt() | st.text("abcdefghij ", max_size=20) | st.text(max_size=5), st.integers(1, 5))
@example("germny", 3)
@example("", 3)
@example("x" * 101, 3)
def test_similar_words_are_the_same_as_those_of_difflib(word: str, most: int) -> None:
    assert SPELLINGS.near(word, most) == tuple(get_close_matches(word, NAMES, most) if len(word) <= 100 else ())


@given(st.lists(st.text("abc", min_size=1, max_size=4)), st.text("abcd", max_size=4))
def test_similar_words_among_few_are_the_same_as_those_of_difflib(words: list[str], word: str) -> None:
    words = list(dict.fromkeys(words))
    assert Spellings(words).near(word, 3) == tuple(get_close_matches(word, words, 3))


def test_few_of_many_names_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    class Counting(SequenceMatcher[str]):
        def ratio(self) -> float:
            nonlocal compared
            compared += 1
            return super().ratio()

    monkeypatch.setattr("alliancekit.states._spellings.SequenceMatcher", Counting)
    names = [f"Province {number} of the {word}" for number, word in enumerate(NAMES[:100])]
    for name in names:
        with pytest.raises(UnknownState):
            states.get(name)
    assert compared < len(names) * len(NAMES) / 50
