"""Convert plain trees to records and back, and the converters of cattrs that do so."""

from functools import partial
from typing import TYPE_CHECKING, cast

from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.engine.reading import date_from_tree as date
from alliancekit.engine.reading import plain, read, record, tree
from alliancekit.errors import AllianceKitError

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["converter", "date", "format_exception", "plain", "read", "record", "register", "tree"]


def converter() -> "Converter":
    """Return a cattrs converter that supports records and dates, for your own classes with such fields."""
    from cattrs import Converter

    result = Converter()
    register(result)
    return result


def register(converter: "Converter") -> None:
    """Register records and dates with a cattrs converter, for your own classes with such fields.

    It then structures and unstructures them as `record` and `tree` do, and raises `InvalidRecord` with their problems.
    With detailed validation, the default, this is also a group of exceptions of cattrs: `cattrs.transform_error`
    returns one line for each problem, with its path. Pass `format_exception` to it.
    """
    converter.register_structure_hook_func(_is_record, partial(_structure, converter))
    converter.register_unstructure_hook_func(_is_record, tree)
    converter.register_structure_hook(PartialDate, partial(_structure, converter))
    converter.register_unstructure_hook(PartialDate, plain)


def format_exception(error: BaseException, type_: type | None) -> str:
    """Return the message of an error, for the argument of this name of `cattrs.transform_error`.

    Problems of records and dates have their code, message and hint; other errors are as cattrs describes them.
    """
    from cattrs.v import format_exception as default

    return str(error) if isinstance(error, AllianceKitError) else default(error, type_)


def _structure(converter: "Converter", value: object, cls: type) -> object:
    """Return a record or a date for cattrs."""
    structure = date if cls is PartialDate else partial(record, cast("type[Record]", cls))
    if not converter.detailed_validation:
        return structure(value)
    from alliancekit._cattrs_errors import located

    return located(structure, value, cls)


def _is_record(cls: object) -> bool:
    return isinstance(cls, type) and issubclass(cls, Record)
