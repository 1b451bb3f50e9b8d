"""Make anchors for spans of a text, and find them in other copies of it, exactly or not at all."""

from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from typing import Final, Literal, NamedTuple, NoReturn, TypeAlias

from attrs import field, frozen

from alliancekit.errors import InvalidRecord
from alliancekit.evidence.contexts import CONTEXT, CONTEXT_OF_REPEATED, after_of, before_of, occurrences
from alliancekit.evidence.folding import Folded, fold
from alliancekit.evidence.variants import variants
from alliancekit.messages import counted, listed, quote
from alliancekit.models.attestation import Anchor
from alliancekit.rules import Rule

ENOUGH: Final = 16
"""The minimum number of unchanged folded characters around words that have moved."""

ANCHORED = Rule(
    code="AK955",
    demand="An anchor is made for whole words in its text.",
    advice="give a span of whole characters inside the text",
)

Status: TypeAlias = Literal["exact", "moved", "lost", "missing"]
"""The status of an anchor; missing means that there is no text to search."""

_MOST_NAMED: Final = 5
"""The maximum number of occurrences that a message names."""

COPY_WORDS: Final = "copy the words from the text"
"""The hint for words that the text does not contain."""

_TOO_LITTLE: Final = "its words are there, but too much around them has changed to be certain"
_TOO_COSTLY: Final = "its words or their context are too long or too frequent to search for"
_EFFORT: Final = 2 * 10**10
"""The maximum number of characters to hash for the anchors of a text: about half a minute; most need 1 %."""
_EFFORT_FOR_VARIANT: Final = _EFFORT // 10
_EFFORT_FOR_ONE: Final = _EFFORT // 100
_COST_OF_HASH: Final = 500
"""The fixed cost of a hash, in characters."""
_HASH: Final = 8  # bytes of a hash of folded text in an anchor


class TooCostly(Exception):
    """The search for an anchor exceeds the effort; only hostile anchors do."""


@frozen
class Copy:
    """A copy of the text of a source, with caches that make many anchors nearly as fast as one.

    Attributes:
        text: The text; positions are counted in code points.
    """

    text: str = field(repr=False)
    _hashes: dict[int, bytes] = field(factory=dict, init=False, repr=False, eq=False)
    _variant: Folded | None = field(default=None, repr=False, eq=False)

    @cached_property
    def folded(self) -> Folded:
        """The text, folded."""
        return self._variant or fold(self.text)

    @cached_property
    def variants(self) -> tuple[tuple[str, "Copy"], ...]:
        """The copy in other forms, each with a description of its changes; see `alliancekit.evidence.variants`."""
        return tuple((changes, Copy(self.text, folded)) for changes, folded in variants(self.text))

    def occurrences(self, folded: str) -> list[int]:
        """Return each position in the folded text at which folded words occur as whole units."""
        return [at for at in occurrences(self.folded.text, folded) if self.folded.covers(at, at + len(folded))]

    def span_in(self, other: "Copy", start: int, end: int) -> tuple[int, int] | None:
        """Return the place of a span of this copy in another copy of the same text.

        Args:
            other: The other copy.
            start: The first code point of the span, from 0.
            end: The code point after its last.

        Returns:
            The span itself if the texts are equal. None if they differ when they are folded, or if the span starts or
            ends inside a character of either.
        """
        if self.text == other.text:
            return start, end
        window = self.folded.window(start, end)
        if window is None or self.folded.text != other.folded.text or not other.folded.covers(*window):
            return None
        return other.folded.span(*window)

    def places(self, mark: "Mark", words: "Mark") -> Iterator[int]:
        """Yield each position in the folded text at which folded characters with a length and hash start.

        Args:
            mark: The length and hash.
            words: The words that the caller compares at each position.

        Raises:
            TooCostly: If this search, or the comparison by the caller, needs too much effort.
        """
        if mark.length not in self._hashes:
            text = self.folded.text
            lengths = (*self._hashes, mark.length)
            effort = _EFFORT if self._variant is None else _EFFORT_FOR_VARIANT
            if sum(max(len(text) - length + 1, 0) * (length + _COST_OF_HASH) for length in lengths) > effort:
                raise TooCostly
            count = len(text) - mark.length + 1
            windows = (text[place : place + mark.length] for place in range(count))
            self._hashes[mark.length] = b"".join(_digest(window)[:_HASH] for window in windows)
        hashes = self._hashes[mark.length]
        at, effort = hashes.find(mark.hash), 0
        while at >= 0:
            effort += min(words.length, len(self.folded.text)) + _COST_OF_HASH
            if effort > _EFFORT_FOR_ONE:
                raise TooCostly
            if at % _HASH == 0:
                yield at // _HASH
            at = hashes.find(mark.hash, at + 1)


class Mark(NamedTuple):
    """Folded text by its length and the first eight bytes of its SHA-256."""

    length: int
    hash: bytes

    @classmethod
    def read(cls, written: str) -> "Mark":
        """Parse the mark in an anchor, such as ``57:0123456789abcdef``."""
        length, _, digits = written.partition(":")
        return cls(int(length), bytes.fromhex(digits))

    @classmethod
    def of(cls, folded: str) -> "Mark":
        """Return the mark of folded text."""
        return cls(len(folded), _digest(folded)[:_HASH])

    def __str__(self) -> str:
        """Return the mark in the format of an anchor."""
        return f"{self.length}:{self.hash.hex()}"


@frozen
class AnchorResult:
    """The result of searching for an anchor in a copy of its text.

    Attributes:
        status: exact: the same words at the same position; moved: the same words, at another position or written
            differently; lost: the words can't be identified for certain; missing: there is no text.
        start: The first code point of the words, from 0; None if lost or missing.
        end: The code point after the last one.
        reason: Why the words are lost or missing. If they are moved, what was changed in the copy to find them, such as
            ``with footnote numbers removed``. None otherwise.
    """

    status: Status
    start: int | None = None
    end: int | None = None
    reason: str | None = None


def anchor(text: str | Copy, start: int, end: int) -> Anchor:
    """Return the anchor of a span of a text.

    The anchor has a hash of `CONTEXT` folded characters on each side of the words. If the words occur more than once,
    it hashes `CONTEXT_OF_REPEATED` characters, and doubles that number until the context is unique, also in the
    variants of the text that `find` searches. There may be fewer at the beginning and at the end of the text.

    Args:
        text: The text, with LF line ends and without a byte order mark, as `SourceTexts` reads it.
        start: The first code point of the span, from 0.
        end: The code point after its last.

    Raises:
        InvalidRecord: With AK955, if the span is not inside the text, has only white space or invisible characters, or
            starts or ends inside a character or a run of dashes.
    """
    copy = copy_of(text)
    if not 0 <= start < end <= len(copy.text):
        length = counted(len(copy.text), "code point")
        refuse(f"a span must be inside the text, which has {length}, and end after it starts; got {start} to {end}")
    window = copy.folded.window(start, end)
    if window is None:
        if not fold(copy.text[start:end]).text:
            refuse(f"a span must have visible characters, got white space or invisible ones in {start} to {end}")
        refuse(f"a span must not split a character or a run of dashes, got {start} to {end}")
    folded = copy.folded.text
    first, last = window
    words = folded[first:last]
    rivals = [place for place in occurrences(folded, words) if place != first]
    context = CONTEXT_OF_REPEATED if rivals else CONTEXT
    while True:
        before = before_of(folded, first, rivals, context)
        after = after_of(folded, last, [place + len(words) for place in rivals], context)
        if context >= len(folded) or not _recurs(copy, window, before, after):
            break
        context = max(2 * context, CONTEXT_OF_REPEATED)
    return Anchor(
        start=start,
        end=end,
        sha256=_digest(copy.text[start:end]).hex(),
        fold=str(Mark.of(words)),
        prefix=str(Mark.of(before)),
        suffix=str(Mark.of(after)),
    )


def _recurs(copy: Copy, window: tuple[int, int], before: str, after: str) -> bool:
    """Return whether words with their context occur at another place in a variant of a copy.

    If the right place were removed from another copy, they would be found there.
    """
    words = copy.folded.text[slice(*window)]
    for _, variant in copy.variants:
        for place in occurrences(variant.folded.text, f"{before}{words}{after}"):
            first = place + len(before)
            if variant.folded.span(first, first + len(words)) != copy.folded.span(*window):
                return True
    return False


def anchor_words(text: str | Copy, words: str, nth: int | None = None) -> Anchor:
    """Return the anchor of words in a text.

    Args:
        text: As for `anchor`.
        words: The words. White space, line ends, and the form of quotation marks and dashes are ignored.
        nth: Which of several occurrences to use, from 1; None means that there must be only one.

    Raises:
        InvalidRecord: With AK955, if the text does not contain the words, if it contains them several times but
            `nth` is None, or fewer than `nth` times, or as for `anchor`.
    """
    copy = copy_of(text)
    wanted = fold(words).text
    if not wanted:
        refuse(f"the quotation must have visible characters, got {quote(words)}", COPY_WORDS)
    places = copy.occurrences(wanted)
    if not places:
        refuse(f"the text must contain the words {quote(words)}, found none", COPY_WORDS)
    if nth is None and len(places) > 1:
        hint = "choose one with nth, from 1, or pass more words"
        found = f"found {len(places)} occurrences, at {_positions(copy, places, len(wanted))}"
        refuse(f"the text must contain the words {quote(words)} once, {found}", hint)
    number = 1 if nth is None else nth
    if not 1 <= number <= len(places):
        message = f"nth must be from 1 to {len(places)}, the number of occurrences of {quote(words)}, got {number}"
        refuse(message, f"choose one at {_positions(copy, places, len(wanted))}")
    first = places[number - 1]
    return anchor(copy, *copy.folded.span(first, first + len(wanted)))


def _positions(copy: Copy, places: list[int], length: int) -> str:
    """Return the spans of the first occurrences of words in the text."""
    spans = [copy.folded.span(place, place + length) for place in places[:_MOST_NAMED]]
    more = len(places) - len(spans)
    return listed((*(f"{start}-{end}" for start, end in spans), *([f"{more} more"] if more else ())), "and")


def find(anchor: Anchor, text: str | Copy) -> AnchorResult:
    """Find the words of an anchor in a copy of the text.

    All comparisons use folded text. The words match at the only position where the context on both sides matches. If
    there is none, and the words were unique in the original text, they match at the only position where one side
    matches. For repeated words, one side is not enough, because a cut may bring another occurrence next to it. At least
    `ENOUGH` characters of context must match, unless the position is unchanged. In all other cases the anchor is lost:
    no choice is made between several positions, and the old position alone is no evidence, because other words may have
    moved there.

    A lost anchor is searched again in the variants of the copy: with HTML entities decoded, words joined at line ends,
    and footnote numbers removed (`alliancekit.evidence.variants`). There, both sides must match, and all variants in
    which the words are found must agree on their position. The status is moved, and the reason names the changes.

    Args:
        anchor: The anchor.
        text: The copy, with LF line ends and without a byte order mark, as `SourceTexts` reads it.
    """
    try:
        return _find(anchor, copy_of(text))
    except TooCostly:
        return AnchorResult("lost", reason=_TOO_COSTLY)


def _find(anchor: Anchor, copy: Copy) -> AnchorResult:
    folded = copy.folded
    words, before, after = Mark.read(anchor.fold), Mark.read(anchor.prefix), Mark.read(anchor.suffix)
    agreeing = _agreeing(anchor, copy)
    places = _on_both_sides(anchor, agreeing)
    if not places and max(before.length, after.length) == CONTEXT:
        places = list(agreeing)
    if len(places) > 1:
        return AnchorResult("lost", reason=_reason(copy, words, len(places), len(agreeing)))
    if places:
        window = places[0], places[0] + words.length
        if folded.window(anchor.start, anchor.end) != window:
            if sum(agreeing[places[0]]) >= ENOUGH:
                return AnchorResult("moved", *folded.span(*window))
        elif _digest(copy.text[anchor.start : anchor.end]).hex() == anchor.sha256:
            return AnchorResult("exact", anchor.start, anchor.end)
        else:
            return AnchorResult("moved", *folded.span(*window))
    result = _find_in_variants(anchor, copy)
    if result is None:
        reason = _TOO_LITTLE if places else _reason(copy, words, 0, len(agreeing))
        result = AnchorResult("lost", reason=reason)
    return result


def _find_in_variants(anchor: Anchor, copy: Copy) -> AnchorResult | None:
    """Return the words at the only position that variants of a copy allow, or None.

    A variant ignores more differences than folding. So both sides of the context must match, even if the words were
    unique in the original text.
    """
    length = Mark.read(anchor.fold).length
    found: dict[tuple[int, int], str] = {}
    for changes, variant in copy.variants:
        agreeing = _agreeing(anchor, variant)
        places = _on_both_sides(anchor, agreeing)
        if len(places) > 1:
            return None
        if places and sum(agreeing[places[0]]) >= ENOUGH:
            found.setdefault(variant.folded.span(places[0], places[0] + length), changes)
    if len(found) != 1:
        return None
    (((start, end), changes),) = found.items()
    return AnchorResult("moved", start, end, changes)


def _agreeing(anchor: Anchor, copy: Copy) -> dict[int, list[int]]:
    """Return the positions of the words of an anchor with a matching side, with the lengths of the matching sides.

    If the words are the whole text, all positions of the words, without lengths.
    """
    words, before, after = Mark.read(anchor.fold), Mark.read(anchor.prefix), Mark.read(anchor.suffix)
    agreeing: dict[int, list[int]] = {}
    for side, shift in ((before, before.length), (after, -words.length)):
        for place in copy.places(side, words) if side.length else ():
            agreeing.setdefault(place + shift, []).append(side.length)
    if not before.length and not after.length:
        agreeing = {place: [] for place in copy.places(words, words)}
    return {place: lengths for place, lengths in agreeing.items() if has_words(copy.folded, words, place)}


def _on_both_sides(anchor: Anchor, agreeing: dict[int, list[int]]) -> list[int]:
    """Return the positions at which both sides of the context match, or the only one that there is."""
    sides = sum(Mark.read(mark).length > 0 for mark in (anchor.prefix, anchor.suffix))
    return [place for place, lengths in agreeing.items() if len(lengths) == sides]


def _reason(copy: Copy, words: Mark, alike: int, agreeing: int) -> str:
    """Return why words are lost.

    Args:
        copy: The copy.
        words: The words.
        alike: The number of positions at which the context matches.
        agreeing: The number of positions at which one side of the context matches.
    """
    if alike:
        return f"its words occur {alike} times in the same context, so that their position is ambiguous"
    if agreeing:
        return _TOO_LITTLE
    number = sum(has_words(copy.folded, words, place) for place in copy.places(words, words))
    if number:
        return f"its words occur {'once' if number == 1 else f'{number} times'}, but in another context"
    return "its words do not occur in the text"


def has_words(folded: Folded, words: Mark, place: int) -> bool:
    """Return whether the words occur, as whole units, at a position of the folded text."""
    last = place + words.length
    return folded.covers(place, last) and Mark.of(folded.text[place:last]) == words


def copy_of(text: str | Copy) -> Copy:
    """Return a text as a copy."""
    return text if isinstance(text, Copy) else Copy(text)


def _digest(text: str) -> bytes:
    # Hash half of a surrogate pair, which a str may contain, instead of failing.
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def refuse(message: str, hint: str | None = None) -> NoReturn:
    """Raise AK955."""
    raise InvalidRecord([ANCHORED.problem(message, hint=hint)])
