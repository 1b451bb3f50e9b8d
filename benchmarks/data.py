"""Generate corpora of any size in JSON Lines; like real ones, they have unique ids, and few speakers, sources and days.

Run ``python -m benchmarks.data FILE COUNT``, with the options ``--of treaty``, ``--seed 7`` and ``--broken 0.01``. A
FILE without a suffix is a folder of Parquet tables, for statements only. The same seed gives the same bytes. Writing
takes constant memory. The first lines are the actors, states and sources to which the others refer, so that the corpus
is valid.
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
"""The number of lines before the first generated record: the header and the records to which others refer."""

LENGTH: Final = 20_000
"""The length of the text of a source, in code points."""

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
        kind: The kind of its records.
        count: The number of these records.
        seed: The seed of the random numbers.
        broken: The share of records that break a rule, each in one way. It does not change the other records.
    """
    chance = Random(f"{seed} broken")  # noqa: S311 - not for security
    yield from map(dumped, leading())
    for record in records(kind, count, seed=seed):
        line = dumped(record)
        yield chance.choice(FAULTS)(record, line) if chance.random() < broken else line


def dumped(line: object) -> bytes:
    """Return a line of compact JSON."""
    return json.dumps(line, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def leading() -> Iterator[Line]:
    """Yield the header and the records to which others refer."""
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
    """Yield valid statements or treaties."""
    make = {"statement": statement, "treaty": treaty}[kind]
    chance = Random(f"{seed} {kind}")  # noqa: S311 - not for security
    return (make(chance, n) for n in range(count))


def statement(chance: Random, number: int) -> Line:
    """Return a statement of about 600 bytes: one or two attestations, the first with one or two anchors."""
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
    """Return an anchor with random hashes."""
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


# --- Mistakes in a line -----------------------------------------------------------------------------------------------

Fault: TypeAlias = Callable[[Line, bytes], bytes]


def unknown_key(record: Line, line: bytes) -> bytes:
    """Add a field that its type does not have."""
    del line
    return dumped({**record, "remark": "none"})


def duplicate_key(record: Line, line: bytes) -> bytes:
    """Repeat its id."""
    return line.removesuffix(b"}\n") + f',"id":{json.dumps(record["id"])}}}\n'.encode()


def wrong_type(record: Line, line: bytes) -> bytes:
    """Replace a list by a number."""
    del line
    return dumped({**record, "attestations": 7})


def bad_date(record: Line, line: bytes) -> bytes:
    """Set its date to a day that does not exist."""
    del line
    return dumped({**record, "date" if record["type"] == "statement" else "signed": "1990-02-30"})


def bad_id(record: Line, line: bytes) -> bytes:
    """Write its id in capital letters."""
    del line
    return dumped({**record, "id": str(record["id"]).upper()})


def missing_field(record: Line, line: bytes) -> bytes:
    """Remove a required field."""
    del line
    removed = "content" if record["type"] == "statement" else "names"
    return dumped({name: value for name, value in record.items() if name != removed})


def cut_off(record: Line, line: bytes) -> bytes:
    """Cut off the end of the line."""
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


def write(path: Path, content: Iterator[bytes]) -> None:
    """Write lines to a file, which appears only when it is complete."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_tables(folder: Path, content: Iterator[bytes]) -> None:
    """Write lines of statements as tables to a new folder; if this fails, the folder is removed.

    Raises:
        ImportError: If DuckDB is not installed.
    """
    from benchmarks import tables

    connection = tables.connect()
    folder.mkdir()
    try:
        lines = folder / "corpus.jsonl"
        write(lines, content)
        tables.write(lines, folder, connection)
        lines.unlink()
    except BaseException:
        rmtree(folder)
        raise


def main() -> None:
    """Write a corpus."""
    parser = ArgumentParser(prog="python -m benchmarks.data", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path, help="the file to write, with the suffix .jsonl, or a new folder")
    parser.add_argument("count", type=int, help="the number of records")
    parser.add_argument("--of", choices=KINDS, default="statement", help="the kind of records")
    parser.add_argument("--seed", type=int, default=0, help="the seed of the random numbers")
    parser.add_argument("--broken", type=float, default=0.0, help="the share of records that break a rule")
    arguments = parser.parse_args()
    content = lines(arguments.of, arguments.count, seed=arguments.seed, broken=arguments.broken)
    if arguments.file.suffix:
        write(arguments.file, content)
    elif arguments.of != "statement" or arguments.broken:
        parser.error("tables support only statements, without broken ones")
    else:
        try:
            write_tables(arguments.file, content)
        except ImportError as error:
            parser.error(f"tables need DuckDB ({error}); install it with: pip install --group bench")


if __name__ == "__main__":
    main()
