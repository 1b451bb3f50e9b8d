"""References to ids that no record has."""

import pytest
from tests.corpus.test_corpus import corpus, statement

from alliancekit.errors import InvalidCorpus


def test_an_unknown_id_without_a_similar_one_has_the_general_hint() -> None:
    with pytest.raises(InvalidCorpus) as caught:
        corpus.add(statement("x", "2024", "actor:somebody-else"), statement("y", "2024", "actor:ministre"))
    assert [problem.hint for problem in caught.value.problems] == [
        "add the record, or correct the reference",
        "did you mean actor:minister?",
    ]
