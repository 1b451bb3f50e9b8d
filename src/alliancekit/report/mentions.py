"""The mentions in a text: one line each, or JSON."""

import json
from collections.abc import Iterable, Iterator

from rich.console import RenderableType

from alliancekit.display.terminal import Paragraph, styled
from alliancekit.mentions import Mention
from alliancekit.text import LONGEST_QUOTE, escape_controls, escape_json, shorten


def mention_lines(found: Iterable[Mention]) -> Iterator[RenderableType]:
    """Yield the position, the kind, the words and the record or date of each mention."""
    for mention in found:
        words = escape_controls(shorten(" ".join(mention.text.split()), LONGEST_QUOTE))
        meaning = _meaning(mention)
        label = f"{mention.line}:{mention.column}"
        text = styled((f"{mention.kind:<10}", "dim"), words, (f" → {meaning}" if meaning else ""))
        yield Paragraph(text, hang=10, label=label)


def _meaning(mention: Mention) -> str:
    known = mention.id or (mention.date.edtf if mention.date else "")
    if known or mention.reason is None:
        return known
    possible = mention.candidates or tuple(date.edtf for date in mention.dates)
    within = (f"within {mention.within.edtf}",) if mention.within else ()
    return f"{' | '.join((*possible, *within)) or '?'} ({mention.reason})"


def mentions_as_json(found: Iterable[Mention]) -> str:
    """Return the mentions as a JSON list of objects; a key that does not apply is null or an empty list."""
    return escape_json(json.dumps([_object(mention) for mention in found], ensure_ascii=False, indent=2))


def _object(mention: Mention) -> dict[str, object]:
    return {
        "start": mention.start,
        "end": mention.end,
        "line": mention.line,
        "column": mention.column,
        "kind": mention.kind,
        "text": mention.text,
        "id": mention.id,
        "candidates": list(mention.candidates),
        "date": mention.date.edtf if mention.date else None,
        "dates": [date.edtf for date in mention.dates],
        "within": mention.within.edtf if mention.within else None,
        "reason": mention.reason,
    }
