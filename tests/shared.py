"""Data sets that are not part of the project: where they are, and that a test skips where they are not."""

import os
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent


def folder(variable: str, name: str) -> Path:
    """Return a folder of texts or data that are not part of the project; skip the test where there is none."""
    found = Path(os.environ.get(variable) or TOP.parent / "shared" / name)
    if not found.is_dir():
        pytest.skip(f"no folder {found}; {variable} names another")
    return found


def data(*parts: str) -> Path:
    """Return a file or folder of the data sets, by the parts of its way; skip the test where there is none."""
    found = folder("ALLIANCEKIT_DATA", "data").joinpath(*parts)
    if not found.exists():
        pytest.skip(f"no {found}")
    return found
