"""The kernel engine: builds a model of the kernel from the declaration of a class.

A rule for which the kernel has no test of its own is asked through `holds`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial, update_wrapper
from typing import Final, TypeVar, cast

from attrs import AttrsInstance, Factory, fields

from alliancekit.dates import PartialDate
from alliancekit.dates.partial import KNOWN
from alliancekit.engine import _plain
from alliancekit.engine._automaton import automaton
from alliancekit.engine._compiled_json import TREES, finder, leading, parts, sound, unescaped
from alliancekit.engine._interface import Bounded, Bounds, Engine, Engines, Governs, Guard, Json, Shared
from alliancekit.engine._plain import is_date, is_reference
from alliancekit.kernel import compiled as kernel
from alliancekit.rules.fields import AtLeast, Distinct, Field, Id, Interval, Minimum, NotBlank, Pattern, Ref
from alliancekit.rules.lacks import Foreign, Lacks, demanded_fields
from alliancekit.rules.records import (
    Among,
    AnyOf,
    Disjoint,
    ExactlyOne,
    Forbids,
    NamesField,
    Needs,
    NotAmong,
    Ordered,
    Together,
    Within,
)
from alliancekit.rules.rule import Rule
from alliancekit.rules.shape import LIMIT, FieldSpec, Kind, Shape, Spec, spec_of

R = TypeVar("R")

GOVERNED: Final[dict[type[Rule], type]] = {
    Pattern: str,
    Id: str,
    Ref: str,
    NotBlank: str,
    Minimum: int,
    AtLeast: tuple,
    Distinct: tuple,
    Interval: PartialDate,
}
"""The rules of one value that the kernel knows, and the type of that value; a class made from one is another rule."""


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


def _model_of(cls: type) -> kernel.Model:
    return assembled(cls, spec_of(cls))


model_of: "Callable[[type], kernel.Model]" = cache(_model_of)
"""Return the model of a class; it is made once."""


def assembled(cls: type, spec: Spec) -> kernel.Model:
    """Return the model of a class with these fields and rules."""
    own = [
        kernel.Field(
            field.name,
            kernel.Slot(cls, field.name),
            value(field.shape),
            required=field.required,
            default=field.default,
            recurs=field.recurs or bool((field.shape.item or field.shape).choices),
        )
        for field in spec.fields
    ]
    return kernel.Model(cls, own, [test for rule in spec.rules for test in _of_record(rule, cls, spec)])


def value(shape: Shape) -> kernel.Value:
    """Return what a field or an item of a list may hold."""
    tests: list[kernel.Test] = []
    if shape.kind is Kind.INTEGER:
        tests.append(kernel.Whole(-LIMIT))
    if shape.choices:
        tests.append(kernel.OneOf(frozenset(shape.choices)))
    return kernel.Value(
        shape.type,
        [*tests, *(_of_value(rule, shape) for rule in shape.rules)],
        optional=shape.optional,
        dated=_printed if shape.kind is Kind.DATE else None,
        item=value(shape.item) if shape.item else None,
        model=model_of(shape.type) if shape.kind is Kind.OBJECT else None,
    )


def _of_value(rule: Field, shape: Shape) -> kernel.Test:
    known = GOVERNED.get(type(rule)) is shape.type
    return (_known(rule, shape) if known else None) or kernel.Asked(rule.holds)


def _known(rule: Field, shape: Shape) -> kernel.Test | None:
    """Return the test of a rule that the kernel knows, or None for one of its kind that it does not."""
    match rule:
        case Pattern() | Id() | Ref():
            table = automaton(rule.regex)
            if table is None:
                return None
            return kernel.FirstOf(kernel.Matches(table.kinds, table.rows, table.width), kernel.Asked(rule.holds))
        case NotBlank():
            return kernel.Says()
        case Minimum(bound=bound):
            return kernel.Whole(bound) if -LIMIT <= bound < LIMIT else None
        case AtLeast(count=count):
            return kernel.HasCount(count)
        case Distinct(by=by) if shape.item and shape.item.kind is Kind.OBJECT:
            return kernel.Distinct(*_slots(shape.item.type, *(by or _compared(shape.item.type))))
        case Distinct(by=()):
            return kernel.Distinct()
        case Interval(wanted=wanted):
            return kernel.HasSlash(kernel.Slot(PartialDate, "edtf"), wanted=wanted)
        case _:
            return None


def _compared(cls: type) -> tuple[str, ...]:
    """Return the fields in which unequal records of a class differ; none if the class defines equality itself."""
    code = getattr(cls.__eq__, "__code__", None)
    own = fields(cast("type[AttrsInstance]", cls))
    if code is None or not code.co_filename.startswith("<attrs generated"):
        return ()
    return tuple(field.name for field in own) if all(field.eq and not field.eq_key for field in own) else ()


def _of_record(rule: Together, cls: type, spec: Spec) -> Iterator[kernel.Test]:
    """Yield the tests of a rule of several fields: a quick yes where the kernel has one, or what the rule says."""
    asked = kernel.AskedOf(rule.holds, *_slots(cls, *rule.reads))
    own = type(rule).__module__ in (Together.__module__, Lacks.__module__)
    quick = list(_quick(rule, cls, spec)) if own else []
    yield from (kernel.FirstOf(*tests, asked) for tests in quick) if quick else (asked,)


def _quick(rule: Together, cls: type, spec: Spec) -> Iterator[tuple[kernel.Test, ...]]:
    """Yield tests that say together that a rule holds; of each tuple one has to."""
    slots, inner = partial(_slots, cls), partial(_inner, spec)
    match rule:
        case AnyOf(names=names):
            yield (kernel.Given(1, len(names), *slots(*names)),)
        case ExactlyOne(names=names):
            yield (kernel.Given(1, 1, *slots(*names)),)
        case Needs(name=name, other=other):
            yield kernel.Given(0, 0, *slots(name)), kernel.Given(1, 1, *slots(other))
        case Forbids(others=others):
            yield (kernel.Given(0, 0, *slots(*others)),)
        case NamesField(path=(name, field, last), fields=words):
            of_item = inner(name, field)
            of_inner = kernel.Slot(_item_of(spec_of(_item_of(spec, name)), field), last)
            yield (kernel.InnerAmong(slots(name)[0], of_item, of_inner, frozenset(words)),)
        case Among(name=name, fields=named, of=(others, other)):
            mine, theirs = slots(name, others)
            yield from ((kernel.AmongFew(mine, inner(name, field), theirs, inner(others, other)),) for field in named)
        case NotAmong(name=name, others=others):
            yield (kernel.NotIn(*slots(name, others)),)
        case Foreign() | Lacks():
            yield from _of_another_type(rule, cls)
        case _:
            yield from _in_time(rule, cls, spec)


def _of_another_type(rule: Foreign | Lacks, cls: type) -> Iterator[tuple[kernel.Test, ...]]:
    """Yield the same for a rule of records that will be of another type."""
    tests: dict[str, kernel.Test] = {}
    for word, model in rule.types.items():
        if isinstance(rule, Foreign):
            own = spec_of(model).names
            tests[word] = kernel.Given(0, 0, *_slots(cls, *(name for name in rule.names if name not in own)))
        elif demanded := demanded_fields(model, rule.names):
            tests[word] = _lacking(cls, rule.missing, demanded)
    yield (kernel.ByWord(kernel.Slot(cls, rule.of), tests),)


def _lacking(cls: type, missing: str, demanded: Iterable[FieldSpec]) -> kernel.Test:
    """Return the test that a list names just the fields that do not hold what another type demands of them."""
    demands = (kernel.Demand(field.name, kernel.Slot(cls, field.name), value(field.shape)) for field in demanded)
    return kernel.Lacking(kernel.Slot(cls, missing), *demands)


def _in_time(rule: Together, cls: type, spec: Spec) -> Iterator[tuple[kernel.Test, ...]]:
    """Yield the same for a rule that compares dates or numbers."""
    slots, inner, edtf = partial(_slots, cls), partial(_inner, spec), kernel.Slot(PartialDate, "edtf")
    match rule:
        case Ordered(names=names, strict=strict) if all(spec[name].shape.kind is Kind.INTEGER for name in names):
            yield (kernel.Rising(strict, *slots(*names)),)
        case Ordered(names=names) if all(spec[name].shape.kind is Kind.DATE for name in names):
            yield (kernel.DatesInOrder(edtf, *slots(*names)),)
        case Disjoint(name=name, period=period):
            yield (kernel.Following(edtf, slots(name)[0], inner(name, period) if period else None),)
        case Within(path=(name, field), starts=starts, end=end):
            yield (kernel.Inside(edtf, *slots(name), inner(name, field), *slots(end, *starts)),)
        case _:
            return


def _slots(cls: type, *names: str) -> list[kernel.Slot]:
    return [kernel.Slot(cls, name) for name in names]


def _inner(spec: Spec, name: str, field: str) -> kernel.Slot:
    """Return where the items of a list hold a field."""
    return kernel.Slot(_item_of(spec, name), field)


def _item_of(spec: Spec, name: str) -> type:
    """Return the class of the items of a list."""
    return cast("Shape", spec[name].shape.item).type


# --- From trees, JSON and columns -------------------------------------------------------------------------------------


def _from_tree(model: kernel.Model, tree: object) -> object:
    return model.made(tree, KNOWN)


def _fields_from_tree(model: kernel.Model, tree: Mapping[object, object]) -> dict[str, object]:
    return model.sound(cast("dict[object, object]", tree), KNOWN) if type(tree) is dict else {}


@cache
def _reader(model: type) -> "kernel.Reader[object]":
    """Return what reads records of a class from JSON."""
    return kernel.Reader(model_of(model), unescaped, _printed, KNOWN, Shared())


def _printed(value: Mapping[str, str]) -> PartialDate:
    """Return the date of an object with the date and how it is printed."""
    match value:
        case {"edtf": str(edtf), "as_printed": str(printed)}:
            return PartialDate(edtf, as_printed=printed)
        case _:
            message = "no date"
            raise ValueError(message)


def maker(cls: Callable[..., R]) -> Callable[..., R]:
    """Return what makes objects of a class from the values of its fields, by position; nothing is tested."""
    made = cast("type[AttrsInstance]", cls)
    return kernel.Maker(cls, *_slots(made, *(field.name for field in fields(made))))


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
    edtf, item = kernel.Slot(PartialDate, "edtf"), _item_of(spec_of(model), bounded.items)
    values = bounded.values and kernel.Slot(item, bounded.values)
    part = _inner(spec_of(item), bounded.values, bounded.number) if bounded.values and bounded.number else edtf
    return kernel.Bounded(
        kernel.Slot(model, bounded.items),
        kernel.Slot(item, bounded.key),
        values or None,
        part,
        edtf,
        _slots(model, *bounded.starts),
        _slots(model, *bounded.ends),
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
