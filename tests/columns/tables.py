"""Tables in the layout, made of plain trees, right or wrong."""

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import polars as pl

from alliancekit.columns.layout import metadata
from alliancekit.corpus._checksums import CHECKSUM_KEY, PLACEHOLDER, with_checksum
from alliancekit.dates import Day, PartialDate
from alliancekit.errors import InvalidDate
from alliancekit.formats import Tree
from alliancekit.models import Record
from alliancekit.rules.shape import LIMIT, Kind, Shape, spec_of

PLAIN: Mapping[Kind, type[pl.DataType]] = {
    Kind.TEXT: pl.String,
    Kind.CHOICE: pl.String,
    Kind.INTEGER: pl.Int64,
    Kind.FLAG: pl.Boolean,
    Kind.PROJECTS: pl.String,
}


def table(model: type[Record], trees: Iterable[Mapping[str, Tree]]) -> pl.DataFrame:
    """Return the table of some trees; a TypeError if a value is of a type that its column can't have."""
    shape = Shape(Kind.OBJECT, model)
    cells = [_cell(shape, dict(tree)) for tree in trees]
    return pl.Series(cells, dtype=_dtype(shape, pl.Int32), strict=True).cast(_dtype(shape, pl.Date)).struct.unnest()


def write_table(
    frame: pl.DataFrame, file: Path, of: str | Mapping[str, str], *, row_group_size: int | None = None
) -> None:
    """Write a table, right or wrong, with a checksum, and with the metadata of a type of records or with others."""
    buffer = BytesIO()
    properties = {**(metadata(of) if isinstance(of, str) else of), CHECKSUM_KEY: PLACEHOLDER}
    frame.write_parquet(buffer, metadata=properties, row_group_size=row_group_size)
    file.write_bytes(with_checksum(buffer.getvalue()))


def _dtype(shape: Shape, day: type[pl.DataType]) -> pl.DataType | type[pl.DataType]:
    if shape.item:
        return pl.List(_dtype(shape.item, day))
    if shape.kind is Kind.OBJECT:
        return pl.Struct({field.name: _dtype(field.shape, day) for field in spec_of(shape.type).fields})
    if shape.kind is Kind.DATE:
        texts = dict.fromkeys(("edtf", "as_printed"), pl.String)
        return pl.Struct({**texts, "earliest": day, "latest": day, "precision": pl.String})
    return PLAIN[shape.kind]


def _cell(shape: Shape, tree: Tree) -> object:
    if tree is None:
        return None
    if shape.item and isinstance(tree, list):
        return [_cell(shape.item, item) for item in tree]
    if shape.kind is Kind.OBJECT and isinstance(tree, dict):
        fields = spec_of(shape.type).fields
        if any(name not in {field.name for field in fields} for name in tree):
            message = "a table has no such column"
            raise TypeError(message)
        return {field.name: _cell(field.shape, tree.get(field.name, _default(field.default))) for field in fields}
    if shape.kind is Kind.DATE:
        return _date(tree if isinstance(tree, dict) else {"edtf": tree})
    if shape.item or shape.kind is Kind.OBJECT:
        message = f"a column of {shape.kind} can't hold {tree!r}"
        raise TypeError(message)
    wanted = {Kind.INTEGER: int, Kind.FLAG: bool}.get(shape.kind, str)
    if type(tree) is not wanted or (isinstance(tree, int) and not -LIMIT <= tree < LIMIT):
        message = f"a column of {shape.kind} can't hold {tree!r}"
        raise TypeError(message)
    return tree


def _default(default: object) -> Tree:
    return [] if default == () else default if isinstance(default, bool | str) else None


def _date(tree: dict[str, Tree]) -> dict[str, object]:
    edtf = tree["edtf"]
    if not isinstance(edtf, str):
        message = f"a column of dates can't hold {edtf!r}"
        raise TypeError(message)
    try:
        read = PartialDate(edtf)
    except InvalidDate:
        return {**tree}
    return {**tree, "earliest": number(read.earliest), "latest": number(read.latest), "precision": read.precision}


def number(day: Day | None) -> int | None:
    """Return the number of a day, from the first of January 1970; also before the year 1 and after 9999."""
    if day is None:
        return None
    cycles = (day.year - 2000) // 400
    ordinal = date(day.year - 400 * cycles, day.month, day.day).toordinal()
    return ordinal + cycles * 146_097 - date(1970, 1, 1).toordinal()
