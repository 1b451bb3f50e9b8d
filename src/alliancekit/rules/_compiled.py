"""Whether the compiled kernel is installed, and objects that it makes faster than their classes do."""

from collections.abc import Callable
from functools import cache
from typing import Final, ParamSpec, TypeVar, cast

from attrs import fields

from alliancekit.engine._choice import chosen

P = ParamSpec("P")
T = TypeVar("T")

INSTALLED: Final = chosen() == "kernel"
"""Whether the kernel is used."""


def maker(cls: Callable[P, T]) -> Callable[P, T]:
    """Return what makes objects of an attrs class from the values of all its fields, by position.

    The class must be one that tests and converts nothing.
    """
    return cast("Callable[P, T]", untested_maker(cast("type", cls))) if INSTALLED else cls


def _maker_of(cls: type) -> Callable[..., object]:
    from alliancekit.rules._kernel import Maker, Slot

    return Maker(cls, *(Slot(cls, field.name) for field in fields(cls)))


untested_maker: Callable[[type], Callable[..., object]] = cache(_maker_of)
"""Return the same for any attrs class, where the kernel is installed: what the class tests is not tested."""
