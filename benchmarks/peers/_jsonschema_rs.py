"""orjson with jsonschema-rs: plain lists and objects that our JSON Schema takes, checked in Rust.

The schema says less than our rules: nothing of dates that are compared, and nothing of keys that stand twice.
"""

import json
from collections.abc import Callable
from importlib import import_module
from typing import Final, Protocol, cast

import orjson
from benchmarks.data import Kind
from benchmarks.peers._peer import Peer, Read, by_line

from alliancekit.schema import line_schema

_UNREADABLE: Final = ("(?!\\\\n)", "\\\\ud800-\\\\udfff")
"""What stands in our patterns for regular expressions as ECMA 262 has them, and the engine in Rust refuses."""


class _Validator(Protocol):
    def is_valid(self, instance: object) -> bool: ...


def _reader(kind: Kind) -> Read:
    del kind
    make = cast("Callable[[object], _Validator]", import_module("jsonschema_rs").validator_for)
    text = json.dumps(line_schema())
    for part in _UNREADABLE:
        text = text.replace(part, "")
    validator = make(json.loads(text))

    def decode(line: bytes) -> object:
        tree: object = orjson.loads(line)
        if not validator.is_valid(tree):
            message = "not valid"
            raise ValueError(message)
        return tree

    return by_line(decode, (ValueError,))


PEERS = (Peer(name="orjson with jsonschema-rs, our schema", packages=("jsonschema-rs", "orjson"), reader=_reader),)
