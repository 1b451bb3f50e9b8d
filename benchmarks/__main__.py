"""Run all benchmarks: ``python -m benchmarks`` prints the figures, ``--write`` also writes them to a page of the docs.

Peers that are not installed are skipped with a message; ``nox --session bench`` installs all of them.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

from benchmarks import bulk, columns, construction, dates, differences, edits, imports, page, panels
from benchmarks.measuring import Settings, machine
from benchmarks.page import Table
from benchmarks.peers import peers

Part: TypeAlias = Callable[[Settings], Iterator[Table]]

PARTS: Final[dict[str, Part]] = {
    "time": bulk.times,
    "broken": bulk.broken_lines,
    "yaml": bulk.yaml,
    "memory": bulk.memory,
    "growth": bulk.growth,
    "columns": columns.tables,
    "panels": panels.tables,
    "construction": construction.tables,
    "differences": differences.tables,
    "edits": edits.tables,
    "dates": dates.tables,
    "imports": imports.tables,
}
"""The parts, in the order of the page; ``--only`` selects some of them."""

GROUPS: Final = {"bulk": ("time", "broken", "yaml", "memory", "construction")}
"""Names of groups of parts, for ``--only``."""


def main() -> None:
    """Run the benchmarks."""
    parser = ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the figures to the page on performance")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, separated by commas (default: %(default)s)")
    parser.add_argument("--records", type=int, default=5_000, help="records per file (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=9, help="rounds per run (default: %(default)s)")
    parser.add_argument("--large", action="store_true", help="read files of ten million statements too")
    arguments = parser.parse_args()
    parts = [part for name in arguments.only.split(",") for part in GROUPS.get(name, (name,))]
    unknown = sorted({*parts} - PARTS.keys())
    if unknown:
        parser.error(f"unknown part: {', '.join(unknown)} (expected {', '.join((*PARTS, *GROUPS))})")
    with TemporaryDirectory(prefix="benchmarks-") as folder:
        settings = Settings(Path(folder), arguments.records, arguments.rounds, arguments.large)
        for part in parts:
            for table in PARTS[part](settings):
                print(f"\n{table.name}\n\n{table}", flush=True)
                if arguments.write:
                    page.write(table.name, str(table))
    conditions = machine(settings, {package for peer in peers() for package in peer.packages})
    print(f"\n{conditions}")
    if arguments.write and arguments.only == parser.get_default("only"):
        page.write("machine", conditions)


if __name__ == "__main__":
    main()
