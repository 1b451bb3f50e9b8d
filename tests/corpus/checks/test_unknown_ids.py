"""References to ids that no record has."""

from typing import Final

import pytest
from attrs import evolve
from tests.corpus.test_corpus import corpus, statement

from alliancekit.errors import InvalidCorpus
from alliancekit.models.ids import ProposalId
from alliancekit.models.statement import Stance

PROPOSAL: Final = ProposalId("proposal:of-nobody")


def test_an_unknown_id_without_a_similar_one_has_the_general_hint() -> None:
    with pytest.raises(InvalidCorpus) as caught:
        corpus.add(statement("x", "2024", "actor:somebody-else"), statement("y", "2024", "actor:ministre"))
    assert [problem.hint for problem in caught.value.problems] == [
        "add the record, or correct the reference",
        "did you mean actor:minister?",
    ]


def test_each_other_place_is_named_once() -> None:
    (first, *others) = (
        evolve(
            statement(slug, "2024", "actor:minister"),
            about=(PROPOSAL,),
            stances=(Stance(subject=PROPOSAL, stance="support"),),
        )
        for slug in ("x", "y", "z")
    )
    for records, places in (([first], ""), ([first, *others], " (also: statement:y; statement:z)")):
        with pytest.raises(InvalidCorpus) as caught:
            corpus.add(*records)
        (problem,) = caught.value.problems
        assert problem.message == f"about[0] refers to unknown id {PROPOSAL!r}{places}"
