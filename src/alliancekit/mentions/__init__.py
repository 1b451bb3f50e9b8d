"""Mentions of states, known actors, treaties and groupings, dates and quotations in a text, each with its span."""

from alliancekit.mentions._mention import MENTION_KINDS, Mention, MentionKind
from alliancekit.mentions._search import mentions

__all__ = ["MENTION_KINDS", "Mention", "MentionKind", "mentions"]
