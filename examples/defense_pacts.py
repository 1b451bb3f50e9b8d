"""Defense pacts from 1816 to 2016: their number by decade, and the allies of the German states on four days.

The script reads the published file of the member level of ATOP, and writes two tables, a figure, and an account of
every row. Without a file, it uses the sample beside this script, in which all alliances are invented.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

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
ASYMMETRIC: Final = "none"
"""Every pact counts toward all other members: the member level does not say toward whom it is."""
DAYS = ("1914-07-01", "1960-07-01", "1991-07-01", "2016-07-01")


@frozen
class Pacts:
    """The defense pacts of a state on a day.

    Attributes:
        day: The day.
        state: The state.
        treaties: The ids of the treaties under which it owes defense.
        partners: The ids of the states to which it owes defense.
        similarity: The S score of its obligations and those of each other major power in that year, by id.
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
    parser.add_argument("--folder", type=Path, default=Path(), help="the folder for the tables and the figure")
    args = parser.parse_args(arguments)
    try:
        loaded = loaders.atop_members(args.file)
        print(loaded.account)
        if loaded.account.aside:  # a study must not leave out rows silently
            raise alliancekit.InvalidCorpus(row.problem for row in loaded.account.aside)
        dyads = panel.dyad_years(
            loaded, directed=False, years=(1816, 2016), part_years="january", asymmetric=ASYMMETRIC
        )
        decades = by_decade(dyads.frame)
        all_pacts = [pacts(loaded, state, day) for day in DAYS for state in germanys(day)]
        write_atomic(
            {
                args.folder / "decades.csv": decades.write_csv().encode(),
                args.folder / "germany.csv": as_table(all_pacts).write_csv().encode(),
                args.folder / "account.txt": f"{loaded.account}\n{dyads.account}\n".encode(),
            }
        )
        plot.save(plot.decades(dyads.frame, range(1820, 2020, 20), obligation="defense"), args.folder / "decades.svg")
    except AllianceKitError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1 if isinstance(error, alliancekit.InvalidCorpus) else 2
    for year, of_states, allied, dyads in decades.rows():
        print(f"1 January {year}: {allied} of {of_states} states have a defense pact, in {dyads} dyads")
    for each in all_pacts:
        print(f"{each.day} {each.state.id}: {len(each.treaties)} defense pacts, {len(each.partners)} partners")
    return 0


def by_decade(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the number of states and of dyads with a defense pact, in the first year of each decade.

    Args:
        rows: One row per dyad and year.

    Returns:
        The columns ``year, states, allied, dyads``; an unknown number is null.
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
    """Return the one or two states with the name Germany on a day."""
    try:
        return (states.get("Germany", on=day),)
    except AmbiguousState as error:
        return tuple(states.get(id_) for id_ in error.states)


def pacts(loaded: loaders.Loaded[Treaty], state: State, day: str) -> Pacts:
    """Return the defense pacts of a state on a day.

    Raises:
        BeyondCoverage: If the data do not cover that day.
    """
    year = int(day[:4])
    owed = panel.dyad_days(loaded, directed=True, days=day, system=None, asymmetric=ASYMMETRIC).frame
    partners = owed.filter(pl.col("state_a") == state.id, pl.col("defense") == 1)["state_b"]
    treaties = [treaty.id for treaty in loaded.records if owes_defense(treaty, state, PartialDate(day))]
    frame = panel.dyad_years(loaded, directed=True, years=(year, year), asymmetric=ASYMMETRIC).frame
    scores = measures.similarity(frame).filter((pl.col("state_a") == state.id) | (pl.col("state_b") == state.id))
    pairs = scores.select("state_a", "state_b", "value").rows()
    score_of = {b if a == state.id else a: value for a, b, value in pairs}
    majors = (other.id for other in states.in_system("cow_majors", on=day) if other.id != state.id)
    return Pacts(day, state, tuple(treaties), tuple(partners), {other: score_of[other] for other in majors})


def owes_defense(treaty: Treaty, state: State, day: PartialDate) -> bool:
    """Return whether a state certainly owes defense under a treaty on a day."""
    return any(
        owed.by == state.id and owed.obligation == "defense" and owed.period and owed.period.contains(day)
        for owed in treaty.commitments
    )


def as_table(all_pacts: Iterable[Pacts]) -> pl.DataFrame:
    """Return defense pacts as a table, with one row per state and day."""
    return pl.DataFrame(
        {
            "day": each.day,
            "state": each.state.id,
            "treaties": " ".join(each.treaties),
            "partners": " ".join(each.partners),
            "similarity": " ".join(f"{other}={value}" for other, value in each.similarity.items()),
        }
        for each in all_pacts
    )


if __name__ == "__main__":
    sys.exit(main())
