"""stix2: its objects most similar to our records, with its own checks."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Protocol, cast
from uuid import NAMESPACE_URL, uuid5

import orjson
from benchmarks.data import Kind, Line
from benchmarks.peers._peer import Peer, Read, by_line

SEEN = "2025-01-01T00:00:00.000Z"


class _Parse(Protocol):
    def __call__(self, data: Mapping[str, object], *, version: str) -> object:
        """Return the object for plain values."""
        ...


def _id(kind: str, of: object) -> str:
    return f"{kind}--{uuid5(NAMESPACE_URL, str(of))}"


def _object(kind: str, of: object, **properties: object) -> Line:
    """Return an object with the common properties."""
    common = {"type": kind, "spec_version": "2.1", "id": _id(kind, of), "created": SEEN, "modified": SEEN}
    return {**common, **properties}


def _convert(record: Line) -> object:
    """Return the objects of a record: a note for a statement; a grouping and relationships for a treaty."""
    return [_note(record)] if record["type"] == "statement" else list(_grouping(record))


def _note(record: Line) -> Line:
    about = [*cast("list[str]", record["addressees"]), *cast("list[str]", record["about"])]
    attestations = cast("list[dict[str, str]]", record["attestations"])
    day = str(record["date"])
    return {
        **_object("note", record["id"]),
        "created": f"{day if day.count('-') > 1 else f'{day}-01'}T00:00:00.000Z",
        "created_by_ref": _id("identity", record["speaker"]),
        "abstract": cast("dict[str, str]", record["venue"])["place"],
        "content": record["content"],
        "object_refs": [_id("identity", each) for each in about],
        "external_references": [
            {"source_name": each["source"], "description": each["wording"]} for each in attestations
        ],
    }


def _grouping(record: Line) -> Iterator[Line]:
    names = cast("list[dict[str, str]]", record["names"])
    parties = cast("list[dict[str, str]]", record["parties"])
    refs = [_id("identity", each["party"]) for each in parties]
    yield _object("grouping", record["id"], name=names[0]["text"], context="unspecified", object_refs=refs)
    for commitment in cast("list[dict[str, object]]", record["commitments"]):
        for toward in cast("list[str]", commitment["toward"]):
            yield _object(
                "relationship",
                f"{record['id']} {commitment['by']} {toward}",
                relationship_type=commitment["obligation"],
                source_ref=_id("identity", commitment["by"]),
                target_ref=_id("identity", toward),
                start_time=f"{record['in_force']}T00:00:00.000Z",
            )


def _reader(kind: Kind) -> Read:
    del kind
    parse: _Parse = import_module("stix2").parse
    return by_line(lambda line: [parse(each, version="2.1") for each in orjson.loads(line)])


PEERS = (Peer(name="stix2, its own checks", packages=("stix2", "orjson"), reader=_reader, convert=_convert, part=20),)
