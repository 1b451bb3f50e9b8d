"""The first steps of the account of a panel: its treaties, and the spells of their parties."""

from collections.abc import Iterator
from typing import Final

from alliancekit._polars import pl
from alliancekit.panel._account import PanelStep
from alliancekit.panel._asymmetry import AsymmetricRule
from alliancekit.panel._times import PanelTimes
from alliancekit.panel._treaty_tables import TreatyTables
from alliancekit.panel._units import Units, intersect

_RULES: Final[dict[AsymmetricRule, str]] = {
    "none": "each of their obligations is toward all other members",
    "all": "the direction of their obligations is unknown",
    "differing": "the direction of an obligation that another member lacks is unknown",
}
"""The rules other than the default, in words."""


def treaty_steps(tables: TreatyTables) -> Iterator[PanelStep]:
    """Yield the steps for the treaties and for the spells of their parties."""
    whole = tables.excluded.filter(pl.col("state").is_null())
    spells = tables.excluded.filter(pl.col("state").is_not_null())
    yield PanelStep("treaties", tables.size - whole.height, 0, whole.height, whole)
    yield PanelStep("spells of their parties", tables.parties.height, 0, spells.height, spells)
    if tables.uncounted.height:
        yield PanelStep("commitments between parties", tables.owed, 0, tables.uncounted.height, tables.uncounted)
    if tables.imprecise.height:
        yield PanelStep("spells and commitments not known to the day", tables.imprecise.height, 0, 0, tables.imprecise)


def rule_steps(tables: TreatyTables, rule: AsymmetricRule, *, directions: bool) -> Iterator[PanelStep]:
    """Yield the step for the rule of asymmetric alliances, if there are any and it is not the default.

    Args:
        tables: The tables of treaties.
        rule: Which obligations of asymmetric alliances have an unknown direction.
        directions: Whether directed dyad-years say the direction in their years.
    """
    if tables.asymmetric and rule != "by_obligation":
        where = " where the directed dyad-years do not cover them" if directions else ""
        what = f"asymmetric alliances; {_RULES[rule]}{where} (asymmetric: {rule})"
        yield PanelStep(what, tables.asymmetric, 0, 0, tables.excluded.clear())


def placement_steps(
    parties: pl.DataFrame, within: pl.DataFrame, units: Units, times: PanelTimes
) -> Iterator[PanelStep]:
    """Yield the steps that match the spells of parties with the units and times of the panel."""
    first, last = times.days
    beyond = parties.filter((pl.col("end") < first) | (pl.col("start") > last))
    lines = beyond.with_columns(reason=pl.lit(f"it is outside the {times.name}s of the panel"))
    yield PanelStep(f"spells in the {times.name}s of the panel", within.height, 0, lines.height, lines)
    unplaced = intersect(within.join(units.unplaced, on="state"))
    alone = units.spells.filter(pl.col("unit") >= units.codes).join(units.unplaced, on="state", how="anti")
    others = intersect(within.join(alone.select("state", _start="start", _end="end"), on="state"))
    is_actor = pl.col("state").str.starts_with("actor:")
    reason = pl.when(is_actor).then(pl.lit("the party is an actor, not a state"))
    others = others.with_columns(reason=reason.otherwise(pl.lit("the party has no code in the system")))
    lines = pl.concat([unplaced.select(others.columns), others]).with_columns(pl.col("treaty").cast(pl.String))
    if lines.height:
        yield PanelStep(
            "spells of parties with a code in the system", within.height - lines.height, 0, lines.height, lines
        )
