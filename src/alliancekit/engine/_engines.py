"""The engine of each class of records, and the checks that the constructor of the class calls."""

from collections.abc import Callable
from threading import RLock
from typing import Final, Literal, NoReturn, TypeVar, cast

from attrs import AttrsInstance, fields

from alliancekit.engine._choice import NAME
from alliancekit.engine._interface import Engine, Engines
from alliancekit.errors import InvalidRecord, Severity
from alliancekit.rules.problems import problems_of
from alliancekit.rules.rule import attach_record

R = TypeVar("R")


def load(name: Literal["kernel", "plain"]) -> Engines:
    """Import one of the two engines."""
    if name == "kernel":
        from alliancekit.engine import _compiled

        return _compiled.ENGINES
    from alliancekit.engine import _plain

    return _plain.ENGINES


_SELECTED: Final = load(NAME)
JSON: Final = _SELECTED.json
"""The functions of the engine for JSON."""

_LOCK: Final = RLock()
_BY_CLASS: Final[dict[type, Engine[object]]] = {}


def of(model: type[R]) -> Engine[R]:
    """Return the engine of a class of records; it is built once, even if several threads call this at the same time."""
    engine = _BY_CLASS.get(model)
    if engine is None:
        with _LOCK:
            engine = _BY_CLASS.get(model)
            if engine is None:
                engine = _BY_CLASS[model] = _SELECTED.engine(model)
    return cast("Engine[R]", engine)


def explain(record: object) -> None:
    """Raise `InvalidRecord` with all problems of a record if one of them is an error."""
    own = fields(cast("type[AttrsInstance]", type(record)))
    values: dict[str, object] = {field.name: getattr(record, field.name) for field in own}
    id_ = values.get("id")
    name = id_ if isinstance(id_, str) else None
    problems = [attach_record(problem, name) for problem in problems_of(type(record), values)]
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise InvalidRecord(problems)


def _refuse_existing(record: object) -> NoReturn:
    name = type(record).__name__
    message = f"this {name} exists already, and records are immutable; make a changed copy with attrs.evolve"
    raise AttributeError(message)


check, require_new = _SELECTED.guard(explain, _refuse_existing)
"""Methods of records: `check` raises `InvalidRecord` if the record breaks rules; `require_new` raises `AttributeError`
if its constructor has already run."""


def initializer(model: type) -> Callable[..., None]:
    """Return an `__init__` for a class of records that attrs has created."""
    return _SELECTED.initializer(model, explain, _refuse_existing)
