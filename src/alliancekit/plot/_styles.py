"""Styles of obligations in figures: a colour, a dash and a hatch, so that figures are readable without colour."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from attrs import frozen

from alliancekit.panel import OBLIGATIONS

Dash: TypeAlias = Literal["-"] | tuple[float, tuple[float, ...]]
"""A solid line, or an offset with the lengths of dashes and gaps."""

INK: Final = "#333333"
"""The colour of text and of nodes."""

FAINT: Final = "#bbbbbb"
"""The colour of grid lines and borders, and of states without ties."""

SMALL: Final = 7.0
"""The size of labels, in points: the smallest that journals accept."""


@frozen
class Style:
    """The style of an obligation.

    Attributes:
        colour: A colour of Okabe and Ito (2008).
        dash: The dash pattern of lines.
        hatch: The hatch of bars.
    """

    colour: str
    dash: Dash
    hatch: str


STYLES: Final[Mapping[str, Style]] = MappingProxyType(
    dict(
        zip(
            OBLIGATIONS,
            (
                Style("#0072B2", "-", ""),
                Style("#D55E00", (0, (6, 1.5)), "////"),
                Style("#009E73", (0, (4, 1.5, 1, 1.5)), "...."),
                Style("#E69F00", (0, (3, 1.5)), "\\\\\\\\"),
                Style("#56B4E9", (0, (1, 1)), "||||"),
                Style("#CC79A7", (0, (8, 1.5, 2, 1.5)), "xxxx"),
                Style("#000000", (0, (2, 2)), "----"),
                Style("#999999", (0, (1, 3)), "++++"),
            ),
            strict=True,
        )
    )
)
"""The style of each obligation, the strongest first."""

NOT_CODED: Final = Style(FAINT, "-", "")
"""The style of a tie or treaty without a coded obligation."""

UNKNOWN: Final = "unknown"
"""Instead of an obligation: it is unknown what the states of a tie owe each other."""

UNKNOWN_STYLE: Final = Style("#999999", (0, (1, 2)), "")
"""The style of a tie whose obligations are unknown."""

TIE_KINDS: Final = (*STYLES, UNKNOWN, None)
"""The kinds of ties in figures: the obligations, the strongest first; unknown; None: no obligation is coded."""

COLOURS: Final[Mapping[str, str]] = MappingProxyType({name: style.colour for name, style in STYLES.items()})
"""The colour of each obligation."""


def strongest(owed: Iterable[str]) -> str | None:
    """Return the strongest of several obligations, in the order of `STYLES`; None if there are none."""
    obligations = set(owed)
    return next((name for name in STYLES if name in obligations), None)


def style_of(kind: str | None) -> Style:
    """Return the style of a kind of tie."""
    if kind is None:
        return NOT_CODED
    return UNKNOWN_STYLE if kind == UNKNOWN else STYLES[kind]


def label_of(kind: str | None) -> str:
    """Return the label of a kind of tie in a legend."""
    if kind is None:
        return "no obligation coded"
    return "obligation unknown" if kind == UNKNOWN else kind
