"""JSON Schema for models and value objects: their fields, and the definitions that they share.

A definition has no `type`. The schemas that refer to it have one, since some of them also allow null.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from alliancekit.dates import PartialDate, pattern
from alliancekit.models import MODELS
from alliancekit.projects import Project, rules_for
from alliancekit.rules import Rule
from alliancekit.rules.json_schema import JsonValue, Schema, anchored, sentence, with_code
from alliancekit.rules.reading import NUMBER
from alliancekit.rules.shape import CHOICE, DATE, LIMIT, MISSING, TYPE, UNKNOWN, FieldSpec, Kind, Shape, spec_of
from alliancekit.rules.text import not_blank
from alliancekit.schema._docstrings import ClassDocs, docs_of

_TYPES: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.TEXT: ("string",),
    Kind.INTEGER: ("integer",),
    Kind.FLAG: ("boolean",),
    Kind.DATE: ("string", "object"),
    Kind.CHOICE: ("string",),
    Kind.OBJECT: ("object",),
    Kind.LIST: ("array",),
}
"""The JSON types of a value of each kind."""


def types() -> dict[str, type]:
    """Return every model, and every value object inside a model, by its name."""
    inner = (shape.type for model in MODELS.values() for shape in _shapes(model) if shape.kind is Kind.OBJECT)
    return {model.__name__: model for model in (*MODELS.values(), *inner)}


def definitions(models: Iterable[type]) -> Schema:
    """Return the definitions to which the schemas of models refer, by name."""
    shapes = dict.fromkeys(shape for model in models for shape in _shapes(model))
    return dict(sorted((name, _definition(shape)) for shape in shapes if (name := _definition_name(shape))))


def model_schema(model: type, more: Schema | None = None, projects: Iterable[Project] = ()) -> Schema:
    """Return the schema of a model without its type and definitions.

    Args:
        model: Its class.
        more: Schemas of required keys besides its fields.
        projects: The projects whose rules it expresses too.
    """
    spec, docs, more = spec_of(model), _docs_of_model(model), more or {}
    fields: Schema = {field.name: _field(field, docs) for field in spec.fields}
    clauses = [(rule, rule.json_schema(spec)) for rule in (*spec.rules, *rules_for(projects, model))]
    unsaid = dict.fromkeys(code for field in spec.fields for code in _unsaid(field.shape))
    all_of: list[JsonValue] = [
        {"description": sentence(rule), **clause.keywords} for rule, clause in clauses if clause.keywords
    ]
    return _without_empty(
        {
            "title": model.__name__,
            "description": docs.summary,
            **object_schema({**more, **fields}, [*more, *(field.name for field in spec.fields if field.required)]),
            "allOf": all_of,
            "x-unsaid": [*dict.fromkeys([*unsaid, *(rule.code for rule, clause in clauses if clause.unsaid)])],
        }
    )


def object_schema(properties: Schema, required: Iterable[str], missing: Rule = MISSING) -> Schema:
    """Return the schema of an object that has these properties and no others, without its type."""
    return {
        "properties": properties,
        "required": [*required],
        "additionalProperties": False,
        "x-rules": {"required": missing.code, "additionalProperties": UNKNOWN.code},
    }


def reference(name: str) -> str:
    """Return the reference to a definition."""
    return f"#/$defs/{name}"


def text_schema() -> Schema:
    """Return the schema of any text."""
    return with_code(TYPE, {"type": "string"})


def _docs_of_model(model: type) -> ClassDocs:
    """Return the documentation of a model; shared fields are documented at the model that it may become."""
    others = (other for rule in spec_of(model).rules for other in rule.other_models)
    shared = {name: text for other in others for name, text in docs_of(other).fields.items()}
    own = docs_of(model)
    return ClassDocs(own.summary, {**shared, **own.fields})


def _field(field: FieldSpec, docs: ClassDocs) -> Schema:
    schema = _value(field.shape, optional=field.shape.optional)
    sentences = [docs.fields.get(field.name, ""), *_sentences(field.shape)]
    default = field.default if isinstance(field.default, bool | int | str) else None
    return _without_empty({"description": " ".join(filter(None, sentences)), **schema, "default": default})


def _without_empty(schema: Schema) -> Schema:
    """Return a schema without empty keywords."""
    return {keyword: value for keyword, value in schema.items() if value not in (None, "", [])}


def _sentences(shape: Shape) -> Iterator[str]:
    """Yield the sentences of the rules whose keywords are beside the value, not in a definition."""
    yield from (sentence(rule) for rule in shape.rules if not _definition_name(shape) or shape.kind is Kind.DATE)


def _value(shape: Shape, *, optional: bool) -> Schema:
    """Return the schema of a value; it refers to a definition if there is one."""
    allowed: list[JsonValue] = [*_TYPES[shape.kind], *(["null"] if optional else [])]
    schema = with_code(TYPE, {"type": allowed if len(allowed) > 1 else allowed[0]})
    clauses = [rule.json_schema(shape) for rule in shape.rules]
    rules = [clause.keywords for clause in clauses if clause.keywords]
    name = _definition_name(shape)
    if name:
        schema["$ref"] = reference(name)
        # Some editors replace the reference by the definition: no keyword may be in both.
        if shape.kind is Kind.DATE and rules:
            schema["allOf"] = [*rules]
        return schema
    if shape.kind is Kind.INTEGER:
        schema = combine(schema, with_code(NUMBER, {"minimum": -LIMIT, "maximum": LIMIT - 1}))
    if shape.choices:
        schema = combine(schema, with_code(CHOICE, {"enum": [*shape.choices, *([None] if optional else [])]}))
    if shape.item:
        schema["items"] = _value(shape.item, optional=shape.item.optional)
    for rule in rules:
        schema = combine(schema, rule)
    return schema


def _unsaid(shape: Shape) -> Iterator[str]:
    """Yield the code of each rule of a value, or of its items, that JSON Schema can't express at all."""
    yield from (rule.code for rule in shape.rules if not rule.json_schema(shape).keywords)
    if shape.item:
        yield from _unsaid(shape.item)


def combine(one: Schema, other: Schema) -> Schema:
    """Return a schema that accepts what both schemas accept."""
    shared = (one.keys() & other.keys()) - {"x-rules"}
    codes, others = one["x-rules"], other["x-rules"]
    if shared or not isinstance(codes, dict) or not isinstance(others, dict):
        clauses = one.get("allOf")
        return {**one, "allOf": [*(clauses if isinstance(clauses, list) else []), other]}
    return {**one, **other, "x-rules": {**codes, **others}}


def _shapes(model: type) -> Iterator[Shape]:
    """Yield the shapes of the fields of a model, of the items of lists, and of the objects inside it."""
    for field in spec_of(model).fields:
        shape = field.shape.item or field.shape
        while shape.item:
            shape = shape.item
        yield shape
        if shape.kind is Kind.OBJECT:
            yield from _shapes(shape.type)


def _definition_name(shape: Shape) -> str:
    """Return the name of the definition for a value; empty if its schema has no definition of its own."""
    if shape.kind is Kind.OBJECT:
        return shape.type.__name__
    if shape.kind is Kind.DATE:
        return f"{DATE.code}-date"
    if shape.kind is not Kind.TEXT or len(shape.rules) != 1:
        return ""
    return shape.rules[0].definition


def _definition(shape: Shape) -> Schema:
    if shape.kind is Kind.OBJECT:
        return model_schema(shape.type)
    if shape.kind is Kind.DATE:
        return _date(reference(_definition_name(shape)))
    (rule,) = shape.rules
    return {"description": sentence(rule), **rule.json_schema(shape).keywords}


def _date(own: str) -> Schema:
    """Return the definition of a date: a text in EDTF, or an object with `edtf` and `as_printed`."""
    fields = docs_of(PartialDate).fields
    printed = combine(text_schema(), not_blank(DATE))
    parts: Schema = {
        "edtf": _without_empty({"description": fields.get("edtf"), **text_schema(), "$ref": own}),
        "as_printed": _without_empty({"description": fields.get("as_printed"), **printed}),
    }
    texts = with_code(DATE, {"pattern": anchored(pattern.DATE)})
    return {"description": sentence(DATE), **combine(object_schema(parts, parts), texts)}
