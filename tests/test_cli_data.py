"""The commands for data sets: files, output, messages and exit codes."""

import json
import shlex
import shutil
from collections.abc import Callable
from functools import partial
from inspect import signature
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from tests.shared import TOP, data
from tests.test_cli import files, run, unwrapped, write

from alliancekit import Treaty, load, loaders, panel, plot
from alliancekit.corpus.files import ENDINGS
from alliancekit.messages import counted, listed

SOURCES = listed(tuple(loaders.LOADERS))
DATA_SETS = listed((*loaders.LOADERS, *loaders.DYAD_LOADERS))
SAMPLE = TOP / "examples" / "sample-atop-member.csv"
COVERAGE = (
    "coverage: 1815-01-01/2016-12-31, from Alliance Treaty Obligations and Provisions (ATOP), member level, "
    "version 4.01"
)
LOADED = (
    "29 rows read: 29 used, 0 set aside 3 warnings; --format json lists each with its line "
    f"3 × AK821: member enters while it is not in the Correlates of War state system {COVERAGE}"
)
"""The report on the sample, without line breaks."""

CARRY = "--carry-forward uses its last entries for later dates"
DAYS = "--days does not apply to {}; write --kind {}, or remove --days"

MAJORS = """\
stateabb,ccode,styear,stmonth,stday,endyear,endmonth,endday,version
USA,2,1898,8,13,2016,12,31,2016
"""
DYADS = """\
ddyad,year,atopally,defense,offense,neutral,nonagg,consul,stateA,stateB
200220,1914,1,0,1,0,0,0,200,220
220200,1914,1,0,0,0,0,1,220,200
"""
ALLIANCES = """\
atopid,begyr,begmo,begday,endyr,endmo,endday,ineffect,defense,offense,neutral,nonagg,consul,mem1,mem2,version
9001,1815,11,1,1821,12,31,0,0,1,0,0,0,200,220,4.01
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with the sample."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    shutil.copy(SAMPLE, "atop.csv")
    return tmp_path


def flat(printed: str) -> str:
    """Return output without line breaks and indentation."""
    return " ".join(printed.split())


def damage_sample() -> None:
    """Add an invalid row to the sample: a third member of the last alliance."""
    lines = SAMPLE.read_text("utf-8").splitlines()
    write(
        "atop.csv", "\n".join([*lines, lines[-1].replace(",260,", ",230,").replace(",0,0,0,0,0,1,4", ",0,2,0,0,0,1,4")])
    )


class TestLoad:
    def test_writes_a_corpus(self) -> None:
        result = run("load", "atop-member", "atop.csv", "-o", "atop.jsonl")
        assert (result.exit_code, result.stdout) == (0, "atop.jsonl: 43 records written\n")
        assert result.stderr.splitlines()[0] == "29 rows read: 29 used, 0 set aside"
        assert load("atop.jsonl") == loaders.atop_members("atop.csv").corpus()

    @pytest.mark.parametrize("place", ["atop.yaml", "atop", "atop.parquet"])
    def test_writes_every_format(self, place: str) -> None:
        assert run("load", "atop-member", "atop.csv", "-o", place).exit_code == 0
        assert load(place) == loaders.atop_members("atop.csv").corpus()
        assert Path(place).is_dir() is (place != "atop.yaml")

    def test_reports_rows_warnings_and_coverage_without_writing(self) -> None:
        result = run("load", "atop-member", "atop.csv")
        assert (result.exit_code, result.stdout, files()) == (0, "", ["atop.csv"])
        assert flat(result.stderr) == LOADED

    def test_json_lists_every_warning_with_its_line(self) -> None:
        result = run("load", "atop-member", "atop.csv", "--format", "json", "-o", "atop.jsonl")
        problems = json.loads(result.stdout)
        assert result.exit_code == 0
        assert [(each["code"], each["file"], each["line"], each["column"]) for each in problems] == [
            ("AK821", "atop.csv", line, 12) for line in (2, 3, 30)
        ]
        assert result.stderr.startswith("29 rows read: 29 used, 0 set aside\n3 warnings\n")
        assert result.stderr.endswith("atop.jsonl: 43 records written\n")

    def test_writes_nothing_if_rows_are_set_aside(self) -> None:
        damage_sample()
        result = run("load", "atop-member", "atop.csv", "-o", "atop.jsonl")
        assert (result.exit_code, result.stdout, files()) == (1, "", ["atop.csv"])
        assert "atop.csv:31:34: error AK811: defense must be 0 or 1, got '2'\n" in result.stderr
        assert "30 rows read: 29 used, 1 set aside\n  1 × AK811: cell with a value " in result.stderr
        assert result.stderr.endswith(
            "atop.jsonl was not written, because 1 row was set aside; use --partial to write\nthe other rows\n"
        )

    def test_two_rows_are_set_aside(self) -> None:
        damage_sample()
        write("atop.csv", f"{Path('atop.csv').read_text('utf-8')}\nrubbish\n")
        assert "\natop.jsonl was not written, because 2 rows were set aside; " in run(
            "load", "atop-member", "atop.csv", "-o", "atop.jsonl"
        ).stderr  # fmt: skip

    def test_rows_that_are_set_aside_are_listed_without_an_output_too(self) -> None:
        damage_sample()
        result = run("load", "atop-member", "atop.csv", "--format", "json")
        assert (result.exit_code, [each["code"] for each in json.loads(result.stdout)]) == (
            1,
            ["AK821", "AK821", "AK821", "AK811"],
        )

    def test_partial_writes_the_other_rows(self) -> None:
        damage_sample()
        result = run("load", "atop-member", "atop.csv", "-o", "atop.jsonl", "--partial")
        assert (result.exit_code, result.stdout) == (0, "atop.jsonl: 43 records written\n")

    def test_a_list_of_states(self) -> None:
        write("majors.csv", MAJORS)
        result = run("load", "cow-majors", "majors.csv", "-o", "majors.yaml")
        assert (result.exit_code, result.stdout) == (0, "majors.yaml: 2 records written\n")
        assert flat(result.stderr) == (
            "1 row read: 1 used, 0 set aside "
            "coverage: 1816-01-01/2016-12-31, from Correlates of War, Major Powers, version 2016"
        )

    def test_compares_with_the_alliance_level(self) -> None:
        write("alliances.csv", ALLIANCES)
        result = run("load", "atop-member", "atop.csv", "--alliances", "alliances.csv")
        assert result.exit_code == 0
        assert "11 × AK824: difference between the files of two levels\n" in result.stderr

    def test_a_file_saved_by_another_program_is_loaded_with_warnings(self) -> None:
        pd.read_csv("atop.csv").to_csv("again.csv")
        result = run("load", "atop-member", "again.csv")
        assert result.exit_code == 0
        assert "\n  3 × AK825: column or row in the form of another program, read without loss\n" in result.stderr

    def test_checks_directed_dyads_and_writes_no_records(self) -> None:
        write("ddyr.csv", DYADS)
        result = run("load", "atop-ddyr", "ddyr.csv")
        assert (result.exit_code, result.stdout) == (0, "")
        assert flat(result.stderr) == (
            "2 rows read: 2 used, 0 set aside coverage: 1914-01-01/1914-12-31, from Alliance Treaty Obligations and "
            "Provisions (ATOP), directed dyad-years, up to 1914"
        )
        result = run("load", "atop-ddyr", "ddyr.csv", "-o", "out.jsonl")
        assert (result.exit_code, sorted(files())) == (2, ["atop.csv", "ddyr.csv"])
        assert unwrapped(result.stderr).endswith(
            'Error: atop-ddyr has no records to write; pass its file to "alliancekit panel" with --directions\n'
        )

    def test_directed_dyads_have_no_records_to_find(self) -> None:
        write("ddyr.csv", DYADS)
        result = run("find", "Japan", "--corpus", "ddyr.csv", "--from", "atop-ddyr")
        assert (result.exit_code, result.stdout) == (2, "")
        assert unwrapped(result.stderr) == (
            "Error: atop-ddyr has a table of dyad-years and no records; use a data set such as atop-member\n"
        )

    def test_lists_the_data_sets(self) -> None:
        result = run("load", "--list")
        assert result.exit_code == 0
        assert result.stdout.startswith(
            "atop-member  Alliance Treaty Obligations and Provisions (ATOP), member level\n"
            "    http://www.atopdata.org/ (atop5_1m.csv)\n"
        )
        assert all(f"{name}  " in result.stdout for name in (*loaders.LOADERS, *loaders.DYAD_LOADERS))

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["xyz", "atop.csv"], f"unknown data set 'xyz'; choose {DATA_SETS}"),
            (
                ["atop-members", "atop.csv"],
                "unknown data set 'atop-members' (did you mean atop-member?)",
            ),
            (["atop-member", "none.csv"], "none.csv can't be read: no such file or folder"),
            (["atop-member", "."], ". can't be read: it is a folder"),
            (
                ["atop-member", "atop.csv", "--encoding", "nonsense"],
                "--encoding must be the name of an encoding such as utf-8 or cp1252, got 'nonsense'",
            ),
            (
                ["cow-states", "atop.csv", "--alliances", "atop.csv"],
                "--alliances works only with atop-member, got cow-states",
            ),
        ],
    )
    def test_misuse(self, arguments: list[str], message: str) -> None:
        result = run("load", *arguments, "-o", "out.jsonl")
        assert (result.exit_code, result.stdout, files()) == (2, "", ["atop.csv"])
        assert unwrapped(result.stderr) == f"Error: {message}\n"

    @pytest.mark.parametrize(
        ("place", "message"),
        [
            ("no/out.jsonl", "no/out.jsonl can't be written: the folder {}/no does not exist"),
            (
                "out.txt",
                f"out.txt has an unknown format: its name must end in one of {', '.join(ENDINGS)}; rename it",
            ),
            (
                "out.CSV",
                (f"out.CSV: a corpus can't be written as CSV; use {listed(ENDINGS)} "
                '("alliancekit panel" writes CSV)'),
            ),
            ("atop.csv/out", "the folder atop.csv/out can't be created: Not a directory"),
        ],
    )  # fmt: skip
    def test_an_output_that_can_not_be_written(self, place: str, message: str) -> None:
        result = run("load", "atop-member", "atop.csv", "-o", place)
        assert (result.exit_code, result.stdout, files()) == (2, "", ["atop.csv"])
        error = result.stderr[result.stderr.index("Error: ") :]
        assert "".join(error.split()) == "".join(f"Error: {message.format(Path.cwd())}".split())

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_an_empty_file(self, form: str) -> None:
        write("empty.csv", "")
        result = run("load", "atop-member", "empty.csv", "--format", form)
        report, other = (result.stderr, result.stdout) if form == "text" else (result.stdout, result.stderr)
        assert (result.exit_code, other) == (1, "")
        assert "AK803" in report

    def test_a_file_without_its_encoding(self) -> None:
        Path("gw.dat").write_bytes("271\tWRT\tWürttemberg\t01:01:1816\t18:01:1871\n".encode("utf-16-le"))
        result = run("load", "gw-states", "gw.dat")
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith("gw.dat")

    @pytest.mark.slow
    def test_the_published_file(self) -> None:
        result = run("load", "atop-member", str(data("atop", "atop-member-level-4.01.csv")), "-o", "atop.parquet")
        assert (result.exit_code, result.stdout) == (0, "atop.parquet: 962 records written\n")
        assert result.stderr.startswith("2,398 rows read: 2,398 used, 0 set aside\n95 warnings; ")


def directed_days(treaties: loaders.Loaded[Treaty]) -> panel.Panel:
    return panel.dyad_days(treaties, directed=True, days="1914-07-01", directions=loaders.atop_ddyr("ddyr.csv"))


def directed_years(treaties: loaders.Loaded[Treaty]) -> panel.Panel:
    directions = loaders.atop_ddyr("ddyr.csv")
    return panel.dyad_years(treaties, directed=True, years=(1914, 1914), directions=directions, asymmetric="differing")


class TestPanel:
    def test_of_a_corpus(self) -> None:
        run("load", "atop-member", "atop.csv", "-o", "atop.jsonl")
        result = run("panel", "atop.jsonl", "--directed", "--years", "1890-1920", "-o", "dyads.parquet")
        expected = panel.dyad_years(load("atop.jsonl"), directed=True, years=(1890, 1920))
        assert (result.exit_code, result.stdout) == (0, f"dyads.parquet: {expected.frame.height} rows written\n")
        assert pl.read_parquet("dyads.parquet").equals(expected.frame)
        assert result.stderr.startswith("         11  treaties\n         27  spells of their parties\n")
        assert flat(result.stderr).endswith(
            "coverage: 1815-11-01/2016-12-31, from the first and last day of the treaties; change it with --coverage"
        )

    def test_of_a_data_set_with_its_coverage(self) -> None:
        result = run("panel", "atop.csv", "--from", "atop-member", "--kind", "state-years", "-o", "states.csv")
        expected = panel.state_years(loaders.atop_members("atop.csv"))
        assert (result.exit_code, result.stdout) == (0, f"states.csv: {expected.frame.height} rows written\n")
        expected.write("expected.csv")
        assert Path("states.csv").read_bytes() == Path("expected.csv").read_bytes()
        assert flat(result.stderr).endswith(COVERAGE)

    def test_of_a_coverage_option(self) -> None:
        result = run("panel", "atop.csv", "--from", "atop-member", "--kind", "state-years", "--coverage", "1890/1899",
                     "--years", "1899/1900", "--system", "gw-and-microstates", "-o", "states.csv")  # fmt: skip
        rows = pl.read_csv("states.csv").group_by("year").agg(pl.col("offense").null_count()).sort("year")
        assert result.exit_code == 0
        assert rows.rows()[0] == (1899, 0)
        assert rows.rows()[1][1] > 30
        assert result.stderr.endswith("\ncoverage: 1890-01-01/1899-12-31, from --coverage\n")

    def test_without_treaties(self) -> None:
        write("none.yaml", "schema_version: 3\nactors: []\n")
        result = run("panel", "none.yaml", "--undirected", "--years", "1914", "-o", "dyads.csv")
        assert result.exit_code == 0
        assert result.stderr.endswith("\ncoverage: unknown, so no obligation is 0\n")

    @pytest.mark.parametrize(
        ("arguments", "function"),
        [
            (
                ["--kind", "dyad-days", "--undirected", "--days", "1914-07-01/1914-07-02", "--system", "none"],
                partial(panel.dyad_days, directed=False, days=("1914-07-01", "1914-07-02"), system=None),
            ),
            (["--kind", "state-days", "--days", "1914-07-01"], partial(panel.state_days, days="1914-07-01")),
            (["--kind", "memberships"], panel.memberships),
            (
                ["--kind", "dyad-days", "--directed", "--days", "1914-07-01", "--directions", "ddyr.csv"],
                directed_days,
            ),
            (
                ["--directed", "--years", "1914", "--directions", "ddyr.csv", "--asymmetric", "differing"],
                directed_years,
            ),
            (
                ["--undirected", "--years", "1914", "--part-years", "january", "--together", "day", "--system", "gw"],
                partial(
                    panel.dyad_years,
                    directed=False,
                    years=(1914, 1914),
                    part_years="january",
                    together="day",
                    system="gw",
                ),
            ),
        ],
        ids=["dyad-days", "state-days", "memberships", "directed-days", "directed-years", "dyad-years"],
    )
    def test_every_kind(self, arguments: list[str], function: Callable[[loaders.Loaded[Treaty]], panel.Panel]) -> None:
        write("ddyr.csv", DYADS)
        result = run("panel", "atop.csv", "--from", "atop-member", *arguments, "-o", "panel.parquet")
        assert result.exit_code == 0
        assert pl.read_parquet("panel.parquet").equals(function(loaders.atop_members("atop.csv")).frame)

    def test_writes_counts_and_integer_codes_for_stata(self) -> None:
        result = run("panel", "atop.csv", "--from", "atop-member", "--undirected", "--years", "1914", "--counts",
                     "--integer-codes", "-o", "dyads.dta")  # fmt: skip
        expected = panel.dyad_years(loaders.atop_members("atop.csv"), directed=False, years=(1914, 1914), counts=True)
        rows = expected.frame.height
        assert result.stdout == f"dyads.dta: {rows} rows written\n  treaty_ids: lists are joined with ' '\n"
        written = pd.read_stata("dyads.dta")
        for name in ("code_a", "defense_treaties"):
            assert written[name].tolist() == expected.frame[name].cast(pl.Int64).to_list()

    def test_counts_do_not_apply_to_memberships(self) -> None:
        result = run("panel", "atop.csv", "--from", "atop-member", "--kind", "memberships", "--counts", "-o", "a.csv")
        assert result.stderr == "Error: --counts does not apply to memberships; remove it\n"

    @pytest.mark.parametrize("directed", [True, False])
    def test_states_have_directions_and_counts(self, *, directed: bool) -> None:
        write("ddyr.csv", DYADS)
        options = ["--directions", "ddyr.csv"] if directed else ["--asymmetric", "none"]
        result = run("panel", "atop.csv", "--from", "atop-member", "--kind", "state-years", "--years", "1914",
                     "--counts", *options, "-o", "states.parquet")  # fmt: skip
        assert result.exit_code == 0
        make = partial(panel.state_years, loaders.atop_members("atop.csv"), years=(1914, 1914), counts=True)
        expected = make(directions=loaders.atop_ddyr("ddyr.csv")) if directed else make(asymmetric="none")
        assert pl.read_parquet("states.parquet").equals(expected.frame)

    def test_the_last_members_are_carried_forward(self) -> None:
        result = run("panel", "atop.csv", "--from", "atop-member", "--kind", "state-years", "--years", "2024-2025",
                     "--carry-forward", "-o", "states.parquet")  # fmt: skip
        assert result.exit_code == 0
        assert flat(result.stderr).startswith(
            "1 years of the panel after the end of the cow list "
            "1 row: the cow list ends on 2024-12-31; the members on that day are assumed to remain"
        )
        assert pl.read_parquet("states.parquet")["year"].unique().to_list() == [2024, 2025]

    def test_writes_dropped_rows(self) -> None:
        result = run("panel", "atop.csv", "--from", "atop-member", "--undirected", "--years", "1950-1960",
                     "-o", "dyads.csv", "--dropped", "dropped.csv")  # fmt: skip
        lost = pl.read_csv("dropped.csv").filter(pl.col("step") == "of these, in the system")
        assert (result.exit_code, result.stdout.splitlines()[1]) == (0, "dropped.csv: 22 rows written")
        assert lost.select("year", "code_a", "code_b", "treaty_ids", "reason").rows() == [
            (year, 220, 260, "treaty:atop-9010", "code_b not in the system in that year") for year in range(1950, 1955)
        ]

    def test_both_files_are_written_or_neither(self) -> None:
        result = run("panel", "atop.csv", "--from", "atop-member", "--undirected", "--years", "1950-1960",
                     "-o", "dyads.csv", "--dropped", "nowhere/dropped.csv")  # fmt: skip
        assert result.exit_code == 2
        assert "nowhere" in result.stderr
        assert not Path("dyads.csv").exists()

    def test_memberships_of_a_day(self) -> None:
        run("panel", "atop.csv", "--from", "atop-member", "--kind", "membership-days", "--days", "1914-07-01",
            "-o", "pacts.csv")  # fmt: skip
        pacts = pl.read_csv("pacts.csv").filter(state="state:deu", defense=1)
        assert pacts["treaty"].to_list() == ["treaty:atop-9003", "treaty:atop-9004"]

    @pytest.mark.parametrize(
        ("kind", "columns"),
        [
            (["--kind", "dyad-days", "--directed", "--days", "1960-07-01"], ["state_a"]),
            (["--kind", "dyad-days", "--undirected", "--days", "1960-07-01"], ["state_a", "state_b"]),
            (["--directed", "--years", "1960-1961"], ["state_a"]),
            (["--undirected", "--years", "1960-1961"], ["state_a", "state_b"]),
            (["--kind", "state-years", "--years", "1960-1961"], ["state"]),
            (["--kind", "state-days", "--days", "1960-07-01"], ["state"]),
            (["--kind", "memberships", "--years", "1960-1961"], ["state"]),
            (["--kind", "membership-days", "--days", "1960-07-01"], ["state"]),
        ],
        ids=lambda each: each[0] if len(each) == 1 else "-".join(each).strip("-"),
    )
    @pytest.mark.parametrize(
        ("ids", "owed"),
        [
            (["state:rus"], []),
            (["state:rus", "state:west-germany"], ["defense"]),
            ([], ["defense", "consultation"]),
            ([], []),
        ],
        ids=["one-state", "two-states-one-obligation", "two-obligations", "all"],
    )  # fmt: skip
    def test_filters_rows_by_states_and_obligations(
        self, kind: list[str], columns: list[str], ids: list[str], owed: list[str]
    ) -> None:
        source = ["panel", "atop.csv", "--from", "atop-member", *kind]
        options = [*(f"--state={each}" for each in ids), *(f"--owes={each}" for each in owed)]
        assert run(*source, "-o", "whole.parquet").exit_code == 0
        result = run(*source, *options, "-o", "rows.parquet")
        whole, rows = (list(pl.read_parquet(f"{name}.parquet").iter_rows(named=True)) for name in ("whole", "rows"))
        expected = [
            row for row in whole
            if (not ids or any(row[column] in ids for column in columns)) and all(row[name] == 1 for name in owed)
        ]  # fmt: skip
        assert rows == expected
        assert (0 < len(rows) < len(whole)) is bool(options)
        total = f", of {len(whole)}" if options else ""
        assert (result.exit_code, result.stdout) == (0, f"rows.parquet: {counted(len(rows), 'row')} written{total}\n")
        assert flat(result.stderr).endswith(COVERAGE)

    @pytest.mark.parametrize("state", ["Germany", "DEU", "gmy", "cow:255", "iso3166_1_alpha3:DEU"])
    def test_a_state_is_given_by_a_name_or_a_code(self, state: str) -> None:
        source = ["panel", "atop.csv", "--from", "atop-member", "--kind", "dyad-days", "--directed", "--system", "none",
                  "--days", "1914-07-01", "--owes", "defense"]  # fmt: skip
        assert run(*source, "--state", state, "-o", "one.csv").stdout == "one.csv: 2 rows written, of 8\n"
        run(*source, "--state", "state:deu", "-o", "two.csv")
        assert Path("one.csv").read_bytes() == Path("two.csv").read_bytes()

    def test_a_code_stands_for_all_states_that_had_it(self) -> None:
        source = ["panel", "atop.csv", "--from", "atop-member", "--kind", "state-years", "-o", "rows.parquet"]
        assert run(*source, "--state", "DEU").exit_code == 0
        assert set(pl.read_parquet("rows.parquet")["state"]) == {"state:deu", "state:west-germany"}

    @pytest.mark.parametrize(("years", "noted"), [("1880-1890", False), ("1800-1890", True), ("2010-2022", True)])
    def test_a_code_outside_its_list_is_noted(self, years: str, noted: bool) -> None:  # noqa: FBT001 - parametrized
        source = ["panel", "atop.csv", "--from", "atop-member", "--kind", "state-years", "--system", "none",
                  "--coverage", "1800/2022", "--years", years, "--state", "gw:255", "-o", "rows.csv"]  # fmt: skip
        result = run(*source)
        assert result.exit_code == 0
        note = (
            "--state gw:255 stands for all states that ever have this code, because the gw list covers "
            f"1816-01-01/2020-12-31, got {years.replace('-', '/')}"
        )
        assert (note in flat(result.stderr)) is noted

    def test_a_code_after_its_list_is_carried_forward_with_the_panel(self) -> None:
        source = ["panel", "atop.csv", "--from", "atop-member", "--kind", "state-years", "--years", "2024-2025",
                  "--carry-forward", "--state", "cow:255", "-o", "rows.csv"]  # fmt: skip
        result = run(*source)
        assert (result.exit_code, result.stdout) == (0, "rows.csv: 2 rows written, of 390\n")
        assert "--state" not in result.stderr

    def test_the_partners_of_a_country_that_is_two_states(self) -> None:
        source = ["panel", "atop.csv", "--from", "atop-member", "--kind", "dyad-days", "--directed", "--system", "none",
                  "--days", "1960-07-01", "--owes", "defense", "-o", "partners.csv"]  # fmt: skip
        result = run(*source, "--state", "state:deu")
        assert (result.exit_code, result.stdout) == (0, "partners.csv: 0 rows written, of 22\n")
        assert flat(result.stderr).endswith(
            f"{COVERAGE} state:deu has no row in this panel; a country may be another state at another time, see "
            '"alliancekit state Germany --on 1960"'
        )
        result = run(*source, "--state", "state:west-germany", "--state", "state:east-germany")
        assert (result.exit_code, result.stdout) == (0, "partners.csv: 5 rows written, of 22\n")
        assert flat(result.stderr).endswith(COVERAGE)
        assert pl.read_csv("partners.csv").select("state_a", "state_b").rows() == [
            ("state:east-germany", "state:pol"),
            ("state:east-germany", "state:rus"),
            ("state:west-germany", "state:gbr"),
            ("state:west-germany", "state:ita"),
            ("state:west-germany", "state:usa"),
        ]

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("day", "of", "count"),
        [
            ("1914-07-01", ["state:deu"], 3),  # toward Italy and Romania, it is unknown without this option
            ("1960-07-01", ["state:west-germany", "state:east-germany"], 14 + 7),
            ("1991-07-01", ["state:deu"], 15),
        ],
    )
    def test_the_partners_of_germany_in_the_published_file(self, day: str, of: list[str], count: int) -> None:
        file = str(data("atop", "atop-member-level-4.01.csv"))
        result = run("panel", file, "--from", "atop-member", "--kind", "dyad-days", "--directed", "--system", "none",
                     "--days", day, *(f"--state={each}" for each in of), "--owes=defense", "-o", "p.csv",
                     "--asymmetric=none")  # fmt: skip
        assert result.stdout.startswith(f"p.csv: {count} rows written, of ")

    @pytest.mark.parametrize(
        ("owed", "note"),
        [
            (["defense"], "173 rows left out, because it is unknown whether defense is owed"),
            (["defense", "offense"], "173 rows left out, because it is unknown whether defense and offense are owed"),
        ],
    )
    def test_rows_with_unknown_obligations_are_counted(self, owed: list[str], note: str) -> None:
        result = run("panel", "atop.csv", "--from", "atop-member", "--undirected", "--system", "gw", "--years", "2017",
                     "--state", "state:usa", *(f"--owes={each}" for each in owed), "-o", "d.csv")  # fmt: skip
        assert (result.exit_code, result.stdout) == (0, "d.csv: 0 rows written, of 15051\n")
        assert flat(result.stderr).endswith(f"{COVERAGE} {note}")

    def test_rows_with_an_obligation_that_is_not_owed_are_not_counted(self) -> None:
        """One obligation that is known not to be owed decides, even if another is unknown."""
        write(
            "c.yaml",
            """\
schema_version: 3
states:
- {id: "state:atlantis", names: [{text: Atlantis}], codes: [{system: cow, value: "998"}]}
- {id: "state:lemuria", names: [{text: Lemuria}], codes: [{system: cow, value: "999"}]}
treaties:
- id: treaty:sunken
  names: [{text: The Sunken Pact}]
  in_force: 1950-01-01
  ended: 1960-12-31
  parties: [{party: "state:atlantis"}, {party: "state:lemuria"}]
  commitments:
  - {by: "state:atlantis", toward: ["state:lemuria"], obligation: defense, period: 1955~/1960-12-31}
  - {by: "state:lemuria", toward: ["state:atlantis"], obligation: offense}
""",
        )
        source = ["panel", "c.yaml", "--directed", "--system", "none", "--years", "1952", "--state", "state:atlantis"]
        note = "1 row left out, because it is unknown whether defense is owed"
        assert note in flat(run(*source, "--owes", "defense", "-o", "d.csv").stderr)
        result = run(*source, "--owes", "defense", "--owes", "offense", "-o", "d.csv")
        assert (result.exit_code, result.stdout) == (0, "d.csv: 0 rows written, of 2\n")
        assert "left out" not in result.stderr

    @pytest.mark.slow
    def test_the_examples_of_the_help_run(self) -> None:
        shutil.copy("atop.csv", "atop5_1m.csv")
        shown = run("panel", "--help").stdout.partition("Examples:\n")[2].replace("\\\n", " ")
        commands = [shlex.split(line)[1:] for line in shown.splitlines() if line]
        assert [run(*command).stdout.splitlines()[0] for command in commands] == [
            "dyads.csv: 66348 rows written",
            "partners.csv: 2 rows written, of 8",
        ]

    def test_coverage_accepts_the_form_of_years(self) -> None:
        source = ["panel", "atop.csv", "--from", "atop-member", "--undirected", "--years", "1914", "-o", "d.csv"]
        results = [run(*source, "--coverage", each) for each in ("1815-1913", "1815/1913")]
        assert results[0].stderr.endswith("\ncoverage: 1815-01-01/1913-12-31, from --coverage\n")
        assert results[0].stderr == results[1].stderr

    def test_formulas_are_neutralised_on_request(self) -> None:
        write("c.yaml", "schema_version: 3\nactors: []\n")
        assert run("panel", "c.yaml", "--kind", "memberships", "--neutralise", "-o", "m.csv").exit_code == 0

    def test_a_file_saved_by_another_program_is_used_with_warnings(self) -> None:
        arguments = ("--from", "atop-member", "--kind", "memberships", "-o", "m.csv")
        pd.read_csv("atop.csv").to_csv("again.csv")
        result = run("panel", "again.csv", *arguments)
        warnings = (  # about the row numbers, and about two columns with gaps
            '3 warnings; "alliancekit load atop-member --format json" lists each with its\n    line\n'
            "  3 × AK825: column or row in the form of another program, read without loss\n"
        )
        assert (result.exit_code, result.stderr) == (0, warnings + run("panel", "atop.csv", *arguments).stderr)

    def test_no_panel_is_made_if_directed_dyads_are_set_aside(self) -> None:
        write("ddyr.csv", f"{DYADS}220200,1915,1,2,0,0,0,1,220,200\n")
        result = run("panel", "atop.csv", "--from", "atop-member", "--directed", "--directions", "ddyr.csv",
                     "-o", "d.csv")  # fmt: skip
        assert (result.exit_code, result.stdout, sorted(files())) == (1, "", ["atop.csv", "ddyr.csv"])
        assert result.stderr.startswith("ddyr.csv:4:15: error AK811: defense must be 0 or 1, got '2'\n")
        assert flat(result.stderr).endswith(" nothing was written, because rows of ddyr.csv were set aside")

    def test_directed_dyads_are_no_treaties(self) -> None:
        write("ddyr.csv", DYADS)
        result = run("panel", "ddyr.csv", "--from", "atop-ddyr", "--directed", "-o", "d.csv")
        assert (result.exit_code, sorted(files())) == (2, ["atop.csv", "ddyr.csv"])
        assert unwrapped(result.stderr) == (
            "Error: atop-ddyr contains no treaties; pass its file with --directions, and one of atop-member as SRC\n"
        )

    def test_no_panel_is_made_if_rows_are_set_aside(self) -> None:
        damage_sample()
        result = run("panel", "atop.csv", "--from", "atop-member", "--kind", "memberships", "-o", "m.csv")
        assert (result.exit_code, result.stdout, files()) == (1, "", ["atop.csv"])
        assert result.stderr.startswith("atop.csv:31:34: error AK811: defense must be 0 or 1, got '2'\n")
        assert flat(result.stderr).endswith(
            " nothing was written, because rows of atop.csv were set aside; "
            '"alliancekit load --partial" makes a corpus of the other rows'
        )

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ([], "dyad-years needs --directed (a row is what a owes b) or --undirected (what either owes the other)"),
            (["--kind", "state-years", "--directed"], "--directed does not apply to state-years; remove it"),
            (["--kind", "dyad-days", "--directed"], "dyad-days needs --days, such as --days 1914-07-01"),
            (["--directed", "--days", "1914-07-01"], DAYS.format("dyad-years", "dyad-days")),
            (["--kind", "state-years", "--days", "1914-07-01"], DAYS.format("state-years", "state-days")),
            (["--kind", "memberships", "--days", "1914-07-01"], DAYS.format("memberships", "membership-days")),
            (
                ["--kind", "memberships", "--carry-forward"],
                (
                    "--carry-forward needs the list of a system, and memberships have none; add --system cow, or "
                    "remove it"
                ),
            ),
            (
                ["--kind", "memberships", "--directions", "atop.csv"],
                "--directions does not apply to memberships; remove it",
            ),
            (
                ["--kind", "memberships", "--asymmetric", "all"],
                "--asymmetric does not apply to memberships; remove it",
            ),
            (
                ["--kind", "state-days", "--days", "1914-07-01", "--together", "day"],
                "--together does not apply to state-days; remove it",
            ),
            (
                ["--directed", "--years", "190"],
                "--years must be a year such as 1914, or a first and a last year such as 1816-2016, got '190'",
            ),
            (
                ["--kind", "state-days", "--days", "1914"],
                (
                    "--days must be a day such as 1914-07-01, or a first and a last day such as "
                    "1914-07-01/1914-07-31, got '1914'"
                ),
            ),
            *(
                (
                    ["--directed", "--years", years],
                    f"--years must be a year such as 1914, or a first and a last year such as 1816-2016, got {years!r}",
                )
                for years in ("0000-1900", "1900-0000", "1914\n", "\u0661\u0669\u0661\u0664", "1900–1914")
            ),
            (
                ["--directed", "--years", "1914", "--state", "xyz:255"],
                (
                    "--state: unknown system 'xyz'; expected cow, cow_abbreviation, gw, gw_abbreviation, "
                    "iso3166_1_alpha2, iso3166_1_alpha3 or iso3166_1_numeric"
                ),
            ),
            (
                ["--directed", "--years", "2016-1816"],
                "--years must begin before it ends: write 1816-2016",
            ),
            (
                ["--kind", "state-days", "--days", "1914-07-31/1914-07-01"],
                "--days must begin before it ends: write 1914-07-01/1914-07-31",
            ),
            (
                ["--directed", "--years", "1914", "--coverage", "2016-1815"],
                (
                    "'2016/1815' is not an EDTF interval: its start 2016 is after its end 1815; "
                    "write the earlier one first"
                ),
            ),
            *(
                (
                    ["--directed", "--years", "1914", "--state", "state:fra", "--state", text],
                    f"--state must be the id, name or code of one state, such as state:deu, got {text!r}{hint}",
                )
                for text, hint in (
                    ("Yemen", " (did you mean state:north-yemen, state:yem or state:south-yemen?)"),
                    ("state:germany", " (did you mean state:deu, state:west-germany or state:east-germany?)"),
                    ("state:PRUSSIA", " (did you mean state:deu?)"),
                    ("state:east-germny", " (did you mean state:east-germany or state:west-germany?)"),
                    ("255", " (did you mean state:deu?)"),
                    ("", '; find one with "alliancekit state Germany --on 1914"'),
                )
            ),
            *(
                (
                    ["--directed", "--years", "1914", "--owes", "defense", "--owes", name],
                    f"--owes must be an obligation of the panel, got {name!r}{hint}",
                )
                for name, hint in (
                    ("defence", " (did you mean defense?)"),
                    ("bases", "; choose defense, offense, neutrality, nonaggression or consultation"),
                    ("treaties", "; choose defense, offense, neutrality, nonaggression or consultation"),
                )
            ),
            (["--directed", "--dropped", "out.csv"], "-o and --dropped must be different files, got out.csv for both"),
            (
                ["--directed", "--years", "1816-2025"],
                f"the cow list covers 1816-01-01/2024-12-31, got 1816/2025; {CARRY}",
            ),
            (
                ["--kind", "state-days", "--days", "2025-07-01"],
                f"the cow list covers 1816-01-01/2024-12-31, got 2025-07-01; {CARRY}",
            ),
            (
                ["--directed", "--years", "1914", "--coverage", "soon"],
                "'soon' is not an EDTF date: write it such as 2025-04-28, 2025-04, 2025, 199X or 2004/2006",
            ),
        ],
    )
    def test_misuse(self, arguments: list[str], message: str) -> None:
        result = run("panel", "atop.csv", "--from", "atop-member", *arguments, "-o", "out.csv")
        assert (result.exit_code, result.stdout, files()) == (2, "", ["atop.csv"])
        assert unwrapped(result.stderr) == f"Error: {message}\n"

    @pytest.mark.parametrize(
        "arguments",
        [
            ["panel", "--directed", "-o", "d.csv"],
            ["plot", "network", "--year", "1914", "-o", "n.svg"],
            ["find", "warsaw", "--corpus"],
            ["show", "treaty:atop-1", "--corpus"],
        ],
        ids=["panel", "plot", "find", "show"],
    )
    @pytest.mark.parametrize("source", ["atop.csv", "nowhere.dat"])
    def test_a_data_set_without_its_name(self, source: str, arguments: list[str]) -> None:
        result = run(*arguments, source)
        assert (result.exit_code, result.stdout, files()) == (2, "", ["atop.csv"])
        assert unwrapped(result.stderr) == (
            f"Error: {source} is not a corpus; if it is a data set, name it with --from: {SOURCES}\n"
        )

    def test_a_corpus_may_be_a_folder_of_any_name(self) -> None:
        run("load", "atop-member", "atop.csv", "-o", "corpus")
        Path("corpus").rename("corpus.csv")
        result = run("panel", "corpus.csv", "--directed", "--years", "1914", "-o", "d.parquet")
        assert (result.exit_code, result.stdout) == (0, "d.parquet: 1980 rows written\n")

    @pytest.mark.parametrize("name", ["part_years", "together", "apart", "trust"])
    def test_the_help_shows_the_defaults_of_the_function(self, name: str) -> None:
        text = flat(run("panel", "--help").stdout).partition(f"--{name.replace('_', '-')} [")[2]
        default = signature(panel.dyad_years).parameters[name].default
        assert text.partition("[default: ")[2].startswith(f"{default}]")

    def test_a_list_of_states_has_no_treaties(self) -> None:
        write("majors.csv", MAJORS)
        result = run("panel", "majors.csv", "--from", "cow-majors", "--kind", "memberships", "-o", "m.csv")
        assert (result.exit_code, unwrapped(result.stderr)) == (
            2,
            "Error: cow-majors contains no treaties; use a data set such as atop-member\n",
        )

    @pytest.mark.parametrize(
        ("place", "message"),
        [
            ("m.xlsx", "m.xlsx must end in .csv, .parquet or .dta"),
            ("no/m.csv", "no/m.csv can't be written: the folder {}/no does not exist"),
        ],
    )
    def test_an_output_that_can_not_be_written(self, place: str, message: str) -> None:
        result = run("panel", "atop.csv", "--from", "atop-member", "--kind", "memberships", "-o", place)
        assert (result.exit_code, result.stdout, files()) == (2, "", ["atop.csv"])
        assert "".join(result.stderr.split()) == "".join(f"Error: {message.format(Path.cwd())}".split())


class TestTreaties:
    def test_treaties_of_a_data_set_are_found_and_shown(self) -> None:
        result = run("find", "9003", "--corpus", "atop.csv", "--from", "atop-member")
        assert (result.exit_code, result.stdout.split()[0]) == (0, "treaty:atop-9003")
        result = run("show", "treaty:atop-9003", "--corpus", "atop.csv", "--from", "atop-member")
        assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "ATOP alliance 9003")

    def test_a_large_treaty_fits_a_screen(self) -> None:
        file = str(data("atop", "atop-member-level-4.01.csv"))
        source = ["treaty:atop-3285", "--corpus", file, "--from", "atop-member"]
        result = run("show", *source)
        assert len(result.stdout.splitlines()) <= 40
        assert "Albania         1955-05-14  1968-09-12" in result.stdout
        assert len(run("show", *source, "--full").stdout.splitlines()) > 100


def asymmetric_sample(file: str) -> None:
    """Write the sample as asymmetric alliances, and an alliance of two states that are in it on no common day."""
    sample = pl.read_csv("atop.csv").with_columns(asymm=1)
    apart = sample.head(2).with_columns(
        atopid=9999, member=pl.Series([200, 220]), yrent=1950, moent=pl.Series([1, 6]), dayent=1, yrexit=1950,
        moexit=pl.Series([3, 9]), dayexit=1, ineffect=0, asymm=0, defense=1,
    )  # fmt: skip
    pl.concat([sample, apart], how="vertical_relaxed").write_csv(file)


UNDIRECTED = partial(panel.dyad_years, directed=False)


def dyads_with_directions(treaties: loaders.Loaded[Treaty], years: tuple[int, int]) -> panel.Panel:
    directions = loaders.atop_ddyr("ddyr.csv")
    return UNDIRECTED(treaties, directions=directions, asymmetric="none", years=years)


def states_with_directions(treaties: loaders.Loaded[Treaty], years: tuple[int, int]) -> panel.Panel:
    return panel.state_years(treaties, directions=loaders.atop_ddyr("ddyr.csv"), years=years)


class TestPlot:
    @pytest.mark.parametrize(
        ("arguments", "description"),
        [
            (["timeline", "--state", "state:rou"], "Timeline of 1 treaty of Romania, 1888 to 1914"),
            (["network", "--year", "1914"], "Network of alliances in 1914: 45 states"),
            (
                ["heatmap", "--year", "1914", "--obligation", "defense"],
                "Matrix of the ties of 1914: 5 states by as many",
            ),
            (["obligations", "--years", "1890-1920"], "Number of dyads by obligation, 1890 to 1920"),
            (
                ["obligations", "--years", "1890-1920", "--coverage", "1815-1899"],
                "Number of dyads by obligation, 1890 to 1899",
            ),
            (["decades", "--years", "1890-1920", "--obligation", "defense"], "Networks of alliances in 4 years"),
            (["obligations", "--years", "1890-1920", "--count", "treaties"], "Number of treaties by obligation, 1890"),
            (["obligations", "--years", "1890-1920", "--count", "states"], "Number of states by obligation, 1890"),
        ],
    )
    def test_draws_a_figure_and_prints_its_description(self, arguments: list[str], description: str) -> None:
        figure, *options = arguments
        result = run("plot", figure, "atop.csv", "--from", "atop-member", *options, "-o", "figure.svg")
        assert (result.exit_code, result.stderr) == (0, "")
        assert flat(result.stdout).startswith(description)
        assert f"<desc>{description}" in Path("figure.svg").read_text("utf-8")

    @pytest.mark.slow
    def test_a_figure_has_the_rule_for_parts_of_years(self) -> None:
        source = ["plot", "network", "atop.csv", "--from", "atop-member", "--year", "1956", "-o", "figure.svg"]
        shown = [run(*source, "--part-years", each).stdout for each in ("any", "january")]
        assert shown[0] == run(*source).stdout
        frames = [
            panel.dyad_years(
                loaders.atop_members("atop.csv"), directed=False, years=(1956, 1956), part_years=rule, asymmetric="none"
            ).frame
            for rule in ("any", "january")
        ]
        for text, frame in zip(shown, frames, strict=True):
            assert f" {counted(frame.filter(pl.col('treaties') > 0).height, 'tie')}," in flat(text)
        assert shown[0] != shown[1]

    @pytest.mark.parametrize(
        ("year", "options", "function"),
        [
            (1956, ["--asymmetric", "by-obligation"], partial(UNDIRECTED, asymmetric="by_obligation")),
            (1956, ["--asymmetric", "all"], partial(UNDIRECTED, asymmetric="all")),
            (1950, ["--together", "day"], partial(UNDIRECTED, asymmetric="none", together="day")),
            (1914, ["--directions", "ddyr.csv"], dyads_with_directions),
            (1914, ["--directions", "ddyr.csv", "--count", "states"], states_with_directions),
        ],
        ids=["by-obligation", "all", "together", "dyads", "states"],
    )
    def test_a_figure_has_the_options_of_dyads(
        self, year: int, options: list[str], function: Callable[..., panel.Panel]
    ) -> None:
        write("ddyr.csv", DYADS)
        asymmetric_sample("asymmetric.csv")
        source = [
            "plot",
            "obligations",
            "asymmetric.csv",
            "--from",
            "atop-member",
            "-o",
            "figure.svg",
            "--years",
            str(year),
        ]
        result = run(*source, *options)
        assert result.exit_code == 0
        treaties = loaders.atop_members("asymmetric.csv")
        drawn = plot.obligations(function(treaties, years=(year, year)))
        assert flat(result.stdout) == plot.alt_text(drawn)
        assert result.stdout != run(*source, *options[2:]).stdout

    @pytest.mark.parametrize(
        ("figure", "unknown"),
        [
            ("network", "Unknown ties, not drawn: 9 pairs of states."),
            ("heatmap", "Unknown ties: 9 pairs of states."),
        ],
    )
    def test_a_figure_counts_unknown_ties(self, figure: str, unknown: str) -> None:
        asymmetric_sample("asymmetric.csv")
        result = run("plot", figure, "asymmetric.csv", "--from", "atop-member", "--year", "1956", "--obligation",
                     "defense", "--asymmetric", "by-obligation", "-o", "figure.svg")  # fmt: skip
        assert result.exit_code == 0
        assert flat(result.stdout).endswith(unknown)

    def test_a_figure_may_be_after_the_list_of_states(self) -> None:
        source = ["plot", "network", "atop.csv", "--from", "atop-member", "--coverage", "1815-2025", "--year", "2025",
                  "-o", "figure.svg"]  # fmt: skip
        assert run(*source, "--carry-forward").exit_code == 0
        result = run(*source)
        assert (result.exit_code, unwrapped(result.stderr)) == (
            2,
            f"Error: the cow list covers 1816-01-01/2024-12-31, got 2025; {CARRY}\n",
        )

    def test_a_message_has_commands_and_no_functions_of_python(self) -> None:
        result = run("plot", "network", "atop.csv", "--from", "atop-member", "--year", "2025", "--carry-forward",
                     "-o", "figure.svg")  # fmt: skip
        assert (result.exit_code, unwrapped(result.stderr)) == (
            2,
            (
                "Error: all ties of 2025 are unknown; the treaties do not cover the year "
                '("alliancekit panel" prints the reason)\n'
            ),
        )

    def test_title_source_size_and_resolution(self) -> None:
        source = ["plot", "timeline", "atop.csv", "--from", "atop-member", "--state", "FRA", "-o"]
        caption = ["--title", "Mine", "--source", "A List", "--size", "10x8"]
        assert run(*source, "figure.png", *caption, "--dpi", "127").exit_code == 0
        assert Path("figure.png").read_bytes()[16:24] == (500).to_bytes(4, "big") + (400).to_bytes(4, "big")
        assert run(*source, "figure.svg", "--size", "10").exit_code == 0
        assert 'width="283.46' in Path("figure.svg").read_text("utf-8")

    @pytest.mark.slow
    def test_the_examples_of_the_help_run(self) -> None:
        shutil.copy("atop.csv", "atop5_1m.csv")
        shown = run("plot", "--help").stdout.partition("Examples:\n")[2].replace("\\\n", " ")
        commands = [shlex.split(line)[1:] for line in shown.splitlines() if line]
        assert [run(*command).exit_code for command in commands] == [0, 0]

    @pytest.mark.parametrize(
        ("region", "more", "title"),
        [
            ("europe", [], "Alliances in Europe, 1914"),
            ("asia-oceania", ["--obligation", "defense"], "Alliances with defense in Asia and Oceania, 1914"),
            ("middle-east", ["--title", "Mine"], "Mine"),
            ("middle-east", [], "Alliances in the Middle East, 1914"),
        ],
    )
    def test_a_figure_of_a_region_has_it_in_its_title(self, region: str, more: list[str], title: str) -> None:
        options = ["--year", "1914", "--region", region, *more, "-o", "figure.svg"]
        result = run("plot", "network", "atop.csv", "--from", "atop-member", *options)
        assert result.exit_code == 0
        assert title in Path("figure.svg").read_text(encoding="utf-8")

    def test_a_figure_of_a_region_without_a_year(self) -> None:
        result = run(
            "plot", "obligations", "atop.csv", "--from", "atop-member", "--region", "europe", "-o", "figure.svg"
        )
        assert result.exit_code == 0
        assert "Alliances in Europe" in Path("figure.svg").read_text(encoding="utf-8")

    def test_the_state_of_a_timeline_has_its_name_on_a_date(self) -> None:
        result = run("plot", "timeline", "atop.csv", "--from", "atop-member", "--state", "Germany", "--on", "1914",
                     "-o", "figure.svg")  # fmt: skip
        assert result.exit_code == 0
        assert "Germany" in result.stdout

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["timeline"], "timeline needs a state, such as --state state:deu"),
            (["heatmap"], "heatmap needs a year, such as --year 1914"),
            (["network", "--year", "1914", "--count", "states"], "--count does not apply to network; remove it"),
            (["network", "--year", "1914", "--dpi", "100"],
             "--dpi applies only to .png files, got figure.svg; remove it"),
            (["network", "--year", "1914", "--size", "8 cm"],
             ("--size must be a width in centimetres such as 8, or a width and a height such as 17x10, got '8 cm'")),
            (["obligations", "--count", "treaties", "--carry-forward"],
             "--carry-forward needs the list of a system, and treaties have none; add --system cow, or remove it"),
            *(
                (["obligations", "--count", count, option, value],
                 f"{option} does not apply to --count {count}; remove it")
                for count, option, value in (
                    ("treaties", "--directions", "atop.csv"),
                    ("treaties", "--asymmetric", "all"),
                    ("states", "--asymmetric", "all"),
                )
            ),
            (["timeline", "--state", "state:deu", "--together", "day"],
             "--together does not apply to timeline; remove it"),
            (["obligations", "--year", "1914"], "--year does not apply to obligations; remove it"),
            (["timeline", "--state", "state:deu", "--obligation", "defense"],
             "--obligation does not apply to timeline; remove it"),
            (["decades", "--years", "1920-1890"],
             "--years must begin before it ends: write 1890-1920"),
            (["timeline", "--state", "Germny"],
             "no state is called 'Germny'; did you mean Germany?"),
            (
                ["timeline", "--state", "260"],
                "'260' is a code: add its system (cow:260 or gw:260), or write an id: state:west-germany or state:deu",
            ),
            (["obligations", "--count", "treaties", "--region", "europe"],
             "regions need the codes of states; add --system cow"),
            (["timeline", "--state", "Germany", "--region", "europe"],
             "--region does not apply to timeline; remove it"),
            (["timeline", "--state", "Germany"],
             ("the name 'Germany' belongs to more than one state; add a date with --on, or write an id: state:deu "
              "(1816-01-01/1945-05-08, 1990-10-03/..), state:west-germany (1949-09-21/1990-10-02) and "
              "state:east-germany (1949-10-05/1990-10-02)")),
        ],
    )  # fmt: skip
    def test_misuse(self, arguments: list[str], message: str) -> None:
        figure, *options = arguments
        result = run("plot", figure, "atop.csv", "--from", "atop-member", *options, "-o", "figure.svg")
        assert (result.exit_code, result.stdout, files()) == (2, "", ["atop.csv"])
        assert unwrapped(result.stderr) == f"Error: {message}\n"

    def test_the_help_lists_the_figures(self) -> None:
        shown = run("plot", "--help").stdout
        assert "\b" not in shown
        assert "\\b" not in shown
        for figure in ("timeline     the treaties of one state", "decades      one small network for each decade"):
            assert f"    {figure}" in shown

    def test_an_ending_of_no_picture_format(self) -> None:
        result = run("plot", "network", "atop.csv", "--from", "atop-member", "--year", "1914", "-o", "figure.doc")
        assert (result.exit_code, files()) == (2, ["atop.csv"])
        assert unwrapped(result.stderr) == "Error: figure.doc must end in .png, .svg or .pdf\n"


class TestState:
    def test_by_code(self) -> None:
        result = run("state", "255", "--system", "cow", "--on", "1991")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("Germany\nstate:deu\n  names ")

    def test_by_code_without_a_date(self) -> None:
        shown = {run("state", *arguments).stdout for arguments in (["cow:2"], ["2", "--system", "cow"])}
        assert shown == {run("state", "state:usa").stdout}

    def test_by_id(self) -> None:
        assert run("state", "state:two-sicilies").stdout.splitlines()[1] == "state:two-sicilies"

    def test_to_another_code(self) -> None:
        result = run("state", "255", "--system", "cow", "--on", "1991", "--to", "gw")
        assert (result.exit_code, result.stdout, result.stderr) == (0, "260\n", "")
        for arguments, code in (
            (["RUS", "--system", "iso3166_1_alpha3", "--on", "1950", "--to", "cow", "--early"], "365"),
            (["2", "--system", "cow", "--on", "2030", "--to", "name", "--carry-forward"], "United States"),
            (["USA", "--on", "2030", "--to", "cow", "--carry-forward"], "2"),
            (["German Federal Republic", "--on", "1990", "--to", "cow"], "260"),
            (["state:deu", "--on", "1991", "--to", "gw"], "260"),
            (["cow:365", "--on", "1960", "--to", "name", "--language", "fr"], "Union soviétique"),
        ):
            assert run("state", *arguments).stdout == f"{code}\n"

    @pytest.mark.parametrize(
        ("arguments", "note"),
        [
            (
                ["cow:255", "--on", "2030", "--carry-forward"],
                "the cow list ends on 2024-12-31; its last entries are used for later dates (--carry-forward).",
            ),
            *(
                (
                    [state, "--on", "2030", "--to", "cow", "--carry-forward"],
                    "the cow list ends on 2024-12-31; its last entries are used for later dates (--carry-forward).",
                )
                for state in ("state:usa", "cow:2")
            ),
            (
                ["cow:2", "--on", "2030", "--to", "gw", "--carry-forward"],
                (
                    "the cow list ends on 2024-12-31; its last entries are used for later dates (--carry-forward). "
                    "Note: the gw list ends on 2020-12-31; its last entries are used for later dates "
                    "(--carry-forward)."
                ),
            ),
            (
                ["COD", "--on", "1990", "--early"],
                "the iso3166_1_alpha3 code 'COD' is not in use then; it is read as state:cod (--early).",
            ),
        ],
    )
    def test_an_assumption_is_printed(self, arguments: list[str], note: str) -> None:
        result = run("state", *arguments)
        assert (result.exit_code, flat(result.stderr)) == (0, f"Note: {note}")

    @pytest.mark.parametrize("arguments", [["iso3166_1_numeric:40"], ["40", "--system", "iso3166_1_numeric"]])
    def test_a_number_in_another_format(self, arguments: list[str]) -> None:
        assert run("state", *arguments, "--on", "1991").stdout.splitlines()[1] == "state:aut"

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (
                ["Germany", "--on", "1960"],
                (
                    "the name 'Germany' belongs to more than one state on 1960: state:west-germany "
                    "(1949-09-21/1990-10-02) and state:east-germany (1949-10-05/1990-10-02)"
                ),
            ),
            *(
                (
                    ["255", *options],
                    "'255' is a code: add its system (cow:255 or gw:255), or write an id: state:deu",
                )
                for options in ([], ["--on", "1991"])
            ),
            (
                ["AUS"],
                (
                    "the code 'AUS' means different states: cow_abbreviation:AUS is state:aut; iso3166_1_alpha3:AUS is "
                    "state:aus"
                ),
            ),
            (
                ["255", "--system", "cow", "--on", "1991", "--to", "iso3"],
                "unknown system 'iso3'; did you mean iso3166_1_alpha3?",
            ),
            (
                ["cow:255", "--on", "2030"],
                (
                    "the cow list covers 1816-01-01/2024-12-31, got 2030; --carry-forward uses its last entries for "
                    "later dates; an id is valid at all times: state:deu"
                ),
            ),
            (["Germany", "--on", "1991", "--language", "fr"], "--language needs --to name"),
            (
                ["gw:260"],
                (
                    "the code 'gw:260' belongs to more than one state: state:deu (1990-10-03/..) and "
                    "state:west-germany (1949-09-21/1990-10-02); add a date with --on, or write an id"
                ),
            ),
            (
                ["USA", "--on", "2022", "--to", "gw"],
                (
                    "the gw list covers 1816-01-01/2020-12-31, got 2022; --carry-forward uses its last entries for "
                    "later dates"
                ),
            ),
            (["Germany", "--to", "gw"], "--to needs a date, such as --on 1991"),
            (
                ["255", "--system", "cow", "--on", "2025"],
                (
                    "the cow list covers 1816-01-01/2024-12-31, got 2025; --carry-forward uses its last entries for "
                    "later dates; an id is valid at all times: state:deu"
                ),
            ),
            (
                ["RUS", "--system", "iso3166_1_alpha3", "--on", "1950", "--to", "cow"],
                (
                    "the iso3166_1_alpha3 code 'RUS' is not in use on 1950: it belongs to state:rus (../1922-12-29, "
                    "1992-08-30/..); --early reads it as that state before its time"
                ),
            ),
            (
                ["XKX"],
                (
                    "no state is called 'XKX': ISO 3166-1 leaves it to its users, and many data sets use it for "
                    "state:kosovo; write state:kosovo"
                ),
            ),
            (
                ["Germny", "--on", "1991"],
                "no state is called 'Germny'; did you mean Germany?",
            ),
        ],
    )
    def test_failures(self, arguments: list[str], message: str) -> None:
        result = run("state", *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert unwrapped(result.stderr) == f"Error: {message}\n"


def test_a_panel_of_a_corpus_with_ids_of_its_own_trusts_records_on_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    states = [
        {"id": f"state:{slug}", "names": [{"text": slug}], "codes": [{"system": "cow", "value": code}]}
        for slug, code in (("norge", "385"), ("fra", "255"))
    ]
    owed = {"by": "state:norge", "toward": ["state:fra"], "obligation": "defense"}
    pact = {
        "id": "treaty:t",
        "names": [{"text": "A pact"}],
        "parties": [{"party": "state:norge"}, {"party": "state:fra"}],
        "in_force": "1920-01-01",
        "ended": "1930-12-31",
        "commitments": [owed],
    }
    Path("c.json").write_text(json.dumps({"schema_version": 3, "states": states, "treaties": [pact]}), encoding="utf-8")
    command = ["panel", "c.json", "--directed", "--years", "1925", "-o", "p.csv"]
    for more, owes in (([], ""), (["--trust", "record", "--apart", "keep"], "1")):
        assert run(*command, *more).exit_code == 0
        rows = pl.read_csv("p.csv", infer_schema=False).filter(code_a="385", code_b="255")
        assert rows["defense"].fill_null("").to_list() == [owes]
    assert run(*command, "--state", "state:norge").exit_code == 0
    assert pl.read_csv("p.csv")["state_a"].unique().to_list() == ["state:nor"]
