"""Pairs with the greatest total weight."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from alliancekit.reliability.assignment import assign

Weights = dict[tuple[int, int], int]
WEIGHTS = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 9), max_size=14)


def totals(weights: Weights, rows: list[int], used: frozenset[int] = frozenset()) -> Iterator[int]:
    """Yield the total weight of every choice of pairs."""
    if not rows:
        yield 0
        return
    row, *others = rows
    yield from totals(weights, others, used)
    for (own, column), weight in weights.items():
        if own == row and column not in used:
            yield from (weight + rest for rest in totals(weights, others, used | {column}))


@given(weights=WEIGHTS)
def test_no_other_choice_has_a_greater_total(weights: Weights) -> None:
    pairs = assign(weights)
    rows = sorted({row for row, _ in weights})
    assert sum(weights[pair] for pair in pairs) == max(totals(weights, rows))


@given(weights=WEIGHTS)
def test_nothing_is_in_two_pairs(weights: Weights) -> None:
    pairs = assign(weights)
    for side in zip(*pairs, strict=True):
        assert len({*side}) == len(side)
    assert list(pairs) == sorted(pairs)


def test_a_pair_is_given_up_for_a_greater_total() -> None:
    assert assign({(0, 0): 5, (0, 1): 4, (1, 0): 4}) == ((0, 1), (1, 0))
    assert assign({(0, 0): 9, (0, 1): 4, (1, 0): 4}) == ((0, 0),)
    assert assign({}) == ()
