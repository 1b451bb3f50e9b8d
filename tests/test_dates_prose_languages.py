"""Dates in prose in several languages, and forms such as "c. 1850", "44 BC" and "the 20th century"."""

import csv
import datetime as dt
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shared import folder
from tests.test_dates_prose import read, refusal

from alliancekit import PartialDate
from alliancekit.errors import AmbiguousDate, InvalidDate

MONTHS: Final = {
    "English": "January February March April May June July August September October November December",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "German": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
ABBREVIATIONS: Final = {
    "English": "Jan. Feb. Mar. Apr. May Jun. Jul. Aug. Sept. Oct. Nov. Dec.",
    "French": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "German": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "Spanish": "ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic.",
}
WEEKDAYS: Final = {
    "English": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "French": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "German": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "Spanish": "lunes martes miércoles jueves viernes sábado domingo",
}
DAYS: Final = {
    "English": [
        "{month} {day}, {year}",
        "{day} {month} {year}",
        "{weekday}, {month} {day}, {year}",
        "{short} {day}, {year}",
    ],
    "French": [
        "{day} {month} {year}",
        "le {day} {short} {year}",
        "{weekday} {day} {month} {year}",
        "LE {day} {month} {year}",
    ],
    "German": ["{day}. {month} {year}", "am {day}. {short} {year}", "{weekday}, den {day}. {month} {year}"],
    "Spanish": [
        "{day} de {month} de {year}",
        "el {day} de {month} del {year}",
        "{weekday}, {day} de {month} de {year}",
    ],
}
"""The forms of a day in each language."""
CJK_DAYS: Final = [
    "{year}年{number}月{day}日",
    "{year} 年 {number:02} 月 {day:02} 日",
    "{year}年{number}月{day}日({japanese})",
    "{year}年{number}月{day}日{japanese}曜日",
    "{year}年{number}月{day}号星期{chinese}",
    "{year}年{number}月{day}號",
]
MONTH_FORMS: Final = {
    "English": ["{month} {year}", "in {month} {year}"],
    "French": ["{month} {year}", "en {month} {year}"],
    "German": ["{month} {year}", "im {month} {year}"],
    "Spanish": ["{month} de {year}", "en {month} de {year}"],
}

days = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31))


def words_of(day: dt.date, language: str) -> dict[str, object]:
    """Return the words of a day in a language."""
    return {
        "year": day.year,
        "number": day.month,
        "day": day.day,
        "month": MONTHS[language].split()[day.month - 1],
        "short": ABBREVIATIONS[language].split()[day.month - 1],
        "weekday": WEEKDAYS[language].split()[day.weekday()],
    }


@pytest.mark.parametrize(("language", "form"), [(language, form) for language, forms in DAYS.items() for form in forms])
@given(day=days)
def test_a_day_in_a_language(language: str, form: str, day: dt.date) -> None:
    text = form.format(**words_of(day, language))
    assert read(text, "2025-04-29") == day.isoformat()
    assert read(text.upper(), "2025-04-29") == day.isoformat()


@pytest.mark.parametrize("form", CJK_DAYS)
@given(day=days, wide=st.booleans())
def test_a_day_in_chinese_or_japanese(form: str, day: dt.date, *, wide: bool) -> None:
    text = form.format(
        year=day.year,
        number=day.month,
        day=day.day,
        japanese="月火水木金土日"[day.weekday()],
        chinese="一二三四五六日"[day.weekday()],
    )
    if wide:
        text = text.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    assert read(text, "2025-04-29") == day.isoformat()


def numeral(number: int) -> str:
    """Return a number up to 99 in Chinese numerals."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return f"{digits[tens] if tens > 1 else ''}{'十' if tens else ''}{digits[ones] if ones else ''}"


@given(days)
def test_a_day_in_chinese_numerals(day: dt.date) -> None:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    text = f"{year}年{numeral(day.month)}月{numeral(day.day)}日"
    assert read(text, "2025-04-29") == day.isoformat()
    assert read(text.replace("〇", "零"), "2025-04-29") == day.isoformat()


@given(st.sampled_from(list(MONTHS)), days, st.integers(0, 1))
def test_a_month_in_a_language(language: str, day: dt.date, form: int) -> None:
    words = words_of(day, language)
    assert read(MONTH_FORMS[language][form].format(**words), "2025") == f"{day:%Y-%m}"
    assert read(f"{words['short']} {day.year}", "2025") == f"{day:%Y-%m}"
    assert read(f"{day.year}年{day.month}月", "2025") == f"{day:%Y-%m}"


@given(st.sampled_from(list(MONTHS)), st.integers(1, 12), st.dates(dt.date(1001, 1, 1), dt.date(9998, 12, 31)))
def test_a_month_without_a_year_follows_the_same_rule_in_each_language(
    language: str, month: int, anchor: dt.date
) -> None:
    expected = read(MONTHS["English"].split()[month - 1], anchor.isoformat())
    assert read(MONTHS[language].split()[month - 1], anchor.isoformat()) == expected
    assert read(f"{month}月", anchor.isoformat()) == expected


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("1er mai 2025", "2025-05-01"),
        ("1.º de mayo de 2025", "2025-05-01"),
        ("lundi, 28 avril 2025", "2025-04-28"),
        ("28 AVRIL 2025", "2025-04-28"),
        ("3 AOUT 1914", "1914-08-03"),
        ("3. Jänner 1914", "1914-01-03"),
        ("setiembre de 1914", "1914-09"),
        ("28 avril", "2025-04-28"),
        ("4月28日", "2025-04-28"),
        ("2025年", "2025"),
        ("lundi", "2025-04-28"),
        ("13. 12. 1948", "1948-12-13"),
        # ranges
        ("1914年–1918年", "1914/1918"),
        ("1914年～1918年", "1914/1918"),
        ("1914年から1918年まで", "1914/1918"),
        ("1914年至1918年", "1914/1918"),
        ("3月から4月", "2025-03/2025-04"),
        # approximate dates
        ("c. 1850", "1850~"),
        ("c.1850", "1850~"),
        ("c1850", "1850~"),
        ("ca. 1850", "1850~"),
        ("circa 1850", "1850~"),
        ("about April 1850", "1850-04~"),
        ("around the 1850s", "185X~"),
        ("in about 1850", "1850~"),
        ("vers 1850", "1850~"),
        ("um 1850", "1850~"),
        ("hacia abril de 1850", "1850-04~"),
        ("1850年頃", "1850~"),
        ("约1850年", "1850~"),
        ("1850年左右", "1850~"),
        ("from c. 1850 to 1860", "1850~/1860"),
        ("c. 1850 – c. 1860", "1850~/1860~"),
        ("since about 1850", "1850~/"),
        ("c. 44 BC", "-0043~"),
        # years before and after Christ
        ("44 BC", "-0043"),
        ("44 B.C.", "-0043"),
        ("44 b.c.e.", "-0043"),
        ("44 av. J.-C.", "-0043"),
        ("44 v. Chr.", "-0043"),
        ("44 a. C.", "-0043"),
        ("紀元前44年", "-0043"),
        ("公元前44年", "-0043"),
        ("1 BC", "0000"),
        ("AD 14", "0014"),
        ("14 AD", "0014"),
        ("14 CE", "0014"),
        ("14 apr. J.-C.", "0014"),
        ("14 n. Chr.", "0014"),
        ("公元14年", "0014"),
        ("44 BC to AD 14", "-0043/0014"),
        # decades
        ("les années 1990", "199X"),
        ("die 1990er Jahre", "199X"),
        ("in den 1990er Jahren", "199X"),
        ("los años 1990", "199X"),
        ("la década de 1990", "199X"),
        ("1990年代", "199X"),
    ],
)
def test_forms_in_several_languages(text: str, edtf: str) -> None:
    assert read(text, "2025-04-30") == edtf


CENTURY: Final = (
    "a century begins with the year 00 for some authors and 01 for others: write {}, or {} for the strict century"
)
XX: Final = CENTURY.format("19XX", "1901/2000")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("20th century", XX),
        ("the early 20th century", XX),
        ("in the twentieth century", XX),
        ("XXe siècle", XX),
        ("le 20e siècle", XX),
        ("20. Jahrhundert", XX),
        ("siglo XX", XX),
        ("20世紀", XX),
        ("20世纪", XX),
        ("XIXe siècle", CENTURY.format("18XX", "1801/1900")),
        ("1st century", CENTURY.format("00XX", "0001/0100")),
        ("twenty-first century", CENTURY.format("20XX", "2001/2100")),
        (
            "avril mai 2025",
            "a date in words has a year of four digits, a month, or both, and a day or weekday only with a month",
        ),
        (
            "2025年28日",
            "a date in words has a year of four digits, a month, or both, and a day or weekday only with a month",
        ),
        ("2025年13月", "there is no month 13"),
        ("31 avril", "there is no such day in the calendar"),
        ("二〇二五年四十月", "there is no month 40"),
        ("一九十四年", "'19十4年' is not a part of a date; pass only the words of the date"),
        ("dimanche 28 avril 2025", "2025-04-28 is a Monday; correct the date or the weekday"),
        ("2025年4月28日(日)", "2025-04-28 is a Monday; correct the date or the weekday"),
        ("令和7年", "'令和7年' is not a part of a date; pass only the words of the date"),
    ],
)
def test_what_is_refused(text: str, reason: str) -> None:
    assert refusal(InvalidDate, text, "2025-04-30") == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("c. 1914–1918", "it can be 1914~/1918 or 1914~/1918~; write one of them"),
        ("3. 12. 1948", "it can be 1948-12-03 or 1948-03-12; add the order of its numbers: 'day-month' or 'month-day'"),
        ("1900年代", "it can be the decade 190X or the century 19XX; write one of them"),
    ],
)
def test_what_is_ambiguous(text: str, reason: str) -> None:
    assert refusal(AmbiguousDate, text, "2025-04-30") == reason


def test_the_dates_of_the_cases() -> None:
    """Every row of the collected cases is read as it says, or refused with the dates that it names."""
    with folder("ALLIANCEKIT_CASES", "cases").joinpath("dates.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 10
    for row in rows:
        anchor = PartialDate(row["anchor"] or "2025-05-01")
        kind, _, hint = row["edtf"].partition(":")
        if kind not in ("REFUSED", "AMBIGUOUS"):
            assert PartialDate.from_prose(row["words"], anchor=anchor).edtf == row["edtf"]
            continue
        with pytest.raises(InvalidDate) as caught:
            PartialDate.from_prose(row["words"], anchor=anchor)
        assert caught.type is (AmbiguousDate if kind == "AMBIGUOUS" else InvalidDate)
        assert all(word in str(caught.value) for word in hint.split() if word[0].isdigit())
