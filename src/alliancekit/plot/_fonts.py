"""Fonts for characters that the font of a text lacks, such as Chinese, Japanese and Korean ones."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from alliancekit.text import quote

FALLBACKS: Final = (
    "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans CJK TC", "Noto Sans CJK KR", "Noto Sans JP", "Noto Sans SC",
    "Noto Sans TC", "Noto Sans KR", "Source Han Sans", "Source Han Sans JP", "IPAexGothic", "IPAGothic", "TakaoGothic",
    "VL Gothic", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback", "NanumGothic", "Hiragino Sans",
    "Hiragino Sans GB", "PingFang SC", "PingFang TC", "Apple SD Gothic Neo", "Yu Gothic", "Meiryo", "MS Gothic",
    "Microsoft YaHei", "Microsoft JhengHei", "SimHei", "Malgun Gothic", "Arial Unicode MS", "Noto Sans",
)  # fmt: skip
"""Fonts that are used for characters that the font of a text lacks, in this order, if they are installed."""

_LAST_RESORT: Final = "Last Resort High-Efficiency"
"""The font of matplotlib that has a box for each character; with it, matplotlib does not warn of each of them."""


def add_fallbacks(figure: Figure) -> None:
    """Give each text of a figure fallback fonts for the characters that its own font lacks.

    Warns:
        UserWarning: If no installed font has some characters; the message says what to install.
    """
    missing = ""
    for text in figure.findobj(Text):
        if not text.get_text().isascii():
            missing += _add_fallbacks(text)
    if missing:
        unique = "".join(dict.fromkeys(missing))
        message = (
            f"no installed font has the characters {quote(unique)}; they are drawn as boxes (install a font such as "
            "Noto Sans CJK, and start Python again)"
        )
        warnings.warn(message, UserWarning, stacklevel=2)


def _add_fallbacks(text: Text) -> str:
    """Add the fonts that a text needs; return the characters that none of them has."""
    properties = text.get_fontproperties()
    families = [str(family) for family in properties.get_family()]
    needed = _lacking(text.get_text(), properties)
    for family in _installed():
        have = "".join(character for character in needed if ord(character) in _characters(family))
        if have:
            families.append(family)
            needed = "".join(character for character in needed if character not in have)
    if needed:
        families.append(_LAST_RESORT)
    text.set_fontfamily(families)
    return needed


def _lacking(text: str, properties: FontProperties) -> str:
    """Return the visible characters of a text that none of its fonts has."""
    known = [_characters_of(file) for file in _files(properties)]
    return "".join(
        character for character in text if not character.isspace() and not any(ord(character) in own for own in known)
    )


def _files(properties: FontProperties) -> Iterator[str]:
    """Yield the file of each font family of a text."""
    for family in properties.get_family():
        single = properties.copy()
        single.set_family(family)
        yield str(font_manager.findfont(single))


def _installed() -> Sequence[str]:
    """Return the fallback fonts that are installed."""
    names = {font.name for font in font_manager.fontManager.ttflist}
    return [family for family in FALLBACKS if family in names]


def _characters(family: str) -> frozenset[int]:
    return _characters_of(str(font_manager.findfont(FontProperties(family=family))))


@cache
def _characters_of(file: str) -> frozenset[int]:
    """Return the numbers of the characters that a font file has."""
    return frozenset(font_manager.get_font(file).get_charmap())
