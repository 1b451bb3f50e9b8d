r"""The grammar of dates as regular expressions, for JSON Schema and other languages than Python.

`DATE` matches every date. It also matches a few texts that are no dates; `NO_DATE` is found in most of these.
Their syntax is common to Python, ECMA 262, RE2 and Rust, which excludes conditions such as ``(?!…)``.
"""

from typing import Final

_LEAP_YEAR: Final = "(?:(?:[02468][048]|[13579][26])00|[0-9]{2}(?:0[48]|[2468][048]|[13579][26]))"
_SEASON: Final = "2[1-4]"
_UNKNOWN_MONTH: Final = "[01X]X(?:-XX)?"
_MONTH_OR_DAY: Final = "(?:0[1-9]|1[0-2])(?:-(?:0[1-9X]|1[0-9X]|2[0-8X]|XX))?"
_DAY_29_OR_30: Final = "(?:0[13-9]|1[0-2])-(?:29|3[0X])"
_DAY_31: Final = "(?:0[13578]|1[02])-31"
_UNKNOWN_YEAR: Final = "[0-9](?:[0-9]{2}X|[0-9]XX|XXX)(?:-XX){0,2}"

_MOMENT: Final = (
    f"-?(?:[0-9]{{4}}(?:-(?:{_SEASON}|{_MONTH_OR_DAY}|{_DAY_29_OR_30}|{_DAY_31}|{_UNKNOWN_MONTH}))?"
    f"|{_LEAP_YEAR}-02-29|{_UNKNOWN_YEAR})[~?%]?"
)

DATE: Final = rf"{_MOMENT}(?:/(?:{_MOMENT}|\.\.)?)?|(?:\.\.)?/{_MOMENT}"
"""Matches all texts that `PartialDate` accepts, as a whole.

The only other texts that it matches are intervals that end before they begin, and those in which `NO_DATE` is found.
"""

NO_DATE: Final = r"(?:^|/)-0000|\n"
"""Is found in no text that `PartialDate` accepts: there is no year -0000, and no line break."""
