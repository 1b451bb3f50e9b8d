"""Generate the reference of the rules: the demand, the fields and examples of each, and the classes of rules."""

from collections.abc import Iterator

from docs._ext.markdown import cell, inner_types, names, prose, rules_at, to_class, to_field, to_rule
from tests.examples import Example, Side, examples

from alliancekit import rulebook
from alliancekit import rules as vocabulary
from alliancekit.errors import Severity
from alliancekit.models import MODELS
from alliancekit.report.rules import scope_of
from alliancekit.rules import FieldRule, Rule
from alliancekit.rules.shape import spec_of

FAMILIES = {
    "AK0": "Files, documents and types of values",
    "AK1": "Texts, ids, lists, dates and evidence in records",
    "AK2": "Actors and states",
    "AK3": "Sources",
    "AK4": "Venues",
    "AK5": "Proposals",
    "AK6": "Treaties",
    "AK7": "Candidates",
    "AK8": "Data sets",
    "AK9": "The records of a corpus together",
}
"""The subjects of the rules, by the first digit of their codes."""


def overview() -> str:
    """Return a table of all rules."""
    rows = (f"| {to_rule(rule)} | {cell(rule.demand)}{_mark(rule)} |\n" for rule in rulebook.rules().values())
    return f"| Code | Demand |\n|---|---|\n{''.join(rows)}"


def rules() -> str:
    """Return a section for each rule with examples in YAML or JSON, grouped by subject."""
    sections_of = {FAMILIES[code[:3]]: "" for code in rulebook.rules()}
    for code, example in examples().items():
        sections_of[FAMILIES[code[:3]]] += rule(code) + _examples(example)
    return "".join(f"## {title}\n\n{sections}" for title, sections in sections_of.items() if sections)


def rule(code: str) -> str:
    """Return the section of a rule, without examples."""
    found = rulebook.explain(code)
    severity = "a warning: the data are still valid" if found.severity is Severity.WARNING else "an error"
    return f"""\
{{#{code}}}
### {code}

**{prose(found.demand)}**

Applies to: {_governed(code)}. A violation is {severity}. {faces(found)}

What to do: {prose(found.advice)}.

"""


def faces(rule: Rule) -> str:
    """Return sentences that say how far the JSON Schema and the column checks express a rule."""
    extent = rulebook.faces()[rule.code]
    gap = f": {prose(extent.document.unsaid)}" if extent.document.unsaid else ""
    degree = extent.document.degree
    expresses = "does not express it" if degree == "not at all" else f"expresses it {degree}"
    schema = f"The [schema](schema.md) {expresses}{gap}."
    columns = {"exact": "check it exactly", "not": "do not check it"}.get(
        extent.columns, f"check it, but need objects for {extent.columns.removeprefix('in doubt for ')}"
    )
    return f"{schema} [Columns](../explanation/columns.md) {columns}."


def schema_gaps() -> str:
    """Return a table of the rules that the JSON Schema does not express, or only in part."""
    extents = {code: its.document for code, its in rulebook.faces().items()}
    rows = (
        f"| {to_rule(rulebook.explain(code))} | {extent.degree} | {cell(extent.unsaid)} |\n"
        for code, extent in extents.items()
        if extent.degree != "in full"
    )
    return f"| Code | Expressed | Missing |\n|---|---|---|\n{''.join(rows)}"


def by_face() -> str:
    """Return a table with the number of rules that each face enforces."""
    extents = rulebook.faces().values()
    counts = {
        "construction: a record that breaks the rule can't be created": sum(each.construction for each in extents),
        "generation: generated records obey it, near misses break it": sum(each.generation for each in extents),
        "the schema, in full": sum(each.document.degree == "in full" for each in extents),
        "the schema, in part": sum(each.document.degree == "in part" for each in extents),
        "columns, exactly": sum(each.columns == "exact" for each in extents),
        "columns, with objects for doubtful rows": sum(each.columns.startswith("not exact") for each in extents),
        "no constructor: checked in files, corpora and texts": sum(not each.construction for each in extents),
    }
    rows = "".join(f"| {face} | {count} |\n" for face, count in counts.items())
    return f"| Face | Rules |\n|---|---|\n{rows}| all rules | {len(extents)} |\n"


def kinds() -> str:
    """Return the entries of the classes of rules: those for one value, then those for several fields."""
    classes: list[type] = [getattr(vocabulary, name) for name in vocabulary.__all__]
    ordered = sorted(classes, key=lambda kind: (not issubclass(kind, FieldRule), kind.__name__))
    own = (kind.__name__ for kind in ordered if issubclass(kind, Rule) and kind is not Rule)
    entries = "".join(f".. autoclass:: alliancekit.rules.{name}\n" for name in own)
    return f"```{{eval-rst}}\n{entries}```\n"


def _examples(example: Example) -> str:
    output = "\n".join(map(str, example.bad.problems))
    return f"""\
::::{{container}} examples
{_side("good", example.good, example.language)}
{_side("bad", example.bad, example.language)}
::::

```{{code-block}} text
:class: output

{output}
```

"""


def _side(name: str, side: Side, language: str) -> str:
    return f"""\
:::{{container}} {name}
```{{code-block}} {language}
:caption: {name.capitalize()} ({side.title})

{side.text.rstrip()}
```
:::"""


def _governed(code: str) -> str:
    """Return the fields and types to which a rule applies."""
    links = [link for model in (*MODELS.values(), *inner_types()) for link in _links(model, code)]
    return ", ".join(links or scope_of(code))


def _links(model: type, code: str) -> Iterator[str]:
    spec = spec_of(model)
    for field in spec.fields:
        if any(rule.code == code for rule in rules_at(field.shape)):
            yield to_field(model, field.name)
    yield from (f"{to_class(model)} ({names(rule.reads)})" for rule in spec.rules if rule.code == code)


def _mark(rule: Rule) -> str:
    return " (a warning)" if rule.severity is Severity.WARNING else ""
