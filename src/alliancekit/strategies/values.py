"""Strategies for single values of fields: dates and texts."""

from functools import cache

from hypothesis import reject
from hypothesis import strategies as st

from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidDate

_PRECISIONS = ("{year}", "{year}-{month:02}", "{year}-{month:02}-{day:02}", "{year}-{season}", "{decade}X")
_FORMS = tuple(form + qualifier for qualifier in ("", "", "", "~", "?", "%") for form in _PRECISIONS)
_YEARS = 9_999
_DAYS = 28
"""The number of days that every month has."""


def dates(*, interval: bool | None = None) -> st.SearchStrategy[PartialDate]:
    """Return a strategy for dates of every precision, from the year -9999 to 9999, most of them after 1800.

    Args:
        interval: True: only intervals; False: no intervals; None: both.
    """
    if interval is None:
        return _all_dates()
    return _intervals() if interval else _moments()


@cache
def _all_dates() -> st.SearchStrategy[PartialDate]:
    return _moments() | _intervals()


@cache
def _moments() -> st.SearchStrategy[PartialDate]:
    return _printed_dates(_edtf(_FORMS), st.none() | texts_for_people())


# Hypothesis would print a value of `builds` or `map` as a call of our function. A composite one is printed as it is.
@st.composite
def _printed_dates(
    draw: st.DrawFn, edtf: st.SearchStrategy[str], printed: st.SearchStrategy[str | None]
) -> PartialDate:
    return PartialDate(draw(edtf), as_printed=draw(printed))


@cache
def _edtf(forms: tuple[str, ...]) -> st.SearchStrategy[str]:
    return _formatted_dates(st.sampled_from(forms), st.integers(0, 3 * _YEARS * 12 * _DAYS - 1))


@st.composite
def _formatted_dates(draw: st.DrawFn, forms: st.SearchStrategy[str], numbers: st.SearchStrategy[int]) -> str:
    return _format_date(draw(forms), draw(numbers))


def _format_date(form: str, number: int) -> str:
    """Return a date in a format. Low numbers give the first day of a year from 1800 on, others also years near 0."""
    day, year = divmod(number, 3 * _YEARS)
    distance = year - 2 * _YEARS
    number = 1800 + year % 301 if year < _YEARS else distance if year % 2 else distance // 10
    month, day = divmod(day, _DAYS)
    text = f"{'-' if number < 0 else ''}{abs(number):04}"
    return form.format(year=text, decade=text[:-1], month=month + 1, day=day + 1, season=21 + month % 4)


@cache
def _intervals() -> st.SearchStrategy[PartialDate]:
    ends = _edtf((*_FORMS, "..", ""))
    return _joined_dates(ends, ends)


@st.composite
def _joined_dates(draw: st.DrawFn, starts: st.SearchStrategy[str], ends: st.SearchStrategy[str]) -> PartialDate:
    return _interval(draw(starts), draw(ends))


def _interval(start: str, end: str) -> PartialDate:
    for edtf in (f"{start}/{end}", f"{end}/{start}", f"{start}/.."):
        try:
            return PartialDate(edtf)
        except InvalidDate:
            # The interval ends before it begins, or has no date at all.
            continue
    return reject()


@cache
def texts_for_people() -> st.SearchStrategy[str]:
    """Return a strategy for text that is not blank, in any script, of at most 20 characters."""
    return st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20).filter(str.strip)
