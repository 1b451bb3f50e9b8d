"""The rules across the records of a corpus, each with records that break it."""

import pytest
from tests.corpus.checks.joined import problems
from tests.mistakes import CLASHES, Clash

from alliancekit import convert
from alliancekit.corpus.checks import RULES
from alliancekit.corpus.checks import dates as date_checks
from alliancekit.errors import Severity
from alliancekit.models import MODELS

DATES = {rule.code for rule in date_checks.CHECK.rules}


@pytest.mark.parametrize("clash", CLASHES, ids=[clash.code for clash in CLASHES])
def test_each_rule_across_records_is_checked(clash: Clash) -> None:
    new = [convert.record(MODELS[name], tree) for name, tree in clash.entries]
    assert [(problem.code, problem.record, problem.path, problem.message) for problem in problems(*new)] == [
        (clash.code, clash.record, clash.at, clash.message)
    ]


def test_a_state_outside_its_system_a_code_of_another_and_a_doubtful_date_are_warnings() -> None:
    warnings = {rule.code for rule in RULES if rule.severity is Severity.WARNING}
    assert {"AK907", "AK931", "AK932", *DATES} <= warnings
