"""A record as text: its fields and its evidence."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import cast

from attrs import fields
from rich.console import RenderableType
from rich.text import Text

from alliancekit.corpus import Corpus, Evidence
from alliancekit.dates import PartialDate
from alliancekit.messages import counted
from alliancekit.models import Entry
from alliancekit.models.attestation import Reading
from alliancekit.report.terminal import Paragraph, styled
from alliancekit.report.values import (
    NestedObject,
    date_text,
    field_label,
    name_and_id,
    name_of,
    object_text,
    source_line,
    without_kind,
)
from alliancekit.rules.shape import Kind, Shape, spec_of

_SEPARATE = {"id", "attestations"}
"""The fields that are not in the list of fields: the id is in the heading, attestations are evidence."""

_NOTHING = "(nothing)"


def record_report(corpus: Corpus, record: Entry) -> Iterator[RenderableType]:
    """Yield a record with its evidence and the fields in which its sources differ."""
    yield from heading(record)
    yield from field_rows(corpus, record)
    evidence = corpus.evidence(record)
    if evidence:
        yield Text()
        yield from evidence_rows(record, evidence)
    differing = [disagreement for disagreement in corpus.disagreements() if disagreement.record == record.id]
    if differing:
        yield Text()
        yield Paragraph(styled(("Where its sources differ", "bold")))
        for disagreement in differing:
            yield from side_by_side(disagreement.field, disagreement.readings)


def heading(record: Entry) -> Iterator[RenderableType]:
    """Yield the name and the id of a record."""
    name = name_of(record)
    if name:
        yield Paragraph(styled((name, "bold")))
    yield Paragraph(styled((record.id, "dim" if name else "bold")))


def field_rows(corpus: Corpus, record: Entry) -> Iterator[RenderableType]:
    """Yield the fields whose value is not the default, in the order of the type, without attestations."""
    model: type = type(record)
    texts_of = {
        field_label(field.name): list(_texts(corpus, field.shape, getattr(record, field.name)))
        for field, attribute in zip(spec_of(model).fields, fields(type(record)), strict=True)
        if field.name not in _SEPARATE and getattr(record, field.name) != attribute.default
    }
    hang = max(map(len, texts_of), default=0) + 2
    for name, texts in texts_of.items():
        dash = "- " if len(texts) > 1 else ""
        for number, text in enumerate(texts):
            label = f"{'' if number else name:{hang}}{dash}"
            yield Paragraph(text, indent=2, hang=len(label), label=label.rstrip())


def _texts(corpus: Corpus, shape: Shape, value: object) -> Iterator[Text]:
    """Yield the value of a field as text; for a list, one text per item."""
    if shape.item:
        for item in cast("tuple[object, ...]", value):
            yield from _texts(corpus, shape.item, item)
    elif shape.kind is Kind.OBJECT:
        yield object_text(corpus, cast("NestedObject", value))
    elif isinstance(value, PartialDate):
        yield styled(date_text(value))
    elif shape.refers_to:
        yield name_and_id(corpus, str(value))
    else:
        # Text of several lines is printed as one paragraph.
        yield styled("yes" if value is True else " ".join(str(value).split("\n")))


def evidence_rows(record: Entry, evidence: tuple[Evidence, ...]) -> Iterator[RenderableType]:
    """Yield the attestations of a record, grouped by source."""
    sources = {item.source.id for item in evidence}
    anchors = sum(len(item.attestation.anchors) for item in evidence)
    total = f", {counted(anchors, 'anchor')} (in code points)" if anchors else ""
    reports = f"{counted(len(evidence), 'report')} of {counted(len(sources), 'source')}"
    yield Paragraph(styled(("Evidence", "bold"), f": {reports}{total}"))
    for (bearer, _), items in groupby(evidence, key=lambda item: (item.record, item.source.id)):
        group = list(items)
        yield Paragraph(styled(source_line(group[0].source), "" if bearer == record.id else f", of {bearer}"), 2, 2)
        for report in group:
            yield Paragraph(styled(_report(report)), indent=4, hang=2)


def _report(evidence: Evidence) -> Text:
    """Return an attestation on one line: wording, positions in the text, printed values."""
    attestation = evidence.attestation
    positions = ", ".join(f"{anchor.start}-{anchor.end}" for anchor in attestation.anchors)
    printed = Text("; ").join(_reading(reading) for reading in attestation.as_printed)
    return styled(attestation.wording, f" at {positions}" if positions else "", ": " if printed else "", printed)


def _reading(reading: Reading) -> Text:
    quoted = _reading_text(reading) if reading.text is None else styled(f'"{reading.text}"')
    return styled((field_label(reading.field), "cyan"), " ", quoted)


def _reading_text(reading: Reading) -> Text:
    """Return the text that a source prints for a field."""
    return styled((_NOTHING, "dim")) if reading.text is None else styled(reading.text)


def side_by_side(field: str, readings: Sequence[tuple[str, Reading]]) -> Iterator[RenderableType]:
    """Yield the name of a field, and one line per source with the text that it prints for the field."""
    by_source: dict[str, dict[str, Text]] = {}
    for source, reading in readings:
        text = _reading_text(reading)
        by_source.setdefault(without_kind(source), {})[text.plain] = text
    if by_source:
        yield Paragraph(styled((field_label(field), "bold")), indent=2)
    hang = max(map(len, by_source), default=0) + 2
    for source, texts in by_source.items():
        yield Paragraph(styled((" | ", "dim")).join(texts.values()), indent=4, hang=hang, label=source)
