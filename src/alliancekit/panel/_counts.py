"""The number of treaties in which an obligation is owed, and the number of partners to which it is owed."""

from collections.abc import Iterator, Sequence
from typing import Final

from alliancekit._polars import pl
from alliancekit.panel._directions import ATOP_OBLIGATIONS, POSSIBLE
from alliancekit.panel._treaty_tables import BIT, OBLIGATIONS

COUNT: Final = pl.UInt16
"""The type of a count."""

PARTNERS: Final = "partners"
"""The end of the names of the counts of partners."""

LEAST: Final = "_least_"
"""The start of the name of a column with the least possible count."""

MOST: Final = "_most_"
"""The start of the name of a column with the greatest possible count."""


def with_counts(  # noqa: PLR0913, PLR0917 - the parts of a count
    rows: pl.DataFrame, owed: pl.DataFrame, key: pl.Expr, positions: Sequence[int], of: str, what: str
) -> pl.DataFrame:
    """Return rows with the least and the greatest possible count of each obligation.

    Args:
        rows: The rows of a panel, with a ``key``.
        owed: The obligations, with the columns of the key, `of` and ``bits``: one bit for each obligation that is owed,
            and another one, `len(OBLIGATIONS)` places higher, for each that may be owed. `of` is null if it is unknown
            which and how many they are.
        key: The key of a row.
        positions: The positions of the obligations to count.
        of: The column of what is counted.
        what: The end of the names of the counts, such as ``treaties``.
    """
    bits = pl.col("bits")
    # One number for the key and for what is counted is faster to group than two columns.
    number = owed.select(key, pl.col(of).to_physical().alias("of"), "bits")
    last = int(number.select(pl.col("of").max().fill_null(0)).item()) + 1
    unknown = pl.col("of").is_null()
    number = number.with_columns(
        pl.col("of").fill_null(last), pl.when(unknown).then(bits * POSSIBLE).otherwise(bits).alias("bits")
    )
    size = last + 1
    single = number.group_by((pl.col("key") * size + pl.col("of")).alias("one")).agg(bits.bitwise_or())
    counts: list[pl.Expr] = []
    for position in positions:
        name, bit = OBLIGATIONS[position], BIT[position]
        counts += [
            ((bits & mask) > 0).sum().cast(COUNT).alias(f"{kind}{name}_{what}")
            for kind, mask in ((LEAST, bit), (MOST, bit | bit * POSSIBLE))
        ]
    of_rows = single.group_by((pl.col("one") // size).alias("key")).agg(counts)
    return rows.join(of_rows, on="key", how="left", maintain_order="left")


def obligation_of(column: str) -> str:
    """Return the obligation of a column that directed dyad-years can tell: whether it is owed, or to how many."""
    return column.removesuffix(f"_{PARTNERS}")


def count_columns(rows: pl.DataFrame, known: pl.Expr, known_by_table: pl.Expr) -> Iterator[pl.Expr]:
    """Yield the counts of rows: null if a count is unknown.

    Args:
        rows: The rows, with the least and the greatest possible counts if they were counted.
        known: Whether absence is known in the time of a row.
        known_by_table: Whether it is known from directed dyad-years, which do not count treaties.
    """
    for name in rows.columns:
        if name.startswith(LEAST):
            count = name.removeprefix(LEAST)
            least, most = pl.col(name).fill_null(0), pl.col(MOST + count).fill_null(0)
            in_time = known | known_by_table if obligation_of(count) in ATOP_OBLIGATIONS else known
            yield pl.when(in_time & (least == most)).then(least).alias(count)
