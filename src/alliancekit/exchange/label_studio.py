"""Exchange evidence with Label Studio, a program in which people label spans of text."""

from collections.abc import Mapping
from typing import Final

from alliancekit.corpus import Corpus
from alliancekit.evidence import SourceTexts
from alliancekit.evidence.texts import source_texts
from alliancekit.exchange._evidence import EvidenceCollector
from alliancekit.exchange._evidence_reading import read_evidence
from alliancekit.exchange._label_studio_reading import TaskReader
from alliancekit.exchange._label_studio_writing import config_of, tasks_of
from alliancekit.exchange.mappings import OTHER_FIELDS, Correspondence, lost_fields
from alliancekit.exchange.results import Exported, ExportLog, Imported
from alliancekit.formats import LIMITS, AnyPath, Limits, write_json
from alliancekit.models.attestation import Wording
from alliancekit.models.candidate import CandidateType

LABEL_STUDIO_FIELDS: Final = (
    Correspondence("id", "meta.text", "same", "same", "of a span; other texts there become the note"),
    Correspondence("of", "labels", "same", "same", "`statement` or `proposal`, or the begin of `statement.date`"),
    Correspondence("attestations.source", "data.source", "same", "same", "id, address or file; else the text"),
    Correspondence("attestations.wording", "choices", "same", "same", "for each span"),
    Correspondence("attestations.anchors", "start, end, text", "same", "same", "exported in UTF-16 units"),
    Correspondence("attestations.fields", "labels", "same", "same", "as `statement.date`; also `date` is read"),
    *lost_fields("attestations without anchors", "attestations.codings", "attestations.as_printed"),
    Correspondence("codings", "completed_by, created_at, model_version", "none", "same", "a model is a program"),
    Correspondence("note", "textarea", "none", "same", "for each span"),
    OTHER_FIELDS,
    Correspondence("", "relation", "none", "partly", "it joins spans to one candidate; its labels are lost"),
    Correspondence("", "lead_time, score, ground_truth", "none", "lost"),
    Correspondence("", "other types of results", "none", "lost", "also choices and texts for a whole task"),
)
"""How the evidence of records corresponds to tasks of Label Studio."""


def from_label_studio(  # noqa: PLR0913 - one parameter for each option
    path: AnyPath,
    corpus: Corpus,
    texts: AnyPath | SourceTexts,
    *,
    labels: Mapping[str, str] | None = None,
    of: CandidateType = "statement",
    wording: Wording = "mention",
    limits: Limits = LIMITS,
) -> Imported:
    """Read an export of Label Studio in its format JSON.

    Spans that relations join are the evidence of one candidate; any other span is that of a candidate of its own.
    Labels and choices name a type (`statement`), a field (`date`), both (`statement.date`), a wording, or the id of a
    record.

    Args:
        path: The file: a list of tasks with `data.text`. A task belongs to the source in `data.source`, or to the only
            source with the same text.
        corpus: The corpus. It must have the sources. A span that names one of its records adds an attestation to it.
        texts: The folder with the texts of the sources, or the texts themselves.
        labels: What labels and choices mean, such as ``{"Who": "statement.speaker"}``; others mean themselves.
        of: The type of candidates whose labels name none.
        wording: The wording of spans that name none.
        limits: The maximum size and depth of the file.

    Returns:
        The records that are new or have new evidence, and what was not converted. A span that is not found for certain
        is an error (AK963).

    Raises:
        UnusableFile: If the file or the folder can't be read.
    """

    def read(collector: EvidenceCollector, copies: SourceTexts) -> None:
        TaskReader(collector, copies, wording, labels or {}).read()

    return read_evidence(path, corpus, texts, of, limits, "label-studio", read)


def to_label_studio(corpus: Corpus, texts: AnyPath | SourceTexts, *, model: str = "alliancekit") -> Exported:
    """Return the evidence of a corpus as tasks for Label Studio, one for each source, with the spans as predictions.

    Args:
        corpus: The corpus.
        texts: The folder with the texts of the sources, or the texts themselves; the tasks contain them.
        model: The name of the model to which Label Studio attributes the predictions.

    Returns:
        The file, and what was not converted. An anchor whose words are not found is an error (AK963).

    Raises:
        UnusableFile: If there is no such folder.
    """
    texts = source_texts(texts, corpus.sources())
    log = ExportLog()
    tasks = [*tasks_of(corpus, texts, log, model)]
    return Exported(write_json(tasks), len(tasks), tuple(log.problems))


def label_studio_config(corpus: Corpus) -> str:
    """Return the labelling configuration of Label Studio, in XML, for the tasks of a corpus.

    Its labels are the types and the fields that the evidence of the corpus supports.
    """
    return config_of(corpus)
