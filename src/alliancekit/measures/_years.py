"""Frames of ties, a year at a time, as matrices of states by states."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen

from alliancekit.errors import UnusableInput
from alliancekit.rules._words import listed, near
from alliancekit.text import quote

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.intp]

PAIR = ("year", "state_a", "state_b")
"""The columns that say which row of a frame of ties is whose."""

PAIRS = {"year": pl.Int32, "state_a": pl.String, "state_b": pl.String}
"""The types of these columns in frames of results."""


@frozen(eq=False)
class Year:
    """The ties of a year.

    Attributes:
        year: Which year.
        states: The ids of its states, in order.
        ties: A matrix for each kind of tie asked for. In a row is what a state has toward the others; NaN where that is
            not known, and on the diagonal.
    """

    year: int
    states: pl.Series
    ties: Floats


def years(frame: pl.DataFrame, kinds: Mapping[str, pl.Expr]) -> Iterator[Year]:
    """Yield the years of a frame of ties in their order.

    Where some pair of a year stands in both orders, its rows are directed: what the first state has toward the second.
    Otherwise a row is for both. A pair without a row is not known.

    Args:
        frame: A row a year and pair of states, such as the frame of a panel of dyad-years, with all columns needed.
        kinds: The kinds of tie to make matrices of, each by a name, as expressions of numbers.

    Raises:
        UnusableInput: If a state is paired with itself, or a pair stands twice in a year.
    """
    states = pl.concat([frame["state_a"], frame["state_b"]]).unique().sort()
    places = pl.Enum(states)
    coded = frame.select(
        "year",
        a=pl.col("state_a").cast(places).to_physical(),
        b=pl.col("state_b").cast(places).to_physical(),
        **{f"tie_{name}": kind.cast(pl.Float64) for name, kind in kinds.items()},
    ).sort("year")
    start = 0
    for year, length in coded.group_by("year", maintain_order=True).len().iter_rows():
        yield _matrices(int(year), coded.slice(start, length), states)
        start += length


def _matrices(year: int, rows: pl.DataFrame, states: pl.Series) -> Year:
    """Return a year from its rows, in which states are their places among those of the frame."""
    places = rows.select("a", "b").to_numpy().astype(np.intp)
    present = np.unique(places)
    a, b = np.searchsorted(present, places).T
    held = Year(year, states.gather(present), np.full((rows.width - 3, len(present), len(present)), np.nan))
    given = np.zeros((len(present), len(present)), dtype=np.intp)
    np.add.at(given, (a, b), 1)
    _demand_pairs(held, given)
    ties = rows.drop("year", "a", "b").to_numpy().T
    held.ties[:, a, b] = ties
    if not (given & given.T).any():
        held.ties[:, b, a] = ties
    return held


def _demand_pairs(year: Year, given: Ints) -> None:
    """Refuse a year in which a state is paired with itself, or a pair stands twice."""
    for a, b in np.argwhere(given > 1 - np.eye(len(given)))[:1]:
        if a == b:
            message = f"{year.states[int(a)]} is paired with itself in {year.year} (leave the row out)"
        else:
            pair = f"{year.states[int(a)]} and {year.states[int(b)]}"
            message = f"{pair} have {given[a, b]} rows in {year.year}, but may have one (make one row of them)"
        raise UnusableInput(message)


def pairs(year: Year, found: Floats, name: str) -> pl.DataFrame:
    """Return what was found for each pair of a year, as rows: each pair once, in the order of its ids."""
    a, b = np.triu_indices(len(year.states), 1)
    return pl.DataFrame(
        {
            "year": pl.repeat(year.year, len(a), dtype=pl.Int32, eager=True),
            "state_a": year.states.gather(a),
            "state_b": year.states.gather(b),
            name: pl.Series(found[a, b], nan_to_null=True),
        }
    )


def demand(frame: pl.DataFrame, what: str, columns: Sequence[str]) -> None:
    """Refuse a frame that lacks a column, or in which one does not hold what it must.

    A year is a whole number and a state an id, in each row; everything else is a number or null.

    Args:
        frame: The frame.
        what: What it is called in messages.
        columns: The names of the columns that it needs.
    """
    for name in columns:
        if name not in frame.columns:
            meant = near(name, frame.columns)
            hint = f"did you mean {meant[0]!r}?" if meant else f"give it {listed(tuple(columns), 'and')}"
            message = f"{what} must have a column {quote(name)} ({hint})"
            raise UnusableInput(message)
        _demand_values(frame[name], f"column {quote(name)} of {what}", name.partition("_")[0])


def _demand_values(column: pl.Series, what: str, kind: str) -> None:
    dtype = column.dtype
    match kind:
        case "year":
            wanted, fits = "whole numbers", dtype.is_integer()
        case "state":
            wanted, fits = "text", dtype == pl.String
        case _:
            wanted, fits = "numbers", dtype.is_numeric() or isinstance(dtype, (pl.Boolean, pl.Null))
    if not fits:
        message = f"{what} must hold {wanted}, holds {dtype}"
        raise UnusableInput(message)
    if kind in ("year", "state") and column.null_count():
        message = f"{what} must say it in each row, is null in row {first(column.is_null())}"
        raise UnusableInput(message)


def demand_obligations(frame: pl.DataFrame, obligations: Sequence[str]) -> None:
    """Refuse a frame that is not one of ties, with a column for each obligation that holds 1, 0 or null."""
    if not obligations:
        message = "obligations must name one or more, names none (name for example 'defense')"
        raise UnusableInput(message)
    demand(frame, "the frame", (*PAIR, *obligations))
    for name in obligations:
        wrong = ~frame[name].cast(pl.Float64).is_in([0.0, 1.0])
        if wrong.any():
            row = first(wrong)
            message = f"column {quote(name)} of the frame must hold 1, 0 or null, holds {frame[name][row]} in row {row}"
            raise UnusableInput(message)


def first(where: pl.Series) -> int:
    """Return the first row, counted from 0, of which something is true."""
    return int(where.arg_true()[0])
