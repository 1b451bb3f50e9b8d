"""Construction reads the rules here: one compiled check a class, and the explanation when it says no."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache, update_wrapper
from gc import get_referents
from inspect import unwrap
from itertools import repeat
from threading import RLock, local
from typing import ClassVar, Final, NoReturn, TypeAlias, TypeVar, cast

from attrs import fields, frozen

from alliancekit._hypothesis_plugin import offer
from alliancekit.errors import InvalidRecord, Path, Problem, Severity, path_text
from alliancekit.rules import native
from alliancekit.rules._code import Code
from alliancekit.rules._compiled import untested_maker
from alliancekit.rules._rule import placed
from alliancekit.rules._words import LONGEST_COMPARED, foreign, near
from alliancekit.rules.records import Together
from alliancekit.rules.shape import LIMIT, MISSING, UNKNOWN, FieldSpec, Kind, Shape, spec_of

Check: TypeAlias = Callable[["Record"], None]
Init: TypeAlias = Callable[..., None]
R = TypeVar("R", bound="Record")

PREPARATION: Final = RLock()
"""Held while a class is prepared, and while msgspec makes a decoder: one thread at a time."""


class Record:
    """The base of every model and value object: attrs class, frozen, valid from its first moment.

    A model is a class under `attrs.frozen(kw_only=True)` whose annotations carry the rules of its fields
    and whose `RULES` are the rules of several fields together. It can't be subclassed further. `WHERE_INCOMPLETE`
    says what to do where a field that it demands is not known.

    Raises:
        InvalidRecord: From the constructor, `attrs.evolve`, `copy.replace` and unpickling, with all the
            problems of the record.
    """

    __slots__ = ()
    RULES: ClassVar[tuple[Together, ...]] = ()
    WHERE_INCOMPLETE: ClassVar[str] = "add the field"

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        """Refuse a class that its rules would not bind, and close the ways around the check, once attrs has made it."""
        _demand_form(cls)
        # attrs restores the state of slotted classes field by field, past the constructor.
        type.__delattr__(cls, "__getstate__")
        type.__delattr__(cls, "__setstate__")
        # A subclass could leave the check out.
        type.__setattr__(cls, "__init_subclass__", classmethod(_refuse_subclass))
        # The constructor that attrs made would set the fields of an existing record.
        type.__setattr__(cls, "__init__", update_wrapper(_preparing_init(), vars(cls)["__init__"]))
        offer(cls)

    def __attrs_post_init__(self) -> None:
        """Check a record that others have made, such as msgspec; prepare its class first.

        The compiled check replaces this method. A decoder that was made before that calls this one for ever.
        """
        cls = type(self)
        prepare(cls)
        cast("Check", vars(cls)["__attrs_post_init__"])(self)

    def __post_init__(self) -> None:
        """Refuse a dataclass, which calls this: its rules would not be read."""
        message = f"{type(self).__name__} is a dataclass; {_FORM}"
        raise TypeError(message)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle and copy as a call of the constructor, so that what comes back is checked."""
        return (_rebuilt, (type(self), _values(self)))


_FORM: Final = "a record is a class under @attrs.frozen(kw_only=True), with rules in the place of methods that check"


@frozen
class _Frozen:
    """What attrs makes of a frozen class, to know one by."""


def _demand_form(cls: type) -> None:
    own = vars(cls)
    if own.get("__setattr__") is not vars(_Frozen)["__setattr__"]:
        message = f"{cls.__name__} is not frozen"
    elif "__slots__" not in own or not all(field.kw_only for field in fields(cls)):
        message = f"{cls.__name__} is not slotted, with fields by keyword only"
    elif "__attrs_init__" in own or "__attrs_post_init__" in own:
        message = f"{cls.__name__} has an __init__ or __attrs_post_init__ of its own"
    else:
        return
    message = f"{message}; {_FORM}"
    raise TypeError(message)


def _refuse_subclass(cls: type) -> NoReturn:
    message = f"{cls.__mro__[1].__name__} can't be subclassed: its rules would no longer bind; hold one in a field"
    raise TypeError(message)


def _preparing_init() -> Init:
    """Return the constructor that a class has until its first record."""

    def __init__(self: Record, **values: object) -> None:  # noqa: N807 - a method
        cls = type(self)
        prepare(cls)
        cast("Init", vars(cls)["__init__"])(self, **values)

    return __init__


def _refuse_again(record: Record) -> NoReturn:
    """Refuse to run the constructor on an existing record."""
    name = type(record).__name__
    message = f"a record never changes, and this {name} exists already: make a changed copy with attrs.evolve"
    raise AttributeError(message)


def _rebuilt(cls: type[Record], values: dict[str, object]) -> Record:
    return cls(**values)


def _values(record: Record) -> dict[str, object]:
    return {field.name: getattr(record, field.name) for field in spec_of(type(record)).fields}


_NOTHING: Final[Mapping[str, object]] = {}


def problems_of(
    model: type,
    values: Mapping[str, object],
    broken: frozenset[str] = frozenset(),
    known: Mapping[str, object] = _NOTHING,
    absent: AbstractSet[str] = frozenset(),
) -> Iterator[Problem]:
    """Yield every problem of the values of a model's fields; this has the last word on what is valid.

    Args:
        model: The class.
        values: What the fields hold; a field left out has its default.
        broken: Fields whose problems are known already; no rule that reads them is asked.
        known: What those fields hold, given or not, of which it is known that they have no problem. To say so takes
            less time: in a broken record, most fields are in order.
        absent: Fields that stand under another name, it seems: that they are absent is no further problem.
    """
    spec = spec_of(model)
    for name in () if values.keys() <= spec.names else values:
        if name not in spec.names:
            yield unknown_field(name, spec.names)
    sound = {name: value for name, value in known.items() if name not in broken} if broken else dict(known)
    for field in spec.fields if len(sound) < len(spec.fields) else ():
        name = field.name
        if name in sound or name in broken:
            continue
        value = values.get(name, None if field.required else field.default)
        if name in absent and field.required:
            continue
        if field.required and (name not in values or (value is None and not field.shape.optional)):
            hint = getattr(model, "WHERE_INCOMPLETE", None)
            yield MISSING.problem(f"{name} is missing", path=(name,), hint=hint)
            continue
        found = tuple(field.shape.problems(value, (name,)))
        yield from found
        if not found:
            sound[name] = value
    yield from _problems_together(spec.rules, sound, absent)


def _problems_together(
    rules: Sequence[Together], sound: Mapping[str, object], absent: AbstractSet[str]
) -> Iterator[Problem]:
    """Yield the problems of fields that have none by themselves, but for those that only follow from an earlier one."""
    suspects: set[str] = set()
    for rule in rules:
        read = tuple(sound[name] for name in rule.reads if name in sound)
        if len(read) < len(rule.reads) or not absent.isdisjoint(rule.demands):
            continue
        values = rule.settled(read, suspects)
        problems = () if values is None else tuple(rule.problems(values))
        yield from problems
        if values is not None and problems:
            suspects.update(rule.suspects(*values))


def unknown_field(name: str, known: AbstractSet[str], path: Path = (), meant: str | None = None) -> Problem:
    """Return the problem of a field that a type doesn't have, with the field that is meant, or the nearest name."""
    place = (*path, name)
    message = f"{path_text(place)} is no field here{foreign(name)}"
    hint = _right_field((meant,) if meant else near_field(name, known), frozenset(known))
    return UNKNOWN.problem(message, path=place, hint=hint)


def near_field(name: str, known: AbstractSet[str]) -> tuple[str, ...]:
    """Return the field that a name may mean, if there is one."""
    return _near_field(name, frozenset(known)) if len(name) <= LONGEST_COMPARED else ()


_near_field: Final = lru_cache(near)
"""Remembers the last answers: a name that is misspelt once in a file is so on many lines."""


@lru_cache
def _right_field(meant: tuple[str, ...], known: frozenset[str]) -> str:
    return f"did you mean {meant[0]}?" if meant else f"the fields are {', '.join(sorted(known))}"


class Doubt(ValueError):
    """A record may be invalid, and nobody wants to know why."""


class _Asking(local):
    """Who is asking, in each thread: whether a doubt is enough."""

    briefly: bool = False


asking: Final = _Asking()


def explain(record: Record) -> None:
    """Raise `InvalidRecord` with all the problems of a record, unless it has none."""
    if asking.briefly:
        raise Doubt
    model: type = type(record)
    values = _values(record)
    id_ = values.get("id")
    name = id_ if isinstance(id_, str) else None
    known = {field: values[field] for field, test in field_tests(model).items() if test(values[field])}
    problems = [placed(problem, name) for problem in problems_of(model, values, known=known)]
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise InvalidRecord(problems)


@cache
def field_tests(model: type) -> dict[str, Callable[..., object]]:
    """Return the compiled test of each field, which is true only if the value has no problem."""
    code, fields = Code(), spec_of(model).fields
    for n, field in enumerate(fields):
        tests = _tests(field.shape, "value", 1, code.bind, doubt="False")
        code.run(f"rules of {model.__name__}", [f"def test_{n}(value):", *tests, " return True"])
    return {field.name: code[f"test_{n}"] for n, field in enumerate(fields)}


def prepare(cls: type) -> None:
    """Compile the constructor and the check of a class and put them in place, unless that has been done.

    Any thread may call this at any time: the methods of a class change once, and never after that.
    """
    with PREPARATION:
        if "__attrs_post_init__" not in vars(cls):
            init, check = compiled(cls)
            type.__setattr__(cls, "__init__", init)
            type.__setattr__(cls, "__attrs_post_init__", check)


def _explained(record: R) -> R:
    """Return a record that `explain` has nothing against."""
    explain(record)
    return record


def compiled(cls: type) -> tuple[Init, Check]:
    """Return the constructor and the check of a class: a fast yes, and for everything else `explain`.

    Each rule gives an expression that is true only if it holds. The functions test them in the order of
    the fields, in plain local variables, with no loop but over lists. The constructor tests what it was
    given, where it stands; the check reads a record that others have made, such as msgspec. With the compiled
    kernel, both leave the tests to it.
    """
    code, spec = Code(_explain=explain), spec_of(cls)

    def default(field: FieldSpec) -> str:
        return field.name if field.required else f"{field.name}={code.bind(field.default)}"

    if native.INSTALLED:
        check: object = native.model(cls, explain).check
        tests = [f" {code.bind(native.model(cls, explain).check)}(self)"]
    else:
        tests = _all_tests(cls, code.bind)
        reading = (f" {field.name} = self.{field.name}" for field in spec.fields)
        code.run(f"rules of {cls.__name__}", ["def check(self):", *reading, *tests])
        check = code["check"]
    head = f"def __init__(self, *, {', '.join(map(default, spec.fields))}):"
    # What `__new__` has just made refers to its class alone, and a record to the values of its fields as well. To look
    # at a slot that may be empty would take three times as long.
    again = f" try: (_,) = {code.bind(get_referents)}(self)", f" except ValueError: {code.bind(_refuse_again)}(self)"
    code.run(f"rules of {cls.__name__}", [head, *again, *_setting(cls, code.bind), *tests])
    return update_wrapper(cast("Init", code["__init__"]), unwrap(vars(cls)["__init__"])), cast("Check", check)


def maker(cls: type[R]) -> Callable[..., R]:
    """Return a function that makes a record from the values of all its fields, by position: for many at once."""
    code = Code(_explain=_explained)
    lines = [
        f"def make({', '.join(field.name for field in spec_of(cls).fields)}):",
        f" self = {code.bind(object.__new__)}({code.bind(cls)})",
        *_setting(cls, code.bind),
        *_all_tests(cls, code.bind),
        " return self",
    ]
    code.run(f"rules of {cls.__name__}", lines)
    return cast("Callable[..., R]", code["make"])


def untested(cls: type[R], columns: Sequence[Sequence[object]]) -> list[R]:
    """Return records of which another face of the rules has found already that they obey every rule.

    Nothing is tested: the wrong values would make records that break rules.

    Args:
        cls: The class.
        columns: What each of its fields holds, record by record.
    """
    if native.INSTALLED:
        return cast("list[R]", [*map(untested_maker(cls), *columns)])
    made = [*map(object.__new__, repeat(cls, len(columns[0])))]
    for field, values in zip(spec_of(cls).fields, columns, strict=True):
        deque(map(_setter(cls, field), made, values), maxlen=0)
    return made


def _setting(cls: type, bind: Callable[[object], str]) -> Iterator[str]:
    """Yield the lines that give each field of a new record the variable of its name."""
    return (f" {bind(_setter(cls, field))}(self, {field.name})" for field in spec_of(cls).fields)


def _setter(cls: type, field: FieldSpec) -> Callable[[object, object], None]:
    """Return what sets a field of a new record: a slot's own setter is the fastest way past `frozen`."""
    return cast("Callable[[object, object], None]", getattr(cls, field.name).__set__)


def _all_tests(cls: type, bind: Callable[[object], str]) -> list[str]:
    """Return the lines that test the variables of all fields; they return what `explain` does when in doubt."""
    spec = spec_of(cls)
    tests = [line for field in spec.fields for line in _tests(field.shape, field.name, 1, bind)]
    return [*tests, *(f" if not {rule.fast(rule.reads, bind)}: return _explain(self)" for rule in spec.rules)]


def _tests(
    shape: Shape, value: str, depth: int, bind: Callable[[object], str], doubt: str = "_explain(self)"
) -> Iterator[str]:
    """Yield the lines that test one value; when in doubt, they return what `explain` does, or something else.

    A value is asked nothing before its class is known to be right, so that no code of a stranger runs.
    """
    pad = " " * depth
    passed = "None" if shape.optional else bind(()) if shape.item and _obey(shape, 0) else None
    if passed:
        # There is one None, and one empty tuple: most values that may be left out are.
        yield f"{pad}if {value} is not {passed}:"
        pad += " "
    item, class_of = f"_{value}", bind(type)  # no field has a name that begins so
    if shape.item and not shape.item.item and _obey(shape, 1):
        # Most lists have one item: no need of a loop.
        one = f"{class_of}({value}) is {bind(tuple)} and {bind(len)}({value}) == 1"
        yield f"{pad}{item} = {value}[0] if {one} else None"
        yield f"{pad}if not ({' and '.join(_conditions(shape.item, item, bind))}):"
        pad += " "
    rules = [rule.fast((value,), bind) for rule in shape.rules]
    if shape.item:
        yield f"{pad}if {class_of}({value}) is not {bind(tuple)}: return {doubt}"
        yield f"{pad}for {item} in {value}:"
        yield from _tests(shape.item, item, len(pad) + 1, bind, doubt)
        if rules:
            yield f"{pad}if not ({' and '.join(rules)}): return {doubt}"
    else:
        yield f"{pad}if not ({' and '.join(_conditions(shape, value, bind))}): return {doubt}"


def _obey(shape: Shape, count: int) -> bool:
    """Return whether every list of so many items obeys the rules of the list."""
    return all(rule.holds_for(count) for rule in shape.rules)


def _conditions(shape: Shape, value: str, bind: Callable[[object], str]) -> Iterator[str]:
    """Yield the expressions that test a value that is no list, its class first."""
    yield f"{bind(type)}({value}) is {bind(shape.type)}"
    if shape.kind is Kind.INTEGER:
        yield f"{-LIMIT} < {value} < {LIMIT}"
    if shape.choices:
        yield f"{value} in {bind(frozenset(shape.choices))}"
    yield from (rule.fast((value,), bind) for rule in shape.rules)
