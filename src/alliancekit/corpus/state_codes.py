"""Compare the codes of states with the registry of states and with each other."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from alliancekit.errors import Problem, Severity
from alliancekit.models import State
from alliancekit.rules import Rule
from alliancekit.states.placing import Contradiction, contradictions, shared

KNOWN: Final = Rule(
    code="AK931",
    demand="The codes of a state belong to one state of the registry: the one with the same id, if there is one.",
    advice="correct the code, or give the record another id",
    severity=Severity.WARNING,
)
OF_ONE: Final = Rule(
    code="AK932",
    demand="Two states do not have the same code at the same time.",
    advice="correct one of the codes, or give each code its period",
    severity=Severity.WARNING,
)

RULES: Final = (KNOWN, OF_ONE)


def problems(states: Sequence[State]) -> Iterator[Problem]:
    """Yield a warning for each code that contradicts the registry, and for each that two records have at the same time.

    Panels skip such a record, unless the caller chooses to trust it.
    """
    yield from _problems(KNOWN, contradictions(states))
    yield from _problems(OF_ONE, shared(states))


def _problems(rule: Rule, conflicts: Iterable[Contradiction]) -> Iterator[Problem]:
    for each in conflicts:
        path = ("codes", each.position, "value")
        yield rule.problem(each.message, path=path, record=each.record, hint=each.hint)
