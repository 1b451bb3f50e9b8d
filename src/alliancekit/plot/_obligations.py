"""Draw the number of dyads, treaties or states with each obligation, by year."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
import polars as pl
from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from alliancekit.corpus.frames import as_polars
from alliancekit.errors import UnusableInput
from alliancekit.panel import Panel, obligations_of
from alliancekit.plot._figures import axes_of, describe, lay_out
from alliancekit.plot._styles import FAINT, INK, SMALL, STYLES

_UNITS: Final = {
    "dyads": ("state_a", "state_b"),
    "treaties": ("treaty",),
    "states": ("state",),
}
"""The units that are counted, with their key columns."""


@frozen(eq=False)
class _Series:
    """The number of units with an obligation, by year.

    Attributes:
        name: The obligation.
        years: The years, without gaps.
        counts: The number in each year; NaN if it is unknown.
    """

    name: str
    years: Sequence[int]
    counts: Sequence[float]

    @property
    def last(self) -> int:
        """The index of the last known year."""
        return max(index for index, count in enumerate(self.counts) if not np.isnan(count))

    @property
    def isolated(self) -> list[int]:
        """The indices of known years between unknown ones, which a line does not show."""
        gaps = [True, *(bool(np.isnan(count)) for count in self.counts), True]
        return [index for index in range(len(self.counts)) if gaps[index : index + 3] == [True, False, True]]


def obligations(frame: pl.DataFrame | Panel, *, ax: Axes | None = None) -> Axes:
    """Draw a line for each obligation: the number of dyads, treaties or states with this obligation in each year.

    The unit depends on the frame: dyads for `panel.dyad_years`, each counted once even if the frame is directed;
    treaties for `panel.memberships`; states for `panel.state_years`. An unknown year is a gap in the line, not 0. An
    obligation that never occurs has no line; without any line, the figure says so.

    Args:
        frame: The panel, or its frame.
        ax: The axes to draw on; None: those of a new figure.

    Raises:
        UnusableInput: If it is not such a frame, or has no known year.
    """
    unit, years, all_series = _count(as_polars(frame))
    ax = axes_of(ax, 7, 4)
    for series in all_series:
        style = STYLES[series.name]
        ax.plot(
            series.years,
            series.counts,
            color=style.colour,
            linestyle=style.dash,
            linewidth=1.5,
            marker=".",
            markevery=series.isolated,
            label=series.name,
        )
    ax.set_ylabel(f"number of {unit}", size=SMALL + 1, color=INK)
    ax.set_ylim(bottom=0)
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.tick_params(labelsize=SMALL, colors=INK)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["bottom", "left"]].set_color(FAINT)
    _limit_years(ax, years)
    if all_series:
        _label_lines(ax, all_series)
    else:
        ax.set_ylim(0, 1)
        ax.set_yticks([0])
        ax.text(0.5, 0.5, "no obligations", transform=ax.transAxes, ha="center", size=SMALL + 1, color=INK)
    describe(ax, _description(unit, years, all_series))
    return ax


def _count(frame: pl.DataFrame) -> tuple[str, range, list[_Series]]:
    """Return the unit, the years, and the series of each obligation that occurs."""
    coded = obligations_of(frame)
    if "year" not in frame.columns or not coded:
        missing = "a column of an obligation, such as 'defense'" if "year" in frame.columns else "the column 'year'"
        message = f"the frame must have {missing} (make it with alliancekit.panel)"
        raise UnusableInput(message)
    unit = next((name for name, columns in _UNITS.items() if set(columns) <= set(frame.columns)), None)
    if unit is None:
        message = (
            "the frame must have the columns 'state_a' and 'state_b', or 'treaty', or 'state' "
            "(make it with alliancekit.panel)"
        )
        raise UnusableInput(message)
    owed = (pl.col(name) == 1 for name in coded)
    a, b = _UNITS[unit][0], _UNITS[unit][-1]
    key = (pl.min_horizontal(a, b).alias("a"), pl.max_horizontal(a, b).alias("b"))  # one key for both orders of a dyad
    each = frame.group_by("year", *key).agg(pl.any_horizontal(pl.col(coded).is_null()).any().alias("gap"), *_any(owed))
    totals = each.group_by("year").agg(pl.col("gap").any(), pl.col(coded).sum())
    known = {row["year"]: row for row in totals.filter(~pl.col("gap")).iter_rows(named=True)}
    if not known:
        message = "the frame has no year whose obligations are all known (each year has a null, or there are no rows)"
        raise UnusableInput(message)
    years = range(min(known), max(known) + 1)
    all_series = [
        _Series(name, years, [float(known[year][name]) if year in known else np.nan for year in years])
        for name in coded
    ]
    return unit, years, [series for series in all_series if np.nansum(series.counts)]


def _any(owed: Iterable[pl.Expr]) -> Iterator[pl.Expr]:
    """Yield for each condition whether any row of a group meets it."""
    for each in owed:
        yield each.any()


def _limit_years(ax: Axes, years: range) -> None:
    """Limit the axis of years to the first and last year, with room for labels to its right."""
    first, last = years[0], years[-1]
    ax.set_xlim(first - 0.01 * (last - first + 1), last + 0.22 * (last - first + 1))
    ax.spines["bottom"].set_bounds(first, last)
    ax.set_xticks([year for year in ax.get_xticks() if first <= year <= last])


def _label_lines(ax: Axes, all_series: Sequence[_Series]) -> None:
    """Write the name of each obligation at the end of its line, without overlap."""
    point = lay_out(ax).dpi / 72
    ends = [
        (ax.transData.transform((series.years[series.last], series.counts[series.last]))[1], series)
        for series in all_series
    ]
    height = ax.get_window_extent().y0 - SMALL * point
    for line_end, series in sorted(ends, key=lambda end: (end[0], end[1].name)):
        height = max(line_end, height + 1.2 * SMALL * point)
        ax.annotate(
            series.name,
            (series.years[series.last], series.counts[series.last]),
            (14, (height - line_end) / point),
            textcoords="offset points",
            va="center",
            size=SMALL,
            color=INK,
            arrowprops={
                "arrowstyle": "-",
                "color": STYLES[series.name].colour,
                "linewidth": 0.8,
                "shrinkA": 0,
                "shrinkB": 1,
            },
        )


def _description(unit: str, years: range, all_series: Sequence[_Series]) -> str:
    title = f"Number of {unit} by obligation, {years[0]} to {years[-1]}"
    if not all_series:
        return f"{title}: no obligations in any known year."
    most = ", ".join(
        f"{series.name} at most {np.nanmax(series.counts):,.0f} ({series.years[int(np.nanargmax(series.counts))]}), "
        f"{series.counts[series.last]:,.0f} in {series.years[series.last]}"
        for series in all_series
    )
    gaps = sum(bool(np.isnan(count)) for count in all_series[0].counts)
    unknown = f" Unknown in {gaps} of these years." if gaps else ""
    return f"{title}: {most}.{unknown}"
