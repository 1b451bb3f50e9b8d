"""The layout of a corpus in a database: one table per record type and per list, with keys; and its rows.

The table `records` has the id of each record. So a reference to records of several types has a foreign key too.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, Literal, TypeAlias, cast

from attrs import frozen

from alliancekit.corpus._item_names import item_name
from alliancekit.dates import Day, PartialDate
from alliancekit.models import KINDS, MODELS, Entry
from alliancekit.project_fields import ProjectFields
from alliancekit.rules.shape import FieldSpec, Kind, Shape, spec_of

SqlValue: TypeAlias = str | int | bool | None
"""A value in a row."""

SqlRow: TypeAlias = tuple[SqlValue, ...]
"""The values of a row, in the order of the columns."""

SqlType: TypeAlias = Literal["TEXT", "BIGINT", "BOOLEAN"]

RECORDS: Final = "records"
"""The name of the table with the ids of all records."""

_NAMES: Final = {kind: next(name for name, of in MODELS.items() if of is model) for kind, model in KINDS.items()}
"""The name of the table of each kind of id."""

_TYPES: Final[dict[Kind, SqlType]] = {
    Kind.TEXT: "TEXT", Kind.CHOICE: "TEXT", Kind.DATE: "TEXT", Kind.INTEGER: "BIGINT", Kind.FLAG: "BOOLEAN",
    Kind.PROJECTS: "TEXT",
}  # fmt: skip


@frozen
class SqlColumn:
    """A column.

    Attributes:
        name: Its name.
        type: The type of its values.
        required: Whether each row has a value.
        kinds: The kinds of records to whose ids its values refer; empty if they are no references.
    """

    name: str
    type: SqlType
    required: bool
    kinds: tuple[str, ...] = ()


@frozen
class ForeignKey:
    """A foreign key.

    Attributes:
        columns: The columns.
        table: The name of the table to which they refer.
        targets: The columns of that table.
    """

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@frozen
class SqlTable:
    """A table.

    Attributes:
        name: Its name.
        columns: Its columns.
        key: The names of the columns of its primary key.
        foreign_keys: Its foreign keys.
    """

    name: str
    columns: tuple[SqlColumn, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]


@cache
def tables() -> tuple[SqlTable, ...]:
    """Return all tables; each comes after the tables to which it refers."""
    ids = SqlTable(
        RECORDS, (SqlColumn("id", "TEXT", required=True), SqlColumn("type", "TEXT", required=True)), ("id",), ()
    )
    whole = [_table_of_type(name, model) for name, model in MODELS.items()]
    lists = [table for name, model in MODELS.items() for table in _tables_of_lists(name, model)]
    return (ids, *whole, *lists)


def rows(corpus: Iterable[Entry]) -> dict[str, list[SqlRow]]:
    """Return the rows of each table, by its name."""
    result: dict[str, list[SqlRow]] = {table.name: [] for table in tables()}
    for record in corpus:
        name = _NAMES[type(record).__name__.lower()]
        result[RECORDS].append((record.id, name))
        for table, row in _rows_of(name, type(record), record, ()):
            result[table].append(row)
    return result


def _table_of_type(name: str, model: type[Entry]) -> SqlTable:
    columns = tuple(_columns_of(model))
    earlier = [*MODELS][: [*MODELS].index(name)]
    own = ForeignKey(("id",), RECORDS, ("id",))
    return SqlTable(name, columns, ("id",), (own, *_references(columns, earlier)))


def _tables_of_lists(name: str, model: type[Entry]) -> Iterator[SqlTable]:
    parent = SqlColumn(model.__name__.lower(), "TEXT", required=True)
    for field in _lists(model):
        yield from _tables_of_list(name, ("id",), (parent,), field)


def _tables_of_list(
    parent: str, targets: tuple[str, ...], key: tuple[SqlColumn, ...], field: FieldSpec
) -> Iterator[SqlTable]:
    """Yield the table of a list, and those of the lists in its items.

    Args:
        parent: The name of the table of the records or items that have the list.
        targets: The primary key of that table.
        key: The columns that refer to it.
        field: The list.
    """
    name, item = f"{parent}_{field.name}", cast("Shape", field.shape.item)
    own_key = (*key, SqlColumn(f"{field.name}_n", "BIGINT", required=True))
    names = tuple(column.name for column in own_key)
    if item.kind is Kind.OBJECT:
        values = tuple(_columns_of(item.type))
    else:
        values = tuple(_columns(item, item_name(field.name), required=True))
    above = ForeignKey(tuple(column.name for column in key), parent, targets)
    yield SqlTable(name, (*own_key, *values), names, (above, *_references(values, MODELS)))
    for inner in _lists(item.type) if item.kind is Kind.OBJECT else ():
        yield from _tables_of_list(name, names, own_key, inner)


def _lists(model: type) -> list[FieldSpec]:
    return [field for field in spec_of(model).fields if field.shape.item]


def _columns_of(model: type) -> Iterator[SqlColumn]:
    for field in spec_of(model).fields:
        required = not field.shape.optional and field.shape.kind is not Kind.PROJECTS
        yield from _columns(field.shape, field.name, required=required)


def _columns(shape: Shape, name: str, *, required: bool) -> Iterator[SqlColumn]:
    """Yield the columns of a value that is no list."""
    if shape.kind is Kind.OBJECT:
        for field in spec_of(shape.type).fields:
            yield from _columns(field.shape, f"{name}_{field.name}", required=required and not field.shape.optional)
    elif shape.item is None:
        yield SqlColumn(name, _TYPES[shape.kind], required, shape.refers_to)
        if shape.kind is Kind.DATE:
            for part in ("as_printed", "earliest", "latest"):
                yield SqlColumn(f"{name}_{part}", "TEXT", required=False)


def _references(columns: Iterable[SqlColumn], known: Iterable[str]) -> Iterator[ForeignKey]:
    """Yield the foreign keys of references: to the table of the only type, if it is known, otherwise to `records`.

    Args:
        columns: The columns of a table.
        known: The names of the tables of types that are created earlier.
    """
    names = {*known}
    for column in columns:
        if column.kinds:
            target = _NAMES[column.kinds[0]]
            only = len(column.kinds) == 1 and target in names
            yield ForeignKey((column.name,), target if only else RECORDS, ("id",))


def _rows_of(name: str, model: type, value: object, key: SqlRow) -> Iterator[tuple[str, SqlRow]]:
    """Yield the row of a record or item, and those of the lists in it, each with the name of its table."""
    fields = spec_of(model).fields
    yield name, (*key, *(cell for field in fields for cell in _cells(field.shape, getattr(value, field.name))))
    key = key or (cast("Entry", value).id,)
    for field in _lists(model):
        item, table = cast("Shape", field.shape.item), f"{name}_{field.name}"
        for n, each in enumerate(cast("tuple[object, ...]", getattr(value, field.name)), 1):
            if item.kind is Kind.OBJECT:
                yield from _rows_of(table, item.type, each, (*key, n))
            else:
                yield table, (*key, n, *_cells(item, each))


def _cells(shape: Shape, value: object) -> Iterator[SqlValue]:
    """Yield the cells of a value in its columns."""
    if shape.kind is Kind.OBJECT:
        for field in spec_of(shape.type).fields:
            yield from _cells(field.shape, None if value is None else getattr(value, field.name))
    elif shape.kind is Kind.DATE:
        date = cast("PartialDate | None", value)
        yield from (date.edtf, date.as_printed, _iso(date.earliest), _iso(date.latest)) if date else (None,) * 4
    elif shape.kind is Kind.PROJECTS:
        yield cast("ProjectFields", value).json or None
    elif shape.item is None:
        yield cast("SqlValue", value)


def _iso(day: Day | None) -> str | None:
    """Return a day as text in ISO 8601, with a minus sign for years before the year 0."""
    if day is None:
        return None
    sign = "-" if day.year < 0 else ""
    return f"{sign}{abs(day.year):04d}-{day.month:02d}-{day.day:02d}"
