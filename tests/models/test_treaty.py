"""Treaties: what is in force when, and what a life of a treaty allows."""

from collections.abc import Callable
from typing import cast

import attrs
import pytest
from tests.mistakes import DAILY, JPN, TREATY_1960, TWN, USA

from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidRecord
from alliancekit.models import Treaty
from alliancekit.models.attestation import Attestation
from alliancekit.models.party import Party, Signatory
from alliancekit.models.treaty import Commitment

LIFE = ("signed", "in_force", "ended", "as_of")


def treaty(**dates: str) -> Treaty:
    given = {name: PartialDate(dates[name]) if name in dates else None for name in LIFE}
    make = cast("Callable[..., Treaty]", attrs.evolve)
    return make(TREATY_1960, parties=(Party(party=USA), Party(party=JPN)), commitments=(), provisions=(), **given)


def problems(spell: str, **dates: str) -> list[str]:
    parties = (Party(party=USA), Party(party=JPN, spells=(PartialDate(spell),)))
    try:
        attrs.evolve(treaty(**dates), parties=parties)
    except InvalidRecord as error:
        return [problem.message for problem in error.problems]
    return []


@pytest.mark.parametrize(
    ("dates", "day", "expected"),
    [
        ({"in_force": "1960-06-23", "ended": "1980"}, "1960-06-22", False),
        ({"in_force": "1960-06-23", "ended": "1980"}, "1960-06-23", True),
        ({"in_force": "1960-06-23", "ended": "1980"}, "1979-12-31", True),
        ({"in_force": "1960-06-23", "ended": "1980"}, "1980-06-01", None),
        ({"in_force": "1960-06-23", "ended": "1980"}, "1981-01-01", False),
        ({"in_force": "1960-06-23", "ended": "1980-06-23"}, "1980-06-23", True),
        # Every day of a longer time is asked for.
        ({"in_force": "1960-06-23", "ended": "1980"}, "1970", True),
        ({"in_force": "1960-06-23", "ended": "1980"}, "1960", False),
        ({"in_force": "1960-06-23", "ended": "1980"}, "1970/1979", True),
        ({"in_force": "1960-06-23", "ended": "1980"}, "1970/1982", False),
        ({"in_force": "1960-06-23", "ended": "1980"}, "1970/..", False),
        ({"in_force": "1960-06-23", "ended": "1980"}, "1970/", None),
        ({"in_force": "1960-06-23", "ended": "1980"}, "1970~", None),
        # Without an end it is known up to the day as of which it is known, and after that nothing is.
        ({"in_force": "1960-06-23", "as_of": "2018-12-31"}, "2018-12-31", True),
        ({"in_force": "1960-06-23", "as_of": "2018-12-31"}, "2019-01-01", None),
        ({"in_force": "1960-06-23", "as_of": "2018-12-31"}, "1960-06-22", False),
        ({"in_force": "1960-06-23", "as_of": "2018-12-31", "ended": "1980-01-01"}, "1990", False),
        ({"in_force": "1960-06-23"}, "1960-06-22", False),
        ({"in_force": "1960-06-23"}, "1960-06-23", None),
        # Signed is not in force.
        ({"signed": "1960-01-19"}, "1960-01-18", False),
        ({"signed": "1960-01-19"}, "1960-01-19", None),
        ({"signed": "1960-01-19", "ended": "1980-01-01"}, "1970", None),
        ({"signed": "1960-01-19", "ended": "1980-01-01"}, "1990", False),
        ({"ended": "1980-01-01"}, "1990", False),
        ({}, "1970", None),
        # What is only about so is not certain, and may even seem to end before it begins.
        ({"in_force": "1960~", "ended": "1980"}, "1970", None),
        ({"in_force": "1960~", "ended": "1955"}, "1970", False),
    ],
)
def test_in_force_on(dates: dict[str, str], day: str, expected: bool | None) -> None:  # noqa: FBT001 - an answer
    assert treaty(**dates).in_force_on(PartialDate(day)) is expected
    for unknown in (True, False):
        assert treaty(**dates).in_force_on(day, unknown=unknown) is (unknown if expected is None else expected)


@pytest.mark.parametrize(
    ("spells", "day", "expected"),
    [
        (("1960/1970", ""), "1965", True),
        (("1960/1970", ""), "1970-06-01", None),
        (("1960/1970", ""), "1965/1975", False),
        (("1960/1970", ""), "1975", False),
        (("1960/", ""), "1965", None),
        (("1960/1970", "1972/1990"), "1965", False),
        (("1960/1970", "1965/1990"), "1967", True),
        (("1960/1970", "1972/1990", ""), "1967", True),
        (("1960/1970", "1972/1990", ""), "1971", False),
        # One party may follow another one.
        (("1960/1970-06-30", "1970-07-01/1990", ""), "1970", True),
        (("1960/1970-06-30", "1970-07-02/1990", ""), "1970", False),
    ],
)
def test_a_treaty_is_in_force_while_it_binds_two_or_more(
    spells: tuple[str, ...],
    day: str,
    expected: bool | None,  # noqa: FBT001 - an answer
) -> None:
    parties = tuple(
        Party(party=party, spells=(PartialDate(spell),) if spell else ())
        for party, spell in zip((USA, JPN, TWN), spells, strict=False)
    )
    bound = attrs.evolve(treaty(in_force="1960", ended="1990"), parties=parties)
    assert bound.in_force_on(PartialDate(day)) is expected


@pytest.mark.parametrize(
    ("dates", "messages"),
    [
        ({"signed": "1960-06", "in_force": "1960", "ended": "1960"}, []),
        # Entry into force may be agreed for an earlier day.
        ({"signed": "1960", "in_force": "1959"}, []),
        ({"signed": "1960", "ended": "1959"}, ["ended must not be before signed (1960), got 1959"]),
        ({"in_force": "1960", "ended": "1959"}, ["ended must not be before in_force (1960), got 1959"]),
        ({"in_force": "1960", "as_of": "1959"}, ["as_of must not be before in_force (1960), got 1959"]),
        ({"ended": "1960", "as_of": "1959"}, ["as_of must not be before ended (1960), got 1959"]),
        ({"signed": "1960~", "in_force": "1950"}, []),
        # One wrong date is one problem, although two others also contradict it.
        (
            {"signed": "1960", "in_force": "1958", "ended": "1955"},
            ["ended must not be before signed (1960), got 1955"],
        ),
        # What lies between is too vague to contradict either of them.
        (
            {"signed": "1960-05", "in_force": "1960", "ended": "1960-01"},
            ["ended must not be before signed (1960-05), got 1960-01"],
        ),
    ],
)
def test_the_dates_of_a_treaty_are_in_order(dates: dict[str, str], messages: list[str]) -> None:
    found: list[str] = []
    try:
        treaty(**dates)
    except InvalidRecord as error:
        found = [problem.message for problem in error.problems if problem.code in {"AK603", "AK614"}]
    assert found == messages


@pytest.mark.parametrize(
    ("spell", "messages"),
    [
        ("1960/1980", []),
        ("1965/1970", []),
        ("1965/", []),
        ("/1970", []),
        ("1959~/1970", []),
        ("1950/1970", ["parties[1].spells[0] must not start before signed (1960-01-19), got 1950/1970"]),
        ("../1970", ["parties[1].spells[0] must not start before signed (1960-01-19), got ../1970"]),
        ("/1950", ["parties[1].spells[0] must not start before signed (1960-01-19), got /1950"]),
        ("1970/1990", ["parties[1].spells[0] must not end after ended (1980), got 1970/1990"]),
        ("1970/..", ["parties[1].spells[0] must not end after ended (1980), got 1970/.."]),
        ("1990/", ["parties[1].spells[0] must not end after ended (1980), got 1990/"]),
        (
            "1950/1990",
            [
                "parties[1].spells[0] must not start before signed (1960-01-19), got 1950/1990",
            ],
        ),
    ],
)
def test_a_spell_lies_in_the_life_of_the_treaty(spell: str, messages: list[str]) -> None:
    assert problems(spell, signed="1960-01-19", in_force="1960-06-23", ended="1980") == messages


def test_the_life_of_a_treaty_starts_when_it_is_signed_or_else_in_force() -> None:
    assert problems("1960-03-01/1970", signed="1960-01-19", in_force="1960-06-23") == []
    assert problems("1960-03-01/1970", in_force="1960-06-23") == [
        "parties[1].spells[0] must not start before in_force (1960-06-23), got 1960-03-01/1970"
    ]
    assert problems("1950/1990") == []


@pytest.mark.parametrize("spell", ["1951/1960", "1951-09-08/1960-06-23", "../1960", "1951/.."])
def test_a_spell_that_stands_twice_overlaps_itself(spell: str) -> None:
    period = PartialDate(spell)  # what is read from a file is one object, wherever it stands
    with pytest.raises(InvalidRecord) as caught:
        Party(party=USA, spells=(period, period))
    assert [problem.message for problem in caught.value.problems] == [
        f"spells[1] must not overlap item [0] ({spell}), got {spell}"
    ]


def test_a_wrong_party_of_a_commitment_is_not_reported_again_for_the_evidence_of_the_commitment() -> None:
    commitment = Commitment(by=TWN, toward=(JPN,), obligation="defense", period=PartialDate("1961/1990"))
    evidence = Attestation(source=DAILY, wording="mention", fields=(f"commitments[{USA}]",))
    with pytest.raises(InvalidRecord) as caught:
        attrs.evolve(TREATY_1960, commitments=(commitment,), attestations=(evidence,))
    assert [problem.code for problem in caught.value.problems] == ["AK609", "AK606"]


def test_a_treaty_of_signatories_alone_may_be_in_force() -> None:
    signatories = (Signatory(party=USA), Signatory(party=JPN))
    pending = attrs.evolve(treaty(signed="1952"), parties=(), signatories=signatories)
    assert pending.in_force_on("1951") is False
    assert pending.in_force_on("1953") is None
    assert attrs.evolve(pending, never_in_force=True).in_force_on("1953") is False
