"""Rules as text and JSON: demand, advice, severity, and the fields or records to which a rule applies."""

import json
from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType

from alliancekit import drafts, evidence, exchange, rulebook
from alliancekit.corpus import checks
from alliancekit.display.terminal import Paragraph, styled
from alliancekit.errors import Severity
from alliancekit.models import MODELS, document
from alliancekit.project_fields import PREFIX
from alliancekit.projects import Project
from alliancekit.review.decisions import REVIEW_RULES
from alliancekit.rules import Rule, loading, reading, shape
from alliancekit.rules.shape import Kind, Shape, spec_of

_SCOPES = (
    (reading.RULES, "every file"),
    (shape.RULES, "every field of every record"),
    (document.RULES, "every document as a whole"),
    (loading.TABLE_RULES, "the table of a data set"),
    (loading.ROW_RULES, "the rows of a data set"),
    (checks.RULES, "all records of a corpus together"),
    (evidence.RULES, "the anchors of a corpus and the texts of its sources"),
    (exchange.RULES, "the files of other programs"),
    (drafts.RULES, "drafts of programs"),
    (REVIEW_RULES, "decisions of reviewers"),
)
"""The rules that belong to no field of a model, and their scope."""


def rule_report(rule: Rule, projects: Sequence[Project] = ()) -> Iterator[RenderableType]:
    """Yield the demand, advice, severity and scope of a rule."""
    yield Paragraph(styled((rule.code, "bold"), f": {rule.demand}"), hang=2)
    effect = "remain valid" if rule.severity is Severity.WARNING else "are invalid"
    rows = (
        ("to do", rule.advice),
        ("severity", f"{rule.severity}: data that break the rule {effect}"),
        ("applies to", ", ".join(scope_of(rule.code, projects))),
    )
    for label, text in rows:
        if text:
            yield Paragraph(styled(text), indent=2, hang=12, label=label)


def listing(projects: Sequence[Project] = ()) -> Iterator[RenderableType]:
    """Yield one line per rule, in the order of codes."""
    rules = rulebook.rules(projects)
    width = max(map(len, rules))
    for rule in rules.values():
        mark = " (warning)" if rule.severity is Severity.WARNING else ""
        yield Paragraph(styled(rule.demand + mark), hang=width + 2, label=rule.code)


def as_json(rules: Iterable[Rule]) -> str:
    """Return rules as a JSON list of objects."""
    objects = [
        {"code": rule.code, "severity": rule.severity, "demand": rule.demand, "advice": rule.advice} for rule in rules
    ]
    return json.dumps(objects, indent=2)


def scope_of(code: str, projects: Sequence[Project] = ()) -> list[str]:
    """Return the fields to which a rule applies, such as ``Proposal.members``, or a description of its scope."""
    own = [*_in_projects(projects, code)]
    general = [scope for rules, scope in _SCOPES if any(rule.code == code for rule in rules)]
    in_records = (path for model in MODELS.values() for path in _in_model(model, code, model.__name__))
    return general or list(dict.fromkeys([*in_records, *own]))


def _in_projects(projects: Sequence[Project], code: str) -> Iterator[str]:
    """Yield the fields to which a rule of a project applies, with the name of the project."""
    for project in projects:
        for model in MODELS.values():
            for rule in project.rules_for(model):
                if rule.code == code:
                    yield f"{model.__name__} ({', '.join(rule.reads)}) in the project {project.name}"
            if cls := project.fields.get(model):
                key = f"{model.__name__}.{PREFIX}{project.name}"
                yield from (f"{path} in the project {project.name}" for path in _in_model(cls, code, key))


def _in_model(model: type, code: str, path: str) -> Iterator[str]:
    """Yield the fields of a model and of its nested objects to which a rule applies."""
    spec = spec_of(model)
    for field in spec.fields:
        yield from _in_shape(field.shape, code, f"{path}.{field.name}")
    yield from (f"{path} ({', '.join(rule.reads)})" for rule in spec.rules if rule.code == code)


def _in_shape(shape_: Shape, code: str, path: str) -> Iterator[str]:
    if any(rule.code == code for rule in shape_.rules):
        yield path
    if shape_.item:
        yield from _in_shape(shape_.item, code, path)
    if shape_.kind is Kind.OBJECT:
        yield from _in_model(shape_.type, code, path)
