"""Make the network of a year from dyad-years."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, TypeAlias, cast, get_args, overload

import networkx as nx
import polars as pl

from alliancekit import panel
from alliancekit._arguments import Number, year_of
from alliancekit.corpus.frames import as_polars
from alliancekit.errors import BeyondCoverage, UnusableInput
from alliancekit.messages import counted, listed, near
from alliancekit.models.treaty import Obligation
from alliancekit.networks.labels import abbreviation, name_of
from alliancekit.panel import OBLIGATIONS, Panel, Treaties, obligations_of
from alliancekit.text import quote

DyadYears: TypeAlias = pl.DataFrame | Panel | Treaties
"""A panel of `panel.dyad_years`, with one row per year and pair of states; its frame; or treaties to make it from."""

Unknown: TypeAlias = Literal["refuse", "omit"]
"""The treatment of unknown ties and obligations: an error, or no edge for a tie and None for an obligation."""

_TIE: Final = "treaties"
"""The column that is above 0 if two states have a tie with any obligation or none."""


@overload
def of_year(
    data: DyadYears,
    year: Number,
    *,
    obligation: str | Sequence[str] | None = None,
    directed: Literal[False] = False,
    unknown: Unknown = "refuse",
) -> "nx.Graph[str]": ...
@overload
def of_year(
    data: DyadYears,
    year: Number,
    *,
    obligation: str | Sequence[str] | None = None,
    directed: Literal[True],
    unknown: Unknown = "refuse",
) -> "nx.DiGraph[str]": ...
@overload
def of_year(
    data: DyadYears,
    year: Number,
    *,
    obligation: str | Sequence[str] | None = None,
    directed: bool,
    unknown: Unknown = "refuse",
) -> "nx.Graph[str]": ...
def of_year(
    data: DyadYears,
    year: Number,
    *,
    obligation: str | Sequence[str] | None = None,
    directed: bool = False,
    unknown: Unknown = "refuse",
) -> "nx.Graph[str]":
    """Return the network of a year.

    Its nodes are the ids of all states of the system in that year, with or without ties, in the order of their codes. A
    node has a ``code`` (from the frame; None if it has none), a ``name`` (the one in use in that year) and an
    ``abbreviation`` (of Correlates of War, Gleditsch and Ward or ISO 3166-1, in this order; else the last part of its
    id). An edge has ``treaties`` (their number), ``treaty_ids``, and 1 or 0 for each obligation: of all treaties of the
    two states in that year. The graph has the attribute ``year``, and with ``unknown="omit"`` also ``unknown_pairs``.

    Args:
        data: A panel of dyad-years, its frame, or treaties. For treaties, the panel is made with `panel.dyad_years`
            among the states of Correlates of War and ``asymmetric="none"``: an obligation of unknown direction is
            toward all other members of its alliance. For other options, make the panel yourself.
        year: The year, a whole number of Python, numpy or pandas.
        obligation: The obligation that makes a tie, or several of which any makes one. None: any treaty makes a tie.
            This selects the edges; each edge has all treaties and obligations of the two states, not only these.
        directed: Whether an edge goes from a state to the state to which it owes an obligation. This needs a directed
            frame. Otherwise two states have one edge if there is a tie in either direction.
        unknown: The treatment of unknown ties and obligations. With ``refuse``, they are an error. With ``omit``, a
            pair whose tie is unknown has no edge, and ``unknown_pairs`` is the number of these pairs; an edge has None
            for an unknown obligation, and for the number of treaties if it is unknown.

    Raises:
        BeyondCoverage: If the data are treaties, and the list of states does not cover the year.
        UnusableInput: If the frame lacks the year; if a tie or obligation in that year is unknown, or with
            ``unknown="omit"`` if all ties are; if it is not a frame of
            dyad-years; if it is not directed, but `directed` is true; or if the obligation is unknown.
        TypeError: If the year is not a whole number.
    """
    frame = frame_of(data, (year_of(year), year_of(year)), directed=directed)
    return of_frame(frame, year, obligation=obligation, directed=directed, unknown=unknown)


def frame_of(data: DyadYears, years: tuple[int, int] | None = None, *, directed: bool = False) -> pl.DataFrame:
    """Return a frame of dyad-years, that of a panel, or one made from treaties.

    Args:
        data: The frame or panel, which is used as it is, or treaties.
        years: For treaties only: the first and the last year of the panel, in which an obligation of unknown direction
            is toward all other members of its alliance.
        directed: For treaties only: whether the panel is directed.

    Raises:
        BeyondCoverage: If the data are treaties, and the list of states does not cover the years.
        UnusableInput: If it is a frame of another package.
    """
    if isinstance(data, pl.DataFrame) or hasattr(data, "frame") or hasattr(data, "columns"):
        return as_polars(data)
    treaties: object = data  # basedpyright can't narrow the union by exclusion
    try:
        return panel.dyad_years(cast("Treaties", treaties), directed=directed, years=years, asymmetric="none").frame
    except BeyondCoverage as error:
        message = str(error).replace("carry_forward=True", "panel.dyad_years(..., carry_forward=True)")
        raise BeyondCoverage(message) from error


def of_frame(
    frame: pl.DataFrame,
    year: Number,
    *,
    obligation: str | Sequence[str] | None = None,
    directed: bool = False,
    unknown: Unknown = "refuse",
) -> "nx.Graph[str]":
    """Return the network of a year, from a frame of dyad-years; see `of_year`."""
    if unknown not in get_args(Unknown):
        message = f"unknown must be {listed(get_args(Unknown), 'or')}, got {unknown!r}"
        raise UnusableInput(message)
    number = year_of(year)
    kinds, rows = _tie_columns(obligation), _rows_of(frame, number, obligation)
    names = obligations_of(frame)
    tie = _has_tie(kinds, names)
    if unknown == "refuse":
        _require_known(rows, number, dict.fromkeys((*kinds, *names)))
    else:
        _require_any_known(rows, number, tie)
    pairs = set(rows.select("state_a", "state_b").iter_rows())
    if len(pairs) < rows.height:
        message = f"a pair of states has two rows in {number}, expected one (a frame of dyad-years has one per pair)"
        raise UnusableInput(message)
    graph: nx.Graph[str] = nx.DiGraph(year=number) if directed else nx.Graph(year=number)
    for state, code in _states(rows):
        graph.add_node(state, code=code, name=name_of(state, number), abbreviation=abbreviation(state, number))
    for a, b, treaties, *owed in _ties(rows, tie if directed else _in_either_direction(tie), names, list(graph)):
        if directed and (b, a) not in pairs:
            message = (
                f"the frame is not directed: in {number} it has a row for {a} to {b}, but none for {b} to {a} "
                "(make it with panel.dyad_years(..., directed=True))"
            )
            raise UnusableInput(message)
        _add_tie(graph, a, b, dict(zip(names, owed, strict=True)), treaties)
    if unknown == "omit":
        graph.graph["unknown_pairs"] = len(_unknown_pairs(rows, tie, directed=directed))
    return graph


def _rows_of(frame: pl.DataFrame, year: int, obligation: str | Sequence[str] | None) -> pl.DataFrame:
    """Return the rows of a year, with the columns that a network needs; raise `UnusableInput` if there are none."""
    _require_columns(frame, _tie_columns(obligation))
    rows = frame.filter(pl.col("year") == year)
    _require_rows(frame, rows, year)
    return rows


def unknown_pairs(
    data: DyadYears, year: Number, *, obligation: str | Sequence[str] | None = None, directed: bool = False
) -> list[tuple[str, str]]:
    """Return the pairs of states whose tie in a year is unknown, in the order of their ids.

    Args:
        data: A panel of dyad-years, its frame, or treaties, as for `of_year`.
        year: The year, a whole number of Python, numpy or pandas.
        obligation: The obligation that makes a tie, as for `of_year`.
        directed: Whether a pair is a state and the state to which it may owe an obligation. Otherwise each pair is
            there once, and it has no known tie in either direction.

    Raises:
        BeyondCoverage: As for `of_year`.
        UnusableInput: If the frame lacks the year, if it is not a frame of dyad-years, or if the obligation is unknown.
        TypeError: If the year is not a whole number.
    """
    number = year_of(year)
    frame = frame_of(data, (number, number), directed=directed)
    tie = _has_tie(_tie_columns(obligation), obligations_of(frame))
    return _unknown_pairs(_rows_of(frame, number, obligation), tie, directed=directed)


def _unknown_pairs(rows: pl.DataFrame, tie: pl.Expr, *, directed: bool) -> list[tuple[str, str]]:
    """Return the pairs whose tie is unknown, from the rows of a year."""
    ends = pl.col("state_a"), pl.col("state_b")
    if not directed:
        ends = pl.min_horizontal("state_a", "state_b"), pl.max_horizontal("state_a", "state_b")
    # A tie in one direction is a tie, so the other direction does not matter.
    pairs = rows.group_by(ends[0].alias("a"), ends[1].alias("b")).agg(known=tie.any(), unknown=tie.is_null().any())
    return pairs.filter(pl.col("unknown") & ~pl.col("known")).select("a", "b").sort("a", "b").rows()


def _has_tie(kinds: list[str], names: Sequence[Obligation]) -> pl.Expr:
    """Return an expression: whether two states have a tie; null if it is unknown.

    If any treaty makes a tie, but the number of treaties is unknown, an obligation shows that there is a tie.
    """
    tie = pl.any_horizontal(pl.col(kinds) > 0)
    if kinds != [_TIE]:
        return tie
    owed = pl.any_horizontal(pl.col(name) == 1 for name in names) if names else pl.lit(value=False)
    return pl.when(tie.is_null() & owed).then(statement=True).otherwise(tie)


def _ties(
    rows: pl.DataFrame, tie: pl.Expr, names: Sequence[str], states: list[str]
) -> Iterator[tuple[str, str, list[str] | None, *tuple[int | None, ...]]]:
    """Yield the ties of a year, in the order of the states: two states, their treaties and their obligations."""
    index = {state: number for number, state in enumerate(states)}
    order = (pl.col(end).replace_strict(index, return_dtype=pl.UInt32) for end in ("state_a", "state_b"))
    ties = rows.filter(tie).sort(*order)
    yield from ties.select("state_a", "state_b", "treaty_ids", *names).iter_rows()


def _in_either_direction(tie: pl.Expr) -> pl.Expr:
    """Return an expression: whether two states have a tie in either direction, in the rows of both."""
    return tie.any().over(pl.min_horizontal("state_a", "state_b"), pl.max_horizontal("state_a", "state_b"))


def _add_tie(graph: "nx.Graph[str]", a: str, b: str, owed: dict[str, int | None], treaties: list[str] | None) -> None:
    """Add an edge, or add the treaties and obligations of the other direction to an existing edge."""
    known = treaties is not None
    if graph.has_edge(a, b):
        before = graph.edges[a, b]
        owed = {name: _either(before[name], value) for name, value in owed.items()}
        known = known and before["treaties"] is not None
        treaties = [*before["treaty_ids"], *(treaties or ())]
    ids = tuple(sorted(set(treaties or ())))
    graph.add_edge(a, b, treaties=len(ids) if known else None, treaty_ids=ids, **owed)


def _either(one: int | None, other: int | None) -> int | None:
    """Return 1 if one of two values is 1, otherwise None if one of them is unknown, otherwise 0."""
    if 1 in {one, other}:
        return 1
    return None if None in {one, other} else 0


def _tie_columns(obligation: str | Sequence[str] | None) -> list[str]:
    """Return the columns of which at least one is above 0 where there is a tie."""
    if obligation is None:
        return [_TIE]
    kinds = [obligation] if isinstance(obligation, str) else list(obligation)
    if not kinds:
        message = "obligation must not be empty (leave it out for any treaty)"
        raise UnusableInput(message)
    for kind in kinds:
        if kind not in OBLIGATIONS:
            suggestions = near(kind, OBLIGATIONS, 1)
            hint = f"did you mean {suggestions[0]!r}?" if suggestions else f"expected {listed(OBLIGATIONS)}"
            message = f"unknown obligation {quote(kind)} ({hint})"
            raise UnusableInput(message)
    return kinds


def _require_columns(frame: pl.DataFrame, kinds: list[str]) -> None:
    """Raise `UnusableInput` if a frame lacks a column of dyad-years."""
    for name in ("year", "state_a", "code_a", "state_b", "code_b", "treaties", "treaty_ids", *kinds):
        if name not in frame.columns:
            message = f"the frame must have the column {name!r} (make it with panel.dyad_years)"
            raise UnusableInput(message)


def _require_rows(frame: pl.DataFrame, rows: pl.DataFrame, year: int) -> None:
    """Raise `UnusableInput` if the frame lacks the year."""
    if rows.is_empty():
        years: list[int] = frame["year"].to_list()
        extent = f"its years are {min(years)} to {max(years)}" if years else "it is empty"
        message = f"the frame has no rows for {year}: {extent}"
        raise UnusableInput(message)


def _require_known(rows: pl.DataFrame, year: int, columns: Iterable[str]) -> None:
    """Raise `UnusableInput` if ties or obligations of a year are unknown."""
    for name in columns:
        unknown = rows[name].null_count()
        if unknown:
            message = (
                f"the ties of {year} are unknown: {name!r} is null for {unknown} of {counted(rows.height, 'pair')} of "
                "states; the treaties do not cover the year, a party of a treaty has no state, or a direction is "
                "unknown (print panel.dyad_years(...).account for the reason; unknown='omit' leaves such ties out, "
                "asymmetric='none' assumes all directions)"
            )
            raise UnusableInput(message)


def _require_any_known(rows: pl.DataFrame, year: int, tie: pl.Expr) -> None:
    """Raise `UnusableInput` if all ties of a year are unknown."""
    if rows.select(tie.is_null().all()).item():
        message = (
            f"all ties of {year} are unknown; the treaties do not cover the year "
            "(print panel.dyad_years(...).account for the reason)"
        )
        raise UnusableInput(message)


def _states(rows: pl.DataFrame) -> Iterator[tuple[str, str | None]]:
    """Yield the states of a year with their codes, in the order of the codes."""
    ends = [
        rows.select(pl.col(f"state_{end}").alias("state"), pl.col(f"code_{end}").cast(pl.String).alias("code"))
        for end in "ab"
    ]
    code = pl.col("code")
    yield from pl.concat(ends).unique().sort(code.cast(pl.Int32, strict=False), code, "state").iter_rows()
