"""Rules of which fields are given: one at least, exactly one, one that needs another, one that forbids others."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, final

from attrs import frozen

from alliancekit.messages import listed, quote
from alliancekit.rules.json_schema import Clause, is_there, left_out, one_of, with_code
from alliancekit.rules.rule import Complaint, RecordRule, is_given

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
    """At least one of the fields is given.

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
        """Yield nothing, or the one complaint about the whole record."""
        if not any(map(is_given, values)):
            yield (), f"{listed(self.names)} must be given"

    def holds(self, *values: object) -> bool:
        """Return whether one of the fields is given."""
        return any(map(is_given, values))

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield the test that one field or more is given."""
        from alliancekit.kernel.compiled import Given

        yield (Given(1, len(self.names), *slots.of(*self.names)),)

    def json_schema(self, spec: "Spec") -> Clause:
        """Return an alternative for each field."""
        return Clause(with_code(self, {"anyOf": [is_there(spec[name], self) for name in self.names]}))

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows in which none of the fields is given."""
        return (~objects.any_given(self.names)).arg_true()

    def break_draft(self, draft: "Draft") -> None:
        """Clear all fields."""
        draft.clear(self.names)

    def mend_draft(self, draft: "Draft") -> None:
        """Fill one of the fields."""
        if not any(map(draft.has, self.names)):
            free = [name for name in self.names if name not in draft.kept]
            draft.fill(draft.choose(free or self.names))


@final
@frozen(kw_only=True)
class ExactlyOne(RecordRule):
    """Exactly one of two fields is given.

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
        """Yield nothing, or the one complaint, at the second field if both are given."""
        count = sum(map(is_given, values))
        if not count:
            yield (), f"{listed(self.names)} must be given"
        elif count > 1:
            yield (self.names[1],), f"must be left out where {self.names[0]} is given"

    def holds(self, *values: object) -> bool:
        """Return whether exactly one of the fields is given."""
        return sum(map(is_given, values)) == 1

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield the test that one field is given."""
        from alliancekit.kernel.compiled import Given

        yield (Given(1, 1, *slots.of(*self.names)),)

    def json_schema(self, spec: "Spec") -> Clause:
        """Return an alternative for each field, and that the second is left out where the first is given."""
        one, other = self.names
        either = with_code(self, {"anyOf": [is_there(spec[name], self) for name in self.names]})
        return Clause({**either, "if": is_there(spec[one]), "then": left_out((other,), spec, self)})

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows in which both fields are given, or none."""
        one, other = (objects[name].given for name in self.names)
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
        if (name in draft.kept and not draft.has(name)) or (other in draft.kept and draft.has(other)):
            name, other = other, name
        draft.clear([other])
        draft.fill(name)


@final
@frozen(kw_only=True)
class Needs(RecordRule):
    """A field that is given needs another one.

    Attributes:
        name: The field.
        other: The one that it needs.
    """

    name: str
    other: str

    @property
    def reads(self) -> tuple[str, ...]:
        """Both fields."""
        return (self.name, self.other)

    @property
    def demands(self) -> tuple[str, ...]:
        """The field that is needed."""
        return (self.other,)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint, at the field that needs the other."""
        value, other = values
        if is_given(value) and not is_given(other):
            yield (self.name,), f"needs {self.other}, which is not given"

    def holds(self, *values: object) -> bool:
        """Return whether the other field is given, or the first one is not."""
        value, other = values
        return not is_given(value) or is_given(other)

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield the tests that the field is not given, or the other is."""
        from alliancekit.kernel.compiled import Given

        yield Given(0, 0, *slots.of(self.name)), Given(1, 1, *slots.of(self.other))

    def json_schema(self, spec: "Spec") -> Clause:
        """Return that where the field is given, the other is."""
        return Clause({"if": is_there(spec[self.name]), "then": is_there(spec[self.other], self)})

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows in which the field is given, and the other is not."""
        return (objects[self.name].given & ~objects[self.other].given).arg_true()

    def break_draft(self, draft: "Draft") -> None:
        """Fill the field, and clear the other."""
        draft.fill(self.name)
        draft.clear([self.other])

    def mend_draft(self, draft: "Draft") -> None:
        """Fill the other field; if it must stay empty, clear the field."""
        if draft.has(self.name):
            draft.fill(self.other)
            if not draft.has(self.other):
                draft.clear([self.name])


@final
@frozen(kw_only=True)
class Forbids(RecordRule):
    """Where a field has one of certain values, other fields are not given.

    Attributes:
        name: The field with the value.
        values: Its values that forbid the others.
        others: The fields that must then be left out.
    """

    name: str
    values: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """The field with the value, then the others."""
        return (self.name, *self.others)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each other field that is given."""
        value, *others = values
        if value in self.values:
            for name, other in zip(self.others, others, strict=True):
                if is_given(other):
                    yield (name,), f"must be left out where {self.name} is {quote(str(value))}"

    def holds(self, *values: object) -> bool:
        """Return whether the value does not forbid the others, or none of them is given."""
        value, *others = values
        return value not in self.values or not any(map(is_given, others))

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield the test that none of the other fields is given."""
        from alliancekit.kernel.compiled import Given

        yield (Given(0, 0, *slots.of(*self.others)),)

    def json_schema(self, spec: "Spec") -> Clause:
        """Return that the other fields are left out where the field has one of the values."""
        return Clause({"if": one_of(self.name, self.values), "then": left_out(self.others, spec, self)})

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows with one of the values in which one of the other fields is given."""
        return (objects[self.name].is_one_of(self.values) & objects.any_given(self.others)).arg_true()

    def break_draft(self, draft: "Draft") -> None:
        """Choose one of the values, and fill one of the other fields."""
        draft.values[self.name] = draft.choose(self.values)
        draft.fill(draft.choose(self.others))

    def mend_draft(self, draft: "Draft") -> None:
        """Clear the other fields; if one of them must stay, choose another value."""
        if draft.values[self.name] in self.values:
            if any(name in draft.kept and draft.has(name) for name in self.others):
                choices = draft.spec[self.name].shape.choices
                draft.set(self.name, draft.choose([choice for choice in choices if choice not in self.values]))
            draft.clear(self.others)
