"""Find the passage that an annotation selects, by its positions and its words; never by guess."""

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from alliancekit.errors import InvalidRecord
from alliancekit.evidence import Copy, anchor, fold
from alliancekit.exchange._offsets import Offsets
from alliancekit.messages import quote
from alliancekit.models.attestation import Anchor

CONTEXT: Final = 32
"""The number of code points on each side of a passage that an export quotes."""


@frozen
class PassageSelection:
    """What an annotation says about its passage.

    Attributes:
        start: The position of its start, in code points or UTF-16 units; None if it is unknown.
        end: The position after its end, in the same unit; None if it is unknown.
        exact: Its words; None if they are unknown.
        prefix: The words before it; may be empty.
        suffix: The words after it; may be empty.
    """

    start: int | None = None
    end: int | None = None
    exact: str | None = None
    prefix: str = ""
    suffix: str = ""


@frozen
class FoundPassage:
    """A passage that was found.

    Attributes:
        anchor: Its anchor.
        remark: What is odd about the positions; empty if they are those of the text.
    """

    anchor: Anchor
    remark: str = ""


class NotFound(Exception):
    """A passage that can't be identified for certain; the message says why."""


def passage_of(selection: PassageSelection, copy: Copy) -> FoundPassage:
    """Return the passage of a selection in a text.

    The positions count if the words stand there between the prefix and the suffix, in code points or in UTF-16 units.
    Otherwise the words count if they occur once between the prefix and the suffix; the positions are then those of
    another text. Positions without words count only if both units mean the same place.

    Raises:
        NotFound: If the passage can't be identified.
    """
    if selection.exact is not None and not fold(selection.exact).text:
        message = "its words are blank"
        raise NotFound(message)
    fitting = [span for span in dict.fromkeys(_spans(selection, copy)) if _fits(span, selection, copy)]
    remark = ""
    if selection.prefix or selection.suffix or (len(fitting) > 1 and selection.exact is not None):
        fitting = [span for span in fitting if _in_context(span, selection, copy)]
    fitting = [span for span in fitting if copy.text[slice(*span)] == selection.exact] or fitting
    if not fitting and selection.exact is not None:
        fitting = [*_occurrences(selection, copy)]
        if selection.start is not None:
            remark = "its positions are not those of its words in this text; the words were found"
    if len(fitting) != 1:
        raise NotFound(_reason(selection, len(fitting)))
    try:
        return FoundPassage(anchor(copy, *fitting[0]), remark)
    except InvalidRecord as error:
        raise NotFound(error.problems[0].message) from error


def _spans(selection: PassageSelection, copy: Copy) -> Iterator[tuple[int, int]]:
    """Yield the spans that the positions may mean, in code points: counted in code points, and in UTF-16 units."""
    if selection.start is None or selection.end is None:
        return
    offsets = Offsets(copy.text)
    units = offsets.from_units(selection.start), offsets.from_units(selection.end)
    for start, end in ((selection.start, selection.end), units):
        if start is not None and end is not None and 0 <= start < end <= len(copy.text):
            yield start, end


def _fits(span: tuple[int, int], selection: PassageSelection, copy: Copy) -> bool:
    """Return whether the words of a selection, if they are known, stand in a span, in any form."""
    return selection.exact is None or fold(copy.text[slice(*span)]).text == fold(selection.exact).text


def _in_context(span: tuple[int, int], selection: PassageSelection, copy: Copy) -> bool:
    """Return whether a span stands between the prefix and the suffix of a selection."""
    window = copy.folded.window(*span)
    if window is None:
        return False
    before, after = fold(selection.prefix).text, fold(selection.suffix).text
    text = copy.folded.text
    return text.endswith(before, 0, window[0]) and text.startswith(after, window[1])


def _occurrences(selection: PassageSelection, copy: Copy) -> Iterator[tuple[int, int]]:
    """Yield each span with the words of a selection between its prefix and suffix."""
    words, text = fold(selection.exact or "").text, copy.folded.text
    place = text.find(words)
    while place >= 0:
        if copy.folded.covers(place, place + len(words)):
            span = copy.folded.span(place, place + len(words))
            if _in_context(span, selection, copy):
                yield span
        place = text.find(words, place + 1)


def _reason(selection: PassageSelection, number: int) -> str:
    if selection.exact is None:
        if number:
            return "its positions mean different places in code points and in UTF-16 units, and it has no words"
        return "its positions are not inside the text, or not between its prefix and suffix, and it has no words"
    words = quote(selection.exact)
    if number:
        return f"the text contains its words {words} {number} times in the same context"
    return f"its words {words} are neither at its positions nor between its prefix and suffix"
