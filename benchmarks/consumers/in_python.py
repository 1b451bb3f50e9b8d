"""Consumers of the schema that are Python packages."""

import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType
from typing import Final, Protocol, cast

from attrs import frozen
from benchmarks.consumers.documents import Absent, Consumer, read_json, write_json

from alliancekit.formats import Tree
from alliancekit.schema import Schema, document_schema


class _Validator(Protocol):
    def is_valid(self, instance: Tree) -> bool: ...


class _Model(Protocol):
    def model_validate(self, obj: Tree) -> object: ...


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        message = f"the Python package {package} is not installed"
        raise Absent(message) from None


@frozen
class Validator:
    """A package with a validator class.

    Attributes:
        name: What it is.
        package: Its name in the package index.
        module: Its module, which has the class `Draft202012Validator`.
    """

    name: str
    package: str
    module: str

    def version(self) -> str:
        """Return its version."""
        return _installed(self.package)

    def accepts(self, trees: list[Tree], folder: Path) -> list[bool]:
        """Return which documents it accepts."""
        del folder
        make = cast("Callable[[Schema], _Validator]", import_module(self.module).Draft202012Validator)
        validator = make(document_schema())
        return [validator.is_valid(tree) for tree in trees]


@frozen
class CheckJsonschema:
    """The program check-jsonschema."""

    name: str = "check-jsonschema (command, regress)"

    def version(self) -> str:
        """Return its version."""
        return _installed("check-jsonschema")

    def accepts(self, trees: list[Tree], folder: Path) -> list[bool]:
        """Return which documents it accepts."""
        schema = write_json(folder / "corpus.schema.json", document_schema())
        files = [write_json(folder / f"{number}.json", tree) for number, tree in enumerate(trees)]
        command = [sys.executable, "-m", "check_jsonschema", "--output-format", "json", "--schemafile", str(schema)]
        result = subprocess.run([*command, *map(str, files)], capture_output=True, check=False, encoding="utf-8")
        report = cast("dict[str, list[dict[str, str]]]", read_json(result.stdout))
        refused = {Path(error["filename"]).name for error in report["errors"]}
        return [file.name not in refused for file in files]


@frozen
class GeneratedModels:
    """The pydantic models that datamodel-code-generator makes of the schema."""

    name: str = "datamodel-code-generator (pydantic models)"

    def version(self) -> str:
        """Return its version and that of pydantic."""
        return f"{_installed('datamodel-code-generator')} with pydantic {_installed('pydantic')}"

    def accepts(self, trees: list[Tree], folder: Path) -> list[bool]:
        """Return which documents the models accept."""
        schema = write_json(folder / "corpus.schema.json", document_schema())
        code = folder / "generated_models.py"
        options = ["--input-file-type", "jsonschema", "--output-model-type", "pydantic_v2.BaseModel"]
        files = ["--input", str(schema), "--output", str(code)]
        subprocess.run(
            [sys.executable, "-m", "datamodel_code_generator", *files, *options], check=True, stderr=subprocess.DEVNULL
        )
        sys.modules.pop(code.stem, None)
        corpus = cast("_Model", _module(code).Corpus)
        return [_is_valid(corpus, tree) for tree in trees]


def _module(path: Path) -> ModuleType:
    sys.path.insert(0, str(path.parent))
    try:
        return import_module(path.stem)
    finally:
        sys.path.remove(str(path.parent))


def _is_valid(model: _Model, tree: Tree) -> bool:
    try:
        model.model_validate(tree)
    except ValueError:
        return False
    return True


REFERENCE: Final = Validator("jsonschema (Python)", "jsonschema", "jsonschema")

PYTHON: Final[tuple[Consumer, ...]] = (
    REFERENCE,
    Validator("jsonschema-rs (Rust)", "jsonschema-rs", "jsonschema_rs"),
    CheckJsonschema(),
    GeneratedModels(),
)
