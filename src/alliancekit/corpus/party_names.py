"""Find the parties that a user means: by an id, a name, or a code of a state."""

from collections.abc import Container, Iterable, Sequence

from alliancekit import states
from alliancekit._arguments import When, date_of, id_of
from alliancekit.corpus.search import folded
from alliancekit.dates import PartialDate
from alliancekit.errors import AmbiguousState, OutOfPeriod, UnknownState
from alliancekit.messages import listed
from alliancekit.models import Actor, State
from alliancekit.models.words import Name
from alliancekit.states.placing import may_exist, placements
from alliancekit.text import quote


def party_ids(  # noqa: PLR0913 - the party, the records and the options of a look-up
    party: object,
    records: Sequence[Actor | State],
    known: Container[str],
    on: When | None = None,
    *,
    early: bool = False,
    carry_forward: bool = False,
) -> tuple[str, ...]:
    """Return the ids that a party has among some records.

    The party is a record or its id; a name of a record; or a name or code of a state of the registry, as for
    `states.resolve`. Case and accents of names are ignored.

    Args:
        party: The party, as text or as a record.
        records: The records.
        known: The ids that are returned as they are.
        on: The date for which a name or code is looked up; None: any time. A code that several states had one after
            another in that time stands for all of them.
        early: Whether a code or name stands for its state before its time, as for `states.get`.
        carry_forward: Whether the last entries of a list of codes are used for later dates, as for `states.get`.

    Raises:
        UnknownState: If no record and no state has this name or code.
        OutOfPeriod: If a state has it, but not on the date.
        AmbiguousState: If it means several states.
        BeyondCoverage: If the list of a code does not cover the date.
        UnknownSystem: If there is no such system of codes.
        InvalidDate: If `on` is no date.
        TypeError: If the party is neither a record nor text.
    """
    text = id_of(party, "a state, its id, name or code")
    if text in known or not isinstance(party, str):
        return (text,)
    named, time = _named(text, records), None if on is None else date_of(on)
    then = tuple(id_ for id_, names in named.items() if time is None or any(_in_use(*each, time) for each in names))
    if len(then) == 1:
        return then
    try:
        found = states.resolve(text, on=on, early=early, carry_forward=carry_forward)
    except UnknownState:
        if then:
            raise _ambiguous(text, then) from None
        if named and time:
            message = f"the name {quote(text)} is not in use on {time.edtf}: it belongs to {listed((*named,), 'and')}"
            raise OutOfPeriod(message, named) from None
        raise
    return tuple(dict.fromkeys(id_ for state in found.states for id_ in _records_of(state.id, records, known)))


def _named(text: str, records: Iterable[Actor | State]) -> dict[str, list[tuple[Actor | State, Name]]]:
    """Return the records that have a name at any time, by their ids, each with the names that are equal to it."""
    wanted = folded(text)
    matches = ((record, [(record, name) for name in record.names if folded(name.text) == wanted]) for record in records)
    return {record.id: names for record, names in matches if names}


def _in_use(record: Actor | State, name: Name, time: PartialDate) -> bool:
    """Return whether a name is, or may be, in use at a time: in its period, and while its state exists."""
    in_period = name.period is None or name.period.overlaps(time) is not False
    return in_period and (not isinstance(record, State) or may_exist(record, time))


def _records_of(state: str, records: Sequence[Actor | State], known: Container[str]) -> tuple[str, ...]:
    """Return the ids of the records that stand for a state of the registry; its own id if there are none."""
    if state in known:
        return (state,)
    placed = placements(record for record in records if isinstance(record, State))
    ids = tuple(
        id_ for id_, spells in placed.items() if any(each.states == (state,) and not each.reason for each in spells)
    )
    if len(ids) > 1:
        message = f"more than one record represents {state} (write the id of one: {listed(ids)})"
        raise AmbiguousState(message, ids)
    return ids or (state,)


def _ambiguous(text: str, ids: tuple[str, ...]) -> AmbiguousState:
    message = f"the name {quote(text)} belongs to more than one state (write an id: {listed(ids)})"
    return AmbiguousState(message, ids)
