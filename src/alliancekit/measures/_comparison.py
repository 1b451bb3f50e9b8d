"""Which measure compares portfolios, and how."""

from typing import Literal, TypeAlias

import numpy as np

from alliancekit.errors import UnusableInput
from alliancekit.measures._agreement import MEASURES, Distance, Tables, set_against
from alliancekit.measures._given import Span, chosen, grades_of
from alliancekit.measures._years import Floats
from alliancekit.text import quote

Missing: TypeAlias = Literal["unknown", "omit"]
"""What comes of a gap in a portfolio: the measure is not known, or the state toward which it is, is left out."""

_CELLS = 250_000
"""How many cells of tables are held at once: 2 MB, which caches hold too."""


class Comparison:
    """A measure, with what it needs to know.

    Args:
        measure: The name of the measure.
        distance: How far it takes grades to be apart; None: as it usually does.
        missing: What comes of a gap.
        span: The lowest and the highest grade that there may be.

    Raises:
        UnusableInput: If there is no such measure, distance or answer to gaps.
    """

    def __init__(self, measure: str, distance: str | None, missing: str, span: Span = (0, 1)) -> None:
        self.measure = MEASURES[chosen("measure", measure, tuple(MEASURES))]
        self.distance: Distance = self._distance(measure, distance)
        self.omits = chosen("missing", missing, ("unknown", "omit")) == "omit"
        self.span = span

    def _distance(self, measure: str, asked: str | None) -> Distance:
        distances = self.measure.distances
        if asked is None:
            return distances[0] if distances else "nominal"
        if not distances:
            message = (
                f"{measure} sees only the order of grades, and takes no distance; got {quote(asked)} (leave it out)"
            )
            raise UnusableInput(message)
        return chosen(f"the distance of {measure}", asked, distances)

    def of(self, portfolios: Floats, weights: Floats | None = None) -> Floats:
        """Return the measure of each portfolio with each after it; NaN where it is not known, and before it.

        Args:
            portfolios: Portfolios by states.
            weights: What each state counts for; None: 1.
        """
        grades = grades_of(portfolios)
        counted = None if weights is None else np.nan_to_num(weights)
        found = np.full((len(portfolios), len(portfolios)), np.nan)
        step = max(1, _CELLS // max(1, len(grades) ** 2 * len(portfolios)))
        for start in range(0, len(portfolios), step):
            cells = set_against(portfolios[start : start + step], portfolios[start:], grades, counted)
            found[start : start + step, start:] = self.measure.of(Tables(cells, grades, self.distance, self.span))
        if not self.omits:
            gaps = np.isnan(portfolios).any(1)
            found[gaps] = found[:, gaps] = np.nan
            if weights is not None and np.isnan(weights).any():
                found[:] = np.nan
        return found
