"""Regions of the world, by the codes of states."""

from collections.abc import Iterable, Mapping
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from alliancekit.corpus.frames import as_polars
from alliancekit.errors import UnusableInput
from alliancekit.messages import listed
from alliancekit.plot._layout import Position, Positions
from alliancekit.text import quote

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.panel import Panel

WorldRegion: TypeAlias = Literal["Americas", "Europe", "Africa", "Middle East", "Asia, Oceania"]
"""A region of the world."""

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


def of_region(data: "pl.DataFrame | Panel", region: WorldRegion) -> "pl.DataFrame":
    """Return the rows of a panel whose states are all in a region of the world, such as for a figure of that region.

    A region is a range of the numbers of Correlates of War, or of Gleditsch and Ward: the Americas (below 200), Europe
    (below 400), Africa (below 600), the Middle East (below 700), or Asia with Oceania (below 1000).

    Args:
        data: A panel of dyads, states or memberships with the codes of a state system, or its frame.
        region: The region.

    Raises:
        UnusableInput: If there is no such region, or the rows have no codes.
    """
    from alliancekit._polars import pl

    names = tuple(name for _, name in REGIONS)
    if region not in names:
        message = f"region must be one of {listed(tuple(map(repr, names)))}, got {quote(region)}"
        raise UnusableInput(message)
    frame = as_polars(data)
    codes = [name for name in ("code", "code_a", "code_b") if name in frame.columns]
    if not codes or any(frame[name].null_count() == frame.height for name in codes):
        message = "regions need the codes of states; make the panel with a state system, such as system='cow'"
        raise UnusableInput(message)
    bounds = [0, *(below for below, _ in REGIONS)]
    first, below = bounds[names.index(region)], bounds[names.index(region) + 1]
    number = pl.col(codes).cast(pl.Int64, strict=False)
    return frame.filter(pl.all_horizontal(number.is_between(first, below, closed="left")).fill_null(value=False))


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
