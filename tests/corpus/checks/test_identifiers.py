"""Identifiers that several records have."""

from collections.abc import Callable
from typing import cast

import attrs
from tests.corpus.checks.joined import problems
from tests.mistakes import ACTOR, CANDIDATE, SOURCE, STATEMENT

from alliancekit.models import Entry
from alliancekit.models.identifier import Identifier


def identified(record: Entry, id_: str, *values: str, scheme: str = "archive") -> Entry:
    identifiers = tuple(Identifier(scheme=scheme, value=value) for value in values)
    return cast("Callable[..., Entry]", attrs.evolve)(record, id=id_, identifiers=identifiers)


def test_records_differ_in_the_scheme_or_the_value() -> None:
    assert (
        problems(
            identified(SOURCE, "source:x", "1", "2"),
            identified(STATEMENT, "statement:x", "3"),
            identified(STATEMENT, "statement:y", "1", scheme="library"),
        )
        == ()
    )


def test_an_identifier_of_several_records_is_one_problem() -> None:
    (problem,) = problems(
        identified(ACTOR, "actor:x", "0", "1"), identified(SOURCE, "source:x", "1"), identified(SOURCE, "source:y", "1")
    )
    assert (problem.code, problem.record, problem.path) == ("AK913", "source:x", ("identifiers", 0, "value"))
    assert problem.message == "identifiers[0] is archive 1, which belongs to actor:x (also: source:y)"


def test_a_candidate_beside_the_record_that_it_has_become_is_a_problem() -> None:
    both = identified(STATEMENT, "statement:x", "1"), identified(CANDIDATE, "candidate:x", "1")
    assert [(problem.code, problem.record) for problem in problems(*both)] == [("AK913", "candidate:x")]


def test_a_long_identifier_is_shortened_in_the_message() -> None:
    value = "9" * 5_000
    (problem,) = problems(identified(SOURCE, "source:x", value), identified(SOURCE, "source:y", value))
    assert len(problem.message) < 400
