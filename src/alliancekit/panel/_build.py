"""Builds the rows of a panel from treaties, in steps; each step adds the rows that it drops to the account."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias

from attrs import frozen

from alliancekit._polars import pl
from alliancekit.models import State
from alliancekit.panel._account import PanelAccount, PanelStep
from alliancekit.panel._panel import Panel
from alliancekit.panel._times import DateRange, PanelTimes, clipped
from alliancekit.panel._treaty_tables import BIT, BITS, OBLIGATIONS, TreatyTables
from alliancekit.panel._units import UNIT, StateSystem, Units, intersect, of_parties, of_system
from alliancekit.states.placing import Trust

JointMembership: TypeAlias = Literal["year", "day"]
"""When two parties are in a treaty together: if both are in it in the same year, or on the same day."""

ApartDyads: TypeAlias = Literal["drop", "keep"]
"""The treatment of a dyad-year of two states that are both in the system in that year, but never on the same day."""

_POSSIBLE: Final = 1 << len(OBLIGATIONS)
"""Factor from the bit of an obligation to the bit of the same obligation as a possible one."""

_ALL_POSSIBLE: Final = _POSSIBLE * (_POSSIBLE - 1)


@frozen(eq=False)
class PanelInputs:
    """The tables and options from which the rows of a panel are built.

    Attributes:
        times: The years or days of the panel.
        together: When two parties are in a treaty together.
        units: The units of the panel.
        parties: ``treaty, a, start, end, party``: the unit and the number of each party of a treaty.
        unplaced: The same for the units that an unplaced party may be.
        possible_parties: The same for units that may be party.
        obligations: ``treaty, a, b, bits, start, end``: the obligations of one unit toward another.
        possible_obligations: The same for obligations that may exist, or whose units are uncertain.
        coded: The positions of the obligations in any commitment; if there are none, all obligations are unknown.
        without_commitments: The treaties without commitments, whose obligations are unknown.
        coverage: The days for which absence is known; None if it is never known.
        steps: The steps of the account so far.
        apart: The treatment of dyads of states that share no day.
    """

    times: PanelTimes
    together: JointMembership
    units: Units
    parties: pl.DataFrame
    unplaced: pl.DataFrame
    possible_parties: pl.DataFrame
    obligations: pl.DataFrame
    possible_obligations: pl.DataFrame
    coded: tuple[int, ...]
    without_commitments: tuple[str, ...]
    coverage: DateRange | None
    steps: tuple[PanelStep, ...]
    apart: ApartDyads = "drop"

    def members(self, unit: str) -> pl.DataFrame:
        """Return the members of the system, ``<time>, <unit>``, and ``_<unit>``, the row in the table of members."""
        members = self.units.members
        if members is None:
            return pl.DataFrame(schema={self.times.name: self.times.type, unit: UNIT, f"_{unit}": pl.UInt32})
        return members.with_row_index("_").select(
            self.times.name, pl.col("unit").alias(unit), pl.col("_").alias(f"_{unit}")
        )

    def rows(self, spans: pl.DataFrame) -> pl.DataFrame:
        """Return a row for each year or day in which a spell counts."""
        if self.times.adds_days and "bits" in spans.columns:
            # The days of each obligation are added up separately.
            by_bit = (
                spans.filter((pl.col("bits") & bit) > 0).with_columns(pl.lit(bit, BITS).alias("bits")) for bit in BIT
            )
            spans = pl.concat(by_bit)
        return self.units.with_latest_unit(self.times.of(spans), self.times.name)

    def key(self, *units: str) -> pl.Expr:
        """Return one number for a time and its units, in their order; one column is much faster to group and join."""
        key = self.times.number().cast(pl.UInt64)
        for unit in units:
            key = key * len(self.units.names) + pl.col(unit)
        return key.alias("key")

    def of_key(self, *units: str) -> Iterator[pl.Expr]:
        """Yield the time and the units of a key."""
        key, count = pl.col("key"), len(self.units.names)
        for unit in reversed(units):
            yield (key % count).cast(UNIT).alias(unit)
            key //= count
        yield self.times.from_number(key)


def panel_inputs(  # noqa: PLR0913, PLR0917 - tables and options of a panel
    tables: TreatyTables,
    times: PanelTimes,
    together: JointMembership,
    system: StateSystem | None,
    coverage: DateRange | None,
    records: Sequence[State] = (),
    trust: Trust = "registry",
    apart: ApartDyads = "drop",
) -> PanelInputs:
    """Return the inputs of a panel, from the tables of treaties and the records of their parties."""
    everyone = pl.concat([tables.parties, tables.possible_parties])
    ids = everyone["state"].unique().sort()
    units = of_parties(everyone) if system is None else of_system(system, times, ids, records, trust)
    names = pl.col("treaty").cast(pl.Enum(everyone["treaty"].unique().sort()))
    party = pl.col("state").cast(pl.Enum(ids)).to_physical().alias("party")
    within = clipped(tables.parties.with_columns(names), *times.days)
    numbered, doubtful = within.with_columns(party), clipped(tables.possible_parties.with_columns(names), *times.days)
    parties = units.of(numbered, "state", "a")
    unplaced = units.of(numbered, "state", "a", possible=True).join(parties, on=parties.columns, how="anti")
    possible_parties = units.of(doubtful.with_columns(party), "state", "a", possible=True)
    owed = clipped(tables.obligations.with_columns(names), *times.days)
    obligations = _between(units, owed)
    doubtful = clipped(tables.possible_obligations.with_columns(names), *times.days)
    possible_obligations = _between(units, doubtful, possible=True)
    if not unplaced.is_empty():
        possible = _between(units, owed, possible=True).join(obligations, on=obligations.columns, how="anti")
        possible_obligations = pl.concat([possible_obligations, possible])
    return PanelInputs(
        times=times,
        together=together,
        units=units,
        parties=parties,
        unplaced=unplaced,
        possible_parties=possible_parties,
        obligations=obligations,
        possible_obligations=possible_obligations,
        coded=tables.coded,
        without_commitments=tables.without_commitments,
        coverage=coverage,
        steps=(*_treaty_steps(tables), *_placement_steps(tables.parties, within, units, times)),
        apart=apart,
    )


def _between(units: Units, obligations: pl.DataFrame, *, possible: bool = False) -> pl.DataFrame:
    """Return obligations with the units of both parties; drop those within one unit."""
    by = units.of(obligations, "state", "a", possible=possible)
    return units.of(by, "toward", "b", possible=possible).filter(pl.col("a") != pl.col("b"))


def dyads(base: PanelInputs, *, directed: bool) -> Panel:
    """Return the panel of dyads: all dyads of the system, or without a system all dyads with a treaty."""
    a, b = pl.col("a"), pl.col("b")
    pairs, owed = (table.filter(_has_code(base, "a", "b")) for table in _pairs_and_obligations(base))
    if not directed:
        pairs = pairs.filter(a < b)
        owed = owed.with_columns(pl.min_horizontal(a, b).alias("a"), pl.max_horizontal(a, b).alias("b"))
    rows = _grouped(base, pairs, owed, "a", "b")
    kind = f"{'directed ' if directed else ''}dyad-{base.times.name}s"
    grid = base.members("a").join(base.members("b"), on=base.times.name, maintain_order="left_right")
    grid = grid.filter(a != b if directed else a < b)
    if base.units.apart.is_empty() or base.apart == "keep":
        return _panel(base, rows, grid, kind, {"a": "_a", "b": "_b"})
    left_out = base.key("a", "b").is_in(base.units.apart.select(base.key("a", "b")).to_series().implode())
    return _panel(base, rows, grid.filter(~left_out), kind, {"a": "_a", "b": "_b"}, grid.filter(left_out))


def states_of(base: PanelInputs) -> Panel:
    """Return the panel of states: all members of the system, or without a system all parties of treaties."""
    keys = [base.times.name, "a"]
    pairs, owed = _pairs_and_obligations(base)
    allies = pairs.group_by(keys).agg(pl.col("b").n_unique().cast(pl.UInt32).alias("allies"))
    own, owed = (table.filter(_has_code(base, "a")) for table in (pairs, owed))
    rows = _grouped(base, own.select("treaty", *keys).unique(), owed, "a")
    rows = rows.join(allies, on=keys, how="left", maintain_order="left")
    return _panel(base, rows, base.members("a"), f"state-{base.times.name}s", {"a": ""})


def memberships_of(base: PanelInputs) -> Panel:
    """Return the panel of memberships: a row for each treaty, party and year."""
    time, keys = base.times.name, [base.times.name, "a", "treaty"]
    _, owed = _pairs_and_obligations(base)
    bits = owed.group_by(keys).agg(pl.col("bits").bitwise_or())
    parties = base.parties.filter(_has_code(base, "a")).drop("party")
    memberships = base.rows(parties).unique().join(bits, on=keys, how="left").sort(keys)
    rows = memberships.join(base.members("a"), on=[time, "a"], how="left", maintain_order="left")
    parts = [rows.select(time), *_unit_columns(base, rows, {"a": ""}), rows.select(pl.col("treaty").cast(pl.String))]
    frame = pl.concat([*parts, rows.select(_obligations(base))], how="horizontal")
    return Panel(frame, PanelAccount((*base.steps, _adding_step(f"memberships, a row a {time}", rows))), base.coverage)


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
        possible = _within_pairs(base, pl.concat([base.obligations, base.possible_obligations]), everyone, placed)
        owed.append(possible.with_columns(pl.col("bits") * _POSSIBLE))
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


def _panel(  # noqa: PLR0913, PLR0917 - differences between the panels
    base: PanelInputs,
    rows: pl.DataFrame,
    grid: pl.DataFrame,
    kind: str,
    units: dict[str, str],
    left_out: pl.DataFrame | None = None,
) -> Panel:
    """Return the panel for a grid of units and times, or without a system for the rows only, which have the values.

    The dyads of states that share no day are not in the grid; they are only counted.
    """
    time = base.times.name
    rows = rows if base.units.members is not None else rows.sort("key")
    values = rows.select(
        pl.col("^treaties|allies$"), pl.col("treaty_ids").cast(pl.List(pl.String)), *_obligations(base)
    )
    steps = [*base.steps, _adding_step(f"{kind} with a treaty", rows.drop_nulls("treaties"))]
    if doubtful := rows["treaties"].null_count():
        steps.append(PanelStep(f"with {kind} that may have a treaty", rows.height, doubtful, 0, rows.clear()))
    if base.units.members is None:
        frame = pl.concat([rows.select(time), *_unit_columns(base, rows, units), values], how="horizontal")
        return Panel(frame, PanelAccount(tuple(steps)), base.coverage)
    outside = _outside_system(base, rows, units)
    inside = rows.height - outside.height
    steps.append(PanelStep("of these, in the system", inside, 0, outside.height, outside))
    whole = grid.height if left_out is None else grid.height + left_out.height
    steps.append(PanelStep(f"all {kind} of the system", whole, whole - inside, 0, outside.clear()))
    if left_out is not None and left_out.height:
        steps.append(_apart_step(base, left_out, grid.height))
    # Most rows of the grid have no treaty. They all get the values of one row, either of zeros or of nulls, since that
    # is much faster than filling each column.
    of_rows = rows.select("key").with_row_index("row")
    absent = pl.when(_known(base)).then(rows.height).otherwise(rows.height + 1).cast(pl.UInt32)
    keys = grid.select(base.key(*units), absent.alias("absent"))
    indices = keys.join(of_rows, on="key", how="left", maintain_order="left").select(pl.coalesce("row", "absent"))
    none = pl.select(pl.lit([] if dtype == pl.List else 0, dtype).alias(name) for name, dtype in values.schema.items())
    all_values = pl.concat([values, none, values.clear(1)], rechunk=True)
    frame = pl.concat(
        [grid.select(time), *_unit_columns(base, grid, units), all_values[indices["row"]]], how="horizontal"
    )
    return Panel(frame, PanelAccount(tuple(steps)), base.coverage)


def _unit_columns(base: PanelInputs, rows: pl.DataFrame, units: dict[str, str]) -> Iterator[pl.DataFrame]:
    """Yield the columns with the state and the code of each unit."""
    names = pl.Series(base.units.names, dtype=pl.String)
    for unit, suffix in units.items():
        name = names.gather(rows[unit])
        nothing = pl.repeat(None, rows.height, dtype=pl.String, eager=True)
        members = base.units.members
        state = name if members is None else members["state"].gather(rows[f"_{unit}"])
        code = nothing if members is None else name
        yield pl.DataFrame({f"state{suffix}": state, f"code{suffix}": code})


def _obligations(base: PanelInputs) -> Iterator[pl.Expr]:
    """Yield a column for each obligation: 1 if it is owed, 0 if it is known not to be owed, null if it is unknown."""
    bits = pl.col("bits").fill_null(0)
    for position in base.coded or range(len(OBLIGATIONS)):
        name, bit = OBLIGATIONS[position], BIT[position]
        owed = ((bits & bit) > 0).cast(pl.UInt8)
        known = _known(base) & ((bits & (bit * _POSSIBLE)) == 0)
        yield pl.when((owed == 1) | known).then(owed).alias(name)


def _known(base: PanelInputs) -> pl.Expr:
    """Return an expression: whether absence is known in the time of a row."""
    return pl.lit(value=False) if base.coverage is None else base.times.known(base.coverage)


def _apart_step(base: PanelInputs, left_out: pl.DataFrame, rows: int) -> PanelStep:
    """Return the step that leaves out the dyads of states that share no day."""
    time = base.times.name
    reason = pl.lit(f"the two states are in the system in that {time}, but on no day together").alias("reason")
    lines = pl.concat([left_out.select(time), *_unit_columns(base, left_out, {"a": "_a", "b": "_b"})], how="horizontal")
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


def _adding_step(what: str, rows: pl.DataFrame) -> PanelStep:
    return PanelStep(what, rows.height, rows.height, 0, rows.clear())


def _treaty_steps(tables: TreatyTables) -> Iterator[PanelStep]:
    """Yield the steps for the treaties and for the spells of their parties."""
    whole = tables.excluded.filter(pl.col("state").is_null())
    spells = tables.excluded.filter(pl.col("state").is_not_null())
    yield PanelStep("treaties", tables.count - whole.height, 0, whole.height, whole)
    yield PanelStep("spells of their parties", tables.parties.height, 0, spells.height, spells)
    if tables.imprecise.height:
        yield PanelStep("spells and commitments not known to the day", tables.imprecise.height, 0, 0, tables.imprecise)


def _placement_steps(
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
