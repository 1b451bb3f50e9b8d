"""What is generated is valid, whatever rules a model declares."""

import importlib.util
import sys
from operator import attrgetter
from typing import Annotated, ClassVar, Literal

import attrs
import pytest
from attrs import frozen
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from tests.mistakes import VALID

from alliancekit.dates import PartialDate
from alliancekit.errors import MissingExtra
from alliancekit.models.attestation import Offset
from alliancekit.models.words import Text
from alliancekit.rules import (
    AnyOf,
    AtLeast,
    Distinct,
    ExactlyOne,
    Forbids,
    Interval,
    Minimum,
    Needs,
    NotAmong,
    Ordered,
    Record,
    Together,
)
from alliancekit.rules.shape import spec_of
from alliancekit.strategies import dates, mend, records, texts_for_people

SEARCH = settings(max_examples=2_000, database=None, phases=[Phase.generate])

each_model = pytest.mark.parametrize("model", VALID, ids=[model.__name__ for model in VALID])


@frozen(kw_only=True)
class Part(Record):
    """An item."""

    name: Text
    number: int


@frozen(kw_only=True)
class Odd(Record):
    """A model of a user's own, with rules that the models of the field don't have together."""

    kind: Literal["a", "b"]
    flag: bool
    low: Offset | None = None
    high: Offset | None = None
    least: Annotated[int, Minimum(code="AK990", demand="From 5.", bound=5)]
    when: PartialDate | None = None
    since: Annotated[PartialDate, Interval(code="AK991", demand="A period.", wanted=True)] | None = None
    parts: Annotated[
        tuple[Part, ...],
        AtLeast(code="AK992", demand="Two.", count=2),
        Distinct(code="AK993", demand="Named once.", by=("name",)),
    ]
    others: tuple[Text, ...] = ()
    one: Text | None = None
    other: tuple[Text, ...] = ()

    RULES: ClassVar[tuple[Together, ...]] = (
        Ordered(code="AK994", demand="In order.", names=("low", "high")),
        ExactlyOne(code="AK995", demand="One of the two.", names=("one", "when")),
        Needs(code="AK996", demand="Both.", name="flag", other="other"),
        Forbids(code="AK997", demand="Not for a.", name="kind", values=("a",), others=("others", "since")),
        NotAmong(code="AK998", demand="Not itself.", name="one", others="others"),
        AnyOf(code="AK999", demand="Something.", names=("low", "high")),
    )


@given(record=records(Odd))
def test_a_model_of_ones_own_is_generated(record: Odd) -> None:
    assert attrs.evolve(record) == record
    assert record.kind == "b" or not record.others


@each_model
def test_each_field_is_generated_with_a_value_and_if_it_may_without(model: type[Record]) -> None:
    for field in spec_of(model).fields:
        held = attrgetter(field.name)
        assert held(find(records(model), lambda record, held=held: bool(held(record)), settings=SEARCH))  # type: ignore[misc]
        if field.shape.optional:
            assert held(find(records(model), lambda record, held=held: held(record) is None, settings=SEARCH)) is None  # type: ignore[misc]


@given(date=dates())
def test_dates_come_back_from_their_text(date: PartialDate) -> None:
    assert PartialDate(date.edtf, as_printed=date.as_printed) == date


@given(date=dates(interval=True))
def test_intervals_only(date: PartialDate) -> None:
    assert date.is_interval


@given(date=dates(interval=False))
def test_no_intervals(date: PartialDate) -> None:
    assert not date.is_interval


@pytest.mark.parametrize("edtf", ["2004-06~", "199X", "2004-21", "-0044", "2004-06-11", "../2004", "2004/"])
def test_every_kind_of_date_is_generated(edtf: str) -> None:
    kind = PartialDate(edtf)

    def alike(date: PartialDate) -> bool:
        return (date.precision, date.approximate, date.edtf[:1] == "-", date.open_start, date.edtf[-1:] == "/") == (
            kind.precision,
            kind.approximate,
            kind.edtf[:1] == "-",
            kind.open_start,
            kind.edtf[-1:] == "/",
        )

    assert alike(find(dates(), alike, settings=SEARCH))


@given(text=texts_for_people())
def test_text_says_something_and_can_be_written(text: str) -> None:
    assert text.strip()
    assert "\0" not in text.encode().decode()


def test_text_may_be_of_any_script() -> None:
    assert find(texts_for_people(), lambda text: not text.isascii(), settings=SEARCH)
    with pytest.raises(NoSuchExample):
        find(texts_for_people(), lambda text: len(text) > 20, settings=SEARCH)


def test_a_rule_that_no_one_can_mend_is_told() -> None:
    rule = Together(code="AK999", demand="Odd.")
    with pytest.raises(NotImplementedError):
        mend(rule, {}, spec_of(Part), st.data)  # type: ignore[arg-type]


def test_without_hypothesis_the_line_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    spec = importlib.util.find_spec("alliancekit.strategies")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with pytest.raises(
        MissingExtra, match=r"^strategies need Hypothesis; install it with: pip install 'alliancekit\[strategies\]'$"
    ):
        spec.loader.exec_module(module)
