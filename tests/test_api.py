"""The public names, and the modules that their import loads."""

import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Literal, get_args, get_origin

import griffe
import pytest

import alliancekit
from alliancekit import _api

SOURCE = Path(alliancekit.__path__[0])
HEAVY = ("attrs", "attr", "cattrs", "hypothesis", "yaml", "rich", "click", "dateutil", "rapidfuzz")


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


def test_a_star_imports_the_public_names() -> None:
    namespace: dict[str, object] = {}
    exec("from alliancekit import *", namespace)  # noqa: S102
    assert namespace.keys() - {"__builtins__"} == set(_api.__all__)


def test_every_public_name_has_a_docstring() -> None:
    source = griffe.load("alliancekit.models", search_paths=[SOURCE.parent])
    for name in _api.__all__:
        value: object = getattr(_api, name)
        if get_origin(value) is Literal:
            # An alias has its docstring only in the source.
            module = next(module for module in source.modules.values() if name in module.attributes)
            assert module.attributes[name].docstring, name
        else:
            assert value.__doc__, name


def test_an_alias_has_the_values_of_a_closed_list() -> None:
    assert get_args(alliancekit.StanceKind) == ("support", "oppose", "mixed")
    assert {*get_args(alliancekit.CodeSystem)} == {*get_args(alliancekit.System), "atop"}


def test_completion_and_type_checkers_know_the_names_and_the_modules() -> None:
    modules = {*dir(alliancekit)} - {*_api.__all__, "__version__"}
    assert {"states", "loaders", "panel", "strategies", "convert"} <= modules
    assert all(isinstance(getattr(alliancekit, name), ModuleType) for name in modules)
    imported = re.findall(
        r"^    from alliancekit import (\w+) as \1$", (SOURCE / "__init__.py").read_text(), re.MULTILINE
    )
    # Without a C compiler, there is no kernel.
    assert imported == sorted(modules - {"kernel"})


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
