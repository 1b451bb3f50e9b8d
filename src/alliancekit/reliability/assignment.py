"""Choose pairs of two sides with the greatest total weight, each member of a side in one pair at most.

This is the assignment problem, solved with shortest augmenting paths: Kuhn, H. W. (1955): The Hungarian method for the
assignment problem. Naval Research Logistics Quarterly 2; Jonker, R., and Volgenant, A. (1987): A shortest augmenting
path algorithm for dense and sparse linear assignment problems. Computing 38. Weights are whole numbers, so that the
result is exact, and the same on every machine.
"""

from collections.abc import Mapping
from heapq import heappop, heappush

from attrs import define, field


def assign(weights: Mapping[tuple[int, int], int]) -> tuple[tuple[int, int], ...]:
    """Return the pairs with the greatest total weight, sorted. Nothing needs to be in a pair.

    Args:
        weights: The positive weight of each possible pair of a row and a column. The order of the rows and columns
            decides between equal totals.
    """
    rows: dict[int, dict[int, int]] = {}
    for (row, column), weight in sorted(weights.items()):
        rows.setdefault(row, {})[column] = weight
    search = _PairSearch(rows)
    for row in rows:
        search.add(row)
    return tuple(sorted((row, column) for column, row in search.row_of.items() if column >= 0))


@define
class _PairSearch:
    """The state of the search.

    A row without a pair is in a pair with a column of its own, of weight 0: the column with the number -1 - row.

    Attributes:
        rows: The weights of the pairs of each row, by column.
        row_of: The row in each pair, by column.
        prices: The price of each column: what it costs to move its row elsewhere.
    """

    rows: dict[int, dict[int, int]]
    row_of: dict[int, int] = field(factory=dict)
    prices: dict[int, int] = field(factory=dict)

    def add(self, row: int) -> None:
        """Put a row into a pair, and move other rows where this gives the greatest total weight."""
        distances: dict[int, int] = {}  # to each column that is reached finally
        before: dict[int, tuple[int, int | None]] = {}  # the row from which a column is reached, and its own column
        waiting: list[tuple[int, int, int, int | None]] = []
        self._reach(row, None, 0, waiting)
        while True:
            distance, column, via, own = heappop(waiting)
            if column in distances:
                continue
            distances[column], before[column] = distance, (via, own)
            if column not in self.row_of:
                break
            self._reach(self.row_of[column], column, distance, waiting)
        for reached, length in distances.items():
            self.prices[reached] = self.prices.get(reached, 0) + distances[column] - length
        at: int | None = column
        while at is not None:
            mover, at_next = before[at]
            self.row_of[at] = mover
            at = at_next

    def _reach(self, row: int, own: int | None, distance: int, waiting: list[tuple[int, int, int, int | None]]) -> None:
        """Add the columns that a row can move to, with the loss of weight on the way.

        Args:
            row: The row.
            own: The column of its present pair; None for the new row.
            distance: The loss on the way to this column.
            waiting: The columns that are not reached finally.
        """
        columns = {**self.rows[row], -1 - row: 0}
        gains = {column: weight - self.prices.get(column, 0) for column, weight in columns.items()}
        best = max(gains.values())  # the gain of its present pair, if it has one
        for column, gain in gains.items():
            heappush(waiting, (distance + best - gain, column, row, own))
