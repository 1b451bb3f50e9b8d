"""Columns and construction agree, for every rule of every type."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Final, TypeAlias

import polars as pl
import pytest
from attrs import frozen
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from tests.columns.tables import table
from tests.mistakes import CANDIDATE, PROPOSAL
from tests.own_rules import Ship
from tests.profiles import examples

from alliancekit import convert, strategies
from alliancekit.columns._extents import NOT, extent_of
from alliancekit.columns.doubtful_rows import doubtful_rows_by_rule
from alliancekit.columns.values import Objects
from alliancekit.dates import PartialDate
from alliancekit.formats import Tree
from alliancekit.models import Candidate, Proposal, Record, State
from alliancekit.models.attestation import Reading
from alliancekit.models.ids import ONCE
from alliancekit.models.state import Spell
from alliancekit.models.words import Period
from alliancekit.rules import Distinct, Pattern, RecordRule, Within
from alliancekit.rules.shape import rules_of
from alliancekit.schema import types
from alliancekit.strategies import NearMiss, near_misses
from alliancekit.strategies._near_misses import faults_of

TYPES: Final = types()
patient: Final = settings(examples(20), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
SEARCH: Final = settings(max_examples=20_000, database=None, phases=[Phase.generate])

BY_THE_TABLE: Final = {"AK007", "AK010", "AK012"}
"""What no table in the layout can have: a number beyond 64 bits, a value of another type, an unknown field."""

TOLD_TWICE: Final = {("Code", "AK104")}
"""What breaks another rule of columns too: a blank code has no form."""


def doubted(model: type, frame: pl.DataFrame) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for code, rows in doubtful_rows_by_rule(Objects.of(model, frame)):
        found.setdefault(code, set()).update(rows)
    return found


def codes(miss: NearMiss) -> set[str] | None:
    """Return the codes of the rules that are in doubt; None if no table can hold it."""
    try:
        frame = table(miss.model, [miss.tree])
    except TypeError:
        return None
    return set(doubted(miss.model, frame))


def inexact(model: type[Record]) -> set[str]:
    """Return the codes of the rules that may doubt rows that obey them."""
    return {
        rule.code
        for rule in rules_of(model)
        if not rule.writes("doubtful_rows") or (isinstance(rule, RecordRule) and rule.inexact_for)
    }


@pytest.mark.parametrize("name", TYPES)
@patient
@given(data=st.data())
def test_generated_rows_are_not_doubtful(name: str, data: st.DataObject) -> None:
    model: type[Record] = TYPES[name]
    records = data.draw(st.lists(strategies.records(model), max_size=4))
    assert set(doubted(model, table(model, map(convert.tree, records)))) <= inexact(model)


@pytest.mark.parametrize("name", TYPES)
@patient
@given(data=st.data())
def test_exactly_the_row_that_breaks_a_rule_is_doubtful(name: str, data: st.DataObject) -> None:
    model: type[Record] = TYPES[name]
    before = [convert.tree(record) for record in data.draw(st.lists(strategies.records(model), max_size=2))]
    after = [convert.tree(record) for record in data.draw(st.lists(strategies.records(model), max_size=2))]
    miss = data.draw(near_misses(model).filter(lambda miss: codes(miss) is not None))
    trees: list[Mapping[str, Tree]] = [*before, miss.tree, *after]
    found = doubted(model, table(model, trees))
    assert len(before) in found.get(miss.code, ())
    exact = [rows for code, rows in found.items() if code not in inexact(model)]
    assert set[int]().union(*exact) <= {len(before)}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "code"),
    [
        (name, code)
        for name, model in TYPES.items()
        for code, faults in faults_of(model).items()
        if any(fault.part is model for fault in faults)  # the rules of objects in it are tested with their own model
        if code not in BY_THE_TABLE and (name, code) not in TOLD_TWICE
    ],
)
def test_no_rule_can_be_left_out(name: str, code: str) -> None:
    # Without the rule, what breaks only this one would not be in doubt.
    model: type[Record] = TYPES[name]

    def is_alone(miss: NearMiss) -> bool:
        found = codes(miss) or set()
        return code in found and found - inexact(model) <= {code}

    miss = find(near_misses(model, code=code), is_alone, settings=SEARCH)
    assert miss.code == code


def test_null_in_a_required_field_is_doubtful() -> None:
    tree = convert.tree(PROPOSAL)
    null: list[Tree] = [None]
    frame = pl.concat(
        [
            table(Proposal, [tree, {**tree, "members": null}]),
            table(Proposal, [tree]).with_columns(scope=pl.lit(None, dtype=pl.List(pl.String))),
        ]
    )
    assert doubted(Proposal, frame) == {"AK010": {1, 2}, "AK501": {1}}


@patient
@given(ships=st.lists(strategies.records(Ship), min_size=1, max_size=3))
def test_a_rule_of_another_class_makes_every_row_doubtful(ships: list[Ship]) -> None:
    rows = set(range(len(ships)))
    found = doubted(Ship, table(Ship, map(convert.tree, ships)))
    assert set(found) <= {rule.code for rule in rules_of(Ship) if not rule.writes("doubtful_rows")}
    assert found["OWN1"] == rows
    assert {extent_of(rule) for rule in rules_of(Ship) if not rule.writes("doubtful_rows")} == {NOT}


def test_a_list_with_periods_that_clash_and_one_that_is_no_date_is_doubtful() -> None:
    codes: list[Tree] = [
        {"system": "cow", "value": "1", "period": period} for period in ("2004/2004", "2004/2004", "no date")
    ]
    tree: dict[str, Tree] = {"id": "state:a", "names": [{"text": "a"}], "codes": codes}
    assert "AK213" in doubted(State, table(State, [tree]))


Sign: TypeAlias = Annotated[str, Pattern(code="X1", demand="", regex=r"(?i)[a-z]\d{1,4}", form="a sign")]


@frozen(kw_only=True)
class Logbook(Record):
    """What no record of ours has."""

    signs: Annotated[tuple[Sign, ...], ONCE]
    watches: Annotated[tuple[tuple[int, ...], ...], Distinct(code="X2", demand="")] = ()
    spell: Period | None = None
    since: PartialDate | None = None
    spells: tuple[Spell, ...] = ()

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        Within(code="X3", demand="", path=("spells", "period"), starts=("since",), end="spell"),
    )


def test_an_expression_that_rust_reads_differently_is_matched_by_python() -> None:
    # To Rust, a digit of any script is one; to Python too, but not of the same version of Unicode.
    frame = table(Logbook, [{"signs": ["A1", "b٣", "c9"]}, {"signs": ["A1", "b\n"]}, {"signs": ["A11111"]}])
    assert doubted(Logbook, frame) == {"X1": {1, 2}}


def test_the_items_of_a_long_list_are_compared() -> None:
    long: list[Tree] = [f"a{n}" for n in range(2_000)]
    frame = table(Logbook, [{"signs": long}, {"signs": [*long, "a1"]}, {"signs": ["a1"]}])
    assert doubted(Logbook, frame) == {"AK103": {1}}


def test_lists_of_lists_are_compared_as_a_whole() -> None:
    frame = table(Logbook, [{"signs": [], "watches": [[1, 2], [1]]}, {"signs": [], "watches": [[1], [2], [1]]}])
    assert doubted(Logbook, frame) == {"X2": {1}}


def test_a_row_with_an_invalid_date_as_bound_is_doubtful() -> None:
    spell: Tree = {"system": "cow", "period": "2001/2002"}
    frame = table(Logbook, [{"signs": [], "since": since, "spells": [spell]} for since in ("2001", "2003", "199X-01")])
    assert doubted(Logbook, frame) == {"X3": {1, 2}, "AK014": {2}}


def test_white_space_is_what_it_is_to_python() -> None:
    characters = [chr(n) for n in range(1, 0x3100) if not 0xD800 <= n < 0xE000]
    frame = table(Reading, [{"field": "date", "text": character} for character in characters])
    blank = {n for n, character in enumerate(characters) if character.isspace()}
    assert doubted(Reading, frame) == {"AK104": blank}


def test_days_and_precision_must_follow_from_the_date() -> None:
    frame = table(Candidate, [convert.tree(CANDIDATE)]).select(pl.exclude("date"))
    dates = [("2025-04", "2025-04-01", "2025-04-30", "month"), ("2025-04", "2025-04-01", "2025-04-30", "year")]
    for edtf, earliest, latest, precision in dates:
        day = pl.lit(earliest).str.to_date().alias("earliest"), pl.lit(latest).str.to_date().alias("latest")
        texts = pl.lit(edtf).alias("edtf"), pl.lit(None, dtype=pl.String).alias("as_printed")
        struct = pl.struct(*texts, *day, pl.lit(precision).alias("precision")).alias("date")
        found = doubted(Candidate, frame.with_columns(struct))
        assert ("AK008" in found) == (precision == "year")
