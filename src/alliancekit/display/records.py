"""A record as text: its fields and its evidence."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeAlias, TypeGuard, cast

from attrs import fields, frozen
from rich.console import RenderableType
from rich.text import Text

from alliancekit.corpus import Corpus, Disagreement, Evidence
from alliancekit.dates import PartialDate
from alliancekit.display import large_treaties
from alliancekit.display.names import name_of
from alliancekit.display.terminal import Paragraph, styled
from alliancekit.display.values import (
    commitment_lines,
    date_text,
    field_label,
    name_and_id,
    object_lines,
    object_text,
    source_line,
    without_kind,
)
from alliancekit.engine import Record
from alliancekit.messages import counted
from alliancekit.models import Candidate, Entry, Statement, Treaty
from alliancekit.models.attestation import Attestation, Reading
from alliancekit.models.ids import SourceId
from alliancekit.project_fields import FIELD, PREFIX
from alliancekit.rules.shape import FieldSpec, Kind, Shape, spec_of

_SEPARATE = {"id", "attestations"}
"""The fields that are not in the list of fields: the id is in the heading, attestations are evidence."""

INVERSE = {"groupings": "treaties", "replaces": "replaced by", "amends": "amended by"}
"""Fields of a treaty that refer to a record, and the label with which the report of that record lists the treaty."""

_NOTHING = "(nothing)"

Report: TypeAlias = tuple[str, SourceId, Attestation]
"""The report of a source: the id of the record that has the attestation, the id of the source, and the attestation."""


@frozen
class FieldItem:
    """The value of a field as text, or one item of it if it is a list.

    Attributes:
        lines: The text, and further texts for the lines below it.
        positions: The positions of the item in the list; several if equal commitments of many parties are one text.
            Empty if the value is no list, or if the text sums up the list.
    """

    lines: tuple[Text, ...]
    positions: tuple[int, ...] = ()


Passages: TypeAlias = Callable[[SourceId, Attestation], Iterable[RenderableType]]
"""Returns rows with the passages of an attestation in the text of its source."""


def record_report(
    corpus: Corpus, record: Entry, *, full: bool = True, passages: Passages | None = None
) -> Iterator[RenderableType]:
    """Yield a record with the reactions to it, its evidence, and the fields in which its sources or coders differ.

    Args:
        corpus: The corpus.
        record: The record.
        full: If False, the long lists of a large treaty are short: a table of its parties, and a summary of its
            commitments and provisions.
        passages: Returns the rows with the passages of an attestation, for below it.
    """
    yield from own_rows(corpus, record, full=full)
    reactions = list(_reactions(corpus, record))
    if reactions:
        yield Text()
        yield Paragraph(styled(("Reactions", "bold")))
        yield from reactions
    reports = reports_of(corpus.evidence(record))
    if reports:
        yield Text()
        yield from evidence_rows(corpus, record, reports, passages)
    differing = [disagreement for disagreement in corpus.disagreements() if disagreement.record == record.id]
    if differing:
        yield Text()
        coders = " or coders" if any(disagreement.between_coders for disagreement in differing) else ""
        yield Paragraph(styled((f"Where its sources{coders} differ", "bold")))
        for disagreement in differing:
            yield from difference_rows(disagreement)


def own_rows(corpus: Corpus, record: Entry, *, full: bool = True) -> Iterator[RenderableType]:
    """Yield the name, the id and the fields of a record."""
    yield from heading(record)
    yield from field_rows(corpus, record, full=full)


def reports_of(evidence: Iterable[Evidence]) -> tuple[Report, ...]:
    """Return the reports of sources for `evidence_rows`."""
    return tuple((each.record, each.source.id, each.attestation) for each in evidence)


def _reactions(corpus: Corpus, record: Entry) -> Iterator[RenderableType]:
    """Yield one line for each stance on a record: speaker, date, stance, and the id of the statement or candidate."""
    speeches: tuple[Statement | Candidate, ...] = (*corpus.statements(), *corpus.candidates())
    for each in speeches:
        for stance in each.stances:
            if stance.subject == record.id:
                speaker = name_and_id(corpus, each.speaker) if each.speaker else "speaker unknown"
                about = f", {date_text(each.date) or 'date unknown'}: {stance.stance}"
                yield Paragraph(styled(speaker, about, (f" ({each.id})", "dim")), indent=2, hang=2)


def heading(record: Entry) -> Iterator[RenderableType]:
    """Yield the name and the id of a record."""
    name = name_of(record)
    if name:
        yield Paragraph(styled((name, "bold")))
    yield Paragraph(styled((record.id, "dim" if name else "bold")))


def field_rows(corpus: Corpus, record: Entry, *, full: bool = True) -> Iterator[RenderableType]:
    """Yield the fields whose value is not the default, in the order of the type, without attestations.

    Treaties that refer to the record follow. With `full`, no list is shortened.
    """
    table = None if full or not has_table(record) else large_treaties.parties_table(corpus, record)
    texts_of = field_texts(corpus, record, full=full)
    hang = max(map(len, texts_of), default=0) + 2
    for name, texts in texts_of.items():
        dash = "- " if len(texts) > 1 else ""
        for number, (text, *below) in enumerate(texts):
            label = f"{'' if number else name:{hang}}{dash}"
            yield Paragraph(text, indent=2, hang=len(label), label=label.rstrip())
            label = f"{'':{len(label)}}- "
            for line in below:
                yield Paragraph(line, indent=2, hang=len(label), label=label.rstrip())
        if table and name == "parties":
            yield table


def field_texts(corpus: Corpus, record: Entry, *, full: bool = True) -> dict[str, list[tuple[Text, ...]]]:
    """Return the texts of the fields of `field_rows` by label: for each item of a list, one or several lines."""
    texts_of = {
        field_label(name): [item.lines for item in items] for name, items in own_items(corpus, record, full=full)
    }
    texts_of.update((key, [item.lines for item in items]) for key, items in project_items(record))
    for name, label in INVERSE.items():
        treaties = [treaty.id for treaty in corpus.treaties() if record.id in getattr(treaty, name)]
        if treaties:
            texts_of[label] = [(name_and_id(corpus, treaty),) for treaty in treaties]
    return texts_of


def own_items(corpus: Corpus, record: Entry, *, full: bool = True) -> Iterator[tuple[str, list[FieldItem]]]:
    """Yield the fields of a record whose value is not the default: the name, and the items of its value as text."""
    for field, attribute in zip(spec_of(type(record)).fields, fields(type(record)), strict=True):
        if field.name not in {*_SEPARATE, FIELD} and getattr(record, field.name) != attribute.default:
            yield field.name, list(_field_items(corpus, record, field, full=full))


def project_items(record: Entry) -> Iterator[tuple[str, list[FieldItem]]]:
    """Yield the fields of projects that a record has: the key of the project, and each of its fields as text."""
    for name, values in record.project_fields.tree().items():
        lines = (styled(f"{field} {_plain_text(value)}") for field, value in values.items())
        yield f"{PREFIX}{name}", [FieldItem((line,)) for line in lines]


def _plain_text(value: object) -> str:
    """Return a value of a field of a project on one line: a text as it is, any other value as JSON."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return " ".join(text.split("\n"))


def has_table(record: Entry) -> TypeGuard[Treaty]:
    """Return whether a record is a treaty whose parties are a table."""
    return isinstance(record, Treaty) and len(record.parties) > large_treaties.MOST_PARTIES


def _field_items(corpus: Corpus, record: Entry, field: FieldSpec, *, full: bool) -> Iterator[FieldItem]:
    """Yield the value of a field of a record as text, in a short form if the list is long."""
    value: object = getattr(record, field.name)
    if not isinstance(record, Treaty):
        yield from _items(corpus, field, value)
    elif field.name == "parties" and not full and has_table(record):
        yield FieldItem((large_treaties.parties_text(record),))
    elif field.name == "provisions" and not full and len(record.provisions) > large_treaties.MOST_LINES:
        yield FieldItem((large_treaties.provisions_text(record),))
    elif field.name == "commitments":
        items = [FieldItem((line,), positions) for positions, line in commitment_lines(corpus, record)]
        if full or len(items) <= large_treaties.MOST_LINES:
            yield from items
        else:
            yield from map(FieldItem, large_treaties.commitment_summary(corpus, record))
    else:
        yield from _items(corpus, field, value)


def _items(corpus: Corpus, field: FieldSpec, value: object) -> Iterator[FieldItem]:
    """Yield the value of a field as text; for a list, one per item."""
    if field.shape.item is None:
        yield FieldItem(_lines(corpus, field.shape, value))
        return
    for position, item in enumerate(cast("tuple[object, ...]", value)):
        yield FieldItem(_lines(corpus, field.shape.item, item), (position,))


def _lines(corpus: Corpus, shape: Shape, value: object) -> tuple[Text, ...]:
    """Return a value or an item of a list as text. Further texts are for the lines below the first."""
    if shape.kind is Kind.OBJECT:
        return object_lines(corpus, cast("Record", value))
    if isinstance(value, PartialDate):
        return (styled(date_text(value)),)
    if shape.refers_to:
        return (name_and_id(corpus, str(value)),)
    # Text of several lines is printed as one paragraph.
    return (styled("yes" if value is True else " ".join(str(value).split("\n"))),)


def evidence_rows(
    corpus: Corpus, record: Entry, reports: Sequence[Report], passages: Passages | None = None
) -> Iterator[RenderableType]:
    """Yield the attestations of a record, grouped by source, each with the rows that `passages` returns."""
    sources = {source for _, source, _ in reports}
    anchors = sum(len(attestation.anchors) for _, _, attestation in reports)
    total = f", {counted(anchors, 'anchor')} (in code points)" if anchors else ""
    count = f"{counted(len(reports), 'report')} of {counted(len(sources), 'source')}"
    yield Paragraph(styled(("Evidence", "bold"), f": {count}{total}"))
    for (bearer, source), items in groupby(reports, key=lambda report: report[:2]):
        yield Paragraph(styled(source_line(corpus, source), "" if bearer == record.id else f", of {bearer}"), 2, 2)
        for _, _, attestation in items:
            yield Paragraph(report_text(corpus, attestation), indent=4, hang=2)
            if passages:
                yield from passages(source, attestation)


def report_text(corpus: Corpus, attestation: Attestation) -> Text:
    """Return an attestation on one line: wording, coders, positions in the text, fields, printed values."""
    positions = ", ".join(f"{anchor.start}-{anchor.end}" for anchor in attestation.anchors)
    printed = Text("; ").join(_reading(reading) for reading in attestation.as_printed)
    parts: list[str | Text] = [attestation.wording]
    if attestation.codings:
        codings = styled("; ").join(object_text(corpus, coding) for coding in attestation.codings)
        parts.append(styled(" (", codings, ")"))
    if positions:
        parts.append(f" at {positions}")
    if attestation.fields:
        parts.append(styled(" for ", styled(", ").join(styled((field_label(it), "cyan")) for it in attestation.fields)))
    return styled(*parts, ": " if printed else "", printed)


def _reading(reading: Reading) -> Text:
    quoted = printed_text(reading) if reading.text is None else styled(f'"{reading.text}"')
    return styled((field_label(reading.field), "cyan"), " ", quoted)


def printed_text(reading: Reading) -> Text:
    """Return the text that a source prints for a field."""
    return styled((_NOTHING, "dim")) if reading.text is None else styled(reading.text)


def difference_rows(difference: Disagreement) -> Iterator[RenderableType]:
    """Yield the field of a disagreement, and one line per source; if coders differ, one per source and coders."""
    if not difference.between_coders:
        return side_by_side(difference.field, difference.readings)
    rows = zip(difference.readings, difference.coders, strict=True)
    named = [(f"{source} ({' and '.join(by) or 'coder unknown'})", reading) for (source, reading), by in rows]
    return side_by_side(difference.field, named)


def side_by_side(field: str, readings: Sequence[tuple[str, Reading]]) -> Iterator[RenderableType]:
    """Yield the name of a field, and one line per source with the text that it prints for the field."""
    by_source: dict[str, dict[str, Text]] = {}
    for source, reading in readings:
        text = printed_text(reading)
        by_source.setdefault(without_kind(source), {})[text.plain] = text
    if by_source:
        yield Paragraph(styled((field_label(field), "bold")), indent=2)
    hang = max(map(len, by_source), default=0) + 2
    for source, texts in by_source.items():
        yield Paragraph(styled((" | ", "dim")).join(texts.values()), indent=4, hang=hang, label=source)
