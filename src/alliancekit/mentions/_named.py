"""The record that a name refers to, if that is certain."""

import re
from functools import lru_cache
from typing import Final

from attrs import frozen

from alliancekit import states
from alliancekit.dates import PartialDate
from alliancekit.errors import AllianceKitError, AmbiguousState, UnknownState
from alliancekit.mentions._lexicon import LexiconEntry
from alliancekit.mentions._mention import MentionKind
from alliancekit.mentions._words_files import other_meanings
from alliancekit.messages import listed
from alliancekit.models import State
from alliancekit.models.ids import StateId

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
    records = [entry for entry in entries if entry.kind not in ("state", "demonym", "family")]
    whole = tuple(dict.fromkeys(entry.id for entry in records if entry.id))
    if "longer" in kinds and not whole:
        return None
    if "state" in kinds:
        return _state(name, after, ids, date) if not whole else _several("state", ids)
    if "demonym" in kinds:
        return _demonym(ids, date) if not whole else _several("demonym", ids)
    if whole:
        kind: MentionKind = "treaty" if records[0].kind == "treaty" else "actor"
        kind = "proposal" if records[0].kind == "proposal" else kind
        return Named(kind, whole[0], whole, None) if len(whole) == 1 else _several(kind, whole)
    if len(ids) > 1:
        return _several("actor", ids)
    if ids[0] in full_names:
        return Named("actor", ids[0], ids, None)
    return Named("actor", None, ids, "it is only the family name of a person whose whole name the text does not have")


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
    return Named("state", found[0], found, None)


@lru_cache(maxsize=4096)
def _holders(name: str, ids: tuple[str, ...], date: PartialDate | None) -> tuple[tuple[str, ...], bool]:
    """Return the ids of the states that have a name, and whether it is certain that the text means one of them.

    They are the states that have it on the date. If none has it, they are those that have it at any time; a text can
    mean a state of its past, but not one of its future.
    """
    for on in (date, None) if date else (None,):
        try:
            state = states.get(name, on=on)
        except UnknownState:
            break  # a name of the corpus
        except AmbiguousState as error:
            return tuple(error.states), True
        except AllianceKitError:
            continue
        return (state.id,), on is not None or date is None or _began(state, date)
    return ids, True


def _began(state: State, date: PartialDate) -> bool:
    """Return whether a state is in any list on a date, or was only before."""
    periods = [spell.period for spell in state.spells]
    return any(period.overlaps(date) for period in periods) or all(period.before(date) for period in periods)


def _demonym(ids: tuple[str, ...], date: PartialDate | None) -> Named:
    present = tuple(id_ for id_ in ids if date is None or _exists(id_, date)) or ids
    return Named("demonym", present[0], present, None) if len(present) == 1 else _several("demonym", present)


@lru_cache(maxsize=4096)
def _exists(id_: str, date: PartialDate) -> bool:
    """Return whether a state is in any list on a date; a spell that lasts to the end of its list may last on."""
    state = states.get(StateId(id_))
    return any(spell.period.overlaps(date) is not False for spell in state.spells)
