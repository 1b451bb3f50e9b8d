"""Markdown of links, field names and table cells, for all parts of the reference."""

from collections.abc import Iterator

from alliancekit.models import MODELS
from alliancekit.rules import Rule
from alliancekit.rules.shape import Kind, Shape, spec_of

MANY = 6
"""If a rule reads more fields than this, only the first ones are named."""


def inner_types() -> list[type]:
    """Return the types of the objects in records."""
    types: dict[type, None] = {}
    queue: list[type] = list(MODELS.values())
    for model in queue:
        for field in spec_of(model).fields:
            inner = field.shape.item or field.shape
            if inner.kind is Kind.OBJECT and inner.type not in types:
                types[inner.type] = None
                queue.append(inner.type)
    return list(types)


def rules_at(shape: Shape) -> Iterator[Rule]:
    """Yield the rules of a field and of the items of its list, without those of the fields of objects."""
    yield from shape.rules
    if shape.item:
        yield from rules_at(shape.item)


def to_class(model: type) -> str:
    """Return a link to a type."""
    return f"{{py:class}}`~alliancekit.{model.__name__}`"


def to_field(model: type, name: str) -> str:
    """Return a link to a field of a type."""
    return f"{{py:attr}}`{model.__name__}.{name} <alliancekit.{model.__name__}.{name}>`"


def to_rule(rule: Rule) -> str:
    """Return a link to a rule."""
    return f"[{rule.code}](#{rule.code})"


def names(fields: tuple[str, ...]) -> str:
    """Return names of fields as an enumeration."""
    more = f" and {len(fields) - MANY} more" if len(fields) > MANY else ""
    return ", ".join(f"`{name}`" for name in fields[:MANY]) + more


def prose(text: str) -> str:
    """Return the text of a docstring or a rule as Markdown."""
    return text.replace("``", "`")


def cell(text: str) -> str:
    """Return text as a table cell."""
    return prose(text).replace("|", "\\|")
