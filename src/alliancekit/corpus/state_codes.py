"""The codes of states, held against the registry of states and against each other."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from alliancekit.errors import Problem, Severity
from alliancekit.models import State
from alliancekit.rules import Rule
from alliancekit.states.placing import Contradiction, contradictions, shared

KNOWN: Final = Rule(
    code="AK931",
    demand="The codes of a state are those of one state of the registry: of the one with the same id, if there is one.",
    advice="correct the code, or give the record another id",
    severity=Severity.WARNING,
)
OF_ONE: Final = Rule(
    code="AK932",
    demand="A state has a code for itself: no two records stand for the same state at the same time.",
    advice="correct one of the codes, or give each the period in which it holds",
    severity=Severity.WARNING,
)

RULES: Final = (KNOWN, OF_ONE)


def problems(states: Sequence[State]) -> Iterator[Problem]:
    """Yield a warning for each code that the registry contradicts, and for each that two records have at once.

    Panels do not place such a record, unless they are asked to trust it.
    """
    yield from _problems(KNOWN, contradictions(states))
    yield from _problems(OF_ONE, shared(states))


def _problems(rule: Rule, found: Iterable[Contradiction]) -> Iterator[Problem]:
    for each in found:
        path = ("codes", each.position, "value")
        yield rule.problem(each.message, path=path, record=each.record, hint=each.hint)
