"""Commitments whose direction is unknown: the data say what a party owes, but not toward which of the others.

The member level of ATOP lists the obligations of each member. If an alliance is asymmetric (its ``asymm`` is 1)
and has three or more members, a member may owe an obligation to some of the others only.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from attrs import frozen

from alliancekit.models import Treaty
from alliancekit.models.ids import PartyId
from alliancekit.models.treaty import Commitment, Obligation, Provision

AsymmetricRule: TypeAlias = Literal["by_obligation", "all", "differing", "none"]
"""Which commitments of an asymmetric alliance have an unknown direction.

- ``all``: all commitments.
- ``differing``: a commitment whose obligation another member does not have.
- ``by_obligation``: as ``all`` for defense, and as ``differing`` for the other obligations.
- ``none``: no commitment; each is toward all other members.
"""

DayNumbers: TypeAlias = tuple[int, int]
"""The first and the last day of a spell, as days since 1970-01-01."""

_VARIABLE: Final = "atop.asymm"
"""The provision that says whether an alliance is asymmetric: 1 if its members have different obligations."""

_ALL_DOUBTFUL: Final[frozenset[Obligation]] = frozenset({"defense"})
"""The obligations for which the rule `by_obligation` is that of `all`."""


@frozen
class DirectedPart:
    """A part of a commitment in which the other parties stay the same.

    Attributes:
        days: Its first and its last day.
        certain: The parties toward which the obligation certainly is.
        unknown: The parties toward which it may be.
    """

    days: DayNumbers
    certain: tuple[PartyId, ...]
    unknown: tuple[PartyId, ...]


def asymmetric_provisions(treaty: Treaty) -> tuple[Provision, ...]:
    """Return the provisions that say that an alliance of three or more members is asymmetric."""
    if len(treaty.parties) <= 2:  # noqa: PLR2004 - toward the only other party
        return ()
    return tuple(each for each in treaty.provisions if each.variable == _VARIABLE and each.value == "1")


def applies(provisions: Iterable[Provision], commitment: Commitment) -> bool:
    """Return whether a commitment is of an alliance that is asymmetric at that time."""
    return any(
        (not each.parties or commitment.by in each.parties)
        and (
            each.period is None
            or commitment.period is None
            or each.period == commitment.period
            or each.period.overlaps(commitment.period) is not False
        )
        for each in provisions
    )


def directed_parts(
    days: DayNumbers,
    parties: Mapping[PartyId, Sequence[DayNumbers]],
    owing: Mapping[PartyId, Sequence[DayNumbers]],
    rule: AsymmetricRule,
    obligation: Obligation,
) -> Iterator[DirectedPart]:
    """Yield the parts of a commitment whose direction may be unknown.

    While there is only one other party, the obligation is toward that party.

    Args:
        days: The first and the last day of the commitment.
        parties: The parties toward which it may be, with the days on which each may be party.
        owing: The days on which each of them may have the same obligation.
        rule: Which commitments have an unknown direction.
        obligation: The obligation.
    """
    everyone = tuple(parties)
    only_differing = rule == "differing" or (rule == "by_obligation" and obligation not in _ALL_DOUBTFUL)
    spells = [spell for each in (*parties.values(), *owing.values()) for spell in each]
    cuts = {cut for first, last in spells for cut in (first, last + 1) if days[0] < cut <= days[1]}
    for start, following in pairwise((days[0], *sorted(cuts), days[1] + 1)):
        present = tuple(each for each in everyone if _include(parties[each], start))
        if present and only_differing and all(_include(owing.get(each, ()), start) for each in present):
            yield DirectedPart((start, following - 1), everyone, ())
        elif len(present) == 1:
            others = tuple(each for each in everyone if each not in present)
            yield DirectedPart((start, following - 1), present, others)
        else:
            yield DirectedPart((start, following - 1), (), everyone)


def _include(spells: Sequence[DayNumbers], day: int) -> bool:
    """Return whether any of some spells includes a day."""
    return any(first <= day <= last for first, last in spells)
