"""Write the evidence of records as Web Annotations."""

from collections import Counter
from collections.abc import Iterator

from alliancekit.corpus import Corpus
from alliancekit.corpus.references import attestations, kind_of
from alliancekit.evidence import Copy, SourceTexts, find
from alliancekit.exchange._annotation_parts import EXPORTED_PREFIX
from alliancekit.exchange._evidence import description_of
from alliancekit.exchange._offsets import Offsets
from alliancekit.exchange._passages import CONTEXT
from alliancekit.exchange.results import ExportLog
from alliancekit.exchange.rules import PASSAGE
from alliancekit.formats import Tree
from alliancekit.models import Candidate, Entry
from alliancekit.models.attestation import Anchor, Attestation
from alliancekit.models.coding import Coding


def annotations_of(corpus: Corpus, texts: SourceTexts, log: ExportLog, *, utf16: bool) -> Iterator[Tree]:
    """Yield an annotation for each anchor of each record, and for each attestation without anchors."""
    urls = Counter(source.url for source in corpus.sources())
    addresses: dict[str, Tree] = {
        source.id: source.url if urls[source.url] == 1 and source.url else f"{EXPORTED_PREFIX}{source.id}"
        for source in corpus.sources()
    }
    for record in corpus:
        for n, attestation in enumerate(attestations(record)):
            _report_lost(record, n, attestation, log)
            text = texts[attestation.source]
            common = _common(record, attestation)
            source = addresses[attestation.source]
            if not attestation.anchors:
                yield {"id": f"{EXPORTED_PREFIX}{record.id}:{n}:0", **common, "target": {"source": source}}
            for m, anchor in enumerate(attestation.anchors):
                path = ("attestations", n, "anchors", m)
                if text.copy is None:
                    log.report(PASSAGE, record.id, path, f"has no words: {text.reason}", hint=text.hint)
                    continue
                selectors = _selectors(anchor, text.copy, utf16=utf16)
                if selectors is None:
                    log.report(PASSAGE, record.id, path, f"is lost in {text.source.file}")
                else:
                    target: Tree = {"source": source, "selector": selectors}
                    yield {"id": f"{EXPORTED_PREFIX}{record.id}:{n}:{m}", **common, "target": target}


def _common(record: Entry, attestation: Attestation) -> dict[str, Tree]:
    """Return what the annotations of an attestation share."""
    of = record.of if isinstance(record, Candidate) else kind_of(record.id)
    bodies: list[Tree] = [_body("identifying", record.id), _body("classifying", of)]
    bodies.append(_body("classifying", attestation.wording))
    bodies += [_body("tagging", name) for name in attestation.fields]
    if description := description_of(record):
        bodies.append(_body("describing", description))
    creators: list[Tree] = [
        {"type": "Person", "name": coding.by} for coding in attestation.codings if coding == Coding(by=coding.by)
    ]
    common: dict[str, Tree] = {"type": "Annotation", "body": bodies}
    return {**common, "creator": creators} if creators else common


def _body(purpose: str, value: str) -> Tree:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _selectors(anchor: Anchor, copy: Copy, *, utf16: bool) -> Tree:
    """Return the selectors of an anchor; None if it is lost."""
    found = find(anchor, copy)
    if found.start is None or found.end is None:
        return None
    text, start, end = copy.text, found.start, found.end
    offsets = Offsets(text)
    positions = (offsets.to_units(start), offsets.to_units(end)) if utf16 else (start, end)
    return [
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - CONTEXT) : start],
            "suffix": text[end : end + CONTEXT],
        },
        {"type": "TextPositionSelector", "start": positions[0], "end": positions[1]},
    ]


def _report_lost(record: Entry, n: int, attestation: Attestation, log: ExportLog) -> None:
    """Report what annotations do not say of an attestation."""
    if attestation.as_printed:
        log.lost(record.id, ("attestations", n, "as_printed"), "an annotation has no printed form of a field")
    for m, coding in enumerate(attestation.codings):
        if coding != Coding(by=coding.by):
            path = ("attestations", n, "codings", m)
            log.lost(record.id, path, "an annotation has the name of a coder only, and its date with the time of day")
