"""The versions in constraints.txt fit what pyproject.toml requires."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypedDict, cast

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

TOP: Final = Path(__file__).resolve().parent.parent
PIN: Final = re.compile(r"(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)==(?P<version>[0-9][0-9a-z.]*)")
FOR_USERS: Final = {"analysis", "arrow", "columns", "distributed", "pandas", "plot", "strategies"}


class _Build(TypedDict):
    requires: list[str]


_Project = TypedDict(
    "_Project", {"name": str, "dependencies": list[str], "optional-dependencies": dict[str, list[str]]}
)
_PyProject = TypedDict(
    "_PyProject", {"build-system": _Build, "project": _Project, "dependency-groups": dict[str, list[str]]}
)

PYPROJECT: Final = cast("_PyProject", cast("object", tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))))
EXTRAS: Final = PYPROJECT["project"]["optional-dependencies"]
REQUIREMENTS: Final = sorted(
    {
        line
        for lines in (
            PYPROJECT["build-system"]["requires"],
            PYPROJECT["project"]["dependencies"],
            *EXTRAS.values(),
            *PYPROJECT["dependency-groups"].values(),
        )
        for line in lines
        if not line.startswith(PYPROJECT["project"]["name"])
    }
)


def lines() -> Sequence[str]:
    """Return the lines of constraints.txt, without the comment at its start."""
    return [line for line in (TOP / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]


def pins() -> Mapping[str, Version]:
    """Return the versions in constraints.txt by name."""
    found = [PIN.fullmatch(line) for line in lines()]
    return {pin["name"]: Version(pin["version"]) for pin in found if pin}


def extras(name: str) -> Iterator[str]:
    """Yield the name of an extra and those of the extras that it includes."""
    yield name
    for requirement in map(Requirement, EXTRAS[name]):
        if requirement.name == PYPROJECT["project"]["name"]:
            for included in requirement.extras:
                yield from extras(included)


def test_constraints_are_plain_names_and_versions_in_order() -> None:
    assert [line for line in lines() if not PIN.fullmatch(line)] == []
    assert lines() == sorted(set(lines()))
    assert len(pins()) == len(lines())


@pytest.mark.parametrize("line", REQUIREMENTS)
def test_each_requirement_has_a_constraint_that_satisfies_it(line: str) -> None:
    requirement = Requirement(line)
    version = pins().get(canonicalize_name(requirement.name))
    assert version is not None, "run: nox --session constraints"
    assert version in requirement.specifier


def test_the_extra_all_has_every_extra_for_users() -> None:
    assert {*extras("all")} == FOR_USERS | {"all"}
    assert {*EXTRAS} - {*extras("all")} == {"bench", "dev", "docs", "lint", "test", "types"}
