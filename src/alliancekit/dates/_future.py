"""Whether a date in a sentence may lie in the future, by the nearest verb."""

import re
from typing import Final

_SENTENCE_END: Final = re.compile(r"[.!?](?=\s)|[。！？\n]")  # noqa: RUF001 - marks of Chinese and Japanese
_VERBS: Final = re.compile(
    r"(?P<future>\b(?:(?:will|shall|would|should)(?:\s(?:not|also|be|have|been))*\s\w+|going to"
    r"|(?:is|are|was|were|due|set|scheduled|expected|plans?"
    r"|planned|intends?|hopes?|about|ready) to"
    r"(?:\s(?:be|have|been))*\s\w+|to be \w+|upcoming|wird|werden)\b|\w'll\b|将|將|予定)"
    r"|\b(?:\w{2,}ed|said|says|told|met|wrote|spoke|came|went|was|were|had|has|did|left|began|made|gave|held|took)\b",
    re.IGNORECASE,
)
"""Verbs: those of the group are about the future, the others about the past."""

_LONGEST: Final = 400
"""How many characters of a sentence are read on each side."""


def is_about_future(text: str, start: int, end: int) -> bool:
    """Return whether the verb nearest to a date in its sentence, before it or else after it, is about the future."""
    before = _SENTENCE_END.split(text[max(0, start - _LONGEST) : start])[-1]
    verbs = list(_VERBS.finditer(before))
    if verbs:
        return verbs[-1]["future"] is not None
    after = _SENTENCE_END.split(text[end : end + _LONGEST], maxsplit=1)[0]
    verb = _VERBS.search(after)
    return verb is not None and verb["future"] is not None
