"""What importing alliancekit costs, beside importing attrs: whole processes, in turn.

Run it as ``python benchmarks/imports.py``. Each figure is the time of ``import X`` inside a new interpreter.
"""

import statistics
import subprocess
import sys

ROUNDS = 21
STATEMENTS = {
    "import alliancekit": "target: at most 1.50",
    "from alliancekit import Statement": "what the first use of a name adds",
}
TIMED = "import time; start = time.perf_counter(); {}; print(time.perf_counter() - start)"


def seconds(statement: str) -> float:
    """Return how long a statement takes in a new interpreter."""
    command = [sys.executable, "-c", TIMED.format(statement)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - ourselves


def main() -> None:
    """Print the ratios."""
    sys.stdout.write("time of the import / time of import attrs\n")
    for statement, remark in STATEMENTS.items():
        ratios = [seconds(statement) / seconds("import attrs") for _ in range(ROUNDS)]
        sys.stdout.write(f"  {statement:<34} {statistics.median(ratios):.2f}   {remark}\n")


if __name__ == "__main__":
    main()
