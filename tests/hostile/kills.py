"""Kill processes while they write files: ``python -m tests.hostile.kills [N]`` at the top of the project.

After each kill, each file must be exactly the old or the new one.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

LARGE: Final = 300_000
"""The size of a file in bytes: large enough for a kill to interrupt the writing."""

WRITER: Final = f"""
import sys
from pathlib import Path
from alliancekit.formats import write_atomic
folder, names = Path(sys.argv[1]), sys.argv[2:]
print("ready", flush=True)
for turn in range(10**9):
    write_atomic({{folder / name: (b"%d" % (turn % 10)) * {LARGE} for name in names}})
"""


def whole(data: bytes) -> bool:
    """Return whether the bytes are a complete file of one turn of the writer."""
    return len(data) == LARGE and len(set(data)) == 1


def kill(folder: Path, names: tuple[str, ...], seconds: float) -> list[str]:
    """Kill a writer of files after some time; return the names of leftover files."""
    command = [sys.executable, "-c", WRITER, str(folder), *names]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as writer:
        if writer.stdout:
            writer.stdout.readline()
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)
    return sorted(file.name for file in folder.iterdir() if file.name not in names)


def kills(number: int, names: tuple[str, ...], chance: random.Random) -> Counter[str]:
    """Kill a number of writers; return how often they left files, and how often files were from different turns.

    Raises:
        AssertionError: If a file is neither old nor new, or a leftover file has an unexpected name.
    """
    counts: Counter[str] = Counter(kills=0, leftovers=0, mixed=0)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in names:
            (folder / name).write_bytes(b"0" * LARGE)
        for _ in range(number):
            left = kill(folder, names, chance.random() / 20)
            contents = {(folder / name).read_bytes() for name in names}
            if not all(map(whole, contents)):
                message = f"neither old nor new: {[content[:20] for content in contents]}"
                raise AssertionError(message)
            if not all(name.startswith(".alliancekit-") and name.endswith(".tmp") for name in left):
                message = f"left behind: {left}"
                raise AssertionError(message)
            for name in left:
                (folder / name).unlink()
            counts.update(kills=1, leftovers=bool(left), mixed=len(contents) > 1)
    return counts


def main() -> None:
    """Kill writers of one file and of seven files, each as often as the argument says."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    for names in (("a.yaml",), tuple(f"{letter}.yaml" for letter in "abcdefg")):
        sys.stdout.write(f"{len(names)} files: {dict(kills(number, names, random.Random()))}\n")  # noqa: S311 - not for security


if __name__ == "__main__":
    main()
