"""Find records by their identifiers in external schemes."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from alliancekit.errors import UnknownRecord
from alliancekit.messages import listed, near
from alliancekit.models import Entry
from alliancekit.text import LONGEST_MESSAGE, quote, shorten

Owners: TypeAlias = Mapping[tuple[str, str], Entry]
"""The records, by scheme and value of each identifier."""


def by_identifier(records: Iterable[Entry]) -> Owners:
    """Return the records by their identifiers."""
    return {(each.scheme, each.value): record for record in records for each in record.identifiers}


def unknown_identifier(scheme: str, value: str, owners: Owners) -> UnknownRecord:
    """Return the error for an identifier that no record has, with suggestions."""
    values = [other for name, other in owners if name == scheme]
    if values:
        message, similar = f"no record has the {scheme} identifier {quote(value)}", near(value, values, 3)
    else:
        schemes = sorted({name for name, _ in owners})
        message, similar = f"the corpus has no identifier of the scheme {quote(scheme)}", near(scheme, schemes, 3)
        if schemes and not similar:
            message = shorten(f"{message}; its schemes: {', '.join(schemes)}", LONGEST_MESSAGE)
    return UnknownRecord(f"{message} (did you mean {listed(similar)}?)" if similar else message)
