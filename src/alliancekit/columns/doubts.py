"""Which rows of a table may break a rule: all other rows certainly obey every rule of fields and records."""

from collections.abc import Iterable, Iterator

from alliancekit._polars import pl
from alliancekit.columns.layout import derived
from alliancekit.columns.values import Objects, Values, blank_rows, either
from alliancekit.rules.reading import DERIVED
from alliancekit.rules.shape import CHOICE, DATE, MISSING, TYPE, FieldSpec, Kind, spec_of


def doubtful_rows(model: type, frame: pl.DataFrame) -> pl.Series:
    """Return the rows of a table that do not obey every rule for certain, in their order."""
    return distinct(rows for _, rows in doubts(Objects.of(model, frame)))


def distinct(rows: Iterable[pl.Series]) -> pl.Series:
    """Return rows that several name, each once, in their order."""
    return pl.concat([pl.Series("row", dtype=pl.UInt32), *(each.alias("row") for each in rows)]).unique().sort()


def doubts(objects: Objects) -> Iterator[tuple[str, pl.Series]]:
    """Yield the code of each rule with the rows that don't obey it for certain, where there are any.

    A row may come several times. What nobody names obeys every rule of fields and records.
    """
    spec = spec_of(objects.model)
    found = (pair for field in spec.fields for pair in _of_field(field, objects[field.name]))
    yield from ((code, rows) for code, rows in found if len(rows))
    for rule in spec.rules:
        rows = rule.doubtful_rows(objects)
        if len(rows):
            yield rule.code, rows


def _of_field(field: FieldSpec, values: Values) -> Iterator[tuple[str, pl.Series]]:
    if not field.shape.optional and values.series.has_nulls():
        yield (MISSING if field.required else TYPE).code, values.series.is_null().arg_true()
    yield from _of_values(values)


def _of_values(values: Values) -> Iterator[tuple[str, pl.Series]]:
    """Yield what is in doubt of values and of all below them; of null nothing is."""
    shape = values.shape
    if values.series.null_count() == len(values.series):
        return
    if shape.choices:
        known = values.unique.series
        yield CHOICE.code, values.rows_with(known.filter(~known.is_in([*shape.choices])))
    if shape.kind is Kind.DATE:
        strange, misdated = _of_dates(values)
        yield DATE.code, strange
        yield DERIVED.code, misdated
        yield DATE.code, blank_rows(values.part("as_printed"))
    if shape.kind is Kind.OBJECT:
        yield from ((code, values.objects.up(rows)) for code, rows in doubts(values.objects))
    if shape.item is not None:
        items = values.items
        if not shape.item.optional and items.series.has_nulls():
            yield TYPE.code, items.up(items.series.is_null().arg_true())
        yield from ((code, items.up(rows)) for code, rows in _of_values(items))
    yield from ((rule.code, rule.doubtful_rows(values)) for rule in shape.rules)


def _of_dates(values: Values) -> tuple[pl.Series, pl.Series]:
    """Return the rows that have no date of EDTF, and those whose days or precision do not follow from their date."""
    names = ("edtf", "earliest", "latest", "precision")
    edtf, earliest, latest, precision = parts = [values.part(name).alias(name) for name in names]
    # A day is written in one way only.
    full = (edtf == _written(earliest)) & (earliest == latest) & (precision == "day")
    rows = (~full.fill_null(value=False) & values.series.is_not_null()).arg_true()
    table = pl.DataFrame([part.gather(rows) for part in parts])
    right = table.select("edtf").unique(maintain_order=True)
    follows = derived(right.get_column("edtf").fill_null("").to_list())
    expected = table.join(right.hstack(follows), on="edtf", how="left", nulls_equal=True, maintain_order="left")
    is_date = expected.get_column("precision_right").is_not_null()
    differs = either(*(table[name].ne_missing(expected[f"{name}_right"]) for name in names[1:]))
    return rows.filter(~is_date), rows.filter(is_date & differs)


def _written(days: pl.Series) -> pl.Series:
    """Return days as texts; where many are equal, each is written once."""
    numbers = days.to_physical()
    first, last = numbers.min(), numbers.max()
    if not isinstance(first, int) or not isinstance(last, int) or last - first >= len(numbers):
        return days.cast(pl.String)
    texts = pl.int_range(first, last + 1, dtype=pl.Int32, eager=True).cast(pl.Date).cast(pl.String)
    return texts.gather(numbers - first)
