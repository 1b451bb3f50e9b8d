"""The account of a panel: how many items each step added and dropped, and the reason for each dropped item."""

from typing import Final

from attrs import frozen

from alliancekit._html import table
from alliancekit._polars import pl
from alliancekit.messages import counted, listed
from alliancekit.text import MOST_LINES, first_lines

_ALL: Final = "see report()"
_MOST_COLUMNS: Final = 3
"""The most columns that a line names."""


@frozen(eq=False, repr=False)
class PanelStep:
    """One step on the way to a panel.

    Attributes:
        what: A short description. It names the items that the step counts: treaties, spells of their parties, or rows
            of the panel.
        rows: The number of items after the step.
        added: The number of items that the step added.
        dropped: The number of items that the step dropped.
        lines: One row for each dropped item, with the reason, and one row for each remark. It may be empty. Or, with a
            column ``cells``, the number of cells of the panel with the same reason, by time and column.
    """

    what: str
    rows: int
    added: int
    dropped: int
    lines: pl.DataFrame

    def __repr__(self) -> str:
        """Return the step as in the account, in at most 20 lines."""
        return str(PanelAccount((self,))).strip()


@frozen(eq=False, repr=False)
class PanelAccount:
    """The steps to a panel, in order; ``str()`` lists them, and `report` also lists all reasons.

    Attributes:
        steps: The steps.
    """

    steps: tuple[PanelStep, ...]

    def __str__(self) -> str:
        """Return `report` in at most 20 lines: if it is longer, each step lists only its most frequent reasons."""
        shorter = (self._shortened(most) for most in range(MOST_LINES, -1, -1))
        text = next((text for text in shorter if text.count("\n") < MOST_LINES), self._shortened(0))
        return first_lines(text, f"; {_ALL}")

    def _shortened(self, most: int) -> str:
        """Return the steps, each with at most some reasons."""
        return "\n".join(line for step in self.steps for line in _shortened(_lines(step), most))

    def __repr__(self) -> str:
        """Return the same as `str`."""
        return str(self)

    def _repr_html_(self) -> str:
        """Return the steps of `report` as a table for a notebook."""
        return table((), [_cells(_lines(step)) for step in self.steps])

    def report(self) -> str:
        """Return a line for each step, and below it the number of rows of `lines` for each reason."""
        return "\n".join(line for step in self.steps for line in _lines(step))

    def dropped_rows(self) -> pl.DataFrame:
        """Return the `lines` of all steps that dropped items. The added column ``step`` contains the step's `what`.

        The other columns depend on the steps. If no step dropped an item, ``step`` is the only column.
        """
        frames = [step.lines.with_columns(step=pl.lit(step.what)) for step in self.steps if step.dropped]
        return pl.concat(frames, how="diagonal") if frames else pl.DataFrame({"step": []}, schema={"step": pl.String})


def _shortened(lines: list[str], most: int) -> list[str]:
    """Return the lines of a step with at most some reasons, and the number of the others."""
    first, *reasons = lines
    if len(reasons) <= most + 1:
        return lines
    others = len(reasons) - most
    if not most:
        return [f"{first}; {others} reasons: {_ALL}"]
    return [first, *reasons[:most], f"{'':>13}{others} more reasons: {_ALL}"]


def _cells(lines: list[str]) -> tuple[str, str]:
    """Return the number of a step, and the step with its reasons below it."""
    number, what = lines[0].strip().split("  ", 1)
    return number, "\n".join((what, *map(str.strip, lines[1:])))


def _lines(step: PanelStep) -> list[str]:
    change = ", ".join(
        f"{count:,} {verb}" for count, verb in ((step.added, "added"), (step.dropped, "dropped")) if count
    )
    lines = [f"{step.rows:>11,}  {step.what}{f' ({change})' if change else ''}"]
    if "cells" in step.lines.columns:
        lines += _cells_by_reason(step.lines)
    elif not step.lines.is_empty():
        reasons = step.lines.group_by("reason").len().sort("len", "reason", descending=[True, False])
        lines += [f"{'':>13}{counted(count, 'row')}: {reason}" for reason, count in reasons.iter_rows()]
    return lines


def _cells_by_reason(lines: pl.DataFrame) -> list[str]:
    """Return the number of cells for each reason, with their columns, and the first and the last time."""
    time = pl.col(lines.columns[0])
    totals = lines.group_by("reason").agg(
        pl.col("cells").sum(),
        pl.col("column").unique().sort().alias("columns"),
        time.min().alias("first"),
        time.max().alias("last"),
    )
    totals = totals.sort("cells", "reason", descending=[True, False])
    single, several = pl.format("{}", "first"), pl.format("{} to {}", "first", "last")
    times = pl.when(pl.col("first") == pl.col("last")).then(single).otherwise(several)
    rows = totals.select("cells", "columns", times, "reason").iter_rows()
    return [f"{'':>13}{_cells_of(cells, columns)}, {extent}: {reason}" for cells, columns, extent, reason in rows]


def _cells_of(cells: int, columns: list[str]) -> str:
    """Return a number of cells, with their columns, or with the number of columns if there are many."""
    which = listed(tuple(columns), "and") if len(columns) <= _MOST_COLUMNS else f"{len(columns)} columns"
    return f"{cells:,} {'cell' if cells == 1 else 'cells'} of {which}"
