"""Names of states: spellings that are the same, names in the lists of publishers, and names that are no state."""

import csv
import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.profiles import examples
from tests.shared import data

from alliancekit import AmbiguousState, NoState, State, UnknownState, states
from alliancekit.dates import PartialDate
from alliancekit.models.state import System
from alliancekit.states._folding import folded
from alliancekit.states._index import days_of
from alliancekit.states._names import holdings_of_name
from alliancekit.states._records import rows

SPELLINGS = [
    ("Republic of Korea", "Korea, Rep. of", "KOREA (REPUBLIC OF)", "the republic of korea", "Rep. Korea"),
    ("Democratic People's Republic of Korea", "Korea, Dem. People’s Rep. of", "D.P.R. Korea", "Korea, DPR"),
    ("North Korea", "N. Korea", "Korea, North", "Korea (North)", "No. Korea"),
    ("Bosnia and Herzegovina", "Bosnia & Herzegovina", "Bosnia-Herzegovina", "Bosnia Herzeg."),
    ("United States of America", "United States (of America)", "Utd. States of America"),
    ("USA", "U.S.A.", "u. s. a.", "usa"),
    ("Saint Vincent and the Grenadines", "St Vincent & Gren.", "St. Vincent and the Grenadines"),
    ("Côte d'Ivoire", "COTE D’IVOIRE", "Cote d Ivoire", "Cote_d'Ivoire"),
    ("Lao People's Democratic Republic", "Lao Peoples Dem. Rep.", "Lao People?s Democratic Republic", "Lao P.D.R."),
    ("Yugoslavia", "Former Yugoslavia", "Yugoslavia (former)"),
    ("Viet Nam", "Vietnam", "Viet-Nam"),
    ("Guinea-Bissau", "Guinea Bissau", "Bissau, Guinea"),
]


@pytest.mark.parametrize("spellings", SPELLINGS, ids=[spellings[0] for spellings in SPELLINGS])
def test_spellings_of_a_name_fold_to_the_same(spellings: tuple[str, ...]) -> None:
    assert {folded(spelling) for spelling in spellings} == {folded(spellings[0])}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Niger", "Nigeria"),
        ("Guinea", "Guinea-Bissau"),
        ("Republic of the Congo", "Democratic Republic of the Congo"),
        ("Korea, South", "Korea, North"),
        ("Samoa", "American Samoa"),
        ("Yemen (Arab Republic of Yemen)", "Yemen Arab Republic"),
        ("of the", "the"),
        ("S", "South"),
    ],
)
def test_different_names_do_not_fold_to_the_same(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    ("name", "on", "cow"),
    [
        ("Peru", 1900, "135"),
        ("Egypt, Arab Rep.", 1999, "651"),
        ("Gambia, The", 1980, "420"),
        ("Micronesia, Fed. Sts.", 2001, "987"),
        ("Tanzania, United Rep. of", 1990, "510"),
        ("Moldova (Republic of)", 2000, "359"),
        ("Sri Lanka (formerly Ceylon)", 1980, "780"),
        ("Benin (Dahomey)", 1980, "434"),
        ("Slovakia/Slovak Republic", 2000, "317"),
        ("Germany, GDR", 1970, "265"),
        ("srilanka", 2000, "780"),
        ("TimorLeste", 2010, "860"),
        ("Sowjetunion", 1970, "365"),
        ("Vereinigtes Königreich", 1980, "200"),
        ("États-Unis", 1980, "2"),
        ("Países Bajos", 1980, "210"),
        ("韓国", 1980, "732"),
        ("朝鲜", 1980, "731"),
        ("德國", 2000, "255"),
        ("Tchécoslovaquie", 1980, "315"),
        ("Ostdeutschland", 1980, "265"),
        ("Côte d’Ivoire (Elfenbeinküste)", 1980, "437"),
        ("刚果（金）", 2000, "490"),
        ("Burkina Faso", 1970, "439"),
        ("Sri Lanka", 1950, "780"),
        ("Cambodia", 1980, "811"),
        ("Vietnam", 1960, "816"),
        ("Yugoslavia", 2010, "345"),
        ("Serbia", 2010, "345"),
        ("Russia", 1960, "365"),
        ("Germany", 1990, "255"),
        ("German Federal Republic", 1990, "260"),
        ("Yemen", 1990, "679"),
        ("Yemen Arab Republic", 1990, "678"),
    ],
)
def test_a_name_in_a_year_is_that_of_a_number(name: str, on: int, cow: str) -> None:
    assert states.convert(name, from_="name", to="cow", on=on) == cow


def test_the_list_of_the_target_has_precedence() -> None:
    assert states.convert("Serbia", from_="name", to="gw", on=2006) == "340"
    assert states.convert("German Federal Republic", from_="name", to="gw", on=1990) == "260"
    assert states.convert(260, from_="gw", to="gw_abbreviation", on=1990) == "GFR"
    # In a period, others have the name while the state that the list calls Germany does not exist.
    with pytest.raises(AmbiguousState, match="state:west-germany"):
        states.get("Germany", on="1950/2000")
    with pytest.raises(AmbiguousState):
        states.convert("Germany", from_="name", to="cow", on=1960)
    with pytest.raises(AmbiguousState):
        states.convert(260, from_="gw", to="cow", on=1990)


LISTED = [row for row in rows("spells.csv") if row["name"]]


@given(st.sampled_from(LISTED), st.data())
@examples(60)
def test_the_name_of_a_list_converts_to_its_number_throughout_its_spell(
    row: dict[str, str], data: st.DataObject
) -> None:
    first, last = (dt.date(*day) for day in days_of(PartialDate.parse(f"{row['from']}/{row['to'] or '2020-12-31'}")))
    day = data.draw(st.sampled_from([first, last]) | st.dates(first, last))
    system: System = "cow" if row["system"] == "cow" else "gw"
    for on in (day, day.year):
        assert states.convert(row["name"], from_="name", to=system, on=on) == row["number"]


def state_years() -> Iterator[tuple[str, str, int]]:
    with data("states", "cow-states2016.csv").open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            for year in range(int(row["styear"]), int(row["endyear"]) + 1):
                yield row["statenme"], row["ccode"], year


@pytest.mark.slow
def test_each_state_year_of_correlates_of_war_converts_by_name() -> None:
    names, numbers, years = zip(*state_years(), strict=True)
    column = states.convert_column(names, from_="name", to="cow", on=years)
    assert (len(column.values), column.report) == (15_951, ())
    assert column.values == numbers


@pytest.mark.slow
def test_each_row_of_gleditsch_and_ward_converts_by_name_in_each_of_its_years() -> None:
    for file in ("gw-iisystem-2017-cp1252.dat", "gw-microstates.dat"):
        for line in filter(str.strip, data("states", file).read_text(encoding="cp1252").splitlines()):
            number, _, name, *days = line.strip().split("\t")
            start, end = (dt.date(*map(int, reversed(day.strip().split(":")))) for day in days)
            on = [start, end, *range(start.year, end.year + 1)]
            column = states.convert_column([name] * len(on), from_="name", to="gw", on=on)
            assert set(column.values) == {number}, column


@pytest.mark.parametrize(
    "name",
    [
        "West Papua",
        "New Mexico",
        "Mexico City",
        "Georgia (US state)",
        "Georgia, US",
        "Samoa (American)",
        "Belgium and Luxembourg",
        "Germany (Bavaria)",
        "China, Hong Kong",
        "Northern Cyprus",
        "Tanzania: Zanzibar",
        "北アフリカ",  # North Africa, one character from South Africa
        "Sénégal: Dakar",
        "Africa",
        "the",
        "()",
        "a/b",
        "",
    ],
)
def test_a_name_that_is_no_state_is_not_found(name: str) -> None:
    for on in (None, 2000):
        with pytest.raises(UnknownState) as caught:
            states.get(name, on=on)
        assert "did you mean" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Korea, Repulbic of", "did you mean Korea, Republic of?"),
        ("Swaziladn", "did you mean Swaziland?"),
        ("Azerbeijan", "did you mean Azerbaijan?"),
        ("Nigera", "did you mean Nigeria or Niger?"),
    ],
)
def test_a_typing_error_has_a_suggestion(name: str, hint: str) -> None:
    with pytest.raises(UnknownState) as caught:
        states.get(name)
    assert str(caught.value) == f"no state is called {name!r}; {hint}"


def test_a_territory_is_named_as_such() -> None:
    for name, code in (("Greenland", "GL"), ("Groenland", "GL"), ("Hong Kong", "HK"), ("關島", "GU")):
        with pytest.raises(UnknownState) as caught:
            states.get(name)
        expected = f"it is a territory ({code} in ISO 3166-1) and in no list of states"
        assert str(caught.value) == f"no state is called {name!r}: {expected}"


@given(st.sampled_from([row["name"] for row in rows("territories.csv")]))
@examples(30)
def test_no_territory_is_a_state(name: str) -> None:
    for on in (None, 2015):
        with pytest.raises(NoState):
            states.get(name, on=on)


@pytest.mark.parametrize(
    ("state", "on", "language", "name"),
    [
        ("rus", 1960, "fr", "Union soviétique"),
        ("rus", 2000, "fr", "Russie"),
        ("rus", 1960, "ru", "Советский Союз"),
        ("cod", 1990, "fr", "Zaïre"),
        ("usa", 1950, "de", "Vereinigte Staaten"),
        ("west-germany", 1960, "fr", "Allemagne de l'Ouest"),
        ("rus", 1920, "zh-Hans", "俄罗斯"),
        ("swz", 2020, "de", "Eswatini"),
        ("deu", 1947, "de", "Deutschland"),  # in no list then
    ],
)
def test_a_name_in_a_language(state: str, on: int, language: str, name: str) -> None:
    id_ = f"state:{state}"
    assert states.convert(id_, from_="state", to="name", on=on, language=language) == name
    column = states.convert_column([id_], from_="state", to="name", on=on, language=language)
    assert column.values == (name,)


def test_a_state_without_a_name_in_a_language() -> None:
    message = "state:west-germany has no name in sw; it has names in de, en, es, fr, ja and zh-Hans"
    with pytest.raises(UnknownState, match=f"^{message}$"):
        states.convert("state:west-germany", from_="state", to="name", on=1960, language="sw")
    with pytest.raises(ValueError, match=r"^language needs to='name', got to='gw'$"):
        states.convert("state:fra", from_="state", to="gw", on=1960, language="fr")


@given(st.sampled_from(states.all_states()), st.integers(1816, 2020), st.sampled_from(["de", "en", "fr", "zh-Hans"]))
@examples(60)
def test_a_name_in_a_language_is_read_back(state: State, year: int, language: str) -> None:
    try:
        name = states.convert(state.id, from_="state", to="name", on=year, language=language)
    except UnknownState:
        return
    assert state.id in {holding.state.id for holding in holdings_of_name(name)}
