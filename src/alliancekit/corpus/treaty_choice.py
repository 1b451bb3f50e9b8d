"""Choose treaties by party, obligation and date, with three-valued answers."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from alliancekit.corpus.conditions import accepted
from alliancekit.dates import Day, PartialDate
from alliancekit.dates.periods import date_of_day, days_to_compare
from alliancekit.errors import BeyondCoverage
from alliancekit.models import Treaty
from alliancekit.models.treaty import Obligation


def meets(
    treaty: Treaty, parties: Collection[str] | None, obligation: Obligation | None, time: PartialDate | None
) -> bool | None:
    """Return whether a treaty meets all conditions; None if that is not known.

    Args:
        treaty: The treaty.
        parties: The ids of parties, of which one must be a party; with a time, on each day of that time. None: any.
        obligation: An obligation that is owed: by one of the parties if there are any, otherwise by any. None: any.
        time: The time throughout which the treaty must be in force; None: any.
    """
    answers = list(_answers(treaty, parties, obligation, time))
    return False if False in answers else all(answers) or None


def _answers(
    treaty: Treaty, parties: Collection[str] | None, obligation: Obligation | None, time: PartialDate | None
) -> Iterator[bool | None]:
    """Yield whether a treaty meets each condition."""
    if parties is not None:
        yield _is_party(treaty, parties, time)
    if time is not None:
        yield treaty.in_force_on(time)
    if obligation is not None:
        yield owes(treaty, parties, obligation, time)


def _is_party(treaty: Treaty, parties: Collection[str], time: PartialDate | None) -> bool | None:
    """Return whether parties, one after another if there are several, are in a treaty throughout a time."""
    own = [each.spells for each in treaty.parties if each.party in parties]
    if time is None or () in own:
        return bool(own)
    return _cover([spell for spells in own for spell in spells], time)


def partners(
    treaties: Iterable[Treaty], parties: Collection[str], time: PartialDate, *, certain: bool
) -> dict[str, tuple[Treaty, ...]]:
    """Return the other parties of treaties throughout a time, by their ids, each with the treaties.

    Args:
        treaties: The treaties.
        parties: The parties that are not returned.
        time: The time.
        certain: Whether to leave out those for which it is not known whether they are parties then.
    """
    found: dict[str, list[Treaty]] = {}
    for treaty in treaties:
        for other in treaty.parties:
            if other.party not in parties and accepted(_is_party(treaty, (other.party,), time), certain=certain):
                found.setdefault(other.party, []).append(treaty)
    return {id_: tuple(found[id_]) for id_ in sorted(found)}


def _any(answers: Iterable[bool | None]) -> bool | None:
    """Return whether any of some answers is yes; None if none is, and one is not known."""
    all_answers = list(answers)
    return True if True in all_answers else None if None in all_answers else False


def owes(
    treaty: Treaty, parties: Collection[str] | None, obligation: Obligation, time: PartialDate | None
) -> bool | None:
    """Return whether a treaty has an obligation; None if it has no commitments, so that they are not coded."""
    if not treaty.commitments:
        return None
    own = [
        each for each in treaty.commitments if each.obligation == obligation and (parties is None or each.by in parties)
    ]
    if time is None:
        return bool(own)
    periods = [each.period for each in own]
    if None in periods:
        return True
    return _cover([period for period in periods if period], time)


def _cover(periods: Sequence[PartialDate], time: PartialDate) -> bool | None:
    """Return whether periods together contain a time: each of its days, or a time without limits as a whole."""
    answers = [_any(period.contains(part) for period in periods) for part in days_to_compare(periods, time)]
    return False if False in answers else all(answers) or None


def require_coverage(treaties: Iterable[Treaty], on: PartialDate, *, possible: bool) -> None:
    """Raise a BeyondCoverage if a date is not within the coverage of some treaties.

    As in panels, the coverage is from the first day of any treaty to the last. Without such days there is none, and no
    error.

    Args:
        treaties: The treaties.
        on: The date.
        possible: Whether treaties may be in force then, for the message.
    """
    known = [days for treaty in treaties if (days := _known_days(treaty))]
    if not known:
        return
    first, last = min(start for start, _ in known), max(end for _, end in known)
    if on.earliest and on.latest and first <= on.earliest and on.latest <= last:
        return
    hint = "; certain=False returns treaties that may be in force" if possible else ""
    message = f"the treaties cover {date_of_day(first)}/{date_of_day(last)}, got {on.edtf}{hint}"
    raise BeyondCoverage(message)


def _known_days(treaty: Treaty) -> tuple[Day, Day] | None:
    """Return the first and the last day on which a treaty is, or may be, in force; None if it has no such days."""
    first, last = treaty.in_force, treaty.ended or treaty.as_of or treaty.in_force
    return (first.earliest, last.latest) if first and last and first.earliest and last.latest else None
