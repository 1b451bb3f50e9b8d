"""Read Web Annotations as evidence of records, and as candidates."""

from collections.abc import Iterator
from typing import cast

from attrs import define, evolve, field

from alliancekit.corpus import Corpus
from alliancekit.corpus.references import attestations
from alliancekit.errors import Path
from alliancekit.evidence import SourceTexts
from alliancekit.exchange._annotation_parts import (
    OWN,
    AnnotationLabels,
    codings_of,
    labels_of,
    selection_of,
    targets_of,
)
from alliancekit.exchange._drafts import draft
from alliancekit.exchange._names_of_items import SlugMaker
from alliancekit.exchange._passages import NotFound, passage_of
from alliancekit.exchange.results import ImportLog
from alliancekit.exchange.rules import PASSAGE, STRUCTURE
from alliancekit.formats import Tree
from alliancekit.messages import described, quote
from alliancekit.models import Entry, Source
from alliancekit.models.attestation import Anchor, Attestation, Wording
from alliancekit.models.candidate import TYPES, CandidateType
from alliancekit.models.coding import Coding
from alliancekit.models.identifier import Identifier
from alliancekit.models.ids import SourceId
from alliancekit.rules.shape import dotted_names

SCHEME = "annotation"
"""The scheme of ids of annotations."""


@define
class _EvidenceGroup:
    """An attestation that grows with each annotation of it.

    Attributes:
        path: The path of its first annotation.
        source: Its source.
        wording: Its wording.
        fields: The fields that it supports.
        codings: Who made it.
        anchors: Its anchors.
    """

    path: Path
    source: SourceId
    wording: Wording
    fields: list[str]
    codings: tuple[Coding, ...]
    anchors: list[Anchor] = field(factory=list)

    def attestation(self, fields: tuple[str, ...]) -> Attestation:
        """Return the attestation, with only those of its fields that the record has."""
        return Attestation(
            source=self.source,
            wording=self.wording,
            anchors=tuple(dict.fromkeys(self.anchors)),
            fields=tuple(name for name in self.fields if name in fields),
            codings=self.codings,
        )


@define
class _Subject:
    """A record that annotations are about.

    Attributes:
        path: The path of the first annotation.
        labels: What its first annotation says.
        id: The id of that annotation; empty if it has none.
        evidence: Its attestations, by what annotations of the same attestation share.
    """

    path: Path
    labels: AnnotationLabels
    id: str
    evidence: dict[object, _EvidenceGroup] = field(factory=dict)


@define
class AnnotationReader:
    """Collects the annotations of a file.

    Attributes:
        corpus: The corpus with the sources, and with the records that annotations may name.
        texts: The texts of the sources.
        log: The problems.
        of: The type of candidates whose annotations name none.
        wording: The wording of attestations whose annotations name none.
    """

    corpus: Corpus
    texts: SourceTexts
    log: ImportLog
    of: CandidateType
    wording: Wording
    _subjects: dict[str, _Subject] = field(factory=dict)

    def annotations(self) -> Iterator[tuple[Path, dict[str, Tree]]]:
        """Yield each annotation of the file with its path."""
        base, tree = _items_of(self.log.document.tree)
        if not isinstance(tree, list):
            self.log.report(STRUCTURE, base, f"must be an annotation or a list of annotations, got {described(tree)}")
            return
        for n, annotation in enumerate(tree):
            if isinstance(annotation, dict) and "target" in annotation:
                yield (*base, n), annotation
            else:
                self.log.report(STRUCTURE, (*base, n), "must be an annotation with a target")

    def add(self, annotation: dict[str, Tree], base: Path) -> None:
        """Add an annotation."""
        labels = labels_of(annotation, base, self.log)
        codings = codings_of(annotation, base, self.log)
        id_ = annotation.get("id")
        name = id_ if isinstance(id_, str) else ""
        key = labels.record or name or f"annotation-{base[-1]}"
        subject = self._subjects.setdefault(key, _Subject(base, labels, "" if labels.record else name))
        if subject.labels is not labels:
            said = {note for _, note in subject.labels.notes}
            subject.labels.notes += [(path, note) for path, note in labels.notes if note not in said]
        own = name.removeprefix(OWN).rpartition(":")[0] if name.startswith(OWN) else ""
        for path, address, selectors in targets_of(annotation, base):
            source = _source_at(address, self.corpus)
            if source is None:
                message = f"is about {quote(address)}, which is no id, address or file of a source"
                hint = "add the source to the corpus, with 'url' or 'file'"
                self.log.report(STRUCTURE, path, message, hint=hint)
                continue
            wording = labels.wording or self.wording
            shared = (own, source.id, wording, tuple(labels.fields), codings)
            found = _EvidenceGroup(path, source.id, wording, labels.fields, codings)
            if self._find(found, source, path, selectors):
                subject.evidence.setdefault(shared, found).anchors += found.anchors

    def _find(self, found: _EvidenceGroup, source: Source, path: Path, selectors: list[tuple[Path, Tree]]) -> bool:
        """Add the anchor of a target to its evidence; return whether it is found, or needs none."""
        if not selectors:
            return True
        selection, text = selection_of(selectors), self.texts[source.id]
        reason = text.reason if text.copy is None else None
        if selection is None:
            reason = "it has no TextQuoteSelector or TextPositionSelector"
        if selection is not None and text.copy is not None:
            try:
                passage = passage_of(selection, text.copy)
            except NotFound as error:
                reason = str(error)
            else:
                found.anchors.append(passage.anchor)
                if passage.remark:
                    self.log.lost((*path, "selector"), passage.remark)
        if reason is not None:
            self.log.report(PASSAGE, path, f"selects no passage: {reason}")
        return reason is None

    def records(self) -> Iterator[Entry]:
        """Yield the records with new evidence, and the candidates."""
        slugs = SlugMaker({record.id.partition(":")[2] for record in self.corpus})
        by_id: dict[str, Entry] = {record.id: record for record in self.corpus}
        for subject in self._subjects.values():
            if not subject.evidence:
                continue
            known = by_id.get(subject.labels.record or "")
            made = self._candidate(subject, slugs) if known is None else self._with_evidence(known, subject)
            if made is not None and made != known:
                yield made

    def _with_evidence(self, record: Entry, subject: _Subject) -> Entry | None:
        """Return a record with the attestations that it does not have yet; None after an error."""
        if isinstance(record, Source):
            self.log.report(STRUCTURE, subject.path, f"names {record.id}, but a source has no evidence")
            return None
        own = attestations(record)
        names = {name for each in own for name in each.fields}
        fields = self._fields(subject, (*dotted_names(type(record)), *names))
        known = {(each.source, each.wording, each.anchors, each.fields) for each in own}
        made = [each.attestation(fields) for each in subject.evidence.values()]
        new = [each for each in made if (each.source, each.wording, each.anchors, each.fields) not in known]
        for path, note in subject.labels.notes:
            if note != description_of(record):
                self.log.lost(path, f"{record.id} already exists, so its note stays")
        return cast("Entry", evolve(record, attestations=(*own, *new)))

    def _candidate(self, subject: _Subject, slugs: SlugMaker) -> Entry | None:
        """Return a candidate; None after an error."""
        kind, _, slug = (subject.labels.record or "").partition(":")
        if kind not in ("", "candidate", *TYPES):
            message = f"names {subject.labels.record}, which the corpus does not have; only statements, proposals and "
            self.log.report(STRUCTURE, subject.path, f"{message}candidates can be made from annotations")
            return None
        of = subject.labels.of or (cast("CandidateType", kind) if kind in TYPES else self.of)
        fields = self._fields(subject, dotted_names(TYPES[of]))
        values: dict[str, object] = {
            "id": f"candidate:{slugs.make(slug or subject.id or f'annotation-{subject.path[-1]}')}",
            "attestations": tuple(dict.fromkeys(each.attestation(fields) for each in subject.evidence.values())),
            "identifiers": (Identifier(scheme=SCHEME, value=subject.id),) if subject.id.strip() else (),
            "note": "\n".join(note for _, note in subject.labels.notes) or None,
        }
        return draft(of, values)

    def _fields(self, subject: _Subject, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names that a record has, and report other fields of its annotations."""
        for evidence in subject.evidence.values():
            for name in evidence.fields:
                if name not in names:
                    self.log.lost(evidence.path, f"the record has no field {quote(name)}")
        return names


def description_of(record: Entry) -> str | None:
    """Return the content of a statement, or the preferred name of another record; None if it has neither."""
    content = getattr(record, "content", None)
    names = getattr(record, "names", ())
    return content or (names[0].text if names else None)


def _items_of(tree: Tree) -> tuple[Path, Tree]:
    """Return the list of annotations in a collection, in a page, or in an answer of Hypothesis, and its path."""
    if not isinstance(tree, dict):
        return (), tree
    for path in (("first", "items"), ("items",), ("rows",), ("annotations",)):
        value: Tree = tree
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, list):
            return path, value
    return (), [tree]


def _source_at(address: str, corpus: Corpus) -> Source | None:
    """Return the only source with an address, an id or a file; None if there is none, or more than one."""
    plain = address.removeprefix(OWN)
    sources = corpus.sources()
    by_id = [source for source in sources if source.id == plain]
    by_address = [source for source in sources if address in (source.url, source.file)]
    found = by_id or by_address
    return found[0] if len(found) == 1 else None
