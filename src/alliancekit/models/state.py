"""States: members of the state systems of the field, with their codes through time."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self, TypeAlias, Unpack

from attrs import frozen

from alliancekit.engine import Record
from alliancekit.models.attestation import EVIDENCE_RULES, Attestations
from alliancekit.models.coding import Codings
from alliancekit.models.identifier import Identifiers
from alliancekit.models.ids import ONCE, StateId, StateRef, own
from alliancekit.models.words import Names, Period, Text
from alliancekit.project_fields import NO_PROJECT_FIELDS, ProjectFields
from alliancekit.rules.counts import AtLeast
from alliancekit.rules.disjoint import DisjointPeriods
from alliancekit.rules.rule import RecordRule
from alliancekit.rules.text import DependentPattern

if TYPE_CHECKING:
    from alliancekit.models.values import StateValues

System: TypeAlias = Literal[
    "cow", "cow_abbreviation", "gw", "gw_abbreviation", "iso3166_1_alpha2", "iso3166_1_alpha3", "iso3166_1_numeric"
]
"""A code system."""

Membership: TypeAlias = Literal["cow", "gw", "gw_microstates", "cow_majors"]
"""A system of states, or a part of one, of which a state is a member for a time."""

_NUMBER = ("[1-9][0-9]{0,2}", "a number from 1 to 999 without leading zeros")
_LETTERS = ("[A-Z]{3}", "three capital letters")


CodeSystem: TypeAlias = Literal[System, "atop"]
"""The systems of codes that a record of a state may carry."""


@frozen(kw_only=True)
class Code(Record):
    """The code of a state in a code system.

    Attributes:
        system: The code system: Correlates of War (State System Membership, v2024) or Gleditsch and Ward (1999), each
            with numbers and abbreviations, a part of ISO 3166-1, or ATOP. ATOP numbers members of alliances that no
            list of states has.
        value: The code, as text; numbers of ISO 3166-1 have three digits.
        period: When it is valid; None: as long as the state is a member of the system.
    """

    system: CodeSystem
    value: Text
    period: Period | None = None

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        DependentPattern(
            code="AK212",
            demand="A code has the form that its system defines.",
            advice="look the code up in its system",
            name="value",
            by="system",
            forms={
                "cow": _NUMBER,
                "cow_abbreviation": _LETTERS,
                "gw": _NUMBER,
                "gw_abbreviation": _LETTERS,
                "iso3166_1_alpha2": ("[A-Z]{2}", "two capital letters"),
                "iso3166_1_alpha3": _LETTERS,
                "iso3166_1_numeric": ("[0-9]{3}", "three digits"),
                "atop": ("[1-9][0-9]{0,8}", "a number without leading zeros"),
            },
        ),
    )


@frozen(kw_only=True)
class Spell(Record):
    """An unbroken time of membership in a state system.

    Attributes:
        system: The system: ``cow`` (Correlates of War), ``gw`` (Gleditsch and Ward 1999), ``gw_microstates`` (their
            list of microstates) or ``cow_majors`` (the major powers of Correlates of War).
        period: The time of membership.
    """

    system: Membership
    period: Period


@frozen(kw_only=True)
class State(Record):
    """A state of the lists of states; to be listed does not mean to be recognised.

    Attributes:
        id: ``state:`` and a slug.
        names: Its names; the first is the preferred one.
        codes: Its codes in each code system, with the periods in which they are valid.
        spells: Its spells of membership in each state system, in order of time.
        predecessors: The states that it succeeded, in all or a part of their territory.
        identifiers: Its identifiers in external schemes.
        note: A remark in free text.
        codings: Who coded and reviewed it.
        attestations: The sources that name it, and where.
        project_fields: The fields of projects, such as ``x_study`` in a document.

    Raises:
        InvalidRecord: If it breaks rules; the error has a problem for each.
    """

    id: Annotated[StateId, own("state")]
    names: Names
    codes: Annotated[
        tuple[Code, ...],
        AtLeast(
            code="AK211",
            demand="A state has at least one code.",
            advice="add its code in a system, or make it an actor if no system lists it",
            count=1,
        ),
        ONCE,
    ]
    spells: tuple[Spell, ...] = ()
    predecessors: Annotated[tuple[StateRef, ...], ONCE] = ()
    identifiers: Identifiers = ()
    note: Text | None = None
    codings: Codings = ()
    attestations: Attestations = ()
    project_fields: ProjectFields = NO_PROJECT_FIELDS

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        DisjointPeriods(
            code="AK213",
            demand="A state has one code of a system at a time.",
            advice="give each code the period in which it is valid",
            name="codes",
            period="period",
            per=("system",),
        ),
        DisjointPeriods(
            code="AK214",
            demand="The spells of a state in a system are in order of time and do not overlap.",
            advice="put the spells in order, and join those that overlap",
            name="spells",
            period="period",
            per=("system",),
            in_order=True,
        ),
        *EVIDENCE_RULES,
    )

    # begin derived signature
    if TYPE_CHECKING:

        @classmethod
        def from_values(cls, **values: Unpack[StateValues]) -> Self:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
            """Return the record with these values, each converted without loss; see `Record.from_values`."""
            ...
    # end derived signature
