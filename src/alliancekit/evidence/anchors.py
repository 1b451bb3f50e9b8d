"""Anchors: made for a span of a text, and found again in other copies of it, or lost, but never guessed."""

from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from typing import Final, Literal, NamedTuple, NoReturn, TypeAlias

from attrs import field, frozen

from alliancekit.errors import InvalidRecord
from alliancekit.evidence.folding import Folded, fold
from alliancekit.messages import counted, quote
from alliancekit.models.attestation import Anchor
from alliancekit.rules import Rule

CONTEXT: Final = 32
"""How many folded characters on each side of words that stand once in their text an anchor has the hash of."""

CONTEXT_OF_REPEATED: Final = 40
"""The same for words that stand there several times, at least; so one sees that of those both sides are needed."""

ENOUGH: Final = 16
"""How many folded characters around words that have moved have to be as they were."""

ANCHORED = Rule(
    code="AK955",
    demand="An anchor is made for words that its text has, whole.",
    advice="take a span of whole characters inside the text",
)

Status: TypeAlias = Literal["exact", "moved", "lost", "missing"]
"""What has become of an anchor: missing says that there is no text to look in."""

_TOO_LITTLE: Final = "its words stand there, but too little around them is as it was to be certain"
_TOO_MUCH: Final = "its words, or what was around them, are too long or too frequent to be looked for"
_EFFORT: Final = 2 * 10**10
"""How many characters may be hashed to look for the anchors of a text: about half a minute; most take a hundredth."""
_EFFORT_FOR_ONE: Final = _EFFORT // 100
_A_HASH: Final = 500
"""What a hash takes beside its characters, in characters."""
_HASH: Final = 8  # bytes of the hash of folded text that an anchor keeps


class _TooMuch(Exception):
    """An anchor takes more effort than it is worth; nobody writes such by accident."""


@frozen
class Copy:
    """A copy of a source's text; what is worked out about it is kept, so that many anchors cost little more than one.

    Attributes:
        text: The text, in which places are counted in code points.
    """

    text: str = field(repr=False)
    _hashes: dict[int, bytes] = field(factory=dict, init=False, repr=False, eq=False)

    @cached_property
    def folded(self) -> Folded:
        """The text, folded."""
        return fold(self.text)

    def places(self, mark: "Mark", words: "Mark") -> Iterator[int]:
        """Yield each place in the folded text at which folded characters with this length and hash begin.

        Args:
            mark: Their length and hash.
            words: What is to be compared at each place.

        Raises:
            _TooMuch: If that, or this, takes too much effort.
        """
        if mark.length not in self._hashes:
            text = self.folded.text
            lengths = (*self._hashes, mark.length)
            if sum(max(len(text) - length + 1, 0) * (length + _A_HASH) for length in lengths) > _EFFORT:
                raise _TooMuch
            count = len(text) - mark.length + 1
            windows = (text[place : place + mark.length] for place in range(count))
            self._hashes[mark.length] = b"".join(_digest(window)[:_HASH] for window in windows)
        hashes = self._hashes[mark.length]
        at, effort = hashes.find(mark.hash), 0
        while at >= 0:
            effort += min(words.length, len(self.folded.text)) + _A_HASH
            if effort > _EFFORT_FOR_ONE:
                raise _TooMuch
            if at % _HASH == 0:
                yield at // _HASH
            at = hashes.find(mark.hash, at + 1)


class Mark(NamedTuple):
    """Folded text by its length and the first eight bytes of its SHA-256."""

    length: int
    hash: bytes

    @classmethod
    def read(cls, written: str) -> "Mark":
        """Return the mark that an anchor has written as ``57:0123456789abcdef``."""
        length, _, digits = written.partition(":")
        return cls(int(length), bytes.fromhex(digits))

    @classmethod
    def of(cls, folded: str) -> "Mark":
        """Return the mark of folded text."""
        return cls(len(folded), _digest(folded)[:_HASH])

    def __str__(self) -> str:
        """Return the mark as an anchor has it."""
        return f"{self.length}:{self.hash.hex()}"


@frozen
class AnchorResult:
    """What has become of an anchor in a copy of its text.

    Attributes:
        status: exact: the same words at the same place; moved: the same words, at another place or written
            differently; lost: they can't be told for certain; missing: there is no text.
        start: Where the words start, in code points from 0; None if lost or missing.
        end: The code point after their last.
        reason: Why they are lost or missing; None if they are not.
    """

    status: Status
    start: int | None = None
    end: int | None = None
    reason: str | None = None


def anchor(text: str | Copy, start: int, end: int) -> Anchor:
    """Return the anchor of a span of a text.

    Of what stands on each side of the words, it has the hash of `CONTEXT` folded characters. If the words stand
    elsewhere too, it has that of `CONTEXT_OF_REPEATED`, or of twice as many again and again until these tell the place
    from the others. At the beginning and at the end of the text, there may be fewer.

    Args:
        text: The text, its lines ended by LF and without byte order mark, as `SourceTexts` reads it.
        start: The first code point of the span, from 0.
        end: The code point after its last.

    Raises:
        InvalidRecord: With AK955, if the span leaves the text, has only white space or invisible characters, begins or
            ends inside a character or a run of dashes.
    """
    copy = _copy(text)
    if not 0 <= start < end <= len(copy.text):
        length = counted(len(copy.text), "code point")
        _refuse(f"a span must lie in the text, which has {length}, and end after it starts; got {start} to {end}")
    window = copy.folded.window(start, end)
    if window is None:
        if not fold(copy.text[start:end]).text:
            _refuse(f"a span must have words, but {start} to {end} is white space or invisible")
        _refuse(f"a span must have whole characters and runs of dashes, but {start} to {end} cuts one in two")
    folded = copy.folded.text
    first, last = window
    words = folded[first:last]
    rivals = [place for place in _occurrences(folded, words) if place != first]
    return Anchor(
        start=start,
        end=end,
        sha256=_digest(copy.text[start:end]).hex(),
        fold=str(Mark.of(words)),
        prefix=str(Mark.of(_before(folded, first, rivals))),
        suffix=str(Mark.of(_after(folded, last, [place + len(words) for place in rivals]))),
    )


def anchor_words(text: str | Copy, words: str, nth: int | None = None) -> Anchor:
    """Return the anchor of words that a text has.

    Args:
        text: As for `anchor`.
        words: The words; white space, line ends, and the form of quotation marks and dashes do not matter.
        nth: Which of several places is meant, from 1; None says that there is only one.

    Raises:
        InvalidRecord: With AK955, if the text does not have the words, has them elsewhere too while `nth` is None, has
            them fewer than `nth` times, or as for `anchor`.
    """
    copy = _copy(text)
    wanted = fold(words).text
    places = [p for p in _occurrences(copy.folded.text, wanted) if copy.folded.covers(p, p + len(wanted))]
    if not places:
        _refuse(f"the text must have the words {quote(words)}, but has them nowhere", "copy them from the text")
    if nth is None and len(places) > 1:
        hint = "say with nth which is meant, from 1, or give more of the words"
        _refuse(f"the text must have the words {quote(words)} once, but has them {len(places)} times", hint)
    number = 1 if nth is None else nth
    if not 1 <= number <= len(places):
        times = counted(len(places), "time")
        _refuse(f"nth must be from 1 to {len(places)}, as the text has {quote(words)} {times}; got {number}")
    first = places[number - 1]
    return anchor(copy, *copy.folded.span(first, first + len(wanted)))


def find(anchor: Anchor, text: str | Copy) -> AnchorResult:
    """Return where a copy of the text has the words of an anchor.

    The answer is the one place that has the words between what was before and after them, all compared folded. If
    there is none, one of the two is enough, at one place, for words that stood once in their text; for others it is
    not, as a cut may bring the same words next to it. At least `ENOUGH` characters around the words must be as they
    were, unless they are at their old place. In all other cases the anchor is lost: of several places that look alike
    none is chosen, and the old place alone is no evidence, as the same words may have come to stand there.

    Args:
        anchor: The anchor.
        text: The copy, its lines ended by LF and without byte order mark, as `SourceTexts` reads it.
    """
    try:
        return _find(anchor, _copy(text))
    except _TooMuch:
        return AnchorResult("lost", reason=_TOO_MUCH)


def _find(anchor: Anchor, copy: Copy) -> AnchorResult:
    folded = copy.folded
    words, before, after = Mark.read(anchor.fold), Mark.read(anchor.prefix), Mark.read(anchor.suffix)
    agreeing: dict[int, list[int]] = {}
    for side, shift in ((before, before.length), (after, -words.length)):
        for place in copy.places(side, words) if side.length else ():
            agreeing.setdefault(place + shift, []).append(side.length)
    sides = sum(side.length > 0 for side in (before, after))
    if not sides:  # the words are all that the text has
        agreeing = {place: [] for place in copy.places(words, words)}
    agreeing = {place: lengths for place, lengths in agreeing.items() if _has(folded, words, place)}
    places = [place for place, lengths in agreeing.items() if len(lengths) == sides]
    if not places and max(before.length, after.length) == CONTEXT:
        places = list(agreeing)
    if len(places) != 1:
        return AnchorResult("lost", reason=_reason(copy, words, len(places), len(agreeing)))
    window = places[0], places[0] + words.length
    if folded.window(anchor.start, anchor.end) == window:
        if _digest(copy.text[anchor.start : anchor.end]).hex() == anchor.sha256:
            return AnchorResult("exact", anchor.start, anchor.end)
    elif sum(agreeing[places[0]]) < ENOUGH:
        return AnchorResult("lost", reason=_TOO_LITTLE)
    return AnchorResult("moved", *folded.span(*window))


def _reason(copy: Copy, words: Mark, alike: int, agreeing: int) -> str:
    """Return why words are lost for which several places look alike, or none does but some agree on one side."""
    if alike:
        return f"its words stand {alike} times with what was around them, and nothing tells which of them is meant"
    if agreeing:
        return _TOO_LITTLE
    number = sum(_has(copy.folded, words, place) for place in copy.places(words, words))
    if number:
        return f"its words stand {'once' if number == 1 else f'{number} times'}, but nothing around them is as it was"
    return "its words do not stand in the text"


def _has(folded: Folded, words: Mark, place: int) -> bool:
    """Return whether the words stand, whole, at a place of the folded text."""
    last = place + words.length
    return folded.covers(place, last) and Mark.of(folded.text[place:last]) == words


def _before(folded: str, first: int, rivals: list[int]) -> str:
    """Return what stands before a place, as far as it tells it from the rivals, or all of it.

    A side of just `CONTEXT` says that there are no rivals; at the edge of a text it may have to be one shorter. If
    the text is the same character over and over, but for its first or last, words may then be lost in it.
    """
    repeated = bool(rivals)
    length = CONTEXT_OF_REPEATED if repeated else CONTEXT
    while True:
        side = folded[max(0, first - length) : first]
        rivals = [place for place in rivals if folded.endswith(side, 0, place)]
        if not rivals or length >= first:
            return side[1:] if repeated and len(side) == CONTEXT else side
        length *= 2


def _after(folded: str, last: int, rivals: list[int]) -> str:
    """Return what stands after a place, as `_before` does what stands before it."""
    repeated = bool(rivals)
    length = CONTEXT_OF_REPEATED if repeated else CONTEXT
    while True:
        side = folded[last : last + length]
        rivals = [place for place in rivals if folded.startswith(side, place)]
        if not rivals or last + length >= len(folded):
            return side[:-1] if repeated and len(side) == CONTEXT else side
        length *= 2


def _occurrences(text: str, words: str) -> Iterator[int]:
    """Yield each place of words in a text; they may overlap. Nothing stands nowhere."""
    place = text.find(words) if words else -1
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def _copy(text: str | Copy) -> Copy:
    return text if isinstance(text, Copy) else Copy(text)


def _digest(text: str) -> bytes:
    # A str may hold half a surrogate pair; that is no reason to fail.
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def _refuse(message: str, hint: str | None = None) -> NoReturn:
    raise InvalidRecord([ANCHORED.problem(message, hint=hint)])
