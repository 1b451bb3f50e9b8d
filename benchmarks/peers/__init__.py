"""Peers: other libraries that convert a line of JSON to an object, one module each; missing ones are skipped."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Final, cast

from benchmarks.peers._ours import FASTEST
from benchmarks.peers._peer import Peer, Read, Result

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
"""The modules, the unit first, each with the packages that it imports."""


@cache
def peers() -> tuple[Peer, ...]:
    """Return the peers that are installed, the unit first; print which are not."""
    installed: list[Peer] = []
    for name, packages in MODULES.items():
        missing = [package for package in packages if find_spec(package) is None]
        if missing:
            print(f"skipped: {name.strip('_')}, because {' and '.join(missing)} can't be imported")
        else:
            installed += cast("tuple[Peer, ...]", import_module(f"{__name__}.{name}").PEERS)
    return tuple(installed)


def named(name: str) -> Peer:
    """Return the peer with a name."""
    return next(peer for peer in peers() if peer.name == name)


__all__ = ["FASTEST", "Peer", "Read", "Result", "named", "peers"]
