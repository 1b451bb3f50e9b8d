"""Parties and signatories of a treaty, and their acts: signature, ratification, withdrawal and others."""

from typing import Annotated, ClassVar, Final, Literal, TypeAlias, get_args

from attrs import frozen

from alliancekit.engine import Record
from alliancekit.models.ids import PartyRef, PartyRefs
from alliancekit.models.words import Moment, Period, Text
from alliancekit.rules.acts import SpellsAfterConsent, SpellsBeforeExit
from alliancekit.rules.disjoint import DisjointPeriods
from alliancekit.rules.distinct import Distinct
from alliancekit.rules.ordered import Ordered
from alliancekit.rules.presence import Forbids
from alliancekit.rules.rule import RecordRule
from alliancekit.rules.sequences import NotBefore

ActKind: TypeAlias = Literal[
    "signature", "signature_ad_referendum", "definitive_signature", "domestic_approval", "refusal",
    "exchange", "ratification", "acceptance", "approval", "formal_confirmation", "accession", "succession",
    "provisional_application", "suspension", "reservation", "objection", "declaration",
    "denunciation", "withdrawal", "revocation",
]  # fmt: skip
"""The kinds of acts."""

SIGNATURES: Final = ("signature", "signature_ad_referendum", "definitive_signature")
"""The acts that sign a treaty."""

CONSENTS: Final = (
    "definitive_signature", "exchange", "ratification", "acceptance", "approval", "formal_confirmation", "accession",
    "succession",
)  # fmt: skip
"""The acts by which a state consents to be bound."""

EXITS: Final = ("denunciation", "withdrawal")
"""The acts by which a party ends its membership."""

WITHIN_LIFETIME: Final = tuple(
    kind for kind in get_args(ActKind) if kind in {*SIGNATURES, *CONSENTS, *EXITS} and kind != "succession"
)
"""The acts between the first signature and the end of a treaty. A succession may be notified after the end."""

LASTING: Final = ("provisional_application", "suspension")
"""The acts that last for a time."""


@frozen(kw_only=True)
class Act(Record):
    """What a state did with a treaty.

    The terms are those of the Vienna Convention on the Law of Treaties of 1969 (articles 2, 11 to 25 and 54 to 72).
    They are a vocabulary only: the convention does not apply to treaties that are older than it (article 4).

    Attributes:
        kind: The kind of act. A ``domestic_approval`` is a vote or decree before consent; a ``definitive_signature``
            and an ``exchange`` of instruments are consent without ratification; a ``refusal`` declines consent; a
            ``revocation`` takes back an earlier act, such as a withdrawal that then never has effect.
        date: The day of the act: signed, deposited, exchanged or notified.
        effective: The day from which it has effect for this state. It may lie before `date`, as for most successions.
        until: The last day of a provisional application or a suspension.
        toward: The parties and signatories toward which it has effect; empty: all.
        scope: The part of the treaty that it concerns, or the organ that acted: ``Article 5``, ``Bundestag``.
        place: Where it took place.
        note: A remark in free text.
    """

    kind: ActKind
    date: Moment | None = None
    effective: Moment | None = None
    until: Moment | None = None
    toward: PartyRefs = ()
    scope: Text | None = None
    place: Text | None = None
    note: Text | None = None

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        Forbids(
            code="AK620",
            demand="Only a provisional application or a suspension has an end.",
            advice="remove 'until', or record the act that ended it",
            name="kind",
            values=tuple(kind for kind in get_args(ActKind) if kind not in LASTING),
            others=("until",),
        ),
        Ordered(
            code="AK621",
            demand="A provisional application or a suspension does not end before it has effect.",
            advice="correct one of the dates",
            names=("effective", "until"),
        ),
        Ordered(
            code="AK622",
            demand="A provisional application or a suspension does not end before it is declared.",
            advice="correct one of the dates",
            names=("date", "until"),
        ),
    )


Acts: TypeAlias = Annotated[
    tuple[Act, ...],
    Distinct(
        code="AK623",
        demand="The acts of a state differ in kind, date, scope or the states toward which they have effect.",
        advice="remove the repeated act, or add its date or scope",
        by=("kind", "date", "scope", "toward"),
    ),
]
"""What a state did with a treaty."""

_ACT_RULES: Final[tuple[RecordRule, ...]] = (
    NotBefore(
        code="AK624",
        demand="A ratification, acceptance or approval is not before the first signature of the same state.",
        advice="correct one of the dates; without a signature, it is an accession",
        name="acts",
        by="kind",
        values=("ratification", "acceptance", "approval"),
        others=SIGNATURES,
        date="date",
    ),
    NotBefore(
        code="AK625",
        demand="A withdrawal or denunciation is not before the state has consented to be bound.",
        advice="correct one of the dates, or add the first consent, without a date if it is not known",
        name="acts",
        by="kind",
        values=EXITS,
        others=CONSENTS,
        date="date",
    ),
)


@frozen(kw_only=True)
class Party(Record):
    """A party to a treaty, with the times of its membership and its acts.

    A party is a state for which the treaty is in force (Vienna Convention, article 2(1)(g)). A state that only signed,
    or that refused, is a `Signatory`.

    Attributes:
        party: The actor or state.
        spells: The periods from entry to exit, in order of time; a re-entry is a spell of its own. Empty: the
            whole lifetime of the treaty.
        acts: What it did with the treaty, as far as known. They do not change the spells.
    """

    party: PartyRef
    spells: tuple[Period, ...] = ()
    acts: Acts = ()

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        DisjointPeriods(
            code="AK604",
            demand="The spells of a party are in order of time and do not overlap.",
            advice="put the spells in order, and join those that overlap",
            name="spells",
            in_order=True,
        ),
        *_ACT_RULES,
        SpellsAfterConsent(
            code="AK626",
            demand="The first spell of a party does not begin before its first act, if all its acts have dates.",
            advice=(
                "correct the spell or the date, give in 'effective' the day from which the act has effect, or add the "
                "first consent, without a date if it is not known"
            ),
            consents=CONSENTS,
            retroactive=("succession",),
        ),
        SpellsBeforeExit(
            code="AK627",
            demand="A spell does not last beyond the effective date of a withdrawal without a later consent.",
            advice=(
                "end the spell on that date, or add the act by which the state became a party again; the withdrawal of "
                "a reservation is a revocation"
            ),
            consents=CONSENTS,
            exits=EXITS,
            revocations=("revocation",),
        ),
    )


@frozen(kw_only=True)
class Signatory(Record):
    """A state that took part in making a treaty, but never became a party.

    Attributes:
        party: The actor or state.
        acts: What it did with the treaty, as far as known; also a ratification that never had effect.
    """

    party: PartyRef
    acts: Acts = ()

    RULES: ClassVar[tuple[RecordRule, ...]] = _ACT_RULES
