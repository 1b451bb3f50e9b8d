"""Regions of the world, by the codes of states."""

from collections.abc import Iterable, Mapping
from math import cos, pi, sin, sqrt
from typing import Final

from alliancekit.plot._layout import Position, Positions

REGIONS: Final = ((200, "Americas"), (400, "Europe"), (600, "Africa"), (700, "Middle East"), (1000, "Asia, Oceania"))
"""Regions in the order of their codes, each with a number above all its codes.

The codes are those of Correlates of War, and of Gleditsch and Ward.
"""

ELSEWHERE: Final = "elsewhere"
"""The region of states without such a code."""

_CENTERS: Final[Mapping[str, Position]] = {
    "Americas": (-1.95, 0.35),
    "Europe": (0.0, 1.0),
    "Africa": (-0.55, -1.2),
    "Middle East": (1.25, -0.6),
    "Asia, Oceania": (2.3, 0.75),
    ELSEWHERE: (-1.9, -1.3),
}
"""The centers of the regions on a sketch of the world, in which Africa is 1.2 below the middle."""

_RADIUS: Final = 0.98
"""The radius of the region with the most states; the area of the others is in proportion to their states."""

_LEAST_RADIUS: Final = 0.3


def number_of(code: str | None) -> int | None:
    """Return a code as a number; None if it is not a number."""
    return int(code) if code and code.isdecimal() else None


def region_of(code: str | None) -> str:
    """Return the region of a code."""
    number = number_of(code)
    return next((name for below, name in REGIONS if number is not None and number < below), ELSEWHERE)


def region_positions(codes: Mapping[str, str | None]) -> tuple[Positions, dict[str, tuple[Position, float]]]:
    """Return the positions of states on a sketch of the world, and the center and radius of each region.

    The states of a region are on a circle in the order of their codes, clockwise from the top.

    Args:
        codes: The codes of the states.
    """
    members = {name: [state for state in codes if region_of(codes[state]) == name] for name in _CENTERS}
    largest = max(map(len, members.values()))
    positions = dict[str, Position]()
    circles = dict[str, tuple[Position, float]]()
    for name, own in members.items():
        if own:
            x, y = _CENTERS[name]
            radius = max(_LEAST_RADIUS, _RADIUS * sqrt(len(own) / largest))
            circles[name] = ((x, y), radius)
            for number, state in enumerate(_sorted(own, codes)):
                angle = 2 * pi * number / len(own)
                positions[state] = x + radius * sin(angle), y + radius * cos(angle)
    return positions, circles


def _sorted(states: Iterable[str], codes: Mapping[str, str | None]) -> list[str]:
    return sorted(states, key=lambda state: (number_of(codes[state]) or 0, state))
