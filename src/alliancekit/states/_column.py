"""Whole columns of codes or names, converted, with an account of what did not convert."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Final, Protocol, cast, runtime_checkable

from attrs import field, frozen

from alliancekit._arguments import Number, When, code_of, date_of, is_missing, whole_number
from alliancekit.errors import InvalidDate, NoState
from alliancekit.messages import counted, described
from alliancekit.states._lookup import IDENTIFIER_KINDS, IdentifierKind, converted, known
from alliancekit.text import quote

_LONG_UNITS: Final = ("datetime64[Y]", "datetime64[M]", "datetime64[W]")
"""Dates of numpy that are no days; its `tolist` would make the first of their days of them."""

_NO_COLUMNS: Final = (str, bytes, Mapping, AbstractSet)
"""What can be iterated, but yields letters, keys, or values in no order."""

_TWO: Final = 2

_FEW: Final = 5
"""How many rows a line names."""


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
        value: The value; None for NaN and what else pandas has for a blank.
        on: The date, likewise.
        rows: All rows of the column in which the two stand together, by their positions from 0.
        reason: Why it did not convert.
    """

    value: object
    on: object
    rows: tuple[int, ...]
    reason: str

    @property
    def count(self) -> int:
        """In how many rows it stands."""
        return len(self.rows)

    def __str__(self) -> str:
        """Return it on one line, with the first of its rows."""
        named = ", ".join((*map(str, self.rows[:_FEW]), *["…"][: self.count > _FEW]))
        where = f"{counted(self.count, 'row')} ({'position' if self.count == 1 else 'positions'} {named})"
        return f"{_shown(self.value)} on {_shown(self.on)}, {where}: {self.reason}"


@frozen
class Converted:
    """A column that was converted.

    Attributes:
        values: What each row became, in their order; None where it did not convert.
        report: What did not convert, each distinct value and date once, in the order of their first rows.
    """

    values: tuple[str | None, ...] = field(repr=False)
    report: tuple[Unconverted, ...]

    def __str__(self) -> str:
        """Return how many rows were converted, and what was not, a line each."""
        left = sum(each.count for each in self.report)
        head = f"{counted(len(self.values) - left, 'row')} of {len(self.values)} converted"
        return "\n".join((head, *map(str, self.report)))


def convert_column(
    values: Iterable[str | Number | float | None],
    *,
    from_: IdentifierKind,
    to: IdentifierKind,
    on: When | float | Iterable[object],
) -> Converted:
    """Return a column of codes, names or ids as others, with an account of what did not convert.

    Each distinct pair of value and date is looked up once. What does not convert, for whatever reason, is None and is
    in the report: nothing is guessed, and no row goes missing.

    A float that is a whole number, such as 255.0, is that number: pandas makes floats of whole numbers if one of them
    is blank. A blank is nothing to convert: None, NaN, the NA and NaT of pandas, and text with nothing but spaces.

    Two Series of pandas are matched by their indexes, so that a sorted column of dates does not change the result. All
    other columns are matched by position.

    >>> from alliancekit import states
    >>> column = states.convert_column([260, 260, 316, None], from_="gw", to="cow", on=[1960, 1994, 1960, 1960])
    >>> column.values
    ('260', '255', None, None)
    >>> print(column)
    2 rows of 4 converted
    316 on 1960, 1 row (position 2): the gw code '316' is not in use on 1960: it is that of state:cze (1993-01-01/..)
    None on 1960, 1 row (position 3): there is nothing to convert

    Args:
        values: The column: a list, a polars or pandas Series, an array of numpy, or anything else that yields text,
            whole numbers or blanks, but no text, mapping, set or frame.
        from_: What it holds: a code system, ``name`` or ``state``, as for `convert`.
        to: What is wanted: likewise.
        on: One date for all rows, or a column of dates as long as the values: years, EDTF strings, days, or times of
            which each is midnight, as pandas and polars hold days. Floats and blanks are taken as in the values.

    Raises:
        UnknownSystem: If there is no such system.
        InvalidDate: If `on` is one date, and is none.
        ValueError: If the column of dates has another length than that of the values, or if both are Series of pandas
            and their indexes have other labels.
        TypeError: If `values` or `on` is no column, such as a frame.
    """
    source, target = known(from_, IDENTIFIER_KINDS), known(to, IDENTIFIER_KINDS)
    held = _plain(_column(values, "values"))
    days = _days(on, values, len(held))
    found: dict[tuple[type, object, type, object], tuple[str | None, str]] = {}
    failed: dict[tuple[type, object, type, object], list[int]] = {}
    column: list[str | None] = []
    for row, (value, day) in enumerate(zip(held, days, strict=True)):
        key = (value.__class__, value, day.__class__, day)
        result = found.get(key)
        if result is None:
            result = found[key] = _one(value, source, target, day)
        if result[0] is None:
            failed.setdefault(key, []).append(row)
        column.append(result[0])
    report = (Unconverted(key[1], key[3], tuple(rows), found[key][1]) for key, rows in failed.items())
    return Converted(tuple(column), tuple(report))


def _column(values: object, name: str) -> Iterable[object]:
    """Return a value that is one column; refuse a frame, and what would be iterated as something else."""
    dimensions: object = 2 if hasattr(values, "columns") else getattr(values, "ndim", 1)
    got = "a frame or matrix; pass one of its columns, such as frame['x']" if dimensions == _TWO else described(values)
    if dimensions != 1 or not hasattr(values, "__iter__") or isinstance(values, _NO_COLUMNS):
        message = f"{name} must be one column, such as a list or a Series, got {got}"
        raise TypeError(message)
    return cast("Iterable[object]", values)


def _plain(values: Iterable[object]) -> list[object]:
    """Return a column as a list, with Python's own values where it is one of numpy, pandas or polars."""
    dtype = str(getattr(values, "dtype", ""))
    if dtype in _LONG_UNITS:
        return [_meant(value) for value in values]
    if dtype == "datetime64[ns]":
        # Of nanoseconds, numpy would give numbers.
        narrowed: object = getattr(values, "astype", None)
        values = cast("Iterable[object]", narrowed("datetime64[us]")) if callable(narrowed) else values
    plain: object = getattr(values, "tolist", None) or getattr(values, "to_list", None)
    return [_meant(value) for value in (cast("Iterable[object]", plain()) if callable(plain) else values)]


def _meant(value: object) -> object:
    """Return a value as it was before pandas: a whole number for a float that is one, None for a blank."""
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


def _shown(value: object) -> str:
    """Return a value for a line; text is in quotes, so that spaces are seen."""
    return quote(value) if isinstance(value, str) else str(value)


def _days(on: When | float | Iterable[object], values: object, length: int) -> list[object]:
    """Return the date of each row."""
    if isinstance(on, str) or not isinstance(on, Iterable):
        one = on if is_missing(on) else _meant(on)
        return [date_of(cast("When", one))] * length
    days = _plain(_column(_aligned(on, values), "on"))
    if len(days) != length:
        message = f"there must be as many dates as values ({length}), got {len(days)}"
        raise ValueError(message)
    return days


def _aligned(on: object, values: object) -> object:
    """Return dates in the order of the values, if both are Series of pandas."""
    labels, wanted = (getattr(column, "index", None) for column in (on, values))
    if not (isinstance(labels, _Labels) and isinstance(wanted, _Labels)) or labels.equals(wanted):
        return on
    if labels.is_unique and wanted.is_unique and wanted.isin(labels).all() and labels.isin(wanted).all():
        return cast("_Labelled", on).reindex(wanted)
    message = (
        "values and on are Series with different index labels, so that their rows can't be matched; take both from one "
        "frame, or pass on.to_numpy() to match them by position"
    )
    raise ValueError(message)


def _one(value: object, source: str, target: str, day: object) -> tuple[str | None, str]:
    """Return what a value becomes, or None and why it becomes nothing."""
    if _is_blank(value):
        return None, "there is nothing to convert"
    if _is_blank(day):
        return None, "there is no date"
    try:
        code, date = code_of(value), date_of(cast("When", day), "a date")
    except (InvalidDate, TypeError) as error:
        return None, str(error)
    try:
        return converted(code, source, target, date), ""
    except NoState as error:
        return None, str(error)
