"""Partial dates: parsing, errors, and three-valued comparisons."""

import calendar
import copy
import datetime as dt
import operator
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise, product
from typing import Literal, TypeAlias, cast, get_args

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.profiles import examples

from alliancekit.dates import Day, PartialDate, Precision, _memo
from alliancekit.errors import InvalidDate
from alliancekit.strategies import dates as any_dates

Comparison: TypeAlias = Literal["before", "after", "overlaps", "contains"]
COMPARISONS: tuple[Comparison, ...] = get_args(Comparison)


@st.composite
def moments(draw: st.DrawFn, days: st.SearchStrategy[dt.date], *, known: int = 1, plain: bool = False) -> str:
    """Draw a date that is neither interval nor season: the first known digits of a day, the rest left out or X."""
    digits = draw(days).isoformat().replace("-", "")
    known = draw(st.integers(known, 8))
    digits = digits[:known] + "X" * (8 - known)
    length = draw(st.sampled_from([length for length in (4, 6, 8) if length >= known]))
    date = "-".join((digits[:4], digits[4:6], digits[6:8])[: length // 2 - 1])
    return date if plain else date + draw(st.sampled_from(["", "", "~", "?", "%"]))


def intervals(ends: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Draw texts of intervals, reversed ones too."""
    some = ends | st.sampled_from(["", ".."])
    return st.tuples(some, some).map("/".join)


def dates(texts: st.SearchStrategy[str]) -> st.SearchStrategy[PartialDate]:
    """Draw the dates of those texts that are valid."""
    return texts.filter(is_valid).map(PartialDate)


def is_valid(text: str) -> bool:
    try:
        PartialDate(text)
    except InvalidDate:
        return False
    return True


any_day = st.dates()
plain_moments = moments(any_day, plain=True)
seasons = st.builds("{:04}-{}".format, st.integers(0, 9999), st.integers(21, 24))
texts = moments(any_day) | seasons | intervals(moments(any_day) | seasons)
# Close to each other, so that comparisons meet their boundaries, and with few possible days, so that all can be tried.
near_moments = moments(st.dates(dt.date(2004, 2, 24), dt.date(2004, 3, 5)), known=7)
near_texts = near_moments | intervals(near_moments)


def day(text: str) -> Day:
    year, month, day = text.rsplit("-", 2)
    return Day(int(year), int(month), int(day))


# What a date says


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("2025-04-28", "day", "2025-04-28", "2025-04-28"),
        ("2024-02-29", "day", "2024-02-29", "2024-02-29"),
        ("2000-02-29", "day", "2000-02-29", "2000-02-29"),
        ("0000-02-29", "day", "0000-02-29", "0000-02-29"),
        ("-0043-03-15", "day", "-0043-03-15", "-0043-03-15"),
        ("-0004-02-29", "day", "-0004-02-29", "-0004-02-29"),
        ("9999-12-31", "day", "9999-12-31", "9999-12-31"),
        ("-9999-01-01", "day", "-9999-01-01", "-9999-01-01"),
        ("2025-04", "month", "2025-04-01", "2025-04-30"),
        ("2025-04-XX", "month", "2025-04-01", "2025-04-30"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
        ("1900-02", "month", "1900-02-01", "1900-02-28"),
        ("-0400-02-XX", "month", "-0400-02-01", "-0400-02-29"),
        ("2025-04-0X", "month", "2025-04-01", "2025-04-09"),
        ("2025-04-1X", "month", "2025-04-10", "2025-04-19"),
        ("2025-02-2X", "month", "2025-02-20", "2025-02-28"),
        ("2025-04-3X", "month", "2025-04-30", "2025-04-30"),
        ("2025", "year", "2025-01-01", "2025-12-31"),
        ("2025-XX", "year", "2025-01-01", "2025-12-31"),
        ("2025-XX-XX", "year", "2025-01-01", "2025-12-31"),
        ("2025-0X", "year", "2025-01-01", "2025-09-30"),
        ("2025-1X", "year", "2025-10-01", "2025-12-31"),
        ("2025-1X-XX", "year", "2025-10-01", "2025-12-31"),
        ("0000", "year", "0000-01-01", "0000-12-31"),
        ("-0001", "year", "-0001-01-01", "-0001-12-31"),
        ("199X", "decade", "1990-01-01", "1999-12-31"),
        ("199X-XX", "decade", "1990-01-01", "1999-12-31"),
        ("199X-XX-XX", "decade", "1990-01-01", "1999-12-31"),
        ("-199X", "decade", "-1999-01-01", "-1990-12-31"),
        ("000X", "decade", "0000-01-01", "0009-12-31"),
        ("-000X", "decade", "-0009-01-01", "-0001-12-31"),
        ("19XX", "century", "1900-01-01", "1999-12-31"),
        ("1XXX", "millennium", "1000-01-01", "1999-12-31"),
        ("2004-21", "season", "2004-03-01", "2004-12-31"),
        ("2004-22", "season", "2003-12-01", "2005-03-31"),
        ("2004-23", "season", "2004-03-01", "2004-12-31"),
        ("2004-24", "season", "2003-12-01", "2005-03-31"),
        ("-0001-24", "season", "-0002-12-01", "0000-03-31"),
        ("9999-24", "season", "9998-12-01", "10000-03-31"),
        ("1914~", "year", "1914-01-01", "1914-12-31"),
        ("2004-06-11%", "day", "2004-06-11", "2004-06-11"),
        ("2004/2006", "interval", "2004-01-01", "2006-12-31"),
        ("2004-02-01/2006", "interval", "2004-02-01", "2006-12-31"),
        ("2004/2004-06", "interval", "2004-01-01", "2004-06-30"),
        ("2004-06/2004", "interval", "2004-06-01", "2004-12-31"),
        ("2004/2004", "interval", "2004-01-01", "2004-12-31"),
        ("2004-06-11/2004-06-11", "interval", "2004-06-11", "2004-06-11"),
        ("199X/2004-24", "interval", "1990-01-01", "2005-03-31"),
        ("-0044/0014", "interval", "-0044-01-01", "0014-12-31"),
        ("2004~/2006?", "interval", "2004-01-01", "2006-12-31"),
    ],
)
def test_a_date_has_a_precision_and_days(text: str, precision: Precision, earliest: str, latest: str) -> None:
    date = PartialDate(text)

    assert (date.edtf, date.precision, date.earliest, date.latest) == (text, precision, day(earliest), day(latest))


@given(plain_moments)
def test_the_earliest_and_latest_days_match_and_the_days_beyond_do_not(text: str) -> None:
    date = PartialDate(text)
    pattern = re.compile(text.replace("X", "[0-9]") + ".*")
    assert date.earliest
    assert date.latest
    assume(date.earliest.year > 0)

    first, last = dt.date(*date.earliest), dt.date(*date.latest)

    assert pattern.fullmatch(first.isoformat())
    assert pattern.fullmatch(last.isoformat())
    assert first == dt.date.min or not pattern.fullmatch((first - dt.timedelta(1)).isoformat())
    assert last == dt.date.max or not pattern.fullmatch((last + dt.timedelta(1)).isoformat())


@given(st.integers(1, 9999))
@example(1900)
@example(2000)
@example(2023)
@example(2024)
def test_a_month_lasts_as_long_as_in_the_calendar(year: int) -> None:
    for month in range(1, 13):
        assert PartialDate(f"{year:04}-{month:02}").latest == (year, month, calendar.monthrange(year, month)[1])


@given(st.integers(1, 9999))
@example(1900)
@example(2000)
@example(2023)
@example(2024)
def test_the_full_dates_equal_those_of_the_calendar(year: int) -> None:
    for month, number in product(range(14), range(33)):
        text = f"{year:04}-{month:02}-{number:02}"
        try:
            expected = dt.date.fromisoformat(text)
        except ValueError:
            assert not is_valid(text)
        else:
            date = PartialDate(text)
            assert date.earliest == date.latest == (expected.year, expected.month, expected.day)


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2004", False, False),
        ("2004~", True, False),
        ("2004?", False, True),
        ("2004%", True, True),
        ("2004-24?", False, True),
        ("199X~", True, False),
        ("2004~/2006", True, False),
        ("2004/2006-01?", False, True),
        ("2004~/2006?", True, True),
        ("../2006%", True, True),
        ("2004/2006", False, False),
    ],
)
def test_qualifiers(text: str, approximate: bool, uncertain: bool) -> None:  # noqa: FBT001 - a column
    date = PartialDate(text)

    assert (date.approximate, date.uncertain) == (approximate, uncertain)


@pytest.mark.parametrize(
    ("text", "start", "end", "open_start", "open_end"),
    [
        ("2004/2006~", "2004", "2006~", False, False),
        ("../2004", None, "2004", True, False),
        ("2004/..", "2004", None, False, True),
        ("/2004", None, "2004", False, False),
        ("2004/", "2004", None, False, False),
    ],
)
def test_an_end_of_an_interval_is_a_date_or_open_or_unknown(
    text: str,
    start: str | None,
    end: str | None,
    open_start: bool,  # noqa: FBT001 - a column
    open_end: bool,  # noqa: FBT001 - a column
) -> None:
    date = PartialDate(text)

    assert date.is_interval
    assert (date.start, date.end) == (start and PartialDate(start), end and PartialDate(end))
    assert (date.open_start, date.open_end) == (open_start, open_end)
    assert (date.earliest is None, date.latest is None) == (start is None, end is None)


@pytest.mark.parametrize("text", ["2004", "2004-06-11", "199X", "2004-21~"])
def test_a_date_that_is_not_an_interval_has_no_ends(text: str) -> None:
    date = PartialDate(text)

    assert (date.is_interval, date.start, date.end, date.open_start, date.open_end) == (False, None, None, False, False)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("2004", "2004-01-01/2004-12-31"),
        ("2004-02", "2004-02-01/2004-02-29"),
        ("2004-02-03", "2004-02-03/2004-02-03"),
        ("-004X~", "-0049-01-01~/-0040-12-31~"),
        ("0000", "0000-01-01/0000-12-31"),
        ("-0001", "-0001-01-01/-0001-12-31"),
        ("2004/..", "2004/.."),
    ],
)
def test_the_whole_of_a_date_is_the_interval_of_its_days(text: str, whole: str) -> None:
    assert PartialDate(text).whole() == PartialDate(whole)


def test_a_season_that_reaches_into_the_year_10000_has_no_whole() -> None:
    with pytest.raises(InvalidDate) as caught:
        PartialDate("9999-24").whole()

    assert str(caught.value) == (
        "the season 9999-24 may reach into the year 10000, but years must be from -9999 to 9999; "
        "write months or days instead"
    )


@given(plain_moments, plain_moments)
def test_what_contains_the_whole_of_a_date_contains_the_date(text: str, other: str) -> None:
    whole = PartialDate(text).whole()

    assert whole.contains(PartialDate(text)) is True
    if whole.contains(PartialDate(other).whole()):
        assert whole.contains(PartialDate(other)) is True


@given(any_dates(), any_dates())
def test_a_condition_says_what_counts_if_the_answer_is_unknown(date: PartialDate, other: PartialDate) -> None:
    for compare in (PartialDate.before, PartialDate.after, PartialDate.overlaps, PartialDate.contains):
        answer = compare(date, other)
        for unknown in (True, False):
            assert compare(date, other, unknown=unknown) is (unknown if answer is None else answer)


# What is refused

SEASONS_AND_MONTHS = (
    "is neither a month (01 to 12) nor a season (21 spring, 22 summer, 23 autumn, 24 winter); "
    "quarters and other parts of a year are not supported, write months"
)
NOT_DATES = {
    "1960-19-25": f"19 {SEASONS_AND_MONTHS}",
    "1961-29-02": f"29 {SEASONS_AND_MONTHS}",
    "": "the text is empty; leave the date out if it is unknown",
    " 2004": "it has white space; write it without",
    "2004\n": "it has white space; write it without",
    "2004 -04": "it has white space; write it without",
    "2018-08-24 to 2022-05-23": "an interval has a slash; write 2018-08-24/2022-05-23",
    "from 2018 until 2022": "an interval has a slash; write 2018/2022",
    "2018 - 2022-05": "an interval has a slash; write 2018/2022-05",
    "2018–2022": "an interval has a slash; write 2018/2022",
    "1914-1918": "an interval has a slash; write 1914/1918",
    "1914–18": "an interval has a slash; write 1914/1918",
    "1914 - 18": "an interval has a slash; write 1914/1918",
    "1904–05": "it has characters that are not ASCII; write 0 to 9 and the plain hyphen, such as 2025-04-28",
    "1918–14": "it has characters that are not ASCII; write 0 to 9 and the plain hyphen, such as 2025-04-28",
    "1914-18": f"18 {SEASONS_AND_MONTHS}, or 1914/1918 for two years",
    "1918-14": f"14 {SEASONS_AND_MONTHS}",
    "2022 to 2018": "it has white space; write it without",
    "ca. 2021-09": "an approximate date has ~ at its end; write 2021-09~",
    "circa 2021": "an approximate date has ~ at its end; write 2021~",
    "about 2021~": "it has white space; write it without",
    "spring 2021": "a season is a number, from 21 for spring to 24 for winter; write 2021-21",
    "Summer of 2021": "a season is a number, from 21 for spring to 24 for winter; write 2021-22",
    "autumn 2021": "a season is a number, from 21 for spring to 24 for winter; write 2021-23",
    "\u017fpring 2021": "it has white space; write it without",
    "fall 2021": "a season is a number, from 21 for spring to 24 for winter; write 2021-23",
    "winter 2021": "a season is a number, from 21 for spring to 24 for winter; write 2021-24",
    "April 2004": "it has the name of a month; write numbers, the year first, such as 2025-04-28 or 2025-04",
    "16 SEPT. 2021": "it has the name of a month; write numbers, the year first, such as 2025-04-28 or 2025-04",
    "16.9.2021": "it has dots; write the year first, with hyphens, such as 2025-04-28 or 2025-04",
    "09.2021": "it has dots; write the year first, with hyphens, such as 2025-04-28 or 2025-04",
    "２０２５-04-28": "it has characters that are not ASCII; write 0 to 9 and the plain hyphen, such as 2025-04-28",
    "2025–04": "it has characters that are not ASCII; write 0 to 9 and the plain hyphen, such as 2025-04-28",
    "²025-04-28": "it has characters that are not ASCII; write 0 to 9 and the plain hyphen, such as 2025-04-28",
    "[2004,2005]": "sets of dates are not supported; write an interval, such as 2004/2006",
    "{2004,2005}": "sets of dates are not supported; write an interval, such as 2004/2006",
    "2025-04-28T10:00:00": "a time of day is not part of a date; write the day alone, such as 2025-04-28",
    "2025-04-28T10": "a time of day is not part of a date; write the day alone, such as 2025-04-28",
    "10:00": "a time of day is not part of a date; write the day alone, such as 2025-04-28",
    "unknown": "leave an end of an interval empty if it is unknown, and write .. if it is open",
    "2004..2006": "an interval has a slash, and .. only as an open end, such as 2004/2006 or 2004/..",
    "..": "an interval has a slash, and .. only as an open end, such as 2004/2006 or 2004/..",
    "20250428": "the hyphens are missing; write it such as 2025-04-28",
    "1990s": "a decade is written with an unspecified digit, such as 199X",
    "1950S2": "significant digits are not supported; write unspecified digits, such as 199X",
    "12000": "only years of four digits are supported, from -9999 to 9999",
    "-12000-01": "only years of four digits are supported, from -9999 to 9999",
    "Y-17E7": "only years of four digits are supported, from -9999 to 9999",
    "199x": "an unspecified digit is a capital X, such as 199X",
    "19uu": "an unspecified digit is a capital X, such as 199X",
    "199XX": "write it such as 2025-04-28, 2025-04, 2025, 199X or 2004/2006",
    "2004?-06-11": "one qualifier (~, ? or %) must be at the end, for the whole date, such as 2004-06-11%",
    "?2004": "one qualifier (~, ? or %) must be at the end, for the whole date, such as 2004-06-11%",
    "2004?~": "one qualifier (~, ? or %) must be at the end, for the whole date, such as 2004-06-11%",
    "44": "a year has four digits, such as 0044",
    "-44-03": "a year has four digits, such as 0044",
    "2025-4-28": "month and day have two digits each, such as 2025-04-08",
    "2025-4": "month and day have two digits each, such as 2025-04-08",
    "2025-04-8": "month and day have two digits each, such as 2025-04-08",
    "2025-118": "weeks and days of the year are not supported; write month and day, such as 2025-04-28",
    "2025-W17-1": "weeks and days of the year are not supported; write month and day, such as 2025-04-28",
    "yesterday": "write it such as 2025-04-28, 2025-04, 2025, 199X or 2004/2006",
    "XXXX": "it has no known digit; leave the date out if it is unknown",
    "-XXXX-XX-XX": "it has no known digit; leave the date out if it is unknown",
    "1985-XX-15": "unspecified digits are supported only at its right end, such as 1985-04-XX or 199X",
    "199X-04-28": "unspecified digits are supported only at its right end, such as 1985-04-XX or 199X",
    "199X-04": "unspecified digits are supported only at its right end, such as 1985-04-XX or 199X",
    "1X99": "unspecified digits are supported only at its right end, such as 1985-04-XX or 199X",
    "199X-21": "unspecified digits are supported only at its right end, such as 1985-04-XX or 199X",
    "-0000": "year 0 has no sign; write 0000 for 1 BC, and -0001 for 2 BC",
    "2004-21-05": "a season has no days; write the season alone, such as 2004-21, or a month and day",
    "2004-00": f"00 {SEASONS_AND_MONTHS}",
    "2004-13": f"13 {SEASONS_AND_MONTHS}, or 2004/2013 for two years",
    "2004-13-01": f"13 {SEASONS_AND_MONTHS}, or 2004-01-13 if the day stands before the month",
    "2004-20": f"20 {SEASONS_AND_MONTHS}, or 2004/2020 for two years",
    "2004-25": f"25 {SEASONS_AND_MONTHS}, or 2004/2025 for two years",
    "2004-2X": f"2X {SEASONS_AND_MONTHS}",
    "2025-02-30": "month 02 of the year 2025 has the days 01 to 28; "
    "write one of them, or 2025-02 if the day is unknown",
    "2024-02-30": "month 02 of the year 2024 has the days 01 to 29; "
    "write one of them, or 2024-02 if the day is unknown",
    "2024-02-3X": "month 02 of the year 2024 has the days 01 to 29; "
    "write one of them, or 2024-02 if the day is unknown",
    "-0043-04-31": "month 04 of the year -43 has the days 01 to 30; "
    "write one of them, or -0043-04 if the day is unknown",
    "2025-04-00": "month 04 of the year 2025 has the days 01 to 30; "
    "write one of them, or 2025-04 if the day is unknown",
    "28/04/2025": "it has slashes; write the year first, with hyphens, such as 2025-04-28",
    "2025/4/28": "it has slashes; write the year first, with hyphens, such as 2025-04-28",
}
NOT_INTERVALS = {
    "2006/2004": "its start 2006 is after its end 2004; write the earlier one first",
    "2004-06-02~/2004-06-01?": "its start 2004-06-02~ is after its end 2004-06-01?; write the earlier one first",
    "2004/2005/2006": "an interval has one slash, and dates have hyphens, such as 2004-02-01/2006",
    "/": "neither end of the interval is a date; write one, or leave the interval out",
    "../..": "neither end of the interval is a date; write one, or leave the interval out",
    "/..": "neither end of the interval is a date; write one, or leave the interval out",
    "2004 / 2006": "its start '2004 ' is not an EDTF date: it has white space; write it without",
    "2004/open": "its end 'open' is not an EDTF date: "
    "leave an end of an interval empty if it is unknown, and write .. if it is open",
    "2022/24": "its end '24' is not an EDTF date: a year has four digits, such as 0044",
    "2004-13/2006": f"its start '2004-13' is not an EDTF date: 13 {SEASONS_AND_MONTHS}, or 2004/2013 for two years",
}


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [(text, "date", reason) for text, reason in NOT_DATES.items()]
    + [(text, "interval", reason) for text, reason in NOT_INTERVALS.items()],
)
@pytest.mark.parametrize("make", [PartialDate, PartialDate.parse])
def test_an_invalid_text_is_refused_with_the_reason(make: type[PartialDate], text: str, kind: str, reason: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        make(text)

    assert str(caught.value) == f"{text!r} is not an EDTF {kind}: {reason}"


def test_a_message_quotes_only_the_beginning_of_a_long_text() -> None:
    with pytest.raises(InvalidDate) as caught:
        PartialDate("2" * 1_000_000)

    assert str(caught.value) == (
        f"'{'2' * 59}…' is not an EDTF date: only years of four digits are supported, from -9999 to 9999"
    )


@pytest.mark.parametrize(("length", "shown"), [(59, "2" * 59), (60, "2" * 60), (61, f"{'2' * 59}…")])
def test_a_message_quotes_sixty_characters(length: int, shown: str) -> None:
    with pytest.raises(InvalidDate, match=f"^'{shown}' is not an EDTF date: "):
        PartialDate("2" * length)


@given(
    st.text(alphabet="0123456789X-/.~?%", max_size=21) | texts.flatmap(lambda text: st.permutations(text).map("".join))
)
def test_a_text_is_either_a_date_without_changes_or_invalid(text: str) -> None:
    try:
        date = PartialDate(text)
    except InvalidDate:
        return

    moment = r"-?[0-9][0-9X]{3}(-[0-9X]{2}){0,2}[~?%]?"
    assert date.edtf == text
    assert re.fullmatch(rf"{moment}|({moment})?/({moment})|({moment})/|\.\./({moment})|({moment})/\.\.", text)


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "None of the class NoneType"),
        (2025, "2025 of the class int"),
        (["2025"], "['2025'] of the class list"),
        (Text("2025"), "'2025' of the class Text"),
        (dt.date(2025, 4, 28), "datetime.date(2025, 4, 28) of the class date"),
        (PartialDate("2025"), "PartialDate('2025') of the class PartialDate"),
    ],
)
@pytest.mark.parametrize("make", [PartialDate, PartialDate.parse])
def test_only_text_is_accepted(make: type[PartialDate], value: object, shown: str) -> None:
    PartialDate.parse("2025")

    with pytest.raises(InvalidDate) as caught:
        make(cast("str", value))

    hint = "; convert a datetime.date with PartialDate.from_date" if isinstance(value, dt.date) else ""
    assert str(caught.value) == f"a date must be text (str) in EDTF, got {shown}{hint}"


@pytest.mark.parametrize(
    ("printed", "message"),
    [
        ("", "as_printed must not be blank; leave it out if there is no printed form"),
        (" \n", "as_printed must not be blank; leave it out if there is no printed form"),
        ("a\0b", "as_printed must not have NUL or half of a character, which UTF-8 does not support; copy it again"),
        ("\udfff", "as_printed must not have NUL or half of a character, which UTF-8 does not support; copy it again"),
        (
            "a\udc80b",
            "as_printed must not have NUL or half of a character, which UTF-8 does not support; copy it again",
        ),
        ("\ud800", "as_printed must not have NUL or half of a character, which UTF-8 does not support; copy it again"),  # noqa: PT014 - halves differ
        (2025, "as_printed must be text (str), got 2025 of the class int"),
        (Text("2025"), "as_printed must be text (str), got '2025' of the class Text"),
    ],
)
def test_the_printed_form_is_text(printed: object, message: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        PartialDate("2025", as_printed=cast("str", printed))

    assert str(caught.value) == message


def test_the_printed_form_may_have_characters_next_to_surrogates() -> None:
    printed = "\ud7ff\ue000"
    assert PartialDate("2025", as_printed=printed).as_printed == printed


# Creation


@given(texts)
def test_parse_returns_an_equal_date_and_the_same_object_again(text: str) -> None:
    assume(is_valid(text))

    assert PartialDate.parse(text) == PartialDate(text)
    assert PartialDate.parse(text) is PartialDate.parse(text)


def test_methods_for_creation_work_on_a_date_as_on_the_class() -> None:
    date = PartialDate("2025")
    assert date.parse("2024") == PartialDate("2024")
    assert date.from_date(dt.date(2024, 2, 29)) == PartialDate("2024-02-29")
    assert date.from_prose("last year", anchor=date) == PartialDate("2024", as_printed="last year")


def test_parse_caches_a_bounded_number_of_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_memo, "_MEMO_SIZE", 2)
    memo = _memo.Memo(PartialDate)

    sizes = [(memo[text].edtf, len(memo)) for text in ("2001", "2002", "2002", "2003", "2004")]

    assert sizes == [("2001", 1), ("2002", 2), ("2002", 2), ("2003", 1), ("2004", 2)]


def test_parse_clears_a_full_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_memo, "_MEMO_SIZE", 1_000)
    memo = _memo.Memo(PartialDate)

    sizes = [len(memo) for year in range(2_500) if memo[f"{year:04}"].edtf]

    assert max(sizes) == 1_000


@given(st.dates())
def test_from_date_returns_the_day(date: dt.date) -> None:
    partial = PartialDate.from_date(date)

    assert partial.edtf == date.isoformat()
    assert partial.earliest == partial.latest == (date.year, date.month, date.day)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (dt.datetime(2025, 4, 28, tzinfo=dt.UTC), "datetime.datetime(2025, 4, 28, 0, 0, tzinfo=datetime.timezon"),
        ("2025-04-28", "'2025-04-28'"),
        (None, "None"),
    ],
)
def test_from_date_accepts_only_dates(value: object, shown: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        PartialDate.from_date(cast("dt.date", value))

    assert str(caught.value).startswith(f"expected a datetime.date, got {shown}")
    assert str(caught.value).endswith(f" of the class {type(value).__name__}; convert a datetime with its date()")


# A value among values


@given(dates(texts), dates(texts), st.none() | st.just("then"))
def test_equality_is_structural(first: PartialDate, second: PartialDate, printed: str | None) -> None:
    again = PartialDate(first.edtf, as_printed=printed)

    assert (first == second) == (first.edtf == second.edtf)
    assert (first == again) == (printed is None)
    assert again == PartialDate(first.edtf, as_printed=printed)
    assert hash(again) == hash(PartialDate(first.edtf, as_printed=printed))
    assert len({first, again}) == (1 if printed is None else 2)


def test_a_date_equals_nothing_else() -> None:
    assert PartialDate("2004") != "2004"
    assert PartialDate("2004") != PartialDate("2004-XX")


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
def test_less_and_greater_are_type_errors(compare: Callable[[PartialDate, PartialDate], bool]) -> None:
    with pytest.raises(TypeError) as caught:
        compare(PartialDate("2004"), PartialDate("2005"))

    assert str(caught.value) == (
        "dates have no <, <=, > or >=: use before(), after() or contains(), and sort by their sort_key"
    )


def test_a_date_as_text() -> None:
    assert str(PartialDate("2025-04", as_printed="late April")) == "2025-04"
    assert repr(PartialDate("2025-04", as_printed="late April")) == "PartialDate('2025-04', as_printed='late April')"
    assert repr(PartialDate("2025-04")) == "PartialDate('2025-04')"


@pytest.mark.parametrize("name", ["edtf", "as_printed", "_reading", "earliest", "other"])
def test_a_date_is_immutable(name: str) -> None:
    date = PartialDate("2004")

    with pytest.raises(AttributeError) as caught:
        setattr(date, name, "2005")
    assert str(caught.value) == f"a PartialDate is immutable, so its {name} can't be set; create a new one"
    with pytest.raises(AttributeError) as caught:
        delattr(date, name)
    assert str(caught.value) == f"a PartialDate is immutable, so its {name} can't be deleted"
    assert not hasattr(date, "__dict__")
    assert date == PartialDate("2004")


def test_calling_init_again_does_not_change_a_date() -> None:
    date = PartialDate("2004")

    date.__init__("2005")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]

    assert date == PartialDate("2004")


def test_a_date_has_no_subclasses() -> None:
    with pytest.raises(TypeError) as caught:
        type("Sub", (PartialDate,), {})

    assert str(caught.value) == "PartialDate can't be subclassed"


@given(dates(texts), st.none() | st.just("then"))
def test_copies_and_pickles_are_equal(date: PartialDate, printed: str | None) -> None:
    date = PartialDate(date.edtf, as_printed=printed)

    assert copy.copy(date) == copy.deepcopy(date) == date
    assert [pickle.loads(pickle.dumps(date, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)] == [date] * (
        pickle.HIGHEST_PROTOCOL + 1
    )


def test_a_pickle_of_an_invalid_date_is_refused() -> None:
    data = pickle.dumps(PartialDate("2025-02-28")).replace(b"2025-02-28", b"2025-02-30")

    with pytest.raises(InvalidDate, match="2025-02-30"):
        pickle.loads(data)


def test_an_invalid_text_has_the_same_error_again_and_is_not_cached_if_it_is_long() -> None:
    for text in ("2025-02-30", "2025-02-30", "2025-02-31", "2025-02-30", "x" * 1000):
        with pytest.raises(InvalidDate) as first:
            PartialDate(text)
        with pytest.raises(InvalidDate) as second:
            PartialDate.parse(text)
        assert str(first.value) == str(second.value)
    long = "y" * 1000
    references = sys.getrefcount(long)
    with pytest.raises(InvalidDate):
        PartialDate.parse(long)
    assert sys.getrefcount(long) == references


class Forged:
    def __reduce__(self) -> tuple[object, ...]:
        return PartialDate, ("2025-02-28",), (None, {"edtf": "2025-02-30"})


def test_a_pickle_that_sets_the_state_of_a_date_is_refused() -> None:
    data = pickle.dumps(Forged())

    with pytest.raises(AttributeError, match="immutable"):
        pickle.loads(data)


def test_importing_dates_imports_neither_dateutil_nor_datetime() -> None:
    program = "import sys, alliancekit.dates; print(*{'datetime', 'dateutil'} & {*sys.modules})"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "\n"


# Two dates

World: TypeAlias = tuple[float, float]
"""The first and the last day, as numbers."""

SPAN = range(dt.date(2004, 2, 19).toordinal(), dt.date(2004, 3, 11).toordinal() + 1)
ANY_TIME = (float("-inf"), *SPAN, float("inf"))


def possible_days(text: str) -> tuple[float, ...]:
    """Return all possible days of a date near 2004-03-01, by trying all days."""
    if text[-1] in "~?%":
        return ANY_TIME
    pattern = re.compile(text.replace("X", "[0-9]"))
    return tuple(day for day in SPAN if pattern.fullmatch(dt.date.fromordinal(day).isoformat()))


def worlds(text: str) -> list[World]:
    """Return all possible pairs of a first and a last day of a date near 2004-03-01."""
    if "/" not in text:
        return [(day, day) for day in possible_days(text)]
    start, end = text.split("/")
    starts = {"": ANY_TIME, "..": ANY_TIME[:1]}.get(start) or possible_days(start)
    ends = {"": ANY_TIME, "..": ANY_TIME[-1:]}.get(end) or possible_days(end)
    return [(first, last) for first, last in product(starts, ends) if first <= last]


def holds(comparison: Comparison, one: World, other: World) -> bool:
    match comparison:
        case "before":
            return one[1] < other[0]
        case "after":
            return other[1] < one[0]
        case "overlaps":
            return one[0] <= other[1] and other[0] <= one[1]
        case "contains":
            return one[0] <= other[0] and other[1] <= one[1]


def in_all_worlds(comparison: Comparison, one: list[World], other: list[World]) -> bool | None:
    seen: set[bool] = set()
    for pair in product(one, other):
        seen.add(holds(comparison, *pair))
        if len(seen) == 2:
            return None
    return seen.pop()


def compare(comparison: Comparison, one: PartialDate, other: PartialDate) -> bool | None:
    match comparison:
        case "before":
            return one.before(other)
        case "after":
            return one.after(other)
        case "overlaps":
            return one.overlaps(other)
        case "contains":
            return one.contains(other)


@examples(300)
@given(dates(near_texts), dates(near_texts))
@example(PartialDate("2004-03-01/2004-03-02"), PartialDate("2004-03-01"))
@example(PartialDate("2004-03-0X"), PartialDate("2004-03-01/2004-03-02"))
@example(PartialDate("2004-03-0X"), PartialDate("2004-03-0X/2004-03-0X"))
@example(PartialDate("2004-03-01"), PartialDate("2004-03-01/2004-03-01"))
@example(PartialDate("2004-03-01/.."), PartialDate("2004-03-05/.."))
@example(PartialDate("2004-02-29/2004-03-0X"), PartialDate("2004-03-0X/2004-03-04"))
def test_a_comparison_is_true_if_it_is_true_for_all_possible_days(one: PartialDate, other: PartialDate) -> None:
    pairs = worlds(one.edtf), worlds(other.edtf)

    for comparison in COMPARISONS:
        assert compare(comparison, one, other) is in_all_worlds(comparison, *pairs), comparison


ALL_TEXTS = texts | near_texts


@given(dates(ALL_TEXTS), dates(ALL_TEXTS))
def test_the_algebra_of_two_dates(one: PartialDate, other: PartialDate) -> None:
    before, after, overlaps, contains = (compare(comparison, one, other) for comparison in COMPARISONS)

    assert before is other.after(one)
    assert overlaps is other.overlaps(one)
    assert not (before and after)
    assert (overlaps is False) == bool(before or after)
    if contains:
        assert overlaps is True
    if overlaps is False:
        assert contains is False
    if contains and other.contains(one):
        assert (one.earliest, one.latest) == (other.earliest, other.latest)


@given(dates(near_texts), dates(near_texts), dates(near_texts))
def test_the_algebra_of_three_dates(one: PartialDate, two: PartialDate, three: PartialDate) -> None:
    if one.before(two) and two.before(three):
        assert one.before(three) is True
    if one.contains(two) and two.contains(three):
        assert one.contains(three) is True
    if one.contains(two) and three.before(one):
        assert three.before(two) is True


@pytest.mark.parametrize(
    ("one", "comparison", "other", "answer"),
    [
        ("2004", "before", "2005-03", True),
        ("2004", "before", "2004-03", None),
        ("2004", "before", "2004", None),
        ("2004-06-11", "overlaps", "2004-06-11", True),
        ("2004-06", "overlaps", "2004-06-11", None),
        ("2004-06", "contains", "2004-06-11", None),
        ("2004-06-01/2004-06-30", "contains", "2004-06", True),
        ("2004/2006", "contains", "2005", True),
        ("2004/2006", "contains", "2004", None),
        ("2004/2006", "contains", "2003", False),
        ("2004", "contains", "2004-02/2004-03", False),
        ("2004/2004-06", "after", "2003", True),
        ("2004/2004-06", "before", "2004-07", True),
        ("2004-06/2004", "after", "2004-05", True),
        ("2022/..", "contains", "9999", True),
        ("2022/", "contains", "2030", None),
        ("2022/", "after", "2021", True),
        ("/2022", "before", "2023", True),
        ("/2022", "after", "1500", None),
        ("../2022", "overlaps", "-9999", True),
        ("2004/..", "overlaps", "2010/..", True),
        # Winter 2004 may begin in December 2003 in the north, or end in March 2005.
        ("2004-24", "before", "2005-04", True),
        ("2004-24", "before", "2005-03", None),
        ("2004-24", "after", "2003-12", None),
        # Nothing is certain of what the record itself calls approximate or uncertain ...
        ("1914~", "before", "2025", None),
        ("1914?", "overlaps", "1914", None),
        ("2000/..", "contains", "1914%", None),
        # ... but what does not depend on it stays certain.
        ("1951/1960~", "after", "1950", True),
        ("1951/1960~", "before", "1950", False),
        ("1951/1960~", "before", "2025", None),
        ("1951~/1960", "before", "1961", True),
    ],
)
def test_comparisons(one: str, comparison: Comparison, other: str, answer: bool | None) -> None:  # noqa: FBT001 - a column
    assert compare(comparison, PartialDate(one), PartialDate(other)) is answer


@pytest.mark.parametrize("comparison", COMPARISONS)
@pytest.mark.parametrize(
    ("other", "shown"), [("2004", "'2004' of the class str"), (None, "None of the class NoneType")]
)
def test_a_date_can_be_compared_only_with_dates(comparison: Comparison, other: object, shown: str) -> None:
    with pytest.raises(TypeError) as caught:
        compare(comparison, PartialDate("2004"), cast("PartialDate", other))

    assert str(caught.value) == f"a PartialDate can be compared only with a PartialDate, got {shown}"


@given(st.lists(dates(ALL_TEXTS), max_size=5), st.sampled_from([None, "then"]))
def test_the_sort_key_orders_all_dates_and_agrees_with_before(some: list[PartialDate], printed: str | None) -> None:
    some += [PartialDate(date.edtf, as_printed=printed) for date in some[:2]]
    listed = sorted(some, key=lambda date: date.sort_key)

    for one, other in pairwise(listed):
        assert not one.after(other)
    for one, other in product(some, some):
        assert (one.sort_key == other.sort_key) == (one == other)


BY_SORT_KEY = ["../1990", "/2004", "1990", "1990/1995", "1990/..", "1991-01", "1991"]


@given(st.permutations(BY_SORT_KEY))
def test_the_sort_key_puts_dates_without_a_bound_outside(some: list[str]) -> None:
    assert sorted(some, key=lambda text: PartialDate(text).sort_key) == BY_SORT_KEY
