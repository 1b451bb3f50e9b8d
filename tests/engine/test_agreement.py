"""Both engines report the same problems and read the same records, of files with and without mistakes."""

import os
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest
from benchmarks import data
from tests.engine.mutants import disagreements

from alliancekit.engine._choice import KERNEL, VARIABLE

READ = """
import sys
from alliancekit.corpus import check, load, scan
from alliancekit.errors import InvalidCorpus

for file in sys.argv[1:]:
    for read in (scan, check, load):
        try:
            found = [*read(file)]
        except InvalidCorpus as error:
            found = error.problems
        print(read.__name__, *(ascii(str(one)) for one in found), sep="\\n")
"""
OLD = """{"type": "corpus", "schema_version": 1}
{"type": "treaty", "id": "treaty:t", "commitments": [{"by": "state:a", "toward": ["state:b"], "kind": "defence"}]}

{"type": "treaty", "id": "treaty:ü", "names": 1, "comitments": []}
"""


def result(engine: str, files: list[Path]) -> list[str]:
    """Return what an engine makes of files, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", READ, *files],
        env=os.environ | {VARIABLE: engine},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout.splitlines()


@pytest.mark.slow
def test_both_engines_give_the_same_records_and_problems(tmp_path: Path) -> None:
    pytest.importorskip(KERNEL, reason="the kernel is not installed", exc_type=ImportError)
    new, old = tmp_path / "new.jsonl", tmp_path / "old.jsonl"
    lines = (line for kind in data.KINDS for line in data.lines(kind, 100, broken=0.5))
    data.write(new, chain(lines, [b"\n", b"[1\r\n", '{"type": "state", "id": "state:é", "nme": 1}'.encode()]))
    old.write_text(OLD, "utf-8")
    plain = result("plain", [new, old])
    assert result("kernel", [new, old]) == plain
    assert len(plain) > 400


@pytest.mark.slow
def test_both_engines_report_the_same_problems_of_invalid_records() -> None:
    pytest.importorskip(KERNEL, reason="the kernel is not installed", exc_type=ImportError)
    assert disagreements(200)[0] == []
