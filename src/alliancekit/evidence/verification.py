"""Verify a corpus: search for every anchor in the user's own copies of the texts."""

from collections import Counter
from collections.abc import Iterator
from typing import Final, get_args

from attrs import field, frozen

from alliancekit.corpus import Corpus
from alliancekit.corpus.references import attestations
from alliancekit.errors import InvalidCorpus, Path, Problem, Severity, UnusableFile, path_text
from alliancekit.evidence.anchors import ANCHORED, AnchorResult, Status, find
from alliancekit.evidence.texts import SourceText, SourceTexts, source_texts
from alliancekit.formats import AnyPath
from alliancekit.messages import counted
from alliancekit.models.attestation import Anchor, Attestation
from alliancekit.models.ids import SourceId
from alliancekit.rules import Rule

LOST = Rule(
    code="AK951",
    demand="The words of an anchor can be identified in the text of its source.",
    advice="compare the proposals of `alliancekit anchors repair`, or use the text with the digest of the source",
)
MOVED = Rule(
    code="AK952",
    demand="The words of an anchor are at its position in the text, and written in the same way.",
    advice="no action is needed: only the position or the writing of the words differs",
    severity=Severity.WARNING,
)
MISSING = Rule(
    code="AK953",
    demand="Each source with anchors or with 'file' has its text in the folder of the texts.",
    advice="put the text into the folder, with the name in 'file' of the source",
    severity=Severity.WARNING,
)
UNREADABLE = Rule(
    code="AK954",
    demand="The file of a source is UTF-8 text inside the folder of texts.",
    advice="save the text as UTF-8 in that folder, or correct 'file' of the source",
)
CHANGED = Rule(
    code="AK956",
    demand="The text of a source has the digest and the length of the source.",
    advice="use the text with the digest of the source; or, if this one replaces it, run `alliancekit anchors update`",
    severity=Severity.WARNING,
)
RULES: Final = (LOST, MOVED, MISSING, UNREADABLE, ANCHORED, CHANGED)
"""The rules of evidence."""


_STALE: Final = "the anchor is of another version of the text: run `alliancekit anchors update`"
"""What to do about an anchor at another position, although the text has the digest of its source."""


@frozen
class AnchorCheck:
    """An anchor of a record and its result.

    Attributes:
        record: Id of the record.
        path: The path of the anchor in the record, such as ``("attestations", 0, "anchors", 1)``.
        source: The id of its source.
        anchor: The anchor.
        result: The result of the search in the user's copy.
    """

    record: str
    path: Path
    source: SourceId
    anchor: Anchor
    result: AnchorResult


@frozen
class Verification:
    """The results for all anchors of a corpus in the user's copies of the texts.

    Attributes:
        corpus: The corpus.
        checks: All anchors with their results, in the order of the corpus.
        texts: The text of every source with a `file` or with anchors, in the order of the corpus.
    """

    corpus: Corpus
    checks: tuple[AnchorCheck, ...] = field(repr=False)
    texts: tuple[SourceText, ...] = field(repr=False)
    _copies: SourceTexts = field(eq=False, repr=False)

    def quote(self, attestation: Attestation) -> tuple[str, ...]:
        """Return the words of each anchor of an attestation, as `quote` does."""
        return quote(attestation, self._copies)

    def counts(self, source: str | None = None) -> dict[Status, int]:
        """Return the number of anchors by status, including zeros.

        Args:
            source: Count only anchors of this source.
        """
        counts = Counter(check.result.status for check in self.checks if source in (None, check.source))
        statuses: tuple[Status, ...] = get_args(Status)
        return {status: counts[status] for status in statuses}

    def problems(self) -> tuple[Problem, ...]:
        """Return the problems of the texts, one per text, then those of the anchors."""
        return (*self._of_texts(), *self._of_anchors())

    def _of_texts(self) -> Iterator[Problem]:
        anchors = Counter(check.source for check in self.checks)
        for text in self.texts:
            if text.reason is not None:
                rule = MISSING if text.state == "missing" else UNREADABLE
                number = anchors[text.source.id]
                unchecked = f"{counted(number, 'anchor')} can't be checked" if number else "no anchor needs it"
                message = f"{text.reason}; {unchecked}"
                yield rule.problem(message, path=("file",), record=text.source.id, hint=text.hint)
            elif differs := _difference(text):
                path, message = differs
                yield CHANGED.problem(message, path=(path,), record=text.source.id)

    def _of_anchors(self) -> Iterator[Problem]:
        texts = {text.source.id: text for text in self.texts}
        for check in self.checks:
            text = texts[check.source]
            subject, name = path_text(check.path), text.source.file
            anchor, result = check.anchor, check.result
            if result.status == "lost":
                yield _lost(check.path, text, result, check.record)
            elif result.status == "moved":
                old, new = f"{anchor.start} to {anchor.end}", f"{result.start} to {result.end}"
                message = f"{subject} is at {new} in {name}, not at {old}"
                if old == new:
                    message = f"{subject} is at its position in {name}, {old}, but is written differently"
                if result.reason is not None:
                    message = f"{message}; it is found {result.reason}"
                hint = _STALE if old != new and text.state == "identical" else None
                yield MOVED.problem(message, path=check.path, record=check.record, hint=hint)


def verify(corpus: Corpus, texts: AnyPath | SourceTexts) -> Verification:
    """Search for every anchor of a corpus in the user's copies of the texts.

    Args:
        corpus: The corpus.
        texts: The folder with the files of its sources, or the texts themselves.

    Raises:
        UnusableFile: If the folder does not exist. `Verification.problems` reports problems of single files.
    """
    texts = source_texts(texts, corpus.sources())
    checks: list[AnchorCheck] = []
    for record in corpus:
        for n, attestation in enumerate(attestations(record)):
            text = texts[attestation.source]
            for m, anchor in enumerate(attestation.anchors):
                path = ("attestations", n, "anchors", m)
                checks.append(AnchorCheck(record.id, path, attestation.source, anchor, _find(anchor, text)))
    anchored = {check.source for check in checks}
    sources = (source for source in corpus.sources() if source.file is not None or source.id in anchored)
    return Verification(corpus, tuple(checks), tuple(texts[source.id] for source in sources), texts)


def quote(attestation: Attestation, texts: SourceTexts) -> tuple[str, ...]:
    """Return the words of each anchor of an attestation from the user's copy of its source.

    Args:
        attestation: The attestation.
        texts: The texts of the sources.

    Raises:
        InvalidCorpus: With AK951 for each anchor that is lost.
        UnusableFile: If the text of its source is missing or can't be read.
        UnknownRecord: If its source is not one of the sources of the texts.
    """
    text = texts[attestation.source]
    if text.copy is None:
        raise UnusableFile(text.reason)
    results = [find(anchor, text.copy) for anchor in attestation.anchors]
    lost = [_lost(("anchors", n), text, it) for n, it in enumerate(results) if it.status == "lost"]
    if lost:
        raise InvalidCorpus(lost)
    return tuple(text.copy.text[it.start : it.end] for it in results)


def _lost(path: Path, text: SourceText, result: AnchorResult, record: str | None = None) -> Problem:
    version = "; the text has another digest than the source" if text.state == "changed" else ""
    message = f"{path_text(path)} is lost in {text.source.file}: {result.reason}{version}"
    return LOST.problem(message, path=path, record=record)


def _difference(text: SourceText) -> tuple[str, str] | None:
    """Return the field of a source from which its text differs, and a message; None if it has its digest and length."""
    length = None if text.copy is None else len(text.copy.text)
    other_length = text.source.length not in (None, length)
    if text.state == "changed":
        lengths = f", and {length} code points instead of {text.source.length}" if other_length else ""
        return "digest", f"{text.source.file} has another digest than {text.source.id}{lengths}"
    if other_length:
        return (
            "length",
            f"{text.source.file} has {length} code points, but the length of {text.source.id} is {text.source.length}",
        )
    return None


def _find(anchor: Anchor, text: SourceText) -> AnchorResult:
    return AnchorResult("missing", reason=text.reason) if text.copy is None else find(anchor, text.copy)
