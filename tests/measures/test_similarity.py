"""The similarity of a panel: every pair of every year, against the function of two portfolios."""

import math
from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Literal, cast

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.measures.frames import allied, frame, frames
from tests.shared import data

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


def by_hand(held: pl.DataFrame, coding: Mapping[str, float], year: int) -> dict[str, list[float]]:
    """Return the portfolios of a year, each in the order of the states, made row by row."""
    rows = held.filter(year=year).to_dicts()
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
    held=frames(),
    missing=st.sampled_from(["unknown", "omit"]),
    coding=st.sampled_from([ORDINAL, BINARY]),
)
def test_a_panel_has_what_two_portfolios_have(
    measure: MeasureName, held: pl.DataFrame, missing: Missing, coding: Mapping[str, float]
) -> None:
    rows = list[tuple[int, str, str, float | None]]()
    for year in sorted(set(held["year"])):
        portfolios = by_hand(held, coding, year)
        for (a, x), (b, y) in combinations(portfolios.items(), 2):
            more = {"span": (0, max(coding.values()))} if measure == "s" else {}
            value = TWO[measure](x, y, missing=missing, **more)
            rows.append((year, a, b, None if math.isnan(value) else value))
    found = similarity(held, measure, value=coding, missing=missing)
    assert found.rows() == rows
    assert found.schema == {"year": pl.Int32, "state_a": pl.String, "state_b": pl.String, "value": pl.Float64}


@given(held=frames(gaps=False), data=st.data())
def test_weights_are_those_of_the_states_of_the_year(held: pl.DataFrame, data: st.DataObject) -> None:
    ends = [held.select("year", state=side) for side in ("state_a", "state_b")]
    keys = pl.concat(ends).unique().sort("year", "state")
    drawn = data.draw(st.lists(st.floats(0.1, 1), min_size=len(keys), max_size=len(keys)))
    weights = keys.with_columns(weight=pl.Series(drawn))
    found = similarity(held, weights=weights.reverse())
    for year, a, b, value in found.rows():
        portfolios = by_hand(held, ORDINAL, year)
        of_year = weights.filter(year=year)["weight"].to_list()
        assert value == pytest.approx(measures.s(portfolios[a], portfolios[b], weights=of_year), abs=1e-12)
    first = weights.row(0)
    gap = similarity(held, weights=weights.slice(1))
    assert gap.filter(year=first[0])["value"].null_count() == gap.filter(year=first[0]).height
    rest = gap.filter(pl.col("year") != first[0])
    assert rest.equals(similarity(held, weights=weights).filter(pl.col("year") != first[0]))


@given(held=frames(gaps=False), distance=st.sampled_from(["absolute", "squared"]))
def test_many_states_are_compared_in_parts(held: pl.DataFrame, distance: Literal["absolute", "squared"]) -> None:
    whole = similarity(held, "kappa", distance=distance)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("alliancekit.measures._comparison._CELLS", 1)
        assert similarity(held, "kappa", distance=distance).equals(whole)


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


def test_what_is_not_known_is_null_and_never_0() -> None:
    ties = allied({1914: "ab cd", 1915: "ab cd?"}, "abcd")
    known, gap = (similarity(ties).filter(year=year) for year in (1914, 1915))
    assert known["value"].null_count() == 0
    # The tie of c and d is in the portfolios of both; those of a and b are whole.
    assert gap.rows()[0] == (1915, *known.rows()[0][1:])
    assert gap["value"].to_list()[1:] == [None] * 5
    assert similarity(ties, missing="omit")["value"].null_count() == 0
    without_row = ties.remove(year=1915, state_a="state:c")
    assert similarity(without_row).equals(similarity(ties))


def test_an_obligation_that_is_not_known_matters_only_where_it_could_weigh_more() -> None:
    ties = frame([(1914, "deu", "aut", {"defense": 1, "consultation": None})])
    assert similarity(ties)["value"].to_list() == [1.0]
    ties = frame([(1914, "deu", "aut", {"consultation": 1, "offense": None})])
    assert similarity(ties)["value"].to_list() == [None]


def test_a_column_of_grades_can_take_the_place_of_obligations() -> None:
    votes = pl.DataFrame({"year": [1960], "state_a": ["state:a"], "state_b": ["state:b"], "grade": [1.5]})
    (row,) = similarity(votes, value="grade", span=(1, 2)).rows()
    assert row == (1960, "state:a", "state:b", 0.0)
    assert similarity(votes.with_columns(grade=None), value="grade", span=(1, 2))["value"].to_list() == [None]


def test_a_frame_of_nothing_has_nothing() -> None:
    empty = frame([])
    found = similarity(empty)
    assert found.is_empty()
    assert found.columns == ["year", "state_a", "state_b", "value"]


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
            "measure must be 's', 'tau_b', 'kappa' or 'pi', is 'taub' (did you mean 'tau_b'?)",
        ),
        (
            lambda: similarity(PAIR, "tau_b", distance="squared"),
            "tau_b sees only the order of grades, and takes no distance; got 'squared' (leave it out)",
        ),
        (lambda: similarity(PAIR, "pi", weights=WEIGHTS), "pi takes no weights; only s does"),
        (
            lambda: similarity(PAIR.rename({"year": "years"})),
            "the frame must have a column 'year' (did you mean 'years'?)",
        ),
        (
            lambda: similarity(PAIR, weights=WEIGHTS.rename({"weight": "cinc"})),
            "the weights must have a column 'weight' (give it year, state and weight)",
        ),
        (
            lambda: similarity(PAIR.with_columns(pl.col("year").cast(pl.Float64))),
            "column 'year' of the frame must hold whole numbers, holds Float64",
        ),
        (
            lambda: similarity(PAIR.with_columns(state_a=pl.lit(255))),
            "column 'state_a' of the frame must hold text, holds Int32",
        ),
        (
            lambda: similarity(PAIR.with_columns(defense=pl.lit("yes"))),
            "column 'defense' of the frame must hold numbers, holds String",
        ),
        (
            lambda: similarity(PAIR.with_columns(state_b=pl.lit(None, pl.String))),
            "column 'state_b' of the frame must say it in each row, is null in row 0",
        ),
        (
            lambda: similarity(PAIR.with_columns(offense=pl.lit(2))),
            "column 'offense' of the frame must hold 1, 0 or null, holds 2 in row 0",
        ),
        (
            lambda: similarity(pl.concat([PAIR, PAIR])),
            "state:deu and state:aut have 2 rows in 1914, but may have one (make one row of them)",
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
                "the grade in row 0 must lie in the span from 0 to 3, is 4 "
                "(give the lowest and the highest grade that there may be as span)"
            ),
        ),
        (
            lambda: similarity(PAIR, value={}),
            "a coding must have one obligation or more, has none (write for example {'defense': 1})",
        ),
        (
            lambda: similarity(PAIR, value={"defense": 0}),
            "obligation 'defense' must count for a number above 0, got 0 (leave it out instead)",
        ),
        (
            lambda: similarity(PAIR, weights=WEIGHTS.with_columns(weight=pl.col("weight") - 0.5)),
            "column 'weight' of the weights must hold 0 or more, holds -0.3 in row 0",
        ),
        (
            lambda: similarity(PAIR, weights=WEIGHTS.with_columns(weight=np.inf)),
            "column 'weight' of the weights must hold 0 or more, holds inf in row 0",
        ),
        (
            lambda: similarity(PAIR, weights=pl.concat([WEIGHTS, WEIGHTS])),
            "state:aut has more than one weight in 1914, but may have one",
        ),
    ],
)
def test_a_mistake_is_told(call: Callable[[], pl.DataFrame], message: str) -> None:
    with pytest.raises(UnusableInput) as told:
        call()
    assert str(told.value) == message


@pytest.mark.parametrize(("part_years", "everywhere", "in_europe"), [("any", 0.67, 0.30), ("january", 0.73, 0.43)])
def test_the_numbers_of_atop_that_the_guide_gives(
    part_years: panel.PartYearRule, everywhere: float, in_europe: float
) -> None:
    treaties = loaders.atop_members(data("atop", "atop-member-level-4.01.csv"))
    dyads = panel.dyad_years(treaties, directed=True, years=(1914, 1914), part_years=part_years).frame
    europe = [*map(str, range(200, 400)), "640"]
    for held, wanted in (
        (dyads, everywhere),
        (dyads.filter(pl.col("code_a").is_in(europe) & pl.col("code_b").is_in(europe)), in_europe),
    ):
        (found,) = similarity(held).filter(state_a="state:deu", state_b="state:rus")["value"]
        assert round(found, 2) == wanted


@given(frames(gaps=False))
def test_what_a_data_set_does_not_code_has_no_column_and_counts_for_nothing(held: pl.DataFrame) -> None:
    never = held.with_columns(pl.lit(0, pl.UInt8).alias("entente"))
    less = never.drop("entente")
    assert similarity(less).equals(similarity(never))
    assert measures.shared_allies(less).equals(measures.shared_allies(never))
    assert measures.degree(less).equals(measures.degree(never).drop("entente"))
    with pytest.raises(UnusableInput, match="must have a column 'entente'"):
        similarity(less, value={"entente": 1})


def test_states_that_share_no_day_have_no_tie_and_need_no_row() -> None:
    rows = [(1990, "deu", "fra", {"defense": 1}), (1990, "west-germany", "fra", {"defense": 1})]
    alike = similarity(frame(rows)).filter(state_a="state:deu", state_b="state:west-germany")
    assert alike["value"].to_list() == [pytest.approx(-1 / 3)]
    assert measures.shared_allies(frame(rows)).filter(state_a="state:deu")["shared"].to_list() == [0, 1]
    # A row that is there all the same counts.
    told = similarity(frame([*rows, (1990, "deu", "west-germany", {"defense": 1})]))
    assert told.filter(state_a="state:deu", state_b="state:west-germany")["value"].to_list() == [1]


def test_pairs_stand_in_the_order_of_their_codes_with_them() -> None:
    codes = {"state:deu": 255, "state:aut": 305}
    held = frame([(1900, "deu", "aut", {"defense": 1})]).with_columns(
        *(pl.col(f"state_{end}").replace_strict(codes).alias(f"code_{end}") for end in "ab")
    )
    found = similarity(held)
    assert found.columns == ["year", "state_a", "code_a", "state_b", "code_b", "value"]
    assert found.select("state_a", "code_a", "state_b", "code_b").rows() == [("state:deu", 255, "state:aut", 305)]
    twice = pl.concat([held, held.with_columns(state_b=pl.lit("state:fra"), code_a=pl.lit(256, held["code_a"].dtype))])
    with pytest.raises(UnusableInput, match="state:deu has more than one code in 1900, but may have one"):
        similarity(twice)
