"""Make the anchors of the quotes of drafts, or refuse them."""

from attrs import frozen

from alliancekit.drafts.raw import RawDraft, RawQuote
from alliancekit.drafts.results import DraftLog, RefusedQuote
from alliancekit.drafts.rules import QUOTED
from alliancekit.errors import InvalidRecord
from alliancekit.evidence import Copy, anchor, fold, look_up_quotations
from alliancekit.evidence.ellipses import parts
from alliancekit.models.attestation import Anchor


@frozen
class QuoteFinder:
    """Finds the quotes of drafts in a text.

    Attributes:
        copy: The text.
        log: Where refused quotes are reported.
    """

    copy: Copy
    log: DraftLog

    def anchors(self, draft: RawDraft, quoted: RawQuote) -> tuple[Anchor, ...]:
        """Return the anchors of a quote; none if it is refused.

        The span in the file is used only if these words stand there in the annotated text, and if that is a copy of
        this text. Otherwise they must stand at one place.
        """
        marked = self._at_span(quoted)
        if marked:
            self.log.in_text = True
            return (marked,)
        (result,) = look_up_quotations(self.copy, [quoted.words])
        self.log.in_text |= bool(result.anchors or result.near or self._occurs(quoted.words))
        if result.problem:
            message = f"has no anchor: {result.problem.message}"
            problem = self.log.report(QUOTED, draft.document, quoted.path, message)
            self.log.refused.append(RefusedQuote(quoted.words, problem, result.near))
        return result.anchors

    def _occurs(self, words: str) -> bool:
        """Return whether a part of a quotation between its ellipses is in the text, at any number of places."""
        return any(self.copy.occurrences(fold(words[start:end].strip()).text) for start, end in parts(words))

    def _at_span(self, quoted: RawQuote) -> Anchor | None:
        """Return the anchor at the span in the file; None if the span is not certain."""
        if quoted.span is None or quoted.annotated is None:
            return None
        start, end = quoted.span
        text = quoted.annotated.text
        if not 0 <= start < end <= len(text) or fold(text[start:end]).text != fold(quoted.words).text:
            return None
        span = quoted.annotated.span_in(self.copy, start, end)
        try:
            return anchor(self.copy, *span) if span else None
        except InvalidRecord:
            return None
