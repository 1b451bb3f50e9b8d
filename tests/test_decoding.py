"""JSON straight into records: what is taken is what the slow way takes, and whatever is doubtful is left to it."""

import json
from operator import attrgetter
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit import Anchor, PartialDate, Statement, convert, decoding, strategies
from alliancekit.decoding import list_reader, reader, sharing, texts
from alliancekit.errors import InvalidRecord
from alliancekit.formats import Tree, read_json
from alliancekit.rules import Record, native
from alliancekit.schema import types

TYPES: Final = types()

ANCHOR: Final = {"start": 1, "end": 5, "sha256": "a" * 64, "fold": f"4:{'b' * 16}", "prefix": f"0:{'c' * 16}"}
SUFFIX: Final = f"0:{'d' * 16}"


def dumped(tree: object) -> bytes:
    return json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("name", TYPES)
@given(data=st.data())
def test_every_record_is_read_as_it_was_written(name: str, data: st.DataObject) -> None:
    model: type[Record] = TYPES[name]
    record = data.draw(strategies.records(model))
    tree = convert.tree(record)
    compact = json.dumps(tree, separators=(",", ":")).encode()
    wide = json.dumps(tree, indent=3, ensure_ascii=False, sort_keys=True).encode()
    assert reader(model)(compact) == record
    assert reader(model)(wide) == record
    assert texts(model)(record) == counted(tree)


def counted(tree: Tree) -> int:
    """Count keys and texts, one by one."""
    if isinstance(tree, dict):
        return len(tree) + sum(map(counted, tree.values()))
    return sum(map(counted, tree)) if isinstance(tree, list) else isinstance(tree, str)


@pytest.mark.parametrize("name", TYPES)
@given(data=st.data())
def test_a_near_miss_is_left_to_the_slow_way(name: str, data: st.DataObject) -> None:
    model: type[Record] = TYPES[name]
    miss = data.draw(strategies.near_misses(model))
    assert reader(model)(dumped(miss.tree)) is None


CHANGES: Final = (
    *(mark.encode() for mark in '"\\,:{}[] \n\r\t\0\x01\x7f+-01e.éxd'),
    *(b"", b"null", b"true", b"\xff", b"\xc3", b'\\"', b"\\u0065", b"\\ud800", b"\\ud83d\\ude00", b'"id":"x",', b'""'),
)


@pytest.mark.parametrize("model", TYPES.values(), ids=TYPES)
@given(data=st.data())
def test_what_is_taken_is_what_the_slow_way_says(model: type[Record], data: st.DataObject) -> None:
    assert_taken_as_slowly(model, data)


def assert_taken_as_slowly(model: type[Record], data: st.DataObject) -> None:
    """Draw JSON that may be broken, and assert that a record which the reader gives is just what stands there."""
    tree = convert.tree(data.draw(strategies.records(model)))
    changed = data.draw(st.sampled_from([dumped(tree), json.dumps(tree, indent=1).encode()]))
    for _ in range(data.draw(st.integers(1, 3))):
        at, length = data.draw(st.integers(0, len(changed))), data.draw(st.integers(0, 3))
        changed = changed[:at] + data.draw(st.sampled_from(CHANGES)) + changed[at + length :]
    record = reader(model)(changed)
    if record is not None:
        slowly = read_json(changed, "changed.json")
        assert not slowly.problems
        assert convert.record(model, slowly.tree) == record


def anchor(more: str = "", **changes: object) -> bytes:
    """Return the JSON of an anchor, with changes, and with more text at its end."""
    tree = {**ANCHOR, "suffix": SUFFIX, **changes}
    return json.dumps(tree).encode().removesuffix(b"}") + more.encode() + b"}"


@pytest.mark.parametrize(
    "data",
    [
        anchor(', "remark": null'),
        anchor(', "remark": [{"a": {}}]'),
        anchor(', "": 1'),
        anchor(f', "suffix": "{SUFFIX}"'),
        anchor(f', "\\u0073uffix": "{SUFFIX}"'),
        anchor(', "end": 5'),
        anchor(end=5.0),
        anchor(end=True),
        anchor(end="5"),
        anchor(end=None),
        anchor(end=2**63),
        anchor(end=-5),
        anchor().replace(b'"end": 5', b'"end": -'),
        anchor().replace(b'"end": 5', b'"end": 05'),
        anchor().replace(b'"end": 5', b'"end": 5e0'),
        anchor().replace(b'"end": 5', b'"end": 18446744073709551621'),
        anchor().replace(b'"end": 5', b'"end": nul'),
        anchor().replace(b'"end": 5', b'"end" 5'),
        anchor().replace(b'"end": 5', b"end: 5"),
        anchor().replace(b'"end": 5,', b'"end": 5;'),
        anchor().replace(b'"end": 5,', b'"end": 5,,'),
        anchor().replace(b'"end": 5', b'"end": 5\0'),
        anchor()[:-1] + b",}",
        b"{}",
        b"{",
        b'{"',
        b'{"end',
        b'{"end"',
        b'{"end":',
        b'{"fold": "\\',
        anchor(end=10**400),
        anchor(fold=[ANCHOR["fold"]]),
        anchor(fold="\ud83d"),
        anchor() + b"x",
        anchor()[:-1],
        b"[" + anchor() + b"]",
        b"\xef\xbb\xbf" + anchor(),
        anchor().replace(b"bb", b"b\xff"),
        b"[" * 100_000,
        b"null",
        b"",
    ],
)
def test_what_a_parser_would_let_pass_is_left_to_the_slow_way(data: bytes) -> None:
    assert reader(Anchor)(data) is None


def test_texts_that_belong_to_nothing_are_known_beforehand() -> None:
    data = b'{"type": "anchor", ' + anchor()[1:]
    assert reader(Anchor)(data) is None
    assert reader(Anchor)(data, data.index(b'"start"')) == convert.record(Anchor, json.loads(anchor()))


LISTS: Final = [
    *((data, 0) for data in (b"[]", b" [ ] ")),
    *((data, 1) for data in (b"[" + anchor() + b"]", b"[\n" + anchor() + b"\n]\n")),
    (b"[" + anchor() + b", " + anchor(start=2) + b"]", 2),
    *(
        (data, None)
        for data in (b"", b"null", b"{}", anchor(), b"[", b"[1]", b'["a"]', b"[null]", b"[true]", b"[[]]", b"[{}]")
    ),
    *(
        (b"[" + anchor() + rest, None)
        for rest in (b"", b",", b",]", b"]]", b"]x", b", 1]", b", null]", b" " + anchor() + b"]")
    ),
    (b"[" + anchor(', "remark": null') + b"]", None),
]


@pytest.mark.parametrize(("data", "count"), LISTS)
def test_a_list_holds_records_and_nothing_else(data: bytes, count: int | None) -> None:
    assert_list_is_read(data, count)


def assert_list_is_read(data: bytes, count: int | None) -> None:
    """Assert that so many records are read, as they stand there, or that the list is left to the slow way."""
    records = list_reader(Anchor)(data)
    assert (None if records is None else [*records]) == (
        None if count is None else [convert.record(Anchor, tree) for tree in json.loads(data)]
    )
    assert count is None or len(json.loads(data)) == count


STATEMENT: Final = {
    "id": "statement:a",
    "speaker": "actor:b",
    "venue": {"kind": "speech", "place": "Rome"},
    "date": "2025-04-28",
    "content": 'It is "so": \\ and\n{"a": 1}',
    "attestations": [{"source": "source:c", "wording": "verbatim"}],
}


def test_quotation_marks_and_backslashes_inside_texts_are_no_keys() -> None:
    read = reader(Statement)(dumped(STATEMENT))
    assert read is not None
    assert read.content == STATEMENT["content"]
    escaped = dumped(STATEMENT).replace(b"Rome", rb"R\u006fme\u0022\"\\")
    assert reader(Statement)(escaped) == convert.record(Statement, json.loads(escaped))


def test_a_date_may_say_how_it_is_printed() -> None:
    date = {"edtf": "2025-04", "as_printed": "late April"}
    read = reader(Statement)(dumped({**STATEMENT, "date": date}))
    assert read is not None
    assert read.date == PartialDate("2025-04", as_printed="late April")


@pytest.mark.parametrize(
    "date",
    [
        {"edtf": "2025-04"},
        {"as_printed": "late April"},
        {"edtf": "2025-04", "as_printed": None},
        {"edtf": 2025, "as_printed": "late April"},
        {"edtf": "2025-04", "as_printed": "late April", "note": "x"},
        20250428,
        ["2025-04-28"],
        "2025-04-31",
        None,
    ],
)
def test_other_dates_are_left_to_the_slow_way(date: object) -> None:
    assert reader(Statement)(dumped({**STATEMENT, "date": date})) is None


def test_what_holds_nothing_may_stand_there() -> None:
    data = dumped({**STATEMENT, "office": None, "about": []})
    record = convert.record(Statement, STATEMENT)
    assert convert.record(Statement, json.loads(data)) == record
    # Without the kernel, it is left to the slow way.
    assert reader(Statement)(data) == (record if native.INSTALLED else None)


def test_whoever_decodes_without_us_is_told_all_that_is_wrong() -> None:
    import msgspec

    assert reader(Anchor)(anchor(end=0)) is None
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(anchor(end=0), type=Anchor)
    assert isinstance(caught.value.__cause__, InvalidRecord)
    assert str(caught.value.__cause__) == (
        "AK121 end must be greater than start (1), got 0 (give the end as the place after the last code point)"
    )


def test_equal_references_are_one_object_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    one = assert_shared()
    monkeypatch.setattr(decoding, "_MOST_SHARED", 0)
    assert sharing(Statement)(one) is None
    assert one == convert.record(Statement, STATEMENT)


def assert_shared() -> Statement:
    """Assert that what recurs in two statements is one object, and return one of them."""
    read = reader(Statement)
    one, two = read(dumped(STATEMENT)), read(dumped({**STATEMENT, "id": "statement:b"}))
    assert one is not None
    assert two is not None
    for recurring in ("speaker", "date", "venue.place", "venue.kind"):
        assert attrgetter(recurring)(one) is attrgetter(recurring)(two)
    assert one.attestations[0].source is two.attestations[0].source
    assert one.attestations[0].wording is two.attestations[0].wording
    return one
