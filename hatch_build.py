"""What is compiled, only where somebody asks for it: ``ALLIANCEKIT_COMPILE=1 pip install alliancekit``.

Without that the wheel is pure Python, for every machine. An editable install is pure in any case.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE: Final = "src/alliancekit"
KERNEL: Final = "rules/_kernel.pyx"
PLAIN: Final = (
    "convert.py",
    "corpus/documents.py",
    "corpus/places.py",
    "corpus/scanning.py",
    "formats/_builder.py",
    "formats/_json.py",
    "formats/_json_find.py",
    "formats/_json_scan.py",
    "formats/_json_sound.py",
    "formats/_jsonl.py",
    "formats/_text.py",
    "rules/_rule.py",
    "rules/check.py",
    "rules/shape.py",
    "rules/trees.py",
)
"""Modules of Python that are compiled as they are: those on the way from a line with a mistake to its problems."""

REQUIRED: Final = ["cython>=3.1", "setuptools>=69"]
_FLAGS: Final = ["-O1", "-g0"]
"""Plain modules are as fast with them, and compiled in half the time."""


def build(package: Path, folder: Path, sources: Iterable[str] = (KERNEL, *PLAIN)) -> Mapping[str, Path]:
    """Compile modules of a package into a folder.

    Returns:
        The files, each by its place in the package.
    """
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    flags = [] if sys.platform == "win32" or "CFLAGS" in os.environ else _FLAGS
    names = {source: ".".join((package.name, *Path(source).with_suffix("").parts)) for source in sources}
    extensions = [
        Extension(name, [str(package / source)], extra_compile_args=flags if source in PLAIN else [])
        for source, name in names.items()
    ]
    # An annotation says what a value is meant to be, and must not convert or refuse it.
    modules = cythonize(
        extensions,
        build_dir=str(folder),
        quiet=True,
        language_level=3,
        compiler_directives={"annotation_typing": False},
    )
    command = build_ext(Distribution({"name": package.name, "ext_modules": modules}))
    command.build_lib = command.build_temp = str(folder)
    command.ensure_finalized()
    command.run()
    built = (Path(command.get_ext_filename(name)) for name in names.values())
    return {str(file.relative_to(package.name)): folder / file for file in built}


class CompileHook(BuildHookInterface):
    """Puts the kernel, and what else is compiled, into a wheel."""

    def asked(self) -> bool:
        """Return whether somebody asks for it."""
        return os.environ.get("ALLIANCEKIT_COMPILE") == "1" and self.target_name == "wheel"

    def dependencies(self) -> list[str]:
        """Return what it takes to compile."""
        return REQUIRED if self.asked() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, unless nobody asks."""
        if not self.asked() or version == "editable":
            return
        self.folder = TemporaryDirectory(prefix="alliancekit-")
        built = build(Path(self.root) / PACKAGE, Path(self.folder.name))
        build_data["force_include"].update({str(file): f"alliancekit/{name}" for name, file in built.items()})
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was left of compiling."""
        del version, build_data, artifact_path
        if hasattr(self, "folder"):
            self.folder.cleanup()
