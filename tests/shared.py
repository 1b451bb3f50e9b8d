"""Paths of data sets that are not part of the project; a test is skipped if its data set is missing."""

import os
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent


def folder(variable: str, name: str) -> Path:
    """Return a folder of texts or data outside the project; skip the test if it is missing."""
    path = Path(os.environ.get(variable) or TOP.parent / "shared" / name)
    if not path.is_dir():
        pytest.skip(f"no folder {path} (set {variable} to use another)")
    return path


def data(*parts: str) -> Path:
    """Return a file or folder of the data sets, by the parts of its path; skip the test if it is missing."""
    path = folder("ALLIANCEKIT_DATA", "data").joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no {path}")
    return path
