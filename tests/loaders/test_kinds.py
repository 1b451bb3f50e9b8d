"""A file of another format or of another data set: the error says what it seems to be, and which loader reads it."""

import gzip
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZipFile, ZipInfo

import pandas as pd
import polars as pl
import pytest

from alliancekit import loaders
from alliancekit.errors import InvalidCorpus
from alliancekit.loaders import DYAD_LOADERS, LOADERS, DyadLoader, Loader

ALL: Final[dict[str, Loader | DyadLoader]] = {**LOADERS, **DYAD_LOADERS}
FILES: Final = {
    **{name: f"{','.join(loader.data_set.columns)}\n" for name, loader in ALL.items() if loader.data_set.columns},
    "gw-states": "2\tUSA\tUnited States of America\t01:01:1816\t31:12:2017\n265\tGDR\tDémo\t05:10:1949\t02:10:1990\n",
    "gw-microstates": "54\tDMA\tDominica\t03:11:1978\t31:12:2017\n221\tMNC\tM; é, é\t01:01:1816\t31:12:2017\n",
}
"""The start of a file of each data set."""
HEADER: Final = "statenumber\tstateid\tcountryname\tstart\tend\n54\tDMA\tDominica\t1978-11-03\t2020-12-31\n"
LISTS: Final = "it looks like gw-states or gw-microstates: load it with loaders.gw_states or loaders.gw_microstates"


def hint_for(name: str) -> str:
    return f"it looks like {name}: load it with loaders.{ALL[name].load.__name__}"


def problem_of(loader: str, path: Path) -> tuple[str, str | None]:
    """Return the message and the hint of the only problem of a file that a loader refuses."""
    with pytest.raises(InvalidCorpus) as caught:
        ALL[loader].load(path)
    (problem,) = caught.value.problems
    assert problem.code == "AK803"
    return problem.message, problem.hint


@pytest.mark.parametrize("name", FILES)
def test_every_other_loader_names_the_loader_of_a_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(FILES[name], "cp1252")
    for loader in ALL:
        if loader == name:
            continue
        _, hint = problem_of(loader, path)
        assert hint == (LISTS if name.startswith("gw") and not loader.startswith("gw") else hint_for(name))


def test_the_lists_of_states_have_the_same_form_but_not_the_same_states(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(HEADER, "utf-8")
    message = "the file must be a file of gw-states, got the states of another data set"
    assert problem_of("gw-states", path) == (message, hint_for("gw-microstates"))
    assert problem_of("cow-majors", path)[1] == LISTS
    assert loaders.gw_microstates(path).records[0].id == "state:dma"


def test_a_list_in_cp1252_is_no_problem_of_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(FILES["gw-microstates"], "cp1252")
    message = "the file must be a file of cow-states, got the columns of another data set"
    assert problem_of("cow-states", path) == (message, LISTS)


SAVE: Final = "save its table as CSV, and load that"
UNPACK: Final = "unpack it, and load the file in it"
NO_TABLE: Final = "a zip archive without a .csv, .txt or .dta file"
CORPUS: Final = "a corpus is loaded with alliancekit.load"


def gzipped(content: bytes) -> bytes:
    """Return a gzip file without a time: the bytes are in the names of tests, which all processes must share."""
    return gzip.compress(content, mtime=0)


def zipped(*names: str, content: str = "") -> bytes:
    """Return a zip archive whose files have no time, as in `gzipped`."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(ZipInfo(name), content)
    return out.getvalue()


def parquet(frame: pl.DataFrame) -> bytes:
    out = BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


MAJORS: Final = FILES["cow-majors"]
PARQUET: Final = parquet(pl.DataFrame({name: [1] for name in LOADERS["cow-majors"].data_set.columns}))


@pytest.mark.parametrize(
    ("data", "name", "advice"),
    [
        (PARQUET, "a Parquet file", SAVE),
        (PARQUET[:-9], "a Parquet file", SAVE),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook", SAVE),
        (zipped("[Content_Types].xml", "xl/workbook.bin"), "an Excel workbook", SAVE),
        (zipped("[Content_Types].xml", "word/document.xml"), "a file of Microsoft Office", SAVE),
        (zipped("mimetype", "content.xml"), "an OpenDocument spreadsheet", SAVE),
        (zipped("data/", "data/a.csv", content=MAJORS), "a zip archive", "unpack it, and load data/a.csv"),
        (zipped("__MACOSX/._a.csv", "a.CSV", "a.pdf", content=MAJORS), "a zip archive", "unpack it, and load a.CSV"),
        (zipped("a.csv", "b.txt", "c.dta"), "a zip archive", "unpack it, and load a.csv, b.txt or c.dta"),
        (zipped("Codebook.pdf", content="%PDF-1.7"), NO_TABLE, "get the table from its publisher"),
        (zipped(), NO_TABLE, "get the table from its publisher"),
        (zipped("data/a.csv", content=MAJORS)[:-9], "a zip archive", UNPACK),
        (b"PK\3\4", "a zip archive", UNPACK),
        (gzipped(MAJORS.encode()), "a gzip file", UNPACK),
        (gzipped(MAJORS.encode())[:12], "a gzip file", UNPACK),
        (b"BZh91AY&SY", "a compressed file", UNPACK),
        (gzipped(b"RDX3\nX\n\0"), "a data file of R", "save its table in R with write.csv, and load that"),
        (b"X\n\0\0\0\3", "a data file of R", "save its table in R with write.csv, and load that"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "an .xls file of an early version of Excel", SAVE),
        (b"$FL2@(#)", "an SPSS file", SAVE),
        (b"\0" * 12 + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf", "a SAS file", SAVE),
        (b"ARROW1\0\0", "an Arrow file", SAVE),
        (b"SQLite format 3\0", "an SQLite database", SAVE),
        (b"%PDF-1.7", "a PDF document", "get the table from its publisher"),
        (b"\n<!DOCTYPE HTML>", "a web page", "download the file itself from its publisher"),
        (b'{"states": []}', "a JSON file", CORPUS),
        (b"# ours\nalliancekit: 1\n", "a YAML file", CORPUS),
    ],
)  # fmt: skip
def test_a_file_of_another_format(data: bytes, name: str, advice: str, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    for loader in ALL:
        message, hint = problem_of(loader, path)
        assert message == f"the file must be a text file or a Stata file of {loader}, got {name}"
        assert hint in (advice, f"{advice}; {hint_for('cow-majors')}")


@pytest.mark.parametrize("data", [PARQUET, zipped("a.csv", content=MAJORS), gzipped(MAJORS.encode())])
def test_the_loader_of_a_table_in_another_format(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    assert str(problem_of("cow-states", path)[1]).endswith(f"; {hint_for('cow-majors')}")
    assert "it looks like" not in str(problem_of("cow-majors", path)[1])


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("by_name", [True, False])
def test_the_right_file_in_an_archive_of_all_files(name: str, tmp_path: Path, *, by_name: bool) -> None:
    own = {each: f"x/{ALL[each].data_set.files[0].upper() if by_name else f'{each}.txt'}" for each in FILES}
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for each, content in FILES.items():
            archive.writestr(own[each], "" if by_name else content)
    path = tmp_path / "a.zip"
    path.write_bytes(out.getvalue())
    lists = [own["gw-states"], own["gw-microstates"]] if name.startswith("gw") and not by_name else [own[name]]
    assert problem_of(name, path)[1] == f"unpack it, and load {' or '.join(lists)}"


@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_a_stata_file_of_another_data_set(case: Callable[[str], str], tmp_path: Path) -> None:
    path = tmp_path / "a.dta"
    columns = {case(name): [1] for name in LOADERS["cow-majors"].data_set.columns}
    pd.DataFrame(columns).to_stata(path, write_index=False)
    for loader in ALL.keys() - {"cow-majors"}:
        assert problem_of(loader, path)[1] == hint_for("cow-majors")
