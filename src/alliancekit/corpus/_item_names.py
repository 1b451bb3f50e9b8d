"""The name of the column of an item of a list."""

from typing import Final

_VERBS: Final = frozenset({"amends", "replaces"})
"""The names of lists that are no plural nouns, although they end in s."""


def item_name(field: str) -> str:
    """Return the name of an item of a list: the singular of its name, or its name if this is no plural.

    Args:
        field: The name of the list, such as ``members``; the item is then a ``member``.
    """
    if field in _VERBS:
        return field
    if field.endswith("ies"):
        return f"{field.removesuffix('ies')}y"
    return field.removesuffix("s")
