"""Treaties: which party owes what to whom, and when."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self, TypeAlias, Unpack, overload

from attrs import frozen

from alliancekit._arguments import When, date_of
from alliancekit.dates import PartialDate
from alliancekit.dates.periods import days_to_compare
from alliancekit.engine import Record
from alliancekit.models.attestation import EVIDENCE_RULES, Attestations
from alliancekit.models.coding import Codings
from alliancekit.models.identifier import Identifiers
from alliancekit.models.ids import ONCE, ActorRefs, PartyRef, PartyRefs, TreatyId, TreatyRefs, own
from alliancekit.models.party import WITHIN_LIFETIME, Party, Signatory
from alliancekit.models.words import Language, Moment, Names, Period, Text
from alliancekit.project_fields import NO_PROJECT_FIELDS, ProjectFields
from alliancekit.rules.acts import ActsWithin, TowardOthers
from alliancekit.rules.counts import AtLeast, AtLeastTogether
from alliancekit.rules.distinct import Distinct, DistinctAcross
from alliancekit.rules.membership import Among, NotAmong
from alliancekit.rules.ordered import Ordered
from alliancekit.rules.presence import Forbids, Needs
from alliancekit.rules.rule import RecordRule
from alliancekit.rules.within import Within

if TYPE_CHECKING:
    from alliancekit.models.values import TreatyValues

Obligation: TypeAlias = Literal[
    "defense", "offense", "neutrality", "nonaggression", "consultation", "entente", "bases", "other"
]
"""The kinds of obligations."""

_LEAST_PARTIES = 2
"""The least number of parties of a treaty in force."""

_PARTICIPANTS = ("parties", "signatories")
"""The lists of those who took part in making a treaty, or joined it later."""

ONE_ENTRY = Distinct(
    code="AK602",
    demand="No party or signatory of a treaty is listed twice.",
    advice="put all its spells and acts into one entry",
    by=("party",),
)


@frozen(kw_only=True)
class Commitment(Record):
    """The obligation of one party to others under a treaty; it need not be mutual.

    Attributes:
        by: The party or signatory that owes it.
        toward: The actors and states to whom it is owed; they need not be parties. In the treaty of 15 April 1856,
            Austria, France and the United Kingdom guarantee the Ottoman Empire, which is no party.
        obligation: Its kind. ATOP defines defense, offense, neutrality, nonaggression and consultation (Leeds et al.
            2002, codebook 4.0, section on obligations). An entente is an understanding without a promise of force.
            Bases means that the forces of the other side may use territory.
        condition: When it falls due, in the coder's words.
        period: Its time; None: the whole lifetime of the treaty.
    """

    by: PartyRef
    toward: Annotated[
        tuple[PartyRef, ...],
        AtLeast(
            code="AK608",
            demand="A commitment is owed to at least one actor or state.",
            advice="name the actors and states to whom it is owed",
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
    """A written agreement that binds states, or was meant to.

    Attributes:
        id: ``treaty:`` and a slug.
        names: Its names; the first is the preferred one.
        parties: Its parties, each with its spells and acts. Panels count only these.
        signatories: Those who took part in making it, but never became parties.
        adopted: When its text was adopted.
        signed: When it was first signed.
        place: Where it was signed.
        in_force: When it came into force. It may be agreed for a day before the signature.
        never_in_force: Whether it is known that it never came into force; with `as_of`, not up to that day.
        ended: When it ended; None: no end is known.
        as_of: The last day for which this is known; without an end, the treaty is known to be in force until then.
        commitments: The obligations of its parties.
        provisions: Other variables of data sets.
        depositaries: The states or organizations that keep the original.
        languages: The languages of its authentic texts.
        replaces: The treaties that it replaces.
        amends: The treaties that it amends.
        groupings: The blocs, such as an alliance with its organs, to which it belongs. A bloc may be older than the
            treaty, outlast it, or have other members.
        identifiers: Its identifiers in external schemes.
        note: A remark in free text.
        codings: Who coded and reviewed it.
        attestations: The sources that report it.
        project_fields: The fields of projects, such as ``x_study`` in a document.

    Raises:
        InvalidRecord: If it breaks rules; the error has a problem for each.
    """

    id: Annotated[TreatyId, own("treaty")]
    names: Names
    parties: Annotated[tuple[Party, ...], ONE_ENTRY] = ()
    signatories: Annotated[tuple[Signatory, ...], ONE_ENTRY] = ()
    adopted: Moment | None = None
    signed: Moment | None = None
    place: Text | None = None
    in_force: Moment | None = None
    never_in_force: bool = False
    ended: Moment | None = None
    as_of: Moment | None = None
    commitments: Annotated[tuple[Commitment, ...], ONCE] = ()
    provisions: Annotated[tuple[Provision, ...], ONCE] = ()
    depositaries: PartyRefs = ()
    languages: Annotated[tuple[Language, ...], ONCE] = ()
    replaces: TreatyRefs = ()
    amends: TreatyRefs = ()
    groupings: ActorRefs = ()
    identifiers: Identifiers = ()
    note: Text | None = None
    codings: Codings = ()
    attestations: Attestations = ()
    project_fields: ProjectFields = NO_PROJECT_FIELDS

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        AtLeastTogether(
            code="AK601",
            demand="A treaty has two or more parties and signatories.",
            advice="add the parties; add those who signed but never became parties to 'signatories'",
            names=_PARTICIPANTS,
            count=2,
        ),
        DistinctAcross(
            code="AK613",
            demand="No party to a treaty is listed as a signatory too.",
            advice="record the signature among the acts of the party",
            names=_PARTICIPANTS,
            by="party",
        ),
        Ordered(
            code="AK603",
            demand="The dates of a treaty are in order: adopted, signed, ended, as of.",
            advice="correct one of the dates",
            names=("adopted", "signed", "ended", "as_of"),
        ),
        Ordered(
            code="AK614",
            demand="A treaty comes into force no later than it ends.",
            advice="correct one of the dates",
            names=("in_force", "ended", "as_of"),
        ),
        Needs(
            code="AK610",
            demand="A treaty with 'as_of' has 'in_force' or 'never_in_force'.",
            advice="give one of them, or leave 'as_of' out",
            name="as_of",
            others=("in_force", "never_in_force"),
        ),
        Forbids(
            code="AK615",
            demand="A treaty that never came into force has no parties, and neither 'in_force' nor 'ended'.",
            advice="move the parties to 'signatories' and remove the date, or remove 'never_in_force'",
            name="never_in_force",
            values=(True,),
            others=("in_force", "ended", "parties"),
        ),
        AtLeastTogether(
            code="AK619",
            demand="A treaty that came into force has two or more parties.",
            advice="move those who became parties from 'signatories' to 'parties', or correct the date",
            names=("parties",),
            count=2,
            when="in_force",
        ),
        Within(
            code="AK605",
            demand="A party's spells lie within the life of the treaty.",
            advice="correct the spell, or the dates of the treaty",
            path=("parties", "spells"),
            starts=("signed", "in_force"),
            end="ended",
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
            code="AK606",
            demand="A commitment is owed by a party or signatory of the treaty.",
            advice="add the party, or correct its id",
            name="commitments",
            fields=("by",),
            of=(("parties", "party"), ("signatories", "party")),
        ),
        Within(
            code="AK612",
            demand="The period of a provision lies within the life of the treaty.",
            advice="correct the period, or the dates of the treaty",
            path=("provisions", "period"),
            starts=("signed", "in_force"),
            end="ended",
        ),
        Among(
            code="AK611",
            demand="The parties of a provision are parties or signatories of the treaty.",
            advice="add the party, or correct its id",
            name="provisions",
            fields=("parties",),
            of=(("parties", "party"), ("signatories", "party")),
        ),
        ActsWithin(
            code="AK616",
            demand="No state signs a treaty, consents to it or leaves it before the first signature, or after its end.",
            advice="correct the date of the act, or the dates of the treaty",
            names=_PARTICIPANTS,
            kinds=WITHIN_LIFETIME,
            dates=("date",),
            start="signed",
            end="ended",
        ),
        ActsWithin(
            code="AK617",
            demand="A suspension lies between the signature and the end of the treaty.",
            advice="correct the date of the suspension, or the dates of the treaty",
            names=_PARTICIPANTS,
            kinds=("suspension",),
            dates=("date", "effective", "until"),
            start="signed",
            end="ended",
        ),
        TowardOthers(
            code="AK618",
            demand="An act has effect toward other parties or signatories of the treaty.",
            advice="add the party, or correct its id",
            names=_PARTICIPANTS,
        ),
        *EVIDENCE_RULES,
    )

    @overload
    def in_force_on(self, day: When) -> bool | None: ...
    @overload
    def in_force_on(self, day: When, *, unknown: bool) -> bool: ...
    def in_force_on(self, day: When, *, unknown: bool | None = None) -> bool | None:
        """Return whether the treaty is in force on a day; None if that is not known.

        Args:
            day: The day, as a `PartialDate`, EDTF text, a year, or a date of datetime, numpy or pandas; for a longer
                time, such as ``1991``, the treaty must be in force on every day.
            unknown: The result if the answer is unknown. By default None; pass False or True to use it in an `if`.

        Raises:
            InvalidDate: If it is no date.
            TypeError: If it is of another type.
        """
        answer = self._in_force_on(date_of(day, "day").whole())
        return unknown if answer is None else answer

    def _in_force_on(self, time: PartialDate) -> bool | None:
        """Return whether it is in force on each day of a time; None if that is not known."""
        if self.never_in_force:
            return None if self.as_of and PartialDate(f"../{self.as_of.edtf}").contains(time) is not True else False
        begun = self._has_begun(time)
        last = self.ended or self.as_of
        lasting = PartialDate(f"../{last.edtf}").contains(time) if last else None
        if lasting is False and not self.ended:
            # Nothing is known about the time after `as_of`.
            lasting = None
        answers = (begun, lasting, self._has_parties(time))
        return False if False in answers else True if all(answers) else None

    def _has_parties(self, time: PartialDate) -> bool | None:
        """Return whether it has two or more parties on each day of a time; None if that is not known."""
        if not self.parties:
            return None
        spells = [spell for party in self.parties for spell in party.spells]
        answers = [self._has_parties_on(day) for day in days_to_compare(spells, time)]
        return False if False in answers else all(answers) or None

    def _has_parties_on(self, day: PartialDate) -> bool | None:
        """Return whether it has two or more parties on a day; None if that is not known."""
        memberships = [{spell.contains(day) for spell in party.spells} or {True} for party in self.parties]
        if sum(True in answers for answers in memberships) >= _LEAST_PARTIES:
            return True
        return None if sum(answers != {False} for answers in memberships) >= _LEAST_PARTIES else False

    def _has_begun(self, time: PartialDate) -> bool | None:
        """Return whether the treaty has come into force by the start of a time; None if that is not known."""
        if self.in_force:
            return PartialDate(f"{self.in_force.edtf}/..").contains(time)
        return False if self.signed and PartialDate(f"{self.signed.edtf}/..").contains(time) is False else None

    # begin derived signature
    if TYPE_CHECKING:

        @classmethod
        def from_values(cls, **values: Unpack[TreatyValues]) -> Self:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
            """Return the record with these values, each converted without loss; see `Record.from_values`."""
            ...
    # end derived signature
