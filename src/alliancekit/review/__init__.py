"""Review drafts: accept, change or reject candidates, and record who decided what and when.

`Review` is the state of the drafts after some decisions, `outcome` returns the records that they leave, and
`read_decisions` and `add_decision` read and write files of decisions. `promoted` makes statements and proposals of
candidates that were accepted as such and are complete now.
"""

from alliancekit.review.decisions import Decision, EditedField, Verdict, decision_of, fingerprint
from alliancekit.review.drafts import changes_to, edited
from alliancekit.review.files import add_decision, decisions_path, read_decisions
from alliancekit.review.outcome import outcome
from alliancekit.review.promotion import promoted
from alliancekit.review.session import DraftState, DraftStatus, Review

__all__ = [
    "Decision",
    "DraftState",
    "DraftStatus",
    "EditedField",
    "Review",
    "Verdict",
    "add_decision",
    "changes_to",
    "decision_of",
    "decisions_path",
    "edited",
    "fingerprint",
    "outcome",
    "promoted",
    "read_decisions",
]
