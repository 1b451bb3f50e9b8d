"""The rules: declared once, on the models, and read by construction, documents and generation.

`fields` are rules for one value, put into `typing.Annotated`; `records` and `lacks` are rules for several fields,
put into the `RULES` of a class; `reading` are the rules that bytes obey before there is a record. `shape` reads what
a field may hold off its annotation, `check` compiles a class's rules into the check that its constructor runs.
"""

from alliancekit.rules.fields import AtLeast, Distinct, Field, Id, Interval, Minimum, NotBlank, Pattern, Ref
from alliancekit.rules.lacks import Foreign, Lacks
from alliancekit.rules.records import (
    Among,
    AnyOf,
    Apart,
    Disjoint,
    ExactlyOne,
    Forbids,
    Form,
    NamesField,
    Needs,
    NotAmong,
    Ordered,
    Together,
    Within,
)
from alliancekit.rules.rule import Complaint, Rule

__all__ = [
    "Among",
    "AnyOf",
    "Apart",
    "AtLeast",
    "Complaint",
    "Disjoint",
    "Distinct",
    "ExactlyOne",
    "Field",
    "Forbids",
    "Foreign",
    "Form",
    "Id",
    "Interval",
    "Lacks",
    "Minimum",
    "NamesField",
    "Needs",
    "NotAmong",
    "NotBlank",
    "Ordered",
    "Pattern",
    "Ref",
    "Rule",
    "Together",
    "Within",
]
