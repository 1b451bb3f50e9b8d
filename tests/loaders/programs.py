"""Tables saved as other programs save them: pandas, R, Excel and Stata."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeAlias, cast

import pandas as pd

Save: TypeAlias = Callable[[pd.DataFrame, Path, bool], Path]


def frame_of(source: Path, *, delimiter: str = ",", header: bool = True, encoding: str = "utf-8") -> pd.DataFrame:
    """Return the table of a file as a user of pandas reads it."""
    return pd.read_csv(source, sep=delimiter, header=0 if header else None, encoding=encoding)


def saved_by_pandas(frame: pd.DataFrame, folder: Path, header: bool) -> Path:  # noqa: FBT001 - as the others
    """Save a table as pandas does, with row numbers; decimals stand in a column with a gap."""
    path = folder / "pandas.csv"
    frame.to_csv(path, header=header)
    return path


def _lines(frame: pd.DataFrame, cell: Callable[[object, bool], str]) -> list[list[str]]:
    """Return the rows of a table as texts; a function returns the text of each value, and whether it is a number."""
    columns: list[Sequence[str]] = []
    for position in range(frame.shape[1]):
        column = frame.iloc[:, position]
        number = column.dtype.kind in "if"
        columns.append([cell(value, number) for value in cast("list[object]", column.tolist())])
    return [list(row) for row in zip(*columns, strict=True)]


def _digits(value: object) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def saved_by_r(frame: pd.DataFrame, folder: Path, header: bool) -> Path:  # noqa: FBT001 - as the others
    """Save a table as write.csv of R does: row names, text in quotation marks, NA in a column of numbers."""

    def cell(value: object, number: bool) -> str:  # noqa: FBT001 - of a column
        if number:
            return "NA" if value != value else _digits(value)  # noqa: PLR0124 - not a number
        return "NA" if isinstance(value, float) else '"{}"'.format(str(value).replace('"', '""'))

    names = [str(name) if header else f"V{number}" for number, name in enumerate(frame.columns, 1)]
    lines = [['""', *(f'"{name}"' for name in names)]]
    lines += [[f'"{number}"', *row] for number, row in enumerate(_lines(frame, cell), 1)]
    path = folder / "r.csv"
    path.write_text("".join(",".join(line) + "\n" for line in lines), "utf-8")
    return path


def saved_by_excel(frame: pd.DataFrame, folder: Path, header: bool) -> Path:  # noqa: FBT001 - as the others
    """Save a table as Excel does in most of Europe: semicolons, decimal commas, a byte order mark and CRLF."""

    def cell(value: object, number: bool) -> str:  # noqa: FBT001 - of a column
        if isinstance(value, float) and value != value:  # noqa: PLR0124 - not a number
            return ""
        text = _digits(value).replace(".", ",") if number else str(value)
        return '"{}"'.format(text.replace('"', '""')) if set(text) & {'"', ";"} else text

    lines = [[str(name) for name in frame.columns]] if header else []
    path = folder / "excel.csv"
    path.write_bytes("".join(";".join(line) + "\r\n" for line in [*lines, *_lines(frame, cell)]).encode("utf-8-sig"))
    return path


def saved_by_stata(frame: pd.DataFrame, folder: Path, header: bool) -> Path:  # noqa: FBT001 - as the others
    """Save a table as Stata does after import: names in small letters, or ``v1`` without a header."""
    names = [str(name).lower() if header else f"v{number}" for number, name in enumerate(frame.columns, 1)]
    path = folder / "stata.dta"
    frame.set_axis(names, axis=1).to_stata(path, write_index=False, version=118)
    return path


SAVES: Final[dict[str, Save]] = {
    "pandas": saved_by_pandas,
    "R": saved_by_r,
    "Excel": saved_by_excel,
    "Stata": saved_by_stata,
}
"""The programs, each with the function that saves a table."""
