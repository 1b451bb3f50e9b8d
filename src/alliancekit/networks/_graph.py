"""Make the network of a year from dyad-years."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias, cast, overload

import networkx as nx
import polars as pl

from alliancekit import panel
from alliancekit._arguments import Number, year_of
from alliancekit.corpus.frames import as_polars
from alliancekit.errors import UnusableInput
from alliancekit.messages import counted, listed, near
from alliancekit.networks.labels import abbreviation, name_of
from alliancekit.panel import OBLIGATIONS, Panel, Treaties, obligations_of
from alliancekit.text import quote

DyadYears: TypeAlias = pl.DataFrame | Panel | Treaties
"""A panel of `panel.dyad_years`, with one row per year and pair of states; its frame; or treaties to make it from."""

_TIE: Final = "treaties"
"""The column that is above 0 if two states have a tie with any obligation or none."""


@overload
def of_year(
    given: DyadYears, year: Number, *, obligation: str | Sequence[str] | None = None, directed: Literal[False] = False
) -> "nx.Graph[str]": ...
@overload
def of_year(
    given: DyadYears, year: Number, *, obligation: str | Sequence[str] | None = None, directed: Literal[True]
) -> "nx.DiGraph[str]": ...
@overload
def of_year(
    given: DyadYears, year: Number, *, obligation: str | Sequence[str] | None = None, directed: bool
) -> "nx.Graph[str]": ...
def of_year(
    given: DyadYears, year: Number, *, obligation: str | Sequence[str] | None = None, directed: bool = False
) -> "nx.Graph[str]":
    """Return the network of a year.

    Its nodes are the ids of all states of the system in that year, with or without ties, in the order of their codes. A
    node has a ``code`` (from the frame; None if it has none), a ``name`` (the one in use in that year) and an
    ``abbreviation`` (of Correlates of War, Gleditsch and Ward or ISO 3166-1, in this order; else the last part of its
    id). An edge has ``treaties`` (their number), ``treaty_ids``, and 1 or 0 for each obligation: of all treaties of the
    two states in that year. The graph has the attribute ``year``.

    Args:
        given: A panel of dyad-years, its frame, or treaties. For treaties, the panel is made with `panel.dyad_years`
            among the states of Correlates of War; for other options, make the panel yourself.
        year: The year, a whole number of Python, numpy or pandas.
        obligation: The obligation that makes a tie, or several of which any makes one. None: any treaty makes a tie.
            This selects the edges; each edge has all treaties and obligations of the two states, not only these.
        directed: Whether an edge goes from a state to the state to which it owes an obligation. This needs a directed
            frame. Otherwise two states have one edge if there is a tie in either direction.

    Raises:
        BeyondCoverage: If treaties are given, and the list of states does not cover the year.
        UnusableInput: If the frame lacks the year, or its ties in that year are unknown; if it is not a frame of
            dyad-years; if it is not directed, but `directed` is true; or if the obligation is unknown.
        TypeError: If the year is not a whole number.
    """
    frame = frame_of(given, (year_of(year), year_of(year)), directed=directed)
    return of_frame(frame, year, obligation=obligation, directed=directed)


def frame_of(given: DyadYears, years: tuple[int, int] | None = None, *, directed: bool = False) -> pl.DataFrame:
    """Return a frame of dyad-years, that of a panel, or one made from treaties.

    Args:
        given: The frame or panel, which is used as it is, or treaties.
        years: For treaties only: the first and the last year of the panel.
        directed: For treaties only: whether the panel is directed.

    Raises:
        UnusableInput: If it is a frame of another package.
    """
    if isinstance(given, pl.DataFrame) or hasattr(given, "frame") or hasattr(given, "columns"):
        return as_polars(given)
    treaties: object = given  # basedpyright can't narrow the union by exclusion
    return panel.dyad_years(cast("Treaties", treaties), directed=directed, years=years).frame


def of_frame(
    frame: pl.DataFrame, year: Number, *, obligation: str | Sequence[str] | None = None, directed: bool = False
) -> "nx.Graph[str]":
    """Return the network of a year, from a frame of dyad-years; see `of_year`."""
    kinds = _tie_columns(obligation)
    _require_columns(frame, kinds)
    number = year_of(year)
    rows = frame.filter(pl.col("year") == number)
    _require_known(frame, rows, number, kinds)
    pairs = set(rows.select("state_a", "state_b").iter_rows())
    if len(pairs) < rows.height:
        message = f"a pair of states has two rows in {number}, expected one (a frame of dyad-years has one per pair)"
        raise UnusableInput(message)
    graph: nx.Graph[str] = nx.DiGraph(year=number) if directed else nx.Graph(year=number)
    for state, code in _states(rows):
        graph.add_node(state, code=code, name=name_of(state, number), abbreviation=abbreviation(state, number))
    names = obligations_of(frame)
    for a, b, treaties, *owed in _ties(rows, kinds, names, list(graph)):
        if directed and (b, a) not in pairs:
            message = (
                f"the frame is not directed: in {number} it has a row for {a} to {b}, but none for {b} to {a} "
                "(make it with panel.dyad_years(..., directed=True))"
            )
            raise UnusableInput(message)
        _add_tie(graph, a, b, dict(zip(names, owed, strict=True)), treaties)
    return graph


def _ties(
    rows: pl.DataFrame, kinds: list[str], names: Sequence[str], states: list[str]
) -> Iterator[tuple[str, str, list[str], *tuple[int, ...]]]:
    """Yield the ties of a year, in the order of the states: two states, their treaties and their obligations."""
    index = {state: number for number, state in enumerate(states)}
    order = (pl.col(end).replace_strict(index, return_dtype=pl.UInt32) for end in ("state_a", "state_b"))
    ties = rows.filter(pl.any_horizontal(pl.col(kinds) > 0)).sort(*order)
    yield from ties.select("state_a", "state_b", "treaty_ids", *names).iter_rows()


def _add_tie(graph: "nx.Graph[str]", a: str, b: str, owed: dict[str, int], treaties: list[str]) -> None:
    """Add an edge, or add the obligations of the other direction to an existing edge."""
    if graph.has_edge(a, b):
        before = graph.edges[a, b]
        owed = {name: max(before[name], value) for name, value in owed.items()}
        treaties = [*before["treaty_ids"], *treaties]
    ids = tuple(sorted(set(treaties)))
    graph.add_edge(a, b, treaties=len(ids), treaty_ids=ids, **owed)


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


def _require_known(frame: pl.DataFrame, rows: pl.DataFrame, year: int, kinds: list[str]) -> None:
    """Raise `UnusableInput` if the frame lacks the year, or its ties in that year are unknown."""
    if rows.is_empty():
        years: list[int] = frame["year"].to_list()
        extent = f"its years are {min(years)} to {max(years)}" if years else "it is empty"
        message = f"the frame has no rows for {year}: {extent}"
        raise UnusableInput(message)
    for name in dict.fromkeys((*kinds, *obligations_of(frame))):
        unknown = rows[name].null_count()
        if unknown:
            message = (
                f"the ties of {year} are unknown: {name!r} is null for {unknown} of {counted(rows.height, 'pair')} of "
                "states; the treaties do not cover the year, or a party of a treaty has no state "
                "(print panel.dyad_years(...).account for the reason)"
            )
            raise UnusableInput(message)


def _states(rows: pl.DataFrame) -> Iterator[tuple[str, str | None]]:
    """Yield the states of a year with their codes, in the order of the codes."""
    ends = [rows.select(pl.col(f"state_{end}").alias("state"), pl.col(f"code_{end}").alias("code")) for end in "ab"]
    code = pl.col("code")
    yield from pl.concat(ends).unique().sort(code.cast(pl.Int32, strict=False), code, "state").iter_rows()
