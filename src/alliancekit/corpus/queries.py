"""What a corpus answers: the records that meet conditions, their evidence, and how sources disagree."""

from collections.abc import Mapping
from types import UnionType
from typing import Literal, TypeVar

from attrs import frozen

from alliancekit._arguments import When, date_of, id_of
from alliancekit._listing import Listing
from alliancekit.corpus.conditions import accepted, check_obligation, check_stance, check_venue, is_at, whole_time
from alliancekit.corpus.disagreements import Disagreement, disagreements_of, supports
from alliancekit.corpus.editing import referrers
from alliancekit.corpus.identifiers import by_identifier, unknown_identifier
from alliancekit.corpus.lookup import RecordLookup
from alliancekit.corpus.references import attestations, finder_of, kind_of
from alliancekit.corpus.search import find, similar_texts
from alliancekit.corpus.treaty_choice import meets, partners, require_coverage
from alliancekit.engine import Record
from alliancekit.errors import UnknownRecord
from alliancekit.messages import described, listed
from alliancekit.models import MODELS, Actor, Candidate, Entry, Proposal, Source, State, Statement, Treaty
from alliancekit.models.attestation import Attestation
from alliancekit.models.statement import StanceKind
from alliancekit.models.treaty import Obligation
from alliancekit.text import quote

E = TypeVar("E", bound=Entry)
_KINDS = tuple(model.__name__.lower() for model in MODELS.values())


@frozen
class Evidence:
    """A report of a source. It supports a record.

    Attributes:
        record: Id of the record that has the attestation: the supported record, or a statement that the record lists.
        source: The source.
        attestation: What the source reports, and where in the source.
    """

    record: str
    source: Source
    attestation: Attestation


class CorpusQueries(RecordLookup):
    """Records of a corpus, chosen by what they say; the base class of `Corpus`."""

    __slots__: tuple[str, ...] = ("_identifiers",)

    _identifiers: Mapping[tuple[str, str], Entry]

    def identified(self, scheme: str, value: str) -> Entry:
        """Return the record with an identifier in an external scheme: ``corpus.identified("wikidata", "Q42")``.

        The first call indexes all identifiers, so that later calls are fast.

        Args:
            scheme: The scheme, as in the `identifiers` of records.
            value: The identifier, as text.

        Raises:
            TypeError: If one of them is not text.
            UnknownRecord: If no record has it; the message suggests similar identifiers of this scheme, or lists the
                schemes of the corpus.
        """
        for argument in (scheme, value):
            if not _is(argument, str):
                message = f"a scheme and an identifier must be text, got {described(argument)}"
                raise TypeError(message)
        # Only an index that is complete is visible to other threads.
        if not hasattr(self, "_identifiers"):
            object.__setattr__(self, "_identifiers", by_identifier(self))
        if (scheme, value) not in self._identifiers:
            raise unknown_identifier(scheme, value, self._identifiers)
        return self._identifiers[scheme, value]

    def _require_if_any(self, *ids: str | None) -> None:
        """Raise UnknownRecord for an id that no record has, and TypeError for an id that is not text; skip None."""
        self._require_ids(*(id_ for id_ in ids if id_ is not None))

    def _records_of(self, model: type[E]) -> tuple[E, ...]:
        return Listing(record for record in self._records.values() if isinstance(record, model))

    # begin derived accessors
    def actors(self) -> tuple[Actor, ...]:
        """Return the actors, sorted by id."""
        return self._records_of(Actor)

    def states(self) -> tuple[State, ...]:
        """Return the states, sorted by id."""
        return self._records_of(State)

    def sources(self) -> tuple[Source, ...]:
        """Return the sources, sorted by id."""
        return self._records_of(Source)

    # end derived accessors

    def proposals(self, *, member: str | None = None, proposer: str | None = None) -> tuple[Proposal, ...]:
        """Return the proposals, sorted by id.

        Args:
            member: Return only proposals that list this actor or state as a member.
            proposer: Return only proposals by this actor or state.

        Raises:
            UnknownRecord: If the corpus has no record with one of these ids.
        """
        self._require_if_any(member, proposer)
        return Listing(
            proposal
            for proposal in self._records_of(Proposal)
            if member in (None, *proposal.members) and proposer in (None, *proposal.proposers)
        )

    def statements(  # noqa: PLR0913 - one parameter for each condition
        self,
        *,
        speaker: str | None = None,
        about: str | None = None,
        stance: StanceKind | None = None,
        addressee: str | None = None,
        venue: str | None = None,
        on: When | None = None,
        source: str | None = None,
        certain: bool = True,
    ) -> tuple[Statement, ...]:
        """Return the statements, sorted by id.

        Args:
            speaker: Return only statements by this actor or state.
            about: Return only statements about this actor, state, proposal, treaty or candidate.
            stance: Return only statements with this stance on the subject in `about`: ``support``, ``oppose`` or
                ``mixed``. ``corpus.statements(about="proposal:p", stance="oppose")`` returns who opposed a proposal.
            addressee: Return only statements addressed to this actor or state.
            venue: Return only statements at an occasion of this kind, such as ``press_conference``; or at one whose
                name or place has these words, one after another, such as ``Kyoto``. Case and accents do not matter.
            on: Return only statements of this day or of this longer period: a year such as 2025, EDTF text such as
                ``2025-04-28``, ``2025-04`` or ``2024/2025``, or a date of datetime, numpy or pandas.
            source: Return only statements that this source reports.
            certain: If False, include statements whose date is so imprecise that it may be in that period or outside.

        Raises:
            InvalidDate: If `on` is not a date.
            TypeError: If `on` is of another type, or if there is a `stance` but no `about`.
            UnknownRecord: If the corpus has no record with the id of `speaker`, `about`, `addressee` or `source`.
            ValueError: If `stance` is another word, or `venue` looks like a kind, but is none.
        """
        self._require_if_any(speaker, about, addressee, source)
        if stance is not None:
            check_stance(stance, about)
        if venue is not None:
            check_venue(venue)
        time = None if on is None else whole_time(on)
        return Listing(
            statement
            for statement in self._records_of(Statement)
            if speaker in (None, statement.speaker)
            and about in (None, *statement.about)
            and (stance is None or any((it.subject, it.stance) == (about, stance) for it in statement.stances))
            and addressee in (None, *statement.addressees)
            and (venue is None or is_at(statement.venue, venue))
            and source in (None, *(attestation.source for attestation in statement.attestations))
            and (time is None or accepted(time.contains(statement.date), certain=certain))
        )

    def treaties(  # noqa: PLR0913 - one parameter for each condition, and the options of a look-up
        self,
        *,
        party: Actor | State | str | None = None,
        obligation: Obligation | None = None,
        on: When | None = None,
        signatory: Actor | State | str | None = None,
        certain: bool = True,
        early: bool = False,
        carry_forward: bool = False,
    ) -> tuple[Treaty, ...]:
        """Return the treaties, sorted by id.

        Args:
            party: Return only treaties to which this actor or state was ever a party; with `on`, a party throughout
                that time. It is a record or its id; a name, such as ``France``; or a code with its system, such as
                ``cow:220``. A code of letters may stand alone, such as ``FRA``, if it means the same in all systems
                that have it. A code that several states had one after another stands for all of them; `on` selects the
                one that had it then.
            obligation: Return only treaties in which this obligation is owed, such as ``defense``: by the `party`, or
                by any party. With `on`, it must be owed throughout that time.
            on: Return only treaties that are in force throughout this day or longer period, as for `in_force`.
            signatory: Return only treaties that list this actor or state among their `signatories`: it took part, but
                never became a party. It is a record, id, name or code, as for `party`.
            certain: If False, include treaties for which it is not known whether they meet the conditions. For example,
                a treaty without coded commitments may have any obligation.
            early: Whether a code or name stands for its state before its time, as for `states.get`.
            carry_forward: Whether a code may be looked up after the end of the list of its system, as for `states.get`.

        Raises:
            UnknownRecord: If the corpus has no record with one of these ids, or none for this state.
            UnknownState: If no record and no state of the registry has this name or code.
            AmbiguousState: If several have it; the message lists their ids.
            OutOfPeriod: If a state has the name or code, but not on that day.
            BeyondCoverage: If the time is not within the coverage of the treaties, from the first to the last day of
                any of them, and no treaty is found: nothing is known of that time. Or if it is not within the list of a
                code.
            UnknownSystem: If a code is of a system that does not exist, as in ``cwo:220``.
            InvalidDate: If `on` is not a date.
            TypeError: If `on` is of another type.
            ValueError: If there is no such obligation.
        """
        check_obligation(obligation)
        time = None if on is None else whole_time(on)
        parties, signatories = (self._party_ids(each, on, early, carry_forward) for each in (party, signatory))
        answers = [
            (treaty, meets(treaty, parties, obligation, time))
            for treaty in self._records_of(Treaty)
            if signatories is None or any(own.party in signatories for own in treaty.signatories)
        ]
        found = Listing(treaty for treaty, answer in answers if accepted(answer, certain=certain))
        if on is not None and not found:
            possible = any(answer is None for _, answer in answers)
            require_coverage(self._records_of(Treaty), date_of(on), possible=possible)
        return found

    def _party_ids(
        self,
        party: Actor | State | str | None,
        on: When | None,
        early: bool,  # noqa: FBT001 - options that are passed on
        carry_forward: bool,  # noqa: FBT001
    ) -> tuple[str, ...] | None:
        """Return the ids of the records that a record, id, name or code means; None for None."""
        if party is None:
            return None
        if not _is(party, str | Record):
            example = f"'cow:{party}'" if _is(party, int) else "'cow:220'"
            message = (
                "a party must be a record or its id, a name, or a code with its system such as "
                f"{example}, got {described(party)}"
            )
            raise TypeError(message)
        id_ = id_of(party)
        if _is(party, Record) or id_ in self._records or kind_of(id_) in _KINDS:
            self._require_ids(id_)
            return (id_,)
        from alliancekit.corpus.party_names import party_ids

        records: tuple[Actor | State, ...] = (*self._records_of(Actor), *self._records_of(State))
        ids = party_ids(id_, records, self._records, on, early=early, carry_forward=carry_forward)
        known = tuple(id_ for id_ in ids if id_ in self._records)
        if not known:
            message = f"no record of the corpus is {listed(ids)}, which {quote(id_)} means"
            raise UnknownRecord(message)
        return known

    def candidates(self, *, of: Literal["statement", "proposal"] | None = None) -> tuple[Candidate, ...]:
        """Return the candidates, sorted by id.

        Args:
            of: Return only candidates for a statement, or for a proposal.
        """
        return Listing(candidate for candidate in self._records_of(Candidate) if of in (None, candidate.of))

    def in_force(  # noqa: PLR0913 - one parameter for each condition, and the options of a look-up
        self,
        *,
        on: When,
        party: Actor | State | str | None = None,
        obligation: Obligation | None = None,
        certain: bool = True,
        early: bool = False,
        carry_forward: bool = False,
    ) -> tuple[Treaty, ...]:
        """Return the treaties that are in force on a day, sorted by id.

        Args:
            on: The day, as for `statements`. If it is a longer period, such as ``1991``, a treaty must be in force on
                each of its days.
            party: Return only treaties to which this actor or state is a party on that day, as for `treaties`.
            obligation: Return only treaties in which this obligation is owed on that day, as for `treaties`.
            certain: If False, include treaties for which it is not known whether they are in force.
            early: As for `treaties`.
            carry_forward: As for `treaties`.

        Raises:
            BeyondCoverage: If the day is not within the coverage of the treaties, from the first to the last day of any
                of them, and no treaty is found: nothing is known of that day.
            InvalidDate: If `on` is not a date.
            TypeError: If `on` is of another type.
            UnknownRecord: As for `treaties`; likewise UnknownState, AmbiguousState, OutOfPeriod, UnknownSystem and
                ValueError.
        """
        return self.treaties(
            party=party, obligation=obligation, on=on, certain=certain, early=early, carry_forward=carry_forward
        )

    def allies(  # noqa: PLR0913 - one parameter for each condition, and the options of a look-up
        self,
        party: Actor | State | str,
        *,
        on: When,
        obligation: Obligation | None = None,
        certain: bool = True,
        early: bool = False,
        carry_forward: bool = False,
    ) -> dict[str, tuple[Treaty, ...]]:
        """Return the allies of a party on a day.

        The result maps the id of each ally to the treaties that they share. An ally is a party on that day; a
        `Commitment` may list all members that a treaty ever had. Whether an ally is owed an obligation, and not only a
        party of a treaty in which it is owed, is a question for `panel.dyad_days`.

        Args:
            party: The actor or state: a record, id, name or code, as for `treaties`.
            on: The day, as for `in_force`.
            obligation: Return only allies by treaties in which the party owes this obligation on that day, such as
                ``defense``.
            certain: If False, include allies for which it is not known whether they are parties then.
            early: As for `treaties`.
            carry_forward: As for `treaties`.

        Raises:
            BeyondCoverage: As for `in_force`; likewise InvalidDate, TypeError, UnknownRecord, UnknownState,
                AmbiguousState, OutOfPeriod, UnknownSystem and ValueError.
        """
        treaties = self.in_force(
            on=on, party=party, obligation=obligation, certain=certain, early=early, carry_forward=carry_forward
        )
        own = self._party_ids(party, on, early, carry_forward) or ()
        return partners(treaties, own, date_of(on), certain=certain)

    def similar_names(self, text: str) -> tuple[str, ...]:
        """Return at most three names and titles that are similar to a text, for a text that `find` does not find.

        ``warsow`` is similar to the name Warsaw Treaty, since one of its words is.

        Args:
            text: The text.

        Raises:
            TypeError: If it is not text.
        """
        _require_text(text)
        return similar_texts(self, text)

    def find(self, text: str) -> tuple[Entry, ...]:
        """Return the records whose id, name or title contains a text, the best matches first.

        A text with a typing error matches nothing; `similar_names` returns similar names.

        Case, accents and punctuation do not matter: ``elysee`` finds the Élysée Treaty. A match is best if the whole
        id, name or title is equal; then if it starts with the words; then if it has a word that starts with each of
        them, in any order; then if it contains the text anywhere. Among equal matches, shorter names come first.

        Args:
            text: The text. Without any letter or digit, it matches nothing.

        Raises:
            TypeError: If it is not text.
        """
        _require_text(text)
        return Listing(find(self, text))

    def members_of(self, proposal: Proposal | str) -> tuple[Actor | State, ...]:
        """Return the members that a proposal lists, in the order of its list.

        Raises:
            UnknownRecord: If the corpus has no such proposal.
        """
        id_ = id_of(proposal)
        record = self[id_]
        if not isinstance(record, Proposal):
            message = f"{id_} is not a proposal"
            raise UnknownRecord(message)
        members = (self._records[member] for member in record.members)
        return Listing(member for member in members if isinstance(member, Actor | State))

    def evidence(self, record: Entry | str, field: str | None = None) -> tuple[Evidence, ...]:
        """Return the reports that support a record: its own, and those of the statements that it lists.

        Args:
            record: The record, or its id.
            field: Return only the reports that support this field, such as ``date`` or
                ``parties[state:usa].acts[ratification].date``: those that name no field in `Attestation.fields`, or
                a field that contains it or lies in it. The statements that a proposal or a candidate lists support it
                as a whole, so all their reports are returned.

        Raises:
            UnknownField: If the record has no such field, or a key in it does not match one item.
            UnknownRecord: If the corpus has no such record.
        """
        entry = self[id_of(record)]
        finder = finder_of(entry)
        path = () if field is None else finder.find(field)
        own = (each for each in attestations(entry) if supports(finder, each, path))
        statements = entry.statements if isinstance(entry, Proposal | Candidate) else ()
        reports = [(entry.id, attestation) for attestation in own]
        reports += [(id_, attestation) for id_ in statements for attestation in attestations(self[id_])]
        return Listing(Evidence(id_, self[attestation.source], attestation) for id_, attestation in reports)

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Return every field for which sources, passages of one source, or coders of one source differ.

        Names of one field are compared, even if their keys are written differently. For the words of a statement, see
        `Disagreement`.
        """
        return Listing(disagreement for record in self for disagreement in disagreements_of(record))

    def referrers(self, record: Entry | str) -> tuple[Entry, ...]:
        """Return the records that refer to a record, in the order of the corpus.

        Args:
            record: The record, or its id.

        Raises:
            UnknownRecord: If the corpus has no such record.
        """
        id_ = id_of(record)
        self._require_ids(id_)
        return Listing(referrers(self, id_))


def _require_text(text: object) -> None:
    """Raise an error for something to find that is not text."""
    if not isinstance(text, str):
        message = f"the text to find must be text, got {described(text)}"
        raise TypeError(message)


def _is(value: object, cls: type | UnionType) -> bool:
    """Return whether a value has the annotated type. Without a type checker, callers may pass another type."""
    return isinstance(value, cls)
