"""Evidence: anchors for passages of sources, and their verification against the user's own copies of the texts.

Each module has one task:

- `folding` removes differences between copies.
- `anchors` makes and finds anchors.
- `quotations` makes the anchors of quotations with ellipses.
- `near` suggests passages for a quotation that is not found.
- `texts` reads the user's copies.
- `verification` finds every anchor of a corpus in these copies.
- `repair` proposes new anchors for lost ones.
- `writing` writes anchors into the files of a corpus, with `edits` and `insertions`.
"""

from alliancekit.evidence.anchors import AnchorResult, Copy, anchor, anchor_words, find
from alliancekit.evidence.folding import Folded, fold
from alliancekit.evidence.near import NearPassage, WordDifference, near_passages
from alliancekit.evidence.quotations import QuotationResult, look_up_quotations, quotation_anchors
from alliancekit.evidence.repair import AnchorProposal, AnchorRepair, repairs
from alliancekit.evidence.texts import SourceText, SourceTexts, digest, read_copy
from alliancekit.evidence.verification import RULES, AnchorCheck, Verification, quote, verify
from alliancekit.evidence.writing import WrittenAnchors, update_anchors, write_anchors

__all__ = [
    "RULES",
    "AnchorCheck",
    "AnchorProposal",
    "AnchorRepair",
    "AnchorResult",
    "Copy",
    "Folded",
    "NearPassage",
    "QuotationResult",
    "SourceText",
    "SourceTexts",
    "Verification",
    "WordDifference",
    "WrittenAnchors",
    "anchor",
    "anchor_words",
    "digest",
    "find",
    "fold",
    "look_up_quotations",
    "near_passages",
    "quotation_anchors",
    "quote",
    "read_copy",
    "repairs",
    "update_anchors",
    "verify",
    "write_anchors",
]
