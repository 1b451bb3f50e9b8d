"""The public names, and the modules that their import loads."""

import subprocess
import sys

import pytest

import alliancekit
from alliancekit import _api

HEAVY = ("attrs", "attr", "cattrs", "hypothesis", "yaml", "rich", "click", "dateutil")


def loaded_by(*lines: str) -> set[str]:
    """Return the modules that a fresh Python has loaded after running some lines."""
    code = "; ".join(["import sys", "before = set(sys.modules)", *lines, "print(*set(sys.modules) - before)"])
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8")
    return set(run.stdout.split())


@pytest.mark.parametrize("name", _api.__all__)
def test_every_public_name_can_be_imported(name: str) -> None:
    assert getattr(alliancekit, name) is getattr(_api, name)
    namespace: dict[str, object] = {}
    exec(f"from alliancekit import {name}", namespace)  # noqa: S102 - our own names
    assert namespace[name] is getattr(_api, name)


def test_the_public_names_are_listed_in_order_and_once() -> None:
    assert _api.__all__ == sorted(set(_api.__all__))
    assert dir(alliancekit) == sorted(_api.__all__)


def test_a_star_imports_the_public_names() -> None:
    namespace: dict[str, object] = {}
    exec("from alliancekit import *", namespace)  # noqa: S102
    assert namespace.keys() - {"__builtins__"} == set(_api.__all__)


def test_every_public_name_has_a_docstring() -> None:
    for name in _api.__all__:
        assert getattr(_api, name).__doc__, name


def test_an_unknown_name_is_an_attribute_error() -> None:
    unknown = "Colour"
    with pytest.raises(AttributeError, match=r"^module 'alliancekit' has no attribute 'Colour'$"):
        getattr(alliancekit, unknown)
    with pytest.raises(ImportError, match="cannot import name 'Colour' from 'alliancekit'"):
        exec("from alliancekit import Colour")  # noqa: S102
    assert not hasattr(alliancekit, unknown)


def test_modules_are_attributes_too() -> None:
    loaded = loaded_by(
        "import alliancekit", "assert alliancekit.dates.PartialDate", "assert alliancekit.rulebook.rules()"
    )
    assert {"alliancekit.dates", "alliancekit.rulebook"} <= loaded


def test_importing_alliancekit_loads_nothing_else() -> None:
    assert {name for name in loaded_by("import alliancekit") if name.partition(".")[0] in (*HEAVY, "alliancekit")} == {
        "alliancekit"
    }


@pytest.mark.parametrize(
    "line", ["from alliancekit import Statement", "from alliancekit import load, check, PartialDate"]
)
def test_using_the_types_loads_no_heavy_package(line: str) -> None:
    heavy = set(HEAVY) - {"attrs", "attr"}
    assert {name for name in loaded_by(line) if name.partition(".")[0] in heavy} == set()


def test_the_package_has_a_version() -> None:
    assert alliancekit.__version__.count(".") == 2
