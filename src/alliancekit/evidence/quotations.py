"""Make the anchors of quotations, which may have ellipses, and suggest passages for those that are not found."""

from collections.abc import Iterable

from attrs import field, frozen

from alliancekit.errors import InvalidRecord, Problem
from alliancekit.evidence.anchors import COPY_WORDS, Copy, anchor, anchor_words, copy_of, refuse
from alliancekit.evidence.ellipses import parts
from alliancekit.evidence.folding import fold
from alliancekit.evidence.near import NearPassage, near_passages
from alliancekit.messages import quote
from alliancekit.models.attestation import Anchor


@frozen
class QuotationResult:
    """The anchors of a quotation, or why there are none.

    Attributes:
        words: The quotation.
        anchors: One anchor for each part of it between ellipses, in order; empty if there is a problem.
        problem: The problem AK955, if the text does not have the quotation, or has it several times.
        near: The most similar passages of the text, if it does not have the quotation. They are only suggestions.
    """

    words: str = field(repr=False)
    anchors: tuple[Anchor, ...] = ()
    problem: Problem | None = None
    near: tuple[NearPassage, ...] = field(default=(), repr=False)


def quotation_anchors(text: str | Copy, words: str, nth: int | None = None) -> tuple[Anchor, ...]:
    """Return the anchors of a quotation: one for each part between its ellipses (``…``, ``...``, ``[...]``).

    If the text itself has the words with the ellipsis, there is one anchor. Otherwise the parts must occur in the
    text, in order, without overlap, and in only one way.

    Args:
        text: As for `anchor`.
        words: The quotation.
        nth: As for `anchor_words`; only for a quotation without an ellipsis between two parts.

    Raises:
        InvalidRecord: With AK955, as for `anchor_words`; if a part is missing after the part before it; if there are
            several ways to choose the parts; or if `nth` is used with several parts.
    """
    copy = copy_of(text)
    spans = parts(words)
    if copy.occurrences(fold(words).text) or not spans:
        return (anchor_words(copy, words, nth),)
    pieces = [words[start:end].strip() for start, end in spans]
    if len(pieces) == 1:
        return (anchor_words(copy, pieces[0], nth),)
    if nth is not None:
        message = f"nth must be None for a quotation with an ellipsis, got {nth}"
        refuse(message, "pass more words before or after the ellipsis")
    return _anchors_in_order(copy, pieces)


def _anchors_in_order(copy: Copy, pieces: list[str]) -> tuple[Anchor, ...]:
    """Return the anchors of parts at the only positions at which they occur in order."""
    folded = [fold(piece).text for piece in pieces]
    remaining: list[list[int]] = []  # the positions after the first way to choose the parts before
    end = 0
    for number, (piece, wanted) in enumerate(zip(pieces, folded, strict=True)):
        places = [place for place in copy.occurrences(wanted) if place >= end]
        if not places:
            after = f" after {quote(pieces[number - 1])}" if number else ""
            refuse(f"the text must contain the words {quote(piece)}{after}, found none", COPY_WORDS)
        remaining.append(places)
        end = places[0] + len(wanted)
    latest = len(copy.folded.text)
    chosen: list[int] = []
    for piece, wanted, places in zip(reversed(pieces), reversed(folded), reversed(remaining), strict=True):
        possible = [place for place in places if place + len(wanted) <= latest]
        if len(possible) > 1:
            message = f"the text must contain the words {quote(piece)} once between the other parts, "
            refuse(f"{message}found {len(possible)} occurrences", "pass more words of this part")
        latest = possible[0]
        chosen.append(latest)
    spans = [copy.folded.span(at, at + len(it)) for at, it in zip(reversed(chosen), folded, strict=True)]
    return tuple(anchor(copy, *span) for span in spans)


def look_up_quotations(
    text: str | Copy, quotations: Iterable[str], nth: int | None = None
) -> tuple[QuotationResult, ...]:
    """Return the anchors of several quotations, or the problem and the most similar passages of each.

    Args:
        text: As for `anchor`.
        quotations: The quotations.
        nth: As for `quotation_anchors`.
    """
    copy = copy_of(text)
    return tuple(_look_up(copy, words, nth) for words in quotations)


def _look_up(copy: Copy, words: str, nth: int | None) -> QuotationResult:
    try:
        return QuotationResult(words, quotation_anchors(copy, words, nth))
    except InvalidRecord as error:
        near = tuple(passage for passage in near_passages(copy, words) if passage.differences)
        return QuotationResult(words, problem=error.problems[0], near=near)
