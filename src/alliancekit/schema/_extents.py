"""How much of each rule the schemas express."""

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
    """How much of a rule a schema expresses.

    Attributes:
        degree: Whether it expresses all of it.
        unsaid: What it does not express, as a clause; empty if it expresses all of it.
    """

    degree: Degree
    unsaid: str = ""


_GENERAL_RULES: Final[dict[Rule, str]] = {
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
"""What the schemas do not express of the rules that every field and every document obeys."""


def extents() -> dict[str, Extent]:
    """Return how much of each rule the schemas express, by its code.

    Rules of bytes, of several records and of texts of sources are left out: a schema sees the values of one document.
    """
    result = {rule.code: _extent(expressed=True, unsaid=unsaid) for rule, unsaid in _GENERAL_RULES.items()}
    for rule, clause in _clauses():
        # A rule may be expressed in full for one field and in part for another.
        if clause.unsaid or rule.code not in result:
            result[rule.code] = _extent(expressed=bool(clause.keywords), unsaid=clause.unsaid)
    return dict(sorted(result.items()))


def _extent(*, expressed: bool, unsaid: str) -> Extent:
    return Extent("in full" if not unsaid else "in part" if expressed else "not at all", unsaid)


def _clauses() -> Iterator[tuple[Rule, Clause]]:
    for model in types().values():
        spec = spec_of(model)
        for field in spec.fields:
            yield from _shape_clauses(field.shape)
        yield from ((rule, rule.json_schema(spec)) for rule in spec.rules)


def _shape_clauses(shape: Shape) -> Iterator[tuple[Rule, Clause]]:
    yield from ((rule, rule.json_schema(shape)) for rule in shape.rules)
    if shape.item:
        yield from _shape_clauses(shape.item)
