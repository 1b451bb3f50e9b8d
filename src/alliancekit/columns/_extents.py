"""Which rules the columns decide without objects."""

from typing import Final

from alliancekit.messages import listed
from alliancekit.models import MODELS
from alliancekit.rules.reading import DERIVED, NUMBER
from alliancekit.rules.rule import RecordRule, Rule
from alliancekit.rules.shape import CHOICE, DATE, MISSING, TYPE, UNKNOWN, rules_of

EXACT: Final = "exact"
NOT: Final = "not"


def extents() -> dict[str, str]:
    """Return whether columns alone find the rows that break a rule of fields or records, by its code.

    The value is "exact"; "not exact for" records with some fields, of which objects are built; or "not" if an object is
    built from each row.
    """
    of_all_fields = dict.fromkeys(
        (rule.code for rule in (NUMBER, DERIVED, TYPE, MISSING, UNKNOWN, CHOICE, DATE)), EXACT
    )
    rules = (rule for model in MODELS.values() for rule in rules_of(model))
    return of_all_fields | {rule.code: extent_of(rule) for rule in rules}


def extent_of(rule: Rule) -> str:
    """Return the extent to which the rows in doubt are those that break a rule."""
    inexact_for = rule.inexact_for if isinstance(rule, RecordRule) else ""
    if rule.writes("doubtful_rows"):
        return f"not exact for {inexact_for}" if inexact_for else EXACT
    if isinstance(rule, RecordRule) and rule.triggers:
        return f"not exact for records with {listed(tuple(map('.'.join, rule.triggers)))}"
    return NOT
