"""Models and value objects in JSON Schema: their fields, and the definitions that these share.

A definition doesn't say the type of what it defines: the place that refers to it does, since null may stand there.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from alliancekit.dates import PartialDate, pattern
from alliancekit.models import MODELS
from alliancekit.rules import Rule
from alliancekit.rules.json_schema import JsonValue, Schema, sentence, whole, with_code
from alliancekit.rules.reading import NUMBER
from alliancekit.rules.shape import CHOICE, DATE, LIMIT, MISSING, TYPE, UNKNOWN, FieldSpec, Kind, Shape, spec_of
from alliancekit.rules.text import NotBlank
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
"""What stands in a document for a value of a kind."""


def types() -> dict[str, type]:
    """Return every model, and every value object that they hold, by its name."""
    held = (shape.type for model in MODELS.values() for shape in _shapes(model) if shape.kind is Kind.OBJECT)
    return {model.__name__: model for model in (*MODELS.values(), *held)}


def definitions(models: Iterable[type]) -> Schema:
    """Return the definitions to which the schemas of models refer, by their names."""
    shapes = dict.fromkeys(shape for model in models for shape in _shapes(model))
    return dict(sorted((name, _definition(shape)) for shape in shapes if (name := _name(shape))))


def object_of(model: type, more: Schema | None = None) -> Schema:
    """Return what the schema of a model says, but for its type and definitions.

    Args:
        model: Its class.
        more: Keys that it must have besides its fields, and what they hold.
    """
    spec, docs, more = spec_of(model), _docs_with_shared(model), more or {}
    fields: Schema = {field.name: _field(field, docs) for field in spec.fields}
    clauses = [(rule, rule.json_schema(spec)) for rule in spec.rules]
    unsaid = dict.fromkeys(code for field in spec.fields for code in _unsaid(field.shape))
    all_of: list[JsonValue] = [
        {"description": sentence(rule), **clause.keywords} for rule, clause in clauses if clause.keywords
    ]
    return _filled(
        {
            "title": model.__name__,
            "description": docs.summary,
            **object_with({**more, **fields}, [*more, *(field.name for field in spec.fields if field.required)]),
            "allOf": all_of,
            "x-unsaid": [*unsaid, *(rule.code for rule, clause in clauses if clause.unsaid)],
        }
    )


def object_with(properties: Schema, required: Iterable[str], missing: Rule = MISSING) -> Schema:
    """Return what a schema says of an object that has these properties and no others."""
    return {
        "properties": properties,
        "required": [*required],
        "additionalProperties": False,
        "x-rules": {"required": missing.code, "additionalProperties": UNKNOWN.code},
    }


def reference(name: str) -> str:
    """Return the reference to a definition."""
    return f"#/$defs/{name}"


def text() -> Schema:
    """Return what the schema of any text says."""
    return with_code(TYPE, {"type": "string"})


def _docs_with_shared(model: type) -> ClassDocs:
    """Return the documentation of a model; the fields that it shares with other models are documented there."""
    others = (other for rule in spec_of(model).rules for other in rule.other_models)
    shared = {name: text for other in others for name, text in docs_of(other).fields.items()}
    own = docs_of(model)
    return ClassDocs(own.summary, {**shared, **own.fields})


def _field(field: FieldSpec, docs: ClassDocs) -> Schema:
    says = _value(field.shape, optional=field.shape.optional)
    sentences = [docs.fields.get(field.name, ""), *_sentences(field.shape)]
    default = field.default if isinstance(field.default, bool | int | str) else None
    return _filled({"description": " ".join(filter(None, sentences)), **says, "default": default})


def _filled(schema: Schema) -> Schema:
    """Return a schema without the keywords that hold nothing."""
    return {keyword: value for keyword, value in schema.items() if value not in (None, "", [])}


def _sentences(shape: Shape) -> Iterator[str]:
    """Yield what the rules say that speak in the place of a value itself, not in a definition."""
    yield from (sentence(rule) for rule in shape.rules if not _name(shape) or shape.kind is Kind.DATE)


def _value(shape: Shape, *, optional: bool) -> Schema:
    """Return what the schema says in the place of a value."""
    allowed: list[JsonValue] = [*_TYPES[shape.kind], *(["null"] if optional else [])]
    says = with_code(TYPE, {"type": allowed if len(allowed) > 1 else allowed[0]})
    clauses = [rule.json_schema(shape) for rule in shape.rules]
    rules = [clause.keywords for clause in clauses if clause.keywords]
    name = _name(shape)
    if name:
        says["$ref"] = reference(name)
        # Some editors put the definition in the place of the reference: no keyword may stand in both.
        if shape.kind is Kind.DATE and rules:
            says["allOf"] = [*rules]
        return says
    if shape.kind is Kind.INTEGER:
        says = both(says, with_code(NUMBER, {"minimum": -LIMIT, "maximum": LIMIT - 1}))
    if shape.choices:
        says = both(says, with_code(CHOICE, {"enum": [*shape.choices, *([None] if optional else [])]}))
    if shape.item:
        says["items"] = _value(shape.item, optional=shape.item.optional)
    for rule in rules:
        says = both(says, rule)
    return says


def _unsaid(shape: Shape) -> Iterator[str]:
    """Yield the code of each rule of a value, or of an item of it, of which nothing can be said."""
    yield from (rule.code for rule in shape.rules if not rule.json_schema(shape).keywords)
    if shape.item:
        yield from _unsaid(shape.item)


def both(one: Schema, other: Schema) -> Schema:
    """Return what two schemas say together."""
    shared = (one.keys() & other.keys()) - {"x-rules"}
    codes, others = one["x-rules"], other["x-rules"]
    if shared or not isinstance(codes, dict) or not isinstance(others, dict):
        clauses = one.get("allOf")
        return {**one, "allOf": [*(clauses if isinstance(clauses, list) else []), other]}
    return {**one, **other, "x-rules": {**codes, **others}}


def _shapes(model: type) -> Iterator[Shape]:
    """Yield what the fields of a model may hold, the items of lists, and the same of the objects among them."""
    for field in spec_of(model).fields:
        shape = field.shape.item or field.shape
        while shape.item:
            shape = shape.item
        yield shape
        if shape.kind is Kind.OBJECT:
            yield from _shapes(shape.type)


def _name(shape: Shape) -> str:
    """Return the name of the definition that holds what a schema says of a value; empty if it stands in its place."""
    if shape.kind is Kind.OBJECT:
        return shape.type.__name__
    if shape.kind is Kind.DATE:
        return f"{DATE.code}-date"
    if shape.kind is not Kind.TEXT or len(shape.rules) != 1:
        return ""
    return shape.rules[0].definition


def _definition(shape: Shape) -> Schema:
    if shape.kind is Kind.OBJECT:
        return object_of(shape.type)
    if shape.kind is Kind.DATE:
        return _date(reference(_name(shape)))
    (rule,) = shape.rules
    return {"description": sentence(rule), **rule.json_schema(shape).keywords}


def _date(own: str) -> Schema:
    """Return the definition of a date: text in EDTF, or an object that has it with what the source prints."""
    fields = docs_of(PartialDate).fields
    rule = NotBlank(code=DATE.code, demand=DATE.demand, advice=DATE.advice)
    printed = both(text(), rule.json_schema(Shape(Kind.TEXT, str)).keywords)
    parts: Schema = {
        "edtf": _filled({"description": fields.get("edtf"), **text(), "$ref": own}),
        "as_printed": _filled({"description": fields.get("as_printed"), **printed}),
    }
    texts = with_code(DATE, {"pattern": whole(pattern.DATE)})
    return {"description": sentence(DATE), **both(object_with(parts, parts), texts)}
