"""Parquet files are written and read unchanged, and every problem is reported with its file and row."""

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path as FilePath
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given
from tests.columns.tables import write_table
from tests.mistakes import CORPUS, STATEMENT
from tests.profiles import examples

from alliancekit import cli, strategies
from alliancekit.columns.layout import frame, layout, metadata
from alliancekit.corpus import Corpus, _parquet, check, from_parquet, load, read, scan_parquet
from alliancekit.errors import InvalidCorpus, Location, MissingExtra, Problem, UnusableFile
from alliancekit.formats import Limits
from alliancekit.models import KINDS, MODELS, Entry, Statement

corpus: Final = Corpus(CORPUS)


@pytest.fixture
def folder(tmp_path: FilePath) -> FilePath:
    """A folder with the tables of the small corpus."""
    corpus.to_parquet(tmp_path / "tables")
    return tmp_path / "tables"


def rewrite(file: FilePath, properties: dict[str, str] | None = None, **columns: pl.Expr) -> None:
    """Write a table again with other columns or metadata."""
    table = pl.read_parquet(file).with_columns(**columns)
    write_table(table, file, file.stem if properties is None else properties)


def null(dtype: pl.DataType) -> pl.Expr:
    return pl.lit(None, dtype=dtype)


READINGS: Final = pl.List(pl.Struct({"field": pl.String, "text": pl.String}))


def reported(problems: Iterable[object], folder: FilePath) -> list[str]:
    return [str(problem).replace(f"{folder}/", "") for problem in problems]


def read_parts(file: FilePath) -> tuple[list[Entry], list[Problem]]:
    """Return the records and the problems of a table, read in parts."""
    both = list(scan_parquet(file))
    return [item for item in both if not isinstance(item, Problem)], [i for i in both if isinstance(i, Problem)]


# --- Round trips ------------------------------------------------------------------------------------------------------


@examples(20)
@given(strategies.corpora())
def test_written_corpora_are_read_and_written_again_unchanged(generated: Corpus) -> None:
    with TemporaryDirectory() as name:
        first, second = FilePath(name, "first"), FilePath(name, "second")
        generated.to_parquet(first)
        assert from_parquet(first) == load(first) == Corpus(read_parts(first)[0]) == generated
        from_parquet(first).to_parquet(second)
        files = sorted(first.iterdir())
        assert [file.read_bytes() for file in files] == [file.read_bytes() for file in sorted(second.iterdir())]


def test_a_folder_has_one_table_per_record_type_that_occurs(folder: FilePath, tmp_path: FilePath) -> None:
    assert sorted(file.name for file in folder.iterdir()) == sorted(f"{name}.parquet" for name in MODELS)
    assert pl.read_parquet(folder / "statements.parquet").equals(frame(Statement, [STATEMENT]))
    Corpus().to_parquet(tmp_path / "empty")
    assert [file.name for file in (tmp_path / "empty").iterdir()] == ["actors.parquet"]
    assert from_parquet(tmp_path / "empty") == Corpus()


def test_a_type_may_have_several_files_of_any_names(folder: FilePath) -> None:
    (folder / "statements").mkdir()
    (folder / "statements.parquet").rename(folder / "statements" / "part-1.parquet")
    (folder / "actors.parquet").rename(folder / "who.PARQUET")
    assert from_parquet(folder) == from_parquet(*folder.rglob("*.*"), folder) == corpus
    (folder / "who.PARQUET").rename(folder / "[who]*")
    assert from_parquet(folder / "[who]*", folder) == corpus


def test_a_table_joins_documents(folder: FilePath, tmp_path: FilePath) -> None:
    (folder / "statements.parquet").rename(tmp_path / "statements.parquet")
    load(folder / "actors.parquet", folder / "states.parquet").write(tmp_path / "who.yaml")
    (folder / "actors.parquet").unlink()
    (folder / "states.parquet").unlink()
    shares: list[float] = []
    contents = read(tmp_path / "who.yaml", tmp_path / "statements.parquet", folder, progress=shares.append)
    assert contents.corpus() == corpus
    assert shares == sorted(shares)
    assert {4 / 6, 5 / 6, 1.0} <= {*shares}


def test_rows_are_read_in_parts(folder: FilePath, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "states.parquet"
    monkeypatch.setattr(_parquet, "ROWS", 2)
    rewrite(file, id=pl.when(pl.int_range(pl.len()) == 2).then(pl.lit("state:A")).otherwise("id"))
    records, problems = read_parts(file)
    assert records == list(corpus.states())[:2]
    assert [problem.location for problem in problems] == [Location(str(file), row=3)]


def test_a_folder_with_other_corpus_files_is_not_changed(tmp_path: FilePath) -> None:
    (tmp_path / "old.yaml").write_text("schema_version: 3")
    message = f"{tmp_path} contains old.yaml, which would be read as part of the corpus; write to an empty folder"
    with pytest.raises(UnusableFile, match=f"^{re.escape(message)}$"):
        corpus.to_parquet(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["old.yaml"]


def scanned(*paths: FilePath) -> list[object]:
    return list(scan_parquet(*paths))


@pytest.mark.parametrize("ask", [from_parquet, scanned])
def test_a_path_without_a_table_is_rejected(ask: Callable[..., object], tmp_path: FilePath) -> None:
    with pytest.raises(UnusableFile, match=f"^{re.escape(f'{tmp_path} contains no Parquet file (.parquet)')}$"):
        ask(tmp_path)
    with pytest.raises(UnusableFile, match=r"^no path given; pass a Parquet file or a folder$"):
        ask()
    with pytest.raises(UnusableFile, match="no such file or folder"):
        ask(tmp_path / "nowhere.parquet")


def first_of(folder: FilePath) -> object:
    return next(scan_parquet(folder))


@pytest.mark.parametrize("ask", [from_parquet, load, first_of])
def test_without_polars_the_install_command_is_reported(
    ask: Callable[[FilePath], object], folder: FilePath, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("_polars", "columns.layout", "corpus._parquet"):
        monkeypatch.delitem(sys.modules, f"alliancekit.{module}")
    monkeypatch.setitem(sys.modules, "polars", None)
    monkeypatch.delattr("alliancekit.corpus._parquet")
    with pytest.raises(
        MissingExtra, match=r"^tables need polars; install it with: pip install 'alliancekit\[columns\]'$"
    ):
        ask(folder)


# --- Rows that break rules ------------------------------------------------------------------------------------------


def test_valid_rows_around_an_invalid_row_are_scanned_in_order(tmp_path: FilePath) -> None:
    rows = frame(Statement, [STATEMENT]).select(pl.all().repeat_by(3).explode())
    wrong = rows.with_columns(content=pl.Series(["first", " ", "last"]))
    file = tmp_path / "statements.parquet"
    write_table(wrong, file, "statements")
    first, problem, last = scan_parquet(file)
    assert isinstance(first, Statement)
    assert isinstance(problem, Problem)
    assert isinstance(last, Statement)
    assert (first.content, problem.location, last.content) == ("first", Location(str(file), row=2), "last")


def at_statement(folder: FilePath, **columns: pl.Expr) -> list[str]:
    """Return the problems of the statement with other columns, for which `scan` and `check` must agree."""
    file = folder / "statements.parquet"
    rewrite(file, None, **columns)
    problems = check(folder)
    records, same = read_parts(file)
    assert tuple(same) == tuple(problem for problem in problems if problem.record == STATEMENT.id)
    assert not problems or records == []
    return reported(problems, folder)


@pytest.mark.parametrize(
    ("field", "column", "message"),
    [
        ("speaker", pl.lit("JPN"), "AK102 {}: speaker must be the id of an actor or a state, got 'JPN'"),
        ("about", null(pl.List(pl.String)), "AK010 {}: about must be a list, got nothing"),
        ("venue", null(layout(Statement)["venue"]), "AK011 {}: venue is missing"),
        (
            "date",
            pl.col("date").struct.with_fields(edtf=pl.lit("2025-02-30")),
            "AK014 {}: date: '2025-02-30' is not an EDTF date: month 02 of the year 2025 has ",
        ),
        (
            "date",
            pl.col("date").struct.with_fields(edtf=pl.lit(None, dtype=pl.String), as_printed=pl.lit("Monday")),
            "AK011 {}: date.edtf is missing",
        ),
        (
            "date",
            pl.col("date").struct.with_fields(latest=pl.lit("-0044-03-15").str.to_date(), precision=pl.lit("ides")),
            "AK008 {}: date.latest must be 2023-04-28, as 2023-04-28 says, got -0044-03-15",
        ),
        (
            "attestations",
            pl.col("attestations").list.eval(pl.element().struct.with_fields(as_printed=null(READINGS))),
            "AK010 {}: attestations[0].as_printed must be a list, got nothing",
        ),
    ],
)
def test_an_invalid_row_has_the_same_messages_as_construction(
    field: str, column: pl.Expr, message: str, folder: FilePath
) -> None:
    (first, *_) = at_statement(folder, **{field: column})
    assert first.startswith(f"statements.parquet, row 1: {message.format(STATEMENT.id)}")


def test_all_columns_that_do_not_follow_from_a_date_are_reported(folder: FilePath) -> None:
    column = pl.col("date").struct.with_fields(earliest=pl.lit(None, dtype=pl.Date), precision=pl.lit("ides"))
    place = f"statements.parquet, row 1: AK008 {STATEMENT.id}"
    hint = "(correct 'edtf', or write the table again with Corpus.to_parquet)"
    assert at_statement(folder, date=column) == [
        f"{place}: date.earliest must be 2023-04-28, as 2023-04-28 says, got null {hint}",
        f"{place}: date.precision must be 'day', as 2023-04-28 says, got 'ides' {hint}",
    ]


def test_a_row_without_an_id_is_reported_with_its_location(folder: FilePath) -> None:
    rewrite(folder / "candidates.parquet", id=pl.lit(None, dtype=pl.String))
    assert reported(check(folder), folder) == ["candidates.parquet, row 1: AK011 id is missing (add the field)"]


def test_problems_across_records_are_reported_at_the_row(folder: FilePath) -> None:
    file = folder / "states.parquet"
    rewrite(file, id=pl.lit("state:usa"))
    with pytest.raises(InvalidCorpus) as caught:
        from_parquet(folder)
    taken = "AK901 state:usa: id state:usa is taken by an earlier record, at states.parquet, row 1"
    hint = "(give one of the two another id, or remove it)"
    assert [text for text in reported(caught.value.problems, folder) if "AK901" in text] == [
        f"states.parquet, row 2: {taken} {hint}",
        f"states.parquet, row 3: {taken} {hint}",
    ]


def test_the_command_line_shows_the_row(folder: FilePath) -> None:
    rewrite(folder / "statements.parquet", speaker=pl.lit("state:jap"))
    told_ = CliRunner().invoke(cli.main, ["check", str(folder), "--format", "json"])
    assert '"file": "' in told_.output
    assert '"line": null,\n    "column": null,\n    "row": 1' in told_.output
    assert told_.exit_code == 1


# --- Other files and damaged tables -----------------------------------------------------------------------------------

ANEW: Final = "write it again with Corpus.to_parquet, or copy it again"


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (slice(0), "not a Parquet file: it does not start with PAR1"),
        (slice(1, None), "not a Parquet file: it does not start with PAR1"),
        (slice(-1), "the Parquet file is damaged or truncated"),
        (slice(500), "the Parquet file is damaged or truncated"),
    ],
    ids=["empty", "start", "cut", "half"],
)
def test_an_invalid_parquet_file_has_one_problem(part: slice, message: str, folder: FilePath) -> None:
    file = folder / "states.parquet"
    file.write_bytes(file.read_bytes()[part])
    assert reported(check(folder), folder) == [f"states.parquet: AK002 {message} ({ANEW})"]
    assert reported(scanned(file), folder) == [f"states.parquet: AK002 {message} ({ANEW})"]


def test_a_page_that_is_damaged_ends_the_table(folder: FilePath) -> None:
    file = folder / "states.parquet"
    data = file.read_bytes()
    file.write_bytes(data[:4] + bytes(9) + data[13:])
    message = f"states.parquet: AK002 the table is damaged: rows after row 0 can't be read ({ANEW})"
    assert reported(read(folder, verify=False).problems, folder) == [message]
    assert reported(scan_parquet(file, verify=False), folder) == [message]


LAYOUT: Final = metadata("states")
OTHER: Final = (
    "if another program has written a table of a corpus again, name the file after its records, such as "
    "statements.parquet, and pass by_name=True; remove other data from the folder"
)
TYPES: Final = "actors, states, sources, statements, proposals, treaties or candidates"
NEWER: Final = "write the table again with this release, or install the release that wrote it"


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        (
            {"alliancekit.type": "states"},
            f"AK011 the metadata of a table must have alliancekit.layout and alliancekit.schema_version ({OTHER})",
        ),
        (
            {**LAYOUT, "alliancekit.layout": "2"},
            f"AK016 alliancekit.layout must be 1 for this release, got '2' ({NEWER})",
        ),
        (
            {**LAYOUT, "alliancekit.schema_version": "1"},
            f"AK016 alliancekit.schema_version must be 3 for this release, got '1' ({NEWER})",
        ),
        (
            {**LAYOUT, "alliancekit.type": "state"},
            f"AK013 alliancekit.type must be one of {TYPES}, got 'state' (did you mean 'states'?)",
        ),
        (
            {**LAYOUT, "alliancekit.type": "x"},
            f"AK013 alliancekit.type must be one of {TYPES}, got 'x' (use one of them)",
        ),
    ],
    ids=["missing", "layout", "version", "near", "type"],
)
def test_the_metadata_of_a_table_are_checked(properties: dict[str, str], message: str, folder: FilePath) -> None:
    rewrite(folder / "states.parquet", properties)
    assert reported(check(folder), folder) == [f"states.parquet: {message}"]


def test_all_columns_of_another_layout_are_reported(folder: FilePath) -> None:
    file = folder / "states.parquet"
    table = pl.read_parquet(file).rename({"note": "notes"}).with_columns(id=pl.lit(1))
    write_table(table, file, LAYOUT)
    assert reported(check(folder), folder) == [
        "states.parquet: AK012 unknown field 'notes' (did you mean 'note'?)",
        "states.parquet: AK010 id must be a column of type String, got Int32 (write the column with that type)",
        "states.parquet: AK011 note is missing (add the column, of type String)",
    ]


# --- Limits ---------------------------------------------------------------------------------------------------------


def test_limits_apply_to_tables(folder: FilePath) -> None:
    file = folder / "states.parquet"
    size = len(file.read_bytes())
    records = 3
    load(file, limits=Limits(size=size, values=records))
    message = f"AK006 a file must have at most {size - 1:,} bytes, this one has more"
    assert reported(read(file, limits=Limits(size=size - 1)).problems, folder)[0].startswith(
        f"states.parquet: {message}"
    )
    message = "AK006 a table must have at most 2 rows, this one has 3 (split the file, or raise the limit)"
    assert reported(read(file, limits=Limits(values=2)).problems, folder) == [f"states.parquet: {message}"]


def test_problems_are_reported_up_to_the_limit(folder: FilePath) -> None:
    file = folder / "states.parquet"
    rewrite(file, note=pl.lit(" "))
    codes = [problem.code for problem in check(file, limits=Limits(problems=1))]
    assert codes == ["AK104", "AK006"]


def test_a_damaged_table_of_an_unknown_type_may_have_records_of_all_kinds() -> None:
    assert _parquet.possible_kinds(b"PAR1", "old.parquet") == frozenset(KINDS)
    assert _parquet.possible_kinds(b"PAR1", "treaties.parquet") == {"treaty"}
