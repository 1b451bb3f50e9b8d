"""Write anchors into the files of a corpus, and change nothing else in them: comments, order and layout remain."""

from collections.abc import Sequence
from pathlib import Path as FilePath

from attrs import frozen

from alliancekit.corpus.references import attestations
from alliancekit.errors import UnknownField, UnusableInput
from alliancekit.evidence.anchors import Copy, copy_of
from alliancekit.evidence.edits import AnchorEdits, in_common
from alliancekit.formats import AnyPath
from alliancekit.messages import counted, listed
from alliancekit.models import Entry, Source
from alliancekit.models.attestation import Anchor, Attestation


@frozen
class WrittenAnchors:
    """What `write_anchors` or `update_anchors` has written.

    Attributes:
        files: The changed files.
        source: The id of the source.
        anchors: The number of anchors that were not in the attestation before.
        digest: Whether the digest was written into the source.
        outside: The number of other anchors that end after the new text. If there are any, the length of the source is
            null now: the corpus would not be valid with the length of the text before these anchors are repaired.
        moved: The number of other anchors of the source that have new positions.
        lost: The number of other anchors of the source that are lost in the new text; they did not change.
        length: Whether the length was written into the source.
    """

    files: tuple[FilePath, ...]
    source: str
    anchors: int
    digest: bool
    outside: int = 0
    moved: int = 0
    lost: int = 0
    length: bool = False


def write_anchors(  # noqa: PLR0913 - one parameter for each choice
    corpus: AnyPath,
    record: str,
    anchors: Sequence[Anchor],
    *,
    source: str | None = None,
    attestation: int | None = None,
    replace: int | None = None,
    digest: str | None = None,
    new_digest: bool = False,
    text: str | Copy | None = None,
    common: AnyPath | None = None,
) -> WrittenAnchors:
    """Write anchors into an attestation of a record in its file. Comments, order and all other characters remain.

    The result is parsed and compared with the expected content before a file is replaced atomically. Anchors that the
    attestation already has are not written again.

    Args:
        corpus: The file or folder of the corpus, in YAML, JSON or JSON Lines.
        record: The id of the record.
        anchors: The anchors.
        source: The id of the source of the attestation; needed if the record has attestations of several sources.
        attestation: The number of the attestation in the record, from 1; needed if several are of the same source.
        replace: The number of the anchor of the attestation, from 1, that the only new one replaces; None: the anchors
            are added.
        digest: The digest of the text; written into the source if it has none.
        new_digest: Whether the digest, and the length if there is one, also replace those of the source. Other anchors
            of the source that are found elsewhere in `text` then get their new positions. If others end after the text,
            the length becomes null.
        text: The text, with LF line ends and without a byte order mark, as `read_copy` reads it; for `new_digest`.
        common: A corpus to which `corpus` refers. It is not changed: a source in it keeps its digest.

    Raises:
        InvalidCorpus: If the corpus is not valid, or would not be.
        UnknownField: If the record has no attestation of this source or number, or several to choose from; or if the
            attestation has no anchor with the number to replace.
        UnknownRecord: If there is no such record.
        UnusableFile: If a file can't be read, edited or written; or if the source has another digest, without
            `new_digest` or in `common`.
        UnusableInput: If several anchors, or one that the attestation has elsewhere, shall replace one; or if the
            record is in `common`.
    """
    edits = AnchorEdits(corpus, common)
    entry = edits.corpus[record]
    if entry.id not in edits.own:
        message = f"{in_common(record, common)}; pass the corpus with the record"
        raise UnusableInput(message)
    number, chosen = _attestation(entry, source, attestation)
    new = tuple(anchor for anchor in anchors if anchor not in chosen.anchors)
    of_source = edits.corpus[chosen.source]
    if digest is not None and not new_digest:
        advice = "use the text with the digest of the source; or, if this text shall replace it, pass new_digest=True"
        edits.refuse_other_digest(of_source, digest, advice)
    if replace is not None:
        _check_replaced(entry, chosen, anchors, replace)
        edits.replace(record, number, replace - 1, anchors[0])
    elif new:
        edits.add(record, number, new)
    if digest is not None and new_digest and text is not None:
        return _written(
            edits, of_source, digest, copy_of(text), common, len(new), new_length=of_source.length is not None
        )
    if digest is None or of_source.digest == digest or of_source.id not in edits.own:
        return WrittenAnchors(edits.write(), of_source.id, len(new), digest=False)
    edits.set_value(of_source, "digest", digest)
    return WrittenAnchors(edits.write(), of_source.id, len(new), digest=True)


def update_anchors(
    corpus: AnyPath, source: str, text: str | Copy, digest: str, *, common: AnyPath | None = None
) -> WrittenAnchors:
    """Make another version of the text of a source the one to which the corpus refers, in its files.

    The source gets the digest and the length of the text, and its anchors that are found elsewhere in the text get
    their new positions. Lost anchors do not change; `repairs` proposes new ones. All other characters of the files
    remain.

    Args:
        corpus: The file or folder of the corpus, in YAML, JSON or JSON Lines.
        source: The id of the source.
        text: The text, with LF line ends and without a byte order mark, as `read_copy` reads it.
        digest: The digest of its file.
        common: A corpus to which `corpus` refers. It is not changed: a source in it must have the digest already.

    Raises:
        InvalidCorpus: If the corpus is not valid, or would not be.
        UnknownRecord: If there is no such source.
        UnusableFile: If a file can't be read, edited or written, or if a source in `common` has another digest.
        UnusableInput: If the id is that of another record.
    """
    edits = AnchorEdits(corpus, common)
    record = edits.corpus[source]
    if not isinstance(record, Source):
        message = f"{source} is no source; pass the id of a source, such as source:daily"
        raise UnusableInput(message)
    return _written(edits, record, digest, copy_of(text), common, 0, new_length=True)


def _written(  # noqa: PLR0913, PLR0917 - what is written
    edits: AnchorEdits,
    source: Source,
    digest: str,
    copy: Copy,
    common: AnyPath | None,
    anchors: int,
    *,
    new_length: bool,
) -> WrittenAnchors:
    """Write edits, the positions of other anchors in a text, and its digest and length."""
    own = source.id in edits.own
    if not own:
        advice = f"{in_common(source.id, common)}; write the digest there first: `alliancekit anchors update`"
        edits.refuse_other_digest(source, digest, advice)
    moved, lost = edits.follow(source.id, copy)
    if own and source.digest != digest:
        edits.set_value(source, "digest", digest)
    outside = edits.outside(source.id, len(copy.text)) if own and new_length else 0
    length = None if outside else len(copy.text)
    changed = own and new_length and source.length != length
    if changed:
        edits.set_value(source, "length", length)
    return WrittenAnchors(
        edits.write(), source.id, anchors, own and source.digest != digest, outside, moved, lost, changed
    )


def _check_replaced(record: Entry, attestation: Attestation, anchors: Sequence[Anchor], number: int) -> None:
    """Raise if the anchor with a number of an attestation can't be replaced by the only one of some anchors."""
    known = attestation.anchors
    if len(anchors) != 1:
        message = f"one anchor replaces another one, got {counted(len(anchors), 'anchor')}"
        raise UnusableInput(message)
    if not 1 <= number <= len(known):
        message = f"the attestation of {record.id} has no anchor {number}"
        raise UnknownField(message, f"it has {counted(len(known), 'anchor')}, counted from 1")
    if anchors[0] in known and known.index(anchors[0]) != number - 1:
        message = f"the attestation of {record.id} has this anchor already, as number {known.index(anchors[0]) + 1}"
        raise UnusableInput(message)


def _attestation(record: Entry, source: str | None, number: int | None) -> tuple[int, Attestation]:
    """Return the attestation of a source or with a number, with its position, or the only attestation of a record."""
    numbered = enumerate(attestations(record))
    found = [(n, each) for n, each in numbered if source in (None, each.source) and number in (None, n + 1)]
    if len(found) == 1:
        return found[0]
    sources = tuple(dict.fromkeys(each.source for each in attestations(record)))
    if not found:
        of_source = f" of {source}" if source else ""
        known = f"its attestations are of {listed(sources, 'and')}" if sources else "add one with its wording first"
        message = f"{record.id} has no attestation{f' {number}' if number else ''}{of_source}"
        raise UnknownField(message, known)
    if source is None and len(sources) > 1:
        message = f"{record.id} has {counted(len(found), 'attestation')}"
        raise UnknownField(message, f"choose one with source: {listed(sources)}")
    message = f"{record.id} has {counted(len(found), 'attestation')} of {found[0][1].source}"
    raise UnknownField(message, f"choose one with attestation: {listed(tuple(str(n + 1) for n, _ in found))}")
