"""A fast check of the rules of fields and records on the columns of a table.

The result contains all rows that break a rule. It may also contain rows that are valid.
"""

from collections.abc import Iterable, Iterator

from alliancekit._polars import pl
from alliancekit.columns.layout import derived_columns
from alliancekit.columns.values import Objects, Values, any_true, blank_rows
from alliancekit.rules.reading import DERIVED
from alliancekit.rules.shape import CHOICE, DATE, MISSING, TYPE, FieldSpec, Kind, spec_of


def doubtful_rows(model: type, frame: pl.DataFrame) -> pl.Series:
    """Return the numbers of the rows of a table that may break a rule, sorted. The first row is number 0."""
    return distinct_rows(rows for _, rows in doubtful_rows_by_rule(Objects.of(model, frame)))


def distinct_rows(rows: Iterable[pl.Series]) -> pl.Series:
    """Return the union of several series of row numbers, sorted."""
    return pl.concat([pl.Series("row", dtype=pl.UInt32), *(each.alias("row") for each in rows)]).unique().sort()


def doubtful_rows_by_rule(objects: Objects) -> Iterator[tuple[str, pl.Series]]:
    """Yield pairs: the code of a rule, and the numbers of one or more rows that may break it.

    Several pairs may have the same code, and a row number may be repeated. All other rows obey every rule of fields
    and records.
    """
    spec = spec_of(objects.model)
    of_fields = (pair for field in spec.fields for pair in _doubtful_in_field(field, objects[field.name]))
    yield from ((code, rows) for code, rows in of_fields if len(rows))
    for rule in spec.rules:
        rows = rule.doubtful_rows(objects)
        if len(rows):
            yield rule.code, rows


def _doubtful_in_field(field: FieldSpec, values: Values) -> Iterator[tuple[str, pl.Series]]:
    if field.shape.kind is Kind.PROJECTS:
        # Their text is read when the row becomes a record.
        yield TYPE.code, values.series.is_not_null().arg_true()
        return
    if not field.shape.optional and values.series.has_nulls():
        yield (MISSING if field.required else TYPE).code, values.series.is_null().arg_true()
    yield from _doubtful_in_values(values)


def _doubtful_in_values(values: Values) -> Iterator[tuple[str, pl.Series]]:
    """Yield pairs: the code of a rule, and the numbers of the rows whose value, or a value inside it, may break it.

    There may be no such rows. A row whose value is null is not checked here, but a null item of a list breaks `TYPE`.
    """
    shape = values.shape
    if values.series.null_count() == len(values.series):
        return
    if shape.choices:
        known = values.unique.series
        yield CHOICE.code, values.rows_with(known.filter(~known.is_in([*shape.choices])))
    if shape.kind is Kind.DATE:
        invalid, inconsistent = _doubtful_dates(values)
        yield DATE.code, invalid
        yield DERIVED.code, inconsistent
        yield DATE.code, blank_rows(values.part("as_printed"))
    if shape.kind is Kind.OBJECT:
        yield from ((code, values.objects.rows_above(rows)) for code, rows in doubtful_rows_by_rule(values.objects))
    if shape.item is not None:
        items = values.items
        if not shape.item.optional and items.series.has_nulls():
            yield TYPE.code, items.rows_above(items.series.is_null().arg_true())
        yield from ((code, items.rows_above(rows)) for code, rows in _doubtful_in_values(items))
    yield from ((rule.code, rule.doubtful_rows(values)) for rule in shape.rules)


def _doubtful_dates(values: Values) -> tuple[pl.Series, pl.Series]:
    """Return the numbers of the rows without a valid EDTF date, and of those whose days or precision do not fit."""
    names = ("edtf", "earliest", "latest", "precision")
    edtf, earliest, latest, precision = parts = [values.part(name).alias(name) for name in names]
    # A day has only one form in EDTF, so the dates of these rows need not be parsed.
    is_day = (edtf == _iso_texts(earliest)) & (earliest == latest) & (precision == "day")
    rows = (~is_day.fill_null(value=False) & values.series.is_not_null()).arg_true()
    table = pl.DataFrame([part.gather(rows) for part in parts])
    unique = table.select("edtf").unique(maintain_order=True)
    derived = derived_columns(unique.get_column("edtf").fill_null("").to_list())
    expected = table.join(unique.hstack(derived), on="edtf", how="left", nulls_equal=True, maintain_order="left")
    is_date = expected.get_column("precision_right").is_not_null()
    differs = any_true(*(table[name].ne_missing(expected[f"{name}_right"]) for name in names[1:]))
    return rows.filter(~is_date), rows.filter(is_date & differs)


def _iso_texts(days: pl.Series) -> pl.Series:
    """Return days as ISO 8601 texts.

    Many rows often have few different days. If the days from the first to the last are no more than the rows, only
    these days are formatted, each once.
    """
    numbers = days.to_physical()
    first, last = numbers.min(), numbers.max()
    if not isinstance(first, int) or not isinstance(last, int) or last - first >= len(numbers):
        return days.cast(pl.String)
    texts = pl.int_range(first, last + 1, dtype=pl.Int32, eager=True).cast(pl.Date).cast(pl.String)
    return texts.gather(numbers - first)
