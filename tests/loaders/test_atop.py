"""ATOP as treaties: the values of all cells, the reasons for rows set aside, and the counts in the real files."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.loaders.tables import ALLIANCE, MEMBER, OBLIGATIONS, PHASE, STILL, members, written
from tests.shared import data

from alliancekit import Severity, Treaty, loaders
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidCorpus, Problem, UnknownRecord
from alliancekit.errors import Path as ValuePath
from alliancekit.loaders import Loaded
from alliancekit.models.party import Party
from alliancekit.models.treaty import Commitment, Provision

OURS = {
    "defense": "defense",
    "offense": "offense",
    "neutral": "neutrality",
    "nonagg": "nonaggression",
    "consul": "consultation",
}


def load(folder: Path, rows: Iterable[Mapping[str, str]]) -> Loaded[Treaty]:
    return loaders.atop_members(written(folder / "m.csv", rows))


def described(folder: Path, problems: Iterable[Problem]) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/") for problem in problems]


class TestMembers:
    def test_two_members(self, tmp_path: Path) -> None:
        loaded = load(tmp_path, members({}, {"defense": "0", "consul": "1"}))
        (treaty,) = loaded.records
        period = PartialDate("1820-02-03/1830-04-05")
        gbr, fra = (party.party for party in treaty.parties)
        assert treaty.id == "treaty:atop-1005"
        assert (gbr, fra) == ("state:gbr", "state:fra")
        assert treaty.parties == (Party(party=gbr, spells=(period,)), Party(party=fra, spells=(period,)))
        assert (treaty.in_force, treaty.ended, treaty.as_of) == (period.start, period.end, None)
        assert treaty.commitments == (
            Commitment(by=gbr, toward=(fra,), obligation="defense", period=period),
            Commitment(by=fra, toward=(gbr,), obligation="consultation", period=period),
        )
        # A value common to all rows has no parties and no period; a blank cell has no provision.
        assert treaty.provisions[:2] == (
            Provision(variable="atop.cowsys", value="1"),
            Provision(variable="atop.phase", value="0"),
        )
        assert Provision(variable="atop.milcon", value="2") in treaty.provisions
        assert not {"atop.base", "atop.defense", "atop.member"} & {own.variable for own in treaty.provisions}
        assert (str(loaded.coverage), loaded.version, loaded.problems) == ("1815-01-01/2016-12-31", "4.01", ())
        assert str(loaded.account) == "2 rows read: 2 used, 0 set aside"

    def test_the_corpus_has_states_and_the_source(self, tmp_path: Path) -> None:
        loaded = load(tmp_path, members({}, {}))
        corpus = loaded.corpus()
        assert repr(corpus) == "<Corpus: 2 states, 1 source, 1 treaty>"
        (source,) = corpus.sources()
        assert source == loaded.source
        assert (source.id, source.file) == ("source:atop-member-4.01", "m.csv")
        assert corpus.evidence("treaty:atop-1005")[0].source == source

    def test_predecessors_of_states_are_in_the_corpus(self, tmp_path: Path) -> None:
        corpus = load(tmp_path, members({"member": "816"}, {"member": "100"})).corpus()
        ids = {state.id for state in corpus.states()}
        assert ids > {"state:vnm", "state:col"}
        assert all(ids.issuperset(state.predecessors) for state in corpus.states())

    def test_still_in_force(self, tmp_path: Path) -> None:
        (treaty,) = load(tmp_path, members(STILL, STILL, {})).records
        assert (str(treaty.as_of), treaty.ended) == ("2016-12-31", None)
        assert [spell.edtf for party in treaty.parties for spell in party.spells] == [
            "1820-02-03/..",
            "1820-02-03/..",
            "1820-02-03/1830-04-05",
        ]
        assert [treaty.in_force_on(PartialDate(day)) for day in ("2016", "2017", "1819")] == [True, None, False]

    @pytest.mark.parametrize(("version", "last"), [("4", 2016), ("5", 2018), ("5.1", 2018)])
    def test_versions(self, version: str, last: int, tmp_path: Path) -> None:
        both = STILL | {"version": version}
        loaded = load(tmp_path, members(both, both))
        assert loaded.coverage == PartialDate(f"1815-01-01/{last}-12-31")
        assert loaded.version == version

    def test_columns_added_by_a_version_become_provisions(self, tmp_path: Path) -> None:
        new = {"version": "5.1", "newvar": "7", "other": "x y"}
        loaded = load(tmp_path, members(new, new | {"newvar": "8"}))
        (treaty,) = loaded.records
        gbr, fra = (party.party for party in treaty.parties)
        assert treaty.provisions[-3:] == (
            Provision(variable="atop.newvar", value="7", parties=(gbr,)),
            Provision(variable="atop.newvar", value="8", parties=(fra,)),
            Provision(variable="atop.other", value="x y"),
        )
        assert [row["newvar"] for row in loaded.rows(treaty.id)] == ["7", "8"]

    def test_columns_missing_in_a_version_are_no_error(self, tmp_path: Path) -> None:
        rows = [
            {name: value for name, value in row.items() if name not in ("milcon", "defcon", "cowsys")}
            for row in members({}, {})
        ]
        assert len(load(tmp_path, rows).records) == 1

    def test_missing_required_columns_are_listed(self, tmp_path: Path) -> None:
        rows = [{name: row[name] for name in row if name not in ("member", "nonagg")} for row in members({}, {})]
        with pytest.raises(InvalidCorpus) as caught:
            load(tmp_path, rows)
        assert described(tmp_path, caught.value.problems) == [
            (
                "m.csv:1:1: AK803 the table must have the columns member, nonagg, got 23 columns from 'atopid' to "
                "'version' (get the file from its publisher again, or load it with the loader of its data set)"
            )
        ]

    @pytest.mark.parametrize(
        ("dates", "spell"),
        [
            ({"dayent": ""}, "1820-02/1830-04-05"),
            ({"dayexit": ""}, "1820-02-03/1830-04"),
            ({"moent": "", "dayent": ""}, "1820/1830-04-05"),
            ({"yrexit": "1820", "moexit": "2", "dayexit": ""}, "1820-02-03/1820-02"),
        ],
    )
    def test_unknown_parts_of_a_date_stay_unknown(self, dates: dict[str, str], spell: str, tmp_path: Path) -> None:
        (treaty,) = load(tmp_path, members(dates, {})).records
        assert treaty.parties[0].spells == (PartialDate(spell),)
        assert treaty.commitments[0].period == PartialDate(spell)

    def test_phases_without_a_gap_are_one_spell_and_a_return_is_another(self, tmp_path: Path) -> None:
        rows = [
            *members(STILL, {"phase": "1"}),
            # the same day, the day after, and years later
            MEMBER | {"member": "220", "phase": "2", "yrent": "1830", "moent": "4", "dayent": "5", "yrexit": "1840"},
            MEMBER | {"member": "220", "phase": "3", "yrent": "1840", "moent": "4", "dayent": "6", "yrexit": "1850"},
            MEMBER | {"member": "220", "phase": "3", "yrent": "1860"} | STILL,
        ]
        (treaty,) = load(tmp_path, rows).records
        assert [spell.edtf for spell in treaty.parties[1].spells] == ["1820-02-03/1850-04-05", "1860-02-03/.."]
        assert [str(owed.period) for owed in treaty.commitments] == [
            "1820-02-03/..",
            "1820-02-03/1830-04-05",
            "1830-04-05/1840-04-05",
            "1840-04-06/1850-04-05",
            "1860-02-03/..",
        ]
        phases = [own for own in treaty.provisions if own.variable == "atop.phase"]
        assert [(own.value, own.parties, str(own.period)) for own in phases] == [
            ("0", ("state:gbr",), "None"),
            ("1", ("state:fra",), "1820-02-03/1830-04-05"),
            ("2", ("state:fra",), "1830-04-05/1840-04-05"),
            ("3", ("state:fra",), "1840-04-06/1850-04-05"),
            ("3", ("state:fra",), "1860-02-03/.."),
        ]

    def test_a_commitment_is_toward_the_members_that_share_a_year(self, tmp_path: Path) -> None:
        rows = members({}, {"yrent": "1830", "moent": "9", "yrexit": "1831"}, {"yrent": "1831", "yrexit": "1832"})
        loaded = load(tmp_path, rows)
        assert [(owed.by, owed.toward) for owed in loaded.records[0].commitments] == [
            ("state:gbr", ("state:fra",)),
            ("state:fra", ("state:gbr", "state:deu")),
            ("state:deu", ("state:fra",)),
        ]

    def test_equal_rows_give_one_commitment(self, tmp_path: Path) -> None:
        # As with the successors of a state, each of which has a phase of its own.
        loaded = load(tmp_path, [*members({"phase": "2"}, {}), MEMBER | {"phase": "3"}])
        (treaty,) = loaded.records
        assert [owed.by for owed in treaty.commitments] == ["state:gbr", "state:fra"]
        assert [cell.line for cell in loaded.cells(treaty.id, ("commitments", 0, "obligation"))] == [2, 4]

    def test_an_obligation_toward_no_other_member_is_a_warning(self, tmp_path: Path) -> None:
        rows = members({}, {}, {"yrent": "1900", "yrexit": "1901", "consul": "1"})
        loaded = load(tmp_path, rows)
        assert len(loaded.records[0].commitments) == 2
        why = "got no other member in the years of the row (compare the dates of the alliance's rows with the"
        assert described(tmp_path, loaded.problems) == [
            f"m.csv:4:34: AK823 treaty:atop-1005: defense must be owed to another member, {why} publisher's file)",
            f"m.csv:4:42: AK823 treaty:atop-1005: consul must be owed to another member, {why} publisher's file)",
        ]

    @pytest.mark.parametrize(
        ("cells", "condition", "columns"),
        [
            ({}, None, []),
            (
                {"defcon": "1", "defcoadv": "1"},
                "only against adversaries that the treaty names",
                ["defcoadv"],
            ),
            (
                {"defcon": "1", "defcodem": "1", "defconpr": "1"},
                "only if demands are not met, only if the other party has not provoked the attack",
                ["defcodem", "defconpr"],
            ),
            ({"defcon": "1"}, "on a condition that is not coded", ["defcon"]),
            ({"neucon": "1", "concoreq": "1"}, None, []),
            ({"defense": "0", "nonagg": "1", "defcon": "1"}, None, []),
            ({"defense": "0", "consul": "1", "concoreq": "1"}, "only if a party asks for it", ["concoreq"]),
        ],
    )
    def test_conditions(self, cells: dict[str, str], condition: str | None, columns: list[str], tmp_path: Path) -> None:
        loaded = load(tmp_path, members(cells, {}))
        (treaty,) = loaded.records
        assert treaty.commitments[0].condition == condition
        matches = loaded.cells(treaty.id, ("commitments", 0, "condition"))
        assert [cell.column for cell in matches if condition] == columns

    def test_a_number_that_is_in_no_list_is_a_warning(self, tmp_path: Path) -> None:
        loaded = load(tmp_path, members({}, {"member": "8152", "yrent": "1815"}))
        corpus = loaded.corpus()
        assert [party.party for party in loaded.records[0].parties] == ["state:gbr", "state:atop-8152"]
        state = corpus["state:atop-8152"]
        assert state.note == "No list of states has this number; it is known only from ATOP."
        assert described(tmp_path, loaded.problems) == [
            (
                "m.csv:3:6: AK822 treaty:atop-1005: member must be a number of Correlates of War, got 8152; its state "
                "is state:atop-8152 (no action is needed: the row is loaded, with a state that has only the number)"
            )
        ]

    def test_a_member_outside_the_system_is_a_warning(self, tmp_path: Path) -> None:
        loaded = load(tmp_path, members({}, {"yrent": "1815", "dayent": ""}))
        assert loaded.account.used == 2
        assert described(tmp_path, loaded.problems) == [
            (
                "m.csv:3:12: AK821 treaty:atop-1005: state:fra must be in the COW system on its day of entry, got "
                "1815-02 (no action is needed: the row is loaded; a panel of system members leaves it out and "
                "counts it)"
            )
        ]
        assert loaded.problems[0].severity is Severity.WARNING


class TestAside:
    @pytest.mark.parametrize(
        ("cells", "message"),
        [
            ({"atopid": "1e"}, "4:1: AK811 atopid must be a number such as 1005 or 1053.1, got '1e'"),
            ({"atopid": "01005"}, "4:1: AK811 atopid must be a number such as 1005 or 1053.1, got '01005'"),
            ({"member": "USA"}, "4:6: AK811 member must be a whole number from 0 to 999,999,999, got 'USA'"),
            ({"member": "255.5"}, "4:6: AK811 member must be a whole number from 0 to 999,999,999, got '255.5'"),
            ({"member": "²"}, "4:6: AK811 member must be a whole number from 0 to 999,999,999, got '²'"),
            ({"member": "1" * 10}, "4:6: AK811 member must be a whole number from 0 to 999,999,999, got '1111111111'"),
            ({"member": "0"}, "4:6: AK811 member must be the number of a state, got 0"),
            ({"defense": "2"}, "4:34: AK811 defense must be 0 or 1, got '2'"),
            ({"consul": ""}, "4:42: AK817 consul must have a value in each row, got '' here"),
            ({"yrent": ""}, "4:12: AK817 yrent must have a value in each row, got '' here"),
            ({"yrent": "1814"}, "4:12: AK812 yrent must be from 1815 to 2016, got 1814"),
            ({"yrexit": "2017"}, "4:21: AK812 yrexit must be from 1815 to 2016, got 2017"),
            ({"moent": "0"}, "4:17: AK812 moent must be from 1 to 12, got 0"),
            ({"moent": "21"}, "4:17: AK812 moent must be from 1 to 12, got 21"),
            ({"moent": ""}, "4:18: AK812 dayent must be blank if moent is blank, got '3'"),
            (
                {"dayent": "30"},
                ("4:19: AK812 dayent must make a date: '1820-02-30' is not an EDTF date: month 02 of the year 1820"),
            ),
            (
                {"yrexit": "1819"},
                "4:21: AK813 yrexit, moexit, dayexit must not be before 1820-02-03, got 1819-04-05",
            ),
            ({"ineffect": ""}, "4:30: AK817 ineffect must have a value in each row, got '' here"),
            ({"ineffect": "2"}, "4:30: AK811 ineffect must be 0 or 1, got '2'"),
            ({"ineffect": "1"}, "4:21: AK814 yrexit must be 0, since ineffect is 1, got '1830'"),
            ({"yrexit": "0"}, "4:21: AK814 yrexit must be a year, since ineffect is 0, got '0'"),
            ({"yrexit": ""}, "4:21: AK817 yrexit must have a value in each row, got '' here"),
            (
                {"yrexit": "0", "ineffect": "1"},
                "4:23: AK814 moexit must be 0, since yrexit is 0, got '4'",
            ),
            ({"dayexit": "0"}, "4:28: AK814 dayexit must be blank or from 1, since yrexit is not 0, got '0'"),
            ({"member": "220"}, "4:1: AK815 the row must have a unique key, got the same as in line 3"),
            (
                {"atopid": "1006"},
                "4:1: AK816 alliance 1006 must have two or more members with usable rows, got only 255",
            ),
            ({"version": "5.1"}, "4:59: AK805 version must be 4.01, as in the other rows, got '5.1'"),
        ],
    )
    def test_a_row(self, cells: dict[str, str], message: str, tmp_path: Path) -> None:
        loaded = load(tmp_path, members({}, {}, cells))
        (problem,) = loaded.problems
        assert str(problem).removeprefix(f"{tmp_path}/m.csv:").startswith(message)
        assert problem.severity is Severity.ERROR
        assert [party.party for party in loaded.records[0].parties] == ["state:gbr", "state:fra"]
        assert (loaded.account.read, loaded.account.used) == (3, 2)
        (aside,) = loaded.account.aside
        assert (aside.file, aside.line, aside.problem) == (str(tmp_path / "m.csv"), 4, problem)

    def test_the_account_counts_reasons(self, tmp_path: Path) -> None:
        rows = members({}, {}, {"defense": "9"}, {"member": "x"}, {"yrent": "1900"})
        path = written(tmp_path / "m.csv", rows)
        path.write_text(path.read_text("utf-8") + "1005,2\n", "utf-8")
        loaded = loaders.atop_members(path)
        assert str(loaded.account).splitlines() == [
            "6 rows read: 2 used, 4 set aside",
            "  2 × AK811: cell with a value that the codebook does not know",
            "  1 × AK813: row that ends before it begins",
            "  1 × AK804: row with too many or too few cells",
        ]
        assert [problem.location.line for problem in loaded.problems if problem.location] == [4, 5, 6, 7]

    @pytest.mark.parametrize(("rows", "got"), [(members({"version": "6"}, {"version": "6"}), "got '6'")])
    def test_an_unknown_version(self, rows: list[dict[str, str]], got: str, tmp_path: Path) -> None:
        with pytest.raises(InvalidCorpus) as caught:
            load(tmp_path, rows)
        assert described(tmp_path, caught.value.problems) == [
            (
                f"m.csv: AK805 version must be one of 4, 4.01, 5, 5.1, {got}"
                " (load a version that the reference page of data sets lists)"
            )
        ]

    def test_no_usable_row(self, tmp_path: Path) -> None:
        path = written(tmp_path / "m.csv", members({}))
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n1,2\n3\n", "utf-8")
        with pytest.raises(InvalidCorpus) as caught:
            loaders.atop_members(path)
        assert described(tmp_path, caught.value.problems) == [
            (
                "m.csv: AK805 the table must have rows that can be read, got none (line 2: the row must "
                "have 25 cells, one per column, got 2) (correct the row, or get the file from its publisher "
                "again)"
            )
        ]

    def test_no_rows_at_all(self, tmp_path: Path) -> None:
        path = written(tmp_path / "m.csv", members({}))
        path.write_text(path.read_text("utf-8").splitlines()[0], "utf-8")
        with pytest.raises(InvalidCorpus) as caught:
            loaders.atop_members(path)
        assert described(tmp_path, caught.value.problems) == [
            ("m.csv: AK805 the table must have rows, got only a header (get the file again from its publisher)")
        ]


class TestAlliances:
    def test_members_and_provisions_without_own_dates(self, tmp_path: Path) -> None:
        row = ALLIANCE | {"mem3": "200"}
        loaded = loaders.atop_alliances(written(tmp_path / "a.csv", [row]))
        (treaty,) = loaded.records
        assert treaty.parties == tuple(Party(party=own.party) for own in treaty.parties)
        assert [party.party for party in treaty.parties] == ["state:gbr", "state:fra"]
        assert (str(treaty.in_force), str(treaty.ended), treaty.commitments) == ("1820-02-03", "1830-04-05", ())
        assert [(own.variable, own.value) for own in treaty.provisions] == [
            *((f"atop.{name}", ALLIANCE[name]) for name in OBLIGATIONS),
            ("atop.milcon", "2"),
        ]
        assert [cell.column for cell in loaded.cells(treaty.id, ("parties", 1))] == ["mem2"]

    @pytest.mark.parametrize(
        ("cells", "message"),
        [
            ({"mem1": "", "mem2": "0"}, "3:38: AK816 mem1 and the columns after it must list members, got none"),
            ({"mem2": "x"}, "3:42: AK811 mem2 must be a whole number from 0 to 999,999,999, got 'x'"),
            ({"defense": "x"}, "3:26: AK811 defense must be 0 or 1, got 'x'"),
            ({"atopid": "1005"}, "3:1: AK815 the row must have a unique key, got the same as in line 2"),
            (
                {"mem2": "", "mem3": ""},
                "3:1: AK816 alliance 1006 must have two or more members with usable rows, got only 200",
            ),
        ],
    )
    def test_a_row_that_is_set_aside(self, cells: dict[str, str], message: str, tmp_path: Path) -> None:
        loaded = loaders.atop_alliances(written(tmp_path / "a.csv", [ALLIANCE, ALLIANCE | {"atopid": "1006"} | cells]))
        assert [str(problem).removeprefix(f"{tmp_path}/a.csv:")[: len(message)] for problem in loaded.problems] == [
            message
        ]
        assert (loaded.account.used, len(loaded.account.aside)) == (1, 1)

    def test_the_two_levels_compared(self, tmp_path: Path) -> None:
        rows = [*members({}, {}), *members({"atopid": "1010"}, {"atopid": "1010"})]
        path = written(tmp_path / "m.csv", rows)
        other = written(tmp_path / "a.csv", [ALLIANCE | {"mem2": "255", "begday": "4", "endday": ""}])
        loaded = loaders.atop_members(path, alliances=other)
        advice = "(load files of one version, as published)"
        level = "must be as at the alliance level"
        assert described(tmp_path, loaded.problems) == [
            (
                f"m.csv:2:1: AK824 treaty:atop-1005: its members {level} (state:deu, state:gbr), "
                f"got state:fra, state:gbr {advice}"
            ),
            f"m.csv:2:1: AK824 treaty:atop-1005: its begin {level} (1820-02-04), got 1820-02-03 {advice}",
            f"m.csv:2:1: AK824 treaty:atop-1005: its end {level} (1830-04), got 1830-04-05 {advice}",
            f"m.csv:4:1: AK824 treaty:atop-1010: the alliance must be at the alliance level too {advice}",
        ]
        assert loaded.account.used == 4
        same = written(tmp_path / "a.csv", [ALLIANCE, ALLIANCE | {"atopid": "1010"}])
        assert loaders.atop_members(path, alliances=same).problems == ()


def test_phases_are_the_spells_of_the_phase_level(tmp_path: Path) -> None:
    second = {"phase": "2", "begyr": "1830", "begmo": "4", "begday": "5", "endyr": "1840", "mem2": "255", "milcon": "3"}
    loaded = loaders.atop_phases(written(tmp_path / "p.csv", [PHASE, PHASE | second]))
    (treaty,) = loaded.records
    assert [(own.party, [str(spell) for spell in own.spells]) for own in treaty.parties] == [
        ("state:gbr", ["1820-02-03/1840-04-05"]),
        ("state:fra", ["1820-02-03/1830-04-05"]),
        ("state:deu", ["1830-04-05/1840-04-05"]),
    ]
    assert (str(treaty.in_force), str(treaty.ended), treaty.commitments) == ("1820-02-03", "1840-04-05", ())
    assert [
        (own.value, own.parties, str(own.period)) for own in treaty.provisions if own.variable == "atop.milcon"
    ] == [
        ("2", ("state:gbr",), "1820-02-03/1830-04-05"),
        ("2", ("state:fra",), "None"),
        ("3", ("state:gbr",), "1830-04-05/1840-04-05"),
        ("3", ("state:deu",), "None"),
    ]
    cells = loaded.cells(treaty.id, ("parties", 0, "spells", 0))
    assert [(cell.line, cell.column) for cell in cells][:2] == [(2, "begyr"), (2, "begmo")]
    assert {cell.line for cell in cells} == {2, 3}


# --- Any table ------------------------------------------------------------------------------------------------------

JUNK = st.sampled_from(
    [
        *("", "0", "1", "2", "3", "13", "21", "31", "1820", "1829", "2016", "x", "1.0", "-1", "200", "²"),
        *(
            "NA",
            "-9",
            "1e3",
            "TRUE",
            "#REF!",
            "0.0",
            "-0.0",
            "1,0",
            f"{'9' * 400}.5",
            f"0.{'9' * 400}",
            "1e-99",
            "0e99",
        ),
    ]
)
SAME = {"1.0": "1", "0.0": "0", "-0.0": "-0", "0e99": "0", "TRUE": "1"}
"""Whole numbers in the formats of other programs, with their values."""
DATES: list[dict[str, str]] = [{}, STILL, {"dayent": ""}, {"dayexit": ""}, {"yrent": "1829"}, {"yrexit": "1821"}]


@st.composite
def tables(draw: st.DrawFn) -> list[dict[str, str]]:
    """Draw up to eight rows of two alliances, some with flaws."""
    rows: list[dict[str, str]] = []
    for _ in range(draw(st.integers(1, 8))):
        key = {
            "atopid": draw(st.sampled_from(["1005", "1053.1"])),
            "member": draw(st.sampled_from(["200", "220", "255", "8152"])),
            "phase": draw(st.sampled_from(["0", "1"])),
        }
        flaws = draw(st.dictionaries(st.sampled_from(list(MEMBER)), JUNK, max_size=2)) if draw(st.booleans()) else {}
        rows.append(MEMBER | key | draw(st.sampled_from(DATES)) | flaws)
    return rows


def paths(treaty: Treaty) -> Iterable[ValuePath]:
    yield ()
    yield ("in_force",)
    yield ("names", 0, "text")
    yield ("identifiers", 0, "value")
    for i, party in enumerate(treaty.parties):
        yield from (("parties", i), ("parties", i, "party"))
        yield from (("parties", i, "spells", k) for k in range(len(party.spells)))
    for i, owed in enumerate(treaty.commitments):
        yield from (("commitments", i, name) for name in ("by", "obligation", "period"))
        yield from (("commitments", i, "toward", k) for k in range(len(owed.toward)))
    yield from (("provisions", i, "value") for i in range(len(treaty.provisions)))


@given(tables())
def test_each_row_is_used_or_set_aside_and_each_value_has_cells(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("atop")
    try:
        loaded = load(folder, rows)
    except InvalidCorpus as refused:
        codes = {problem.code for problem in refused.problems}
        assert codes in ({"AK805"}, {"AK806"})
        return
    account = loaded.account
    used = {row.line for treaty in loaded.records for row in loaded.rows(treaty.id)}
    aside = [each.line for each in account.aside]
    assert account.read == len(rows) == account.used + len(account.aside)
    assert sorted((*used, *aside)) == list(range(2, len(rows) + 2))
    errors = [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
    assert {each.problem for each in account.aside} <= set(errors)
    of_rows = [problem for problem in errors if problem.code != "AK817"]  # of which there is one a column
    assert [each.line for each in account.aside if each.problem.code != "AK817"] == [
        problem.location.line for problem in of_rows if problem.location
    ]
    assert len(loaded.corpus().treaties()) == len(loaded.records)
    for treaty in loaded.records:
        for path in paths(treaty):
            assert loaded.cells(treaty.id, path)
        (identifier,) = treaty.identifiers
        numbers = {cell.value for cell in loaded.cells(treaty.id, ("identifiers", 0))}
        assert (identifier.scheme, treaty.id) == ("atop", f"treaty:atop-{identifier.value}")
        assert {float(number) for number in numbers} == {float(identifier.value)}
        for i, owed in enumerate(treaty.commitments):
            (variable,) = {cell.column for cell in loaded.cells(treaty.id, ("commitments", i, "obligation"))}
            assert OURS[variable] == owed.obligation
            said_ = {cell.value for cell in loaded.cells(treaty.id, ("commitments", i, "obligation"))}
            assert said_ <= {"1", "1.0", "TRUE"}
        for i, own in enumerate(treaty.provisions):
            cells = loaded.cells(treaty.id, ("provisions", i))
            values = {(f"atop.{cell.column}", SAME.get(cell.value, cell.value)) for cell in cells}
            assert values <= {(own.variable, SAME.get(own.value, own.value)), (own.variable, own.value)}


def test_cells_of_missing_values(tmp_path: Path) -> None:
    loaded = load(tmp_path, members({}, {}))
    for id_, path, message in (
        ("treaty:x", (), f"no record loaded from {loaded.source.file} has the id 'treaty:x'"),
        (
            "1005",
            (),
            f"no record loaded from {loaded.source.file} has the id '1005' (did you mean treaty:atop-1005?)",
        ),
        (
            "treaty:atop-105",
            (),
            f"no record loaded from {loaded.source.file} has the id 'treaty:atop-105' (did you mean treaty:atop-1005?)",
        ),
        ("treaty:atop-1005", ("parties", 2), "treaty:atop-1005 has no value at parties[2]"),
        ("treaty:atop-1005", ("parties", -1, "party"), "treaty:atop-1005 has no value at parties[-1]"),
        ("treaty:atop-1005", ("partys", 0), "treaty:atop-1005 has no value at partys"),
        ("treaty:atop-1005", (0,), "treaty:atop-1005 has no value at [0]"),
    ):
        with pytest.raises(UnknownRecord) as caught:
            loaded.cells(id_, path)
        assert str(caught.value) == message
    assert loaded.cells("treaty:atop-1005", ("note",)) == ()


# --- The real files -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def raw() -> list[dict[str, str]]:
    with data("atop", "atop-member-level-4.01.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def whole() -> Loaded[Treaty]:
    files = (data("atop", f"atop-{level}-level-4.01.csv") for level in ("member", "alliance"))
    return loaders.atop_members(next(files), alliances=next(files))


@pytest.fixture(scope="module")
def by_alliance() -> Loaded[Treaty]:
    return loaders.atop_alliances(data("atop", "atop-alliance-level-4.01.csv"))


def years(period: PartialDate | None, first: int = 1815, last: int = 2016) -> range:
    assert period
    start, end = period.start, period.end
    assert start
    return range(max(int(start.edtf[:4]), first), min(int(end.edtf[:4]) if end else 2016, last) + 1)


class TestRealFiles:
    @pytest.mark.slow
    def test_every_row_is_used(self, whole: Loaded[Treaty], by_alliance: Loaded[Treaty]) -> None:
        assert str(whole.account) == "2,398 rows read: 2,398 used, 0 set aside"
        assert str(by_alliance.account) == "745 rows read: 745 used, 0 set aside"
        assert len(whole.records) == len(by_alliance.records) == 745

    def test_warnings(self, whole: Loaded[Treaty], by_alliance: Loaded[Treaty]) -> None:
        # Nothing differs between the two files: each lists the same members, beginnings and ends.
        assert Counter(problem.code for problem in whole.problems) == {"AK821": 94, "AK822": 1}
        assert by_alliance.problems == ()
        outside = [problem.message for problem in whole.problems if problem.code == "AK821"]
        assert sum(" got 1815-" in message for message in outside) == 28
        (unlisted,) = (problem for problem in whole.problems if problem.code == "AK822")
        assert (unlisted.record, unlisted.location and unlisted.location.line) == ("treaty:atop-1320", 203)

    def test_commitments_are_those_of_single_members(self, whole: Loaded[Treaty], raw: list[dict[str, str]]) -> None:
        nothing = {(row["atopid"], row["member"]) for row in raw if not any(row[own] == "1" for own in OBLIGATIONS)}
        assert len(nothing) == 12
        assert ("1060", "211") in nothing
        belgium = next(treaty for treaty in whole.records if treaty.id == "treaty:atop-1060")
        assert [(owed.by, owed.toward, owed.obligation) for owed in belgium.commitments] == [
            ("state:fra", ("state:bel",), "defense")
        ]
        free = [
            (treaty.id, party.party)
            for treaty in whole.records
            for party in treaty.parties
            if party.party not in {owed.by for owed in treaty.commitments}
        ]
        assert len(free) == 12

    def test_totals_by_decade(self, whole: Loaded[Treaty], raw: list[dict[str, str]]) -> None:
        # A row that says what another one says of the same member, time and obligation is no second commitment.
        dates = ("yrent", "moent", "dayent", "yrexit", "moexit", "dayexit")
        rows = {
            (own, row["atopid"], row["member"], *(row[date] for date in dates))
            for row in raw
            for own in OBLIGATIONS
            if row[own] == "1"
        }
        expected = Counter((OURS[own], int(key[2]) // 10) for own, *key in rows)
        assert expected == Counter(
            (owed.obligation, int(str(owed.period)[:4]) // 10)
            for treaty in whole.records
            for owed in treaty.commitments
        )
        assert expected.total() == 4087

    def test_still_in_force(
        self, whole: Loaded[Treaty], by_alliance: Loaded[Treaty], raw: list[dict[str, str]]
    ) -> None:
        for loaded in (whole, by_alliance):
            lasting = [treaty for treaty in loaded.records if treaty.ended is None]
            assert len(lasting) == 334
            assert {str(treaty.as_of) for treaty in lasting} == {"2016-12-31"}
            assert {treaty.in_force_on(PartialDate("2017")) for treaty in lasting} == {None}
        assert sum(row["yrexit"] == "0" for row in raw) == 1062
        assert all((row["yrexit"] == "0") is (row["ineffect"] == "1") for row in raw)

    def test_partial_dates(self, whole: Loaded[Treaty], by_alliance: Loaded[Treaty], raw: list[dict[str, str]]) -> None:
        assert [sum(not row[column] for row in raw) for column in ("dayent", "dayexit")] == [5, 31]
        starts = [treaty.in_force for treaty in by_alliance.records]
        ends = [treaty.ended for treaty in by_alliance.records]
        assert [sum(day is not None and day.precision == "month" for day in days) for days in (starts, ends)] == [1, 13]
        assert min(str(start) for start in starts)[:4] == "1815"
        cells = {
            (cell.line, spell.edtf)
            for treaty in whole.records
            for i, party in enumerate(treaty.parties)
            for k, spell in enumerate(party.spells)
            if spell.start and spell.start.precision == "month"
            for cell in whole.cells(treaty.id, ("parties", i, "spells", k))
            if cell.column == "dayent" and not cell.value
        }
        assert len(cells) == 5

    def test_phases_exits_and_returns(self, whole: Loaded[Treaty], raw: list[dict[str, str]]) -> None:
        times = Counter((row["atopid"], row["member"]) for row in raw)
        assert sum(count for count in times.values() if count > 1) == 460
        spells: dict[tuple[str, str], list[str]] = {
            (treaty.id, party.party): [spell.edtf for spell in party.spells]
            for treaty in whole.records
            for party in treaty.parties
        }
        assert spells["treaty:atop-3015", "state:egy"][0].endswith("/1979-03-31")
        assert spells["treaty:atop-3015", "state:egy"][1] == "1989-05-22/.."
        assert spells["treaty:atop-3205", "state:egy"][1] == "1989-05-22/.."
        assert spells["treaty:atop-3740", "state:srb"] == ["1975-08-01/1992-05", "2000-11-27/.."]

    def test_ids_are_text(self, whole: Loaded[Treaty], raw: list[dict[str, str]]) -> None:
        assert [treaty.id for treaty in whole.records] == list(
            dict.fromkeys(f"treaty:atop-{row['atopid']}" for row in raw)
        )

    def test_nothing_is_lost(self, whole: Loaded[Treaty], raw: list[dict[str, str]]) -> None:
        by_line = {row.line: dict(row) for treaty in whole.records for row in whole.rows(treaty.id)}
        assert [by_line[line] for line in sorted(by_line)] == raw

    def test_every_coded_cell_is_a_provision(self, whole: Loaded[Treaty], raw: list[dict[str, str]]) -> None:
        cells: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for row in raw:
            cells[row["atopid"]] |= {(f"atop.{name}", row[name]) for name in ("milcon", "terrres", "phase", "interv")}
        for treaty in whole.records[::10]:
            said_ = {(own.variable, own.value) for own in treaty.provisions}
            expected = {cell for cell in cells[treaty.id.removeprefix("treaty:atop-")] if cell[1]}
            assert {cell for cell in said_ if cell[0] in {name for name, _ in expected}} == expected

    def test_allied_dyad_years(self, whole: Loaded[Treaty]) -> None:
        """The reference point of ../shared/data/README.md: directed dyad-years from 1945 to 2012."""
        allied: set[tuple[str, str, int]] = set()
        owed: dict[str, set[tuple[str, str, int]]] = defaultdict(set)
        for treaty in whole.records:
            there = {
                party.party: {year for spell in party.spells for year in years(spell, 1945, 2012)}
                for party in treaty.parties
            }
            for one, mine in there.items():
                for other, its in there.items():
                    if one != other:
                        allied |= {(one, other, year) for year in mine & its}
            for own in treaty.commitments:
                for other in own.toward:
                    when = there[other].intersection(years(own.period, 1945, 2012))
                    owed[own.obligation] |= {(own.by, other, year) for year in when}
        assert len(allied) == 209_366
        assert {name: len(pairs) for name, pairs in owed.items()} == {
            "defense": 107_679,
            "offense": 2_512,
            "neutrality": 2_533,
            "nonaggression": 204_138,
            "consultation": 106_245,
        }

    def test_a_corpus(self, whole: Loaded[Treaty]) -> None:
        corpus = whole.corpus()
        assert len(corpus.treaties()) == 745
        assert {problem.code for problem in corpus.warnings} == {"AK907"}
        assert "state:atop-8152" in corpus
