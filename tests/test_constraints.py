"""The versions in constraints.txt satisfy the requirements of pyproject.toml, and extras are for users only."""

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
FEATURES: Final = {"analysis", "arrow", "columns", "distributed", "pandas", "plot", "stata", "strategies"}


class _Build(TypedDict):
    requires: list[str]


_Project = TypedDict(
    "_Project", {"name": str, "dependencies": list[str], "optional-dependencies": dict[str, list[str]]}
)
_PyProject = TypedDict(
    "_PyProject",
    {"build-system": _Build, "project": _Project, "dependency-groups": dict[str, list[str | dict[str, str]]]},
)

PYPROJECT: Final = cast("_PyProject", cast("object", tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))))
EXTRAS: Final = PYPROJECT["project"]["optional-dependencies"]
GROUPS: Final = PYPROJECT["dependency-groups"]
LISTS: Final[tuple[Sequence[str | dict[str, str]], ...]] = (
    PYPROJECT["build-system"]["requires"],
    PYPROJECT["project"]["dependencies"],
    *EXTRAS.values(),
    *GROUPS.values(),
)
OWN: Final = PYPROJECT["project"]["name"]
REQUIREMENTS: Final = sorted(
    {entry for entries in LISTS for entry in entries if isinstance(entry, str) and not entry.startswith(OWN)}
)


def lines() -> Sequence[str]:
    """Return the lines of constraints.txt, without the comment at its start."""
    return [line for line in (TOP / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]


def pins() -> Mapping[str, Version]:
    """Return the versions in constraints.txt by name."""
    matches = [PIN.fullmatch(line) for line in lines()]
    return {pin["name"]: Version(pin["version"]) for pin in matches if pin}


def extras(name: str) -> Iterator[str]:
    """Yield the name of an extra and those of the extras that it includes."""
    yield name
    for requirement in map(Requirement, EXTRAS[name]):
        if requirement.name == OWN:
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


def groups(name: str) -> Iterator[str]:
    """Yield the name of a dependency group and those of the groups that it includes."""
    yield name
    for entry in GROUPS[name]:
        if not isinstance(entry, str):
            yield from groups(entry["include-group"])


def test_extras_are_the_optional_features_and_all_includes_them() -> None:
    assert {*EXTRAS} == {*extras("all")} == FEATURES | {"all"}


def test_the_group_dev_includes_the_groups_of_the_checks() -> None:
    assert {*groups("dev")} == {"bench", "browser", "dev", "docs", "lint", "test", "types"}
