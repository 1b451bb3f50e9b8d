"""The passages of the user's texts to which an attestation refers, each in its context."""

import re
from collections.abc import Iterator
from typing import Final

from rich.console import RenderableType

from alliancekit.display.terminal import Paragraph, styled
from alliancekit.evidence import SourceTexts, find
from alliancekit.models.attestation import Attestation
from alliancekit.text import shorten

_CONTEXT: Final = 80
"""How many characters before and after a passage are shown."""

_SPACE: Final = re.compile(r"\s+")
_LONGEST: Final = 600
"""The longest passage that is shown as a whole."""


def passages(texts: SourceTexts, source: str, attestation: Attestation) -> Iterator[RenderableType]:
    """Yield the passage of each anchor in its context, or why it can't be shown.

    Args:
        texts: The user's copies of the texts.
        source: The id of the source of the attestation.
        attestation: The attestation.
    """
    text = texts[source]
    copy = text.copy
    if copy is None:
        if attestation.anchors:
            yield Paragraph(styled((f"{text.reason}", "yellow")), indent=6, hang=2)
        return
    for anchor in attestation.anchors:
        found = find(anchor, copy)
        label = f"{anchor.start}-{anchor.end}"
        if found.start is None or found.end is None:
            yield Paragraph(styled(("lost", "bold red"), f": {found.reason}"), 6, len(label) + 2, label)
            continue
        whole = copy.text
        before, words, after = whole[: found.start], whole[found.start : found.end], whole[found.end :]
        context = (_end(before), (shorten(_line(words), _LONGEST), "bold"), _start(after))
        yield Paragraph(styled(*context), 6, len(label) + 2, label)


def _line(text: str) -> str:
    """Return text on one line, with single spaces."""
    return _SPACE.sub(" ", text)


def _end(text: str) -> str:
    """Return the last words of the text before a passage."""
    shown = _line(text[-_CONTEXT:])
    return f"… {shown.partition(' ')[2]}" if len(text) > _CONTEXT else shown.lstrip()


def _start(text: str) -> str:
    """Return the first words of the text after a passage."""
    shown = _line(text[:_CONTEXT])
    return f"{shown.rpartition(' ')[0]} …" if len(text) > _CONTEXT else shown.rstrip()
