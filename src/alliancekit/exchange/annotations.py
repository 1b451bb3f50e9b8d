"""Exchange the evidence of records as annotations of the W3C, which Hypothesis and others read and write."""

from typing import Final

from alliancekit.corpus import Corpus
from alliancekit.evidence import SourceTexts
from alliancekit.evidence.texts import source_texts
from alliancekit.exchange._annotation_reading import AnnotationReader
from alliancekit.exchange._annotation_writing import annotations_of
from alliancekit.exchange._evidence import EvidenceCollector
from alliancekit.exchange._evidence_reading import read_evidence
from alliancekit.exchange.mappings import OTHER_FIELDS, Correspondence, lost_fields
from alliancekit.exchange.results import Exported, ExportLog, Imported
from alliancekit.formats import LIMITS, AnyPath, Limits, Tree, write_json
from alliancekit.models.attestation import Wording
from alliancekit.models.candidate import CandidateType

ANNOTATION_FIELDS: Final = (
    Correspondence("id", "body.value", "same", "same", "of a body with the purpose `identifying`, or a tag"),
    Correspondence(
        "of", "body.value", "same", "same", "`statement` or `proposal`, with the purpose `classifying`, or a tag"
    ),
    Correspondence("attestations.source", "target.source", "same", "same", "by `url`, id or `file`"),
    Correspondence("attestations.wording", "body.value", "same", "same", "with the purpose `classifying`, or a tag"),
    Correspondence("attestations.anchors", "target.selector", "same", "same", "in words and positions"),
    Correspondence("attestations.fields", "body.value", "same", "same", "with the purpose `tagging`, or a tag"),
    Correspondence("attestations.codings", "creator, created", "partly", "partly", "only names are exported"),
    *lost_fields("attestations.as_printed"),
    Correspondence(
        "content, names", "body.value", "same", "partly", "with the purpose `describing`; it becomes the note"
    ),
    OTHER_FIELDS,
    Correspondence("", "other selectors", "none", "lost", "FragmentSelector, XPathSelector, RangeSelector and others"),
    Correspondence("", "other keys and bodies", "none", "lost"),
)
"""How the evidence of records corresponds to Web Annotations."""

_CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"


def from_annotations(  # noqa: PLR0913 - one parameter for each option
    path: AnyPath,
    corpus: Corpus,
    texts: AnyPath | SourceTexts,
    *,
    of: CandidateType = "statement",
    wording: Wording = "mention",
    limits: Limits = LIMITS,
) -> Imported:
    """Read Web Annotations: evidence for records of a corpus, and candidates for new records.

    Args:
        path: The file: an annotation, a list of them, a page or a collection, or an answer of Hypothesis.
        corpus: The corpus. It must have the sources that are annotated. An annotation that names one of its records
            adds an attestation to it.
        texts: The folder with the texts of the sources, or the texts themselves.
        of: The type of candidates whose annotations name none.
        wording: The wording of attestations whose annotations name none.
        limits: The maximum size and depth of the file.

    Returns:
        The records that are new or have new evidence, and what was not converted. An annotation whose passage is not
        found for certain is an error (AK963).

    Raises:
        UnusableFile: If the file or the folder can't be read.
    """

    def read(collector: EvidenceCollector, copies: SourceTexts) -> None:
        AnnotationReader(collector, copies, wording).read()

    return read_evidence(path, corpus, texts, of, limits, "annotation", read)


def to_annotations(corpus: Corpus, texts: AnyPath | SourceTexts, *, utf16: bool = False) -> Exported:
    """Return the evidence of a corpus as a collection of Web Annotations, one for each anchor.

    Args:
        corpus: The corpus.
        texts: The folder with the texts of the sources, or the texts themselves; the annotations quote them.
        utf16: Whether positions count UTF-16 units, as programs in JavaScript do, instead of code points, which the
            standard demands.

    Returns:
        The file, and what was not converted. An anchor whose words are not found is an error (AK963).

    Raises:
        UnusableFile: If there is no such folder.
    """
    texts = source_texts(texts, corpus.sources())
    log = ExportLog()
    items = [*annotations_of(corpus, texts, log, utf16=utf16)]
    page: Tree = {"type": "AnnotationPage", "startIndex": 0, "items": items}
    tree: Tree = {"@context": _CONTEXT, "type": "AnnotationCollection", "total": len(items), "first": page}
    return Exported(write_json(tree), len(items), tuple(log.problems))
