"""A passage is found by its positions and words in either unit, or refused; never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.evidence import Copy
from alliancekit.exchange._offsets import Offsets
from alliancekit.exchange._passages import NotFound, PassageSelection, passage_of

TEXT = "\U0001f54a The pact is old. 𝕏 The pact is new. The end."
OUTSIDE = "its positions are not inside the text, or not between its prefix and suffix, and it has no words"
TEXTS = st.text(st.sampled_from("ab \U0001f54aé"), max_size=20)


def span(text: str = TEXT, **values: object) -> tuple[int, int]:
    anchor = passage_of(PassageSelection(**values), Copy(text)).anchor  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    return anchor.start, anchor.end


def units(text: str, place: int) -> int:
    return len(text[:place].encode("utf-16-le")) // 2


class TestOffsets:
    @given(TEXTS, st.data())
    def test_units_are_those_of_utf_16(self, text: str, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(text)))
        offsets = Offsets(text)
        assert offsets.to_units(place) == units(text, place)
        assert offsets.from_units(offsets.to_units(place)) == place

    def test_the_middle_of_a_character_is_no_position(self) -> None:
        assert Offsets("a\U0001f54ab").from_units(2) is None


class TestPassages:
    def test_positions_may_count_code_points_or_units(self) -> None:
        start = TEXT.index("new")
        expected = start, start + 3
        assert span(exact="new", start=start, end=start + 3) == expected
        assert span(exact="new", start=start + 2, end=start + 5) == expected

    def test_words_may_differ_in_white_space(self) -> None:
        assert span(exact="The  pact", start=2, end=10) == (2, 10)

    def test_words_at_other_positions_count_if_they_are_there_once(self) -> None:
        passage = passage_of(PassageSelection(exact="new", start=1, end=4), Copy(TEXT))
        assert passage.anchor.start == TEXT.index("new")
        assert passage.remark
        assert not passage_of(PassageSelection(exact="new"), Copy(TEXT)).remark

    def test_a_prefix_and_a_suffix_choose_between_equal_words(self) -> None:
        assert span(exact="The pact", prefix="old. 𝕏") == (21, 29)
        assert span(exact="The pact", suffix=" is old") == (2, 10)

    def test_a_context_chooses_between_two_units(self) -> None:
        text = "\U0001f54aabab"
        assert span(text, exact="a", start=3, end=4, prefix="b") == (3, 4)

    def test_positions_outside_the_prefix_and_the_suffix_are_those_of_another_text(self) -> None:
        text = "No, no. They said no."
        passage = passage_of(PassageSelection(4, 6, "no", prefix="They said ", suffix="."), Copy(text))
        assert (passage.anchor.start, passage.anchor.end) == (18, 20)
        assert passage.remark
        with pytest.raises(NotFound):
            span("They no.", exact="no", start=5, end=7, prefix="They said ")

    def test_words_in_the_right_context_precede_equal_words(self) -> None:
        text = "\U0001f54a" * 5 + "a\tb, a b"
        assert span(text, exact="a b", start=10, end=13) == (10, 13)
        assert span(text, exact="a b", start=10, end=13, prefix="\U0001f54a") == (5, 8)

    def test_positions_without_words_may_have_a_context(self) -> None:
        assert span(start=25, end=29, prefix="The ") == (25, 29)

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"exact": "The pact"}, "the text contains its words 'The pact' 2 times in the same context"),
            ({"exact": "war"}, "its words 'war' are neither at its positions nor between its prefix and suffix"),
            ({"exact": " "}, "its words are blank"),
            (
                {"start": 10, "end": 14},
                "its positions mean different places in code points and in UTF-16 units, and it has no words",
            ),
            (
                {"start": 10, "end": 999},
                OUTSIDE,
            ),
            (
                {"start": 2, "end": 5, "suffix": "fleet"},
                OUTSIDE,
            ),
            (
                {"start": 1, "end": 2},
                "a span must have visible characters, got white space or invisible ones in 1 to 2",
            ),
        ],
    )
    def test_what_is_not_certain_is_refused(self, values: dict[str, object], reason: str) -> None:
        text = TEXT if "end" not in values or values["end"] != 2 else "a b"
        with pytest.raises(NotFound) as caught:
            span(text, **values)
        assert str(caught.value) == reason

    def test_words_in_the_middle_of_a_character_do_not_occur(self) -> None:
        with pytest.raises(NotFound):
            span("e\u0301", exact="e")

    def test_half_of_a_character_has_no_context(self) -> None:
        assert span("\U0001f54aee\u0301", exact="e", start=2, end=3) == (1, 2)

    def test_without_long_characters_positions_are_enough(self) -> None:
        assert span("a pact", start=2, end=6) == (2, 6)
