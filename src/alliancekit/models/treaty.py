"""Treaties: which party owes what to whom, and when."""

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
"""The kinds of obligations."""

_LEAST_PARTIES = 2
"""The least number of parties of a treaty in force."""


@frozen(kw_only=True)
class Party(Record):
    """A party to a treaty, with the times of its membership.

    Attributes:
        party: The actor or state.
        spells: The periods from accession to exit, in order of time; a re-entry is a spell of its own. Empty: the
            whole lifetime of the treaty.
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
    """The obligation of one party to others under a treaty; it need not be mutual.

    Attributes:
        by: The party that owes it.
        toward: The parties to whom it is owed.
        obligation: Its kind. Defense, offense, neutrality, nonaggression and consultation are those of ATOP
            (Leeds et al. 2002, codebook 4.0, section on obligations); an entente is an understanding without a
            promise of force; bases is the use of territory by the other side's forces.
        condition: When it falls due, in the coder's words.
        period: Its time; None: the whole lifetime of the treaty.
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
    """Another variable of a treaty, as a data set codes it.

    Attributes:
        variable: The variable, with the data set that defines it: ``atop.milcon``.
        value: Its value, as the data set writes it.
        parties: The parties to which it applies. Empty: all parties.
        period: Its time; None: the whole lifetime of the treaty.
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
        names: Its names; the first is the preferred one.
        parties: Its parties, each with its spells.
        signed: When it was first signed.
        in_force: When it came into force.
        ended: When it ended; None: no end is known.
        as_of: The last day for which this is known; without an end, the treaty is known to be in force until then.
        commitments: The obligations of its parties.
        provisions: Other variables of data sets.
        note: A remark in free text.
        attestations: The sources that report it.

    Raises:
        InvalidRecord: If it breaks rules; the error has a problem for each.
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
        """Return whether the treaty is in force on a day; None if that is not known.

        Args:
            day: The day, as a `PartialDate`, EDTF text, a year, or a date of datetime, numpy or pandas; for a longer
                time, such as ``1991``, the treaty must be in force on every day.

        Raises:
            InvalidDate: If it is no date.
            TypeError: If it is of another type.
        """
        time = date_of(day, "day").whole()
        begun = self._has_begun(time)
        last = self.ended or self.as_of
        lasting = PartialDate(f"../{last.edtf}").contains(time) if last else None
        if lasting is False and not self.ended:
            # Nothing is known about the time after `as_of`.
            lasting = None
        answers = (begun, lasting, self._has_parties(time))
        return False if False in answers else True if all(answers) else None

    def _has_parties(self, time: PartialDate) -> bool | None:
        """Return whether it has two or more parties throughout a time; None if that is not known."""
        memberships = [
            [True] if not party.spells else [spell.contains(time) for spell in party.spells] for party in self.parties
        ]
        if sum(True in answers for answers in memberships) >= _LEAST_PARTIES:
            return True
        return None if sum(answers != [False] * len(answers) for answers in memberships) >= _LEAST_PARTIES else False

    def _has_begun(self, time: PartialDate) -> bool | None:
        """Return whether the treaty has come into force by the start of a time; None if that is not known."""
        if self.in_force:
            return PartialDate(f"{self.in_force.edtf}/..").contains(time)
        return False if self.signed and PartialDate(f"{self.signed.edtf}/..").contains(time) is False else None
