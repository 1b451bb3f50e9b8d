"""Print a Markdown table of the cost of each hostile file: ``python -m tests.hostile.table`` at the top of the project.

``--write`` updates `problems.txt` instead; review the difference before you commit it.
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

PROBLEMS: Final = Path(__file__).with_name("problems.txt")

# The child process reports its own cost, because the figures of the system include the memory of its parent.
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
    """Return location and code of the first problem in the JSON output, in the format of `problems.txt`."""
    problems = json.loads(printed)
    if not problems:
        return "valid"
    problem = problems[0]
    place = ":".join(str(problem[part]) for part in ("line", "column") if problem[part])
    return f"{place} {problem['code']}".lstrip()


def run(file: Input, folder: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Return the result of checking a file; standard error ends with its cost."""
    path = Path(folder, f"x{file.ending}")
    path.write_bytes(file.data())
    command = [sys.executable, "-c", MEASURED, "check", path.name, *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment())


def environment() -> dict[str, str]:
    """Return environment variables with which a process imports the same package as this one."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def row(file: Input, folder: str) -> str:
    """Return the row of a file: exit code, first line of output, CPU seconds, peak memory."""
    done = run(file, folder)
    seconds, peak = done.stderr.split()[-2:]
    line = (done.stdout or done.stderr).split("\n")[0].replace("|", "\\|")
    return f"| {file} | {done.returncode} | {line} | {float(seconds):.2f} | {int(peak) // 1000} |"


def main() -> None:
    """Print the table, or update `problems.txt`."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.table")
    parser.add_argument("--write", action="store_true", help="update problems.txt")
    write = parser.parse_args().write
    with tempfile.TemporaryDirectory() as folder:
        if write:
            lines = (f"{file}\t{first(run(file, folder, '--format', 'json').stdout)}\n" for file in INPUTS)
            PROBLEMS.write_text("".join(lines), "utf-8")
            return
        sys.stdout.write("| file | exit | first line | seconds | MB |\n|---|---|---|---|---|\n")
        for file in INPUTS:
            sys.stdout.write(f"{row(file, folder)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
