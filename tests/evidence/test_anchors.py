"""Anchors are found at the right position, or lost; never elsewhere."""

from hashlib import sha256

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.errors import InvalidRecord
from alliancekit.evidence import AnchorResult, Copy, anchor, anchor_words, find, fold
from alliancekit.evidence.anchors import Mark
from alliancekit.models.attestation import Anchor

BEFORE = "Delegates from nine capitals met on Monday; "
AFTER = " and nobody in the great hall objected."
TEXT = f"{BEFORE}the “quiet—alliance” was named,{AFTER}"
WORDS = "“quiet—alliance”"
TOO_LITTLE = "its words are there, but too much around them has changed to be certain"


def _hash(folded: str) -> str:
    return f"{len(folded)}:{sha256(folded.encode()).hexdigest()[:16]}"


def _refusal(text: str, start: int, end: int) -> str:
    with pytest.raises(InvalidRecord) as caught:
        anchor(text, start, end)
    (problem,) = caught.value.problems
    assert problem.code == "AK955"
    assert problem.hint == "give a span of whole characters inside the text"
    return problem.message


def test_a_span_has_a_place_in_copies_that_fold_to_the_same_text() -> None:
    copy, other = Copy("\n\n1\u20442 - e\u0301e"), Copy("\u00bd--\u00e9 e")
    assert copy.span_in(copy, 2, 3) == (2, 3)
    assert copy.span_in(other, 2, 5) == (0, 1)
    assert copy.span_in(other, 6, 10) == (1, 4)
    assert other.span_in(copy, 3, 4) == (8, 10)
    assert copy.span_in(other, 2, 3) is None
    assert copy.span_in(other, 8, 9) is None
    assert copy.span_in(Copy("e"), 10, 11) is None


def _try(text: str | Copy, start: int, end: int) -> Anchor | None:
    try:
        return anchor(text, start, end)
    except InvalidRecord:
        return None


def test_an_anchor_has_positions_and_hashes_but_no_words() -> None:
    start = TEXT.index(WORDS)
    original = anchor(TEXT, start, start + len(WORDS))
    folded, place = fold(TEXT).text, len(fold(TEXT[:start]).text)
    assert original == Anchor(
        start=start,
        end=start + len(WORDS),
        sha256=sha256(WORDS.encode()).hexdigest(),
        fold=_hash("'quiet-alliance'"),
        prefix=_hash(folded[place - 32 : place]),
        suffix=_hash(folded[place + 16 : place + 48]),
    )


def test_contexts_end_with_the_text() -> None:
    original = anchor("The hall fell silent.", 4, 8)
    assert (original.prefix, original.suffix) == (_hash("The"), _hash("fellsilent."))
    whole = anchor("hall", 0, 4)
    assert (whole.prefix, whole.suffix) == (_hash(""), _hash(""))


def test_repeated_words_have_longer_contexts() -> None:
    text = f"{BEFORE}the hall{AFTER}"
    original, folded = anchor_words(text, "hall", 1), fold(text).text
    place = folded.index("hall")
    assert original.prefix == _hash(folded[place - 40 : place])
    assert len(folded[place + 4 :]) == 32
    assert original.suffix == _hash(folded[place + 4 : -1])


@pytest.mark.parametrize("length", [31, 32, 33])
def test_repeated_words_are_lost_if_one_occurrence_is_cut(length: int) -> None:
    # A context of exactly 32 means unique words; regression: repeated words at the edge of a text had one.
    before, after = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghi"[:length], "zyxwvutsrqponmlkjihg"
    original = anchor(f"word{before}word{after}", length + 4, length + 8)
    assert find(original, f"word{after}").status == "lost"
    original = anchor(f"{after}word{before}word", 20, 24)
    assert find(original, f"{after}word").status == "lost"


def test_contexts_grow_until_they_are_unique() -> None:
    shared = "x" * 40
    original = anchor(f"{'a' * 50}{shared}hall{shared}b c{shared}hall{shared}d", 90, 94)
    assert original.prefix == _hash(f"{'a' * 40}{shared}")
    assert original.suffix == _hash(f"{shared}bc{'x' * 38}")


def test_an_ambiguous_context_is_the_whole_side() -> None:
    text = "The hall. In the end, The hall."
    first, second = anchor(text, 4, 8), anchor(text, 26, 30)
    assert (first.prefix, first.suffix) == (_hash("The"), _hash(".Intheend,Thehall."))
    assert (second.prefix, second.suffix) == (_hash("Thehall.Intheend,The"), _hash("."))


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (3, 3, "a span must be inside the text, which has 8 code points, and end after it starts; got 3 to 3"),
        (-1, 3, "a span must be inside the text, which has 8 code points, and end after it starts; got -1 to 3"),
        (3, 9, "a span must be inside the text, which has 8 code points, and end after it starts; got 3 to 9"),
        (4, 6, "a span must have visible characters, got white space or invisible ones in 4 to 6"),
        (0, 2, "a span must not split a character or a run of dashes, got 0 to 2"),
        (6, 7, "a span must not split a character or a run of dashes, got 6 to 7"),
    ],
)
def test_invalid_spans_are_rejected(start: int, end: int, message: str) -> None:
    assert _refusal("me\u0301a \u200b--", start, end) == message


def test_half_of_a_surrogate_pair_can_be_anchored() -> None:
    assert find(anchor("a \ud800 b", 2, 3), "a \ud800 b") == AnchorResult("exact", 2, 3)


def test_words_are_anchored_in_any_form() -> None:
    start = TEXT.index(WORDS)
    assert anchor_words(TEXT, " 'quiet -- \n alliance' ") == anchor(TEXT, start, start + len(WORDS))


def test_nth_chooses_one_of_several_occurrences() -> None:
    text = Copy("aha, aha. Oho aha")
    assert [anchor_words(text, "aha", nth).start for nth in (1, 2, 3)] == [0, 5, 14]
    assert anchor_words(text, "Oho", 1) == anchor_words(text, "Oho")


@pytest.mark.parametrize(
    ("words", "nth", "message", "hint"),
    [
        ("treaty", None, "the text must contain the words 'treaty', found none", "copy the words from the text"),
        ("treaty", 1, "the text must contain the words 'treaty', found none", "copy the words from the text"),
        ("rese", None, "the text must contain the words 'rese', found none", "copy the words from the text"),
        (" \n", None, "the quotation must have visible characters, got ' \\n'", "copy the words from the text"),
        (
            "ana",
            None,
            "the text must contain the words 'ana' once, found 2 occurrences, at 1-4 and 3-6",
            "choose one with nth, from 1, or pass more words",
        ),
        ("ana", 3, "nth must be from 1 to 2, the number of occurrences of 'ana', got 3", "choose one at 1-4 and 3-6"),
        ("ana", 0, "nth must be from 1 to 2, the number of occurrences of 'ana', got 0", "choose one at 1-4 and 3-6"),
        ("peel", 2, "nth must be from 1 to 1, the number of occurrences of 'peel', got 2", "choose one at 7-11"),
    ],
)
def test_words_without_an_anchor_are_rejected(words: str, nth: int | None, message: str, hint: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        anchor_words("banana peel, resé", words, nth)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message, problem.hint) == ("AK955", message, hint)


def test_only_the_first_occurrences_are_named() -> None:
    with pytest.raises(InvalidRecord, match="found 7 occurrences, at 0-1, 2-3, 4-5, 6-7, 8-9 and 2 more "):
        anchor_words("a " * 7, "a")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(f"Printed today.\n\n{TEXT}", WORDS, id="text before it"),
        pytest.param(TEXT.replace("“", '"').replace("”", '"').replace("—", "--"), '"quiet--alliance"', id="straight"),
        pytest.param(TEXT.replace("“", "«").replace("”", "»"), "«quiet—alliance»", id="same place"),
        pytest.param(TEXT.replace("—", "—\n"), "“quiet—\nalliance”", id="wrapped"),
        pytest.param(TEXT.replace(BEFORE, "They met; "), WORDS, id="edited before"),
        pytest.param(TEXT.replace(AFTER, " in the hall."), WORDS, id="edited after"),
        pytest.param(f"{TEXT} Later: {WORDS} again", WORDS, id="said again"),
    ],
)
def test_unchanged_words_are_found(text: str, words: str) -> None:
    result = find(anchor_words(TEXT, WORDS), text)
    start = text.index(words)
    exact = text.startswith(TEXT[: start + len(words)])
    assert result == AnchorResult("exact" if exact else "moved", start, start + len(words))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(TEXT.replace("quiet", "loud"), "its words do not occur in the text", id="other words"),
        pytest.param("", "its words do not occur in the text", id="empty"),
        pytest.param(
            f"They met; the {WORDS} was named.",
            "its words occur once, but in another context",
            id="other context",
        ),
        pytest.param(f"{WORDS}, {WORDS}", "its words occur 2 times, but in another context", id="only the words"),
        pytest.param(
            f"{TEXT} {TEXT}",
            "its words occur 2 times in the same context, so that their position is ambiguous",
            id="twice",
        ),
        pytest.param(
            f"{BEFORE}the {WORDS} stood. The {WORDS} was named,{AFTER}",
            "its words occur 2 times in the same context, so that their position is ambiguous",
            id="a side each",
        ),
    ],
)
def test_ambiguous_words_are_lost(text: str, reason: str) -> None:
    assert find(anchor_words(TEXT, WORDS), text) == AnchorResult("lost", reason=reason)


def test_repeated_words_need_both_contexts() -> None:
    row = "{}, the envoy said.\n"
    text = "".join(row.format(line) for line in ("Trade had doubled", "Ports were open", "A pact was near"))
    second = anchor_words(text, "the envoy said.", 2)
    assert find(second, text.replace("Ports were open, the envoy said.\n", "")) == AnchorResult(
        "lost", reason=TOO_LITTLE
    )
    assert find(second, text.replace("doubled", "grown")) == AnchorResult("lost", reason=TOO_LITTLE)
    assert find(second, f"News\n{text}") == AnchorResult("moved", second.start + 5, second.end + 5)


def test_other_words_at_the_old_position_are_not_a_match() -> None:
    row = "Signatory of the charter: Avalon ({}). "
    text = "".join(row.format(n) for n in range(1, 6))
    shorter = text.replace(row.format(1), "")
    third = anchor_words(text, "Avalon", 3)
    assert shorter[third.start : third.end] == "Avalon"
    assert find(third, shorter) == AnchorResult(
        "moved", third.start - len(row.format(1)), third.end - len(row.format(1))
    )


def test_words_with_little_context_match_only_at_their_position() -> None:
    original = anchor("The hall fell.", 4, 8)
    assert find(original, "The hall fell. And rose.") == AnchorResult("exact", 4, 8)
    assert find(original, "The hall!") == AnchorResult("lost", reason=TOO_LITTLE)
    assert find(original, "In The hall fell.") == AnchorResult("lost", reason=TOO_LITTLE)
    assert find(anchor("hall", 0, 4), "hall") == AnchorResult("exact", 0, 4)
    assert find(anchor("hall", 0, 4), "the hall") == AnchorResult("lost", reason=TOO_LITTLE)


@pytest.mark.parametrize(("characters", "status"), [(16, "moved"), (15, "lost")])
def test_sixteen_characters_of_context_are_enough(characters: int, status: str) -> None:
    text = f"hall {'abcdefghijklmnop'[:characters]}"
    assert find(anchor_words(text, "hall"), f"The {text}").status == status


def test_hashes_are_compared_completely() -> None:
    first, second = (sha256(word.encode()).digest()[:8] for word in ("ha", "al"))
    copy = Copy("hal")
    assert list(copy.places(Mark(2, second), Mark(2, second))) == [1]
    assert list(copy.places(Mark(2, first[4:] + second[:4]), Mark(2, second))) == []


def test_words_are_not_found_in_parts_of_characters() -> None:
    original = anchor_words(f"{BEFORE}cafe{AFTER}", "cafe")
    for text in ("café", "cafe\u0301"):
        assert find(original, f"{BEFORE}{text}{AFTER}") == AnchorResult(
            "lost", reason="its words do not occur in the text"
        )


ANCHOR = anchor_words(TEXT, WORDS)
EMPTY = "0:e3b0c44298fc1c14"
ENDLESS = "999999999:e3b0c44298fc1c14"


@pytest.mark.parametrize(
    ("odd", "result"),
    [
        (evolve(ANCHOR, fold=EMPTY), AnchorResult("lost", reason="its words do not occur in the text")),
        (evolve(ANCHOR, fold=ENDLESS), AnchorResult("lost", reason="its words do not occur in the text")),
        (evolve(ANCHOR, prefix=EMPTY), AnchorResult("exact", 48, 64)),
        (evolve(ANCHOR, suffix=ENDLESS), AnchorResult("lost", reason=TOO_LITTLE)),
        (evolve(ANCHOR, start=10**12, end=10**13), AnchorResult("moved", 48, 64)),
    ],
    ids=["no words", "endless words", "nothing before", "endless after", "far off"],
)
def test_impossible_anchors_do_no_harm(odd: Anchor, result: AnchorResult) -> None:
    assert find(odd, TEXT) == result


repetitive = st.text("ab- “é\u0301\n", max_size=14)


@given(repetitive, st.integers(0, 14), st.integers(0, 14))
def test_an_anchor_is_exact_in_its_own_text(text: str, start: int, end: int) -> None:
    original = _try(text, start, end)
    assert original is None or find(original, text) == AnchorResult("exact", start, end)


@given(st.text("ab", max_size=9), st.integers(1, 12), st.integers(0, 99), st.integers(0, 99))
def test_an_anchor_is_exact_in_a_repetitive_text(more: str, times: int, start: int, end: int) -> None:
    text = f"aba{more}" * times
    original = _try(text, start, end)
    assert original is None or find(original, text) == AnchorResult("exact", start, end)


@pytest.mark.parametrize("text", ["a" * 114, f"b{'a' * 113}", f"{'a' * 113}b"])
def test_words_may_be_lost_in_a_text_of_one_character(text: str) -> None:
    assert find(anchor(text, 32, 82), text).status == "lost"
    assert find(anchor(text, 40, 60), text) == AnchorResult("exact", 40, 60)


@given(repetitive, st.integers(0, 14), st.integers(0, 14), st.text("ab- ”é\n", max_size=30), st.booleans())
def test_matches_fold_to_the_anchored_words(text: str, start: int, end: int, other: str, within: bool) -> None:  # noqa: FBT001
    text = f"{text}{'xyz' * 8}"
    original = _try(text, start, end)
    edited = f"{other}{text}" if within else f"{text[: len(text) // 2]}{other}{text[len(text) // 2 :]}"
    result = find(original, edited) if original else AnchorResult("lost")
    if result.start is not None:
        assert fold(edited[result.start : result.end]).text == fold(text[start:end]).text


phrases = st.lists(st.sampled_from(["the alliance ", "of nine ", "capitals, ", "alliance—"]), min_size=1, max_size=12)


@given(phrases, st.data())
def test_insertions_never_lead_to_another_place(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    which = data.draw(st.integers(0, len(pieces) - 1))
    start = len("".join(pieces[:which]))
    original = _try(text, start, start + len(pieces[which]))
    gap = st.sampled_from(["", "", "", "7", "1938 ", "(2)\n"])
    gaps = [data.draw(gap) for _ in range(len(pieces) + 1)]
    edited = "".join(gap + piece for gap, piece in zip(gaps, [*pieces, ""], strict=True))
    now = len("".join(gaps[: which + 1])) + start
    result = find(original, edited) if original else AnchorResult("lost")
    if result.start is not None:
        assert fold(edited).window(result.start, result.end or 0) == fold(edited).window(now, now + len(pieces[which]))


@given(phrases, st.data())
def test_deletions_never_lead_to_another_place(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    which = data.draw(st.integers(0, len(pieces) - 1))
    start = len("".join(pieces[:which]))
    end = start + len(pieces[which])
    original = _try(text, start, end)
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    edited = text[:first] + text[last:]
    result = find(original, edited) if original else AnchorResult("lost")
    # In a repetitive text, several deletions of the same length give the same text; any of them is right.
    out = last - first
    ways = [at for at in range(len(edited) + 1) if text[:at] + text[at + out :] == edited]
    remaining = {start - out if at + out <= start else start for at in ways if at + out <= start or at >= end}
    folded = fold(edited)
    if remaining and result.start is not None and result.end is not None:
        windows = [folded.window(now, now + end - start) for now in remaining]
        assert folded.window(result.start, result.end) in windows


@pytest.mark.parametrize(
    ("text", "prefix", "fold"),
    [
        ("abcdefghij" * 40_000, f"200000:{'0' * 16}", f"5:{'0' * 16}"),
        ("a" * 300_000, str(Mark.of("a" * 32)), str(Mark.of("a" * 1000))),
    ],
    ids=["too long", "too frequent"],
)
def test_anchors_that_need_too_much_effort_are_lost(text: str, prefix: str, fold: str) -> None:
    original = Anchor(start=0, end=5, sha256="0" * 64, fold=fold, prefix=prefix, suffix=str(Mark.of("")))
    reason = "its words or their context are too long or too frequent to search for"
    assert find(original, text) == AnchorResult("lost", reason=reason)
