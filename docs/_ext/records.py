"""Generate the reference of records and the objects in them: the type, default, meaning and rules of each field."""

import inspect
import re

from docs._ext.markdown import cell, inner_types, names, prose, rules_at, to_class, to_rule

from alliancekit.messages import listed
from alliancekit.models import MODELS
from alliancekit.rules import AtLeast, Id, Interval, Pattern, Ref
from alliancekit.rules.shape import FieldSpec, Kind, Shape, spec_of

PLAIN = {
    Kind.TEXT: "text",
    Kind.INTEGER: "whole number",
    Kind.FLAG: "`true` or `false`",
    Kind.DATE: "[date](dates.md) or interval",
    Kind.PROJECTS: "[keys of projects](projects.md), such as `x_study`",
}


def records() -> str:
    """Return a section for each type of record."""
    return "\n".join(map(_section, MODELS.values()))


def objects() -> str:
    """Return a section for each type of object in records."""
    return "\n".join(map(_section, sorted(inner_types(), key=lambda model: model.__name__)))


def _section(model: type) -> str:
    name, spec = model.__name__, spec_of(model)
    rows = "".join(_row(model, field) for field in spec.fields)
    together = "".join(f"- {to_rule(rule)} ({names(rule.reads)}): {prose(rule.demand)}\n" for rule in spec.rules)
    tail = f"\nRules about several fields:\n\n{together}" if together else ""
    return f"""\
## {name}

```{{eval-rst}}
.. autoclass:: alliancekit.{name}
   :members:
```

{{.fields}}
| Field | Type | Default | Meaning |
|---|---|---|---|
{rows}{tail}"""


def _row(model: type, field: FieldSpec) -> str:
    codes = ", ".join(map(to_rule, rules_at(field.shape)))
    default = "**required**" if field.required else "empty" if field.shape.kind is Kind.LIST else "none"
    name = f"{{field}}`{model.__name__}.{field.name}`"
    return f"| {name} | {cell(type_of(field.shape))} | {default} | {cell(meaning(model, field.name))} {codes} |\n"


def type_of(shape: Shape) -> str:
    """Return the type of a field in a document, in words."""
    if shape.item:
        least = next((rule.count for rule in shape.rules if isinstance(rule, AtLeast)), 0)
        return f"list{f' of {least} or more' if least else ''}: {type_of(shape.item)}"
    if shape.kind is Kind.OBJECT:
        return to_class(shape.type)
    if shape.kind is Kind.CHOICE:
        return f"one of {', '.join(f'`{choice}`' for choice in shape.choices)}"
    for rule in shape.rules:
        if isinstance(rule, Id):
            return f"its id, `{rule.kind}:…`"
        if isinstance(rule, Ref):
            return f"id, {listed(tuple(f'`{kind}:…`' for kind in rule.kinds))}"
        if isinstance(rule, Pattern):
            return f"text: {rule.form}"
        if isinstance(rule, Interval):
            return "interval of [dates](dates.md)" if rule.wanted else "[date](dates.md), no interval"
    return PLAIN[shape.kind]


def meaning(model: type, field: str) -> str:
    """Return the description of a field from the docstring of its model, or of another model with the same field."""
    for other in (model, *MODELS.values()):
        text = inspect.cleandoc(other.__doc__ or "").partition("Attributes:\n")[2]
        description = re.search(rf"^    {field}: (.*(?:\n {{8}}.*)*)", text, re.MULTILINE)
        if description:
            return " ".join(description[1].split())
    message = f"no docstring describes {model.__name__}.{field}"
    raise LookupError(message)
