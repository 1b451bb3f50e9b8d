"""The types of columns, and the types inside them."""

from typing import cast

from alliancekit._polars import pl


def inner(dtype: pl.List) -> pl.DataType:
    """Return the type of the items of lists."""
    return cast("pl.DataType", dtype.inner)  # polars allows a class here too


def struct_fields(dtype: pl.Struct) -> dict[str, pl.DataType]:
    """Return the types of the fields of structs, by name."""
    return {field.name: cast("pl.DataType", field.dtype) for field in dtype.fields}


def type_name(dtype: pl.DataType) -> str:
    """Return the name of a type, without the types inside it."""
    return str(dtype.base_type())


def days_as_numbers(dtype: pl.DataType) -> pl.DataType:
    """Return a type with numbers instead of days."""
    if isinstance(dtype, pl.List):
        return pl.List(days_as_numbers(inner(dtype)))
    if isinstance(dtype, pl.Struct):
        return pl.Struct({name: days_as_numbers(inner) for name, inner in struct_fields(dtype).items()})
    return pl.Int32() if dtype == pl.Date else dtype
