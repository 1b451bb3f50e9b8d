"""The engine of each class, and what guards its constructor."""

from collections.abc import Callable
from threading import RLock
from typing import Final, Literal, NoReturn, TypeVar, cast

from attrs import AttrsInstance, fields

from alliancekit.engine._choice import NAME
from alliancekit.engine._interface import Engine, Engines
from alliancekit.errors import InvalidRecord, Severity
from alliancekit.rules.problems import problems_of
from alliancekit.rules.rule import placed

R = TypeVar("R")


def load(name: Literal["kernel", "plain"]) -> Engines:
    """Return the engines of a name."""
    if name == "kernel":
        from alliancekit.engine import _compiled

        return _compiled.ENGINES
    from alliancekit.engine import _plain

    return _plain.ENGINES


_CHOSEN: Final = load(NAME)
JSON: Final = _CHOSEN.json
"""What the engine answers about JSON."""

_LOCK: Final = RLock()
_ENGINES: Final[dict[type, Engine[object]]] = {}


def of(model: type[R]) -> Engine[R]:
    """Return the engine of a class of records; it is made once, whichever thread asks first."""
    found = _ENGINES.get(model)
    if found is None:
        with _LOCK:
            found = _ENGINES.get(model)
            if found is None:
                found = _ENGINES[model] = _CHOSEN.engine(model)
    return cast("Engine[R]", found)


def explain(record: object) -> None:
    """Raise `InvalidRecord` with all the problems of a record, unless it has none."""
    own = fields(cast("type[AttrsInstance]", type(record)))
    values: dict[str, object] = {field.name: getattr(record, field.name) for field in own}
    id_ = values.get("id")
    name = id_ if isinstance(id_, str) else None
    problems = [placed(problem, name) for problem in problems_of(type(record), values)]
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise InvalidRecord(problems)


def _refuse(record: object) -> NoReturn:
    name = type(record).__name__
    message = f"this {name} exists already, and records are immutable; make a changed copy with attrs.evolve"
    raise AttributeError(message)


check, demand_new = _CHOSEN.guard(explain, _refuse)
"""Methods of records: one raises `InvalidRecord` for an invalid record, one `AttributeError` for an existing one."""


def initializer(model: type) -> Callable[..., None]:
    """Return the `__init__` of a class of records that attrs has made."""
    return _CHOSEN.initializer(model, explain, _refuse)
