"""Convert a corpus to data frames: one row per record, or one row per item of a list."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from math import isnan
from os import PathLike
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from alliancekit._polars import pl
from alliancekit.columns.layout import frame
from alliancekit.columns.other_layouts import fraction_problems, in_layout, layout_problems
from alliancekit.corpus._item_names import item_name
from alliancekit.errors import MissingExtra, Problem, UnknownTable, UnusableInput
from alliancekit.messages import described, listed, near
from alliancekit.models import MODELS, Entry
from alliancekit.rules.shape import FieldSpec, Kind, Shape, spec_of
from alliancekit.text import quote, shown_path

if TYPE_CHECKING:
    import pandas as pd


class PandasRow(Protocol):
    """A row of a frame of pandas, a `pandas.Series`."""

    @property
    def name(self) -> Hashable:
        """The label of the row in the index; a mapping has none."""
        ...

    def items(self) -> Iterable[tuple[Hashable, object]]:
        """Return the names of the columns with their values."""
        ...


class ArrowTable(Protocol):
    """A `pyarrow.Table`, which has no type annotations: any data with the Arrow C stream interface."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the data as the Arrow PyCapsule interface requires."""
        ...


def whole(corpus: Iterable[Entry], table: str) -> pl.DataFrame:
    """Return the records of a type as a table in the layout of the type, one row per record.

    Raises:
        UnknownTable: If there is no such type.
    """
    model = model_of(table)
    return frame(model, (record for record in corpus if type(record) is model))


def tidy(corpus: Iterable[Entry], table: str, by: str) -> pl.DataFrame:
    """Return the items of a list as a table, one row per item.

    Args:
        corpus: The records.
        table: The name of the record type.
        by: The name of the list, such as ``parties``, or of a list in its items, such as ``parties.spells``.

    Raises:
        UnknownTable: If there is no such type or list.
    """
    model = model_of(table)
    known = tuple(lists(model))
    if by not in known:
        raise _unknown(by, known, table)
    first, *inner = by.split(".")
    lists_of_records = whole(corpus, table).select(pl.col("id").alias(model.__name__.lower()), pl.col(first))
    rows = lists_of_records.filter(pl.col(first).list.len() > 0).explode(first)
    return _spread(rows, first, _item(spec_of(model)[first]), inner)


def lists(model: type, before: str = "") -> Iterator[str]:
    """Yield the names of the lists in the records of a type, and of the lists in their items."""
    for field in spec_of(model).fields:
        if field.shape.item:
            yield before + field.name
            if field.shape.item.kind is Kind.OBJECT:
                yield from lists(field.shape.item.type, f"{before}{field.name}.")


def as_polars(value: object, what: str = "the frame") -> pl.DataFrame:
    """Return a polars data frame: the value itself, or the frame of a panel.

    Args:
        value: The argument of the user.
        what: The name of the argument in messages.

    Raises:
        UnusableInput: If the value is neither.
    """
    frame_: object = getattr(value, "frame", value)
    if isinstance(frame_, pl.DataFrame):
        return frame_
    package, kind = type(value).__module__.partition(".")[0], type(value).__name__
    got = kind if package == "builtins" else f"{package}.{kind}"
    advice = "make a panel with panel.dyad_years"
    if package == "pandas":
        advice = "convert it with polars.from_pandas"
    elif isinstance(frame_, pl.LazyFrame):
        advice = "call .collect()"
    message = f"{what} must be a polars frame or a panel, got {got} ({advice})"
    raise UnusableInput(message)


def any_frame(value: object, what: str = "the table") -> pl.DataFrame:
    """Return a frame of polars, pandas or Arrow, or the frame of a panel, as a polars data frame.

    NaN in a frame of pandas becomes null, as it stands for a missing value there. An index of pandas that has a name
    becomes a column; other indexes have no data.

    Args:
        value: The argument of the user.
        what: The name of the argument in messages.

    Raises:
        MissingExtra: If it is a frame of pandas, and pyarrow is not installed.
        UnusableInput: If it is no frame, or a frame that polars can't have, such as one with a column of mixed types.
    """
    inner: object = getattr(value, "frame", value)
    if isinstance(inner, pl.DataFrame):
        return inner
    package, kind = type(inner).__module__.partition(".")[0], type(inner).__name__
    if isinstance(value, str | PathLike):
        file = quote(shown_path(value))
        message = f"{what} must be a frame, got the text {file}; read the file first, such as polars.read_csv({file})"
        raise UnusableInput(message)
    if not hasattr(inner, "__arrow_c_stream__") or kind == "Series":
        advice = {"LazyFrame": "; call .collect()", "Series": "; call .to_frame()"}.get(kind, "")
        message = f"{what} must be a frame of polars, pandas or Arrow, got {package}.{kind}{advice}"
        raise UnusableInput(message)
    if package == "pandas":
        MissingExtra.demand("frames of pandas need", "pandas", "pyarrow")
        return _from_pandas(cast("pd.DataFrame", inner), what)
    try:
        return pl.DataFrame(cast("ArrowTable", inner))
    except (TypeError, ValueError, NotImplementedError, pl.exceptions.PolarsError) as error:
        message = f"{what} can't be used: {error}"
        raise UnusableInput(message) from error


def _from_pandas(frame: "pd.DataFrame", what: str) -> pl.DataFrame:
    """Return a frame of pandas as a polars data frame; the message of an error names a column of mixed types."""
    try:
        return pl.from_pandas(frame, include_index=any(name is not None for name in frame.index.names))
    except (TypeError, ValueError, NotImplementedError, pl.exceptions.PolarsError) as error:
        message = f"{what} can't be used: {error}"
        for name, dtype in frame.dtypes.items():
            values = frame[name].dropna() if str(dtype) == "object" else ()
            types = tuple(sorted({type(value).__name__ for value in values}))
            if len(types) > 1:
                message = (
                    f"column {quote(str(name))} of {what} must have values of one type, got {listed(types, 'and')} "
                    "(convert them, or drop the column)"
                )
                break
        raise UnusableInput(message) from error


def as_row(row: object) -> pl.DataFrame:
    """Return a mapping from names of columns to plain values, a row of pandas, or a frame as a data frame.

    Raises:
        UnusableInput: If it is something else, or a value is not plain.
    """
    if isinstance(row, Mapping):
        return _of_values(cast("Mapping[str, object]", row))
    package, kind = type(row).__module__.partition(".")[0], type(row).__name__
    if (package, kind) == ("pandas", "Series"):
        return _of_values({str(name): _plain(value) for name, value in cast("PandasRow", row).items()})
    return any_frame(row, "the row")


def _plain(value: object) -> object:
    """Return a value in a row of pandas without numpy's types; its missing values, such as NaN, become None."""
    if isinstance(value, _Numpy):
        return _plain(value.tolist())
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in cast("Mapping[str, object]", value).items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in cast("Sequence[object]", value)]
    is_nan = isinstance(value, float) and isnan(value)
    return None if is_nan or type(value).__name__ in {"NAType", "NaTType"} else value


@runtime_checkable
class _Numpy(Protocol):
    """A number or an array of numpy."""

    def tolist(self) -> object:
        """Return the number or a list."""
        ...


def _of_values(values: Mapping[str, object]) -> pl.DataFrame:
    try:
        return pl.DataFrame([dict(values)], infer_schema_length=None)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError) as error:
        message = f"the row can't be used: {error}; its values must be texts, numbers, lists, mappings and days"
        raise UnusableInput(message) from error


def checked_layout(table: str, rows: pl.DataFrame) -> tuple[type[Entry], pl.DataFrame, tuple[Problem, ...]]:
    """Return the type of the records in a table, the rows in its layout, and the problems of other columns.

    Raises:
        UnknownTable: If there is no such table.
    """
    model = model_of(table)
    # A column without values may have any type: in frames of pandas it has that of texts.
    empty = [name for name in rows.columns if rows.get_column(name).null_count() == len(rows)]
    rows = rows.with_columns(pl.lit(None).alias(name) for name in empty)
    lazy, schema = rows.lazy(), rows.schema
    problems = layout_problems(model, schema) or tuple(fraction_problems(model, lazy, schema))
    return model, rows if problems else in_layout(model, lazy, schema).collect(), problems


def as_pandas(table: pl.DataFrame) -> "pd.DataFrame":
    """Return a table as a pandas data frame with Arrow-backed columns."""
    MissingExtra.demand("this needs", "pandas", "pandas", "pyarrow")
    return table.to_pandas(use_pyarrow_extension_array=True)


def as_arrow(table: pl.DataFrame) -> ArrowTable:
    """Return a table as a pyarrow table."""
    MissingExtra.demand("this needs", "arrow", "pyarrow")
    return cast("ArrowTable", table.to_arrow())


def model_of(table: str) -> type[Entry]:
    """Return the type of the records in a table.

    Raises:
        UnknownTable: If there is no such table; the message lists the names.
    """
    if not _is_text(table) or table not in MODELS:
        raise _unknown(table, tuple(MODELS))
    return MODELS[table]


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _unknown(name: str, known: tuple[str, ...], table: str | None = None) -> UnknownTable:
    if not _is_text(name):
        what = "list" if table else "table"
        return UnknownTable(f"the name of a {what} must be text such as {quote(known[0])}, got {described(name)}")
    suggestions = near(name, known)
    advice = f" (did you mean {suggestions[0]!r}?)" if suggestions else f"; use {listed(known)}"
    what = f"list {quote(name)} of {table}" if table else f"table {quote(name)}"
    return UnknownTable(f"unknown {what}{advice}")


def _spread(rows: pl.DataFrame, name: str, item: Shape, inner: list[str]) -> pl.DataFrame:
    """Replace the last column, of items, by columns of their fields; of an inner list, return one row per item."""
    *before, last = rows.columns
    if item.kind is not Kind.OBJECT:
        return rows.select(*before, *_flat(item, pl.col(last), item_name(name)))
    fields = [field for field in spec_of(item.type).fields if field.name not in inner[:1]]
    flat = [column for f in fields for column in _flat(f.shape, pl.col(last).struct.field(f.name), f.name)]
    if not inner:
        return rows.select(*before, *flat)
    first, *rest = inner
    spread = rows.select(*before, *flat, pl.col(last).struct.field(first).alias(_INNER)).explode(
        _INNER, empty_as_null=True
    )
    return _spread(spread, first, _item(spec_of(item.type)[first]), rest)


def _flat(shape: Shape, column: pl.Expr, name: str) -> Iterator[pl.Expr]:
    """Yield the flat columns of a field; lists of objects and of dates have none."""
    if shape.kind is Kind.DATE:
        parts = {"edtf": name, "earliest": f"{name}_earliest", "latest": f"{name}_latest"}
        yield from (column.struct.field(part).alias(column_name) for part, column_name in parts.items())
    elif shape.kind is Kind.OBJECT:
        for field in spec_of(shape.type).fields:
            yield from _flat(field.shape, column.struct.field(field.name), f"{name}_{field.name}")
    elif shape.item is None or shape.item.kind not in (Kind.OBJECT, Kind.DATE):
        yield column.alias(name)


def _item(field: FieldSpec) -> Shape:
    return cast("Shape", field.shape.item)


_INNER = "\0"
"""A column name that is not the name of a field."""
