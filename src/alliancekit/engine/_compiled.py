"""The kernel engine: what the compiled kernel answers about the records of a class."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial, update_wrapper
from typing import Final, TypeVar, cast

from attrs import AttrsInstance, Factory, fields

from alliancekit.dates import PartialDate
from alliancekit.dates.partial import KNOWN
from alliancekit.engine import _plain
from alliancekit.engine._compiled_json import TREES, finder, leading, parts, sound, unescaped
from alliancekit.engine._interface import Bounded, Bounds, Engine, Engines, Governs, Guard, Json, Shared
from alliancekit.engine._plain import is_date, is_reference
from alliancekit.engine.slots import Slots, model_of, printed_date
from alliancekit.kernel import compiled as kernel
from alliancekit.rules.shape import Kind, Shape, spec_of

R = TypeVar("R")


def engine(model: type[R]) -> Engine[R]:
    """Return the kernel engine of a model."""
    compiled = model_of(model)
    reader = cast("kernel.Reader[R]", _reader(cast("type", model)))
    references = kernel.Collector(*_steps(model, is_reference))
    dates = kernel.Collector(*_steps(model, is_date, kernel.Slot(PartialDate, "edtf")))
    return Engine(
        accepts=compiled.accepts,
        from_tree=cast("Callable[[object], R | None]", partial(_from_tree, compiled)),
        fields_from_tree=partial(_fields_from_tree, compiled),
        from_json=reader.read,
        list_from_json=reader.read_all,
        from_columns=partial(_from_columns, maker(model)),
        references=references.texts,
        dates=dates.texts,
        all_references=references.distinct,
        late_dates=dates.not_before,
        within=partial(_within, model),
    )


# --- From trees, JSON and columns -------------------------------------------------------------------------------------


def _from_tree(model: kernel.Model, tree: object) -> object:
    return model.made(tree, KNOWN)


def _fields_from_tree(model: kernel.Model, tree: Mapping[object, object]) -> dict[str, object]:
    return model.sound(cast("dict[object, object]", tree), KNOWN) if type(tree) is dict else {}


@cache
def _reader(model: type) -> "kernel.Reader[object]":
    """Return what reads records of a class from JSON."""
    return kernel.Reader(model_of(model), unescaped, printed_date, KNOWN, Shared())


def maker(cls: Callable[..., R]) -> Callable[..., R]:
    """Return what makes objects of a class from the values of its fields, by position; nothing is tested."""
    made = cast("type[AttrsInstance]", cls)
    return kernel.Maker(cls, *(kernel.Slot(made, field.name) for field in fields(made)))


def _from_columns(make: Callable[..., R], columns: Sequence[Sequence[object]]) -> list[R]:
    """Return the records whose fields stand in columns, untested."""
    return [*map(make, *columns)]


def _document(data: bytes, lists: Mapping[str, type]) -> dict[str, object] | None:
    """Return the members of a JSON object, with records in some lists; None if one of them may not be in order."""
    return TREES.document(data, {key: _reader(model) for key, model in lists.items()})


def _lines(models: Mapping[str, type], governs: Governs, longest: int) -> Callable[[bytes], list[object | None]]:
    """Return what reads records from whole lines of JSON Lines."""
    return kernel.Lines({kind: _reader(model) for kind, model in models.items()}, governs, longest).read


_JSON: Final = Json(sound, _document, _lines, leading, finder, parts)


# --- Inside a record --------------------------------------------------------------------------------------------------


def _steps(model: type, wanted: Callable[[Shape], bool], part: kernel.Slot | None = None) -> Iterator[kernel.Step]:
    """Yield a step for each field of a model in which wanted texts can stand."""
    for field in spec_of(model).fields:
        shape, slot = field.shape.item or field.shape, kernel.Slot(model, field.name)
        if wanted(shape):
            yield kernel.Step(slot, part=part)
        elif shape.kind is Kind.OBJECT and (inner := tuple(_steps(shape.type, wanted, part))):
            yield kernel.Step(slot, steps=inner)


def _within(model: type, bounded: Bounded, bounds: Bounds) -> Callable[[object], bool]:
    """Return the test that values of a record certainly lie within bounds."""
    slots = Slots(model, spec_of(model))
    items = slots.below(bounded.items)
    values = items[bounded.values] if bounded.values else None
    part = items.of_item(bounded.values, bounded.number) if bounded.values and bounded.number else slots.edtf
    return kernel.Bounded(
        slots[bounded.items],
        items[bounded.key],
        values,
        part,
        slots.edtf,
        slots.of(*bounded.starts),
        slots.of(*bounded.ends),
        dict(bounds),
    )


# --- Constructors -----------------------------------------------------------------------------------------------------


def guard(explain: Guard, refuse: Guard) -> tuple[Guard, Guard]:
    """Return what checks a new record, and what demands that a record is new."""
    return kernel.guard(model_of, explain, refuse)


def initializer(cls: type, explain: Guard, refuse: Guard) -> Callable[..., None]:
    """Return an `__init__` of the kernel, unless that of attrs does more than fill the fields."""
    own = _plain.initializer(cls, explain, refuse)
    for field in fields(cast("type[AttrsInstance]", cls)):
        converts = field.converter or field.validator or isinstance(field.default, cast("type", Factory))
        if converts or not field.init or field.alias != field.name:
            return own
    return update_wrapper(kernel.initializer(cls, own, model_of, explain, refuse), own)


ENGINES: Final = Engines(engine, guard, initializer, _JSON)
