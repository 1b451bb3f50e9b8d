"""Find plain YAML scalars that YAML tools read in different ways."""

import re
from typing import Final, NamedTuple


class Ambiguity(NamedTuple):
    """Two ways in which YAML tools read a plain text.

    Attributes:
        meaning: The meaning for some tools; for others, it is text.
        remedy: What to write for this meaning; empty if there is no such value in a corpus.
    """

    meaning: str
    remedy: str = ""


# YAML 1.1, types bool and null. Case is ignored, as in some tools.
_WORDS: Final = {
    **dict.fromkeys(("true", "yes", "on", "y"), Ambiguity("true", "true")),
    **dict.fromkeys(("false", "no", "off", "n"), Ambiguity("false", "false")),
    **dict.fromkeys(("null", "~"), Ambiguity("null", "null")),
    "=": Ambiguity("a default value"),
    "<<": Ambiguity("a merge key"),
}

_REMEDY: Final = "a number as in JSON, such as 10, -0.5 or 1.5e+3"
# YAML 1.1, types int and float, and YAML 1.2.2, section 10.3.2; capital prefixes as in Go's strconv, and
# commas between digits as in Ruby's Psych.
_NUMBERS: Final = tuple(
    (re.compile(pattern, re.ASCII | re.IGNORECASE), Ambiguity(meaning, remedy))
    for pattern, meaning, remedy in (
        (r"[-+]?0o?[0-7_]+", "an octal number", _REMEDY),
        (r"[-+]?0x[0-9a-f_]+", "a hexadecimal number", _REMEDY),
        (r"[-+]?0b[01_]+", "a binary number", _REMEDY),
        (r"[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?", "a number in base 60", _REMEDY),
        (r"[-+]?(\d(,?[\d_])*(\.[\d_]*)?|\.\d[\d_]*)(e[-+]?\d+)?", "a number", _REMEDY),
        (r"[-+]?\.inf", "infinity", ""),
        (r"\.nan", "not a number", ""),
    )
)
_NUMBER_STARTS: Final = tuple("+-.0123456789")

SHARED_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+(?:[eE][-+][0-9]+)?)?")
"""Numbers with the same syntax in YAML 1.1, YAML 1.2 and JSON; an exponent needs a decimal point and a sign."""

SHARED_WORDS: Final = {"true": True, "false": False, "null": None}
"""Words that YAML 1.1, YAML 1.2 and JSON all read as the same value, which is not text."""


def ambiguity(text: str) -> Ambiguity | None:
    """Return the ambiguity of a plain text, or None if all YAML tools read it as text.

    Dates and times count as text, although YAML 1.1 reads complete ones as timestamps; YAML 1.2 has no such type.
    Values in `SHARED_NUMBER` and `SHARED_WORDS` also have an ambiguity, so check these first.
    """
    if text.startswith(_NUMBER_STARTS):
        return next((each for pattern, each in _NUMBERS if pattern.fullmatch(text)), None)
    return _WORDS.get(text.lower())
