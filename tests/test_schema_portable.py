"""The schema means the same to validators in other languages, and has standard keywords only."""

import json
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Final, Protocol, cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.mistakes import VALID
from tests.schema_trees import changed

from alliancekit.formats import Tree
from alliancekit.models import Record
from alliancekit.rules.json_schema import whole_text
from alliancekit.rules.regex import allows_line_break
from alliancekit.schema import JsonValue, Schema, document_schema, line_schema, schema_of
from alliancekit.strategies import dates, texts_for_people

STANDARD: Final = {
    *("$schema", "$id", "$comment", "$defs", "$ref", "title", "description", "default", "type", "enum", "const"),
    *("properties", "required", "additionalProperties", "items", "contains", "minItems", "uniqueItems"),
    *("minimum", "maximum", "pattern", "not", "anyOf", "allOf", "if", "then", "else"),
}
NOT_PORTABLE: Final = re.compile(r"\(\?(?!:)|\\[bBdDpPuwWZz]|[\ud800-\udfff]")
"""Look-around, flags, and classes and escapes that engines read differently; surrogates, which some refuse."""

each_model = pytest.mark.parametrize("model", VALID, ids=[model.__name__ for model in VALID])


class Validator(Protocol):
    """A validator of any package."""

    def is_valid(self, instance: Tree) -> bool: ...


def validator_of(schema: Schema) -> Validator:
    return Draft202012Validator(schema)


def schemas(schema: JsonValue) -> Iterator[Schema]:
    """Yield a schema and each schema in it."""
    if not isinstance(schema, dict):
        return
    yield schema
    for keyword, value in schema.items():
        if keyword in {"properties", "$defs"}:
            for each in cast("Schema", value).values():
                yield from schemas(each)
        elif keyword not in {"const", "enum", "default"}:
            for each in value if isinstance(value, list) else [value]:
                yield from schemas(each)


DOCUMENT: Final = document_schema()
TEXTS: Final[dict[str, Schema]] = {
    json.dumps([part["pattern"], part.get("not")]): {key: part[key] for key in ("pattern", "not") if key in part}
    for part in schemas(DOCUMENT)
    if "pattern" in part and part.get("type") == "string"
}
"""The schemas of texts, without what they share."""


@pytest.mark.parametrize("schema", [DOCUMENT, line_schema(), *map(schema_of, VALID)])
def test_all_keywords_are_standard(schema: Schema) -> None:
    for part in schemas(schema):
        assert part.keys() <= STANDARD


def test_a_comment_has_the_code_of_each_keyword_and_the_rules_left_out() -> None:
    definitions = cast("dict[str, dict[str, Schema]]", DOCUMENT["$defs"])
    members = cast("Schema", definitions["Proposal"]["properties"]["members"])
    assert members["$comment"] == "type: AK010; minItems: AK501; uniqueItems: AK502"
    unsaid = "type: AK010; required: AK011; additionalProperties: AK012; unsaid: AK509 AK127 AK118"
    assert cast("Schema", definitions["Proposal"])["$comment"] == unsaid


def test_the_annotated_schema_differs_in_annotations_only() -> None:
    annotated = document_schema(annotated=True)
    assert {str(annotated.pop("$id")), str(DOCUMENT["$id"])} == {f"{DOCUMENT['$id']}:annotated", str(DOCUMENT["$id"])}
    assert bare(annotated) == bare(DOCUMENT)


def bare(schema: JsonValue) -> JsonValue:
    """Return a schema without annotations."""
    if isinstance(schema, list):
        return [bare(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    annotations = {"$comment", "$id", "errorMessage", "patternErrorMessage", "doNotSuggest", "x-rules", "x-unsaid"}
    texts = {name for name in ("title", "description") if isinstance(schema.get(name), str)}
    return {keyword: bare(value) for keyword, value in schema.items() if keyword not in annotations | texts}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_patterns_have_only_what_all_engines_read_alike(text: Schema) -> None:
    for part in schemas(text):
        assert not NOT_PORTABLE.search(str(part["pattern"]))


@pytest.mark.parametrize(
    ("regex", "expected"),
    [("a", False), ("(?:a|b{2})+", False), ("a|(?:b[^c])*", True), (r"[\s\S]", True), (r"(?i)a", True)],
)
def test_whether_an_expression_allows_a_line_break(regex: str, *, expected: bool) -> None:
    assert allows_line_break(regex) is expected
    assert ("not" in whole_text(regex)) is not expected


# --- The same verdict ----------------------------------------------------------------------------------------------

SOME_TEXTS: Final = st.one_of(
    *(st.from_regex(str(text["pattern"])) for text in TEXTS.values()),
    dates().map(str),
    texts_for_people(),
    st.text(st.characters(codec="utf-8"), max_size=5),
)


@pytest.mark.slow
@each_model
@given(data=st.data())
def test_rust_and_python_give_the_same_verdict(model: type[Record], data: st.DataObject) -> None:
    pytest.importorskip("jsonschema_rs")
    tree = data.draw(changed(model))
    schema = schema_of(model)
    make = cast("Callable[[Schema], Validator]", import_module("jsonschema_rs").Draft202012Validator)
    assert make(schema).is_valid(tree) is validator_of(schema).is_valid(tree)


@pytest.mark.slow
@given(text=SOME_TEXTS, end=st.sampled_from(["", "\n", "\r", "\u2028"]))
@example("actor:a", "\n")
@example("2004-02-29", "\n")
def test_four_engines_of_regular_expressions_give_the_same_verdict(text: str, end: str) -> None:
    re2 = search_of("re2", "search")
    regress = cast("Callable[[str, str], object]", import_module("regress").Regex)
    rust = cast("Callable[[Schema], Validator]", pytest.importorskip("jsonschema_rs").Draft202012Validator)
    searches: list[Callable[[str, str], object]] = [
        re.search,
        re2,
        lambda pattern, value: cast("Search", regress(pattern, "u")).find(value),
    ]
    for schema in TEXTS.values():
        verdicts = {accepts(schema, text + end, search) for search in searches}
        assert verdicts == {rust(schema).is_valid(text + end)}


class Search(Protocol):
    """A compiled expression of regress."""

    def find(self, text: str) -> object: ...


def search_of(module: str, name: str) -> Callable[[str, str], object]:
    return cast("Callable[[str, str], object]", getattr(pytest.importorskip(module), name))


def accepts(schema: Schema, text: str, search: Callable[[str, str], object]) -> bool:
    """Return whether an engine accepts a text."""
    unless = cast("Schema", schema.get("not", {})).get("pattern")
    return bool(search(str(schema["pattern"]), text)) and not (unless and search(str(unless), text))
