"""Strategies for the records of each type of a corpus."""

from collections.abc import Iterable

from hypothesis import strategies as st

from alliancekit.models import Actor, Candidate, Proposal, Source, State, Statement, Treaty
from alliancekit.projects import Project
from alliancekit.strategies._records import records

# begin derived strategies


def actors(
    *,
    projects: Iterable[Project] = (),
    **fields: st.SearchStrategy[object],
) -> st.SearchStrategy[Actor]:
    """Return a strategy for actors; see `records` for sizes, `projects` and `fields`."""
    return records(Actor, projects=projects, **fields)


def states(
    *,
    projects: Iterable[Project] = (),
    **fields: st.SearchStrategy[object],
) -> st.SearchStrategy[State]:
    """Return a strategy for states; see `records` for sizes, `projects` and `fields`."""
    return records(State, projects=projects, **fields)


def sources(
    *,
    projects: Iterable[Project] = (),
    **fields: st.SearchStrategy[object],
) -> st.SearchStrategy[Source]:
    """Return a strategy for sources; see `records` for sizes, `projects` and `fields`."""
    return records(Source, projects=projects, **fields)


def statements(
    *,
    projects: Iterable[Project] = (),
    **fields: st.SearchStrategy[object],
) -> st.SearchStrategy[Statement]:
    """Return a strategy for statements; see `records` for sizes, `projects` and `fields`."""
    return records(Statement, projects=projects, **fields)


def proposals(
    *,
    projects: Iterable[Project] = (),
    **fields: st.SearchStrategy[object],
) -> st.SearchStrategy[Proposal]:
    """Return a strategy for proposals; see `records` for sizes, `projects` and `fields`."""
    return records(Proposal, projects=projects, **fields)


def treaties(
    *,
    projects: Iterable[Project] = (),
    **fields: st.SearchStrategy[object],
) -> st.SearchStrategy[Treaty]:
    """Return a strategy for treaties; see `records` for sizes, `projects` and `fields`."""
    return records(Treaty, projects=projects, **fields)


def candidates(
    *,
    projects: Iterable[Project] = (),
    **fields: st.SearchStrategy[object],
) -> st.SearchStrategy[Candidate]:
    """Return a strategy for candidates; see `records` for sizes, `projects` and `fields`."""
    return records(Candidate, projects=projects, **fields)


# end derived strategies
