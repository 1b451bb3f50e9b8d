"""The reduced schema for language models: what providers accept, and drafts of every record."""

import json
from collections.abc import Iterator
from typing import Final, Protocol, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.mistakes import CORPUS

from alliancekit import convert
from alliancekit.formats import Tree
from alliancekit.models import MODELS, Candidate, Entry, Record, State
from alliancekit.rules.shape import Kind, Shape, spec_of
from alliancekit.schema import DRAFT_MODELS, JsonValue, Schema, drafts_schema
from alliancekit.strategies import records

SCHEMA: Final = drafts_schema()


class Validator(Protocol):
    """What the tests use of a validator."""

    def is_valid(self, instance: Tree) -> bool: ...


def validator_of(schema: Schema) -> Validator:
    return Draft202012Validator(schema)


VALIDATOR: Final = validator_of(SCHEMA)
BY_MODEL: Final[dict[type[Entry], str]] = {model: name for name, model in DRAFT_MODELS.items()}

KEYWORDS: Final = {
    *("$defs", "$ref", "additionalProperties", "anyOf", "description", "enum", "items", "properties", "required"),
    *("title", "type"),
}
"""The keywords that OpenAI, Anthropic and Google document for structured output."""
LEVELS, PROPERTIES, ENUM_VALUES, CHARACTERS = 10, 5_000, 1_000, 120_000
"""The limits that OpenAI documents: nesting, properties, enumerated values, and characters of names and values."""


def schemas(schema: JsonValue) -> Iterator[Schema]:
    """Yield a schema and each schema in it."""
    part = cast("Schema", schema)
    yield part
    for name in ("properties", "$defs"):
        for each in cast("Schema", part.get(name, {})).values():
            yield from schemas(each)
    for each in cast("list[JsonValue]", part.get("anyOf", [])):
        yield from schemas(each)
    if "items" in part:
        yield from schemas(part["items"])


def levels(schema: Schema) -> int:
    """Return how deeply objects are nested, with all references followed; endless for a circle."""
    part = cast("dict[str, Schema]", SCHEMA["$defs"])[str(schema["$ref"])[8:]] if "$ref" in schema else schema
    inner = [*cast("dict[str, Schema]", part.get("properties", {})).values()]
    inner += [
        *cast("list[Schema]", part.get("anyOf", [])),
        *([cast("Schema", part["items"])] if "items" in part else []),
    ]
    return ("properties" in part) + max(map(levels, inner), default=0)


def test_every_object_is_closed_and_every_field_is_required_and_nullable() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for part in schemas(SCHEMA):
        assert part.keys() <= KEYWORDS
        if "properties" in part:
            fields = cast("dict[str, Schema]", part["properties"])
            assert part["required"] == [*fields]
            assert part["additionalProperties"] is False
            for field in fields.values():
                types = field.get("type") or [each.get("type") for each in cast("list[Schema]", field["anyOf"])]
                assert "null" in cast("list[str]", types)
                assert field["description"]


def test_the_schema_is_within_the_limits_of_providers() -> None:
    assert levels(SCHEMA) <= LEVELS
    parts = [*schemas(SCHEMA)]
    names = [name for part in parts for key in ("properties", "$defs") for name in cast("Schema", part.get(key, {}))]
    values = [value for part in parts for value in cast("list[str | None]", part.get("enum", []))]
    assert len(names) <= PROPERTIES
    assert len(values) <= ENUM_VALUES
    assert sum(map(len, [*names, *map(str, values)])) <= CHARACTERS


def test_all_definitions_are_used() -> None:
    defined = {f"#/$defs/{name}" for name in cast("Schema", SCHEMA["$defs"])}
    assert {str(part["$ref"]) for part in schemas(SCHEMA) if "$ref" in part} == defined


def draft(model: type[Record], tree: Tree) -> Tree:
    """Return the draft of a record: dates as strings, quotes for anchors, null for what is missing."""
    record = cast("dict[str, Tree]", tree)
    fields = cast("dict[str, dict[str, Schema]]", SCHEMA["$defs"])[model.__name__]["properties"]
    result: dict[str, Tree] = dict.fromkeys(fields)
    for field in spec_of(model).fields:
        if field.name in record and field.name in result:
            result[field.name] = value(field.shape, record[field.name])
    if "anchors" in record:
        result["quotes"] = ["a passage" for _ in cast("list[Tree]", record["anchors"])]
    return result


def value(shape: Shape, tree: Tree) -> Tree:
    if tree is None:
        return None
    if shape.item:
        return [value(shape.item, each) for each in cast("list[Tree]", tree)]
    if shape.kind is Kind.OBJECT:
        return draft(cast("type[Record]", shape.type), tree)
    return tree["edtf"] if shape.kind is Kind.DATE and isinstance(tree, dict) else tree


def drafts(entries: list[Entry]) -> Tree:
    """Return the drafts of records."""
    result: dict[str, Tree] = {}
    for model, name in BY_MODEL.items():
        result[name] = [draft(model, convert.tree(entry)) for entry in entries if type(entry) is model]
    return result


def test_the_drafts_of_all_records_are_valid() -> None:
    assert VALIDATOR.is_valid(drafts([*CORPUS]))


@given(data=st.data())
def test_the_draft_of_a_generated_record_is_valid(data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from([*BY_MODEL]).flatmap(records))
    assert VALIDATOR.is_valid(drafts([entry]))


def test_drafts_may_lack_everything_but_no_field() -> None:
    empty: dict[str, Tree] = dict.fromkeys(DRAFT_MODELS)
    assert VALIDATOR.is_valid(empty)
    fields = cast("dict[str, dict[str, Schema]]", SCHEMA["$defs"])["Statement"]["properties"]
    statement: dict[str, Tree] = dict.fromkeys(fields)
    assert VALIDATOR.is_valid({**empty, "statements": [statement]})
    assert not VALIDATOR.is_valid({**empty, "statements": [{**statement, "speakers": None}]})
    assert not VALIDATOR.is_valid({})


def test_one_type_of_records() -> None:
    schema = drafts_schema(MODELS["statements"])
    assert [*cast("Schema", schema["properties"])] == ["statements"]
    assert "Treaty" not in cast("Schema", schema["$defs"])
    assert "anchors" not in json.dumps(schema)


@pytest.mark.parametrize("model", [State, Candidate])
def test_a_type_without_drafts(model: type[Entry]) -> None:
    with pytest.raises(ValueError, match=f"{model.__name__} has no drafts; choose Actor, Source, .* or Treaty"):
        drafts_schema(model)
