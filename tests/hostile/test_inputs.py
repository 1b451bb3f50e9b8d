"""No file crashes the program, blocks it, or is misread."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner
from tests.hostile.inputs import INPUTS, Input
from tests.hostile.table import MEASURED, PROBLEMS, first

from alliancekit.cli import main

EXPECTED: Final = dict(line.split("\t") for line in PROBLEMS.read_text("utf-8").splitlines())
LIGHT: Final = [file for file in INPUTS if not file.costly]
COSTLY: Final = [file for file in INPUTS if file.costly]
MEGABYTES: Final = 500
SECONDS: Final = 600  # only for a process that hangs; speed is not tested


def test_every_file_has_an_expected_line() -> None:
    assert list(EXPECTED) == [str(file) for file in INPUTS]


@pytest.mark.parametrize("file", LIGHT, ids=str)
def test_a_hostile_file_is_reported_with_its_location(
    file: Input, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path(f"x{file.ending}")
    path.write_bytes(file.data())
    for form in ("json", "text"):
        result = CliRunner().invoke(main, ["check", str(path), "--format", form], prog_name="alliancekit")
        assert isinstance(result.exception, SystemExit | None), result.exception
        assert result.exit_code == (0 if EXPECTED[str(file)] == "valid" else 1)
        if form == "json":
            assert first(result.stdout) == EXPECTED[str(file)]


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="measures memory as Linux tells it")
@pytest.mark.parametrize("file", COSTLY, ids=str)
def test_a_costly_file_is_reported_in_bounded_memory(file: Input, tmp_path: Path) -> None:
    path = tmp_path / f"x{file.ending}"
    path.write_bytes(file.data())
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "check", path.name, "--format", "json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert done.returncode == 1
    assert first(done.stdout) == EXPECTED[str(file)]
    _, peak = done.stderr.split()
    assert int(peak) < MEGABYTES * 1000
