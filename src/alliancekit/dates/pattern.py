"""The grammar of dates as one regular expression, for JSON Schema and other languages than Python."""

from typing import Final

_YEAR: Final = "-?[0-9X]{4}"
_MONTH: Final = "(?:0[1-9X]|1[0-2X]|XX)"
_DAY: Final = "(?:0[1-9X]|[12][0-9X]|3[01X]|XX)"
_SEASON: Final = "2[1-4]"
_LEAP: Final = "-?(?:(?:[02468][048]|[13579][26])00|[0-9]{2}(?:0[48]|[2468][048]|[13579][26]))"

_NO_DIGIT: Final = "-?X"
_NO_YEAR: Final = "-0000"
_MISPLACED_X: Final = "[^/]*X-?[0-9]"
_NO_DAY: Final = "[^/]*-(?:02-3|(?:0[469]|11)-31)"
_LEAP_DAY: Final = "[^/]*-02-29"

_MOMENT: Final = (
    f"(?!{_NO_DIGIT}|{_NO_YEAR}|{_MISPLACED_X}|{_NO_DAY})(?:(?!{_LEAP_DAY})|(?={_LEAP}-))"
    f"{_YEAR}(?:-(?:{_SEASON}|{_MONTH}(?:-{_DAY})?))?[~?%]?"
)

DATE: Final = rf"{_MOMENT}|(?!(?:\.\.)?/(?:\.\.)?$)(?:{_MOMENT}|\.\.)?/(?:{_MOMENT}|\.\.)?"
"""Matches all texts that `PartialDate` accepts, as a whole; the syntax is valid in Python and in ECMA 262.

The only texts that it matches but `PartialDate` refuses are intervals that end before they begin.
"""
