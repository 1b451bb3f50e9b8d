"""Names of CSL-JSON: the printed form of a name in parts."""

import re
from typing import Final

from alliancekit.formats import Tree

_PARTS: Final = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix", "literal")
_SWITCHES: Final = ("comma-suffix", "static-ordering", "parse-names")

_EAST_ASIAN: Final = re.compile("[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
"""Names in these scripts are printed with the family name first, and without a space."""


def printed_name(value: Tree) -> str | None:
    """Return the printed form of a name.

    Args:
        value: The object with the parts of the name.

    Returns:
        The name; None if the value has no such parts, or has others.
    """
    if not isinstance(value, dict) or any(key not in (*_PARTS, *_SWITCHES) for key in value):
        return None
    texts = {key: part for key in _PARTS if isinstance(part := value.get(key), str) and part.strip()}
    if literal := texts.get("literal"):
        return literal if len(texts) == 1 else None
    family, given, suffix = texts.pop("family", ""), texts.pop("given", ""), texts.pop("suffix", "")
    particles = [*texts.values()]
    comma = "," if suffix and value.get("comma-suffix") else ""
    if family and given and not particles and _EAST_ASIAN.fullmatch(family + given):
        return f"{family}{given}{suffix}"
    names = [*particles, family, given] if value.get("static-ordering") else [given, *particles, family]
    return " ".join(filter(None, [" ".join(filter(None, names)) + comma, suffix])) or None


def is_divided(value: Tree) -> bool:
    """Return whether a name is divided into parts, which its printed form does not show."""
    return isinstance(value, dict) and not value.get("literal")
