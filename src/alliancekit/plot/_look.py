"""How obligations look: a colour, a dash and a hatch each, so that a figure can be read without colour too."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from attrs import frozen

from alliancekit.panel import OBLIGATIONS

Dash: TypeAlias = Literal["-"] | tuple[float, tuple[float, ...]]
"""A line without gaps, or the lengths of its dashes and gaps."""

INK: Final = "#333333"
"""Of text and of what stands for states."""

FAINT: Final = "#bbbbbb"
"""Of lines that guide the eye, and of states without ties."""

SMALL: Final = 7.0
"""Size of labels, in points: the smallest that journals print."""


@frozen
class Look:
    """How an obligation looks.

    Attributes:
        colour: One of those of Okabe and Ito (2008).
        dash: Of lines.
        hatch: Of bars.
    """

    colour: str
    dash: Dash
    hatch: str


LOOKS: Final[Mapping[str, Look]] = MappingProxyType(
    dict(
        zip(
            OBLIGATIONS,
            (
                Look("#0072B2", "-", ""),
                Look("#D55E00", (0, (6, 1.5)), "////"),
                Look("#009E73", (0, (4, 1.5, 1, 1.5)), "...."),
                Look("#E69F00", (0, (3, 1.5)), "\\\\\\\\"),
                Look("#56B4E9", (0, (1, 1)), "||||"),
                Look("#CC79A7", (0, (8, 1.5, 2, 1.5)), "xxxx"),
                Look("#000000", (0, (2, 2)), "----"),
                Look("#999999", (0, (1, 3)), "++++"),
            ),
            strict=True,
        )
    )
)
"""The look of each obligation, the strongest first."""

UNSAID: Final = Look(FAINT, "-", "")
"""The look of a tie or treaty of which no obligation is coded."""

COLOURS: Final[Mapping[str, str]] = MappingProxyType({name: look.colour for name, look in LOOKS.items()})
"""The colour of each obligation."""


def strongest(owed: Iterable[str]) -> str | None:
    """Return the strongest of some obligations, in the order in which `LOOKS` has them; None of none."""
    held = set(owed)
    return next((name for name in LOOKS if name in held), None)


def look_of(obligation: str | None) -> Look:
    """Return the look of an obligation, or of none."""
    return UNSAID if obligation is None else LOOKS[obligation]


def called(obligation: str | None) -> str:
    """Return what a legend calls an obligation, or none."""
    return "no obligation coded" if obligation is None else obligation
