"""Give a reader altered corpora: ``python -m tests.fuzz.altered NAME [RUNS [SEED]]``, at the top of the project.

Unlike atheris it does not learn which inputs reach new code. It serves for a kernel with the sanitizers of gcc, which
hide that from atheris. Most inputs are nearly right, so that they get far.
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
"""What is put into an input."""


def written(ending: str) -> bytes:
    """Return the file of a corpus with records of each type."""
    with TemporaryDirectory() as folder:
        file = Path(folder, f"x{ending}")
        Corpus(CORPUS).write(file)
        return file.read_bytes()


def altered(data: bytes, chance: random.Random) -> bytes:
    """Return an input with one to four changes: a part is left out, replaced or repeated."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 1, 1, 2, 8, 100, len(data))))
        new = chance.choice((chance.choice(PIECES), chance.choice(PIECES), data[start:end] * 2, chance.randbytes(2)))
        data = data[:start] + new + data[end:]
    return data


def main() -> None:
    """Read the line, and give the reader its inputs; one that fails is printed."""
    target, runs, seed = [*sys.argv[1:], *["", "20000", "0"][len(sys.argv[1:]) :]]
    chance = random.Random(int(seed) or None)  # noqa: S311 - no secret
    original = written("." + target.rpartition("-")[2])
    for _ in range(int(runs)):
        data = altered(original, chance)
        try:
            TARGETS[target](data)
        except BaseException:
            sys.stderr.write(f"{target}: {data!r}\n")
            raise
    sys.stdout.write(f"{target}: {int(runs):,} altered corpora\n")


if __name__ == "__main__":
    main()
