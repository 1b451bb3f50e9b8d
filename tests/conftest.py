from pathlib import Path

import pytest
from tests import profiles
from tests.shared import folder

profiles.register()


@pytest.fixture(scope="session")
def seed_texts() -> Path:
    """The folder of the five seed documents."""
    return folder("ALLIANCEKIT_SEEDS", "seeds")


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of the data sets."""
    return folder("ALLIANCEKIT_DATA", "data")
