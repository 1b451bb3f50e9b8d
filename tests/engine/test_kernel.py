"""The kernel accepts only valid records, and none of its tests could be left out."""

import copy
import json
import pickle
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, ClassVar, cast
from unittest.mock import patch

import attrs
import pytest
from attrs import evolve, frozen
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.engine.engines import PLAIN, raw
from tests.formats.test_round_trip import assert_fast_agrees_with_slow, jsons, paths_in
from tests.mistakes import STATEMENT, VALID
from tests.profiles import examples

from alliancekit import convert
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidCorpus, InvalidRecord, Location, Problem
from alliancekit.formats import Limits, _json_scan
from alliancekit.formats._json_scan import scan
from alliancekit.formats._text import FileText
from alliancekit.formats._tree_builder import TreeBuilder
from alliancekit.models import Record, Statement
from alliancekit.models.attestation import Attestation
from alliancekit.rules import DisjointPeriods, Distinct, Id, Minimum, NotBlank, Ordered, Pattern, RecordRule, Within
from alliancekit.rules.automaton import automaton
from alliancekit.rules.problems import problems_of
from alliancekit.rules.shape import Kind, Shape, Spec, spec_of
from alliancekit.strategies import dates, near_misses, records

if TYPE_CHECKING:
    from alliancekit.kernel.compiled import Reader

pytest.importorskip("alliancekit.kernel.compiled", reason="the kernel is not installed")

from alliancekit.engine import _compiled, slots
from alliancekit.engine._compiled_json import TREES

KERNEL = _compiled.ENGINES

each_model = pytest.mark.parametrize("model", VALID, ids=[model.__name__ for model in VALID])


@pytest.mark.slow
@each_model
@examples(30)
@given(data=st.data())
def test_the_kernel_accepts_valid_records(model: type[Record], data: st.DataObject) -> None:
    assert slots.model_of(model).accepts(data.draw(records(model)))


def without(spec: Spec, code: str, field_values: Mapping[str, object]) -> Spec:
    """Return fields and rules without those of a code, and without rules that only report consequences.

    Args:
        spec: The fields and rules.
        code: The code.
        field_values: The values of a record that breaks the rule of the code.
    """

    def shape(whole: Shape) -> Shape:
        rules = tuple(rule for rule in whole.rules if rule.code != code)
        return evolve(whole, rules=rules, item=whole.item and shape(whole.item))

    fields = tuple(evolve(field, shape=shape(field.shape)) for field in spec.fields)
    doubtful = {field.name for field, before in zip(fields, spec.fields, strict=True) if field != before}
    for rule in spec.rules:
        if rule.code == code:
            doubtful.update(rule.suspects(*(field_values.get(name, spec[name].default) for name in rule.reads)))
    return Spec(fields, tuple(rule for rule in spec.rules if rule.code != code and not doubtful & {*rule.reads}))


def codes(model: type) -> set[str]:
    """Return the codes of the rules of a model itself, not of the objects that it holds."""
    spec = spec_of(model)
    shapes = [shape for field in spec.fields for shape in (field.shape, field.shape.item) if shape]
    return {rule.code for rule in spec.rules} | {rule.code for shape in shapes for rule in shape.rules}


def has_keys(values: Mapping[str, object]) -> bool:
    """Return whether an attestation names a part of the record with a key."""
    attestations = values.get("attestations")
    return isinstance(attestations, tuple) and any(
        "[" in name
        for attestation in cast("tuple[object, ...]", attestations)
        if isinstance(attestation, Attestation)
        for name in (*attestation.fields, *(reading.field for reading in attestation.as_printed))
    )


@pytest.mark.parametrize(
    ("model", "code"),
    [pytest.param(model, code, id=f"{model.__name__}-{code}") for model in VALID for code in sorted(codes(model))],
)
@settings(max_examples=2)
@given(data=st.data())
def test_without_one_rule_the_kernel_accepts_its_near_misses(
    model: type[Record], code: str, data: st.DataObject
) -> None:
    miss = data.draw(near_misses(model, code=code).filter(lambda miss: miss.part is model))
    assert miss.values is not None
    assume(code == "AK127" or not has_keys(miss.values))  # the key of an invalid item may match nothing
    record = raw(model, dict(miss.values))
    assert not slots.build_model(model, spec_of(model)).accepts(record)
    assert slots.build_model(model, without(spec_of(model), code, miss.values)).accepts(record)


@pytest.mark.parametrize(
    ("model", "name", "value"),
    [
        (model, field.name, value)
        for model in VALID
        for field in spec_of(model).fields
        for value in ("no such word", 1 << 63, -1 << 63, None)
        if value is not None or not field.shape.optional
    ],
)
def test_the_kernel_checks_types_choices_and_64_bits(model: type[Record], name: str, value: object) -> None:
    field_values = {field.name: getattr(VALID[model], field.name) for field in spec_of(model).fields} | {name: value}
    assert slots.model_of(model).accepts(raw(model, field_values)) is not any(problems_of(model, field_values))


@frozen(kw_only=True)
class Span(Record):
    """Dates in order, and periods that lie between them."""

    first: PartialDate | None = None
    second: PartialDate | None = None
    end: PartialDate | None = None
    items: tuple["Stay", ...] = ()

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        Ordered(code="X1", demand="", names=("first", "second", "end")),
        Within(code="X2", demand="", path=("items", "period"), starts=("first", "second"), end="end"),
        DisjointPeriods(code="X3", demand="", name="items", period="period", in_order=True),
    )


@frozen(kw_only=True)
class Stay(Record):
    """A period."""

    period: PartialDate | None = None


EARLY, LATE = (Span(first=PartialDate("1950"), second=PartialDate(end)) for end in ("1951", "1952"))

some = st.sampled_from([
    "1950", "1950-12", "1950-12-31", "1951", "1951-01", "1951-01-01", "1951-21", "195X", "1951-XX-XX", "1951~", "-0001",
    "1950/1951", "1950/..", "../1951", "/1951", "1951/", "1951-02/1951-02-28", "1951-03-01/1952", "1952-04-30/1952-04",
    "-0100/1951", "1951?/1952", "1951-02-28", "1951-03", "9999-12-31",
]).map(PartialDate)  # fmt: skip
maybe = st.none() | some | dates()
moments = maybe.filter(lambda date: date is None or not date.is_interval)


@examples(300)
@given(first=moments, second=moments, end=moments, periods=st.lists(maybe, max_size=3))
def test_dates_are_compared_as_dates_compare_themselves(
    first: PartialDate | None, second: PartialDate | None, end: PartialDate | None, periods: list[PartialDate | None]
) -> None:
    items = tuple(Stay(period=period) for period in periods)
    field_values: dict[str, object] = {"first": first, "second": second, "end": end, "items": items}
    assert slots.model_of(Span).accepts(raw(Span, field_values)) is not any(problems_of(Span, field_values))


@examples(300)
@given(periods=st.lists(some | dates(), max_size=3), year=st.sampled_from([1950, 1951, 1952]))
def test_dates_before_a_day_are_left_out(periods: list[PartialDate], year: int) -> None:
    items = tuple(raw(Stay, {"period": period}) for period in periods)
    span = raw(Span, {"first": PartialDate("1940"), "second": PartialDate("1953-01/.."), "items": items})
    late = set[str]()
    KERNEL.engine(Span).digest([span], year * 10_000, set(), late)
    assert "1940" not in late
    assert "1953-01/.." in late
    for period in periods:
        ends = [period.earliest, period.latest if not period.open_end else period.earliest]
        assert period.edtf in late or all(end and end.year < year for end in ends[period.open_start :])


PATTERNS = sorted({
    cast("Pattern", rule).regex
    for model in VALID
    for field in spec_of(model).fields
    for shape in (field.shape, field.shape.item)
    for rule in (shape.rules if shape else ())
    if hasattr(rule, "regex")
})  # fmt: skip


@pytest.mark.parametrize("regex", PATTERNS)
@examples(30)
@given(data=st.data())
def test_an_automaton_matches_what_the_expression_matches(regex: str, data: st.DataObject) -> None:
    import re

    text = data.draw(st.from_regex(regex, fullmatch=True) | st.text())
    at = data.draw(st.integers(0, len(text)))
    changed = text[:at] + data.draw(st.characters(max_codepoint=255) | st.just("")) + text[at + 1 :]
    for tried in (text, changed):
        assert matches(regex, tried) is bool(re.fullmatch(regex, tried) and all(letter <= "\xff" for letter in tried))


def matches(regex: str, text: str) -> bool:
    """Return whether the kernel alone takes a text."""
    return kernel_test(regex)(text)


@cache
def kernel_test(regex: str) -> Callable[[object], bool]:
    """Return the test of the kernel for an expression."""
    from alliancekit.kernel.compiled import Matches, Value

    table = automaton(regex)
    assert table
    return Value(str, [Matches(table.kinds, table.rows, table.width)], optional=False)


@pytest.mark.parametrize("regex", ["(?=a)b", "(a)", "^a", "(?:a*)*", "(?:a|b?){3}", "[a-z]{30000}", "a*?", "ba*+"])
def test_an_expression_without_an_automaton_is_tested_in_python(regex: str) -> None:
    assert automaton(regex) is None
    pattern = Pattern(code="X1", demand="", regex=regex, form="so")
    value = slots.value_of(Shape(Kind.TEXT, str, rules=(pattern,)))
    for text in ("a", "A", "b", "", "aaa"):
        assert value(text) is pattern.holds(text)


@pytest.mark.parametrize("regex", ["", "a|", "(?:a|b){2,}c?", "[^a]+", r"\d+", "."])
def test_other_expressions_have_an_automaton(regex: str) -> None:
    import re

    for text in ("", "a", "ab", "abc", "bbb", "12", "\n", "\xe9", "\x85"):
        assert matches(regex, text) is bool(re.fullmatch(regex, text))


@pytest.mark.parametrize(
    ("shape", "right", "wrong"),
    [
        (Shape(Kind.INTEGER, int, rules=(Minimum(code="X1", demand="", bound=1 << 70),)), (), (0, 1 << 62)),
        (Shape(Kind.INTEGER, int, rules=(Minimum(code="X1", demand="", bound=-5),)), (-5, 7), (-6, True, "1")),
        (
            Shape(Kind.LIST, tuple, item=Shape(Kind.TEXT, str), rules=(Distinct(code="X1", demand=""),)),
            ((), ("a",), tuple("abcdefg")),
            (("a", "a"), tuple("abcdefa"), ["a"], (1,)),
        ),
        (
            Shape(
                Kind.LIST, tuple, item=Shape(Kind.OBJECT, Stay), rules=(Distinct(code="X1", demand="", by=("period",)),)
            ),
            ((Stay(),), (Stay(), Stay(period=PartialDate("1950")))),
            ((Stay(), Stay()), (Stay(),) * 9),
        ),
        *(
            (
                Shape(Kind.LIST, tuple, item=Shape(Kind.OBJECT, Span), rules=(Distinct(code="X1", demand="", by=by),)),
                (
                    (EARLY,),
                    (EARLY, LATE, Span()),
                    (EARLY, LATE, Span(), Span(second=EARLY.first), Span(end=LATE.first)),
                ),
                ((EARLY, LATE, EARLY), (EARLY, LATE, Span(), Span(second=EARLY.first), LATE), (Stay(), Stay())),
            )
            for by in ((), ("end", "first", "second"))
        ),
        (
            Shape(
                Kind.LIST,
                tuple,
                item=Shape(Kind.TEXT, str),
                rules=(Distinct(code="X1", demand="", by=("real", "imag")),),
            ),
            (),
            (),
        ),
        (
            Shape(Kind.TEXT, str, rules=(NotBlank(code="X1", demand=""),)),
            ("a", " a", "\u3000\u8cf4", "\U0001f600", "\xe9", " \x85x"),
            ("", " ", "a\0", "\u3000", "\xe9\0", "\ud800", "\x85", "\U0001f600\0"),
        ),
        (
            Shape(Kind.TEXT, str, rules=(Id(code="X1", demand="", kind="actor"),)),
            ("actor:a",),
            ("actor:\u8cf4", "actor:"),
        ),
    ],
)
def test_values(shape: Shape, right: tuple[object, ...], wrong: tuple[object, ...]) -> None:
    value = slots.value_of(shape)
    assert [*map(value, right)] == [True] * len(right)
    assert [*map(value, wrong)] == [False] * len(wrong)


@frozen(kw_only=True)
class Noted(Record):
    """Equal to others whatever is noted."""

    name: str
    note: str = attrs.field(default="", eq=False)


@frozen(kw_only=True)
class Folded(Record):
    """Equal to others in small letters."""

    name: str = attrs.field(eq=str.lower)


@frozen(kw_only=True, eq=False)
class Alike(Record):
    """Equal to all others."""

    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Alike)

    def __hash__(self) -> int:
        return 1


@frozen(kw_only=True, eq=False)
class Single(Record):
    """Equal to nothing else."""

    name: str


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (Noted(name="a", note="1"), Noted(name="a", note="2"), True),
        (Folded(name="a"), Folded(name="A"), True),
        (Alike(name="a"), Alike(name="b"), True),
        (Single(name="a"), Single(name="a"), False),
    ],
)
@pytest.mark.parametrize("more", [0, 9])
def test_items_are_compared_as_their_class_defines(
    one: Noted | Folded | Alike | Single, other: Record, more: int, *, equal: bool
) -> None:
    rule = Distinct(code="X1", demand="")
    shape = Shape(Kind.LIST, tuple, item=Shape(Kind.OBJECT, type(one)), rules=(rule,))
    items = (one, other) if type(one) is Alike else (one, other, *(type(one)(name=f"c{n}") for n in range(more)))
    assert slots.value_of(shape)(items) is (not equal)
    assert rule.holds(items) is (not equal)


def test_a_rule_for_another_type_is_tested_in_python() -> None:
    value = slots.value_of(Shape(Kind.INTEGER, int, rules=(NotBlank(code="X1", demand=""),)))
    with pytest.raises(AttributeError):
        value(1)


def test_only_slots_are_accepted_as_slots() -> None:
    from alliancekit.kernel.compiled import Slot

    class Other:
        """A class with a slot of another one."""

        __slots__ = ()
        end = Span.__dict__["end"]

    for model, name in ((Other, "end"), (Span, "RULES"), (type(raw), "__closure__")):
        with pytest.raises(TypeError, match=f"{name} is no slot"):
            Slot(model, name)


def test_fields_of_another_class_are_refused() -> None:
    from alliancekit.kernel.compiled import Field, Model, Slot, Value

    def field(model: type, name: str) -> Field:
        return Field(name, Slot(model, name), Value(str, (), optional=False), required=True, default=None)

    with pytest.raises(TypeError, match="period is held in another class"):
        Model(Span, [field(Stay, "period")], ())
    with pytest.raises(TypeError, match="two fields are held in one place"):
        Model(Stay, [field(Stay, "period"), field(Stay, "period")], ())


def test_a_tree_may_change_while_it_is_read() -> None:
    outer: dict[object, object] = {}
    outer.update(convert.tree(STATEMENT))

    class Meddler:
        """A key that empties the tree in which it stands as soon as it is looked at."""

        def __hash__(self) -> int:
            return hash("place")

        def __eq__(self, other: object) -> bool:
            outer.clear()
            return False

    venue: dict[object, object] = {Meddler(): 1}
    venue.update({**convert.tree(STATEMENT.venue), **{str(n): n for n in range(500)}})
    outer["venue"] = venue
    del venue
    with pytest.raises(InvalidRecord):
        convert.record(Statement, outer)


def test_too_deep_a_recursion_is_declined() -> None:
    from alliancekit.kernel.compiled import Reader

    class Deep(dict[object, object]):
        """A memo that has no room to make anything."""

        def __missing__(self, key: object) -> object:
            raise RecursionError

    data = json.dumps(convert.tree(STATEMENT)).encode()
    no_dates: dict[str, object] = {}
    reader: Reader[Statement] = Reader(slots.model_of(Statement), str, dict, no_dates, Deep())
    assert reader.read(data) is None


def test_an_empty_slot_raises_the_error_of_python() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'id'"):
        slots.model_of(Statement).accepts(object.__new__(Statement))


@given(text=jsons, depth=st.integers(0, 4), values=st.integers(1, 12))
def test_only_valid_json_is_accepted(text: str, depth: int, values: int) -> None:
    assert_fast_agrees_with_slow(KERNEL.json, text, depth, values)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[", '"', '"\\', "[1", "[1,", "[1 2]", "[1,]", "{1:2}", '{"a"}', '{"a":', '{"a":1', '{"a":1,}'),
        *('{"a":1 "b":2}', '{"a":1,"a":2}', "-", "01", "1.", "1.e5", "1e", "1e+", ".5", "0.0", "1e999", "9" * 20),
        *(str(2**63), str(-(2**63) - 1), "nul", "truth", "[1]]", "1 2", "\x001", '"\x1f"', r'"\ud83d"', r'"\x"', '"é"'),
        "[" * 600 + "]" * 600,
    ],
)
def test_other_json_is_declined(text: str) -> None:
    read = TREES.read(text, 0, 1000, 1000)
    assert read is None or read[2] < len(text)


@pytest.mark.parametrize(
    "text", ["[-0, 0]", " 1.5e-3\n", '{"a": [{}, [], ""], "\\u0062": null}', str(-(2**63)), "-1E2"]
)
def test_valid_json_is_accepted(text: str) -> None:
    read = TREES.read(text, 0, 3, 6)
    assert read
    assert text[read[2] :].strip() == ""
    assert [repr(read[0])] == [repr(json.loads(text))]


@examples(300)
@given(
    text=jsons,
    rest=st.sampled_from(["", ",", "}", ', "a": 1}', "\n", " \r\n"]),
    keep=st.integers(0, 60),
    data=st.data(),
)
def test_plain_reports_the_same_about_json(text: str, rest: str, keep: int, data: st.DataObject) -> None:
    broken = f"{{{text[:keep]}{rest}" if data.draw(st.booleans()) else text[:keep] + rest
    limits = Limits(depth=data.draw(st.integers(1, 4)), values=data.draw(st.integers(1, 12)), problems=2)
    with patch.object(_json_scan, "JSON", KERNEL.json):
        with_kernel = result_of(broken, limits)
    with patch.object(_json_scan, "JSON", PLAIN.json):
        assert result_of(broken, limits) == with_kernel


def result_of(text: str, limits: Limits) -> object:
    """Return what the slow way through JSON finds: tree, places and problems."""
    try:
        found = scan(TreeBuilder(FileText("a.json", text), limits), 0, len(text.rstrip("\r\n")))
    except InvalidCorpus as refusal:
        return refusal.problems
    places = {
        (*path, step): (found.place.find((*path, step)), found.place.find((*path, step), key=True))
        for path, _ in paths_in(found.tree)
        for step in ("", *path[-1:], "none", 9)
    }
    return repr(found.tree), found.problems, found.values, places


def test_the_first_members_end_before_one_that_is_declined() -> None:
    leading = TREES.leading
    members, places, values, end = leading('{"a": [1], "b" :2 , "a": 3}', 0, 9, 9)
    assert (members, values, end) == ({"a": [1], "b": 2}, 3, 20)
    assert {name: place[:2] for name, place in places.items()} == {"a": (6, 1), "b": (16, 11)}
    assert places["a"].parts.get(0) is not None
    assert leading('{"a": [1], "b": 2}', 0, 9, 2)[2:] == (2, 11)
    for text in ("{", '{"', "{ }", '{"a" 1,', '{"a": [1],', '{"\\ud83d": 1,', "{1: 2,"):
        assert leading(text, 0, 0, 9)[0] == {}
    for text, start in (("{}", -1), ("{}", 2), ('{"é": 1}', 0)):
        with pytest.raises(ValueError, match="no place in a text of ASCII"):
            leading(text, start, 9, 9)


def test_places_of_inner_values_are_looked_up() -> None:
    def part(text: str, start: int, step: object) -> tuple[int, int] | None:
        found = TREES.places(text, start).get(step)
        return found and (found.key, found.value)

    assert part('{"a": "]\\"", "b": [{"c": 1}, 2]}', 0, "b") == (13, 18)
    assert part('[[1, "]"], 2]', 0, 1) == (11, 11)
    assert [part(text, 0, step) for text, step in (("[]", 0), ("[1]", "a"), ("{}", 0), ("1", 0), ('["', 1))] == [
        None
    ] * 5
    for text, start in (("[]", -1), ("[]", 2), ('["é"]', 0)):
        with pytest.raises(ValueError, match="no place in a text of ASCII"):
            part(text, start, 0)


def test_a_path_is_followed_as_far_as_it_exists() -> None:
    find = TREES.find
    text = ' {"a": [1, {"b": 2}]}'
    paths: list[tuple[str | int, ...]] = [(), ("a",), ("a", 1, "b"), ("a", 1, "c"), ("a", 9), ("z", 0)]
    assert [(find(text, path, False), find(text, path, True)) for path in paths] == [
        (1, 1),
        (7, 2),
        (17, 12),
        (11, 11),
        (7, 7),
        (1, 1),
    ]
    assert find("", (), True) == 0
    with pytest.raises(ValueError, match="no text of ASCII"):
        find('["é"]', (0,), False)


def test_objects_equal_those_of_their_constructor() -> None:
    make, values = _compiled.unchecked_constructor(Location), ("a.yaml", 1, None, "text", None)
    made = make(*values)
    assert type(made) is Location
    assert (made, repr(made), hash(made), made.text) == (here := Location(*values), repr(here), hash(here), here.text)
    assert pickle.loads(pickle.dumps(made)) == made
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.file = "b.yaml"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(TypeError, match="Location takes 5 values, got 1"):
        make("a.yaml")


@pytest.mark.parametrize(
    ("model", "names", "message"),
    [
        (Location, [(Location, "file"), (Problem, "code")], "code is held in another class"),
        (Location, [(Location, "file")] * 2, "two fields are held in one place"),
        (InvalidRecord, [], "InvalidRecord is made from ValueError"),
    ],
)
def test_a_maker_fills_each_field_of_its_class_once(model: type, names: list[tuple[type, str]], message: str) -> None:
    from alliancekit.kernel.compiled import Maker, Slot

    with pytest.raises(TypeError):
        Maker.__new__(Maker)
    with pytest.raises(TypeError, match=message):
        Maker(model, *(Slot(owner, name) for owner, name in names))


def test_parts_of_the_kernel_are_copied_by_their_text() -> None:
    parts = TREES.places('{"a": 1}', 0)
    for copied in (copy.copy(parts), copy.deepcopy(parts), pickle.loads(pickle.dumps(parts))):
        assert copied.get("a") is not None
        assert type(copied) is type(parts)


def test_a_reader_accepts_only_bytes() -> None:
    with pytest.raises(TypeError):
        KERNEL.engine(Statement).from_json(cast("bytes", object()))


def test_a_document_accepts_only_readers() -> None:
    with pytest.raises(TypeError):
        TREES.document(b'{"a": []}', cast("dict[str, Reader[object]]", {"a": object()}))


@attrs.frozen(kw_only=True)
class Words(Record):
    """A record whose order the kernel does not test, since its fields are neither dates nor numbers."""

    first: str
    second: str
    RULES: ClassVar[tuple[RecordRule, ...]] = ()


def test_only_dates_and_numbers_have_an_order_in_the_kernel() -> None:
    order = Ordered(code="X1", demand="", names=("first", "second"))
    assert [*order.kernel_tests(slots.Slots(Words, spec_of(Words)))] == []
