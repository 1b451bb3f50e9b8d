"""Parts of JSON Schemas: the clause of a rule, and the conditions that several rules use.

The conditions are in ``if``, ``then`` and ``else``, which programs that make code from a schema ignore. Each keyword
for values of one type has that type beside it, which the strict mode of Ajv demands.

``x-rules`` beside some keywords maps each keyword to the code of the rule that it expresses.
"""

from typing import TYPE_CHECKING, Final, TypeAlias, cast

from attrs import field, frozen

from alliancekit.rules.regex import allows_line_break

if TYPE_CHECKING:
    from alliancekit.rules.rule import Rule
    from alliancekit.rules.shape import FieldSpec, Spec

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
"""Any value of JSON."""

Schema: TypeAlias = dict[str, JsonValue]
"""A JSON Schema that is an object."""

_HINTS: Final = {"pattern": "patternErrorMessage", "not": "errorMessage"}
"""The keywords with messages for editors; they belong to no standard."""

COMPARES: Final = "JSON Schema can't compare one value with another"
UNKNOWN_RULE: Final = "what a rule of a class of your own demands is not known here"


@frozen
class Clause:
    """The part of a rule that JSON Schema expresses.

    Attributes:
        keywords: The keywords for the value or the record that obeys the rule; empty if JSON Schema can't express it.
        unsaid: What the keywords do not express, as a clause; empty if they express the whole rule.
    """

    keywords: Schema = field(factory=dict)
    unsaid: str = ""


def with_code(rule: "Rule", keywords: Schema) -> Schema:
    """Return keywords with the code of their rule in ``x-rules``; no keywords remain empty."""
    if not keywords:
        return {}
    # Editors that support these keywords show their text instead of a pattern, or of "not allowed".
    hints: Schema = {hint: _message(rule) for keyword, hint in _HINTS.items() if keyword in keywords}
    codes: Schema = dict.fromkeys(keywords, rule.code)
    return {**keywords, **hints, "x-rules": codes}


def _message(rule: "Rule") -> str:
    return f"{sentence(rule).removesuffix('.')} ({rule.advice})"


def sentence(rule: "Rule") -> str:
    """Return the code of a rule and its demand."""
    return f"{rule.code}: {rule.demand}"


def whole_text(regex: str, unless: str = r"\n") -> Schema:
    """Return the keywords for a text that matches a regular expression as a whole, in every dialect.

    In Python, ``$`` also matches before a line break at the end of the text. No construct in a pattern prevents that
    in all dialects, so that a second pattern excludes these texts.

    Args:
        regex: The expression, in the common part of the syntax of Python, ECMA 262, RE2 and Rust.
        unless: What no allowed text contains; by default, a line break. It is not used if the expression allows one.
    """
    pattern: Schema = {"pattern": f"^(?:{regex})$"}
    return pattern if unless == r"\n" and allows_line_break(regex) else {**pattern, "not": {"pattern": unless}}


def typed(json_type: str, keywords: Schema) -> Schema:
    """Return keywords for the values of a JSON type, with that type."""
    from alliancekit.rules.shape import TYPE  # which imports this module

    codes = cast("Schema", keywords.get("x-rules", {}))
    return {"type": json_type, **keywords, "x-rules": {"type": TYPE.code, **codes}}


def one_of(name: str, values: tuple[str | bool, ...]) -> Schema:
    """Return the condition that a field has one of some values."""
    return {"properties": {name: {"enum": [*values]}}, "required": [name]}


def is_present(spec: "FieldSpec", rule: "Rule | None" = None, least: int = 1) -> Schema:
    """Return the condition that a field has a value: a list with so many items, or anything but null.

    Args:
        spec: The field.
        rule: The rule that the keywords express; None for a condition after ``if``.
        least: How many items a list needs.
    """
    if spec.shape.item:
        value: Schema = {"type": "array", "minItems": least}
    elif spec.shape.type is bool:
        value = {"const": True}
    else:
        value = {"not": {"type": "null"}}
    required: Schema = {"required": [spec.name]} if spec.empty_by_default else {}
    if rule:
        value, required = with_code(rule, value), with_code(rule, required)
    return {"properties": {spec.name: value}, **required}


def otherwise(rule: "Rule", ways: list[Schema], words: str) -> Schema:
    """Return the condition that a record fits one of several schemas.

    Validators describe a failed ``anyOf`` by its branches, and none says that one of them is enough. So a record that
    fits none must have a field that is not allowed. Validators print its name, which is our message.

    Args:
        rule: The rule that the condition expresses.
        ways: The schemas.
        words: What is missing if the record fits none of them, such as ``title or untitled``; it is no name of a field.
    """
    fits: JsonValue = ways[0] if len(ways) == 1 else {"anyOf": [*ways]}
    required: Schema = {**with_code(rule, {"required": [words]}), "errorMessage": _message(rule)}
    return {"if": fits, "else": {"properties": {words: False}, **required}}


def is_absent(names: tuple[str, ...], spec: "Spec", rule: "Rule") -> Schema:
    """Return the condition that some fields have no value."""
    return {"properties": {name: with_code(rule, _empty(spec[name])) for name in names}}


def _empty(spec: "FieldSpec") -> Schema:
    if spec.shape.item:
        return {"const": []}
    return {"const": False} if spec.shape.type is bool else {"type": "null"}
