"""Models of the kernel, built from the declarations of classes; and what a rule needs to build its tests.

A rule without a test in the kernel is called through its `holds`.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import cast

from attrs import field, frozen

from alliancekit.dates import PartialDate
from alliancekit.kernel import compiled as kernel
from alliancekit.rules.rule import FieldRule, RecordRule
from alliancekit.rules.shape import LIMIT, Kind, Shape, Spec, spec_of


@frozen
class Slots:
    """Where the kernel finds the fields of the records of a class.

    Attributes:
        model: The class.
        spec: Its fields.
        edtf: Where a date has its text.
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
        return kernel.Slot(self._item(name), field)

    def below(self, name: str) -> "Slots":
        """Return the slots of the items of a list."""
        return Slots(self._item(name), spec_of(self._item(name)))

    def _item(self, name: str) -> type:
        return cast("Shape", self.spec[name].shape.item).type

    def all_of(self, cls: type, *names: str) -> bool:
        """Return whether all of some fields hold values of a type."""
        return all(self.spec[name].shape.type is cls for name in names)

    def value(self, shape: Shape) -> kernel.Value:
        """Return the test of the values of a shape."""
        return value_of(shape)


def _model_of(cls: type) -> kernel.Model:
    return assembled(cls, spec_of(cls))


model_of: "Callable[[type], kernel.Model]" = cache(_model_of)
"""Return the model of a class; it is built once."""


def assembled(cls: type, spec: Spec) -> kernel.Model:
    """Return the model of a class with these fields and rules."""
    slots = Slots(cls, spec)
    own = [
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
    return kernel.Model(cls, own, [test for rule in spec.rules for test in _tests_of(rule, slots)])


def _tests_of(rule: RecordRule, slots: Slots) -> list[kernel.Test]:
    """Return the tests of a rule of several fields: the rule is called where none of its own tests says yes."""
    called = kernel.AskedOf(rule.holds, *slots.of(*rule.reads))
    return [kernel.FirstOf(*tests, called) for tests in rule.kernel_tests(slots)] or [called]


def value_of(shape: Shape) -> kernel.Value:
    """Return the test of the values of a shape: of a field, or of an item of a list."""
    tests: list[kernel.Test] = []
    if shape.kind is Kind.INTEGER:
        tests.append(kernel.Whole(-LIMIT))
    if shape.choices:
        tests.append(kernel.OneOf(frozenset(shape.choices)))
    return kernel.Value(
        shape.type,
        [*tests, *(_test_of(rule, shape) for rule in shape.rules)],
        optional=shape.optional,
        dated=printed_date if shape.kind is Kind.DATE else None,
        item=value_of(shape.item) if shape.item else None,
        model=model_of(shape.type) if shape.kind is Kind.OBJECT else None,
    )


def _test_of(rule: FieldRule, shape: Shape) -> kernel.Test:
    return rule.kernel_test(shape) or kernel.Asked(rule.holds)


def printed_date(value: Mapping[str, str]) -> PartialDate:
    """Return the date of an object with the date and how it is printed."""
    match value:
        case {"edtf": str(edtf), "as_printed": str(printed)}:
            return PartialDate(edtf, as_printed=printed)
        case _:
            message = "no date"
            raise ValueError(message)
