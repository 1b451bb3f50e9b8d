"""Evidence: anchors into the texts of sources, and their check against the reader's own copies.

`folding` says what copying may change, `anchors` makes anchors and finds them again, `texts` reads the reader's copies,
`verification` looks up every anchor of a corpus in them.
"""

from alliancekit.evidence.anchors import AnchorResult, Copy, anchor, anchor_words, find
from alliancekit.evidence.folding import Folded, fold
from alliancekit.evidence.texts import SourceText, SourceTexts, digest, read_copy
from alliancekit.evidence.verification import RULES, AnchorCheck, Verification, quote, verify

__all__ = [
    "RULES",
    "AnchorCheck",
    "AnchorResult",
    "Copy",
    "Folded",
    "SourceText",
    "SourceTexts",
    "Verification",
    "anchor",
    "anchor_words",
    "digest",
    "find",
    "fold",
    "quote",
    "read_copy",
    "verify",
]
