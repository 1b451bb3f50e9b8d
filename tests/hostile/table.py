"""What each hostile file costs: ``python -m tests.hostile.table`` at the top of the project prints it as Markdown.

With ``--write``, `said.txt` is written anew instead: read the difference before you believe it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.hostile.inputs import INPUTS, Input

SAID: Final = Path(__file__).with_name("said.txt")

# The child tells what it took itself: what the system knows of it includes its parent's memory.
MEASURED: Final = """
import atexit, pathlib, resource, sys

def cost():
    sys.stdout.flush()
    used = resource.getrusage(resource.RUSAGE_SELF)
    status = pathlib.Path("/proc/self/status").read_text()
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    sys.stderr.write(f"\\n{used.ru_utime + used.ru_stime} {peak}")

atexit.register(cost)
from alliancekit.cli import main
main(prog_name="alliancekit")
"""


def first(printed: str) -> str:
    """Return the first problem of the program's JSON: place, code and message, as `said.txt` has it."""
    problems = json.loads(printed)
    if not problems:
        return "sound"
    problem = problems[0]
    place = ":".join(str(problem[part]) for part in ("line", "column") if problem[part])
    return f"{place} {problem['code']} {problem['message']}".lstrip()


def run(file: Input, folder: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Return what becomes of a check of a file; the last words on standard error are its cost."""
    path = Path(folder, f"x{file.ending}")
    path.write_bytes(file.data())
    command = [sys.executable, "-c", MEASURED, "check", path.name, *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment())


def environment() -> dict[str, str]:
    """Return an environment in which a process finds the package where this one does."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def row(file: Input, folder: str) -> str:
    """Return the row of a file: exit code, first line of the answer, seconds of the processor, peak of memory."""
    done = run(file, folder)
    seconds, peak = done.stderr.split()[-2:]
    line = (done.stdout or done.stderr).split("\n")[0].replace("|", "\\|")
    return f"| {file} | {done.returncode} | {line} | {float(seconds):.2f} | {int(peak) // 1000} |"


def main() -> None:
    """Print the table, or write what is said."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.table")
    parser.add_argument("--write", action="store_true", help="write said.txt anew")
    write = parser.parse_args().write
    with tempfile.TemporaryDirectory() as folder:
        if write:
            lines = (f"{file}\t{first(run(file, folder, '--format', 'json').stdout)}\n" for file in INPUTS)
            SAID.write_text("".join(lines), "utf-8")
            return
        sys.stdout.write("| file | exit | first line | seconds | MB |\n|---|---|---|---|---|\n")
        for file in INPUTS:
            sys.stdout.write(f"{row(file, folder)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
