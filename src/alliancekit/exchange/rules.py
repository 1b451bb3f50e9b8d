"""Rules of exchange with other tools: what an imported file must be, and what is lost on the way in or out."""

from typing import Final

from alliancekit.errors import Severity
from alliancekit.rules import Rule

STRUCTURE = Rule(
    code="AK961",
    demand="An imported file has the structure of its format, and each of its items makes a valid record.",
    advice="correct the item, or export it again from the other program",
)
LOST = Rule(
    code="AK962",
    demand="Each fact of an imported item or an exported record has a place in the other format.",
    advice="no action is needed, unless the fact matters: then put it into a field that both formats have",
    severity=Severity.WARNING,
)
PASSAGE = Rule(
    code="AK963",
    demand="The words and the positions of an annotation identify one passage in the text of its source.",
    advice="use the text that was annotated, or annotate this text again",
)
CHANGED = Rule(
    code="AK964",
    demand="An imported item has the values of the source of the corpus that it updates.",
    advice="compare both values; correct the item, or the source, if the new one is wrong",
    severity=Severity.WARNING,
)
RULES: Final = (STRUCTURE, LOST, PASSAGE, CHANGED)
"""The rules of exchange."""
