"""The constructor and the explanation agree, and no record escapes them."""

import datetime as dt
import inspect
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, cast
from unittest.mock import Mock

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.engines import PLAIN, each_engine, raw
from tests.mistakes import ACTOR, MISTAKES, REGION, STATEMENT, TREATY_1960, USA, VALID, values
from tests.profiles import examples

from alliancekit import convert, engine
from alliancekit.dates import PartialDate
from alliancekit.engine import _plain
from alliancekit.engine._interface import Engines
from alliancekit.errors import InvalidRecord, Problem, Severity
from alliancekit.models import Record, Source, Statement
from alliancekit.models.party import Party
from alliancekit.models.state import Spell
from alliancekit.models.statement import Venue
from alliancekit.rules import (
    AtLeast,
    Complaint,
    Distinct,
    FieldRule,
    ListsMissingFields,
    Minimum,
    NotBlank,
    Ordered,
    RecordRule,
    Rule,
)
from alliancekit.rules.problems import problems_of
from alliancekit.rules.shape import Shape, Spec, spec_of
from alliancekit.strategies import records
from alliancekit.strategies._records import of_shape

Make = Callable[..., Record]

each_record = pytest.mark.parametrize("record", VALID.values(), ids=[model.__name__ for model in VALID])
each_model = pytest.mark.parametrize("model", VALID, ids=[model.__name__ for model in VALID])


class Plain(str):
    """A text of a type of its own."""

    __slots__ = ()


class Kind(StrEnum):
    """A kind of actor as an enumeration."""

    PERSON = "person"


class Hostile:
    """A value that can't be compared or hashed."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __hash__(self) -> int:
        raise RuntimeError


SCALARS: tuple[object, ...] = (
    None, True, False, 0, 1, -1, 1 << 63, -(1 << 63), 10**5000, 0.5, float("nan"),
    "", " ", "\0", "\ud800", "person", "actor:x", "state:x", "state:X", "source:x", "2022", "en",
    b"", [], {}, set[str](), object(), Plain("actor:x"), Kind.PERSON, Mock(spec=Venue), Mock(spec=PartialDate),
    PartialDate("2022"), PartialDate("2022/2023"), *VALID.values(),
)  # fmt: skip

scalars = st.sampled_from(SCALARS) | st.builds(Hostile)
wrong = st.one_of(
    scalars,
    st.lists(scalars, max_size=3),
    st.lists(scalars, max_size=3).map(tuple),
    scalars.map(lambda value: (value, value)),
)


@st.composite
def near_misses(draw: st.DrawFn, model: type[Record]) -> dict[str, object]:
    """Draw the values of a valid record, one or two of them exchanged for others, most of them wrong."""
    field_values = values(draw(records(model)))
    for field in draw(st.lists(st.sampled_from(spec_of(model).fields), min_size=1, max_size=2)):
        field_values[field.name] = draw(wrong | of_shape(field.shape))
    return field_values


@pytest.mark.slow
@each_model
@given(data=st.data())
def test_the_constructor_agrees_with_the_explanation(model: type[Record], data: st.DataObject) -> None:
    field_values = data.draw(near_misses(model))
    expected = tuple(problems_of(model, field_values))
    found: tuple[Problem, ...] = ()
    try:
        cast("Make", model)(**field_values)
    except InvalidRecord as error:
        found = error.problems
    assert [(problem.code, problem.path, problem.message) for problem in found] == [
        (problem.code, problem.path, problem.message) for problem in expected
    ]


@pytest.mark.slow
@each_engine
@each_model
@examples(50)
@given(data=st.data())
def test_an_engine_accepts_records_without_problems(engines: Engines, model: type[Record], data: st.DataObject) -> None:
    field_values = data.draw(near_misses(model))
    assert engines.engine(model).accepts(raw(model, field_values)) is not any(problems_of(model, field_values))


@pytest.mark.slow
@each_model
@given(data=st.data())
def test_a_value_is_accepted_where_it_has_no_problem(model: type[Record], data: st.DataObject) -> None:
    field_values = data.draw(near_misses(model))
    for field in spec_of(model).fields:
        value = field_values.get(field.name, field.default)
        assert field.shape.accepts(value) is not any(field.shape.problems(value, ()))


@pytest.mark.slow
@each_model
@given(data=st.data())
def test_a_rule_holds_where_it_has_no_complaint(model: type[Record], data: st.DataObject) -> None:
    field_values = data.draw(near_misses(model))
    sound = {field.name: field_values.get(field.name, field.default) for field in spec_of(model).fields}
    sound = {name: value for name, value in sound.items() if spec_of(model)[name].shape.accepts(value)}
    for rule in spec_of(model).rules:
        if sound.keys() >= {*rule.reads}:
            read = [sound[name] for name in rule.reads]
            assert rule.holds(*read) is not any(rule.complaints(*read))


@pytest.mark.parametrize(
    "parties",
    [("x", "y"), ({}, []), (Party(party=USA), []), (Hostile(), Hostile()), [], Hostile()],
    ids=["texts", "objects", "one", "hostile", "list", "alone"],
)
def test_items_of_the_wrong_type_are_explained(parties: object) -> None:
    with pytest.raises(InvalidRecord) as caught:
        cast("Make", attrs.evolve)(TREATY_1960, parties=parties)
    assert {problem.code for problem in caught.value.problems} == {"AK010"}


A_VENUE = "in Python, write Venue(…); from_values also takes a mapping"


@pytest.mark.parametrize(
    ("changes", "message", "hint"),
    [
        (
            {"addressees": ["state:jpn"]},
            "addressees must be a tuple, got a list",
            "in Python, write a tuple: records never change, and a list could",
        ),
        (
            {"addressees": {"state:jpn"}},
            "addressees must be a tuple, got a value of type set",
            "in Python, write a tuple: records never change, and a list could",
        ),
        ({"addressees": None}, "addressees must be a list, got nothing", "write a value of that type"),
        (
            {"content": Plain("x")},
            "content must be text, got a value of type Plain",
            "in Python, use a plain str, not a subclass",
        ),
        (
            {"venue": Mock(spec=Venue)},
            "venue must be a Venue, got a value of type Mock",
            "in Python, use a plain Venue, not a subclass",
        ),
        (
            {"venue": {"kind": "seminar"}},
            "venue must be a Venue, got an object",
            A_VENUE,
        ),
        ({"attestations": ("source:x",)}, "attestations[0] must be an Attestation, got the text 'source:x'", None),
        ({"date": "2025"}, "date must be a date, got the text '2025'", "in Python, write PartialDate('2025')"),
        (
            {"date": dt.date(2021, 9, 16)},
            "date must be a PartialDate, got a value of type date",
            "in Python, write PartialDate('2021-09-16')",
        ),
        ({"date": 2025}, "date must be a date, got the number 2025", "write a value of that type"),
        ({"content": b"x"}, "content must be text, got a value of type bytes", "write a value of that type"),
        ({"content": PartialDate("2025")}, "content must be text, got the date 2025", "write a value of that type"),
    ],
)
def test_types_are_exact(changes: dict[str, object], message: str, hint: str | None) -> None:
    with pytest.raises(InvalidRecord) as caught:
        cast("Make", attrs.evolve)(STATEMENT, **changes)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("AK010", message)
    assert hint in (None, problem.hint)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"start": False}, "start must be a whole number, got false"),
        ({"end": True}, "end must be a whole number, got true"),
        ({"end": 2.0}, "end must be a whole number, got the number 2.0"),
        ({"kind": 1}, None),
    ],
    ids=str,
)
def test_a_bool_is_no_number(changes: dict[str, object], message: str | None) -> None:
    with pytest.raises(InvalidRecord) as caught:
        cast("Make", attrs.evolve)(REGION, **changes)
    (problem,) = caught.value.problems
    assert problem.code == "AK010"
    assert message in (None, problem.message)


def test_an_enumeration_is_no_text() -> None:
    with pytest.raises(InvalidRecord) as caught:
        cast("Make", attrs.evolve)(ACTOR, kind=Kind.PERSON)
    (problem,) = caught.value.problems
    assert problem.message == (
        "kind must be one of person, organization, government_body, bloc, region, media or machine_persona, "
        "got a value of type Kind"
    )


@pytest.mark.parametrize(
    ("kind", "hint"),
    [("persom", "did you mean 'person'?"), ("planet", "use one of them")],
)
def test_the_hint_of_a_wrong_choice_is_the_most_similar_one(kind: str, hint: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        cast("Make", attrs.evolve)(ACTOR, kind=kind, offices=())
    assert [(problem.code, problem.hint) for problem in caught.value.problems] == [("AK013", hint)]


def test_all_problems_come_at_once_in_the_order_of_the_fields() -> None:
    with pytest.raises(InvalidRecord) as caught:
        Statement(
            id=STATEMENT.id,
            speaker=STATEMENT.speaker,
            venue=STATEMENT.venue,
            date=STATEMENT.date,
            content="",
            addressees=(USA, USA),
            attestations=(),
        )
    assert [(problem.code, problem.record) for problem in caught.value.problems] == [
        ("AK104", "statement:talk"),
        ("AK103", "statement:talk"),
        ("AK124", "statement:talk"),
    ]
    assert str(caught.value) == (
        "AK104 statement:talk: content must not be blank "
        "(write the text, or leave the field out if it is optional)\n"
        "AK103 statement:talk: addressees[1] repeats item [0] (remove the repeated item)\n"
        "AK124 statement:talk: attestations must list 1 or more, lists none "
        "(add the attestation of the source that reports it)"
    )


def test_rules_of_several_fields_are_checked_only_for_valid_fields() -> None:
    with pytest.raises(InvalidRecord) as caught:
        cast("Make", attrs.evolve)(ACTOR, kind="planet")
    assert [problem.code for problem in caught.value.problems] == ["AK013"]


def test_a_rule_may_read_all_the_fields_of_its_model() -> None:
    @attrs.frozen(kw_only=True)
    class Lengths(Record):
        least: int
        most: int
        RULES: ClassVar[tuple[RecordRule, ...]] = (Ordered(code="XX1", demand="", names=("least", "most")),)

    assert Lengths(least=1, most=2).most == Lengths(least=2, most=2).most
    with pytest.raises(InvalidRecord, match=r"^XX1 most must be at least least \(3\), got 2$"):
        Lengths(least=3, most=2)


def test_a_rule_may_override_holds() -> None:
    @attrs.frozen(kw_only=True)
    class Even(FieldRule):
        """A number is even."""

        def complaints(self, *values: object) -> Iterator[Complaint]:
            yield from (((), f"must be even, got {value}") for value in values if cast("int", value) % 2)

        def holds(self, *values: object) -> bool:
            return cast("int", values[0]) % 2 == 0

    @attrs.frozen(kw_only=True)
    class Pairs(Record):
        number: Annotated[int, Even(code="XX1", demand="It is even.")]

    assert Pairs(number=2).number == Pairs(number=2).number
    with pytest.raises(InvalidRecord, match=r"^XX1 number must be even, got 3$"):
        Pairs(number=3)


def test_fields_whose_problems_are_known_are_passed_over() -> None:
    found = problems_of(Spell, {"period": PartialDate("2022")}, frozenset({"system"}))
    assert [problem.code for problem in found] == ["AK107"]


@attrs.frozen(kw_only=True)
class Reign(Record):
    since: int = 1
    until: int = 0

    RULES: ClassVar[tuple[RecordRule, ...]] = (Ordered(code="XX1", demand="", names=("since", "until")),)


def test_no_rule_reads_a_field_whose_problems_are_known_whatever_it_holds() -> None:
    """As of a misspelt field, which would hold its default."""
    holds: dict[str, object] = {"since": 1, "until": 0}
    assert [problem.code for problem in problems_of(Reign, holds, known=holds)] == ["XX1"]
    assert not list(problems_of(Reign, holds, frozenset({"until"}), holds))
    _, problems = convert.read(Reign, {"untill": 3})
    assert [problem.code for problem in problems] == ["AK012"]


def test_a_field_alone_in_its_model_is_bound_by_its_rules() -> None:
    @attrs.frozen(kw_only=True)
    class Rig(Record):
        kind: Literal["sloop", "frigate"]

    @attrs.frozen(kw_only=True)
    class Crew(Record):
        names: Annotated[tuple[str, ...], AtLeast(code="XX1", demand="", count=2)]

    assert Rig(kind="sloop") == Rig(kind="sloop")
    with pytest.raises(InvalidRecord, match=r"^AK013 kind must be one of sloop or frigate, got 'brig'"):
        cast("Make", Rig)(kind="brig")
    assert Crew(names=("a", "b")) == Crew(names=("a", "b"))
    for names in ((), ("a",)):
        with pytest.raises(InvalidRecord, match=r"^XX1 names must list 2 or more"):
            Crew(names=names)


def test_a_warning_does_not_prevent_a_record() -> None:
    @attrs.frozen(kw_only=True)
    class Guess(Record):
        number: Annotated[int, Minimum(code="XX1", demand="", bound=1, severity=Severity.WARNING)]
        sure: Annotated[int, Minimum(code="XX2", demand="", bound=1)] = 1

    assert Guess(number=0).number == Guess(number=0).number == 0
    with pytest.raises(
        InvalidRecord, match=r"^XX1 number must be 1 or more, got 0\nXX2 sure must be 1 or more, got 0$"
    ):
        Guess(number=0, sure=0)


def test_a_problem_of_a_value_without_an_id_names_no_record() -> None:
    with pytest.raises(InvalidRecord) as caught:
        Spell(system="cow", period=PartialDate("2022"))
    assert caught.value.problems == (
        Problem(
            code="AK107",
            message="period must be an interval such as '2022/2024', got the date 2022",
            hint="write 'start/end', such as '2022/2024', '2022/..' while it lasts, '2022/' if the end is not known",
            path=("period",),
            severity=Severity.ERROR,
        ),
    )


def test_an_unknown_field_is_a_problem_of_the_values() -> None:
    assert [(problem.code, problem.path, problem.hint) for problem in problems_of(Spell, {"sytem": "cow"})] == [
        ("AK012", ("sytem",), "did you mean 'system'?"),
        ("AK011", ("system",), "add the field"),
        ("AK011", ("period",), "add the field"),
    ]
    both = {"system": "cow", "sytem": "cow", "period": PartialDate("2022/")}
    assert [(problem.code, problem.path) for problem in problems_of(Spell, both)] == [("AK012", ("sytem",))]


@each_record
def test_a_record_never_changes(record: Record) -> None:
    before = hash(record)
    for name in (*values(record), "colour"):
        with pytest.raises(AttributeError):
            setattr(record, name, None)
        with pytest.raises(AttributeError):
            delattr(record, name)
    assert not hasattr(record, "__dict__")
    assert hash(record) == before


@each_model
def test_a_model_is_not_subclassed(model: type[Record]) -> None:
    message = (
        f"{model.__name__} can't be subclassed, since its rules would no longer apply; use it as the type of a field"
    )
    with pytest.raises(TypeError, match=re.escape(message)):
        type("Lax", (model,), {})
    with pytest.raises(TypeError, match=re.escape(message)):
        attrs.make_class("Lax", {}, bases=(model,), frozen=True)


def test_attrs_can_switch_its_own_validators_off_but_not_the_rules() -> None:
    with attrs.validators.disabled(), pytest.raises(InvalidRecord):
        cast("Make", attrs.evolve)(STATEMENT, content="")


# --- The form of a record's class -----------------------------------------------------------------------------------

FORM = "a record is a class under @attrs.frozen(kw_only=True), with rules instead of methods that check"


def test_a_class_that_would_escape_its_rules_is_refused() -> None:
    with pytest.raises(TypeError, match=re.escape(f"Loose is not frozen; {FORM}")):

        @attrs.define(kw_only=True)
        class Loose(Record):
            a: int

    with pytest.raises(TypeError, match=re.escape(f"Open is not slotted, with fields by keyword only; {FORM}")):

        @attrs.frozen(kw_only=True, slots=False)
        class Open(Record):
            a: int

    with pytest.raises(TypeError, match=re.escape(f"Positional is not slotted, with fields by keyword only; {FORM}")):

        @attrs.frozen
        class Positional(Record):
            a: int

    with pytest.raises(
        TypeError,
        match=re.escape(f"Quiet has an __init__, __attrs_pre_init__ or __attrs_post_init__ of its own; {FORM}"),
    ):

        @attrs.frozen(kw_only=True)
        class Quiet(Record):
            a: int

            def __attrs_post_init__(self) -> None: ...

    with pytest.raises(
        TypeError, match=re.escape(f"Own has an __init__, __attrs_pre_init__ or __attrs_post_init__ of its own; {FORM}")
    ):

        @attrs.frozen(kw_only=True)
        class Own(Record):
            a: int

            def __init__(self) -> None: ...


def test_a_dataclass_is_no_record() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Plain(Record):
        a: int

    with pytest.raises(TypeError, match=re.escape(f"Plain is a dataclass; {FORM}")):
        Plain(a=1)


def test_the_constructor_shows_the_signature_that_was_declared() -> None:
    before = inspect.signature(Port)
    Port(name="Dover")
    assert inspect.signature(Port) == before
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'name'"):
        Port()  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]


@attrs.frozen(kw_only=True)
class Port(Record):
    name: str
    depth: int | None = None


def own_rules(model: type) -> Iterator[Rule]:
    """Yield the rules of a model and of its fields, not those of the objects in them."""
    for field in spec_of(model).fields:
        for shape in filter(None, (field.shape, field.shape.item)):
            yield from shape.rules
    yield from spec_of(model).rules


ALONE: tuple[tuple[str, type[Record], dict[str, object]], ...] = (
    *(
        (mistake.code, mistake.model, mistake.python)
        for mistake in MISTAKES
        if mistake.python is not None
        and mistake.code != "AK108"  # which another rule refuses too
        and any(rule.code == mistake.code for rule in own_rules(mistake.model))
    ),
    ("AK108", Source, {"published": None, "dated_by": None, "accessed": PartialDate("2020/2021")}),
)
"""Values that break one rule and no other."""


@pytest.mark.parametrize(("code", "model", "changes"), ALONE, ids=[f"{code}-{cls.__name__}" for code, cls, _ in ALONE])
def test_no_rule_can_be_left_out_of_the_plain_engine(
    code: str, model: type[Record], changes: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    record = raw(model, {**values(VALID[model]), **changes})
    assert not PLAIN.engine(model).accepts(record)
    spec = without(spec_of(model), code)
    monkeypatch.setattr(_plain, "spec_of", Mock(return_value=spec))
    assert _plain.compose_test(model)(record)  # nothing else refuses it


def without(spec: Spec, code: str) -> Spec:
    """Return fields and rules without those of a code."""

    def shape(whole: Shape) -> Shape:
        rules = tuple(rule for rule in whole.rules if rule.code != code)
        return attrs.evolve(whole, rules=rules, item=whole.item and shape(whole.item))

    fields = tuple(attrs.evolve(field, shape=shape(field.shape)) for field in spec.fields)
    return Spec(fields, tuple(rule for rule in spec.rules if rule.code != code))


def test_a_record_may_be_checked_again() -> None:
    spell = Spell(system="cow", period=PartialDate("1816/.."))
    Record.__attrs_post_init__(spell)
    assert spell == attrs.evolve(spell)


@attrs.frozen(kw_only=True)
class Named(Record):
    """A record whose fields have the names of what a check is made of."""

    RULES: ClassVar[tuple[RecordRule, ...]] = (Ordered(code="AK502", demand="It grows.", names=("int", "map")),)

    type: Annotated[str, NotBlank(code="AK101", demand="It says something.")]
    len: Annotated[tuple[str, ...], AtLeast(code="AK103", demand="It has two.", count=2)] = ("a", "b")
    len_item: str = "x"
    set: Annotated[tuple[str, ...], Distinct(code="AK104", demand="They differ.")] = ()
    tuple: str | None = None
    int: PartialDate | None = None
    map: PartialDate | None = None
    explain: str | None = None
    tree: str | None = None
    doubt: str | None = None
    dates: str | None = None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"type": 5}, "type must be text, got the number 5"),
        ({"type": ""}, "type must not be blank"),
        ({"len": ["a"]}, "len must list 2 or more, lists 1"),
        ({"len_item": 1, "len": ["a", "b", "c"]}, "len_item must be text, got the number 1"),
        ({"set": ["a", "b", "a"]}, "set[2] repeats item [0]"),
        ({"int": "2021", "map": "2020"}, "map must not be before int (2021), got 2020"),
        ({"explain": 1}, "explain must be text, got the number 1"),
    ],
)
def test_fields_may_have_any_name(changes: dict[str, object], message: str) -> None:
    tree = {"type": "a", "len": ["a", "b", "c"], "set": ["x", "y"], "int": "2020", "map": "2021", "tree": "t"}
    right = convert.record(Named, tree)
    assert convert.tree(right) == tree
    assert engine.of(Named).from_json(json.dumps(tree).encode()) == right
    with pytest.raises(InvalidRecord) as caught:
        convert.record(Named, tree | changes)
    assert [problem.message for problem in caught.value.problems] == [message]
    assert engine.of(Named).from_json(json.dumps(tree | changes).encode()) is None


@each_engine
def test_a_record_of_another_class_is_not_accepted(engines: Engines) -> None:
    assert not engines.engine(Statement).accepts(ACTOR)
    assert engines.engine(Statement).accepts(STATEMENT)


@each_engine
def test_guards_check_each_record_in_its_constructor(engines: Engines) -> None:
    explain, refuse = Mock(), Mock()
    check, require_new = engines.guard(explain, refuse)
    broken = raw(Statement, {**values(STATEMENT), "content": ""})
    for _ in range(2):
        check(STATEMENT)
        check(broken)
        require_new(object.__new__(Statement))
        require_new(STATEMENT)
    assert [call.args for call in explain.call_args_list] == [(broken,)] * 2
    assert [call.args for call in refuse.call_args_list] == [(STATEMENT,)] * 2


@pytest.mark.parametrize(
    ("given", "named", "message"),
    [
        (("visit",), {}, "Venue.__init__() takes 1 positional argument but 2 were given"),
        ((), {"name": "x"}, "Venue.__init__() missing 1 required keyword-only argument: 'kind'"),
        ((), {"kind": "visit", "nam": "x"}, "Venue.__init__() got an unexpected keyword argument 'nam'"),
    ],
)
def test_a_constructor_accepts_only_keywords(given: tuple[object, ...], named: dict[str, object], message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(message)):
        cast("Make", Venue)(*given, **named)


@each_model
def test_a_constructor_shows_its_fields(model: type[Record]) -> None:
    parameters = inspect.signature(model).parameters
    assert [*parameters] == [field.name for field in spec_of(model).fields]
    assert {parameter.kind for parameter in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}


def test_a_constructor_fills_objects_of_its_class_alone() -> None:
    other = object.__new__(Party)
    with pytest.raises(AttributeError):
        cast("Make", Venue.__init__)(other, kind="visit", name="x")
    assert not hasattr(other, "party")


@attrs.frozen(kw_only=True)
class Computing(Record):
    """Fields that attrs computes."""

    made: tuple[int, ...] = attrs.field(factory=tuple)
    converted: int = attrs.field(default=0, converter=int)
    _private: int = 0


def test_what_attrs_computes_is_computed() -> None:
    record = cast("Make", Computing)(converted="7", private=1)
    assert attrs.astuple(cast("Computing", record)) == ((), 7, 1)


def test_the_hooks_of_the_base_class_do_the_same_as_those_of_a_class() -> None:
    spell = Spell(system="cow", period=PartialDate("1816/.."))
    with pytest.raises(AttributeError, match="this Spell exists already"):
        Record.__attrs_pre_init__(spell)


@attrs.frozen(kw_only=True)
class Inconsistent(FieldRule):
    """A rule that does not hold, but has no complaints."""

    def complaints(self, *values: object) -> Iterator[Complaint]:
        del values
        yield from ()

    def holds(self, *values: object) -> bool:
        del values
        return False


def test_a_declined_record_without_problems_is_valid() -> None:
    @attrs.frozen(kw_only=True)
    class Doubted(Record):
        RULES: ClassVar[tuple[RecordRule, ...]] = (Ordered(code="OWN2", demand="", names=("low", "high")),)

        low: Annotated[int, Inconsistent(code="OWN1", demand="")]
        high: int

    assert Doubted(low=1, high=2).low == 1
    assert convert.record(Doubted, {"low": 1, "high": 2}) == Doubted(low=1, high=2)
    with pytest.raises(InvalidRecord, match="OWN2 high must be at least low"):
        Doubted(low=2, high=1)


@attrs.frozen(kw_only=True)
class Whole(Record):
    """A type of which a rule of two demanded fields can be broken, though each field by itself is right."""

    low: int
    high: int

    RULES: ClassVar[tuple[RecordRule, ...]] = (Ordered(code="OWN1", demand="", names=("low", "high")),)


@attrs.frozen(kw_only=True)
class Half(Record):
    """What lacks something to be a whole."""

    of: Literal["whole"]
    missing: tuple[str, ...]
    low: int | None = None
    high: int | None = None

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        ListsMissingFields(
            code="OWN2", demand="", of="of", missing="missing", types={"whole": Whole}, names=("low", "high")
        ),
    )


@each_engine
@pytest.mark.parametrize(
    ("missing", "low", "high", "right"),
    [(("low",), None, 1, True), (("high",), 2, 1, True), ((), 2, 1, False), ((), 1, 2, True), (("low",), 1, 2, False)],
)
def test_fields_that_are_wrong_together_are_missing(
    engines: Engines, missing: tuple[str, ...], low: int | None, high: int | None, *, right: bool
) -> None:
    field_values: dict[str, object] = {"of": "whole", "missing": missing, "low": low, "high": high}
    assert engines.engine(Half).accepts(raw(Half, field_values)) is right
    assert any(problems_of(Half, field_values)) is not right
