"""Write the evidence of records as tasks of Label Studio with predictions, and its labelling configuration."""

from collections.abc import Iterator
from itertools import chain
from xml.sax.saxutils import quoteattr

from alliancekit.corpus import Corpus
from alliancekit.corpus.references import attestations, kind_of
from alliancekit.evidence import Copy, SourceTexts, find
from alliancekit.exchange._annotation_parts import WORDINGS
from alliancekit.exchange._offsets import Offsets
from alliancekit.exchange.results import ExportLog
from alliancekit.exchange.rules import PASSAGE
from alliancekit.formats import Tree
from alliancekit.models import Candidate, Entry, Source
from alliancekit.models.attestation import Attestation

_LABEL, _TEXT, _WORDING, _NOTE = "label", "text", "wording", "note"


def tasks_of(corpus: Corpus, texts: SourceTexts, log: ExportLog, model: str) -> Iterator[Tree]:
    """Yield a task for each source with evidence."""
    for source in corpus.sources():
        records = [record for record in corpus if any(each.source == source.id for each in attestations(record))]
        if not records:
            continue
        text = texts[source.id]
        if text.copy is None:
            for record in records:
                log.report(PASSAGE, record.id, (), f"has evidence in {source.id}, which has no text: {text.reason}")
            continue
        results = [*chain.from_iterable(_results(record, source, text.copy, log) for record in records)]
        data: dict[str, Tree] = {"text": text.copy.text, "source": source.id}
        if source.title:
            data["title"] = source.title
        yield {"data": data, "predictions": [{"model_version": model, "result": results}]}


def _results(record: Entry, source: Source, copy: Copy, log: ExportLog) -> Iterator[Tree]:
    """Yield the spans of a record in a text, the wording of each, and the relations between them."""
    offsets = Offsets(copy.text)
    first = ""
    for n, attestation in enumerate(attestations(record)):
        if attestation.source != source.id:
            continue
        _report_lost(record, n, attestation, log)
        for m, anchor in enumerate(attestation.anchors):
            found = find(anchor, copy)
            if found.start is None or found.end is None:
                path = ("attestations", n, "anchors", m)
                log.report(PASSAGE, record.id, path, f"is lost in {source.file}")
                continue
            span: dict[str, Tree] = {
                "start": offsets.to_units(found.start),
                "end": offsets.to_units(found.end),
                "text": copy.text[found.start : found.end],
            }
            common: dict[str, Tree] = {"id": f"{record.id}/{n}/{m}", "to_name": _TEXT}
            labels: list[Tree] = [*labels_of(record, attestation)]
            meta: Tree = {"text": [record.id]}
            yield {**common, "from_name": _LABEL, "type": "labels", "value": {**span, "labels": labels}, "meta": meta}
            choices: list[Tree] = [attestation.wording]
            yield {**common, "from_name": _WORDING, "type": "choices", "value": {**span, "choices": choices}}
            if first:
                yield {"type": "relation", "from_id": first, "to_id": common["id"], "direction": "right"}
            first = first or f"{record.id}/{n}/{m}"


def labels_of(record: Entry, attestation: Attestation) -> list[str]:
    """Return the labels of the spans of an attestation: the type of the record, or the fields that it supports."""
    kind = record.of if isinstance(record, Candidate) else kind_of(record.id)
    return [f"{kind}.{name}" for name in attestation.fields] or [kind]


def _report_lost(record: Entry, n: int, attestation: Attestation, log: ExportLog) -> None:
    """Report what a task does not say of an attestation."""
    path = ("attestations", n)
    if not attestation.anchors:
        log.lost(record.id, path, "Label Studio marks only spans of text, and it has no anchor")
    for name in ("as_printed", "codings"):
        if getattr(attestation, name):
            log.lost(record.id, (*path, name), "a span in Label Studio has no place for it")


def config_of(corpus: Corpus) -> str:
    """Return the labelling configuration for the tasks of a corpus, in XML."""
    pairs = ((record, each) for record in corpus for each in attestations(record))
    labels = dict.fromkeys(["statement", "proposal", *chain.from_iterable(labels_of(*pair) for pair in pairs)])
    lines = [f"    <Label value={quoteattr(label)}/>" for label in labels]
    choices = [f"    <Choice value={quoteattr(wording)}/>" for wording in WORDINGS]
    return "\n".join(
        [
            "<View>",
            f'  <Labels name="{_LABEL}" toName="{_TEXT}">',
            *lines,
            "  </Labels>",
            f'  <Text name="{_TEXT}" value="$text"/>',
            f'  <Choices name="{_WORDING}" toName="{_TEXT}" perRegion="true" choice="single">',
            *choices,
            "  </Choices>",
            f'  <TextArea name="{_NOTE}" toName="{_TEXT}" perRegion="true" editable="true"/>',
            "</View>",
            "",
        ]
    )
