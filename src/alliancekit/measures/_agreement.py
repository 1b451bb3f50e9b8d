"""Measures of similarity, computed from the contingency table of two portfolios.

A table has a row for each grade of the first portfolio and a column for each grade of the second. A cell holds the
number of states with this combination of grades, or the sum of their weights. The tables of many pairs are measured at
once: they are one array, whose further axes are those of the pairs.
"""

from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeAlias

import numpy as np
from attrs import frozen

from alliancekit.measures._years import Floats

Distance: TypeAlias = Literal["nominal", "absolute", "squared"]
"""The distance between two grades.

``nominal``: 1 if they differ, otherwise 0; ``absolute``: their absolute difference; ``squared``: its square.
"""


@frozen(eq=False)
class ContingencyTables:
    """Contingency tables of pairs of portfolios.

    Attributes:
        cells: An array; its axes are the grade in the first portfolio, the grade in the second, and any axes of pairs.
        grades: The grades, in order.
        distance: The distance between two grades.
        span: The lowest and the highest possible grade, which may be outside `grades`.
    """

    cells: Floats
    grades: Floats
    distance: Distance
    span: tuple[float, float]


def cross_tabulate(first: Floats, second: Floats, grades: Floats, weights: Floats | None) -> Floats:
    """Return the cells of the contingency tables of each portfolio in `first` with each in `second`.

    The axes of the result are: grade in `first`, grade in `second`, portfolio of `first`, portfolio of `second`.
    A state for which either grade is NaN is in no cell.

    Args:
        first: Grades; the axes are portfolio and state.
        second: Grades; the axes are portfolio and state, with the same states.
        grades: Every grade in the portfolios, in order.
        weights: The weight of each state; None: 1.
    """
    rows, columns = (_indicators(portfolios, grades) for portfolios in (first, second))
    cells = (rows if weights is None else rows * weights) @ columns.T  # one product for all grades is fastest by far
    return cells.reshape(len(grades), len(first), len(grades), len(second)).transpose(0, 2, 1, 3)


def _indicators(portfolios: Floats, grades: Floats) -> Floats:
    """Return an array of 1 where a portfolio assigns a grade to a state, otherwise 0.

    It has a column for each state, and a row for each pair of grade and portfolio: all portfolios for the first grade,
    then all for the second, and so on.
    """
    indicators = np.equal(portfolios, grades[:, None, None])
    return indicators.reshape(len(grades) * len(portfolios), portfolios.shape[1]).astype(np.float64)


def s(tables: ContingencyTables) -> Floats:
    """Return the S score of each table: Signorino and Ritter (1999)."""
    low, high = tables.span
    greatest = high - low if tables.distance == "absolute" else (high - low) ** 2
    return 1 - 2 * _ratio(_total_distance(tables), greatest * tables.cells.sum((0, 1)))


def tau_b(tables: ContingencyTables) -> Floats:
    """Return the tau-b of each table: Kendall (1945)."""
    cells = tables.cells
    order = np.sign(tables.grades[:, None] - tables.grades)
    # For each cell, the number of states in concordant cells, less the number of those in discordant cells.
    concordant: Floats = np.einsum("ga,ab...,hb->gh...", order, cells, order, optimize=True)
    net = (cells * concordant).sum((0, 1)) / 2
    rows, columns = (_untied(cells.sum(axis)) for axis in (1, 0))
    return _ratio(net, np.sqrt(rows * columns))


def _untied(counts: Floats) -> Floats:
    """Return the number of pairs of states with different grades; `counts` has the number of states with each grade."""
    total: Floats = np.sum(counts, axis=0)
    squares: Floats = np.sum(counts**2, axis=0)
    return (total**2 - squares) / 2


def kappa(tables: ContingencyTables) -> Floats:
    """Return the kappa of each table: Cohen (1960, 1968)."""
    return _beyond_chance(tables, tables.cells.sum(1), tables.cells.sum(0))


def pi(tables: ContingencyTables) -> Floats:
    """Return the pi of each table: Scott (1955)."""
    marginal = (tables.cells.sum(1) + tables.cells.sum(0)) / 2
    return _beyond_chance(tables, marginal, marginal)


def _beyond_chance(tables: ContingencyTables, first: Floats, second: Floats) -> Floats:
    """Return 1 minus the observed distance divided by the distance expected by chance, for each table.

    `first` and `second` are the marginal distributions: the axes are grade and any axes of pairs.
    """
    expected = np.einsum("gh,g...,h...->...", _distances(tables), first, second)
    return 1 - _ratio(_total_distance(tables) * tables.cells.sum((0, 1)), expected)


def _total_distance(tables: ContingencyTables) -> Floats:
    """Return for each table the sum of its cells, each multiplied by the distance between its two grades."""
    return np.tensordot(_distances(tables), tables.cells, 2)


def _distances(tables: ContingencyTables) -> Floats:
    """Return the distance between every two grades, as a square matrix."""
    differences = np.abs(tables.grades[:, None] - tables.grades)
    if tables.distance == "nominal":
        return (differences > 0).astype(np.float64)
    return differences if tables.distance == "absolute" else np.square(differences)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Return `part` divided by `whole`; NaN where `whole` is not positive."""
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)


@frozen
class Measure:
    """A measure of similarity.

    Attributes:
        function: Computes the measure of each table.
        distances: The distances that it accepts, the default first; empty: it uses only the order of grades.
        weighted: Whether states may have weights.
    """

    function: Callable[[ContingencyTables], Floats]
    distances: tuple[Distance, ...] = ("nominal", "absolute", "squared")
    weighted: bool = False


MEASURES: Final[Mapping[str, Measure]] = {
    "s": Measure(s, distances=("absolute", "squared"), weighted=True),
    "tau_b": Measure(tau_b, distances=()),
    "kappa": Measure(kappa),
    "pi": Measure(pi),
}
"""The measures, by name."""
