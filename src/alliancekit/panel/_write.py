"""Write frames to CSV, Parquet and Stata, with an account of what a file can't hold unchanged."""

from collections.abc import Mapping
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Literal, TypeAlias, cast

from attrs import frozen

from alliancekit._polars import pl
from alliancekit.errors import UnusableFile, UnusableInput
from alliancekit.formats import path_of, write_atomic
from alliancekit.messages import counted
from alliancekit.panel._flat import SEPARATOR, join_lists
from alliancekit.panel._stata import stata_bytes
from alliancekit.text import FORMULA, escape_controls, neutralise, quote, shown_path

Formulas: TypeAlias = Literal["keep", "neutralise"]
"""The treatment of text that a spreadsheet would read as a formula: keep it, or put an apostrophe before it."""


@frozen
class ColumnChange:
    """A change of a column that is written to a file.

    Attributes:
        column: The name of the column in the frame.
        what: The change.
    """

    column: str
    what: str


@frozen
class WrittenFile:
    """A file that was written: what it has, and how it differs from the frame; ``str()`` lists it.

    Attributes:
        file: The path of the file.
        rows: The number of rows.
        columns: The number of columns.
        changes: The changes, in the order of the columns. A column may have several.
    """

    file: str
    rows: int
    columns: int
    changes: tuple[ColumnChange, ...]

    def __str__(self) -> str:
        """Return a line for the file, and a line for each change."""
        size = f"{shown_path(self.file)}: {self.rows:,} row{'' if self.rows == 1 else 's'}"
        changes = (f"  {each.column}: {each.what}" for each in self.changes)
        return "\n".join(map(escape_controls, (f"{size}, {counted(self.columns, 'column')}", *changes)))


def write(
    frames: Mapping[str | PathLike[str], pl.DataFrame], *, formulas: Formulas = "keep", separator: str = SEPARATOR
) -> tuple[WrittenFile, ...]:
    """Write several frames to files, all or none, like `Panel.write`.

    Args:
        frames: The frames, by file.
        formulas: As for `Panel.write`.
        separator: As for `Panel.write`.

    Returns:
        The account of each file, in their order.

    Raises:
        MissingExtra: As for `Panel.write`.
        UnusableFile: As for `Panel.write`.
        UnusableInput: As for `Panel.write`; also if `frames` is no mapping to frames of polars.
    """
    by_path = {path_of(path): frame for path, frame in _checked(frames).items()}
    contents = {path: _content(frame, path, formulas, separator) for path, frame in by_path.items()}
    write_atomic({path: data for path, (data, _) in contents.items()})
    return tuple(
        WrittenFile(str(path), frame.height, frame.width, contents[path][1]) for path, frame in by_path.items()
    )


def _checked(frames: object) -> Mapping[str | PathLike[str], pl.DataFrame]:
    """Return frames by file; raise an UnusableInput if they are no mapping, or something in it is no frame."""
    example = 'write({"dyads.csv": panel.frame})'
    if not isinstance(frames, Mapping):
        message = f"write needs the frames by file, such as {example}, got {type(frames).__name__}"
        raise UnusableInput(message)
    for path, frame in cast("Mapping[object, object]", frames).items():
        if not isinstance(frame, pl.DataFrame):
            kind = f"{type(frame).__module__.partition('.')[0]}.{type(frame).__name__}".removeprefix("builtins.")
            is_panel = hasattr(frame, "frame")
            advice = f"pass its frame: {example}" if is_panel else "convert a frame of pandas with polars.from_pandas"
            message = f"{shown_path(path)} needs a polars frame, got {'a Panel' if is_panel else kind} ({advice})"
            raise UnusableInput(message)
    return cast("Mapping[str | PathLike[str], pl.DataFrame]", frames)


def _content(
    frame: pl.DataFrame, path: Path, formulas: Formulas, separator: str
) -> tuple[bytes, tuple[ColumnChange, ...]]:
    """Return the content of a file, and the changes of the columns."""
    data, suffix = BytesIO(), path.suffix.lower()
    if suffix == ".parquet":
        frame.write_parquet(data)
        return data.getvalue(), ()
    if suffix not in (".csv", ".dta"):
        message = f"{shown_path(path)} must end in .csv, .parquet or .dta"
        raise UnusableFile(message)
    flat, lists = join_lists(frame, separator, shown_path(path))
    changes = [(name, f"lists are joined with {quote(separator)}") for name in lists]
    if suffix == ".csv":
        (flat if formulas == "keep" else _neutral(flat)).write_csv(data)
        return data.getvalue(), _in_order(frame, changes)
    content, more = stata_bytes(flat, shown_path(path))
    return content, _in_order(frame, changes + more)


def _in_order(frame: pl.DataFrame, changes: list[tuple[str, str]]) -> tuple[ColumnChange, ...]:
    """Return changes in the order of the columns."""
    position = {name: number for number, name in enumerate(frame.columns)}
    return tuple(ColumnChange(*each) for each in sorted(changes, key=lambda change: position[change[0]]))


def _neutral(flat: pl.DataFrame) -> pl.DataFrame:
    """Return a frame with an apostrophe before text and names that start like a formula."""
    text = pl.col(pl.String)
    neutral = flat.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String)).with_columns(
        pl.when(text.str.contains(FORMULA.pattern)).then("'" + text).otherwise(text).name.keep()
    )
    return neutral.rename(neutralise)
