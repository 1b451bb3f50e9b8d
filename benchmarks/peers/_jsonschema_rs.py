"""orjson with jsonschema-rs: plain lists and objects, checked against our JSON Schema in Rust.

The schema does not cover all our rules, such as the order of dates and duplicate keys.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Protocol, cast

import orjson
from benchmarks.data import Kind
from benchmarks.peers._peer import Peer, Read, by_line

from alliancekit.schema import line_schema


class _Validator(Protocol):
    def is_valid(self, instance: object) -> bool: ...


def _reader(kind: Kind) -> Read:
    del kind
    make = cast("Callable[[object], _Validator]", import_module("jsonschema_rs").validator_for)
    validator = make(line_schema())

    def decode(line: bytes) -> object:
        tree: object = orjson.loads(line)
        if not validator.is_valid(tree):
            message = "not valid"
            raise ValueError(message)
        return tree

    return by_line(decode, (ValueError,))


PEERS = (Peer(name="orjson with jsonschema-rs, our schema", packages=("jsonschema-rs", "orjson"), reader=_reader),)
