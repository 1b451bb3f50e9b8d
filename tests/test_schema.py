"""The schemas take what construction takes, refuse what they claim to refuse, and name the rule."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path as FilePath
from typing import Annotated, ClassVar, Final, Literal, Protocol, TypeAlias, cast

import pytest
from attrs import frozen
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError
from tests.mistakes import CORPUS, MISTAKES, VALID, Mistake, plain
from tests.own_rules import Ship
from tests.schema_trees import changed

import alliancekit
from alliancekit import convert
from alliancekit.corpus import Corpus
from alliancekit.dates import PartialDate
from alliancekit.dates.pattern import DATE, NO_DATE
from alliancekit.errors import InvalidDate, Path, Severity
from alliancekit.formats import Tree
from alliancekit.models import KINDS, MODELS, Record
from alliancekit.models.document import RULES, TYPED, VERSION
from alliancekit.models.words import Text
from alliancekit.rules import (
    AnyOf,
    AtLeast,
    DependentPattern,
    Distinct,
    ExactlyOne,
    FieldRule,
    Forbids,
    Id,
    Interval,
    ListsMissingFields,
    Minimum,
    NamesField,
    Needs,
    NotAmong,
    NotBlank,
    Ordered,
    Pattern,
    RecordRule,
    Ref,
    Rule,
)
from alliancekit.rules.json_schema import whole_text
from alliancekit.rules.shape import Kind, Shape, spec_of
from alliancekit.schema import JsonValue, Schema, document_schema, extents, line_schema, own_fields, schema_of, types
from alliancekit.schema._docstrings import docs_of
from alliancekit.strategies import dates, records, texts_for_people


class Checks(Protocol):
    """What is asked of a validator."""

    def iter_errors(self, instance: Tree) -> Iterable[ValidationError]: ...
    def is_valid(self, instance: Tree) -> bool: ...


def checks(schema: Schema) -> Checks:
    return Draft202012Validator(schema)


DOCUMENT, LINE = checks(document_schema(annotated=True)), checks(line_schema(annotated=True))
MODEL = {model: checks(schema_of(model, annotated=True)) for model in VALID}
EXTENTS = extents()

Expected: TypeAlias = list[tuple[Tree, set[tuple[str, Path]]]]
"""Trees, and for what rules and where the schema refuses them."""

each_model = pytest.mark.parametrize("model", VALID, ids=[model.__name__ for model in VALID])
each_mistake = pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.code for mistake in MISTAKES])


def violations(checked: Checks, tree: Tree) -> set[tuple[str, Path]]:
    """Return the code of each rule for which the schema refuses a tree, and where."""
    errors = (leaf for error in checked.iter_errors(tree) for leaf in causes(error))
    return {(code_of(error), tuple(error.absolute_path)) for error in errors}


def causes(error: ValidationError) -> Iterator[ValidationError]:
    """Yield the errors of the branch of ``anyOf`` that allows the type of a value; else the error itself."""
    branches: dict[object, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    for inners in branches.values():
        found = [leaf for inner in inners for leaf in causes(inner)]
        if not any(leaf.path == error.path and leaf.validator in {"type", "anyOf"} for leaf in found):
            yield from found
            return
    yield error


def code_of(error: ValidationError) -> str:
    """Return the code that stands beside the keyword at work."""
    schema = cast("dict[str, dict[str, str]]", error.schema)
    return schema["x-rules"][str(error.validator)]


def every(schema: JsonValue) -> Iterator[Schema]:
    """Yield every object in a schema, itself included."""
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from every(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from every(part)


def codes_in(schema: Schema) -> set[str]:
    """Return the codes that a schema names."""
    named = (part["x-rules"] for part in every(schema) if "x-rules" in part)
    return {str(code) for codes in named if isinstance(codes, dict) for code in codes.values()}


# --- The schemas as a whole -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "schema",
    [document_schema(), document_schema(annotated=True), line_schema(), *map(schema_of, types().values())],
    ids=["document", "annotated", "line", *types()],
)
def test_each_schema_is_valid_with_an_id_and_all_definitions_used(schema: Schema) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert re.fullmatch(rf"urn:alliancekit:schema:{VERSION}:[a-z]+(:annotated)?", str(schema["$id"]))
    defined = cast("dict[str, JsonValue]", schema["$defs"])
    referred = {str(part["$ref"]).removeprefix("#/$defs/") for part in every(schema) if "$ref" in part}
    assert referred == defined.keys()
    assert list(schema)[:3] == ["$schema", "$id", "$comment"]


def test_the_types_are_the_models_and_the_objects_in_them() -> None:
    assert set(types().values()) == set(VALID)
    assert list(types())[: len(MODELS)] == [model.__name__ for model in MODELS.values()]


def test_no_keyword_is_both_beside_a_reference_and_in_its_definition() -> None:
    for schema in (document_schema(), line_schema()):
        defined = cast("dict[str, Schema]", schema["$defs"])
        for part in every(schema):
            if "$ref" in part:
                shared = part.keys() & defined[str(part["$ref"]).removeprefix("#/$defs/")].keys()
                assert shared <= {"description", "x-rules"}


def test_each_call_returns_a_new_schema() -> None:
    for make in (document_schema, line_schema, partial(schema_of, alliancekit.Venue)):
        first = make()
        cast("Schema", first["properties"]).clear()
        assert make() != first
        assert make() == make()


@each_model
def test_fields_have_their_description_and_the_demands_of_their_rules(model: type[Record]) -> None:
    schema = schema_of(model, annotated=True)
    fields = cast("dict[str, Schema]", schema["properties"])
    assert list(fields) == [field.name for field in own_fields(model)]
    assert str(schema["description"]) == docs_of(model).summary
    for name, field in fields.items():
        assert field.get("description"), name
    for part in every(schema):
        if part.get("minItems") and "description" in part:
            assert f"{cast('Schema', part['x-rules'])['minItems']}: " in str(part["description"])


def test_a_description_joins_what_a_field_is_and_what_it_obeys() -> None:
    fields = cast("dict[str, Schema]", schema_of(alliancekit.Proposal)["properties"])
    assert fields["members"]["description"] == (
        "Its intended members; no persons. AK501: A proposal lists two or more members. "
        "AK502: No member is listed twice."
    )
    candidate = cast("dict[str, Schema]", schema_of(alliancekit.Candidate)["properties"])
    assert candidate["open_tail"]["description"] == fields["open_tail"]["description"]
    source = cast("dict[str, Schema]", schema_of(alliancekit.Source)["properties"])
    assert source["machine_author"]["default"] is False
    assert "default" not in source["title"]


def test_patterns_have_an_error_message_for_editors() -> None:
    definitions = cast("dict[str, Schema]", document_schema(annotated=True)["$defs"])
    assert definitions["AK105"]["patternErrorMessage"] == (
        "AK105: A language is a well-formed BCP 47 tag (RFC 5646, section 2.1), in the usual letter case "
        "(write a tag such as 'en', 'ja' or 'zh-Hant-TW')"
    )


def test_a_class_without_a_docstring_has_no_documentation() -> None:
    class Silent:
        pass

    Silent.__doc__ = None
    assert docs_of(Silent) == docs_of(type("Odd", (), {"__doc__": ""}))
    assert not docs_of(Silent).fields


# --- They take what construction takes ------------------------------------------------------------------------------


@pytest.mark.slow
@each_model
@given(data=st.data())
def test_the_schema_accepts_what_the_strategies_draw(model: type[Record], data: st.DataObject) -> None:
    assert not violations(MODEL[model], convert.tree(data.draw(records(model))))


def test_the_schema_accepts_the_packaged_corpus(tmp_path: FilePath) -> None:
    seeds = alliancekit.seeds()
    seeds.write(tmp_path / "seeds.json")
    assert not violations(DOCUMENT, json.loads((tmp_path / "seeds.json").read_bytes()))
    seeds.write(tmp_path / "seeds.jsonl")
    for line in (tmp_path / "seeds.jsonl").read_bytes().splitlines():
        assert not violations(LINE, json.loads(line))
    for entry in seeds:
        assert not violations(MODEL[type(entry)], convert.tree(entry))


@each_model
def test_optional_fields_may_be_null(model: type[Record]) -> None:
    optional: dict[str, Tree] = {field.name: None for field in spec_of(model).fields if field.shape.optional}
    tree = {**optional, **convert.tree(VALID[model])}
    assert convert.record(model, tree) == VALID[model]
    assert not violations(MODEL[model], tree)


@each_model
@given(data=st.data())
def test_the_schema_agrees_with_construction_as_far_as_it_expresses_the_rules(
    model: type[Record], data: st.DataObject
) -> None:
    tree = data.draw(changed(model))
    _, problems = convert.read(model, tree)
    refused = violations(MODEL[model], tree)
    if not problems:
        assert not refused
    if any(EXTENTS[problem.code].degree == "in full" for problem in problems):
        assert refused


# --- They refuse what they say, and name the rule -------------------------------------------------------------------


UNSEEN = {"AK403", "AK602", "AK623"}  # the items differ in other fields


@each_mistake
def test_each_mistake_that_a_schema_can_express_is_refused_at_its_path(mistake: Mistake) -> None:
    refused = violations(MODEL[mistake.model], mistake.part)
    if EXTENTS[mistake.code].degree == "not at all" or mistake.code in UNSEEN:
        assert not refused
        return
    assert mistake.code in {code for code, _ in refused}
    for code, place in refused:
        assert code == mistake.code
        assert place == mistake.at[: len(place)]


@each_mistake
def test_each_mistake_in_a_document_and_in_a_line(mistake: Mistake) -> None:
    model, path, tree = mistake.whole
    name = next(name for name, type_ in MODELS.items() if type_ is model)
    kind = next(kind for kind, type_ in KINDS.items() if type_ is model)
    own = {(code, (*path, *place)) for code, place in violations(MODEL[mistake.model], mistake.part)}
    in_document = violations(DOCUMENT, {"schema_version": VERSION, name: [tree]})
    assert in_document == {(code, (name, 0, *place)) for code, place in own}
    assert violations(LINE, {"type": kind, **tree}) == own


OF_DOCUMENTS: Expected = [
    ({"schema_version": 3}, set()),
    ({"schema_version": 3, "$schema": "corpus.schema.json", "actors": []}, set()),
    ({"actors": []}, {("AK015", ())}),
    ({"schema_version": 0}, {("AK015", ("schema_version",))}),
    ({"schema_version": "1"}, {("AK015", ("schema_version",))}),
    ({"schema_version": 4}, {("AK016", ("schema_version",))}),
    ({"schema_version": 3, "things": []}, {("AK012", ())}),
    ({"schema_version": 3, "actors": None}, {("AK010", ("actors",))}),
    ({"schema_version": 3, "actors": ["x"]}, {("AK010", ("actors", 0))}),
    ({"schema_version": 3, "$schema": 5}, {("AK010", ("$schema",))}),
    ([], {("AK010", ())}),
]


@pytest.mark.parametrize(("tree", "expected"), OF_DOCUMENTS)
def test_the_shape_of_a_document(tree: Tree, expected: set[tuple[str, Path]]) -> None:
    assert violations(DOCUMENT, tree) == expected


OF_LINES: Expected = [
    ({"type": "corpus", "schema_version": 3}, set()),
    ({"type": "corpus"}, {("AK015", ())}),
    ({"type": "corpus", "schema_version": 4}, {("AK016", ("schema_version",))}),
    ({"type": "corpus", "schema_version": 3, "title": "x"}, {("AK012", ())}),
    ({"type": "actors"}, {("AK017", ("type",))}),
    ({"id": "actor:x"}, {("AK017", ())}),
    ([], {("AK010", ())}),
]


@pytest.mark.parametrize(("tree", "expected"), OF_LINES)
def test_the_shape_of_a_line(tree: Tree, expected: set[tuple[str, Path]]) -> None:
    assert violations(LINE, tree) == expected


def test_the_extents_agree_with_the_schemas() -> None:
    """A rule is named in the schemas just if its extent says so."""
    claimed = {code for code, extent in EXTENTS.items() if extent.degree != "not at all"}
    assert codes_in(document_schema(annotated=True)) | codes_in(line_schema(annotated=True)) == claimed
    assert {rule.code for rule in RULES if rule.severity is Severity.ERROR} <= claimed
    for extent in EXTENTS.values():
        assert bool(extent.unsaid) is (extent.degree != "in full")
    assert EXTENTS[TYPED.code].degree == "in part"


def test_a_model_names_the_rules_that_its_schema_leaves_out() -> None:
    assert schema_of(alliancekit.Proposal, annotated=True)["x-unsaid"] == ["AK509", "AK127", "AK118"]
    assert "x-unsaid" not in schema_of(alliancekit.Venue, annotated=True)


# --- What each rule says --------------------------------------------------------------------------------------------


def names_of(rules_: Sequence[Rule]) -> list[str]:
    """Return a name for the test of each rule."""
    return [f"{type(rule).__name__}-{n}" for n, rule in enumerate(rules_)]


SO = "So it is."
TEXT, TEXTS = Shape(Kind.TEXT, str), Shape(Kind.LIST, tuple, item=Shape(Kind.TEXT, str))
OBJECTS = Shape(Kind.LIST, tuple, item=Shape(Kind.OBJECT, Record))


OF_VALUES: list[tuple[FieldRule, Shape, list[Tree], list[Tree]]] = [
    (
        Pattern(code="AK999", demand=SO, regex="a|b", form="a or b"),
        TEXT,
        ["a", "b"],
        ["", "c", "ab", "a\n", "a\nb", "xa"],
    ),
    (
        Id(code="AK999", demand=SO, kind="actor"),
        TEXT,
        ["actor:a", "actor:a.b-c1"],
        ["actor:", "actor:A", "state:a", "actor:a\n"],
    ),
    (
        Ref(code="AK999", demand=SO, kinds=("actor", "state")),
        TEXT,
        ["actor:a", "state:jpn"],
        ["proposal:a", "actor:-", "actor"],
    ),
    (
        NotBlank(code="AK999", demand=SO),
        TEXT,
        ["x", " x ", "a\nb\n", "賴", "😀", "\ufeff"],
        ["", " ", "\n", "\xa0\u3000", "\x1c", "a\0"],
    ),
    (AtLeast(code="AK999", demand=SO, count=2), TEXTS, [["a", "b"], ["a", "b", "c"]], [[], ["a"]]),
    (Distinct(code="AK999", demand=SO), TEXTS, [[], ["a", "b"]], [["a", "a"]]),
    (Distinct(code="AK999", demand=SO, by=("n",)), OBJECTS, [[{"n": 1}, {"n": 2}]], [[{"n": 1}, {"n": 1}]]),
    (Minimum(code="AK999", demand=SO, bound=5), Shape(Kind.INTEGER, int), [5, 6], [4, -5]),
    (
        Interval(code="AK999", demand=SO, wanted=True),
        Shape(Kind.DATE, PartialDate),
        ["2022/2024", "/2024", {"edtf": "2022/..", "as_printed": "since 2022"}],
        ["2022", {"edtf": "2022", "as_printed": "1/2"}],
    ),
    (
        Interval(code="AK999", demand=SO, wanted=False),
        Shape(Kind.DATE, PartialDate),
        ["2022", {"edtf": "2022", "as_printed": "1/2"}],
        ["2022/2024", {"edtf": "2022/..", "as_printed": "since 2022"}],
    ),
]


@pytest.mark.parametrize(
    ("rule", "shape", "accepted", "refused"), OF_VALUES, ids=names_of([case[0] for case in OF_VALUES])
)
def test_the_clause_of_a_rule_of_one_value(
    rule: FieldRule, shape: Shape, accepted: list[Tree], refused: list[Tree]
) -> None:
    checked = checks(rule.json_schema(shape).keywords)
    assert [value for value in accepted if violations(checked, value)] == []
    assert [{code for code, _ in violations(checked, value)} for value in refused] == [{"AK999"}] * len(refused)


@frozen(kw_only=True)
class Part(Record):
    """An item of a model of a user's own.

    Attributes:
        field: Which.
    """

    field: Text


@frozen(kw_only=True)
class Whole(Record):
    inner: tuple[Part, ...] = ()


@frozen(kw_only=True)
class Odd(Record):
    """A model of a user's own, with fields that the models of the field don't have together."""

    kind: Literal["a", "b", "c"]
    flag: bool
    many: tuple[Text, ...]
    always: bool = True
    one: Text | None = None
    other: tuple[Text, ...] = ()
    number: Annotated[
        int,
        Minimum(code="AK999", demand=SO, bound=1),
        Minimum(code="AK999", demand=SO, bound=2),
        Minimum(code="AK999", demand=SO, bound=3),
    ] = 4
    deep: tuple[tuple[Text, ...], ...] = ()
    demanded: Text | None
    whole: tuple[Whole, ...] = ()


OF_RECORDS: list[tuple[RecordRule, list[Tree], list[Tree]]] = [
    (
        AnyOf(code="AK999", demand=SO, names=("one", "other")),
        [{"one": "x"}, {"other": ["x"]}, {"one": "x", "other": []}],
        [{}, {"one": None}, {"other": []}, {"one": None, "other": []}],
    ),
    (
        AnyOf(code="AK999", demand=SO, names=("many", "one")),
        [{"many": ["x"]}, {"many": [], "one": "x"}],
        [{"many": []}],
    ),
    (AnyOf(code="AK999", demand=SO, names=("always", "one")), [{}, {"always": True}], [{"always": False}]),
    (
        ExactlyOne(code="AK999", demand=SO, names=("one", "other")),
        [{"one": "x"}, {"other": ["x"]}, {"one": "x", "other": []}, {"one": None, "other": ["x"]}],
        [{}, {"one": None}, {"one": "x", "other": ["x"]}],
    ),
    (
        Needs(code="AK999", demand=SO, name="one", others=("other",)),
        [{}, {"one": None}, {"one": "x", "other": ["x"]}],
        [{"one": "x"}],
    ),
    (
        Needs(code="AK999", demand=SO, name="one", others=("demanded",)),
        [{}, {"one": None}, {"one": "x", "demanded": "y"}],
        [{"one": "x", "demanded": None}],
    ),
    (
        Needs(code="AK999", demand=SO, name="one", others=("other", "deep")),
        [{}, {"one": "x", "deep": [["x"]]}, {"one": "x", "other": ["x"]}],
        [{"one": "x"}, {"one": "x", "other": [], "deep": []}],
    ),
    (
        Forbids(code="AK999", demand=SO, name="kind", values=("a", "b"), others=("one", "other")),
        [{"kind": "a"}, {"kind": "a", "one": None, "other": []}, {"kind": "c", "one": "x"}, {"one": "x"}],
        [{"kind": "a", "one": "x"}, {"kind": "b", "other": ["x"]}],
    ),
    (
        DependentPattern(
            code="AK999",
            demand="So it is.",
            name="one",
            by="kind",
            forms={"a": ("x+", ""), "b": ("[0-9]", ""), "c": ("x+", "")},
        ),
        [{"kind": "a", "one": "xx"}, {"kind": "b", "one": "1"}, {"kind": "c", "one": "x"}, {"kind": "a"}],
        [{"kind": "a", "one": "1"}, {"kind": "b", "one": "x"}, {"kind": "c", "one": ""}],
    ),
    (
        NamesField(code="AK999", demand=SO, path=("whole", "inner", "field"), fields=("kind",)),
        [{"whole": [{"inner": [{"field": "kind"}]}, {}]}],
        [{"whole": [{}, {"inner": [{"field": "kinds"}]}]}],
    ),
    (Needs(code="AK999", demand=SO, name="always", others=("other",)), [{"other": ["x"]}, {"always": False}], [{}]),
    (Ordered(code="AK999", demand=SO, names=("number", "number")), [{}, {"number": 1}], []),
    (NotAmong(code="AK999", demand=SO, name="one", others="other"), [{"one": "x", "other": ["x"]}], []),
]


@pytest.mark.parametrize(("rule", "accepted", "refused"), OF_RECORDS, ids=names_of([case[0] for case in OF_RECORDS]))
def test_the_clause_of_a_rule_of_several_fields(rule: RecordRule, accepted: list[Tree], refused: list[Tree]) -> None:
    checked = checks(rule.json_schema(spec_of(Odd)).keywords)
    assert [value for value in accepted if violations(checked, value)] == []
    assert [{code for code, _ in violations(checked, value)} for value in refused] == [{"AK999"}] * len(refused)


def candidate(**changes: Tree) -> Tree:
    return plain(VALID[alliancekit.Candidate], changes)


OF_CANDIDATES: Expected = [
    (candidate(), set()),
    (candidate(venue=None), set()),
    (candidate(missing=["venue"]), {("AK702", ("missing",))}),
    (candidate(date="2025"), {("AK702", ("missing",))}),
    (candidate(missing=["venue", "date", "members"]), {("AK702", ("missing", 2))}),
    (candidate(rationale=["x"]), {("AK703", ("rationale",))}),
    (candidate(rationale=[]), set()),
]


@pytest.mark.parametrize(("tree", "expected"), OF_CANDIDATES)
def test_a_candidate_names_what_it_lacks(tree: Tree, expected: set[tuple[str, Path]]) -> None:
    assert violations(MODEL[alliancekit.Candidate], tree) == expected


def test_a_list_that_is_too_short_is_lacking() -> None:
    proposal: dict[str, Tree] = {
        "id": "candidate:x",
        "of": "proposal",
        "missing": ["names", "proposers", "members", "rationale"],
        "members": ["state:jpn"],
        "attestations": [{"source": "source:daily", "wording": "mention"}],
    }
    checked = MODEL[alliancekit.Candidate]
    assert not violations(checked, proposal)
    assert violations(checked, {**proposal, "members": ["state:jpn", "state:twn"]}) == {("AK702", ("missing",))}


def test_a_model_of_ones_own_has_a_schema() -> None:
    checked = checks(schema_of(Odd, annotated=True))
    Draft202012Validator.check_schema(schema_of(Odd))
    tree: dict[str, Tree] = {"kind": "a", "flag": True, "many": [], "demanded": "x"}
    assert not violations(checked, {**tree, "deep": [["x"], []], "number": 3})
    assert violations(checked, {**tree, "number": 0}) == {("AK999", ("number",))}
    assert not violations(checked, {**tree, "demanded": None})
    del tree["demanded"]
    assert violations(checked, tree) == {("AK011", ())}
    tree["demanded"] = "x"
    assert violations(checked, {**tree, "deep": [["x"], [" "]]}) == {("AK104", ("deep", 1, 0))}
    assert schema_of(Odd)["$id"] == f"urn:alliancekit:schema:{VERSION}:odd"


# --- Models and rules of a user's own -------------------------------------------------------------------------------


@given(data=st.data())
def test_rules_of_ones_own_are_in_x_unsaid(data: st.DataObject) -> None:
    schema = schema_of(Ship, annotated=True)
    Draft202012Validator.check_schema(schema)
    assert schema["x-unsaid"] == ["OWN1", "OWN2", "OWN5", "OWN3", "OWN6"]
    assert codes_in(schema) == {"AK007", "AK010", "AK011", "AK012", "AK014", "AK104", "OWN4"}
    assert not violations(checks(schema), convert.tree(data.draw(records(Ship))))
    assert not violations(
        checks(schema), {"name": "lower", "ports": ["lower"], "home": "", "since": "1925", "crew": 3, "length": 2}
    )


@frozen(kw_only=True)
class Loose(Record):
    """A model whose fields may hold nothing, but have to be given."""

    text: Text | None
    kind: Literal["a", "b"] | None
    when: PartialDate | None
    part: Part | None
    count: Annotated[int, Minimum(code="AK999", demand=SO, bound=1)] | None


@given(loose=records(Loose))
def test_explicit_nulls_are_accepted(loose: Loose) -> None:
    checked, tree = checks(schema_of(Loose, annotated=True)), convert.tree(loose)
    assert tree.keys() == {"text", "kind", "when", "part", "count"}
    assert convert.record(Loose, tree) == loose
    assert not violations(checked, tree)
    for name in tree:
        less = {other: part for other, part in tree.items() if other != name}
        assert convert.read(Loose, less)[0] is None
        assert violations(checked, less) == {("AK011", ())}


# --- Dates ----------------------------------------------------------------------------------------------------------


EDTF = checks(whole_text(DATE, unless=NO_DATE))


def valid(edtf: str) -> bool:
    try:
        PartialDate(edtf)
    except InvalidDate:
        return False
    return True


ORDINARY: Final = ["2004", "2005", "1900", "2000", "-0004", "0000", "-0000", "-0203"]
UNSPECIFIED: Final = ["199X", "19XX", "1XXX", "XXXX", "X999", "-000X", "-XXXX", "0XXX", "1X9X"]
MONTHS = ["", *(f"-{month:02}" for month in range(26)), "-0X", "-1X", "-2X", "-XX", "-X1", "-1"]
DAYS = ["", *(f"-{day:02}" for day in range(33)), "-0X", "-1X", "-2X", "-3X", "-4X", "-XX", "-X1", "~", "?", "%", "~~"]


@pytest.mark.parametrize("year", [*ORDINARY, *UNSPECIFIED])
def test_the_pattern_of_dates_knows_the_calendar(year: str) -> None:
    texts = [f"{year}{month}{day}" for month in MONTHS for day in DAYS]
    assert [text for text in texts if EDTF.is_valid(text) is not valid(text)] == []


@given(text=dates().map(str) | st.from_regex(DATE, fullmatch=True) | st.text("0123456789X-/.~?% ", max_size=22))
@example("2004-02-29/..")
@example("../..")
@example("/")
@example("2004/2005/2006")
@example("2004\n")
def test_the_pattern_of_dates_is_that_of_partial_date_but_for_the_order_of_an_interval(text: str) -> None:
    matches = EDTF.is_valid(text)
    if matches and "/" in text and not valid(text):
        start, _, end = text.partition("/")
        first, last = PartialDate(start).earliest, PartialDate(end).latest
        assert first
        assert last
        assert first > last
    else:
        assert matches is valid(text)


@given(text=texts_for_people() | st.text(st.characters(codec="utf-8"), max_size=3))
def test_the_schema_and_construction_agree_about_blank_text(text: str) -> None:
    rule = NotBlank(code="AK999", demand=SO)
    refused = violations(checks(rule.json_schema(TEXT).keywords), text)
    assert rule.holds(text) is not bool(refused)


# --- As users run it ------------------------------------------------------------------------------------------------


FAULTY = """\
# yaml-language-server: $schema=corpus.schema.json
schema_version: 3
actors:
- id: actor:morrison-scott
  kind: human
  names: [{text: Scott Morrison, language: english}]
  offices: [{title: Prime Minister, of: "state:aus", period: "2018-08-24"}]
states:
- id: state:aus
  names: [{text: " "}]
  codes: [{system: cow, value: "0900"}]
statements:
- id: statement:aukus
  speaker: actor:morrison-scott
  venue: {kind: speech}
  date: 2021-02-29
  contents: A partnership.
  content: A partnership.
  attestations: []
"""


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("check_jsonschema"), reason="check-jsonschema is not installed")
def test_another_program_finds_the_mistakes_of_a_file_at_their_places(tmp_path: FilePath) -> None:
    (tmp_path / "corpus.schema.json").write_text(json.dumps(document_schema()))
    (tmp_path / "good.yaml").write_text("schema_version: 3\nactors: []\n")
    Corpus(CORPUS).write(tmp_path / "good.json")
    (tmp_path / "faulty.yaml").write_text(FAULTY)
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--schemafile",
        "corpus.schema.json",
        "--output-format",
        "json",
    ]
    good = subprocess.run([*command, "good.yaml", "good.json"], cwd=tmp_path, check=False, capture_output=True)
    assert json.loads(good.stdout)["status"] == "ok"
    faulty = subprocess.run([*command, "faulty.yaml"], cwd=tmp_path, check=False, capture_output=True)
    assert sorted(error["path"] for error in json.loads(faulty.stdout)["errors"]) == [
        "$.actors[0].kind",
        "$.actors[0].names[0].language",
        "$.actors[0].offices[0].period",
        "$.statements[0]",
        "$.statements[0].attestations",
        "$.statements[0].date",
        "$.statements[0].venue",
        "$.states[0].codes[0].value",
        "$.states[0].names[0].text",
    ]


# --- What is missing of a type that demands more ---------------------------------------------------------------------


@frozen(kw_only=True)
class Finished(Record):
    name: Annotated[str, Pattern(code="AK999", demand=SO, regex="a+", form="a name of a's")]


@frozen(kw_only=True)
class Unfinished(Record):
    of: Literal["whole"]
    missing: tuple[Text, ...] = ()
    name: Text | None = None

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        ListsMissingFields(
            code="AK998", demand=SO, of="of", missing="missing", types={"whole": Finished}, names=("name",)
        ),
    )


@pytest.mark.parametrize(("name", "missing"), [("b", ["name"]), ("a", [])])
def test_a_field_that_holds_something_may_be_missing_where_more_is_demanded(name: str, missing: list[Tree]) -> None:
    tree: Tree = {"of": "whole", "name": name, "missing": missing}
    assert convert.record(Unfinished, tree).name == name
    assert violations(checks(schema_of(Unfinished, annotated=True)), tree) == set()
