"""Complete schemas: of a corpus document, of a line of JSON Lines, of a model."""

import json
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Final, cast

from alliancekit.models import KINDS, MODELS
from alliancekit.models.document import HEADER, READABLE, SCHEMA, TYPED, VERSION, VERSIONED
from alliancekit.projects import Project, checked_projects
from alliancekit.rules.json_schema import JsonValue, Schema, sentence, with_code
from alliancekit.rules.shape import TYPE, shape_of
from alliancekit.schema._docstrings import docs_of
from alliancekit.schema._objects import (
    combine,
    definitions,
    model_schema,
    object_schema,
    project_classes,
    reference,
    shape_definitions,
    shape_schema,
    text_schema,
)
from alliancekit.schema._portable import portable

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_COMMENT: Final = (
    "Each $comment has the code of the rule that a keyword beside it expresses; `alliancekit explain CODE` prints the "
    "rule. After unsaid, it has rules that this schema can't express, or only in part; `alliancekit check` checks them."
)
_ANNOTATED: Final = (
    "x-rules: the code of the rule that each keyword beside it expresses; `alliancekit explain CODE` prints the rule. "
    "x-unsaid: rules that this schema can't express, or only in part; `alliancekit check` checks them."
)


def schema_of(model: type, projects: Iterable[Project] = (), *, annotated: bool = False) -> Schema:
    """Return the JSON Schema of the plain trees of a model, as `convert.tree` returns and `convert.record` reads them.

    Args:
        model: A class of `alliancekit.models`, of their value objects, or your own that derives from `models.Record`.
        projects: The projects whose rules it expresses too, as far as their classes write `json_schema`; the codes
            of the others are unsaid.
        annotated: Whether to add keywords that no standard knows: the codes of the rules in ``x-rules`` and
            ``x-unsaid``, and messages for editors in ``errorMessage`` and ``patternErrorMessage``. Strict validators
            refuse them.

    Returns:
        A new schema, which you may change.

    Raises:
        UnusableProject: If two projects have different rules with one code.
    """
    return _loaded(_model_json(model, checked_projects(projects)), annotated=annotated)


def value_schema(annotation: object) -> Schema:
    """Return the JSON Schema of the plain value of a field.

    Args:
        annotation: The type of the field, such as `PartialDate` or ``StatementRefs`` of `alliancekit.models.ids`.

    Returns:
        A new schema, which you may change. Its ``$defs`` are the definitions to which it refers.

    Raises:
        TypeError: If fields of records can't have this type.
    """
    shape = shape_of(annotation)
    return portable({**shape_schema(shape), "$defs": shape_definitions(shape)})


def document_schema(projects: Iterable[Project] = (), *, annotated: bool = False) -> Schema:
    """Return the JSON Schema of a corpus document: a YAML or JSON file of a corpus.

    Args:
        projects: As for `schema_of`.
        annotated: Whether to add messages for editors, as in `schema_of`.

    Raises:
        UnusableProject: As for `schema_of`.
    """
    return _loaded(_document_json(checked_projects(projects)), annotated=annotated)


def line_schema(projects: Iterable[Project] = (), *, annotated: bool = False) -> Schema:
    """Return the JSON Schema of one line of a corpus in JSON Lines: the schema version, or a record.

    Args:
        projects: As for `schema_of`.
        annotated: Whether to add messages for editors, as in `schema_of`.

    Raises:
        UnusableProject: As for `schema_of`.
    """
    return _loaded(_line_json(checked_projects(projects)), annotated=annotated)


@cache
def _model_json(model: type, projects: tuple[Project, ...]) -> str:
    schema = model_schema(model, projects=projects)
    return _complete(model.__name__.lower(), schema, _definitions([model], projects))


@cache
def _document_json(projects: tuple[Project, ...]) -> str:
    lists: Schema = {name: _list_of(model) for name, model in MODELS.items()}
    address: Schema = {"description": "The address of the schema of this document, for editors.", **text_schema()}
    document = object_schema({SCHEMA: address, "schema_version": _version(), **lists}, ["schema_version"], VERSIONED)
    schema: Schema = {"title": "Corpus", "description": "The schema version, and lists of records.", **document}
    models: Schema = {model.__name__: model_schema(model, projects=projects) for model in MODELS.values()}
    return _complete("corpus", schema, {**_definitions(MODELS.values(), projects), **models})


@cache
def _line_json(projects: tuple[Project, ...]) -> str:
    kinds: list[JsonValue] = [HEADER, *KINDS]
    lines: Schema = {kind: model_schema(model, _type(kind), projects) for kind, model in KINDS.items()}
    header = object_schema({**_type(HEADER), "schema_version": _version()}, ["type", "schema_version"], VERSIONED)
    lines[HEADER] = {"title": "Head", "description": "The first line: the schema version.", **header}
    schema: Schema = {
        "title": "Line",
        "description": "One line of a corpus in JSON Lines.",
        "type": "object",
        "properties": {"type": {"description": sentence(TYPED), **with_code(TYPED, {"enum": kinds})}},
        "required": ["type"],
        "x-rules": {"type": TYPE.code, "required": TYPED.code},
        "allOf": [
            {"if": {"properties": _type(kind), "required": ["type"]}, "then": {"$ref": reference(kind)}}
            for kind in lines
        ],
    }
    return _complete("line", schema, {**_definitions(MODELS.values(), projects), **lines})


def _definitions(models: Collection[type], projects: Sequence[Project]) -> Schema:
    """Return the definitions for models, those of the classes of projects too."""
    classes = project_classes(projects, models)
    own: Schema = {name: model_schema(cls) for name, cls in classes.items()}
    return {**definitions([*models, *classes.values()]), **own}


def _complete(name: str, schema: Schema, shared: Schema) -> str:
    head: Schema = {"$schema": _DIALECT, "$id": f"urn:alliancekit:schema:{VERSION}:{name}", "$comment": ""}
    return json.dumps({**head, **schema, "$defs": shared})


def _loaded(text: str, *, annotated: bool) -> Schema:
    schema = cast("Schema", json.loads(text))
    if annotated:
        for definition in cast("dict[str, Schema]", schema["$defs"]).values():
            if "pattern" in definition:
                # Editors would show it instead of the description of the field; the message of the pattern repeats it.
                definition.pop("description", None)
        return {**schema, "$id": f"{schema['$id']}:annotated", "$comment": _ANNOTATED}
    result = portable(schema)
    return {**result, "$comment": f"{_COMMENT} This object: {result['$comment']}"}


def _list_of(model: type) -> Schema:
    items: Schema = {"$ref": reference(model.__name__)}
    return {"description": docs_of(model).summary, **with_code(TYPE, {"type": "array"}), "items": items}


def _type(kind: str) -> Schema:
    return {"type": {"const": kind}}


def _version() -> Schema:
    schema = with_code(VERSIONED, {"type": "integer", "minimum": 1})
    description = f"{sentence(VERSIONED)} {sentence(READABLE)}"
    return {"description": description, **combine(schema, with_code(READABLE, {"maximum": VERSION}))}
