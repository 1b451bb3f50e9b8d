"""Tables that other programs have written again, and damaged tables: equal records, or an error."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

import pandas as pd
import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.columns.tables import write_table
from tests.mistakes import CORPUS
from tests.profiles import examples

from alliancekit import seeds
from alliancekit.cli import main
from alliancekit.columns.layout import LAYOUT_KEY, TYPE_KEY, VERSION_KEY, frame
from alliancekit.corpus import Corpus, check, check_parquet, from_parquet, load, read, scan, scan_parquet
from alliancekit.corpus._checksums import CHECKSUM_KEY, damage
from alliancekit.errors import InvalidCorpus, Problem
from alliancekit.models import MODELS, Source, Statement
from alliancekit.strategies import corpora

Rewrite: TypeAlias = Callable[[Path, Path], object]

corpus: Final = Corpus(CORPUS)
DAMAGED: Final = "the file does not fit its checksum: it is damaged, or edited by a tool that kept the old metadata"


def by_polars(old: Path, new: Path) -> None:
    pl.read_parquet(old).write_parquet(new)


def by_polars_with_categories(old: Path, new: Path) -> None:
    table = pl.read_parquet(old)
    texts = [name for name, dtype in table.schema.items() if dtype == pl.String]
    table.with_columns(pl.col(texts).cast(pl.Categorical)).select(reversed(table.columns)).write_parquet(new)


def by_pandas(old: Path, new: Path) -> None:
    pd.read_parquet(old).to_parquet(new)


def by_pandas_with_arrow(old: Path, new: Path) -> None:
    pd.read_parquet(old, dtype_backend="pyarrow").to_parquet(new)


def by_pyarrow(old: Path, new: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    pq.write_table(pq.read_table(old), new)


def by_pyarrow_with_dictionaries(old: Path, new: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    pq.write_table(pq.read_table(old, read_dictionary=["id"]), new, row_group_size=2, compression="zstd")


def by_duckdb(old: Path, new: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    duckdb.read_parquet(str(old)).write_parquet(str(new))


def edit(file: Path, old: Path) -> None:
    """Write a table with other notes, and with the metadata of another file."""
    kept = pl.read_parquet_metadata(old)
    pl.read_parquet(file).with_columns(note=pl.lit("edited")).write_parquet(file, metadata=kept)


def written_again(records: Corpus, rewrite: Rewrite, folder: Path) -> Path:
    """Return the folder of tables that another program has read and written."""
    records.to_parquet(folder / "old")
    new = folder / "new"
    new.mkdir()
    for file in (folder / "old").iterdir():
        rewrite(file, new / file.name)
    return new


@pytest.mark.parametrize(
    "rewrite",
    [
        by_polars, by_polars_with_categories, by_pandas, by_pandas_with_arrow, by_pyarrow, by_pyarrow_with_dictionaries,
        pytest.param(by_duckdb, marks=pytest.mark.slow),
    ],
)  # fmt: skip
@pytest.mark.parametrize("records", [corpus, pytest.param(seeds(), marks=pytest.mark.slow)], ids=["small", "seeds"])
def test_tables_that_another_program_wrote_again_read_back_equal(
    rewrite: Rewrite, records: Corpus, tmp_path: Path
) -> None:
    folder = written_again(records, rewrite, tmp_path)
    assert from_parquet(folder, by_name=True) == records
    assert Corpus(entry for entry in scan_parquet(folder, by_name=True) if not isinstance(entry, Problem)) == records
    assert [each for each in check_parquet(folder, by_name=True) if each.code != "AK904"] == [
        each for each in check_parquet(tmp_path / "old") if each.code != "AK904"
    ]


@examples(5)
@given(corpora())
def test_any_corpus_comes_back_from_pyarrow(tmp_path_factory: pytest.TempPathFactory, records: Corpus) -> None:
    folder = written_again(records, by_pyarrow_with_dictionaries, tmp_path_factory.mktemp("tables"))
    assert from_parquet(folder, by_name=True) == records


@pytest.mark.slow
def test_tables_that_were_written_again_are_one_corpus_with_other_files(tmp_path: Path) -> None:
    folder = written_again(corpus, by_polars, tmp_path)
    (folder / "states.parquet").unlink()
    Corpus(corpus.states()).write(folder / "states.yaml")
    assert load(folder, by_name=True) == corpus
    assert Corpus(entry for entry in scan(folder, by_name=True) if not isinstance(entry, Problem)) == corpus
    assert check(folder, by_name=True) == read(folder, by_name=True).problems == corpus.warnings
    edit(folder / "treaties.parquet", tmp_path / "old" / "treaties.parquet")
    (damaged,) = check(folder, by_name=True)
    assert damaged.message == DAMAGED
    assert len(load(folder, by_name=True, verify=False)) == len(corpus)
    result = CliRunner().invoke(main, ["check", str(folder)])
    assert "--tables-by-name" in result.output
    assert "--ignore-checksums" in result.output
    assert "by_name" not in result.output
    assert CliRunner().invoke(main, ["check", str(folder), "--tables-by-name", "--ignore-checksums"]).exit_code == 0
    options = ["--tables-by-name", "--ignore-checksums"]
    assert CliRunner().invoke(main, ["convert", str(folder), str(tmp_path / "c.json"), *options]).exit_code == 0


def test_without_the_metadata_the_error_says_what_to_do(tmp_path: Path) -> None:
    folder = written_again(corpus, by_polars, tmp_path)
    with pytest.raises(InvalidCorpus) as caught:
        load(folder)
    assert {problem.code for problem in caught.value.problems} == {"AK011"}
    assert all("by_name=True" in problem.hint for problem in caught.value.problems)


def test_a_name_that_is_no_type_is_reported(tmp_path: Path) -> None:
    by_polars(written_again(corpus, by_polars, tmp_path) / "states.parquet", tmp_path / "part-1.parquet")
    (problem,) = check_parquet(tmp_path / "part-1.parquet", by_name=True)
    assert problem.message.endswith("got 'part-1'")


def test_metadata_that_are_present_count_more_than_the_name(tmp_path: Path) -> None:
    write_table(frame(Statement, corpus.statements()), tmp_path / "states.parquet", "statements")
    records = [*scan_parquet(tmp_path / "states.parquet", by_name=True)]
    assert records == [*corpus.statements()]


def test_smaller_whole_numbers_are_the_same_numbers(tmp_path: Path) -> None:
    anchors = pl.col("attestations").list.eval(
        pl.element().struct.with_fields(
            anchors=pl.field("anchors").list.eval(
                pl.element().struct.with_fields(start=pl.field("start").cast(pl.UInt16))
            )
        )
    )
    frame(Statement, corpus.statements()).with_columns(anchors).write_parquet(tmp_path / "statements.parquet")
    assert [*scan_parquet(tmp_path, by_name=True)] == [*corpus.statements()]


def test_floating_point_numbers_count_if_they_are_whole_and_exact(tmp_path: Path) -> None:
    file = tmp_path / "sources.parquet"
    whole = frame(Source, corpus.sources()).with_columns(pl.col("length").cast(pl.Float64))
    whole.write_parquet(file)
    assert [*scan_parquet(file, by_name=True)] == [*corpus.sources()]
    for number in (7.5, float(1 << 53), float("inf"), float("nan")):
        whole.with_columns(length=pl.Series([number, None])).write_parquet(file)
        (problem,) = check_parquet(file, by_name=True)
        assert problem.message == (
            "length must be a column of type Int64, got Float64 with other numbers than whole ones"
        )


# --- Checksums --------------------------------------------------------------------------------------------------------


def messages(folder: Path) -> list[set[str]]:
    """Return the messages of each way to read tables."""
    with pytest.raises(InvalidCorpus) as caught:
        from_parquet(folder)
    scanned = [item for item in scan_parquet(folder) if isinstance(item, Problem)]
    return [{each.message for each in problems} for problems in (caught.value.problems, check(folder), scanned)]


@pytest.mark.slow
def test_a_table_that_was_edited_and_has_its_old_metadata_is_an_error(tmp_path: Path) -> None:
    corpus.to_parquet(tmp_path)
    edit(tmp_path / "states.parquet", tmp_path / "states.parquet")
    assert messages(tmp_path) == [{DAMAGED}] * 3
    edited = from_parquet(tmp_path, verify=False)
    assert {state.note for state in edited.states()} == {"edited"}
    assert not any(problem.code == "AK002" for problem in check_parquet(tmp_path, verify=False))
    assert sum(not isinstance(item, Problem) for item in scan_parquet(tmp_path, verify=False)) == len(corpus)


@pytest.mark.slow
@pytest.mark.parametrize("key", [LAYOUT_KEY, TYPE_KEY, VERSION_KEY, None])
def test_other_metadata_without_a_checksum_are_an_error(tmp_path: Path, key: str | None) -> None:
    corpus.to_parquet(tmp_path)
    for file in tmp_path.iterdir():
        properties = pl.read_parquet_metadata(file)
        kept = {name: properties[name] for name in properties if name != CHECKSUM_KEY and key in {name, None}}
        pl.read_parquet(file).write_parquet(file, metadata=kept)
    without = "the file has no checksum, but other metadata of a table: it is damaged, or another program wrote it"
    assert messages(tmp_path) == [{without}] * 3
    assert from_parquet(tmp_path, by_name=True, verify=False) == corpus


def test_a_damaged_key_of_the_checksum_hides_no_other_damage(tables: Path) -> None:
    file = tables / "states.parquet"
    content = bytearray(file.read_bytes())
    assert damage(bytes(content)) is None
    content[content.rindex(CHECKSUM_KEY.encode())] ^= 1
    assert damage(bytes(content)) is not None


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1\0\0\0\0PAR1", b"PAR1\xff\xff\xff\xffPAR1", bytes(20)])
def test_a_file_without_a_footer_has_no_checksum(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(content)
    assert damage(content) is None
    assert damage(tmp_path / "a") is None


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the small corpus."""
    folder = tmp_path_factory.mktemp("intact")
    corpus.to_parquet(folder)
    return folder


@examples(30)
@given(st.sampled_from([*MODELS]), st.integers(min_value=0), st.integers(min_value=0, max_value=7))
def test_a_flipped_bit_is_an_error_or_changes_no_record(tables: Path, name: str, place: int, bit: int) -> None:
    file = tables / f"{name}.parquet"
    content = bytearray(file.read_bytes())
    intact = bytes(content)
    content[place % len(content)] ^= 1 << bit
    file.write_bytes(content)
    try:
        assert from_parquet(tables) == corpus
    except InvalidCorpus:
        pass
    finally:
        file.write_bytes(intact)
