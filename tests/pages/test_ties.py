"""The times of ties, and the names of states in a year."""

from attrs import evolve
from hypothesis import given
from tests.profiles import examples

from alliancekit import Actor, Corpus, Member, Party, Proposal, Source, Treaty, states
from alliancekit import strategies as ak
from alliancekit.dates import PartialDate
from alliancekit.models import Entry
from alliancekit.pages._numbering import Numbering, time_of, year_span
from alliancekit.pages._ties import FIRST, LAST, YearBounds, past_names, ties

USA, JPN, TUR = states.get("state:usa"), states.get("state:jpn"), states.get("state:tur")
BOTH = ["state:usa", "state:jpn"]


def times_of(record: Entry, *others: Entry) -> tuple[str, list[list[YearBounds]]]:
    """Return the kind of the tie of a record, and the times of its members."""
    numbering = Numbering.of(Corpus([USA, JPN, record, *others]))
    ((number, kind, members),) = ties(numbering)
    assert numbering.records[number] == record
    return kind, [times for _, times in members]


def treaty(
    *spells: list[str], signed: str | None = None, in_force: str | None = None, ended: str | None = None,
    as_of: str | None = None,
) -> Treaty:  # fmt: skip
    """Return a treaty of two parties, with dates and with the spells of each party."""
    parties = [Party.from_values(party=party, spells=own) for party, own in zip(BOTH, spells or ([], []), strict=True)]
    return Treaty.from_values(
        id="treaty:x", names=["X"], parties=parties, signed=signed, in_force=in_force, ended=ended, as_of=as_of
    )


def test_a_party_without_spells_belongs_for_the_lifetime() -> None:
    assert times_of(treaty(signed="1960", ended="1970-05"))[1] == [[(1960, 1960, 1970, 1970)]] * 2
    assert times_of(treaty(signed="1958", in_force="196X", ended="1972"))[1] == [[(1960, 1969, 1972, 1972)]] * 2


def test_without_an_end_a_treaty_is_certain_until_the_day_that_is_known() -> None:
    assert times_of(treaty(in_force="1960", as_of="2016"))[1] == [[(1960, 1960, 2016, LAST)]] * 2
    assert times_of(treaty(in_force="1960"))[1] == [[(1960, 1960, 1960, LAST)]] * 2
    assert times_of(treaty())[1] == [[(FIRST, LAST, FIRST, LAST)]] * 2
    assert times_of(treaty(ended="1970"))[1] == [[(FIRST, LAST, 1970, 1970)]] * 2


def test_a_spell_may_last_or_have_an_end_that_is_not_known() -> None:
    assert times_of(treaty(["1950/1955", "1960/.."], ["1951/"])) == (
        "treaty",
        [[(1950, 1950, 1955, 1955), (1960, 1960, LAST, LAST)], [(1951, 1951, 1951, LAST)]],
    )


def test_a_bloc_and_a_proposal_tie_their_members() -> None:
    members = [Member.from_values(party="state:usa", spells=["/1955"]), Member.from_values(party="state:jpn")]
    bloc = Actor.from_values(id="actor:x", kind="bloc", names=["X"], members=members)
    assert times_of(bloc) == ("bloc", [[(FIRST, LAST, 1955, 1955)], [(FIRST, LAST, FIRST, LAST)]])
    source = Source.from_values(id="source:s", kind="report", title="S")
    proposal = Proposal.from_values(
        id="proposal:x", names=["X"], proposers=BOTH[:1], members=BOTH, rationale=["r"], date="2025-04",
        attestations=[{"source": "source:s", "wording": "mention"}],
    )  # fmt: skip
    assert times_of(proposal, source) == ("proposal", [[(2025, 2025, LAST, LAST)]] * 2)
    assert times_of(evolve(proposal, date=None), source)[1] == [[(FIRST, LAST, LAST, LAST)]] * 2


def test_a_state_has_the_names_of_its_time() -> None:
    numbering = Numbering.of(Corpus([USA, TUR]))
    changes = past_names(numbering)[str(numbering.numbers["state:tur"])]
    assert changes == [(1, "Ottoman Empire"), (1923, "Turkey"), (2022, "Türkiye")]
    assert str(numbering.numbers["state:usa"]) not in past_names(numbering)


@given(ak.dates())
def test_the_years_of_a_date_are_in_order(date: PartialDate) -> None:
    start, end = year_span(date)
    assert start is None or end is None or start < end
    assert (start is None) is (date.earliest is None)
    assert (end is None) is (date.latest is None)


@examples(10)
@given(ak.corpora())
def test_every_group_with_members_is_a_tie(corpus: Corpus) -> None:
    numbering = Numbering.of(corpus)
    named = {numbering.records[number].id: len(members) for number, _, members in ties(numbering)}
    groups: list[tuple[str, int]] = [(each.id, len(each.parties)) for each in corpus.treaties() if each.parties]
    groups += [(each.id, len(each.members)) for each in corpus.actors() if each.members]
    groups += [(each.id, len(each.members)) for each in corpus.proposals()]
    assert named == dict(groups)


def test_approximate_dates_may_contradict_each_other() -> None:
    treaty = Treaty.from_values(
        id="treaty:t", names=["T"], parties=[{"party": each} for each in BOTH], in_force="1994-01-01~", ended="1800"
    )
    assert time_of(treaty) == PartialDate("1994-01-01~")
