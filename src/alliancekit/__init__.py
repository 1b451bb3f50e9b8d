"""alliancekit: the typed data model of alliance politics.

Its records are statements, proposals of groupings, and treaties with their parties, obligations and periods. As
evidence, records refer to passages of their sources.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alliancekit import cli as cli
    from alliancekit import columns as columns
    from alliancekit import convert as convert
    from alliancekit import corpus as corpus
    from alliancekit import dates as dates
    from alliancekit import display as display
    from alliancekit import distributed as distributed
    from alliancekit import drafts as drafts
    from alliancekit import engine as engine
    from alliancekit import errors as errors
    from alliancekit import evidence as evidence
    from alliancekit import exchange as exchange
    from alliancekit import formats as formats
    from alliancekit import loaders as loaders
    from alliancekit import measures as measures
    from alliancekit import mentions as mentions
    from alliancekit import messages as messages
    from alliancekit import models as models
    from alliancekit import networks as networks
    from alliancekit import pages as pages
    from alliancekit import panel as panel
    from alliancekit import plot as plot
    from alliancekit import project_fields as project_fields
    from alliancekit import projects as projects
    from alliancekit import reliability as reliability
    from alliancekit import report as report
    from alliancekit import review as review
    from alliancekit import rulebook as rulebook
    from alliancekit import rules as rules
    from alliancekit import schema as schema
    from alliancekit import states as states
    from alliancekit import strategies as strategies
    from alliancekit import text as text
    from alliancekit._api import *  # noqa: F403 - the public names are listed only there

    __version__: str


def _import_lazily(name: str) -> object:
    """Import a public name lazily, on first access, so that importing the package is fast."""
    from importlib import import_module
    from importlib.util import find_spec

    if name == "__version__":
        from importlib.metadata import version

        return version("alliancekit")
    # Two threads that import the same packages in a different order can deadlock. So every thread first imports the
    # packages that all others need, in the same order.
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


# Hidden from type checkers, so that they report unknown names; at run time the condition is always true.
if not TYPE_CHECKING:  # pragma: no branch
    __getattr__ = _import_lazily


def __dir__() -> list[str]:
    """Return the public names and modules."""
    from pkgutil import iter_modules

    from alliancekit._api import __all__ as names

    modules = (module.name for module in iter_modules(__path__))  # noqa: F405 - of every package
    return sorted({*names, *(name for name in modules if not name.startswith("_")), "__version__"})
