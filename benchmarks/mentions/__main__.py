"""Print precision and recall of the mentions, by kind: `python -m benchmarks.mentions [FOLDER OF THE SEEDS]`."""

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.mentions.scores import Scores, of_seeds, of_texts


def _rows(name: str, scores: dict[str, Scores]) -> Iterator[str]:
    yield f"| {name} | mentions | precision | recall | resolved as read |"
    yield "|---|---|---|---|---|"
    for kind, score in sorted(scores.items()):
        shares = (score.precision, score.recall, score.resolved)
        yield f"| {kind} | {score.marked} | " + " | ".join(f"{share:.1%}" for share in shares) + " |"


def main(folder: str | None) -> None:
    """Print the tables."""
    print(*_rows("twenty texts", of_texts()), sep="\n")
    if folder is not None:
        print(*_rows("five seed documents", of_seeds(Path(folder))), sep="\n")


main(sys.argv[1] if len(sys.argv) > 1 else None)
