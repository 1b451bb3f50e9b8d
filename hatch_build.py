"""The compiled kernel, built only where somebody asks for it: ``ALLIANCEKIT_COMPILE=1 pip install alliancekit``.

Without that the wheel is pure Python, for every machine. An editable install is pure in any case.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODULE = "alliancekit.rules._kernel"
SOURCE = "src/alliancekit/rules/_kernel.pyx"
REQUIRED = ["cython>=3.1", "setuptools>=69"]


def build(source: Path, folder: Path) -> Path:
    """Compile the kernel into a folder, and return the file."""
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    modules = cythonize([Extension(MODULE, [str(source)])], build_dir=str(folder), quiet=True)
    command = build_ext(Distribution({"name": MODULE, "ext_modules": modules}))
    command.build_lib = command.build_temp = str(folder)
    command.ensure_finalized()
    command.run()
    return folder / command.get_ext_filename(MODULE)


class KernelHook(BuildHookInterface):
    """Puts the kernel into a wheel."""

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
        built = build(Path(self.root) / SOURCE, Path(self.folder.name))
        build_data["force_include"][str(built)] = f"alliancekit/rules/{built.name}"
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was left of compiling."""
        del version, build_data, artifact_path
        if hasattr(self, "folder"):
            self.folder.cleanup()
