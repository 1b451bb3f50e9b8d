"""Tests of `similarity`: each pair of each year, compared with the function of two portfolios."""

import math
from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Literal, cast

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.measures.frames import allied, frame, frames, with_codes
from tests.shared import TOP, data

from alliancekit import loaders, measures, panel
from alliancekit.errors import UnusableInput
from alliancekit.measures import BINARY, ORDINAL, similarity
from alliancekit.measures._similarity import MeasureName
from alliancekit.models.treaty import Commitment
from alliancekit.rules.shape import spec_of

TWO: dict[MeasureName, Callable[..., float]] = {
    "s": measures.s,
    "tau_b": measures.tau_b,
    "kappa": measures.kappa,
    "pi": measures.pi,
}
Missing = Literal["unknown", "omit"]


def by_hand(dyads: pl.DataFrame, coding: Mapping[str, float], year: int) -> dict[str, list[float]]:
    """Return the portfolios of a year, in the order of the states, computed row by row."""
    rows = dyads.filter(year=year).to_dicts()
    states = sorted({row[side] for row in rows for side in ("state_a", "state_b")})
    ties = dict[tuple[str, str], float]()
    for row in rows:
        known = max([value for name, value in coding.items() if row[name] == 1], default=0.0)
        gaps = [value for name, value in coding.items() if row[name] is None]
        ties[row["state_a"], row["state_b"]] = math.nan if max(gaps, default=0) > known else known
    top = max(coding.values())
    return {a: [top if a == b else ties[(a, b) if (a, b) in ties else (b, a)] for b in states] for a in states}


@given(
    measure=st.sampled_from(list(TWO)),
    dyads=frames(),
    missing=st.sampled_from(["unknown", "omit"]),
    coding=st.sampled_from([ORDINAL, BINARY]),
)
def test_similarity_equals_the_measure_of_two_portfolios(
    measure: MeasureName, dyads: pl.DataFrame, missing: Missing, coding: Mapping[str, float]
) -> None:
    rows = list[tuple[int, str, str, float | None]]()
    for year in sorted(set(dyads["year"])):
        portfolios = by_hand(dyads, coding, year)
        for (a, x), (b, y) in combinations(portfolios.items(), 2):
            more = {"span": (0, max(coding.values()))} if measure == "s" else {}
            value = TWO[measure](x, y, missing=missing, **more)
            rows.append((year, a, b, None if math.isnan(value) else value))
    result = similarity(dyads, measure, value=coding, missing=missing)
    assert result.rows() == rows
    assert result.schema == {"year": pl.Int32, "state_a": pl.String, "state_b": pl.String, "value": pl.Float64}


@given(dyads=frames(gaps=False), data=st.data())
def test_weights_are_those_of_the_states_of_the_year(dyads: pl.DataFrame, data: st.DataObject) -> None:
    ends = [dyads.select("year", state=side) for side in ("state_a", "state_b")]
    keys = pl.concat(ends).unique().sort("year", "state")
    drawn = data.draw(st.lists(st.floats(0.1, 1), min_size=len(keys), max_size=len(keys)))
    weights = keys.with_columns(weight=pl.Series(drawn))
    result = similarity(dyads, weights=weights.reverse())
    for year, a, b, value in result.rows():
        portfolios = by_hand(dyads, ORDINAL, year)
        of_year = weights.filter(year=year)["weight"].to_list()
        assert value == pytest.approx(measures.s(portfolios[a], portfolios[b], weights=of_year), abs=1e-12)
    first = weights.row(0)
    gap = similarity(dyads, weights=weights.slice(1))
    assert gap.filter(year=first[0])["value"].null_count() == gap.filter(year=first[0]).height
    rest = gap.filter(pl.col("year") != first[0])
    assert rest.equals(similarity(dyads, weights=weights).filter(pl.col("year") != first[0]))


@given(dyads=frames(gaps=False), distance=st.sampled_from(["absolute", "squared"]))
def test_many_states_are_compared_in_parts(dyads: pl.DataFrame, distance: Literal["absolute", "squared"]) -> None:
    whole = similarity(dyads, "kappa", distance=distance)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("alliancekit.measures._comparison._CELLS", 1)
        assert similarity(dyads, "kappa", distance=distance).equals(whole)


def test_rows_of_both_orders_are_directed_and_others_are_for_both() -> None:
    one = frame([(1960, "usa", "jpn", {"defense": 1}), (1960, "usa", "kor", {"defense": 1}), (1960, "jpn", "kor", {})])
    assert similarity(one).rows() == [
        (1960, "state:jpn", "state:kor", 1 - 2 * 6 / 9),
        (1960, "state:jpn", "state:usa", 1 - 2 * 3 / 9),
        (1960, "state:kor", "state:usa", 1 - 2 * 3 / 9),
    ]
    other = frame([(1960, "jpn", "usa", {}), (1960, "kor", "usa", {}), (1960, "kor", "jpn", {})])
    # Japan and Korea owe nothing: each has only itself. The United States has all three.
    directed = similarity(pl.concat([one, other]))["value"].to_list()
    assert directed == pytest.approx([1 - 2 * 6 / 9, 1 - 2 * 6 / 9, 1 - 2 * 6 / 9])


def test_unknown_ties_make_the_value_null_and_never_0() -> None:
    ties = allied({1914: "ab cd", 1915: "ab cd?"}, "abcd")
    known, gap = (similarity(ties).filter(year=year) for year in (1914, 1915))
    assert known["value"].null_count() == 0
    # The tie of c and d is in the portfolios of both; those of a and b are whole.
    assert gap.rows()[0] == (1915, *known.rows()[0][1:])
    assert gap["value"].to_list()[1:] == [None] * 5
    assert similarity(ties, missing="omit")["value"].null_count() == 0
    without_row = ties.remove(year=1915, state_a="state:c")
    assert similarity(without_row).equals(similarity(ties))


def test_an_unknown_obligation_matters_only_if_it_could_raise_the_grade() -> None:
    ties = frame([(1914, "deu", "aut", {"defense": 1, "consultation": None})])
    assert similarity(ties)["value"].to_list() == [1.0]
    ties = frame([(1914, "deu", "aut", {"consultation": 1, "offense": None})])
    assert similarity(ties)["value"].to_list() == [None]


def test_a_column_of_grades_can_replace_obligations() -> None:
    votes = pl.DataFrame({"year": [1960], "state_a": ["state:a"], "state_b": ["state:b"], "grade": [1.5]})
    (row,) = similarity(votes, value="grade", span=(1, 2)).rows()
    assert row == (1960, "state:a", "state:b", 0.0)
    assert similarity(votes.with_columns(grade=None), value="grade", span=(1, 2))["value"].to_list() == [None]


def test_an_empty_frame_gives_an_empty_frame() -> None:
    empty = frame([])
    result = similarity(empty)
    assert result.is_empty()
    assert result.columns == ["year", "state_a", "state_b", "value"]


def test_the_codings_name_obligations_of_the_model() -> None:
    choices = set(spec_of(Commitment)["obligation"].shape.choices)
    assert set(BINARY) == set(ORDINAL) <= choices
    assert choices - set(ORDINAL) == {"bases", "other"}
    assert set(BINARY.values()) == {1}


# --- Mistakes -------------------------------------------------------------------------------------------------------

PAIR = frame([(1914, "deu", "aut", {"defense": 1})])
WEIGHTS = pl.DataFrame({"year": [1914, 1914], "state": ["state:aut", "state:deu"], "weight": [0.2, 0.8]})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: similarity(PAIR, cast("list[MeasureName]", ["taub"])[0]),
            "measure must be 's', 'tau_b', 'kappa' or 'pi', got 'taub' (did you mean 'tau_b'?)",
        ),
        (
            lambda: similarity(PAIR, "tau_b", distance="squared"),
            "tau_b uses only the order of grades and accepts no distance, got 'squared' (leave it out)",
        ),
        (lambda: similarity(PAIR, "pi", weights=WEIGHTS), "pi accepts no weights; only s does"),
        (
            lambda: similarity(PAIR.rename({"year": "years"})),
            "the frame must have a column 'year' (did you mean 'years'?)",
        ),
        (
            lambda: similarity(PAIR, weights=WEIGHTS.rename({"weight": "cinc"})),
            "the weights must have a column 'weight' (expected year, state and weight)",
        ),
        (
            lambda: similarity(PAIR.with_columns(pl.col("year").cast(pl.Float64))),
            "column 'year' of the frame must have whole numbers, got Float64",
        ),
        (
            lambda: similarity(PAIR.with_columns(state_a=pl.lit(255))),
            "column 'state_a' of the frame must have text, got Int32",
        ),
        (
            lambda: similarity(PAIR.with_columns(defense=pl.lit("yes"))),
            "column 'defense' of the frame must have numbers, got String",
        ),
        (
            lambda: similarity(PAIR.with_columns(state_b=pl.lit(None, pl.String))),
            "column 'state_b' of the frame must not be null, is null in row 0",
        ),
        (
            lambda: similarity(PAIR.with_columns(offense=pl.lit(2))),
            "column 'offense' of the frame must be 1, 0 or null, got 2 in row 0",
        ),
        (
            lambda: similarity(pl.concat([PAIR, PAIR])),
            "state:deu and state:aut have 2 rows in 1914, but may have one (merge the rows)",
        ),
        (
            lambda: similarity(PAIR.with_columns(state_a="state_b")),
            "state:aut is paired with itself in 1914 (leave the row out)",
        ),
        (
            lambda: similarity(PAIR, value="defense"),
            "column 'defense' needs a span: its lowest and highest grade (for example span=(0, 3))",
        ),
        (
            lambda: similarity(PAIR.with_columns(defense=pl.lit(4)), value="defense", span=(0, 3)),
            (
                "the grade in row 0 must be in the span from 0 to 3, got 4 "
                "(set span to the lowest and highest possible grade)"
            ),
        ),
        (
            lambda: similarity(PAIR, value={}),
            "a coding must not be empty (write for example {'defense': 1})",
        ),
        (
            lambda: similarity(PAIR, value={"defense": 0}),
            "the value of obligation 'defense' must be above 0, got 0 (leave it out instead)",
        ),
        (
            lambda: similarity(PAIR, weights=WEIGHTS.with_columns(weight=pl.col("weight") - 0.5)),
            "column 'weight' of the weights must be 0 or more, got -0.3 in row 0",
        ),
        (
            lambda: similarity(PAIR, weights=WEIGHTS.with_columns(weight=np.inf)),
            "column 'weight' of the weights must be 0 or more, got inf in row 0",
        ),
        (
            lambda: similarity(PAIR, weights=pl.concat([WEIGHTS, WEIGHTS])),
            "state:aut has more than one weight in 1914, but may have one",
        ),
        (
            lambda: similarity(PAIR, weights=WEIGHTS.with_columns(state=pl.lit("AUT"), year=pl.Series([1914, 1915]))),
            "no row of the weights has a year and state of the frame, such as state:deu in 1914",
        ),
        (
            lambda: similarity(PAIR, weights=WEIGHTS.rename({"state": "code"})),
            "weights by code need a frame with the columns code_a and code_b (or give each weight a state)",
        ),
        (
            lambda: similarity(PAIR, weights=WEIGHTS.select("year", "weight", code=pl.lit(0.5))),
            "column 'code' of the weights must have whole numbers, got 0.5",
        ),
        (
            lambda: similarity(PAIR, weights=WEIGHTS.select("year", "weight", code=pl.lit(float("nan")))),
            "column 'code' of the weights must not be null, is null in row 0",
        ),
    ],
)
def test_a_mistake_raises_an_error_with_a_message(call: Callable[[], pl.DataFrame], message: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        call()
    assert str(caught.value) == message


@pytest.mark.slow
@pytest.mark.parametrize(("part_years", "everywhere", "in_europe"), [("any", 0.67, 0.30), ("january", 0.73, 0.43)])
def test_the_numbers_of_atop_that_the_guide_gives(
    part_years: panel.PartYearRule, everywhere: float, in_europe: float
) -> None:
    treaties = loaders.atop_members(data("atop", "atop-member-level-4.01.csv"))
    dyads = panel.dyad_years(
        treaties, directed=True, years=(1914, 1914), part_years=part_years, asymmetric="none"
    ).frame
    europe = [*map(str, range(200, 400)), "640"]
    for subset, expected in (
        (dyads, everywhere),
        (dyads.filter(pl.col("code_a").is_in(europe) & pl.col("code_b").is_in(europe)), in_europe),
    ):
        (value,) = similarity(subset).filter(state_a="state:deu", state_b="state:rus")["value"]
        assert round(value, 2) == expected


@given(frames(gaps=False))
def test_a_default_obligation_without_a_column_counts_as_absent(dyads: pl.DataFrame) -> None:
    never = dyads.with_columns(pl.lit(0, pl.UInt8).alias("entente"))
    less = never.drop("entente")
    assert similarity(less).equals(similarity(never))
    assert measures.shared_allies(less).equals(measures.shared_allies(never))
    assert measures.degree(less).equals(measures.degree(never).drop("entente"))
    with pytest.raises(UnusableInput, match="must have a column 'entente'"):
        similarity(less, value={"entente": 1})


def test_states_that_share_no_day_have_no_tie_and_no_row() -> None:
    rows = [(1990, "deu", "fra", {"defense": 1}), (1990, "west-germany", "fra", {"defense": 1})]
    both = {"state_a": "state:deu", "state_b": "state:west-germany"}
    # S of Germany and France is (9 - 2 * 3) / 9: they differ only in their grades for West Germany.
    assert similarity(frame(rows))["value"].to_list() == [pytest.approx(1 / 3), pytest.approx(1 / 3)]
    assert similarity(frame(rows)).filter(**both).is_empty()
    assert measures.shared_allies(frame(rows))["shared"].to_list() == [0, 0]
    # A row for such a pair is used.
    with_row = similarity(frame([*rows, (1990, "deu", "west-germany", {"defense": 1})]))
    assert with_row.filter(**both)["value"].to_list() == [1]


def test_every_function_orders_the_pairs_of_a_panel_in_the_same_way() -> None:
    loaded = loaders.atop_members(TOP / "examples" / "sample-atop-member.csv")
    for system in ("cow", "gw", None):
        dyads = panel.dyad_years(loaded, directed=False, years=(1990, 1990), system=system).frame
        key = dyads.select("year", "state_a", "state_b")
        for result in (similarity(dyads), measures.shared_allies(dyads)):
            pairs = result.select(key.columns)
            assert key.join(pairs, on=key.columns, how="anti").is_empty()
            assert system is None or pairs.equals(key)


def test_pairs_have_codes_and_their_order() -> None:
    codes = {"state:deu": 255, "state:aut": 305}
    dyads = frame([(1900, "deu", "aut", {"defense": 1})]).with_columns(
        *(pl.col(f"state_{end}").replace_strict(codes).alias(f"code_{end}") for end in "ab")
    )
    result = similarity(dyads)
    assert result.columns == ["year", "state_a", "code_a", "state_b", "code_b", "value"]
    assert result.select("state_a", "code_a", "state_b", "code_b").rows() == [("state:deu", 255, "state:aut", 305)]
    other = dyads.with_columns(state_b=pl.lit("state:fra"), code_a=pl.lit(256, dyads["code_a"].dtype))
    with pytest.raises(UnusableInput, match="state:deu has more than one code in 1900, but may have one"):
        similarity(pl.concat([dyads, other]))


def test_weights_of_an_empty_frame_are_ignored() -> None:
    assert similarity(PAIR.clear(), weights=WEIGHTS).is_empty()


def test_weights_by_code_are_those_by_state() -> None:
    dyads = with_codes(allied({1914: "ab", 1915: "bc"}, "abcd"))
    units = pl.concat([dyads.select("year", state=f"state_{end}", code=f"code_{end}") for end in "ab"]).unique("state")
    weights = units.sort("state").with_columns(weight=pl.int_range(1, pl.len() + 1) ** 2, year=pl.lit(1914))
    expected = similarity(dyads, weights=weights.select("year", "state", "weight"))
    assert expected["value"].null_count() == expected.filter(year=1915).height
    by_code = weights.select("year", "code", "weight")
    whole = by_code.cast({"code": pl.Int64})
    for table in (
        by_code,
        whole,
        by_code.cast({"code": pl.Int16}).to_pandas(),
        whole.cast({"code": pl.Float64, "year": pl.Float64}),  # as pandas has columns with missing values
        by_code.cast({"code": pl.Categorical}),
    ):
        assert similarity(dyads, weights=table).equals(expected, null_equal=True)
