"""pydantic: strict models with the same rules, and `model_validate_json` on each line, as its documentation advises.

What its own constraints can say stays in them, since they are checked in Rust; the rest are validators.
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
from alliancekit.rules.shape import Kind as Held

M = TypeVar("M")

MAKE: Final = cast("Callable[..., type[BaseModel]]", create_model)
CONFIG: Final = ConfigDict(strict=True, frozen=True, extra="forbid", arbitrary_types_allowed=True)


@cache
def twin(model: type) -> type[BaseModel]:
    """Return a pydantic model with the fields and the rules of one of ours."""
    made = {
        field.name: (_annotated(field.shape), ... if field.required else field.default)
        for field in _twins.fields(model)
    }
    if name := _twins.tag(model):
        made["type"] = (_twins.literal(name), ...)
    checks = {
        f"rules_{n}": model_validator(mode="after")(_after(check)) for n, check in enumerate(_twins.across(model))
    }
    return MAKE(model.__name__, __config__=CONFIG, __validators__=checks, **made)


def _annotated(shape: Shape) -> object:
    return _twins.annotation(shape, PartialDate, twin, _constrained)


def _after(check: _twins.Across) -> Callable[[M], M]:
    """Return a check as a validator of a whole model."""

    def validate(self: M) -> M:
        check(self)
        return self

    return validate


def _constrained(made: object, shape: Shape) -> object:
    """Return a type with the rules of its shape."""
    if shape.kind is Held.DATE:
        made = Annotated[made, PlainValidator(_date)]
    if shape.kind is Held.INTEGER:
        made = Annotated[made, Le(LIMIT - 1)]
    for words in map(_words, shape.rules):
        made = Annotated[made, words] if words else made
    return made


def _words(rule: FieldRule) -> object:
    """Return what says a rule of a field in pydantic's words; None if it is a rule of the whole treaty in `_twins`.

    Raises:
        LookupError: If nothing here does.
    """
    match rule:
        case Pattern() | Id() | Ref():
            return StringConstraints(pattern=f"^(?:{rule.regex})$")
        case NotBlank():
            # what Python takes for white space, and Rust does not: the separators from U+001C to U+001F
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
            message = f"no words for {type(rule).__name__}"
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
