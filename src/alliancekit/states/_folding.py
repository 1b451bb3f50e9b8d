"""Folding of names: different spellings of a name become the same text."""

import re
from functools import lru_cache
from typing import Final
from unicodedata import category, normalize

_ALIKE: Final = str.maketrans(
    {**dict.fromkeys("’‘ʼʻ`´", "'"), "ı": "i", "&": " and ", "+": " and ", "_": " "}  # noqa: RUF001 - look-alikes are the point
)
"""Characters that look-ups treat as equal: apostrophes; the dotless i, whose capital is a plain I; signs for "and"."""

_INITIALS: Final = re.compile(r"(?<!\w)(?:\w\. ?)+\w(?!\w)\.?")
"""Letters with points, such as u.s.a. or d. p. r."""

_PEOPLE: Final = re.compile(r"\bpeople\Ws\b")
_NO_LETTERS: Final = re.compile(r"[^a-z0-9:]+")
"""What separates words; a colon does not, because what follows it is a part of a state, as in Tanzania: Zanzibar."""
_ELISION: Final = re.compile(r"\b[dl]'(?=\w)")

_CACHED: Final = 1 << 12
"""The number of names whose folded form stays in memory."""

_UNIMPORTANT: Final = frozenset(
    (
        *("the", "of", "and", "former", "formerly", "fmr"),
        *("de", "du", "des", "d", "l", "la", "le", "les", "et"),
        *("el", "los", "las", "del", "y", "der", "die", "das", "und"),
    )
)
"""Articles, prepositions and conjunctions; and "former", since a former state has its name."""

_EXPANSIONS: Final = {
    abbreviation: words
    for words, abbreviations in {
        "north": "n no",
        "south": "s so",
        "east": "e",
        "west": "w",
        "saint": "st ste",
        "republic": "rep repub rp",
        "democratic": "dem",
        "people": "ppl peop peoples",
        "federal": "fed federated federative federation",
        "state": "states sts",
        "island": "islands isl isles isds is",
        "united": "utd un",
        "province": "prov provinces",
        "territory": "terr territories",
        "african": "afr",
        "arab": "arabic",
        "bolivarian": "boliv",
        "central": "cent cen",
        "dominican": "dom domin",
        "emirates": "em emir",
        "empire": "emp",
        "equatorial": "eq equat equa",
        "grenadines": "gren grens",
        "herzegovina": "herzeg herz herzegowina hercegovina",
        "palestinian": "palest",
        "occupied": "occ",
        "socialist": "soc",
        "yugoslav": "yug",
        "arab republic": "ar",
        "bolivarian republic": "rb",
        "democratic people republic": "dpr pdr",
        "democratic republic": "dr",
        "federal republic": "fr",
        "federal state": "fs",
        "people republic": "pr",
        "socialist federal republic": "sfr",
        "soviet socialist republic": "ssr",
        "united arab": "ua",
        "united republic": "ur",
        "yugoslav republic": "fyr tfyr",
    }.items()
    for abbreviation in abbreviations.split()
}
"""Abbreviations, and words that stand for each other in the names of states."""


@lru_cache(maxsize=_CACHED)
def folded(name: str) -> str:
    """Return a name without the differences that look-ups ignore.

    These are case, accents, punctuation, the order of words, articles and prepositions, and common abbreviations. So
    "Korea, Rep. of" and "the Republic of Korea" are the same.
    """
    important = _important(plain(name))
    expanded = (_EXPANSIONS.get(word, word) for word in important) if len(important) > 1 else important
    return " ".join(sorted(" ".join(expanded).split()))


@lru_cache(maxsize=_CACHED)
def plain(name: str) -> str:
    """Return the words of a name in small letters, in their order, without accents and punctuation."""
    text = name.casefold().translate(_ALIKE)
    if not text.isascii():
        # NFKD can produce letters that have case, so that case is folded twice: Unicode, section 3.13, D146.
        text = normalize("NFKD", normalize("NFKD", text).casefold()).translate(_ALIKE)
        text = "".join(letter for letter in text if category(letter) != "Mn")
    text = _PEOPLE.sub("people", _INITIALS.sub(_without_points, text))
    text = _ELISION.sub("", text).replace("'", "")
    if text.isascii():
        text = _NO_LETTERS.sub(" ", text)
    else:
        text = "".join(letter if category(letter)[0] in "LMN" or letter == ":" else " " for letter in text)
    return " ".join(text.split()).replace("viet nam", "vietnam")


def joined(name: str) -> str:
    """Return the important words of a name without spaces, such as srilanka."""
    return "".join(_important(plain(name)))


def _important(text: str) -> list[str]:
    words = text.split()
    return [word for word in words if word not in _UNIMPORTANT] or words


def _without_points(initials: re.Match[str]) -> str:
    return re.sub(r"[. ]", "", initials[0])
