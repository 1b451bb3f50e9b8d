"""Every rule, by its code: what `alliancekit explain` and the reference read."""

from collections.abc import Iterator

from alliancekit import evidence
from alliancekit.corpus import checks, documents
from alliancekit.errors import UnknownCode
from alliancekit.models import MODELS
from alliancekit.rules import Rule, reading, shape
from alliancekit.rules._words import listed, near
from alliancekit.rules.shape import Kind, Shape, spec_of


def rules() -> dict[str, Rule]:
    """Return every rule by its code, in the order of the codes."""
    found = {
        rule.code: rule for rule in (*reading.RULES, *shape.RULES, *documents.RULES, *checks.RULES, *evidence.RULES)
    }
    for model in MODELS.values():
        found |= {rule.code: rule for rule in rules_of(model)}
    return dict(sorted(found.items()))


def rules_of(model: type) -> Iterator[Rule]:
    """Yield the rules of a model, of its fields and of the objects in them; one may come several times."""
    spec = spec_of(model)
    for field in spec.fields:
        yield from _of_shape(field.shape)
    yield from spec.rules


def _of_shape(shape_: Shape) -> Iterator[Rule]:
    yield from shape_.rules
    if shape_.item:
        yield from _of_shape(shape_.item)
    if shape_.kind is Kind.OBJECT:
        yield from rules_of(shape_.type)


def explain(code: str) -> Rule:
    """Return the rule of a code.

    Raises:
        UnknownCode: If no rule has it; the message names near ones.
    """
    book = rules()
    if code not in book:
        upper, message = code.upper(), f"no rule has the code {code!r}"
        meant = (upper,) if upper in book else near(upper, book, 3)
        raise UnknownCode(f"{message}; did you mean {listed(meant)}?" if meant else message)
    return book[code]
