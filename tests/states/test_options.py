"""The options of look-ups: codes before their time, dates after the end of a list, and a user's own names."""

from collections.abc import Callable
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.profiles import examples

from alliancekit import BeyondCoverage, NoState, OutOfPeriod, State, UnknownState, states
from alliancekit.models.state import Membership, System
from alliancekit.states import Assumed
from alliancekit.states._index import Holding, index
from alliancekit.states._lookup import MEMBERSHIPS, SYSTEMS

HOLDINGS = st.sampled_from([(system, hold) for (system, _), holds in index().codes.items() for hold in holds])


class TestEarly:
    @pytest.mark.parametrize(
        ("code", "on", "cow"), [("RUS", 1950, "365"), ("SRB", 1995, "345"), ("COD", 1980, "490"), ("ROU", 1990, "360")]
    )
    def test_a_code_before_its_time(self, code: str, on: int, cow: str) -> None:
        with pytest.raises(OutOfPeriod, match=r"; early=True reads it as that state before its time$"):
            states.convert(code, from_="iso3166_1_alpha3", to="cow", on=on)
        assert states.convert(code, from_="iso3166_1_alpha3", to="cow", on=on, early=True) == cow
        assert states.get(code, system="iso3166_1_alpha3", on=on, early=True) == states.get(cow, system="cow", on=on)

    @pytest.mark.parametrize(("name", "on", "id_"), [("Zaire", 1965, "state:cod"), ("Kampuchea", 1960, "state:khm")])
    def test_a_later_name_of_a_state(self, name: str, on: int, id_: str) -> None:
        with pytest.raises(OutOfPeriod, match=r"; early=True reads it as that state before its time$"):
            states.get(name, on=on)
        assert states.get(name, on=on, early=True).id == id_

    def test_a_name_before_its_time(self) -> None:
        assert states.get("Republic of Serbia", on=1970, early=True).id == "state:srb"
        with pytest.raises(OutOfPeriod, match="early=True"):
            states.get("Republic of Serbia", on=1970)

    @pytest.mark.parametrize(
        ("code", "system", "on"),
        [
            ("RUS", "iso3166_1_alpha3", 1925),  # later and earlier, but not then: it is early
            ("SUN", "iso3166_1_alpha3", 2000),  # after its time
            ("SVK", "cow_abbreviation", 1980),  # no such code
            ("SLO", "cow_abbreviation", 1980),  # the state did not exist
            ("679", "cow", 1980),  # united Yemen did not exist
        ],
    )
    def test_another_code_is_refused(self, code: str, system: System, on: int) -> None:
        if (code, on) == ("RUS", 1925):
            assert states.get(code, system=system, on=on, early=True).id == "state:rus"
            return
        with pytest.raises(NoState) as caught:
            states.get(code, system=system, on=on, early=True)
        assert "early" not in str(caught.value)

    @given(HOLDINGS, st.integers(1816, 2015))
    @examples(60)
    def test_only_a_state_that_ever_has_the_code_is_returned(self, holding: tuple[System, Holding], year: int) -> None:
        system, hold = holding
        try:
            state = states.get(hold.value, system=system, on=year, early=True)
        except NoState:
            return
        assert state in states.holders(hold.value, system=system)


class TestCarryForward:
    def test_the_error_names_the_option(self) -> None:
        with pytest.raises(
            BeyondCoverage, match=r", got 2030; carry_forward=True uses its last entries for later dates$"
        ):
            states.get(220, system="cow", on=2030)
        with pytest.raises(BeyondCoverage, match=r", got 1815$"):
            states.get(220, system="cow", on=1815, carry_forward=True)

    @given(st.sampled_from(SYSTEMS), st.integers(2027, 2100))
    @examples(15)
    def test_a_state_has_its_last_code_later(self, system: System, year: int) -> None:
        last = states.coverage(system).edtf.split("/")[1]
        for state in (each for each in states.in_system("cow", on="2020-12-31") if each.id != "state:kosovo"):
            if (system, state.id) in index().of_state:
                code = states.convert(state.id, from_="state", to=system, on=last)
                assert states.convert(code, from_=system, to="state", on=year, carry_forward=True) == state.id

    @pytest.mark.parametrize("system", MEMBERSHIPS)
    def test_the_last_members_remain(self, system: Membership) -> None:
        last = states.coverage(system).edtf.split("/")[1]
        assert states.in_system(system, on=2040, carry_forward=True) == states.in_system(system, on=last)

    def test_a_state_that_ended_is_not_carried_forward(self) -> None:
        with pytest.raises(OutOfPeriod):
            states.get(265, system="cow", on=2030, carry_forward=True)


class TestAliases:
    def test_a_name_and_a_code_of_the_user(self) -> None:
        own: dict[str, str | State] = {
            "Ruritania (old)": "state:deu",
            "XKX": states.get("Kosovo"),
            "Germany": "state:fra",
        }
        assert states.get("RURITANIA, OLD", on=1950, aliases=own).id == "state:deu"
        assert states.get("Ruritania (old)", aliases=own).id == "state:deu"
        assert states.get("XKX", system="iso3166_1_alpha3", on=2015, aliases=own).id == "state:kosovo"
        assert states.convert("XKX", from_="iso3166_1_alpha3", to="cow", on=2015, aliases=own) == "347"
        assert states.get("Germany", aliases=own).id == "state:fra"  # the user's own names come first
        column = states.convert_column(["Ruritania old", "Spain"], from_="name", to="cow", on=1900, aliases=own)
        assert column.values == ("255", "230")

    @pytest.mark.parametrize(
        ("aliases", "kind", "message"),
        [
            ({"a": "state:due"}, UnknownState, "the registry has no state 'state:due'; did you mean state:deu?"),
            ({"a": 255}, TypeError, "a state or its id is expected, got the number 255"),
            ({255: "state:deu"}, TypeError, "a name is expected, got the number 255"),
            (
                {"A b": "state:deu", "B, A": "state:fra"},
                ValueError,
                "the alias 'B, A' stands for both state:deu and state:fra",
            ),
        ],
    )
    def test_wrong_aliases(self, aliases: object, kind: type[Exception], message: str) -> None:
        untyped = cast("Callable[..., State]", states.get)
        with pytest.raises(kind) as caught:
            untyped("Spain", aliases=aliases)
        assert str(caught.value) == message


def test_a_column_records_its_assumptions() -> None:
    column = states.convert_column(
        ["RUS", "FRA", "RUS", "RUS", "XXX"],
        from_="iso3166_1_alpha3",
        to="cow",
        on=[1950, 2026, 1950, 2000, 2000],
        early=True,
        carry_forward=True,
    )
    assert column.values == ("365", "220", "365", "365", None)
    early = "the iso3166_1_alpha3 code 'RUS' is not in use then; it is read as state:rus (early=True)"
    iso, cow = (
        f"the {system} list ends on {last}; its last entries are used for later dates (carry_forward=True)"
        for system, last in (("iso3166_1_alpha3", "2026-02-16"), ("cow", "2024-12-31"))
    )
    assert column.assumed == (Assumed("RUS", 1950, (0, 2), early), Assumed("FRA", 2026, (1,), f"{iso}; {cow}"))
    assert [each.count for each in column.assumed] == [2, 1]
    assert [each.value for each in column.report] == ["XXX"]
    assert str(column).splitlines() == ["4 rows of 5 converted", *map(str, (*column.report, *column.assumed))]


def test_a_year_after_2016_converts() -> None:
    assert states.convert_column([220], from_="cow", to="iso3166_1_alpha3", on=2022).values == ("FRA",)


@pytest.mark.parametrize(("code", "system"), [("XK", "iso3166_1_alpha2"), ("xkx", "iso3166_1_alpha3")])
def test_a_user_assigned_code_is_named_as_such(code: str, system: System) -> None:
    reason = (
        "ISO 3166-1 leaves it to its users, and many data sets use it for state:kosovo; "
        f"write state:kosovo, or pass aliases={{{code!r}: 'state:kosovo'}}"
    )
    by_code, by_name = f"no state ever has the {system} code {code!r}", f"no state is called ' {code}'"
    calls: list[tuple[Callable[[], object], str]] = [
        (lambda: states.get(code, system=system, on=2015), by_code),
        (lambda: states.get(f" {code}"), by_name),
        (lambda: states.convert(f" {code}", from_="name", to="cow", on=2015), by_name),
    ]
    for ask, start in calls:
        with pytest.raises(UnknownState) as caught:
            ask()
        assert (str(caught.value), caught.value.states) == (f"{start}: {reason}", ("state:kosovo",))
    (row,) = states.convert_column([code], from_=system, to="cow", on=2015).report
    assert row.reason == f"{by_code}: {reason}"
    without_aliases: list[tuple[Callable[[], object], str]] = [
        (lambda: states.holders(code, system=system), by_code),
        (lambda: states.resolve(f"{system}:{code}", on=2015), by_code),
        (lambda: states.resolve(f" {code}"), by_name),
    ]
    for ask, start in without_aliases:
        with pytest.raises(UnknownState) as caught:
            ask()
        assert str(caught.value) == f"{start}: {reason.partition(', or pass')[0]}"
    others: tuple[System, ...] = ("iso3166_1_alpha2", "iso3166_1_alpha3", "iso3166_1_numeric")
    for other in others:
        with pytest.raises(UnknownState, match="state:kosovo never has a code in"):
            states.convert("Kosovo", from_="name", to=other, on=2015)
