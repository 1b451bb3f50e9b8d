"""A type of record, or of an object in a record, as text: its fields, their values, and its rules."""

import json
from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from alliancekit.display.terminal import Paragraph, styled
from alliancekit.messages import listed
from alliancekit.models import MODELS
from alliancekit.project_fields import PREFIX
from alliancekit.projects import Project
from alliancekit.rules.shape import FieldSpec, Kind, Shape, spec_of
from alliancekit.schema import docs_of, own_fields

_WORDS: Final = {Kind.TEXT: "text", Kind.INTEGER: "whole number", Kind.FLAG: "true or false", Kind.DATE: "date"}


def type_report(model: type, projects: Sequence[Project] = ()) -> Iterator[RenderableType]:
    """Yield what a type is for, each field with its values, its meaning and the codes of its rules, and other rules.

    Args:
        model: A class of `alliancekit.models`, or the class of an object in its fields.
        projects: The projects whose fields are listed too.
    """
    spec, fields, keys = spec_of(model), own_fields(model), _project_classes(model, projects)
    yield Paragraph(styled((model.__name__, "bold"), f": {docs_of(model).summary}"), hang=2)
    yield Text()
    hang = max(map(len, (*(field.name for field in fields), *keys))) + 2
    for field in fields:
        yield Paragraph(styled(*_field(model, field)), indent=2, hang=hang, label=field.name)
    for key, cls in keys.items():
        text = styled((cls.__name__, "cyan"), f". {docs_of(cls).summary}")
        yield Paragraph(text, indent=2, hang=hang, label=key)
    if spec.rules:
        yield Text()
        yield Paragraph(styled(("Rules of several fields", "bold")))
    for code, demand in {rule.code: rule.demand for rule in spec.rules}.items():
        yield Paragraph(styled(demand), indent=2, hang=7, label=code)


def type_json(model: type, projects: Sequence[Project] = ()) -> str:
    """Return the same as a JSON object with the keys type, summary, fields and rules.

    Each field has the keys name, required, values, meaning and rules; `rules` are codes.
    """
    described = [
        _described(field.name, _values(field.shape), _meaning(model, field), _codes(field), required=field.required)
        for field in own_fields(model)
    ]
    classes = _project_classes(model, projects)
    described += [_described(key, cls.__name__, docs_of(cls).summary, []) for key, cls in classes.items()]
    codes = [*dict.fromkeys(rule.code for rule in spec_of(model).rules)]
    whole = {"type": model.__name__, "summary": docs_of(model).summary, "fields": described, "rules": codes}
    return json.dumps(whole, indent=2)


def _described(name: str, values: str, meaning: str, rules: list[str], *, required: bool = False) -> dict[str, object]:
    return {"name": name, "required": required, "values": values, "meaning": meaning, "rules": rules}


def _project_classes(model: type, projects: Sequence[Project]) -> dict[str, type]:
    """Return the classes of the fields that projects add to a type, by the key in a record."""
    return {f"{PREFIX}{project.name}": project.fields[model] for project in projects if model in project.fields}


def _field(model: type, field: FieldSpec) -> Iterator[str | tuple[str, str]]:
    """Yield the values, the meaning and the rules of a field."""
    yield (_values(field.shape) + (", required" if field.required else ""), "cyan")
    yield f". {_meaning(model, field)}"
    if codes := _codes(field):
        yield (f" {' '.join(codes)}", "dim")


def _meaning(model: type, field: FieldSpec) -> str:
    """Return what a field means, from the docstring of its class, or of another type that has the same field."""
    meanings = (docs_of(each).fields.get(field.name) for each in (model, *MODELS.values()))
    return next(filter(None, meanings), "")


def _codes(field: FieldSpec) -> list[str]:
    """Return the codes of the rules of a field and of its items."""
    inner = field.shape.item.rules if field.shape.item else ()
    return [*dict.fromkeys(rule.code for rule in (*field.shape.rules, *inner))]


def _values(shape: Shape) -> str:
    """Return which values a field accepts, in words."""
    if shape.item:
        least = f" of {shape.minimum_items} or more" if shape.minimum_items else ""
        return f"list{least}: {_values(shape.item)}"
    if shape.kind is Kind.OBJECT:
        return shape.type.__name__
    if shape.choices:
        return listed(shape.choices)
    if shape.refers_to:
        return f"id of {listed(shape.refers_to)}"
    if shape.interval is not None:
        return "period" if shape.interval else "date, no period"
    return _WORDS[shape.kind]
