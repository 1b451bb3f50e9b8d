"""Corpora of any size, as real ones are: JSON Lines with few speakers, sources and days, and an id of its own each.

Run it as ``python -m benchmarks.data FILE COUNT``; ``--of treaty``, ``--seed 7`` and ``--broken 0.01`` change what is
written. A FILE without an ending is a folder of Parquet tables, of statements alone. The same seed gives the same bytes
again, and a file takes no memory, however large it is. Its first lines are the actors, states and sources to which the
others point, so that it is valid as a whole.
"""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from shutil import rmtree
from typing import Final, Literal, TypeAlias

from alliancekit.models.document import HEADER, VERSION

Kind: TypeAlias = Literal["statement", "treaty"]
Line: TypeAlias = dict[str, object]

KINDS: Final[tuple[Kind, ...]] = ("statement", "treaty")
ACTORS: Final = 200
STATES: Final = 40
SOURCES: Final = 120
LEADING: Final = 1 + ACTORS + STATES + SOURCES
"""The lines before the first of those that are counted: the header and what is pointed at."""

LENGTH: Final = 20_000
"""The code points of a source's text."""

PLACES: Final = ("Taipei", "Tokyo", "Canberra", "New Delhi", "Washington", "Brussels", "Seoul", "Manila", "Hanoi")
OCCASIONS: Final = ("seminar", "speech", "visit", "press_conference", "interview", "parliament", "summit")
WORDINGS: Final = ("verbatim", "indirect", "paraphrase")
OBLIGATIONS: Final = ("defense", "neutrality", "nonaggression", "consultation", "entente", "bases")
SUBJECTS: Final = ("The two sides", "Democracies", "Neighbours", "The members", "All who trade there", "Allies")
CALLS: Final = ("should stand together", "must consult at once", "owe each other help", "ought to share what they know")
REASONS: Final = ("as no one is safe alone", "if the strait is closed", "before the next crisis", "since time is short")


def lines(kind: Kind, count: int, *, seed: int = 0, broken: float = 0.0) -> Iterator[bytes]:
    """Yield the lines of a corpus.

    Args:
        kind: What it holds.
        count: How many of them, beside those to which they point.
        seed: What they are drawn from.
        broken: The share of them that breaks a rule, each in one way; the others are the same whatever it is.
    """
    chance = Random(f"{seed} broken")  # noqa: S311 - data, no secret
    yield from map(dumped, leading())
    for record in records(kind, count, seed=seed):
        line = dumped(record)
        yield chance.choice(FAULTS)(record, line) if chance.random() < broken else line


def dumped(line: object) -> bytes:
    """Return a line of JSON, as compact as it can be."""
    return json.dumps(line, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def leading() -> Iterator[Line]:
    """Yield the header and what the others point at."""
    yield {"type": HEADER, "schema_version": VERSION}
    for n in range(ACTORS):
        yield {"type": "actor", "id": actor(n), "kind": "person", "names": [{"text": f"Speaker {n}"}]}
    for n in range(STATES):
        yield {
            "type": "state",
            "id": state(n),
            "names": [{"text": f"State {n}"}],
            "codes": [{"system": "atop", "value": str(n + 1)}],
            "spells": [{"system": "cow", "period": "1816-01-01/.."}],
        }
    for n in range(SOURCES):
        yield {
            "type": "source",
            "id": source(n),
            "kind": "article-newspaper",
            "title": f"Report {n}",
            "published": f"2025-{n % 12 + 1:02}-{n % 28 + 1:02}",
            "dated_by": "printed",
            "length": LENGTH,
        }


def actor(n: int) -> str:
    """Return the id of an actor."""
    return f"actor:speaker-{n:03}"


def state(n: int) -> str:
    """Return the id of a state."""
    return f"state:s{n:02}"


def source(n: int) -> str:
    """Return the id of a source."""
    return f"source:daily-{n:03}"


def records(kind: Kind, count: int, *, seed: int = 0) -> Iterator[Line]:
    """Yield statements or treaties without a mistake."""
    make = {"statement": statement, "treaty": treaty}[kind]
    chance = Random(f"{seed} {kind}")  # noqa: S311 - data, no secret
    return (make(chance, n) for n in range(count))


def statement(chance: Random, number: int) -> Line:
    """Return a statement of about 600 bytes: one or two attestations, one or two anchors in the first of them."""
    place = chance.choice(PLACES)
    speaker = chance.randrange(ACTORS)
    year, month, day = 1990 + chance.randrange(35), chance.randrange(12) + 1, chance.randrange(28) + 1
    first, *others = chance.sample(range(SOURCES), 1 + (chance.random() < 0.25))
    anchors = [anchor(chance) for _ in range(1 + (chance.random() < 0.15))]
    return {
        "type": "statement",
        "id": f"statement:{place.lower().replace(' ', '-')}-{number:08}",
        "speaker": actor(speaker),
        "venue": {"kind": chance.choice(OCCASIONS), "place": place, "state": state(chance.randrange(STATES))},
        "date": f"{year}-{month:02}-{day:02}" if chance.random() < 0.9 else f"{year}-{month:02}",
        "content": f"{chance.choice(SUBJECTS)} {chance.choice(CALLS)}, {chance.choice(REASONS)}.",
        "addressees": [state(n) for n in chance.sample(range(STATES), 1 + (chance.random() < 0.2))],
        "about": [state(chance.randrange(STATES))],
        "attestations": [
            {"source": source(first), "wording": chance.choice(WORDINGS), "anchors": anchors},
            *({"source": source(other), "wording": "mention"} for other in others),
        ],
    }


def anchor(chance: Random) -> Line:
    """Return an anchor; its hashes are of no text."""
    start = chance.randrange(LENGTH - 400)
    length = 20 + chance.randrange(300)
    return {
        "start": start,
        "end": start + length,
        "sha256": f"{chance.getrandbits(256):064x}",
        "fold": f"{length}:{chance.getrandbits(64):016x}",
        "prefix": f"32:{chance.getrandbits(64):016x}",
        "suffix": f"32:{chance.getrandbits(64):016x}",
    }


def treaty(chance: Random, number: int) -> Line:
    """Return a treaty of four parties, one of which leaves and comes back, with two to four commitments."""
    parties = [state(n) for n in chance.sample(range(STATES), 4)]
    year = 1900 + chance.randrange(80)
    signed, in_force = f"{year}-{chance.randrange(6) + 1:02}-{chance.randrange(28) + 1:02}", f"{year}-07-01"
    life = {"ended": f"{year + 30}-12-31"} if chance.random() < 0.5 else {"as_of": "2024-12-31"}
    last = f"{year + 30}-12-30" if "ended" in life else ".."
    by, toward = parties[0], parties[1:]
    return {
        "type": "treaty",
        "id": f"treaty:pact-{year}-{number:08}",
        "names": [{"text": f"Pact {number} of {year}", "language": "en"}],
        "parties": [
            {"party": parties[0]},
            {"party": parties[1], "spells": [f"{year + 1}/{year + 9}", f"{year + 12}/{last}"]},
            {"party": parties[2], "spells": [f"{in_force}/{last}"]},
            {"party": parties[3]},
        ],
        "signed": signed,
        "in_force": in_force,
        **life,
        "commitments": [
            {"by": by, "toward": toward, "obligation": chance.choice(OBLIGATIONS), "period": f"{in_force}/{last}"},
            *({"by": each, "toward": [by], "obligation": "consultation"} for each in toward[: 1 + number % 3]),
        ],
        "attestations": [{"source": source(chance.randrange(SOURCES)), "wording": "paraphrase"}],
    }


# --- What can be wrong with a line ------------------------------------------------------------------------------------

Fault: TypeAlias = Callable[[Line, bytes], bytes]


def unknown_key(record: Line, line: bytes) -> bytes:
    """Give it a field that its type doesn't have."""
    del line
    return dumped({**record, "remark": "none"})


def duplicate_key(record: Line, line: bytes) -> bytes:
    """Give it its id a second time."""
    return line.removesuffix(b"}\n") + f',"id":{json.dumps(record["id"])}}}\n'.encode()


def wrong_type(record: Line, line: bytes) -> bytes:
    """Make a list a number."""
    del line
    return dumped({**record, "attestations": 7})


def bad_date(record: Line, line: bytes) -> bytes:
    """Let it happen on a day that no calendar has."""
    del line
    return dumped({**record, "date" if record["type"] == "statement" else "signed": "1990-02-30"})


def bad_id(record: Line, line: bytes) -> bytes:
    """Write its id in capital letters."""
    del line
    return dumped({**record, "id": str(record["id"]).upper()})


def missing_field(record: Line, line: bytes) -> bytes:
    """Leave out a field that its type demands."""
    del line
    left_out = "content" if record["type"] == "statement" else "names"
    return dumped({name: value for name, value in record.items() if name != left_out})


def cut_off(record: Line, line: bytes) -> bytes:
    """Lose the end of the line."""
    del record
    return line[: len(line) // 2] + b"\n"


FAULTS: Final[tuple[Fault, ...]] = (
    unknown_key,
    duplicate_key,
    wrong_type,
    bad_date,
    bad_id,
    missing_field,
    cut_off,
)


# --- Files ------------------------------------------------------------------------------------------------------------


def write(path: Path, held: Iterator[bytes]) -> None:
    """Write lines to a file, which exists only once it is whole."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(held)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_tables(folder: Path, held: Iterator[bytes]) -> None:
    """Write lines of statements as tables to a new folder; if that fails, nothing is left of it.

    Raises:
        ImportError: If DuckDB is not installed.
    """
    from benchmarks import tables

    connection = tables.connect()
    folder.mkdir()
    try:
        lines = folder / "corpus.jsonl"
        write(lines, held)
        tables.write(lines, folder, connection)
        lines.unlink()
    except BaseException:
        rmtree(folder)
        raise


def main() -> None:
    """Write a corpus."""
    parser = ArgumentParser(prog="python -m benchmarks.data", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path, help="where to: a file that ends in .jsonl, or a new folder")
    parser.add_argument("count", type=int, help="how many")
    parser.add_argument("--of", choices=KINDS, default="statement", help="of what")
    parser.add_argument("--seed", type=int, default=0, help="what they are drawn from")
    parser.add_argument("--broken", type=float, default=0.0, help="the share that breaks a rule")
    given = parser.parse_args()
    drawn = lines(given.of, given.count, seed=given.seed, broken=given.broken)
    if given.file.suffix:
        write(given.file, drawn)
    elif given.of != "statement" or given.broken:
        parser.error("tables are written of statements, without broken ones")
    else:
        try:
            write_tables(given.file, drawn)
        except ImportError as error:
            parser.error(f"tables are written with DuckDB ({error}); install it with: pip install '.[bench]'")


if __name__ == "__main__":
    main()
