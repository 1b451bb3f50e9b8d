"""Text in which names are compared: without differences of line wrapping, normalization and apostrophes."""

import re
from typing import Final
from unicodedata import normalize

from attrs import frozen

_UNIT: Final = re.compile(
    r"(?P<plain>[!-~]+)(?![\u0300-\u036f])|(?P<space>\s+)|(?P<hidden>[\u00ad\u200b-\u200f\u2060\ufeff])"
    r"|.[\u0300-\u036f\u3099\u309a]*",
    re.DOTALL,
)
_ALIKE: Final = str.maketrans({**dict.fromkeys("‘’ʼ", "'"), **dict.fromkeys("‐‑‒–", "-")})  # noqa: RUF001
_WIDE: Final = re.compile("[\uff01-\uff5e\uff66-\uff9f]")
_KANA: Final = re.compile("[ァ-ヺー]")
_CJK: Final = re.compile("[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")


@frozen
class Letters:
    """A text for comparisons, with the span of each of its characters in the original text.

    Attributes:
        text: The text: white space is a single space, or a line end between paragraphs.
        starts: The start of each character in the original text.
        ends: The end of each character.
    """

    text: str
    starts: list[int]
    ends: list[int]


def letters_of(text: str) -> Letters:
    """Return the letters of a text."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _UNIT.finditer(text):
        start, end = match.span()
        if match["plain"]:
            parts.append(match[0])
            starts += range(start, end)
            ends += range(start + 1, end + 1)
        elif not match["hidden"]:
            part = _space(match[0]) if match["space"] else _letter(match[0])
            parts.append(part)
            starts += [start] * len(part)
            ends += [end] * len(part)
    return Letters("".join(parts), starts, ends)


def _space(text: str) -> str:
    return "\n" if text.count("\n") > 1 else " "


def _letter(text: str) -> str:
    unit = normalize("NFKC" if _WIDE.match(text) else "NFC", text)
    return unit.translate(_ALIKE)


def may_start(text: str, place: int) -> bool:
    """Return whether a name may start at a position: not inside a word. Chinese and Japanese have no spaces."""
    return place == 0 or _divides(text[place - 1], text[place], hangul=True)


def may_end(text: str, place: int) -> bool:
    """Return whether a name may end before a position; a Korean name may have a particle."""
    return place == len(text) or _divides(text[place - 1], text[place], hangul=False)


def _divides(before: str, after: str, *, hangul: bool) -> bool:
    if not before.isalnum() or not after.isalnum():
        return True
    if _KANA.match(before) and _KANA.match(after):
        return False
    if _HANGUL.match(before) and _HANGUL.match(after):
        return not hangul
    return bool(_CJK.match(before) or _CJK.match(after))
