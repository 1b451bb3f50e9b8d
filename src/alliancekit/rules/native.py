"""The compiled kernel, where it is installed: what it has to know of a class, put together as the class is declared.

It gives the fast yes that `rules.check` and `rules.trees` otherwise compile to Python, and agrees with them on every
value. A rule that the kernel does not know is asked through the same expression. ``ALLIANCEKIT_ENGINE=plain``
in the environment turns it off.
"""

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, Final, cast

from attrs import AttrsInstance, fields

from alliancekit.dates import PartialDate
from alliancekit.rules._automaton import automaton
from alliancekit.rules._code import Code
from alliancekit.rules._compiled import INSTALLED as INSTALLED  # noqa: PLC0414 - who uses the kernel asks here
from alliancekit.rules._rule import Rule
from alliancekit.rules.fields import AtLeast, Distinct, Field, Id, Interval, Minimum, NotBlank, Pattern, Ref
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
from alliancekit.rules.shape import LIMIT, Kind, Shape, Spec, spec_of

if TYPE_CHECKING:
    from alliancekit.rules import _kernel

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


def _model(cls: type, explain: Callable[..., None]) -> "_kernel.Model":
    return model_of(cls, spec_of(cls), explain)


model: "Callable[[type, Callable[..., None]], _kernel.Model]" = cache(_model)
"""Return what checks records of a class, and knows their fields for `Reader`; made once."""


def model_of(cls: type, spec: Spec, explain: Callable[..., None]) -> "_kernel.Model":
    """Return the same, for a class with these fields and rules."""
    from alliancekit.rules._kernel import Field, Model, Slot

    fields = [
        Field(
            field.name,
            Slot(cls, field.name),
            value(field.shape, explain),
            required=field.required,
            default=field.default,
            recurs=field.recurs or bool((field.shape.item or field.shape).choices),
        )
        for field in spec.fields
    ]
    return Model(cls, fields, [test for rule in spec.rules for test in _of_record(rule, cls, spec)], explain)


def value(shape: Shape, explain: Callable[..., None]) -> "_kernel.Value":
    """Return what a field or an item of a list may hold."""
    from alliancekit.rules._kernel import OneOf, Test, Value, Whole

    tests: list[Test] = []
    if shape.kind is Kind.INTEGER:
        tests.append(Whole(-LIMIT))
    if shape.choices:
        tests.append(OneOf(frozenset(shape.choices)))
    return Value(
        shape.type,
        [*tests, *(_of_value(rule, shape) for rule in shape.rules)],
        optional=shape.optional,
        dated=shape.kind is Kind.DATE,
        item=value(shape.item, explain) if shape.item else None,
        model=model(shape.type, explain) if shape.kind is Kind.OBJECT else None,
    )


def _of_value(rule: Field, shape: Shape) -> "_kernel.Test":
    from alliancekit.rules._kernel import Asked

    known = GOVERNED.get(type(rule)) is shape.type
    return (_known(rule, shape) if known else None) or Asked(_asked(rule, 1))


def _known(rule: Field, shape: Shape) -> "_kernel.Test | None":
    """Return the test of a rule that the kernel knows, or None for one of its kind that it does not."""
    from alliancekit.rules._kernel import (
        Asked,
        FirstOf,
        HasCount,
        HasSlash,
        Matches,
        Says,
        Slot,
        Whole,
    )
    from alliancekit.rules._kernel import (
        Distinct as Differ,
    )

    match rule:
        case Pattern() | Id() | Ref():
            table = automaton(rule.regex)
            return FirstOf(Matches(table.kinds, table.rows, table.width), Asked(_asked(rule, 1))) if table else None
        case NotBlank():
            return Says()
        case Minimum(bound=bound):
            return Whole(bound) if -LIMIT <= bound < LIMIT else None
        case AtLeast(count=count):
            return HasCount(count)
        case Distinct(by=by) if shape.item and shape.item.kind is Kind.OBJECT:
            return Differ(*(Slot(shape.item.type, name) for name in by or _compared(shape.item.type)))
        case Distinct(by=()):
            return Differ()
        case Interval(wanted=wanted):
            return HasSlash(Slot(PartialDate, "edtf"), wanted=wanted)
        case _:
            return None


def _compared(cls: type) -> tuple[str, ...]:
    """Return the fields in which records of a class differ that are not equal; none if it says itself what is equal."""
    code = getattr(cls.__eq__, "__code__", None)
    own = fields(cast("type[AttrsInstance]", cls))
    if code is None or not code.co_filename.startswith("<attrs generated"):
        return ()
    return tuple(field.name for field in own) if all(field.eq and not field.eq_key for field in own) else ()


def _of_record(rule: Together, cls: type, spec: Spec) -> "Iterator[_kernel.Test]":
    """Yield the tests of a rule of several fields: a quick yes where the kernel has one, or what the rule says."""
    from alliancekit.rules._kernel import AskedOf, FirstOf, Slot

    asked = AskedOf(_asked(rule, len(rule.reads)), *(Slot(cls, name) for name in rule.reads))
    own = type(rule).__module__ == Together.__module__
    quick = list(_quick(rule, cls, spec)) if own else []
    yield from (FirstOf(*tests, asked) for tests in quick) if quick else (asked,)


def _quick(rule: Together, cls: type, spec: Spec) -> "Iterator[tuple[_kernel.Test, ...]]":
    """Yield tests that say together that a rule holds; of each tuple one has to."""
    from alliancekit.rules._kernel import AmongFew, Given, NoItemGives, NotIn

    slots, inner = partial(_slots, cls), partial(_inner, spec)
    match rule:
        case AnyOf(names=names):
            yield (Given(1, len(names), *slots(*names)),)
        case ExactlyOne(names=names):
            yield (Given(1, 1, *slots(*names)),)
        case Needs(name=name, other=other):
            yield Given(0, 0, *slots(name)), Given(1, 1, *slots(other))
        case Forbids(others=others):
            yield (Given(0, 0, *slots(*others)),)
        case NamesField(path=(name, field, _)):
            yield (NoItemGives(slots(name)[0], inner(name, field)),)
        case Among(name=name, fields=fields, of=(others, other)):
            mine, theirs = slots(name, others)
            yield from ((AmongFew(mine, inner(name, field), theirs, inner(others, other)),) for field in fields)
        case NotAmong(name=name, others=others):
            yield (NotIn(*slots(name, others)),)
        case _:
            yield from _in_time(rule, cls, spec)


def _in_time(rule: Together, cls: type, spec: Spec) -> "Iterator[tuple[_kernel.Test, ...]]":
    """Yield the same for a rule that compares dates or numbers."""
    from alliancekit.rules._kernel import DatesInOrder, Following, Inside, Rising, Slot

    slots, inner, edtf = partial(_slots, cls), partial(_inner, spec), Slot(PartialDate, "edtf")
    match rule:
        case Ordered(names=names, strict=strict) if all(spec[name].shape.kind is Kind.INTEGER for name in names):
            yield (Rising(strict, *slots(*names)),)
        case Ordered(names=names) if all(spec[name].shape.kind is Kind.DATE for name in names):
            yield (DatesInOrder(edtf, *slots(*names)),)
        case Disjoint(name=name, period=period):
            yield (Following(edtf, slots(name)[0], inner(name, period) if period else None),)
        case Within(path=(name, field), starts=starts, end=end):
            yield (Inside(edtf, *slots(name), inner(name, field), *slots(end, *starts)),)
        case _:
            return


def _slots(cls: type, *names: str) -> "list[_kernel.Slot]":
    from alliancekit.rules._kernel import Slot

    return [Slot(cls, name) for name in names]


def _inner(spec: Spec, name: str, field: str) -> "_kernel.Slot":
    """Return where the items of a list hold a field."""
    from alliancekit.rules._kernel import Slot

    return Slot(cast("Shape", spec[name].shape.item).type, field)


def _asked(rule: Rule, count: int) -> Callable[..., object]:
    """Return the expression of a rule as a function of so many values."""
    code, values = Code(), tuple(f"value_{n}" for n in range(count))
    code.run(f"rule {rule.code}", [f"def ask({', '.join(values)}): return {rule.fast(values, code.bind)}"])
    return code["ask"]
