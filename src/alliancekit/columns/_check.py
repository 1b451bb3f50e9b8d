"""Columns read the rules here: which rows of a table obey all of them for certain, and which an object has to tell."""

from collections.abc import Iterable, Iterator

from alliancekit._polars import pl
from alliancekit.columns._rules import of_date, of_printed, of_record, of_value
from alliancekit.columns._values import Objects, Values
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
        rows = of_record(rule, objects)
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
        yield CHOICE.code, values.among(values.uniques.filter(~values.uniques.is_in([*shape.choices])))
    if shape.kind is Kind.DATE:
        strange, misdated = of_date(values)
        yield DATE.code, strange
        yield DERIVED.code, misdated
        yield DATE.code, of_printed(values)
    if shape.kind is Kind.OBJECT:
        yield from ((code, values.objects.up(rows)) for code, rows in doubts(values.objects))
    if shape.item is not None:
        items = values.items
        if not shape.item.optional and items.series.has_nulls():
            yield TYPE.code, items.up(items.series.is_null().arg_true())
        yield from ((code, items.up(rows)) for code, rows in _of_values(items))
    yield from ((rule.code, of_value(rule, values)) for rule in shape.rules)
