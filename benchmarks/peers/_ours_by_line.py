"""alliancekit line by line: the objects of orjson become records, with all rules of records."""

from benchmarks.data import Kind
from benchmarks.peers._peer import Peer, Read, by_line

from alliancekit import convert
from alliancekit.errors import InvalidRecord
from alliancekit.models import KINDS


def _reader(kind: Kind) -> Read:
    import orjson

    model = KINDS[kind]

    def decode(line: bytes) -> object:
        tree: dict[str, object] = orjson.loads(line)
        del tree["type"]
        return convert.record(model, tree)

    return by_line(decode, (InvalidRecord, orjson.JSONDecodeError))


PEERS = (Peer(name="`alliancekit.convert.record`", packages=("orjson",), reader=_reader, checks=True),)
