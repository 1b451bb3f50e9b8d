"""List every rule by its code, for `alliancekit explain` and the reference."""

from collections.abc import Iterable

from attrs import frozen

from alliancekit import columns, drafts, evidence, exchange, schema
from alliancekit.corpus import checks
from alliancekit.errors import UnknownCode
from alliancekit.messages import listed, near
from alliancekit.models import MODELS, document
from alliancekit.projects import Project, checked_projects
from alliancekit.review.decisions import REVIEW_RULES
from alliancekit.rules import Rule, loading, reading, shape
from alliancekit.rules.shape import rules_of
from alliancekit.text import quote

_NO_SCHEMA = schema.Extent("not at all", "a schema sees the values of one document, not its bytes, and no other record")


@frozen
class Faces:
    """Where a rule is checked: its faces.

    Attributes:
        construction: Whether the constructors of records check it.
        generation: Whether the strategies draw only records that obey it.
        document: How much of it the JSON Schema expresses.
        columns: Whether the columns of tables alone find the rows that break it: "exact"; "not exact for" rows from
            which objects are built; or "not".
    """

    construction: bool
    generation: bool
    document: schema.Extent
    columns: str


def faces() -> dict[str, Faces]:
    """Return the faces of each rule, by its code."""
    extents = schema.extents()
    of_records = {rule.code for rule in (reading.NUMBER, *shape.RULES)}
    of_records.update(rule.code for model in MODELS.values() for rule in rules_of(model))
    by_columns = columns.extents() | {rule.code: extent for rule, extent in checks.EXTENTS.items()}
    return {
        code: Faces(code in of_records, code in of_records, extents.get(code, _NO_SCHEMA), by_columns.get(code, "not"))
        for code in rules()
    }


def rules(projects: Iterable[Project] = ()) -> dict[str, Rule]:
    """Return every rule by its code, in the order of the codes.

    Args:
        projects: Projects whose rules are included.

    Raises:
        UnusableProject: If two projects have different rules with one code.
    """
    by_code = {
        rule.code: rule
        for rule in (
            *reading.RULES,
            *shape.RULES,
            *document.RULES,
            *loading.RULES,
            *checks.RULES,
            *evidence.RULES,
            *exchange.RULES,
            *drafts.RULES,
            *REVIEW_RULES,
        )
    }
    for model in MODELS.values():
        by_code |= {rule.code: rule for rule in rules_of(model)}
    for project in checked_projects(projects):
        by_code |= project.by_code
    return dict(sorted(by_code.items()))


def explain(code: str, projects: Iterable[Project] = ()) -> Rule:
    """Return the rule of a code.

    Args:
        code: The code.
        projects: As for `rules`.

    Raises:
        UnknownCode: If no rule has it; the message suggests similar codes.
    """
    book = rules(projects)
    if code not in book:
        upper, message = code.upper(), f"no rule has the code {quote(code)}"
        suggestions = (upper,) if upper in book else near(upper, book, 3)
        raise UnknownCode(f"{message}; did you mean {listed(suggestions)}?" if suggestions else message)
    return book[code]
