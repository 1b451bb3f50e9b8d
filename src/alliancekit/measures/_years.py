"""Convert frames of ties to matrices of states by states, one year at a time, and back to rows of pairs."""

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
"""The key columns of a frame of ties."""

CODES = ("code_a", "code_b")
"""The optional columns with the codes of the states; they set which state of a pair comes first."""


@frozen(eq=False)
class Year:
    """The ties of a year.

    Attributes:
        year: The year.
        states: The ids of its states, in the order of their codes; without codes in the order of their ids.
        codes: Their codes; None if the frame has none.
        ties: The ties; the axes are kind of tie, state, state. Item k, i, j is the tie of kind k of state i to state j;
            NaN if it is unknown, and if i is j.
        apart: The positions of the two states of each pair that has no row and shares no day of the year.
    """

    year: int
    states: pl.Series
    codes: pl.Series | None
    ties: Floats
    apart: tuple[tuple[int, int], ...] = ()


def years(frame: pl.DataFrame, kinds: Mapping[str, pl.Expr], *, not_contemporary: float = np.nan) -> Iterator[Year]:
    """Yield the years of a frame of ties in chronological order.

    If any pair of a year has rows in both orders, the rows of that year are directed, from the first state to the
    second. Otherwise a row is for both directions. A tie without a row is `not_contemporary` or, if that does not
    apply, NaN, which means unknown.

    Args:
        frame: One row per year and pair of states, such as the frame of a panel of dyad-years, with all columns needed.
        kinds: The kinds of tie, in the order of the matrices: by name, the expression for the tie in a row.
        not_contemporary: The tie, if it has no row, between two states that were both members of a state system in the
            year, but never on the same day.

    Raises:
        UnusableInput: If a state is paired with itself, or if in a year a pair has two rows or a state has two codes.
    """
    states = pl.concat([frame["state_a"], frame["state_b"]]).unique().sort()
    indices = pl.Enum(states)
    codes = CODES if set(CODES) <= set(frame.columns) else ()
    coded = frame.select(
        "year",
        *codes,
        a=pl.col("state_a").cast(indices).to_physical(),
        b=pl.col("state_b").cast(indices).to_physical(),
        **{f"tie_{name}": kind.cast(pl.Float64) for name, kind in kinds.items()},
    ).sort("year")
    start = 0
    for year, length in coded.group_by("year", maintain_order=True).len().iter_rows():
        year_rows = coded.slice(start, length)
        present, of_year = _present(int(year), year_rows.select("a", "b", *codes), states)
        yield _matrices(year_rows.drop(*codes), present, of_year, not_contemporary)
        start += length


def _present(year: int, rows: pl.DataFrame, states: pl.Series) -> tuple[pl.Series, Year]:
    """Return the indices of the states of a year into all states of the frame, and the year without ties."""
    if rows.width == 2:  # noqa: PLR2004 - a and b, and no codes
        present = pl.concat([rows["a"], rows["b"]]).unique().sort()
        return present, Year(year, states.gather(present), None, np.empty(0))
    ends = [rows.select(state=end, code=f"code_{end}") for end in "ab"]
    code = pl.col("code").cast(pl.String)
    rows_of_states = pl.concat(ends).unique().sort(code.cast(pl.Int32, strict=False), code, "state")
    present, codes = rows_of_states["state"], rows_of_states["code"]
    duplicated = present.is_duplicated()
    if duplicated.any():
        state = states[int(present[first_true(duplicated)])]
        message = f"{state} has more than one code in {year}, but may have one"
        raise UnusableInput(message)
    return present, Year(year, states.gather(present), codes, np.empty(0))


def _matrices(rows: pl.DataFrame, present: pl.Series, of_year: Year, not_contemporary: float) -> Year:
    """Return a year with its ties.

    Args:
        rows: The rows of the year: ``year``, ``a``, ``b``, and a column for each kind of tie. ``a`` and ``b`` are the
            indices of the states into all states of the frame.
        present: The indices of the states of the year into all states of the frame.
        of_year: The year without ties; its states are in the order of `present`.
        not_contemporary: As in `years`.
    """
    count = len(present)
    indices = np.zeros(int(cast("int", present.max())) + 1, dtype=np.intp)
    indices[present.to_numpy()] = np.arange(count)
    a, b = indices[rows["a"].to_numpy()], indices[rows["b"].to_numpy()]
    year = evolve(of_year, ties=np.full((rows.width - 3, count, count), np.nan))
    row_counts = np.zeros((count, count), dtype=np.intp)
    np.add.at(row_counts, (a, b), 1)
    _require_unique_pairs(year, row_counts)
    ties = rows.drop("year", "a", "b").to_numpy().T
    year.ties[:, a, b] = ties
    if not (row_counts & row_counts.T).any():
        year.ties[:, b, a] = ties
        row_counts |= row_counts.T
    index_of = {state: index for index, state in enumerate(year.states)}
    apart = [(index_of[one], index_of[other]) for one, other in pairs_without_common_day(index_of, year.year)]
    for pair in apart:
        for x, y in permutations(pair):
            if not row_counts[x, y]:
                year.ties[:, x, y] = not_contemporary
    return evolve(year, apart=tuple((x, y) for x, y in apart if not row_counts[x, y] | row_counts[y, x]))


def _require_unique_pairs(year: Year, row_counts: Ints) -> None:
    """Raise `UnusableInput` if a state is paired with itself, or a pair has two rows."""
    for a, b in np.argwhere(row_counts > 1 - np.eye(len(row_counts)))[:1]:
        if a == b:
            message = f"{year.states[int(a)]} is paired with itself in {year.year} (leave the row out)"
        else:
            pair = f"{year.states[int(a)]} and {year.states[int(b)]}"
            message = f"{pair} have {row_counts[a, b]} rows in {year.year}, but may have one (merge the rows)"
        raise UnusableInput(message)


def pairs(years: Iterable[tuple[Year, Floats]], name: str, dtype: type[pl.DataType]) -> pl.DataFrame:
    """Return the values above the diagonals of matrices as one frame, with a row per year and pair of states.

    The columns are ``year``, ``state_a``, ``state_b`` and the values; if there are codes, each state is followed by its
    code, in ``code_a`` and ``code_b``. The rows are in the order of panels. Like panels, they leave out the pairs that
    share no day of the year, unless the frame has a row for them. NaN becomes null.

    Args:
        years: The years, each with a matrix of values: a row and a column for each of its states.
        name: The name of the column of values.
        dtype: The type of that column.
    """
    frames = [_pairs_of_year(year, matrix, name, dtype) for year, matrix in years]
    schema: dict[str, type[pl.DataType]] = {"year": pl.Int32, "state_a": pl.String, "state_b": pl.String, name: dtype}
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)


def _pairs_of_year(year: Year, matrix: Floats, name: str, dtype: type[pl.DataType]) -> pl.DataFrame:
    upper = np.triu(np.ones((len(year.states), len(year.states)), dtype=np.bool_), 1)
    for pair in year.apart:
        upper[pair] = False
    a, b = np.nonzero(upper)
    columns = {"year": pl.repeat(year.year, len(a), dtype=pl.Int32, eager=True)}
    for end, indices in (("a", a), ("b", b)):
        columns[f"state_{end}"] = year.states.gather(indices)
        if year.codes is not None:
            columns[f"code_{end}"] = year.codes.gather(indices)
    columns[name] = pl.Series(matrix[a, b], nan_to_null=True).cast(dtype)
    return pl.DataFrame(columns)


def require_columns(frame: pl.DataFrame, title: str, columns: Sequence[str]) -> None:
    """Raise `UnusableInput` if a frame lacks a column, or a column has the wrong type.

    Years are whole numbers, states are ids and codes are either, without nulls; other columns have numbers or nulls.

    Args:
        frame: The frame.
        title: The name of the frame in messages.
        columns: The names of the required columns.
    """
    for name in columns:
        if name not in frame.columns:
            suggestions = near(name, frame.columns)
            expected = f"expected {listed(tuple(columns), 'and')}"
            hint = f"did you mean {suggestions[0]!r}?" if suggestions else expected
            message = f"{title} must have a column {quote(name)} ({hint})"
            raise UnusableInput(message)
        _require_values(frame[name], f"column {quote(name)} of {title}", name.partition("_")[0])


def _require_values(column: pl.Series, title: str, kind: str) -> None:
    dtype = column.dtype
    match kind:
        case "year":
            expected, fits = "whole numbers", dtype.is_integer()
        case "state":
            expected, fits = "text", dtype == pl.String
        case "code":
            expected, fits = "text or whole numbers", dtype == pl.String or dtype.is_integer()
        case _:
            expected, fits = "numbers", dtype.is_numeric() or isinstance(dtype, (pl.Boolean, pl.Null))
    if not fits:
        message = f"{title} must have {expected}, got {dtype}"
        raise UnusableInput(message)
    if kind in ("year", "state", "code") and column.null_count():
        message = f"{title} must not be null, is null in row {first_true(column.is_null())}"
        raise UnusableInput(message)


def require_obligations(frame: pl.DataFrame, obligations: Sequence[str]) -> None:
    """Raise `UnusableInput` unless a frame of ties has a column for each obligation, with the values 1, 0 or null."""
    if not obligations:
        message = "obligations must not be empty (write for example ['defense'])"
        raise UnusableInput(message)
    require_columns(frame, "the frame", (*PAIR, *obligations))
    for name in obligations:
        invalid = ~frame[name].cast(pl.Float64).is_in([0.0, 1.0])
        if invalid.any():
            row = first_true(invalid)
            message = f"column {quote(name)} of the frame must be 1, 0 or null, got {frame[name][row]} in row {row}"
            raise UnusableInput(message)


def first_true(flags: pl.Series) -> int:
    """Return the index of the first true item."""
    return int(flags.arg_true()[0])
