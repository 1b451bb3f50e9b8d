"""Rules of the acts of the parties to a treaty: against its spells, its dates, and its other participants."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Final, cast, final

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.dates.partial import SPANS
from alliancekit.errors import Path
from alliancekit.messages import quote
from alliancekit.rules.complaints import Clash, group_by_cause
from alliancekit.rules.json_schema import COMPARES
from alliancekit.rules.rule import Complaint, RecordRule

if TYPE_CHECKING:
    from alliancekit.models.party import Act, Party
    from alliancekit.strategies.drafts import Draft

_NO_DATES: Final[dict[str, object]] = {"date": None, "effective": None, "until": None}
"""An act without dates."""


class _OfSpells(RecordRule):
    """The parts that rules of the spells and acts of one party share."""

    __slots__ = ()

    unsaid: ClassVar[str] = COMPARES

    @property
    def reads(self) -> tuple[str, ...]:
        """The spells and the acts."""
        return ("spells", "acts")

    @property
    def triggers(self) -> tuple[tuple[str, ...], ...]:
        """The acts."""
        return (("acts",),)

    def _put_act(self, draft: "Draft", spell: str, changes: dict[str, object]) -> None:
        """Give the party one spell, and one act that has some values and is of the whole treaty."""
        whole = {"toward": (), "scope": None}
        draft.values["spells"] = (PartialDate(spell),)
        draft.values["acts"] = (draft.draw_item("acts", {**_NO_DATES, **whole, **changes}),)

    def mend_draft(self, draft: "Draft") -> None:
        """Remove the spells; if they must stay, remove the acts."""
        if not self.holds(*draft.read(self)):
            draft.clear(["acts" if "spells" in draft.fixed else "spells"])


@final
@frozen(kw_only=True)
class SpellsAfterConsent(_OfSpells):
    """The first spell of a party does not begin before its first act, if all its acts are dated and one is a consent.

    The rule passes over a party with an act that may have effect before its date, and has no effective date.

    Attributes:
        consents: The kinds of acts that are a consent.
        retroactive: The kinds of acts that often have effect before their date.
    """

    consents: tuple[str, ...]
    retroactive: tuple[str, ...]

    # --- Meaning ----------------------------------------------------------------------------------------------------

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint at the first spell if it certainly begins too early."""
        spells, acts = cast("tuple[Sequence[PartialDate], Sequence[Act]]", values)
        dates = [
            [date for date in (act.date if act.kind not in self.retroactive else None, act.effective) if date]
            for act in acts
        ]
        if not spells or not all(dates) or not any(act.kind in self.consents for act in acts):
            return
        first = min((date for each in dates for date in each), key=lambda date: SPANS[date.edtf].first_from)
        if PartialDate(f"{first.edtf}/..").contains(spells[0]) is False:
            yield ("spells", 0), f"must not start before the first of the acts ({first.edtf}), got {spells[0].edtf}"

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Let the only spell end before the only act, a consent."""
        start, end, later = draft.years(3)
        changes: dict[str, object] = {"kind": draft.choose(self.consents), "date": later, "effective": later}
        self._put_act(draft, f"{start.edtf}/{end.edtf}", changes)


@final
@frozen(kw_only=True)
class SpellsBeforeExit(_OfSpells):
    """No spell certainly lasts beyond the effective date of an exit, unless a consent may follow.

    An exit toward some states, or from a part of the treaty, does not end a spell. Nor does one that was revoked in
    time.

    Attributes:
        consents: The kinds of acts that are a consent.
        exits: The kinds of acts that end the membership.
        revocations: The kinds of acts that revoke an exit.
    """

    consents: tuple[str, ...]
    exits: tuple[str, ...]
    revocations: tuple[str, ...]

    # --- Meaning ----------------------------------------------------------------------------------------------------

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each exit, at the last spell if it lasts too long."""
        return group_by_cause(self._clashes(*cast("tuple[Sequence[PartialDate], Sequence[Act]]", values)))

    def _clashes(self, spells: Sequence[PartialDate], acts: Sequence["Act"]) -> Iterator[Clash]:
        consents = [act.effective or act.date for act in acts if act.kind in self.consents]
        revocations = [act.date for act in acts if act.kind in self.revocations]
        for number, act in enumerate(acts):
            exit_date = act.effective
            if act.kind not in self.exits or exit_date is None or act.toward or act.scope:
                continue
            if not all(date and date.before(exit_date) for date in consents):
                continue  # It may have become a party again.
            if not all(date and date.after(exit_date) for date in revocations):
                continue  # The exit may never have had effect.
            # Spells are in order of time, so that no other one lasts longer than the last.
            if spells and PartialDate(f"../{exit_date.edtf}").contains(spells[-1]) is False:
                message = f"must not last beyond the {act.kind} ({exit_date.edtf}), got {spells[-1].edtf}"
                yield number, ("spells", len(spells) - 1), message

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Let the only spell last beyond the only act, an exit."""
        start, exit_date, end = draft.years(3)
        self._put_act(draft, f"{start.edtf}/{end.edtf}", {"kind": draft.choose(self.exits), "effective": exit_date})


@frozen(kw_only=True)
class _OfParticipants(RecordRule):
    """The parts that rules of the acts of all participants share.

    Attributes:
        names: The lists of participants.
    """

    names: tuple[str, ...]

    unsaid: ClassVar[str] = COMPARES

    @property
    def triggers(self) -> tuple[tuple[str, ...], ...]:
        """The acts of the participants."""
        return tuple((name, "acts") for name in self.names)

    def _acts(self, lists: Sequence[Sequence["Party"]]) -> Iterator[tuple[Path, "Party", "Act"]]:
        """Yield each act with its path and its participant."""
        for name, participants in zip(self.names, lists, strict=True):
            for position, participant in enumerate(participants):
                for number, act in enumerate(participant.acts):
                    yield (name, position, "acts", number), participant, act

    def _put_act(self, draft: "Draft", changes: dict[str, object], *, toward_itself: bool = False) -> None:
        """Give one of the participants a single act with some values, and no spells."""
        name = draft.choose([name for name in self.names if draft.has(name)])
        first, *others = cast("tuple[Party, ...]", draft.items(name))
        toward = (first.party,) if toward_itself else ()
        act = draft.draw_item_for(first, "acts", {**_NO_DATES, "toward": toward, **changes})
        spells: dict[str, object] = {"spells": ()} if hasattr(first, "spells") else {}
        draft.values[name] = (draft.changed(first, {"acts": (act,), **spells}), *others)

    def mend_draft(self, draft: "Draft") -> None:
        """Remove the acts of the participants that break the rule; if they must stay, clear the fields beside them."""
        if draft.fixed.intersection(self.names):
            if not self.holds(*draft.read(self)):
                draft.clear(self.reads)
            return
        while complaint := next(self.complaints(*draft.read(self)), None):
            name, position = cast("tuple[str, int]", complaint[0][:2])
            items = [*draft.items(name)]
            items[position] = draft.changed(items[position], {"acts": ()})
            draft.values[name] = tuple(items)


@final
@frozen(kw_only=True)
class ActsWithin(_OfParticipants):
    """No act of some kinds certainly lies before or after the lifetime of the treaty.

    Attributes:
        kinds: The kinds of acts.
        dates: The fields of an act with its dates.
        start: The field of the treaty with the start of its lifetime.
        end: The field of the treaty with its end.
    """

    kinds: tuple[str, ...]
    dates: tuple[str, ...]
    start: str
    end: str

    # --- Meaning ----------------------------------------------------------------------------------------------------

    @property
    def reads(self) -> tuple[str, ...]:
        """The lists, the start and the end."""
        return (*self.names, self.start, self.end)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint if acts are too early, and one if others are too late."""
        return group_by_cause(self._clashes(*values))

    def _clashes(self, *values: object) -> Iterator[Clash]:
        *lists, start, end = values
        since, until = cast("tuple[PartialDate | None, PartialDate | None]", (start, end))
        for path, _, act in self._acts(cast("Sequence[Sequence[Party]]", lists)):
            for name in self.dates if act.kind in self.kinds else ():
                date = cast("PartialDate | None", getattr(act, name))
                if date and since and date.before(since):
                    yield "start", (*path, name), f"must not be before {self.start} ({since.edtf}), got {date.edtf}"
                elif date and until and date.after(until):
                    yield "end", (*path, name), f"must not be after {self.end} ({until.edtf}), got {date.edtf}"

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Let an act take place before the lifetime of the treaty, or after it."""
        earlier, later = draft.years(2)
        bound, date = (self.start, earlier) if draft.choose((True, False)) else (self.end, later)
        draft.clear((self.start, self.end))
        draft.values[bound] = later if bound == self.start else earlier
        self._put_act(draft, {"kind": draft.choose(self.kinds), draft.choose(self.dates): date})


@final
@frozen(kw_only=True)
class TowardOthers(_OfParticipants):
    """The acts of a participant have effect toward other participants."""

    # --- Meaning ----------------------------------------------------------------------------------------------------

    @property
    def reads(self) -> tuple[str, ...]:
        """The lists."""
        return self.names

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each id that is no other participant, at the first act that names it."""
        return group_by_cause(self._clashes(cast("Sequence[Sequence[Party]]", values)))

    def _clashes(self, lists: Sequence[Sequence["Party"]]) -> Iterator[Clash]:
        allowed = {participant.party for participants in lists for participant in participants}
        for path, participant, act in self._acts(lists):
            for number, id_ in enumerate(act.toward):
                place = (*path, "toward", number)
                if id_ == participant.party:
                    yield path, place, f"must be another participant, got {quote(id_)}"
                elif id_ not in allowed:
                    yield id_, place, f"must be one of the {' or '.join(self.names)}, got {quote(id_)}"

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Let a participant act toward itself."""
        self._put_act(draft, {"kind": "declaration"}, toward_itself=True)
