"""Parts of JSON Schemas: the clause of a rule, and the conditions that several rules use.

``x-rules`` beside some keywords maps each keyword to the code of the rule that it expresses.
"""

from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import field, frozen

if TYPE_CHECKING:
    from alliancekit.rules.rule import Rule
    from alliancekit.rules.shape import FieldSpec, Spec

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
"""Any value of JSON."""

Schema: TypeAlias = dict[str, JsonValue]
"""A JSON Schema that is an object."""

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
    codes: Schema = dict.fromkeys(keywords, rule.code)
    # Editors that support this keyword show its text instead of the pattern.
    hint: Schema = (
        {"patternErrorMessage": f"{sentence(rule).removesuffix('.')} ({rule.advice})"} if "pattern" in keywords else {}
    )
    return {**keywords, **hint, "x-rules": codes} if keywords else {}


def sentence(rule: "Rule") -> str:
    """Return the code of a rule and its demand."""
    return f"{rule.code}: {rule.demand}"


def anchored(regex: str) -> str:
    """Return a pattern that must match the whole text, in Python and in ECMA 262."""
    # In Python, $ also matches before a line end at the end of the text.
    return rf"^(?:{regex})$(?!\n)"


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
        value: Schema = {"minItems": least}
    elif spec.shape.type is bool:
        value = {"const": True}
    else:
        value = {"not": {"type": "null"}}
    required: Schema = {"required": [spec.name]} if spec.empty_by_default else {}
    if rule:
        value, required = with_code(rule, value), with_code(rule, required)
    return {"properties": {spec.name: value}, **required}


def is_absent(names: tuple[str, ...], spec: "Spec", rule: "Rule") -> Schema:
    """Return the condition that some fields have no value."""
    return {"properties": {name: with_code(rule, _empty(spec[name])) for name in names}}


def _empty(spec: "FieldSpec") -> Schema:
    if spec.shape.item:
        return {"maxItems": 0}
    return {"const": False} if spec.shape.type is bool else {"type": "null"}
