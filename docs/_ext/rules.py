"""The rules: what each demands and governs, and what obeys and what breaks it; and the kinds of rules."""

from collections.abc import Iterator

from docs._ext.words import cell, inner_types, names, prose, rules_at, to_class, to_field, to_rule
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
"""What the rules are about, by the beginning of their codes."""


def overview() -> str:
    """Return a table of all rules."""
    rows = (f"| {to_rule(rule)} | {cell(rule.demand)}{_mark(rule)} |\n" for rule in rulebook.rules().values())
    return f"| Code | What it demands |\n|---|---|\n{''.join(rows)}"


def rules() -> str:
    """Return a section for each rule that has examples in YAML or JSON, below what it is about."""
    shown = {FAMILIES[code[:3]]: "" for code in rulebook.rules()}
    for code, example in examples().items():
        shown[FAMILIES[code[:3]]] += rule(code) + _examples(example)
    return "".join(f"## {title}\n\n{sections}" for title, sections in shown.items() if sections)


def rule(code: str) -> str:
    """Return the section of a rule, without examples."""
    its = rulebook.explain(code)
    broken = "a warning: the data are valid all the same" if its.severity is Severity.WARNING else "an error"
    return f"""\
{{#{code}}}
### {code}

**{prose(its.demand)}**

It governs {_governed(code)}. To break it is {broken}. {faces(its)}

What to do: {prose(its.advice)}.

"""


def faces(rule: Rule) -> str:
    """Say how much of a rule the JSON Schema says, and how far columns tell it."""
    its = rulebook.faces()[rule.code]
    unsaid = f": {prose(its.document.unsaid)}" if its.document.unsaid else ""
    said = f"The [schema](schema.md) says it {its.document.degree}{unsaid}."
    told = {"exact": "tell it exactly", "not": "do not tell it"}.get(its.columns, f"are {its.columns}")
    return f"{said} [Columns](../explanation/columns.md) {told}."


def unsaid() -> str:
    """Return a table of the rules that the JSON Schema can't say, or only in part."""
    extents = {code: its.document for code, its in rulebook.faces().items()}
    rows = (
        f"| {to_rule(rulebook.explain(code))} | {extent.degree} | {cell(extent.unsaid)} |\n"
        for code, extent in extents.items()
        if extent.degree != "in full"
    )
    return f"| Code | Said | What is left out |\n|---|---|---|\n{''.join(rows)}"


def by_face() -> str:
    """Return a table of how many rules each face of the rules says."""
    held = rulebook.faces().values()
    counts = {
        "construction, which refuses a record that breaks it": sum(its.construction for its in held),
        "generation, whose records obey it and whose near misses break it": sum(its.generation for its in held),
        "the schema, in full": sum(its.document.degree == "in full" for its in held),
        "the schema, in part": sum(its.document.degree == "in part" for its in held),
        "columns, exactly": sum(its.columns == "exact" for its in held),
        "columns, with objects for what is in doubt": sum(its.columns.startswith("in doubt") for its in held),
        "reading, a corpus or its evidence alone": sum(not its.construction for its in held),
    }
    rows = "".join(f"| {face} | {count} |\n" for face, count in counts.items())
    return f"| Face | Rules |\n|---|---|\n{rows}| in all | {len(held)} |\n"


def kinds() -> str:
    """Return the entries of the kinds of rules: those for one value, then those for several fields."""
    found: list[type] = [getattr(vocabulary, name) for name in vocabulary.__all__]
    ordered = sorted(found, key=lambda kind: (not issubclass(kind, FieldRule), kind.__name__))
    own = (kind.__name__ for kind in ordered if issubclass(kind, Rule) and kind is not Rule)
    entries = "".join(f".. autoclass:: alliancekit.rules.{name}\n" for name in own)
    return f"```{{eval-rst}}\n{entries}```\n"


def _examples(example: Example) -> str:
    said = "\n".join(map(str, example.bad.problems))
    return f"""\
::::{{container}} examples
{_side("good", example.good, example.language)}
{_side("bad", example.bad, example.language)}
::::

```{{code-block}} text
:class: said

{said}
```

"""


def _side(name: str, side: Side, language: str) -> str:
    return f"""\
:::{{container}} {name}
```{{code-block}} {language}
:caption: {name.capitalize()} ({side.of})

{side.shown.rstrip()}
```
:::"""


def _governed(code: str) -> str:
    """Return what a rule governs: fields and types, or what is said of all of them."""
    places = [place for model in (*MODELS.values(), *inner_types()) for place in _places(model, code)]
    return ", ".join(places or scope_of(code))


def _places(model: type, code: str) -> Iterator[str]:
    spec = spec_of(model)
    for field in spec.fields:
        if any(rule.code == code for rule in rules_at(field.shape)):
            yield to_field(model, field.name)
    yield from (f"{to_class(model)} ({names(rule.reads)})" for rule in spec.rules if rule.code == code)


def _mark(rule: Rule) -> str:
    return " (a warning)" if rule.severity is Severity.WARNING else ""
