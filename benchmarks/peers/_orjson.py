"""orjson: plain lists and objects, without types or rules. It is the unit of the comparison."""

import orjson
from benchmarks.data import Kind
from benchmarks.peers._peer import Peer, Read, by_line


def _reader(kind: Kind) -> Read:
    del kind
    return by_line(orjson.loads, (orjson.JSONDecodeError,))


PEERS = (Peer(name="orjson.loads", packages=("orjson",), reader=_reader),)
