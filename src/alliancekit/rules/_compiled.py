"""Whether the compiled kernel is installed, and objects that it makes faster than their classes do."""

import os
from collections.abc import Callable
from importlib.util import find_spec
from typing import Final, ParamSpec, TypeVar, cast

from attrs import AttrsInstance, fields

P = ParamSpec("P")
T = TypeVar("T")

INSTALLED: Final = os.environ.get("ALLIANCEKIT_PURE") != "1" and find_spec("alliancekit.rules._kernel") is not None
"""Whether there is a kernel, and it is to be used."""


def maker(cls: Callable[P, T]) -> Callable[P, T]:
    """Return what makes objects of an attrs class from the values of all its fields, by position.

    The class must be one that tests and converts nothing.
    """
    if not INSTALLED:
        return cls
    from alliancekit.rules._kernel import Maker, Slot

    model = cast("type[AttrsInstance]", cls)
    return Maker(cls, *(Slot(model, field.name) for field in fields(model)))
