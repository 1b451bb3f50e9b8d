"""Write frames in the format of Stata 14 and later: names, types and missing values that Stata can have."""

import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Final, NoReturn, cast

from alliancekit._polars import pl
from alliancekit.errors import MissingExtra, UnusableInput
from alliancekit.panel._columns import labels_of
from alliancekit.text import quote, shorten

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd

_LONGEST_NAME: Final = 32
_LONGEST_LABEL: Final = 80
_LONGEST_STR: Final = 2045
"""The maximum number of bytes of a text in a row, of the type str; longer text has the type strL."""
_MOST_COLUMNS: Final = 32_767
_RESERVED: Final = re.compile(
    "_all|_b|byte|_coef|_cons|double|float|if|in|int|long|_n|_N|_pi|_pred|_rc|_skip|str[0-9]+|strL|using|with"
    "|_se|NULL|aggregate|array|boolean|break|case|catch|class|colvector|complex|const|continue|default|delegate|delete"
    "|do|else|eltypedef|end|enum|explicit|export|external|for|friend|function|global|goto|inline|local|pragma|protected"
    "|quad|rowvector|short|typedef|typename|virtual"
)
"""The names that Stata reserves (User's Guide, 11.3), and those that pandas does not write, such as words of Mata."""

_INTEGERS: Final = (
    (-127, 100, pl.Int8),
    (-32_767, 32_740, pl.Int16),
    (-2_147_483_647, 2_147_483_620, pl.Int32),
)
"""The types byte, int and long: the lowest and the highest value, and the type here."""

_EXACT: Final = 2**53
"""The largest whole number up to which all can be stored in a double."""

_LARGEST_FLOAT: Final = 1.70141173319264429e38
"""The largest value of Stata's type float."""

_LARGEST_DOUBLE: Final = 8.9884656743115785e307
"""The largest value of Stata's type double."""


def stata_bytes(frame: pl.DataFrame, use: str) -> tuple[bytes, list[tuple[str, str]]]:
    """Return the content of a Stata file for a frame without lists, and the changes of its columns.

    Text is ``str`` if it can be, because Stata does not merge on ``strL``.

    Args:
        frame: The frame.
        use: The name of the file, for messages.

    Returns:
        The bytes, and for each change the name of the column and a description.

    Raises:
        MissingExtra: If pandas is not installed.
        UnusableInput: If a column has values that Stata can't have, or there are no columns or too many.
    """
    MissingExtra.demand("files of Stata need", "stata", "pandas")
    if not 1 <= frame.width <= _MOST_COLUMNS:
        message = f"{use} must have 1 to {_MOST_COLUMNS:,} columns, got {frame.width:,}"
        raise UnusableInput(message)
    labels = labels_of(frame.schema)
    changes: list[tuple[str, str]] = []
    columns: dict[str, pl.Series] = {}
    labels_of_variables: dict[Hashable, str] = {}
    for column, name in zip(frame, _names(frame.columns), strict=True):
        columns[name], change = _converted(column, use)
        if name != column.name:
            changes.append((column.name, f"the name is written as {name}"))
        if change:
            changes.append((column.name, change))
        if label := labels.get(column.name, "" if name == column.name else shorten(column.name, _LONGEST_LABEL)):
            labels_of_variables[name] = label
    return _encoded(columns, labels_of_variables), changes


def _names(columns: list[str]) -> Iterator[str]:
    """Yield a name for each column that Stata allows, all different."""
    used = set(columns)
    for column in columns:
        name = "".join(map(_letter, column))
        name = f"_{name}" if not name or name[0].isdigit() else name
        name = f"{name}_" if _RESERVED.fullmatch(name) else name
        name = base = name[:_LONGEST_NAME]
        number = 1
        while name != column and name in used:
            number += 1
            name = f"{base[: _LONGEST_NAME - len(str(number)) - 1]}_{number}"
        used.add(name)
        yield name


def _letter(character: str) -> str:
    """Return a character that names in Stata may have: a letter, a digit of ASCII, or an underscore.

    pandas does not write three letters of Latin-1: the ordinal indicators and the micro sign.
    """
    letter = character.isalpha() and character not in "\xaa\xb5\xba"
    return character if letter or (character.isascii() and character.isdigit()) else "_"


def _converted(column: pl.Series, use: str) -> tuple[pl.Series, str]:
    """Return a column in the smallest type of Stata, and a description of the change; empty if there is none."""
    dtype = column.dtype
    if isinstance(dtype, pl.String | pl.Categorical | pl.Enum):
        return _text(column.cast(pl.String), use)
    if dtype.is_integer():
        return _integers(column, use), ""
    if dtype.is_float():
        return _floats(column, use), "NaN is written as missing" if column.is_nan().any() else ""
    if isinstance(dtype, pl.Boolean):
        return column.cast(pl.Int8), "true and false are written as 1 and 0"
    if isinstance(dtype, pl.Null):
        return column.cast(pl.Int8), ""
    if isinstance(dtype, pl.Date):
        return column, ""
    message = f"{use} can't have the column {quote(column.name)} of the type {dtype}; convert it to text or numbers"
    raise UnusableInput(message)


def _integers(column: pl.Series, use: str) -> pl.Series:
    """Return whole numbers as byte, int or long, or if they are too large as double."""
    lowest, highest = (cast("int", end or 0) for end in (column.min(), column.max()))
    for least, most, dtype in _INTEGERS:
        if least <= lowest <= highest <= most:
            return column.cast(dtype)
    for value in (lowest, highest):
        if not -_EXACT <= value <= _EXACT:
            _refuse(value, column, use)
    return column.cast(pl.Float64)


def _floats(column: pl.Series, use: str) -> pl.Series:
    """Return numbers as float if they have 32 bits and are not too large, or else as double."""
    known = column.fill_nan(None)
    largest = cast("float", known.abs().max() or 0.0)
    if column.dtype == pl.Float32 and largest <= _LARGEST_FLOAT:
        return known
    for value in known.filter(known.abs() > _LARGEST_DOUBLE)[:1]:
        _refuse(value, column, use)
    return known.cast(pl.Float64)


def _text(column: pl.Series, use: str) -> tuple[pl.Series, str]:
    """Return a column of text, and a description: a null becomes empty text, which is the missing text of Stata."""
    for value in column.filter(column.str.contains("\0", literal=True))[:1]:
        _refuse(value, column, use)
    return column.fill_null(""), "missing text is written as empty text" if column.null_count() else ""


def _refuse(value: object, column: pl.Series, use: str) -> NoReturn:
    """Raise `UnusableInput` for a value that Stata can't have."""
    message = f"{use} can't have the value {quote(value)} of the column {quote(column.name)}; convert or drop it"
    raise UnusableInput(message)


def _encoded(columns: dict[str, pl.Series], labels: "dict[Hashable, str]") -> bytes:
    """Return the content of a file, as pandas writes it."""
    import pandas as pd

    data = BytesIO()
    texts = {name: column for name, column in columns.items() if column.dtype == pl.String}
    long = [name for name, text in texts.items() if cast("int", text.str.len_bytes().max() or 0) > _LONGEST_STR]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the changes of columns say what the file has
        pd.DataFrame({name: _in_pandas(column) for name, column in columns.items()}).to_stata(
            data,
            write_index=False,
            version=118,
            convert_dates={name: "td" for name, column in columns.items() if column.dtype == pl.Date},
            variable_labels=labels,
            convert_strl=long,
        )
    return data.getvalue()


def _in_pandas(column: pl.Series) -> "pd.Series":
    """Return a column in a type that pandas writes with missing values: whole numbers need a mask."""
    import pandas as pd

    if column.dtype == pl.String:
        return pd.Series(column.to_numpy(), dtype=object)
    if column.dtype == pl.Date:
        return pd.Series(column.cast(pl.Datetime("ms")).to_numpy())
    if column.dtype.is_integer():
        return pd.Series(pd.arrays.IntegerArray(column.fill_null(0).to_numpy(), column.is_null().to_numpy()))
    return pd.Series(column.to_numpy())
