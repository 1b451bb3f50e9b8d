"""What holds for every model and every value object."""

import copy
import inspect
import pickle
import re
from collections.abc import Callable
from typing import cast, get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mistakes import CORPUS, VALID, values

from alliancekit import convert
from alliancekit.models import KINDS, MODELS, Entry, Record
from alliancekit.rules import Id
from alliancekit.rules.shape import Kind, Shape, spec_of
from alliancekit.strategies import records

Make = Callable[..., Record]

each_model = pytest.mark.parametrize("model", VALID, ids=[model.__name__ for model in VALID])
each_entry = pytest.mark.parametrize(("name", "model"), MODELS.items(), ids=list(MODELS))


def objects_in(shape: Shape) -> set[type]:
    inner = shape.item or shape
    return {inner.type, *parts_of(inner.type)} if inner.kind is Kind.OBJECT else set()


def parts_of(model: type) -> set[type]:
    """Return the value objects that a model holds, in the depth."""
    return {part for field in spec_of(model).fields for part in objects_in(field.shape)}


def test_the_table_of_valid_records_has_every_model_and_value_object() -> None:
    assert set(VALID) == {*MODELS.values(), *(part for model in MODELS.values() for part in parts_of(model))}


def test_the_small_corpus_has_every_model() -> None:
    assert {type(record) for record in CORPUS} == set(MODELS.values())


def test_kinds_are_the_models_by_the_kind_of_their_ids() -> None:
    assert list(KINDS) == [model.__name__.lower() for model in MODELS.values()]
    assert tuple(KINDS.values()) == tuple(MODELS.values()) == get_args(Entry)


@each_entry
def test_an_entry_begins_with_an_id_of_its_kind(name: str, model: type[Entry]) -> None:
    first = spec_of(model).fields[0]
    (rule,) = first.shape.rules
    assert isinstance(rule, Id)
    assert first.name == "id"
    assert KINDS[rule.kind] is MODELS[name]


@each_model
@given(data=st.data())
def test_what_is_generated_is_valid_and_comes_back_equal(model: type[Record], data: st.DataObject) -> None:
    record, other = data.draw(records(model)), data.draw(records(model))
    held = values(record)
    twins = (
        cast("Make", model)(**held),
        cast("Make", attrs.evolve)(record),
        copy.copy(record),
        copy.deepcopy(record),
        pickle.loads(pickle.dumps(record)),
        convert.record(model, convert.tree(record)),
    )
    for twin in twins:
        assert type(twin) is model
        assert twin == record
        assert {twin, record} == {record}
    assert (other == record) is all(getattr(other, name) == value for name, value in held.items())


@each_model
def test_the_docstring_describes_every_field_in_order(model: type[Record]) -> None:
    attributes = inspect.cleandoc(model.__doc__ or "").partition("Attributes:\n")[2].partition("\nRaises:")[0]
    entries = re.findall(r"^    (\w+(?:, \w+)*): ", attributes, re.MULTILINE)
    assert ", ".join(entries).split(", ") == [field.name for field in spec_of(model).fields]


@each_model
def test_every_rule_has_a_demand_and_advice(model: type[Record]) -> None:
    spec = spec_of(model)
    rules = [*spec.rules, *(rule for field in spec.fields for rule in field.shape.rules)]
    for rule in rules:
        assert re.fullmatch(r"AK\d{3}", rule.code)
        assert re.fullmatch(r"[A-Z`].*\.", rule.demand)
        assert re.fullmatch(r"[a-z].*[^.]", rule.advice)
