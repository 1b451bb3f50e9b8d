"""Rules of which fields have a value: at least one, exactly one, one that needs another, one that forbids others."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, final

from attrs import frozen

from alliancekit.messages import listed, quote
from alliancekit.rules.json_schema import Clause, is_absent, is_present, one_of, otherwise
from alliancekit.rules.rule import Complaint, RecordRule, has_value

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.engine.slots import Slots
    from alliancekit.kernel.compiled import Test
    from alliancekit.rules.shape import Spec
    from alliancekit.strategies.drafts import Draft


@final
@frozen(kw_only=True)
class AnyOf(RecordRule):
    """At least one of the fields has a value.

    Attributes:
        names: The fields.
    """

    names: tuple[str, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """All the fields."""
        return self.names

    @property
    def demands(self) -> tuple[str, ...]:
        """All the fields."""
        return self.names

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint about the whole record if no field has a value."""
        if not any(map(has_value, values)):
            yield (), f"{listed(self.names)} must be given"

    def holds(self, *values: object) -> bool:
        """Return whether one of the fields has a value."""
        return any(map(has_value, values))

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield the test that one field or more has a value."""
        from alliancekit.kernel.compiled import Given

        yield (Given(1, len(self.names), *slots.of(*self.names)),)

    def json_schema(self, spec: "Spec") -> Clause:
        """Return the condition that one field or more has a value."""
        return Clause(otherwise(self, [is_present(spec[name]) for name in self.names], " or ".join(self.names)))

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows in which none of the fields has a value."""
        return (~objects.any_present(self.names)).arg_true()

    def break_draft(self, draft: "Draft") -> None:
        """Clear all fields."""
        draft.clear(self.names)

    def mend_draft(self, draft: "Draft") -> None:
        """Fill one of the fields."""
        if not any(map(draft.has, self.names)):
            free = [name for name in self.names if name not in draft.fixed]
            draft.fill(draft.choose(free or self.names))


@final
@frozen(kw_only=True)
class ExactlyOne(RecordRule):
    """Exactly one of two fields has a value.

    Attributes:
        names: The two fields.
    """

    names: tuple[str, str]

    @property
    def reads(self) -> tuple[str, ...]:
        """Both fields."""
        return self.names

    @property
    def demands(self) -> tuple[str, ...]:
        """Both fields."""
        return self.names

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint: at the second field if both have a value, about the record if none has."""
        count = sum(map(has_value, values))
        if not count:
            yield (), f"{listed(self.names)} must be given"
        elif count > 1:
            yield (self.names[1],), f"must be left out where {self.names[0]} is given"

    def holds(self, *values: object) -> bool:
        """Return whether exactly one of the fields has a value."""
        return sum(map(has_value, values)) == 1

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield the test that exactly one field has a value."""
        from alliancekit.kernel.compiled import Given

        yield (Given(1, 1, *slots.of(*self.names)),)

    def json_schema(self, spec: "Spec") -> Clause:
        """Return the condition that the second field has no value if the first has one, and otherwise has one."""
        one, other = self.names
        neither = otherwise(self, [is_present(spec[other])], " or ".join(self.names))
        return Clause({"if": is_present(spec[one]), "then": is_absent((other,), spec, self), "else": neither})

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows in which both fields have a value, or none."""
        one, other = (objects[name].present for name in self.names)
        return (one == other).arg_true()

    def break_draft(self, draft: "Draft") -> None:
        """Clear both fields, or fill both."""
        if draft.choose((True, False)):
            draft.clear(self.names)
        else:
            for name in self.names:
                draft.fill(name)

    def mend_draft(self, draft: "Draft") -> None:
        """Fill one field and clear the other."""
        name, other = draft.shuffle(self.names)
        if (name in draft.fixed and not draft.has(name)) or (other in draft.fixed and draft.has(other)):
            name, other = other, name
        draft.clear([other])
        draft.fill(name)


@final
@frozen(kw_only=True)
class Needs(RecordRule):
    """If a field has a value, at least one of some others must have one too.

    Attributes:
        name: The field.
        others: The fields, one of which it needs.
    """

    name: str
    others: tuple[str, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """The field, then the others."""
        return (self.name, *self.others)

    @property
    def demands(self) -> tuple[str, ...]:
        """The fields of which one is needed."""
        return self.others

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint at the first field if it has a value and none of the others has one."""
        value, *others = values
        if has_value(value) and not any(map(has_value, others)):
            yield (self.name,), f"needs {listed(self.others)}, which is not given"

    def holds(self, *values: object) -> bool:
        """Return whether one of the other fields has a value, or the first one has none."""
        value, *others = values
        return not has_value(value) or any(map(has_value, others))

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield the tests that the field has no value, or one of the others has one."""
        from alliancekit.kernel.compiled import Given

        yield Given(0, 0, *slots.of(self.name)), Given(1, len(self.others), *slots.of(*self.others))

    def json_schema(self, spec: "Spec") -> Clause:
        """Return the condition that one of the other fields has a value if the field has one."""
        if len(self.others) == 1:
            then = is_present(spec[self.others[0]], self)
        else:
            then = otherwise(self, [is_present(spec[name]) for name in self.others], " or ".join(self.others))
        return Clause({"if": is_present(spec[self.name]), "then": then})

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows in which the field has a value, and none of the others has one."""
        return (objects[self.name].present & ~objects.any_present(self.others)).arg_true()

    def break_draft(self, draft: "Draft") -> None:
        """Fill the field, and clear the others."""
        draft.fill(self.name)
        draft.clear(self.others)

    def mend_draft(self, draft: "Draft") -> None:
        """Fill one of the other fields; if they must stay empty, clear the first one."""
        if draft.has(self.name) and not any(map(draft.has, self.others)):
            draft.fill(draft.choose(self.others))
            if not any(map(draft.has, self.others)):
                draft.clear([self.name])


@final
@frozen(kw_only=True)
class Forbids(RecordRule):
    """If a field has one of certain values, other fields have no value.

    Attributes:
        name: The field with the value.
        values: Its values that forbid the others.
        others: The fields that must then have no value.
    """

    name: str
    values: tuple[str | bool, ...]
    others: tuple[str, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """The field with the value, then the others."""
        return (self.name, *self.others)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each other field that has a value, if it must not."""
        value, *others = values
        if value in self.values:
            for name, other in zip(self.others, others, strict=True):
                if has_value(other):
                    shown = str(value).lower() if isinstance(value, bool) else quote(str(value))
                    yield (name,), f"must be left out where {self.name} is {shown}"

    def suspects(self, *values: object) -> tuple[str, ...]:
        """Return the field with the value, and the others that have one."""
        return (self.name, *(name for name, other in zip(self.others, values[1:], strict=True) if has_value(other)))

    def holds(self, *values: object) -> bool:
        """Return whether the value does not forbid the others, or none of them has a value."""
        value, *others = values
        return value not in self.values or not any(map(has_value, others))

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield the test that none of the other fields has a value."""
        from alliancekit.kernel.compiled import Given

        yield (Given(0, 0, *slots.of(*self.others)),)

    def json_schema(self, spec: "Spec") -> Clause:
        """Return the condition that the other fields have no value if the field has one of the values."""
        return Clause({"if": one_of(self.name, self.values), "then": is_absent(self.others, spec, self)})

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows with one of the values in which one of the other fields has a value."""
        return (objects[self.name].is_one_of(self.values) & objects.any_present(self.others)).arg_true()

    def break_draft(self, draft: "Draft") -> None:
        """Choose one of the values, and fill one of the other fields."""
        draft.values[self.name] = draft.choose(self.values)
        draft.fill(draft.choose(self.others))

    def mend_draft(self, draft: "Draft") -> None:
        """Clear the other fields, or choose another value: always if they must stay or the value is a flag."""
        if draft.values[self.name] in self.values and any(map(draft.has, self.others)):
            choices = draft.spec[self.name].shape.choices
            must_stay = any(name in draft.fixed and draft.has(name) for name in self.others)
            if not choices or must_stay or draft.choose((False, True)):
                others = [choice for choice in choices or (False, True) if choice not in self.values]
                draft.set(self.name, draft.choose(others))
            if draft.values[self.name] in self.values:
                draft.clear(self.others)
