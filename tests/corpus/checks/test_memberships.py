"""Parties to treaties beside the memberships of states."""

from collections.abc import Callable
from typing import cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.corpus.checks.joined import UNLISTED, dated, messages, moments, same_as_plain
from tests.engine.engines import raw
from tests.mistakes import PACT, TWN
from tests.profiles import examples

from alliancekit.corpus.checks import memberships
from alliancekit.dates import PartialDate
from alliancekit.models import State, Treaty
from alliancekit.models.ids import StateId, TreatyId
from alliancekit.models.party import Act, Party, Signatory
from alliancekit.models.state import Membership, Spell
from alliancekit.models.words import Name


@pytest.mark.parametrize(
    ("period", "spell", "message"),
    [
        ("1952/1980", "1961/1970", None),
        ("1952/..", "1961/..", None),
        ("1952/", "1961/..", None),
        ("1961/1970", "1961/1970", None),
        (
            "1962/1980",
            "1961/1970",
            "parties[0].spells[0]: state:x is not a member of the cow system throughout 1961/1970",
        ),
        (
            "1952/1969",
            "1961/1970",
            "parties[0].spells[0]: state:x is not a member of the cow system throughout 1961/1970",
        ),
        ("1952/1980", "1961/..", "parties[0].spells[0]: state:x is not a member of the cow system throughout 1961/.."),
        ("1952/1980", "1990/", "parties[0].spells[0]: state:x is not a member of the cow system throughout 1990/"),
        ("1952/1980", "/1990", "parties[0].spells[0]: state:x is not a member of the cow system throughout /1990"),
    ],
)
def test_a_state_is_in_its_system_while_it_is_party(period: str, spell: str, message: str | None) -> None:
    make = cast("Callable[..., State]", attrs.evolve)
    state = make(UNLISTED, id="state:x", spells=(Spell(system="cow", period=PartialDate(period)),))
    treaty = Treaty(
        id=TreatyId("treaty:x"),
        names=(Name(text="X"),),
        parties=(Party(party=state.id, spells=(PartialDate(spell),)), Party(party=TWN)),
    )
    assert messages(state, treaty) == ([message] if message else [])


@pytest.mark.parametrize(
    ("periods", "spell", "refused"),
    [
        (("1900/1938", "1946/.."), "1930/1950", True),
        (("1900/1938", "1946/.."), "1930/1938", False),
        (("1900/1938", "1946/.."), "1938/1946", True),
        (("1900/1938", "1939/.."), "1930/1950", False),
        (("1900/1938~", "1946/.."), "1930/1950", False),
        (("1900/1938", "1946?/.."), "1930/1950", False),
        (("1900/", "1946/.."), "1930/1950", False),
        (("-0100/-0050", "-0020/.."), "-0060/0010", False),  # before the years that days can be counted in
    ],
)
def test_a_state_that_left_its_system_for_a_time_was_no_member_throughout(
    periods: tuple[str, str],
    spell: str,
    refused: bool,  # noqa: FBT001 - an answer
) -> None:
    make = cast("Callable[..., State]", attrs.evolve)
    spells = tuple(Spell(system="cow", period=PartialDate(period)) for period in periods)
    state = make(UNLISTED, id="state:x", spells=spells)
    parties = (Party(party=state.id, spells=(PartialDate(spell),)), Party(party=TWN))
    treaty = Treaty(id=TreatyId("treaty:x"), names=(Name(text="X"),), parties=parties)
    expected = f"parties[0].spells[0]: state:x is not a member of the cow system throughout {spell}"
    assert messages(state, treaty) == [expected] * refused


@pytest.mark.parametrize(
    ("periods", "spell", "refused"),
    [
        (("1816/1942-11-11", "1944-10-23/.."), "1940/1946", True),
        (("1816/1942-11-11", "1944-10-23/.."), "1940/1942", False),
        (("1816/1942-11-11", "1942-11-12/.."), "1940/1946", False),  # no day between them
        (("1816/1942", "1943/.."), "1940/1946", False),  # perhaps no day between them
        (("1816/", "1944/.."), "1940/1946", False),  # the end is not known
        (("-0500/-0400", "0100/.."), "-0450/0200", False),  # no calendar of ours counts days there
        (("1949/1950", "1953-03/..", "1950-10/1953"), "1952/1952", True),  # between the first two, though in the third
    ],
)
def test_a_party_is_in_its_system_between_its_ends_too(periods: tuple[str, ...], spell: str, *, refused: bool) -> None:
    spells = tuple(Spell(system="gw", period=PartialDate(period)) for period in periods)
    state = attrs.evolve(UNLISTED, id=StateId("state:x"), spells=spells)
    party = Party(party=state.id, spells=(PartialDate(spell),))
    treaty = Treaty(id=TreatyId("treaty:x"), names=(Name(text="X"),), parties=(party, Party(party=TWN)))
    expected = f"parties[0].spells[0]: state:x is not a member of the gw system throughout {spell}"
    assert messages(state, treaty) == [expected] * refused


@pytest.mark.parametrize(
    ("dates", "life"),
    [
        ({"in_force": "1920"}, "1920/"),
        ({"signed": "1919", "in_force": "1920", "ended": "1930"}, "1920/1930"),
        ({"in_force": "1919", "as_of": "1930"}, "1919/1930"),
        ({"signed": "1919", "ended": "1925"}, "1919/1925"),
        ({"ended": "1930"}, None),
        # It seems to end before it begins, but nothing of that is certain.
        ({"signed": "1919~", "ended": "1915"}, None),
    ],
)
def test_a_party_all_the_time_is_in_its_system_as_long_as_the_treaty_lives(
    dates: dict[str, str], life: str | None
) -> None:
    make = cast("Callable[..., State]", attrs.evolve)
    state = make(UNLISTED, id="state:x", spells=(Spell(system="cow", period=PartialDate("1900/1910")),))
    treaty = cast("Callable[..., Treaty]", Treaty)(
        id="treaty:x",
        names=(Name(text="X"),),
        parties=(Party(party=state.id), Party(party=TWN)),
        **{name: PartialDate(date) for name, date in dates.items()},
    )
    expected = f"parties[0]: state:x is not a member of the cow system throughout {life}"
    assert messages(state, treaty) == ([expected] if life else [])


def test_a_signatory_need_not_be_in_its_system() -> None:
    spells = (Spell(system="cow", period=PartialDate("1900/1910")),)
    state = attrs.evolve(UNLISTED, id=StateId("state:x"), spells=spells)
    treaty = Treaty(
        id=TreatyId("treaty:x"),
        names=(Name(text="X"),),
        parties=(Party(party=PACT), Party(party=TWN)),
        signatories=(Signatory(party=state.id, acts=(Act(kind="signature", date=PartialDate("1951")),)),),
        signed=PartialDate("1951"),
        in_force=PartialDate("1952"),
    )
    assert messages(state, treaty) == []


def test_no_state_need_be_a_major_power_to_be_party() -> None:
    periods = {"cow": "1900/..", "cow_majors": "1900/1910"}
    spells = tuple(Spell(system=cast("Membership", each), period=PartialDate(own)) for each, own in periods.items())
    state = attrs.evolve(UNLISTED, id=StateId("state:x"), spells=spells)
    party = Party(party=state.id, spells=(PartialDate("1920/1930"),))
    treaty = Treaty(id=TreatyId("treaty:x"), names=(Name(text="X"),), parties=(party, Party(party=TWN)))
    assert messages(state, treaty) == []


def test_each_state_system_is_checked_once() -> None:
    spells = tuple(Spell(system=system, period=PartialDate("1900/1910")) for system in ("cow", "gw"))
    make = cast("Callable[..., State]", attrs.evolve)
    state = make(UNLISTED, id="state:x", spells=spells)
    treaty = Treaty(
        id=TreatyId("treaty:x"),
        names=(Name(text="X"),),
        parties=(Party(party=state.id), Party(party=PACT)),
        in_force=PartialDate("1920"),
    )
    assert messages(state, treaty) == [
        "parties[0]: state:x is not a member of the cow system throughout 1920/",
        "parties[0]: state:x is not a member of the gw system throughout 1920/",
    ]


@examples(300)
@given(spells=st.lists(st.tuples(st.sampled_from(["cow", "gw"]), dated)), periods=st.lists(dated), life=st.data())
def test_a_quick_look_at_memberships_misses_none(
    spells: list[tuple[Membership, PartialDate]], periods: list[PartialDate], life: st.DataObject
) -> None:
    held = tuple(raw(Spell, {"system": system, "period": period}) for system, period in spells)
    state = raw(State, {"id": "state:x", "spells": held})
    parties = tuple(raw(Party, {"party": id_, "spells": tuple(periods)}) for id_ in ("state:x", "state:y"))
    ends = {name: life.draw(moments) for name in ("signed", "in_force", "ended", "as_of")}
    assert same_as_plain(memberships.CHECK, state, raw(Treaty, {"id": "treaty:x", "parties": parties, **ends}))
