"""Collect the evidence that annotations give, and make candidates of it, or add it to records."""

from collections.abc import Iterator
from typing import cast

from attrs import define, evolve, field

from alliancekit.corpus import Corpus
from alliancekit.corpus.references import attestations
from alliancekit.errors import InvalidRecord, Path
from alliancekit.exchange._annotation_parts import AnnotationLabels
from alliancekit.exchange._candidates import candidate_of
from alliancekit.exchange._names_of_items import SlugMaker
from alliancekit.exchange.results import ImportLog
from alliancekit.exchange.rules import STRUCTURE
from alliancekit.messages import quote
from alliancekit.models import Entry, Source
from alliancekit.models.attestation import Anchor, Attestation, Wording
from alliancekit.models.candidate import TYPES, CandidateType
from alliancekit.models.coding import Coding
from alliancekit.models.identifier import Identifier
from alliancekit.models.ids import SourceId
from alliancekit.rules.shape import dotted_names


@define
class EvidenceGroup:
    """An attestation that grows with each annotation of it.

    Attributes:
        path: The path of its first annotation.
        group: What else the annotations of the attestation share.
        source: Its source.
        wording: Its wording.
        fields: The fields that it supports.
        codings: Who made it.
        anchors: Its anchors.
    """

    path: Path
    group: str
    source: SourceId
    wording: Wording
    fields: list[str]
    codings: tuple[Coding, ...]
    anchors: list[Anchor] = field(factory=list)

    @property
    def shared(self) -> object:
        """What all annotations of the attestation have in common."""
        return self.group, self.source, self.wording, tuple(self.fields), self.codings

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
        labels: What its annotations say.
        id: The id of the first annotation; empty if it has none.
        codings: Who made the candidate.
        evidence: Its attestations, by what the annotations of each share.
    """

    path: Path
    labels: AnnotationLabels
    id: str
    codings: tuple[Coding, ...] = ()
    evidence: dict[object, EvidenceGroup] = field(factory=dict)


@define
class EvidenceCollector:
    """Collects evidence for records and candidates.

    Attributes:
        corpus: The corpus with the sources, and with the records that annotations may name.
        log: The problems.
        of: The type of candidates whose annotations name none.
        scheme: The scheme of the ids of annotations.
    """

    corpus: Corpus
    log: ImportLog
    of: CandidateType
    scheme: str
    _subjects: dict[str, _Subject] = field(factory=dict)

    def add(  # noqa: PLR0913 - what an annotation says
        self,
        key: str,
        labels: AnnotationLabels,
        path: Path,
        id_: str,
        evidence: list[EvidenceGroup],
        *,
        codings: tuple[Coding, ...] = (),
    ) -> None:
        """Add the evidence of an annotation.

        Args:
            key: What identifies the candidate, unless the annotation names a record.
            labels: What the annotation says.
            path: Its path.
            id_: Its id; may be empty.
            evidence: Its evidence.
            codings: Who made the candidate.
        """
        new = _Subject(path, labels, "" if labels.record else id_, codings)
        subject = self._subjects.setdefault(labels.record or key, new)
        if subject is not new:
            present = {note for _, note in subject.labels.notes}
            subject.labels.notes += [(place, note) for place, note in labels.notes if note not in present]
        for each in evidence:
            subject.evidence.setdefault(each.shared, evolve(each, anchors=[])).anchors += each.anchors

    def source_at(self, address: str, path: Path) -> Source | None:
        """Return the only source with an address, an id or a file; report and return None if there is none."""
        sources = self.corpus.sources()
        by_id = [source for source in sources if source.id == address]
        by_address = [source for source in sources if address in (source.url, source.file)]
        found = by_id or by_address
        if len(found) == 1:
            return found[0]
        message = f"is about {quote(address)}, which is not the id, address or file of one source"
        self.log.report(STRUCTURE, path, message, hint="add the source to the corpus, with 'url' or 'file'")
        return None

    def records(self) -> Iterator[Entry]:
        """Yield the records with new evidence, and the candidates."""
        slugs = SlugMaker({record.id.partition(":")[2] for record in self.corpus})
        by_id: dict[str, Entry] = {record.id: record for record in self.corpus}
        for subject in self._subjects.values():
            if not subject.evidence:
                continue
            known = by_id.get(subject.labels.record or "")
            try:
                made = self._candidate(subject, slugs) if known is None else self._with_evidence(known, subject)
            except InvalidRecord as error:
                for problem in error.problems:
                    self.log.report(STRUCTURE, subject.path, f"makes no valid record: {problem.message}")
                continue
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
            "identifiers": (Identifier(scheme=self.scheme, value=subject.id),) if subject.id.strip() else (),
            "note": "\n".join(note for _, note in subject.labels.notes) or None,
            "codings": subject.codings,
        }
        return candidate_of(of, values)

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
