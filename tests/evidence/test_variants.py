"""Anchors are found in copies with entities, divided words and footnote numbers; never at another place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.errors import InvalidRecord
from alliancekit.evidence import AnchorResult, anchor, anchor_words, find, fold
from alliancekit.evidence.variants import variants
from alliancekit.models.attestation import Anchor

BEFORE = "Delegates from nine capitals met on Monday; "
AFTER = " and nobody in the great hall objected."
WORDS = "the “quiet alliance” of trade & research was named,"
TEXT = f"{BEFORE}{WORDS}{AFTER}"
ENTITIES = "with HTML entities decoded"
JOINED = "with words joined at line ends"
NUMBERS = "with footnote numbers removed"

traces = st.lists(
    st.sampled_from(["alliance", " ", "\n", "-", "-\n", "&amp;", "&#8217;", "&hellip;", "[1]", "[2,3]", "²", "é", "7"]),
    max_size=14,
).map("".join)


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("the &ldquo;quiet alliance&rdquo; of trade &amp; research was named,", ENTITIES),
        ("the &#8220;quiet&nbsp;alliance&#x201D; of trade &#38; research was named,", ENTITIES),
        ("the &amp;ldquo;quiet alliance&amp;rdquo; of trade &amp;amp; research was named,", ENTITIES),
        ("the “quiet alli-\nance” of trade & re-  \n  search was named,", JOINED),
        ("the “quiet alli¬\nance” of trade & re\u2010\nsearch was named,", JOINED),
        ("the “quiet¹ alliance”²³ of trade & research was named,", NUMBERS),
        ("the “quiet alliance”[12] of trade[1, 2] & research[a] was named,", NUMBERS),
        ("the “quiet alliance”12 of trade3 & research was named,4", NUMBERS),
        (
            "the &quot;quiet alli-\nance&quot;[3] of trade &amp; research was named,",
            "with HTML entities decoded, words joined at line ends and footnote numbers removed",
        ),
    ],
)
def test_words_are_found_without_the_traces_of_pages_and_printing(words: str, changes: str) -> None:
    text = f"{BEFORE}{words}{AFTER}"
    result = find(anchor_words(TEXT, WORDS), text)
    assert (result.status, result.start, result.reason) == ("moved", len(BEFORE), changes)
    assert result.end in (len(BEFORE) + len(words), len(BEFORE) + len(words) - 1)  # without the last number


def test_a_hyphen_that_belongs_to_the_word_remains() -> None:
    text = f"{BEFORE}the semi-official line of every capital,{AFTER} A semi-official text."
    copy = f"{BEFORE}the semi-\nofficial line of every capi-\ntal,{AFTER} A semi-official text."
    assert find(anchor_words(text, "the semi-official line of every capital"), copy).reason == JOINED
    copy = f"{BEFORE}the semi-\nofficial line of every capi-\ntal,{AFTER} The capital."
    assert find(anchor_words(text, "the semi-official line of every capital"), copy).reason == JOINED


def test_digits_that_belong_to_the_word_remain() -> None:
    text = f"{BEFORE}the route of convoy12 was open to all,{AFTER}"
    copy = text.replace("open", "open[1]").replace("capitals", "capitals²")
    assert find(anchor_words(text, "convoy12 was open to all"), copy).reason == NUMBERS


@pytest.mark.parametrize(
    "text",
    [
        "An Anti-\nAmerican line, 50% of 3.5 and T20 in 2025.",
        "AT&T; &unknown; & alliance; the alliance of 1951.",
        "",
    ],
)
def test_other_texts_have_no_variants(text: str) -> None:
    assert not [changes for changes, folded in variants(text) if folded.text != fold(text).text]
    assert not list(variants(text))


@given(traces)
def test_variants_map_to_the_text_and_differ(text: str) -> None:
    texts = [fold(text).text]
    for changes, folded in variants(text):
        assert changes.startswith("with ")
        assert len(folded.text) == len(folded.starts) == len(folded.ends)
        assert list(folded.starts) == sorted(folded.starts)
        assert list(folded.ends) == sorted(folded.ends)
        assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
        texts.append(folded.text)
    assert len(texts) == len(set(texts))


def test_two_places_in_variants_are_ambiguous() -> None:
    original = anchor_words(TEXT, WORDS)
    once = TEXT.replace("capitals", "capitals[1]").replace("hall", "hall[2]")
    assert find(original, once).status == "moved"
    assert find(original, f"{once} {once}").status == "lost"
    # The two forms of line ends give two places.
    copy = once.replace("alliance", "alli-\nance")
    other = once.replace("alliance", "alliance12")
    assert find(original, f"{copy}\n{other}").status == "lost"


def test_variants_need_both_sides_and_enough_context() -> None:
    original = anchor_words(TEXT, WORDS)
    marked = TEXT.replace("alliance", "alliance[1]")
    assert find(original, marked).status == "moved"
    assert find(original, marked.replace(BEFORE, "They met; ")).status == "lost"
    short = anchor_words("A quiet alliance.", "quiet alliance")
    assert find(short, "A quiet[1] alliance.").status == "lost"


def test_a_text_with_traces_has_anchors_that_its_variants_do_not_confuse() -> None:
    first, second = TEXT, TEXT.replace("alliance", "alliance[1]")
    original = anchor(f"{first}\n{second}", len(BEFORE), len(BEFORE) + len(WORDS))
    assert find(original, f"{first}\n{second}").status == "exact"
    assert find(original, second).status == "lost"
    assert find(original, f"News.\n{first}\n{second}").status == "moved"


phrases = st.lists(
    st.sampled_from(
        ["the alliance ", "the alliance[1] ", "the alli-\nance ", "of R&D ", "of R&amp;D ", "nine12 ", "nine "]
    ),
    min_size=1,
    max_size=12,
)


def _try(text: str, start: int, end: int) -> Anchor | None:
    try:
        return anchor(text, start, end)
    except InvalidRecord:
        return None


@given(phrases, st.data())
def test_traces_never_lead_to_another_place(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    which = data.draw(st.integers(0, len(pieces) - 1))
    start = len("".join(pieces[:which]))
    original = _try(text, start, start + len(pieces[which].rstrip()))
    gap = st.sampled_from(["", "", "", "[7]", "7 ", "&nbsp;", "(2)\n"])
    gaps = [data.draw(gap) for _ in range(len(pieces) + 1)]
    edited = "".join(gap + piece for gap, piece in zip(gaps, [*pieces, ""], strict=True))
    now = len("".join(gaps[: which + 1])) + start
    result = find(original, edited) if original else AnchorResult("lost")
    if result.start is not None:
        assert (result.start, result.end) == (now, now + len(pieces[which].rstrip()))


@given(phrases, st.data())
def test_a_removed_phrase_is_not_found_elsewhere(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    which = data.draw(st.integers(0, len(pieces) - 1))
    start = len("".join(pieces[:which]))
    original = _try(text, start, start + len(pieces[which].rstrip()))
    removed = data.draw(st.integers(0, len(pieces) - 1))
    edited = "".join([*pieces[:removed], *pieces[removed + 1 :]])
    # Removing an equal phrase gives the same text; any of the phrases is right.
    equal = [at for at in range(len(pieces)) if "".join([*pieces[:at], *pieces[at + 1 :]]) == edited]
    right = {start if at > which else start - len(pieces[at]) for at in equal if at != which}
    result = find(original, edited) if original else AnchorResult("lost")
    if result.start is not None:
        assert result.start in right


@pytest.mark.parametrize(("words", "changed"), [("type b missiles", "type b61 missiles"), ("for x and", "for x2 and")])
def test_digits_after_short_words_may_change_the_name(words: str, changed: str) -> None:
    text = f"{BEFORE}{words}{AFTER}"
    assert find(anchor_words(text, words), text.replace(words, changed)).status == "lost"


def test_variants_of_a_very_long_word_take_linear_time() -> None:
    text = f"{'x' * 200_000} ends[1]"
    assert [name for name, _ in variants(text)] == [NUMBERS]
