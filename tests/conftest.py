import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.shared import folder

# Machines are noisy: how long an example takes is no reason to fail.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples in each run, so that a change fails for what it did.
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, print_blob=True)
# A few examples of each property: --hypothesis-profile=quick
settings.register_profile("quick", settings.get_profile("ci"), max_examples=10)
# For now and then: --hypothesis-profile=thorough
settings.register_profile("thorough", settings.get_profile("local"), max_examples=10_000)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def seed_texts() -> Path:
    """The folder of the five seed documents."""
    return folder("ALLIANCEKIT_SEEDS", "seeds")


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of the data sets."""
    return folder("ALLIANCEKIT_DATA", "data")
