"""Which rules the columns decide without objects."""

from typing import Final

from alliancekit.models import MODELS
from alliancekit.rules.reading import DERIVED, NUMBER
from alliancekit.rules.shape import CHOICE, DATE, MISSING, TYPE, UNKNOWN, rules_of

EXACT: Final = "exact"
NOT: Final = "not"


def extents() -> dict[str, str]:
    """Return whether columns alone find the rows that break a rule of fields or records, by its code.

    The value is "exact"; or "not" if an object is built from each row.
    """
    of_all_fields = dict.fromkeys(
        (rule.code for rule in (NUMBER, DERIVED, TYPE, MISSING, UNKNOWN, CHOICE, DATE)), EXACT
    )
    rules = (rule for model in MODELS.values() for rule in rules_of(model))
    return of_all_fields | {rule.code: EXACT if rule.writes("doubtful_rows") else NOT for rule in rules}
