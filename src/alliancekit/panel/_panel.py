"""A panel: its rows, with the account of how they came about."""

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
"""What becomes of text that a spreadsheet would take for a formula: kept as it is, or put behind an apostrophe."""


@frozen(eq=False)
class Panel:
    """A panel, and how it came about.

    Attributes:
        frame: The rows, a frame of polars, in order of time and units.
        account: What each step added and dropped.
        coverage: The first and the last day of the time in which absence is known, and 0; None if it never is.
    """

    frame: pl.DataFrame
    account: PanelAccount
    coverage: DateRange | None = None

    def to_polars(self) -> pl.DataFrame:
        """Return the rows."""
        return self.frame

    def to_pandas(self) -> "pd.DataFrame":
        """Return the rows as a frame of pandas, with columns in the types of Arrow.

        Raises:
            MissingExtra: If pandas or pyarrow is not installed.
        """
        return as_pandas(self.frame)

    def write(self, path: str | PathLike[str], *, formulas: Formulas = "keep") -> None:
        """Write the rows to a file, at once or not at all: ``.parquet``, or ``.csv`` in UTF-8.

        In CSV the ids of treaties are joined by a space, what is not known is an empty cell, and what is none is an
        empty list in quotes (``""``).

        Args:
            path: The file; its ending names the format.
            formulas: In CSV, ``neutralise`` puts an apostrophe before text, and before the name of a column, that
                begins as a formula does in a spreadsheet (``=``, ``+``, ``-``, ``@``, also in full width, a tab or a
                line end).

        Raises:
            UnusableFile: If it can't be written there, or its ending is another.
            UnusableInput: If a column holds what CSV can't hold, such as lists of numbers.
        """
        write({path: self.frame}, formulas=formulas)


def obligations_of(frame: pl.DataFrame) -> list[Obligation]:
    """Return the obligations of which a frame has a column: those that its treaties name."""
    return [name for name in OBLIGATIONS if name in frame.columns]


def write(frames: Mapping[str | PathLike[str], pl.DataFrame], *, formulas: Formulas = "keep") -> None:
    """Write frames to files, all or none, as `Panel.write` does one.

    Args:
        frames: Each frame, by its file.
        formulas: As for `Panel.write`.

    Raises:
        UnusableFile: If one can't be written there, or its ending is another.
        UnusableInput: If a column holds what CSV can't hold, such as lists of numbers.
    """
    places = {path_of(path): frame for path, frame in frames.items()}
    write_atomic({place: _bytes(frame, place, formulas) for place, frame in places.items()})


def _bytes(frame: pl.DataFrame, path: Path, formulas: Formulas) -> bytes:
    """Return the content of a file."""
    data = BytesIO()
    match path.suffix.lower():
        case ".parquet":
            frame.write_parquet(data)
        case ".csv":
            _plain(frame, path, formulas).write_csv(data)
        case _:
            message = f"{shown_path(path)} has no ending that says what to write: .parquet or .csv"
            raise UnusableFile(message)
    return data.getvalue()


def _plain(frame: pl.DataFrame, path: Path, formulas: Formulas) -> pl.DataFrame:
    """Return a frame without lists, as CSV can hold it."""
    flat = frame.with_columns(pl.col(pl.List(pl.String)).list.join(" "))
    for name, dtype in flat.schema.items():
        if dtype.is_nested() or isinstance(dtype, pl.Binary | pl.Object):
            message = (
                f"{shown_path(path)} can't be written: the column {quote(name)} is of type {dtype}, which CSV can't "
                "hold; make text or numbers of it, leave it out, or write .parquet"
            )
            raise UnusableInput(message)
    if formulas == "keep":
        return flat
    text = pl.col(pl.String)
    neutral = flat.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String)).with_columns(
        pl.when(text.str.contains(FORMULA.pattern)).then("'" + text).otherwise(text).name.keep()
    )
    return neutral.rename(neutralise)
