"""Treaties by party, obligation and date; what is not known is no yes and no no."""

from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.networks.frames import CODES, treaty
from tests.profiles import examples
from tests.shared import data

from alliancekit import Code, Corpus, Name, PartialDate, StateId, Treaty, loaders
from alliancekit.corpus.treaty_choice import meets, owes
from alliancekit.errors import BeyondCoverage
from alliancekit.models import State
from alliancekit.models.party import Signatory
from alliancekit.models.treaty import Commitment

STATES = [
    State(id=StateId(f"state:{slug}"), names=(Name(text=slug),), codes=(Code(system="cow", value=code),))
    for slug, code in CODES.items()
]
PACT = treaty(
    "pact",
    {"fra": "1900/1904 1907/1909", "gbr": None, "deu": None},
    {"gbr": "defense", "fra": "consultation"},
    in_force="1900",
    ended="1910",
)
BARE = treaty("bare", {"fra": None, "gbr": None}, {}, in_force="1900", ended="1910")
CORPUS = Corpus([*STATES, PACT, BARE])


def ids(**conditions: object) -> list[str]:
    """Return the treaties that meet conditions, without their kind."""
    found = CORPUS.treaties(**conditions)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    return [record.id.partition(":")[2] for record in found]


def owed(*periods: str) -> Treaty:
    """Return a treaty in which France owes defense in some periods."""
    commitments = [
        Commitment(
            by=StateId("state:fra"), toward=(StateId("state:gbr"),), obligation="defense", period=PartialDate(period)
        )
        for period in periods
    ]
    return evolve(treaty("owed", {"fra": None, "gbr": None}, {}), commitments=tuple(commitments))


def test_by_party() -> None:
    assert ids(party="state:fra") == ids(party="fra") == ["bare", "pact"]
    assert ids(party="state:deu") == ["pact"]
    assert ids(party="state:jpn") == []


def test_parties_may_follow_each_other() -> None:
    both = treaty(
        "both", {"deu": "1900/1904-06-30", "fra": "1904-07-01/1910", "gbr": None}, {}, in_force="1900", ended="1910"
    )
    parties, year = {"state:deu", "state:fra"}, PartialDate("1904")
    assert meets(both, parties, None, year) is not False
    assert meets(both, {"state:deu"}, None, year) is False
    later = treaty(
        "later", {"deu": "1900/1904-06-30", "fra": "1904-07-02/1910", "gbr": None}, {}, in_force="1900", ended="1910"
    )
    assert meets(later, parties, None, year) is False


def test_a_party_must_be_in_one_of_its_spells() -> None:
    assert ids(party="state:fra", on=1903) == ["bare", "pact"]
    assert ids(party="state:fra", on=1905) == ["bare"]
    assert ids(party="state:gbr", on=1905) == ["bare", "pact"]
    assert ids(party="state:deu", on=1909) == ["pact"]


@pytest.mark.parametrize("on", [1899, 1911, "1910/1911", "1899-12-31/1900", "../1905"])
def test_a_time_outside_the_coverage_of_the_treaties_has_no_answer(on: int | str) -> None:
    for conditions in ({}, {"party": "state:gbr"}, {"certain": False}):
        with pytest.raises(BeyondCoverage, match=rf"^the treaties cover 1900-01-01/1910-12-31, got {on}$"):
            ids(on=on, **conditions)


def test_treaties_that_may_be_in_force_outside_the_coverage() -> None:
    corpus = CORPUS.add(treaty("lasting", {"usa": None, "gbr": None}, {}, in_force="1905", as_of="1912"))
    message = "the treaties cover 1900-01-01/1912-12-31, got 1920; certain=False returns treaties that may be in force"
    with pytest.raises(BeyondCoverage) as caught:
        corpus.in_force(on=1920)
    assert str(caught.value) == message
    (found,) = corpus.in_force(on=1920, certain=False)
    assert found.id == "treaty:lasting"
    with pytest.raises(BeyondCoverage, match=r", got 1920$"):
        corpus.in_force(on=1920, party="state:fra")


def test_treaties_without_days_have_no_coverage() -> None:
    assert Corpus().in_force(on=1920) == ()
    signatories = tuple(Signatory(party=StateId(f"state:{slug}")) for slug in ("fra", "gbr"))
    never = evolve(
        treaty("never", {"fra": None, "gbr": None}, {}), parties=(), signatories=signatories, never_in_force=True
    )
    assert Corpus([*STATES, never]).in_force(on=1920) == ()


@given(st.integers(1890, 1920), st.integers(0, 3))
@examples(20)
def test_an_empty_answer_is_only_given_within_the_coverage(year: int, length: int) -> None:
    on = f"{year}/{year + length}"
    try:
        found = CORPUS.in_force(on=on)
    except BeyondCoverage:
        assert year < 1900 or year + length > 1910
    else:
        assert year >= 1900
        assert year + length <= 1910
        assert len(found) == (2 if year > 1900 and year + length < 1910 else 0)


def test_an_obligation_is_owed_by_the_party() -> None:
    assert ids(obligation="defense") == ids(obligation="defense", party="state:gbr") == ["pact"]
    assert ids(obligation="defense", party="state:fra") == []
    assert ids(obligation="consultation", party="state:fra", on=1903) == ["pact"]
    assert ids(obligation="consultation", party="state:fra", on=1905) == []


def test_a_treaty_without_commitments_may_have_any_obligation() -> None:
    assert ids(obligation="offense", certain=False) == ["bare"]
    assert ids(obligation="offense") == []


def test_in_force_is_the_same_as_treaties_with_a_date() -> None:
    for party in (None, "state:fra"):
        assert CORPUS.in_force(on=1903, party=party, obligation="defense") == CORPUS.treaties(
            on=1903, party=party, obligation="defense"
        )


def test_an_unknown_obligation_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^obligation must be one of defense, offense, .*, got the text 'defence'$"):
        ids(obligation="defence")


@pytest.mark.parametrize(
    ("periods", "time", "answer"),
    [
        (["1950-01-01/1951-06-19", "1951-06-20/.."], "1951", True),
        (["1950-01-01/1951-06-19", "1951-06-21/.."], "1951", False),
        (["1950-01-01/1951-06", "1951-07-01/.."], "1951", None),
        (["1950-01-01/1951-02-28", "1951-03-01/1951-12-31", "1952-01-01/.."], "1951/1952", True),
        (["1950-01-01/1952-02-28", "1952-03-01/.."], "1952", False),  # a leap year
        (["1950-01-01/1952-02-29", "1952-03-01/.."], "1952", True),
        (["1950-01-01/1951-12-31"], "../1951", False),
        (["-0100-01-01/-0050-12-31"], "-0060", True),
    ],
)
def test_several_periods_together_cover_a_time(periods: list[str], time: str, *, answer: bool | None) -> None:
    record = owed(*periods)
    assert meets(record, None, "defense", None) is True
    assert owes(record, None, "defense", PartialDate(time).whole()) is answer


@examples(20)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), min_size=1, max_size=4), st.integers(0, 9))
def test_the_days_of_a_time_decide(spans: list[tuple[int, int]], first: int) -> None:
    def day(number: int) -> date:
        return date(1903, 12, 28) + timedelta(days=number)

    record = owed(*dict.fromkeys(f"{day(start)}/{day(start + length)}" for start, length in spans))
    owed_days = {number for start, length in spans for number in range(start, start + length + 1)}
    time = PartialDate(f"{day(first)}/{day(first + 3)}")
    assert owes(record, None, "defense", time) is ({*range(first, first + 4)} <= owed_days)


def test_the_defense_pacts_of_the_united_states_in_1955() -> None:
    corpus = loaders.atop_members(data("atop", "atop-member-level-4.01.csv")).corpus()
    pacts = corpus.in_force(on="1955-01-01", party="United States", obligation="defense")
    assert [pact.id.rpartition("-")[2] for pact in pacts] == [
        "3075", "3150", "3180", "3210", "3215", "3220", "3240", "3260", "3270",
    ]  # fmt: skip
    assert pacts == corpus.treaties(party="cow:2", obligation="defense", on="1955-01-01")
