"""Loaders for the data sets of the field: records with links to the cells of the file. `LOADERS` lists them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alliancekit.loaders._all import *  # noqa: F403 - the names are listed there, once


def _lazily(name: str) -> object:
    """Import a public name lazily, on first access: most programs that import the package need no loader."""
    from importlib import import_module

    public = import_module(f"{__name__}._all")
    if name not in (*public.__all__, "__all__"):
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(public, name)
    globals()[name] = value
    return value


# A type checker reports names that are not listed; at run time the condition is always true.
if not TYPE_CHECKING:  # pragma: no branch
    __getattr__ = _lazily


def __dir__() -> list[str]:
    """Return the public names."""
    from alliancekit.loaders._all import __all__ as names

    return sorted(names)
