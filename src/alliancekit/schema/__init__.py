"""JSON Schema 2020-12 for a corpus, for a line of JSON Lines and for each model, derived from the rules.

A schema accepts every record that a constructor accepts. ``$comment`` maps each keyword to the code of the rule that it
expresses. `extents` lists which rules JSON Schema can express only in part, or not at all. `drafts_schema` returns a
reduced schema for language models.
"""

from alliancekit.rules.json_schema import JsonValue, Schema
from alliancekit.schema._complete import document_schema, line_schema, schema_of, value_schema
from alliancekit.schema._docstrings import docs_of
from alliancekit.schema._drafts import DRAFT_MODELS, drafts_schema
from alliancekit.schema._extents import Extent, extents
from alliancekit.schema._objects import own_fields, project_classes, reference, types
from alliancekit.schema._portable import portable

__all__ = [
    "DRAFT_MODELS",
    "Extent",
    "JsonValue",
    "Schema",
    "docs_of",
    "document_schema",
    "drafts_schema",
    "extents",
    "line_schema",
    "own_fields",
    "portable",
    "project_classes",
    "reference",
    "schema_of",
    "types",
    "value_schema",
]
