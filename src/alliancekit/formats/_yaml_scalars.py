"""What YAML tools make of plain text: which text they all read as text, and which some read as something else."""

import re
from typing import Final, NamedTuple


class Ambiguity(NamedTuple):
    """How YAML tools disagree about a plain text.

    Attributes:
        meaning: What some of them read.
        remedy: What to write if that is meant; empty if there is no such thing here.
    """

    meaning: str
    remedy: str = ""


# YAML 1.1, types bool and null. Case is left aside: some tools do so too.
_WORDS: Final = {
    **dict.fromkeys(("true", "yes", "on", "y"), Ambiguity("true", "true")),
    **dict.fromkeys(("false", "no", "off", "n"), Ambiguity("false", "false")),
    **dict.fromkeys(("null", "~"), Ambiguity("null", "null")),
    "=": Ambiguity("a default value"),
    "<<": Ambiguity("a merge key"),
}

_REMEDY: Final = "a number as in JSON, such as 10, -0.5 or 1.5e+3"
# YAML 1.1, types int and float, and YAML 1.2.2, section 10.3.2; capital prefixes as Go's strconv takes them, and
# commas between digits as Ruby's Psych does.
_NUMBERS: Final = tuple(
    (re.compile(pattern, re.ASCII | re.IGNORECASE), Ambiguity(meaning, remedy))
    for pattern, meaning, remedy in (
        (r"[-+]?0o?[0-7_]+", "an octal number", _REMEDY),
        (r"[-+]?0x[0-9a-f_]+", "a hexadecimal number", _REMEDY),
        (r"[-+]?0b[01_]+", "a binary number", _REMEDY),
        (r"[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?", "a number in base 60", _REMEDY),
        (r"[-+]?(\d(,?[\d_])*(\.[\d_]*)?|\.\d[\d_]*)(e[-+]?\d+)?", "a number", _REMEDY),
        (r"[-+]?\.inf", "infinity", ""),
        (r"\.nan", "a number that is none", ""),
    )
)
_NUMBER_STARTS: Final = tuple("+-.0123456789")

SHARED_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+(?:[eE][-+][0-9]+)?)?")
"""Numbers that YAML 1.1, YAML 1.2 and JSON write alike: with an exponent only after a decimal point, and signed."""

SHARED_WORDS: Final = {"true": True, "false": False, "null": None}
"""Words that YAML 1.1, YAML 1.2 and JSON read alike as something other than text."""


def ambiguity(text: str) -> Ambiguity | None:
    """Return how YAML tools disagree about a plain text, or None if it is text to all of them.

    Dates and times are text here. YAML 1.1 reads whole ones as timestamps; YAML 1.2 has no such type.
    What `SHARED_NUMBER` and `SHARED_WORDS` match is in doubt as text, so ask those first.
    """
    if text.startswith(_NUMBER_STARTS):
        return next((found for pattern, found in _NUMBERS if pattern.fullmatch(text)), None)
    return _WORDS.get(text.lower())
