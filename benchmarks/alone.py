"""One reading in a process of its own, which `benchmarks.bulk` starts: CPU time and memory, on Linux.

Before the clock starts, a file of one record is read, so that imports and what is made once are not counted.
"""

import gc
import json
import re
import sys
import time
from pathlib import Path
from typing import cast

from benchmarks.data import Kind
from benchmarks.peers import named


def of_memory(what: str) -> int:
    """Return a size in bytes that Linux tells of this process: VmRSS, what is resident; VmHWM, the most that was."""
    found = re.search(rf"{what}:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    return int(found[1]) * 1024 if found else 0


def main() -> None:
    """Print the figures as JSON."""
    name, kind, first, path, keep = sys.argv[1:]
    read = named(name).reader(cast("Kind", kind))
    kept = [read(Path(first), keep=True)]
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")  # from here on, the most that is resident
    before = of_memory("VmRSS")
    gc.disable()
    start = time.process_time()
    kept.append(read(Path(path), keep=keep == "1"))
    seconds = time.process_time() - start
    peak = of_memory("VmHWM") - before
    gc.enable()
    gc.collect()
    print(json.dumps({"seconds": seconds, "peak": peak, "resident": of_memory("VmRSS") - before}))


if __name__ == "__main__":
    main()
