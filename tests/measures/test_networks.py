"""Tests of degree, shared allies, triads and communities, compared with counting by hand."""

import sys
from collections.abc import Callable
from itertools import combinations, product

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.measures.frames import KINDS, allied, frame, frames, with_codes

from alliancekit.errors import MissingExtra, UnusableInput
from alliancekit.measures import communities, degree, shared_allies, triads

PAIR = ("year", "state_a", "state_b")


def enemies(year: int, pairs: str) -> pl.DataFrame:
    """Return negative ties: ``"ab cd"``."""
    rows = [(year, f"state:{pair[0]}", f"state:{pair[1]}") for pair in pairs.split()]
    return pl.DataFrame(rows, schema=dict(zip(PAIR, (pl.Int32, pl.String, pl.String), strict=True)), orient="row")


def networks(dyads: pl.DataFrame) -> dict[int, dict[str, dict[str, bool | None]]]:
    """Return the ties of each state, by year: True, False, or None if unknown."""
    result = dict[int, dict[str, dict[str, bool | None]]]()
    for row in dyads.to_dicts():
        values = [row[kind] for kind in KINDS]
        tied = True if 1 in values else None if None in values else False
        ends = (row["state_a"], row["state_b"])
        for a, b in (ends, ends[::-1]):
            before = result.setdefault(row["year"], {}).setdefault(a, {}).get(b, False)
            result[row["year"]][a][b] = True if tied or before else None if None in (tied, before) else False
    return result


@given(frames())
def test_a_degree_counts_partners(dyads: pl.DataFrame) -> None:
    expected = [
        (year, state, None if None in others.values() else sum(map(bool, others.values())))
        for year, states in sorted(networks(dyads).items())
        for state, others in sorted(states.items())
    ]
    result = degree(dyads, obligations=KINDS)
    assert result.select("year", "state", "any").rows() == expected
    assert result.columns == ["year", "state", *KINDS, "any"]
    for kind in KINDS:
        assert degree(dyads, obligations=[kind])[kind].to_list() == result[kind].to_list()
        assert degree(dyads, obligations=[kind])["any"].to_list() == result[kind].to_list()


@given(frames())
def test_shared_allies_are_allies_of_both(dyads: pl.DataFrame) -> None:
    rows = list[tuple[int, str, str, int | None]]()
    for year, states in sorted(networks(dyads).items()):
        for a, b in combinations(sorted(states), 2):
            ties = [(states[a][other], states[b][other]) for other in states if other not in (a, b)]
            unknown = any(None in tie and False not in tie for tie in ties)
            rows.append((year, a, b, None if unknown else sum(tie == (True, True) for tie in ties)))
    assert shared_allies(dyads).rows() == rows


def test_the_triple_alliance_and_the_entente_have_their_degrees() -> None:
    ties = frame(
        [
            (1914, "aut", "deu", {"defense": 1, "consultation": 1}),
            (1914, "deu", "ita", {"defense": 1}),
            (1914, "aut", "ita", {"neutrality": 1}),
            (1914, "fra", "deu", {}),
            (1914, "fra", "aut", {}),
            (1914, "fra", "ita", {"neutrality": 1}),
        ]
    )
    assert degree(ties, obligations=["defense", "neutrality"]).rows() == [
        (1914, "state:aut", 1, 1, 2),
        (1914, "state:deu", 2, 0, 2),
        (1914, "state:fra", 0, 1, 1),
        (1914, "state:ita", 1, 2, 3),
    ]
    assert shared_allies(ties).filter(state_a="state:deu", state_b="state:fra")["shared"].to_list() == [1]


# --- Triads ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("allies", "foes", "balanced"),
    [("ab bc ac", "", True), ("ab bc", "ac", False), ("ab", "bc ac", True), ("", "ab bc ac", False)],
)
def test_a_triad_is_balanced_if_the_product_of_its_signs_is_positive(allies: str, foes: str, *, balanced: bool) -> None:
    (row,) = triads(allied({1914: allies}, "abc"), enemies(1914, foes)).rows(named=True)
    signs = {0: "all_positive", 1: "one_negative", 2: "two_negative", 3: "all_negative"}
    expected = dict.fromkeys(["balanced", "unbalanced", *signs.values(), "unknown"], 0)
    expected |= {signs[len(foes.split())]: 1, "balanced" if balanced else "unbalanced": 1}
    assert row == {"year": 1914} | expected


@given(frames(), st.data())
def test_triads_are_counted_one_by_one(dyads: pl.DataFrame, data: st.DataObject) -> None:
    rows = list[tuple[int, ...]]()
    foes = [enemies(1914, "")]
    for year, states in sorted(networks(dyads).items()):
        signs = {(a, b): states[a][b] for a, b in combinations(sorted(states), 2)}
        hostile = [pair for pair, positive in signs.items() if positive is not True and data.draw(st.booleans())]
        foes += [pl.DataFrame([(year, *pair)], schema=foes[0].schema, orient="row") for pair in hostile]
        kinds, unknown = [0] * 4, 0
        for triad in combinations(sorted(states), 3):
            triad_signs = [-1 if pair in hostile else signs[pair] for pair in combinations(triad, 2)]
            unknown += None in triad_signs and False not in triad_signs
            if all(triad_signs):
                kinds[triad_signs.count(-1)] += 1
        rows.append((year, kinds[0] + kinds[2], kinds[1] + kinds[3], *kinds, unknown))
    assert triads(dyads, pl.concat([*foes, *foes])).rows() == rows
    assert triads(with_codes(dyads), pl.concat(foes)).rows() == rows


@pytest.mark.parametrize(
    ("negative", "message"),
    [
        (
            enemies(1914, "ab"),
            (
                "state:a and state:b have a positive and a negative tie in 1914 "
                "(such pairs: 1; remove one of the two ties of each)"
            ),
        ),
        (enemies(1914, "cc"), "state:c has a negative tie with itself in 1914 (leave it out)"),
        (
            enemies(1914, "cd"),
            "the frame has no state:d in 1914, but the negative ties do (keep states in both)",
        ),
        (enemies(1915, "ac"), "the frame has no year 1915, but the negative ties do (keep years in both)"),
        (
            enemies(1914, "ac").drop("year"),
            "the negative ties must have a column 'year' (expected year, state_a and state_b)",
        ),
    ],
)
def test_invalid_negative_ties_are_refused(negative: pl.DataFrame, message: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        triads(allied({1914: "ab"}, "abc"), negative)
    assert str(caught.value) == message


# --- Communities ----------------------------------------------------------------------------------------------------


def labels(result: pl.DataFrame, year: int) -> dict[str, int | None]:
    return {state[6:]: number for state, number in result.filter(year=year).select("state", "community").rows()}


def test_communities_keep_their_numbers_from_year_to_year() -> None:
    two = "ab bc ac de ef df"
    result = communities(allied({1900: two, 1901: two, 1902: "ab", 1903: "de ef df"}, "abcdef"))
    assert labels(result, 1900) == labels(result, 1901) == {"a": 0, "b": 0, "c": 0, "d": 1, "e": 1, "f": 1}
    third = labels(result, 1902)
    assert (third["a"], third["b"]) == (0, 0)
    # One of the isolated states keeps the number of the former three; the others get new numbers.
    assert {third[state] for state in "cdef"} == {1, 2, 3, 4}
    fourth = labels(result, 1903)
    assert fourth["d"] == fourth["e"] == fourth["f"]
    assert len(set(fourth.values())) == 4


def test_a_year_with_an_unknown_tie_has_no_communities() -> None:
    result = communities(allied({1900: "ab bc ac de", 1901: "ab? bc ac de", 1902: "ab bc ac de"}, "abcde"))
    assert set(labels(result, 1901).values()) == {None}
    assert labels(result, 1902) == labels(result, 1900)


@given(frames(gaps=False))
def test_communities_partition_the_states_and_keep_isolated_states_apart(dyads: pl.DataFrame) -> None:
    result = communities(dyads)
    assert result.equals(communities(dyads))
    for year, states in networks(dyads).items():
        numbers = {f"state:{state}": number for state, number in labels(result, year).items()}
        assert numbers.keys() == states.keys()
        for a, b in product(states, states):
            if a != b and numbers[a] == numbers[b]:
                assert any(states[a].values())
                assert any(states[b].values())


def test_an_empty_frame_gives_an_empty_frame() -> None:
    for measure in (degree, shared_allies, communities):
        assert measure(frame([])).is_empty()
    assert triads(frame([]), enemies(1914, "")).is_empty()


@pytest.mark.parametrize("measure", [degree, shared_allies, communities])
def test_obligations_without_a_column_are_refused(measure: Callable[..., pl.DataFrame]) -> None:
    with pytest.raises(UnusableInput) as caught:
        measure(frame([]), obligations=["defence"])
    assert str(caught.value) == "the frame must have a column 'defence' (did you mean 'defense'?)"
    with pytest.raises(UnusableInput) as caught:
        measure(frame([]), obligations=[])
    assert str(caught.value) == "obligations must not be empty (write for example ['defense'])"


@pytest.mark.parametrize("package", ["networkx", "numpy", "polars"])
def test_a_missing_package_is_reported_with_the_install_command(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "alliancekit.measures._packages")
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra) as caught:
        __import__("alliancekit.measures._packages")
    assert str(caught.value) == f"measures need {package}; install it with: pip install 'alliancekit[analysis]'"
