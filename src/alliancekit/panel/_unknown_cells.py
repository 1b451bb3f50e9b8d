"""The step of the account that counts the unknown cells of a panel, with the reasons."""

from alliancekit._polars import pl
from alliancekit.panel._account import PanelStep
from alliancekit.panel._counts import PARTNERS
from alliancekit.panel._directions import ATOP_OBLIGATIONS
from alliancekit.panel._panel_inputs import PanelInputs

_UNDIRECTED = "the data do not say to which of several members an obligation is owed"
_UNCERTAIN = "a treaty, its parties, its days or its obligations are uncertain"


def unknown_step(base: PanelInputs, frame: pl.DataFrame, undirected: pl.DataFrame | None = None) -> PanelStep | None:
    """Return the step that counts the cells of a panel that are null; None if there are none.

    The cells are those of obligations and of numbers such as ``treaties``. The `lines` of the step have a row for each
    time, column and reason, with the number of ``cells``.

    Args:
        base: The inputs of the panel.
        frame: The rows of the panel.
        undirected: ``<time>, reason``: a row for each cell of unknown direction. A reason starts with the column.
    """
    time, names = base.times.name, _counted(frame, base.times.name)
    if not any(frame[name].null_count() for name in names):
        return None
    nulls = frame.group_by(time).agg(pl.col(names).null_count()).unpivot(names, index=time)
    nulls = nulls.rename({"variable": "column", "value": "cells"}).filter(pl.col("cells") > 0)
    by_table = _obligation().is_in(ATOP_OBLIGATIONS) & _within(base.known_by_table, time)
    in_time = pl.lit(value=False) if base.coverage is None else base.times.known(base.coverage)
    nulls = nulls.with_columns(known=in_time | by_table)
    outside = nulls.filter(~pl.col("known")).with_columns(reason=_outside(base))
    inside = nulls.filter("known")
    undirected = inside.select(time).clear().with_columns(reason=pl.lit("")) if undirected is None else undirected
    counts = undirected.group_by(time, column=pl.col("reason").str.extract("^([a-z_]+) ")).len("directions")
    inside = inside.join(counts, on=[time, "column"], how="left").with_columns(pl.col("directions").fill_null(0))
    parts = [
        outside,
        inside.with_columns(pl.col("directions").alias("cells"), reason=pl.lit(_UNDIRECTED)),
        inside.with_columns(pl.col("cells") - pl.col("directions"), reason=pl.lit(_UNCERTAIN)),
    ]
    columns = [time, "column", "cells", "reason"]
    lines = pl.concat([part.select(columns) for part in parts]).filter(pl.col("cells") > 0).sort(time, "column")
    whole = frame.height * len(names)
    return PanelStep(f"unknown cells (null), of {whole:,}", sum(lines["cells"]), 0, 0, lines)


def _counted(frame: pl.DataFrame, time: str) -> list[str]:
    """Return the columns with obligations and numbers."""
    return [name for name, type_ in frame.schema.items() if type_.is_integer() and name != time]


def _obligation() -> pl.Expr:
    """Return the obligation of a column, or of the number of partners in it; other names stay."""
    return pl.col("column").str.strip_suffix(f"_{PARTNERS}")


def _within(years: tuple[int, ...], time: str) -> pl.Expr:
    """Return an expression: whether a time is one of some years."""
    return pl.col(time).is_in(years) if years else pl.lit(value=False)


def _outside(base: PanelInputs) -> pl.Expr:
    """Return the reason for the unknown cells of a time outside the coverage of the treaties."""
    if base.coverage is None:
        return pl.lit("the treaties do not say for which time they are complete; pass coverage")
    first, last = base.coverage
    after = pl.col(base.times.name) >= (last if base.times.type == pl.Date else last.year)
    ends, begins = (
        f"the coverage of the treaties {verb} on {day}" for verb, day in (("ends", last), ("begins", first))
    )
    return pl.when(after).then(pl.lit(ends)).otherwise(pl.lit(begins))
