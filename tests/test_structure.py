"""Names and imports of the package: one class name has one meaning, and a private module stays in its package."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import alliancekit

ROOT = Path(alliancekit.__file__).parent
MODULES = {
    ".".join(file.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): file
    for file in sorted(ROOT.rglob("*.py"))
}


def package_of(module: str) -> str:
    return module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the names of ours that a module imports, those imported for types only too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def owner_of(target: str) -> str | None:
    """Return the package inside which a name may be imported; None if it has no private part below our own package."""
    parts = target.split(".")
    private = (n for n, part in enumerate(parts) if n > 1 and part.startswith("_") and not part.startswith("__"))
    first = next(private, None)
    return ".".join(parts[:first]) if parts[0] == "alliancekit" and first else None


def test_private_modules_are_imported_only_inside_their_package() -> None:
    found = [
        f"{module} imports {target}"
        for module, file in MODULES.items()
        for target in imported(ast.parse(file.read_text("utf-8")))
        if (owner := owner_of(target)) and not f"{package_of(module)}.".startswith(f"{owner}.")
    ]
    assert not found


def named(tree: ast.Module) -> Iterator[str]:
    """Yield the names of classes, of aliases of types, of new types, and of type variables longer than a letter."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias":
            yield ast.unparse(node.target)
        elif isinstance(node, ast.Assign) and ast.unparse(node.value).startswith(("NewType(", "TypeVar(")):
            name = ast.unparse(node.targets[0])
            yield from [name] if len(name) > 1 else []


def shown_texts(tree: ast.Module) -> Iterator[str]:
    """Yield the texts that are arguments of calls, but not the types in `cast` and the like."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) not in ("cast", "NewType", "TypeVar"):
            yield from (
                each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )


def test_no_text_that_a_person_reads_is_the_name_of_a_class_with_two_words() -> None:
    trees = {module: ast.parse(file.read_text("utf-8")) for module, file in MODULES.items()}
    names = {name for tree in trees.values() for name in named(tree) if re.fullmatch("([A-Z][a-z]+){2,}", name)}
    found = {module: text for module, tree in trees.items() for text in shown_texts(tree) if text in names}
    assert not found


def test_a_class_name_has_one_meaning() -> None:
    modules: defaultdict[str, list[str]] = defaultdict(list)
    for module, file in MODULES.items():
        for name in named(ast.parse(file.read_text("utf-8"))):
            modules[name.lstrip("_")].append(module)
    assert not {name: where for name, where in modules.items() if len(where) > 1}
