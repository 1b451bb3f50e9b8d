"""From dyad-years to the network of a year."""

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
"""A row a year and pair of states: a panel of `panel.dyad_years`, or its frame; or treaties, of which it is made."""

_TIE: Final = "treaties"
"""The column that says whether there is a tie, whatever is owed."""


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

    Its nodes are the ids of all states of the system in that year, those without a tie too, in the order of their
    codes. A node has a ``code`` (that of the frame; None where it has none), a ``name`` (the one in use in that year)
    and an ``abbreviation`` (of Correlates of War; else of Gleditsch and Ward, or ISO 3166-1; else the last part of its
    id). An edge has ``treaties``, how many there are, ``treaty_ids``, and for each obligation 1 or 0. The graph knows
    its ``year``.

    Args:
        given: A panel of dyad-years, its frame, or treaties. Of treaties the ties are those of `panel.dyad_years` among
            the states of Correlates of War; where that shall be otherwise, make the panel.
        year: The year, a whole number of Python, numpy or pandas.
        obligation: What makes a tie: this obligation, or any of several. None: a treaty, whatever is owed under it.
        directed: Whether an edge goes from a state to the one to which it owes something. The frame must be directed
            then. Not directed, there is one edge if there is one in either direction.

    Raises:
        BeyondCoverage: If treaties are given, and the list of states doesn't cover the year.
        UnusableInput: If the frame has no such year, or does not know the ties of it; if it is no frame of dyad-years;
            if it is not directed, but shall be; or if there is no such obligation.
        TypeError: If the year is no whole number.
    """
    frame = frame_of(given, (year_of(year), year_of(year)), directed=directed)
    return of_frame(frame, year, obligation=obligation, directed=directed)


def frame_of(given: DyadYears, years: tuple[int, int] | None = None, *, directed: bool = False) -> pl.DataFrame:
    """Return the frame of dyad-years: the one given, or that of the panel or treaties given.

    Raises:
        UnusableInput: If a frame of another package is given.
    """
    if isinstance(given, pl.DataFrame) or hasattr(given, "frame") or hasattr(given, "columns"):
        return as_polars(given)
    treaties: object = given  # which basedpyright does not see by what it is not
    return panel.dyad_years(cast("Treaties", treaties), directed=directed, years=years).frame


def of_frame(
    frame: pl.DataFrame, year: Number, *, obligation: str | Sequence[str] | None = None, directed: bool = False
) -> "nx.Graph[str]":
    """Return the network of a year of a frame; see `of_year`."""
    kinds = _kinds(obligation)
    _demand_columns(frame, kinds)
    number = year_of(year)
    rows = frame.filter(pl.col("year") == number)
    _demand_known(frame, rows, number, kinds)
    pairs = set(rows.select("state_a", "state_b").iter_rows())
    if len(pairs) < rows.height:
        message = f"a pair of states stands twice in {number}; a frame of dyad-years has one row for each"
        raise UnusableInput(message)
    graph: nx.Graph[str] = nx.DiGraph(year=number) if directed else nx.Graph(year=number)
    for state, code in _states(rows):
        graph.add_node(state, code=code, name=name_of(state, number), abbreviation=abbreviation(state, number))
    names = obligations_of(frame)
    for a, b, treaties, *owed in _ties(rows, kinds, names, list(graph)):
        if directed and (b, a) not in pairs:
            message = (
                f"the frame is not directed: in {number} it has {a} toward {b}, but no row the other way round; "
                "make it with panel.dyad_years(..., directed=True)"
            )
            raise UnusableInput(message)
        _add_tie(graph, a, b, dict(zip(names, owed, strict=True)), treaties)
    return graph


def _ties(
    rows: pl.DataFrame, kinds: list[str], names: Sequence[str], states: list[str]
) -> Iterator[tuple[str, str, list[str], *tuple[int, ...]]]:
    """Yield the ties of a year: two states, their treaties and what is owed, in the order of the states."""
    place = {state: number for number, state in enumerate(states)}
    order = (pl.col(end).replace_strict(place, return_dtype=pl.UInt32) for end in ("state_a", "state_b"))
    ties = rows.filter(pl.any_horizontal(pl.col(kinds) > 0)).sort(*order)
    yield from ties.select("state_a", "state_b", "treaty_ids", *names).iter_rows()


def _add_tie(graph: "nx.Graph[str]", a: str, b: str, owed: dict[str, int], treaties: list[str]) -> None:
    """Add an edge, or what is owed in the other direction to the one that there is."""
    if graph.has_edge(a, b):
        before = graph.edges[a, b]
        owed = {name: max(before[name], value) for name, value in owed.items()}
        treaties = [*before["treaty_ids"], *treaties]
    ids = tuple(sorted(set(treaties)))
    graph.add_edge(a, b, treaties=len(ids), treaty_ids=ids, **owed)


def _kinds(obligation: str | Sequence[str] | None) -> list[str]:
    """Return the columns of which one must not be 0 for a tie."""
    if obligation is None:
        return [_TIE]
    kinds = [obligation] if isinstance(obligation, str) else list(obligation)
    if not kinds:
        message = "obligation must name one obligation or more, names none (leave it out for any treaty)"
        raise UnusableInput(message)
    for kind in kinds:
        if kind not in OBLIGATIONS:
            meant = near(kind, OBLIGATIONS, 1)
            hint = f"did you mean {meant[0]!r}?" if meant else f"there are {listed(OBLIGATIONS, 'and')}"
            message = f"there is no obligation {quote(kind)}; {hint}"
            raise UnusableInput(message)
    return kinds


def _demand_columns(frame: pl.DataFrame, kinds: list[str]) -> None:
    """Refuse a frame that is not one of dyad-years."""
    for name in ("year", "state_a", "code_a", "state_b", "code_b", "treaties", "treaty_ids", *kinds):
        if name not in frame.columns:
            message = f"the frame must have the column {name!r}; panel.dyad_years makes such frames"
            raise UnusableInput(message)


def _demand_known(frame: pl.DataFrame, rows: pl.DataFrame, year: int, kinds: list[str]) -> None:
    """Refuse a year that the frame does not have, or of which it does not know the ties."""
    if rows.is_empty():
        years: list[int] = frame["year"].to_list()
        there = f"its years are {min(years)} to {max(years)}" if years else "it has no rows"
        message = f"the frame says nothing of {year}: {there}"
        raise UnusableInput(message)
    for name in dict.fromkeys((*kinds, *obligations_of(frame))):
        unknown = rows[name].null_count()
        if unknown:
            message = (
                f"the ties of {year} are not known: {name!r} is null for {counted(unknown, 'pair')} of states "
                f"of {rows.height}; either the treaties do not cover the year, or a party of a treaty is not placed: "
                "str(panel.dyad_years(...).account) says which"
            )
            raise UnusableInput(message)


def _states(rows: pl.DataFrame) -> Iterator[tuple[str, str | None]]:
    """Yield the states of a year with their codes, in the order of these."""
    ends = [rows.select(pl.col(f"state_{end}").alias("state"), pl.col(f"code_{end}").alias("code")) for end in "ab"]
    code = pl.col("code")
    yield from pl.concat(ends).unique().sort(code.cast(pl.Int32, strict=False), code, "state").iter_rows()
