"""json of the standard library: plain lists and objects, without types or rules."""

import json

from benchmarks.data import Kind
from benchmarks.peers._peer import Peer, Read, by_line


def _reader(kind: Kind) -> Read:
    del kind
    return by_line(json.loads, (ValueError,))


PEERS = (Peer(name="json.loads", packages=(), reader=_reader),)
