"""All benchmarks in one run: ``python -m benchmarks`` prints their figures, and with ``--write`` puts them on the page.

Peers that are not installed are left out, which is said; ``nox --session bench`` installs all.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

from benchmarks import bulk, columns, construction, dates, imports, page, panels
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
    "dates": dates.tables,
    "imports": imports.tables,
}
"""The parts, in the order of the page; an option names those that are wanted."""

GROUPS: Final = {"bulk": ("time", "broken", "yaml", "memory", "construction")}
"""Names for several parts at once."""


def main() -> None:
    """Measure, print and write."""
    parser = ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="put the figures on the page on performance")
    parser.add_argument(
        "--only", default=",".join(PARTS), help="parts, with commas between them (default: %(default)s)"
    )
    parser.add_argument("--records", type=int, default=5_000, help="records of a file (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=9, help="rounds of each run (default: %(default)s)")
    parser.add_argument("--large", action="store_true", help="read files of ten million statements too")
    given = parser.parse_args()
    wanted = [part for name in given.only.split(",") for part in GROUPS.get(name, (name,))]
    unknown = sorted({*wanted} - PARTS.keys())
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join((*PARTS, *GROUPS))}")
    with TemporaryDirectory(prefix="benchmarks-") as folder:
        settings = Settings(Path(folder), given.records, given.rounds, given.large)
        for part in wanted:
            for table in PARTS[part](settings):
                print(f"\n{table.name}\n\n{table}", flush=True)
                if given.write:
                    page.write(table.name, str(table))
    told = machine(settings, {package for peer in peers() for package in peer.packages})
    print(f"\n{told}")
    if given.write and given.only == parser.get_default("only"):
        page.write("machine", told)


if __name__ == "__main__":
    main()
