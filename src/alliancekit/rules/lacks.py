"""The rule of incomplete records: they name what they lack, and lack just that."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Self, cast

from attrs import evolve, frozen

from alliancekit.messages import also, listed, quote
from alliancekit.rules.problems import problems_of
from alliancekit.rules.records import Together, is_given
from alliancekit.rules.rule import Complaint
from alliancekit.rules.shape import FieldSpec, spec_of


@frozen(kw_only=True)
class Lacks(Together):
    """What a record names as missing is just what it lacks to be a record of another type.

    Attributes:
        of: The field that names that type.
        missing: The field that lists the names of what is missing.
        types: The type for each value of `of`.
        names: The fields that may lack something.
    """

    of: str
    missing: str
    types: Mapping[str, type]
    names: tuple[str, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """The type, what is missing, and the fields that may lack something."""
        return (self.of, self.missing, *self.names)

    @property
    def demands(self) -> tuple[str, ...]:
        """The fields that may lack something."""
        return self.names

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint: the names too much, and those that are not named."""
        of, missing, *held = cast("tuple[str, tuple[str, ...], object]", values)
        demanded = {field.name for field in spec_of(self.types[of]).fields if field.required}
        lacking = lacks(self.types[of], dict(zip(self.names, held, strict=True)))
        wrong = [position for position, name in enumerate(missing) if name not in lacking]
        parts = [
            f"names {quote(missing[n])}, which {'it has' if missing[n] in demanded else f'a {of} does not need'}"
            for n in wrong
        ]
        unnamed = [name for name in lacking if name not in missing]
        if unnamed:
            parts.append(f"must also name {listed(tuple(map(quote, unnamed)), 'and')}, which it lacks")
        if parts:
            yield (self.missing, *wrong[: len(parts) == 1]), "; ".join(parts)

    def holds(self, *values: object) -> bool:
        """Return whether the fields that do not satisfy the type are just those that are named."""
        of, missing, *held = cast("tuple[str, tuple[str, ...], object]", values)
        fields = demanded_fields(self.types[of], self.names)
        if fields is None:
            return super().holds(*values)
        own = dict(zip(self.names, held, strict=True))
        return {field.name for field in fields if not field.shape.accepts(own[field.name])} == {*missing}


@frozen(kw_only=True)
class Foreign(Together):
    """A record that will be of another type has no fields that only a third type has.

    Attributes:
        of: The field that names the type.
        types: The type for each value of `of`.
        names: The fields that only some of the types have; the model fills them in.
    """

    of: str
    types: Mapping[str, type]
    names: tuple[str, ...] = ()

    def among(self, fields: tuple[str, ...]) -> Self:
        """Return the rule that knows which fields of its model not all of the types have."""
        having = [spec_of(model).names for model in self.types.values()]
        names = (name for name in fields if any(name in own for own in having))
        return evolve(self, names=tuple(name for name in names if not all(name in own for own in having)))

    @property
    def reads(self) -> tuple[str, ...]:
        """The type and the fields to look at."""
        return (self.of, *self.names)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint, at the first field given that the type doesn't have."""
        of, *held = values
        own = spec_of(self.types[str(of)]).names
        given = [name for name, value in zip(self.names, held, strict=True) if is_given(value) and name not in own]
        if given:
            yield (given[0],), f"must be left out: a {of} has no such field{also(given[1:])}"

    def holds(self, *values: object) -> bool:
        """Return whether the fields that the type does not have are not given."""
        of, *held = values
        own = spec_of(self.types[str(of)]).names
        return not any(name not in own and is_given(value) for name, value in zip(self.names, held, strict=True))

    def suspects(self, *values: object) -> tuple[str, ...]:
        """Return the field that names the type."""
        del values
        return (self.of,)


def lacks(model: type, values: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of the fields that a model demands and that the values don't satisfy."""
    demanded = [field.name for field in spec_of(model).fields if field.required and field.name in values]
    problems = problems_of(model, {name: values[name] for name in demanded})
    broken = {problem.path[0] for problem in problems if problem.path}
    return tuple(name for name in demanded if name in broken)


def _demanded_fields(model: type, names: tuple[str, ...]) -> tuple[FieldSpec, ...] | None:
    spec = spec_of(model)
    own = tuple(field for field in spec.fields if field.required and field.name in names)
    held = {field.name for field in own}
    return None if any(held.issuperset(rule.reads) for rule in spec.rules) else own


demanded_fields: Callable[[type, tuple[str, ...]], tuple[FieldSpec, ...] | None] = cache(_demanded_fields)
"""Return those of some fields that a model demands.

None if the model has a rule of several fields that reads none but these: then the fields alone do not tell what is
missing.
"""
