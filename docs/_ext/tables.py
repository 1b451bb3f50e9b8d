"""Generate the reference of the tables: the columns of each type of record."""

from collections.abc import Iterator

from docs._ext.markdown import cell, inner_types, to_field

from alliancekit.models import MODELS
from alliancekit.rules.shape import Kind, Shape, spec_of

PLAIN = {
    Kind.TEXT: "String",
    Kind.CHOICE: "String",
    Kind.INTEGER: "Int64",
    Kind.FLAG: "Boolean",
    Kind.DATE: "[date](#dates)",
    Kind.PROJECTS: "String, JSON",
}


def tables() -> str:
    """Return a section for the table of each type, and one for each struct in them."""
    structs = sorted(inner_types(), key=lambda model: model.__name__)
    sections = [*(_section(name, model) for name, model in MODELS.items()), "## Structs\n"]
    return "\n".join([*sections, *(_section(model.__name__, model, "###") for model in structs)])


def _section(title: str, model: type, level: str = "##") -> str:
    return f"{level} {title}\n\n| Column | Type | Null |\n|---|---|---|\n{''.join(_rows(model))}"


def _rows(model: type) -> Iterator[str]:
    for field in spec_of(model).fields:
        optional = field.shape.optional or field.shape.kind is Kind.PROJECTS
        null = "if it is left out" if optional else "never"
        yield f"| {to_field(model, field.name)} | {cell(dtype(field.shape))} | {null} |\n"


def dtype(shape: Shape) -> str:
    """Return the type of a column, as named by polars and Arrow."""
    if shape.item:
        return f"List({dtype(shape.item)})"
    return (
        f"[{shape.type.__name__}](#{shape.type.__name__.lower()})" if shape.kind is Kind.OBJECT else PLAIN[shape.kind]
    )
