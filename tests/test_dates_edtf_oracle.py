"""Our parser compared with the package edtf: the same results, except for the differences listed here."""

import calendar
import contextlib
import io
import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias, cast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.profiles import examples

from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidDate

grammar = pytest.importorskip("edtf.parser.grammar")

pytestmark = pytest.mark.slow

Bound: TypeAlias = tuple[int, int, int] | None
"""Year, month and day, or None if there is no bound."""
Bounds: TypeAlias = tuple[Bound, Bound] | str
"""The earliest and the latest day, or "invalid"."""


def ours(text: str) -> Bounds:
    try:
        date = PartialDate(text)
    except InvalidDate:
        return "invalid"
    return date.earliest, date.latest


def theirs(text: str) -> Bounds:
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints what it fails to make
            date = grammar.parse_edtf(text)
            lower, upper = date.lower_strict(), date.upper_strict()
    except Exception:  # noqa: BLE001 - it fails in many ways
        return "invalid"
    return _bound(lower), _bound(upper)


def _bound(bound: object) -> Bound:
    return None if isinstance(bound, float) else cast("Bound", tuple(cast("tuple[int, ...]", bound)[:3]))


class Departure(NamedTuple):
    """Where the two differ.

    Attributes:
        why: The argument for ours.
        concerns: Whether a text may be read differently for this reason: a pattern in it, or a function.
        examples: Texts with our bounds and theirs.
    """

    why: str
    concerns: str | Callable[[str], bool]
    examples: dict[str, tuple[Bounds, Bounds]]

    def may_concern(self, text: str) -> bool:
        return bool(re.search(self.concerns, text)) if isinstance(self.concerns, str) else self.concerns(text)


def has_no_such_leap_day(text: str) -> bool:
    return any(not calendar.isleap(int(year)) for year in re.findall(r"(-?[0-9]{4})-02-29", text))


def is_reversed(text: str) -> bool:
    start, _, end = text.partition("/")
    if "/" in end or "invalid" in {ours(start), ours(end)}:
        return False
    return PartialDate(start).sort_key[0] > PartialDate(end).sort_key[1]


def year(number: int) -> Bounds:
    return (number, 1, 1), (number, 12, 31)


DEPARTURES = {
    "29 February of a common year": Departure(
        "ISO 8601-1 has the dates of the calendar only; edtf takes 29 February of every year.",
        has_no_such_leap_day,
        {
            "2003-02-29": ("invalid", ((2003, 2, 29), (2003, 2, 29))),
            "1900-02-29~": ("invalid", ((1900, 2, 29), (1900, 2, 29))),
            "2003-02-29/2004": ("invalid", ((2003, 2, 29), (2004, 12, 31))),
        },
    ),
    "reversed interval": Departure(
        "ISO 8601-1 has the start of an interval before its end; edtf takes both as they come.",
        is_reversed,
        {"2006/2004": ("invalid", ((2006, 1, 1), (2004, 12, 31)))},
    ),
    "white space": Departure(
        "Nothing is repaired; edtf strips it.",
        r"\s",
        {" 2004": ("invalid", year(2004)), "2004\n": ("invalid", year(2004))},
    ),
    "unknown end": Departure(
        "Not known is not known; edtf puts it ten years from the other end.",
        r"^/|/$",
        {
            "/2004": ((None, (2004, 12, 31)), ((1994, 12, 31), (2004, 12, 31))),
            "2004/": (((2004, 1, 1), None), ((2004, 1, 1), (2014, 1, 1))),
        },
    ),
    "interval without a date": Departure(
        "An interval that is open on both sides says nothing.", r"^\.\./\.\.$", {"../..": ("invalid", (None, None))}
    ),
    "season": Departure(
        "ISO 8601-2 has 21 to 24 independent of location; edtf takes them for the northern meteorological seasons, "
        "and winter for December alone.",
        r"[0-9]{4}-2[1-4]",
        {
            "2004-21": (((2004, 3, 1), (2004, 12, 31)), ((2004, 3, 1), (2004, 5, 31))),
            "2004-22": (((2003, 12, 1), (2005, 3, 31)), ((2004, 6, 1), (2004, 8, 31))),
            "2004-23": (((2004, 3, 1), (2004, 12, 31)), ((2004, 9, 1), (2004, 11, 30))),
            "2004-24": (((2003, 12, 1), (2005, 3, 31)), ((2004, 12, 1), (2004, 12, 31))),
        },
    ),
    "qualified season": Departure(
        "A season can be approximate or uncertain as any date can; edtf has that in intervals only.",
        r"[0-9]{4}-2[1-4][~?%]",
        {"2004-21~": (((2004, 3, 1), (2004, 12, 31)), "invalid")},
    ),
    "quarters and the like": Departure(
        "Level 2: not supported, months say the same.",
        r"[0-9X]{4}-(2[5-9]|3[0-9]|4[01])",
        {"2004-33": ("invalid", ((2004, 1, 1), (2004, 3, 31)))},
    ),
    "month or day with one digit": Departure(
        "Level 2, and as plain as 199X; edtf reads it as valid, but fails on its bounds.",
        r"-[0-9]X",
        {
            "2004-1X": (((2004, 10, 1), (2004, 12, 31)), "invalid"),
            "2004-02-2X": (((2004, 2, 20), (2004, 2, 29)), "invalid"),
        },
    ),
    "no digit at all": Departure(
        "A date of which nothing is known is left out.",
        "XXXX",
        {"XXXX": ("invalid", ((0, 1, 1), (9999, 12, 31)))},
    ),
    "unspecified digit before a known one": Departure(
        "Level 2: the days that fit are not next to each other, so that earliest and latest would say too little.",
        r"X-?[0-9]",
        {
            "2004-XX-15": ("invalid", ((2004, 1, 15), (2004, 12, 15))),
            "199X-04": ("invalid", ((1990, 4, 1), (1999, 4, 30))),
        },
    ),
    "unspecified digits before the year 0": Departure(
        "There is no year -0000; and edtf turns the month and day around, or fails on them.",
        r"(^|/)-([0-9X]{4}-[^/]*X|0X|00X|000X)",
        {
            "-00XX": (((-99, 1, 1), (-1, 12, 31)), ((-99, 1, 1), (0, 12, 31))),
            "-19XX-XX": (((-1999, 1, 1), (-1900, 12, 31)), "invalid"),
            "-000X": (((-9, 1, 1), (-1, 12, 31)), ((-9, 1, 1), (0, 12, 31))),
            "-0001-XX": (year(-1), ((-1, 12, 1), (-1, 1, 31))),
            "-0400-02-XX": (((-400, 2, 1), (-400, 2, 29)), ((-400, 2, 29), (-400, 2, 1))),
        },
    ),
    "unspecified digits in an interval": Departure(
        "An end of an interval is a date like any other; edtf reads some of them and fails on others.",
        r"X.*/|/.*X",
        {
            "199X/..": (((1990, 1, 1), None), "invalid"),
            "2004-XX/2005": (((2004, 1, 1), (2005, 12, 31)), "invalid"),
        },
    ),
    "qualified date with unspecified year and month": Departure(
        "It can be approximate or uncertain as any date can; edtf has that for the year or the month alone.",
        r"[0-9]X+-XX(-XX)?[~?%]",
        {"199X-XX~": (((1990, 1, 1), (1999, 12, 31)), "invalid")},
    ),
    "qualifier of a part": Departure(
        "Level 2: not supported, a qualifier holds for the whole date.",
        r"[~?%][-0-9X]",
        {"2004-06?-11": ("invalid", ((2004, 6, 11), (2004, 6, 11)))},
    ),
    "long year": Departure(
        "The sources of the field have no year of five digits.", "Y", {"Y12000": ("invalid", year(12000))}
    ),
    "significant digits": Departure("Level 2: 19XX says the same.", "S", {"1950S2": ("invalid", year(1950))}),
    "time of day": Departure(
        "A date has no time of day.",
        "T",
        {"2004-02-03T12:00:00": ("invalid", ((2004, 2, 3), (2004, 2, 3)))},
    ),
    "set": Departure(
        "Level 2: a record has one date.",
        r"[\[{]",
        {
            "[2004,2005]": ("invalid", ((2004, 1, 1), (2005, 12, 31))),
            "{2004,2005}": ("invalid", ((2004, 1, 1), (2005, 12, 31))),
        },
    ),
}

digits = st.sampled_from(["2004", "2003", "1900", "0000", "0044", "199X", "19XX", "1XXX", "XXXX", "1X9X"])
years = st.tuples(st.sampled_from(["", "", "-"]), digits | st.integers(0, 9999).map("{:04}".format)).map("".join)
months = st.sampled_from(["02", "12", "XX", "1X"]) | st.integers(0, 26).map("{:02}".format)
days = st.sampled_from(["29", "30", "31", "XX", "2X"]) | st.integers(0, 32).map("{:02}".format)
parts = st.one_of(st.tuples(years), st.tuples(years, months), st.tuples(years, months, days)).map("-".join)
moments = st.tuples(parts, st.sampled_from(["", "", "~", "?", "%"])).map("".join)
ends = moments | st.sampled_from(["", ".."])
texts = moments | st.tuples(ends, ends).map("/".join)


@st.composite
def near_misses(draw: st.DrawFn) -> str:
    """Draw a date with one character added or removed."""
    text = draw(texts)
    place = draw(st.integers(0, len(text)))
    other: str = draw(st.sampled_from(["", *"0129-/.~?%X"]))
    return text[:place] + other + text[place + draw(st.integers(0, 1)) :]


@examples(200)
@given(texts | near_misses())
def test_the_package_edtf_has_the_same_result(text: str) -> None:
    assume(not any(departure.may_concern(text) for departure in DEPARTURES.values()))

    assert ours(text) == theirs(text)


@pytest.mark.parametrize("name", DEPARTURES)
def test_each_listed_difference_still_exists(name: str) -> None:
    departure = DEPARTURES[name]

    assert {text: (ours(text), theirs(text)) for text in departure.examples} == departure.examples
    for text, (our_bounds, their_bounds) in departure.examples.items():
        assert our_bounds != their_bounds
        assert departure.may_concern(text)
