"""Allies are the parties that are in a treaty together on a day."""

import calendar
import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.panel.test_panel import owes, party, treaty
from tests.profiles import examples
from tests.shared import data

from alliancekit import Actor, ActorId, Corpus, Name, loaders
from alliancekit.errors import BeyondCoverage, UnknownRecord

DEU, FRA, USA, WEST = (ActorId(f"actor:{name}") for name in ("deu", "fra", "usa", "west"))
FILE = "atop-member-level-4.01.csv"
LEFT = treaty(
    1,
    (party(DEU, "2000-01-01/2001-12-31"), party(FRA, "2000-01-01/2000-06-30"), party(USA)),
    owes(DEU, USA),
    as_of="2003-12-31",
)
UNSURE = treaty(2, (party(DEU), party(WEST, "2000-05/2002")), as_of="2003-12-31")
CORPUS = Corpus(
    [*(Actor(id=id_, kind="organization", names=(Name(text=id_),)) for id_ in (DEU, FRA, USA, WEST)), LEFT, UNSURE]
)


def allies(on: str, *, certain: bool = True) -> dict[str, list[str]]:
    found = CORPUS.allies(DEU, on=on, certain=certain)
    return {id_: [treaty.id for treaty in treaties] for id_, treaties in found.items()}


def test_an_ally_is_a_party_on_that_day() -> None:
    assert allies("2000-06-30")[FRA] == ["treaty:t1"]
    assert FRA not in allies("2000-07-01")
    assert allies("2000-07-01")[USA] == ["treaty:t1"]
    # Germany has left the treaty.
    assert USA not in allies("2002-01-01")


def test_an_ally_that_may_be_a_party_is_returned_on_request() -> None:
    assert WEST not in allies("2000-05-10")
    assert allies("2000-05-10", certain=False)[WEST] == ["treaty:t2"]
    assert allies("2000-06-01")[WEST] == ["treaty:t2"]


def test_allies_by_an_obligation_are_those_of_treaties_in_which_the_party_owes_it() -> None:
    assert [*CORPUS.allies(DEU, on="2000-06-01", obligation="defense")] == [FRA, USA]
    assert [*CORPUS.allies(USA, on="2000-06-01", obligation="defense")] == []


def test_a_party_is_a_record_or_its_id() -> None:
    record, on = CORPUS.actors()[0], "2000-06-01"
    assert CORPUS.allies(record, on=on) == CORPUS.allies(record.id, on=on) != {}
    assert CORPUS.treaties(party=record) == CORPUS.treaties(party=record.id) != ()
    assert CORPUS.in_force(on=on, party=record) == CORPUS.in_force(on=on, party=record.id) != ()
    assert CORPUS.treaties(signatory=record) == CORPUS.treaties(signatory=record.id)
    with pytest.raises(UnknownRecord, match=r"^unknown id 'actor:nowhere'"):
        CORPUS.allies(evolve(record, id=ActorId("actor:nowhere")), on=on)


def test_a_day_after_the_data_is_an_error() -> None:
    with pytest.raises(BeyondCoverage):
        CORPUS.allies(DEU, on="2010")


@cache
def atop(path: Path) -> tuple[Corpus, tuple[Mapping[str, str], ...]]:
    with path.open(encoding="utf-8") as file:
        return loaders.atop_members(path).corpus(), tuple(csv.DictReader(file))


def days(row: Mapping[str, str], event: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that the day of an event may be; the last day of the data without an end."""
    year, month, day = (int(row[f"{part}{event}"] or 0) for part in ("yr", "mo", "day"))
    if not year:
        return dt.date(2016, 12, 31), dt.date(2016, 12, 31)
    first, last = month or 1, month or 12
    return dt.date(year, first, day or 1), dt.date(year, last, day or calendar.monthrange(year, last)[1])


def in_file(
    rows: tuple[Mapping[str, str], ...], code: str, day: dt.date, obligation: str | None, *, certain: bool
) -> set[str]:
    """Return the codes of the allies of a state in the raw file."""
    members = defaultdict[str, list[Mapping[str, str]]](list)
    for row in rows:
        entry, leaving = days(row, "ent"), days(row, "exit")
        if entry[certain] <= day <= leaving[not certain]:
            members[row["atopid"]].append(row)
    return {
        row["member"]
        for own in members.values()
        if any(row["member"] == code and (obligation is None or row[obligation] == "1") for row in own)
        for row in own
        if row["member"] != code
    }


@pytest.mark.slow
@examples(30)
@given(
    st.data(), st.dates(dt.date(1816, 1, 1), dt.date(2016, 12, 31)), st.sampled_from([None, "defense"]), st.booleans()
)
def test_allies_equal_a_count_of_the_raw_file(
    draw: st.DataObject,
    day: dt.date,
    obligation: str | None,
    certain: bool,  # noqa: FBT001 - drawn by Hypothesis
) -> None:
    corpus, rows = atop(data("atop", FILE))
    codes: dict[str, str] = {
        state.id: code.value for state in corpus.states() for code in state.codes if code.system == "cow"
    }
    id_ = draw.draw(st.sampled_from([state.id for state in corpus.states()]))
    found = corpus.allies(id_, on=day, obligation="defense" if obligation else None, certain=certain)
    own = {codes.get(other) or other.rpartition("-")[2] for other in found}
    assert own == in_file(rows, codes[id_], day, obligation, certain=certain)
