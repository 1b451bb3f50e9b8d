"""Defense pacts from 1816 to 2016: how many by decade, and whose allies the Germanys were on four days.

From the member level of ATOP, as its publisher ships it, to two tables and a figure, with an account of every row.
Without a file, the sample beside this script is taken, in which all alliances are invented.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import polars as pl
from attrs import frozen

import alliancekit
from alliancekit import (
    AllianceKitError,
    AmbiguousState,
    PartialDate,
    State,
    Treaty,
    loaders,
    measures,
    panel,
    plot,
    states,
)
from alliancekit.formats import write_atomic

SAMPLE = Path(__file__).with_name("sample-atop-member.csv")
DAYS = ("1914-07-01", "1960-07-01", "1991-07-01", "2016-07-01")


@frozen
class Pacts:
    """The defense pacts of a state on a day.

    Attributes:
        day: The day.
        state: The state.
        treaties: The ids of the treaties under which it owes defense.
        partners: The ids of those to whom it owes it.
        similarity: How similar its obligations are to those of each other major power in that year: S, by id.
    """

    day: str
    state: State
    treaties: tuple[str, ...]
    partners: tuple[str, ...]
    similarity: dict[str, float | None]


def main(arguments: list[str] | None = None) -> int:
    """Run the script; return its exit code, which is that of alliancekit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=SAMPLE, help="the csv file of the member level of ATOP")
    parser.add_argument("--folder", type=Path, default=Path(), help="where the tables and the figure go")
    given = parser.parse_args(arguments)
    try:
        loaded = loaders.atop_members(given.file)
        print(loaded.account)
        if loaded.account.aside:  # a study of half of the data is none
            raise alliancekit.InvalidCorpus(row.problem for row in loaded.account.aside)
        dyads = panel.dyad_years(loaded, directed=False, years=(1816, 2016), part_years="january")
        decades = by_decade(dyads.frame)
        found = [pacts(loaded, state, day) for day in DAYS for state in germanys(day)]
        write_atomic(
            {
                given.folder / "decades.csv": decades.write_csv().encode(),
                given.folder / "germany.csv": as_table(found).write_csv().encode(),
                given.folder / "account.txt": f"{loaded.account}\n{dyads.account}\n".encode(),
            }
        )
        plot.save(plot.decades(dyads.frame, range(1820, 2020, 20), obligation="defense"), given.folder / "decades.svg")
    except AllianceKitError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1 if isinstance(error, alliancekit.InvalidCorpus) else 2
    for year, of_states, allied, dyads in decades.rows():
        print(f"1 January {year}: {allied} of {of_states} states have a defense pact, in {dyads} dyads")
    for each in found:
        print(f"{each.day} {each.state.id}: {len(each.treaties)} defense pacts, {len(each.partners)} partners")
    return 0


def by_decade(rows: pl.DataFrame) -> pl.DataFrame:
    """Return how many states had a defense pact, and how many dyads, in the first year of each decade.

    Args:
        rows: The dyads and years, a row each.

    Returns:
        The columns ``year, states, allied, dyads``; what is not known is null.
    """
    of_decades = rows.filter(pl.col("year") % 10 == 0)
    both = pl.concat(
        of_decades.select("year", "defense", pl.col(side).alias("state")) for side in ("state_a", "state_b")
    )
    bound = pl.col("defense") == 1
    known = pl.col("defense").is_not_null().all()
    of_states = both.group_by("year").agg(
        pl.col("state").n_unique().alias("states"),
        pl.when(known).then(pl.col("state").filter(bound).n_unique()).alias("allied"),
    )
    of_dyads = of_decades.group_by("year").agg(pl.when(known).then(bound.sum()).alias("dyads"))
    return of_states.join(of_dyads, on="year").sort("year")


def germanys(day: str) -> tuple[State, ...]:
    """Return the states that were called Germany on a day: one, or two."""
    try:
        return (states.get("Germany", on=day),)
    except AmbiguousState as error:
        return tuple(states.get(id_) for id_ in error.states)


def pacts(loaded: loaders.Loaded[Treaty], state: State, day: str) -> Pacts:
    """Return the defense pacts of a state on a day of the time that the data cover.

    Raises:
        BeyondCoverage: If the data say nothing of that day.
    """
    year = int(day[:4])
    owed = panel.dyad_days(loaded, directed=True, days=day, system=None).frame
    partners = owed.filter(pl.col("state_a") == state.id, pl.col("defense") == 1)["state_b"]
    treaties = [treaty.id for treaty in loaded.records if owes_defense(treaty, state, PartialDate(day))]
    frame = panel.dyad_years(loaded, directed=True, years=(year, year)).frame
    similar = measures.similarity(frame).filter((pl.col("state_a") == state.id) | (pl.col("state_b") == state.id))
    pairs = similar.select("state_a", "state_b", "value").rows()
    alike = {b if a == state.id else a: value for a, b, value in pairs}
    majors = (other.id for other in states.in_system("cow_majors", on=day) if other.id != state.id)
    return Pacts(day, state, tuple(treaties), tuple(partners), {other: alike[other] for other in majors})


def owes_defense(treaty: Treaty, state: State, day: PartialDate) -> bool:
    """Tell whether a state certainly owes someone defense under a treaty on a day."""
    return any(
        owed.by == state.id and owed.obligation == "defense" and owed.period and owed.period.contains(day)
        for owed in treaty.commitments
    )


def as_table(found: Iterable[Pacts]) -> pl.DataFrame:
    """Return defense pacts as a table, a row a state and day."""
    return pl.DataFrame(
        {
            "day": each.day,
            "state": each.state.id,
            "treaties": " ".join(each.treaties),
            "partners": " ".join(each.partners),
            "similarity": " ".join(f"{other}={value}" for other, value in each.similarity.items()),
        }
        for each in found
    )


if __name__ == "__main__":
    sys.exit(main())
