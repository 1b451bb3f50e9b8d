"""Benchmarks of the largest panel of the field: all directed dyad-years of Correlates of War, with obligations.

The peer is code that a researcher writes with pandas: it merges prepared rows of members and years with themselves, and
the result with a cross join of all states of a year. It makes no account of dropped rows. The treaties are those of
ATOP if its file is available, else the same number of invented ones.

``python -m benchmarks.panels`` makes the panel once, in a process of its own, and prints time and memory as JSON.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from benchmarks.measuring import RUNS, Job, Settings, ratios, rounded
from benchmarks.page import Table
from benchmarks.single_run import memory_of

from alliancekit import Commitment, Name, PartialDate, Party, StateId, Treaty, TreatyId, panel, states
from alliancekit.loaders import atop_members
from alliancekit.models.treaty import Obligation

if TYPE_CHECKING:
    import pandas as pd

FILE: Final = Path(os.environ.get("ALLIANCEKIT_DATA", "../shared/data"), "atop", "atop-member-level-4.01.csv")
YEARS: Final = 1816, 2016
COUNT: Final = 750
KINDS: Final[tuple[Obligation, ...]] = ("defense", "offense", "neutrality", "nonaggression", "consultation")
OURS: Final = "alliancekit"
PEER: Final = "pandas, by hand"


def tables(settings: Settings) -> Iterator[Table]:
    """Yield the time of our panel relative to the peer, and its time and memory in a process of its own."""
    all_treaties = treaties()
    members, system = flat(all_treaties)
    jobs = {PEER: Job(lambda: by_hand(members, system), 1), OURS: Job(lambda: ours(all_treaties), 1)}
    found = ratios(jobs, PEER, max(1, settings.rounds // 3))
    rows = tuple((name, str(figure)) for name, figure in found.items())
    yield Table("panels", ("", "time"), rows)
    alone = [_alone() for _ in range(RUNS)]
    worst = {name: max(run[name] for run in alone) for name in alone[0]}
    yield Table(
        "a panel alone",
        ("treaties", "rows", "seconds by the clock", "seconds of CPU", "most memory, MB"),
        (
            (
                *(f"{worst[name]:,.0f}" for name in ("treaties", "rows")),
                rounded(worst["seconds"]),
                rounded(worst["cpu"]),
                f"{worst['peak'] / 1e6:,.0f}",
            ),
        ),
    )


@cache
def treaties() -> tuple[Treaty, ...]:
    """Return the treaties of ATOP, or else the same number of invented ones."""
    return atop_members(FILE).records if FILE.exists() else tuple(invented())


def invented() -> Iterator[Treaty]:
    """Yield treaties similar to those of ATOP: most have two members, some have dozens."""
    draw = random.Random(0)  # noqa: S311 - not for security
    spells = states.memberships("cow")
    for number in range(COUNT):
        first = draw.randint(YEARS[0], YEARS[1])
        last = min(YEARS[1], first + draw.randint(0, 60))
        there = spells.filter((spells["start"].dt.year() <= first) & (spells["end"].is_null()))["state"]
        size = min(len(there), draw.choice((2, 2, 2, 2, 3, 5, 30)))
        members = [StateId(each) for each in draw.sample(sorted(set(there)), size)]
        period = PartialDate(f"{first}/{last}")
        if size < 2:
            continue
        yield Treaty(
            id=TreatyId(f"treaty:invented-{number}"),
            names=(Name(text="invented"),),
            parties=tuple(Party(party=each, spells=(period,)) for each in members),
            in_force=PartialDate(str(first)),
            ended=PartialDate(str(last)),
            commitments=tuple(
                Commitment(
                    by=each, toward=tuple(other for other in members if other != each), obligation=kind, period=period
                )
                for each in members
                for kind in draw.sample(KINDS, 2)
            ),
        )


def ours(all_treaties: tuple[Treaty, ...]) -> int:
    """Make the panel; return its number of rows."""
    return panel.dyad_years(all_treaties, directed=True, years=YEARS).frame.height


def flat(all_treaties: tuple[Treaty, ...]) -> tuple["pd.DataFrame", "pd.DataFrame"]:
    """Return a row per treaty, member and year, with its obligations; and a row per state and year of the system."""
    import pandas as pd

    members = panel.memberships(all_treaties, system="cow", years=YEARS).frame
    system = panel.state_years(all_treaties, years=YEARS).frame
    columns = ["treaty", "code", "year", *KINDS]
    return pd.DataFrame(members.select(columns).to_dict(as_series=False)), pd.DataFrame(
        system.select("code", "year").to_dict(as_series=False)
    )


def by_hand(members: "pd.DataFrame", system: "pd.DataFrame") -> "pd.DataFrame":
    """Make the panel with pandas."""
    keys, kinds = ["year", "code_a", "code_b"], list(KINDS)
    pairs = members.merge(members[["treaty", "code", "year"]], on=["treaty", "year"], suffixes=("_a", "_b"))
    groups = pairs[pairs["code_a"] != pairs["code_b"]].groupby(keys)
    ties = groups[kinds].max().join(groups["treaty"].agg(list)).reset_index()
    grid = system.merge(system, on="year", suffixes=("_a", "_b"))
    merged = grid[grid["code_a"] != grid["code_b"]].merge(ties, on=keys, how="left")
    return merged.fillna(dict.fromkeys(kinds, 0)).sort_values(keys)


def _alone() -> dict[str, float]:
    """Return the figures measured in a process of its own."""
    line = [sys.executable, "-m", "benchmarks.panels"]
    done = subprocess.run(line, check=True, capture_output=True, text=True)  # noqa: S603 - our own program
    return cast("dict[str, float]", json.loads(done.stdout))


def main() -> None:
    """Print the figures of one panel as JSON, without the time of imports and one-time preparations."""
    all_treaties = treaties()
    panel.dyad_years(all_treaties[:1], directed=True, years=(2000, 2000))
    start, cpu = time.perf_counter(), time.process_time()
    rows = ours(all_treaties)
    times = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu}
    print(json.dumps({"treaties": len(all_treaties), "rows": rows, **times, "peak": memory_of("VmHWM")}))


if __name__ == "__main__":
    main()
