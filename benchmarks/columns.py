"""Benchmarks of checking Parquet tables: alliancekit, compared with DuckDB and SQL.

DuckDB evaluates the simple rules in C++ and creates no objects, as our own check of columns does.
"""

from collections import deque
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import bulk
from benchmarks.bulk import UNIT, file_of
from benchmarks.measuring import Job, Settings, ratios
from benchmarks.page import Table
from benchmarks.peers import FASTEST, named
from benchmarks.tables import DATE, MODEL, columns, connect, text, write

from alliancekit.corpus import check_parquet, from_parquet, load, scan_parquet
from alliancekit.formats import Limits
from alliancekit.rules import AtLeast, FieldRule, Id, Minimum, NotBlank, Ordered, Pattern, Ref
from alliancekit.rules.shape import FieldSpec, Kind, Shape, spec_of
from alliancekit.schema import own_fields

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DAY: Final = r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?"


def conditions(field: FieldSpec, value: str, depth: int = 0) -> Iterator[str]:
    """Yield the simple rules of a field as SQL: presence, choices, patterns, lengths and bounds, inside lists too."""
    shape = field.shape
    if field.required:
        yield f"{value} IS NOT NULL"
    for condition in _conditions_of_value(shape, value, depth):
        yield f"({value} IS NULL OR {condition})" if not field.required else condition


def _conditions_of_value(shape: Shape, value: str, depth: int) -> Iterator[str]:
    """Yield the conditions for a value that is not null."""
    if shape.choices:
        yield f"{value} IN ({', '.join(map(text, shape.choices))})"
    yield from filter(None, (_in_sql(rule, value) for rule in shape.rules))
    inner = f"x{depth}"
    if shape.item and (parts := list(_conditions_of_value(shape.item, inner, depth + 1))):
        failing = f"list_filter({value}, lambda {inner}: NOT coalesce({' AND '.join(parts)}, false))"
        yield f"len({failing}) = 0"
    if shape.kind is Kind.OBJECT:
        yield from _conditions_of_object(shape.type, value, depth)
    if shape.kind is Kind.DATE:
        yield f"regexp_full_match({value}.edtf, {text(DAY)}) AND {value}.earliest <= {value}.latest"


def _conditions_of_object(model: type, value: str, depth: int) -> Iterator[str]:
    for field in own_fields(model):
        yield from conditions(field, f'{value}."{field.name}"', depth)
    for rule in spec_of(model).rules:
        if isinstance(rule, Ordered) and rule.strict:
            yield " < ".join(f'{value}."{name}"' for name in rule.names)


def _in_sql(rule: FieldRule, value: str) -> str | None:
    """Return a rule of a field in SQL; None if SQL would need a user-defined function."""
    match rule:
        case Pattern() | Id() | Ref():
            return f"regexp_full_match({value}, {text(rule.regex)})"
        case NotBlank():
            return f"trim({value}) <> ''"
        case AtLeast():
            return f"len({value}) >= {rule.count}"
        case Minimum():
            return f"{value} >= {rule.bound}"
        case _:
            return None


def simple_rules() -> list[str]:
    """Return the simple rules of a statement as conditions in SQL."""
    return [one for field in own_fields(MODEL) for one in conditions(field, f'"{field.name}"')]


def tables(settings: Settings) -> Iterator[Table]:
    """Yield the time per statement in a table, relative to the unit, which reads its line of JSON."""
    if find_spec("duckdb") is None:
        print("skipped: columns, because duckdb is not installed")
        return
    count = 20 * settings.records
    lines = file_of(settings, FASTEST, "statement", count)
    folder = settings.folder / "tables"
    folder.mkdir()
    connection = connect()
    table = write(lines, folder, connection)
    jobs = {
        UNIT: bulk.job(named(UNIT), "statement", lines, keep=False),
        "DuckDB, simple rules and unique ids": Job(lambda: count_invalid(table, connection), count),
        "DuckDB, insert with `CHECK`, no rules inside lists": Job(lambda: insert(table, connection), count),
        **_ours(lines, settings.folder / "corpus", count),
    }
    found = ratios(jobs, UNIT, settings.rounds)
    yield Table("columns", ("", "time"), tuple((name, str(figure)) for name, figure in found.items()))


def count_invalid(table: Path, connection: "DuckDBPyConnection") -> tuple[int, int]:
    """Return the number of statements that break a simple rule, and of those that repeat an id."""
    breaking = f"NOT coalesce({' AND '.join(simple_rules())}, false)"
    counts = f"count(*) FILTER ({breaking}), count(*) - count(DISTINCT id)"
    (row,) = connection.execute(f"SELECT {counts} FROM {_source(table)}").fetchall()  # noqa: S608 - our own names
    return row[0], row[1]


def insert(table: Path, connection: "DuckDBPyConnection") -> None:
    """Insert the statements into a DuckDB table with constraints, which can't contain rules about items of lists."""
    checks = ", ".join(f"CHECK ({rule})" for rule in simple_rules() if "lambda" not in rule)
    connection.execute(f"CREATE OR REPLACE TABLE statements ({columns(MODEL, DATE)}, {checks})")
    connection.execute(f"INSERT INTO statements SELECT * FROM {_source(table)}")  # noqa: S608 - our own names


def _source(table: Path) -> str:
    return f"read_parquet({text(str(table))})"


def _ours(lines: Path, folder: Path, count: int) -> dict[str, Job]:
    """Return the jobs of alliancekit for the same statements, with the actors, states and sources that they name."""
    limits = Limits(size=lines.stat().st_size, values=1 << 40)
    load(lines, limits=limits).to_parquet(folder)
    return {
        "alliancekit, all rules of records and of the corpus": Job(lambda: check_parquet(folder, by_name=True), count),
        "alliancekit, records let go": Job(lambda: deque(scan_parquet(folder, by_name=True), maxlen=0), count),
        "alliancekit, the whole corpus": Job(lambda: from_parquet(folder, by_name=True), count),
    }
