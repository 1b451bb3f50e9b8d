"""Identify the items of lists, to compare and to merge versions of a list."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import TypeAlias, cast

from alliancekit.rules.field_paths import keys
from alliancekit.rules.shape import Kind, Shape

ItemKey: TypeAlias = tuple[object, int]
"""What identifies an item: some of its fields or the whole item, and the number of items before it that are alike."""


def by_key(names: Sequence[str] | None, items: Iterable[object]) -> dict[ItemKey, object]:
    """Return the items of a list by what identifies them, in their order.

    Args:
        names: The fields in which the items must differ, as in `Shape.unique_by`. Without any, the whole item
            identifies it.
        items: The items.
    """
    fields_of = attrgetter(*names) if names else _whole
    result: dict[ItemKey, object] = {}
    alike: dict[object, int] = {}
    for item in items:
        own: object = fields_of(item)
        number = alike.get(own, 0)
        alike[own] = number + 1
        result[own, number] = item
    return result


def _whole(item: object) -> object:
    return item


def has_names(shape: Shape, names: Sequence[str] | None) -> bool:
    """Return whether the items of a list have names of their own: fields that identify them, or distinct texts."""
    return bool(names) or (names is not None and cast("Shape", shape.item).kind in (Kind.TEXT, Kind.CHOICE))


def item_name(shape: Shape, item: object) -> str:
    """Return the name of an item, as in the names of fields: ``state:usa`` in ``parties[state:usa]``."""
    return next(keys(shape, item))
