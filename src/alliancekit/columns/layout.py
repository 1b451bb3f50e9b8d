"""The layout of tables, derived from the fields of a type: convert records to columns, and columns to records."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Final, TypeVar, cast

from alliancekit import engine
from alliancekit._collector import gc_paused
from alliancekit._polars import pl
from alliancekit.columns.dtypes import days_as_numbers
from alliancekit.dates import Day, PartialDate
from alliancekit.dates.edtf import BEGINNING, ENDLESS, Span
from alliancekit.dates.epoch import days_from_epoch
from alliancekit.dates.partial import SPANS
from alliancekit.engine import Record
from alliancekit.errors import InvalidDate, InvalidProjectFields, Path, Problem, path_text
from alliancekit.messages import quote
from alliancekit.models.document import VERSION
from alliancekit.project_fields import NO_PROJECT_FIELDS, ProjectFields
from alliancekit.rules.reading import DERIVED
from alliancekit.rules.shape import Kind, Shape, spec_of

R = TypeVar("R", bound=Record)

LAYOUT: Final = 1
"""The version of the layout that this release writes and reads."""

LAYOUT_KEY, TYPE_KEY, VERSION_KEY = "alliancekit.layout", "alliancekit.type", "alliancekit.schema_version"
"""The keys of the metadata of a Parquet file: the version of its layout, the list of its records, their version."""

_PLAIN: Final = {Kind.TEXT: pl.String, Kind.CHOICE: pl.String, Kind.INTEGER: pl.Int64, Kind.FLAG: pl.Boolean}

_DERIVED_TYPES: Final = {"earliest": pl.Date, "latest": pl.Date, "precision": pl.String}
"""The columns that are derived from a date, and stored beside it for queries."""

_DATE: Final = pl.Struct({"edtf": pl.String, "as_printed": pl.String, **_DERIVED_TYPES})

_INVALID: Final = object()
"""Marks a value that can't be built; no field accepts it."""


def layout(model: type) -> pl.Schema:
    """Return the columns of the table of a type, with the types of their values.

    Args:
        model: A type of record, or of an object in records.
    """
    return pl.Schema({field.name: _dtype(field.shape) for field in spec_of(model).fields})


def frame(model: type[R], records: Iterable[R]) -> pl.DataFrame:
    """Return records as a table in the layout of their type, one row per record, in their order."""
    rows = list(records)
    columns = [
        _column(field.shape, _field_values(field.name, rows)).alias(field.name) for field in spec_of(model).fields
    ]
    return pl.DataFrame(columns)


def metadata(name: str) -> dict[str, str]:
    """Return the metadata of the Parquet file of a table.

    Args:
        name: The name of its list in a document, such as ``statements``.
    """
    return {LAYOUT_KEY: str(LAYOUT), TYPE_KEY: name, VERSION_KEY: str(VERSION)}


def records(model: type[R], frame: pl.DataFrame, *, checked: bool = False) -> list[R | None]:
    """Return the record of each row of a table, in their order; None for a row that breaks a rule.

    Args:
        model: Their type.
        frame: The table; it has the layout of the type.
        checked: Whether every row is known to be valid. Nothing is checked then: an invalid row would become an
            invalid record.
    """
    with gc_paused():
        objects = _objects(model, [frame[field.name] for field in spec_of(model).fields], checked=checked)
    return cast(
        "list[R | None]", objects if checked else [None if record is _INVALID else record for record in objects]
    )


def plain(model: type, frame: pl.DataFrame) -> Iterator[tuple[dict[str, object], tuple[Problem, ...]]]:
    """Yield each row as a plain tree, as documents have it, with the problems of the columns derived from its dates.

    Args:
        model: The type of the records.
        frame: The table; it has the layout of the type.
    """
    # Python's own dates begin in the year 1.
    columns = [frame[name].cast(days_as_numbers(dtype)) for name, dtype in layout(model).items()]
    for row in pl.DataFrame(columns).iter_rows(named=True):
        problems: list[Problem] = []
        tree = _plain(Shape(Kind.OBJECT, model), row, (), problems)
        yield cast("dict[str, object]", tree), tuple(problems)


def derived_columns(edtf: Sequence[str]) -> pl.DataFrame:
    """Return the earliest and latest day and the precision of each date; null for a text that is no date."""
    earliest, latest, precision = zip(*map(_derived_values, edtf), strict=True) if edtf else ((), (), ())
    days = {"earliest": earliest, "latest": latest}
    return pl.DataFrame(
        {name: pl.Series(numbers, dtype=pl.Int32).cast(pl.Date) for name, numbers in days.items()}
        | {"precision": pl.Series(precision, dtype=pl.String)}
    )


def bounds(edtf: Sequence[str]) -> pl.DataFrame:
    """Return the bounds of the first and the last day of each date, as numbers; a text that is no date is all time."""
    spans = [_bounds(text) for text in edtf]
    return pl.DataFrame(spans, schema=dict.fromkeys(Span._fields, pl.Int32), orient="row")


@lru_cache(maxsize=1 << 14)
def _bounds(edtf: str) -> tuple[int | None, ...]:
    """Return the bounds of one date, as numbers of days."""
    try:
        span = SPANS[edtf]
    except InvalidDate:
        span = Span(BEGINNING, BEGINNING, ENDLESS, ENDLESS)
    return tuple(map(_number, span))


@lru_cache(maxsize=1 << 14)
def _derived_values(edtf: str) -> tuple[int | None, int | None, str | None]:
    """Return the numbers of the earliest and latest day of a date, and its precision; cached: tables repeat dates."""
    day = _date_or_invalid(edtf)
    if not isinstance(day, PartialDate):
        return None, None, None
    return _number(day.earliest), _number(day.latest), day.precision


def _dtype(shape: Shape) -> pl.DataType:
    if shape.item:
        return pl.List(_dtype(shape.item))
    if shape.kind is Kind.OBJECT:
        return pl.Struct(layout(shape.type))
    if shape.kind is Kind.PROJECTS:
        return pl.String()
    return _DATE if shape.kind is Kind.DATE else _PLAIN[shape.kind]()


def _field_values(name: str, objects: Iterable[object]) -> list[object]:
    return list(map(attrgetter(name), objects))


def _column(shape: Shape, values: list[object]) -> pl.Series:
    """Return the values of a field of many records as a column."""
    dtype = _dtype(shape)
    if shape.kind is Kind.PROJECTS:
        return pl.Series([cast("ProjectFields", value).json or None for value in values], dtype=dtype)
    if shape.item is None and shape.kind not in (Kind.OBJECT, Kind.DATE):
        return pl.Series(values, dtype=dtype)
    present = [value for value in values if value is not None]
    if not present:
        return pl.repeat(None, len(values), dtype=dtype, eager=True)
    column = _nested_column(shape, present)
    if len(present) == len(values):
        return column
    positions = iter(range(len(present)))
    return column.gather(pl.Series([None if value is None else next(positions) for value in values], dtype=pl.UInt32))


def _nested_column(shape: Shape, values: list[object]) -> pl.Series:
    """Return lists, objects or dates as a column."""
    if shape.item:
        lists = cast("list[tuple[object, ...]]", values)
        items = _column(shape.item, [item for items in lists for item in items])
        counts = pl.Series(list(map(len, lists)), dtype=pl.UInt32)
        return _to_lists(items, counts)
    if shape.kind is Kind.OBJECT:
        fields = spec_of(shape.type).fields
        return pl.DataFrame([_column(f.shape, _field_values(f.name, values)).alias(f.name) for f in fields]).to_struct()
    edtf = cast("list[str]", _field_values("edtf", values))
    distinct = {text: n for n, text in enumerate(dict.fromkeys(edtf))}
    own = [pl.Series("edtf", edtf), pl.Series("as_printed", _field_values("as_printed", values), dtype=pl.String)]
    return pl.DataFrame(own).hstack(derived_columns(list(distinct))[[distinct[text] for text in edtf]]).to_struct()


def _to_lists(items: pl.Series, counts: pl.Series) -> pl.Series:
    """Group items into lists with these counts, in order."""
    rows = pl.DataFrame({"count": counts}).with_row_index("row")
    # An empty list gets one item that is filtered out: adding empty lists later would copy all the others.
    slots = rows.select(pl.col("row", "count").repeat_by(pl.max_horizontal("count", 1)).explode())
    is_item = slots["count"] > 0
    if not is_item.all():
        items = items.gather((is_item.cum_sum() - 1).set(~is_item, None))
    lists = slots.with_columns(item=items).group_by("row", maintain_order=True)
    return lists.agg(pl.col("item").filter(pl.col("count") > 0))["item"]


def _objects(
    model: type[Record], columns: Sequence[pl.Series], *, checked: bool, repeated: bool = False
) -> list[object]:
    """Return an object for each row of the columns of its fields; _INVALID for a row that breaks a rule."""
    fields = spec_of(model).fields
    values = [_values(field.shape, column, checked=checked) for field, column in zip(fields, columns, strict=True)]
    own = engine.of(model)
    if checked:
        return _deduplicated(model, values) if repeated else [*own.from_columns(values)]
    return [record if own.accepts(record) else _INVALID for record in own.from_columns(values)]


def _deduplicated(model: type[Record], columns: Sequence[Sequence[object]]) -> list[object]:
    """Return the object of each row; equal rows share one object, since objects are immutable."""
    rows = [*zip(*columns, strict=True)]
    distinct = dict.fromkeys(rows)
    objects = dict(zip(distinct, engine.of(model).from_columns([*zip(*distinct, strict=True)]), strict=True))
    return [objects[row] for row in rows]


def _values(shape: Shape, column: pl.Series, *, checked: bool, repeated: bool = True) -> list[object]:
    """Return the value of a field in each row of its column.

    Args:
        shape: The shape of the field.
        column: Its column.
        checked: Whether the values are known to be valid.
        repeated: Whether objects are likely to be equal, as venues are; items of lists are not.
    """
    if _repeats(shape):
        distinct, codes = _factorize(column)
        return _gather(distinct.to_list(), codes)
    if shape.kind in _PLAIN:
        return column.to_list()
    if shape.kind is Kind.PROJECTS:
        return [_project_fields(text, _INVALID) for text in column]
    present = column.drop_nulls()
    if present.is_empty():
        return [None] * len(column)
    if shape.item:
        values = _lists(shape.item, present, checked=checked)
    elif shape.kind is Kind.OBJECT:
        columns = [present.struct.field(field.name) for field in spec_of(shape.type).fields]
        values = _objects(shape.type, columns, checked=checked, repeated=repeated)
    else:
        values = _dates(present, checked=checked)
    if len(present) == len(column):
        return values
    rest = iter(values)
    return [next(rest) if is_present else None for is_present in column.is_not_null()]


def _repeats(shape: Shape) -> bool:
    """Return whether a field has few distinct values, which the records then share."""
    return shape.kind is Kind.CHOICE or bool(shape.refers_to)


def _lists(item: Shape, column: pl.Series, *, checked: bool) -> list[object]:
    counts = column.list.len()
    items = _values(item, column.explode(empty_as_null=False), checked=checked, repeated=False)
    if not items:
        return [()] * len(column)
    if counts.max() == counts.min() == 1:
        return list(zip(items, strict=True))
    rest = iter(items)
    # A shortcut for lists of one item, the most frequent ones.
    return [(next(rest),) if n == 1 else tuple(islice(rest, n)) if n else () for n in counts.to_list()]


def _dates(column: pl.Series, *, checked: bool) -> list[object]:
    edtf, printed = column.struct.field("edtf").fill_null(""), column.struct.field("as_printed")
    distinct, codes = _factorize(edtf)
    texts: list[str] = distinct.to_list()
    read = _parse_date if checked else _date_or_invalid  # checked rows must not contain the marker
    dates = _gather([*map(read, texts)], codes)
    for row in printed.is_not_null().arg_true():
        dates[row] = read(edtf[row], printed[row])
    if not checked:
        for expected in derived_columns(texts)[codes]:
            for row in expected.ne_missing(column.struct.field(expected.name)).arg_true():
                dates[row] = _INVALID
    return dates


def _parse_date(edtf: str, printed: str | None = None) -> PartialDate:
    return PartialDate.parse(edtf) if printed is None else PartialDate(edtf, as_printed=printed)


def _date_or_invalid(edtf: str, printed: str | None = None) -> object:
    try:
        return _parse_date(edtf, printed)
    except InvalidDate:
        return _INVALID


def _project_fields(text: str | None, invalid: object) -> object:
    """Return the fields of projects in a cell."""
    if text is None:
        return NO_PROJECT_FIELDS
    try:
        return ProjectFields.from_json(text)
    except InvalidProjectFields:
        return invalid


def _plain(shape: Shape, value: object, path: Path, problems: list[Problem]) -> object:
    if shape.item and isinstance(value, list):
        items = cast("list[object]", value)
        return [_plain(shape.item, item, (*path, n), problems) for n, item in enumerate(items)]
    if shape.kind is Kind.PROJECTS:
        return _project_fields(cast("str | None", value), value)
    if value is None or shape.kind not in (Kind.OBJECT, Kind.DATE):
        return value
    members = cast("dict[str, object]", value)
    if shape.kind is Kind.OBJECT:
        fields = spec_of(shape.type).fields
        return {f.name: _plain(f.shape, members[f.name], (*path, f.name), problems) for f in fields}
    edtf, printed = members["edtf"], members["as_printed"]
    if isinstance(edtf, str) and _date_or_invalid(edtf) is not _INVALID:
        problems += _derived_problems(edtf, members, path)
    return (
        edtf
        if printed is None
        else {name: members[name] for name in ("edtf", "as_printed") if members[name] is not None}
    )


def _derived_problems(edtf: str, members: Mapping[str, object], path: Path) -> Iterator[Problem]:
    """Yield a problem for each derived column that contradicts its date."""
    for name, expected in zip(("earliest", "latest", "precision"), _derived_values(edtf), strict=True):
        if members[name] != expected:
            place = (*path, name)
            got = _message_text(members[name])
            message = f"{path_text(place)} must be {_message_text(expected)}, as {edtf} says, got {got}"
            yield DERIVED.problem(message, path=place)


def _message_text(value: object) -> str:
    """Return a precision, or the day of a number, for a message."""
    if isinstance(value, int):
        return str(pl.select(pl.lit(value).cast(pl.Date).cast(pl.String)).item())
    return "null" if value is None else quote(str(value))


def _number(day: Day | None) -> int | None:
    return None if day is None else days_from_epoch(day)


def _factorize(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the distinct texts of a column, and for each row the position of its text among them, or null."""
    distinct = texts.drop_nulls().unique(maintain_order=True)
    return distinct, texts.cast(pl.Enum(distinct)).to_physical()


def _gather(values: list[object], codes: pl.Series) -> list[object]:
    """Return the value at each position; None for null."""
    if codes.null_count():
        return [None if code is None else values[code] for code in codes]
    return list(map(values.__getitem__, codes.to_list()))
