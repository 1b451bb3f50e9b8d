"""Strategies for the records of each type of a corpus."""

from hypothesis import strategies as st

from alliancekit.models import Actor, Candidate, Proposal, Source, State, Statement, Treaty
from alliancekit.strategies._records import records

# begin derived strategies


def actors(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Actor]:
    """Return a strategy for actors; see `records` for sizes and `fields`."""
    return records(Actor, **fields)


def states(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[State]:
    """Return a strategy for states; see `records` for sizes and `fields`."""
    return records(State, **fields)


def sources(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Source]:
    """Return a strategy for sources; see `records` for sizes and `fields`."""
    return records(Source, **fields)


def statements(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Statement]:
    """Return a strategy for statements; see `records` for sizes and `fields`."""
    return records(Statement, **fields)


def proposals(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Proposal]:
    """Return a strategy for proposals; see `records` for sizes and `fields`."""
    return records(Proposal, **fields)


def treaties(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Treaty]:
    """Return a strategy for treaties; see `records` for sizes and `fields`."""
    return records(Treaty, **fields)


def candidates(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Candidate]:
    """Return a strategy for candidates; see `records` for sizes and `fields`."""
    return records(Candidate, **fields)


# end derived strategies
