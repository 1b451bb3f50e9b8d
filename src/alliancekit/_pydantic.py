"""Schemas of records, dates and rules for pydantic 2; `_pydantic_hooks` imports this module when pydantic asks for one.

Problems become errors of pydantic: the code of a problem is the type of its error, and the path is the location.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING, Final, cast

from attrs import evolve
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, ValidationError, core_schema

from alliancekit import convert
from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.errors import InvalidRecord, Path, Problem
from alliancekit.rules.json_schema import JsonValue, Schema
from alliancekit.rules.reading import UNDECLARED
from alliancekit.rules.rule import FieldRule
from alliancekit.rules.shape import Kind, Shape, shape_of
from alliancekit.schema import portable, reference, schema_of, types, value_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

_FUNCTIONS: Final = "pydantic_js_functions"
"""The key of the metadata of a schema with the functions that return its JSON Schema."""

_ONLY_COMPLETE: Final = ("$schema", "$id", "$comment")
"""Keywords of a whole schema that a part of a schema of pydantic must not have."""


_custom_error: Final = cast("Callable[[str, str], PydanticCustomError]", PydanticCustomError)
"""Returns an error of a type with a message; pydantic declares that both are literals. It changes no braces in them."""


def type_schema(cls: type) -> CoreSchema:
    """Return how pydantic validates and serializes a record or a date.

    Values of the class are valid, since none that is invalid can exist. Other values are converted as
    `convert.record` does, and serialized as `convert.tree` does.
    """
    validate = partial(_validate, cls)
    to_plain = core_schema.plain_serializer_function_ser_schema(convert.plain)
    return core_schema.no_info_plain_validator_function(validate, serialization=to_plain, ref=_class_name(cls))


def json_schema(cls: type, handler: "GetJsonSchemaHandler") -> "JsonSchemaValue":
    """Return the JSON Schema of a record or a date, and add its definitions to those of the handler."""
    complete = value_schema(PartialDate) if cls is PartialDate else schema_of(cls)
    definitions = cast("dict[str, Schema]", complete.pop("$defs"))
    objects = {} if cls is PartialDate else types([cls])
    names = {
        name: _class_name(objects[name]) if name in objects else _definition_name(name, schema)
        for name, schema in definitions.items()
    }
    references = {reference(name): unique for name, unique in names.items()}
    shared: list[CoreSchema] = [
        core_schema.any_schema(
            ref=names[name],
            metadata={
                _FUNCTIONS: [
                    partial(_of_class, objects[name]) if name in objects else partial(_of_value, schema, references)
                ]
            },
        )
        for name, schema in definitions.items()
    ]
    handler(core_schema.definitions_schema(core_schema.any_schema(), shared))
    own: Schema = {keyword: value for keyword, value in complete.items() if keyword not in _ONLY_COMPLETE}
    return _with_references(own, references, handler)


def rule_schema(rule: FieldRule, source: object, handler: "GetCoreSchemaHandler") -> CoreSchema:
    """Return how pydantic validates and describes a value with a rule: first by its type, then by the rule.

    Raises:
        TypeError: If fields of records can't have the type of the value.
    """
    shape = shape_of(source)
    if shape.kind is Kind.TEXT and not shape.rules:
        # Ids are text, and so are all types of a union of ids: one type gives one error.
        source = str | None if shape.optional else str
    keywords = portable(rule.json_schema(shape).keywords)
    return core_schema.no_info_wrap_validator_function(
        partial(_obey, rule, shape), handler(source), metadata={_FUNCTIONS: [partial(_with_keywords, keywords)]}
    )


def _validate(cls: type, value: object) -> object:
    """Return a record or a date, or the one that a plain tree describes."""
    if isinstance(value, cls):
        return value
    try:
        return convert.date(value) if cls is PartialDate else convert.record(cast("type[Record]", cls), value)
    except InvalidRecord as error:
        raise _validation_error(cls.__name__, error.problems, value) from None


def _obey(rule: FieldRule, shape: Shape, value: object, inner: Callable[[object], object]) -> object:
    """Return a value of a shape that obeys a rule; pydantic checks its other annotations before."""
    if shape.kind not in (Kind.OBJECT, Kind.DATE, Kind.LIST):
        # By default, pydantic would convert bytes to text, and text to a number.
        _require(evolve(shape, rules=()).problems(value, ()), value)
    result = inner(value)
    if result is not None:
        _require(rule.problems((result,)), value)
    return result


def _require(problems: Iterable[Problem], value: object) -> None:
    """Raise an error of pydantic if a value has problems."""
    found = tuple(problems)
    if found:
        raise _validation_error(type(value).__name__, found, value)


def _validation_error(title: str, problems: Iterable[Problem], value: object) -> ValidationError:
    """Return an error of pydantic with one item for each problem."""
    return ValidationError.from_exception_data(title, [_details(problem, value) for problem in problems])


def _details(problem: Problem, value: object) -> InitErrorDetails:
    if problem.code == UNDECLARED.code:
        problem = evolve(problem, hint="read the record with alliancekit.convert.record, which accepts projects")
    text = problem.text.lstrip()  # the message on the value itself starts with a path that is empty
    return InitErrorDetails(
        type=_custom_error(problem.code, text), loc=problem.path, input=_value_at(value, problem.path)
    )


def _value_at(value: object, path: Path) -> object:
    """Return the value at a path, or the last value on the way to one that is missing."""
    last = value
    for step in path:
        if isinstance(value, dict) and step in value:
            value = cast("dict[object, object]", value)[step]
        elif isinstance(value, list | tuple) and isinstance(step, int):
            value = cast("Sequence[object]", value)[step]
        else:
            break
        last = value
    return last


def _class_name(cls: type) -> str:
    """Return a unique name of the definition of a class, as pydantic forms it; it removes what follows the colon."""
    return f"{cls.__module__}.{cls.__qualname__}:{id(cls)}"


def _definition_name(name: str, schema: Schema) -> str:
    return f"alliancekit.{name}:{sha256(dumps(schema).encode()).hexdigest()}"


def _of_class(cls: type, _: CoreSchema, handler: "GetJsonSchemaHandler") -> "JsonSchemaValue":
    return json_schema(cls, handler)


def _of_value(
    schema: Schema, references: Mapping[str, str], _: CoreSchema, handler: "GetJsonSchemaHandler"
) -> "JsonSchemaValue":
    return _with_references(schema, references, handler)


def _with_references(
    schema: Schema, references: Mapping[str, str], handler: "GetJsonSchemaHandler"
) -> "JsonSchemaValue":
    """Return a schema with references to the definitions of pydantic, which have unique names."""

    def converted(value: JsonValue) -> JsonValue:
        if isinstance(value, list):
            return [*map(converted, value)]
        if not isinstance(value, dict):
            return value
        result = {keyword: converted(inner) for keyword, inner in value.items()}
        target = value.get("$ref")
        if isinstance(target, str):
            result |= handler(core_schema.definition_reference_schema(references[target]))
        return result

    return cast("JsonSchemaValue", converted(schema))


def _with_keywords(keywords: Schema, schema: CoreSchema, handler: "GetJsonSchemaHandler") -> "JsonSchemaValue":
    """Return the schema of a value with the keywords of a rule."""
    own = handler(schema)
    return {**own, "allOf": [*own.get("allOf", []), keywords]} if keywords.keys() & own.keys() else {**own, **keywords}
