"""Tests of the measures of two portfolios, compared with the papers, the definitions, and scipy."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations
from typing import Literal, cast

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alliancekit.errors import UnusableInput
from alliancekit.measures import kappa, pi, s, tau_b

Distance = Literal["nominal", "absolute", "squared"]
Portfolio = Sequence[float]
Compare = Callable[[Portfolio, Portfolio], float]

# Signorino and Ritter (1999), table 6: Germany, Russia and the shares of capabilities in Europe, 1914.
GERMANY = [3, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0]
RUSSIA = [0, 3, 1, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
SHARES = [0.25, 0.21, 0.2, 0.08, 0.08, 0.05, 0.03, 0.03, 0.02, *[0.01] * 5, *[0.0] * 6]

DISTANCES: tuple[Distance, ...] = ("nominal", "absolute", "squared")
EVERY: dict[str, Compare] = {
    "s": s,
    "s squared": partial(s, distance="squared"),
    "tau_b": tau_b,
    **{f"kappa {distance}": partial(kappa, distance=distance) for distance in DISTANCES},
    **{f"pi {distance}": partial(pi, distance=distance) for distance in DISTANCES},
}

grades = st.integers(0, 3).map(float)
pairs = st.integers(1, 12).flatmap(lambda size: st.tuples(*[st.lists(grades, min_size=size, max_size=size)] * 2))


def apart(a: float, b: float, distance: Distance) -> float:
    return float(a != b) if distance == "nominal" else abs(a - b) ** (2 if distance == "squared" else 1)


def same(result: float, expected: float) -> bool:
    return result == pytest.approx(expected, abs=1e-12, nan_ok=True)


# --- The papers -----------------------------------------------------------------------------------------------------


def test_germany_and_russia_in_1914_equal_signorino_and_ritter() -> None:
    assert round(tau_b(GERMANY, RUSSIA), 2) == 0.03
    assert round(s(GERMANY, RUSSIA), 2) == 0.40
    assert round(s(GERMANY, RUSSIA, weights=SHARES), 2) == -0.46


def test_germany_and_russia_in_1914_agree_less_than_by_chance() -> None:
    # By hand: of 20 grades 13 agree; 0, 1 and 3 are 16, 0 and 4 of Germany's and 16, 2 and 2 of Russia's.
    assert same(kappa(GERMANY, RUSSIA), (0.65 - 0.66) / 0.34)
    assert same(pi(GERMANY, RUSSIA), (0.65 - 0.665) / 0.335)
    # Squared, 50 / 20 apart; variances 1.44 and 0.84, means 0.6 and 0.4.
    assert same(kappa(GERMANY, RUSSIA, distance="squared"), 1 - 2.5 / (1.44 + 0.84 + 0.04))


def test_the_example_of_cohen_gives_his_kappa() -> None:
    # Cohen (1960), table 1: the diagnoses of 200 patients by two judges.
    table = {(0, 0): 88, (0, 1): 14, (0, 2): 18, (1, 0): 10, (1, 1): 40, (1, 2): 10, (2, 0): 2, (2, 1): 6, (2, 2): 12}
    cells = [cell for cell, number in table.items() for _ in range(number)]
    assert round(kappa([x for x, _ in cells], [y for _, y in cells]), 3) == 0.492


def test_the_example_of_the_program_of_signorino() -> None:
    # Each tie is 1 of 3 apart, so S = 1 - 2 / 3 whatever the weights.
    assert same(s([3, 3, 2, 2], [2, 2, 3, 3], weights=[0.5, 0.3, 0.1, 0.1]), 1 / 3)


# --- The definitions -------------------------------------------------------------------------------------------------


@given(pairs, st.sampled_from(["absolute", "squared"]), st.data())
def test_s_equals_its_definition(
    xy: tuple[list[float], list[float]], distance: Literal["absolute", "squared"], data: st.DataObject
) -> None:
    x, y = xy
    weights = data.draw(st.lists(st.floats(0, 1), min_size=len(x), max_size=len(x)))
    assume(sum(weights) > 1e-3)
    farthest = apart(0, 3, distance)
    near = sum(w * apart(a, b, distance) / farthest for a, b, w in zip(x, y, weights, strict=True))
    assert same(s(x, y, weights=weights, distance=distance), 1 - 2 * near / sum(weights))
    plain = sum(apart(a, b, distance) / farthest for a, b in zip(x, y, strict=True))
    assert same(s(x, y, distance=distance), 1 - 2 * plain / len(x))


@given(pairs)
def test_tau_b_equals_its_definition(xy: tuple[list[float], list[float]]) -> None:
    states = list(zip(*xy, strict=True))
    signs = [(np.sign(a - c), np.sign(b - d)) for (a, b), (c, d) in combinations(states, 2)]
    net = sum(float(first * second) for first, second in signs)
    untied = [sum(bool(sign[side]) for sign in signs) for side in (0, 1)]
    expected = net / math.sqrt(untied[0] * untied[1]) if all(untied) else math.nan
    assert same(tau_b(*xy), expected)


@given(pairs)
def test_tau_b_equals_scipy(xy: tuple[list[float], list[float]]) -> None:
    stats = pytest.importorskip("scipy.stats", reason="the extra analysis is not installed")
    assume(len(xy[0]) > 1)  # of one state it warns
    kendall = cast("Callable[[Portfolio, Portfolio], tuple[float, float]]", stats.kendalltau)
    assert same(tau_b(*xy), kendall(*xy)[0])


@given(pairs, st.sampled_from(DISTANCES))
def test_kappa_and_pi_equal_their_definitions(xy: tuple[list[float], list[float]], distance: Distance) -> None:
    x, y = xy
    observed = sum(apart(a, b, distance) for a, b in zip(x, y, strict=True)) / len(x)
    for compare, first, second in ((kappa, x, y), (pi, x + y, x + y)):
        dealt, to = Counter(first), Counter(second)
        chance = sum(apart(a, b, distance) * dealt[a] * to[b] for a in dealt for b in to) / len(first) / len(second)
        assert same(compare(x, y, distance=distance), 1 - observed / chance if chance else math.nan)


@given(pairs)
def test_unweighted_kappa_equals_cohens_formula_of_agreement(xy: tuple[list[float], list[float]]) -> None:
    x, y = xy
    agree = sum(a == b for a, b in zip(x, y, strict=True)) / len(x)
    chance = sum(x.count(grade) * y.count(grade) for grade in (0, 1, 2, 3)) / len(x) ** 2
    assert same(kappa(x, y), (agree - chance) / (1 - chance) if chance != 1 else math.nan)


# --- Properties of all ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("compare", EVERY.values(), ids=list(EVERY))
@given(xy=pairs, data=st.data())
def test_a_measure_is_symmetric_in_range_and_independent_of_the_order_of_states(
    compare: Compare, xy: tuple[list[float], list[float]], data: st.DataObject
) -> None:
    x, y = xy
    result = compare(x, y)
    assert same(compare(y, x), result)
    assert math.isnan(result) or -1 - 1e-12 <= result <= 1 + 1e-12
    order = data.draw(st.permutations(range(len(x))))
    assert same(compare([x[place] for place in order], [y[place] for place in order]), result)


@pytest.mark.parametrize("compare", EVERY.values(), ids=list(EVERY))
@given(x=st.lists(grades, min_size=1, max_size=12))
def test_equal_portfolios_give_1_or_nan(compare: Compare, x: list[float]) -> None:
    result = compare(x, x)
    assert result == 1 or (math.isnan(result) and len(set(x)) == 1)


@given(pairs, st.floats(0.01, 100))
def test_s_is_independent_of_the_units_of_weights_and_grades(xy: tuple[list[float], list[float]], unit: float) -> None:
    x, y = xy
    assert same(s(x, y, weights=[unit] * len(x)), s(x, y))
    assert same(s([a * 2 - 1 for a in x], [b * 2 - 1 for b in y], span=(-1, 5)), s(x, y))


@given(pairs)
def test_tau_b_depends_only_on_the_order_of_grades(xy: tuple[list[float], list[float]]) -> None:
    x, y = xy
    assert same(tau_b([a**3 - 7 for a in x], y), tau_b(x, y))


@given(pairs)
def test_nominal_measures_are_independent_of_the_order_of_grades(xy: tuple[list[float], list[float]]) -> None:
    x, y = ([{0.0: 2.0, 1.0: 0.0, 2.0: 3.0, 3.0: 1.0}[grade] for grade in grades] for grades in xy)
    assert same(kappa(x, y), kappa(*xy))
    assert same(pi(x, y), pi(*xy))


@given(pairs)
def test_states_without_ties_raise_s_unless_their_weight_is_0(
    xy: tuple[list[float], list[float]],
) -> None:
    x, y = xy
    assert s([*x, 0], [*y, 0]) >= s(x, y) - 1e-12
    assert same(s([*x, 0], [*y, 0], weights=[*[1] * len(x), 0]), s(x, y))


# --- Gaps and undefined values --------------------------------------------------------------------------------------


@pytest.mark.parametrize("compare", [s, tau_b, kappa, pi])
def test_a_gap_makes_a_measure_unknown_unless_it_is_omitted(compare: Callable[..., float]) -> None:
    x, y = [3, 0, None, 1, 0], [0, 3, 2, math.nan, 1]
    assert math.isnan(compare(x, y))
    assert compare(x, y, missing="omit") == compare([3, 0, 0], [0, 3, 1])


def test_a_gap_in_the_weights_makes_s_unknown() -> None:
    x, y = [3, 0, 2], [0, 3, 2]
    assert math.isnan(s(x, y, weights=[1, None, 2]))
    assert s(x, y, weights=[1, None, 2], missing="omit") == s([3, 2], [0, 2], weights=[1, 2])


@pytest.mark.parametrize("compare", EVERY.values(), ids=list(EVERY))
def test_without_states_the_measure_is_nan(compare: Compare) -> None:
    assert math.isnan(compare([], []))


def test_undefined_values_are_nan() -> None:
    assert math.isnan(s([3, 0], [0, 3], weights=[0, 0]))
    assert math.isnan(tau_b([0, 0, 0], [0, 1, 2]))
    assert math.isnan(kappa([3, 3], [3, 3]))
    assert math.isnan(pi([3, 3], [3, 3], distance="squared"))
    assert kappa([3, 3], [0, 0]) == 0
    assert pi([3, 3], [0, 0]) == -1


def test_portfolios_may_be_arrays_series_and_sequences() -> None:
    x, y = [3, 0, 1], [3, 1, 0]
    assert s(tuple(x), tuple(y)) == s(np.array(x), np.array(y, dtype=np.uint8)) == s(pl.Series(x), y) == s(x, y)
    assert s(pl.Series([3, None, 1]), y, missing="omit") == s([3, 1], [3, 0])


# --- Mistakes -------------------------------------------------------------------------------------------------------


ADVICE = "(set span to the lowest and highest possible grade)"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: s([3, 0], [3]), "y must have a number for each of the 2 states of x, has 1"),
        (lambda: s([3, 0], [3, 0], weights=[1]), "weights must have a number for each of the 2 states of x, has 1"),
        (lambda: s([3, 0], [3, 0], weights=[1, -0.5]), "weights[1] must be 0 or more, got -0.5"),
        (lambda: s([3, 0], [3, 4]), f"y[1] must be in the span from 0 to 3, got 4 {ADVICE}"),
        (lambda: s([-1, 0], [3, 3]), f"x[0] must be in the span from 0 to 3, got -1 {ADVICE}"),
        (lambda: s([3], [3], span=(3, 3)), "span must go from a lower to a higher number, got 3 to 3"),
        (lambda: s([3], [3], span=(0, math.inf)), "span must go from a lower to a higher number, got 0 to inf"),
        (
            lambda: tau_b([3, -math.inf], [3, 0]),
            "x[1] must be a finite number, got -inf (write NaN where it is unknown)",
        ),
        (
            lambda: pi(range(101), range(101)),
            "portfolios may have 100 different grades at most, have 101 (round them first)",
        ),
        (
            lambda: pi([3], [3], distance=cast("list[Distance]", ["square"])[0]),
            "the distance of pi must be 'nominal', 'absolute' or 'squared', got 'square' (did you mean 'squared'?)",
        ),
        (
            lambda: s([3], [3], distance="nominal"),
            "the distance of s must be 'absolute' or 'squared', got 'nominal'",
        ),
        (
            lambda: s([3], [3], missing=cast("list[Literal['omit']]", ["drop"])[0]),
            "missing must be 'unknown' or 'omit', got 'drop'",
        ),
    ],
)
def test_a_mistake_raises_an_error_with_a_message(call: Callable[[], float], message: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        call()
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "values", ["3", ["3"], [None, "3"], [True], [3, True], [None, True], [[3]], [[3], [3, 2]], 3, [3j]], ids=repr
)
def test_other_values_are_not_converted_to_numbers(values: list[float]) -> None:
    with pytest.raises(UnusableInput) as caught:
        kappa([3, 0], values)
    assert str(caught.value) == "y must be a list of numbers, one per state (None or NaN where it is unknown)"
