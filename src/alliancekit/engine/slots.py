"""Build the kernel models from the fields and rules of classes of records.

If the kernel has no test for a rule, it calls the method `holds` of the rule.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import cast

from attrs import field, frozen

from alliancekit.dates import PartialDate
from alliancekit.kernel import compiled as kernel
from alliancekit.rules.rule import FieldRule, RecordRule
from alliancekit.rules.shape import LIMIT, Kind, Shape, Spec, spec_of


@frozen
class Slots:
    """The slots of a class: from a slot, the kernel reads a field. Rules build their kernel tests with them.

    Attributes:
        model: The class.
        spec: Its fields and rules.
        edtf: The slot of the EDTF text of any date.
    """

    model: type
    spec: Spec
    edtf: kernel.Slot = field(init=False, factory=lambda: kernel.Slot(PartialDate, "edtf"))

    def __getitem__(self, name: str) -> kernel.Slot:
        """Return the slot of a field."""
        return kernel.Slot(self.model, name)

    def of(self, *names: str) -> list[kernel.Slot]:
        """Return the slots of some fields."""
        return [kernel.Slot(self.model, name) for name in names]

    def of_item(self, name: str, field: str) -> kernel.Slot:
        """Return the slot of a field of the items of a list."""
        return kernel.Slot(self._item_type(name), field)

    def items_of(self, name: str) -> "Slots":
        """Return the slots of the class of the items of a list."""
        return Slots(self._item_type(name), spec_of(self._item_type(name)))

    def _item_type(self, name: str) -> type:
        return cast("Shape", self.spec[name].shape.item).type

    def empty(self, paths: Iterable[tuple[str, ...]]) -> kernel.Empty:
        """Return the test that fields, or fields of the items of lists, have no value."""
        return kernel.Empty([(self[path[0]], self.of_item(*path) if len(path) > 1 else None) for path in paths])

    def have_type(self, cls: type, *names: str) -> bool:
        """Return whether all of some fields have values of a type."""
        return all(self.spec[name].shape.type is cls for name in names)

    def value(self, shape: Shape) -> kernel.Value:
        """Return the kernel test of values of a shape."""
        return value_of(shape)


def _model_of(cls: type) -> kernel.Model:
    return build_model(cls, spec_of(cls))


model_of: "Callable[[type], kernel.Model]" = cache(_model_of)
"""Return the kernel model of a class; it is built once."""


def build_model(cls: type, spec: Spec) -> kernel.Model:
    """Build the kernel model of a class with these fields and rules."""
    slots = Slots(cls, spec)
    fields = [
        kernel.Field(
            field.name,
            slots[field.name],
            value_of(field.shape),
            required=field.required,
            default=field.default,
            recurs=field.recurs or bool((field.shape.item or field.shape).choices),
        )
        for field in spec.fields
    ]
    return kernel.Model(cls, fields, [test for rule in spec.rules for test in _tests_of(rule, slots)])


def _tests_of(rule: RecordRule, slots: Slots) -> list[kernel.Test]:
    """Return the kernel tests of a rule of several fields. If none of its own tests accepts, `holds` is called."""
    fallback = kernel.AskedOf(rule.holds, *slots.of(*rule.reads))
    return [kernel.FirstOf(*tests, fallback) for tests in rule.kernel_tests(slots)] or [fallback]


def value_of(shape: Shape) -> kernel.Value:
    """Return the kernel test of values of a shape, which is that of a field or of an item of a list."""
    tests: list[kernel.Test] = []
    if shape.kind is Kind.INTEGER:
        tests.append(kernel.Whole(-LIMIT))
    if shape.choices:
        tests.append(kernel.OneOf(frozenset(shape.choices)))
    return kernel.Value(
        shape.type,
        [*tests, *(_test_of(rule, shape) for rule in shape.rules)],
        optional=shape.optional,
        dated=date_with_print if shape.kind is Kind.DATE else None,
        item=value_of(shape.item) if shape.item else None,
        model=model_of(shape.type) if shape.kind is Kind.OBJECT else None,
    )


def _test_of(rule: FieldRule, shape: Shape) -> kernel.Test:
    return rule.kernel_test(shape) or kernel.Asked(rule.holds)


def date_with_print(value: Mapping[str, str]) -> PartialDate:
    """Return the date that an object with `edtf` and `as_printed` describes; raise `ValueError` for another object."""
    match value:
        case {"edtf": str(edtf), "as_printed": str(printed)}:
            return PartialDate(edtf, as_printed=printed)
        case _:
            message = "no date"
            raise ValueError(message)
