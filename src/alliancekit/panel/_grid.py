"""Fills the grid of all units and times of a panel with values, and adds the steps for it to the account."""

from collections.abc import Iterable, Iterator, Sequence

from alliancekit._polars import pl
from alliancekit.panel._account import PanelAccount, PanelStep
from alliancekit.panel._counts import count_columns, obligation_of
from alliancekit.panel._directions import ATOP_OBLIGATIONS, POSSIBLE
from alliancekit.panel._panel import Panel
from alliancekit.panel._panel_inputs import PanelInputs
from alliancekit.panel._treaty_tables import BIT, OBLIGATIONS
from alliancekit.panel._unknown_cells import unknown_step


def panel_of(  # noqa: PLR0913, PLR0917 - differences between the panels
    base: PanelInputs,
    rows: pl.DataFrame,
    grid: pl.DataFrame,
    kind: str,
    units: dict[str, str],
    left_out: pl.DataFrame | None = None,
    undirected: pl.DataFrame | None = None,
) -> Panel:
    """Return the panel for a grid of units and times, or without a system for the rows only, which have the values.

    The dyads of states that share no day are not in the grid; they are only counted. `undirected` are the cells of
    unknown direction.
    """
    time = base.times.name
    rows = rows if base.units.members is not None else rows.sort("key")
    values = rows.select(
        pl.col("^treaties|allies$"),
        pl.col("treaty_ids").cast(pl.List(pl.String)),
        *obligation_columns(base),
        *count_columns(rows, absence_known(base), known_by_table(base)),
    )
    steps = [*base.steps, adding_step(f"{kind} with a treaty", rows.drop_nulls("treaties"))]
    if doubtful := rows["treaties"].null_count():
        steps.append(PanelStep(f"with {kind} that may have a treaty", rows.height, doubtful, 0, rows.clear()))
    if base.units.members is None:
        frame = pl.concat([rows.select(time), *unit_columns(base, rows, units), values], how="horizontal")
        return finished(base, frame, steps, undirected)
    outside = _outside_system(base, rows, units)
    inside = rows.height - outside.height
    steps.append(PanelStep("of these, in the system", inside, 0, outside.height, outside))
    whole = grid.height if left_out is None else grid.height + left_out.height
    steps.append(PanelStep(f"all {kind} of the system", whole, whole - inside, 0, outside.clear()))
    if left_out is not None and left_out.height:
        steps.append(_apart_step(base, left_out, grid.height))
    # Most rows of the grid have no treaty. They all get the values of one row, since that is much faster than filling
    # each column: zeros, zeros for the obligations of ATOP only, or nulls.
    of_rows = rows.select("key").with_row_index("row")
    zeros, of_atop, nulls = range(rows.height, rows.height + 3)
    absent = pl.when(absence_known(base)).then(zeros).when(known_by_table(base)).then(of_atop).otherwise(nulls)
    absent = absent.cast(pl.UInt32)
    keys = grid.select(base.key(*units), absent.alias("absent"))
    indices = keys.join(of_rows, on="key", how="left", maintain_order="left").select(pl.coalesce("row", "absent"))
    none = pl.select(pl.lit([] if dtype == pl.List else 0, dtype).alias(name) for name, dtype in values.schema.items())
    others = values.clear(1).with_columns(
        none[name] for name in none.columns if obligation_of(name) in ATOP_OBLIGATIONS
    )
    all_values = pl.concat([values, none, others, values.clear(1)], rechunk=True)
    frame = pl.concat(
        [grid.select(time), *unit_columns(base, grid, units), all_values[indices["row"]]], how="horizontal"
    )
    return finished(base, frame, steps, undirected)


def finished(
    base: PanelInputs, frame: pl.DataFrame, steps: Iterable[PanelStep], undirected: pl.DataFrame | None = None
) -> Panel:
    """Return the panel with its account, which ends with the number of unknown cells."""
    more: list[PanelStep] = []
    if base.units.members is None and frame.height:
        what = "rows without codes, which need a state system (cow or gw)"
        more.append(PanelStep(what, frame.height, 0, 0, frame.select().clear()))
    if unknown := unknown_step(base, frame, undirected):
        more.append(unknown)
    account = PanelAccount((*steps, *more))
    return Panel(frame, account, base.coverage, base.known_by_table)


def unit_columns(base: PanelInputs, rows: pl.DataFrame, units: dict[str, str]) -> Iterator[pl.DataFrame]:
    """Yield the columns with the state and the code of each unit."""
    names = pl.Series(base.units.names, dtype=pl.String)
    for unit, suffix in units.items():
        name = names.gather(rows[unit])
        nothing = pl.repeat(None, rows.height, dtype=pl.String, eager=True)
        members = base.units.members
        state = name if members is None else members["state"].gather(rows[f"_{unit}"])
        code = nothing if members is None else name
        yield pl.DataFrame({f"state{suffix}": state, f"code{suffix}": code})


def obligation_columns(base: PanelInputs) -> Iterator[pl.Expr]:
    """Yield a column for each obligation: 1 if it is owed, 0 if it is known not to be owed, null if it is unknown."""
    bits = pl.col("bits").fill_null(0)
    for position in coded_positions(base):
        name, bit = OBLIGATIONS[position], BIT[position]
        owed = ((bits & bit) > 0).cast(pl.UInt8)
        in_time = absence_known(base) | known_by_table(base) if name in ATOP_OBLIGATIONS else absence_known(base)
        known = in_time & ((bits & (bit * POSSIBLE)) == 0)
        yield pl.when((owed == 1) | known).then(owed).alias(name)


def coded_positions(base: PanelInputs) -> Sequence[int]:
    """Return the positions of the obligations that have columns: those that are coded; if there are none, all."""
    return base.coded or range(len(OBLIGATIONS))


def absence_known(base: PanelInputs) -> pl.Expr:
    """Return an expression: whether absence is known in the time of a row."""
    return pl.lit(value=False) if base.coverage is None else base.times.known(base.coverage)


def known_by_table(base: PanelInputs) -> pl.Expr:
    """Return an expression: whether the obligations of ATOP are known from the directed dyad-years, also if absent."""
    return pl.col(base.times.name).is_in(base.known_by_table) if base.known_by_table else pl.lit(value=False)


def _apart_step(base: PanelInputs, left_out: pl.DataFrame, rows: int) -> PanelStep:
    """Return the step that leaves out the dyads of states that share no day."""
    time = base.times.name
    reason = pl.lit(f"the two states are in the system in that {time}, but on no day together").alias("reason")
    lines = pl.concat([left_out.select(time), *unit_columns(base, left_out, {"a": "_a", "b": "_b"})], how="horizontal")
    return PanelStep("of these, states that share a day", rows, 0, left_out.height, lines.with_columns(reason))


def _outside_system(base: PanelInputs, rows: pl.DataFrame, units: dict[str, str]) -> pl.DataFrame:
    """Return the rows with a unit that is not in the system, with the reason."""
    time, absent = base.times.name, {unit: pl.col(f"_{unit}").is_null() for unit in units}
    for unit in units:
        rows = rows.join(base.members(unit), on=[time, unit], how="left", maintain_order="left")
    outside = rows.filter(pl.any_horizontal(absent.values())).sort(time, *units)
    names = pl.Series(base.units.names, dtype=pl.String)
    codes = pl.DataFrame({f"code{suffix}": names.gather(outside[unit]) for unit, suffix in units.items()})
    who = pl.concat_list(pl.when(absent[unit]).then(pl.lit(f"code{suffix}")) for unit, suffix in units.items())
    reason = pl.format("{} not in the system in that {}", who.list.drop_nulls().list.join(" and "), pl.lit(time))
    reasons = outside.select(pl.col("treaty_ids").cast(pl.List(pl.String)), reason.alias("reason"))
    return pl.concat([outside.select(time), codes, reasons], how="horizontal")


def adding_step(what: str, rows: pl.DataFrame) -> PanelStep:
    """Return a step that only adds rows."""
    return PanelStep(what, rows.height, rows.height, 0, rows.clear())
