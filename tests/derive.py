"""Write the parts of the source that follow from the models; ``nox --session derive`` runs it.

A derived part stands between two comments, ``# begin derived NAME`` and ``# end derived NAME``. These lines must be in
the source, since type checkers and editors read them; people write only the models. In the docstring of `Candidate`,
the lines that end with "As in `Statement`." or "As in `Proposal`." are derived too.
"""

import ast
import os
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final, Literal, NewType, Union, cast, get_args, get_origin, get_type_hints

from alliancekit import models
from alliancekit.models import MODELS, ids
from alliancekit.models.candidate import TYPES
from alliancekit.rules.shape import FieldSpec, Kind, only_text, spec_of

SOURCE: Final = Path(models.__file__).parents[1]
OWN: Final = ("id", "attestations")
"""The fields that a candidate must have, and that `Candidate.promote` can't set."""
DOCSTRING_WIDTH: Final = 90
"""The greatest length of the names in one line of the docstring of `Candidate`."""


def derived() -> dict[str, str]:
    """Return the text of each file with derived parts, by its path below the package."""
    classes = {model.__name__: "alliancekit.models" for model in MODELS.values()}
    id_types = {_id_type(model).__name__: _id_type(model).__module__ for model in MODELS.values()}
    of_candidates = {name: module for model in TYPES.values() for name, module in _names_of(model).items()}
    functions = dict.fromkeys(MODELS, "alliancekit.strategies.of_models")
    signatures = dict(map(_with_signature, MODELS.values()))
    candidate = documented(replaced("models/candidate.py", _candidate(), signatures["models/candidate.py"]))
    corpus = replaced("corpus/queries.py", {"accessors": _accessors()})
    lookup = replaced("corpus/lookup.py", {"overloads": _overloads(), "get": _get_overloads()})
    return {
        "models/__init__.py": replaced("models/__init__.py", {"union": _union(), "names": _public_models()}),
        "models/values.py": with_imports(replaced("models/values.py", {"values": _values()}), _names_for_values()),
        **signatures,
        "models/candidate.py": with_imports(candidate, of_candidates),
        "corpus/queries.py": with_imports(corpus, classes | id_types),
        "corpus/lookup.py": with_imports(lookup, classes | id_types),
        "strategies/of_models.py": with_imports(
            replaced("strategies/of_models.py", {"strategies": _strategies()}), classes
        ),
        "strategies/__init__.py": with_exports("strategies/__init__.py", functions),
        "_api.py": with_exports("_api.py", classes | id_types),
    }


def replaced(file: str, parts: dict[str, Iterator[str]], text: str | None = None) -> str:
    """Return the text of a file with new derived parts; `text` stands for what the file has at present."""
    text = (SOURCE / file).read_text("utf-8") if text is None else text
    for name, lines in parts.items():
        pattern = re.compile(rf"^( *)# begin derived {name}\n.*?^ *# end derived {name}\n", re.MULTILINE | re.DOTALL)
        match = pattern.search(text)
        if not match:
            message = f"{file} has no part between '# begin derived {name}' and '# end derived {name}'"
            raise ValueError(message)
        indent = match[1]
        body = "".join(f"{indent}{line}\n" if line else "\n" for line in lines)
        start, end = match.span()
        text = f"{text[:start]}{indent}# begin derived {name}\n{body}{indent}# end derived {name}\n{text[end:]}"
    return text


def with_imports(text: str, modules: Mapping[str, str]) -> str:
    """Return the text of a module with an import for each name that it uses and does not know; ruff sorts them.

    Args:
        text: The text.
        modules: The modules from which names are imported, by the names.
    """
    tree = ast.parse(text)
    known = {_bound_name(alias) for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    known |= {ast.unparse(node.target) for node in tree.body if isinstance(node, ast.AnnAssign)}
    lines = text.splitlines(keepends=True)
    last = max(node.end_lineno or 0 for node in tree.body if isinstance(node, ast.ImportFrom))
    for name, module in modules.items():
        if name not in known and re.search(rf"\b{name}\b", text):
            lines.insert(last, f"from {module} import {name}\n")
    return "".join(lines)


def _bound_name(alias: ast.alias) -> str:
    return alias.asname or alias.name


def with_exports(file: str, modules: Mapping[str, str]) -> str:
    """Return the text of a file whose ``__all__`` has all of some names; see `with_imports`."""
    text = (SOURCE / file).read_text("utf-8")
    missing = [name for name in modules if f'    "{name}",\n' not in text]
    exports = "".join(f'    "{name}",\n' for name in missing)
    return with_imports(text.replace("__all__ = [\n", f"__all__ = [\n{exports}"), modules)


def _without(text: str, name: str) -> str:
    """Return a text without one of its derived parts."""
    return re.sub(rf"^ *# begin derived {name}\n.*?# end derived {name}\n", "", text, flags=re.MULTILINE | re.DOTALL)


# --- Models -----------------------------------------------------------------------------------------------------------


def _union() -> Iterator[str]:
    """Yield the type of a record of a corpus."""
    yield f"Entry: TypeAlias = {' | '.join(model.__name__ for model in MODELS.values())}"
    yield '"""A record of a corpus."""'


def _public_models() -> Iterator[str]:
    names = {"Entry", "KINDS", "MODELS", "Record", *(model.__name__ for model in MODELS.values())}
    yield "__all__ = ["
    # As ruff sorts them: constants first.
    yield from (f'    "{name}",' for name in sorted(names, key=lambda name: (not name.isupper(), name)))
    yield "]"


# --- Candidates -------------------------------------------------------------------------------------------------------


def _candidate() -> dict[str, Iterator[str]]:
    """Return the parts of a candidate that follow from the types that it may become."""
    fields = _fields_of_types()
    required = dict.fromkeys(name for model in TYPES.values() for name, field in _fields(model) if field.required)
    own = {name: place for name, place in fields.items() if name not in _declared_by_hand()}
    return {
        "gaps": _gaps(required),
        "fields": (f"{name}: {_annotation(model, field)}" for name, (model, field) in own.items()),
        "filled": (f"{name}: {_bare(model, field)}" for name, (model, field) in fields.items()),
    }


def documented(text: str) -> str:
    """Return the text of the module of candidates with a new list of derived fields in the docstring of the class."""
    by_hand, lines = _declared_by_hand(), ""
    for model in TYPES.values():
        names = [name for name, (owner, _) in _fields_of_types().items() if owner is model and name not in by_hand]
        for line in textwrap.wrap(", ".join(names), DOCSTRING_WIDTH):
            lines += f"        {line.removesuffix(',')}: As in `{model.__name__}`.\n"
    of_types = "|".join(model.__name__ for model in TYPES.values())
    return re.sub(rf"(^        [\w, ]+: As in `({of_types})`\.\n)+", lines, text, flags=re.MULTILINE)


def _fields_of_types() -> dict[str, tuple[type, FieldSpec]]:
    """Return the fields of the types that a candidate may become, each with the first type that has it."""
    fields: dict[str, tuple[type, FieldSpec]] = {}
    for model in TYPES.values():
        for name, field in _fields(model):
            fields.setdefault(name, (model, field))
    return fields


def _gaps(required: Iterable[str]) -> Iterator[str]:
    """Yield the type of the names of what may be missing."""
    yield "Gap: TypeAlias = Literal["
    yield "    " + " ".join(f'"{name}",' for name in required)
    yield "]  # fmt: skip"
    yield '"""A field that a candidate may lack: the type that it will become requires it."""'


def _fields(model: type) -> Iterator[tuple[str, FieldSpec]]:
    for field in spec_of(model).fields:
        if field.name not in OWN:
            yield field.name, field


def _names_of(model: type) -> dict[str, str]:
    """Return the names that the module of a model imports or declares, with their modules."""
    names: dict[str, str] = {}
    for node in _module(model).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {alias.name: node.module for alias in node.names}
        elif isinstance(node, ast.AnnAssign):
            names[ast.unparse(node.target)] = model.__module__
        elif isinstance(node, ast.ClassDef):
            names[node.name] = model.__module__
    return names


def _module(model: type) -> ast.Module:
    """Return the source of the module of a model."""
    file = SOURCE / f"{model.__module__.removeprefix('alliancekit.').replace('.', '/')}.py"
    return ast.parse(file.read_text("utf-8"))


def _declared_by_hand() -> set[str]:
    """Return the fields that the class of candidates declares outside of its derived part."""
    text = (SOURCE / "models/candidate.py").read_text("utf-8")
    outside = _without(text, "fields")
    (candidate,) = (
        node for node in ast.parse(outside).body if isinstance(node, ast.ClassDef) and node.name == "Candidate"
    )
    return {ast.unparse(node.target) for node in candidate.body if isinstance(node, ast.AnnAssign)}


def _annotation(model: type, field: FieldSpec) -> str:
    """Return the annotation of an optional field, and its default, from that of a field of a model."""
    if field.shape.item:
        return f"{_bare(model, field)} = ()"
    text = _written(model, field.name)
    return f"{text} = None" if field.shape.optional else f"{text} | None = None"


def _bare(model: type, field: FieldSpec) -> str:
    """Return the annotation of a field without the rules that count the items of a list."""
    text = _written(model, field.name)
    if not field.shape.item or not field.required:
        return text
    return f"Annotated[{_list_in(text)}, ONCE]"


def _written(model: type, name: str) -> str:
    """Return the annotation of a field as the source has it."""
    tree = ast.parse(
        (SOURCE / f"{model.__module__.removeprefix('alliancekit.').replace('.', '/')}.py").read_text("utf-8")
    )
    (cls,) = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == model.__name__)
    return next(
        ast.unparse(node.annotation)
        for node in cls.body
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name
    )


def _list_in(annotation: str) -> str:
    """Return the tuple in an annotation with rules, or in the alias that stands for one."""
    expression = ast.parse(annotation, mode="eval").body
    if isinstance(expression, ast.Name):
        return _list_in(_alias(expression.id))
    if isinstance(expression, ast.Subscript) and ast.unparse(expression.value) == "Annotated":
        parts = expression.slice
        return ast.unparse(parts.elts[0] if isinstance(parts, ast.Tuple) else parts)
    return annotation


def _alias(name: str) -> str:
    """Return what an alias of the models stands for."""
    for file in sorted((SOURCE / "models").glob("*.py")):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.AnnAssign) and node.value and ast.unparse(node.target) == name:
                return ast.unparse(node.value)
    message = f"no module of models has the alias {name}"
    raise ValueError(message)


# --- Values -----------------------------------------------------------------------------------------------------------


def _values() -> Iterator[str]:
    """Yield a class for the values of each model, and of each class of objects in its fields."""
    yield from ("", "")
    for model in _classes():
        text = only_text(model)
        yield f"class {model.__name__}Values(TypedDict):"
        yield f'    """The values of `{model.__name__}`{f"; {text} alone may stand for it" if text else ""}."""'
        yield ""
        for field in spec_of(model).fields:
            value = _value(model, field)
            yield f"    {field.name}: {value if field.required else f'NotRequired[{value}]'}"
        yield from ("", "")


def _classes() -> Iterator[type]:
    """Yield the models and the classes of objects in their fields, each once, after those in its own fields."""
    known: dict[type, None] = {}

    def add(model: type) -> None:
        for field in spec_of(model).fields:
            shape = field.shape.item or field.shape
            if shape.kind is Kind.OBJECT:
                add(shape.type)
        known[model] = None

    for model in MODELS.values():
        add(model)
    yield from known


def _value(model: type, field: FieldSpec) -> str:
    """Return the type of the values of a field that `from_values` accepts."""
    shape = field.shape.item or field.shape
    match shape.kind:
        case Kind.OBJECT:
            name = shape.type.__name__
            value = f"{name} | {name}Values{' | str' if only_text(shape.type) else ''}"
        case Kind.CHOICE:
            value = _choices(_written(model, field.name))
        case Kind.DATE:
            value = "When | DateValues"
        case Kind.INTEGER:
            value = "Number"
        case Kind.FLAG:
            value = "bool"
        case Kind.PROJECTS:
            value = "ProjectFields | Mapping[str, Record | Mapping[str, object]]"
        case _:
            value = "str"
    value = f"Iterable[{value}]" if field.shape.item else value
    return f"{value} | None" if field.shape.optional else value


def _choices(annotation: str) -> str:
    """Return the alias of a closed list in an annotation."""
    names = re.findall(r"\w+", annotation)
    return next(str(name) for name in names if get_origin(_aliases().get(name)) is Literal)


@cache
def _aliases() -> dict[str, object]:
    """Return the aliases in the modules of models, by name."""
    modules = [import_module(f"alliancekit.models.{file.stem}") for file in sorted((SOURCE / "models").glob("*.py"))]
    return {name: value for module in modules for name, value in vars(module).items()}


def _names_for_values() -> dict[str, str]:
    """Return the names that the classes of values may use, with their modules."""
    names = {name: module for model in _classes() for name, module in _names_of(model).items()}
    lists = {name: module for name, module in names.items() if get_origin(_aliases().get(name)) is Literal}
    return lists | {model.__name__: model.__module__ for model in _classes() if model not in MODELS.values()}


def _with_signature(model: type) -> tuple[str, str]:
    """Return the file of a model, and its text with the types of the arguments of `from_values`."""
    file = f"{model.__module__.removeprefix('alliancekit.').replace('.', '/')}.py"
    text = with_part_for_signature((SOURCE / file).read_text("utf-8"), model.__name__)
    values = f"{model.__name__}Values"
    signature = (
        "if TYPE_CHECKING:",
        "",
        "    @classmethod",
        f"    def from_values(cls, **values: Unpack[{values}]) -> Self:  {_NARROWER}",
        '        """Return the record with these values, each converted without loss; see `Record.from_values`."""',
        "        ...",
    )
    text = replaced(file, {"signature": iter(signature)}, text)
    imported = f"    from alliancekit.models.values import {values}\n"
    if imported not in text:
        lines = text.splitlines(keepends=True)
        last = max(node.end_lineno or 0 for node in ast.parse(text).body if isinstance(node, ast.ImportFrom))
        lines.insert(last, f"\nif TYPE_CHECKING:\n{imported}")
        text = "".join(lines)
    return file, with_imports(text, dict.fromkeys(("TYPE_CHECKING", "Self", "Unpack"), "typing"))


def with_part_for_signature(text: str, model: str) -> str:
    """Return the text of a module whose class of records has a derived part for its signature, at its end if new."""
    if "# begin derived signature" in text:
        return text
    lines = text.splitlines(keepends=True)
    (cls,) = (node for node in ast.parse(text).body if isinstance(node, ast.ClassDef) and node.name == model)
    lines.insert(cls.end_lineno or 0, "\n    # begin derived signature\n    # end derived signature\n")
    return "".join(lines)


_NARROWER: Final = "# type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]"
"""The method of the base class takes any values."""


# --- Corpora ----------------------------------------------------------------------------------------------------------


def _overloads() -> Iterator[str]:
    """Yield what a corpus returns for an id: of one kind, of several, and any text."""
    for id_, types in _records_of_ids().items():
        yield "@overload"
        yield f"def __getitem__(self, id_: {id_}) -> {types}: ..."


def _get_overloads() -> Iterator[str]:
    """Yield what `get` returns for an id, without a default and with one."""
    for id_, types in _records_of_ids().items():
        yield "@overload"
        yield f"def get(self, id_: {id_}, default: None = None) -> {types} | None: ..."
        yield "@overload"
        yield f"def get(self, id_: {id_}, default: D) -> {types} | D: ..."


def _records_of_ids() -> dict[str, str]:
    """Return the type of the records with an id, by the type of the id; text is the last."""
    of_id = {_id_type(model).__name__: model.__name__ for model in MODELS.values()}
    returned = {id_: of_id[id_] for id_ in of_id}
    for alias, value in vars(ids).items():
        parts = [part.__name__ for part in get_args(value)] if get_origin(value) is Union else []
        if parts and all(part in of_id for part in parts):
            returned[alias] = " | ".join(of_id[part] for part in parts)
    return {**returned, "str": "Entry"}


def _id_type(model: type) -> NewType:
    """Return the type of a model's ids."""
    return cast("NewType", get_type_hints(model)["id"])


def _accessors() -> Iterator[str]:
    """Yield a method for each type of records that has no method with filters."""
    text = (SOURCE / "corpus/queries.py").read_text("utf-8")
    outside = _without(text, "accessors")
    for name, model in MODELS.items():
        if f"    def {name}(" not in outside:
            yield f"def {name}(self) -> tuple[{model.__name__}, ...]:"
            yield f'    """Return the {name}, sorted by id."""'
            yield f"    return self._records_of({model.__name__})"
            yield ""


def _strategies() -> Iterator[str]:
    """Yield a function for each type of records."""
    yield from ("", "")
    for name, model in MODELS.items():
        yield f"def {name}("
        yield "    *,"
        yield "    projects: Iterable[Project] = (),"
        yield "    **fields: st.SearchStrategy[object],"
        yield f") -> st.SearchStrategy[{model.__name__}]:"
        yield f'    """Return a strategy for {name}; see `records` for sizes, `projects` and `fields`."""'
        yield f"    return records({model.__name__}, projects=projects, **fields)"
        yield from ("", "")


def main() -> None:
    """Write the files whose derived parts are stale, again and again: other parts follow from a new class."""
    stale = {file: text for file, text in derived().items() if (SOURCE / file).read_text("utf-8") != text}
    for file, text in stale.items():
        (SOURCE / file).write_text(text, "utf-8", newline="\n")
        print(f"wrote {file}", flush=True)  # noqa: T201 - a command
    if stale:
        os.execv(sys.executable, [sys.executable, "-m", "tests.derive"])  # noqa: S606 - imports the new models


if __name__ == "__main__":
    main()
