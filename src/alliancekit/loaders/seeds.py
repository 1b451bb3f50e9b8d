"""The five seed documents, coded: one call for a quasi-security alliance, Taipei 2025, as five texts report it.

The package holds facts in its own words, with anchors into the texts; the texts themselves are not in it.
"""

from os import PathLike
from pathlib import Path
from typing import overload

from alliancekit.corpus import Corpus, load
from alliancekit.evidence import Verification, verify

FOLDER = Path(__file__).with_name("_seeds")
"""The coded corpus, as the package ships it."""


@overload
def seeds() -> Corpus: ...
@overload
def seeds(*, texts: str | PathLike[str]) -> Verification: ...
def seeds(*, texts: str | PathLike[str] | None = None) -> Corpus | Verification:
    """Return the coded seed corpus; with the texts, what has become of each of its anchors in them.

    Args:
        texts: A folder with your copies of the five documents, under the names that the sources give. The result then
            has the corpus, says of each anchor whether it is exact, moved or lost, and quotes the words of an
            attestation.

    Raises:
        UnusableFile: If there is no such folder.
    """
    corpus = load(FOLDER)
    return corpus if texts is None else verify(corpus, texts)
