"""Parts of JSON Schemas: how a rule says what it demands, and the conditions that several rules use.

Keywords stand beside ``x-rules``, which names the code of the rule for which each of them speaks.
"""

from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import field, frozen

if TYPE_CHECKING:
    from alliancekit.rules.rule import Rule
    from alliancekit.rules.shape import FieldSpec, Spec

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
"""What a JSON text can hold."""

Schema: TypeAlias = dict[str, JsonValue]
"""A JSON Schema that is an object."""

COMPARES: Final = "JSON Schema can't compare one value with another"
UNKNOWN_RULE: Final = "what a rule of a class of your own demands is not known here"


@frozen
class Clause:
    """What JSON Schema says of a rule.

    Attributes:
        keywords: The keywords for the value or the record that obeys the rule; none if nothing can be said.
        unsaid: What the keywords leave out, a clause; empty if they say all.
    """

    keywords: Schema = field(factory=dict)
    unsaid: str = ""


def with_code(rule: "Rule", keywords: Schema) -> Schema:
    """Return keywords beside the code of their rule; no keywords stay none."""
    codes: Schema = dict.fromkeys(keywords, rule.code)
    # Editors that know this keyword show its text in place of the pattern.
    hint: Schema = (
        {"patternErrorMessage": f"{sentence(rule).removesuffix('.')} ({rule.advice})"} if "pattern" in keywords else {}
    )
    return {**keywords, **hint, "x-rules": codes} if keywords else {}


def sentence(rule: "Rule") -> str:
    """Return the code of a rule and the sentence that says what it demands."""
    return f"{rule.code}: {rule.demand}"


def whole(regex: str) -> str:
    """Return a pattern that the whole text must match, in Python and in ECMA 262."""
    # In Python, $ also matches before a line end at the end.
    return rf"^(?:{regex})$(?!\n)"


def one_of(name: str, values: tuple[str, ...]) -> Schema:
    """Return the condition that a field has one of some values."""
    return {"properties": {name: {"enum": [*values]}}, "required": [name]}


def is_there(spec: "FieldSpec", rule: "Rule | None" = None, least: int = 1) -> Schema:
    """Return the condition that a field has a value: a list with so many items, or anything but null.

    Args:
        spec: The field.
        rule: The rule for which the keywords speak; a condition after ``if`` speaks for none.
        least: How many items a list needs.
    """
    value: Schema = {}
    if spec.shape.item:
        value = {"minItems": least}
    elif spec.shape.optional:
        value = {"not": {"type": "null"}}
    required: Schema = {"required": [spec.name]} if spec.empty_by_default else {}
    if rule:
        value, required = with_code(rule, value), with_code(rule, required)
    return {"properties": {spec.name: value}, **required}


def left_out(names: tuple[str, ...], spec: "Spec", rule: "Rule") -> Schema:
    """Return what says that fields have no value."""
    return {
        "properties": {
            name: with_code(rule, {"maxItems": 0} if spec[name].shape.item else {"type": "null"}) for name in names
        }
    }
