"""The measures of similarity, as functions of the table in which two portfolios are set against each other.

A table has a row for each grade of the first portfolio and a column for each of the second. A cell holds the number of
states toward which the first has the one grade and the second the other, or the sum of their weights. Tables of many
pairs are stacked along further axes, and measured at once.
"""

from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeAlias

import numpy as np
from attrs import frozen

from alliancekit.measures._years import Floats

Distance: TypeAlias = Literal["nominal", "absolute", "squared"]
"""How far two grades are apart: 1 if they differ; their difference; the square of it."""


@frozen(eq=False)
class Tables:
    """Tables of pairs of portfolios.

    Attributes:
        cells: They: grades by grades, by whatever axes the pairs have.
        grades: The grades, in order.
        distance: How far two grades are apart.
        span: The lowest and the highest grade that there may be.
    """

    cells: Floats
    grades: Floats
    distance: Distance
    span: tuple[float, float]


def set_against(first: Floats, second: Floats, grades: Floats, weights: Floats | None) -> Floats:
    """Return the cells of the tables of each portfolio of the first with each of the second.

    A state toward which the grade of either is NaN is in no cell.

    Args:
        first: Portfolios by states.
        second: Portfolios by states.
        grades: Every grade that stands in a portfolio, in order.
        weights: What each state counts for; None: 1.
    """
    rows, columns = (_marks(portfolios, grades) for portfolios in (first, second))
    held = (rows if weights is None else rows * weights) @ columns.T  # one product for all grades: much the fastest
    return held.reshape(len(grades), len(first), len(grades), len(second)).transpose(0, 2, 1, 3)


def _marks(portfolios: Floats, grades: Floats) -> Floats:
    """Return a row for each grade and portfolio, with 1 for each state toward which the portfolio has the grade."""
    marks = np.equal(portfolios, grades[:, None, None])
    return marks.reshape(len(grades) * len(portfolios), portfolios.shape[1]).astype(np.float64)


def s(tables: Tables) -> Floats:
    """Return the S of each table: Signorino and Ritter (1999)."""
    low, high = tables.span
    farthest = high - low if tables.distance == "absolute" else (high - low) ** 2
    return 1 - 2 * _share(_apart(tables), farthest * tables.cells.sum((0, 1)))


def tau_b(tables: Tables) -> Floats:
    """Return the tau-b of each table: Kendall (1945)."""
    cells = tables.cells
    order = np.sign(tables.grades[:, None] - tables.grades)
    # Of each cell with each other: 1 where both portfolios put them into the same order, -1 where into opposite ones.
    crossed: Floats = np.einsum("ga,ab...,hb->gh...", order, cells, order, optimize=True)
    net = (cells * crossed).sum((0, 1)) / 2
    rows, columns = (_untied(cells.sum(axis)) for axis in (1, 0))
    return _share(net, np.sqrt(rows * columns))


def _untied(counts: Floats) -> Floats:
    """Return how many pairs of states have two different grades, of how many states have each."""
    together: Floats = np.sum(counts, axis=0)
    alike: Floats = np.sum(counts**2, axis=0)
    return (together**2 - alike) / 2


def kappa(tables: Tables) -> Floats:
    """Return the kappa of each table: Cohen (1960, 1968)."""
    return _beyond_chance(tables, tables.cells.sum(1), tables.cells.sum(0))


def pi(tables: Tables) -> Floats:
    """Return the pi of each table: Scott (1955)."""
    both = (tables.cells.sum(1) + tables.cells.sum(0)) / 2
    return _beyond_chance(tables, both, both)


def _beyond_chance(tables: Tables, first: Floats, second: Floats) -> Floats:
    """Return 1 less what is apart, as a share of what would be if the grades were dealt out by chance."""
    by_chance = np.einsum("gh,g...,h...->...", _distances(tables), first, second)
    return 1 - _share(_apart(tables) * tables.cells.sum((0, 1)), by_chance)


def _apart(tables: Tables) -> Floats:
    return np.tensordot(_distances(tables), tables.cells, 2)


def _distances(tables: Tables) -> Floats:
    """Return how far each grade is from each other."""
    apart = np.abs(tables.grades[:, None] - tables.grades)
    if tables.distance == "nominal":
        return (apart > 0).astype(np.float64)
    return apart if tables.distance == "absolute" else np.square(apart)


def _share(part: Floats, whole: Floats) -> Floats:
    """Return a part as a share of the whole; NaN where there is nothing to have a share in."""
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)


@frozen
class Measure:
    """A measure of similarity.

    Attributes:
        of: What measures tables.
        distances: How it may take grades to be apart, the usual way first; none: it sees only their order.
        weighted: Whether states may have weights.
    """

    of: Callable[[Tables], Floats]
    distances: tuple[Distance, ...] = ("nominal", "absolute", "squared")
    weighted: bool = False


MEASURES: Final[Mapping[str, Measure]] = {
    "s": Measure(s, distances=("absolute", "squared"), weighted=True),
    "tau_b": Measure(tau_b, distances=()),
    "kappa": Measure(kappa),
    "pi": Measure(pi),
}
"""The measures, by name."""
