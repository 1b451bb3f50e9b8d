"""Convert plain trees to records and back, and the converters of cattrs that do so."""

from typing import TYPE_CHECKING

from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.engine.reading import date_from_tree, plain, read, record, tree

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["converter", "plain", "read", "record", "register", "tree"]


def converter() -> "Converter":
    """Return a cattrs converter that supports records and dates, for your own classes with such fields."""
    from cattrs import Converter

    result = Converter()
    register(result)
    return result


def register(converter: "Converter") -> None:
    """Register records and dates with a cattrs converter, for your own classes with such fields.

    It then structures and unstructures them as `record` and `tree` do, and raises `InvalidRecord` with their problems.
    """
    converter.register_structure_hook_func(_is_record, lambda value, cls: record(cls, value))
    converter.register_unstructure_hook_func(_is_record, tree)
    converter.register_structure_hook(PartialDate, lambda value, _: date_from_tree(value))
    converter.register_unstructure_hook(PartialDate, plain)


def _is_record(cls: object) -> bool:
    return isinstance(cls, type) and issubclass(cls, Record)
