"""The nearest passages for a quotation that a text does not have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance.Indel import normalized_similarity as similarity
from tests.evidence.quotations import EDITS, fixed

from alliancekit.evidence import Copy, anchor_words, fold, near_passages
from alliancekit.evidence.near import MINIMUM_SCORE, NearPassage

SENTENCES = (
    "Delegates from nine capitals met on Monday in the old harbour hall of Avalon.",
    "The “quiet alliance” needs no treaty, said the envoy, because its members trade freely.",
    "Nobody in the gallery objected; two ministers left before the vote was counted.",
    "A pact of four republics—signed in haste, and never ratified—had failed a decade earlier.",
    "Observers doubt whether smaller neighbours will follow, since fuel prices rose again.",
    "In its editorial, the gazette calls the plan brave, costly and overdue.",
)
TEXT = Copy("\n".join(SENTENCES))
OTHER = (
    "Install the package with all of its extras, then run the command in a terminal.",
    "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.",
    "Weather: light rain, clearing by noon",
)


def _words(passage: NearPassage) -> str:
    return TEXT.text[passage.start : passage.end]


@given(st.sampled_from(SENTENCES), st.sampled_from(sorted(EDITS)), st.integers(0, 10**6))
def test_an_altered_quotation_leads_to_its_passage(sentence: str, kind: str, seed: int) -> None:
    altered = EDITS[kind](sentence, fixed(seed))
    best = near_passages(TEXT, altered)[0]
    start = TEXT.text.index(sentence)
    shared = min(best.end, start + len(sentence)) - max(best.start, start)
    if shared / (max(best.end, start + len(sentence)) - min(best.start, start)) < 0.9:
        # Without the words at an edge, a part of the sentence may be more similar than the whole.
        assert kind == "missing words"
        assert best.text in sentence
        assert best.score >= similarity(*(fold(text).text.lower() for text in (altered, sentence)))


@given(
    st.text("ab cd.…-'é\u200b\n日本", max_size=60), st.text("ab cd.…-'é\u200b\n日本", max_size=40), st.integers(1, 4)
)
def test_passages_are_ordered_spans_of_the_text_with_their_differences(text: str, words: str, limit: int) -> None:
    passages = near_passages(text, words, limit=limit)
    assert len(passages) <= limit
    assert [passage.score for passage in passages] == sorted((passage.score for passage in passages), reverse=True)
    for number, passage in enumerate(passages):
        assert 0 <= passage.start < passage.end <= len(text)
        assert passage.text == text[passage.start : passage.end]
        assert MINIMUM_SCORE <= passage.score <= 1
        assert all(passage.end <= other.start or other.end <= passage.start for other in passages[:number])
        same = fold(passage.text).text == fold(words).text
        assert bool(passage.differences) != same or (same and not passage.differences)
        for difference in passage.differences:
            assert passage.start <= difference.start <= difference.end <= passage.end
            assert 0 <= difference.words_start <= difference.words_end <= len(words)
            assert difference.start < difference.end or difference.words_start < difference.words_end


@given(st.sampled_from(SENTENCES), st.sampled_from(sorted(EDITS)), st.integers(0, 10**6))
def test_without_the_differences_the_quotation_is_the_passage(sentence: str, kind: str, seed: int) -> None:
    quotation = EDITS[kind](sentence, fixed(seed))
    best = near_passages(TEXT, quotation)[0]
    corrected = quotation
    for difference in reversed(best.differences):
        ours = TEXT.text[difference.start : difference.end]
        corrected = f"{corrected[: difference.words_start]} {ours} {corrected[difference.words_end :]}"
    assert fold(corrected).text == fold(best.text).text


@pytest.mark.parametrize("words", [*OTHER, "", " \n", "…", "... […]", "\u200b", "x"])
def test_words_that_are_nowhere_in_the_text_have_no_passage(words: str) -> None:
    assert near_passages(TEXT, words) == ()
    assert near_passages("", words) == ()


def test_the_passage_has_whole_words() -> None:
    words = "uiet aliance” neds no treaty, said the env"
    assert [_words(passage) for passage in near_passages(TEXT, words)] == [
        "quiet alliance” needs no treaty, said the envoy"
    ]


@pytest.mark.parametrize(
    "words", ["from Delegates nine capitals met Monday on", "nine Delegates from capitals on met Monday"]
)
def test_the_passage_has_the_words_that_are_swapped_at_its_edges(words: str) -> None:
    assert _words(near_passages(TEXT, words)[0]) == "Delegates from nine capitals met on Monday"


def test_differences_are_marked_in_whole_words() -> None:
    quotation = "'quiet aliance' needs treaty, said the old envoy"
    (passage,) = near_passages(TEXT, quotation)
    marked = [(TEXT.text[it.start : it.end], quotation[it.words_start : it.words_end]) for it in passage.differences]
    assert marked == [("alliance", "aliance"), ("no", ""), ("", "old")]


def test_case_and_what_folding_removes_do_not_reduce_the_score() -> None:
    (passage,) = near_passages(TEXT, "The 'QUIET  alliance' needs no treaty")
    assert (_words(passage), passage.score) == ("The “quiet alliance” needs no treaty", 1)
    assert [TEXT.text[it.start : it.end] for it in passage.differences] == ["quiet"]


@pytest.mark.parametrize("words", ["İstanbul and Ankara sign a pact", "istanbul and Ankara sign a pakt"])
def test_letters_with_longer_lower_case_do_no_harm(words: str) -> None:
    text = "Yesterday İstanbul and Ankara sign a pact."
    assert near_passages(text, words)[0].start == 10


def test_an_ellipsis_stands_for_the_words_up_to_the_next_similar_place() -> None:
    text = "We trade with Avalon and need no treaty. We trade with others and need no treaty."
    (first, *_) = near_passages(text, "We trade … need no treaty")
    assert (first.start, first.end) == (0, text.index("."))
    assert near_passages(TEXT, "Delegates from nine capitals met on Monday … Install it")[0].score < 1
    assert not near_passages(TEXT, "Delegates from nine capitals met on … Install all extras in the terminal")
    assert near_passages(TEXT, "Viktor … Delegates from nine capitals met on Monday")[0].score < 1


def test_a_passage_in_chinese_has_no_spaces_around_it() -> None:
    text = "昨日、首相は台北で準安全保障同盟を提案した。会場は静かだった。"
    (passage,) = near_passages(text, "首相は台南で準安全保障同盟を提案")
    assert passage.text == "首相は台北で準安全保障同盟を提案"
    assert [(it.start, it.end) for it in passage.differences] == [(7, 8)]


def test_repeated_passages_are_limited_to_the_best() -> None:
    text = "\n\n".join(["The envoy named the quiet alliance in Avalon.", "Rain fell."] * 4)
    assert len(near_passages(text, "The envoy named the loud alliance in Avalon.")) == 3
    assert len(near_passages(text, "The envoy named the loud alliance in Avalon.", limit=1)) == 1


def test_overlapping_passages_are_suggested_once() -> None:
    passages = near_passages("red lion blue lion red lion blue lion red lion", "lion blue lion red lyon")
    assert [passage.text for passage in passages] == ["lion blue lion red lion"]


def test_long_quotations_are_searched_in_parts() -> None:
    random = fixed(1)
    words = ["".join(random.choices("abcdefghij", k=random.randint(2, 9))) for _ in range(600)]
    (best,) = near_passages(" ".join(words), " ".join(words[20:400]).replace("ab", "ba"))
    assert best.text == " ".join(words[20:400])


@pytest.mark.parametrize(
    ("text", "words"),
    [("a" * 5_000, "a" * 900), ("a b " * 5_000, "a b c" * 9), ("x" * 120_000, "harbour hall of Avalon")],
)
def test_frequent_pieces_do_not_vote(text: str, words: str) -> None:
    assert near_passages(text, words) == ()


def test_a_passage_makes_no_anchor() -> None:
    (passage,) = near_passages(TEXT, "the gazette cals the plan brave")
    assert anchor_words(TEXT, passage.text).start == passage.start  # only the words of the text do
