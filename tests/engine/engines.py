"""The engines that are installed, for tests of what both must answer alike."""

from typing import Final

import pytest

from alliancekit.engine import _plain
from alliancekit.engine._interface import Engine, Engines
from alliancekit.rules.shape import spec_of

try:
    from alliancekit.engine import _compiled
except ImportError:  # pragma: no cover - where there is no compiler
    KERNEL: Engines | None = None
else:
    KERNEL = _compiled.ENGINES

PLAIN: Final = _plain.ENGINES
NAMED: Final = {"plain": PLAIN, **({"kernel": KERNEL} if KERNEL else {})}

each_engine = pytest.mark.parametrize("engines", NAMED.values(), ids=NAMED)


def raw(model: type, held: dict[str, object]) -> object:
    """Return a record as other libraries make it, before it is checked."""
    record: object = object.__new__(model)
    for field in spec_of(model).fields:
        object.__setattr__(record, field.name, held.get(field.name, None if field.required else field.default))
    return record


def engine(engines: Engines, model: type) -> Engine[object]:
    """Return the engine of a class."""
    return engines.engine(model)
