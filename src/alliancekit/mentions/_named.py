"""The record that a name refers to, if that is certain."""

import re
from functools import lru_cache
from typing import Final, cast

from attrs import frozen

from alliancekit import states
from alliancekit.dates import PartialDate
from alliancekit.mentions._lexicon import LexiconEntry
from alliancekit.mentions._mention import MentionKind
from alliancekit.mentions._words_files import other_meanings, shared_names
from alliancekit.messages import listed
from alliancekit.models.ids import StateId
from alliancekit.states.all_names import holders_of_name

_CAPITALIZED_NEXT: Final = re.compile(r" [A-Z][a-z]")


@frozen
class Named:
    """What a name refers to.

    Attributes:
        kind: The kind of the mention.
        id: The id of the record, if it is certain.
        candidates: The ids of all records that it can be.
        reason: Why it is not certain.
    """

    kind: MentionKind
    id: str | None
    candidates: tuple[str, ...]
    reason: str | None


def named(
    name: str, after: str, entries: tuple[LexiconEntry, ...], date: PartialDate | None, full_names: frozenset[str]
) -> Named | None:
    """Return what a name in a text refers to; None if it is no mention.

    Args:
        name: The name.
        after: The letters after it.
        entries: What it can stand for.
        date: The date of the text.
        full_names: The ids of the persons whose whole names the text has.
    """
    kinds = {entry.kind for entry in entries}
    ids = tuple(dict.fromkeys(entry.id for entry in entries if entry.id))
    record = next((entry.kind for entry in entries if entry.kind in ("treaty", "actor", "proposal")), None)
    if "longer" in kinds and not record:
        return None
    if "state" in kinds:
        return _several("state", ids) if record else _state(name, after, ids, date)
    if "demonym" in kinds:
        return _several("demonym", ids) if record else _demonym(ids, date)
    kind = cast("MentionKind", record or "actor")
    if len(ids) > 1:
        return _several(kind, ids)
    if record or full_names.intersection(ids):
        return _certain(kind, ids)
    return Named("actor", None, ids, "it is only the family name of a person whose whole name the text does not have")


def _certain(kind: MentionKind, ids: tuple[str, ...]) -> Named:
    return Named(kind, "".join(ids), ids, None)


def _several(kind: MentionKind, ids: tuple[str, ...]) -> Named:
    return Named(kind, None, ids, f"it can be {listed(ids, 'or')}")


def _state(name: str, after: str, ids: tuple[str, ...], date: PartialDate | None) -> Named | None:
    """Return the state of a name: the one in use on the date, if there is one."""
    other = other_meanings().get(name) or other_meanings().get(name.title())
    if other and other.person and _CAPITALIZED_NEXT.match(after):
        return None
    found, certain = _holders(name, ids, date)
    if len(found) > 1:
        return _several("state", found)
    if not certain:
        return Named("state", None, found, f"the name was not in use on {date}")
    if other and other.meaning:
        return Named("state", None, found, f"it is also {other.meaning}")
    return _certain("state", found)


@lru_cache(maxsize=4096)
def _holders(name: str, ids: tuple[str, ...], date: PartialDate | None) -> tuple[tuple[str, ...], bool]:
    """Return the ids of the states that have a name, and whether it is certain that the text means one of them.

    They are the states that have it on the date. If none has it, they are those that have it at any time; a text can
    mean a state of its past, but not one of its future.
    """
    if name in shared_names():
        return shared_names()[name], True
    holders = holders_of_name(name)
    then = holders_of_name(name, date) or holders
    if len(then) != 1:
        return then or ids, True
    return then, date is None or then != holders or _began(then[0], date)


def _began(id_: StateId, date: PartialDate) -> bool:
    """Return whether a state is in any list on a date, or was only before."""
    periods = [spell.period for spell in states.get(id_).spells]
    return any(period.overlaps(date) for period in periods) or all(period.before(date) for period in periods)


def _demonym(ids: tuple[str, ...], date: PartialDate | None) -> Named:
    present = tuple(id_ for id_ in ids if date is None or _exists(id_, date)) or ids
    return _certain("demonym", present) if len(present) == 1 else _several("demonym", present)


@lru_cache(maxsize=4096)
def _exists(id_: str, date: PartialDate) -> bool:
    """Return whether a state is in any list on a date; a spell that lasts to the end of its list may last on."""
    state = states.get(StateId(id_))
    return any(spell.period.overlaps(date) is not False for spell in state.spells)
