"""Consumers of the schema that are npm packages: Ajv, json-schema-to-typescript and the YAML language server."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final, cast

from attrs import frozen
from benchmarks.consumers.documents import Absent, Consumer, read_json, write_json
from benchmarks.consumers.language_server import LanguageServer

from alliancekit.formats import Tree
from alliancekit.schema import document_schema

PACKAGES: Final = (
    "ajv@8",
    "json-schema-to-typescript@15",
    "typescript",
    "yaml-language-server-1.18@npm:yaml-language-server@1.18.0",
    "yaml-language-server-1.25@npm:yaml-language-server@1.25.0",
    "yaml-language-server-2.0@npm:yaml-language-server@2.0.0",
)
"""The arguments of ``npm install`` that install the packages in a folder."""

_AJV: Final = """
const [schema, documents] = process.argv.slice(1).map((file) => JSON.parse(require("fs").readFileSync(file)));
const Ajv = require("ajv/dist/2020");
const validate = new Ajv({ strict: true }).compile(schema);
console.log(JSON.stringify(documents.map((each) => validate(each))));
"""


@frozen
class _Npm:
    """Packages in a folder.

    Attributes:
        folder: The folder in which they are installed; None: nowhere.
    """

    folder: Path | None

    def version_of(self, package: str) -> str:
        """Return the version of a package."""
        if not shutil.which("node"):
            message = "node is not installed"
            raise Absent(message)
        about = self.folder / "node_modules" / package / "package.json" if self.folder else None
        if about is None or not about.exists():
            message = f"the npm package {package} is not installed"
            raise Absent(message)
        return str(cast("dict[str, Tree]", read_json(about.read_bytes()))["version"])

    def path(self, *parts: str) -> str:
        """Return the path of a file of the packages."""
        return str(Path(self.folder or ".", "node_modules", *parts).resolve())


@frozen
class Ajv:
    """Ajv in its strict mode."""

    npm: _Npm
    name: str = "Ajv, `strict: true` (JavaScript)"

    def version(self) -> str:
        """Return its version."""
        return self.npm.version_of("ajv")

    def accepts(self, trees: list[Tree], folder: Path) -> list[bool]:
        """Return which documents it accepts."""
        schema = write_json(folder / "corpus.schema.json", document_schema())
        documents = write_json(folder / "documents.json", trees)
        command = ["node", "-e", _AJV, str(schema), str(documents)]
        result = subprocess.run(command, cwd=self.npm.folder, capture_output=True, check=True)
        return cast("list[bool]", read_json(result.stdout))


@frozen
class TypeScript:
    """The types that json-schema-to-typescript makes of the schema, checked by the compiler of TypeScript."""

    npm: _Npm
    name: str = "json-schema-to-typescript (types)"

    def version(self) -> str:
        """Return its version and that of TypeScript."""
        own = self.npm.version_of("json-schema-to-typescript")
        return f"{own} with TypeScript {self.npm.version_of('typescript')}"

    def accepts(self, trees: list[Tree], folder: Path) -> list[bool]:
        """Return which documents have the types."""
        schema = write_json(folder / "corpus.schema.json", document_schema())
        generator = self.npm.path("json-schema-to-typescript", "dist", "src", "cli.js")
        command = ["node", generator, "-i", str(schema), "-o", str(folder / "corpus.d.ts")]
        subprocess.run(command, check=True, capture_output=True)
        for number, tree in enumerate(trees):
            text = write_json(folder / "tree.json", tree).read_text("utf-8")
            code = f'import type {{ Corpus }} from "./corpus";\nexport const corpus: Corpus = {text};\n'
            (folder / f"{number}.ts").write_text(code, "utf-8")
        files = [f"{number}.ts" for number in range(len(trees))]
        compiler = ["node", self.npm.path("typescript", "bin", "tsc"), "--noEmit", "--strict", "--pretty", "false"]
        result = subprocess.run([*compiler, *files], cwd=folder, capture_output=True, check=False, encoding="utf-8")
        refused = set(re.findall(r"^(\d+\.ts)\(", result.stdout, re.MULTILINE))
        return [file not in refused for file in files]


@frozen
class Editor:
    """A version of the YAML language server, which VS Code, Neovim and others use."""

    npm: _Npm
    package: str
    name: str = "yaml-language-server (editors)"

    def version(self) -> str:
        """Return its version."""
        return self.npm.version_of(self.package)

    def accepts(self, trees: list[Tree], folder: Path) -> list[bool]:
        """Return for which documents it shows no problem."""
        files = [write_json(folder / f"{number}.yaml", tree) for number, tree in enumerate(trees)]
        with self.start(folder) as server:
            shown = server.diagnostics(files)
        return [not shown[file] for file in files]

    def start(self, folder: Path) -> LanguageServer:
        """Start a server whose schema is in a folder."""
        schema = write_json(folder / "corpus.schema.json", document_schema(annotated=True))
        return LanguageServer(["node", self.npm.path(self.package, "bin", "yaml-language-server")], schema)


def editors(folder: Path | None) -> tuple[Editor, ...]:
    """Return the versions of the language server, whether or not they are installed in a folder."""
    return tuple(Editor(_Npm(folder), f"yaml-language-server-{version}") for version in ("1.18", "1.25", "2.0"))


def npm_consumers(folder: Path | None) -> tuple[Consumer, ...]:
    """Return all consumers of this module, whether or not they are installed in a folder."""
    return (Ajv(_Npm(folder)), TypeScript(_Npm(folder)), *editors(folder))
