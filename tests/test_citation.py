"""CITATION.cff agrees with pyproject.toml."""

import tomllib
from pathlib import Path
from typing import Final, cast

import yaml

TOP: Final = Path(__file__).resolve().parent.parent
CITATION: Final = cast("dict[str, object]", yaml.safe_load((TOP / "CITATION.cff").read_text("utf-8")))
PROJECT: Final = cast("dict[str, object]", tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"])


def test_the_citation_agrees_with_the_project() -> None:
    assert (CITATION["title"], CITATION["version"]) == (PROJECT["name"], PROJECT["version"])
    for field in ("authors", "keywords"):
        assert CITATION[field] == PROJECT[field]
    # A citation file allows no expression: it has the license of the software, and not that of the data from CLDR.
    assert PROJECT["license"] == f"{CITATION['license']} AND Unicode-3.0"
