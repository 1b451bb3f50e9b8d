"""JSON Schema for models and value objects: their fields, and the definitions that they share.

A definition has a `type` and a `title`, for programs that make code from it; null is allowed beside it, by `anyOf`.
"""

from collections.abc import Iterable, Iterator
from typing import Final, cast

from alliancekit.dates import PartialDate, pattern
from alliancekit.models import MODELS
from alliancekit.project_fields import NAME, PREFIX
from alliancekit.projects import Project, rules_for
from alliancekit.rules import Rule
from alliancekit.rules.json_schema import JsonValue, Schema, sentence, whole_text, with_code
from alliancekit.rules.reading import NUMBER
from alliancekit.rules.shape import CHOICE, DATE, LIMIT, MISSING, TYPE, UNKNOWN, FieldSpec, Kind, Shape, spec_of
from alliancekit.rules.text import not_blank
from alliancekit.schema._docstrings import ClassDocs, docs_of

JSON_TYPES: Final[dict[Kind, str]] = {
    Kind.TEXT: "string",
    Kind.INTEGER: "integer",
    Kind.FLAG: "boolean",
    Kind.CHOICE: "string",
    Kind.OBJECT: "object",
    Kind.LIST: "array",
}
"""The JSON type of a value of each kind; a date has two."""

_EDTF: Final = f"{DATE.code}-edtf"
_PRINTED: Final = f"{DATE.code}-printed"
_TITLES: Final = {None: "PartialDate", True: "Period", False: "Moment"}
"""The title of the definition of a date, by whether it must be an interval."""


def types(models: Iterable[type] = tuple(MODELS.values())) -> dict[str, type]:
    """Return models, by default all of the package, and the types of the objects inside them, by name."""
    models = tuple(models)
    inner = (shape.type for model in models for shape in _shapes(model) if shape.kind is Kind.OBJECT)
    return {model.__name__: model for model in (*models, *inner)}


def definitions(models: Iterable[type]) -> Schema:
    """Return the definitions to which the schemas of models refer, by name."""
    return _definitions_of(shape for model in models for shape in _shapes(model))


def shape_definitions(shape: Shape) -> Schema:
    """Return the definitions to which the schema of a value refers, by name."""
    return _definitions_of(_inner_shapes(shape))


def _definitions_of(shapes: Iterable[Shape]) -> Schema:
    unique = dict.fromkeys(shapes)
    result = {name: _definition(shape) for shape in unique if (name := _definition_name(shape))}
    if any(shape.kind is Kind.DATE for shape in unique):
        result |= {_EDTF: _edtf(), _PRINTED: _printed()}
    return dict(sorted(result.items()))


def shape_schema(shape: Shape) -> Schema:
    """Return the schema of a value; it refers to a definition if there is one."""
    return _value(shape, "")


def model_schema(model: type, more: Schema | None = None, projects: Iterable[Project] = ()) -> Schema:
    """Return the schema of a model without its definitions.

    Args:
        model: Its class.
        more: Schemas of required keys besides its fields.
        projects: The projects whose rules it expresses too.
    """
    spec, docs, more = spec_of(model), _docs_of_model(model), more or {}
    fields: Schema = {field.name: _field(field, docs, model.__name__) for field in own_fields(model)}
    projects = tuple(projects)
    clauses = [(rule, rule.json_schema(spec)) for rule in (*spec.rules, *rules_for(projects, model))]
    unsaid = dict.fromkeys(code for field in spec.fields for code in _unsaid(field.shape))
    conditions = [{"description": sentence(rule), **clause.keywords} for rule, clause in clauses if clause.keywords]
    return _without_empty(
        {
            "title": model.__name__,
            "description": docs.summary,
            **object_schema(
                {**more, **fields, **_project_keys(model, projects)},
                [*more, *(field.name for field in spec.fields if field.required)],
            ),
            **_other_project_keys(model, projects),
            **_conditions(conditions),
            "x-unsaid": [*dict.fromkeys([*unsaid, *(rule.code for rule, clause in clauses if clause.unsaid)])],
        }
    )


def own_fields(model: type) -> tuple[FieldSpec, ...]:
    """Return the fields of a model that are keys of documents: all but those of projects, which have other keys."""
    return tuple(field for field in spec_of(model).fields if field.shape.kind is not Kind.PROJECTS)


def project_classes(projects: Iterable[Project], models: Iterable[type] = tuple(MODELS.values())) -> dict[str, type]:
    """Return the classes that projects declare for the fields of models, by name."""
    models = {*models}
    return {cls.__name__: cls for project in projects for model, cls in project.fields.items() if model in models}


def _project_keys(model: type, projects: Iterable[Project]) -> Schema:
    """Return the schemas of the keys of projects, such as ``x_study``."""
    classes = {project.name: cls for project in projects for of, cls in project.fields.items() if of is model}
    return {
        f"{PREFIX}{name}": {"description": docs_of(cls).summary, "$ref": reference(cls.__name__)}
        for name, cls in classes.items()
    }


def _other_project_keys(model: type, projects: Iterable[Project]) -> Schema:
    """Return the schema of the keys of projects that are not known, if one of some projects keeps their values."""
    if model not in MODELS.values() or not any(project.keeps_others for project in projects):
        return {}
    return {"patternProperties": {f"^{PREFIX}{NAME.pattern}$": with_code(TYPE, {"type": "object"})}}


def object_schema(properties: Schema, required: Iterable[str], missing: Rule = MISSING) -> Schema:
    """Return the schema of an object that has these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": [*required],
        "additionalProperties": False,
        "x-rules": {"type": TYPE.code, "required": missing.code, "additionalProperties": UNKNOWN.code},
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


def _field(field: FieldSpec, docs: ClassDocs, model: str) -> Schema:
    schema = _value(field.shape, f"{model}{field.name.title().replace('_', '')}")
    sentences = [docs.fields.get(field.name, ""), *_sentences(field.shape)]
    default = field.default if isinstance(field.default, bool | int | str) else None
    return _without_empty({"description": " ".join(filter(None, sentences)), **schema, "default": default})


def _without_empty(schema: Schema) -> Schema:
    """Return a schema without empty keywords."""
    return {keyword: value for keyword, value in schema.items() if value not in (None, "", [])}


def _sentences(shape: Shape) -> Iterator[str]:
    """Yield the sentences of the rules whose keywords are beside the value, not in a definition."""
    yield from (sentence(rule) for rule in shape.rules if not _definition_name(shape) or shape.kind is Kind.DATE)


def _value(shape: Shape, title: str) -> Schema:
    """Return the schema of a value, which may be null if it is optional; the title is that of an enumeration."""
    schema = _present_value(shape, title)
    return with_code(TYPE, {"anyOf": [schema, {"type": "null"}]}) if shape.optional else schema


def _present_value(shape: Shape, title: str) -> Schema:
    """Return the schema of a value that is not null; it refers to a definition if there is one."""
    if name := _definition_name(shape):
        return {"$ref": reference(name)}
    schema = with_code(TYPE, {"type": JSON_TYPES[shape.kind]})
    if shape.kind is Kind.INTEGER:
        # A higher minimum includes that of 64 bits.
        bounds: Schema = {"minimum": -LIMIT} if shape.minimum <= -LIMIT else {}
        schema = combine(schema, with_code(NUMBER, {**bounds, "maximum": LIMIT - 1}))
    if shape.choices:
        schema = _without_empty({"title": title, **combine(schema, with_code(CHOICE, {"enum": [*shape.choices]}))})
    if shape.item:
        schema["items"] = _value(shape.item, title)
    for keywords in _keywords(shape):
        schema = combine(schema, keywords)
    return schema


def _keywords(shape: Shape) -> list[Schema]:
    """Return the keywords of the rules of a value."""
    clauses = (rule.json_schema(shape) for rule in shape.rules)
    return [clause.keywords for clause in clauses if clause.keywords]


def _conditions(conditions: list[Schema]) -> Schema:
    """Return the schema that demands all conditions.

    Programs that make code from a schema make a type of each branch of ``allOf``, which then allows unknown fields.
    They ignore ``if`` and ``then``.
    """
    return {"if": True, "then": {"allOf": [*map(_not_suggested, conditions)]}} if conditions else {}


def _not_suggested(part: JsonValue) -> JsonValue:
    """Return a condition whose properties editors do not suggest: they would suggest each of them again."""
    if isinstance(part, list):
        return [_not_suggested(each) for each in part]
    if not isinstance(part, dict):
        return part
    result = {keyword: _not_suggested(value) for keyword, value in part.items()}
    fields = result.get("properties")
    if isinstance(fields, dict):
        hidden = {name: {**each, "doNotSuggest": True} for name, each in fields.items() if isinstance(each, dict)}
        result["properties"] = {**fields, **hidden}
    return result


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
        then = cast("dict[str, list[Schema]]", one.get("then", {"allOf": []}))
        return {**one, **_conditions([*then["allOf"], other])}
    return {**one, **other, "x-rules": {**codes, **others}}


def _shapes(model: type) -> Iterator[Shape]:
    """Yield the shapes of the fields of a model, of the items of lists, and of the objects inside it."""
    for field in own_fields(model):
        yield from _inner_shapes(field.shape)


def _inner_shapes(shape: Shape) -> Iterator[Shape]:
    """Yield the shape of a value or of the items of a list, and those in it if it is an object."""
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
        return f"{'-'.join(rule.code for rule in shape.rules or (DATE,))}-date"
    if shape.kind is not Kind.TEXT or len(shape.rules) != 1:
        return ""
    return shape.rules[0].definition


def _definition(shape: Shape) -> Schema:
    if shape.kind is Kind.OBJECT:
        return model_schema(shape.type)
    if shape.kind is Kind.DATE:
        return _date(shape)
    (rule,) = shape.rules
    return {"description": sentence(rule), **combine(text_schema(), rule.json_schema(shape).keywords)}


def _date(shape: Shape) -> Schema:
    """Return the definition of a date: a text in EDTF, or an object with `edtf` and `as_printed`."""
    branches: list[JsonValue] = [{"$ref": reference(_EDTF)}, {"$ref": reference(_PRINTED)}]
    # Without a description: editors would show it instead of the description of the field.
    schema = {"title": _TITLES[shape.interval], **with_code(TYPE, {"anyOf": branches})}
    return {**schema, **_conditions(_keywords(shape))}


def _edtf() -> Schema:
    texts = with_code(DATE, whole_text(pattern.DATE, unless=pattern.NO_DATE))
    return combine(text_schema(), texts)


def _printed() -> Schema:
    fields = docs_of(PartialDate).fields
    parts: Schema = {
        "edtf": {"description": fields["edtf"], "$ref": reference(_EDTF)},
        "as_printed": {"description": fields["as_printed"], **combine(text_schema(), not_blank(DATE))},
    }
    return {"title": "PrintedDate", **object_schema(parts, parts)}
