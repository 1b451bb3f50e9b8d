"""The lists of independent states and of microstates of Gleditsch and Ward (1999): tables without a header."""

import re
from collections import Counter
from os import PathLike
from typing import Final

from alliancekit.dates import PartialDate
from alliancekit.formats import CsvRow, Dialect
from alliancekit.loaders import _lists
from alliancekit.loaders._loaded import DataSet, Loaded, Sheet, dated, unusable
from alliancekit.messages import quote
from alliancekit.models import State
from alliancekit.models.state import Membership
from alliancekit.rules import loading

_CITATION: Final = (
    'Gleditsch, Kristian S., and Michael D. Ward. 1999. "A Revised List of Independent States since the Congress of '
    'Vienna." International Interactions 25 (4): 393-413.'
)
_URL: Final = "http://ksgleditsch.com/data-4.html"
_AUTHORS: Final = ("Kristian Skrede Gleditsch", "Michael D. Ward")

STATES: Final = DataSet(
    name="gw-states",
    title="Gleditsch and Ward, List of Independent States",
    creators=_AUTHORS,
    citation=_CITATION,
    url=_URL,
    files=("iisystem.dat",),
)
MICROSTATES: Final = DataSet(
    name="gw-microstates",
    title="Gleditsch and Ward, List of Microstates",
    creators=_AUTHORS,
    citation=_CITATION,
    url=_URL,
    files=("microstatessystem.dat",),
)

_COLUMNS: Final = _lists.Columns(
    number="number", abbreviation="abbreviation", name="name", start=("start",), end=("end",)
)
_DIALECT: Final = Dialect(delimiter="\t", columns=("number", "abbreviation", "name", "start", "end"), encoding="cp1252")


def gw_states(path: str | PathLike[str], *, encoding: str | None = None) -> Loaded[State]:
    """Load the independent states of Gleditsch and Ward.

    Args:
        path: The file: tab-separated, without a header, dates as dd:mm:yyyy.
        encoding: Its encoding, if it is neither UTF-8 nor cp1252, which its authors use.

    Returns:
        The states, with their spells. A number that passed from one state to another gives two states. A spell that
        lasts until the last day of the list has an open end. The first of a month is marked as uncertain, since the
        list often uses it if the day is unknown; only 1816-01-01, the first day of the list, is certain.

    Raises:
        InvalidCorpus: If the file is damaged.
        UnusableFile: If there is no such file.
    """
    return _load(STATES, path, encoding, "gw")


def gw_microstates(path: str | PathLike[str], *, encoding: str | None = None) -> Loaded[State]:
    """Load the microstates of Gleditsch and Ward.

    Args:
        path: The file: tab-separated, without a header, dates as dd:mm:yyyy.
        encoding: Its encoding, if it is neither UTF-8 nor cp1252, which its authors use.

    Returns:
        The states, as from `gw_states`, in the system ``gw_microstates``.

    Raises:
        InvalidCorpus: If the file is damaged.
        UnusableFile: If there is no such file.
    """
    return _load(MICROSTATES, path, encoding, "gw_microstates")


def _load(data_set: DataSet, path: str | PathLike[str], encoding: str | None, system: Membership) -> Loaded[State]:
    sheet = Sheet(data_set, path, _DIALECT, _COLUMNS.forms(), encoding=encoding)
    spells = sheet.read_rows(_spell)
    if not spells:
        raise sheet.no_rows_error()
    # The list has no version. Its last day is the most frequent end of a spell.
    last = Counter(end for _, _, end in spells).most_common(1)[0][0]
    about = _lists.StateList(columns=_COLUMNS, system=system, last=last, version=last.edtf[:4])
    days = {row.line: (start, end) for row, start, end in spells}

    def listed(row: CsvRow) -> list[_lists.ListedSpell]:
        code = _lists.code(row, _COLUMNS)
        return _lists.split_by_state(row, code, _lists.period_of(row, about, *days[row.line]), "gw")

    return _lists.load(sheet, sheet.read_rows(listed), about)


def _spell(row: CsvRow) -> tuple[CsvRow, PartialDate, PartialDate]:
    """Return a row with its first and last day."""
    return row, _day(row, "start"), _day(row, "end")


def _day(row: CsvRow, column: str) -> PartialDate:
    match = re.fullmatch(r"([0-9]{2}):([0-9]{2}):([0-9]{4})", row[column])
    if not match:
        message = f"{column} must be a day such as 31:12:2017, got {quote(row[column])}"
        raise unusable(loading.VALUE, row, message, column)
    day, month, year = map(int, match.groups())
    date = dated(row, (year, month, day), (column,) * 3)
    uncertain = day == 1 and date.edtf != _lists.FIRST_DAY
    return PartialDate.parse(f"{date.edtf}?") if uncertain else date
