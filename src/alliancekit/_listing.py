"""The tuple in which a corpus returns records, evidence and disagreements: it prints one line for each item."""

from typing import TypeVar

T_co = TypeVar("T_co", covariant=True)


class Listing(tuple[T_co, ...]):
    """A tuple that prints as a table of its items, in at most 20 lines, in a terminal and in a notebook.

    It equals a tuple of the same items. A part of it, such as ``records[:3]``, is a plain tuple.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        """Return the number of items and one line for each of the first ones."""
        from alliancekit.display.listing import listing_text

        return listing_text(self)

    def _repr_html_(self) -> str:
        """Return the items as a table for a notebook."""
        from alliancekit.display.listing import listing_html

        return listing_html(self)
