"""Frames of ties, a year at a time, as matrices of states by states."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import TypeAlias, cast

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import evolve, frozen

from alliancekit.errors import UnusableInput
from alliancekit.messages import listed, near
from alliancekit.states.common_days import pairs_without_common_day
from alliancekit.text import quote

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.intp]

PAIR = ("year", "state_a", "state_b")
"""The columns that say which row of a frame of ties is whose."""

CODES = ("code_a", "code_b")
"""The columns with the codes of the states, where a frame has them: they say which state of a pair comes first."""


@frozen(eq=False)
class Year:
    """The ties of a year.

    Attributes:
        year: Which year.
        states: The ids of its states, in the order of their codes; without codes in the order of their ids.
        codes: Their codes; None where the frame has none.
        ties: A matrix for each kind of tie asked for. In a row is what a state has toward the others; NaN where that is
            not known, and on the diagonal.
    """

    year: int
    states: pl.Series
    codes: pl.Series | None
    ties: Floats


def years(frame: pl.DataFrame, kinds: Mapping[str, pl.Expr], *, of_strangers: float = np.nan) -> Iterator[Year]:
    """Yield the years of a frame of ties in their order.

    Where some pair of a year stands in both orders, its rows are directed: what the first state has toward the second.
    Otherwise a row is for both. A pair without a row is not known, unless the two states were members of their system
    on no common day of the year.

    Args:
        frame: A row a year and pair of states, such as the frame of a panel of dyad-years, with all columns needed.
        kinds: The kinds of tie to make matrices of, each by a name, as expressions of numbers.
        of_strangers: What a pair without a row has if its states share no day of the year.

    Raises:
        UnusableInput: If a state is paired with itself, a pair stands twice in a year, or a state has two codes in it.
    """
    states = pl.concat([frame["state_a"], frame["state_b"]]).unique().sort()
    places = pl.Enum(states)
    codes = CODES if set(CODES) <= set(frame.columns) else ()
    coded = frame.select(
        "year",
        *codes,
        a=pl.col("state_a").cast(places).to_physical(),
        b=pl.col("state_b").cast(places).to_physical(),
        **{f"tie_{name}": kind.cast(pl.Float64) for name, kind in kinds.items()},
    ).sort("year")
    start = 0
    for year, length in coded.group_by("year", maintain_order=True).len().iter_rows():
        year_rows = coded.slice(start, length)
        present, of_year = _present(int(year), year_rows.select("a", "b", *codes), states)
        yield _matrices(year_rows.drop(*codes), present, of_year, of_strangers)
        start += length


def _present(year: int, rows: pl.DataFrame, states: pl.Series) -> tuple[pl.Series, Year]:
    """Return the states of a year as their places among those of the frame, and the year, yet without ties."""
    if rows.width == 2:  # noqa: PLR2004 - a and b, and no codes
        present = pl.concat([rows["a"], rows["b"]]).unique().sort()
        return present, Year(year, states.gather(present), None, np.empty(0))
    ends = [rows.select(state=end, code=f"code_{end}") for end in "ab"]
    code = pl.col("code").cast(pl.String)
    held = pl.concat(ends).unique().sort(code.cast(pl.Int32, strict=False), code, "state")
    twice = held["state"].is_duplicated()
    if twice.any():
        state = states[int(held["state"][first(twice)])]
        message = f"{state} has more than one code in {year}, but may have one"
        raise UnusableInput(message)
    return held["state"], Year(year, states.gather(held["state"]), held["code"], np.empty(0))


def _matrices(rows: pl.DataFrame, present: pl.Series, of_year: Year, of_strangers: float) -> Year:
    """Return a year with its ties, from its rows, in which states are their places among those of the frame."""
    count = len(present)
    numbers = np.zeros(int(cast("int", present.max())) + 1, dtype=np.intp)
    numbers[present.to_numpy()] = np.arange(count)
    a, b = numbers[rows["a"].to_numpy()], numbers[rows["b"].to_numpy()]
    held = evolve(of_year, ties=np.full((rows.width - 3, count, count), np.nan))
    given = np.zeros((count, count), dtype=np.intp)
    np.add.at(given, (a, b), 1)
    _demand_pairs(held, given)
    ties = rows.drop("year", "a", "b").to_numpy().T
    held.ties[:, a, b] = ties
    if not (given & given.T).any():
        held.ties[:, b, a] = ties
        given |= given.T
    number_of = {state: number for number, state in enumerate(held.states)}
    for one, other in pairs_without_common_day(number_of, held.year):
        for x, y in permutations((number_of[one], number_of[other])):
            if not given[x, y]:
                held.ties[:, x, y] = of_strangers
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


def pairs(years: Iterable[tuple[Year, Floats]], name: str, dtype: type[pl.DataType]) -> pl.DataFrame:
    """Return what was found for each pair of each year, as rows: each pair once, in the order of panels.

    The columns are ``year``, ``state_a``, ``state_b`` and what was found, with the codes beside the states where there
    are codes.

    Args:
        years: The years, each with what was found for its states, as a matrix.
        name: What the column of what was found is called.
        dtype: Its type.
    """
    found = [_of_pairs(year, matrix, name, dtype) for year, matrix in years]
    schema: dict[str, type[pl.DataType]] = {"year": pl.Int32, "state_a": pl.String, "state_b": pl.String, name: dtype}
    return pl.concat(found) if found else pl.DataFrame(schema=schema)


def _of_pairs(year: Year, found: Floats, name: str, dtype: type[pl.DataType]) -> pl.DataFrame:
    a, b = np.triu_indices(len(year.states), 1)
    columns = {"year": pl.repeat(year.year, len(a), dtype=pl.Int32, eager=True)}
    for end, places in (("a", a), ("b", b)):
        columns[f"state_{end}"] = year.states.gather(places)
        if year.codes is not None:
            columns[f"code_{end}"] = year.codes.gather(places)
    columns[name] = pl.Series(found[a, b], nan_to_null=True).cast(dtype)
    return pl.DataFrame(columns)


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
