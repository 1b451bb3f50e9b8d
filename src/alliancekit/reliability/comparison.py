"""Compare the records of two coders: which records both have, and how far the values of these agree."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from attrs import frozen

from alliancekit.corpus import Corpus
from alliancekit.evidence import SourceTexts
from alliancekit.formats import AnyPath
from alliancekit.models import KINDS
from alliancekit.reliability.coded_values import IN_DAYS, CodedValue, coded_values
from alliancekit.reliability.coefficients import (
    LEAST_UNITS,
    Coefficient,
    cohen_kappa,
    krippendorff_alpha,
    percent_agreement,
)
from alliancekit.reliability.matching import (
    CODED_TYPES,
    CodedType,
    MatchedRecords,
    RecordPair,
    match_records,
    type_of,
)
from alliancekit.reliability.metrics import Metric, Scalar
from alliancekit.rules.shape import dotted_names

if TYPE_CHECKING:
    from alliancekit.formats import Tree

TYPE_FIELD: Final = "type"
"""The name of the type of a record, as a field of any record."""


@frozen
class UnitAgreement:
    """How far two coders have records of a type for the same passages.

    Attributes:
        type: The type.
        first: The number of records of the first coder.
        second: The number of records of the second coder.
        matched: The number of pairs with this type on both sides.
    """

    type: CodedType
    first: int
    second: int
    matched: int

    @property
    def f1(self) -> float | None:
        """Twice the number of pairs divided by the number of all records, from 0 to 1; None without records.

        It is the harmonic mean of precision and recall, whichever coder is the standard. Without a number of passages
        that neither coder has chosen, kappa can't be computed, and F1 comes near to it: Hripcsak, G., and Rothschild,
        A. S. (2005): Agreement, the F-measure, and reliability in information retrieval. JAMIA 12(3).
        """
        total = self.first + self.second
        return 2 * self.matched / total if total else None


@frozen
class FieldAgreement:
    """How far two coders agree on a field, in the records that both have.

    Attributes:
        type: The type of the records; ``any`` for their types themselves.
        field: The field, such as ``venue.kind``; ``stances.stance`` is the stance on each subject that both name.
        metric: How alpha compares two values.
        both: The number of units for which both coders have a value.
        only_first: The number of units for which only the first coder has one.
        only_second: The number of units for which only the second coder has one.
        percent: Percent agreement.
        kappa: Cohen's kappa.
        alpha: Krippendorff's alpha.
    """

    type: str
    field: str
    metric: Metric
    both: int
    only_first: int
    only_second: int
    percent: Coefficient
    kappa: Coefficient
    alpha: Coefficient

    @property
    def few_units(self) -> bool:
        """Whether there are fewer than `LEAST_UNITS` units with both values, so that kappa and alpha tell little."""
        return self.both < LEAST_UNITS


@frozen
class DifferingValue:
    """A field for which two coders have different values.

    Attributes:
        field: The field, with the key of an item in brackets, such as ``stances.stance[state:chn]``.
        first: The value of the first coder as text; None: no value.
        second: The value of the second coder as text; None: no value.
    """

    field: str
    first: str | None
    second: str | None


@frozen
class DifferingPair:
    """Two matched records with different values.

    Attributes:
        pair: The records.
        values: The values that differ, in the order of the fields.
    """

    pair: RecordPair
    values: tuple[DifferingValue, ...]


@frozen
class CoderAgreement:
    """The agreement of two coders.

    Attributes:
        matched: Their records, in pairs where they match.
        units: For each type that occurs, how far both have records of it.
        fields: For each type and field, how far their values agree; the first is the type of the records.
        differences: The pairs with different values.
    """

    matched: MatchedRecords
    units: tuple[UnitAgreement, ...]
    fields: tuple[FieldAgreement, ...]
    differences: tuple[DifferingPair, ...]

    def tree(self) -> "dict[str, Tree]":
        """Return the agreement as a plain tree, for `json.dumps`."""
        return {
            "least_units": LEAST_UNITS,
            "units": [
                {
                    "type": each.type,
                    "first": each.first,
                    "second": each.second,
                    "matched": each.matched,
                    "f1": each.f1,
                }
                for each in self.units
            ],
            "fields": [_field_tree(each) for each in self.fields],
            "pairs": [_pair_tree(each) for each in self.matched.pairs],
            "only_first": [record.id for record in self.matched.only_first],
            "only_second": [record.id for record in self.matched.only_second],
            "differences": [
                {
                    "first": each.pair.first.id,
                    "second": each.pair.second.id,
                    "fields": [
                        {"field": value.field, "first": value.first, "second": value.second} for value in each.values
                    ],
                }
                for each in self.differences
            ],
            "notes": list(self.matched.notes),
        }


def coder_agreement(  # noqa: PLR0913 - what may be compared, and how
    first: Corpus,
    second: Corpus,
    texts: AnyPath | None = None,
    *,
    least_overlap: float = 0.0,
    sources: Collection[str] = (),
    coded_by: tuple[Collection[str], Collection[str]] | None = None,
) -> CoderAgreement:
    """Return how far two coders agree, who coded the same texts independently of each other.

    Statements, proposals, treaties and candidates are matched by their passages. The fields of matched records of one
    type are then compared. Actors, states and sources are lists that both coders share: a reference to one is a value.

    Args:
        first: The corpus of the first coder.
        second: The corpus of the second coder.
        texts: The folder with the texts of the sources; needed only if the coders used different copies.
        least_overlap: The least share of the passages of either record that both rest on, from 0 to 1.
        sources: The ids of the sources that both have coded: only records that rest on one of them count; empty: all.
        coded_by: The ids of the records of the first and of the second coder, if their corpora also have other
            statements, proposals, treaties or candidates, to which these refer; None: all records.

    Raises:
        UnknownRecord: If one of `sources` is in neither corpus.
        UnusableFile: If the folder does not exist.
        UnusableInput: If one of `sources` is the id of another record.
        ValueError: If `least_overlap` is not from 0 to 1.
    """
    if not 0 <= least_overlap <= 1:
        message = f"least_overlap is a share from 0 to 1, got {least_overlap}"
        raise ValueError(message)
    copies = None if texts is None else (SourceTexts(texts, first.sources()), SourceTexts(texts, second.sources()))
    matched = match_records(first, second, copies, least_overlap, sources, coded_by)
    names = {**matched.source_names, **{str(pair.second.id): str(pair.first.id) for pair in matched.pairs}}
    compared = [(pair, _side_by_side(pair, names)) for pair in matched.pairs]
    differences = ((pair, tuple(_differing(pair, rows))) for pair, rows in compared)
    return CoderAgreement(
        matched,
        tuple(_units(matched)),
        tuple(_field_agreements(compared)),
        tuple(DifferingPair(pair, values) for pair, values in differences if values),
    )


_Row = tuple[CodedValue | None, CodedValue | None]
"""The values of both coders for one unit."""


def _side_by_side(pair: RecordPair, names: Mapping[str, str]) -> dict[tuple[str, str], _Row]:
    """Return the values of a pair by field and item; nothing for records of different types."""
    if not pair.same_type:
        return {}
    firsts, seconds = ({(each.field, each.item): each for each in values} for values in _values(pair, names))
    type_ = type_of(pair.first)
    keys = sorted({*firsts, *seconds}, key=lambda key: (_place(type_, key[0]), key[1]))
    rows = {key: (firsts.get(key), seconds.get(key)) for key in keys}
    # An item that only one coder has is a difference of the list; its fields can't be compared.
    return {key: row for key, row in rows.items() if not key[1] or _both_have_item(key, firsts, seconds)}


def _values(pair: RecordPair, names: Mapping[str, str]) -> Iterator[Iterable[CodedValue]]:
    yield coded_values(pair.first, {})
    yield coded_values(pair.second, names)


def _both_have_item(key: tuple[str, str], *sides: Mapping[tuple[str, str], CodedValue]) -> bool:
    """Return whether the lists of both coders have the item of a field."""
    field, item = key
    lists = (side.get((field.partition(".")[0], "")) for side in sides)
    return all(each and isinstance(each.value, frozenset) and item in each.value for each in lists)


def _differing(pair: RecordPair, rows: Mapping[tuple[str, str], _Row]) -> Iterator[DifferingValue]:
    """Yield the values that differ; a date in days is left out, because the date itself differs."""
    if not pair.same_type:
        yield DifferingValue(TYPE_FIELD, type_of(pair.first), type_of(pair.second))
    for (field, item), (first, second) in rows.items():
        if (first and first.value) != (second and second.value) and not field.endswith(IN_DAYS):
            name = f"{field}[{item}]" if item else field
            yield DifferingValue(name, first.text if first else None, second.text if second else None)


def _units(matched: MatchedRecords) -> Iterator[UnitAgreement]:
    """Yield the agreement on the records of each type."""
    firsts = [*(pair.first for pair in matched.pairs), *matched.only_first]
    seconds = [*(pair.second for pair in matched.pairs), *matched.only_second]
    for name in CODED_TYPES:
        pairs = sum(pair.same_type and type_of(pair.first) == name for pair in matched.pairs)
        first, second = (sum(type_of(record) == name for record in records) for records in (firsts, seconds))
        if first or second:
            yield UnitAgreement(name, first, second, pairs)


def _field_agreements(
    compared: Iterable[tuple[RecordPair, Mapping[tuple[str, str], _Row]]],
) -> Iterator[FieldAgreement]:
    """Yield the agreement on the type, then on each field of each type, in the order of the type."""
    types: list[tuple[Scalar | None, Scalar | None]] = []
    rows_of: dict[tuple[CodedType, str], list[_Row]] = {}
    for pair, rows in compared:
        types.append((type_of(pair.first), type_of(pair.second)))
        for (field, _), row in rows.items():
            rows_of.setdefault((type_of(pair.first), field), []).append(row)
    if types:
        yield _agreement("any", TYPE_FIELD, "nominal", types)
    for (type_, field), of_field in sorted(rows_of.items(), key=_in_order):
        metric = _metric_of(each for row in of_field for each in row)
        values = [(first.value if first else None, second.value if second else None) for first, second in of_field]
        yield _agreement(type_, field, metric, values)


def _metric_of(values: Iterable[CodedValue | None]) -> Metric:
    """Return the metric of the first value."""
    return next(value.metric for value in values if value)


def _in_order(entry: tuple[tuple[CodedType, str], object]) -> tuple[int, tuple[int, str]]:
    """Return the sort key of a field: the place of its type, and of the field in the type."""
    type_, field = entry[0]
    return CODED_TYPES.index(type_), _place(type_, field)


def _place(type_: CodedType, field: str) -> tuple[int, str]:
    """Return the sort key of a field of a type: its place in the type; a date in days follows the date."""
    return dotted_names(KINDS[type_]).index(field.removesuffix(IN_DAYS)), field


def _agreement(
    type_: str, field: str, metric: Metric, units: list[tuple[Scalar | None, Scalar | None]]
) -> FieldAgreement:
    counts = [sum(value is not None for value in unit) for unit in units]
    return FieldAgreement(
        type_,
        field,
        metric,
        both=counts.count(2),
        only_first=sum(second is None for _, second in units),
        only_second=sum(first is None for first, _ in units),
        percent=percent_agreement(units),
        kappa=cohen_kappa(units),
        alpha=krippendorff_alpha(units, metric),
    )


def _field_tree(own: FieldAgreement) -> "dict[str, Tree]":
    numbers: dict[str, Tree] = {}
    for name, coefficient in {"percent": own.percent, "kappa": own.kappa, "alpha": own.alpha}.items():
        numbers[name] = coefficient.value
        if coefficient.reason:
            numbers[f"{name}_undefined"] = coefficient.reason
    return {
        "type": own.type,
        "field": own.field,
        "metric": own.metric,
        "both": own.both,
        "few_units": own.few_units,
        "only_first": own.only_first,
        "only_second": own.only_second,
        **numbers,
    }


def _pair_tree(pair: RecordPair) -> "dict[str, Tree]":
    return {"first": pair.first.id, "second": pair.second.id, "overlap": pair.overlap, "by": pair.by}
