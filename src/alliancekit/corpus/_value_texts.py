"""Values of fields as short texts, to show how they differ."""

import json
from os.path import commonprefix
from typing import Final, TypeAlias

from alliancekit.convert import plain
from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.text import LONGEST_QUOTE, escape_controls, shorten

FieldValue: TypeAlias = str | int | PartialDate | Record | tuple[object, ...] | None
"""The value of a field or of an item of a list; None if there is none."""

NOTHING: Final = "nothing"
"""The text of a missing value."""

_BEFORE: Final = 20
"""How many characters are shown before the first difference of long texts."""


def value_texts(*values: FieldValue) -> tuple[str, ...]:
    """Return each value as a short text on one line; long texts are cut so that their first difference is visible."""
    texts = [_text(value) for value in values]
    known = [text for text in texts if text is not None]
    start = 0
    if any(len(text) > LONGEST_QUOTE for text in known) and len(known) > 1:
        start = max(len(commonprefix(known)) - _BEFORE, 0)  # noqa: RUF071 - of texts, not of paths
    return tuple(NOTHING if text is None else _cut(text, start) for text in texts)


def _cut(text: str, start: int) -> str:
    return escape_controls(shorten(f"…{text[start:]}" if start else text, LONGEST_QUOTE))


def _text(value: FieldValue) -> str | None:
    if value is None or isinstance(value, str):
        return value
    tree = plain(value)
    return tree if isinstance(tree, str) else json.dumps(tree, ensure_ascii=False)
