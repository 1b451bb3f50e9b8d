"""Those that do the same job: a line of JSON to an object. A module each; what is not installed is left out."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Final, cast

from benchmarks.peers._ours import FASTEST
from benchmarks.peers._peer import Held, Peer, Read

MODULES: Final = {
    "_orjson": ("orjson",),
    "_json": (),
    "_msgspec": ("msgspec",),
    "_pydantic": ("pydantic",),
    "_jsonschema_rs": ("jsonschema_rs", "orjson"),
    "_cattrs": ("cattrs", "msgspec", "orjson"),
    "_followthemoney": ("followthemoney", "orjson"),
    "_stix2": ("stix2", "orjson"),
    "_ours_by_line": ("orjson",),
    "_ours": (),
}
"""The modules, the unit first, each with what it imports."""


@cache
def peers() -> tuple[Peer, ...]:
    """Return those that are installed, the unit first; say which are not."""
    found: list[Peer] = []
    for name, needed in MODULES.items():
        absent = [package for package in needed if find_spec(package) is None]
        if absent:
            print(f"left out: {name.strip('_')}, since {' and '.join(absent)} can't be imported")
        else:
            found += cast("tuple[Peer, ...]", import_module(f"{__name__}.{name}").PEERS)
    return tuple(found)


def named(name: str) -> Peer:
    """Return a peer by its name."""
    return next(peer for peer in peers() if peer.name == name)


__all__ = ["FASTEST", "Held", "Peer", "Read", "named", "peers"]
