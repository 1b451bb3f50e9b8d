"""Draw the number of dyads, treaties or states with each obligation, by year."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import polars as pl
from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.text import Annotation
from matplotlib.ticker import FixedLocator, MaxNLocator

from alliancekit.corpus.frames import as_polars
from alliancekit.errors import UnusableInput
from alliancekit.panel import Panel, obligations_of
from alliancekit.plot._figures import Caption, Size, axes_of, describe, figure_of, finish, lay_out
from alliancekit.plot._styles import FAINT, INK, SMALL, STYLES

_WIDTH: Final = 7
_HEIGHT_PER_WIDTH: Final = 0.5
"""The width of a figure in inches, and the height of its axes as a part of it."""

_LABEL_GAP: Final = 10.0
"""The distance between the axes and the labels of lines, in points."""

_AREA: Final = 0.25
"""The opacity of the area of unknown numbers."""

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
        counts: The number that certainly have it, in each year; NaN if too little is known of the year.
        unknown: The number of units for which the obligation is unknown, in the years with a count.
    """

    name: str
    years: Sequence[int]
    counts: Sequence[float]
    unknown: Sequence[float]

    @property
    def most(self) -> list[float]:
        """The greatest possible number in each year."""
        return [count + unknown for count, unknown in zip(self.counts, self.unknown, strict=True)]

    @property
    def last(self) -> int:
        """The index of the last known year."""
        return max(index for index, count in enumerate(self.counts) if not np.isnan(count))

    @property
    def isolated(self) -> list[int]:
        """The indices of known years between unknown ones, which a line does not show."""
        gaps = [True, *(bool(np.isnan(count)) for count in self.counts), True]
        return [index for index in range(len(self.counts)) if gaps[index : index + 3] == [True, False, True]]


def obligations(
    frame: pl.DataFrame | Panel,
    *,
    title: str | None = None,
    source: str | None = None,
    size: Size | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a line for each obligation: the number of dyads, treaties or states with this obligation in each year.

    The unit depends on the frame: dyads for `panel.dyad_years`, each counted once even if the frame is directed;
    treaties for `panel.memberships`; states for `panel.state_years`. The line shows how many units certainly have the
    obligation. If it is unknown for other units, the area above the line shows how many these are, and the legend has
    their greatest number in a year. A year in which it is unknown for more than half of the units is a gap in the line,
    not 0. An obligation that never occurs has no line; without any line, the figure says so.

    Args:
        frame: The panel, or its frame.
        title: The title; None: one with the unit and the years; empty: none.
        source: The source of the data, for a note below the figure; None: none.
        size: The width of the figure, or its width and height, in centimetres; None: 17.8, and a height that fits.
        ax: The axes to draw on; None: those of a new figure.

    Raises:
        UnusableInput: If it is not such a frame, or no year is known; or if the size is not positive, or there are
            axes too.
    """
    unit, years, all_series = _count(as_polars(frame))
    whole_figure = ax is None
    ax = axes_of(ax, size, _WIDTH, lambda width: width * _HEIGHT_PER_WIDTH)
    for series in all_series:
        style = STYLES[series.name]
        ax.plot(
            series.years,
            series.counts,
            color=style.colour,
            linestyle=style.dash,
            linewidth=1.3,
            marker=".",
            markevery=series.isolated,
            label=series.name,
        )
        if any(series.unknown):
            ax.fill_between(series.years, series.counts, series.most, color=style.colour, alpha=_AREA, linewidth=0)
    ax.set_ylabel(f"number of {unit}", size=SMALL, color=INK)
    ax.tick_params(labelsize=SMALL, colors=INK)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["bottom", "left"]].set_color(FAINT)
    _limit_years(ax, years)
    if all_series:
        ax.set_ylim(bottom=0)
        ax.yaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 5, 10]))
        ax.yaxis.set_major_formatter("{x:,.0f}")
    else:
        ax.set_ylim(0, 1)
        ax.set_yticks([0])
        ax.text(
            0.5, 0.5, f"no obligations in {_span(years)}", transform=ax.transAxes, ha="center", size=SMALL, color=INK
        )
    default = f"{unit.capitalize()} by obligation, {_span(years)}"
    if all_series:
        _label_lines(ax, all_series)
    height = None if isinstance(size, tuple) else figure_of(ax).get_size_inches()[0] * _HEIGHT_PER_WIDTH
    finish(
        ax,
        default,
        Caption(title, source),
        [*_area_handle(unit, all_series)],
        whole_figure=whole_figure,
        axes_height=height,
    )
    if all_series:
        _label_lines(ax, all_series)
    describe(ax, _description(unit, years, all_series))
    return ax


def _span(years: range) -> str:
    """Return years as text, such as 1900-1910 with an en dash."""
    return str(years[0]) if len(years) == 1 else f"{years[0]}\N{EN DASH}{years[-1]}"


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
    a, b = _UNITS[unit][0], _UNITS[unit][-1]
    key = (pl.min_horizontal(a, b).alias("a"), pl.max_horizontal(a, b).alias("b"))  # one key for both orders of a dyad
    # A unit has an obligation if any of its rows has it; otherwise it is unknown if any of them is null.
    states = (
        pl.when((pl.col(name) == 1).any()).then(1).when(~pl.col(name).is_null().any()).then(0).alias(name)
        for name in coded
    )
    by_year = frame.group_by("year", *key).agg(*states).group_by("year")
    totals = by_year.agg(
        pl.col(coded).sum(),
        *(pl.col(name).null_count().alias(f"{name}?") for name in coded),
        pl.len().alias("units"),
    )
    rows = {row["year"]: row for row in totals.iter_rows(named=True)}
    known = {name: {year for year, row in rows.items() if 2 * row[f"{name}?"] <= row["units"]} for name in coded}
    known_years = set[int]().union(*known.values())
    if not known_years:
        message = (
            f"the frame has no known year: it has no rows, or in each year more than half of the {unit} have a null "
            "for each obligation"
        )
        raise UnusableInput(message)
    years = range(min(known_years), max(known_years) + 1)
    all_series = [
        _Series(
            name,
            years,
            [float(rows[year][name]) if year in known[name] else np.nan for year in years],
            [float(rows[year][f"{name}?"]) if year in known[name] else 0.0 for year in years],
        )
        for name in coded
    ]
    return unit, years, [series for series in all_series if any(np.nan_to_num(series.most))]


def _area_handle(unit: str, all_series: Sequence[_Series]) -> Iterator[Patch]:
    """Yield the item of a legend for the areas of unknown numbers, if there are any."""
    most = max((max(series.unknown) for series in all_series), default=0.0)
    if most:
        yield Patch(
            color=INK,
            alpha=_AREA,
            linewidth=0,
            label=f"area: unknown {unit} (up to {most:,.0f} in a year)",
        )


def _limit_years(ax: Axes, years: range) -> None:
    """Limit the axis of years to the first and last year, and mark whole years only."""
    first, last = years[0], years[-1]
    ax.set_xlim(first - (0.01 * len(years) if len(years) > 1 else 1), last + 0.01 * len(years))
    ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True) if len(years) > 1 else FixedLocator([first]))


def _label_lines(ax: Axes, all_series: Sequence[_Series]) -> None:
    """Write the name of each obligation to the right of the end of its line, without overlap.

    The labels are outside of the axes, so that the layout makes room for them. If it has changed, call this again.
    """
    for text in [text for text in ax.texts if isinstance(text, Annotation)]:
        text.remove()
    point = lay_out(ax).dpi / 72
    ends = [
        (ax.transData.transform((series.years[series.last], series.counts[series.last]))[1], series)
        for series in all_series
    ]
    own = ax.get_window_extent()
    height = own.y0 - SMALL * point
    for line_end, series in sorted(ends, key=lambda end: (end[0], end[1].name)):
        height = max(line_end, height + 1.2 * SMALL * point)
        ax.annotate(
            series.name,
            (series.years[series.last], series.counts[series.last]),
            (1 + _LABEL_GAP * point / own.width, (height - own.y0) / own.height),
            textcoords="axes fraction",
            va="center",
            size=SMALL,
            color=INK,
            annotation_clip=False,
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
    gaps = sum(all(np.isnan(series.counts[index]) for series in all_series) for index in range(len(years)))
    unknown = f" Unknown in {gaps} of these years." if gaps else ""
    parts = [f"{series.name} for up to {max(series.unknown):,.0f}" for series in all_series if any(series.unknown)]
    unknown += f" Unknown {unit} in a year: {', '.join(parts)}." if parts else ""
    return f"{title}: {most}.{unknown}"
