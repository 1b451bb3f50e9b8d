"""Write a corpus to a database of SQLite, DuckDB or SQLAlchemy, in one transaction."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from sqlite3 import Connection as SQLiteConnection
from sqlite3 import Cursor as SQLiteCursor
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, cast

from attrs import define, field, frozen

from alliancekit.corpus.sql_layout import SqlRow, SqlTable, rows, tables
from alliancekit.errors import UnusableInput

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from sqlalchemy import Connection, Engine, MetaData

    from alliancekit.corpus._corpus import Corpus


class SqlConnection(Protocol):
    """A connection of sqlite3, DuckDB or SQLAlchemy, which need not be installed."""

    @property
    def execute(self) -> Callable[..., object]:
        """Runs a statement."""
        ...


class SqlEngine(Protocol):
    """An engine of SQLAlchemy."""

    @property
    def connect(self) -> Callable[..., object]:
        """Returns a connection."""
        ...


Database: TypeAlias = SqlConnection | SqlEngine
"""A connection of sqlite3 or DuckDB, or an engine or a connection of SQLAlchemy."""

Rows: TypeAlias = Sequence[SqlRow]

Existing: TypeAlias = Mapping[str, Sequence[str] | None]
"""The columns of each table by its name in lower case; None for a view or a temporary table."""

_ROWS: Final = 100_000
"""How many rows DuckDB inserts at a time."""


def write(corpus: "Corpus", database: Database, *, replace: bool) -> None:
    """Write a corpus to a database; see `Corpus.to_sql`."""
    with _writer(database) as writer, writer.transaction():
        found = _found(writer.existing())
        if found and not replace:
            others = f" and {len(found) - 1} more" if len(found) > 1 else ""
            message = f"the database already has the table {found[0]}{others}; pass replace=True to replace them"
            raise UnusableInput(message)
        for name in reversed(found):
            writer.drop(name)
        content = rows(corpus)
        for table in tables():
            writer.create(table)
            if content[table.name]:
                writer.insert(table, content[table.name])


def _found(existing: "Existing") -> list[str]:
    """Return the names of the tables of a corpus that are in a database.

    Raises:
        UnusableInput: If another table, or a view, has such a name.
    """
    found = [table for table in tables() if table.name in existing]
    for table in found:
        columns = existing[table.name]
        if columns is None or [name.lower() for name in columns] != [column.name for column in table.columns]:
            what = "a view or temporary table" if columns is None else "a table with other columns"
            message = (
                f"the database has {what} of the name {table.name}, which is not replaced; "
                "rename or drop it, or use another database or schema"
            )
            raise UnusableInput(message)
    return [table.name for table in found]


class _Writer(Protocol):
    """Writes tables to a database."""

    def transaction(self) -> AbstractContextManager[None]:
        """Return a context in which all changes are made, or none if it is left with an exception."""
        ...

    def existing(self) -> Existing:
        """Return the tables of the database, and what else has a name that a table can't have then."""
        ...

    def drop(self, name: str) -> None:
        """Remove a table."""
        ...

    def create(self, table: SqlTable) -> None:
        """Create a table."""
        ...

    def insert(self, table: SqlTable, content: Rows) -> None:
        """Add rows to a table."""
        ...


@contextmanager
def _writer(database: object) -> Generator[_Writer]:
    """Yield a writer for a database; close what it has opened.

    Raises:
        UnusableInput: If it is no database.
    """
    kind = type(database)
    package = kind.__module__.partition(".")[0].lstrip("_")
    if isinstance(database, SQLiteConnection):
        cursor = database.cursor()
        cursor.row_factory = None  # that of the connection may return any objects
        yield _SQLite(cursor)
    elif package == "duckdb":
        yield _DuckDB(cast("DuckDBPyConnection", database))
    elif package == "sqlalchemy" and kind.__name__ == "Engine":
        with cast("Engine", database).begin() as connection:
            yield _SQLAlchemy(connection)
    elif package == "sqlalchemy" and kind.__name__ == "Connection":
        yield _SQLAlchemy(cast("Connection", database))
    else:
        message = (
            "the database must be a connection of sqlite3 or DuckDB, or an engine or connection of SQLAlchemy, "
            f"got {kind.__module__}.{kind.__qualname__}"
        )
        raise UnusableInput(message)


@frozen
class _SQLite:
    """Writes to SQLite. A savepoint also works if a transaction is open already."""

    cursor: SQLiteCursor

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Make all changes, or none."""
        self.cursor.execute("SAVEPOINT alliancekit")
        try:
            yield
        except BaseException:
            self.cursor.execute("ROLLBACK TO alliancekit")
            self.cursor.execute("RELEASE alliancekit")
            raise
        self.cursor.execute("RELEASE alliancekit")

    def existing(self) -> Existing:
        """Return the columns of the tables."""
        # A connection may return other objects for texts, but not for bytes.
        query = "SELECT CAST(name AS BLOB), {} FROM {} WHERE type IN ('table', 'view')"
        found: list[tuple[bytes, bool]] = [
            *self.cursor.execute(query.format("type = 'table'", "sqlite_master")),
            *self.cursor.execute(query.format("0", "sqlite_temp_master")),
        ]
        return {name.decode().lower(): self._columns(name.decode()) if is_table else None for name, is_table in found}

    def _columns(self, table: str) -> list[str]:
        query = "SELECT CAST(name AS BLOB) FROM pragma_table_info(?) ORDER BY cid"
        names: list[tuple[bytes]] = self.cursor.execute(query, (table,)).fetchall()
        return [name.decode() for (name,) in names]

    def drop(self, name: str) -> None:
        """Remove a table."""
        self.cursor.execute(f"DROP TABLE {_quoted(name)}")

    def create(self, table: SqlTable) -> None:
        """Create a table."""
        self.cursor.execute(_definition(table))

    def insert(self, table: SqlTable, content: Rows) -> None:
        """Add rows."""
        self.cursor.executemany(_insertion(table), content)


@frozen
class _DuckDB:
    """Writes to DuckDB."""

    connection: "DuckDBPyConnection"

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Make all changes, or none."""
        self.connection.execute("BEGIN TRANSACTION")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def existing(self) -> Existing:
        """Return the columns of the tables in the current schema."""
        query = """
            SELECT lower(table_name), table_type = 'BASE TABLE', list(column_name ORDER BY ordinal_position)
            FROM information_schema.tables JOIN information_schema.columns
                USING (table_catalog, table_schema, table_name)
            WHERE table_schema = current_schema() AND table_catalog = current_database() OR table_catalog = 'temp'
            GROUP BY ALL ORDER BY 2 DESC
        """
        found = cast("list[tuple[str, bool, list[str]]]", self.connection.execute(query).fetchall())
        return {name: columns if is_table else None for name, is_table, columns in found}

    def drop(self, name: str) -> None:
        """Remove a table."""
        self.connection.execute(f"DROP TABLE {_quoted(name)}")

    def create(self, table: SqlTable) -> None:
        """Create a table."""
        self.connection.execute(_definition(table))

    def insert(self, table: SqlTable, content: Rows) -> None:
        """Add rows, column by column: DuckDB stores columns, so row by row takes ten times as long."""
        values = ", ".join(f"unnest(CAST(? AS {column.type}[]))" for column in table.columns)
        query = f"INSERT INTO {_quoted(table.name)} SELECT {values}"
        for first in range(0, len(content), _ROWS):
            columns = zip(*content[first : first + _ROWS], strict=True)
            self.connection.execute(query, [[*column] for column in columns])


def _new_metadata() -> "MetaData":
    from sqlalchemy import MetaData

    return MetaData()


@define
class _SQLAlchemy:
    """Writes with SQLAlchemy, in the SQL of its database."""

    connection: "Connection"
    metadata: "MetaData" = field(factory=_new_metadata, init=False)

    def transaction(self) -> AbstractContextManager[None]:
        """Make all changes, or none: in a savepoint, because the driver of SQLite starts no transaction for tables."""
        return cast("AbstractContextManager[None]", self.connection.begin_nested())

    def existing(self) -> Existing:
        """Return the columns of the tables."""
        from sqlalchemy import inspect
        from sqlalchemy.engine.reflection import ObjectKind, ObjectScope

        inspector = inspect(self.connection)
        permanent = {*inspector.get_table_names()}
        found = inspector.get_multi_columns(kind=ObjectKind.ANY, scope=ObjectScope.ANY)
        return {
            name.lower(): [column["name"] for column in columns] if name in permanent else None
            for (_, name), columns in found.items()
        }

    def drop(self, name: str) -> None:
        """Remove a table."""
        from sqlalchemy import MetaData, Table

        Table(name, MetaData()).drop(self.connection)

    def create(self, table: SqlTable) -> None:
        """Create a table."""
        import sqlalchemy as sa

        types: dict[str, type[sa.Text | sa.BigInteger | sa.Boolean]] = {
            "TEXT": sa.Text, "BIGINT": sa.BigInteger, "BOOLEAN": sa.Boolean
        }  # fmt: skip
        sa.Table(
            table.name,
            self.metadata,
            *(sa.Column(column.name, types[column.type], nullable=not column.required) for column in table.columns),
            sa.PrimaryKeyConstraint(*table.key),
            *(
                sa.ForeignKeyConstraint(key.columns, [f"{key.table}.{target}" for target in key.targets])
                for key in table.foreign_keys
            ),
        ).create(self.connection)

    def insert(self, table: SqlTable, content: Rows) -> None:
        """Add rows."""
        names = [column.name for column in table.columns]
        values = [dict(zip(names, row, strict=True)) for row in content]
        self.connection.execute(self.metadata.tables[table.name].insert(), values)


def _definition(table: SqlTable) -> str:
    """Return the statement that creates a table."""
    parts = [
        f"{_quoted(column.name)} {column.type}{' NOT NULL' if column.required else ''}" for column in table.columns
    ]
    parts.append(f"PRIMARY KEY ({_names(table.key)})")
    parts += (
        f"FOREIGN KEY ({_names(key.columns)}) REFERENCES {_quoted(key.table)} ({_names(key.targets)})"
        for key in table.foreign_keys
    )
    return f"CREATE TABLE {_quoted(table.name)} ({', '.join(parts)})"


def _insertion(table: SqlTable) -> str:
    """Return the statement that adds a row."""
    return f"INSERT INTO {_quoted(table.name)} VALUES ({', '.join('?' for _ in table.columns)})"  # noqa: S608 - our names


def _names(names: Sequence[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    """Return a name in quotes, since some are words of SQL, such as "order"."""
    return f'"{name}"'
