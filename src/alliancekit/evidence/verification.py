"""Verification: every anchor of a corpus, looked up in the reader's own copies of the texts."""

from collections import Counter
from collections.abc import Iterator
from typing import Final, get_args

from attrs import field, frozen

from alliancekit.corpus import Corpus
from alliancekit.corpus.references import attestations
from alliancekit.errors import InvalidCorpus, Path, Problem, Severity, UnusableFile, path_text
from alliancekit.evidence.anchors import ANCHORED, AnchorResult, Status, find
from alliancekit.evidence.texts import SourceText, SourceTexts
from alliancekit.formats import AnyPath
from alliancekit.messages import counted
from alliancekit.models.attestation import Anchor, Attestation
from alliancekit.models.ids import SourceId
from alliancekit.rules import Rule

LOST = Rule(
    code="AK951",
    demand="The words of an anchor are found in the text of its source, for certain.",
    advice="use the text that the source's digest names, or anchor the words anew",
)
MOVED = Rule(
    code="AK952",
    demand="The words of an anchor stand at the place that it gives, and are written as they were.",
    advice="the words are the same; nothing has to be done",
    severity=Severity.WARNING,
)
MISSING = Rule(
    code="AK953",
    demand="The text of each source with anchors is there to check them.",
    advice="put the text into the folder, under the name that the source gives",
    severity=Severity.WARNING,
)
UNREADABLE = Rule(
    code="AK954",
    demand="The file of a source is text in UTF-8, inside the folder of the texts.",
    advice="save the text as UTF-8 in that folder, or correct the name that the source gives",
)
RULES: Final = (LOST, MOVED, MISSING, UNREADABLE, ANCHORED)
"""The rules of evidence."""


@frozen
class AnchorCheck:
    """An anchor and what has become of it.

    Attributes:
        record: Id of the record that has it.
        path: Its place in the record, such as ``("attestations", 0, "anchors", 1)``.
        source: The source in which it stands.
        anchor: The anchor.
        result: Where its words stand in the reader's copy.
    """

    record: str
    path: Path
    source: SourceId
    anchor: Anchor
    result: AnchorResult


@frozen
class Verification:
    """What has become of the anchors of a corpus in a reader's copies of the texts.

    Attributes:
        corpus: The corpus.
        checks: Every anchor, in the order of the corpus.
        texts: The text of every source that names a file or has anchors, in the order of the corpus.
    """

    corpus: Corpus
    checks: tuple[AnchorCheck, ...] = field(repr=False)
    texts: tuple[SourceText, ...] = field(repr=False)
    _copies: SourceTexts = field(eq=False, repr=False)

    def quote(self, attestation: Attestation) -> tuple[str, ...]:
        """Return the words of each anchor of an attestation, as `quote` does."""
        return quote(attestation, self._copies)

    def counts(self, source: str | None = None) -> dict[Status, int]:
        """Return the number of anchors by status, zeros too.

        Args:
            source: Only those of this source.
        """
        found = Counter(check.result.status for check in self.checks if source in (None, check.source))
        statuses: tuple[Status, ...] = get_args(Status)
        return {status: found[status] for status in statuses}

    def problems(self) -> tuple[Problem, ...]:
        """Return what calls for a look: of each text once, and then of each anchor."""
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

    def _of_anchors(self) -> Iterator[Problem]:
        names = {text.source.id: text.source.file for text in self.texts}
        for check in self.checks:
            subject, name = path_text(check.path), names[check.source]
            anchor, found = check.anchor, check.result
            if found.status == "lost":
                yield _lost(check.path, name, found, check.record)
            elif found.status == "moved":
                old, new = f"{anchor.start} to {anchor.end}", f"{found.start} to {found.end}"
                message = f"{subject} stands at {new} in {name}, not at {old}"
                if old == new:
                    message = f"{subject} stands at its place in {name}, {old}, but is written differently"
                yield MOVED.problem(message, path=check.path, record=check.record)


def verify(corpus: Corpus, texts: AnyPath | SourceTexts) -> Verification:
    """Return what has become of every anchor of a corpus in the reader's copies of the texts.

    Args:
        corpus: The corpus.
        texts: The folder with the files that its sources name, or the texts themselves.

    Raises:
        UnusableFile: If there is no such folder. What is wrong with single files is told by `Verification.problems`.
    """
    texts = texts if isinstance(texts, SourceTexts) else SourceTexts(texts, corpus.sources())
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
    """Return the words of each anchor of an attestation, as the reader's copy of its source has them.

    Args:
        attestation: The attestation.
        texts: The texts of the sources.

    Raises:
        InvalidCorpus: With AK951 for each anchor that is lost.
        UnusableFile: If the text of its source is missing or can't be read.
        UnknownRecord: If its source is none of those of the texts.
    """
    text = texts[attestation.source]
    if text.copy is None:
        raise UnusableFile(text.reason)
    found = [find(anchor, text.copy) for anchor in attestation.anchors]
    lost = [_lost(("anchors", n), text.source.file, it) for n, it in enumerate(found) if it.status == "lost"]
    if lost:
        raise InvalidCorpus(lost)
    return tuple(text.copy.text[it.start : it.end] for it in found)


def _lost(path: Path, file: str | None, found: AnchorResult, record: str | None = None) -> Problem:
    return LOST.problem(f"{path_text(path)} is lost in {file}: {found.reason}", path=path, record=record)


def _find(anchor: Anchor, text: SourceText) -> AnchorResult:
    return AnchorResult("missing", reason=text.reason) if text.copy is None else find(anchor, text.copy)
