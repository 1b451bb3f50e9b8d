"""The layout of tables, read off the fields of a type: from records to columns, and from columns back to records."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Final, TypeVar, cast

from alliancekit import engine
from alliancekit._collector import gc_paused
from alliancekit._polars import pl
from alliancekit.dates import Day, PartialDate
from alliancekit.dates.edtf import BEGINNING, ENDLESS, Span
from alliancekit.dates.partial import SPANS
from alliancekit.engine import Record
from alliancekit.errors import InvalidDate, Path, Problem, path_text
from alliancekit.messages import quote
from alliancekit.models.document import VERSION
from alliancekit.rules.problems import unknown_field
from alliancekit.rules.reading import DERIVED
from alliancekit.rules.shape import MISSING, TYPE, Kind, Shape, spec_of

R = TypeVar("R", bound=Record)

LAYOUT: Final = 1
"""The version of the layout that this release writes and reads."""

LAYOUT_KEY, TYPE_KEY, VERSION_KEY = "alliancekit.layout", "alliancekit.type", "alliancekit.schema_version"
"""The names under which a Parquet file says the version of its layout, the list of its records, and their version."""

_PLAIN: Final = {Kind.TEXT: pl.String, Kind.CHOICE: pl.String, Kind.INTEGER: pl.Int64, Kind.FLAG: pl.Boolean}

_DERIVED: Final = {"earliest": pl.Date, "latest": pl.Date, "precision": pl.String}
"""What follows from a date, and stands beside it for those who ask the table."""

_DATE: Final = pl.Struct({"edtf": pl.String, "as_printed": pl.String, **_DERIVED})

_EPOCH: Final = date(1970, 1, 1).toordinal()
_CYCLE, _DAYS_OF_CYCLE = 400, 146_097
"""The years after which the calendar repeats itself, and their days."""

_BROKEN: Final = object()
"""Stands for what can't be made; no field takes it."""


def layout(model: type) -> pl.Schema:
    """Return the columns of the table of a type, with the types of their values.

    Args:
        model: A type of record, or of an object in records.
    """
    return pl.Schema({field.name: _dtype(field.shape) for field in spec_of(model).fields})


def frame(model: type[R], records: Iterable[R]) -> pl.DataFrame:
    """Return records as a table in the layout of their type, a row each, in their order."""
    held = list(records)
    columns = [_column(field.shape, _each(field.name, held)).alias(field.name) for field in spec_of(model).fields]
    return pl.DataFrame(columns)


def metadata(name: str) -> dict[str, str]:
    """Return what the Parquet file of a table says about it.

    Args:
        name: The name of its list in a document, such as ``statements``.
    """
    return {LAYOUT_KEY: str(LAYOUT), TYPE_KEY: name, VERSION_KEY: str(VERSION)}


def records(model: type[R], frame: pl.DataFrame, *, checked: bool = False) -> list[R | None]:
    """Return the records of a table, a row each, in their order; None where a row breaks a rule.

    Args:
        model: Their type.
        frame: The table; it has the layout of the type.
        checked: Whether another face of the rules has found already that every row obeys them. Nothing is tested
            then: a row that breaks a rule would become a record that breaks it.
    """
    with gc_paused():
        made = _objects(model, [frame[field.name] for field in spec_of(model).fields], checked=checked)
    return cast("list[R | None]", made if checked else [None if record is _BROKEN else record for record in made])


def plain(model: type, frame: pl.DataFrame) -> Iterator[tuple[dict[str, object], tuple[Problem, ...]]]:
    """Yield each row as the plain tree that a document has in its place, and what is wrong with the days of its dates.

    Args:
        model: The type of the records.
        frame: The table; it has the layout of the type.
    """
    # Python's own dates begin in the year 1.
    columns = [frame[name].cast(_without_days(dtype)) for name, dtype in layout(model).items()]
    for row in pl.DataFrame(columns).iter_rows(named=True):
        problems: list[Problem] = []
        tree = _plain(Shape(Kind.OBJECT, model), row, (), problems)
        yield cast("dict[str, object]", tree), tuple(problems)


def differences(model: type, schema: Mapping[str, pl.DataType]) -> tuple[Problem, ...]:
    """Return how the columns of a table differ from the layout of a type; their order means nothing."""
    return tuple(_differences(layout(model), schema, ()))


def derived(edtf: Sequence[str]) -> pl.DataFrame:
    """Return what follows from dates, a row each: earliest and latest day and precision; null for what is no date."""
    earliest, latest, precision = zip(*map(_follows, edtf), strict=True) if edtf else ((), (), ())
    days = {"earliest": earliest, "latest": latest}
    return pl.DataFrame(
        {name: pl.Series(numbers, dtype=pl.Int32).cast(pl.Date) for name, numbers in days.items()}
        | {"precision": pl.Series(precision, dtype=pl.String)}
    )


def bounds(edtf: Sequence[str]) -> pl.DataFrame:
    """Return where the first and last day of dates certainly lie, as numbers, a row each; no date is all time."""
    spans = [_bounds(text) for text in edtf]
    return pl.DataFrame(spans, schema=dict.fromkeys(Span._fields, pl.Int32), orient="row")


@lru_cache(maxsize=1 << 14)
def _bounds(edtf: str) -> tuple[int | None, ...]:
    """Return the numbers of the days of a span."""
    try:
        span = SPANS[edtf]
    except InvalidDate:
        span = Span(BEGINNING, BEGINNING, ENDLESS, ENDLESS)
    return tuple(map(_number, span))


@lru_cache(maxsize=1 << 14)
def _follows(edtf: str) -> tuple[int | None, int | None, str | None]:
    """Return the numbers of the earliest and latest day of a date, and its precision; tables repeat their dates."""
    day = _date(edtf)
    if not isinstance(day, PartialDate):
        return None, None, None
    return _number(day.earliest), _number(day.latest), day.precision


def _dtype(shape: Shape) -> pl.DataType:
    if shape.item:
        return pl.List(_dtype(shape.item))
    if shape.kind is Kind.OBJECT:
        return pl.Struct(layout(shape.type))
    return _DATE if shape.kind is Kind.DATE else _PLAIN[shape.kind]()


def _each(name: str, held: Iterable[object]) -> list[object]:
    return list(map(attrgetter(name), held))


def _column(shape: Shape, held: list[object]) -> pl.Series:
    """Return what a field holds in each of many records as a column."""
    dtype = _dtype(shape)
    if shape.item is None and shape.kind not in (Kind.OBJECT, Kind.DATE):
        return pl.Series(held, dtype=dtype)
    given = [value for value in held if value is not None]
    if not given:
        return pl.repeat(None, len(held), dtype=dtype, eager=True)
    column = _given(shape, given)
    if len(given) == len(held):
        return column
    places = iter(range(len(given)))
    return column.gather(pl.Series([None if value is None else next(places) for value in held], dtype=pl.UInt32))


def _given(shape: Shape, given: list[object]) -> pl.Series:
    """Return lists, objects or dates as a column."""
    if shape.item:
        lists = cast("list[tuple[object, ...]]", given)
        items = _column(shape.item, [item for items in lists for item in items])
        counts = pl.Series(list(map(len, lists)), dtype=pl.UInt32)
        return _listed(items, counts)
    if shape.kind is Kind.OBJECT:
        fields = spec_of(shape.type).fields
        return pl.DataFrame([_column(f.shape, _each(f.name, given)).alias(f.name) for f in fields]).to_struct()
    edtf = cast("list[str]", _each("edtf", given))
    distinct = {text: n for n, text in enumerate(dict.fromkeys(edtf))}
    own = [pl.Series("edtf", edtf), pl.Series("as_printed", _each("as_printed", given), dtype=pl.String)]
    return pl.DataFrame(own).hstack(derived(list(distinct))[[distinct[text] for text in edtf]]).to_struct()


def _listed(items: pl.Series, counts: pl.Series) -> pl.Series:
    """Return items as lists of so many each, one list after the other."""
    rows = pl.DataFrame({"count": counts}).with_row_index("row")
    # A list without items takes part with one that is left out: to add empty lists later would copy all the others.
    held = rows.select(pl.col("row", "count").repeat_by(pl.max_horizontal("count", 1)).explode())
    is_item = held["count"] > 0
    if not is_item.all():
        items = items.gather((is_item.cum_sum() - 1).set(~is_item, None))
    lists = held.with_columns(item=items).group_by("row", maintain_order=True)
    return lists.agg(pl.col("item").filter(pl.col("count") > 0))["item"]


def _objects(
    model: type[Record], columns: Sequence[pl.Series], *, checked: bool, repeated: bool = False
) -> list[object]:
    """Return an object for each row of the columns of its fields; _BROKEN for a row that breaks a rule."""
    fields = spec_of(model).fields
    held = [_values(field.shape, column, checked=checked) for field, column in zip(fields, columns, strict=True)]
    if checked:
        return _alike(model, held) if repeated else [*engine.of(model).from_columns(held)]
    made = engine.of(model)
    return [record if made.accepts(record) else _BROKEN for record in made.from_columns(held)]


def _alike(model: type[Record], columns: Sequence[Sequence[object]]) -> list[object]:
    """Return objects of which one stands for all that are alike: they never change."""
    rows = [*zip(*columns, strict=True)]
    distinct = dict.fromkeys(rows)
    made = dict(zip(distinct, engine.of(model).from_columns([*zip(*distinct, strict=True)]), strict=True))
    return [made[row] for row in rows]


def _values(shape: Shape, column: pl.Series, *, checked: bool, repeated: bool = True) -> list[object]:
    """Return what a field holds in each row of its column.

    Args:
        shape: What the field may hold.
        column: Its column.
        checked: Whether nothing is tested any more.
        repeated: Whether objects are likely to be alike, as venues are, and what stands in lists is not.
    """
    if _repeats(shape):
        distinct, codes = _codes(column)
        return _picked(distinct.to_list(), codes)
    if shape.kind in _PLAIN:
        return column.to_list()
    given = column.drop_nulls()
    if given.is_empty():
        return [None] * len(column)
    if shape.item:
        values = _lists(shape.item, given, checked=checked)
    elif shape.kind is Kind.OBJECT:
        columns = [given.struct.field(field.name) for field in spec_of(shape.type).fields]
        values = _objects(shape.type, columns, checked=checked, repeated=repeated)
    else:
        values = _dates(given, checked=checked)
    if len(given) == len(column):
        return values
    rest = iter(values)
    return [next(rest) if is_given else None for is_given in column.is_not_null()]


def _repeats(shape: Shape) -> bool:
    """Tell whether a field has few distinct values, of which one copy is enough for all records."""
    return shape.kind is Kind.CHOICE or bool(shape.refers_to)


def _lists(item: Shape, column: pl.Series, *, checked: bool) -> list[object]:
    counts = column.list.len()
    items = _values(item, column.explode(empty_as_null=False), checked=checked, repeated=False)
    if not items:
        return [()] * len(column)
    if counts.max() == counts.min() == 1:
        return list(zip(items, strict=True))
    rest = iter(items)
    # Most lists have one item: no need to count.
    return [(next(rest),) if n == 1 else tuple(islice(rest, n)) if n else () for n in counts.to_list()]


def _dates(column: pl.Series, *, checked: bool) -> list[object]:
    edtf, printed = column.struct.field("edtf").fill_null(""), column.struct.field("as_printed")
    distinct, codes = _codes(edtf)
    texts: list[str] = distinct.to_list()
    read = _read if checked else _date  # where nothing is tested, nothing would refuse what stands for a date
    dates = _picked([*map(read, texts)], codes)
    for row in printed.is_not_null().arg_true():
        dates[row] = read(edtf[row], printed[row])
    if not checked:
        for right in derived(texts)[codes]:
            for row in right.ne_missing(column.struct.field(right.name)).arg_true():
                dates[row] = _BROKEN
    return dates


def _read(edtf: str, printed: str | None = None) -> PartialDate:
    return PartialDate.parse(edtf) if printed is None else PartialDate(edtf, as_printed=printed)


def _date(edtf: str, printed: str | None = None) -> object:
    try:
        return _read(edtf, printed)
    except InvalidDate:
        return _BROKEN


def _plain(shape: Shape, value: object, path: Path, problems: list[Problem]) -> object:
    if shape.item and isinstance(value, list):
        items = cast("list[object]", value)
        return [_plain(shape.item, item, (*path, n), problems) for n, item in enumerate(items)]
    if value is None or shape.kind not in (Kind.OBJECT, Kind.DATE):
        return value
    held = cast("dict[str, object]", value)
    if shape.kind is Kind.OBJECT:
        fields = spec_of(shape.type).fields
        return {f.name: _plain(f.shape, held[f.name], (*path, f.name), problems) for f in fields}
    edtf, printed = held["edtf"], held["as_printed"]
    if isinstance(edtf, str) and _date(edtf) is not _BROKEN:
        problems += _disagreements(edtf, held, path)
    return edtf if printed is None else {name: held[name] for name in ("edtf", "as_printed") if held[name] is not None}


def _disagreements(edtf: str, held: Mapping[str, object], path: Path) -> Iterator[Problem]:
    """Yield what stands beside a date and does not follow from it."""
    for name, right in zip(("earliest", "latest", "precision"), _follows(edtf), strict=True):
        if held[name] != right:
            place = (*path, name)
            message = f"{path_text(place)} must be {_shown(right)}, as {edtf} says, got {_shown(held[name])}"
            yield DERIVED.problem(message, path=place)


def _shown(value: object) -> str:
    """Return the precision, or the day of a number, as a message has it."""
    if isinstance(value, int):
        return str(pl.select(pl.lit(value).cast(pl.Date).cast(pl.String)).item())
    return "null" if value is None else quote(str(value))


def _without_days(dtype: pl.DataType) -> pl.DataType:
    """Return the type with numbers in the place of days."""
    if isinstance(dtype, pl.List):
        return pl.List(_without_days(_inner(dtype)))
    if isinstance(dtype, pl.Struct):
        return pl.Struct({name: _without_days(inner) for name, inner in _fields(dtype).items()})
    return pl.Int32() if dtype == pl.Date else dtype


def _number(day: Day | None) -> int | None:
    """Return the number of a day, as tables have it: 0 is 1970-01-01."""
    if day is None:
        return None
    cycles, year = divmod(day.year - 1, _CYCLE)  # Python's own dates begin in the year 1
    return date(year + 1, day.month, day.day).toordinal() - _EPOCH + cycles * _DAYS_OF_CYCLE


def _codes(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the distinct texts of a column, and for each row which of them it is; null where it has none."""
    distinct = texts.drop_nulls().unique(maintain_order=True)
    return distinct, texts.cast(pl.Enum(distinct)).to_physical()


def _picked(values: list[object], codes: pl.Series) -> list[object]:
    """Return the value of each code; None for null."""
    if codes.null_count():
        return [None if code is None else values[code] for code in codes]
    return list(map(values.__getitem__, codes.to_list()))


def _differences(wanted: Mapping[str, pl.DataType], got: Mapping[str, pl.DataType], path: Path) -> Iterator[Problem]:
    for name in got:
        if name not in wanted:
            yield unknown_field(name, set(wanted), path)
    for name, dtype in wanted.items():
        place = (*path, name)
        if name not in got:
            yield MISSING.problem(
                f"{path_text(place)} is missing", path=place, hint=f"add the column, of type {_said(dtype)}"
            )
        else:
            yield from _difference(dtype, got[name], place)


def _difference(wanted: pl.DataType, got: pl.DataType, path: Path) -> Iterator[Problem]:
    """Yield how the type of a column, or of what is in it, differs; what is not of its kind is not looked into."""
    if isinstance(wanted, pl.List) and isinstance(got, pl.List):
        yield from _difference(_inner(wanted), _inner(got), path)
    elif isinstance(wanted, pl.Struct) and isinstance(got, pl.Struct):
        yield from _differences(_fields(wanted), _fields(got), path)
    elif wanted != got:
        message = f"{path_text(path)} must be a column of type {_said(wanted)}, got {_said(got)}"
        yield TYPE.problem(message, path=path, hint="write the column with that type")


def _inner(dtype: pl.List) -> pl.DataType:
    return cast("pl.DataType", dtype.inner)  # a class only where polars was given one


def _fields(dtype: pl.Struct) -> dict[str, pl.DataType]:
    return {field.name: cast("pl.DataType", field.dtype) for field in dtype.fields}


def _said(dtype: pl.DataType) -> str:
    """Return the name of a type, without what is in it."""
    return str(dtype.base_type())
