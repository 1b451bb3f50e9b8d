"""Words of printed dates in English, French, German and Spanish, and the numerals of Chinese and Japanese dates.

The English names are those of dateutil: the ones of `calendar` depend on the locale of the user.
"""

import re
import unicodedata
from typing import Final, Literal, TypeAlias

from dateutil.parser import parserinfo

from alliancekit.errors import InvalidDate
from alliancekit.text import quote

Unit: TypeAlias = Literal["year", "month", "day"]

MONTHS: Final = tuple(names[-1].lower() for names in parserinfo.MONTHS)
"""The months in English."""
_MORE_MONTHS: Final = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feber maerz april mai juni juli august september oktober november dezember",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre",
)
"""The months in French, German and Spanish, with their variants."""
_ABBREVIATIONS: Final = (
    " ".join(names[0].lower() for names in parserinfo.MONTHS),
    " ".join(names[-2].lower() for names in parserinfo.MONTHS),  # "sept", not "sep"
    "janv févr mars avr mai juin juil août sept oct nov déc",
    "jan feb mär apr mai jun jul aug sept okt nov dez",
    "ene feb mar abr may jun jul ago sep oct nov dic",
    "ene feb mar abr may jun jul ago set oct nov dic",
)
"""Abbreviations of the months, which may end with a dot."""

WEEKDAYS: Final = tuple(name.lower() for _, name in parserinfo.WEEKDAYS)
"""The days of the week in English."""
_MORE_WEEKDAYS: Final = (
    " ".join(short.lower() for short, _ in parserinfo.WEEKDAYS),
    " ".join(f"{short.lower()}." for short, _ in parserinfo.WEEKDAYS),
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "montag dienstag mittwoch donnerstag freitag sonnabend sonntag",
    "lunes martes miércoles jueves viernes sábado domingo",
)
"""The days of the week in French, German and Spanish, and English abbreviations; others mean months too, as "mar."."""

_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
)
ORDINALS: Final = tuple(_ORDINALS.split())
"""The ordinal numbers of centuries."""

YEAR: Final = "[1-9][0-9]{3}"
"""A printed year; years of two digits are not read, since their century is unknown."""

PERIODS_AWAY: Final = {"last": -1, "this": 0, "next": 1}

_DAY: Final = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)?|(1)(?:er|\.?o)")
_SEPARATOR: Final = re.compile(r",? (?:(?:of|de|del|den) )?|,(?=[0-9])")
_ZERO: Final = "\N{IDEOGRAPHIC NUMBER ZERO}"
_NUMERALS: Final = re.compile(f"([{_ZERO}零一二三四五六七八九十]+)(?=([年月日号號]))")
_DIGITS: Final = f"{_ZERO}一二三四五六七八九"
_UNITS_OF_CJK: Final = "年月日号號"


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def _numbered(*lists: str) -> dict[str, int]:
    """Return the number, from 1, of each word in lists of words, with and without accents."""
    numbered = ((word, number) for words in lists for number, word in enumerate(words.split(), 1))
    return {spelling: number for word, number in numbered for spelling in (word, _without_accents(word))}


_ABBREVIATED: Final = _numbered(*_ABBREVIATIONS)
MONTH_NUMBERS: Final = {
    **_numbered(" ".join(MONTHS), *_MORE_MONTHS),
    **_ABBREVIATED,
    **{f"{word}.": number for word, number in _ABBREVIATED.items()},
}
"""The number of each month, from 1, by its names and abbreviations."""

WEEKDAY_NUMBERS: Final = {word: number - 1 for word, number in _numbered(" ".join(WEEKDAYS), *_MORE_WEEKDAYS).items()}
"""The number of each day of the week, from 0 for Monday, by its names and abbreviations."""


def normalized(text: str) -> str:
    """Return a text in small letters with single spaces, and with digits of a single kind.

    Numerals of Chinese and Japanese dates become digits: ``二〇二五年四月`` is ``2025年4月``.
    """
    words = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    words = re.sub(r"(?<=[0-9]\.) (?=[0-9]{1,4}\b)", "", words)  # 3. 12. 1948
    if any(sign in words for sign in _UNITS_OF_CJK):
        words = _NUMERALS.sub(_number_of, words.replace(" ", ""))
    return words


def _number_of(match: re.Match[str]) -> str:
    """Return a Chinese numeral in digits: a year digit by digit, another number with tens."""
    numeral = match[1].replace("零", _ZERO)
    if match[2] != "年" and "十" in numeral:
        tens, _, ones = numeral.partition("十")
        numeral = f"{tens or '一'}{ones or _ZERO}"
    return "".join(str(_DIGITS.index(sign)) if sign in _DIGITS else sign for sign in numeral)


def split(words: str) -> list[str]:
    """Return the parts of a date in words, without the words between them, such as "of"."""
    return _SEPARATOR.split(words)


def unit_of(part: str) -> tuple[Unit, int]:
    """Return the unit of a part of a date, and its number.

    Raises:
        InvalidDate: If it is not a part of a date.
    """
    if part in MONTH_NUMBERS:
        return "month", MONTH_NUMBERS[part]
    if re.fullmatch(YEAR, part):
        return "year", int(part)
    if match := _DAY.fullmatch(part):
        return "day", int(match[1] or match[2])
    if part in PERIODS_AWAY:
        message = (
            f"{quote(part)} is read only before month and year: a week is not a date, "
            "and the last or next Sunday or April is ambiguous"
        )
        raise InvalidDate(message)
    if re.match(r"[0-9]+[./-][0-9]", part):
        message = (
            f"{quote(part)} must be a date in numbers, such as 28/04/2025 or 2025-04-28, with a year of four digits"
        )
        raise InvalidDate(message)
    message = f"{quote(part)} is not a part of a date; pass only the words of the date"
    raise InvalidDate(message)
