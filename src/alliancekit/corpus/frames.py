"""A corpus as data frames: a row a record, or a row an item of one of the lists of its records."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, cast

from alliancekit._polars import pl
from alliancekit.columns.layout import frame
from alliancekit.errors import MissingExtra, UnknownTable, UnusableInput
from alliancekit.messages import listed, near
from alliancekit.models import MODELS, Entry
from alliancekit.rules.shape import FieldSpec, Kind, Shape, spec_of
from alliancekit.text import quote

if TYPE_CHECKING:
    import pandas as pd


class ArrowTable(Protocol):
    """A `pyarrow.Table`, which comes without types: whatever takes data of Arrow takes it."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the data, as the Arrow PyCapsule interface demands."""
        ...


def whole(corpus: Iterable[Entry], table: str) -> pl.DataFrame:
    """Return the records of a type as a table in their layout, a row a record.

    Raises:
        UnknownTable: If there is no such type.
    """
    model = _model(table)
    return frame(model, (record for record in corpus if type(record) is model))


def tidy(corpus: Iterable[Entry], table: str, by: str) -> pl.DataFrame:
    """Return the items of a list as a table, a row an item.

    Args:
        corpus: The records.
        table: The name of their type.
        by: The name of the list, such as ``parties``, or of a list in its items, such as ``parties.spells``.

    Raises:
        UnknownTable: If there is no such type or list.
    """
    model = _model(table)
    known = tuple(lists(model))
    if by not in known:
        raise _unknown(by, known, f"{table} have no list")
    first, *inner = by.split(".")
    held = whole(corpus, table).select(pl.col("id").alias(model.__name__.lower()), pl.col(first))
    rows = held.filter(pl.col(first).list.len() > 0).explode(first)
    return _spread(rows, first, _item(spec_of(model)[first]), inner)


def lists(model: type, before: str = "") -> Iterator[str]:
    """Yield the names of the lists in the records of a type, and of those in their items."""
    for field in spec_of(model).fields:
        if field.shape.item:
            yield before + field.name
            if field.shape.item.kind is Kind.OBJECT:
                yield from lists(field.shape.item.type, f"{before}{field.name}.")


def as_polars(given: object, what: str = "the frame") -> pl.DataFrame:
    """Return a frame of polars: the one given, or that of a panel.

    Args:
        given: What the user gave.
        what: What that is called in messages.

    Raises:
        UnusableInput: If it is anything else.
    """
    held: object = getattr(given, "frame", given)
    if isinstance(held, pl.DataFrame):
        return held
    package, kind = type(given).__module__.partition(".")[0], type(given).__name__
    of = kind if package == "builtins" else f"{kind} of {package}"
    advice = "polars.from_pandas makes one" if package == "pandas" else "panel.dyad_years makes a panel of treaties"
    message = f"{what} must be a frame of polars or a panel, is a {of} ({advice})"
    raise UnusableInput(message)


def as_pandas(held: pl.DataFrame) -> "pd.DataFrame":
    """Return a frame of pandas."""
    MissingExtra.demand("this needs", "pandas", "pandas", "pyarrow")
    return held.to_pandas(use_pyarrow_extension_array=True)


def as_arrow(held: pl.DataFrame) -> ArrowTable:
    """Return a table of Arrow."""
    MissingExtra.demand("this needs", "arrow", "pyarrow")
    return cast("ArrowTable", held.to_arrow())


def _model(table: str) -> type[Entry]:
    if table not in MODELS:
        raise _unknown(table, tuple(MODELS), "there is no table")
    return MODELS[table]


def _unknown(name: str, known: tuple[str, ...], lacks: str) -> UnknownTable:
    meant = near(name, known)
    there = f"did you mean {meant[0]!r}?" if meant else f"there are {listed(known, 'and')}"
    return UnknownTable(f"{lacks} {quote(name)}; {there}")


def _spread(rows: pl.DataFrame, name: str, item: Shape, inner: list[str]) -> pl.DataFrame:
    """Return rows with the fields of the item in their last column as columns; of an inner list, a row an item."""
    *before, last = rows.columns
    if item.kind is not Kind.OBJECT:
        return rows.select(*before, *_flat(item, pl.col(last), name.removesuffix("s")))
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
    """Yield the columns of a field, without those of lists of objects and dates."""
    if shape.kind is Kind.DATE:
        parts = {"edtf": name, "earliest": f"{name}_earliest", "latest": f"{name}_latest"}
        yield from (column.struct.field(part).alias(given) for part, given in parts.items())
    elif shape.kind is Kind.OBJECT:
        for field in spec_of(shape.type).fields:
            yield from _flat(field.shape, column.struct.field(field.name), f"{name}_{field.name}")
    elif shape.item is None or shape.item.kind not in (Kind.OBJECT, Kind.DATE):
        yield column.alias(name)


def _item(field: FieldSpec) -> Shape:
    return cast("Shape", field.shape.item)


_INNER = "\0"
"""The name of a column that no field has."""
