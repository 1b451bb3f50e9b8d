"""A measure of similarity with its settings."""

from typing import Literal, TypeAlias

import numpy as np

from alliancekit.errors import UnusableInput
from alliancekit.measures._agreement import MEASURES, ContingencyTables, Distance, cross_tabulate
from alliancekit.measures._validation import GradeRange, grades_of, require_choice
from alliancekit.measures._years import Floats
from alliancekit.text import quote

Missing: TypeAlias = Literal["unknown", "omit"]
"""How a missing grade is treated: the measure is unknown, or the state with the missing grade is left out."""

_CELLS = 250_000
"""The number of cells in memory at once: 2 MB, which fits into the caches of processors."""


class Comparison:
    """A measure of similarity with its settings.

    Args:
        measure: The name of the measure.
        distance: The distance between grades; None: the default of the measure.
        missing: How a missing grade is treated.
        span: The lowest and highest possible grade.

    Raises:
        UnusableInput: If `measure`, `distance` or `missing` is not one of the allowed words.
    """

    def __init__(self, measure: str, distance: str | None, missing: str, span: GradeRange = (0, 1)) -> None:
        self.measure = MEASURES[require_choice("measure", measure, tuple(MEASURES))]
        self.distance: Distance = self._distance(measure, distance)
        self.omits = require_choice("missing", missing, ("unknown", "omit")) == "omit"
        self.span = span

    def _distance(self, measure: str, distance: str | None) -> Distance:
        distances = self.measure.distances
        if distance is None:
            return distances[0] if distances else "nominal"
        if not distances:
            message = (
                f"{measure} uses only the order of grades and accepts no distance, got {quote(distance)} (leave it out)"
            )
            raise UnusableInput(message)
        return require_choice(f"the distance of {measure}", distance, distances)

    def pairwise(self, portfolios: Floats, weights: Floats | None = None) -> Floats:
        """Return the measure of each pair of portfolios, as an upper triangular matrix; NaN where it is unknown.

        Args:
            portfolios: Portfolios by states.
            weights: The weight of each state; None: 1.
        """
        grades = grades_of(portfolios)
        known_weights = None if weights is None else np.nan_to_num(weights)
        matrix = np.full((len(portfolios), len(portfolios)), np.nan)
        step = max(1, _CELLS // max(1, len(grades) ** 2 * len(portfolios)))
        for start in range(0, len(portfolios), step):
            cells = cross_tabulate(portfolios[start : start + step], portfolios[start:], grades, known_weights)
            tables = ContingencyTables(cells, grades, self.distance, self.span)
            matrix[start : start + step, start:] = self.measure.function(tables)
        if not self.omits:
            gaps = np.isnan(portfolios).any(1)
            matrix[gaps] = matrix[:, gaps] = np.nan
            if weights is not None and np.isnan(weights).any():
                matrix[:] = np.nan
        return matrix
