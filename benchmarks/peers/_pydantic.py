"""pydantic: strict models with the same rules, and `model_validate_json` for each line, as its documentation advises.

Rules are its own constraints where possible, because they are checked in Rust, and validators otherwise.
"""

from collections.abc import Callable
from functools import cache
from typing import Annotated, Final, TypeVar, cast

from annotated_types import Ge, Le, MinLen
from benchmarks.data import Kind
from benchmarks.peers import _twins
from benchmarks.peers._peer import Peer, Read, by_line
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    PlainValidator,
    StringConstraints,
    ValidationError,
    create_model,
    model_validator,
)

from alliancekit.dates import PartialDate
from alliancekit.rules import AtLeast, Distinct, FieldRule, Id, Interval, Minimum, NotBlank, Pattern, Ref
from alliancekit.rules.shape import LIMIT, Shape
from alliancekit.rules.shape import Kind as ShapeKind

M = TypeVar("M")

MAKE: Final = cast("Callable[..., type[BaseModel]]", create_model)
CONFIG: Final = ConfigDict(strict=True, frozen=True, extra="forbid", arbitrary_types_allowed=True)


@cache
def twin(model: type) -> type[BaseModel]:
    """Return a pydantic model with the fields and the rules of one of ours."""
    definitions = {
        field.name: (_annotated(field.shape), ... if field.required else field.default)
        for field in _twins.fields(model)
    }
    if name := _twins.tag(model):
        definitions["type"] = (_twins.literal(name), ...)
    checks = {
        f"rules_{n}": model_validator(mode="after")(_after(check)) for n, check in enumerate(_twins.across(model))
    }
    return MAKE(model.__name__, __config__=CONFIG, __validators__=checks, **definitions)


def _annotated(shape: Shape) -> object:
    return _twins.annotation(shape, PartialDate, twin, _constrained)


def _after(check: _twins.Across) -> Callable[[M], M]:
    """Return a check as a validator of a model."""

    def validate(self: M) -> M:
        check(self)
        return self

    return validate


def _constrained(type_: object, shape: Shape) -> object:
    """Return a type with the rules of its shape."""
    if shape.kind is ShapeKind.DATE:
        type_ = Annotated[type_, PlainValidator(_date)]
    if shape.kind is ShapeKind.INTEGER:
        type_ = Annotated[type_, Le(LIMIT - 1)]
    for constraint in map(_constraint, shape.rules):
        type_ = Annotated[type_, constraint] if constraint else type_
    return type_


def _constraint(rule: FieldRule) -> object:
    """Return the constraint or validator of pydantic for a rule; None if `_twins` has it as a rule of the whole treaty.

    Raises:
        LookupError: If there is none.
    """
    match rule:
        case Pattern() | Id() | Ref():
            return StringConstraints(pattern=f"^(?:{rule.regex})$")
        case NotBlank():
            # White space in Python, but not in Rust, includes the separators from U+001C to U+001F.
            return StringConstraints(pattern=r"^[\s\x1c-\x1f]*[^\s\x00\x1c-\x1f][^\x00]*$")
        case AtLeast():
            return MinLen(rule.count)
        case Minimum():
            return Ge(rule.bound)
        case Distinct(by=()):
            return AfterValidator(_twins.distinct)
        case Distinct():
            return None
        case Interval():
            return AfterValidator(lambda day: _twins.interval(day, wanted=rule.wanted))
        case _:
            message = f"no constraint for {type(rule).__name__}"
            raise LookupError(message)


def _date(value: object) -> PartialDate:
    """Return a date; pydantic collects ValueError, not TypeError."""
    try:
        return _twins.date(value)
    except TypeError as error:
        raise ValueError(error) from error


def _reader(kind: Kind) -> Read:
    return by_line(twin(_twins.model_of(kind)).model_validate_json, (ValidationError,))


PEERS = (Peer(name="pydantic, the same rules", packages=("pydantic",), reader=_reader, checks=True),)
