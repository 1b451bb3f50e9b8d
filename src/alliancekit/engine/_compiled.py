"""The kernel engine: the interface of the engines on top of the compiled kernel."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial, update_wrapper
from typing import Final, TypeVar, cast

from attrs import AttrsInstance, Factory, fields

from alliancekit.dates import PartialDate
from alliancekit.dates.partial import KNOWN
from alliancekit.engine import _plain
from alliancekit.engine._compiled_json import TREES, finder, first_members, parse, parts, unescape
from alliancekit.engine._interface import Bounded, Bounds, Engine, Engines, Guard, HeaderCheck, JsonEngine, Shared
from alliancekit.engine._plain_collect import is_date, is_reference
from alliancekit.engine.slots import Slots, date_with_print, model_of
from alliancekit.kernel import compiled as kernel
from alliancekit.rules.shape import Kind, Shape, spec_of

R = TypeVar("R")


def engine(model: type[R]) -> Engine[R]:
    """Return the kernel engine of a model."""
    compiled = model_of(model)
    reader = cast("kernel.Reader[R]", _reader(cast("type", model)))
    references = kernel.Collector(*_steps(model, is_reference))
    dates = kernel.Collector(*_steps(model, is_date))
    digest = kernel.Collector(*_steps(model, lambda shape: is_reference(shape) or is_date(shape)))
    return Engine(
        accepts=compiled.accepts,
        from_tree=cast("Callable[[object], R | None]", partial(_from_tree, compiled)),
        fields_from_tree=partial(_fields_from_tree, compiled),
        from_json=reader.read,
        list_from_json=reader.read_all,
        from_columns=partial(_from_columns, unchecked_constructor(model)),
        references=references.texts,
        dates=dates.texts,
        digest=digest.digest,
        within=lambda bounded, bounds: _ranges(model, bounded, bounds).within,
        ranges=partial(_ranges, model),
    )


# --- From trees, JSON and columns -------------------------------------------------------------------------------------


def _from_tree(model: kernel.Model, tree: object) -> object:
    return model.made(tree, KNOWN)


def _fields_from_tree(model: kernel.Model, tree: Mapping[object, object]) -> dict[str, object]:
    return model.sound(cast("dict[object, object]", tree), KNOWN) if type(tree) is dict else {}


@cache
def _reader(model: type) -> "kernel.Reader[object]":
    """Return the JSON reader of a class; it is built once."""
    return kernel.Reader(model_of(model), unescape, date_with_print, KNOWN, Shared())


def unchecked_constructor(cls: Callable[..., R]) -> Callable[..., R]:
    """Return a function that builds objects of a class from the values of its fields, by position, without a check."""
    model = cast("type[AttrsInstance]", cls)
    return kernel.Maker(cls, *(kernel.Slot(model, field.name) for field in fields(model)))


def _from_columns(construct: Callable[..., R], columns: Sequence[Sequence[object]]) -> list[R]:
    """Return the records whose values are in columns, without a check."""
    return [*map(construct, *columns)]


def _document(data: bytes, lists: Mapping[str, type]) -> dict[str, object] | None:
    """Return the members of a JSON object, with records in some lists; None if one of them is declined."""
    return TREES.document(data, {key: _reader(model) for key, model in lists.items()})


def _lines(
    models: Mapping[str, type], check_header: HeaderCheck, longest: int
) -> Callable[[bytes], list[object | None]]:
    """Return a function that reads records from whole lines of JSON Lines."""
    return kernel.Lines({kind: _reader(model) for kind, model in models.items()}, check_header, longest).read


_JSON: Final = JsonEngine(parse, _document, _lines, first_members, finder, parts)


# --- References, dates and bounds inside a record ---------------------------------------------------------------------


def _steps(model: type, select: Callable[[Shape], bool]) -> Iterator[kernel.Step]:
    """Yield a step for each field of a model that can contain values of the selected shapes: references or dates."""
    for field in spec_of(model).fields:
        shape, slot = field.shape.item or field.shape, kernel.Slot(model, field.name)
        if select(shape):
            yield kernel.Step(slot, part=kernel.Slot(PartialDate, "edtf") if is_date(shape) else None)
        elif shape.kind is Kind.OBJECT and (inner := tuple(_steps(shape.type, select))):
            yield kernel.Step(slot, steps=inner)


def _ranges(model: type, bounded: Bounded, bounds: Bounds | None = None) -> kernel.Ranges:
    """Return ranges of the values of records: some bounds, or None for ranges that grow."""
    slots = Slots(model, spec_of(model))
    items = slots.items_of(bounded.items)
    values = items[bounded.values] if bounded.values else None
    part = items.of_item(bounded.values, bounded.number) if bounded.values and bounded.number else slots.edtf
    return kernel.Ranges(
        slots[bounded.items],
        items[bounded.key],
        values,
        part,
        slots.edtf,
        slots.of(*bounded.starts),
        slots.of(*bounded.ends),
        bounds,
    )


# --- Constructors -----------------------------------------------------------------------------------------------------


def guard(explain: Guard, refuse: Guard) -> tuple[Guard, Guard]:
    """Return two checks: that a new record is valid, and that a record is new; see `Engines`."""
    return kernel.guard(model_of, explain, refuse)


def initializer(cls: type, explain: Guard, refuse: Guard) -> Callable[..., None]:
    """Return an `__init__` of the kernel; that of attrs, if it does more than set the fields."""
    own = _plain.initializer(cls, explain, refuse)
    for field in fields(cast("type[AttrsInstance]", cls)):
        converts = field.converter or field.validator or isinstance(field.default, cast("type", Factory))
        if converts or not field.init or field.alias != field.name:
            return own
    return update_wrapper(kernel.initializer(cls, own, model_of, explain, refuse), own)


ENGINES: Final = Engines(engine, guard, initializer, _JSON)
