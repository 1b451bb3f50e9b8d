"""Drafts as they stand in a file, in one form for all formats."""

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from alliancekit.engine.tree import Tree
from alliancekit.errors import Path
from alliancekit.evidence import Copy
from alliancekit.formats import Document
from alliancekit.models.candidate import TYPES, CandidateType

CANDIDATE_LISTS: Final[Mapping[str, CandidateType]] = {"statements": "statement", "proposals": "proposal"}
"""The lists of drafts that become candidates, with their type."""

TYPES_OF_DRAFTS: Final = tuple(TYPES)


@frozen
class RawQuote:
    """A quote as it stands in a file.

    Attributes:
        words: The words.
        path: Its path in the file.
        span: The span of code points that the file states for it; None: it states none.
        annotated: The text to which the span belongs; None: the file does not have it.
    """

    words: str
    path: Path
    span: tuple[int, int] | None = None
    annotated: Copy | None = None


@frozen
class RawAttestation:
    """The evidence of a draft as it stands in a file.

    Attributes:
        source: The id of the source; None: that of the text.
        wording: How the words relate to those of the speaker; None: the file does not say it.
        quotes: The quotes.
        rest: The other fields.
        path: Its path in the file.
    """

    source: str | None
    wording: Tree
    quotes: tuple[RawQuote, ...]
    rest: dict[str, Tree]
    path: Path


@frozen
class RawDraft:
    """A draft as it stands in a file.

    Attributes:
        of: The type of the candidate.
        id: Its id in the file, if it has one.
        fields: The values of its fields, without empty ones.
        attestations: Its evidence.
        document: The file, for locations.
        path: Its path in the file.
        paths: The path in the file of each field that stands elsewhere than its name below the path of the draft.
        faulty: Whether a part of its evidence is reported and left out.
    """

    of: CandidateType
    id: str | None
    fields: dict[str, Tree]
    attestations: tuple[RawAttestation, ...]
    document: Document
    path: Path
    paths: Mapping[str, Path]
    faulty: bool = False

    def at(self, path: Path) -> Path:
        """Return the path in the file of a path in the candidate."""
        return (*self.paths.get(str(path[0]), (*self.path, path[0])), *path[1:]) if path else self.path


def without_null(tree: Tree) -> Tree:
    """Return a tree without null values in its objects: in a draft, they mean that the text does not say it."""
    if isinstance(tree, dict):
        return {key: without_null(value) for key, value in tree.items() if value is not None}
    if isinstance(tree, list):
        return [without_null(value) for value in tree if value is not None]
    return tree
