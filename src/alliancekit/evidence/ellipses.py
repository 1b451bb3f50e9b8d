"""Split quotations at their ellipses."""

import re
from typing import Final

_DOTS: Final = r"(?:…|\.(?:[ \u00a0]?\.){2,})"
_ELLIPSIS: Final = re.compile(rf"\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)|{_DOTS}")


def parts(words: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the parts of a quotation between its ellipses: ``…``, ``...``, ``[...]``, ``(...)``.

    Args:
        words: The quotation.

    Returns:
        The first and last code point, exclusive, of each part that has more than white space.
    """
    gaps = [(match.start(), match.end()) for match in _ELLIPSIS.finditer(words)]
    starts, ends = [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(words)]
    return tuple((start, end) for start, end in zip(starts, ends, strict=True) if words[start:end].strip())
