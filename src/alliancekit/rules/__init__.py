"""The rules. Models declare them once; constructors, JSON Schema, columns and strategies read them.

Each family of rules has one module. `text`, `ids`, `counts`, `distinct` and `intervals` have rules of one value, for
`typing.Annotated`; the others have rules of several fields, for the `RULES` of a class. `rule` has the base classes,
from which your own rules derive.
"""

from alliancekit.rules.acts import ActsWithin, SpellsAfterConsent, SpellsBeforeExit, TowardOthers
from alliancekit.rules.candidates import ListsMissingFields, NoFieldsOfOtherTypes
from alliancekit.rules.counts import AtLeast, AtLeastTogether, Minimum
from alliancekit.rules.disjoint import DisjointPeriods, DisjointSpans
from alliancekit.rules.distinct import Distinct, DistinctAcross
from alliancekit.rules.field_names import KeysMatch, NamesField
from alliancekit.rules.ids import Id, Ref
from alliancekit.rules.intervals import Interval
from alliancekit.rules.membership import Among, NotAmong
from alliancekit.rules.ordered import Ordered
from alliancekit.rules.presence import AnyOf, ExactlyOne, Forbids, Needs
from alliancekit.rules.rule import Complaint, FieldRule, RecordRule, Rule
from alliancekit.rules.sequences import InOrder, NotBefore
from alliancekit.rules.text import DependentPattern, NotBlank, Pattern
from alliancekit.rules.within import Within

__all__ = [
    "ActsWithin",
    "Among",
    "AnyOf",
    "AtLeast",
    "AtLeastTogether",
    "Complaint",
    "DependentPattern",
    "DisjointPeriods",
    "DisjointSpans",
    "Distinct",
    "DistinctAcross",
    "ExactlyOne",
    "FieldRule",
    "Forbids",
    "Id",
    "InOrder",
    "Interval",
    "KeysMatch",
    "ListsMissingFields",
    "Minimum",
    "NamesField",
    "Needs",
    "NoFieldsOfOtherTypes",
    "NotAmong",
    "NotBefore",
    "NotBlank",
    "Ordered",
    "Pattern",
    "RecordRule",
    "Ref",
    "Rule",
    "SpellsAfterConsent",
    "SpellsBeforeExit",
    "TowardOthers",
    "Within",
]
