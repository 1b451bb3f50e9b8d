"""Dates in running text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.dates import PartialDate
from alliancekit.dates.in_text import FoundDate, dates_in

TUESDAY = PartialDate("2025-04-29")


def found(text: str, anchor: PartialDate | None = TUESDAY) -> list[tuple[str, str | None]]:
    return [(text[each.start : each.end], each.date and each.date.edtf) for each in dates_in(text, anchor=anchor)]


def only(text: str, anchor: PartialDate | None = TUESDAY) -> FoundDate:
    (date,) = dates_in(text, anchor=anchor)
    return date


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("on Tuesday, 29 April 2025, he", "Tuesday, 29 April 2025", "2025-04-29"),
        ("Apr. 28, 2025", "Apr. 28, 2025", "2025-04-28"),
        ("the 28th day of April, 1952", "28th day of April, 1952", "1952-04-28"),
        ("from 17 to 19 March 2024", "17 to 19 March 2024", "2024-03-17/2024-03-19"),
        ("March 3-5, 2020", "March 3-5, 2020", "2020-03-03/2020-03-05"),
        ("8. bis 9. Juli 2016", "8. bis 9. Juli 2016", "2016-07-08/2016-07-09"),
        ("el 3 de marzo de 2008", "3 de marzo de 2008", "2008-03-03"),
        ("le 1er janvier 1963", "1er janvier 1963", "1963-01-01"),
        ("2022 to last year", "2022 to last year", "2022/2024"),
        ("the 1914-18 war", "1914-18", "1914/1918"),
        ("the mid-1960s", "mid-1960s", "196X"),
        ("in late April", "late April", "2025-04"),
        ("in September last year", "September last year", "2024-09"),
        ("spring of 1939", "spring of 1939", "1939-21"),
        ("c. 1850", "c. 1850", "1850~"),
        ("in 44 BC", "44 BC", "-0043"),
        ("dated 10/31/2025", "10/31/2025", "2025-10-31"),
        ("the 1960 treaty", "1960", "1960"),
        ("of 24日、", "24日", "2025-04-24"),
        ("30日", "30日", "2025-03-30"),
        ("2021年9月に", "2021年9月", "2021-09"),
        ("下个月", "下个月", "2025-05"),
        ("earlier this month", "earlier this month", "2025-04"),
        ("yesterday", "yesterday", "2025-04-28"),
        ("hier, les deux", "hier", "2025-04-28"),
        ("aujourd’hui", "aujourd’hui", "2025-04-29"),
        ("two days ago", "two days ago", "2025-04-27"),
        ("10 days ago", "10 days ago", "2025-04-19"),
        ("a day ago", "a day ago", "2025-04-28"),
        ("on Sunday", "Sunday", "2025-04-27"),
        ("last Friday", "last Friday", "2025-04-25"),
        ("this Friday", "this Friday", "2025-05-02"),
        ("on 3 May", "3 May", "2024-05-03"),
    ],
)
def test_certain_dates(text: str, words: str, edtf: str) -> None:
    assert found(text) == [(words, edtf)]


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 1973",
        "sent 3000 soldiers",
        "1,700",
        "hier und der die",
        "we may go",
        "in may",
        "5000",
        "the march",
        "§ 1975",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize(
    ("text", "anchor", "candidates"),
    [
        ("They will meet on Friday", "2025-04-29", ["2025-04-25", "2025-05-02"]),
        ("On Friday they will meet", "2025-04-29", ["2025-04-25", "2025-05-02"]),
        ("They met on Tuesday", "2025-04-29", ["2025-04-22", "2025-04-29"]),
        ("next Friday", "2025-04-29", ["2025-05-02", "2025-05-09"]),
        ("last Wednesday", "2025-05-02", ["2025-04-23", "2025-04-30"]),
        ("this Monday", "2025-04-29", ["2025-04-28", "2025-05-05"]),
        ("It will be signed on 3 May.", "2025-04-29", ["2024-05-03", "2025-05-03"]),
        ("It will open on 29 February.", "2025-04-29", ["2024-02-29"]),
    ],
)  # fmt: skip
def test_days_with_several_readings(text: str, anchor: str, candidates: list[str]) -> None:
    date = only(text, PartialDate(anchor))
    assert (date.date, [each.edtf for each in date.candidates]) == (None, candidates)
    assert date.reason


@pytest.mark.parametrize(
    "text", ["They said on Friday that it will", "He arrived on Friday. It will end.", "on Friday"]
)
def test_a_weekday_beside_a_verb_of_the_past_is_the_last_one(text: str) -> None:
    assert found(text) == [("Friday", "2025-04-25")]


@pytest.mark.parametrize(
    "text",
    [
        "19th century",
        "04/05/2025",
        "31 April 2025",
        "last May",
        "three weeks ago",
        "two days later",
        "several days ago",
    ],
)
def test_dates_that_are_not_certain_have_a_reason(text: str) -> None:
    date = only(text)
    assert date.date is None
    assert date.reason


def test_a_week_is_a_range() -> None:
    weeks = [only(text).within for text in ("last week", "this week", "next week")]
    assert [week and week.edtf for week in weeks] == [
        "2025-04-20/2025-04-27",
        "2025-04-27/2025-05-04",
        "2025-05-04/2025-05-11",
    ]
    sunday = only("this week", PartialDate("2025-05-04")).within
    assert sunday
    assert sunday.edtf == "2025-04-28/2025-05-10"


@pytest.mark.parametrize("text", ["yesterday", "next month", "on Friday", "24日", "on 3 May", "31 Apr."])
def test_without_the_date_of_the_text_only_dates_with_a_year_are_resolved(text: str) -> None:
    assert only(text, None).date is None
    assert only(text, None).reason
    assert found("3 May 2024", None) == [("3 May 2024", "2024-05-03")]


@pytest.mark.parametrize("text", ["yesterday", "24日", "on Friday"])
def test_a_day_needs_the_day_of_the_text(text: str) -> None:
    date = only(text, PartialDate("2025-04"))
    assert date.date is None
    assert date.reason == "the anchor must have a day, got 2025-04"


@given(st.text("0123456789 -/.,日月年MayAprilFridaylastnextweek\n", max_size=60))
def test_dates_are_in_order_and_read_as_alone(text: str) -> None:
    place = 0
    for date in dates_in(text, anchor=TUESDAY):
        assert place <= date.start < date.end <= len(text)
        place = date.end
        assert (date.date is None) == (date.reason is not None)
