"""The rules in words: what each demands, what to do, and what it governs."""

import json
from collections.abc import Iterable, Iterator

from rich.console import RenderableType

from alliancekit import evidence, rulebook
from alliancekit.corpus import checks
from alliancekit.errors import Severity
from alliancekit.models import MODELS, document
from alliancekit.report.terminal import Paragraph, styled
from alliancekit.rules import Rule, loading, reading, shape
from alliancekit.rules.shape import Kind, Shape, spec_of

_AT_LARGE = (
    (reading.RULES, "every file, as it is read"),
    (shape.RULES, "every field of every record"),
    (document.RULES, "every document as a whole"),
    (loading.TABLE_RULES, "the table of a data set, as it is read"),
    (loading.ROW_RULES, "the rows of a data set, as they become records"),
    (checks.RULES, "the records of a corpus together"),
    (evidence.RULES, "the anchors of a corpus and the texts of its sources"),
)


def explained(rule: Rule) -> Iterator[RenderableType]:
    """Yield what a rule demands, what to do where it is broken, and what it governs."""
    yield Paragraph(styled((rule.code, "bold"), f": {rule.demand}"), hang=2)
    warning = "the data are valid all the same" if rule.severity is Severity.WARNING else "the data are invalid"
    rows = (
        ("to do", rule.advice),
        ("severity", f"{rule.severity}: {warning} where it is broken"),
        ("governs", ", ".join(governed(rule.code))),
    )
    for label, text in rows:
        if text:
            yield Paragraph(styled(text), indent=2, hang=10, label=label)


def listing() -> Iterator[RenderableType]:
    """Yield every rule, by its code."""
    for rule in rulebook.rules().values():
        mark = " (a warning)" if rule.severity is Severity.WARNING else ""
        yield Paragraph(styled(rule.demand + mark), hang=7, label=rule.code)


def as_json(rules: Iterable[Rule]) -> str:
    """Return rules as a JSON list of objects."""
    objects = [
        {"code": rule.code, "severity": rule.severity, "demand": rule.demand, "advice": rule.advice} for rule in rules
    ]
    return json.dumps(objects, indent=2)


def governed(code: str) -> list[str]:
    """Return what the rule of a code governs: ``Proposal.members``, ``Treaty (signed, in_force, ended)``, in words."""
    at_large = [words for rules, words in _AT_LARGE if any(rule.code == code for rule in rules)]
    in_records = (place for model in MODELS.values() for place in _in(model, code, model.__name__))
    return at_large or list(dict.fromkeys(in_records))


def _in(model: type, code: str, place: str) -> Iterator[str]:
    """Yield the fields of a model, and of the objects in it, that a rule governs."""
    spec = spec_of(model)
    for field in spec.fields:
        yield from _at(field.shape, code, f"{place}.{field.name}")
    yield from (f"{place} ({', '.join(rule.reads)})" for rule in spec.rules if rule.code == code)


def _at(shape_: Shape, code: str, place: str) -> Iterator[str]:
    if any(rule.code == code for rule in shape_.rules):
        yield place
    if shape_.item:
        yield from _at(shape_.item, code, place)
    if shape_.kind is Kind.OBJECT:
        yield from _in(shape_.type, code, place)
