"""Find where the sources of a record disagree, and where its coders do."""

from collections.abc import Iterator
from itertools import combinations

from attrs import frozen

from alliancekit.corpus.references import attestations, finder_of
from alliancekit.errors import Path
from alliancekit.models import Candidate, Entry, Statement
from alliancekit.models.attestation import Attestation, Reading
from alliancekit.models.ids import SourceId
from alliancekit.rules.field_paths import Finder, covers

_WORDING = "wording"
"""The field of a disagreement about direct quotation; no record has a field of this name."""


@frozen
class Disagreement:
    """A field for which sources print different values, or for which coders read one source differently.

    If some sources quote the words of a statement directly and others only report them, the field is ``wording``, and
    the text of a reading is the wording of an attestation: ``verbatim``, ``indirect`` or ``paraphrase``.

    Attributes:
        record: Id of the record.
        field: The field, such as ``members`` or ``venue.kind``, as the first reading names it.
        readings: Each printed value with the id of its source, in the order of the attestations. If the text of a
            reading is None, the source prints no value.
        coders: For each reading, the persons who coded it; empty if they are not known.
    """

    record: str
    field: str
    readings: tuple[tuple[SourceId, Reading], ...]
    coders: tuple[tuple[str, ...], ...]

    @property
    def between_coders(self) -> bool:
        """Whether different coders have different readings of one source."""
        rows = [(source, by, reading.text) for (source, reading), by in zip(self.readings, self.coders, strict=True)]
        return any(
            source == other_source and text != other_text and by and other_by and not {*by} & {*other_by}
            for (source, by, text), (other_source, other_by, other_text) in combinations(rows, 2)
        )


def disagreements_of(record: Entry) -> Iterator[Disagreement]:
    """Yield the fields for which the sources of a record print different values, then its wording if that differs."""
    finder = finder_of(record)
    printed: dict[Path, list[tuple[Attestation, Reading]]] = {}
    for attestation in attestations(record):
        for reading in attestation.as_printed:
            printed.setdefault(finder.find(reading.field), []).append((attestation, reading))
    for readings in printed.values():
        if len({reading.text for _, reading in readings}) > 1:
            yield _disagreement(record, readings)
    quotations = list(_quotations(record, finder))
    if _differ_in_directness(quotations):
        yield _disagreement(record, quotations)


def _quotations(record: Entry, finder: Finder) -> Iterator[tuple[Attestation, Reading]]:
    """Yield the attestations that give the words of a statement, each with its wording as a reading."""
    if not isinstance(record, Statement | Candidate) or record.content is None:
        return
    for attestation in attestations(record):
        if attestation.wording != "mention" and supports(finder, attestation, ("content",)):
            yield attestation, Reading(field=_WORDING, text=attestation.wording)


def _differ_in_directness(quotations: list[tuple[Attestation, Reading]]) -> bool:
    """Return whether one source quotes words directly anywhere, and another one only reports them."""
    direct = {attestation.source for attestation, _ in quotations if attestation.wording == "verbatim"}
    return bool(direct) and any(attestation.source not in direct for attestation, _ in quotations)


def _disagreement(record: Entry, readings: list[tuple[Attestation, Reading]]) -> Disagreement:
    return Disagreement(
        record.id,
        readings[0][1].field,
        tuple((attestation.source, reading) for attestation, reading in readings),
        tuple(_coders(record, attestation) for attestation, _ in readings),
    )


def _coders(record: Entry, attestation: Attestation) -> tuple[str, ...]:
    """Return who coded an attestation: the coders of the record, if it has none of its own."""
    codings = attestation.codings or record.codings
    return tuple(coding.by for coding in codings if coding.role == "coded")


def supports(finder: Finder, attestation: Attestation, path: Path) -> bool:
    """Return whether an attestation is evidence for a part of its record: it names no field, or one that meets it."""
    named = [finder.find(name) for name in attestation.fields]
    return not named or any(covers(field, path) or covers(path, field) for field in named)
