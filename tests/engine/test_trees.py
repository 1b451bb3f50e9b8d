"""Each engine builds from a plain tree the record that the explanation builds, or declines it."""

from types import MappingProxyType
from unittest.mock import Mock, patch

import attrs
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.engines import PLAIN, each_engine
from tests.engine.test_record import each_model, wrong
from tests.mistakes import CORPUS, STATEMENT
from tests.profiles import examples

from alliancekit import convert, engine
from alliancekit.dates import PartialDate
from alliancekit.engine._interface import Engines
from alliancekit.errors import Problem
from alliancekit.models import Entry, Record, Statement
from alliancekit.rules.shape import spec_of
from alliancekit.strategies import near_misses, records

DECLINING = evolve(PLAIN.engine(Statement), from_tree=Mock(return_value=None), fields_from_tree=Mock(return_value={}))
"""An engine that declines everything."""


def explained(model: type[Record], tree: object) -> tuple[Record | None, tuple[Problem, ...]]:
    """Return the record of a tree, or None, and its problems, without the help of an engine."""
    with patch.object(engine, "of", return_value=DECLINING):
        record, problems = convert.read(model, tree)
    assert (record is None) is bool(problems)
    return record, problems


def read(engines: Engines, model: type[Record], tree: object) -> tuple[Record | None, tuple[Problem, ...]]:
    """Return the same with the help of an engine."""
    with patch.object(engine, "of", engines.engine):
        return convert.read(model, tree)


@pytest.mark.slow
@each_engine
@each_model
@examples(50)
@given(data=st.data())
def test_an_engine_agrees_with_the_explanation(engines: Engines, model: type[Record], data: st.DataObject) -> None:
    tree: dict[str, object] = dict(convert.tree(data.draw(records(model))).items())
    names = st.sampled_from([*(field.name for field in spec_of(model).fields), "colour"])
    for name in data.draw(st.lists(names, max_size=2)):
        tree[name] = data.draw(wrong)
    for name in data.draw(st.lists(st.sampled_from([*tree, "colour"]), max_size=1)):
        tree.pop(name, None)
    made, slowly = engines.engine(model).from_tree(tree), explained(model, tree)
    assert made is None or made == slowly[0]
    assert read(engines, model, tree) == slowly


@pytest.mark.slow
@each_engine
@each_model
@examples(30)
@given(data=st.data())
def test_an_engine_declines_near_misses(engines: Engines, model: type[Record], data: st.DataObject) -> None:
    assert engines.engine(model).from_tree(data.draw(near_misses(model)).tree) is None


@each_engine
@pytest.mark.parametrize("record", CORPUS, ids=[record.id for record in CORPUS])
def test_an_engine_accepts_valid_trees(engines: Engines, record: Entry) -> None:
    assert engines.engine(type(record)).from_tree(convert.tree(record)) == record


@attrs.frozen(kw_only=True)
class Loose(Record):
    """A record with a required field that may be None."""

    text: str | None
    note: str = "none"


@each_engine
@pytest.mark.parametrize(
    ("tree", "made"),
    [
        ({}, None),
        ({"text": None}, Loose(text=None)),
        ({"text": "a", "note": "b"}, Loose(text="a", note="b")),
        ({"text": "a", "note": None}, None),
        ({"note": "b"}, None),
    ],
)
def test_a_required_field_may_be_null(engines: Engines, tree: dict[str, object], made: Loose | None) -> None:
    assert engines.engine(Loose).from_tree(tree) == made == explained(Loose, tree)[0]


def test_a_printed_date_is_read() -> None:
    tree = convert.tree(STATEMENT)
    tree["date"] = {"edtf": "2023-04-28", "as_printed": "April 28"}
    read = convert.record(type(STATEMENT), tree)
    assert read.date == PartialDate("2023-04-28", as_printed="April 28")
    assert PLAIN.engine(Statement).from_tree(tree) == read


@each_engine
def test_valid_fields_are_read_without_the_others(engines: Engines) -> None:
    tree: dict[object, object] = {
        "id": "x",
        "date": "1950-13",
        "about": None,
        "venue": {},
        "addressees": "state:usa",
        "office": "Minister",
    }
    optional = {field.name for field in spec_of(Statement).fields if not field.required}
    for mapping in (tree, MappingProxyType(tree)):
        valid = engines.engine(Statement).fields_from_tree(mapping)
        assert valid.keys() <= optional - {"about", "addressees"}
    assert engines.engine(Statement).fields_from_tree(tree)["office"] == "Minister"
