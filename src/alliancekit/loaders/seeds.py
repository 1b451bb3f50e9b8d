"""The seed corpus: five documents, coded, that report one call for a quasi-security alliance (Taipei 2025).

The package contains facts in its own words, with anchors into the texts, but not the texts.
"""

from os import PathLike
from pathlib import Path
from typing import overload

from alliancekit.corpus import Corpus, load
from alliancekit.evidence import Verification, verify

FOLDER = Path(__file__).with_name("_seeds")
"""The folder of the coded corpus in the package."""


@overload
def seeds() -> Corpus: ...
@overload
def seeds(*, texts: str | PathLike[str]) -> Verification: ...
def seeds(*, texts: str | PathLike[str] | None = None) -> Corpus | Verification:
    """Return the coded seed corpus; if `texts` is set, return it verified against your copies of the documents.

    Args:
        texts: A folder with your copies of the five documents, under the file names in the source records. The result
            then contains the corpus and, for each anchor, whether it is exact, moved or lost; it also quotes the words
            of an attestation.

    Raises:
        UnusableFile: If there is no such folder.
    """
    corpus = load(FOLDER)
    return corpus if texts is None else verify(corpus, texts)
