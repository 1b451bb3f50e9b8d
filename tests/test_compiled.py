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

HOOK = Path(__file__).parents[1] / "hatch_build.py"
LEFT_OUT = shutil.ignore_patterns("__pycache__", *(f"*{ending}" for ending in EXTENSION_SUFFIXES))
SAY = """
import importlib, sys
from pathlib import Path
from alliancekit.corpus import check, load, scan
from alliancekit.errors import InvalidCorpus

for name in sys.argv[1].split():
    print(Path(importlib.import_module(name).__file__).suffix, file=sys.stderr)
for file in sys.argv[2:]:
    for way in (scan, check, load):
        try:
            found = [*way(file)]
        except InvalidCorpus as error:
            found = error.problems
        print(way.__name__, *(ascii(str(one)) for one in found), sep="\\n")
"""
OLD = """{"type": "corpus", "schema_version": 1}
{"type": "treaty", "id": "treaty:t", "commitments": [{"by": "state:a", "toward": ["state:b"], "kind": "defence"}]}

{"type": "treaty", "id": "treaty:ü", "names": 1, "comitments": []}
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


def said(folder: Path, modules: str, files: list[Path]) -> tuple[set[str], list[str]]:
    """Return how the files of modules of a package end, and what it says of files."""
    env = {name: value for name, value in os.environ.items() if name != "ALLIANCEKIT_PURE"}
    done = subprocess.run(
        [sys.executable, "-c", SAY, modules, *files],
        env=env | {"PYTHONPATH": str(folder)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split()), done.stdout.splitlines()


def test_what_is_compiled_says_the_same(hook: ModuleType, tmp_path: Path) -> None:
    pytest.importorskip("Cython", reason="Cython compiles the package")
    if not (shutil.which("cc") or shutil.which("gcc")):
        pytest.skip("a compiler of C is needed")  # pragma: no cover - as on machines without one
    for name in ("plain", "compiled"):
        shutil.copytree(Path(alliancekit.__file__).parent, tmp_path / name / "alliancekit", ignore=LEFT_OUT)
    package = tmp_path / "compiled" / "alliancekit"
    for name, built in hook.build(package, tmp_path / "built").items():
        shutil.copy(built, package / name)
    new, old = tmp_path / "new.jsonl", tmp_path / "old.jsonl"
    lines = (line for kind in data.KINDS for line in data.lines(kind, 100, broken=0.5))
    data.write(new, chain(lines, [b"\n", b"[1\r\n", '{"type": "state", "id": "state:é", "nme": 1}'.encode()]))
    old.write_text(OLD, "utf-8")
    plain_modules = " ".join(f"alliancekit.{source.removesuffix('.py').replace('/', '.')}" for source in hook.PLAIN)
    plain, told = said(tmp_path / "plain", plain_modules, [new, old])
    compiled, told_compiled = said(tmp_path / "compiled", f"{plain_modules} alliancekit.rules._kernel", [new, old])
    assert (plain, compiled & {".py"}) == ({".py"}, set())
    assert told_compiled == told
    assert len(told) > 400
