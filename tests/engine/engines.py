"""The engines that are installed, for tests in which both must agree."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Final, cast

import pytest

from alliancekit.engine import _plain
from alliancekit.engine._interface import Engines
from alliancekit.rules.shape import spec_of


def _named() -> Iterator[tuple[str, Engines]]:
    """Yield the engines that are installed, each with its name."""
    yield "plain", _plain.ENGINES
    with suppress(ImportError):
        from alliancekit.engine import _compiled

        yield "kernel", _compiled.ENGINES


PLAIN: Final = _plain.ENGINES
NAMED: Final = dict(_named())

each_engine = pytest.mark.parametrize("engines", NAMED.values(), ids=NAMED)


def raw(model: type, values: dict[str, object]) -> object:
    """Return a record without a check, as other libraries may build it."""
    record = cast("object", object.__new__(model))
    for field in spec_of(model).fields:
        object.__setattr__(record, field.name, values.get(field.name, None if field.required else field.default))
    return record
