"""What each rule says in JSON Schema, and what it has to leave unsaid there."""

from collections.abc import Iterator
from functools import singledispatch
from typing import Final, TypeAlias

from attrs import evolve, field, frozen

from alliancekit.rules import (
    Among,
    AnyOf,
    Apart,
    AtLeast,
    Disjoint,
    Distinct,
    ExactlyOne,
    Field,
    Forbids,
    Foreign,
    Form,
    Id,
    Interval,
    Lacks,
    Minimum,
    NamesField,
    Needs,
    NotAmong,
    NotBlank,
    Ordered,
    Pattern,
    Ref,
    Rule,
    Together,
    Within,
)
from alliancekit.rules.records import is_given
from alliancekit.rules.shape import FieldSpec, Kind, Shape, Spec, spec_of

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What a JSON text can hold."""

Schema: TypeAlias = dict[str, Json]
"""A JSON Schema that is an object."""

_SPACE: Final = r"\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""White space as Python's `str.isspace` knows it; ECMA 262 draws the line elsewhere."""

_COMPARES: Final = "JSON Schema can't compare one value with another"
_NOT_OURS: Final = "what a rule of a class of your own demands is not known here"


@frozen
class Saying:
    """What a rule says in JSON Schema.

    Attributes:
        keywords: The keywords that say it, for the value or for the record that obeys; none if it can't be said.
        unsaid: What they leave out, a clause; empty if they say it all.
    """

    keywords: Schema = field(factory=dict)
    unsaid: str = ""


def by(rule: Rule, keywords: Schema) -> Schema:
    """Return keywords beside the code of the rule that speaks through them."""
    codes: Schema = dict.fromkeys(keywords, rule.code)
    # Editors that know this keyword show its text in place of the pattern.
    hint: Schema = (
        {"patternErrorMessage": f"{sentence(rule).removesuffix('.')} ({rule.advice})"} if "pattern" in keywords else {}
    )
    return {**keywords, **hint, "x-rules": codes} if keywords else {}


def sentence(rule: Rule) -> str:
    """Return what a rule demands, after its code."""
    return f"{rule.code}: {rule.demand}"


def whole(regex: str) -> str:
    """Return a pattern that the whole text has to match, in Python and in ECMA 262."""
    # In Python, $ also matches before a line end at the end.
    return rf"^(?:{regex})$(?!\n)"


# --- Rules of one value ---------------------------------------------------------------------------------------------


def of_value(rule: Field, shape: Shape) -> Saying:
    """Return what a rule says of a value of a shape."""
    return says_of_value(rule, shape) if type(rule) in says_of_value.registry else Saying(unsaid=_NOT_OURS)


@singledispatch
def says_of_value(rule: Field, shape: Shape) -> Saying:
    """Return what a rule of one of our classes says; one that extends ours may demand something else."""
    raise NotImplementedError(rule, shape)


@says_of_value.register(Pattern)
@says_of_value.register(Id)
@says_of_value.register(Ref)
def _(rule: Pattern | Id | Ref, shape: Shape) -> Saying:
    del shape
    return Saying(by(rule, {"pattern": whole(rule.regex)}))


@says_of_value.register
def _(rule: NotBlank, shape: Shape) -> Saying:
    del shape
    return Saying(by(rule, {"pattern": whole(rf"[{_SPACE}]*[^\x00{_SPACE}][^\x00]*")}))


@says_of_value.register
def _(rule: AtLeast, shape: Shape) -> Saying:
    del shape
    return Saying(by(rule, {"minItems": rule.count}))


@says_of_value.register
def _(rule: Distinct, shape: Shape) -> Saying:
    unsaid = ""
    if shape.item and shape.item.kind is Kind.OBJECT:
        unsaid = f"items that differ {'elsewhere' if rule.by else 'only in a null that may be left out'} pass"
    return Saying(by(rule, {"uniqueItems": True}), unsaid)


@says_of_value.register
def _(rule: Minimum, shape: Shape) -> Saying:
    del shape
    return Saying(by(rule, {"minimum": rule.bound}))


@says_of_value.register
def _(rule: Interval, shape: Shape) -> Saying:
    del shape
    says = by(rule, {"pattern": "/" if rule.wanted else "^[^/]*$"})
    return Saying({**says, "properties": {"edtf": says}})


# --- Rules of several fields ----------------------------------------------------------------------------------------


def of_record(rule: Together, spec: Spec) -> Saying:
    """Return what a rule says of the record whose fields it governs."""
    return says_of_record(rule, spec) if type(rule) in says_of_record.registry else Saying(unsaid=_NOT_OURS)


@singledispatch
def says_of_record(rule: Together, spec: Spec) -> Saying:
    """Return what a rule of one of our classes says; one that extends ours may demand something else."""
    raise NotImplementedError(rule, spec)


@says_of_record.register(Ordered)
@says_of_record.register(Disjoint)
@says_of_record.register(Apart)
@says_of_record.register(Within)
@says_of_record.register(Among)
@says_of_record.register(NotAmong)
def _(rule: Together, spec: Spec) -> Saying:
    del rule, spec
    return Saying(unsaid=_COMPARES)


@says_of_record.register
def _(rule: AnyOf, spec: Spec) -> Saying:
    return Saying(by(rule, {"anyOf": [_given(spec[name], rule) for name in rule.names]}))


@says_of_record.register
def _(rule: ExactlyOne, spec: Spec) -> Saying:
    one, other = rule.names
    either = by(rule, {"anyOf": [_given(spec[name], rule) for name in rule.names]})
    return Saying({**either, "if": _given(spec[one]), "then": _left_out((other,), spec, rule)})


@says_of_record.register
def _(rule: Needs, spec: Spec) -> Saying:
    return Saying({"if": _given(spec[rule.name]), "then": _given(spec[rule.other], rule)})


@says_of_record.register
def _(rule: Forbids, spec: Spec) -> Saying:
    return Saying({"if": _has(rule.name, rule.values), "then": _left_out(rule.others, spec, rule)})


@says_of_record.register
def _(rule: Form, spec: Spec) -> Saying:
    del spec
    values: dict[str, tuple[str, ...]] = {}
    for value, (regex, _) in rule.forms.items():
        values[regex] = (*values.get(regex, ()), value)
    return Saying(
        {
            "allOf": [
                {"if": _has(rule.by, held), "then": {"properties": {rule.name: by(rule, {"pattern": whole(regex)})}}}
                for regex, held in values.items()
            ]
        }
    )


@says_of_record.register
def _(rule: NamesField, spec: Spec) -> Saying:
    del spec
    outer, inner, last = rule.path
    names: Schema = {"properties": {last: by(rule, {"enum": [*rule.fields]})}}
    return Saying({"properties": {outer: {"items": {"properties": {inner: {"items": names}}}}}})


@says_of_record.register
def _(rule: Foreign, spec: Spec) -> Saying:
    clauses: list[Json] = []
    for kind, model in rule.types.items():
        own = spec_of(model).names
        foreign = tuple(name for name in rule.names if name not in own)
        clauses.append({"if": _has(rule.of, (kind,)), "then": _left_out(foreign, spec, rule)})
    return Saying({"allOf": clauses})


@says_of_record.register
def _(rule: Lacks, spec: Spec) -> Saying:
    clauses: list[Json] = []
    for kind, model in rule.types.items():
        demanded = [field for field in spec_of(model).fields if field.required and field.name in rule.names]
        only: Schema = by(rule, {"enum": [field.name for field in demanded]})
        lacks: list[Json] = [_lacks(rule, field.shape, spec[field.name]) for field in demanded]
        then: Schema = {"properties": {rule.missing: {"items": only}}, "allOf": lacks}
        clauses.append({"if": _has(rule.of, (kind,)), "then": then})
    return Saying({"allOf": clauses})


def _lacks(rule: Lacks, demanded: Shape, own: FieldSpec) -> Schema:
    """Say that a field is named as missing just if it doesn't hold what another type demands of it."""
    least = max((part.count for part in demanded.rules if isinstance(part, AtLeast)), default=0)
    named: Schema = {"contains": {"const": own.name}}
    clause: Schema = {
        "if": _given(own, least=least) if least or not demanded.item else {},
        "else": {"properties": {rule.missing: by(rule, named)}},
    }
    # Only where the other type demands nothing more is it certain that the field holds enough.
    if _bare(demanded) == _bare(own.shape):
        clause["then"] = {"properties": {rule.missing: by(rule, {"not": named})}}
    return clause


def _bare(shape: Shape) -> Shape:
    """Return what a field may hold, how many aside, and whatever the codes of its rules."""
    rules = tuple(evolve(rule, code="", demand="", advice="") for rule in _lasting(shape))
    return evolve(shape, optional=False, rules=rules)


def _lasting(shape: Shape) -> Iterator[Field]:
    yield from (rule for rule in shape.rules if not isinstance(rule, AtLeast))


def _has(name: str, values: tuple[str, ...]) -> Schema:
    """Say that a field has one of certain values."""
    return {"properties": {name: {"enum": [*values]}}, "required": [name]}


def _given(field: FieldSpec, rule: Rule | None = None, least: int = 1) -> Schema:
    """Say that a field is given, a list with a least number of items; a condition speaks for no rule."""
    held: Schema = {}
    if field.shape.kind is Kind.LIST:
        held = {"minItems": least}
    elif field.shape.optional:
        held = {"not": {"type": "null"}}
    # A default may be something; and that a demanded field is missing has a rule of its own.
    there: Schema = {} if is_given(field.default) else {"required": [field.name]}
    if rule:
        held, there = by(rule, held), by(rule, there)
    return {"properties": {field.name: held}, **there}


def _left_out(names: tuple[str, ...], spec: Spec, rule: Rule) -> Schema:
    """Say that fields are not given."""
    return {
        "properties": {
            name: by(rule, {"maxItems": 0} if spec[name].shape.kind is Kind.LIST else {"type": "null"})
            for name in names
        }
    }
