"""The data sets of the field, as records that know their cells; a module each. `LOADERS` lists them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alliancekit.loaders._all import *  # noqa: F403 - the names are listed there, once


def _lazily(name: str) -> object:
    """Return a public name; the loaders are imported on first use, since most who import the package load none."""
    from importlib import import_module

    listed = import_module(f"{__name__}._all")
    if name not in (*listed.__all__, "__all__"):
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(listed, name)
    globals()[name] = value
    return value


# To a type checker, a name that is not listed is a mistake; while running, the condition always holds.
if not TYPE_CHECKING:  # pragma: no branch
    __getattr__ = _lazily


def __dir__() -> list[str]:
    """Return the public names."""
    from alliancekit.loaders._all import __all__ as names

    return sorted(names)
