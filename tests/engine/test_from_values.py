"""`from_values` converts what Python programs have, without loss, and refuses the rest."""

import datetime as dt
import io
from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, assert_type, cast

import numpy as np
import pandas as pd
import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st
from tests.mistakes import JPN, SOURCE, STATEMENT, USA, values

from alliancekit import (
    Actor,
    Attestation,
    InvalidRecord,
    Name,
    PartialDate,
    Severity,
    Source,
    StateId,
    Statement,
    Venue,
)
from alliancekit.models import MODELS, Record
from alliancekit.models.actor import Member
from alliancekit.models.attestation import Anchor
from alliancekit.project_fields import ProjectFields
from alliancekit.rules import Complaint, FieldRule
from alliancekit.strategies import records

NOON = dt.datetime(2025, 4, 28, 12, tzinfo=dt.UTC)


class Title(StrEnum):
    SHORT = "T"


@st.composite
def other_forms(draw: st.DrawFn, value: object) -> object:
    """Draw another value of Python that stands for a value of a field."""
    match value:
        case Record():
            inner = {name: draw(other_forms(it)) for name, it in values(value).items()}
            return draw(st.sampled_from([value, inner, MappingProxyType(inner)]))
        case tuple():
            items = [draw(other_forms(item)) for item in cast("tuple[object, ...]", value)]
            return draw(st.sampled_from([items, tuple(items), iter(items), _column(items)]))
        case PartialDate():
            return draw(st.sampled_from(_dates(value)))
        case bool():
            return draw(st.sampled_from([value, np.bool_(value)]))
        case int():
            return draw(st.sampled_from([value, np.int64(value)]))
        case str():
            return draw(st.sampled_from([value, np.str_(value)]))
        case ProjectFields():
            return draw(st.sampled_from([value, value.tree()]))
        case _:
            return draw(st.sampled_from([None, np.nan, pd.NA]))


def _column(items: list[object]) -> object:
    column = np.empty(len(items), dtype=object)
    column[:] = items
    return column


def _dates(date: PartialDate) -> list[object]:
    if date.as_printed is not None:
        return [date, {"edtf": date.edtf, "as_printed": np.str_(date.as_printed)}]
    forms: list[object] = [date, date.edtf, np.str_(date.edtf)]
    if date.precision == "day" and not (date.is_interval or date.approximate or date.uncertain) and date.earliest:
        day = date.earliest
        if day.year > 0 and date.edtf == f"{day.year:04}-{day.month:02}-{day.day:02}":
            forms.append(dt.date(day.year, day.month, day.day))
    return forms


@pytest.mark.parametrize("model", MODELS.values())
@given(data=st.data())
def test_a_record_is_built_from_other_forms_of_its_values(model: type[Record], data: st.DataObject) -> None:
    record = data.draw(records(model))
    forms = {name: data.draw(other_forms(value)) for name, value in values(record).items()}
    assert model.from_values(**forms) == record


def test_a_text_stands_for_an_object_whose_only_required_field_it_is() -> None:
    actor = Actor.from_values(id="actor:nato", kind="bloc", names=["NATO", {"text": "OTAN"}], members=[USA])
    assert actor.names == (Name(text="NATO"), Name(text="OTAN"))
    assert actor.members == (Member(party=StateId(USA)),)


def test_a_whole_number_is_a_year_and_a_member_of_an_enumeration_is_its_text() -> None:
    source = Source.from_values(
        id=SOURCE.id, kind="webpage", title=Title.SHORT, published=np.int16(1955), dated_by="printed"
    )
    assert (source.published, type(source.title)) == (PartialDate("1955"), str)


def test_a_record_that_is_only_warned_of_is_built() -> None:
    class Odd(FieldRule):
        def complaints(self, *values: object) -> Iterator[Complaint]:
            yield (), f"is odd: {values}"

    @frozen(kw_only=True)
    class Counted(Record):
        """A class of a user's own."""

        count: Annotated[int, Odd(code="X1", demand="It is even.", severity=Severity.WARNING)]

    assert Counted.from_values(count=np.int8(1)) == Counted(count=1)


def test_type_checkers_know_the_values() -> None:
    statement = Statement.from_values(
        id="statement:talk",
        speaker=JPN,
        venue={"kind": "speech", "place": "Kyoto"},
        date=dt.date(2025, 4, 28),
        content="Calls for a pact.",
        attestations=[{"source": SOURCE.id, "wording": "indirect"}],
    )
    assert_type(statement, Statement)
    assert statement.venue == Venue.from_values(kind="speech", place="Kyoto")


THE_DAY = "pass the day without the time: '2025-04-28'"
A_LIST = "pass a list, also for a single item"
IN_TOKYO = pd.Timestamp("2025-04-28", tz="Asia/Tokyo")
TEN_DAYS = np.datetime64("2025-04-28").astype("M8[10D]")
NO_ORDER = "a set has no order; pass a list, such as sorted(...)"
A_VENUE = "pass a Venue, or a mapping that has kind"


@pytest.mark.parametrize(
    ("field", "value", "message", "hint"),
    [
        ("about", JPN, f"must be a list, got the text '{JPN}'", "pass a list, also for a single item"),
        ("about", {JPN}, "must be a list, got a value of type set", NO_ORDER),
        ("venue", "Kyoto", "must be an object, got the text 'Kyoto'", A_VENUE),
        ("venue", STATEMENT, "must be an object, got a value of type Statement", A_VENUE),
        ("date", NOON, "must be a date, got a value of type datetime", THE_DAY),
        ("about", pd.DataFrame({"a": [JPN]}), "must be a list, got a value of type DataFrame", A_LIST),
        ("about", io.StringIO(JPN), "must be a list, got a value of type StringIO", A_LIST),
        ("about", np.array(JPN), "must be a list, got a value of type ndarray", A_LIST),
        ("date", IN_TOKYO, "must be a date, got a value of type Timestamp", THE_DAY),
        ("date", TEN_DAYS, "must be a date, got a value of type datetime64", "write a value of that type"),
        ("venue", b"{}", "must be an object, got a value of type bytes", A_VENUE),
        ("content", 7, "must be text, got the number 7", 'put it in quotes: "7"'),
        ("content", np.nan, "is missing", "add the field; if no source gives it, record a candidate"),
    ],
)  # fmt: skip
def test_what_cannot_be_converted_without_loss_is_refused(field: str, value: object, message: str, hint: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        _from_values(Statement, values(STATEMENT) | {field: value})
    (problem,) = caught.value.problems
    assert (problem.message, problem.hint) == (f"{field} {message}", hint)


def _from_values(model: type[Record], any_values: Mapping[str, object]) -> Record:
    return model.from_values(**any_values)


def test_all_problems_are_reported_together() -> None:
    wrong = {"id": "statement:talk", "venue": Venue, "date": 1.5, "attestations": [b"x"], "contents": "x"}
    with pytest.raises(InvalidRecord) as caught:
        _from_values(Statement, wrong | {"speaker": JPN})
    assert [problem.path for problem in caught.value.problems] == [
        ("contents",),
        ("venue",),
        ("date",),
        ("attestations", 0),
    ]


@pytest.mark.parametrize("value", [True, 2.0, "2"])
def test_a_whole_number_is_not_made_of_another_value(value: object) -> None:
    anchor: Mapping[str, object] = {"end": 3, "sha256": "0" * 64, "fold": "3:0123456789abcdef"}
    sides = dict.fromkeys(("prefix", "suffix"), "0:0123456789abcdef")
    with pytest.raises(InvalidRecord) as caught:
        Anchor.from_values(**anchor, **sides, start=value)
    assert [problem.path for problem in caught.value.problems] == [("start",)]


def test_the_constructor_says_how_to_write_an_object() -> None:
    with pytest.raises(InvalidRecord) as caught:
        Actor(
            id=Actor.from_values(id="actor:a", kind="person", names=["A"]).id,
            kind="person",
            names=cast("tuple[Name, ...]", ("A",)),
            attestations=cast("tuple[Attestation, ...]", ({},)),
        )
    assert [problem.hint for problem in caught.value.problems] == [
        "in Python, write Name(text='A')",
        "in Python, write Attestation(…); from_values also takes a mapping",
    ]
