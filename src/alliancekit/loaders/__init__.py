"""The data sets of the field, as records that know their cells; a module each. `LOADERS` lists them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alliancekit.loaders._all import (
        LOADERS,
        Account,
        Aside,
        Cell,
        DataSet,
        Load,
        Loaded,
        Loader,
        Row,
        atop_alliances,
        atop_members,
        atop_phases,
        cow_majors,
        cow_states,
        gw_microstates,
        gw_states,
    )

__all__ = [
    "LOADERS",
    "Account",
    "Aside",
    "Cell",
    "DataSet",
    "Load",
    "Loaded",
    "Loader",
    "Row",
    "atop_alliances",
    "atop_members",
    "atop_phases",
    "cow_majors",
    "cow_states",
    "gw_microstates",
    "gw_states",
]


def _lazily(name: str) -> object:
    """Return a public name; the loaders are imported on first use, since most who import the package load none."""
    from importlib import import_module

    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(import_module(f"{__name__}._all"), name)
    globals()[name] = value
    return value


# To a type checker, a name that is not listed is a mistake; while running, the condition always holds.
if not TYPE_CHECKING:  # pragma: no branch
    __getattr__ = _lazily


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
