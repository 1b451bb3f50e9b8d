"""Every rule, by its code: what `alliancekit explain` and the reference read."""

from attrs import frozen

from alliancekit import columns, evidence, schema
from alliancekit.corpus import checks
from alliancekit.errors import UnknownCode
from alliancekit.messages import listed, near
from alliancekit.models import MODELS, document
from alliancekit.rules import Rule, loading, reading, shape
from alliancekit.rules.shape import rules_of
from alliancekit.text import quote

_ELSEWHERE = schema.Extent("not at all", "a schema sees the values of one document, not its bytes, and no other record")


@frozen
class Faces:
    """By which faces a rule is said.

    Attributes:
        construction: Whether a record that breaks it can't be made.
        generation: Whether what the strategies draw obeys it; they draw what can be made.
        document: How much of it the JSON Schema says, and what it leaves out.
        columns: How far columns of tables tell by themselves what breaks it: "exact", "in doubt for" what the objects
            of those rows tell, or "not".
    """

    construction: bool
    generation: bool
    document: schema.Extent
    columns: str


def faces() -> dict[str, Faces]:
    """Return, by the code of each rule, by which faces it is said."""
    extents = schema.extents()
    made = {rule.code for rule in (reading.NUMBER, *shape.RULES)}
    made.update(rule.code for model in MODELS.values() for rule in rules_of(model))
    told = columns.extents() | {rule.code: extent for rule, extent in checks.EXTENTS.items()}
    return {
        code: Faces(code in made, code in made, extents.get(code, _ELSEWHERE), told.get(code, "not"))
        for code in rules()
    }


def rules() -> dict[str, Rule]:
    """Return every rule by its code, in the order of the codes."""
    found = {
        rule.code: rule
        for rule in (
            *reading.RULES,
            *shape.RULES,
            *document.RULES,
            *loading.RULES,
            *checks.RULES,
            *evidence.RULES,
        )
    }
    for model in MODELS.values():
        found |= {rule.code: rule for rule in rules_of(model)}
    return dict(sorted(found.items()))


def explain(code: str) -> Rule:
    """Return the rule of a code.

    Raises:
        UnknownCode: If no rule has it; the message names near ones.
    """
    book = rules()
    if code not in book:
        upper, message = code.upper(), f"no rule has the code {quote(code)}"
        meant = (upper,) if upper in book else near(upper, book, 3)
        raise UnknownCode(f"{message}; did you mean {listed(meant)}?" if meant else message)
    return book[code]
