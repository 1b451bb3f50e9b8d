"""A package that is compiled, the kernel and what else there is, says what the plain one says."""

import importlib.util
import os
import shutil
import subprocess
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest
from benchmarks import data

import alliancekit
from alliancekit.corpus import scan

HOOK = Path(__file__).parents[1] / "hatch_build.py"
PACKAGE = Path(alliancekit.__file__).parent
SAY = """
import importlib, sys
from alliancekit import scan
for name in sys.argv[2:]:
    file = importlib.import_module(name).__file__
    assert file.endswith(".so") or file.endswith(".pyd"), file
for found in scan(sys.argv[1]):
    print(ascii(str(found)))
"""


@pytest.fixture
def hook() -> ModuleType:
    pytest.importorskip("hatchling", reason="hatchling builds the package")
    spec = importlib.util.spec_from_file_location("hatch_build", HOOK)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_compiled_says_the_same(hook: ModuleType, tmp_path: Path) -> None:
    pytest.importorskip("Cython", reason="Cython compiles the package")
    if not (shutil.which("cc") or shutil.which("gcc")):
        pytest.skip("a compiler of C is needed")  # pragma: no cover - as on machines without one
    package, file = tmp_path / "alliancekit", tmp_path / "a.jsonl"
    shutil.copytree(
        PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", *(f"*{end}" for end in EXTENSION_SUFFIXES))
    )
    for name, built in hook.build(package, tmp_path / "built").items():
        shutil.copy(built, package / name)
    lines = (line for kind in data.KINDS for line in data.lines(kind, 100, broken=0.5))
    data.write(file, chain(lines, [b"\n", b"[1\r\n", '{"type": "state", "id": "state:é", "nme": 1}'.encode()]))
    modules = [".".join(("alliancekit", *Path(source).with_suffix("").parts)) for source in (hook.KERNEL, *hook.PLAIN)]
    said = subprocess.run(
        [sys.executable, "-c", SAY, file, *modules],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.stderr, said.returncode) == ("", 0)
    assert said.stdout.splitlines() == [ascii(str(found)) for found in scan(file)]
    assert len(said.stdout.splitlines()) > 200
