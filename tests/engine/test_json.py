"""Each engine reads from JSON the record that the explanation reads, or declines it."""

import json
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Final, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.engines import each_engine
from tests.profiles import examples

from alliancekit import Anchor, PartialDate, Statement, convert, strategies
from alliancekit.corpus.checks import CHECKS
from alliancekit.engine import Bounded, FromJson, _interface, _plain, _plain_trees
from alliancekit.engine._interface import Engines, Shared
from alliancekit.errors import InvalidRecord
from alliancekit.formats import read_json
from alliancekit.models import Record
from alliancekit.rules import Ref
from alliancekit.rules.shape import Shape, spec_of
from alliancekit.schema import types

TYPES: Final = types()

ANCHOR: Final = {"start": 1, "end": 5, "sha256": "a" * 64, "fold": f"4:{'b' * 16}", "prefix": f"0:{'c' * 16}"}
SUFFIX: Final = f"0:{'d' * 16}"


def dumped(tree: object) -> bytes:
    return json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass")


each_model = pytest.mark.parametrize("model", TYPES.values(), ids=TYPES)


@each_engine
@each_model
@examples(30)
@given(data=st.data())
def test_every_record_is_read_as_it_was_written(engines: Engines, model: type[Record], data: st.DataObject) -> None:
    record = data.draw(strategies.records(model))
    tree = convert.tree(record)
    compact = json.dumps(tree, separators=(",", ":")).encode()
    wide = json.dumps(tree, indent=3, ensure_ascii=False, sort_keys=True).encode()
    read = engines.engine(model).from_json
    assert read(wide) == read(compact) == record


@each_engine
@each_model
@examples(30)
@given(data=st.data())
def test_a_near_miss_is_declined(engines: Engines, model: type[Record], data: st.DataObject) -> None:
    miss = data.draw(strategies.near_misses(model))
    assert engines.engine(model).from_json(dumped(miss.tree)) is None


CHANGES: Final = (
    *(mark.encode() for mark in '"\\,:{}[] \n\r\t\0\x01\x7f+-01e.éxd'),
    *(b"", b"null", b"true", b"\xff", b"\xc3", b'\\"', b"\\u0065", b"\\ud800", b"\\ud83d\\ude00", b'"id":"x",', b'""'),
)


@pytest.mark.slow
@each_engine
@each_model
@examples(50)
@given(data=st.data())
def test_accepted_json_gives_the_record_of_convert(engines: Engines, model: type[Record], data: st.DataObject) -> None:
    tree = convert.tree(data.draw(strategies.records(model)))
    changed = data.draw(st.sampled_from([dumped(tree), json.dumps(tree, indent=1).encode()]))
    for _ in range(data.draw(st.integers(1, 3))):
        at, length = data.draw(st.integers(0, len(changed))), data.draw(st.integers(0, 3))
        changed = changed[:at] + data.draw(st.sampled_from(CHANGES)) + changed[at + length :]
    record = engines.engine(model).from_json(changed)
    if record is not None:
        slowly = read_json(changed, "changed.json")
        assert not slowly.problems
        assert convert.record(model, slowly.tree) == record


def anchor(more: str = "", **changes: object) -> bytes:
    """Return the JSON of an anchor, with changes, and with more text at its end."""
    tree = {**ANCHOR, "suffix": SUFFIX, **changes}
    return json.dumps(tree).encode().removesuffix(b"}") + more.encode() + b"}"


@each_engine
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
def test_json_that_lenient_parsers_accept_is_declined(engines: Engines, data: bytes) -> None:
    assert engines.engine(Anchor).from_json(data) is None


@each_engine
def test_members_before_the_start_are_skipped(engines: Engines) -> None:
    data, read = b'{"type": "anchor", ' + anchor()[1:], engines.engine(Anchor).from_json
    assert read(data) is None
    assert read(data, data.index(b'"start"')) == convert.record(Anchor, json.loads(anchor()))
    for start in (-1, len(data) + 1, 1 << 60):
        assert read(data, start) is None


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


@each_engine
@pytest.mark.parametrize(("data", "count"), LISTS)
def test_a_list_contains_only_records(engines: Engines, data: bytes, count: int | None) -> None:
    records = engines.engine(Anchor).list_from_json(data)
    assert (None if records is None else [*records]) == (
        None if count is None else [convert.record(Anchor, tree) for tree in json.loads(data)]
    )
    assert count is None or len(json.loads(data)) == count


@each_engine
@pytest.mark.parametrize(("data", "count"), LISTS)
def test_a_document_has_lists_of_records_beside_other_members(engines: Engines, data: bytes, count: int | None) -> None:
    whole = b' {"version": 2, "anchors": ' + data + b', "name": "x\\u0041"}\n'
    found = engines.json.document(whole, {"anchors": Anchor})
    if count is None:
        assert found is None
    else:
        assert found is not None
        anchors = [*cast("list[Anchor]", found["anchors"])]
        assert anchors == [convert.record(Anchor, tree) for tree in json.loads(data)]
        assert (found["version"], found["name"], [*found]) == (2, "xA", ["version", "anchors", "name"])


@each_engine
@pytest.mark.parametrize(
    "data",
    [
        *(
            b"",
            b"null",
            b"[]",
            b"{",
            b'{"',
            b'{"a',
            b'{"a"',
            b'{"a":',
            b'{"a": 1',
            b'{"a": 1,',
            b'{"a": 1,}',
            b"{1: 2}",
        ),
        *(b'{"a": 1, "a": 1}', b'{"anchors": [], "anchors": []}', b'{"a": 1} x', b'{"a": 1}}', b'{"a": "\\ud83d"}'),
        *(
            b'{"a": "\xff"}',
            b'{"anchors": {}}',
            b'{"anchors": null}',
            b'{"anchors": "x"}',
            b'{"anchors": [1]}',
            b'{"a" 1}',
        ),
    ],
)
def test_an_invalid_document_is_declined(engines: Engines, data: bytes) -> None:
    assert engines.json.document(data, {"anchors": Anchor}) is None


STATEMENT: Final = {
    "id": "statement:a",
    "speaker": "actor:b",
    "venue": {"kind": "speech", "place": "Rome"},
    "date": "2025-04-28",
    "content": 'It is "so": \\ and\n{"a": 1}',
    "attestations": [{"source": "source:c", "wording": "verbatim"}],
}


@each_engine
def test_quotation_marks_and_backslashes_inside_texts_are_no_keys(engines: Engines) -> None:
    read = cast("FromJson[Statement]", engines.engine(Statement).from_json)
    record = read(dumped(STATEMENT))
    assert record is not None
    assert record.content == STATEMENT["content"]
    escaped = dumped(STATEMENT).replace(b"Rome", rb"R\u006fme\u0022\"\\")
    assert read(escaped) == convert.record(Statement, json.loads(escaped))


@each_engine
def test_a_date_may_have_its_printed_form(engines: Engines) -> None:
    date = {"edtf": "2025-04", "as_printed": "late April"}
    read = cast("FromJson[Statement]", engines.engine(Statement).from_json)
    record = read(dumped({**STATEMENT, "date": date}))
    assert record is not None
    assert record.date == PartialDate("2025-04", as_printed="late April")


@each_engine
@pytest.mark.parametrize(
    "date",
    [
        {"edtf": "2025-04"},
        {"as_printed": "late April"},
        {"edtf": "2025-04", "printed": "late April"},
        {"edtf": "2025-04", "as_printed": None},
        {"edtf": 2025, "as_printed": "late April"},
        {"edtf": "2025-04", "as_printed": "late April", "note": "x"},
        20250428,
        ["2025-04-28"],
        "2025-04-31",
        None,
    ],
)
def test_other_dates_are_declined(engines: Engines, date: object) -> None:
    assert engines.engine(Statement).from_json(dumped({**STATEMENT, "date": date})) is None


@each_engine
def test_null_and_empty_lists_may_be_written(engines: Engines) -> None:
    data = dumped({**STATEMENT, "office": None, "about": []})
    record = convert.record(Statement, STATEMENT)
    assert convert.record(Statement, json.loads(data)) == record
    assert engines.engine(Statement).from_json(data) == record


def test_other_decoders_raise_all_problems_of_a_record() -> None:
    import msgspec

    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(anchor(end=0), type=Anchor)
    assert isinstance(caught.value.__cause__, InvalidRecord)
    assert str(caught.value.__cause__) == (
        "AK121 end must be greater than start (1), got 0 (give the end as the position after the last code point)"
    )


@each_engine
def test_equal_short_texts_are_one_object_in_memory(engines: Engines) -> None:
    read = cast("FromJson[Statement]", engines.engine(Statement).from_json)
    one, two = read(dumped(STATEMENT)), read(dumped({**STATEMENT, "id": "statement:b"}))
    assert one is not None
    assert two is not None
    for recurring in ("speaker", "date", "venue.place", "venue.kind"):
        assert attrgetter(recurring)(one) is attrgetter(recurring)(two)
    assert one.attestations[0].source is two.attestations[0].source
    assert one.attestations[0].wording is two.attestations[0].wording


def test_shared_texts_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (_interface, _plain_trees):
        monkeypatch.setattr(module, "MOST_SHARED", 1)
    shared = Shared()
    assert [shared["a"], shared["b"], *shared] == ["a", "b", "a"]
    read = _plain.ENGINES.engine(Statement).from_json
    assert [read(dumped({**STATEMENT, "speaker": f"actor:new-{name}"})) is not None for name in "ab"] == [True, True]


@each_engine
@each_model
@examples(20)
@given(data=st.data())
def test_records_of_columns_are_those_of_the_constructor(
    engines: Engines, model: type[Record], data: st.DataObject
) -> None:
    drawn = data.draw(st.lists(strategies.records(model), max_size=3))
    columns = [[getattr(record, field.name) for record in drawn] for field in spec_of(model).fields]
    assert engines.engine(model).from_columns(columns) == drawn


def texts_in(value: object, select: Callable[[Shape, object], object]) -> Iterator[object]:
    """Yield the selected texts in the fields of a record and of the records in it, in order."""
    for field in spec_of(type(value)).fields if isinstance(value, Record) else ():
        inner = getattr(value, field.name)
        for item in cast("tuple[object, ...]", inner) if isinstance(inner, tuple) else (inner,):
            shape = field.shape.item or field.shape
            found = select(shape, item)
            yield from [found] if found is not None else texts_in(item, select)


@each_engine
@each_model
@examples(30)
@given(data=st.data())
def test_references_and_dates_are_listed_in_order(engines: Engines, model: type[Record], data: st.DataObject) -> None:
    record = data.draw(strategies.records(model))
    engine = engines.engine(model)
    refs = texts_in(record, lambda shape, item: item if any(isinstance(rule, Ref) for rule in shape.rules) else None)
    assert engine.references(record) == [*refs]
    dates = texts_in(record, lambda _, item: item.edtf if isinstance(item, PartialDate) else None)
    assert engine.dates(record) == [*dates]


@each_engine
@each_model
@examples(10)
@given(data=st.data())
def test_references_and_dates_of_several_records_are_those_of_each(
    engines: Engines, model: type[Record], data: st.DataObject
) -> None:
    records = data.draw(st.lists(strategies.records(model), max_size=3))
    engine = engines.engine(model)
    ids, texts = {"other"}, {"2000"}
    engine.digest(records, -99991231, ids, texts)
    assert ids == {"other", *(id_ for record in records for id_ in engine.references(record))}
    assert texts == {"2000", *(text for record in records for text in engine.dates(record))}


numbers = st.integers(0, 100) | st.integers(1800, 2100).map(lambda year: year * 10_000) | st.just(2**63 - 1)


@each_engine
@pytest.mark.parametrize(
    ("bounded", "model"), [(own.bounded, each) for own in CHECKS for each in own.models if own.bounded]
)
@examples(30)
@given(data=st.data())
def test_ranges_lie_within_bounds_if_the_values_of_each_record_do(
    engines: Engines, bounded: Bounded, model: type[Record], data: st.DataObject
) -> None:
    records = data.draw(st.lists(strategies.records(model), min_size=1, max_size=3))
    engine = engines.engine(model)
    keys = {getattr(item, bounded.key) for record in records for item in getattr(record, bounded.items)}
    bounds = data.draw(st.dictionaries(st.sampled_from(["other", *sorted(keys)]), st.tuples(numbers, numbers)))
    ranges = engine.ranges(bounded)
    for record in records:
        ranges.extend([record])
    assert ranges.lie_within(bounds) is all(map(engine.within(bounded, bounds), records))


HEADER: Final = b'{"version": 2}'


def lines_of(engines: Engines, longest: int = 10_000) -> Callable[[bytes], list[object | None]]:
    """Return a function that reads lines with anchors after a header of version 2."""

    def check_header(line: bytes) -> bool | None:
        return {HEADER: True, b'{"version": 1}': False}.get(line.rstrip())

    return engines.json.lines({"anchor": Anchor}, check_header, longest)


def line(end: int = 5) -> bytes:
    """Return a line with an anchor."""
    return b'{"type": "anchor", ' + anchor(end=end)[1:]


@each_engine
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_lines_are_records_or_declined(engines: Engines, end: bytes) -> None:
    right, record = line(), convert.record(Anchor, json.loads(anchor()))
    wide = right.replace(b'{"type": "anchor",', b'\t{ "type" : "anchor" , ') + b" \t"
    wrong = [
        line(end=0),
        right + b"x",
        right[:-1],
        b"",
        b" ",
        b"[1]",
        b'{"type": "other", "a": 1}',
        b'{"type": "anchor"}',
    ]
    data = end.join([right, HEADER, right, *wrong, wide, right, b'{"version": 1}', right, HEADER, right])
    expected = [None, None, record, *([None] * len(wrong)), record, record, None, None, None, record]
    assert lines_of(engines)(data) == expected
    assert lines_of(engines)(data + end) == expected
    read = lines_of(engines)
    assert [found for part in data.splitlines(keepends=True) for found in read(part)] == expected


@each_engine
def test_a_record_that_continues_on_the_next_line_is_declined(engines: Engines) -> None:
    first, _, rest = line().partition(b", ")
    for end in (b"\n", b"\r", b"\r\n"):
        assert lines_of(engines)(HEADER + end + first + b"," + end + rest) == [None, None, None]
        assert lines_of(engines)(HEADER + end + line().replace(b'"end": 5', b'"end": ' + end + b" 5")) == [None] * 3


@each_engine
def test_a_line_that_begins_with_nul_is_declined(engines: Engines) -> None:
    assert lines_of(engines)(HEADER + b"\n\0" + b'"end": 5}\n') == [None, None]


@each_engine
def test_a_line_beyond_the_limit_is_declined(engines: Engines) -> None:
    data = HEADER + b"\n" + line() + b"\n"
    assert lines_of(engines, len(line()) + 1)(data)[1] is not None
    assert lines_of(engines, len(line()))(data)[1] is None
