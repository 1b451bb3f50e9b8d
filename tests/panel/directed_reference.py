"""Compare panels of ATOP 4.01 with ATOP's own directed dyad-years (5.1), as R's peacesciencer has them.

``python -m tests.panel.directed_reference FOLDER COPY`` prints the cells that differ, by cause. FOLDER has the two
files; COPY is the file to which the reference is written, in the form of the publisher.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polars as pl
from attrs import frozen

from alliancekit import Treaty, panel
from alliancekit.loaders import Loaded, LoadedDyads, atop_ddyr, atop_members

MEMBERS: Final = "atop-member-level-4.01.csv"
REFERENCE: Final = "atop-5.1-directed-dyad-years.parquet"
VARIABLES: Final = {
    "defense": "defense",
    "offense": "offense",
    "neutrality": "neutral",
    "nonaggression": "nonagg",
    "consultation": "consul",
}
"""The variable of ATOP for each obligation."""
KEY: Final = ["year", "code_a", "code_b"]
NO_TREATY: Final = "no treaty in 4.01"
NOT_OWED: Final = "the treaties of 4.01 lack it"


@frozen
class Cells:
    """Cells of a panel that differ from the reference.

    Attributes:
        extra: 1 in the panel and 0 in the reference: year, codes, obligation and treaties.
        hidden: Null in the panel and 0 in the reference.
        lost: Null in the panel and 1 in the reference.
        missing: 0 in the panel and 1 in the reference, and the ``cause``.
    """

    extra: pl.DataFrame
    hidden: pl.DataFrame
    lost: pl.DataFrame
    missing: pl.DataFrame


def reference(folder: Path) -> pl.DataFrame:
    """Return the reference: ``year, code_a, code_b`` and the obligations."""
    owed = {name: pl.col(f"atop_{variable}").cast(pl.UInt8) for name, variable in VARIABLES.items()}
    codes = {side: pl.col(f"ccode{n}").cast(pl.String) for n, side in enumerate(("code_a", "code_b"), 1)}
    return pl.read_parquet(folder / REFERENCE).select(pl.col("year").cast(pl.Int32), **codes, **owed)


def as_file(table: pl.DataFrame, file: Path) -> LoadedDyads:
    """Write the reference with the header of the publisher's file, and load it."""
    names = {VARIABLES[name]: name for name in VARIABLES} | {"stateA": "code_a", "stateB": "code_b"}
    ddyad = (pl.col("code_a").cast(pl.Int64) * 1000 + pl.col("code_b").cast(pl.Int64)).alias("ddyad")
    table.select(ddyad, "year", atopally=pl.lit(1), **{name: pl.col(own) for name, own in names.items()}).write_csv(
        file
    )
    return atop_ddyr(file)


def differences(result: pl.DataFrame, expected: pl.DataFrame) -> Cells:
    """Return the cells of a panel that differ from the reference, in its years."""
    years = expected["year"].unique().implode()
    both = result.filter(pl.col("year").is_in(years)).join(expected, on=KEY, how="left", suffix="_expected")
    cells: dict[str, list[pl.DataFrame]] = {"extra": [], "hidden": [], "lost": [], "missing": []}
    for name in VARIABLES:
        own, other = pl.col(name), pl.col(f"{name}_expected").fill_null(0)
        cause = pl.when(pl.col("treaties") > 0).then(pl.lit(NOT_OWED)).otherwise(pl.lit(NO_TREATY)).alias("cause")
        for kind, condition in (
            ("extra", (own == 1) & (other == 0)),
            ("hidden", own.is_null() & (other == 0)),
            ("lost", own.is_null() & (other == 1)),
            ("missing", (own == 0) & (other == 1)),
        ):
            found = both.filter(condition).select(*KEY, "treaty_ids", cause, obligation=pl.lit(name))
            cells[kind].append(found)
    return Cells(**{kind: pl.concat(frames) for kind, frames in cells.items()})


def report(atop: Loaded[Treaty], expected: pl.DataFrame, directions: LoadedDyads) -> Iterator[str]:
    """Yield the lines of the comparison."""
    before = differences(panel.dyad_years(atop, directed=True, asymmetric="none").frame, expected)
    cells = differences(panel.dyad_years(atop, directed=True).frame, expected)
    yield f"1 in the panel, 0 in the reference: {_by_time(before.extra)} with asymmetric='none'"
    yield f"  now null: {_by_time(cells.hidden)}"
    yield f"  still 1: {_by_time(cells.extra)}"
    for obligation, code_a, code_b, treaties, years in _listed(cells.extra):
        yield f"    {obligation:13} {code_a:>3} to {code_b:>3}, {treaties}: {years}"
    by_day = differences(panel.dyad_years(atop, directed=True, together="day").frame, expected)
    yield f"  still 1 with together='day': {_by_time(by_day.extra)}"
    rules: tuple[panel.AsymmetricRule, ...] = ("by_obligation", "all", "differing")
    for rule in rules:
        of_rule = differences(panel.dyad_years(atop, directed=True, asymmetric=rule).frame, expected)
        counts = (
            f"{name} {of_rule.lost.filter(obligation=name).height}/{of_rule.hidden.filter(obligation=name).height}"
            for name in VARIABLES
        )
        yield f"  asymmetric={rule!r}: right cells that are null / wrong cells that are null: {', '.join(counts)}"
    yield f"0 in the panel, 1 in the reference: {cells.missing.height:,}"
    decades = cells.missing.with_columns(decade=pl.col("year") // 10 * 10)
    by_decade = decades.group_by("obligation", "decade", "cause").len().sort("obligation", "decade", "cause")
    for obligation, decade, cause, count in by_decade.iter_rows():
        yield f"  {obligation:13} {decade}s: {count:>4} ({cause})"
    for cause, count in decades.group_by("cause").len().sort("cause").iter_rows():
        yield f"  {cause}: {count:,}"
    directed = differences(panel.dyad_years(atop, directed=True, directions=directions).frame, expected)
    total = sum(frame.height for frame in (directed.extra, directed.hidden, directed.lost, directed.missing))
    yield f"with the reference as directions: {total} differences"


def _by_time(cells: pl.DataFrame) -> str:
    """Return the number of cells before 1945, in 1945 and after."""
    year = pl.col("year")
    early, same, late = (cells.filter(each).height for each in (year < 1945, year == 1945, year > 1945))
    return f"{early} before 1945, {same} in 1945, {late} after"


def _listed(cells: pl.DataFrame) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the cells of each dyad and obligation in one line."""
    keys = ["obligation", "code_a", "code_b", "treaty_ids"]
    groups = cells.sort("year").group_by(*keys, maintain_order=True).agg(pl.col("year"))
    for obligation, code_a, code_b, treaties, years in groups.sort("obligation", "code_a", "code_b").iter_rows():
        yield obligation, code_a, code_b, " ".join(treaties), ", ".join(map(str, years))


if __name__ == "__main__":
    data = Path(sys.argv[1])
    table = reference(data)
    print(*report(atop_members(data / MEMBERS), table, as_file(table, Path(sys.argv[2]))), sep="\n")  # noqa: T201
