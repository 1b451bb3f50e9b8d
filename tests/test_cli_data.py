"""The commands for data sets: what they write, print and answer, to their exit codes."""

import json
import shlex
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from tests.shared import TOP, data
from tests.test_cli import files, run, unwrapped, write

from alliancekit import Treaty, load, loaders, panel
from alliancekit.messages import counted

SAMPLE = TOP / "examples" / "sample-atop-member.csv"
COVERAGE = (
    "coverage: 1815-01-01/2016-12-31, as Alliance Treaty Obligations and Provisions (ATOP), member level, "
    "version 4.01 says"
)
LOADED = (
    "29 rows read: 29 used, 0 set aside 3 warnings; --format json tells each at its line "
    f"3 × AK821: member enters while it is not in the Correlates of War state system {COVERAGE}"
)
"""What is told of the sample, however it is laid out."""

MAJORS = """\
stateabb,ccode,styear,stmonth,stday,endyear,endmonth,endday,version
USA,2,1898,8,13,2016,12,31,2016
"""
ALLIANCES = """\
atopid,begyr,begmo,begday,endyr,endmo,endday,ineffect,defense,offense,neutral,nonagg,consul,mem1,mem2,version
9001,1815,11,1,1821,12,31,0,0,1,0,0,0,200,220,4.01
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample, in which the commands run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    shutil.copy(SAMPLE, "atop.csv")
    return tmp_path


def flat(printed: str) -> str:
    """Return the words of what is printed, however they are laid out."""
    return " ".join(printed.split())


def damaged() -> None:
    """Give the sample a row that can't be used: one of a third member of the last alliance."""
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
    def test_writes_it_in_any_form(self, place: str) -> None:
        assert run("load", "atop-member", "atop.csv", "-o", place).exit_code == 0
        assert load(place) == loaders.atop_members("atop.csv").corpus()
        assert Path(place).is_dir() is (place != "atop.yaml")

    def test_tells_rows_warnings_and_coverage_without_writing(self) -> None:
        result = run("load", "atop-member", "atop.csv")
        assert (result.exit_code, result.stdout, files()) == (0, "", ["atop.csv"])
        assert flat(result.stderr) == LOADED

    def test_json_tells_every_warning_at_its_line(self) -> None:
        result = run("load", "atop-member", "atop.csv", "--format", "json", "-o", "atop.jsonl")
        found = json.loads(result.stdout)
        assert result.exit_code == 0
        assert [(each["code"], each["file"], each["line"], each["column"]) for each in found] == [
            ("AK821", "atop.csv", line, 12) for line in (2, 3, 30)
        ]
        assert result.stderr.startswith("29 rows read: 29 used, 0 set aside\n3 warnings\n")
        assert result.stderr.endswith("atop.jsonl: 43 records written\n")

    def test_writes_nothing_if_rows_are_set_aside(self) -> None:
        damaged()
        result = run("load", "atop-member", "atop.csv", "-o", "atop.jsonl")
        assert (result.exit_code, result.stdout, files()) == (1, "", ["atop.csv"])
        assert "atop.csv:31:34: error AK811: defense must be 0 or 1, got '2'\n" in result.stderr
        assert "30 rows read: 29 used, 1 set aside\n  1 × AK811: cell with a value " in result.stderr
        assert result.stderr.endswith(
            "atop.jsonl is not written, since 1 row is set aside; with --partial, it has what\nis left\n"
        )

    def test_two_rows_are_more_than_one(self) -> None:
        damaged()
        write("atop.csv", f"{Path('atop.csv').read_text('utf-8')}\nrubbish\n")
        assert "\natop.jsonl is not written, since 2 rows are set aside; " in run(
            "load", "atop-member", "atop.csv", "-o", "atop.jsonl"
        ).stderr  # fmt: skip

    def test_rows_that_are_set_aside_are_told_without_a_file_too(self) -> None:
        damaged()
        result = run("load", "atop-member", "atop.csv", "--format", "json")
        assert (result.exit_code, [each["code"] for each in json.loads(result.stdout)]) == (
            1,
            ["AK821", "AK821", "AK821", "AK811"],
        )

    def test_writes_what_is_left_if_told_to(self) -> None:
        damaged()
        result = run("load", "atop-member", "atop.csv", "-o", "atop.jsonl", "--partial")
        assert (result.exit_code, result.stdout) == (0, "atop.jsonl: 43 records written\n")

    def test_a_list_of_states(self) -> None:
        write("majors.csv", MAJORS)
        result = run("load", "cow-majors", "majors.csv", "-o", "majors.yaml")
        assert (result.exit_code, result.stdout) == (0, "majors.yaml: 2 records written\n")
        assert flat(result.stderr) == (
            "1 row read: 1 used, 0 set aside "
            "coverage: 1816-01-01/2016-12-31, as Correlates of War, Major Powers, version 2016 says"
        )

    def test_compares_with_the_alliance_level(self) -> None:
        write("alliances.csv", ALLIANCES)
        result = run("load", "atop-member", "atop.csv", "--alliances", "alliances.csv")
        assert result.exit_code == 0
        assert "11 × AK824: difference between the files of two levels\n" in result.stderr

    def test_a_file_saved_by_another_program_is_loaded_with_a_remark(self) -> None:
        pd.read_csv("atop.csv").to_csv("again.csv")
        result = run("load", "atop-member", "again.csv")
        assert result.exit_code == 0
        assert "\n  3 × AK825: column or row in the form of another program, read without loss\n" in result.stderr

    def test_lists_the_data_sets(self) -> None:
        result = run("load", "--list")
        assert result.exit_code == 0
        assert result.stdout.startswith(
            "atop-member  Alliance Treaty Obligations and Provisions (ATOP), member level\n"
            "    http://www.atopdata.org/ (atop5_1m.csv)\n"
        )
        assert all(f"{name}  " in result.stdout for name in loaders.LOADERS)

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (
                ["xyz", "atop.csv"],
                (
                    "no data set is called 'xyz'; there are atop-member, atop-alliance, atop-phase, cow-states, "
                    "cow-majors, gw-states and gw-microstates"
                ),
            ),
            (
                ["atop-members", "atop.csv"],
                "no data set is called 'atop-members'; did you mean atop-member?",
            ),
            (["atop-member", "none.csv"], "none.csv can't be read: there is no such file or folder"),
            (["atop-member", "."], ". can't be read: it is a folder"),
            (
                ["atop-member", "atop.csv", "--encoding", "nonsense"],
                "--encoding takes the name of an encoding such as utf-8 or cp1252, got 'nonsense'",
            ),
            (
                ["cow-states", "atop.csv", "--alliances", "atop.csv"],
                "--alliances goes with atop-member, not with cow-states",
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
                (
                    "out.txt has none of the endings .yaml, .yml, .json, .jsonl, .parquet, "
                    "so its format is not known; rename it"
                ),
            ),
            (
                "out.CSV",
                ("out.CSV can't be written: a corpus has no CSV form; write .yaml, .yml, .json, .jsonl or .parquet. "
                '"alliancekit panel" writes CSV'),
            ),
            ("atop.csv/out", "the folder atop.csv/out can't be made: Not a directory"),
        ],
    )  # fmt: skip
    def test_an_output_that_can_not_be_written(self, place: str, message: str) -> None:
        result = run("load", "atop-member", "atop.csv", "-o", place)
        assert (result.exit_code, result.stdout, files()) == (2, "", ["atop.csv"])
        said = result.stderr[result.stderr.index("Error: ") :]
        assert "".join(said.split()) == "".join(f"Error: {message.format(Path.cwd())}".split())

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_an_empty_file(self, form: str) -> None:
        write("empty.csv", "")
        result = run("load", "atop-member", "empty.csv", "--format", form)
        told, other = (result.stderr, result.stdout) if form == "text" else (result.stdout, result.stderr)
        assert (result.exit_code, other) == (1, "")
        assert "AK803" in told

    def test_an_encoding_that_is_not_said(self) -> None:
        Path("gw.dat").write_bytes("271\tWRT\tWürttemberg\t01:01:1816\t18:01:1871\n".encode("utf-16-le"))
        result = run("load", "gw-states", "gw.dat")
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith("gw.dat")

    def test_the_file_as_it_is_shipped(self) -> None:
        result = run("load", "atop-member", str(data("atop", "atop-member-level-4.01.csv")), "-o", "atop.parquet")
        assert (result.exit_code, result.stdout) == (0, "atop.parquet: 962 records written\n")
        assert result.stderr.startswith("2,398 rows read: 2,398 used, 0 set aside\n95 warnings; ")


class TestPanel:
    def test_of_a_corpus(self) -> None:
        run("load", "atop-member", "atop.csv", "-o", "atop.jsonl")
        result = run("panel", "atop.jsonl", "--directed", "--years", "1890-1920", "-o", "dyads.parquet")
        made = panel.dyad_years(load("atop.jsonl"), directed=True, years=(1890, 1920))
        assert (result.exit_code, result.stdout) == (0, f"dyads.parquet: {made.frame.height} rows written\n")
        assert pl.read_parquet("dyads.parquet").equals(made.frame)
        assert result.stderr.startswith("         11  treaties\n         27  spells of their parties\n")
        assert flat(result.stderr).endswith(
            "coverage: 1815-11-01/2016-12-31, from the first day of any of the treaties to the last; "
            "--coverage says otherwise"
        )

    def test_of_a_data_set_with_its_coverage(self) -> None:
        result = run("panel", "atop.csv", "--from", "atop-member", "--kind", "state-years", "-o", "states.csv")
        made = panel.state_years(loaders.atop_members("atop.csv"))
        assert (result.exit_code, result.stdout) == (0, f"states.csv: {made.frame.height} rows written\n")
        made.write("expected.csv")
        assert Path("states.csv").read_bytes() == Path("expected.csv").read_bytes()
        assert flat(result.stderr).endswith(COVERAGE)

    def test_of_a_coverage_that_is_said(self) -> None:
        result = run("panel", "atop.csv", "--from", "atop-member", "--kind", "state-years", "--coverage", "1890/1899",
                     "--years", "1899/1900", "--system", "gw-and-microstates", "-o", "states.csv")  # fmt: skip
        rows = pl.read_csv("states.csv").group_by("year").agg(pl.col("offense").null_count()).sort("year")
        assert result.exit_code == 0
        assert rows.rows()[0] == (1899, 0)
        assert rows.rows()[1][1] > 30
        assert result.stderr.endswith("\ncoverage: 1890-01-01/1899-12-31, as --coverage says\n")

    def test_of_no_treaty(self) -> None:
        write("none.yaml", "schema_version: 2\nactors: []\n")
        result = run("panel", "none.yaml", "--undirected", "--years", "1914", "-o", "dyads.csv")
        assert result.exit_code == 0
        assert result.stderr.endswith("\ncoverage: none is known, so that no obligation is 0\n")

    @pytest.mark.parametrize(
        ("arguments", "made"),
        [
            (
                ["--kind", "dyad-days", "--undirected", "--days", "1914-07-01/1914-07-02", "--system", "none"],
                partial(panel.dyad_days, directed=False, days=("1914-07-01", "1914-07-02"), system=None),
            ),
            (["--kind", "state-days", "--days", "1914-07-01"], partial(panel.state_days, days="1914-07-01")),
            (["--kind", "memberships"], panel.memberships),
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
        ids=["dyad-days", "state-days", "memberships", "dyad-years"],
    )
    def test_every_kind(self, arguments: list[str], made: Callable[[loaders.Loaded[Treaty]], panel.Panel]) -> None:
        result = run("panel", "atop.csv", "--from", "atop-member", *arguments, "-o", "made.parquet")
        assert result.exit_code == 0
        assert pl.read_parquet("made.parquet").equals(made(loaders.atop_members("atop.csv")).frame)

    def test_writes_what_was_dropped(self) -> None:
        result = run("panel", "atop.csv", "--from", "atop-member", "--undirected", "--years", "1950-1960",
                     "-o", "dyads.csv", "--dropped", "dropped.csv")  # fmt: skip
        lost = pl.read_csv("dropped.csv").filter(pl.col("step") == "of these, in the system")
        assert (result.exit_code, result.stdout.splitlines()[1]) == (0, "dropped.csv: 22 rows written")
        assert lost.select("year", "code_a", "code_b", "treaty_ids", "reason").rows() == [
            (year, 220, 260, "treaty:atop-9010", "code_b not in the system in that year") for year in range(1950, 1955)
        ]

    def test_both_files_are_written_or_none(self) -> None:
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
        ("wanted", "owed"),
        [
            (["state:rus"], []),
            (["state:rus", "state:west-germany"], ["defense"]),
            ([], ["defense", "consultation"]),
            ([], []),
        ],
        ids=["of-one", "of-two-what-is-owed", "what-all-is-owed", "of-all"],
    )  # fmt: skip
    def test_keeps_the_rows_of_states_and_of_what_they_owe(
        self, kind: list[str], columns: list[str], wanted: list[str], owed: list[str]
    ) -> None:
        source = ["panel", "atop.csv", "--from", "atop-member", *kind]
        asked = [*(f"--state={each}" for each in wanted), *(f"--owes={each}" for each in owed)]
        assert run(*source, "-o", "whole.parquet").exit_code == 0
        result = run(*source, *asked, "-o", "kept.parquet")
        whole, kept = (list(pl.read_parquet(f"{name}.parquet").iter_rows(named=True)) for name in ("whole", "kept"))
        expected = [
            row for row in whole
            if (not wanted or any(row[column] in wanted for column in columns)) and all(row[name] == 1 for name in owed)
        ]  # fmt: skip
        assert kept == expected
        assert (0 < len(kept) < len(whole)) is bool(asked)
        rows = counted(len(kept), "row")
        of = f", of {len(whole)}" if asked else ""
        assert (result.exit_code, result.stdout) == (0, f"kept.parquet: {rows} written{of}\n")
        assert flat(result.stderr).endswith(COVERAGE)

    def test_the_partners_of_a_country_that_is_two_states(self) -> None:
        source = ["panel", "atop.csv", "--from", "atop-member", "--kind", "dyad-days", "--directed", "--system", "none",
                  "--days", "1960-07-01", "--owes", "defense", "-o", "partners.csv"]  # fmt: skip
        result = run(*source, "--state", "state:deu")
        assert (result.exit_code, result.stdout) == (0, "partners.csv: 0 rows written, of 22\n")
        assert flat(result.stderr).endswith(
            f"{COVERAGE} state:deu has no row in this panel; at another time a country may be another state, which "
            '"alliancekit state Germany --on 1960" tells'
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

    @pytest.mark.parametrize(
        ("day", "of", "count"),
        [
            ("1914-07-01", ["state:deu"], 3),
            ("1960-07-01", ["state:west-germany", "state:east-germany"], 14 + 7),
            ("1991-07-01", ["state:deu"], 15),
        ],
    )
    def test_the_partners_of_germany_in_the_file_as_it_is_shipped(self, day: str, of: list[str], count: int) -> None:
        file = str(data("atop", "atop-member-level-4.01.csv"))
        result = run("panel", file, "--from", "atop-member", "--kind", "dyad-days", "--directed", "--system", "none",
                     "--days", day, *(f"--state={each}" for each in of), "--owes=defense", "-o", "p.csv")  # fmt: skip
        assert result.stdout.startswith(f"p.csv: {count} rows written, of ")

    @pytest.mark.parametrize(
        ("owed", "told"),
        [
            (["defense"], "173 rows left out, since it is not known whether defense is owed"),
            (["defense", "offense"], "173 rows left out, since it is not known whether defense and offense are owed"),
        ],
    )
    def test_rows_of_which_nothing_is_known_do_not_go_in_silence(self, owed: list[str], told: str) -> None:
        result = run("panel", "atop.csv", "--from", "atop-member", "--undirected", "--system", "gw", "--years", "2017",
                     "--state", "state:usa", *(f"--owes={each}" for each in owed), "-o", "d.csv")  # fmt: skip
        assert (result.exit_code, result.stdout) == (0, "d.csv: 0 rows written, of 15051\n")
        assert flat(result.stderr).endswith(f"{COVERAGE} {told}")

    def test_what_is_known_not_to_be_owed_is_not_told(self) -> None:
        """Of two obligations, one that is known not to be owed settles it; a corpus may have states of its own."""
        write(
            "c.yaml",
            """\
schema_version: 2
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
        told = "1 row left out, since it is not known whether defense is owed"
        assert told in flat(run(*source, "--owes", "defense", "-o", "d.csv").stderr)
        result = run(*source, "--owes", "defense", "--owes", "offense", "-o", "d.csv")
        assert (result.exit_code, result.stdout) == (0, "d.csv: 0 rows written, of 2\n")
        assert "left out" not in result.stderr

    def test_the_examples_of_the_help_run(self) -> None:
        shutil.copy("atop.csv", "atop5_1m.csv")
        shown = run("panel", "--help").stdout.partition("Examples:\n")[2].replace("\\\n", " ")
        commands = [shlex.split(line)[1:] for line in shown.splitlines() if line]
        assert [run(*command).stdout.splitlines()[0] for command in commands] == [
            "dyads.csv: 66348 rows written",
            "partners.csv: 2 rows written, of 8",
        ]

    def test_a_coverage_is_written_as_years_are(self) -> None:
        source = ["panel", "atop.csv", "--from", "atop-member", "--undirected", "--years", "1914", "-o", "d.csv"]
        said = [run(*source, "--coverage", each) for each in ("1815-1913", "1815/1913")]
        assert said[0].stderr.endswith("\ncoverage: 1815-01-01/1913-12-31, as --coverage says\n")
        assert said[0].stderr == said[1].stderr

    def test_formulas_are_neutralised_if_asked(self) -> None:
        write("c.yaml", "schema_version: 2\nactors: []\n")
        told = run("panel", "c.yaml", "--kind", "memberships", "--neutralise", "-o", "m.csv")
        assert told.exit_code == 0

    def test_a_file_saved_by_another_program_is_used_with_a_remark(self) -> None:
        arguments = ("--from", "atop-member", "--kind", "memberships", "-o", "m.csv")
        pd.read_csv("atop.csv").to_csv("again.csv")
        result = run("panel", "again.csv", *arguments)
        remark = (  # of the row numbers, and of two columns with gaps
            '3 warnings; "alliancekit load atop-member --format json" tells each at its line\n'
            "  3 × AK825: column or row in the form of another program, read without loss\n"
        )
        assert (result.exit_code, result.stderr) == (0, remark + run("panel", "atop.csv", *arguments).stderr)

    def test_no_panel_is_made_of_half_of_the_rows(self) -> None:
        damaged()
        result = run("panel", "atop.csv", "--from", "atop-member", "--kind", "memberships", "-o", "m.csv")
        assert (result.exit_code, result.stdout, files()) == (1, "", ["atop.csv"])
        assert result.stderr.startswith("atop.csv:31:34: error AK811: defense must be 0 or 1, got '2'\n")
        assert result.stderr.endswith(
            "\nno panel is made of atop.csv, since rows are set aside; "
            '"alliancekit load\n--partial" keeps what is left\n'
        )

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ([], "say --directed (a row is what a owes b) or --undirected (what either owes) for dyad-years"),
            (["--kind", "state-years", "--directed"], "--directed says nothing of state-years; leave it out"),
            (["--kind", "dyad-days", "--directed"], "say --days for dyad-days, such as --days 1914-07-01"),
            (["--directed", "--days", "1914-07-01"], "--days says nothing of dyad-years; leave it out"),
            (
                ["--kind", "state-days", "--days", "1914-07-01", "--together", "day"],
                "--together says nothing of state-days; leave it out",
            ),
            (
                ["--directed", "--years", "190"],
                "--years takes a year such as 1914, or the first and the last such as 1816-2016, got '190'",
            ),
            (
                ["--kind", "state-days", "--days", "1914"],
                (
                    "--days takes a day such as 1914-07-01, or the first and the last such as 1914-07-01/1914-07-31, "
                    "got '1914'"
                ),
            ),
            *(
                (
                    ["--directed", "--years", years],
                    f"--years takes a year such as 1914, or the first and the last such as 1816-2016, got {years!r}",
                )
                for years in ("0000-1900", "1900-0000", "1914\n", "\u0661\u0669\u0661\u0664", "1900–1914")
            ),
            (
                ["--directed", "--years", "2016-1816"],
                "--years takes the first and the last in their order: 1816-2016, not 2016-1816",
            ),
            (
                ["--kind", "state-days", "--days", "1914-07-31/1914-07-01"],
                (
                    "--days takes the first and the last in their order: 1914-07-01/1914-07-31, "
                    "not 1914-07-31/1914-07-01"
                ),
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
                    ["--directed", "--years", "1914", "--state", "state:fra", "--state", given],
                    f"--state takes the id of a state, such as state:deu, got {given!r}; {hint}",
                )
                for given, hint in (
                    ("Germany", "did you mean state:deu, state:west-germany or state:east-germany?"),
                    ("state:germany", "did you mean state:deu, state:west-germany or state:east-germany?"),
                    ("Siam", "did you mean state:tha?"),
                    ("state:PRUSSIA", "did you mean state:deu?"),
                    ("state:east-germny", "did you mean state:east-germany or state:west-germany?"),
                    ("255", '"alliancekit state Germany --on 1914" tells one'),
                    ("", '"alliancekit state Germany --on 1914" tells one'),
                )
            ),
            *(
                (
                    ["--directed", "--years", "1914", "--owes", "defense", "--owes", given],
                    f"the panel has no column for --owes {given}; {hint}",
                )
                for given, hint in (
                    ("defence", "did you mean defense?"),
                    ("bases", "it has defense, offense, neutrality, nonaggression and consultation"),
                    ("treaties", "it has defense, offense, neutrality, nonaggression and consultation"),
                )
            ),
            (["--directed", "--dropped", "out.csv"], "-o and --dropped are both out.csv; name two files"),
            (
                ["--directed", "--years", "1816-2020"],
                "the cow list covers 1816-01-01/2016-12-31, got 1816/2020",
            ),
            (
                ["--kind", "state-days", "--days", "2020-07-01"],
                "the cow list covers 1816-01-01/2016-12-31, got 2020-07-01",
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
        "arguments", [["panel", "--directed", "-o", "d.csv"], ["plot", "network", "--year", "1914", "-o", "n.svg"]]
    )
    @pytest.mark.parametrize("source", ["atop.csv", "nowhere.dat"])
    def test_a_data_set_that_is_not_said(self, source: str, arguments: list[str]) -> None:
        result = run(*arguments, source)
        assert (result.exit_code, result.stdout, files()) == (2, "", ["atop.csv"])
        assert unwrapped(result.stderr) == (
            f"Error: {source} is no corpus; say of which data set it is, such as --from atop-member (there are "
            "atop-member, atop-alliance, atop-phase, cow-states, cow-majors, gw-states and gw-microstates)\n"
        )

    def test_a_corpus_may_be_a_folder_of_any_name(self) -> None:
        run("load", "atop-member", "atop.csv", "-o", "corpus")
        Path("corpus").rename("corpus.csv")
        result = run("panel", "corpus.csv", "--directed", "--years", "1914", "-o", "d.parquet")
        assert (result.exit_code, result.stdout) == (0, "d.parquet: 1980 rows written\n")

    def test_the_help_says_what_the_rules_do(self) -> None:
        said = flat(run("panel", "--help").stdout)
        assert (
            "What counts in a year: what holds on any of its days, on 1 January, or on most days. [default: any]"
            in said
        )
        assert (
            "Two parties share a treaty if both are in it in the same year, or only if on the same day. "
            "[default: year]" in said
        )

    def test_a_list_of_states_has_no_treaties(self) -> None:
        write("majors.csv", MAJORS)
        result = run("panel", "majors.csv", "--from", "cow-majors", "--kind", "memberships", "-o", "m.csv")
        assert (result.exit_code, unwrapped(result.stderr)) == (
            2,
            "Error: cow-majors has no treaties, of which a panel is made; take a data set such as atop-member\n",
        )

    @pytest.mark.parametrize(
        ("place", "message"),
        [
            ("m.xlsx", "m.xlsx must end in .parquet or .csv"),
            ("no/m.csv", "no/m.csv can't be written: the folder {}/no does not exist"),
        ],
    )
    def test_an_output_that_can_not_be_written(self, place: str, message: str) -> None:
        result = run("panel", "atop.csv", "--from", "atop-member", "--kind", "memberships", "-o", place)
        assert (result.exit_code, result.stdout, files()) == (2, "", ["atop.csv"])
        assert "".join(result.stderr.split()) == "".join(f"Error: {message.format(Path.cwd())}".split())


class TestPlot:
    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["timeline", "--state", "state:rou"], "Timeline of 1 treaty of Romania, 1888 to 1914"),
            (["network", "--year", "1914"], "Network of alliances in 1914: 45 states"),
            (
                ["heatmap", "--year", "1914", "--obligation", "defense"],
                "Matrix of the ties of 1914: 45 states by as many",
            ),
            (["obligations", "--years", "1890-1920"], "Number of dyads by obligation, 1890 to 1920"),
            (
                ["obligations", "--years", "1890-1920", "--coverage", "1815-1899"],
                "Number of dyads by obligation, 1890 to 1899",
            ),
            (["decades", "--years", "1890-1920", "--obligation", "defense"], "Networks of alliances in 4 years"),
        ],
    )
    def test_draws_a_figure_and_tells_what_it_shows(self, arguments: list[str], told: str) -> None:
        figure, *options = arguments
        result = run("plot", figure, "atop.csv", "--from", "atop-member", *options, "-o", "figure.svg")
        assert (result.exit_code, result.stderr) == (0, "")
        assert flat(result.stdout).startswith(told)
        assert f"<desc>{told}" in Path("figure.svg").read_text("utf-8")

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["timeline"], "timeline needs a state, such as --state state:deu"),
            (["heatmap"], "heatmap needs a year, such as --year 1914"),
            (["obligations", "--year", "1914"], "--year says nothing of obligations; leave it out"),
            (["timeline", "--state", "state:deu", "--obligation", "defense"],
             "--obligation says nothing of timeline; leave it out"),
            (["decades", "--years", "1920-1890"],
             "--years takes the first and the last in their order: 1890-1920, not 1920-1890"),
            (["timeline", "--state", "Germny"],
             "no state is called 'Germny'; did you mean Germany, West Germany or Nazi Germany?"),
            (
                ["timeline", "--state", "FRA"],
                "no state is called 'FRA', but it is a code: write the id, state:fra",
            ),
            (["timeline", "--state", "Germany"],
             ("the name 'Germany' is that of more than one state; write its id: state:deu, state:west-germany or "
             "state:east-germany")),
        ],
    )  # fmt: skip
    def test_misuse(self, arguments: list[str], message: str) -> None:
        figure, *options = arguments
        result = run("plot", figure, "atop.csv", "--from", "atop-member", *options, "-o", "figure.svg")
        assert (result.exit_code, result.stdout, files()) == (2, "", ["atop.csv"])
        assert unwrapped(result.stderr) == f"Error: {message}\n"

    def test_the_help_lists_the_figures(self) -> None:
        said = run("plot", "--help").stdout
        assert "\b" not in said
        assert "\\b" not in said
        for figure in ("timeline     the treaties of a state", "decades      a small network for each decade"):
            assert f"    {figure}" in said

    def test_an_ending_that_names_no_picture(self) -> None:
        result = run("plot", "network", "atop.csv", "--from", "atop-member", "--year", "1914", "-o", "figure.doc")
        assert (result.exit_code, files()) == (2, ["atop.csv"])
        assert unwrapped(result.stderr) == (
            "Error: figure.doc has no ending that says what to write: .png, .svg or .pdf\n"
        )


class TestState:
    def test_by_code(self) -> None:
        result = run("state", "255", "--system", "cow", "--on", "1991")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("Germany\nstate:deu\n  names ")

    def test_by_id(self) -> None:
        assert run("state", "state:two-sicilies").stdout.splitlines()[1] == "state:two-sicilies"

    def test_to_another_code(self) -> None:
        result = run("state", "255", "--system", "cow", "--on", "1991", "--to", "gw")
        assert (result.exit_code, result.stdout, result.stderr) == (0, "260\n", "")

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
            (["255", "--system", "cow"], "a code is one state's on a date: say it, such as --on 1991"),
            *(
                (
                    ["255", *options],
                    ("no state is called '255': a number needs its system and a date, such as --system cow --on 1991"),
                )
                for options in ([], ["--on", "1991"])
            ),
            (
                ["YUG"],
                (
                    "no state is called 'YUG': it is a code (cow_abbreviation, gw_abbreviation, iso3166_1_alpha3), "
                    "which needs its system and a date, such as --system cow_abbreviation --on 1991"
                ),
            ),
            (
                ["255", "--system", "cow", "--on", "1991", "--to", "iso3"],
                "unknown system 'iso3'; did you mean iso3166_1_alpha3?",
            ),
            (["Germany", "--to", "gw"], "a code is one state's on a date: say it, such as --on 1991"),
            (
                ["255", "--system", "cow", "--on", "2020"],
                "the cow list covers 1816-01-01/2016-12-31, got 2020",
            ),
            (
                ["Germny", "--on", "1991"],
                "no state is called 'Germny'; did you mean Germany, West Germany or Nazi Germany?",
            ),
        ],
    )
    def test_what_is_no_one_state(self, arguments: list[str], message: str) -> None:
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
    Path("c.json").write_text(json.dumps({"schema_version": 2, "states": states, "treaties": [pact]}), encoding="utf-8")
    asked = ["panel", "c.json", "--directed", "--years", "1925", "-o", "p.csv"]
    for more, owes in (([], ""), (["--trust", "record", "--apart", "keep"], "1")):
        assert run(*asked, *more).exit_code == 0
        rows = pl.read_csv("p.csv", infer_schema=False).filter(code_a="385", code_b="255")
        assert rows["defense"].fill_null("").to_list() == [owes]
    assert run(*asked, "--state", "state:norge").exit_code == 0
    assert pl.read_csv("p.csv")["state_a"].unique().to_list() == ["state:nor"]
