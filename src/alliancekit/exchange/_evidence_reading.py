"""What the imports of Web Annotations and of Label Studio share."""

from collections.abc import Callable

from attrs import define

from alliancekit.corpus import Corpus
from alliancekit.evidence import SourceTexts
from alliancekit.evidence.texts import source_texts
from alliancekit.exchange._evidence import EvidenceCollector
from alliancekit.exchange.results import Imported, ImportLog
from alliancekit.formats import AnyPath, Limits, path_of, read_bytes, read_json
from alliancekit.models.attestation import Wording
from alliancekit.models.candidate import CandidateType


@define
class EvidenceReader:
    """Reads the annotations of a file.

    Attributes:
        collector: Collects the evidence.
        texts: The texts of the sources.
        wording: The wording of attestations whose annotations name none.
    """

    collector: EvidenceCollector
    texts: SourceTexts
    wording: Wording

    @property
    def log(self) -> ImportLog:
        """The problems."""
        return self.collector.log


def read_evidence(  # noqa: PLR0913, PLR0917 - the arguments of both imports
    path: AnyPath,
    corpus: Corpus,
    texts: AnyPath | SourceTexts,
    of: CandidateType,
    limits: Limits,
    scheme: str,
    read: Callable[[EvidenceCollector, SourceTexts], None],
) -> Imported:
    """Read a file in JSON with evidence for the records of a corpus.

    Args:
        path: The file.
        corpus: The corpus.
        texts: The folder with the texts of its sources, or the texts themselves.
        of: The type of candidates whose annotations name none.
        limits: The maximum size and depth of the file.
        scheme: The scheme of the ids of annotations.
        read: Adds the evidence in the file to the collector; called if the file is JSON.

    Raises:
        UnusableFile: If the file or the folder can't be read.
    """
    copies = source_texts(texts, corpus.sources())
    document = read_json(read_bytes(path_of(path), limits), str(path), limits)
    if document.problems:
        return Imported((), document.problems)
    collector = EvidenceCollector(corpus, ImportLog(document), of, scheme)
    read(collector, copies)
    return Imported(tuple(collector.records()), tuple(collector.log.problems))
