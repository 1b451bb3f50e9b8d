"""The document reads the rules here: JSON Schema 2020-12 for a corpus, for a line of JSON Lines and for each model.

A schema never refuses what construction takes. Where it refuses something, ``x-rules`` beside the keyword at work
names the code of the rule, and the description says it. What JSON Schema has no words for, `extents` lists.
"""

from alliancekit.rules.json_schema import JsonValue, Schema
from alliancekit.schema._extents import Extent, extents
from alliancekit.schema._objects import types
from alliancekit.schema._whole import document_schema, line_schema, schema_of

__all__ = ["Extent", "JsonValue", "Schema", "document_schema", "extents", "line_schema", "schema_of", "types"]
