"""Frames of ties for tests, written by hand or generated."""

from collections.abc import Mapping, Sequence
from itertools import combinations, permutations

import polars as pl
from hypothesis import strategies as st

from alliancekit.measures import ORDINAL

KINDS: tuple[str, ...] = ("defense", "nonaggression", "entente")
NAMES = ("state:aut", "state:deu", "state:fra", "state:gbr", "state:ita", "state:rus")


def frame(rows: Sequence[tuple[int, str, str, Mapping[str, int | None]]]) -> pl.DataFrame:
    """Return a frame of ties from rows of year, two states without prefix, and the obligations that are not 0."""
    return pl.DataFrame(
        [
            {"year": year, "state_a": f"state:{a}", "state_b": f"state:{b}"} | dict.fromkeys(ORDINAL, 0) | dict(owed)
            for year, a, b, owed in rows
        ],
        schema={"year": pl.Int32, "state_a": pl.String, "state_b": pl.String} | dict.fromkeys(ORDINAL, pl.UInt8),
    )


def allied(years: Mapping[int, str], states: str) -> pl.DataFrame:
    """Return a frame of all pairs of states, each named by a letter, with some pairs as allies.

    Args:
        years: The alliances of each year: ``"ab bc"``; ``"ab?"`` for an unknown one.
        states: The states.
    """
    rows = list[tuple[int, str, str, Mapping[str, int | None]]]()
    for year, ties in years.items():
        values = {pair[:2]: None if pair.endswith("?") else 1 for pair in ties.split()}
        rows += [(year, a, b, {"defense": values.get(a + b, 0)}) for a, b in combinations(states, 2)]
    return frame(rows)


@st.composite
def frames(draw: st.DrawFn, *, directed: bool | None = None, gaps: bool = True) -> pl.DataFrame:
    """Generate a frame of one to three years, each with a row for all pairs of some states."""
    order = permutations if (draw(st.booleans()) if directed is None else directed) else combinations
    values = st.sampled_from([0, 0, 0, 1, None] if gaps else [0, 0, 1])
    rows = list[tuple[int, str, str, Mapping[str, int | None]]]()
    for year in draw(st.lists(st.integers(1815, 2018), min_size=1, max_size=3, unique=True)):
        states = draw(st.lists(st.sampled_from([name[6:] for name in NAMES]), min_size=2, max_size=6, unique=True))
        for a, b in order(states, 2):
            owed = draw(st.fixed_dictionaries(dict.fromkeys(KINDS, values)))
            rows.append((year, a, b, owed))
    return frame(draw(st.permutations(rows)))


def with_codes(dyads: pl.DataFrame) -> pl.DataFrame:
    """Return a frame with codes, whose order is the reverse of that of the ids."""
    ids = pl.concat([dyads["state_a"], dyads["state_b"]]).unique().sort(descending=True)
    codes = {state: str(code) for code, state in enumerate(ids, 8)}
    return dyads.with_columns(
        pl.col(f"state_{end}").replace_strict(codes, return_dtype=pl.String).alias(f"code_{end}") for end in "ab"
    )
