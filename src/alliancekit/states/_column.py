"""Conversion of whole columns of codes or names, with a report of the values that did not convert."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Final, Protocol, TypeAlias, cast, runtime_checkable

from attrs import evolve, field, frozen

from alliancekit._arguments import Number, When, code_of, date_of, is_missing, whole_number
from alliancekit.errors import InvalidDate, NoState
from alliancekit.messages import counted, described
from alliancekit.states._lookup import IDENTIFIER_KINDS, Aliases, IdentifierKind, known, language_of_name
from alliancekit.states._search import Search, alias_index
from alliancekit.text import quote

_LONG_UNITS: Final = ("datetime64[Y]", "datetime64[M]", "datetime64[W]")
"""Types of numpy for dates longer than a day; `tolist` would convert these to the first of their days."""

_NO_COLUMNS: Final = (str, bytes, Mapping, AbstractSet)
"""Iterable types that are not columns: they yield letters, keys, or values in no order."""

_TWO: Final = 2

_Key: TypeAlias = tuple[type, object, type, object]
"""A value and a date, with their types: True is no 1."""

_FEW: Final = 5
"""The maximum number of rows that a line of the report lists."""


@runtime_checkable
class _Labels(Protocol):
    """The index of a Series of pandas."""

    is_unique: bool

    def equals(self, other: object, /) -> bool: ...
    def isin(self, values: object, /) -> "_Flags": ...


class _Flags(Protocol):
    def all(self) -> bool: ...


class _Labelled(Protocol):
    """A Series of pandas."""

    def reindex(self, index: object, /) -> Iterable[object]: ...


@frozen
class Unconverted:
    """A value that did not convert on a date.

    Attributes:
        value: The value; None for NaN and the other missing values of pandas.
        on: The date; None if it is missing.
        rows: The positions, from 0, of all rows with this value and this date.
        reason: Why the value did not convert.
    """

    value: object
    on: object
    rows: tuple[int, ...]
    reason: str

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self.rows)

    def __str__(self) -> str:
        """Return the value, date, first rows and reason on one line."""
        return f"{_rows_with(self.value, self.on, self.rows)}: {self.reason}"


@frozen
class Assumed:
    """A value that converted only with an assumption, which `early` or `carry_forward` allowed.

    Attributes:
        value: The value.
        on: The date.
        rows: The positions, from 0, of all rows with this value and this date.
        assumption: What was assumed.
    """

    value: object
    on: object
    rows: tuple[int, ...]
    assumption: str

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self.rows)

    def __str__(self) -> str:
        """Return the value, date, first rows and assumption on one line."""
        return f"{_rows_with(self.value, self.on, self.rows)}: {self.assumption}"


@frozen
class Converted:
    """A converted column, with a report.

    Attributes:
        values: The converted value of each row, in order; None if it did not convert.
        report: The values that did not convert: each pair of value and date once, in the order of their first rows.
        assumed: The values that converted only with an assumption, likewise.
    """

    values: tuple[str | None, ...] = field(repr=False)
    report: tuple[Unconverted, ...]
    assumed: tuple[Assumed, ...] = ()

    def __str__(self) -> str:
        """Return the number of converted rows, and a line for each value that did not convert or has an assumption."""
        failures = sum(each.count for each in self.report)
        head = f"{counted(len(self.values) - failures, 'row')} of {len(self.values)} converted"
        return "\n".join((head, *map(str, self.report), *map(str, self.assumed)))


def convert_column(  # noqa: PLR0913 - the columns and the options of a look-up
    values: Iterable[str | Number | float | None],
    *,
    from_: IdentifierKind,
    to: IdentifierKind,
    on: When | float | Iterable[object],
    early: bool = False,
    carry_forward: bool = False,
    aliases: Aliases | None = None,
    language: str | None = None,
) -> Converted:
    """Convert a column of state codes, names or ids, and report the values that do not convert.

    Each pair of value and date is looked up once. A value that does not convert becomes None and is in the report:
    nothing is guessed, and no row is dropped.

    A float without a fraction, such as 255.0, is read as a whole number: pandas stores whole numbers as floats if a
    column has a blank. Blanks are None, NaN, the NA and NaT of pandas, and text of spaces only. They do not convert.

    Two Series of pandas are matched by their indexes, so that the order of the dates does not matter. All other columns
    are matched by position.

    >>> from alliancekit import states
    >>> column = states.convert_column([260, 260, 850, None], from_="gw", to="cow", on=[1960, 1994, 1940, 1960])
    >>> column.values
    ('260', '255', None, None)
    >>> print(column)
    2 rows of 4 converted
    850 on 1940, 1 row (position 2): the gw code '850' is not in use on 1940: it belongs to state:idn (1945-08-17/..)
    None on 1960, 1 row (position 3): the value is missing

    Args:
        values: The column: a list, a polars or pandas Series, an array of numpy, or another iterable of text, whole
            numbers or blanks. It must not be text, a mapping, a set or a frame.
        from_: The kind of the values: a code system, ``name`` or ``state``, as for `convert`.
        to: The kind to convert to: likewise.
        on: One date for all rows, or a column of dates with one date for each value: years, EDTF strings, days, or
            times at midnight, as pandas and polars store days. Floats and blanks are read as in the values.
        early: Whether a code or name stands for its state before its time, as for `get`.
        carry_forward: Whether the last entries of each of the two lists are used for later dates, as for `get`.
        aliases: Your own names and codes, as for `get`.
        language: The language of names in the result, as for `convert`.

    Raises:
        UnknownSystem: If `from_` or `to` is not one of the allowed kinds.
        InvalidDate: If `on` is a single invalid date.
        ValueError: If the columns of dates and of values differ in length, or if both are Series of pandas whose
            indexes have different labels; or if two aliases with different states are the same name; or if there is a
            language, but `to` is not ``name``.
        TypeError: If `values` or `on` is not one column, such as a frame.
    """
    source, target = known(from_, IDENTIFIER_KINDS), known(to, IDENTIFIER_KINDS)
    plain = _plain(_column(values, "values"))
    days = _days(on, values, len(plain))
    options = Search(alias_index(aliases), early, carry_forward, language_of_name(language, to))
    results: dict[_Key, tuple[str | None, str]] = {}
    listed: dict[_Key, list[int]] = {}
    column: list[str | None] = []
    for row, (value, day) in enumerate(zip(plain, days, strict=True)):
        key = (value.__class__, value, day.__class__, day)
        result = results.get(key)
        if result is None:
            result = results[key] = _convert_one(value, source, target, day, evolve(options, assumptions=[]))
        if result[1]:
            listed.setdefault(key, []).append(row)
        column.append(result[0])
    report: list[Unconverted] = []
    assumed: list[Assumed] = []
    for key, rows in listed.items():
        converted, text = results[key]
        if converted is None:
            report.append(Unconverted(key[1], key[3], tuple(rows), text))
        else:
            assumed.append(Assumed(key[1], key[3], tuple(rows), text))
    return Converted(tuple(column), tuple(report), tuple(assumed))


def _column(values: object, name: str) -> Iterable[object]:
    """Return the values if they are one column; raise a TypeError for frames, text, mappings and sets."""
    dimensions: object = 2 if hasattr(values, "columns") else getattr(values, "ndim", 1)
    got = "a frame or matrix; pass one of its columns, such as frame['x']" if dimensions == _TWO else described(values)
    if dimensions != 1 or not hasattr(values, "__iter__") or isinstance(values, _NO_COLUMNS):
        message = f"{name} must be one column, such as a list or a Series, got {got}"
        raise TypeError(message)
    return cast("Iterable[object]", values)


def _plain(values: Iterable[object]) -> list[object]:
    """Return a column as a list of Python values; columns of numpy, pandas and polars are converted."""
    dtype = str(getattr(values, "dtype", ""))
    if dtype in _LONG_UNITS:
        return [_normalized(value) for value in values]
    if dtype == "datetime64[ns]":
        # tolist() of numpy converts nanoseconds to numbers, not to dates.
        narrowed: object = getattr(values, "astype", None)
        values = cast("Iterable[object]", narrowed("datetime64[us]")) if callable(narrowed) else values
    plain: object = getattr(values, "tolist", None) or getattr(values, "to_list", None)
    return [_normalized(value) for value in (cast("Iterable[object]", plain()) if callable(plain) else values)]


def _normalized(value: object) -> object:
    """Undo the conversions of pandas: return an int for a float without a fraction, and None for a missing value."""
    if value.__class__ in (int, str):
        return value
    if getattr(value, "__hash__", None) is None:
        message = f"a row of a column must be one value, got {described(value)}"
        raise TypeError(message)
    if is_missing(value):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    number = whole_number(value)
    return value if number is None else number


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _rows_with(value: object, on: object, rows: tuple[int, ...]) -> str:
    """Return a value, its date, and the number and positions of its rows, for a line of the report."""
    positions = ", ".join((*map(str, rows[:_FEW]), *["…"][: len(rows) > _FEW]))
    where = f"{counted(len(rows), 'row')} ({'position' if len(rows) == 1 else 'positions'} {positions})"
    return f"{_shown(value)} on {_shown(on)}, {where}"


def _shown(value: object) -> str:
    """Return a value for a line of the report; text is in quotes, so that spaces are visible."""
    return quote(value) if isinstance(value, str) else str(value)


def _days(on: When | float | Iterable[object], values: object, length: int) -> list[object]:
    """Return the date of each row."""
    if isinstance(on, str) or not isinstance(on, Iterable):
        one = on if is_missing(on) else _normalized(on)
        return [date_of(cast("When", one))] * length
    days = _plain(_column(_aligned(on, values), "on"))
    if len(days) != length:
        message = f"expected as many dates as values ({length}), got {len(days)}"
        raise ValueError(message)
    return days


def _aligned(on: object, values: object) -> object:
    """Return the dates in the order of the values if both are Series of pandas; otherwise return them unchanged."""
    labels, expected = (getattr(column, "index", None) for column in (on, values))
    if not (isinstance(labels, _Labels) and isinstance(expected, _Labels)) or labels.equals(expected):
        return on
    if labels.is_unique and expected.is_unique and expected.isin(labels).all() and labels.isin(expected).all():
        return cast("_Labelled", on).reindex(expected)
    message = (
        "values and on must be Series with the same index labels, got different labels; take both from one frame, or "
        "pass on.to_numpy() to match them by position"
    )
    raise ValueError(message)


def _convert_one(value: object, source: str, target: str, day: object, search: Search) -> tuple[str | None, str]:
    """Return the converted value, or None; and the reason why it does not convert, or what the search assumed."""
    if _is_blank(value):
        return None, "the value is missing"
    if _is_blank(day):
        return None, "the date is missing"
    try:
        code, date = code_of(value), date_of(cast("When", day), "a date")
    except (InvalidDate, TypeError) as error:
        return None, str(error)
    try:
        return search.converted(code, source, target, date), "; ".join(search.assumptions)
    except NoState as error:
        return None, str(error)
