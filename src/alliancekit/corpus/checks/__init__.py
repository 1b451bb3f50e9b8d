"""Checks across the records of a corpus: one module for each, listed in `CHECKS`.

A module has all that is known about a check: its rules, the function that finds problems, the rows of tables that may
break a rule, and how generated records break and obey it. `check` has the defaults of what a check does not define.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from alliancekit.corpus.checks import (
    anchors,
    blocs,
    circles,
    dates,
    identifiers,
    memberships,
    missing_spells,
    offices,
    persons,
    publication,
    state_codes,
    unique_ids,
    unknown_ids,
)
from alliancekit.corpus.checks.check import Break, Check, CorpusIndex, Mend
from alliancekit.rules import Rule

CHECKS: Final = (
    unique_ids.CHECK,
    unknown_ids.CHECK,
    persons.CHECK,
    blocs.CHECK,
    publication.CHECK,
    offices.CHECK,
    dates.CHECK,
    missing_spells.CHECK,
    memberships.CHECK,
    anchors.CHECK,
    circles.CHECK,
    identifiers.CHECK,
    state_codes.CHECK,
)
"""The checks across records, in the order of the report."""

LINKED: Final = tuple(check for check in CHECKS if check.scope == "linked")
"""The checks of records beside those to which they refer."""

COMPARING: Final = tuple(check for check in CHECKS if check.scope != "linked")
"""The checks that compare all records of a type, or all that may break a rule."""

RULES: Final = tuple(rule for check in CHECKS for rule in check.rules)
"""The rules across the records of a corpus."""

EXTENTS: Final[Mapping[Rule, str]] = {rule: extent for check in CHECKS for rule, extent in check.extents.items()}
"""How far columns decide by themselves what breaks a rule; record objects decide the rest."""

BREAKING: Final[Mapping[str, Break]] = dict(
    sorted((rule.code, function) for check in CHECKS for rule, function in check.breaking.items())
)
"""How the records of one corpus are changed so that they break a rule, by its code."""

MENDING: Final[Mapping[str, Mend]] = {
    rule.code: function for check in CHECKS for rule, function in check.mending.items()
}
"""How records that break a rule are changed so that they obey it, by its code."""


def _target_columns(checks: Sequence[Check]) -> dict[type, tuple[str, ...]]:
    columns: dict[type, dict[str, None]] = {}
    for check in checks:
        for model, names in check.target_columns.items():
            columns.setdefault(model, {}).update(dict.fromkeys(names))
    return {model: tuple(names) for model, names in columns.items()}


TARGET_COLUMNS: Final[Mapping[type, tuple[str, ...]]] = _target_columns(CHECKS)
"""The columns of whole tables that the checks read, by type."""

__all__ = [
    "BREAKING",
    "CHECKS",
    "COMPARING",
    "EXTENTS",
    "LINKED",
    "MENDING",
    "RULES",
    "TARGET_COLUMNS",
    "Check",
    "CorpusIndex",
]
