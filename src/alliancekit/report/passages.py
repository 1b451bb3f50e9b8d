"""The passages of the user's texts to which an attestation refers, each in its context."""

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen
from rich.console import RenderableType

from alliancekit.display.terminal import Paragraph, styled
from alliancekit.evidence import SourceTexts, find
from alliancekit.models.attestation import Attestation
from alliancekit.text import shorten

CONTEXT: Final = 80
"""How many characters before and after a passage are shown in a terminal."""

_SPACE: Final = re.compile(r"\s+")
_LONGEST: Final = 600
"""The longest passage that is shown as a whole."""


@frozen
class PassageInContext:
    """The words of an anchor in the user's text, with the words around them; or why they can't be shown.

    Attributes:
        label: The position of the anchor, in code points; empty if there is no text.
        before: The last words before the passage, on one line.
        words: The passage, on one line.
        after: The first words after it, on one line.
        lost: Why the words can't be identified in the text; None if they are shown.
        missing: Why there is no text; None if there is one.
    """

    label: str
    before: str = ""
    words: str = ""
    after: str = ""
    lost: str | None = None
    missing: str | None = None


def found_passages(
    texts: SourceTexts, source: str, attestation: Attestation, context: int = CONTEXT
) -> Iterator[PassageInContext]:
    """Yield the passage of each anchor; only one passage if there is no text.

    Args:
        texts: The user's copies of the texts.
        source: The id of the source of the attestation.
        attestation: The attestation.
        context: How many characters before and after a passage are shown.
    """
    text = texts[source]
    copy = text.copy
    if copy is None:
        if attestation.anchors:
            yield PassageInContext("", missing=str(text.reason))
        return
    for anchor in attestation.anchors:
        found = find(anchor, copy)
        label = f"{anchor.start}-{anchor.end}"
        if found.start is None or found.end is None:
            yield PassageInContext(label, lost=found.reason)
            continue
        whole = copy.text
        words = shorten(_line(whole[found.start : found.end]), _LONGEST)
        yield PassageInContext(label, _end(whole[: found.start], context), words, _start(whole[found.end :], context))


def passages(texts: SourceTexts, source: str, attestation: Attestation) -> Iterator[RenderableType]:
    """Yield the passage of each anchor in its context, or why it can't be shown, for a terminal.

    Args:
        texts: The user's copies of the texts.
        source: The id of the source of the attestation.
        attestation: The attestation.
    """
    for each in found_passages(texts, source, attestation):
        hang = len(each.label) + 2
        if each.missing is not None:
            yield Paragraph(styled((each.missing, "yellow")), indent=6, hang=2)
        elif each.lost is not None:
            yield Paragraph(styled(("lost", "bold red"), f": {each.lost}"), 6, hang, each.label)
        else:
            yield Paragraph(styled(each.before, (each.words, "bold"), each.after), 6, hang, each.label)


def _line(text: str) -> str:
    """Return text on one line, with single spaces."""
    return _SPACE.sub(" ", text)


def _end(text: str, most: int) -> str:
    """Return the last words of the text before a passage."""
    shown = _line(text[-most:])
    return f"… {shown.partition(' ')[2]}" if len(text) > most else shown.lstrip()


def _start(text: str, most: int) -> str:
    """Return the first words of the text after a passage."""
    shown = _line(text[:most])
    return f"{shown.rpartition(' ')[0]} …" if len(text) > most else shown.rstrip()
