"""Compare the columns of a table with the layout, and convert columns of other types with the same values."""

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import evolve

from alliancekit._polars import pl
from alliancekit.columns.dtypes import inner, struct_fields, type_name
from alliancekit.columns.layout import layout
from alliancekit.errors import Path, Problem, path_text
from alliancekit.project_fields import FIELD
from alliancekit.rules.problems import unknown_field
from alliancekit.rules.shape import MISSING, TYPE

_SMALL_INTEGERS: Final = (pl.Int8(), pl.Int16(), pl.Int32(), pl.UInt8(), pl.UInt16(), pl.UInt32())
"""The types of whole numbers whose values are values of 64 bits."""

_INDEX_HINT: Final = "pandas has written its index; write the table with index=False"

_EXACT: Final = 1 << 53
"""From here on, floating-point numbers can't represent every whole number."""


def layout_problems(model: type, schema: Mapping[str, pl.DataType]) -> tuple[Problem, ...]:
    """Return a problem for each column that differs from the layout of a type.

    The order of columns is free, and so are types with the same values; see `in_layout`.
    """
    return tuple(_struct_problems(layout(model), schema, ()))


def fraction_problems(model: type, rows: pl.LazyFrame, schema: Mapping[str, pl.DataType]) -> Iterator[Problem]:
    """Yield a problem for each column of floating-point numbers with other numbers than whole ones.

    pandas makes such a column of whole numbers if some are missing. From 2 ** 53 on, it may have changed them.
    """
    for name, dtype in layout(model).items():
        if name in schema and _is_float(dtype, schema[name]):
            values = rows.select(name).collect().get_column(name).drop_nulls()
            if not ((values.floor() == values) & (values.abs() < _EXACT)).all():
                message = f"{name} must be a column of type Int64, got Float64 with other numbers than whole ones"
                yield TYPE.problem(message, path=(name,), hint="write the column with that type")


def in_layout(model: type, rows: pl.LazyFrame, schema: Mapping[str, pl.DataType]) -> pl.LazyFrame:
    """Return rows without layout problems in the exact types of the layout of a type.

    Other programs encode some values in another way. These types have the same values: no type at all, in a column that
    is null in each row; categories for texts; smaller whole numbers; and floating-point numbers that are whole.
    """
    expected = layout(model)
    if FIELD in expected and FIELD not in schema:
        rows = rows.with_columns(pl.lit(None, dtype=expected[FIELD]).alias(FIELD))
        schema = {**schema, FIELD: expected[FIELD]}
    changed = {name: dtype for name, dtype in expected.items() if not _same(dtype, schema[name])}
    return rows.cast({name: _in_order(dtype, schema[name]) for name, dtype in changed.items()}) if changed else rows


def _struct_problems(
    expected: Mapping[str, pl.DataType], got: Mapping[str, pl.DataType], path: Path
) -> Iterator[Problem]:
    for name in got:
        if name not in expected:
            problem = unknown_field(name, set(expected), path)
            yield evolve(problem, hint=_INDEX_HINT) if name.startswith("__index_level_") else problem
    for name, dtype in expected.items():
        place = (*path, name)
        if name == FIELD and name not in got:
            continue  # no project has fields
        if name not in got:
            yield MISSING.problem(
                f"{path_text(place)} is missing", path=place, hint=f"add the column, of type {type_name(dtype)}"
            )
        else:
            yield from _type_problems(dtype, got[name], place)


def _type_problems(expected: pl.DataType, got: pl.DataType, path: Path) -> Iterator[Problem]:
    """Yield the problems of the type of a column and of the types inside it."""
    if isinstance(expected, pl.List) and isinstance(got, pl.List):
        yield from _type_problems(inner(expected), inner(got), path)
    elif isinstance(expected, pl.Struct) and isinstance(got, pl.Struct):
        yield from _struct_problems(struct_fields(expected), struct_fields(got), path)
    elif expected != got and not _has_equal_values(expected, got) and not (len(path) == 1 and _is_float(expected, got)):
        message = f"{path_text(path)} must be a column of type {type_name(expected)}, got {type_name(got)}"
        yield TYPE.problem(message, path=path, hint="write the column with that type")


def _has_equal_values(expected: pl.DataType, got: pl.DataType) -> bool:
    """Return whether each value of a type that other programs write is a value of the expected type."""
    if expected == pl.String:
        return isinstance(got, pl.Categorical | pl.Enum | pl.Null)
    return got == pl.Null or (expected == pl.Int64 and got in _SMALL_INTEGERS)


def _is_float(expected: pl.DataType, got: pl.DataType) -> bool:
    """Return whether numbers have another type that may have the same values."""
    return expected == pl.Int64 and got == pl.Float64


def _same(expected: pl.DataType, got: pl.DataType) -> bool:
    """Return whether types are equal but for the order of the fields of structs."""
    return _in_order(expected, got) == got


def _in_order(expected: pl.DataType, got: pl.DataType) -> pl.DataType:
    """Return the expected type with the fields of structs in the order of another type, so that none is moved."""
    if isinstance(expected, pl.List) and isinstance(got, pl.List):
        return pl.List(_in_order(inner(expected), inner(got)))
    if isinstance(expected, pl.Struct) and isinstance(got, pl.Struct):
        fields = struct_fields(expected)
        return pl.Struct({name: _in_order(fields[name], dtype) for name, dtype in struct_fields(got).items()})
    return expected
