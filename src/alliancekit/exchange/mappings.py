"""How records correspond to another format; the reference prints the tables, and tests check them."""

from typing import Final, Literal, TypeAlias

from attrs import frozen

from alliancekit.models import Entry
from alliancekit.project_fields import NO_PROJECT_FIELDS
from alliancekit.rules.rule import has_value

Conversion: TypeAlias = Literal["same", "partly", "lost", "none"]
"""How a fact is converted: it stays the same, it is converted in part, or it is lost; none: that side has no such fact.

Nothing is lost without a warning.
"""


@frozen
class Correspondence:
    """A row of the table of a format.

    Attributes:
        ours: The field of the record; empty if there is none.
        theirs: The field of the other format; empty if there is none.
        exported: How an export converts it.
        imported: How an import converts it.
        note: What is special about it.
    """

    ours: str
    theirs: str
    exported: Conversion
    imported: Conversion
    note: str = ""

    @property
    def round_trip(self) -> bool:
        """Whether a record that is exported and imported again has an equal value."""
        return self.exported == "same" and self.imported != "none"


def lost_fields(*names: str) -> tuple[Correspondence, ...]:
    """Return a row for each of some fields that the other format does not have."""
    return tuple(Correspondence(name, "", "lost", "none") for name in names)


OTHER_FIELDS: Final = Correspondence("other fields", "", "none", "none", "they stay in the corpus")
"""The row of formats that exchange only the evidence of records."""


def field_has_value(record: Entry, field: str) -> bool:
    """Return whether a field of a record has a value."""
    value: object = getattr(record, field)
    return has_value(value) and value != NO_PROJECT_FIELDS
