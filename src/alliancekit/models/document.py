"""The document of a corpus: its schema version, and the rules for a document as a whole."""

from typing import Final

from alliancekit.errors import Severity
from alliancekit.models import KINDS
from alliancekit.rules import Rule

VERSION: Final = 3
"""The schema version of documents that this release writes, and the newest that it reads.

`alliancekit.corpus.migrations` lists the changes of each version.
"""

HEADER: Final = "corpus"
"""The value of `type` in the first line of JSON Lines, which states the schema version."""

SCHEMA: Final = "$schema"
"""The key under which a document may name its JSON Schema, for editors; nothing is loaded from that address."""

VERSIONED = Rule(
    code="AK015",
    demand="A document states its schema version.",
    advice=f"begin the document with 'schema_version: {VERSION}'; in JSON Lines, the first line says it",
)
READABLE = Rule(
    code="AK016",
    demand=f"The schema version of a document is not newer than {VERSION}, the newest that this release reads.",
    advice="install a newer alliancekit",
)
TYPED = Rule(
    code="AK017",
    demand="The first key of a line of JSON Lines is 'type', with a known type.",
    advice=f"begin the line with '\"type\": ' and one of {', '.join(KINDS)}",
)
CURRENT = Rule(
    code="AK018",
    demand=f"A document has the current schema version, {VERSION}; an older document is migrated while it is read.",
    advice="write it in the current version: alliancekit convert OLD NEW",
    severity=Severity.WARNING,
)
RULES = (VERSIONED, READABLE, TYPED, CURRENT)
"""The rules of a document as a whole."""
