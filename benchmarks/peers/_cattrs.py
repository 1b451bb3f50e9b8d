"""cattrs with orjson: attrs classes without rules, and without detailed validation."""

from benchmarks.data import Kind
from benchmarks.peers._msgspec import attrs_twin
from benchmarks.peers._peer import Peer, Read, by_line
from benchmarks.peers._twins import model_of
from cattrs.preconf.orjson import make_converter


def _reader(kind: Kind) -> Read:
    import orjson

    model = attrs_twin(model_of(kind))
    structure = make_converter(detailed_validation=False).get_structure_hook(model)
    return by_line(lambda line: structure(orjson.loads(line), model), (Exception,))


PEERS = (Peer(name="cattrs with orjson, no rules", packages=("cattrs", "orjson"), reader=_reader, part=2),)
