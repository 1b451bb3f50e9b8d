"""How much of each rule the columns decide by themselves."""

from typing import Final

from alliancekit.models import MODELS
from alliancekit.rules.reading import DERIVED, NUMBER
from alliancekit.rules.shape import CHOICE, DATE, MISSING, TYPE, UNKNOWN, rules_of

EXACT: Final = "exact"
NOT: Final = "not"


def extents() -> dict[str, str]:
    """Return, by the code of each rule of fields and records, how far columns decide by themselves what breaks it.

    It is "exact", or "not" where each row becomes an object.
    """
    of_all_fields = dict.fromkeys(
        (rule.code for rule in (NUMBER, DERIVED, TYPE, MISSING, UNKNOWN, CHOICE, DATE)), EXACT
    )
    rules = (rule for model in MODELS.values() for rule in rules_of(model))
    return of_all_fields | {rule.code: EXACT if rule.writes("doubtful_rows") else NOT for rule in rules}
