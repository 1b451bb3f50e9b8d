"""From treaties to the rows of a panel, one step after the other, each of which accounts for its rows."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias

from attrs import frozen

from alliancekit._polars import pl
from alliancekit.models import State
from alliancekit.panel._account import PanelAccount, PanelStep
from alliancekit.panel._panel import Panel
from alliancekit.panel._times import DateRange, PanelTimes, clipped
from alliancekit.panel._treaty_tables import BIT, BITS, OBLIGATIONS, TreatyTables
from alliancekit.panel._units import UNIT, StateSystem, Units, met, of_parties, of_system
from alliancekit.states.placing import Trust

JointMembership: TypeAlias = Literal["year", "day"]
"""When two parties of a treaty are in it together: when both are in the same year, or on the same day."""

ApartDyads: TypeAlias = Literal["drop", "keep"]
"""What becomes of a dyad-year of two states that are both in the system in that year, but never on the same day."""

_UNTOLD: Final = 1 << len(OBLIGATIONS)
"""The bits of what is owed, times this, are those of what may be owed."""

_ALL_UNTOLD: Final = _UNTOLD * (_UNTOLD - 1)


@frozen(eq=False)
class PanelInputs:
    """What the rows of a panel are made of.

    Attributes:
        times: The years or days of the panel.
        together: When two parties are in a treaty together.
        units: Its units.
        parties: ``treaty, a, start, end, party``: which unit is party to which treaty, and the number of the party.
        unplaced: The same of the units that an unplaced party may be.
        maybe: The same of those of which it is not known whether they are party.
        owed: ``treaty, a, b, bits, start, end``: what is owed by one to the other.
        untold: The same of what may be owed besides, or by or to a unit that an unplaced party may be.
        named: The obligations that the treaties name, as their places; if there are none, nothing is known of any.
        silent: The treaties that say nothing of what is owed.
        coverage: For which days absence is known; None for none.
        steps: What became of the rows so far.
        apart: What becomes of dyads of states that share no day.
    """

    times: PanelTimes
    together: JointMembership
    units: Units
    parties: pl.DataFrame
    unplaced: pl.DataFrame
    maybe: pl.DataFrame
    owed: pl.DataFrame
    untold: pl.DataFrame
    named: tuple[int, ...]
    silent: tuple[str, ...]
    coverage: DateRange | None
    steps: tuple[PanelStep, ...]
    apart: ApartDyads = "drop"

    def members(self, unit: str) -> pl.DataFrame:
        """Return who is in the system, ``<time>, <unit>``, and ``_<unit>``, the place in its members."""
        held = self.units.members
        if held is None:
            return pl.DataFrame(schema={self.times.name: self.times.type, unit: UNIT, f"_{unit}": pl.UInt32})
        return held.with_row_index("_").select(
            self.times.name, pl.col("unit").alias(unit), pl.col("_").alias(f"_{unit}")
        )

    def rows(self, spans: pl.DataFrame) -> pl.DataFrame:
        """Return a row for each time in which a span counts."""
        if self.times.adds_days and "bits" in spans.columns:
            # The days of each obligation are added up by themselves.
            one = (
                spans.filter((pl.col("bits") & bit) > 0).with_columns(pl.lit(bit, BITS).alias("bits")) for bit in BIT
            )
            spans = pl.concat(one)
        return self.units.settled(self.times.of(spans), self.times.name)

    def key(self, *units: str) -> pl.Expr:
        """Return a number for a time and its units, in their order: one column is grouped and joined much faster."""
        key = self.times.number().cast(pl.UInt64)
        for unit in units:
            key = key * len(self.units.names) + pl.col(unit)
        return key.alias("key")

    def of_key(self, *units: str) -> Iterator[pl.Expr]:
        """Yield the time and the units of such a number."""
        key, count = pl.col("key"), len(self.units.names)
        for unit in reversed(units):
            yield (key % count).cast(UNIT).alias(unit)
            key //= count
        yield self.times.numbered(key)


def ground(  # noqa: PLR0913, PLR0917 - what a panel is made of
    made: TreatyTables,
    times: PanelTimes,
    together: JointMembership,
    system: StateSystem | None,
    coverage: DateRange | None,
    records: Sequence[State] = (),
    trust: Trust = "registry",
    apart: ApartDyads = "drop",
) -> PanelInputs:
    """Return what the rows of a panel are made of, from the ties of treaties and the records of their parties."""
    everyone = pl.concat([made.parties, made.maybe])
    ids = everyone["state"].unique().sort()
    units = of_parties(everyone) if system is None else of_system(system, times, ids, records, trust)
    names = pl.col("treaty").cast(pl.Enum(everyone["treaty"].unique().sort()))
    party = pl.col("state").cast(pl.Enum(ids)).to_physical().alias("party")
    asked = clipped(made.parties.with_columns(names), *times.days)
    numbered, doubtful = asked.with_columns(party), clipped(made.maybe.with_columns(names), *times.days)
    parties = units.of(numbered, "state", "a")
    unplaced = units.of(numbered, "state", "a", possible=True).join(parties, on=parties.columns, how="anti")
    maybe = units.of(doubtful.with_columns(party), "state", "a", possible=True)
    owed = _between(units, clipped(made.owed.with_columns(names), *times.days))
    untold = _between(units, clipped(made.untold.with_columns(names), *times.days), possible=True)
    if not unplaced.is_empty():
        possible = _between(units, clipped(made.owed.with_columns(names), *times.days), possible=True)
        untold = pl.concat([untold, possible.join(owed, on=owed.columns, how="anti")])
    steps = (*_begun(made), *_placed(made.parties, asked, units, times))
    return PanelInputs(
        times, together, units, parties, unplaced, maybe, owed, untold, made.named, made.silent, coverage, steps, apart
    )


def _between(units: Units, owed: pl.DataFrame, *, possible: bool = False) -> pl.DataFrame:
    """Return what is owed with the units of both parties, which must not be the same."""
    by = units.of(owed, "state", "a", possible=possible)
    return units.of(by, "toward", "b", possible=possible).filter(pl.col("a") != pl.col("b"))


def dyads(base: PanelInputs, *, directed: bool) -> Panel:
    """Return the panel of dyads: those of the system, or without a system those with a treaty."""
    a, b = pl.col("a"), pl.col("b")
    pairs, due = (held.filter(_has_code(base, "a", "b")) for held in _tied(base))
    if not directed:
        pairs = pairs.filter(a < b)
        due = due.with_columns(pl.min_horizontal(a, b).alias("a"), pl.max_horizontal(a, b).alias("b"))
    rows = _gathered(base, pairs, due, "a", "b")
    kind = f"{'directed ' if directed else ''}dyad-{base.times.name}s"
    grid = base.members("a").join(base.members("b"), on=base.times.name, maintain_order="left_right")
    grid = grid.filter(a != b if directed else a < b)
    if base.units.apart.is_empty() or base.apart == "keep":
        return _panel(base, rows, grid, kind, {"a": "_a", "b": "_b"})
    left_out = base.key("a", "b").is_in(base.units.apart.select(base.key("a", "b")).to_series().implode())
    return _panel(base, rows, grid.filter(~left_out), kind, {"a": "_a", "b": "_b"}, grid.filter(left_out))


def states_of(base: PanelInputs) -> Panel:
    """Return the panel of states: those of the system, or without a system those with a treaty."""
    keys = [base.times.name, "a"]
    pairs, due = _tied(base)
    allies = pairs.group_by(keys).agg(pl.col("b").n_unique().cast(pl.UInt32).alias("allies"))
    own, due = (held.filter(_has_code(base, "a")) for held in (pairs, due))
    rows = _gathered(base, own.select("treaty", *keys).unique(), due, "a")
    rows = rows.join(allies, on=keys, how="left", maintain_order="left")
    return _panel(base, rows, base.members("a"), f"state-{base.times.name}s", {"a": ""})


def memberships_of(base: PanelInputs) -> Panel:
    """Return the panel of memberships: a row a treaty, party and year."""
    time, keys = base.times.name, [base.times.name, "a", "treaty"]
    _, due = _tied(base)
    owed = due.group_by(keys).agg(pl.col("bits").bitwise_or())
    held = base.parties.filter(_has_code(base, "a")).drop("party")
    here = base.rows(held).unique().join(owed, on=keys, how="left").sort(keys)
    rows = here.join(base.members("a"), on=[time, "a"], how="left", maintain_order="left")
    parts = [rows.select(time), *_named(base, rows, {"a": ""}), rows.select(pl.col("treaty").cast(pl.String))]
    frame = pl.concat([*parts, rows.select(_obligations(base))], how="horizontal")
    return Panel(frame, PanelAccount((*base.steps, _found(f"memberships, a row a {time}", rows))), base.coverage)


def _has_code(base: PanelInputs, *units: str) -> pl.Expr:
    """Return whether units have a code in the system; without a system, all parties count."""
    return pl.all_horizontal(pl.col(units) < base.units.codes)


def _tied(base: PanelInputs) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return who is in a treaty with whom, ``treaty, a, b, <time>``; and the same with ``bits``, what is owed.

    The latter also has whoever may be in a treaty with someone, of which nothing is known but that.
    """
    pairs = _pairs(base, base.parties)
    due = [_due(base, base.owed, base.parties, pairs)]
    placed = _pairs(base, pl.concat([base.parties, base.unplaced])) if base.unplaced.height else pairs
    everyone = pl.concat([base.parties, base.unplaced, base.maybe.select(base.parties.columns)])
    if not base.untold.is_empty():
        possible = _due(base, pl.concat([base.owed, base.untold]), everyone, placed)
        due.append(possible.with_columns(pl.col("bits") * _UNTOLD))
    nothing, anything = pl.lit(0, BITS).alias("bits"), pl.lit(_ALL_UNTOLD, BITS).alias("bits")
    unknown = [placed.filter(pl.col("treaty").is_in(base.silent)).with_columns(anything)]
    if base.unplaced.height:
        unknown.append(placed.join(pairs, on=pairs.columns, how="anti").with_columns(nothing))
    if not base.maybe.is_empty():
        unknown.append(_pairs(base, everyone).join(placed, on=pairs.columns, how="anti").with_columns(anything))
    due += [held.select(due[0].columns) for held in unknown]
    return pairs, pl.concat(due)


def _due(base: PanelInputs, owed: pl.DataFrame, parties: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Return when something is owed in the pairs, to one of the parties."""
    if base.together == "day":
        others = parties.select("treaty", b="a", _start="start", _end="end")
        owed = met(owed.join(others, on=["treaty", "b"]))
    return base.rows(owed).join(pairs, on=pairs.columns, how="semi")


def _pairs(base: PanelInputs, parties: pl.DataFrame) -> pl.DataFrame:
    """Return which of the parties are in a treaty together, in the same time and, in the system, on the same day."""
    two = (pl.col("a") != pl.col("b")) & (pl.col("party") != pl.col("other"))
    names = ["treaty", "a", "b", base.times.name]
    if base.together == "day":
        others = parties.select("treaty", b="a", other="party", _start="start", _end="end")
        pairs = base.rows(met(parties.join(others, on="treaty")).filter(two)).select(names).unique()
    else:
        here = base.rows(parties).unique()
        both = here.join(here.rename({"a": "b", "party": "other"}), on=["treaty", base.times.name]).filter(two)
        pairs = both.select(names).unique() if base.units.several else both.select(names)
    if base.units.apart.is_empty() or base.apart == "keep":
        return pairs
    return pairs.join(base.units.apart, on=[base.times.name, "a", "b"], how="anti")


def _gathered(base: PanelInputs, pairs: pl.DataFrame, due: pl.DataFrame, *units: str) -> pl.DataFrame:
    """Return a row for each time and its units, with all treaties there and all that is owed."""
    key = base.key(*units)
    treaties = pairs.select("treaty", key).sort("treaty").group_by("key").agg(pl.col("treaty").alias("treaty_ids"))
    owed = due.group_by(key).agg(pl.col("bits").bitwise_or())
    count = pl.col("treaty_ids").list.len().cast(pl.UInt32).alias("treaties")
    return treaties.join(owed, on="key", how="full", coalesce=True).with_columns(count, *base.of_key(*units))


def _panel(  # noqa: PLR0913, PLR0917 - what the panels differ in
    base: PanelInputs,
    rows: pl.DataFrame,
    grid: pl.DataFrame,
    kind: str,
    units: dict[str, str],
    left_out: pl.DataFrame | None = None,
) -> Panel:
    """Return the panel of the unit-times of a grid, or without a system of the rows, which say what there is there.

    The dyads of states that share no day are left out of the grid already, and only counted.
    """
    time = base.times.name
    rows = rows if base.units.members is not None else rows.sort("key")
    values = rows.select(
        pl.col("^treaties|allies$"), pl.col("treaty_ids").cast(pl.List(pl.String)), *_obligations(base)
    )
    steps = [*base.steps, _found(f"{kind} with a treaty", rows.drop_nulls("treaties"))]
    if doubtful := rows["treaties"].null_count():
        steps.append(PanelStep("with those of which that is not known", rows.height, doubtful, 0, rows.clear()))
    if base.units.members is None:
        frame = pl.concat([rows.select(time), *_named(base, rows, units), values], how="horizontal")
        return Panel(frame, PanelAccount(tuple(steps)), base.coverage)
    lost = _lost(base, rows, units)
    left = rows.height - lost.height
    steps.append(PanelStep("of these, in the system", left, 0, lost.height, lost))
    whole = grid.height if left_out is None else grid.height + left_out.height
    steps.append(PanelStep(f"all {kind} of the system", whole, whole - left, 0, lost.clear()))
    if left_out is not None and left_out.height:
        steps.append(_apart(base, left_out, grid.height))
    # Most rows of the grid say that there is nothing. They take their values from one row, which is much faster than to
    # fill in columns: the one of what is known to be none, or the one of what is not known.
    of_rows = rows.select("key").with_row_index("row")
    absent = pl.when(_known(base)).then(rows.height).otherwise(rows.height + 1).cast(pl.UInt32)
    place = grid.select(base.key(*units), absent.alias("absent")).join(
        of_rows, on="key", how="left", maintain_order="left"
    )
    none = pl.select(pl.lit([] if dtype == pl.List else 0, dtype).alias(name) for name, dtype in values.schema.items())
    held = pl.concat([values, none, values.clear(1)], rechunk=True)
    frame = pl.concat(
        [grid.select(time), *_named(base, grid, units), held[place.select(pl.coalesce("row", "absent"))["row"]]],
        how="horizontal",
    )
    return Panel(frame, PanelAccount(tuple(steps)), base.coverage)


def _named(base: PanelInputs, rows: pl.DataFrame, units: dict[str, str]) -> Iterator[pl.DataFrame]:
    """Yield the columns that say which state and code a unit is."""
    names = pl.Series(base.units.names, dtype=pl.String)
    for unit, suffix in units.items():
        name = names.gather(rows[unit])
        nothing = pl.repeat(None, rows.height, dtype=pl.String, eager=True)
        members = base.units.members
        state = name if members is None else members["state"].gather(rows[f"_{unit}"])
        code = nothing if members is None else name
        yield pl.DataFrame({f"state{suffix}": state, f"code{suffix}": code})


def _obligations(base: PanelInputs) -> Iterator[pl.Expr]:
    """Yield a column for each obligation: 1 if it is owed, 0 if it is known not to be, else null."""
    bits = pl.col("bits").fill_null(0)
    for place in base.named or range(len(OBLIGATIONS)):
        name, bit = OBLIGATIONS[place], BIT[place]
        owed = ((bits & bit) > 0).cast(pl.UInt8)
        told = _known(base) & ((bits & (bit * _UNTOLD)) == 0)
        yield pl.when((owed == 1) | told).then(owed).alias(name)


def _known(base: PanelInputs) -> pl.Expr:
    """Return whether a row lies in the time of which it is known what there is not."""
    return pl.lit(value=False) if base.coverage is None else base.times.known(base.coverage)


def _apart(base: PanelInputs, left_out: pl.DataFrame, rows: int) -> PanelStep:
    """Return the step that leaves out the dyads of states that share no day."""
    time = base.times.name
    reason = pl.lit(f"the two states are in the system in that {time}, but on no day together").alias("reason")
    lines = pl.concat([left_out.select(time), *_named(base, left_out, {"a": "_a", "b": "_b"})], how="horizontal")
    return PanelStep("those of states that share a day", rows, 0, left_out.height, lines.with_columns(reason))


def _lost(base: PanelInputs, rows: pl.DataFrame, units: dict[str, str]) -> pl.DataFrame:
    """Return those of rows that are not in the system, with the reason."""
    time, absent = base.times.name, {unit: pl.col(f"_{unit}").is_null() for unit in units}
    for unit in units:
        rows = rows.join(base.members(unit), on=[time, unit], how="left", maintain_order="left")
    lost = rows.filter(pl.any_horizontal(absent.values())).sort(time, *units)
    names = pl.Series(base.units.names, dtype=pl.String)
    codes = pl.DataFrame({f"code{suffix}": names.gather(lost[unit]) for unit, suffix in units.items()})
    who = pl.concat_list(pl.when(absent[unit]).then(pl.lit(f"code{suffix}")) for unit, suffix in units.items())
    reason = pl.format("{} not in the system in that {}", who.list.drop_nulls().list.join(" and "), pl.lit(time))
    told = lost.select(pl.col("treaty_ids").cast(pl.List(pl.String)), reason.alias("reason"))
    return pl.concat([lost.select(time), codes, told], how="horizontal")


def _found(what: str, rows: pl.DataFrame) -> PanelStep:
    return PanelStep(what, rows.height, rows.height, 0, rows.clear())


def _begun(made: TreatyTables) -> Iterator[PanelStep]:
    """Yield what became of the treaties and of the spells of their parties."""
    whole = made.aside.filter(pl.col("state").is_null())
    spells = made.aside.filter(pl.col("state").is_not_null())
    yield PanelStep("treaties", made.count - whole.height, 0, whole.height, whole)
    yield PanelStep("spells of their parties", made.parties.height, 0, spells.height, spells)
    if made.taken.height:
        yield PanelStep("spells and commitments not known to the day", made.taken.height, 0, 0, made.taken)


def _placed(parties: pl.DataFrame, asked: pl.DataFrame, units: Units, times: PanelTimes) -> Iterator[PanelStep]:
    """Yield what became of the spells of parties on their way to the units and times of the panel."""
    first, last = times.days
    beyond = parties.filter((pl.col("end") < first) | (pl.col("start") > last))
    lines = beyond.with_columns(reason=pl.lit(f"it lies outside of the {times.name}s asked for"))
    yield PanelStep(f"spells in the {times.name}s asked for", asked.height, 0, lines.height, lines)
    unplaced = met(asked.join(units.unplaced, on="state"))
    alone = units.spells.filter(pl.col("unit") >= units.codes).join(units.unplaced, on="state", how="anti")
    others = met(asked.join(alone.select("state", _start="start", _end="end"), on="state"))
    is_actor = pl.col("state").str.starts_with("actor:")
    reason = pl.when(is_actor).then(pl.lit("the party is an actor, not a state"))
    others = others.with_columns(reason=reason.otherwise(pl.lit("the party has no code in the system")))
    lines = pl.concat([unplaced.select(others.columns), others]).with_columns(pl.col("treaty").cast(pl.String))
    if lines.height:
        yield PanelStep(
            "spells of parties with a code in the system", asked.height - lines.height, 0, lines.height, lines
        )
