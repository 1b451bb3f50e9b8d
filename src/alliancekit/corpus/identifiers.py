"""Find records by their identifiers in external schemes."""

from collections.abc import Iterable, Mapping
from functools import partial
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
        message = f"no record has the {scheme} identifier {quote(value)}"
        return UnknownRecord(message, partial(_hint, value, values))
    schemes = sorted({name for name, _ in owners})
    message = f"the corpus has no identifier of the scheme {quote(scheme)}"
    if schemes and not near(scheme, schemes, 3):
        message = shorten(f"{message}; its schemes: {', '.join(schemes)}", LONGEST_MESSAGE)
    return UnknownRecord(message, partial(_hint, scheme, schemes))


def _hint(word: str, words: Iterable[str]) -> str:
    similar = near(word, words, 3)
    return f"did you mean {listed(similar)}?" if similar else ""
