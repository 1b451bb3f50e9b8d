"""`Panel`: the rows of a panel with their account, and writing of frames to files."""

from collections.abc import Mapping
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

from alliancekit._polars import pl
from alliancekit.corpus.frames import as_pandas
from alliancekit.errors import UnusableFile, UnusableInput
from alliancekit.formats import path_of, write_atomic
from alliancekit.models.treaty import Obligation
from alliancekit.panel._account import PanelAccount
from alliancekit.panel._times import DateRange
from alliancekit.panel._treaty_tables import OBLIGATIONS
from alliancekit.text import FORMULA, neutralise, quote, shown_path

if TYPE_CHECKING:
    import pandas as pd

Formulas: TypeAlias = Literal["keep", "neutralise"]
"""The treatment of text that a spreadsheet would read as a formula: keep it, or put an apostrophe before it."""


@frozen(eq=False)
class Panel:
    """A panel with the account of its rows.

    Attributes:
        frame: The rows, a polars frame, in order of time and units.
        account: The rows that each step added and dropped.
        coverage: The first and the last day of the time for which absence is known, so that cells are 0; None if it is
            never known.
    """

    frame: pl.DataFrame
    account: PanelAccount
    coverage: DateRange | None = None

    def to_polars(self) -> pl.DataFrame:
        """Return the rows."""
        return self.frame

    def to_pandas(self) -> "pd.DataFrame":
        """Return the rows as a pandas frame, with Arrow types.

        Raises:
            MissingExtra: If pandas or pyarrow is not installed.
        """
        return as_pandas(self.frame)

    def write(self, path: str | PathLike[str], *, formulas: Formulas = "keep") -> None:
        """Write the rows to a file atomically: ``.parquet``, or ``.csv`` in UTF-8.

        In CSV the ids of treaties are joined by spaces, an unknown value is an empty cell, and an empty list of ids is
        an empty text in quotes (``""``).

        Args:
            path: The file; its extension selects the format.
            formulas: In CSV, ``neutralise`` puts an apostrophe before each text and each column name that starts like a
                formula of a spreadsheet (``=``, ``+``, ``-``, ``@``, also in full width, a tab or a line end).

        Raises:
            UnusableFile: If the file can't be written, or has another extension.
            UnusableInput: If a column has a type that CSV does not support, such as lists of numbers.
        """
        write({path: self.frame}, formulas=formulas)


def obligations_of(frame: pl.DataFrame) -> list[Obligation]:
    """Return the obligations that have a column in a frame: those that are coded in its treaties."""
    return [name for name in OBLIGATIONS if name in frame.columns]


def write(frames: Mapping[str | PathLike[str], pl.DataFrame], *, formulas: Formulas = "keep") -> None:
    """Write several frames to files, all or none, like `Panel.write`.

    Args:
        frames: The frames, by file.
        formulas: As for `Panel.write`.

    Raises:
        UnusableFile: If a file can't be written, or has another extension.
        UnusableInput: If a column has a type that CSV does not support, such as lists of numbers.
    """
    by_path = {path_of(path): frame for path, frame in frames.items()}
    write_atomic({path: _bytes(frame, path, formulas) for path, frame in by_path.items()})


def _bytes(frame: pl.DataFrame, path: Path, formulas: Formulas) -> bytes:
    """Return the content of a file."""
    data = BytesIO()
    match path.suffix.lower():
        case ".parquet":
            frame.write_parquet(data)
        case ".csv":
            _plain(frame, path, formulas).write_csv(data)
        case _:
            message = f"{shown_path(path)} must end in .parquet or .csv"
            raise UnusableFile(message)
    return data.getvalue()


def _plain(frame: pl.DataFrame, path: Path, formulas: Formulas) -> pl.DataFrame:
    """Return a frame for CSV: with lists of ids joined, and formulas neutralised if requested."""
    flat = frame.with_columns(pl.col(pl.List(pl.String)).list.join(" "))
    for name, dtype in flat.schema.items():
        if dtype.is_nested() or isinstance(dtype, pl.Binary | pl.Object):
            message = (
                f"{shown_path(path)} can't be written: CSV has no type {dtype}, as in the column {quote(name)}; "
                "convert it to text or numbers, drop it, or write .parquet"
            )
            raise UnusableInput(message)
    if formulas == "keep":
        return flat
    text = pl.col(pl.String)
    neutral = flat.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String)).with_columns(
        pl.when(text.str.contains(FORMULA.pattern)).then("'" + text).otherwise(text).name.keep()
    )
    return neutral.rename(neutralise)
