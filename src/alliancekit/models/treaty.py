"""Treaties: who is bound to do what, toward whom, from when to when."""

from typing import Annotated, ClassVar, Literal, TypeAlias

from attrs import frozen

from alliancekit._arguments import When, date_of
from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.models.attestation import READINGS, Attestations
from alliancekit.models.ids import ONCE, PartyRef, PartyRefs, TreatyId, own
from alliancekit.models.words import Moment, Names, Period, Text
from alliancekit.rules.counts import AtLeast
from alliancekit.rules.disjoint import DisjointPeriods
from alliancekit.rules.distinct import Distinct
from alliancekit.rules.membership import Among, NotAmong
from alliancekit.rules.ordered import Ordered
from alliancekit.rules.presence import Needs
from alliancekit.rules.rule import RecordRule
from alliancekit.rules.within import Within

Obligation: TypeAlias = Literal[
    "defense", "offense", "neutrality", "nonaggression", "consultation", "entente", "bases", "other"
]
"""What can be owed."""

_TWO = 2
"""How many parties it takes."""


@frozen(kw_only=True)
class Party(Record):
    """A party to a treaty, with the times in which it is one.

    Attributes:
        party: Who.
        spells: From accession to exit, in order of time; a re-entry is a spell of its own. None: as long as the
            treaty lives.
    """

    party: PartyRef
    spells: tuple[Period, ...] = ()

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        DisjointPeriods(
            code="AK604",
            demand="The spells of a party are in order of time and do not overlap.",
            advice="put the spells in order, and join those that overlap",
            name="spells",
            in_order=True,
        ),
    )


@frozen(kw_only=True)
class Commitment(Record):
    """What one party owes others under a treaty; others need not owe the same.

    Attributes:
        by: Who owes it.
        toward: To whom.
        obligation: What is owed. Defense, offense, neutrality, nonaggression and consultation are those of ATOP
            (Leeds et al. 2002, codebook 4.0, section on obligations); an entente is an understanding without a
            promise of force; bases is the use of territory by the other side's forces.
        condition: When it falls due, in the coder's words.
        period: From when to when, if not as long as the treaty lives.
    """

    by: PartyRef
    toward: Annotated[
        tuple[PartyRef, ...],
        AtLeast(
            code="AK608",
            demand="A commitment is owed to at least one party.",
            advice="name the parties to whom it is owed",
            count=1,
        ),
        ONCE,
    ]
    obligation: Obligation
    condition: Text | None = None
    period: Period | None = None

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        NotAmong(
            code="AK607",
            demand="No party owes a commitment to itself.",
            advice="name the other side",
            name="by",
            others="toward",
        ),
    )


@frozen(kw_only=True)
class Provision(Record):
    """What else a data set codes of a treaty, in its own terms.

    Attributes:
        variable: The variable, with the data set that defines it: ``atop.milcon``.
        value: Its value, as the data set writes it.
        parties: The parties for which it holds. None: all of them.
        period: From when to when, if not as long as the treaty lives.
    """

    variable: Text
    value: Text
    parties: PartyRefs = ()
    period: Period | None = None


@frozen(kw_only=True)
class Treaty(Record):
    """A written agreement that binds states.

    Attributes:
        id: ``treaty:`` and a slug.
        names: What it is called; the first name is the preferred one.
        parties: Who is bound, and in which spells.
        signed: When it was first signed.
        in_force: When it came into force.
        ended: When it ended; None: no end is known.
        as_of: The last day for which that is known; with no end, the treaty is known to be in force up to here.
        commitments: What is owed, by whom and toward whom.
        provisions: What else a data set codes, in its own terms.
        note: Anything else, for people.
        attestations: Which sources report it.

    Raises:
        InvalidRecord: If it breaks a rule, with all that it breaks.
    """

    id: Annotated[TreatyId, own("treaty")]
    names: Names
    parties: Annotated[
        tuple[Party, ...],
        AtLeast(code="AK601", demand="A treaty has two or more parties.", advice="add the parties", count=2),
        Distinct(
            code="AK602",
            demand="No party to a treaty is listed twice.",
            advice="put all its spells into one entry",
            by=("party",),
        ),
    ]
    signed: Moment | None = None
    in_force: Moment | None = None
    ended: Moment | None = None
    as_of: Moment | None = None
    commitments: Annotated[tuple[Commitment, ...], ONCE] = ()
    provisions: Annotated[tuple[Provision, ...], ONCE] = ()
    note: Text | None = None
    attestations: Attestations = ()

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        Ordered(
            code="AK603",
            demand="The dates of a treaty are in order: signed, in force, ended, as of.",
            advice="correct one of the dates",
            names=("signed", "in_force", "ended", "as_of"),
        ),
        Needs(
            code="AK610",
            demand="A treaty with 'as_of' has 'in_force'.",
            advice="give 'in_force', or leave 'as_of' out",
            name="as_of",
            other="in_force",
        ),
        Within(
            code="AK605",
            demand="A party's spells lie within the life of the treaty.",
            advice="correct the spell, or the dates of the treaty",
            path=("parties", "spells"),
            starts=("signed", "in_force"),
            end="ended",
        ),
        Among(
            code="AK606",
            demand="A commitment is owed by a party of the treaty, to parties of the treaty.",
            advice="add the party, or correct its id",
            name="commitments",
            fields=("by", "toward"),
            of=("parties", "party"),
        ),
        Within(
            code="AK609",
            demand="The period of a commitment lies within the life of the treaty.",
            advice="correct the period, or the dates of the treaty",
            path=("commitments", "period"),
            starts=("signed", "in_force"),
            end="ended",
        ),
        Among(
            code="AK611",
            demand="The parties of a provision are parties of the treaty.",
            advice="add the party, or correct its id",
            name="provisions",
            fields=("parties",),
            of=("parties", "party"),
        ),
        Within(
            code="AK612",
            demand="The period of a provision lies within the life of the treaty.",
            advice="correct the period, or the dates of the treaty",
            path=("provisions", "period"),
            starts=("signed", "in_force"),
            end="ended",
        ),
        READINGS,
    )

    def in_force_on(self, day: When) -> bool | None:
        """Tell whether the treaty is in force on a day; None where that is not known.

        Args:
            day: The day, as a `PartialDate`, EDTF text, a year, or a date of datetime, numpy or pandas; of a longer
                time, such as ``1991``, every day is asked for.

        Raises:
            InvalidDate: If it is no date.
            TypeError: If it is of another type.
        """
        time = date_of(day, "day").whole()
        begun = self._since(time)
        last = self.ended or self.as_of
        lasting = PartialDate(f"../{last.edtf}").contains(time) if last else None
        if lasting is False and not self.ended:
            # As of a day says nothing of the time after it.
            lasting = None
        answers = (begun, lasting, self._binding(time))
        return False if False in answers else True if all(answers) else None

    def _binding(self, time: PartialDate) -> bool | None:
        """Tell whether two or more are party throughout a time; None where that is not known."""
        held = [
            [True] if not party.spells else [spell.contains(time) for spell in party.spells] for party in self.parties
        ]
        if sum(True in answers for answers in held) >= _TWO:
            return True
        return None if sum(answers != [False] * len(answers) for answers in held) >= _TWO else False

    def _since(self, time: PartialDate) -> bool | None:
        """Tell whether the treaty has come into force by the start of a time; None where that is not known."""
        if self.in_force:
            return PartialDate(f"{self.in_force.edtf}/..").contains(time)
        return False if self.signed and PartialDate(f"{self.signed.edtf}/..").contains(time) is False else None
