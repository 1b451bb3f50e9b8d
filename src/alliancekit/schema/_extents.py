"""How much of each rule the schemas say."""

from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from attrs import frozen

from alliancekit.models.document import READABLE, TYPED, VERSIONED
from alliancekit.rules import Rule
from alliancekit.rules.json_schema import Clause
from alliancekit.rules.reading import NUMBER
from alliancekit.rules.shape import CHOICE, DATE, MISSING, TYPE, UNKNOWN, Shape, spec_of
from alliancekit.schema._objects import types

Degree: TypeAlias = Literal["in full", "in part", "not at all"]


@frozen
class Extent:
    """How much of a rule a schema says.

    Attributes:
        degree: Whether it says all of it.
        unsaid: What it leaves out, a clause; empty if it says all of it.
    """

    degree: Degree
    unsaid: str = ""


_OF_ALL_FIELDS: Final[dict[Rule, str]] = {
    NUMBER: "",
    TYPE: "1.0 passes for the whole number 1",
    MISSING: "",
    UNKNOWN: "",
    CHOICE: "",
    DATE: "an interval that ends before it begins passes",
    VERSIONED: "1.0 passes for 1, and JSON Lines pass without their first line",
    READABLE: "",
    TYPED: "the type may stand anywhere in its line",
}
"""What is left out of the rules that every field and every document obeys."""


def extents() -> dict[str, Extent]:
    """Return, by the code of each rule that a schema could know of, how much of it the schemas say.

    The rules of bytes, of several records and of texts are not among them: a schema sees the values of one document.
    """
    found = {rule.code: _extent(says=True, unsaid=unsaid) for rule, unsaid in _OF_ALL_FIELDS.items()}
    for rule, clause in _clauses():
        # A rule may be said in full of one field and in part of another.
        if clause.unsaid or rule.code not in found:
            found[rule.code] = _extent(says=bool(clause.keywords), unsaid=clause.unsaid)
    return dict(sorted(found.items()))


def _extent(*, says: bool, unsaid: str) -> Extent:
    return Extent("in full" if not unsaid else "in part" if says else "not at all", unsaid)


def _clauses() -> Iterator[tuple[Rule, Clause]]:
    for model in types().values():
        spec = spec_of(model)
        for field in spec.fields:
            yield from _of_shape(field.shape)
        yield from ((rule, rule.json_schema(spec)) for rule in spec.rules)


def _of_shape(shape: Shape) -> Iterator[tuple[Rule, Clause]]:
    yield from ((rule, rule.json_schema(shape)) for rule in shape.rules)
    if shape.item:
        yield from _of_shape(shape.item)
