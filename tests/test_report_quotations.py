"""The marked differences between a quotation and a passage."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.evidence import near_passages
from alliancekit.report.quotations import line, marked

WORDS = st.lists(
    st.sampled_from(["well", "meant", "but", "late", "steps", ",", "-", "…", "東京"]), min_size=4, max_size=12
)


def difference(text: str, words: str) -> str:
    (passage, *_) = near_passages(text, words)
    return marked(passage, words).plain


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        (
            "It was a well meant but late step of the two.",
            "It was a well-meant, but late step of the two.",
            "It was a [-well-meant,-]{+well meant+} but late step of the two.",
        ),
        (
            "The plan, of course, is late and costly to all.",
            "The plan of course is late and costly to all.",
            "The [-plan-]{+plan,+} of [-course-]{+course,+} is late and costly to all.",
        ),
        (
            "He said that “all is well”, and left the room.",
            "He said that all is well and left the room.",
            "He said [-that all-]{+that “all+} is [-well-]{+well”,+} and left the room.",
        ),
        (
            "The plan of course was late and costly to all.",
            "The plan of course is late and costly to all.",
            "The plan of course [-is-]{+was+} late and costly to all.",
        ),
        (
            "The plan of course ; is late and costly to all.",
            "The plan of course + is late and costly to all.",
            "The plan of course [-+-]{+;+} is late and costly to all.",
        ),
        ("東京で会談を行った、と発表した。", "東京で会談を行ったと発表した。", "東京で会談を行った{+、+}と発表した。"),
    ],
)
def test_marks_are_shown_with_the_words_beside_them(text: str, words: str, shown: str) -> None:
    assert difference(text, words) == shown


@given(ours=WORDS, theirs=WORDS, space=st.sampled_from(["", " "]))
def test_the_passage_is_shown_as_it_is(ours: list[str], theirs: list[str], space: str) -> None:
    text, words = space.join(ours), " ".join(theirs)
    for passage in near_passages(text, words):
        shown = re.sub(r"\[-.*?-\]", "", marked(passage, words).plain)
        assert shown.replace("{+", "").replace("+}", "") == line(passage.text)
