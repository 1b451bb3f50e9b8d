"""Choose the engine, once for each process: from what is installed, and from ``ALLIANCEKIT_ENGINE``."""

import os
from functools import cache
from importlib import import_module
from typing import Final, Literal

from alliancekit.errors import UnusableEngine
from alliancekit.text import quote

KERNEL: Final = "alliancekit.kernel.compiled"
"""The module of the compiled kernel; a build without a C compiler leaves it out."""

VARIABLE: Final = "ALLIANCEKIT_ENGINE"
"""The environment variable that asks for one engine. Without it, the kernel is used where it can be imported."""


@cache
def chosen() -> Literal["kernel", "plain"]:
    """Return the engine to use.

    Raises:
        UnusableEngine: If the environment variable asks for an unknown engine, or for the kernel where it cannot be
            imported.
    """
    wanted = os.environ.get(VARIABLE)
    if wanted == "plain":
        return "plain"
    if wanted not in (None, "kernel"):
        message = f"{VARIABLE} must be 'kernel', 'plain' or unset, got {quote(wanted)}"
        raise UnusableEngine(message)
    try:
        import_module(KERNEL)
    except ImportError as error:
        # It may also be built for another version of Python.
        if wanted is None:
            return "plain"
        message = (
            f"{VARIABLE} asks for the compiled kernel, which cannot be imported: {error}"
            " (install a C compiler, then alliancekit again: pip install --force-reinstall --no-cache-dir alliancekit)"
        )
        raise UnusableEngine(message) from error
    return "kernel"


NAME: Final = chosen()
"""The engine of this process: ``kernel`` or ``plain``. Both accept the same data and report the same problems."""

LACKS_KERNEL: Final = NAME == "plain" and VARIABLE not in os.environ
"""Whether the kernel would be used, but is not installed."""
