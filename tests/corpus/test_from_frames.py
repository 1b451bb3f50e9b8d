"""A corpus that became data frames comes back from them; every problem has its table and row."""

from pathlib import Path
from typing import Final, Protocol, TypeAlias, cast

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from tests.mistakes import CORPUS, STATEMENT
from tests.profiles import examples

from alliancekit import Corpus, convert, from_arrow, from_pandas, from_polars, from_row, strategies
from alliancekit.errors import InvalidCorpus, InvalidRecord, Location, UnknownTable, UnusableInput
from alliancekit.formats import Limits
from alliancekit.models import MODELS, Entry


class Rows(Protocol):
    """A table of pyarrow, which has no types."""

    def to_pylist(self) -> list[dict[str, object]]: ...


Frames: TypeAlias = dict[str, pl.DataFrame]

corpus: Final = Corpus(CORPUS)


def frames(records: Corpus) -> Frames:
    return {name: records.to_polars(name) for name in MODELS}


@pytest.mark.slow
@examples(20)
@given(strategies.corpora())
def test_a_corpus_comes_back_from_its_frames(records: Corpus) -> None:
    assert from_polars(frames(records)) == records
    assert from_arrow({name: records.to_arrow(name) for name in MODELS}) == records


def test_a_corpus_comes_back_from_pandas(tmp_path: Path) -> None:
    assert from_pandas({name: corpus.to_pandas(name) for name in MODELS}) == corpus
    corpus.to_parquet(tmp_path)
    assert from_pandas({name: pd.read_parquet(tmp_path / f"{name}.parquet") for name in MODELS}) == corpus


def test_a_corpus_without_records_has_no_frames() -> None:
    assert from_polars({}) == Corpus()


def test_each_problem_has_its_table_and_row() -> None:
    tables = frames(corpus)
    note = pl.when(pl.int_range(pl.len()) == 1).then(pl.lit(" ")).otherwise(pl.col("note")).alias("note")
    wrong = {**tables, "states": tables["states"].with_columns(note), "actors": tables["actors"].drop("note")}
    with pytest.raises(InvalidCorpus) as caught:
        from_polars(wrong)
    assert [(problem.code, problem.location) for problem in caught.value.problems] == [
        ("AK011", Location("actors")),
        ("AK104", Location("states", row=2)),
    ]
    assert str(caught.value.problems[1].location) == "states, row 2"


def test_references_are_checked() -> None:
    with pytest.raises(InvalidCorpus) as caught:
        from_polars({"statements": corpus.to_polars("statements")})
    assert {problem.code for problem in caught.value.problems} == {"AK902"}


@pytest.mark.parametrize("number", [1.5, float(1 << 53)])
def test_numbers_that_are_not_whole_are_an_error(number: float) -> None:
    tables = frames(corpus)
    tables["sources"] = tables["sources"].with_columns(length=pl.lit(number))
    with pytest.raises(InvalidCorpus, match="sources: AK010 length must be a column of type Int64, got Float64"):
        from_polars(tables)


@pytest.mark.parametrize(
    ("tables", "error", "message"),
    [
        ({"statement": pl.DataFrame()}, UnknownTable, r"^unknown table 'statement' \(did you mean 'statements'\?\)$"),
        (pl.DataFrame(), UnusableInput, r"^frames must be in a mapping such as \{'statements': frame\}, got "),
        ({1: pl.DataFrame()}, UnknownTable, r"^the name of a table must be text such as 'actors', got the number 1$"),
        ({"statements": pl.LazyFrame()}, UnusableInput, r"got polars\.\w+; call \.collect\(\)$"),
        ({"statements": pd.Series(["a"])}, UnusableInput, r"got pandas\.Series; call \.to_frame\(\)$"),
        ({"statements": 5}, UnusableInput, r"^the table 'statements' must be a frame of polars, pandas or Arrow, got "),
    ],
)
def test_other_arguments_are_refused(tables: object, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        from_polars(cast("Frames", tables))
    with pytest.raises(error, match=message):
        from_pandas(cast("dict[str, pd.DataFrame]", tables))
    with pytest.raises(error, match=message):
        from_arrow(cast("Frames", tables))


def test_the_number_of_problems_of_a_table_may_be_limited() -> None:
    wrong = corpus.to_polars("states").with_columns(note=pl.lit(" "))
    with pytest.raises(InvalidCorpus) as caught:
        from_polars({"states": wrong}, limits=Limits(problems=1))
    assert [problem.code for problem in caught.value.problems] == ["AK104", "AK006"]


@pytest.mark.parametrize("name", [1, None, [], {}])
def test_the_name_of_a_table_or_list_is_text(name: object) -> None:
    with pytest.raises(UnknownTable, match=r"^the name of a table must be text such as 'actors', got "):
        corpus.to_polars(cast("str", name))
    with pytest.raises(UnknownTable, match=r"^the name of a list must be text such as 'names', got "):
        corpus.to_polars("states", by=cast("str", name or 0))
    with pytest.raises(UnknownTable, match=r"^the name of a table must be text such as 'actors', got "):
        from_row(cast("str", name), corpus.to_polars("states")[:1])


# --- Single rows ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", CORPUS, ids=lambda record: record.id)
def test_a_record_comes_back_from_its_row(record: Entry) -> None:
    name = next(name for name, model in MODELS.items() if model is type(record))
    row = corpus.to_polars(name).filter(id=record.id)
    assert from_row(name, row) == record
    assert from_row(name, row.row(0, named=True)) == record
    assert from_row(name, corpus.to_pandas(name).query(f"id == '{record.id}'").reset_index(drop=True)) == record


@pytest.mark.parametrize("name", [*MODELS])
def test_a_record_comes_back_from_its_row_of_pandas(name: str, tmp_path: Path) -> None:
    corpus.to_parquet(tmp_path)
    expected = [record for record in corpus if type(record) is MODELS[name]]
    for frame in (corpus.to_pandas(name), pd.read_parquet(tmp_path / f"{name}.parquet")):
        assert [from_row(name, frame.iloc[n]) for n in range(len(frame))] == expected
        missing = frame.astype(object).where(frame.notna(), float("nan"))
        assert [from_row(name, missing.iloc[n]) for n in range(len(frame))] == expected


def test_a_row_of_arrow_is_a_record() -> None:
    table = corpus.to_arrow("statements")
    assert from_row("statements", table) == STATEMENT
    assert from_row("statements", cast("Rows", cast("object", table)).to_pylist()[0]) == STATEMENT


def test_the_problems_of_a_row_are_those_of_the_record() -> None:
    row = corpus.to_polars("statements").row(0, named=True)
    with pytest.raises(InvalidRecord) as caught:
        from_row("statements", {**row, "speaker": "treaty:a", "content": " "})
    _, problems = convert.read(type(STATEMENT), {**convert.tree(STATEMENT), "speaker": "treaty:a", "content": " "})
    assert caught.value.problems == problems


def test_a_row_with_other_columns_is_refused() -> None:
    row = corpus.to_polars("statements").row(0, named=True)
    with pytest.raises(InvalidRecord) as caught:
        from_row("statements", {**row, "gist": "a"})
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [("AK012", ("gist",))]


def test_a_row_is_one_row_of_plain_values() -> None:
    with pytest.raises(UnusableInput, match=r"^a frame with one row is needed, got 3 rows; pass a slice, such as "):
        from_row("states", corpus.to_polars("states"))
    with pytest.raises(UnusableInput, match=r"^the row can't be used: "):
        from_row("states", {"id": [1, "a", object()]})
    with pytest.raises(UnknownTable):
        from_row("state", {"id": "state:a"})
