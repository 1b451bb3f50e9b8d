"""Corpora as Parquet files: what is written reads equal, and every mistake is told at its file and row."""

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
from tests.mistakes import CORPUS, STATEMENT
from tests.profiles import examples

from alliancekit import cli, strategies
from alliancekit.columns.layout import frame, layout, metadata
from alliancekit.corpus import Corpus, _parquet, check, from_parquet, load, read, scan_parquet
from alliancekit.errors import InvalidCorpus, Location, MissingExtra, Problem, UnusableFile
from alliancekit.formats import Limits
from alliancekit.models import Entry, Statement

corpus: Final = Corpus(CORPUS)


@pytest.fixture
def folder(tmp_path: FilePath) -> FilePath:
    """A folder with the tables of the small corpus."""
    corpus.to_parquet(tmp_path / "tables")
    return tmp_path / "tables"


def rewrite(file: FilePath, said: dict[str, str] | None = None, **columns: pl.Expr) -> None:
    """Write a table anew, with other columns, or with something else said about it."""
    table = pl.read_parquet(file).with_columns(**columns)
    table.write_parquet(file, metadata=metadata(file.stem) if said is None else said)


def null(dtype: pl.DataType) -> pl.Expr:
    return pl.lit(None, dtype=dtype)


READINGS: Final = pl.List(pl.Struct({"field": pl.String, "text": pl.String}))


def told(problems: Iterable[object], folder: FilePath) -> list[str]:
    return [str(problem).replace(f"{folder}/", "") for problem in problems]


def found(file: FilePath) -> tuple[list[Entry], list[Problem]]:
    """Return the records and the problems of a table, read piece by piece."""
    both = list(scan_parquet(file))
    return [item for item in both if not isinstance(item, Problem)], [i for i in both if isinstance(i, Problem)]


# --- There and back -------------------------------------------------------------------------------------------------


@examples(20)
@given(strategies.corpora())
def test_what_is_written_reads_equal_and_writes_the_same(made: Corpus) -> None:
    with TemporaryDirectory() as name:
        first, second = FilePath(name, "first"), FilePath(name, "second")
        made.to_parquet(first)
        assert from_parquet(first) == load(first) == Corpus(found(first)[0]) == made
        from_parquet(first).to_parquet(second)
        files = sorted(first.iterdir())
        assert [file.read_bytes() for file in files] == [file.read_bytes() for file in sorted(second.iterdir())]


def test_a_folder_has_a_table_for_each_type_of_which_there_is_a_record(folder: FilePath, tmp_path: FilePath) -> None:
    names = ["actors", "candidates", "proposals", "sources", "statements", "states", "treaties"]
    assert sorted(file.name for file in folder.iterdir()) == [f"{name}.parquet" for name in names]
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


def test_rows_are_read_some_at_a_time(folder: FilePath, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "states.parquet"
    monkeypatch.setattr(_parquet, "ROWS", 2)
    rewrite(file, id=pl.when(pl.int_range(pl.len()) == 2).then(pl.lit("state:A")).otherwise("id"))
    records, problems = found(file)
    assert records == list(corpus.states())[:2]
    assert [problem.location for problem in problems] == [Location(str(file), row=3)]


def test_a_folder_with_other_corpus_files_is_left_alone(tmp_path: FilePath) -> None:
    (tmp_path / "old.yaml").write_text("schema_version: 2")
    message = f"{tmp_path} holds old.yaml, which would be read as part of the corpus; write to an empty folder"
    with pytest.raises(UnusableFile, match=f"^{re.escape(message)}$"):
        corpus.to_parquet(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["old.yaml"]


def scanned(*paths: FilePath) -> list[object]:
    return list(scan_parquet(*paths))


@pytest.mark.parametrize("ask", [from_parquet, scanned])
def test_where_there_is_no_table_it_is_said(ask: Callable[..., object], tmp_path: FilePath) -> None:
    with pytest.raises(UnusableFile, match=f"^{re.escape(f'{tmp_path} has no Parquet file (.parquet)')}$"):
        ask(tmp_path)
    with pytest.raises(UnusableFile, match=r"^no path is given; name a Parquet file or a folder$"):
        ask()
    with pytest.raises(UnusableFile, match="there is no such file or folder"):
        ask(tmp_path / "nowhere.parquet")


def first_of(folder: FilePath) -> object:
    return next(scan_parquet(folder))


@pytest.mark.parametrize("ask", [from_parquet, load, first_of])
def test_without_polars_it_is_said_how_to_install_it(
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


def test_records_beside_a_row_that_breaks_a_rule_are_scanned_in_their_places(tmp_path: FilePath) -> None:
    rows = frame(Statement, [STATEMENT]).select(pl.all().repeat_by(3).explode())
    wrong = rows.with_columns(content=pl.Series(["first", " ", "last"]))
    file = tmp_path / "statements.parquet"
    wrong.write_parquet(file, metadata=metadata("statements"))
    first, problem, last = scan_parquet(file)
    assert isinstance(first, Statement)
    assert isinstance(problem, Problem)
    assert isinstance(last, Statement)
    assert (first.content, problem.location, last.content) == ("first", Location(str(file), row=2), "last")


def at_statement(folder: FilePath, **columns: pl.Expr) -> list[str]:
    """Return what is told of the statement, with other columns; a scan and a check of all say the same."""
    file = folder / "statements.parquet"
    rewrite(file, None, **columns)
    problems = check(folder)
    records, same = found(file)
    assert tuple(same) == tuple(problem for problem in problems if problem.record == STATEMENT.id)
    assert not problems or records == []
    return told(problems, folder)


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
def test_a_row_that_breaks_a_rule_is_told_in_the_words_of_construction(
    field: str, column: pl.Expr, message: str, folder: FilePath
) -> None:
    (first, *_) = at_statement(folder, **{field: column})
    assert first.startswith(f"statements.parquet, row 1: {message.format(STATEMENT.id)}")


def test_all_that_does_not_follow_from_a_date_is_told(folder: FilePath) -> None:
    column = pl.col("date").struct.with_fields(earliest=pl.lit(None, dtype=pl.Date), precision=pl.lit("ides"))
    place = f"statements.parquet, row 1: AK008 {STATEMENT.id}"
    hint = "(correct 'edtf', or write the table anew with Corpus.to_parquet)"
    assert at_statement(folder, date=column) == [
        f"{place}: date.earliest must be 2023-04-28, as 2023-04-28 says, got null {hint}",
        f"{place}: date.precision must be 'day', as 2023-04-28 says, got 'ides' {hint}",
    ]


def test_a_row_without_an_id_is_told_at_its_place(folder: FilePath) -> None:
    rewrite(folder / "candidates.parquet", id=pl.lit(None, dtype=pl.String))
    assert told(check(folder), folder) == ["candidates.parquet, row 1: AK011 id is missing (add the field)"]


def test_rules_of_the_whole_are_told_at_the_row(folder: FilePath) -> None:
    file = folder / "states.parquet"
    rewrite(file, id=pl.lit("state:usa"))
    with pytest.raises(InvalidCorpus) as caught:
        from_parquet(folder)
    taken = "AK901 state:usa: id state:usa is taken by an earlier record, at states.parquet, row 1"
    hint = "(give one of the two another id, or take it out)"
    assert [text for text in told(caught.value.problems, folder) if "AK901" in text] == [
        f"states.parquet, row 2: {taken} {hint}",
        f"states.parquet, row 3: {taken} {hint}",
    ]


def test_the_command_line_tells_the_row(folder: FilePath) -> None:
    rewrite(folder / "statements.parquet", speaker=pl.lit("state:jap"))
    told_ = CliRunner().invoke(cli.main, ["check", str(folder), "--format", "json"])
    assert '"file": "' in told_.output
    assert '"line": null,\n    "column": null,\n    "row": 1' in told_.output
    assert told_.exit_code == 1


# --- Files that are no tables of ours -------------------------------------------------------------------------------

ANEW: Final = "write it anew with Corpus.to_parquet, or copy it again"


@pytest.mark.parametrize(
    ("kept", "message"),
    [
        (slice(0), "the file is no Parquet file: it does not begin with PAR1"),
        (slice(1, None), "the file is no Parquet file: it does not begin with PAR1"),
        (slice(-1), "the Parquet file is damaged, or its end is missing"),
        (slice(500), "the Parquet file is damaged, or its end is missing"),
    ],
    ids=["empty", "start", "cut", "half"],
)
def test_what_is_no_whole_parquet_file_is_told_and_nothing_that_follows_from_it(
    kept: slice, message: str, folder: FilePath
) -> None:
    file = folder / "states.parquet"
    file.write_bytes(file.read_bytes()[kept])
    assert told(check(folder), folder) == [f"states.parquet: AK002 {message} ({ANEW})"]
    assert told(scanned(file), folder) == [f"states.parquet: AK002 {message} ({ANEW})"]


def test_a_page_that_is_damaged_ends_the_table(folder: FilePath) -> None:
    file = folder / "states.parquet"
    data = file.read_bytes()
    file.write_bytes(data[:4] + bytes(9) + data[13:])
    message = f"states.parquet: AK002 the table is damaged: nothing after row 0 can be read ({ANEW})"
    assert told(read(folder).problems, folder) == told(scanned(file), folder) == [message]


LAYOUT: Final = metadata("states")
OTHER: Final = "a table of a corpus is written with Corpus.to_parquet; take other data out of the folder"
TYPES: Final = "actors, states, sources, statements, proposals, treaties or candidates"
NEWER: Final = "write the table anew with this release, or install the one that wrote it"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (
            {"alliancekit.type": "states"},
            f"AK011 alliancekit.layout and alliancekit.schema_version must stand in the metadata of a table ({OTHER})",
        ),
        (
            {**LAYOUT, "alliancekit.layout": "2"},
            f"AK016 alliancekit.layout must be 1, which this release reads, got '2' ({NEWER})",
        ),
        (
            {**LAYOUT, "alliancekit.schema_version": "1"},
            f"AK016 alliancekit.schema_version must be 2, which this release reads, got '1' ({NEWER})",
        ),
        (
            {**LAYOUT, "alliancekit.type": "state"},
            f"AK013 alliancekit.type must be one of {TYPES}, got 'state' (did you mean 'states'?)",
        ),
        (
            {**LAYOUT, "alliancekit.type": "x"},
            f"AK013 alliancekit.type must be one of {TYPES}, got 'x' (take one of them)",
        ),
    ],
    ids=["missing", "layout", "version", "near", "type"],
)
def test_what_a_table_says_of_itself_must_be_ours(said: dict[str, str], message: str, folder: FilePath) -> None:
    rewrite(folder / "states.parquet", said)
    assert told(check(folder), folder) == [f"states.parquet: {message}"]


def test_columns_of_another_layout_are_told_together(folder: FilePath) -> None:
    file = folder / "states.parquet"
    table = pl.read_parquet(file).rename({"note": "notes"}).with_columns(id=pl.lit(1))
    table.write_parquet(file, metadata=LAYOUT)
    assert told(check(folder), folder) == [
        "states.parquet: AK012 notes is no field here (did you mean note?)",
        "states.parquet: AK010 id must be a column of type String, got Int32 (write the column with that type)",
        "states.parquet: AK011 note is missing (add the column, of type String)",
    ]


# --- Limits ---------------------------------------------------------------------------------------------------------


def test_limits_hold_for_tables(folder: FilePath) -> None:
    file = folder / "states.parquet"
    size = len(file.read_bytes())
    records = 3
    load(file, limits=Limits(size=size, values=records))
    message = f"AK006 a file must have at most {size - 1:,} bytes, this one has more"
    assert told(read(file, limits=Limits(size=size - 1)).problems, folder)[0].startswith(f"states.parquet: {message}")
    message = "AK006 a table must have at most 2 rows, this one has 3 (split the file, or raise the limit)"
    assert told(read(file, limits=Limits(values=2)).problems, folder) == [f"states.parquet: {message}"]


def test_of_many_problems_only_so_many_are_told(folder: FilePath) -> None:
    file = folder / "states.parquet"
    rewrite(file, note=pl.lit(" "))
    codes = [problem.code for problem in check(file, limits=Limits(problems=1))]
    assert codes == ["AK104", "AK006"]
