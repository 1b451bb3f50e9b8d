"""Entry points for pydantic 2: it calls these methods of the types of its fields.

The classes that have them must not import pydantic. So the methods import the code on the first call.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

    from alliancekit.rules.rule import FieldRule


class PydanticType:
    """A base class of types that pydantic validates, serializes and describes."""

    __slots__: tuple[str, ...] = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """Return how pydantic validates and serializes a value."""
        from alliancekit._pydantic import type_schema

        del source, handler
        return type_schema(cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> "JsonSchemaValue":
        """Return the JSON Schema of a value; its definitions become definitions of the whole schema."""
        from alliancekit._pydantic import json_schema

        del schema
        return json_schema(cls, handler)


def rule_schema(rule: "FieldRule", source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
    """Return how pydantic validates and describes a value whose annotation has a rule."""
    from alliancekit import _pydantic

    return _pydantic.rule_schema(rule, source, handler)
