"""The rows of a panel and of a table that match no row of the other in a join, with the reasons."""

from collections.abc import Iterator, Sequence

from alliancekit._polars import pl
from alliancekit.panel._keys import TIMES, JoinKey


def panel_rows_without(
    rows: pl.DataFrame, keys: Sequence[JoinKey], without: pl.Series, *, symmetric: bool
) -> pl.DataFrame:
    """Return the key columns of the rows of a panel without a row of the table, with the ``reason``.

    Args:
        rows: The key columns of all rows of the panel.
        keys: The keys.
        without: Whether a row of the panel has no row of the table.
        symmetric: Whether each of the two states of a pair matches both of the table.
    """
    reasons = ["the table has no row with all of these"]
    number = pl.lit(0, pl.UInt8)
    for key in reversed(keys):
        reasons += [f"the table has no row with this {key.name}", f"the row has no {key.name}"]
        own, last = pl.col(key.name), len(reasons) - 1
        same = [each.other.unique() for each in keys if each is key or (symmetric and each.base == key.base)]
        known = own.is_in(pl.concat(same).drop_nulls().implode())
        number = pl.when(known).then(number).otherwise(pl.lit(last - 1, pl.UInt8))
        if key.own.null_count():
            number = pl.when(own.is_null()).then(pl.lit(last, pl.UInt8)).otherwise(number)
    numbers = pl.DataFrame([key.own.alias(key.name) for key in keys]).filter(without)
    return rows.filter(without).with_columns(
        numbers.select(number.alias("reason")).to_series().cat.to(pl.Enum(reasons))
    )


def table_rows_without(
    keys: Sequence[JoinKey], own: pl.Series, swapped: pl.Series | None, without: pl.Series
) -> pl.DataFrame:
    """Return the position and the keys of the rows of a table without a row of the panel, with the ``reason``.

    Args:
        keys: The keys.
        own: The combined keys of the rows of the panel.
        swapped: The combined keys of the rows of the table with the states of pairs swapped; None if that is no other
            key.
        without: Whether a row of the table has no row of the panel.
    """
    shown = pl.DataFrame([key.shown for key in keys]).with_row_index("row").filter(without)
    numbers = pl.DataFrame([key.other.alias(key.name) for key in keys]).filter(without)
    reasons = [*_missing(keys, shown), *_outside(keys, numbers), *_same(numbers)]
    if swapped is not None:
        reasons.append(_in_other_order(own, swapped.filter(without)))
    reasons += _of_units(keys, numbers)
    texts = pl.DataFrame([each.alias(str(number)) for number, each in enumerate(reasons)])
    reason = texts.select(pl.coalesce(pl.all(), pl.lit("the panel has no such row")).alias("reason")).to_series()
    return shown.with_columns(reason)


def _text(flags: pl.Series, text: str) -> pl.Series:
    """Return a text where a flag is true, and null elsewhere."""
    return flags.to_frame("flag").select(pl.when("flag").then(pl.lit(text))).to_series()


def _missing(keys: Sequence[JoinKey], shown: pl.DataFrame) -> Iterator[pl.Series]:
    """Yield the reasons of rows in which a key is missing."""
    for key in keys:
        yield _text(shown[key.name].is_null(), f"{key.of_table} is missing")


def _outside(keys: Sequence[JoinKey], numbers: pl.DataFrame) -> Iterator[pl.Series]:
    """Yield the reasons of rows whose time is before the first or after the last of the panel."""
    for key in keys:
        if key.name in TIMES:
            yield _text(numbers[key.name].is_null(), f"{key.of_table} is outside the {key.name}s of the panel")


def _same(numbers: pl.DataFrame) -> Iterator[pl.Series]:
    """Yield the reasons of rows whose two states are the same."""
    for base in ("code", "state"):
        if f"{base}_a" in numbers.columns and f"{base}_b" in numbers.columns:
            yield _text(numbers[f"{base}_a"] == numbers[f"{base}_b"], "both states are the same")


def _in_other_order(own: pl.Series, swapped: pl.Series) -> pl.Series:
    """Return the reasons of rows whose pair is in the panel in the other order."""
    there = own.filter(own.is_in(swapped.unique().drop_nulls().implode())).unique()
    flags = swapped.is_in(there.implode()).fill_null(value=False)
    return _text(flags, "the panel has the pair in the other order; symmetric=True joins both orders")


def _of_units(keys: Sequence[JoinKey], numbers: pl.DataFrame) -> Iterator[pl.Series]:
    """Yield the reasons of rows with a state or treaty that the panel does not have, or not at that time."""
    time = next((key for key in keys if key.name in TIMES), None)
    of_base: dict[str, pl.Series] = {}
    for key in keys:
        if key is time:
            continue
        same = [each for each in keys if each.base == key.base]
        name = key.base if len(same) > 1 else key.name
        if key.base not in of_base:
            of_base[key.base] = _moments(same, time)
        moments, unit = of_base[key.base], numbers[key.name].cast(pl.Int64)
        there = unit.is_in((moments % key.size).unique().implode()).fill_null(value=False)
        yield _text(~there, f"{key.of_table} is no {name} of the panel")
        if time is not None:
            then = (numbers[time.name].cast(pl.Int64) * key.size + unit).is_in(moments.implode())
            yield _text(~then, f"{key.of_table} is no {name} of the panel in that {time.name}")


def _moments(keys: Sequence[JoinKey], time: JoinKey | None) -> pl.Series:
    """Return the times at which a panel has each state or treaty, as the number of the time * size + its number.

    Args:
        keys: The keys with the states or treaties, which have the same numbers.
        time: The key with the time.
    """
    size, unit = keys[0].size, pl.col("unit").cast(pl.Int64)
    number = unit if time is None else pl.col("time").cast(pl.Int64) * size + unit
    flags = pl.repeat(0, size * (time.size if time else 1), dtype=pl.UInt8, eager=True)
    for key in keys:
        rows = pl.DataFrame({"unit": key.own} if time is None else {"unit": key.own, "time": time.own})
        flags = flags.scatter(rows.select(number).to_series().drop_nulls(), 1)
    return flags.cast(pl.Boolean).arg_true().cast(pl.Int64)
