"""Quotations with ellipses have an anchor for each part, in the only order that the text allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.errors import InvalidRecord
from alliancekit.evidence import Copy, anchor_words, look_up_quotations, quotation_anchors
from alliancekit.evidence.ellipses import parts

TEXT = Copy("The envoy spoke of trade. The envoy spoke of peace. Nobody spoke of war… and all went home.")


def _message(words: str, nth: int | None = None) -> str:
    with pytest.raises(InvalidRecord) as caught:
        quotation_anchors(TEXT, words, nth)
    return str(caught.value)


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("a … b", ["a", "b"]),
        ("a...b", ["a", "b"]),
        ("a . . . b", ["a", "b"]),
        ("a [...] b […] c (…) d", ["a", "b", "c", "d"]),
        ("… a. …", ["a."]),
        ("a.. b", ["a.. b"]),
        ("a", ["a"]),
        (" … ", []),
        ("", []),
    ],
)
def test_a_quotation_is_split_at_its_ellipses(words: str, pieces: list[str]) -> None:
    assert [words[start:end].strip() for start, end in parts(words)] == pieces


@given(st.lists(st.sampled_from("abcdefg"), unique=True, min_size=1, max_size=7), st.data())
def test_parts_in_order_have_one_anchor_each(letters: list[str], data: st.DataObject) -> None:
    text = Copy(" ".join(f"{letter * 3}word" for letter in letters))
    chosen = [word for word in text.text.split() if data.draw(st.booleans())] or text.text.split()[:1]
    ellipsis = data.draw(st.sampled_from([" … ", "...", " [...] "]))
    assert quotation_anchors(text, ellipsis.join(chosen)) == tuple(anchor_words(text, word) for word in chosen)


def test_a_repeated_part_is_chosen_only_if_the_others_leave_one_place() -> None:
    # Each of these has one way only.
    assert [it.start for it in quotation_anchors(TEXT, "trade … The envoy spoke of … home")] == [19, 26, 86]
    assert [it.start for it in quotation_anchors(TEXT, "The envoy … trade … Nobody spoke")] == [0, 19, 52]
    assert _message("The envoy … spoke of … peace") == (
        "AK955 the text must contain the words 'spoke of' once between the other parts, found 2 occurrences "
        "(pass more words of this part)"
    )


def test_an_ellipsis_of_the_text_is_no_gap() -> None:
    assert len(quotation_anchors(TEXT, "spoke of war... and all")) == 1
    assert len(quotation_anchors(TEXT, "… and all went …")) == 1
    assert quotation_anchors(TEXT, "… envoy", 2) == (anchor_words(TEXT, "envoy", 2),)


@pytest.mark.parametrize(
    ("words", "nth", "message"),
    [
        ("peace … trade", None, "the text must contain the words 'trade' after 'peace', found none"),
        ("peas … trade", None, "the text must contain the words 'peas', found none"),
        ("trade … peace", 1, "nth must be None for a quotation with an ellipsis, got 1"),
        ("……", None, "the text must contain the words '……', found none"),
        ("peas", None, "the text must contain the words 'peas', found none"),
    ],
)
def test_other_quotations_are_rejected(words: str, nth: int | None, message: str) -> None:
    assert message in _message(words, nth)


def test_several_quotations_are_looked_up_at_once() -> None:
    found, typo, twice = look_up_quotations(TEXT, ["Nobody … war", "Nobody spok of war", "The envoy spoke"])
    assert (len(found.anchors), found.problem, found.near) == (2, None, ())
    assert (typo.anchors, typo.problem and typo.problem.code) == ((), "AK955")
    assert [passage.text for passage in typo.near] == ["Nobody spoke of war"]
    assert (twice.anchors, twice.near) == ((), ())
    assert twice.problem
