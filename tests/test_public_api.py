"""The public names and signatures of the package are those in `public_api.txt`, so that a diff shows every change.

`python tests/test_public_api.py` rewrites the file.
"""

import ast
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
    "drafts",
    "errors",
    "evidence",
    "exchange",
    "formats",
    "loaders._all",
    "measures",
    "mentions",
    "networks",
    "pages",
    "panel",
    "plot",
    "projects",
    "reliability",
    "review",
    "rules",
    "schema",
    "states",
    "strategies",
)
"""The public modules; `alliancekit` itself exports the names of `_api`."""


def public_api() -> str:
    """Return a line for each public name, with its signature or type."""
    package = griffe.load("alliancekit", search_paths=[TOP / "src"])
    assert isinstance(package, griffe.Module)
    return "\n".join(line for module in MODULES for line in _of_module(package, module)) + "\n"


def _of_module(package: griffe.Module, name: str) -> Iterator[str]:
    module = package[name]
    prefix = f"alliancekit.{name}".removesuffix("._api").removesuffix("._all")
    own = [each for each, member in module.members.items() if not member.is_alias and not each.startswith("_")]
    for each in sorted(str(each) for each in module.exports or own):
        member = module[each]
        target = member.final_target if member.is_alias else member
        if not target.is_module:
            yield from _of_object(f"{prefix}.{each}", target)


def _of_object(path: str, target: griffe.Object | griffe.Alias) -> Iterator[str]:
    if isinstance(target, griffe.Function):
        yield f"{path}({', '.join(_parameters(target))}) -> {_type(target.returns)}"
    elif isinstance(target, griffe.Class):
        yield f"{path}({', '.join(str(base) for base in target.bases)})"
        for name, member in target.members.items():
            if not name.startswith("_") or name == "__init__":
                yield from _of_object(f"{path}.{name}", member)
    elif isinstance(target, griffe.Attribute) and target.annotation:
        yield f"{path}: {_type(target.annotation)}"
    elif isinstance(target, griffe.Attribute) and isinstance(target.value, griffe.ExprCall):
        yield f"{path}: {target.value.function}"
    else:
        yield path


def _parameters(function: griffe.Function) -> Iterator[str]:
    """Yield the parameters of a function as in Python, without self and cls."""
    kinds = griffe.ParameterKind
    parameters = [each for each in function.parameters if each.name not in ("self", "cls")]
    positional_only = sum(each.kind is kinds.positional_only for each in parameters)
    keyword_only = next((n for n, each in enumerate(parameters) if each.kind is kinds.keyword_only), None)
    has_stars = any(each.kind is kinds.var_positional for each in parameters)
    for number, parameter in enumerate(parameters):
        if number == positional_only > 0:
            yield "/"
        if number == keyword_only and not has_stars:
            yield "*"
        stars = {kinds.var_positional: "*", kinds.var_keyword: "**"}.get(parameter.kind or kinds.positional_or_keyword)
        default = "" if parameter.default is None or stars else f" = {parameter.default}"
        yield f"{stars or ''}{parameter.name}: {_type(parameter.annotation)}{default}"
    if parameters and positional_only == len(parameters):
        yield "/"


class _WithoutMetadata(ast.NodeTransformer):
    """Replaces ``Annotated[X, ...]`` by ``X``: the metadata are rules with messages, not part of a signature."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        self.generic_visit(node)
        is_annotated = isinstance(node.value, ast.Name) and node.value.id == "Annotated"
        return node.slice.elts[0] if is_annotated and isinstance(node.slice, ast.Tuple) else node


def _type(annotation: str | griffe.Expr | None) -> str:
    return ast.unparse(_WithoutMetadata().visit(ast.parse(str(annotation), mode="eval")))


def test_public_names_and_signatures_are_unchanged() -> None:
    """If this fails, a public name or signature has changed: describe it in the changelog and update the file."""
    assert public_api() == FILE.read_text(encoding="utf-8")


if __name__ == "__main__":
    FILE.write_text(public_api(), encoding="utf-8")
