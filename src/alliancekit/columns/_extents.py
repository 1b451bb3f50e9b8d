"""How much of each rule the columns tell by themselves; what they leave in doubt, objects tell."""

from collections.abc import Mapping
from typing import Final

from alliancekit.models import MODELS
from alliancekit.rules import (
    Among,
    AnyOf,
    Apart,
    AtLeast,
    Disjoint,
    Distinct,
    ExactlyOne,
    Forbids,
    Foreign,
    Form,
    Id,
    Interval,
    Lacks,
    Minimum,
    NamesField,
    Needs,
    NotAmong,
    NotBlank,
    Ordered,
    Pattern,
    Ref,
    Rule,
    Within,
)
from alliancekit.rules.reading import DERIVED, NUMBER
from alliancekit.rules.shape import CHOICE, DATE, MISSING, TYPE, UNKNOWN, rules_of

EXACT: Final = "exact"
NOT: Final = "not"

BY_CLASS: Final[Mapping[type[Rule], str]] = {
    **dict.fromkeys(
        (
            Among, AnyOf, Apart, AtLeast, Disjoint, Distinct, ExactlyOne, Forbids, Foreign, Form, Id, Interval, Lacks,
            Minimum, NamesField, Needs, NotAmong, NotBlank, Ordered, Pattern, Ref, Within,
        ),
        EXACT,
    ),
}  # fmt: skip
"""How far the columns tell the rules of our classes. Of another class they know nothing: each row becomes an object."""


def extents() -> dict[str, str]:
    """Return, by the code of each rule of fields and records, how far columns tell by themselves what breaks it.

    It is "exact", or "in doubt for" what objects have to tell.
    """
    at_large = dict.fromkeys((rule.code for rule in (NUMBER, DERIVED, TYPE, MISSING, UNKNOWN, CHOICE, DATE)), EXACT)
    return at_large | {rule.code: BY_CLASS[type(rule)] for model in MODELS.values() for rule in rules_of(model)}
