"""Whole schemas: of a corpus document, of a line of JSON Lines, of a model."""

import json
from functools import cache
from typing import Final, cast

from alliancekit.models import KINDS, MODELS
from alliancekit.models.document import HEADER, READABLE, SCHEMA, TYPED, VERSION, VERSIONED
from alliancekit.rules.json_schema import JsonValue, Schema, sentence, with_code
from alliancekit.rules.shape import TYPE
from alliancekit.schema._docstrings import docs_of
from alliancekit.schema._objects import both, definitions, object_of, object_with, reference, text

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_COMMENT: Final = (
    "x-rules: the code of the rule for which each keyword beside it speaks; `alliancekit explain CODE` tells the "
    "rule. x-unsaid: rules that this schema can't say, or only in part; `alliancekit check` sees to them."
)


def schema_of(model: type) -> Schema:
    """Return the JSON Schema of a record's plain tree, as `convert.tree` makes it and `convert.record` reads it.

    Args:
        model: A class of `alliancekit.models`, of their value objects, or your own that derives from `models.Record`.

    Returns:
        A schema of its own, free to change.
    """
    return cast("Schema", json.loads(_of_model(model)))


def document_schema() -> Schema:
    """Return the JSON Schema of a corpus document: what a YAML or JSON file of a corpus holds."""
    return cast("Schema", json.loads(_of_document()))


def line_schema() -> Schema:
    """Return the JSON Schema of one line of a corpus in JSON Lines: the version of the shape, or a record."""
    return cast("Schema", json.loads(_of_line()))


@cache
def _of_model(model: type) -> str:
    return _whole(model.__name__.lower(), object_of(model), definitions([model]))


@cache
def _of_document() -> str:
    lists: Schema = {name: _list_of(model) for name, model in MODELS.items()}
    schema: Schema = {"description": "Where the schema of this document is, for editors.", **text()}
    document = object_with({SCHEMA: schema, "schema_version": _version(), **lists}, ["schema_version"], VERSIONED)
    says: Schema = {"title": "Corpus", "description": "The version of its shape, and lists of records.", **document}
    models: Schema = {model.__name__: object_of(model) for model in MODELS.values()}
    return _whole("corpus", says, {**definitions(MODELS.values()), **models})


@cache
def _of_line() -> str:
    kinds: list[JsonValue] = [HEADER, *KINDS]
    lines: Schema = {kind: object_of(model, _type(kind)) for kind, model in KINDS.items()}
    head = object_with({**_type(HEADER), "schema_version": _version()}, ["type", "schema_version"], VERSIONED)
    lines[HEADER] = {"title": "Head", "description": "The first line: the version of the shape.", **head}
    says: Schema = {
        "title": "Line",
        "description": "One line of a corpus in JSON Lines.",
        "properties": {"type": {"description": sentence(TYPED), **with_code(TYPED, {"enum": kinds})}},
        "required": ["type"],
        "x-rules": {"required": TYPED.code},
        "allOf": [
            {"if": {"properties": _type(kind), "required": ["type"]}, "then": {"$ref": reference(kind)}}
            for kind in lines
        ],
    }
    return _whole("line", says, {**definitions(MODELS.values()), **lines})


def _whole(name: str, says: Schema, shared: Schema) -> str:
    head: Schema = {
        "$schema": _DIALECT,
        "$id": f"urn:alliancekit:schema:{VERSION}:{name}",
        "$comment": _COMMENT,
    }
    return json.dumps({**head, **both(with_code(TYPE, {"type": "object"}), says), "$defs": shared})


def _list_of(model: type) -> Schema:
    items: Schema = {**with_code(TYPE, {"type": "object"}), "$ref": reference(model.__name__)}
    return {"description": docs_of(model).summary, **with_code(TYPE, {"type": "array"}), "items": items}


def _type(kind: str) -> Schema:
    return {"type": {"const": kind}}


def _version() -> Schema:
    says = with_code(VERSIONED, {"type": "integer", "minimum": 1})
    description = f"{sentence(VERSIONED)} {sentence(READABLE)}"
    return {"description": description, **both(says, with_code(READABLE, {"maximum": VERSION}))}
