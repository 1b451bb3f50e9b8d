"""Test a reader with mutated corpora: ``python -m tests.fuzz.mutation NAME [RUNS [SEED]]``, at the top of the project.

Unlike atheris, it does not use coverage. It is for a kernel built with the sanitizers of gcc, which hide coverage from
atheris. Most inputs are almost valid, so that they get past the first checks.
"""

import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.fuzz.oracles import TARGETS
from tests.mistakes import CORPUS

from alliancekit.corpus import Corpus

PIECES: Final = (
    b'"', b"\\", b"\\u", b"\\ud800", b"{", b"}", b"[", b"]", b",", b":", b"\n", b"\0", b"\xff", b"\xed\xa0\x80",
    b"\xf0\x9f\x98\x80", b"null", b"true", b"-", b"9223372036854775808", b"1e999", b'"id":', b'{"type":', b"",
)  # fmt: skip
"""Bytes to insert into an input."""


def sample(suffix: str) -> bytes:
    """Return the bytes of a corpus with records of each type."""
    with TemporaryDirectory() as folder:
        file = Path(folder, f"x{suffix}")
        Corpus(CORPUS).write(file)
        return file.read_bytes()


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return data with one to four changes: a part is removed, replaced or repeated."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 1, 1, 2, 8, 100, len(data))))
        new = chance.choice((chance.choice(PIECES), chance.choice(PIECES), data[start:end] * 2, chance.randbytes(2)))
        data = data[:start] + new + data[end:]
    return data


def main() -> None:
    """Run a reader on mutated corpora, and print an input that fails."""
    target, runs, seed = [*sys.argv[1:], *["", "20000", "0"][len(sys.argv[1:]) :]]
    chance = random.Random(int(seed) or None)  # noqa: S311 - not for security
    original = sample("." + target.rpartition("-")[2])
    for _ in range(int(runs)):
        data = mutated(original, chance)
        try:
            TARGETS[target](data)
        except BaseException:
            sys.stderr.write(f"{target}: {data!r}\n")
            raise
    sys.stdout.write(f"{target}: {int(runs):,} mutated corpora\n")


if __name__ == "__main__":
    main()
