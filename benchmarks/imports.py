"""Benchmarks of the import of alliancekit, compared with attrs and other libraries.

Run ``python -m benchmarks --only imports``. Each figure is the CPU time of an import statement in a new interpreter.
"""

import statistics
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Final

from benchmarks.measuring import RUNS, Figure, Settings
from benchmarks.page import Table

UNIT: Final = "import attrs"
OURS: Final = ("import alliancekit", "from alliancekit import Statement", "from alliancekit import load")
OTHERS: Final = {
    "msgspec": "from msgspec import Struct",
    "pydantic": "from pydantic import BaseModel",
    "cattrs": "from cattrs import Converter",
    "stix2": "from stix2 import Note",
    "followthemoney": "from followthemoney import model",
}
TIMED: Final = "import time; start = time.process_time(); {}; print(time.process_time() - start)"


def seconds(statement: str) -> float:
    """Return the CPU time of a statement in a new interpreter."""
    command = [sys.executable, "-c", TIMED.format(statement)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - our own program


def tables(settings: Settings) -> Iterator[Table]:
    """Yield the time of each import, relative to attrs."""
    statements = (*OURS, *(first for name, first in OTHERS.items() if find_spec(name)))
    runs: dict[str, list[float]] = {statement: [] for statement in statements}
    for _ in range(RUNS):
        times = [{one: seconds(one) for one in (UNIT, *statements)} for _ in range(settings.rounds)]
        for statement, medians in runs.items():
            medians.append(statistics.median(of_round[statement] / of_round[UNIT] for of_round in times))
    rows = ((f"`{statement}`", str(Figure(tuple(medians)))) for statement, medians in runs.items())
    yield Table("imports", ("", "time"), tuple(rows))
