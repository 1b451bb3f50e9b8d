"""Rules of drafts: what a file of drafts must be, and what is refused."""

from typing import Final

from alliancekit.errors import Severity
from alliancekit.rules import Rule

DRAFT_STRUCTURE = Rule(
    code="AK981",
    demand="A file of drafts has the structure of its format, and each draft makes a candidate.",
    advice="correct the draft, or code the record by hand",
)
QUOTED = Rule(
    code="AK982",
    demand="Each quote of a draft stands in the text, letter by letter, at one place.",
    advice="compare the quote with the text; pass more words if it stands there several times",
)
UNUSED = Rule(
    code="AK983",
    demand="Each fact of a draft has a place in a candidate.",
    advice="no action is needed, unless the fact matters: then add it by hand",
    severity=Severity.WARNING,
)
RULES: Final = (DRAFT_STRUCTURE, QUOTED, UNUSED)
"""The rules of drafts."""
