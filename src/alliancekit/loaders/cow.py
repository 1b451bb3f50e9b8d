"""The state lists of Correlates of War (State System Membership, v2016 and later): csv files."""

import re
from functools import partial
from os import PathLike
from typing import Final

from alliancekit.dates import PartialDate
from alliancekit.formats import CsvRow, Dialect
from alliancekit.loaders import _lists
from alliancekit.loaders._data_sets import DataSet
from alliancekit.loaders._loaded import Loaded
from alliancekit.loaders._sheet import Sheet, dated, number
from alliancekit.messages import quote
from alliancekit.models import State
from alliancekit.models.state import Membership
from alliancekit.rules import loading

_CITATION: Final = (
    "Correlates of War Project. 2025. State System Membership List, v2024 (of v2016: 2017). correlatesofwar.org"
)

_START: Final = ("styear", "stmonth", "stday")
_END: Final = ("endyear", "endmonth", "endday")

STATES: Final = DataSet(
    name="cow-states",
    title="Correlates of War, State System Membership",
    creators=("Correlates of War Project",),
    citation=_CITATION,
    url="https://correlatesofwar.org/data-sets/state-system-membership/",
    files=("statelist2024.csv", "states2016.csv"),
    columns=("stateabb", "ccode", "statenme", *_START, *_END, "version"),
)
MAJORS: Final = DataSet(
    name="cow-majors",
    title="Correlates of War, Major Powers",
    creators=("Correlates of War Project",),
    citation=_CITATION,
    url="https://correlatesofwar.org/data-sets/state-system-membership/",
    files=("majors2024.csv", "majors2016.csv"),
    columns=("stateabb", "ccode", *_START, *_END, "version"),
)


def cow_states(path: str | PathLike[str], *, encoding: str | None = None) -> Loaded[State]:
    """Load the members of the Correlates of War state system.

    Args:
        path: The csv or Stata file.
        encoding: Its encoding, if it is not UTF-8.

    Returns:
        A state for each number, with its spells. A spell that lasts until the last day of the list has an open end. If
        a spell ends on the day on which the next one begins with another abbreviation, it ends the day before.

    Raises:
        InvalidCorpus: If the file is damaged, or lacks a required column.
        UnusableFile: If there is no such file.
    """
    return _load(STATES, path, encoding, "cow", "statenme")


def cow_majors(path: str | PathLike[str], *, encoding: str | None = None) -> Loaded[State]:
    """Load the major powers of Correlates of War.

    Args:
        path: The csv or Stata file.
        encoding: Its encoding, if it is not UTF-8.

    Returns:
        A state for each number, with its spells as a major power. Its name is its abbreviation, since the list has no
        names.

    Raises:
        InvalidCorpus: If the file is damaged, or lacks a required column.
        UnusableFile: If there is no such file.
    """
    return _load(MAJORS, path, encoding, "cow_majors", "stateabb")


def _load(
    data_set: DataSet, path: str | PathLike[str], encoding: str | None, system: Membership, name: str
) -> Loaded[State]:
    columns = _lists.Columns(number="ccode", abbreviation="stateabb", name=name, start=_START, end=_END)
    sheet = Sheet(data_set, path, Dialect(), columns.forms(), encoding=encoding)
    if not re.fullmatch(r"2[0-9]{3}", sheet.version):
        message = f"version must be the last year of the list, such as 2016, got {quote(sheet.version)}"
        raise sheet.error(loading.VERSION, message)
    last = PartialDate.parse(f"{sheet.version}-12-31")
    about = _lists.StateList(columns=columns, system=system, last=last, version=sheet.version)
    return _lists.load(sheet, sheet.read_rows(partial(_of_row, about)), about)


def _of_row(about: _lists.StateList, row: CsvRow) -> list[_lists.ListedSpell]:
    code = _lists.code(row, about.columns)
    start, end = (dated(row, [number(row, part) for part in day], day) for day in (_START, _END))
    return _lists.split_by_state(row, code, _lists.period_of(row, about, start, end), "cow")
