"""A reduced JSON Schema for language models that answer in JSON: drafts of records, with quotes in place of anchors.

It has only the keywords that the providers of such models accept, every field is required and may be null, and no
definition refers to itself.
"""

from collections.abc import Iterator
from typing import Final

from alliancekit.messages import listed
from alliancekit.models import MODELS, Candidate, Entry, State
from alliancekit.models.attestation import Attestation
from alliancekit.models.document import VERSION
from alliancekit.rules.json_schema import Schema
from alliancekit.rules.shape import DATE, FieldSpec, Kind, Shape
from alliancekit.schema._docstrings import docs_of
from alliancekit.schema._objects import JSON_TYPES, own_fields, reference

DRAFT_MODELS: Final[dict[str, type[Entry]]] = {
    name: model for name, model in MODELS.items() if model not in {State, Candidate}
}
"""The types of records that have drafts, by the name of their list.

A draft without a required value is a candidate, and states are in the registry.
"""

_LEFT_OUT: Final = frozenset({"codings", "digest", "file", "length", "regions"})
"""The fields that a program fills: who coded the record, and what is computed from a file."""

_QUOTES: Final[Schema] = {
    "description": "The passages of the text that report it, letter by letter as they stand there.",
    "type": ["array", "null"],
    "items": {"type": "string"},
}


def drafts_schema(*models: type[Entry]) -> Schema:
    """Return the JSON Schema of drafts of records, for the structured output of language models.

    A draft is a record in which every field is present and may be null, dates are EDTF strings, and each attestation
    has ``quotes``, a list of verbatim passages, in place of anchors. A program makes anchors of the quotes, and
    candidates of the drafts without a required value.

    Args:
        models: The types of records; none: all except `State` and `Candidate`, which have no drafts.

    Returns:
        A new schema, which you may change.

    Raises:
        ValueError: One of the types has no drafts.
    """
    for model in models:
        if model not in DRAFT_MODELS.values():
            names = listed(tuple(each.__name__ for each in DRAFT_MODELS.values()))
            message = f"{model.__name__} has no drafts; choose {names}"
            raise ValueError(message)
    chosen = {name: model for name, model in DRAFT_MODELS.items() if model in (models or DRAFT_MODELS.values())}
    lists: Schema = {
        name: {"description": docs_of(model).summary, "type": ["array", "null"], "items": _ref(model)}
        for name, model in chosen.items()
    }
    shared = dict.fromkeys(each for model in chosen.values() for each in (model, *_types_in(model)))
    return {
        "title": "Drafts",
        "description": f"Drafts of records that a text reports: urn:alliancekit:schema:{VERSION}:drafts.",
        **_object(lists),
        "$defs": {model.__name__: _draft(model) for model in sorted(shared, key=lambda each: each.__name__)},
    }


def _fields(model: type) -> Iterator[FieldSpec]:
    return (field for field in own_fields(model) if field.name not in _LEFT_OUT)


def _types_in(model: type) -> Iterator[type]:
    """Yield the types of the objects in a draft of a model."""
    for field in _fields(model):
        shape = field.shape.item or field.shape
        if shape.kind is Kind.OBJECT and not _is_quotes(model, field):
            yield shape.type
            yield from _types_in(shape.type)


def _is_quotes(model: type, field: FieldSpec) -> bool:
    return model is Attestation and field.name == "anchors"


def _draft(model: type) -> Schema:
    docs = docs_of(model)
    fields: Schema = {}
    for field in _fields(model):
        if _is_quotes(model, field):
            fields["quotes"] = _QUOTES
        else:
            sentences = (docs.fields.get(field.name, ""), *_demands(field.shape))
            description: Schema = {"description": " ".join(filter(None, sentences))}
            fields[field.name] = {**description, **_nullable(field.shape)}
    return {"title": model.__name__, "description": docs.summary, **_object(fields)}


def _object(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


def _demands(shape: Shape) -> Iterator[str]:
    """Yield what the rules demand that the schema does not express: the forms of dates and of other texts."""
    inner = shape.item or shape
    if inner.kind is Kind.DATE:
        yield DATE.demand
    if inner.refers_to:
        yield f"The id of a record, such as {listed(tuple(f'{kind}:a-name' for kind in inner.refers_to))}."
        return
    yield from (rule.demand for rule in inner.rules if rule.pattern is not None or inner.kind is Kind.DATE)


def _nullable(shape: Shape) -> Schema:
    schema = _value(shape)
    if shape.kind is Kind.OBJECT:
        return {"anyOf": [schema, {"type": "null"}]}
    choices: Schema = {"enum": [*shape.choices, None]} if shape.choices else {}
    return {**schema, "type": [schema["type"], "null"], **choices}


def _value(shape: Shape) -> Schema:
    if shape.kind is Kind.OBJECT:
        return _ref(shape.type)
    schema: Schema = {"type": "string" if shape.kind is Kind.DATE else JSON_TYPES[shape.kind]}
    if shape.choices:
        schema["enum"] = [*shape.choices]
    if shape.item:
        schema["items"] = _value(shape.item)
    return schema


def _ref(model: type) -> Schema:
    return {"$ref": reference(model.__name__)}
