"""Join the rows of a panel with a table of the user, without multiplying rows, and with an account of both sides."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias, cast

from alliancekit._polars import pl
from alliancekit.errors import UnusableInput
from alliancekit.messages import counted, listed, near
from alliancekit.panel._account import PanelStep
from alliancekit.panel._keys import ENDS, KEYS, JoinKey, keys_of
from alliancekit.panel._unmatched import panel_rows_without, table_rows_without
from alliancekit.text import quote

On: TypeAlias = str | Sequence[str] | Mapping[str, str]
"""The key columns of a panel: one, several, or several with the columns of a table that match them."""

_MOST_LISTED: Final = 3


def join(
    panel: pl.DataFrame, table: pl.DataFrame, on: On, suffix: str, *, symmetric: bool
) -> tuple[pl.DataFrame, tuple[PanelStep, PanelStep]]:
    """Return the rows of a panel with the values of the rows of a table that have the same key; see `Panel.join`.

    The steps of the account are one for the rows of the panel, and one for those of the table.
    """
    columns = _columns(panel, table, on)
    _require_options(suffix, symmetric)
    values = table.drop(columns.values()).rename(lambda name: name + suffix)
    _require_new(panel, values, suffix)
    keys = keys_of(panel, table, columns)
    compared = list(_unordered(keys)) if symmetric else keys
    own, other = (_combined(numbers, keys) for numbers in zip(*((key.own, key.other) for key in compared), strict=True))
    _require_unique(other, table, columns, symmetric=symmetric)
    rows = other.to_frame("key").with_row_index("row").drop_nulls()
    found = own.to_frame("key").join(rows, on="key", how="left", maintain_order="left")["row"]
    without = found.is_null()
    unused = pl.repeat(value=True, n=table.height, dtype=pl.Boolean, eager=True)
    unused = unused.scatter(found.drop_nulls(), values=False)
    by = listed(tuple(columns), "and")
    lines = panel_rows_without(panel.select(columns.keys()), keys, without, symmetric=symmetric)
    of_panel = PanelStep(f"rows with a row of the table by {by}", panel.height - lines.height, 0, 0, lines)
    lines = table_rows_without(keys, own, None if symmetric else _swapped(keys), unused)
    what = f"rows of the table with a row by {by}"
    of_table = PanelStep(what, table.height - lines.height, 0, lines.height, lines)
    return panel.hstack(values.select(pl.all().gather(found))), (of_panel, of_table)


def _columns(panel: pl.DataFrame, table: pl.DataFrame, on: On) -> dict[str, str]:
    """Return the columns of the table that match the key columns of the panel, by the latter."""
    possible = tuple(name for name in KEYS if name in panel.columns)
    columns = _names(on)
    if columns is None:
        message = (
            f"on must be a key column of the panel ({', '.join(possible)}), several of them, or a mapping from them to "
            f"columns of the table, got {on!r:.60}"
        )
        raise UnusableInput(message)
    for name, of_table in columns.items():
        if name not in possible:
            message = f"on must name key columns of the panel ({', '.join(possible)}), got {quote(name)}"
            raise UnusableInput(message)
        if of_table not in table.columns:
            similar = near(of_table, table.columns)
            hint = f"did you mean {quote(similar[0])}?" if similar else f"write on={{{name!r}: its name there}}"
            message = f"the table has no column {quote(of_table)} ({hint})"
            raise UnusableInput(message)
    if not columns or len(set(columns.values())) < len(columns):
        message = f"on must name at least one column, and each column of the table once, got {quote(on)}"
        raise UnusableInput(message)
    return columns


def _names(on: object) -> dict[str, str] | None:
    """Return the columns of the table by those of the panel; None if they are not text."""
    if isinstance(on, str):
        return {on: on}
    if not isinstance(on, Mapping | Sequence):
        return None
    names = cast("Mapping[object, object] | Sequence[object]", on)
    columns = dict(names) if isinstance(names, Mapping) else {name: name for name in names}
    texts = {name: column for name, column in columns.items() if isinstance(name, str) and isinstance(column, str)}
    return texts if len(texts) == len(columns) else None


def _require_options(suffix: object, symmetric: object) -> None:
    """Raise `UnusableInput` if options have a wrong type."""
    if not isinstance(suffix, str):
        message = f"suffix must be text, such as '_a', got {suffix!r:.60}"
        raise UnusableInput(message)
    if not isinstance(symmetric, bool):
        message = f"symmetric must be True or False, got {symmetric!r:.60}"
        raise UnusableInput(message)


def _require_new(panel: pl.DataFrame, values: pl.DataFrame, suffix: str) -> None:
    """Raise `UnusableInput` if the panel already has a column of the table."""
    both = [quote(name) for name in values.columns if name in panel.columns]
    if both:
        names = ", ".join(both[:_MOST_LISTED]) + (", …" if len(both) > _MOST_LISTED else "")
        message = f"the panel already has {names}; pass {'another' if suffix else 'a'} suffix, or drop these columns"
        raise UnusableInput(message)


def _unordered(keys: list[JoinKey]) -> Iterator[JoinKey]:
    """Yield the keys in their order, with the states of each pair in one order, the same on both sides."""
    by_name = {key.name: key for key in keys}
    pairs = [ends for ends in ENDS if set(ends) <= by_name.keys()]
    if not pairs:
        message = "symmetric=True needs both states of a pair in on: code_a and code_b, or state_a and state_b"
        raise UnusableInput(message)
    for a, b in pairs:
        by_name[a], by_name[b] = by_name[a].ordered_with(by_name[b])
    yield from by_name.values()


def _combined(numbers: Sequence[pl.Series], keys: Sequence[JoinKey]) -> pl.Series:
    """Return one number for the numbers of all keys in a row; null if any of them is null."""
    combined = numbers[0].cast(pl.Int64)
    for series, key in zip(numbers[1:], keys[1:], strict=True):
        combined = combined * key.size + series.cast(pl.Int64)
    return combined


def _swapped(keys: Sequence[JoinKey]) -> pl.Series | None:
    """Return the combined keys of the table with the two states of each pair swapped; None without a pair."""
    by_name = {key.name: key.other for key in keys}
    other_end = {one: other for ends in ENDS if set(ends) <= by_name.keys() for one, other in (ends, ends[::-1])}
    return _combined([by_name[other_end.get(key.name, key.name)] for key in keys], keys) if other_end else None


def _require_unique(other: pl.Series, table: pl.DataFrame, columns: Mapping[str, str], *, symmetric: bool) -> None:
    """Raise `UnusableInput` if two rows of the table have the same key, so that rows would be multiplied."""
    rows = other.to_frame("key").with_row_index("row").drop_nulls()
    repeated = rows.filter(rows["key"].is_duplicated()).group_by("key", maintain_order=True).agg("row")["row"]
    if repeated.is_empty():
        return
    examples: list[str] = []
    for positions in repeated[:_MOST_LISTED].to_list():
        values = ", ".join(map(str, table.select(columns.values()).row(positions[0])))
        places = ", ".join(map(str, positions[:_MOST_LISTED])) + (", …" if len(positions) > _MOST_LISTED else "")
        examples.append(f"{values} (rows {places})")
    if len(repeated) > _MOST_LISTED:
        examples.append(f"and {counted(len(repeated) - _MOST_LISTED, 'other')}")
    values_of_rows = table.select(columns.values())[repeated.explode()].unique().height
    one_key = symmetric and values_of_rows > len(repeated)
    hint = "; with symmetric=True both orders of a pair are one key, so keep one of them" if one_key else ""
    message = (
        f"the table must have one row for each {listed(tuple(columns.values()), 'and')}, "
        f"has several for {'; '.join(examples)}{hint}"
    )
    raise UnusableInput(message)
