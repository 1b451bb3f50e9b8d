"""The conditions of queries: check their words, and decide whether a record meets them."""

from typing import get_args

from alliancekit._arguments import When, date_of
from alliancekit.corpus.search import folded
from alliancekit.dates import PartialDate
from alliancekit.messages import described, listed
from alliancekit.models.statement import StanceKind, Venue, VenueKind
from alliancekit.models.treaty import Obligation


def accepted(answer: bool | None, *, certain: bool) -> bool:  # noqa: FBT001 - a three-valued answer
    """Return whether a three-valued answer is yes; with `certain=False`, also whether it is unknown."""
    return answer is True or (answer is None and not certain)


def check_obligation(obligation: str | None) -> None:
    """Raise an error for a word that is no obligation."""
    known = get_args(Obligation)
    if obligation is not None and obligation not in known:
        message = f"obligation must be one of {listed(known)}, got {described(obligation)}"
        raise ValueError(message)


def check_stance(stance: str, about: str | None) -> None:
    """Raise an error for a stance without a subject, or for another word than those of a `Stance`."""
    if about is None:
        message = "stance needs about: statements(about='proposal:…', stance='support')"
        raise TypeError(message)
    if stance not in get_args(StanceKind):
        message = f"stance must be one of {listed(get_args(StanceKind))}, got {described(stance)}"
        raise ValueError(message)


def is_at(venue: Venue, wanted: str) -> bool:
    """Return whether a venue is of a kind, or has words, one after another, in its name or place."""
    words = folded(wanted)
    kind = words.replace(" ", "_")
    if kind in get_args(VenueKind):
        return venue.kind == kind
    return bool(words) and any(f" {words} " in f" {folded(text)} " for text in (venue.name, venue.place) if text)


def check_venue(wanted: object) -> None:
    """Raise an error for what is no text, and for a word with an underscore that is no kind of venue."""
    if not isinstance(wanted, str):
        message = f"venue must be text, got {described(wanted)}"
        raise TypeError(message)
    if "_" in wanted and wanted not in get_args(VenueKind):
        message = (
            f"venue must be words of a name or place, or one of {listed(get_args(VenueKind))}, got {described(wanted)}"
        )
        raise ValueError(message)


def whole_time(time: When) -> PartialDate:
    """Return the interval of all days of a date: for 2024/2025, all days of both years."""
    date = date_of(time)
    first, last = date.start, date.end
    if not date.is_interval:
        return date.whole()
    start = first.whole().edtf.partition("/")[0] if first else date.edtf.partition("/")[0]
    end = last.whole().edtf.partition("/")[2] if last else date.edtf.partition("/")[2]
    return PartialDate(f"{start}/{end}")
