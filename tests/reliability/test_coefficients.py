"""Coefficients of agreement: the examples of the papers, and the definitions computed in another way."""

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import permutations
from math import ceil
from random import Random
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.reliability import (
    LEAST_UNITS,
    Coefficient,
    cohen_kappa,
    jaccard,
    krippendorff_alpha,
    masi,
    percent_agreement,
)
from alliancekit.reliability.metrics import Metric, Scalar

Units = list[tuple[Scalar | None, ...]]

# Krippendorff (2011), example A: 10 units, two values, two observers.
BINARY = ([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
# Example B: 12 units, five values, two observers.
NOMINAL = ("aabbdcccedda", "babbbccceddd")
# Example C: 12 units, five values, four observers, with missing data.
INCOMPLETE = (
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
)
# Cohen (1960), the table of 200 diagnoses by two judges.
DIAGNOSES = ((88, 14, 18), (10, 40, 10), (2, 6, 12))


def units_of(coders: Sequence[Sequence[Scalar | None]]) -> Units:
    return list(zip(*coders, strict=True))


def table(cells: Sequence[Sequence[int]]) -> Units:
    return [(row, column) for row, of in enumerate(cells) for column, count in enumerate(of) for _ in range(count)]


# --- The examples of the papers -------------------------------------------------------------------------------------


def test_alpha_of_two_values_is_that_of_the_paper() -> None:
    alpha = krippendorff_alpha(units_of(BINARY))
    assert alpha.value == pytest.approx(0.095, abs=0.0005)
    assert alpha.units == 10


def test_alpha_of_nominal_values_is_that_of_the_paper() -> None:
    assert krippendorff_alpha(units_of(NOMINAL)).value == pytest.approx(0.692, abs=0.0005)


@pytest.mark.parametrize(
    ("metric", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_with_missing_values_is_that_of_the_paper(metric: Metric, expected: float) -> None:
    alpha = krippendorff_alpha(units_of(INCOMPLETE), metric)
    assert alpha.value == pytest.approx(expected, abs=0.0005)
    assert alpha.units == 11  # one unit has a single value, which agrees with nothing


def test_kappa_is_that_of_the_paper() -> None:
    kappa = cohen_kappa(table(DIAGNOSES))
    assert kappa.value == pytest.approx(0.492, abs=0.0005)
    assert percent_agreement(table(DIAGNOSES)).value == pytest.approx(0.70)


def test_the_distances_of_sets_are_those_of_the_paper() -> None:
    one, two, three = frozenset("a"), frozenset("ab"), frozenset("bc")
    assert masi(one, two) == 1 - Fraction(1, 2) * Fraction(2, 3)  # one contains the other
    assert masi(two, three) == 1 - Fraction(1, 3) * Fraction(1, 3)  # they overlap
    assert masi(one, three) == jaccard(one, three) == 1
    assert masi(two, two) == jaccard(two, two) == 0
    assert masi(frozenset(), frozenset()) == jaccard(frozenset(), frozenset()) == 0


# --- Undefined values -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("compute", [percent_agreement, cohen_kappa, krippendorff_alpha], ids=lambda it: it.__name__)
def test_nothing_to_compare_is_undefined(compute: Callable[[Units], Coefficient]) -> None:
    nothing: list[Units] = [[], [(1, None), (None, 2)]]
    for units in nothing:
        result = compute(units)
        assert (result.value, result.units) == (None, 0)
        assert result.reason


def test_without_variation_agreement_beyond_chance_is_undefined() -> None:
    units: Units = [("a", "a")] * 5
    for coefficient in (cohen_kappa(units), krippendorff_alpha(units), krippendorff_alpha([(1, 1)], "interval")):
        assert coefficient.value is None
        assert coefficient.reason
    assert percent_agreement(units).value == 1


def needed_units(share: float, least_alpha: float, significance: float) -> int:
    """Return the units that two coders need, after Bloch and Kraemer (1989, p. 276), for values with a share."""
    scale = (1 + least_alpha) * (3 - least_alpha) / (4 * share * (1 - share) * (1 - least_alpha)) - least_alpha
    return ceil(2 * NormalDist().inv_cdf(1 - significance) ** 2 * scale)


def test_the_least_number_of_units_is_that_of_the_formula() -> None:
    # Krippendorff (2019) computes 139 and 81 units for four values that are equally frequent.
    assert (needed_units(0.25, 0.8, 0.05), needed_units(0.25, 0.667, 0.05)) == (139, 81)
    assert needed_units(0.5, 0.667, 0.1) == LEAST_UNITS


def test_kappa_needs_two_coders() -> None:
    with pytest.raises(ValueError, match="two entries"):
        cohen_kappa([(1, 2, 3)])


def test_the_ratio_of_zeros_does_not_differ() -> None:
    assert krippendorff_alpha([(0, 0), (1, 2)], "ratio").value == pytest.approx(1 - (1 / 9) * 3 / (4 + 1 / 9))


# --- The definitions, computed in another way -----------------------------------------------------------------------

NUMBERS = st.integers(0, 6)
SETS = st.frozensets(st.sampled_from("abc"))


def differences(metric: Metric, values: list[Scalar]) -> Callable[[Scalar, Scalar], float]:
    """Return the difference function, written from the paper, for all values of the units."""
    counts = Counter(values)

    def difference(first: Scalar, second: Scalar) -> float:
        if metric == "masi":
            assert isinstance(first, frozenset)
            assert isinstance(second, frozenset)
            common, union = first & second, first | second
            if first == second:
                return 0
            weight = 2 / 3 if common in (first, second) else 1 / 3
            return 1 - len(common) / len(union) * weight
        if metric == "nominal":
            return float(first != second)
        assert isinstance(first, int)
        assert isinstance(second, int)
        if metric == "ordinal":
            low, high = sorted((first, second))
            between = sum(counts[value] for value in range(low, high + 1))
            return (between - (counts[low] + counts[high]) / 2) ** 2
        return float((first - second) ** 2)

    return difference


def alpha_by_definition(units: Units, metric: Metric) -> float | None:
    """Return alpha from the pairs of values themselves, without a table of coincidences."""
    pairable = [[value for value in unit if value is not None] for unit in units]
    pairable = [values for values in pairable if len(values) > 1]
    everything = [value for values in pairable for value in values]
    difference = differences(metric, everything)
    expected = sum(difference(*pair) for pair in permutations(everything, 2))
    if not expected:
        return None
    observed = sum(
        sum(difference(*pair) for pair in permutations(values, 2)) / (len(values) - 1) for values in pairable
    )
    n = len(everything)
    return 1 - (observed / n) / (expected / (n * (n - 1)))


def unit_lists(values: st.SearchStrategy[Scalar]) -> st.SearchStrategy[Units]:
    return st.lists(st.tuples(*[st.none() | values] * 3), max_size=8).map(lambda units: [*units])


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "masi"])
@given(data=st.data())
def test_alpha_is_that_of_its_definition(metric: Metric, data: st.DataObject) -> None:
    units = data.draw(unit_lists(SETS if metric == "masi" else NUMBERS))
    expected = alpha_by_definition(units, metric)
    assert krippendorff_alpha(units, metric).value == (expected if expected is None else pytest.approx(expected))


@given(cells=st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=3, max_size=3))
def test_kappa_is_that_of_its_definition(cells: list[tuple[int, int, int]]) -> None:
    n = sum(map(sum, cells))
    columns = [sum(row[k] for row in cells) for k in range(3)]
    chance = sum(sum(cells[k]) * columns[k] for k in range(3))
    units = table(cells)
    value = cohen_kappa(units).value
    if not n or chance == n * n:
        assert value is None
    else:
        observed = sum(cells[k][k] for k in range(3))
        assert value == pytest.approx((observed / n - chance / n**2) / (1 - chance / n**2))


@given(units=unit_lists(NUMBERS), seed=st.randoms())
def test_the_order_of_units_and_coders_does_not_matter(units: Units, seed: Random) -> None:
    shuffled = [(*reversed(unit),) for unit in units]
    seed.shuffle(shuffled)
    for metric in ("nominal", "ordinal"):
        assert krippendorff_alpha(shuffled, metric) == krippendorff_alpha(units, metric)
    assert percent_agreement(shuffled) == percent_agreement(units)


@given(first=SETS, second=SETS)
def test_the_distances_of_sets_are_distances(first: frozenset[str], second: frozenset[str]) -> None:
    for distance in (jaccard, masi):
        assert 0 <= distance(first, second) == distance(second, first) <= 1
        assert (distance(first, second) == 0) is (first == second)
    assert jaccard(first, second) <= masi(first, second)


@pytest.mark.parametrize(
    ("metric", "value"), [("ratio", -1), ("interval", float("nan")), ("ratio", float("inf")), ("ordinal", "high")]
)
def test_a_metric_refuses_values_that_it_can_not_compare(metric: Metric, value: Scalar) -> None:
    with pytest.raises(ValueError, match="numbers"):
        krippendorff_alpha([(value, 1), (2, 3)], metric)
