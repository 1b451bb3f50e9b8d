"""The fast way from a plain tree to a record says what the slow way says, or nothing."""

from unittest.mock import patch

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mistakes import CORPUS, STATEMENT, VALID
from tests.rules.test_check import each_model, wrong

from alliancekit import convert
from alliancekit.dates import PartialDate
from alliancekit.errors import Problem
from alliancekit.models import Entry
from alliancekit.rules import Record, trees
from alliancekit.rules.check import asking
from alliancekit.rules.shape import spec_of
from alliancekit.strategies import near_misses, records


def explained(model: type[Record], tree: object) -> tuple[Record | None, tuple[Problem, ...]]:
    """Return the record of a tree, if nothing is wrong with it, and what is wrong, in the slow way alone."""
    with patch.object(trees, "made", return_value=None), patch.object(trees, "sound", return_value={}):
        record, problems = convert.read(model, tree)
    assert (record is None) is bool(problems)
    return record, problems


@each_model
@given(data=st.data())
def test_the_fast_way_agrees_with_the_slow_way(model: type[Record], data: st.DataObject) -> None:
    assert_made_as_slowly(model, data)


def assert_made_as_slowly(model: type[Record], data: st.DataObject) -> None:
    """Draw a tree that may be broken, and assert that the slow way alone makes the same of it, and says the same."""
    tree: dict[str, object] = dict(convert.tree(data.draw(records(model))).items())
    names = st.sampled_from([*(field.name for field in spec_of(model).fields), "colour"])
    for name in data.draw(st.lists(names, max_size=2)):
        tree[name] = data.draw(wrong)
    for name in data.draw(st.lists(st.sampled_from([*tree, "colour"]), max_size=1)):
        tree.pop(name, None)
    made, slowly = trees.made(model, tree), explained(model, tree)
    assert made is None or made == slowly[0]
    assert convert.read(model, tree) == slowly


@pytest.mark.parametrize("name", [model.__name__ for model in VALID])
@given(data=st.data())
def test_what_breaks_a_rule_is_left_to_the_slow_way(name: str, data: st.DataObject) -> None:
    model = {model.__name__: model for model in VALID}[name]
    assert trees.made(model, data.draw(near_misses(model)).tree) is None


@pytest.mark.parametrize("record", CORPUS, ids=[record.id for record in CORPUS])
def test_what_is_in_order_needs_no_slow_way(record: Entry) -> None:
    assert trees.made(type(record), convert.tree(record)) == record


@attrs.frozen(kw_only=True)
class Loose(Record):
    """A record with a field that has to be given, and may hold nothing."""

    text: str | None
    note: str = "none"


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
def test_a_field_to_be_given_may_hold_nothing(tree: dict[str, object], made: Loose | None) -> None:
    assert trees.made(Loose, tree) == made == explained(Loose, tree)[0]


def test_a_printed_date_is_left_to_the_slow_way() -> None:
    tree = convert.tree(STATEMENT)
    tree["date"] = {"edtf": "2023-04-28", "as_printed": "April 28"}
    assert trees.made(type(STATEMENT), tree) is None
    read = convert.record(type(STATEMENT), tree)
    assert read.date == PartialDate("2023-04-28", as_printed="April 28")


def test_nobody_is_asked_briefly_any_more() -> None:
    assert trees.made(type(STATEMENT), {}) is None
    assert trees.made(type(STATEMENT), convert.tree(STATEMENT)) == STATEMENT
    assert not asking.briefly
    assert trees.sound(type(STATEMENT), {"id": "x", "date": "1950-13", "about": None, "venue": {}}).keys() == {
        "addressees",
        "note",
        "office",
    }
    assert not asking.briefly
