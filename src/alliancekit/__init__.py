"""alliancekit: the typed data model of alliance politics.

Who said what, where and when; who proposed which grouping, with whom and why; which treaty binds whom to do what,
from when to when; and which passage of which source says so.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alliancekit._api import *  # noqa: F403 - the names are listed there, once

    __version__: str


def _lazily(name: str) -> object:
    """Import a public name lazily, on first access, so that importing the package costs next to nothing."""
    from importlib import import_module
    from importlib.util import find_spec

    if name == "__version__":
        from importlib.metadata import version

        return version("alliancekit")
    # Two threads that import the same packages in a different order can each wait for the other. So the packages that
    # all others need are imported first, and in the same order in every thread.
    for package in ("errors", "dates", "rules", "engine", "models", "formats", "corpus"):
        import_module(f"{__name__}.{package}")
    module = f"{__name__}.{name}"
    if find_spec(module):
        return import_module(module)
    api = import_module("alliancekit._api")
    if name not in (*api.__all__, "__all__"):
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(api, name)
    globals()[name] = value
    return value


# To a type checker, a name that is not listed is a mistake; while running, the condition always holds.
if not TYPE_CHECKING:  # pragma: no branch
    __getattr__ = _lazily


def __dir__() -> list[str]:
    """Return the public names."""
    from alliancekit._api import __all__ as names

    return sorted(names)
