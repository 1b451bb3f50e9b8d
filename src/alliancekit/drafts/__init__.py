"""Drafts: candidates from the output of a language model or an annotator, with anchors for the passages it quotes."""

from alliancekit.drafts._reading import read
from alliancekit.drafts.results import Drafted, RefusedDraft, RefusedQuote
from alliancekit.drafts.rules import RULES

__all__ = ["RULES", "Drafted", "RefusedDraft", "RefusedQuote", "read"]
