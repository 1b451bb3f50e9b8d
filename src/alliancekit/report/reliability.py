"""The agreement of two coders, for the terminal."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from attrs import frozen
from rich.console import RenderableType
from rich.text import Text

from alliancekit.corpus.references import attestations
from alliancekit.display.terminal import Grid, Paragraph, styled
from alliancekit.display.values import field_label
from alliancekit.messages import counted
from alliancekit.models.attestation import Attestation
from alliancekit.reliability import LEAST_UNITS, CoderAgreement, Coefficient, FieldAgreement, RecordPair
from alliancekit.reliability.matching import CodedRecord

_UNDEFINED = "-"
"""What stands for an undefined coefficient."""

_FEW = "*"
"""The mark of a coefficient from few units."""

_HANG = 10
"""The cells for the label of a value."""


@frozen
class CoderTexts:
    """How to show the passages of both coders.

    Attributes:
        first: Returns the passages of an attestation of the first coder.
        second: Returns those of the second coder.
    """

    first: Callable[[str, Attestation], Iterable[RenderableType]]
    second: Callable[[str, Attestation], Iterable[RenderableType]]


def agreement_report(found: CoderAgreement, texts: CoderTexts | None = None) -> Iterator[RenderableType]:
    """Yield the agreement on records and on fields, the differences, and the records that only one coder has.

    Args:
        found: The agreement.
        texts: How to show the passages of differing and of unmatched records; None: they are not shown.
    """
    yield Paragraph(styled(("Records of both coders", "bold"), ", matched by their passages"))
    rows = [(each.type, str(each.first), str(each.second), str(each.matched), _number(each.f1)) for each in found.units]
    if rows:
        yield Grid(("type", "first", "second", "matched", "F1"), rows, indent=2)
    else:
        yield Paragraph(styled("neither coder has any"), indent=2)
    yield from _fields(found.fields)
    if found.differences:
        yield Text()
        yield Paragraph(styled(("Differences", "bold")))
    for each in found.differences:
        yield from _pair(each.pair)
        for value in each.values:
            yield Paragraph(styled((field_label(value.field), "bold")), indent=4)
            for label, text in (("first:", value.first), ("second:", value.second)):
                shown = styled(("(nothing)", "dim")) if text is None else styled(text)
                yield Paragraph(shown, indent=6, hang=_HANG, label=label)
        if texts:
            yield from _passages(each.pair.first, texts.first, "first:")
            yield from _passages(each.pair.second, texts.second, "second:")
    sides = (("first", found.matched.only_first), ("second", found.matched.only_second))
    for name, records in sides:
        yield from _unmatched(name, records, texts)


def _fields(fields: Sequence[FieldAgreement]) -> Iterator[RenderableType]:
    """Yield a table of the coefficients of each type, and why some are undefined or tell little."""
    header = ("field", "metric", "both", "only 1", "only 2", "equal", "kappa", "alpha")
    for type_, of_type in groupby(fields, key=lambda each: each.type):
        yield Text()
        yield Paragraph(
            styled(("Agreement", "bold"), f" on the {'type' if type_ == 'any' else f'fields of a {type_}'}")
        )
        yield Grid(header, [_row(each) for each in of_type], indent=2)
    reasons = dict.fromkeys(
        coefficient.reason for each in fields for coefficient in (each.kappa, each.alpha) if coefficient.reason
    )
    for reason in reasons:
        yield Paragraph(styled((f"{_UNDEFINED} undefined: {reason}", "dim")), indent=2, hang=2)
    if any(_is_doubtful(each, coefficient) for each in fields for coefficient in (each.kappa, each.alpha)):
        text = f"{_FEW} fewer than {LEAST_UNITS} units with values of both coders: the coefficient tells little"
        yield Paragraph(styled((text, "yellow")), indent=2, hang=2)


def _row(each: FieldAgreement) -> tuple[str, ...]:
    counts = (str(each.both), str(each.only_first), str(each.only_second))
    percent = _UNDEFINED if each.percent.value is None else f"{each.percent.value:.1%}"
    kappa, alpha = (
        _number(coefficient.value) + (_FEW if _is_doubtful(each, coefficient) else "")
        for coefficient in (each.kappa, each.alpha)
    )
    return (each.field, each.metric, *counts, percent, kappa, alpha)


def _is_doubtful(each: FieldAgreement, coefficient: Coefficient) -> bool:
    """Return whether a coefficient of a field is defined, but rests on few units."""
    return each.few_units and coefficient.value is not None


def _number(value: float | None) -> str:
    return _UNDEFINED if value is None else f"{value:.3f}"


def _pair(pair: RecordPair) -> Iterator[RenderableType]:
    """Yield the ids of two matched records, and their overlap."""
    ids = pair.first.id if pair.first.id == pair.second.id else f"{pair.first.id} and {pair.second.id}"
    how = "same id" if pair.by == "id" else f"overlap {pair.overlap:.2f}"
    yield Paragraph(styled(("~ ", "yellow"), (ids, "bold"), (f" ({how})", "dim")), indent=2, hang=2)


def _unmatched(name: str, records: Sequence[CodedRecord], texts: CoderTexts | None) -> Iterator[RenderableType]:
    """Yield the records that only one coder has."""
    if not records:
        return
    yield Text()
    yield Paragraph(styled((f"Only the {name} coder", "bold"), f" has {counted(len(records), 'record')}"))
    for record in records:
        yield Paragraph(styled(("+ ", "green"), record.id), indent=2, hang=2)
        if texts:
            yield from _passages(record, texts.first if name == "first" else texts.second)


def _passages(
    record: CodedRecord, passages: Callable[[str, Attestation], Iterable[RenderableType]], label: str = ""
) -> Iterator[RenderableType]:
    """Yield the passages of a record in their context."""
    rows = [row for each in attestations(record) for row in passages(each.source, each)]
    if rows and label:
        yield Paragraph(styled((f"passages of the {label.rstrip(':')} coder", "dim")), indent=4)
    yield from rows
