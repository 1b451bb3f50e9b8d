"""A corpus in a database has its keys; all is written, or nothing."""

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Final, Protocol, TypeAlias, cast

import duckdb
import pytest
import sqlalchemy as sa
from hypothesis import given
from sqlalchemy.exc import SQLAlchemyError
from tests.mistakes import CORPUS, SOURCE, STATEMENT, TREATY_1960
from tests.profiles import examples

from alliancekit import Corpus, PartialDate, Source, strategies
from alliancekit.corpus import sql
from alliancekit.corpus.sql import Database
from alliancekit.corpus.sql_layout import SqlTable, rows, tables
from alliancekit.errors import UnusableInput
from alliancekit.models import MODELS

Row: TypeAlias = tuple[object, ...]

corpus: Final = Corpus(CORPUS)
TABLES: Final = {table.name: table for table in tables()}
ALL: Final = [f'SELECT * FROM "{name}"' for name in TABLES]  # noqa: S608 - our own names
ERRORS: Final = (sqlite3.Error, duckdb.Error, SQLAlchemyError, ValueError)
"""What is raised for rows that break keys."""


class Reads(Protocol):
    """Runs queries."""

    def __call__(self, query: str, /) -> list[Row]: ...


def sqlite() -> tuple[Database, Reads]:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection, lambda query: connection.execute(query).fetchall()


def duck() -> tuple[Database, Reads]:
    connection = duckdb.connect()
    return connection, lambda query: connection.execute(query).fetchall()


def alchemy() -> tuple[Database, Reads]:
    engine = sa.create_engine("sqlite://")

    def read(query: str) -> list[Row]:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    return engine, read


def alchemy_connection() -> tuple[Database, Reads]:
    connection = sa.create_engine("sqlite://").connect()
    return connection, lambda query: [tuple(row) for row in connection.exec_driver_sql(query)]


each_database = pytest.mark.parametrize("new", [sqlite, duck, alchemy, alchemy_connection])
New: TypeAlias = Callable[[], tuple[Database, Reads]]


def everything(read: Reads) -> dict[str, list[Row]]:
    return {name: sorted(map(tuple, read(query)), key=repr) for name, query in zip(TABLES, ALL, strict=True)}


def expected(records: Corpus) -> dict[str, list[Row]]:
    return {name: sorted(content, key=repr) for name, content in cast("dict[str, list[Row]]", rows(records)).items()}


def _same(content: object, _: Corpus) -> object:
    """Return rows whatever the corpus is."""
    return content


# --- The layout -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_names_are_unique_and_keys_refer_to_earlier_tables(table: SqlTable) -> None:
    names = [column.name for column in table.columns]
    assert len({*names}) == len(names)
    assert {*table.key} <= {*names}
    earlier = [*TABLES][: [*TABLES].index(table.name)]
    for key in table.foreign_keys:
        assert key.table in earlier
        assert {*key.columns} <= {*names}
        assert key.targets == TABLES[key.table].key


def test_there_is_one_row_for_each_record_and_item() -> None:
    content = rows(corpus)
    assert content["records"] == [(record.id, _name(record)) for record in corpus]
    assert [len(content[name]) for name in MODELS] == [
        sum(type(record) is model for record in corpus) for model in MODELS.values()
    ]
    assert content["statements_attestations"][0][:3] == (STATEMENT.id, 1, STATEMENT.attestations[0].source)
    (anchor,) = STATEMENT.attestations[0].anchors
    assert content["statements_attestations_anchors"][0][:5] == (STATEMENT.id, 1, 1, anchor.start, anchor.end)
    assert [row[:3] for row in content["treaties_parties"]] == [
        (TREATY_1960.id, n, party.party) for n, party in enumerate(TREATY_1960.parties, 1)
    ]


def _name(record: object) -> str:
    return next(name for name, model in MODELS.items() if isinstance(record, model))


def test_a_date_has_its_text_and_its_first_and_last_day() -> None:
    date = PartialDate("-0043-03", as_printed="the Ides")
    columns = [column.name for column in TABLES["sources"].columns]
    old = Source(id=SOURCE.id, kind="book", title="T", published=date, dated_by="printed")
    row = dict(zip(columns, rows([old])["sources"][0], strict=True))
    assert [row[f"published{part}"] for part in ("", "_as_printed", "_earliest", "_latest")] == [
        "-0043-03", "the Ides", "-0043-03-01", "-0043-03-31"
    ]  # fmt: skip
    assert row["accessed_earliest"] is None


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("proposals_members", "member"), ("treaties_depositaries", "depositary"), ("treaties_replaces", "replaces"),
        ("treaties_amends", "amends"), ("treaties_commitments_toward", "toward"), ("candidates_missing", "missing"),
    ],
)  # fmt: skip
def test_an_item_has_a_singular_name(table: str, column: str) -> None:
    of_table = TABLES[table]
    assert of_table.columns[len(of_table.key)].name == column


# --- Databases --------------------------------------------------------------------------------------------------------


@each_database
def test_every_row_is_written(new: New) -> None:
    database, read = new()
    corpus.to_sql(database)
    assert everything(read) == expected(corpus)


@examples(10)
@given(strategies.corpora())
def test_any_corpus_obeys_the_keys(records: Corpus) -> None:
    database, read = sqlite()
    records.to_sql(database)
    assert everything(read) == expected(records)
    assert read("PRAGMA foreign_key_check") == []


@pytest.mark.slow
@each_database
def test_a_query_follows_the_keys(new: New) -> None:
    database, read = new()
    corpus.to_sql(database)
    query = (
        'SELECT s.id, s.venue_kind, a."wording", o.title FROM statements AS s '
        "JOIN statements_attestations AS a ON a.statement = s.id JOIN sources AS o ON o.id = a.source"
    )
    attestation = STATEMENT.attestations[0]
    assert (STATEMENT.id, STATEMENT.venue.kind, attestation.wording, SOURCE.title) in [*map(tuple, read(query))]


@each_database
def test_existing_tables_are_replaced_only_on_request(new: New) -> None:
    database, read = new()
    corpus.to_sql(database)
    with pytest.raises(UnusableInput) as caught:
        Corpus().to_sql(database)
    assert str(caught.value) == (
        f"the database already has the table records and {len(TABLES) - 1} more; pass replace=True to replace them"
    )
    assert everything(read) == expected(corpus)
    Corpus().to_sql(database, replace=True)
    assert everything(read) == expected(Corpus())
    corpus.to_sql(database, replace=True)
    assert everything(read) == expected(corpus)


@each_database
def test_if_something_fails_nothing_is_changed(new: New, monkeypatch: pytest.MonkeyPatch) -> None:
    database, read = new()
    corpus.to_sql(database)
    content = {**rows(corpus), "candidates_missing": [("candidate:none", 1, "date")] * 2}
    monkeypatch.setattr(sql, "rows", partial(_same, content))
    with pytest.raises(ERRORS):
        corpus.to_sql(database, replace=True)
    assert everything(read) == expected(corpus)


@pytest.mark.parametrize("new", [sqlite, duck, alchemy])
def test_in_an_empty_database_a_failure_leaves_no_table(new: New, monkeypatch: pytest.MonkeyPatch) -> None:
    database, read = new()
    monkeypatch.setattr(sql, "rows", partial(_same, {**rows(corpus), "states": [(None,)]}))
    with pytest.raises(ERRORS):
        corpus.to_sql(database)
    with pytest.raises(ERRORS):
        read("SELECT * FROM records")


def test_one_table_that_exists_is_named() -> None:
    database, _ = sqlite()
    corpus.to_sql(database)
    connection = cast("sqlite3.Connection", database)
    for name in reversed(TABLES):
        if name != "records":
            connection.execute(f'DROP TABLE "{name}"')
    with pytest.raises(UnusableInput, match=r"^the database already has the table records; pass replace=True"):
        corpus.to_sql(database)


def run(database: Database, statement: str) -> None:
    """Run a statement in any of the databases."""
    if isinstance(database, sa.Engine):
        with database.begin() as connection:
            connection.exec_driver_sql(statement)
    elif isinstance(database, sa.Connection):
        database.exec_driver_sql(statement)
    else:
        cast("sqlite3.Connection", database).execute(statement)


@each_database
@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("CREATE TABLE Sources (x TEXT)", "a table with other columns"),
        ("CREATE VIEW sources AS SELECT 'own' AS x", "a view or temporary table"),
        ("CREATE TEMPORARY TABLE sources (x TEXT)", "a view or temporary table"),
    ],
)
def test_what_is_not_a_table_of_a_corpus_is_never_replaced(
    new: New, statement: str, what: str, *, replace: bool
) -> None:
    database, read = new()
    run(database, statement)
    if "VIEW" not in statement:
        run(database, "INSERT INTO sources VALUES ('own')")
    with pytest.raises(UnusableInput, match=rf"^the database has {what} of the name sources, which is not replaced; "):
        corpus.to_sql(database, replace=replace)
    assert [*map(tuple, read("SELECT x FROM sources"))] == [("own",)]
    with pytest.raises(ERRORS):
        read("SELECT * FROM records")


def _as_dict(cursor: sqlite3.Cursor, row: Row) -> dict[str, object]:
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}


def _nothing(cursor: sqlite3.Cursor, row: Row) -> None:
    del cursor, row


@pytest.mark.parametrize("factory", [_as_dict, sqlite3.Row, _nothing])
@pytest.mark.parametrize("texts", [str, bytes, len])
def test_a_connection_of_sqlite_may_return_any_objects(
    factory: Callable[[sqlite3.Cursor, Row], object], texts: Callable[[bytes], object]
) -> None:
    connection = sqlite3.connect(":memory:")
    connection.row_factory, connection.text_factory = factory, texts
    corpus.to_sql(connection)
    with pytest.raises(UnusableInput, match=r"^the database already has the table records and"):
        corpus.to_sql(connection)
    corpus.to_sql(connection, replace=True)
    assert connection.row_factory is factory
    assert connection.text_factory is texts
    connection.row_factory = None
    connection.text_factory = str
    assert everything(lambda query: connection.execute(query).fetchall()) == expected(corpus)


def test_tables_of_another_schema_do_not_matter() -> None:
    database, read = duck()
    run(database, "CREATE SCHEMA own")
    run(database, "CREATE TABLE own.sources (x TEXT)")
    run(database, "ATTACH ':memory:' AS other")
    run(database, "CREATE TABLE other.sources (x TEXT)")
    corpus.to_sql(database)
    assert everything(read) == expected(corpus)


def test_an_open_transaction_of_sqlite_stays_open() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE own (id TEXT)")
    connection.execute("INSERT INTO own VALUES ('a')")
    corpus.to_sql(connection)
    assert connection.in_transaction
    connection.rollback()
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)


@pytest.mark.parametrize("database", ["corpus.db", None, sa.MetaData()])
def test_other_objects_are_refused(database: object) -> None:
    with pytest.raises(
        UnusableInput, match=r"^the database must be a connection of sqlite3 or DuckDB, or an engine or "
    ):
        corpus.to_sql(cast("Database", database))
