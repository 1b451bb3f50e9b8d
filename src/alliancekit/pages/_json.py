"""JSON inside HTML: no text of the data can end the element or be read as markup."""

import json
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

Json: TypeAlias = str | float | bool | Sequence["Json"] | Mapping[str, "Json"] | None
"""A value in JSON."""

_UNSAFE: Final = str.maketrans(
    {character: f"\\u{ord(character):04x}" for character in ("<", ">", "&", "\x7f", "\u2028", "\u2029")}
)
"""Characters that HTML or JavaScript may read as markup or line ends; JSON has them only inside of strings."""


def json_in_html(value: Json) -> str:
    """Return a value as compact JSON for a ``<script type="application/json">``.

    The characters ``<``, ``>`` and ``&`` are escapes, so that neither ``</script>`` nor ``<!--`` can occur.
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_UNSAFE)
