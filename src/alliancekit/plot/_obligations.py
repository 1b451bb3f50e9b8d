"""How many ties there are of each obligation, year by year."""

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
from alliancekit.plot._ground import axes_of, describe, settle
from alliancekit.plot._look import FAINT, INK, LOOKS, SMALL

_UNITS: Final = {
    "dyads": ("state_a", "state_b"),
    "treaties": ("treaty",),
    "states": ("state",),
}
"""What is counted, by the columns that tell one from the other."""


@frozen(eq=False)
class _Course:
    """How many there are of an obligation, year by year.

    Attributes:
        name: The obligation.
        years: The years, without a gap.
        counts: How many; NaN where that is not known.
    """

    name: str
    years: Sequence[int]
    counts: Sequence[float]

    @property
    def last(self) -> int:
        """The place of the last year that is known."""
        return max(place for place, count in enumerate(self.counts) if not np.isnan(count))

    @property
    def alone(self) -> list[int]:
        """The places of years that are known, but not the one before or after; no line shows them."""
        gaps = [True, *(bool(np.isnan(count)) for count in self.counts), True]
        return [place for place in range(len(self.counts)) if gaps[place : place + 3] == [True, False, True]]


def obligations(frame: pl.DataFrame | Panel, *, ax: Axes | None = None) -> Axes:
    """Draw a line for each obligation: how many there are in each year to which it applies.

    What is counted is what the rows of the frame are: dyads in one of `panel.dyad_years`, each once, also if it is
    directed; treaties in one of `panel.memberships`, and states in one of `panel.state_years`. A year of which that is
    not known is a gap in the line, not 0. An obligation that nobody ever owes has no line; if there
    is no line at all, the figure says that nothing is owed.

    Args:
        frame: The panel, or its frame.
        ax: Where to draw; None: in a new figure.

    Raises:
        UnusableInput: If it is no such frame, or knows nothing of any year.
    """
    what, years, courses = _counted(as_polars(frame))
    ax = axes_of(ax, 7, 4)
    for course in courses:
        look = LOOKS[course.name]
        ax.plot(
            course.years,
            course.counts,
            color=look.colour,
            linestyle=look.dash,
            linewidth=1.5,
            marker=".",
            markevery=course.alone,
            label=course.name,
        )
    ax.set_ylabel(f"number of {what}", size=SMALL + 1, color=INK)
    ax.set_ylim(bottom=0)
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.tick_params(labelsize=SMALL, colors=INK)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["bottom", "left"]].set_color(FAINT)
    _bound(ax, years)
    if courses:
        _name(ax, courses)
    else:
        ax.set_ylim(0, 1)
        ax.set_yticks([0])
        ax.text(0.5, 0.5, "nothing is owed", transform=ax.transAxes, ha="center", size=SMALL + 1, color=INK)
    describe(ax, _told(what, years, courses))
    return ax


def _counted(frame: pl.DataFrame) -> tuple[str, range, list[_Course]]:
    """Return what is counted, the years, and how many there are of each obligation that is ever owed."""
    coded = obligations_of(frame)
    if "year" not in frame.columns or not coded:
        lacking = "a column of an obligation, such as 'defense'" if "year" in frame.columns else "the column 'year'"
        message = f"the frame must have {lacking}; the panels of alliancekit.panel have it"
        raise UnusableInput(message)
    what = next((name for name, units in _UNITS.items() if set(units) <= set(frame.columns)), None)
    if what is None:
        message = (
            "the frame must have the columns 'state_a' and 'state_b', or 'treaty', or 'state': what is to be counted"
        )
        raise UnusableInput(message)
    owed = (pl.col(name) == 1 for name in coded)
    a, b = _UNITS[what][0], _UNITS[what][-1]
    unit = (pl.min_horizontal(a, b).alias("a"), pl.max_horizontal(a, b).alias("b"))  # a dyad once, whoever comes first
    each = frame.group_by("year", *unit).agg(pl.any_horizontal(pl.col(coded).is_null()).any().alias("gap"), *_any(owed))
    totals = each.group_by("year").agg(pl.col("gap").any(), pl.col(coded).sum())
    known = {row["year"]: row for row in totals.filter(~pl.col("gap")).iter_rows(named=True)}
    if not known:
        message = "the frame knows the obligations of no year: each has null in one of their columns, if any row"
        raise UnusableInput(message)
    years = range(min(known), max(known) + 1)
    courses = [
        _Course(name, years, [float(known[year][name]) if year in known else np.nan for year in years])
        for name in coded
    ]
    return what, years, [course for course in courses if np.nansum(course.counts)]


def _any(owed: Iterable[pl.Expr]) -> Iterator[pl.Expr]:
    """Yield whether any row has what is owed."""
    for each in owed:
        yield each.any()


def _bound(ax: Axes, years: range) -> None:
    """Let the axis of years go from the first to the last, with room for names behind it."""
    first, last = years[0], years[-1]
    ax.set_xlim(first - 0.01 * (last - first + 1), last + 0.22 * (last - first + 1))
    ax.spines["bottom"].set_bounds(first, last)
    ax.set_xticks([year for year in ax.get_xticks() if first <= year <= last])


def _name(ax: Axes, courses: Sequence[_Course]) -> None:
    """Write the name of each obligation beside the end of its line, one below the other."""
    point = settle(ax).dpi / 72
    ends = [
        (ax.transData.transform((course.years[course.last], course.counts[course.last]))[1], course)
        for course in courses
    ]
    height = ax.get_window_extent().y0 - SMALL * point
    for at, course in sorted(ends, key=lambda end: (end[0], end[1].name)):
        height = max(at, height + 1.2 * SMALL * point)
        ax.annotate(
            course.name,
            (course.years[course.last], course.counts[course.last]),
            (14, (height - at) / point),
            textcoords="offset points",
            va="center",
            size=SMALL,
            color=INK,
            arrowprops={
                "arrowstyle": "-",
                "color": LOOKS[course.name].colour,
                "linewidth": 0.8,
                "shrinkA": 0,
                "shrinkB": 1,
            },
        )


def _told(what: str, years: range, courses: Sequence[_Course]) -> str:
    if not courses:
        return f"Number of {what} by obligation, {years[0]} to {years[-1]}: nothing is owed in any year that is known."
    most = ", ".join(
        f"{course.name} at most {np.nanmax(course.counts):,.0f} ({course.years[int(np.nanargmax(course.counts))]}), "
        f"{course.counts[course.last]:,.0f} in {course.years[course.last]}"
        for course in courses
    )
    gaps = sum(bool(np.isnan(count)) for count in courses[0].counts)
    unknown = f" Of {gaps} of these years it is not known." if gaps else ""
    return f"Number of {what} by obligation, {years[0]} to {years[-1]}: {most}.{unknown}"
