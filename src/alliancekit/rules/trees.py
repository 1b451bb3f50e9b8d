"""Plain trees straight into records, where there is nothing to say about them: a fast yes, as `check` has it."""

from collections.abc import Callable
from functools import cache
from typing import NoReturn, TypeVar, cast

from alliancekit.dates._partial import KNOWN
from alliancekit.rules import native
from alliancekit.rules._code import Code
from alliancekit.rules.check import Doubt, Record, asking, explain, field_tests, maker
from alliancekit.rules.shape import Kind, Shape, spec_of

R = TypeVar("R", bound=Record)


def made(model: type[R], tree: object) -> R | None:
    """Return the record that a plain tree describes; None where there may be something to say about it.

    It is the one that `convert.record` gives, which has the last word on what is wrong, on dates with a printed form,
    and on what is not exactly a tree as JSON gives it.
    """
    if native.INSTALLED:
        return cast("R | None", native.model(model, explain).made(tree, KNOWN))
    asking.briefly = True
    try:
        return cast("R", _reader(model)(tree))
    except ValueError:
        return None
    finally:
        asking.briefly = False


def sound(model: type[Record], tree: dict[object, object]) -> dict[str, object]:
    """Return what the fields of a record hold, by name, each that is quickly seen to be in order; given or not.

    It is for a broken record, most of whose fields are in order. Of what is not exactly a tree as JSON gives it,
    nothing is seen.
    """
    if type(tree) is not dict:
        return {}
    if native.INSTALLED:
        return native.model(model, explain).sound(tree, KNOWN)
    asking.briefly = True
    try:
        return _sound(model)(tree)
    finally:
        asking.briefly = False


def _reader_of(model: type) -> Callable[[object], Record]:
    """Return what makes records of a model; where it is in doubt, it raises a ValueError."""
    code, spec = Code(dates=KNOWN, doubt=_doubt), spec_of(model)
    known = code.bind(spec.names)
    lines = ["def read(tree):", f" if type(tree) is not dict or not tree.keys() <= {known}: doubt()"]
    values = [f"of_{field.name}" for field in spec.fields]
    for field, value in zip(spec.fields, values, strict=True):
        lines.append(f" {value} = tree.get({field.name!r})")
        held = _made(field.shape, value, code)
        if held != value:
            lines.append(f" if {value} is not None: {value} = {held}")
        if field.required or field.default is not None:
            otherwise = "doubt()" if field.required else f"{value} = {code.bind(field.default)}"
            lines.append(f" if {value} is None and {field.name!r} not in tree: {otherwise}")
    lines.append(f" return {code.bind(maker(cast('type[Record]', model)))}({', '.join(values)})")
    code.run(f"trees of {model.__name__}", lines)
    return cast("Callable[[object], Record]", code["read"])


_reader: "Callable[[type], Callable[[object], Record]]" = cache(_reader_of)
"""The same, made once for each model."""


def _sound_of(model: type) -> Callable[[object], dict[str, object]]:
    """Return what finds the fields of a model that are in order."""
    code, tests = Code(dates=KNOWN, doubt=_doubt), field_tests(model)
    lines = ["def sound(tree):", " found = {}"]
    for field in spec_of(model).fields:
        value, name, test = f"of_{field.name}", repr(field.name), code.bind(tests[field.name])
        lines += [
            f" if {name} in tree:",
            "  try:",
            f"   {value} = tree[{name}]",
            f"   if {value} is not None: {value} = {_made(field.shape, value, code)}",
            f"   if {test}({value}): found[{name}] = {value}",
            "  except ValueError: pass",
        ]
        if not field.required and tests[field.name](field.default):
            lines.append(f" else: found[{name}] = {code.bind(field.default)}")
    code.run(f"sound fields of {model.__name__}", [*lines, " return found"])
    return cast("Callable[[object], dict[str, object]]", code["sound"])


_sound: "Callable[[type], Callable[[object], dict[str, object]]]" = cache(_sound_of)
"""The same, made once for each model."""


def _made(shape: Shape, value: str, code: Code) -> str:
    """Return an expression for what a field or an item holds where a tree has a value; the check refuses the rest."""
    if shape.kind is Kind.OBJECT:
        return f"{code.bind(_reader(shape.type))}({value})"
    if shape.kind is Kind.DATE:
        return f"(dates[{value}] if type({value}) is str else {value})"
    if shape.item is None:
        return value
    item = _made(shape.item, f"{value}_item", code)
    held = value if item == f"{value}_item" else f"[{item} for {value}_item in {value}]"
    return f"(tuple({held}) if type({value}) is list else doubt())"


def _doubt() -> NoReturn:
    raise Doubt
