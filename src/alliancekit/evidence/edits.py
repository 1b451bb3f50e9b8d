"""Changes to anchors and to their source, which are checked together before a file of a corpus is written."""

from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import Final

from attrs import evolve

from alliancekit.convert import tree as tree_of
from alliancekit.corpus import load, read
from alliancekit.corpus.files import files_of
from alliancekit.corpus.references import attestations
from alliancekit.engine.tree import Tree
from alliancekit.errors import UnusableFile
from alliancekit.evidence.anchors import ANCHORED, Copy, anchor, find
from alliancekit.evidence.insertions import Insertion, insert
from alliancekit.formats import AnyPath, write_atomic
from alliancekit.models import Source
from alliancekit.models.attestation import Anchor, Attestation
from alliancekit.projects import ANY_PROJECT
from alliancekit.text import shown_path

_AFTER_WORDING: Final = ("wording",)
_AFTER_FILE: Final = ("file", "title", "kind")


class AnchorEdits:
    """Changes to attestations of records and to their source. Nothing is written before `write`.

    Args:
        corpus: The file or folder to change.
        common: A corpus to which it refers, which is not changed; None if it refers to none.

    Raises:
        InvalidCorpus: If the records of both are not valid.
    """

    def __init__(self, corpus: AnyPath, common: AnyPath | None) -> None:
        self._path = corpus
        self._paths = (corpus,) if common is None else (corpus, common)
        self.corpus: Final = load(*self._paths, projects=[ANY_PROJECT])  # only the package's own fields are changed
        own = self.corpus if common is None else read(corpus, projects=[ANY_PROJECT]).records
        self.own: Final = frozenset(str(record.id) for record in own)
        self._attestations: dict[str, tuple[Attestation, ...]] = {}
        self._values: dict[str, dict[str, str | int | None]] = {}
        self._insertions: list[Insertion] = []

    def attestations(self, record: str) -> tuple[Attestation, ...]:
        """Return the attestations of a record, with the changes."""
        return self._attestations.get(record) or tuple(attestations(self.corpus[record]))

    def add(self, record: str, number: int, anchors: Sequence[Anchor]) -> None:
        """Add anchors to an attestation of a record."""
        known = self.attestations(record)[number].anchors
        trees: list[Tree] = [tree_of(each) for each in anchors]
        self._insertions.append(Insertion(record, ("attestations", number), "anchors", trees, _AFTER_WORDING))
        self._set(record, number, (*known, *anchors))

    def replace(self, record: str, number: int, position: int, new: Anchor) -> None:
        """Replace the anchor at a position of an attestation of a record."""
        known = self.attestations(record)[number].anchors
        old = tree_of(known[position])
        path = ("attestations", number, "anchors", position)
        changed = {key: value for key, value in tree_of(new).items() if old.get(key) != value}
        self._insertions += [Insertion(record, path, key, value, ()) for key, value in changed.items()]
        self._set(record, number, (*known[:position], new, *known[position + 1 :]))

    def follow(self, source: str, copy: Copy) -> tuple[int, int]:
        """Give all anchors of a source that are found elsewhere in its text their new positions.

        Returns:
            How many anchors have changed, and how many are lost in the text and did not change.
        """
        moved = lost = 0
        for record in sorted(self.own):
            for number, attestation in enumerate(self.attestations(record)):
                for position, old in enumerate(attestation.anchors if attestation.source == source else ()):
                    result = find(old, copy)
                    if result.start is None or result.end is None:
                        lost += 1
                    elif result.status == "moved":
                        new = anchor(copy, result.start, result.end)
                        if new not in self.attestations(record)[number].anchors:
                            self.replace(record, number, position, new)
                            moved += 1
        return moved, lost

    def outside(self, source: str, length: int) -> int:
        """Return the number of anchors in a source that end after a length, with the changes."""
        return sum(
            each.end > length
            for record in self.corpus
            for attestation in self.attestations(record.id)
            if attestation.source == source
            for each in attestation.anchors
        )

    def set_value(self, source: Source, field: str, value: str | int | None) -> None:
        """Set a field of a source."""
        self._insertions.append(Insertion(source.id, (), field, value, _AFTER_FILE))
        self._values.setdefault(source.id, {})[field] = value

    def refuse_other_digest(self, source: Source, digest: str, advice: str) -> None:
        """Raise if a source has another digest than a text, with the place in its file.

        Raises:
            UnusableFile: If it has another digest.
        """
        if source.digest in (None, digest):
            return
        message = f"{source.id} has the digest {source.digest}, but the text has {digest}; {advice}"
        problem = read(*self._paths, projects=[ANY_PROJECT]).locate(
            ANCHORED.problem(message, path=("digest",), record=source.id)
        )
        message = f"{problem.location}: {message}"
        raise UnusableFile(message)

    def write(self) -> tuple[FilePath, ...]:
        """Write the changes, and return the files that have changed.

        Raises:
            InvalidCorpus: If the corpus would not be valid with the changes.
            UnusableFile: If a file can't be edited or written.
        """
        editor = self.corpus.editor()
        for source, values in self._values.items():
            editor.update(source, **values)
        for record, changed in self._attestations.items():
            editor.update(record, attestations=changed)
        editor.corpus()
        contents: dict[FilePath, str] = {}
        for insertion in self._insertions:
            insert(tuple(files_of([self._path])), insertion, contents)
        write_atomic({file: text.encode() for file, text in contents.items()})
        return tuple(contents)

    def _set(self, record: str, number: int, anchors: tuple[Anchor, ...]) -> None:
        known = self.attestations(record)
        changed = evolve(known[number], anchors=anchors)
        self._attestations[record] = (*known[:number], changed, *known[number + 1 :])


def in_common(name: str, common: AnyPath | None) -> str:
    """Return the beginning of a message about a record of a corpus that is not changed."""
    return f"{name} is in {shown_path(common or '')}, which is not changed"
