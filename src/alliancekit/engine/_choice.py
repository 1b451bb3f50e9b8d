"""Which engine runs: the kernel where it is installed, else plain."""

import os
from typing import Final, Literal

from alliancekit.errors import UnusableInput

VARIABLE: Final = "ALLIANCEKIT_ENGINE"


def _chosen() -> Literal["kernel", "plain"]:
    """Return the engine that the environment names, or the fastest one that is installed."""
    wanted = os.environ.get(VARIABLE, "")
    if wanted not in ("", "kernel", "plain"):
        message = f"{VARIABLE} must be 'kernel' or 'plain', got {wanted!r}"
        raise UnusableInput(message)
    if wanted == "plain":
        return "plain"
    try:
        from alliancekit.engine import _kernel  # noqa: F401 - is it there?
    except ImportError as error:
        if wanted == "kernel":
            message = f"{VARIABLE} is 'kernel', but the kernel can't be imported: {error}"
            raise UnusableInput(message) from error
        return "plain"
    return "kernel"


NAME: Final = _chosen()
"""The engine that runs: ``kernel`` or ``plain``."""
