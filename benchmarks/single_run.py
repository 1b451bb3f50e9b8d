"""Measure CPU time and memory of reading one file, in a process of its own that `benchmarks.bulk` starts, on Linux.

A file of one record is read before the measurement, so that imports and one-time preparations are not counted.
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


def memory_of(field: str) -> int:
    """Return a memory size of this process in bytes: VmRSS, the resident size; VmHWM, its peak."""
    match = re.search(rf"{field}:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    return int(match[1]) * 1024 if match else 0


def main() -> None:
    """Print the figures as JSON."""
    name, kind, first, path, keep = sys.argv[1:]
    read = named(name).reader(cast("Kind", kind))
    results = [read(Path(first), keep=True)]
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")  # resets the peak (VmHWM)
    before = memory_of("VmRSS")
    gc.disable()
    start = time.process_time()
    results.append(read(Path(path), keep=keep == "1"))
    seconds = time.process_time() - start
    peak = memory_of("VmHWM") - before
    gc.enable()
    gc.collect()
    print(json.dumps({"seconds": seconds, "peak": peak, "resident": memory_of("VmRSS") - before}))


if __name__ == "__main__":
    main()
