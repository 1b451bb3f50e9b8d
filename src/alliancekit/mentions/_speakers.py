"""The speaker of a quotation, where the text names it beside a verb of speech."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from alliancekit.mentions._mention import Mention

_VERBS: Final = (
    "said|says|added|adds|argued|asked|declared|explained|insisted|noted|remarked|replied|stated|stressed|told|warned"
    "|wrote|writes|sagte|sagt|erklärte|schrieb|warnte|a déclaré|a dit|déclare|dijo|afirmó|declaró|escribió"
)
_LISTENERS: Final = r"(?: (?:reporters|journalists|parliament|lawmakers))?"
_TITLE: Final = r"(?:[A-Z][\w.'’-]*\s+){0,3}"  # noqa: RUF001 - a typographic apostrophe
_MARKS: Final = "[”\"»«“’'」』]"  # noqa: RUF001 - quotation marks
_VERB_THEN_NAME: Final = re.compile(rf"{_MARKS}[,.]?\s+(?:{_VERBS})\s+{_TITLE}")
_NAME_BETWEEN: Final = re.compile(rf"{_MARKS}[,.]?\s+{_TITLE}")
_VERB: Final = re.compile(rf"\s+(?:{_VERBS})\b")
_BEFORE: Final = re.compile(
    rf"\s+(?:{_VERBS}){_LISTENERS}(?:\s+that)?\s?[:,]?\s*[“\"„«»‘'「]|(?:说|說|表示)[:：，,]?[“「]"  # noqa: RUF001
)
_MAXIMUM_DISTANCE: Final = 80
"""The largest number of characters between a quotation and the name of its speaker."""

_WINDOW: Final = 2 * _MAXIMUM_DISTANCE


def speaker_of(text: str, start: int, end: int, actors: Sequence[Mention]) -> str | None:
    """Return the id of the actor who says a quotation, if a verb of speech stands between both or after the name."""
    first = bisect_left(actors, start - _WINDOW, key=lambda actor: actor.start)
    last = bisect_left(actors, end + _MAXIMUM_DISTANCE, key=lambda actor: actor.start)
    for actor in actors[first:last]:
        if actor.start > end:
            between = text[end : actor.start]
            if _VERB_THEN_NAME.fullmatch(between):
                return actor.id
            if _NAME_BETWEEN.fullmatch(between) and _VERB.match(text, actor.end):
                return actor.id
        elif actor.end <= start and _BEFORE.fullmatch(text[actor.end : start]):
            return actor.id
    return None
