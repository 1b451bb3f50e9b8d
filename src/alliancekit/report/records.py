"""A record, readable: its fields, and the reports that it rests on."""

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
from alliancekit.report.words import Part, field_words, name_of, named, part, short, sourced, when
from alliancekit.rules.shape import Kind, Shape, spec_of

_ELSEWHERE = {"id", "attestations"}
_NOTHING = "(nothing)"


def shown(corpus: Corpus, record: Entry) -> Iterator[RenderableType]:
    """Yield a record with its evidence."""
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
    """Yield the fields that hold something, in the order of the type; attestations apart."""
    model: type = type(record)
    held = {
        field_words(field.name): list(_texts(corpus, field.shape, getattr(record, field.name)))
        for field, attribute in zip(spec_of(model).fields, fields(type(record)), strict=True)
        if field.name not in _ELSEWHERE and getattr(record, field.name) != attribute.default
    }
    hang = max(map(len, held), default=0) + 2
    for name, texts in held.items():
        dash = "- " if len(texts) > 1 else ""
        for number, text in enumerate(texts):
            label = f"{'' if number else name:{hang}}{dash}"
            yield Paragraph(text, indent=2, hang=len(label), label=label.rstrip())


def _texts(corpus: Corpus, shape: Shape, value: object) -> Iterator[Text]:
    """Yield what a field holds, in words; the items of a list one by one."""
    if shape.item:
        for item in cast("tuple[object, ...]", value):
            yield from _texts(corpus, shape.item, item)
    elif shape.kind is Kind.OBJECT:
        yield part(corpus, cast("Part", value))
    elif isinstance(value, PartialDate):
        yield styled(when(value))
    elif bool(shape.refers_to):
        yield named(corpus, str(value))
    else:
        # Text that is written over several lines is still one paragraph here.
        yield styled("yes" if value is True else " ".join(str(value).split("\n")))


def evidence_rows(record: Entry, evidence: tuple[Evidence, ...]) -> Iterator[RenderableType]:
    """Yield the reports that a record rests on, by source."""
    sources = {item.source.id for item in evidence}
    anchors = sum(len(item.attestation.anchors) for item in evidence)
    places = f", {counted(anchors, 'anchor')} (in code points)" if anchors else ""
    yield Paragraph(
        styled(
            ("Evidence", "bold"), f": {counted(len(evidence), 'report')} of {counted(len(sources), 'source')}{places}"
        )
    )
    for (bearer, _), items in groupby(evidence, key=lambda item: (item.record, item.source.id)):
        reports = list(items)
        yield Paragraph(styled(sourced(reports[0].source), "" if bearer == record.id else f", of {bearer}"), 2, 2)
        for report in reports:
            yield Paragraph(styled(_report(report)), indent=4, hang=2)


def _report(evidence: Evidence) -> Text:
    """Return a report in a line: its wording, where it stands, what it prints."""
    attestation = evidence.attestation
    places = ", ".join(f"{anchor.start}-{anchor.end}" for anchor in attestation.anchors)
    printed = Text("; ").join(_reading(reading) for reading in attestation.as_printed)
    return styled(attestation.wording, f" at {places}" if places else "", ": " if printed else "", printed)


def _reading(reading: Reading) -> Text:
    quoted = _reading_text(reading) if reading.text is None else styled(f'"{reading.text}"')
    return styled((field_words(reading.field), "cyan"), " ", quoted)


def _reading_text(reading: Reading) -> Text:
    """Return what a source prints for a field."""
    return styled((_NOTHING, "dim")) if reading.text is None else styled(reading.text)


def side_by_side(field: str, readings: Sequence[tuple[str, Reading]]) -> Iterator[RenderableType]:
    """Yield a field, and what each source prints for it."""
    by_source: dict[str, dict[str, Text]] = {}
    for source, reading in readings:
        text = _reading_text(reading)
        by_source.setdefault(short(source), {})[text.plain] = text
    if by_source:
        yield Paragraph(styled((field_words(field), "bold")), indent=2)
    hang = max(map(len, by_source), default=0) + 2
    for source, texts in by_source.items():
        yield Paragraph(styled((" | ", "dim")).join(texts.values()), indent=4, hang=hang, label=source)
