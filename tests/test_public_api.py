"""The public names and their signatures: a change to them is made on purpose, and shows in the diff of one file.

`python tests/test_public_api.py` writes the file anew.
"""

from collections.abc import Iterator
from pathlib import Path

import griffe

TOP = Path(__file__).parent.parent
FILE = Path(__file__).with_name("public_api.txt")
MODULES = (
    "_api",
    "columns",
    "convert",
    "corpus",
    "dates",
    "distributed",
    "errors",
    "evidence",
    "formats",
    "loaders._all",
    "measures",
    "networks",
    "panel",
    "plot",
    "rules",
    "schema",
    "states",
    "strategies",
)
"""What a project may import from: `alliancekit` itself, which gives the names of `_api`, and these parts of it."""


def surface() -> str:
    """Return a line for each public name, with its signature or its fields."""
    package = griffe.load("alliancekit", search_paths=[TOP / "src"])
    assert isinstance(package, griffe.Module)
    return "\n".join(line for module in MODULES for line in _of_module(package, module)) + "\n"


def _of_module(package: griffe.Module, name: str) -> Iterator[str]:
    module = package[name]
    prefix = f"alliancekit.{name}".removesuffix("._api").removesuffix("._all")
    own = [each for each, member in module.members.items() if not member.is_alias and not each.startswith("_")]
    for each in sorted(str(each) for each in module.exports or own):
        found = module[each]
        held = found.final_target if found.is_alias else found
        if not held.is_module:
            yield from _of_object(f"{prefix}.{each}", held)


def _of_object(path: str, held: griffe.Object | griffe.Alias) -> Iterator[str]:
    if isinstance(held, griffe.Function):
        arguments = ", ".join(_said(each) for each in held.parameters if each.name not in ("self", "cls"))
        yield f"{path}({arguments}) -> {held.returns}"
    elif isinstance(held, griffe.Class):
        yield f"{path}({', '.join(str(base) for base in held.bases)})"
        for name, member in held.members.items():
            if not name.startswith("_") or name == "__init__":
                yield from _of_object(f"{path}.{name}", member)
    elif isinstance(held, griffe.Attribute):
        yield f"{path}: {held.annotation or type(held.value).__name__}"
    else:
        yield path


def _said(parameter: griffe.Parameter) -> str:
    kind = parameter.kind.value if parameter.kind else ""
    default = f" = {parameter.default}" if parameter.default is not None else ""
    return f"[{kind}] {parameter.name}: {parameter.annotation}{default}"


def test_the_public_names_are_as_they_were() -> None:
    """Where this fails, a name or signature that others use has changed: say so in the changelog."""
    assert surface() == FILE.read_text(encoding="utf-8")


if __name__ == "__main__":
    FILE.write_text(surface(), encoding="utf-8")
