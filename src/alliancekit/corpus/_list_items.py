"""Identify the items of lists, to compare and to merge versions of a list."""

from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias, cast

from alliancekit.rules.field_paths import keys
from alliancekit.rules.shape import Kind, Shape

Key: TypeAlias = tuple[object, ...]
"""What identifies an item: some of its fields or the whole item, and the number of items before it that are alike."""


def by_key(shape: Shape, items: Iterable[object]) -> dict[Key, object]:
    """Return the items of a list by what identifies them, in their order.

    This is the values of the fields in which the items must differ, if the rules of the list name any, as in
    `Shape.unique_by`; otherwise the whole item.
    """
    result: dict[Key, object] = {}
    alike: Counter[Key] = Counter()
    for item in items:
        own = tuple(getattr(item, name) for name in shape.unique_by) if shape.unique_by else (item,)
        result[*own, alike[own]] = item
        alike[own] += 1
    return result


def has_names(shape: Shape) -> bool:
    """Return whether the items of a list have names of their own: fields that identify them, or distinct words."""
    item = cast("Shape", shape.item)
    return bool(shape.unique_by) or (shape.unique_by is not None and item.kind in (Kind.TEXT, Kind.CHOICE))


def item_name(shape: Shape, item: object) -> str:
    """Return the name of an item, as in the names of fields: ``state:usa`` in ``parties[state:usa]``."""
    return next(keys(shape, item))
