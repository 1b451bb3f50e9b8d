"""Options of `panel` and `plot` about dyads, and the arguments of the functions that make panels."""

from typing import TYPE_CHECKING, TypedDict

import click

from alliancekit.cli._inputs import load_directions
from alliancekit.cli._options import WithOptions
from alliancekit.cli._paths import input_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliancekit.dates import PartialDate
    from alliancekit.panel import AsymmetricRule, Directions, JointMembership, PartYearRule, StateSystem, Trust


class PanelArguments(TypedDict):
    """Arguments of every function that makes a panel."""

    system: "StateSystem | None"
    coverage: "PartialDate | str | None"
    trust: "Trust"
    carry_forward: bool


class YearPanelArguments(PanelArguments):
    """Arguments of every function that makes a panel of years."""

    years: tuple[int, int] | None
    part_years: "PartYearRule"
    together: "JointMembership"


class DirectionArguments(TypedDict):
    """Arguments about the directions of obligations, of every function that makes a panel of states or dyads."""

    directions: "Directions | None"
    asymmetric: "AsymmetricRule"


together_option = click.option(
    "--together",
    type=click.Choice(("year", "day")),
    help="Count a treaty for a dyad if both parties are in it in the same year, or only if on the same day.  "
    "[default: year]",
)
"""Decorator that adds the option --together."""

directions_option = click.option(
    "--directions",
    metavar="FILE",
    callback=input_path,
    help="The file of atop-ddyr, the directed dyad-years of ATOP: they say toward whom each obligation is.",
)
"""Decorator that adds the option --directions."""


def asymmetric_option(default: str) -> "Callable[[WithOptions], WithOptions]":
    """Return a decorator that adds the option --asymmetric, whose help shows a default."""
    return click.option(
        "--asymmetric",
        type=click.Choice(("by-obligation", "all", "differing", "none")),
        help="The obligations of an asymmetric alliance that are unknown without --directions: all, those that another "
        "member lacks (differing), all for defense and differing for others (by-obligation), or none.  "
        f"[default: {default}]",
    )


def direction_arguments(file: str | None, asymmetric: str) -> DirectionArguments:
    """Return the arguments for the values of --directions and --asymmetric; load the file, if there is one."""
    rules: dict[str, AsymmetricRule] = {
        "by-obligation": "by_obligation", "all": "all", "differing": "differing", "none": "none",
    }  # fmt: skip
    return {"directions": None if file is None else load_directions(file), "asymmetric": rules[asymmetric]}
