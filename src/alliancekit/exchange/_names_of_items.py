"""Ids of records that are made from identifiers of other programs."""

import re
from hashlib import sha256
from typing import Final
from unicodedata import normalize

from attrs import define, field

_ADDRESS: Final = re.compile(r"https?://\S*?([^/#?=\s]+)/*")
"""The address of an item; its last part becomes the slug."""
_OTHER_CHARACTERS: Final = re.compile("[^a-z0-9.]+")
_MAXIMUM_LENGTH: Final = 80


def slug_of(text: str) -> str:
    """Return the slug for an identifier of another program: lower-case letters, digits, hyphens and dots."""
    address = _ADDRESS.fullmatch(text)
    folded = normalize("NFKD", address[1] if address else text).encode("ascii", "ignore").decode().lower()
    slug = _OTHER_CHARACTERS.sub("-", folded)[:_MAXIMUM_LENGTH].strip("-.")
    return slug or f"item-{sha256(text.encode()).hexdigest()[:8]}"


@define
class SlugMaker:
    """Makes slugs that differ from each other.

    Attributes:
        used: The slugs that are in use.
    """

    used: set[str] = field(factory=set)

    def make(self, text: str) -> str:
        """Return a new slug for an identifier; a number is added to one that is in use."""
        base = slug_of(text)
        slug, number = base, 1
        while slug in self.used:
            number += 1
            slug = f"{base}-{number}"
        self.used.add(slug)
        return slug
