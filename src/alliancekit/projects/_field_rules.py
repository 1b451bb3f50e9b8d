"""A rule of one field of a model, as a rule of the record."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Self, final

from attrs import frozen

from alliancekit.rules.json_schema import Clause, Schema, with_code
from alliancekit.rules.rule import Complaint, FieldRule, RecordRule

if TYPE_CHECKING:
    from alliancekit.rules.shape import Spec
    from alliancekit.strategies.drafts import Draft


@final
@frozen(kw_only=True)
class OfField(RecordRule):
    """The value of a field, if there is one, obeys a rule of one value.

    Attributes:
        name: The field.
        rule: The rule of its value.
    """

    name: str
    rule: FieldRule

    @classmethod
    def of(cls, name: str, rule: FieldRule) -> Self:
        """Return the rule of a field, with the code, demand, advice and severity of the rule of its value."""
        return cls(code=rule.code, demand=rule.demand, advice=rule.advice, severity=rule.severity, name=name, rule=rule)

    @property
    def reads(self) -> tuple[str, ...]:
        """The field."""
        return (self.name,)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield the complaints of the rule about the value."""
        (value,) = values
        if value is not None:
            yield from (((self.name, *path), message) for path, message in self.rule.complaints(value))

    def holds(self, *values: object) -> bool:
        """Return whether the value obeys the rule."""
        (value,) = values
        return value is None or self.rule.holds(value)

    def hint(self, *values: object) -> str | None:
        """Return the hint of the rule for the value."""
        return self.rule.hint(*values)

    def json_schema(self, spec: "Spec") -> Clause:
        """Return the keywords of the rule for the field, which is required if its default breaks the rule."""
        field = spec[self.name]
        clause = self.rule.json_schema(field.shape)
        keywords: Schema = {"properties": {self.name: clause.keywords}} if clause.keywords else {}
        if not field.required and not self.holds(field.default):
            keywords |= with_code(self, {"required": [self.name]})
        return Clause(keywords, clause.unsaid)

    def break_draft(self, draft: "Draft") -> None:
        """Replace the value by one that breaks the rule, if the rule has one."""
        draft.fill(self.name)
        value = draft.values[self.name]
        draft.set(self.name, draft.choose(self.rule.broken_values(value) or (value,)))

    def mend_draft(self, draft: "Draft") -> None:
        """Draw another value that obeys the rule."""
        if self.name not in draft.fixed and not self.holds(*draft.read(self)):
            draft.set(self.name, draft.draw_value(self.name, self.rule))
