"""Propose new anchors for lost ones. A proposal is a suggestion for a person: nothing is changed or written."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from alliancekit.evidence.anchors import Copy, Mark, TooCostly, anchor, find, has_words
from alliancekit.evidence.folding import Folded
from alliancekit.evidence.near import NearPassage, near_passages
from alliancekit.evidence.texts import SourceTexts
from alliancekit.evidence.verification import AnchorCheck, Verification
from alliancekit.models.attestation import Anchor

Clue: TypeAlias = Literal["similar words", "same context", "same words"]
"""Why a passage is proposed: its words are similar, its context on both sides is the same, or its words are."""

_MAXIMUM_PROPOSALS: Final = 3
_CONTEXT_LENGTH: Final = 60
_MAXIMUM_EXTRA_LENGTH: Final = 200
"""By how many folded characters words between the same contexts may be longer than the lost words."""


@frozen
class AnchorProposal:
    """A passage that may be that of a lost anchor.

    Attributes:
        clue: Why it is proposed.
        anchor: The anchor of the passage, to replace the lost one.
        text: The passage.
        near: The passage with its differences from the old words, if they are known.
    """

    clue: Clue
    anchor: Anchor
    text: str = field(repr=False)
    near: NearPassage | None = field(default=None, repr=False)


@frozen
class AnchorRepair:
    """A lost anchor with proposals.

    Attributes:
        check: The anchor, its record, its path and why it is lost.
        words: The words of the anchor in the old text; None if they are not known.
        before: The end of the text before them in the old text.
        after: The beginning of the text after them.
        proposals: Passages of the new text, the best first; may be empty.
    """

    check: AnchorCheck
    words: str | None = field(repr=False)
    before: str = field(repr=False)
    after: str = field(repr=False)
    proposals: tuple[AnchorProposal, ...]


def repairs(verification: Verification, old: SourceTexts | None = None) -> tuple[AnchorRepair, ...]:
    """Return proposals for each lost anchor of a corpus, in the order of the corpus. Nothing is changed.

    An anchor has no words, so the clues are: the same context on both sides of other words, and the same words in
    another context. If the old texts are given, in which the anchors can be found, similar words are proposed, too.

    Args:
        verification: The verification of the corpus in the new texts.
        old: The old texts, in which the anchors are not lost.
    """
    copies = {text.source.id: text.copy for text in verification.texts}
    lost = [check for check in verification.checks if check.result.status == "lost"]
    return tuple(_repair(check, copy, old) for check in lost if (copy := copies[check.source]) is not None)


def _repair(check: AnchorCheck, copy: Copy, old: SourceTexts | None) -> AnchorRepair:
    words, before, after = _old_words(check, old)
    proposals: dict[tuple[int, int], AnchorProposal] = {}
    for passage in near_passages(copy, words) if words else ():
        span = passage.start, passage.end
        proposals[span] = AnchorProposal("similar words", anchor(copy, *span), passage.text, passage)
    for clue, span in _spans(check.anchor, copy):
        if span not in proposals:
            proposals[span] = AnchorProposal(clue, anchor(copy, *span), copy.text[slice(*span)])
    return AnchorRepair(check, words, before, after, tuple(proposals.values())[:_MAXIMUM_PROPOSALS])


def _old_words(check: AnchorCheck, old: SourceTexts | None) -> tuple[str | None, str, str]:
    """Return the words of an anchor in the old text, and the text around them."""
    copy = old[check.source].copy if old else None
    if copy is None:
        return None, "", ""
    result = find(check.anchor, copy)
    if result.start is None or result.end is None:
        return None, "", ""
    text = copy.text
    before = text[max(result.start - _CONTEXT_LENGTH, 0) : result.start]
    return text[result.start : result.end], before, text[result.end : result.end + _CONTEXT_LENGTH]


def _spans(lost: Anchor, copy: Copy) -> Iterator[tuple[Clue, tuple[int, int]]]:
    """Yield the spans between the two sides of the context, then those of the same words."""
    words, before, after = (Mark.read(mark) for mark in (lost.fold, lost.prefix, lost.suffix))
    folded = copy.folded
    with suppress(TooCostly):
        starts = [place + before.length for place in copy.places(before, before)] if before.length else [0]
        ends = [*copy.places(after, after)] if after.length else [len(folded.text)]
        same = [place for place in copy.places(words, words) if has_words(folded, words, place)]
        yield from _found(folded, words.length, starts, ends, same)


def _found(
    folded: Folded, length: int, starts: list[int], ends: list[int], same: list[int]
) -> Iterator[tuple[Clue, tuple[int, int]]]:
    for start in starts[:_MAXIMUM_PROPOSALS]:
        end = next((end for end in ends if end > start), start)
        if end - start <= length + _MAXIMUM_EXTRA_LENGTH and folded.covers(start, end):
            yield "same context", folded.span(start, end)
    for place in same[:_MAXIMUM_PROPOSALS]:
        yield "same words", folded.span(place, place + length)
