"""Builds the rows of a panel from treaties, in steps; each step adds the rows that it drops to the account."""

from collections.abc import Iterator
from typing import Final

from attrs import evolve

from alliancekit._polars import pl
from alliancekit.panel._account import PanelStep
from alliancekit.panel._changed_cells import changed_cells, uncounted_cells, undirected_cells
from alliancekit.panel._counts import PARTNERS, with_counts
from alliancekit.panel._directions import POSSIBLE, counted_by, directed_by
from alliancekit.panel._grid import (
    absence_known,
    adding_step,
    coded_positions,
    finished,
    known_by_table,
    obligation_columns,
    panel_of,
    unit_columns,
)
from alliancekit.panel._panel import Panel
from alliancekit.panel._panel_inputs import PanelInputs
from alliancekit.panel._times import PanelYears
from alliancekit.panel._treaty_tables import BITS
from alliancekit.panel._units import intersect

_ALL_POSSIBLE: Final = POSSIBLE * (POSSIBLE - 1)


def dyads(base: PanelInputs, *, directed: bool) -> Panel:
    """Return the panel of dyads: all dyads of the system, or without a system all dyads with a treaty."""
    a, b = pl.col("a"), pl.col("b")
    pairs, owed = _pairs_and_obligations(base)
    tables = pairs, owed, _undirected(base, pairs).select(owed.columns)
    pairs, owed, undirected = (table.filter(_has_code(base, "a", "b")) for table in tables)
    before = _with_possible(owed, undirected)
    base, owed, undirected, counted = _directed(base, owed, undirected)
    owed, by_treaty = _with_possible(owed, undirected), _with_possible(*counted)
    if not directed:
        pairs = pairs.filter(a < b)
        owed, undirected, before, by_treaty = (
            _undirected_dyads(table) for table in (owed, undirected, before, by_treaty)
        )
    rows = _grouped(base, pairs, owed, "a", "b")
    if base.counts:
        rows = with_counts(rows, by_treaty, base.key("a", "b"), coded_positions(base), "treaty", "treaties")
    kind = f"{'directed ' if directed else ''}dyad-{base.times.name}s"
    units = {"a": "_a", "b": "_b"}
    steps = [*_table_steps(base, rows, before, kind, units)]
    unknown = undirected_cells(rows, undirected.select(base.key("a", "b"), "bits"))
    undirected_lines = None
    if not unknown.is_empty():
        steps.append(_cells_step(base, f"{kind} with an obligation of unknown direction", unknown, units))
        undirected_lines = steps[-1].lines
    base = evolve(base, steps=(*base.steps, *steps))
    grid = base.members("a").join(base.members("b"), on=base.times.name, maintain_order="left_right")
    grid = grid.filter(a != b if directed else a < b)
    if base.units.apart.is_empty() or base.apart == "keep":
        return panel_of(base, rows, grid, kind, units, undirected=undirected_lines)
    left_out = base.key("a", "b").is_in(base.units.apart.select(base.key("a", "b")).to_series().implode())
    return panel_of(base, rows, grid.filter(~left_out), kind, units, grid.filter(left_out), undirected_lines)


def _directed(
    base: PanelInputs, owed: pl.DataFrame, undirected: pl.DataFrame
) -> tuple[PanelInputs, pl.DataFrame, pl.DataFrame, tuple[pl.DataFrame, pl.DataFrame]]:
    """Return obligations with the directions of the directed dyad-years, and once more for the number of treaties.

    The table has no dyads with a party that has no code in the system: the obligations toward such parties remain.
    """
    if base.directions is None:
        return base, owed, undirected, (owed, undirected)
    table, times, in_table = base.directions, base.times, _has_code(base, "b")
    others = owed.filter(~in_table), undirected.filter(~in_table)
    owed, undirected = owed.filter(in_table), undirected.filter(in_table)
    replaces = isinstance(times, PanelYears) and times.rule == "any" and base.together == "year"
    result = directed_by(table, times, owed, undirected, replaces=replaces)
    counted = counted_by(table, times, owed, undirected) if replaces and base.counts else result
    if replaces and table.alone:
        base = evolve(base, known_by_table=table.years)
    owed, undirected, *by_treaty = (
        pl.concat([of_table, other]) for of_table, other in zip((*result, *counted), (*others, *others), strict=True)
    )
    return base, owed, undirected, (by_treaty[0], by_treaty[1])


def _undirected(base: PanelInputs, pairs: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each year or day in which an obligation of unknown direction counts."""
    spans = base.undirected
    pairs = pairs.filter(pl.col("treaty").is_in(spans["treaty"].unique().implode()))
    if base.times.adds_days and spans.height:
        # Days on which the same obligation certainly is toward that state are added to the others.
        certain = base.obligations.join(spans, on=["treaty", "a", "b"], how="semi")
        spans = pl.concat([spans, certain.select(spans.columns)])
    return _within_pairs(base, spans, base.parties, pairs)


def _with_possible(owed: pl.DataFrame, undirected: pl.DataFrame) -> pl.DataFrame:
    """Return obligations together with those of unknown direction, which may exist."""
    return owed if undirected.is_empty() else pl.concat([owed, undirected.with_columns(pl.col("bits") * POSSIBLE)])


def _undirected_dyads(owed: pl.DataFrame) -> pl.DataFrame:
    """Return obligations of undirected dyads: with a before b."""
    return owed.with_columns(pl.min_horizontal("a", "b").alias("a"), pl.max_horizontal("a", "b").alias("b"))


def _table_steps(
    base: PanelInputs, rows: pl.DataFrame, before: pl.DataFrame, kind: str, units: dict[str, str]
) -> Iterator[PanelStep]:
    """Yield the steps for directed dyad-years: their number, and the cells that they change.

    Args:
        base: The inputs of the panel.
        rows: The rows with values.
        before: The obligations by the treaties.
        kind: The unit of a row.
        units: The units of a row, with the suffixes of their columns.
    """
    if base.directions is None:
        return
    table = base.directions
    version = f", version {table.version}" if table.version else ""
    what = f"directed dyad-years of ATOP{version}, in {table.extent or 'no year of the panel'}"
    yield PanelStep(what, table.rows.height, 0, table.unplaced.height, table.unplaced)
    known = absence_known(base) | known_by_table(base)
    cells = changed_cells(rows, before.select(base.key(*units), "bits"), coded_positions(base), known)
    yield _cells_step(base, f"{kind} in which they change an obligation", cells, units)


def _cells_step(base: PanelInputs, what: str, cells: pl.DataFrame, units: dict[str, str]) -> PanelStep:
    """Return a step with a line for each cell, in the rows whose units are members of the system."""
    time = base.times.name
    for unit in units if base.units.members is not None else ():
        cells = cells.join(base.members(unit), on=[time, unit])
    cells = cells.sort("key", "reason")
    lines = [cells.select(time), *unit_columns(base, cells, units)]
    values = cells.select(pl.col("treaty_ids").cast(pl.List(pl.String)), "reason")
    return PanelStep(what, cells["key"].n_unique(), 0, 0, pl.concat([*lines, values], how="horizontal"))


def states_of(base: PanelInputs) -> Panel:
    """Return the panel of states: all members of the system, or without a system all parties of treaties."""
    keys = [base.times.name, "a"]
    pairs, owed = _pairs_and_obligations(base)
    allies = pairs.group_by(keys).agg(pl.col("b").n_unique().cast(pl.UInt32).alias("allies"))
    undirected = _undirected(base, pairs).select(owed.columns)
    own, owed, undirected = (table.filter(_has_code(base, "a")) for table in (pairs, owed, undirected))
    before = pl.concat([owed, undirected])  # it is owed to some party
    base, owed, undirected, counted = _directed(base, owed, undirected)
    rows = _grouped(base, own.select("treaty", *keys).unique(), pl.concat([owed, undirected]), "a")
    rows = rows.join(allies, on=keys, how="left", maintain_order="left")
    kind, units = f"state-{base.times.name}s", {"a": ""}
    steps = [*_table_steps(base, rows, before, kind, units)]
    undirected_lines = None
    if base.counts:
        key, positions = base.key("a"), coded_positions(base)
        rows = with_counts(rows, pl.concat(counted), key, positions, "treaty", "treaties")
        rows = with_counts(rows, _with_possible(owed, undirected), key, positions, "b", PARTNERS)
        unknown = uncounted_cells(rows, undirected.select(key, "bits"), positions)
        if not unknown.is_empty():
            steps.append(_cells_step(base, f"{kind} with an unknown number of partners", unknown, units))
            undirected_lines = steps[-1].lines
    base = evolve(base, steps=(*base.steps, *steps))
    return panel_of(base, rows, base.members("a"), kind, units, undirected=undirected_lines)


def memberships_of(base: PanelInputs) -> Panel:
    """Return the panel of memberships: a row for each treaty, party and year."""
    time, keys = base.times.name, [base.times.name, "a", "treaty"]
    _, owed = _pairs_and_obligations(base)
    bits = owed.group_by(keys).agg(pl.col("bits").bitwise_or())
    parties = base.parties.filter(_has_code(base, "a")).drop("party")
    memberships = base.rows(parties).unique().join(bits, on=keys, how="left").sort(keys)
    rows = memberships.join(base.members("a"), on=[time, "a"], how="left", maintain_order="left")
    parts = [rows.select(time), *unit_columns(base, rows, {"a": ""}), rows.select(pl.col("treaty").cast(pl.String))]
    frame = pl.concat([*parts, rows.select(obligation_columns(base))], how="horizontal")
    return finished(base, frame, (*base.steps, adding_step(f"memberships, a row a {time}", rows)))


def _has_code(base: PanelInputs, *units: str) -> pl.Expr:
    """Return an expression: whether units have a code in the system; without a system, all parties have one."""
    return pl.all_horizontal(pl.col(units) < base.units.codes)


def _pairs_and_obligations(base: PanelInputs) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the pairs in a treaty together, ``treaty, a, b, <time>``, and the same with obligations as ``bits``.

    The second table also has the pairs that may be in a treaty together.
    """
    pairs = _pairs(base, base.parties)
    owed = [_within_pairs(base, base.obligations, base.parties, pairs)]
    placed = _pairs(base, pl.concat([base.parties, base.unplaced])) if base.unplaced.height else pairs
    everyone = pl.concat([base.parties, base.unplaced, base.possible_parties.select(base.parties.columns)])
    if not base.possible_obligations.is_empty():
        possible = _within_pairs(
            base, pl.concat([base.obligations, base.undirected, base.possible_obligations]), everyone, placed
        )
        owed.append(possible.with_columns(pl.col("bits") * POSSIBLE))
    nothing, anything = pl.lit(0, BITS).alias("bits"), pl.lit(_ALL_POSSIBLE, BITS).alias("bits")
    unknown = [placed.filter(pl.col("treaty").is_in(base.without_commitments)).with_columns(anything)]
    if base.unplaced.height:
        unknown.append(placed.join(pairs, on=pairs.columns, how="anti").with_columns(nothing))
    if not base.possible_parties.is_empty():
        unknown.append(_pairs(base, everyone).join(placed, on=pairs.columns, how="anti").with_columns(anything))
    owed += [table.select(owed[0].columns) for table in unknown]
    return pairs, pl.concat(owed)


def _within_pairs(
    base: PanelInputs, obligations: pl.DataFrame, parties: pl.DataFrame, pairs: pl.DataFrame
) -> pl.DataFrame:
    """Return a row for each year or day in which an obligation counts, for the pairs that are in a treaty together."""
    if base.together == "day":
        others = parties.select("treaty", b="a", _start="start", _end="end")
        obligations = intersect(obligations.join(others, on=["treaty", "b"]))
    return base.rows(obligations).join(pairs, on=pairs.columns, how="semi")


def _pairs(base: PanelInputs, parties: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of parties that are in a treaty together; pairs of states that share no day may be dropped."""
    two = (pl.col("a") != pl.col("b")) & (pl.col("party") != pl.col("other"))
    names = ["treaty", "a", "b", base.times.name]
    if base.together == "day":
        others = parties.select("treaty", b="a", other="party", _start="start", _end="end")
        pairs = base.rows(intersect(parties.join(others, on="treaty")).filter(two)).select(names).unique()
    else:
        single = base.rows(parties).unique()
        both = single.join(single.rename({"a": "b", "party": "other"}), on=["treaty", base.times.name]).filter(two)
        pairs = both.select(names).unique() if base.units.has_shared_units else both.select(names)
    if base.units.apart.is_empty() or base.apart == "keep":
        return pairs
    return pairs.join(base.units.apart, on=[base.times.name, "a", "b"], how="anti")


def _grouped(base: PanelInputs, pairs: pl.DataFrame, owed: pl.DataFrame, *units: str) -> pl.DataFrame:
    """Return a row for each time and its units, with all of their treaties and obligations."""
    key = base.key(*units)
    treaties = pairs.select("treaty", key).sort("treaty").group_by("key").agg(pl.col("treaty").alias("treaty_ids"))
    bits = owed.group_by(key).agg(pl.col("bits").bitwise_or())
    count = pl.col("treaty_ids").list.len().cast(pl.UInt32).alias("treaties")
    return treaties.join(bits, on="key", how="full", coalesce=True).with_columns(count, *base.of_key(*units))
