"""Hypothesis profiles, and numbers of examples that follow the profile in use."""

import os
from typing import Final

from hypothesis import HealthCheck, settings

USUAL: Final = 100
"""The examples of a property that names no number of its own, in the profile ``local``."""


def register() -> None:
    """Register the profiles and load one of them; ``--hypothesis-profile`` loads another one."""
    # Machines are noisy: how long an example takes is no reason to fail.
    settings.register_profile("local", max_examples=USUAL, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    # The same examples in each run, so that a change fails for what it did; fewer, so that a run is short.
    ci = settings(settings.get_profile("local"), max_examples=USUAL * 3 // 10, derandomize=True, print_blob=True)
    settings.register_profile("ci", ci)
    settings.register_profile("quick", settings.get_profile("ci"), max_examples=USUAL // 10)
    settings.register_profile("thorough", settings.get_profile("local"), max_examples=USUAL * 100)
    settings.load_profile("ci" if os.environ.get("CI") else "local")


def examples(number: int) -> settings:
    """Return settings with this number of examples in ``local``.

    The other profiles have fewer or more of them, as of properties that name no number. Write ``@examples(30)``
    instead of ``@settings(max_examples=30)``, which is the same number in all profiles.
    """
    return settings(max_examples=max(1, number * settings().max_examples // USUAL))
