"""Names of ATOP alliances: each fits the year and the members of its alliance in the real files."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from tests.loaders.tables import MEMBER, members, written
from tests.shared import data

from alliancekit import loaders, states
from alliancekit.loaders._atop_names import FILE, named_alliances, names_of


def rows(*parts: str) -> list[dict[str, str]]:
    """Return the rows of a data set."""
    with data(*parts).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_a_hundred_alliances_have_names() -> None:
    assert len(named_alliances()) >= 100


def test_every_name_of_an_alliance_differs_from_its_other_names() -> None:
    for alliance in named_alliances().values():
        assert len({name.text for name in alliance.names}) == len(alliance.names)
        assert [name.language for name in alliance.names].index("en") == 0


def test_no_first_name_stands_for_two_alliances() -> None:
    first = [alliance.names[0].text for alliance in named_alliances().values()]
    assert len(first) == len(set(first))


def test_the_table_is_in_the_order_of_the_numbers() -> None:
    with FILE.open(encoding="utf-8", newline="") as text:
        numbers = [row["atopid"] for row in csv.DictReader(text)]
    assert numbers == sorted(set(numbers), key=float)


def test_the_members_of_the_first_year_are_those_of_the_table() -> None:
    abbreviations = {row["ccode"]: row["stateabb"] for row in rows("states", "cow-states2016.csv")}
    first_years: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows("atop", "atop-member-level-4.01.csv"):
        member = abbreviations.get(row["member"], row["member"])
        year = min(int(row["yrent"]), first_years[row["atopid"]].get(member, 9999))
        first_years[row["atopid"]][member] = year
    for alliance in named_alliances().values():
        entered = first_years[alliance.number]
        founders = {member for member, year in entered.items() if year == alliance.year}
        assert min(entered.values()) == alliance.year, alliance
        assert alliance.members == founders if alliance.complete else alliance.members < founders, alliance


@pytest.mark.parametrize("file", ["atop-alliance-level-4.01.csv", "atop-alliance-level-5.0.csv"])
def test_the_years_of_signature_are_those_of_the_alliance_level(file: str) -> None:
    years = {row["atopid"]: int(row["begyr"]) for row in rows("atop", file)}
    assert {number: years[number] for number in named_alliances()} == {
        number: alliance.year for number, alliance in named_alliances().items()
    }


def test_a_year_in_a_name_is_the_year_of_the_alliance() -> None:
    for alliance in named_alliances().values():
        for name in alliance.names:
            years = {int(word.strip("()")) for word in name.text.split() if word.strip("()").isdecimal()}
            assert {year for year in years if year > 31} <= {alliance.year}


def test_the_loader_names_treaties(tmp_path: Path) -> None:
    cells = {"atopid": "1335", "yrent": "1879", "yrexit": "1918"}
    (treaty,) = loaders.atop_members(written(tmp_path / "m.csv", members(cells, cells))).records
    assert [(name.text, name.language, name.kind) for name in treaty.names] == [
        ("Dual Alliance", "en", None),
        ("Austro-German Alliance", "en", "variant"),
        ("Zweibund", "de", None),
    ]


def test_another_alliance_with_the_number_of_a_named_one_gets_no_name(tmp_path: Path) -> None:
    (treaty,) = loaders.atop_members(written(tmp_path / "m.csv", members(MEMBER, MEMBER | {"member": "220"}))).records
    assert [name.text for name in treaty.names] == ["ATOP alliance 1005"]
    assert [name.text for name in names_of("1053.1", 1832)] == ["ATOP alliance 1053.1"]


def test_every_member_of_the_table_is_a_state_in_that_year() -> None:
    for alliance in named_alliances().values():
        for member in alliance.members - {"8152"}:
            assert states.holders(member, system="cow_abbreviation")
