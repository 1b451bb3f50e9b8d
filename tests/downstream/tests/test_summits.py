"""Tests that a project with its own model would write."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from summits import Summit, calls, office_holders

from alliancekit import Corpus, InvalidRecord, PartialDate, Proposal, StateId, Treaty, convert, seeds, strategies
from alliancekit.schema import schema_of

SUMMIT = Summit(
    id="summit:nato-madrid-2022",
    title="Madrid Summit",
    hosts=(StateId("state:esp"),),
    opened=PartialDate("2022-06-28"),
    closed=PartialDate("2022-06-30"),
)


def test_own_rules_report_problems_like_packaged_rules() -> None:
    with pytest.raises(InvalidRecord) as caught:
        Summit(id="summit:x", title=" ", hosts=(), opened=PartialDate("2022"), closed=PartialDate("2021"))
    assert [problem.code for problem in caught.value.problems] == ["SU002", "SU004", "SU006"]
    assert caught.value.problems[1].message == "hosts must list 1 or more, lists none"


@given(summit=strategies.records(Summit))
def test_a_summit_goes_through_json(summit: Summit) -> None:
    assert convert.record(Summit, json.loads(json.dumps(convert.tree(summit)))) == summit


@given(miss=strategies.near_misses(Summit))
def test_a_near_miss_is_refused_with_its_code(miss: strategies.NearMiss) -> None:
    with pytest.raises(InvalidRecord) as caught:
        convert.record(Summit, miss.tree)
    assert {problem.code for problem in caught.value.problems} == {miss.code}


@given(corpus=strategies.corpora())
def test_calls_count_each_membership_once(corpus: Corpus) -> None:
    proposals = [record for record in corpus if isinstance(record, Proposal)]
    assert sum(calls(corpus).values()) == sum(len(proposal.members) for proposal in proposals)


@given(treaty=st.from_type(Treaty))
def test_hypothesis_generates_records_from_types(treaty: Treaty) -> None:
    assert len(treaty.parties) + len(treaty.signatories) >= 2


def test_the_packaged_corpus() -> None:
    corpus = seeds()
    assert calls(corpus)["state:twn"] >= 1
    assert "Takaichi Sanae" in office_holders(corpus)


def test_the_schema_of_an_own_model() -> None:
    schema = schema_of(Summit)
    assert schema["title"] == "Summit"
    assert "SU004" in json.dumps(schema)
