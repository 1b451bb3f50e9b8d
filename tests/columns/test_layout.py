"""Tables have the layout that the fields of their type declare, and give back the records that they were made of."""

import gc
from datetime import date
from typing import Final, cast

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mistakes import STATEMENT, VALID
from tests.profiles import examples

from alliancekit import Actor, Name, PartialDate, Source, SourceId, Statement, Treaty, strategies
from alliancekit.columns import layout
from alliancekit.columns.other_layouts import layout_problems
from alliancekit.dates import Day
from alliancekit.errors import InvalidDate
from alliancekit.models import MODELS, Entry
from alliancekit.project_fields import NO_PROJECT_FIELDS

patient: Final = examples(30)

DATE: Final = pl.Struct(
    {"edtf": pl.String, "as_printed": pl.String, "earliest": pl.Date, "latest": pl.Date, "precision": pl.String}
)


def source(published: str | None) -> Source:
    return Source(
        id=SourceId("source:a"),
        kind="book",
        title="A",
        published=PartialDate(published) if published else None,
        dated_by="printed" if published else None,
    )


# --- The layout -----------------------------------------------------------------------------------------------------


def test_the_layout_is_read_off_the_fields() -> None:
    text = pl.List(pl.String)
    expected = {
        "id": pl.String,
        "speaker": pl.String,
        "office": pl.String,
        "venue": pl.Struct({"kind": pl.String, "name": pl.String, "place": pl.String, "state": pl.String}),
        "date": DATE,
        "content": pl.String,
        "addressees": text,
        "about": text,
        "note": pl.String,
    }
    assert expected.items() <= layout.layout(Statement).items()
    assert layout.layout(Source)["length"] == pl.Int64
    assert layout.layout(Source)["machine_author"] == pl.Boolean
    assert layout.layout(Actor)["members"] == pl.List(pl.Struct({"party": pl.String, "spells": pl.List(DATE)}))


def test_the_metadata_of_a_file_has_layout_type_and_version() -> None:
    assert layout.metadata("treaties") == {
        "alliancekit.layout": "1",
        "alliancekit.type": "treaties",
        "alliancekit.schema_version": "3",
    }


# --- From records to columns and back -------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
@patient
@given(data=st.data())
def test_records_come_back_equal(model: type[Entry], data: st.DataObject) -> None:
    made = data.draw(st.lists(strategies.records(model), max_size=4))
    table = layout.frame(model, made)
    assert table.schema == layout.layout(model)
    assert layout.records(model, table) == made
    assert layout.records(model, table, checked=True) == made
    assert layout_problems(model, table.schema) == ()


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
def test_missing_values_are_null_and_empty_lists_are_empty(model: type[Entry]) -> None:
    record = VALID[model]
    table = layout.frame(model, [record, record])
    for name, dtype in table.schema.items():
        value: object = getattr(record, name)
        assert table[name].null_count() == (2 if value is None or value == NO_PROJECT_FIELDS else 0)
        if isinstance(dtype, pl.List):
            items = cast("tuple[object, ...]", value)
            assert table[name].list.len().to_list() == [len(items)] * 2


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "precision"),
    [
        ("2025-04-28", "2025-04-28", "2025-04-28", "day"),
        ("1648-10", "1648-10-01", "1648-10-31", "month"),
        ("2263", "2263-01-01", "2263-12-31", "year"),
        ("0001", "0001-01-01", "0001-12-31", "year"),
        ("0000-02", "0000-02-01", "0000-02-29", "month"),
        ("-9999", "-9999-01-01", "-9999-12-31", "year"),
        ("9999-24", "9998-12-01", "+10000-03-31", "season"),
    ],
)
def test_days_of_all_years_stand_beside_a_date(edtf: str, earliest: str, latest: str, precision: str) -> None:
    table = layout.frame(Source, [source(edtf)])
    days = table["published"].struct.unnest().with_columns(pl.col(pl.Date).cast(pl.String))
    assert days.row(0) == (edtf, None, earliest, latest, precision)
    assert layout.records(Source, table) == [source(edtf)]


@patient
@given(st.dates())
def test_the_number_of_a_day_is_that_of_pythons_calendar(day: date) -> None:
    (found,) = layout.derived_columns([day.isoformat()])["earliest"]
    assert found == day
    assert PartialDate(day.isoformat()).earliest == Day(day.year, day.month, day.day)


def test_open_and_unknown_ends_have_no_day() -> None:
    days = layout.derived_columns(["1951/..", "../1951", "/1951", "no date"])
    assert days.rows() == [
        (date(1951, 1, 1), None, "interval"),
        (None, date(1951, 12, 31), "interval"),
        (None, date(1951, 12, 31), "interval"),
        (None, None, None),
    ]


def test_equal_venues_are_one_object() -> None:
    first, second = layout.records(Statement, layout.frame(Statement, [STATEMENT, STATEMENT]), checked=True)
    assert first is not second
    assert first is not None
    assert second is not None
    assert first.venue is second.venue


# --- Rows that break rules ------------------------------------------------------------------------------------------


def changed(**columns: pl.Expr) -> pl.DataFrame:
    """Return a table of three statements, of which the second is changed."""
    table = layout.frame(Statement, [STATEMENT] * 3)
    second = pl.int_range(pl.len()) == 1
    return table.with_columns(
        pl.when(second).then(column).otherwise(pl.col(name)).alias(name) for name, column in columns.items()
    )


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("speaker", pl.lit("nobody")),
        ("speaker", pl.lit(None)),
        ("about", pl.lit(None)),
        ("venue", pl.lit(None)),
        ("venue", pl.col("venue").struct.with_fields(kind=pl.lit("picnic"))),
        ("date", pl.lit(None)),
        ("date", pl.col("date").struct.with_fields(edtf=pl.lit("2025-02-30"))),
        ("date", pl.col("date").struct.with_fields(edtf=pl.lit(None, dtype=pl.String))),
        ("date", pl.col("date").struct.with_fields(as_printed=pl.lit(" "))),
        ("date", pl.col("date").struct.with_fields(precision=pl.lit("year"))),
        ("date", pl.col("date").struct.with_fields(latest=pl.lit(None, dtype=pl.Date))),
        ("addressees", pl.lit([None], dtype=pl.List(pl.String))),
        ("attestations", pl.col("attestations").list.head(0)),
    ],
)
def test_a_row_that_breaks_a_rule_makes_no_record(field: str, column: pl.Expr) -> None:
    assert layout.records(Statement, changed(**{field: column})) == [STATEMENT, None, STATEMENT]


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
@patient
@given(data=st.data())
def test_checked_rows_are_not_tested_again_but_invalid_dates_are_refused(
    model: type[Entry], data: st.DataObject
) -> None:
    table = layout.frame(model, data.draw(st.lists(strategies.records(model), min_size=1, max_size=2)))
    wrong = table.with_columns(id=pl.lit("nothing"))
    assert [record and record.id for record in layout.records(model, wrong, checked=True)] == ["nothing"] * len(table)
    assert layout.records(model, wrong) == [None] * len(table)


def test_an_invalid_date_is_refused_in_checked_rows_too() -> None:
    table = changed(date=pl.col("date").struct.with_fields(edtf=pl.lit("2025-02-30")))
    with pytest.raises(InvalidDate, match="2025-02-30"):
        layout.records(Statement, table, checked=True)


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_is_left_as_it_was(*, enabled: bool) -> None:
    was = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        layout.records(Statement, changed(speaker=pl.lit("nobody")))
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was else gc.disable)()


# --- Tables of another layout ---------------------------------------------------------------------------------------


def test_columns_that_differ_are_reported_with_their_path() -> None:
    schema = dict(layout.layout(Treaty))
    schema["notes"] = schema.pop("note")
    schema["names"] = pl.List(pl.Struct({**layout.layout(Name), "text": pl.Binary()}))
    schema["parties"] = pl.String()
    schema["signed"] = pl.Struct({**DATE.to_schema(), "latest": pl.Datetime("ns")})
    assert [str(problem) for problem in layout_problems(Treaty, schema)] == [
        "AK012 unknown field 'notes' (did you mean 'note'?)",
        "AK010 names.text must be a column of type String, got Binary (write the column with that type)",
        "AK010 parties must be a column of type List, got String (write the column with that type)",
        "AK010 signed.latest must be a column of type Date, got Datetime (write the column with that type)",
        "AK011 note is missing (add the column, of type String)",
    ]


def test_an_index_that_pandas_has_written_gets_a_hint() -> None:
    (problem,) = layout_problems(Treaty, {**layout.layout(Treaty), "__index_level_0__": pl.Int64()})
    assert problem.hint == "pandas has written its index; write the table with index=False"


def test_the_order_of_columns_means_nothing() -> None:
    table = layout.frame(Statement, [STATEMENT])
    other = table.select(reversed(table.columns)).with_columns(
        venue=pl.struct(*(pl.col("venue").struct.field(name) for name in ("state", "place", "name", "kind")))
    )
    assert layout_problems(Statement, other.schema) == ()
    assert layout.records(Statement, other) == [STATEMENT]
