"""Rules of candidates: incomplete records, each of which will become a record of another type.

A candidate lists exactly the fields that are missing, and has no field that its later type does not have.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Self, cast, final

from attrs import evolve, frozen

from alliancekit.messages import listed, other_places, quote
from alliancekit.rules.json_schema import Clause, JsonValue, Schema, is_absent, is_present, one_of, typed, with_code
from alliancekit.rules.problems import problems_of
from alliancekit.rules.rule import Complaint, RecordRule, has_value
from alliancekit.rules.shape import FieldSpec, Shape, Spec, spec_of

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects, Values
    from alliancekit.engine.slots import Slots
    from alliancekit.kernel.compiled import Test
    from alliancekit.strategies.drafts import Draft


@final
@frozen(kw_only=True)
class ListsMissingFields(RecordRule):
    """A record that will become a record of another type lists exactly the required fields of that type that it lacks.

    Attributes:
        of: The field that names the later type.
        missing: The field that lists the names of the missing fields.
        types: The later type for each value of `of`.
        names: The fields that may be missing.
    """

    of: str
    missing: str
    types: Mapping[str, type]
    names: tuple[str, ...]

    # --- Meaning ----------------------------------------------------------------------------------------------------

    @property
    def reads(self) -> tuple[str, ...]:
        """The type, the list of missing fields, and the fields that may be missing."""
        return (self.of, self.missing, *self.names)

    @property
    def demands(self) -> tuple[str, ...]:
        """The fields that may be missing."""
        return self.names

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield one complaint about all names that are listed wrongly or not listed; none if the list is correct."""
        of, missing, *own = cast("tuple[str, tuple[str, ...], object]", values)
        required = {field.name for field in self._required(self.types[of])}
        lacking = missing_fields(self.types[of], dict(zip(self.names, own, strict=True)))
        wrong = [position for position, name in enumerate(missing) if name not in lacking]
        parts = [
            f"names {quote(missing[n])}, which {'it has' if missing[n] in required else f'a {of} does not need'}"
            for n in wrong
        ]
        unnamed = [name for name in lacking if name not in missing]
        if unnamed:
            parts.append(f"must also name {listed(tuple(map(quote, unnamed)), 'and')}, which it lacks")
        if len(wrong) == 1 and not unnamed:
            yield (self.missing, wrong[0]), parts[0]
        elif parts:
            yield (self.missing,), "; ".join(parts)

    def suspects(self, *values: object) -> tuple[str, ...]:
        """Return the list of missing fields."""
        del values
        return (self.missing,)

    def _required(self, model: type) -> list[FieldSpec]:
        """Return the fields among `names` that a type requires."""
        return [field for field in spec_of(model).fields if field.required and field.name in self.names]

    # --- Engines ----------------------------------------------------------------------------------------------------

    def holds(self, *values: object) -> bool:
        """Return whether the list has exactly the names of the fields whose values the later type does not accept."""
        of, missing, *own = cast("tuple[str, tuple[str, ...], object]", values)
        fields = required_fields(self.types[of], self.names)
        if fields is None:
            return RecordRule.holds(self, *values)
        present = dict(zip(self.names, own, strict=True))
        return {field.name for field in fields if not field.shape.accepts(present[field.name])} == {*missing}

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield one kernel test, which selects by the type of the record.

        It has no test for a type whose missing fields can't be determined field by field.
        """
        from alliancekit.kernel.compiled import ByWord, Demand, Lacking

        missing = slots[self.missing]
        tests: dict[str, Test] = {}
        for word, model in self.types.items():
            if fields := required_fields(model, self.names):
                demands = (Demand(field.name, slots[field.name], slots.value(field.shape)) for field in fields)
                tests[word] = Lacking(missing, *demands)
        yield (ByWord(slots[self.of], tests),)

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    def json_schema(self, spec: "Spec") -> Clause:
        """Return for each type which names may be listed, and when each of them must be listed."""
        clauses: list[JsonValue] = []
        for kind, model in self.types.items():
            required = self._required(model)
            only: Schema = with_code(self, {"enum": [field.name for field in required]})
            lacking: list[JsonValue] = [self._lacking(field.shape, spec[field.name]) for field in required]
            then: Schema = {"properties": {self.missing: typed("array", {"items": only})}, "allOf": lacking}
            clauses.append({"if": one_of(self.of, (kind,)), "then": then})
        return Clause({"allOf": clauses})

    def _lacking(self, required: "Shape", own: FieldSpec) -> Schema:
        """Return the condition that a field is listed if it lacks a value that the other type requires."""
        least = required.minimum_items
        named: Schema = {"contains": {"const": own.name}}
        clause: Schema = {
            "if": is_present(own, least=least) if least or not required.item else {},
            "else": {"properties": {self.missing: typed("array", with_code(self, named))}},
        }
        # If the other type has more rules for the field, it may refuse the value. Then the field may be listed.
        if _without_counts(required) == _without_counts(own.shape):
            clause["then"] = {"properties": {self.missing: with_code(self, {"not": {"type": "array", **named}})}}
        return clause

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows that are not certain to obey: they may list a present field, or not list a missing one."""
        doubtful: list[pl.Series] = []
        missing = objects[self.missing]
        for kind, model in self.types.items():
            rows = objects[self.of].is_one_of([kind])
            required = self._required(model)
            for field in required:
                named = missing.series.list.contains(field.name).fill_null(value=False)
                lacking, complete = _missing_and_complete(field.shape, objects[field.name])
                doubtful.append((rows & ~((named & lacking) | (~named & complete))).arg_true())
            strange = (~missing.items.series.is_in([field.name for field in required])).arg_true()
            strange = missing.items.rows_above(strange)
            doubtful.append(strange.filter(rows.gather(strange)))
        return objects.union(doubtful)

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Draw another list of names."""
        missing = draft.values[self.missing]
        lists = draft.some_of(draft.choices(self.missing), lambda names: {*names} != {*cast("tuple[str]", missing)})
        draft.values[self.missing] = lists

    def mend_draft(self, draft: "Draft") -> None:
        """Clear a field, and list the missing fields; if the list is fixed, make the fields match it instead."""
        model = self.types[str(draft.values[self.of])]
        required = [field.name for field in self._required(model)]
        if self.missing in draft.fixed:
            missing = cast("tuple[str, ...]", draft.values[self.missing])
            draft.clear(missing)
            for name in required:
                if name not in missing:
                    draft.fill(name)
            return
        free = [name for name in required if name not in draft.fixed]
        draft.clear([draft.choose(free or required)])
        draft.values[self.missing] = missing_fields(model, {name: draft.values[name] for name in self.names})


@final
@frozen(kw_only=True)
class NoFieldsOfOtherTypes(RecordRule):
    """A record that will become a record of another type has no field that this type does not have.

    Attributes:
        of: The field that names the later type.
        types: The later type for each value of `of`.
        names: The fields that only some of these types have; `bind` sets them.
    """

    of: str
    types: Mapping[str, type]
    names: tuple[str, ...] = ()

    # --- Meaning ----------------------------------------------------------------------------------------------------

    def bind(self, model: type, fields: tuple[str, ...]) -> Self:
        """Return the rule with the fields of its model that only some of the types have."""
        del model
        having = [spec_of(own).names for own in self.types.values()]
        names = (name for name in fields if any(name in own for own in having))
        return evolve(self, names=tuple(name for name in names if not all(name in own for own in having)))

    @property
    def reads(self) -> tuple[str, ...]:
        """The type and the fields that only some types have."""
        return (self.of, *self.names)

    @property
    def other_models(self) -> tuple[type, ...]:
        """The types."""
        return (*self.types.values(),)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield one complaint, at the first field with a value that the type doesn't have; none if there is none."""
        of, *own = values
        forbidden = self._forbidden(str(of))
        present = [name for name, value in zip(self.names, own, strict=True) if has_value(value) and name in forbidden]
        if present:
            yield (present[0],), f"must be left out: a {of} has no such field{other_places(present[1:])}"

    def suspects(self, *values: object) -> tuple[str, ...]:
        """Return the field that names the type."""
        del values
        return (self.of,)

    def _forbidden(self, of: str) -> tuple[str, ...]:
        """Return the fields that a type does not have."""
        own = spec_of(self.types[of]).names
        return tuple(name for name in self.names if name not in own)

    # --- Engines ----------------------------------------------------------------------------------------------------

    def holds(self, *values: object) -> bool:
        """Return whether all fields that the later type does not have are empty."""
        of, *own = values
        names = spec_of(self.types[str(of)]).names
        return not any(name not in names and has_value(value) for name, value in zip(self.names, own, strict=True))

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield the test that the fields that a type does not have are empty."""
        from alliancekit.kernel.compiled import ByWord, Given

        tests: dict[str, Test] = {word: Given(0, 0, *slots.of(*self._forbidden(word))) for word in self.types}
        yield (ByWord(slots[self.of], tests),)

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    def json_schema(self, spec: "Spec") -> Clause:
        """Return for each type the fields that must be empty."""
        clauses: list[JsonValue] = [
            {"if": one_of(self.of, (kind,)), "then": is_absent(self._forbidden(kind), spec, self)}
            for kind in self.types
        ]
        return Clause({"allOf": clauses})

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows with a value in a field that the type does not have."""
        kinds = ((objects[self.of].is_one_of([kind]), self._forbidden(kind)) for kind in self.types)
        return objects.union((rows & objects.any_present(forbidden)).arg_true() for rows, forbidden in kinds)

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Fill a field that the type does not have."""
        draft.fill(draft.choose(self._forbidden(str(draft.values[self.of]))))

    def mend_draft(self, draft: "Draft") -> None:
        """Clear the fields that the type does not have; if one of them is fixed, first choose a type that has it."""
        fixed = {name for name in self.names if name in draft.fixed and draft.has(name)}
        allowed = [of for of, model in self.types.items() if fixed <= spec_of(model).names]
        if allowed and draft.values[self.of] not in allowed:
            draft.set(self.of, draft.choose(allowed))
        draft.clear(self._forbidden(str(draft.values[self.of])))


def missing_fields(model: type, values: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of the fields that a model requires, and whose values are absent or invalid.

    Only fields that are keys of `values` count.
    """
    required = [field.name for field in spec_of(model).fields if field.required and field.name in values]
    problems = problems_of(model, {name: values[name] for name in required})
    broken = {problem.path[0] for problem in problems if problem.path}
    return tuple(name for name in required if name in broken)


def _required_fields(model: type, names: tuple[str, ...]) -> tuple[FieldSpec, ...] | None:
    spec = spec_of(model)
    own = tuple(field for field in spec.fields if field.required and field.name in names)
    own_names = {field.name for field in own}
    return None if any(own_names.issuperset(rule.reads) for rule in spec.rules) else own


required_fields: Callable[[type, tuple[str, ...]], tuple[FieldSpec, ...] | None] = cache(_required_fields)
"""Return the fields among `names` that a model requires.

None if the model has a rule of several fields that reads only these: then the missing fields can't be determined field
by field.
"""


def _without_counts(shape: Shape) -> Shape:
    """Return a shape without the rules that count items, and without the codes and texts of its rules."""
    others = (rule for rule in shape.rules if not rule.minimum_items)
    rules = tuple(evolve(rule, code="", demand="", advice="") for rule in others)
    return evolve(shape, optional=False, rules=rules)


def _missing_and_complete(shape: Shape, values: "Values") -> "tuple[pl.Series, pl.Series]":
    """Return in which rows a value that another type requires is certainly missing, and in which certainly not."""
    if shape.item is None:
        absent = values.series.is_null()
    else:
        absent = (values.lengths < shape.minimum_items).fill_null(value=True)
    doubtful = values.union(rule.doubtful_rows(values) for rule in shape.rules)
    return absent, ~absent & ~values.rows.is_in(doubtful.implode())
