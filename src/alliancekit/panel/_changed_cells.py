"""Cells of a panel for its account: those of unknown direction, and those that a table of directed dyads changes."""

from collections.abc import Iterable

from alliancekit._polars import pl
from alliancekit.panel._counts import LEAST, MOST
from alliancekit.panel._directions import POSSIBLE
from alliancekit.panel._treaty_tables import BIT, BITS, OBLIGATIONS


def undirected_cells(rows: pl.DataFrame, undirected: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a panel with an obligation whose direction is unknown, once for each obligation.

    Args:
        rows: The rows, with ``key`` and ``bits``.
        undirected: ``key, bits``: the obligations of unknown direction.

    Returns:
        The columns of the rows, and the ``reason``.
    """
    unknown = undirected.group_by("key").agg(pl.col("bits").bitwise_or().alias("_unknown"))
    affected = rows.join(unknown, on="key")
    reason = "{} is unknown: it is owed to some of several members, and the data do not say to which"
    cells = (
        affected.filter((pl.col("_unknown") & bit > 0) & (pl.col("bits") & bit == 0)).with_columns(
            reason=pl.lit(reason.format(name))
        )
        for name, bit in zip(OBLIGATIONS, BIT, strict=True)
    )
    return pl.concat(cells).drop("_unknown")


def uncounted_cells(rows: pl.DataFrame, undirected: pl.DataFrame, positions: Iterable[int]) -> pl.DataFrame:
    """Return the rows whose number of partners is unknown because of unknown directions, once for each obligation.

    Args:
        rows: The rows, with ``key`` and the least and the greatest number of partners, as of `with_counts`.
        undirected: ``key, bits``: the obligations of unknown direction.
        positions: The positions of the counted obligations.

    Returns:
        The columns of the rows, and the ``reason``.
    """
    affected = rows.join(undirected.group_by("key").agg(pl.col("bits").bitwise_or().alias("_unknown")), on="key")
    cells = [affected.clear().with_columns(reason=pl.lit(""))]
    for name, bit in ((OBLIGATIONS[position], BIT[position]) for position in positions):
        count = f"{name}_partners"
        least, most = (pl.col(bound + count) for bound in (LEAST, MOST))
        reason = pl.lit(
            f"{count} is unknown: {name} is owed to some of several members, and the data do not say to which"
        )
        cells.append(affected.filter((pl.col("_unknown") & bit > 0) & (least != most)).with_columns(reason=reason))
    return pl.concat(cells).drop("_unknown")


def changed_cells(rows: pl.DataFrame, before: pl.DataFrame, coded: Iterable[int], known: pl.Expr) -> pl.DataFrame:
    """Return the rows of a panel with an obligation that directed dyads change, once for each obligation.

    Args:
        rows: The rows, with ``key`` and ``bits``.
        before: ``key, bits``: the obligations by the treaties.
        coded: The positions of the obligations that have a column.
        known: An expression: whether absence is known.

    Returns:
        The columns of the rows, and the ``reason``.
    """
    earlier = before.group_by("key").agg(pl.col("bits").bitwise_or().alias("_before"))
    both = rows.with_columns(pl.col("bits").fill_null(0)).join(earlier, on="key", how="left")
    both = both.with_columns(pl.col("_before").fill_null(0)).filter(pl.col("bits") != pl.col("_before"))
    cells: list[pl.DataFrame] = []
    for name, bit in ((OBLIGATIONS[position], BIT[position]) for position in coded):
        old, new = _value("_before", bit), _value("bits", bit)
        changed = both.filter((old != new) & (known | (new == "1")))
        reason = pl.format("{}: {} by the treaties, {} by the directed dyad-years", pl.lit(name), old, new)
        cells.append(changed.with_columns(reason=reason))
    return pl.concat(cells).drop("_before")


def _value(bits: str, bit: int) -> pl.Expr:
    """Return the value of an obligation as text: 1, 0 or unknown."""
    owed, possible = (pl.col(bits) & pl.lit(each, BITS) > 0 for each in (bit, bit * POSSIBLE))
    return pl.when(owed).then(pl.lit("1")).when(possible).then(pl.lit("unknown")).otherwise(pl.lit("0"))
