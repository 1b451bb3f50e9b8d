"""Let each consumer of the schema read the packaged records and the table of mistakes, and print what it accepted.

``python -m benchmarks.consumers --npm FOLDER --write`` also writes the table to a page of the docs. FOLDER is where the
npm packages are installed; ``--packages`` prints the arguments of ``npm install``. Consumers that are not installed are
skipped with a message.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Final

from benchmarks.consumers.documents import DOCUMENTS, Absent, Consumer, Verdicts, verdicts
from benchmarks.consumers.in_node import PACKAGES, npm_consumers
from benchmarks.consumers.in_python import PYTHON, REFERENCE
from benchmarks.page import Table, write

PAGE: Final = Path(__file__).resolve().parents[2] / "docs/reference/schema-consumers.md"
_HEAD: Final = ("consumer", "version", "records accepted", "mistakes refused", "mistakes that it does not see")
_MANY: Final = 12
"""With more codes than this, the table has those of the other mistakes."""


def main() -> None:
    """Run all consumers."""
    parser = ArgumentParser(prog="python -m benchmarks.consumers", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--npm", type=Path, help="the folder in which the npm packages are installed")
    parser.add_argument("--packages", action="store_true", help="print the arguments of npm install, and stop")
    parser.add_argument("--write", action="store_true", help="write the table to the page of the docs")
    options = parser.parse_args()
    if options.packages:
        print(*PACKAGES)
        return
    visible = verdicts(REFERENCE).refused
    rows = [row for each in (*PYTHON, *npm_consumers(options.npm)) if (row := _row(each, visible))]
    table = str(Table("consumers", _HEAD, tuple(rows)))
    print(table)
    if options.write:
        write("consumers", table, PAGE)


def _row(consumer: Consumer, visible: frozenset[str]) -> tuple[str, ...] | None:
    try:
        version, found = consumer.version(), verdicts(consumer)
    except Absent as absent:
        print(f"skipped {consumer.name}: {absent}")
        return None
    valid = sum(document.valid for document in DOCUMENTS)
    accepted = f"{found.accepted} of {valid}"
    return (
        consumer.name,
        version,
        accepted,
        f"{len(found.refused)} of {len(DOCUMENTS) - valid}",
        _unseen(found, visible),
    )


def _unseen(found: Verdicts, visible: frozenset[str]) -> str:
    """Return the codes of the mistakes that the schema expresses, and the consumer accepts."""
    codes = sorted(visible - found.refused)
    return ", ".join(codes) if len(codes) <= _MANY else f"all but {', '.join(sorted(found.refused))}"


if __name__ == "__main__":
    main()
