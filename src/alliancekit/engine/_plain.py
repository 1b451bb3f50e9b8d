"""The plain engine, in Python: it defines what is valid, and runs where the kernel is not installed."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from gc import get_referents
from itertools import repeat
from operator import attrgetter, itemgetter
from typing import Final, NoReturn, TypeAlias, TypeVar, cast

from alliancekit.dates import PartialDate
from alliancekit.dates._partial import KNOWN
from alliancekit.engine._interface import LONGEST_SHARED, Engine, Engines, Guard, Json, Shared
from alliancekit.engine._plain_find import finder, parts
from alliancekit.engine._plain_json import decoded, leading, sound
from alliancekit.rules.fields import Ref
from alliancekit.rules.shape import FieldSpec, Kind, Shape, spec_of

R = TypeVar("R")

Test: TypeAlias = Callable[[object], bool]
Convert: TypeAlias = Callable[[object], object]
"""Returns what a field holds where a tree has a value; raises a ValueError for a value that it is not sure of."""
Collect: TypeAlias = Callable[[object, list[str]], None]
"""Adds what is found in a record to a list."""


def engine(model: type[R]) -> Engine[R]:
    """Return the plain engine of a model."""
    shared_reader = cast("Callable[[object], R]", _shared_reader(cast("type", model)))
    return Engine(
        accepts=test_of(model),
        from_tree=partial(_sure, _reader(model, None)),
        fields_from_tree=_fields_reader(model),
        from_json=partial(_from_json, shared_reader),
        list_from_json=partial(_list_from_json, shared_reader),
        from_columns=partial(_from_columns, model),
        references=_collector(model, is_reference, _itself),
        dates=_collector(model, is_date, attrgetter("edtf")),
    )


def test_of(model: type) -> Test:
    """Return the test of a record: the tests of its fields, then the rules of several fields, composed once."""
    spec = spec_of(model)
    names = [field.name for field in spec.fields]
    tests = [field.shape.accepts for field in spec.fields]
    rules = [(rule.holds, _picker([names.index(name) for name in rule.reads])) for rule in spec.rules]
    values_of = _getter(names)

    def accepts(record: object) -> bool:
        if type(record) is not model:
            return False
        values = values_of(record)
        for test, value in zip(tests, values, strict=True):
            if not test(value):
                return False
        for holds, picked in rules:  # noqa: SIM110 - all() would take twice as long
            if not holds(*picked(values)):
                return False
        return True

    return accepts


def _getter(names: Sequence[str]) -> Callable[[object], tuple[object, ...]]:
    """Return what reads some attributes of an object as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda held: tuple(getattr(held, name) for name in names)


def _picker(positions: Sequence[int]) -> Callable[[tuple[object, ...]], tuple[object, ...]]:
    """Return what picks some values of a tuple as a tuple."""
    if len(positions) > 1:
        return itemgetter(*positions)
    return lambda values: tuple(values[position] for position in positions)


# --- From trees -------------------------------------------------------------------------------------------------------


def _reader(model: type[R], shared: Shared | None) -> Callable[[object], R]:
    """Return what makes records from plain trees; it raises a ValueError for a tree that it is not sure of.

    Args:
        model: The class.
        shared: Where equal short texts are looked up, if they are shared.
    """
    fields = [
        (
            field.name,
            _converter(field.shape, shared, recurs=field.recurs),
            field.required,
            field.default,
            setter(model, field),
        )
        for field in spec_of(model).fields
    ]
    accepts = test_of(model)

    def read(tree: object) -> R:
        if type(tree) is not dict:
            _doubt()
        members = cast("dict[str, object]", tree)
        left = len(members)
        record = object.__new__(model)
        for name, convert, required, default, put in fields:
            if name in members:
                value = members[name]
                put(record, value if convert is None or value is None else convert(value))
                left -= 1
            elif required:
                _doubt()
            else:
                put(record, default)
        if left or not accepts(record):
            _doubt()
        return record

    return read


def _converter(shape: Shape, shared: Shared | None, *, recurs: bool = False) -> Convert | None:
    """Return what converts a value of a tree that is not null; None if nothing is converted.

    What is not of the right type is left to the test of the record.
    """
    if shape.kind is Kind.OBJECT:
        return _reader(shape.type, shared)
    if shape.kind is Kind.DATE:
        return _date
    share = shared if recurs or (shape.item or shape).choices else None
    if shape.item:
        item = _converter(shape.item, share if recurs else shared, recurs=recurs)
        return partial(_tuple, item, share)
    return None if share is None else partial(_share, share)


_PRINTED: Final = 2
"""How many members the object has that says how a date is printed."""


def _date(value: object) -> object:
    if type(value) is str:
        return KNOWN[value]
    match value:
        case {"edtf": str(edtf), "as_printed": str(printed)} if len(cast("dict[str, object]", value)) == _PRINTED:
            return PartialDate(edtf, as_printed=printed)
        case _:
            return _doubt()


def _tuple(convert: Convert | None, shared: Shared | None, value: object) -> object:
    if type(value) is not list:
        _doubt()
    items = cast("list[object]", value)
    held = tuple(items if convert is None else [item if item is None else convert(item) for item in items])
    return held if shared is None else _share(shared, held)


def _share(shared: Shared, value: object) -> object:
    """Return the first of equal texts or lists of texts; other values, and long ones, as they are."""
    if type(value) not in (str, tuple) or len(cast("str", value)) > LONGEST_SHARED:
        return value
    try:
        return shared[value]
    except TypeError:  # a list of what can't be hashed, which no rule accepts
        return value


def _fields_reader(model: type) -> Callable[[Mapping[object, object]], dict[str, object]]:
    """Return what reads the fields of a plain tree that obey their rules."""
    fields = [(field, _converter(field.shape, None)) for field in spec_of(model).fields]

    def read(tree: Mapping[object, object]) -> dict[str, object]:
        found: dict[str, object] = {}
        for field, convert in fields:
            if field.name not in tree and field.required:
                continue
            value = tree.get(field.name, field.default)
            if convert is not None and value is not None and field.name in tree:
                try:
                    value = convert(value)
                except ValueError:
                    continue
            if field.shape.accepts(value):
                found[field.name] = value
        return found

    return read


def _sure(read: Callable[[object], R], tree: object) -> R | None:
    try:
        return read(tree)
    except ValueError:
        return None


def _doubt() -> NoReturn:
    message = "the slow way may have something to say"
    raise ValueError(message)


# --- From JSON --------------------------------------------------------------------------------------------------------


def _from_json(read: Callable[[object], R], data: bytes, start: int = 0, /) -> R | None:
    if not 0 <= start <= len(data):
        return None
    try:
        return read(decoded(b"{" + data[start:] if start else data))
    except (ValueError, RecursionError):
        return None


def _list_from_json(read: Callable[[object], R], data: bytes) -> list[R] | None:
    try:
        return _records(decoded(data), read)
    except (ValueError, RecursionError):
        return None


def _records(items: object, read: Callable[[object], R]) -> list[R]:
    return [*map(read, cast("list[object]", items))] if type(items) is list else _doubt()


def _document(data: bytes, lists: Mapping[str, type]) -> dict[str, object] | None:
    """Return the members of a JSON object, with records in some lists; None if one of them is not in order."""
    try:
        tree = decoded(data)
        if type(tree) is not dict:
            return None
        members = cast("dict[str, object]", tree)
        return {
            key: _records(value, _shared_reader(lists[key])) if key in lists else value
            for key, value in members.items()
        }
    except (ValueError, RecursionError):
        return None


@cache
def _shared_reader(model: type) -> Callable[[object], object]:
    """Return what makes records of a class, which share equal short texts."""
    return _reader(model, Shared())


_JSON: Final = Json(sound, _document, leading, finder, parts)


# --- From columns -----------------------------------------------------------------------------------------------------


def _from_columns(model: type[R], columns: Sequence[Sequence[object]]) -> list[R]:
    """Return the records whose fields stand in columns, untested."""
    made = [*map(object.__new__, repeat(model, len(columns[0])))]
    for field, values in zip(spec_of(model).fields, columns, strict=True):
        deque(map(setter(model, field), made, values), maxlen=0)
    return made


def setter(model: type, field: FieldSpec) -> Callable[[object, object], None]:
    """Return what sets a field of a new record: the setter of a slot passes by the `__setattr__` of a frozen class."""
    return cast("Callable[[object, object], None]", getattr(model, field.name).__set__)


# --- Inside a record --------------------------------------------------------------------------------------------------


def is_reference(shape: Shape) -> bool:
    """Return whether the values of a shape are ids of other records."""
    return any(isinstance(rule, Ref) for rule in shape.rules)


def is_date(shape: Shape) -> bool:
    """Return whether the values of a shape are dates."""
    return shape.kind is Kind.DATE


def _itself(value: object) -> object:
    return value


def _collector(
    model: type, wanted: Callable[[Shape], bool], text_of: Callable[[object], object]
) -> Callable[[object], list[str]]:
    """Return what lists the texts of some fields of a record, and of the records in it.

    Args:
        model: The class.
        wanted: Whether the values of a shape are listed.
        text_of: The text of such a value.
    """
    collect = _collecting(model, wanted, text_of)

    def collector(record: object) -> list[str]:
        found: list[str] = []
        if collect:
            collect(record, found)
        return found

    return collector


def _collecting(model: type, wanted: Callable[[Shape], bool], text_of: Callable[[object], object]) -> Collect | None:
    """Return what adds the texts in a record to a list; None if its class can't have any."""
    steps: list[tuple[Callable[[object], object], Collect, bool]] = []
    for field in spec_of(model).fields:
        shape = field.shape.item or field.shape
        inner = _collecting(shape.type, wanted, text_of) if shape.kind is Kind.OBJECT else None
        add = partial(_add, text_of) if wanted(shape) else inner
        if add:
            steps.append((attrgetter(field.name), add, bool(field.shape.item)))
    if not steps:
        return None

    def collect(record: object, found: list[str]) -> None:
        for value_of, add, several in steps:
            value = value_of(record)
            if several:
                for item in cast("tuple[object, ...]", value):
                    add(item, found)
            elif value is not None:
                add(value, found)

    return collect


def _add(text_of: Callable[[object], object], value: object, found: list[str]) -> None:
    found.append(cast("str", text_of(value)))


# --- Constructors -----------------------------------------------------------------------------------------------------


def guard(explain: Guard, refuse: Guard) -> tuple[Guard, Guard]:
    """Return what checks a new record, and what demands that a record is new.

    Args:
        explain: Raises an error for an invalid record.
        refuse: Raises an error for a record that exists already.
    """
    tests: dict[type, Test] = {}

    def check(record: object) -> None:
        test = tests.get(type(record))
        if test is None:
            test = tests[type(record)] = test_of(type(record))
        if not test(record):
            explain(record)

    def demand_new(record: object) -> None:
        # An object that `__new__` has just made refers to its class alone, a record to the values of its fields too.
        if len(get_referents(record)) > 1:
            refuse(record)

    return check, demand_new


ENGINES: Final = Engines(engine, guard, _JSON)
