"""Dates in prose: results with an anchor, and errors for ambiguous or unsupported texts."""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import cast

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from alliancekit.dates import DateOrder, PartialDate
from alliancekit.dates._prose_words import MONTH_NUMBERS, WEEKDAY_NUMBERS
from alliancekit.errors import AmbiguousDate, InvalidDate

MONTHS = list(calendar.month_name)
WEEKDAYS = list(calendar.day_name)
UNITS = ["day", "month", "season", "year", "decade"]

anchor_days = st.dates(dt.date(1001, 1, 1), dt.date(9998, 12, 31))
printed_days = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31))


def read(text: str, anchor: str, order: DateOrder | None = None) -> str:
    """Return the EDTF string of a piece of prose."""
    date = PartialDate.from_prose(text, anchor=PartialDate(anchor), order=order)
    assert date.as_printed == text
    return date.edtf


def refusal(kind: type[InvalidDate], text: str, anchor: str, order: DateOrder | None = None) -> str:
    """Return the reason in the error for a piece of prose."""
    with pytest.raises(InvalidDate) as caught:
        read(text, anchor, order)
    assert caught.type is kind
    start, _, reason = str(caught.value).partition(" can't be read as a date: ")
    assert start == repr(text)
    return reason


@pytest.mark.parametrize(
    ("text", "anchor", "edtf"),
    [
        # whole dates
        ("Apr. 28, 2025", "2025-04-29", "2025-04-28"),
        ("Apr. 28,2025", "2025-04-29", "2025-04-28"),
        ("28 April 2025", "2025-04-29", "2025-04-28"),
        ("April 28th, 2025", "2025-04-29", "2025-04-28"),
        ("the 28th of April, 2025", "2025-04-29", "2025-04-28"),
        ("on  APRIL 28\n2025", "2025-04-29", "2025-04-28"),
        ("2025 April 28", "2025-04-29", "2025-04-28"),
        ("Monday, April 15, 2024", "2025-04-29", "2024-04-15"),
        ("Mon. 15 Apr. 2024", "2025-04-29", "2024-04-15"),
        ("Feb. 29, 2024", "2025-04-29", "2024-02-29"),
        ("2025-04-28", "2025-04-29", "2025-04-28"),
        ("2025/4/5", "2025-04-29", "2025-04-05"),
        ("2025.04.05", "2025-04-29", "2025-04-05"),
        ("13/05/2025", "2025-04-29", "2025-05-13"),
        ("05/13/2025", "2025-04-29", "2025-05-13"),
        ("04-04-2025", "2025-04-29", "2025-04-04"),
        ("28.4.2025", "2025-04-29", "2025-04-28"),
        ("February 29", "2025-04-29", "2024-02-29"),
        ("29 Feb.", "2024-02-28", "2020-02-29"),
        ("February 29", "1904-02-28", "1896-02-29"),
        ("February 29", "2025", "2024-02-29"),
        ("February 29", "1001", "0996-02-29"),
        ("Thursday, 29 February", "2025-04-29", "2024-02-29"),
        ("29 February to 3 March", "2024-04-29", "2024-02-29/2024-03-03"),
        # months, seasons, years, decades
        ("April 2025", "2025-05", "2025-04"),
        ("Sept. 2024", "2025-05", "2024-09"),
        ("2025-04", "2025-05", "2025-04"),
        ("2010-10", "2025-05", "2010-10"),
        ("04/2025", "2025-05", "2025-04"),
        ("01/2025", "2025-05", "2025-01"),
        ("early 2024", "2025-05", "2024"),
        ("late in 2024", "2025-05", "2024"),
        ("mid-January 2024", "2025-05", "2024-01"),
        ("in mid January 2024", "2025-05", "2024-01"),
        ("spring 2024", "2025-05", "2024-21"),
        ("the summer of 2024", "2025-05", "2024-22"),
        ("in the fall of 2024", "2025-05", "2024-23"),
        ("late autumn, 2024", "2025-05", "2024-23"),
        ("early winter 2024", "2025-05", "2024-24"),
        ("2024", "2025-05", "2024"),
        ("during 2024", "2025-05", "2024"),
        ("the 1990s", "2025-05", "199X"),
        ("in the early 1990s", "2025-05", "199X"),
        # what the text leaves to the anchor
        ("late April", "2025-05", "2025-04"),
        ("in late April", "2025-05-01", "2025-04"),
        ("April", "2025-04-01", "2025-04"),
        ("May", "2025-04-30", "2024-05"),
        ("January", "2025", "2025-01"),
        ("April 28", "2025-04-28", "2025-04-28"),
        ("April 28", "2025-04-27", "2024-04-28"),
        ("April 28", "2025-05", "2025-04-28"),
        ("Monday, April 28", "2025-05", "2025-04-28"),
        ("today", "2025-04-29", "2025-04-29"),
        ("yesterday", "2025-04-29", "2025-04-28"),
        ("earlier yesterday", "2025-04-29", "2025-04-28"),
        ("yesterday", "2024-03-01", "2024-02-29"),
        ("yesterday", "2024-02-29", "2024-02-28"),
        ("tomorrow", "2025-12-31", "2026-01-01"),
        ("Sunday", "2025-04-29", "2025-04-27"),
        ("on Sunday", "2025-04-29", "2025-04-27"),
        ("late Wed.", "2025-04-29", "2025-04-23"),
        ("this year", "2025-04-29", "2025"),
        ("last year", "2025-04-29", "2024"),
        ("last year", "2025", "2024"),
        ("next year", "2025-XX", "2026"),
        ("last month", "2025-01-15", "2024-12"),
        ("next month", "2025-12", "2026-01"),
        ("earlier this month", "2025-04-29", "2025-04"),
        ("September last year", "2025-04-29", "2024-09"),
        ("late September of last year", "2025-04-29", "2024-09"),
        ("28 September last year", "2025-04-29", "2024-09-28"),
        ("spring last year", "2025-04-29", "2024-21"),
        ("the 28th of last month", "2025-04-29", "2025-03-28"),
        # ranges
        ("2022 to last year", "2025-04-29", "2022/2024"),
        ("from 2022 until 2024", "2025-04-29", "2022/2024"),
        ("2022–2024", "2025-04-29", "2022/2024"),
        ("2022 — 2024", "2025-04-29", "2022/2024"),
        ("2022-2024", "2025-04-29", "2022/2024"),
        ("1914-18", "2025-04-29", "1914/1918"),
        ("in 1914–18", "2025-04-29", "1914/1918"),
        ("from 1914 – 18", "2025-04-29", "1914/1918"),
        ("1914-24", "2025-04-29", "1914/1924"),
        ("April 2024 - 3 May 2024", "2025-04-29", "2024-04/2024-05-03"),
        ("from early 2022 through the spring of 2024", "2025-04-29", "2022/2024-21"),
        ("January to March 2024", "2025-04-29", "2024-01/2024-03"),
        ("November to January 2024", "2025-04-29", "2023-11/2024-01"),
        ("April to June 2026", "2025-04-29", "2026-04/2026-06"),
        ("September till last month", "2025-04-29", "2024-09/2025-03"),
        ("last year to 2027", "2025-04-29", "2024/2027"),
        ("from Sunday to yesterday", "2025-04-30", "2025-04-27/2025-04-29"),
        ("since 2005", "2025-04-29", "2005/"),
        ("since last year", "2025-04-29", "2024/"),
        ("until 2024", "2025-04-29", "/2024"),
        ("up to early 2024", "2025-04-29", "/2024"),
    ],
)
def test_supported_texts(text: str, anchor: str, edtf: str) -> None:
    assert read(text, anchor) == edtf


def test_a_complete_date_does_not_depend_on_the_anchor() -> None:
    for anchor in ("2025~", "2020/2025", "/2025", "-0044", "0044-03-15", "9999"):
        assert read("April 28, 2025", anchor) == "2025-04-28"


NO_PART = "is not a part of a date; pass only the words of the date"
SHAPE = "a date in words has a year of four digits, a month, or both, and a day or weekday only with a month"
ZERO = "there is no month or day 00; if it means that it is unknown, write {}"
AGREE = "is read only before month and year: a week is not a date, and the last or next Sunday or April is ambiguous"


@pytest.mark.parametrize(
    ("text", "anchor", "reason"),
    [
        # what is no date, or more than a date
        ("nonsense", "2025-04-29", f"'nonsense' {NO_PART}"),
        ("April 28, 2025, in Taipei", "2025-04-29", f"'in' {NO_PART}"),
        ("April 28, 2025,", "2025-04-29", f"'2025,' {NO_PART}"),
        ("April 28, 2025.", "2025-04-29", f"'2025.' {NO_PART}"),
        ("April, , 2025", "2025-04-29", f"'' {NO_PART}"),
        ("on", "2025-04-29", f"'on' {NO_PART}"),
        ("5 pm, April 28", "2025-04-29", f"'pm' {NO_PART}"),
        ("April 28, 2025 at 17:00", "2025-04-29", f"'at' {NO_PART}"),
        ("from 2022", "2025-04-29", f"'from' {NO_PART}"),
        ("since 2022 to 2024", "2025-04-29", f"'to' {NO_PART}"),
        ("winter 2023/24", "2025-04-29", f"'winter' {NO_PART}"),
        ("last year’s race", "2025-04-29", f"'2024’s' {NO_PART}"),
        ("end of 2024", "2025-04-29", f"'end' {NO_PART}"),
        ("spring", "2025-04-29", f"'spring' {NO_PART}"),
        ("early late 2024", "2025-04-29", f"'late' {NO_PART}"),
        ("the 90s", "2025-04-29", f"'90s' {NO_PART}"),
        ("April '25", "2025-04-29", f'"\'25" {NO_PART}'),
        ("last week", "2025-04-29", f"'last' {AGREE}"),
        ("next Sunday", "2025-04-29", f"'next' {AGREE}"),
        ("this April", "2025-04-29", f"'this' {AGREE}"),
        ("28", "2025-04-29", SHAPE),
        ("28 2025", "2025-04-29", SHAPE),
        ("April 28, 25", "2025-04-29", SHAPE),
        ("April May 2025", "2025-04-29", SHAPE),
        ("Sunday April", "2025-04-29", SHAPE),
        ("yesterday last year", "2025-04-29", f"'yesterday' {NO_PART}"),
        ("September last month", "2025-04-29", SHAPE),
        ("28–30 April 2025", "2025-04-29", SHAPE),
        (
            "04/05/25",
            "2025-04-29",
            "'04/05/25' must be a date in numbers, such as 28/04/2025 or 2025-04-28, with a year of four digits",
        ),
        # what is not in the calendar
        ("April 31, 2025", "2025-05-29", "there is no such day in the calendar"),
        ("Monday, April 16, 2024", "2025-04-29", "2024-04-16 is a Tuesday; correct the date or the weekday"),
        ("Friday, April 16", "2024-04-29", "2024-04-16 is a Tuesday; correct the date or the weekday"),
        ("31/02/2025", "2025-04-29", "neither 2025-02-31 nor 2025-31-02 is a day of the calendar"),
        (
            "01/21/05/2025",
            "2025-04-29",
            "'01/21/05/2025' must be a date in numbers, such as 28/04/2025 or 2025-04-28, with a year of four digits",
        ),
        (
            "2025-21",
            "2025-04-29",
            "there is no month 21, and 2021 is not after 2025; write both years with four digits",
        ),
        (
            "1999–00",
            "2025-04-29",
            "there is no month 00, and 1900 is not after 1999; write both years with four digits",
        ),
        ("since 2025-21", "2025-04-29", "there is no month 21"),
        (
            "29 February to 3 March",
            "2025-04-29",
            "there is no 29 February in the year before 2025-03-03; write both dates with their years",
        ),
        (
            "February 29",
            "2024",
            "it is in 2020 or 2024, depending on the day in 2024; pass a more exact anchor",
        ),
        ("00/2025", "2025-04-29", ZERO.format("2025")),
        ("2025-00-00", "2025-04-29", ZERO.format("2025")),
        ("2025-04-00", "2025-04-29", ZERO.format("2025-04")),
        ("2025-00-04", "2025-04-29", ZERO.format("2025")),
        ("00.04.2025", "2025-04-29", ZERO.format("2025-04")),
        ("0/0/2025", "2025-04-29", ZERO.format("2025")),
        ("2025-13-01", "2025-04-29", "there is no month 13"),
        (
            "2024 to 2022",
            "2025-04-29",
            "'2024/2022' is not an EDTF interval: its start 2024 is after its end 2022; write the earlier one first",
        ),
        # what the anchor lacks
        ("yesterday", "2025-05", "the anchor must have a day, got 2025-05"),
        ("Sunday", "2025-05", "the anchor must have a day, got 2025-05"),
        ("from Sunday to May 2025", "2025-05-30", "the anchor must have a day, got 2025-05"),
        ("last month", "2025", "the anchor must have a month, got 2025"),
        ("last month", "2025-24", "the anchor must have a month, got 2025-24"),
        ("last year", "202X", "the anchor must have a year, got 202X"),
        (
            "April 28",
            "2025-04",
            "it is in 2024 or 2025, depending on the day in 2025-04; pass a more exact anchor",
        ),
        ("December", "2025", "it is in 2024 or 2025, depending on the day in 2025; pass a more exact anchor"),
        (
            "yesterday",
            "2025-04-29~",
            "the anchor must be a single, certain date, got 2025-04-29~",
        ),
        ("December 1949 – January", "2025-04-30", "its end has no year; write the year of both dates"),
        ("1949年5月～6月", "2025-04-30", "its end has no year; write the year of both dates"),
        ("last year", "2025?", "the anchor must be a single, certain date, got 2025?"),
        (
            "April",
            "2025-05/2025-05",
            "the anchor must be a single, certain date, got 2025-05/2025-05",
        ),
        ("April", "2025/..", "the anchor must be a single, certain date, got 2025/.."),
        ("April", "/2025", "the anchor must be a single, certain date, got /2025"),
        ("yesterday", "1000-12-31", "the anchor must be in the years 1001 to 9998, got 1000-12-31"),
        ("April", "9998-24", "the anchor must be in the years 1001 to 9998, got 9998-24"),
        ("next year", "9999", "the anchor must be in the years 1001 to 9998, got 9999"),
        ("April", "-0044", "the anchor must be in the years 1001 to 9998, got -0044"),
    ],
)
def test_unsupported_texts(text: str, anchor: str, reason: str) -> None:
    assert refusal(InvalidDate, text, anchor) == reason


@pytest.mark.parametrize(
    ("text", "anchor", "reason"),
    [
        (
            "04/05/2025",
            "2025-05-29",
            "it can be 2025-05-04 or 2025-04-05; add the order of its numbers: 'day-month' or 'month-day'",
        ),
        (
            "Tuesday",
            "2025-04-29",
            "2025-04-29 is a Tuesday itself, so it can be that day or 2025-04-22; write the date itself",
        ),
        ("the 1900s", "2025-05-29", "it can be the decade 190X or the century 19XX; write one of them"),
        ("1911-12", "2025-05-29", "it can be 1911-12 or 1911/1912; write one of them"),
        ("2010-11", "2025-05-29", "it can be 2010-11 or 2010/2011; write one of them"),
        ("2005/12", "2025-05-29", "it can be 2005-12 or 2005/2012; write one of them"),
        ("2005-9", "2025-05-29", "it can be 2005-09 or 2005/2009; write one of them"),
        ("1904–05", "2025-05-29", "it can be 1904-05 or 1904/1905; write one of them"),
        ("1999–03", "2025-05-29", "it can be 1999-03 or 1999/2003; write one of them"),
    ],
)
def test_an_ambiguous_text_is_refused_with_both_dates(text: str, anchor: str, reason: str) -> None:
    assert refusal(AmbiguousDate, text, anchor) == reason


def test_the_order_of_numbers_resolves_an_ambiguous_date() -> None:
    assert read("04/05/2025", "2025-05-29", "day-month") == "2025-05-04"
    assert read("04/05/2025", "2025-05-29", "month-day") == "2025-04-05"
    assert read("13/05/2025", "2025-05-29", "day-month") == "2025-05-13"
    assert refusal(InvalidDate, "13/05/2025", "2025-05-29", "month-day") == (
        "in the order month-day it is 2025-13-05, which is not a day of the calendar"
    )
    assert read("2025/04/05", "2025-05-29", "day-month") == "2025-04-05"


@pytest.mark.parametrize(
    ("text", "anchor", "order", "message"),
    [
        (None, PartialDate("2025"), None, "the text must be a date in words, got None"),
        (
            "to " * 40_000,
            PartialDate("2025"),
            None,
            f"the text must have at most 200 characters, only the words of the date, got '{'to ' * 19}to…'",
        ),
        (" ", PartialDate("2025"), None, "the text must be a date in words, got ' '"),
        (type("Text", (str,), {})("May"), PartialDate("2025"), None, "the text must be a date in words, got 'May'"),
        ("May", "2025", None, "the anchor must be a PartialDate, the date of the text, got '2025'"),
        ("May", PartialDate("2025"), "dmy", "the order of numbers must be 'day-month' or 'month-day', got 'dmy'"),
    ],
)
def test_the_arguments_are_checked(text: object, anchor: object, order: object, message: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        PartialDate.from_prose(
            cast("str", text), anchor=cast("PartialDate", anchor), order=cast("DateOrder | None", order)
        )

    assert str(caught.value) == message


def ordinal(number: int) -> str:
    """Return a number as "28th"."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number // 10 != 1 else "th"
    return f"{number}{ending}"


def spread(text: str) -> str:
    """Return a text with line breaks, as in narrow columns."""
    return text.replace(" ", " \n")


FULL = [
    "{month} {day}, {year}",
    "{month} {nth}, {year}",
    "{short}. {day}, {year}",
    "{day} {month} {year}",
    "{nth} of {short} {year}",
    "on the {nth} of {month}, {year}",
    "{weekday}, {month} {day}, {year}",
    "{weekday} {day} {month} {year}",
    "{year}-{number:02}-{day:02}",
    "{year}/{number}/{day}",
]


@given(
    printed_days,
    st.sampled_from(FULL),
    st.sampled_from([str.title, str.upper, str.lower, spread]),
)
def test_a_full_date_is_supported_in_every_format(day: dt.date, form: str, change: Callable[[str], str]) -> None:
    text = form.format(
        year=day.year,
        month=MONTHS[day.month],
        short=MONTHS[day.month][:3],
        number=day.month,
        day=day.day,
        nth=ordinal(day.day),
        weekday=WEEKDAYS[day.weekday()],
    )

    assert read(change(text), "2025-04-29") == day.isoformat()


@given(printed_days, st.sampled_from("/-."), st.sampled_from([None, "day-month", "month-day"]))
def test_a_date_in_numbers_follows_its_order(day: dt.date, sign: str, order: DateOrder | None) -> None:
    text = f"{day.day}{sign}{day.month:02}{sign}{day.year}"
    swapped = day.replace(month=day.day, day=day.month) if day.day <= 12 else day

    if order == "day-month" or (swapped == day and order is None):
        assert read(text, "2025", order) == day.isoformat()
    elif order is None:
        assert "it can be" in refusal(AmbiguousDate, text, "2025")
    elif day.day <= 12:
        assert read(text, "2025", order) == swapped.isoformat()
    else:
        assert "is not a day of the calendar" in refusal(InvalidDate, text, "2025", order)


@given(anchor_days, st.sampled_from(WEEKDAYS))
@example(dt.date(2025, 4, 29), "Sunday")
def test_a_weekday_is_the_last_one_before_the_anchor(anchor: dt.date, weekday: str) -> None:
    assume(WEEKDAYS[anchor.weekday()] != weekday)

    day = dt.date.fromisoformat(read(weekday, anchor.isoformat()))

    assert WEEKDAYS[day.weekday()] == weekday
    assert 0 < (anchor - day).days < 7


@given(anchor_days, st.integers(1, 12))
def test_a_month_is_the_last_one_not_after_the_anchor(anchor: dt.date, month: int) -> None:
    year, parsed_month = map(int, read(MONTHS[month], anchor.isoformat()).split("-"))

    assert parsed_month == month
    assert 0 <= (anchor.year * 12 + anchor.month) - (year * 12 + month) < 12


@given(anchor_days, st.dates(dt.date(2000, 1, 1), dt.date(2000, 12, 31)))
@example(dt.date(1904, 2, 28), dt.date(2000, 2, 29))
@example(dt.date(2025, 4, 28), dt.date(2000, 2, 29))
def test_a_month_and_day_are_the_last_ones_not_after_the_anchor(anchor: dt.date, printed: dt.date) -> None:
    parsed = dt.date.fromisoformat(read(f"{MONTHS[printed.month]} {printed.day}", anchor.isoformat()))

    day = anchor
    while (day.month, day.day) != (printed.month, printed.day):
        day -= dt.timedelta(1)
    assert parsed == day


@given(
    st.integers(1000, 9899),
    st.integers(0, 99),
    st.sampled_from(["-", "/", " - ", "–", "—", " – "]),
    st.sampled_from(["", "in ", "from ", "during the "]),
)
def test_two_digits_after_a_year_are_a_year_or_a_month_or_ambiguous(
    year: int, end: int, sign: str, before: str
) -> None:
    text = f"{before}{year}{sign}{end:02}"
    month = f"{year}-{end:02}" if 1 <= end <= 12 else None
    years = f"{year}/{year // 100}{end:02}" if end > year % 100 else None

    if month and (years or sign not in "-/"):
        match = re.fullmatch("it can be (.+) or (.+); write one of them", refusal(AmbiguousDate, text, "2025"))
        assert match
        assert match[1] == month
        assert match[2] == years or (not years and PartialDate(match[2]).is_interval)
    elif month or years:
        assert read(text, "2025") == (month or years)
    else:
        assert "write both years with four digits" in refusal(InvalidDate, text, "2025")


@given(st.lists(st.integers(1000, 9999), min_size=2, max_size=2), st.sampled_from(["-", " - ", "–", "—", " to "]))
def test_two_years_are_an_interval(years: list[int], sign: str) -> None:
    first, last = sorted(years)
    assert read(f"{first}{sign}{last}", "2025") == f"{first}/{last}"


# Phrases by the smallest unit that they name, and the unit of the anchor that they need.
LEADS = ["", "in ", "on ", "early ", "in late ", "mid-"]
PHRASES = {
    ("day", "day"): ["today", "yesterday", "Sunday", "tomorrow"],
    ("day", "month"): ["5th of last month", "5 this month"],
    ("day", "year"): ["5 March last year"],
    ("day", ""): ["March 5, 2024", "28/04/2025"],
    ("month", "month"): ["last month", "this month"],
    ("month", "year"): ["March last year", "January"],
    ("month", ""): ["March 2024", "2024-03"],
    ("season", "year"): ["spring this year"],
    ("season", ""): ["winter of 2024"],
    ("year", "year"): ["last year", "this year", "next year"],
    ("year", ""): ["2024"],
    ("decade", ""): ["1990s"],
}
ANCHORS = {"day": "2025-04-29", "month": "2025-04", "year": "2025", "season": "2025-21", "decade": "202X"}


@pytest.mark.parametrize("given_unit", ["day", "month", "year", "season", "decade"])
@pytest.mark.parametrize(
    ("unit", "needed", "text"), [(*units, text) for units, some in PHRASES.items() for text in some]
)
def test_missing_parts_come_only_from_the_anchor(unit: str, needed: str, text: str, given_unit: str) -> None:
    anchor = ANCHORS[given_unit]
    # A season lies between month and year: what needs the year finds it in spring, but not in winter.
    enough = not needed or UNITS.index(given_unit) <= UNITS.index(needed)

    for lead in LEADS:
        if enough:
            date = PartialDate.from_prose(lead + text, anchor=PartialDate(anchor))
            assert date.precision == unit
        else:
            assert "anchor" in refusal(InvalidDate, lead + text, anchor)


@given(
    st.sampled_from([text for some in PHRASES.values() for text in some]),
    st.text(alphabet=st.characters(categories=["L"], max_codepoint=127), min_size=1),
    st.booleans(),
)
def test_an_additional_word_is_refused(text: str, word: str, first: bool) -> None:  # noqa: FBT001 - it is drawn
    reserved = {"in", "on", "during", "early", "earlier", "mid", "late", "later", "since", "until", "till", "from"}
    dates = {*MONTHS, *WEEKDAYS, *(name[:3] for name in (*MONTHS, *WEEKDAYS)), "sept"}
    # Words of other languages, such as "mai", and years such as "2024 ad" are tested elsewhere.
    assume(word.lower() not in reserved | {name.lower() for name in dates} | {*MONTH_NUMBERS, *WEEKDAY_NUMBERS})
    assume(word.lower() not in {"le", "el", "am", "im", "en", "c", "ca", "circa", "about", "um", "vers", "hacia"})
    assume(word.lower() not in {"ad", "bc", "bce", "ce", "around", "approximately", "of", "de", "del", "den"})

    with pytest.raises(InvalidDate):
        read(f"{word} {text}" if first else f"{text} {word}", "2025-04-29")


@given(st.text(max_size=30), anchor_days)
def test_any_text_returns_a_date_or_raises_invalid_date(text: str, anchor: dt.date) -> None:
    try:
        date = PartialDate.from_prose(text, anchor=PartialDate.from_date(anchor))
    except InvalidDate:
        return
    assert date.as_printed == text


WORDS = [
    *("April", "28", "28th", "2025", "04", "sunday", "last", "this", "next", "year", "month", "week", "yesterday"),
    *("in", "on", "the", "early", "mid", "late", "of", ",", "to", "from", "since", "until", "–", "-", "/", "1990s"),
    *("spring", "and", "at", "t", "m", "ad", "st", "am", "UTC", "noon", "2025-04-28", "04/05/2025"),
]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join))
def test_a_date_has_only_numbers_of_the_text_or_the_anchor(text: str) -> None:
    try:
        date = PartialDate.from_prose(text, anchor=PartialDate("2019-11-13"))
    except InvalidDate:
        return

    ends = (date.start, date.end) if date.is_interval else (date,)
    for end in ends:
        if end and end.precision == "day":
            assert any(word in text for word in ("28", "sunday", "yesterday", "04/05/2025", "04", "28th"))
        if end and end.precision in {"day", "month"}:
            assert any(word in text for word in ("April", "month", "04", "yesterday", "sunday"))
