"""Codings: who coded or reviewed a record, when, and with which program."""

from typing import Annotated, ClassVar, Literal, TypeAlias

from attrs import frozen

from alliancekit.engine import Record
from alliancekit.models.ids import ONCE
from alliancekit.models.words import Moment, Text
from alliancekit.rules.presence import Forbids, Needs
from alliancekit.rules.rule import RecordRule
from alliancekit.rules.sequences import NotBefore

CodingRole: TypeAlias = Literal["coded", "reviewed"]
"""What a coder does with a record."""

CodingMethod: TypeAlias = Literal["hand", "program"]
"""How a record is coded: by a person, or drafted by a program."""


@frozen(kw_only=True)
class Coding(Record):
    """A step of the work on a record: somebody coded it, or reviewed it.

    It corresponds to an activity of W3C PROV, and `by` to its agent.

    Attributes:
        role: Whether the record was coded or reviewed.
        by: The person: initials, a name, or an ORCID. A coder is no `Actor`.
        date: When it was done, as far as known.
        method: Whether it was done by hand, or drafted by a program; None: not known.
        program: The program that drafted the record.
        version: The version of the program.
    """

    role: CodingRole = "coded"
    by: Text
    date: Moment | None = None
    method: CodingMethod | None = None
    program: Text | None = None
    version: Text | None = None

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        Forbids(
            code="AK128",
            demand="What was coded by hand has no program.",
            advice="remove the program, or correct the method",
            name="method",
            values=("hand",),
            others=("program",),
        ),
        Needs(
            code="AK116",
            demand="A program that drafted a record has a version.",
            advice="add the version, or a date that identifies it",
            name="program",
            others=("version",),
        ),
        Needs(
            code="AK117",
            demand="A version belongs to a program.",
            advice="name the program, or remove the version",
            name="version",
            others=("program",),
        ),
    )


Codings: TypeAlias = Annotated[tuple[Coding, ...], ONCE]
"""Who coded and reviewed a record."""

REVIEWED_AFTER_CODING = NotBefore(
    code="AK118",
    demand="A record is not reviewed before it is coded.",
    advice="correct one of the dates",
    name="codings",
    by="role",
    values=("reviewed",),
    others=("coded",),
    date="date",
)
