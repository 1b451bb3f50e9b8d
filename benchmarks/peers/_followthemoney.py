"""followthemoney: its entities most similar to our records, with and without cleaning of values."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Protocol, cast

import orjson
from benchmarks.data import Kind, Line
from benchmarks.peers._peer import Peer, Read, by_line


class _Model(Protocol):
    def get_proxy(self, data: Mapping[str, object], *, cleaned: bool = True) -> object:
        """Return the entity for plain values."""
        ...


class _Part(Protocol):
    """A JSON object inside a record."""

    def __getitem__(self, name: str, /) -> str: ...


def _convert(record: Line) -> object:
    """Return the entities of a record: an event for a statement; an organization and memberships for a treaty."""
    return _event(record) if record["type"] == "statement" else list(_organization(record))


def _event(record: Line) -> Line:
    venue = cast("_Part", record["venue"])
    attestations = cast("list[_Part]", record["attestations"])
    return {
        "id": record["id"],
        "schema": "Event",
        "properties": {
            "organizer": [record["speaker"]],
            "summary": [venue["kind"]],
            "location": [venue["place"]],
            "date": [record["date"]],
            "description": [record["content"]],
            "involved": [*cast("list[str]", record["addressees"]), *cast("list[str]", record["about"])],
            "proof": [attestation["source"] for attestation in attestations],
        },
    }


def _organization(record: Line) -> Iterator[Line]:
    names = cast("list[_Part]", record["names"])
    dissolved = {"dissolutionDate": [record["ended"]]} if "ended" in record else {}
    properties = {"name": [names[0]["text"]], "incorporationDate": [record["in_force"]], **dissolved}
    yield {"id": record["id"], "schema": "Organization", "properties": properties}
    for party in cast("list[dict[str, object]]", record["parties"]):
        for spell in cast("list[str]", party.get("spells", [f"{record['in_force']}/.."])):
            start, _, end = spell.partition("/")
            yield {
                "id": f"{record['id']}-{party['party']}-{start}",
                "schema": "Membership",
                "properties": {
                    "organization": [record["id"]],
                    "member": [party["party"]],
                    "startDate": [start],
                    "endDate": [] if end == ".." else [end],
                },
            }


def _reader(*, cleaned: bool) -> Callable[[Kind], Read]:
    def reader(kind: Kind) -> Read:
        model = cast("_Model", import_module("followthemoney").model)

        def one(line: bytes) -> object:
            return model.get_proxy(orjson.loads(line), cleaned=cleaned)

        def several(line: bytes) -> object:
            return [model.get_proxy(entity, cleaned=cleaned) for entity in orjson.loads(line)]

        return by_line(one if kind == "statement" else several)

    return reader


PACKAGES = ("followthemoney", "orjson")
PEERS = (
    Peer(
        name="followthemoney, each value cleaned",
        packages=PACKAGES,
        reader=_reader(cleaned=False),
        convert=_convert,
        part=10,
    ),
    Peer(name="followthemoney, taken as clean", packages=PACKAGES, reader=_reader(cleaned=True), convert=_convert),
)
