"""Write a corpus of statements as Parquet tables in our layout, of any size.

DuckDB converts them from JSON Lines, so that a benchmark of reading tables does not depend on our own writer. The other
records are written by alliancekit, in releases that can. The table has no metadata: it is read by its name.
"""

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.data import LEADING

from alliancekit import corpus
from alliancekit.models import MODELS
from alliancekit.rules.shape import Kind, Shape, spec_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAME: Final = "statements"
MODEL: Final = MODELS[NAME]
DATE: Final = 'STRUCT(edtf VARCHAR, as_printed VARCHAR, earliest DATE, latest DATE, "precision" VARCHAR)'
TYPES: Final = {
    Kind.TEXT: "VARCHAR",
    Kind.CHOICE: "VARCHAR",
    Kind.INTEGER: "BIGINT",
    Kind.FLAG: "BOOLEAN",
    Kind.PROJECTS: "VARCHAR",
}


def connect() -> "DuckDBPyConnection":
    """Return a connection to DuckDB that uses one thread."""
    import duckdb

    return duckdb.connect(config={"threads": 1})


def write(lines: Path, folder: Path, connection: "DuckDBPyConnection") -> Path:
    """Write a corpus of statements as tables; return the table of the statements.

    Args:
        lines: The corpus, written by `benchmarks.data`.
        folder: An existing folder for the tables.
        connection: A connection to DuckDB.
    """
    leading, rest, table = (folder / name for name in ("leading.jsonl", "rest.json", f"{NAME}.parquet"))
    with lines.open("rb") as file, leading.open("wb") as first, rest.open("wb") as others:
        first.writelines(islice(file, LEADING))
        others.writelines(file)
    connection.execute(_copy(rest, table))
    rest.unlink()
    write_folder: Callable[[corpus.Corpus, Path], object] | None = getattr(corpus.Corpus, "to_parquet", None)
    if write_folder:
        write_folder(corpus.load(leading), folder / "others")
        for other in (folder / "others").iterdir():
            other.rename(folder / other.name)
        (folder / "others").rmdir()
    leading.unlink()
    return table


def _copy(lines: Path, table: Path) -> str:
    """Return the SQL that converts lines to a table."""
    shapes = {field.name: field.shape for field in spec_of(MODEL).fields}
    read = ", ".join(f"{text(name)}: {text(column(shape, 'VARCHAR'))}" for name, shape in shapes.items())
    selected = ", ".join(f"{_converted(shape, _name(name))} AS {_name(name)}" for name, shape in shapes.items())
    source = f"read_json({text(str(lines))}, format = 'newline_delimited', columns = {{{read}}})"
    return f"COPY (SELECT {selected} FROM {source}) TO {text(str(table))} (FORMAT parquet)"  # noqa: S608 - our own names


def _converted(shape: Shape, value: str, depth: int = 0) -> str:
    """Return the SQL of a column: a missing list becomes an empty list, and a date gets its first and last day."""
    inner = f"x{depth}"
    if shape.item:
        items = f"list_transform({value}, lambda {inner}: {_converted(shape.item, inner, depth + 1)})"
        return f"coalesce({items}, [])"
    if shape.kind is Kind.OBJECT:
        parts = (
            f"{_name(field.name)} := {_converted(field.shape, f'{value}.{_name(field.name)}', depth)}"
            for field in spec_of(shape.type).fields
        )
        return f"CASE WHEN {value} IS NOT NULL THEN struct_pack({', '.join(parts)}) END"
    return _date(value) if shape.kind is Kind.DATE else value


def _date(value: str) -> str:
    """Return the SQL of a date (a day or a month) with its first and last day."""
    first = f"strptime(left(concat({value}, '-01'), 10), '%Y-%m-%d')::DATE"
    is_day = f"len({value}) = 10"
    parts = (
        f"edtf := {value}",
        "as_printed := NULL::VARCHAR",
        f"earliest := {first}",
        f"latest := CASE WHEN {is_day} THEN {first} ELSE last_day({first}) END",
        f"\"precision\" := CASE WHEN {is_day} THEN 'day' ELSE 'month' END",
    )
    return f"CASE WHEN {value} IS NOT NULL THEN struct_pack({', '.join(parts)}) END"


def columns(model: type, date: str) -> str:
    """Return the SQL of the columns of a model with their types."""
    return ", ".join(f"{_name(field.name)} {column(field.shape, date)}" for field in spec_of(model).fields)


def column(shape: Shape, date: str) -> str:
    """Return the SQL type of a column."""
    if shape.item:
        return f"{column(shape.item, date)}[]"
    if shape.kind is Kind.OBJECT:
        return f"STRUCT({columns(shape.type, date)})"
    return date if shape.kind is Kind.DATE else TYPES[shape.kind]


def text(value: str) -> str:
    """Return text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def _name(name: str) -> str:
    return f'"{name}"'
