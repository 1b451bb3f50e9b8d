"""The anchors of a corpus, looked up in the texts in a folder."""

from typing import TYPE_CHECKING, Final

from alliancekit.cli._exit_codes import Failure
from alliancekit.cli._printing import progress_bar

if TYPE_CHECKING:
    from alliancekit.corpus import Corpus
    from alliancekit.evidence import SourceTexts, Verification

_NAMED: Final = 10
"""The number of texts that a message names."""


def look_up_anchors(corpus: "Corpus", texts: "str | SourceTexts") -> "Verification":
    """Look up the anchors of a corpus in the texts in a folder."""
    from alliancekit.evidence import verify

    with progress_bar("Looking up anchors"):
        return verify(corpus, texts)


def no_texts(verification: "Verification", texts: str) -> Failure | None:
    """Return an exception if a folder contains none of the texts of a corpus."""
    if not verification.texts or any(text.state != "missing" for text in verification.texts):
        return None
    files = [text.source.file or f"{text.source.id} (has no 'file')" for text in verification.texts]
    names = ", ".join(files[:_NAMED]) + (f" and {len(files) - _NAMED} more" if len(files) > _NAMED else "")
    message = (
        f"{texts} contains none of the texts: {names}; name another folder, or put each text into it under the name in "
        "'file' of its source"
    )
    return Failure(message)
