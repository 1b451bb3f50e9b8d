"""msgspec: a decoder for attrs classes or its own structs, created once, as its documentation advises."""

from collections.abc import Callable
from functools import cache
from typing import Annotated, Final, cast

import attrs
import msgspec
from benchmarks.data import Kind
from benchmarks.peers import _twins
from benchmarks.peers._peer import Peer, Read, by_line

from alliancekit.dates import PartialDate
from alliancekit.rules import AtLeast, Id, Minimum, NotBlank, Pattern, Ref
from alliancekit.rules.shape import LIMIT, Shape

PACKAGES: Final = ("msgspec",)
FIELD: Final = cast("Callable[..., object]", attrs.field)


@cache
def attrs_twin(model: type) -> type:
    """Return an attrs class with the fields of a model and without its rules."""
    attributes = {
        field.name: FIELD(
            type=_twins.annotation(field.shape, str, attrs_twin),
            default=attrs.NOTHING if field.required else field.default,
        )
        for field in _twins.fields(model)
    }
    return attrs.make_class(model.__name__, attributes, frozen=True, slots=True, kw_only=True)


@cache
def struct(model: type) -> type:
    """Return a struct with the fields of a model and without its rules."""
    return _struct(model, lambda shape: _twins.annotation(shape, str, struct))


@cache
def checked_struct(model: type) -> type:
    """Return a struct with the fields and the rules of a model."""
    checks = (*_twins.within_fields(model), *_twins.across(model))

    def check(self: object) -> None:
        for one in checks:
            one(self)

    alone = checks[0] if len(checks) == 1 else None
    return _struct(
        model,
        lambda shape: _twins.annotation(shape, PartialDate, checked_struct, _constrained),
        _method(alone) if alone else check if checks else None,
    )


def _method(check: _twins.Across) -> _twins.Across:
    """Return a callable as a function, which becomes a method in a class."""
    return lambda self: check(self)  # noqa: PLW0108 - a callable that is not a function does not become a method


def _struct(model: type, annotated: Callable[[Shape], object], check: Callable[[object], None] | None = None) -> type:
    """Return a struct that the garbage collector does not track, since its objects can't form cycles."""
    fields = [(field.name, annotated(field.shape)) for field in _twins.fields(model) if field.required]
    others = [
        (field.name, annotated(field.shape), field.default) for field in _twins.fields(model) if not field.required
    ]
    name = _twins.tag(model)
    return msgspec.defstruct(
        model.__name__,
        [*fields, *others],
        namespace={"__post_init__": check} if check else None,
        kw_only=True,
        frozen=True,
        gc=False,
        forbid_unknown_fields=True,
        tag_field="type" if name else None,
        tag=name,
    )


def _constrained(type_: object, shape: Shape) -> object:
    """Return a type with the rules that msgspec has constraints for."""
    for rule in shape.rules:
        match rule:
            case Pattern() | Id() | Ref():
                type_ = Annotated[type_, msgspec.Meta(pattern=rf"\A(?:{rule.regex})\Z")]
            case NotBlank():
                type_ = Annotated[type_, msgspec.Meta(pattern=r"\A\s*\S[^\0]*\Z")]
            case AtLeast():
                type_ = Annotated[type_, msgspec.Meta(min_length=rule.count)]
            case Minimum():
                type_ = Annotated[type_, msgspec.Meta(ge=rule.bound, le=LIMIT - 1)]
            case _:
                pass  # see `_twins.within_fields`
    return type_


def _date(wanted: type, value: object) -> object:
    """Return a value of a type that msgspec does not support; dates are the only one."""
    del wanted
    return _twins.date(value)


def _reader(twin: Callable[[type], type]) -> Callable[[Kind], Read]:
    def reader(kind: Kind) -> Read:
        decoder: msgspec.json.Decoder[object] = msgspec.json.Decoder(twin(_twins.model_of(kind)), dec_hook=_date)
        return by_line(decoder.decode, (msgspec.MsgspecError,))

    return reader


PEERS = (
    Peer(name="msgspec into attrs classes, no rules", packages=(*PACKAGES, "attrs"), reader=_reader(attrs_twin)),
    Peer(name="msgspec structs, no rules", packages=PACKAGES, reader=_reader(struct)),
    Peer(name="msgspec structs, the same rules", packages=PACKAGES, reader=_reader(checked_struct), checks=True),
)
