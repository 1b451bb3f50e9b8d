"""`Panel`: the rows of a panel with their account."""

from os import PathLike
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from alliancekit._polars import pl
from alliancekit.corpus.frames import ArrowTable, any_frame, as_pandas
from alliancekit.errors import UnusableInput
from alliancekit.models.treaty import Obligation
from alliancekit.panel._account import PanelAccount
from alliancekit.panel._display import panel_html, panel_text
from alliancekit.panel._flat import SEPARATOR
from alliancekit.panel._join import On, join
from alliancekit.panel._pandas import as_plain_pandas
from alliancekit.panel._times import DateRange
from alliancekit.panel._treaty_tables import OBLIGATIONS
from alliancekit.panel._write import Formulas, WrittenFile, write
from alliancekit.text import quote

if TYPE_CHECKING:
    import pandas as pd


@frozen(eq=False, repr=False)
class Panel:
    """A panel with the account of its rows; ``len()`` is the number of rows.

    Attributes:
        frame: The rows, a polars frame, in order of time and units.
        account: The rows that each step added and dropped.
        coverage: The first and the last day of the time for which absence is known, so that cells are 0; None if it is
            never known.
        known_by_table: The years in which directed dyad-years of ATOP also say which of its obligations are 0, since
            all treaties of the panel are those of ATOP.
    """

    frame: pl.DataFrame
    account: PanelAccount
    coverage: DateRange | None = None
    known_by_table: tuple[int, ...] = ()

    def __len__(self) -> int:
        """Return the number of rows."""
        return self.frame.height

    def __str__(self) -> str:
        """Return the size, the first rows and the number of unknown cells, in at most 20 lines."""
        return panel_text(self.frame, self.account)

    def __repr__(self) -> str:
        """Return the same as `str`."""
        return str(self)

    def _repr_html_(self) -> str:
        """Return the size, the first rows and the number of unknown cells for a notebook."""
        return panel_html(self.frame, self.account)

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self.frame.columns

    def head(self, n: int = 5) -> pl.DataFrame:
        """Return the first rows.

        Args:
            n: Their number; if it is negative, all rows but the last ones.
        """
        return self.frame.head(n)

    def to_polars(self) -> pl.DataFrame:
        """Return the rows."""
        return self.frame

    def to_pandas(self, *, arrow: bool = False, separator: str = SEPARATOR) -> "pd.DataFrame":
        """Return the rows as a pandas frame, by default with plain types.

        With plain types, the ids of treaties are joined to one text. A column of whole numbers is int64 if none is
        missing, else float64 with NaN. A column without any value is float64. ``to_stata`` of pandas, and packages for
        statistics such as statsmodels, need these types.

        Args:
            arrow: Whether the columns have Arrow types instead, in which lists stay lists and whole numbers stay whole.
            separator: With plain types, the text between the ids of treaties.

        Raises:
            MissingExtra: If pandas or pyarrow is not installed.
            UnusableInput: As for `write`, if lists can't be joined.
        """
        return as_pandas(self.frame) if arrow else as_plain_pandas(self.frame, separator)

    def with_integer_codes(self) -> "Panel":
        """Return the panel with the codes of states as whole numbers, such as 255, instead of text.

        Raises:
            UnusableInput: If a code is no whole number.
        """
        codes = [name for name in ("code", "code_a", "code_b") if name in self.frame.columns]
        numbers = self.frame.select(pl.col(codes).cast(pl.Int16, strict=False))
        for name in codes:
            column, converted = self.frame[name], numbers[name]
            if converted.null_count() > column.null_count():
                code = column.filter(converted.is_null() & column.is_not_null())[0]
                message = f"a code must be a whole number, got {quote(code)} in column {quote(name)}"
                raise UnusableInput(message)
        return evolve(self, frame=self.frame.with_columns(numbers))

    def join(self, table: "ArrowTable | Panel", *, on: On, suffix: str = "", symmetric: bool = False) -> "Panel":
        """Return the panel with the columns of a table of yours, such as the capabilities of states.

        Each row of the panel gets the values of the row of the table that has the same key, or nulls if there is none.
        No row of the panel is dropped or multiplied. The account gets two steps. The first one counts the rows of the
        panel that have a row of the table; its `lines` list the others. The second one does the same for the rows of
        the table, by their position from 0. Both give the reasons.

        Codes match as whole numbers, as floats without a fraction such as 255.0, and as text such as ``255``. A missing
        key, also NaN, matches nothing.

        To add values of both states to a panel of dyads, join twice, with a suffix each time::

            dyads.join(table, on={"year": "year", "code_a": "ccode"}, suffix="_a")

        Args:
            table: A frame of polars, pandas or Arrow, or another panel. A named index of pandas is a column.
            on: The key: the name of a key column of the panel, such as ``code``, or several; or a mapping from these
                names to those in the table, such as ``{"year": "year", "code": "ccode"}``. The key columns are the
                time, the states, their codes, and the treaty.
            suffix: Text after the names of the added columns.
            symmetric: Whether a row of the table is for both orders of its pair of states. Its values must not belong
                to one of the two states.

        Raises:
            MissingExtra: If the table is of pandas, and pyarrow is not installed.
            UnusableInput: If two rows of the table have the same key; if the panel already has an added column; if a
                key column is missing, or has a type that can't match; or if `table` is no frame.
        """
        frame, steps = join(self.frame, any_frame(table), on, suffix, symmetric=symmetric)
        return evolve(self, frame=frame, account=PanelAccount((*self.account.steps, *steps)))

    def write(
        self, path: str | PathLike[str], *, formulas: Formulas = "keep", separator: str = SEPARATOR
    ) -> WrittenFile:
        """Write the rows to a file atomically: ``.csv`` in UTF-8, ``.parquet``, or ``.dta`` for Stata 14 and later.

        In CSV and Stata the items of a list, such as the ids of treaties, are joined to one text. In CSV an unknown
        value is an empty cell, and an empty list is an empty text in quotes (``""``). In Stata an unknown number is a
        missing value, and an unknown text is an empty text. The columns of a panel have labels, and numbers have
        the smallest type. Names that Stata does not allow are changed: they have at most 32 letters, digits and
        underscores. The label of such a variable is the name in the frame.

        Args:
            path: The file; its extension selects the format.
            formulas: In CSV, ``neutralise`` puts an apostrophe before each text and each column name that starts like a
                formula of a spreadsheet (``=``, ``+``, ``-``, ``@``, also in full width, a tab or a line end).
            separator: The text between the items of a list.

        Returns:
            The account of the file, which lists the changes of columns.

        Raises:
            MissingExtra: If the file is for Stata, and pandas is not installed.
            UnusableFile: If the file can't be written, or has another extension.
            UnusableInput: If the format can't have the type or a value of a column, such as a struct; or if the items
                of a list could not be separated again, because one contains the separator or is empty.
        """
        return write({path: self.frame}, formulas=formulas, separator=separator)[0]


def obligations_of(frame: pl.DataFrame) -> list[Obligation]:
    """Return the obligations that have a column in a frame: those that are coded in its treaties."""
    return [name for name in OBLIGATIONS if name in frame.columns]
