"""Choose the engine once per process, by what is installed and by the variable ``ALLIANCEKIT_ENGINE``."""

import os
from functools import cache
from importlib import import_module
from typing import Final, Literal

from alliancekit.errors import UnusableEngine
from alliancekit.text import quote

KERNEL: Final = "alliancekit.kernel.compiled"
"""The module of the compiled kernel; it is missing if the package was built without a C compiler."""

VARIABLE: Final = "ALLIANCEKIT_ENGINE"
"""The environment variable that selects an engine. If it is unset, the kernel is used if it can be imported."""


@cache
def choose_engine() -> Literal["kernel", "plain"]:
    """Return the engine to use.

    Raises:
        UnusableEngine: If the environment variable names an unknown engine, or the kernel and it cannot be imported.
    """
    requested = os.environ.get(VARIABLE)
    if requested == "plain":
        return "plain"
    if requested not in (None, "kernel"):
        message = f"{VARIABLE} must be 'kernel', 'plain' or unset, got {quote(requested)}"
        raise UnusableEngine(message)
    try:
        import_module(KERNEL)
    except ImportError as error:
        # The kernel is missing, or built for another version of Python.
        if requested is None:
            return "plain"
        message = (
            f"{VARIABLE} asks for the compiled kernel, which cannot be imported: {error}"
            " (install a C compiler, then alliancekit again: pip install --force-reinstall --no-cache-dir alliancekit)"
        )
        raise UnusableEngine(message) from error
    return "kernel"


NAME: Final = choose_engine()
"""The engine of this process: ``kernel`` or ``plain``. Both accept the same data and report the same problems."""

LACKS_KERNEL: Final = NAME == "plain" and VARIABLE not in os.environ
"""Whether the plain engine is used only because the kernel cannot be imported."""
