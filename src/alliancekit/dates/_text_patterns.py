"""Patterns of dates in running text."""

import re
from collections.abc import Iterable
from typing import Final

from alliancekit.dates._prose_forms import SEASONS
from alliancekit.dates._prose_words import MONTH_NUMBERS, MONTHS, ORDINALS, WEEKDAY_NUMBERS
from alliancekit.dates._relative import CJK_RELATIVE, DISTANCE, RELATIVE


def _alternatives(words: Iterable[str]) -> str:
    """Return a pattern of words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


_S: Final = r"(?:(?!\s*\n\s*\n)\s{1,8})"
"""White space within a paragraph."""

_OF: Final = rf"(?:{_S}(?:of|de|del|day{_S}of))?{_S}"
_SHORT_MONTHS: Final = frozenset(("may", "june", "july", "mars", "mai", "juin", "août", "märz", "juni", "juli", "mayo"))
_MONTH: Final = _alternatives(
    word for word in MONTH_NUMBERS if word.rstrip(".") == word or word[:-1] not in _SHORT_MONTHS
)
_FULL: Final = re.compile(r"\w{5,}")
_FULL_MONTHS: Final = {word for word in MONTH_NUMBERS if _FULL.fullmatch(word)} | _SHORT_MONTHS
_MONTH_ALONE: Final = _alternatives(_FULL_MONTHS)
_YEAR: Final = "[12][0-9]{3}"
_DAY: Final = r"[0-9]{1,2}(?:st|nd|rd|th|er|\.?º|\.)?"
_DAY_OF: Final = rf"(?:{_OF}|\.{_S}?)"
_WEEKDAY: Final = _alternatives(WEEKDAY_NUMBERS)
_FULL_WEEKDAY: Final = _alternatives(word for word in WEEKDAY_NUMBERS if _FULL.fullmatch(word))
_TO: Final = rf"(?:{_S}(?:to|through|until|till|bis|au|à|al|a|and|und){_S}|{_S}?[-\u2013\u2014]{_S}?)"
_YEARS_TO: Final = rf"(?:{_S}(?:to|through|until|till){_S}|{_S}?[-\u2013\u2014]{_S}?)"
_LEAD: Final = rf"(?:(?:early|earlier|mid|late|later)(?:{_S}|-)(?:in{_S})?(?:the{_S})?)?"
_END: Final = r"(?![\w]|[-/.]?[0-9])"
_HAN: Final = "\N{IDEOGRAPHIC NUMBER ZERO}零一二三四五六七八九十"

_PARTS: Final = {
    "numbers": (
        rf"\b{_YEAR}(?P<one>[-/.])[0-9]{{1,2}}(?P=one)[0-9]{{1,2}}{_END}"
        rf"|\b[0-9]{{1,2}}(?P<two>[-/.])[0-9]{{1,2}}(?P=two){_YEAR}{_END}"
    ),
    "days": (
        rf"\b{_DAY}{_TO}{_DAY}{_DAY_OF}(?:{_MONTH})(?:,?{_OF}{_YEAR})?{_END}"
        rf"|\b(?:{_MONTH}){_S}{_DAY}{_TO}{_DAY}(?:,?{_S}{_YEAR})?{_END}"
    ),
    "cjk": (
        rf"(?:紀元前|公元前|前|西暦|公元)?(?:[0-9]{{1,4}}|[{_HAN}]{{4}})年"
        rf"(?:[0-9{_HAN}]{{1,3}}月(?:[0-9{_HAN}]{{1,3}}[日号號])?)?(?!間|间|前|後|后|来|來)"
        rf"|[0-9{_HAN}]{{1,3}}月[0-9{_HAN}]{{1,3}}[日号號]"
        r"|[0-9]{2}(?:00|[1-9]0)年代"
    ),
    "cjk_day": r"(?<![0-9月])[0-9]{1,2}日(?!間|间|前|後|后|本)",
    "day": (
        rf"\b(?:(?:{_WEEKDAY}),?{_S})?{_DAY}{_DAY_OF}(?:{_MONTH})(?:,?(?:{_OF}|,){_YEAR})?{_END}"
        rf"|\b(?:(?:{_WEEKDAY}),?{_S})?(?:{_MONTH}){_S}{_DAY}(?:,?{_S}{_YEAR})?{_END}"
    ),
    "years": (
        rf"(?<![\w.,/-]){_YEAR}{_YEARS_TO}(?:{_YEAR}{_END}|(?:last|this){_S}year\b)"
        rf"|(?<![\w.,/-]){_YEAR}[-/\u2013][0-9]{{2}}{_END}"
    ),
    "month": (
        rf"\b{_LEAD}(?:{_MONTH}),?{_OF}{_YEAR}{_END}|\b(?:{_MONTH_ALONE}){_S}(?:last|this|next){_S}year\b"
        rf"|\b(?:last|this|next){_S}(?-i:(?=[A-Z]))(?:{_MONTH_ALONE})\b"
    ),
    "season": rf"\b(?:{'|'.join(SEASONS)})(?:{_S}of|,)?{_S}{_YEAR}{_END}",
    "era": rf"\b[0-9]{{1,4}}{_S}?(?:B\.?C\.?(?:E\.?)?|A\.D\.|AD|CE|av\.{_S}?J\.-?C\.|v\.{_S}?Chr\.|a\.{_S}?C\.)(?!\w)",
    "decade": rf"\b{_LEAD}[12][0-9]{{2}}0s\b",
    "century": (
        rf"\b(?:[0-9]{{1,2}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)})(?:{_S}|-)century\b"
        rf"|\b[IVX]{{1,5}}e{_S}siècle\b|\b[0-9]{{1,2}}\.{_S}Jahrhunderts?\b"
        rf"|\bsiglo{_S}[IVX]{{1,5}}\b"
    ),
    "about": rf"\b(?:c\.|ca\.|circa){_S}?{_YEAR}{_END}",
    "relative": (
        rf"(?<![\w'])(?:{_LEAD}(?=(?:last|this|next)\b))?(?:{RELATIVE})\b|(?:{CJK_RELATIVE})|\b{DISTANCE}\b"
        rf"|\b(?:(?:last|this|next){_S})?(?:{_FULL_WEEKDAY})\b"
    ),
    "alone": rf"\b{_LEAD}(?:{_MONTH_ALONE})(?!\w)",
    "year": rf"(?<![\w.,/$€£¥#°-]){_YEAR}{_END}(?![%°])",
}

_FIRST_HAN: Final = "".join(sorted({word[0] for word in CJK_RELATIVE.split("|")}))
_START: Final = rf"(?=(?<![^\W_])[^\W_]|[{_HAN}0-9紀公前西{_FIRST_HAN}])"
"""Where a date may start: at a word or number, or anywhere in Chinese and Japanese. It makes the search faster."""

PATTERNS: Final = re.compile(
    _START + "(?:" + "|".join(f"(?P<{kind}>{part})" for kind, part in _PARTS.items()) + ")", re.IGNORECASE
)
"""All dates; the name of the last group says which kind it is."""

SAME_MONTH: Final = re.compile(
    rf"(?P<month>{_MONTH})?\s?(?P<first>{_DAY}){_TO}(?P<last>{_DAY})(?:{_DAY_OF}(?P<rest>(?:{_MONTH}).*)|(?P<year>.*))",
    re.IGNORECASE,
)
"""Two days of one month, in a date that `PATTERNS` finds."""

DAY_OF: Final = re.compile(r"(?<= )day (?=of )", re.IGNORECASE)
"""The word between an ordinal number and a month: the 28th day of April."""

_NUMBER_OF: Final = re.compile(
    r"(?:\b(?:no|nr|nos|art|articles?|artículo|artikel|resolutions?|résolution|sections?|pages?|pp?|paragraphs?)\.?"
    r"|[§#°])\s?$",
    re.IGNORECASE,
)
_PREPOSITION: Final = re.compile(
    r"\b(?:in|since|by|until|till|during|en|depuis|seit|im|bis|desde|hasta|early|mid|late|year|years|summer|winter|spring"
    r"|autumn)[\s-]$",
    re.IGNORECASE,
)
_CUE: Final = re.compile(
    r"\b(?:in|since|until|till|by|of|during|from|early|mid|late|before|after|en|depuis|im|seit|bis|von|desde|hasta)"
    r"[\s-]{1,8}$",
    re.IGNORECASE,
)
_BARE_YEARS: Final = range(1500, 2101)
"""The numbers that are years without a preposition."""

_COUNTED: Final = re.compile(
    r"\s(?:[a-z]+\s)?(?!(?:was|has|is|this|its|as|his|does)\b)(?:[a-z]{2,}s|people|men|women|km|tons)\b"
)


def is_year(text: str, start: int, end: int) -> bool:
    """Return whether a number of four digits is a year, by the words around it: not in "Resolution 1973"."""
    before = text[max(0, start - 16) : start]
    if _NUMBER_OF.search(before):
        return False
    if _PREPOSITION.search(before):
        return True
    return int(text[start:end]) in _BARE_YEARS and not _COUNTED.match(text, end)


def is_month(text: str, start: int, end: int) -> bool:
    """Return whether the name of a month alone is a date, by the word before it: months are also verbs and names."""
    words = text[start:end].replace("-", " ").split()
    cued = len(words) > 1 or _CUE.search(text[max(0, start - 16) : start])
    return bool(cued) and not (words[-1] in MONTHS and words[-1].islower())
