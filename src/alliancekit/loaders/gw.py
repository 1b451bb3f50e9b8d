"""The lists of independent states and of microstates of Gleditsch and Ward (1999): tab-separated tables.

The publisher has two forms of each list: up to 2017 without a header and with days such as 31:12:2017, and up to 2020
with a header and with days such as 2020-12-31.
"""

import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Set as AbstractSet
from os import PathLike
from typing import Final

from attrs import evolve

from alliancekit import states
from alliancekit.dates import PartialDate
from alliancekit.formats import CsvRow, Dialect, path_of, read_bytes
from alliancekit.loaders import _lists
from alliancekit.loaders._data_sets import DataSet
from alliancekit.loaders._kinds import wrong_data_set
from alliancekit.loaders._loaded import Loaded
from alliancekit.loaders._sheet import Sheet, dated, unusable
from alliancekit.messages import quote
from alliancekit.models import State
from alliancekit.models.ids import StateId
from alliancekit.models.state import Membership
from alliancekit.rules import loading

_CITATION: Final = (
    'Gleditsch, Kristian S., and Michael D. Ward. 1999. "A Revised List of Independent States since the Congress of '
    'Vienna." International Interactions 25 (4): 393-413.'
)
_URL: Final = "http://ksgleditsch.com/data-4.html"
_AUTHORS: Final = ("Kristian Skrede Gleditsch", "Michael D. Ward")
_FIRST_LINE: Final = (
    r"statenumber\tstateid\tcountryname\t.*"
    r"|(?:[0-9]+\t)?[1-9][0-9]{0,2}\t[A-Z]{3}\t.+(?:\t[0-9]{2}:[0-9]{2}:[0-9]{4}){2}"
)
"""The header of the lists up to 2020, or the first state of the earlier lists."""

STATES: Final = DataSet(
    name="gw-states",
    title="Gleditsch and Ward, List of Independent States",
    creators=_AUTHORS,
    citation=_CITATION,
    url=_URL,
    files=("ksgmdw.txt", "iisystem.dat"),
    first_line=_FIRST_LINE,
)
MICROSTATES: Final = DataSet(
    name="gw-microstates",
    title="Gleditsch and Ward, List of Microstates",
    creators=_AUTHORS,
    citation=_CITATION,
    url=_URL,
    files=("microstates.txt", "microstatessystem.dat"),
    first_line=_FIRST_LINE,
)

_SYSTEMS: Final[dict[str, Membership]] = {STATES.name: "gw", MICROSTATES.name: "gw_microstates"}

_COLUMNS: Final = _lists.Columns(
    number="number", abbreviation="abbreviation", name="name", start=("start",), end=("end",)
)
_DIALECT: Final = Dialect(delimiter="\t", columns=("number", "abbreviation", "name", "start", "end"), encoding="cp1252")

_HEADER: Final = ("statenumber", "stateid", "countryname", "start", "end")
"""The header of the lists up to 2020."""

_COLUMNS_OF_HEADER: Final = _lists.Columns(
    number="statenumber", abbreviation="stateid", name="countryname", start=("start",), end=("end",)
)

_DAY: Final = re.compile(r"(?P<day>[0-9]{2}):(?P<month>[0-9]{2}):(?P<year>[0-9]{4})")
_ISO_DAY: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")


def gw_states(path: str | PathLike[str], *, encoding: str | None = None) -> Loaded[State]:
    """Load the independent states of Gleditsch and Ward.

    Args:
        path: The file: tab-separated, either without a header and with days such as 31:12:2017, or with a header and
            with days such as 2020-12-31.
        encoding: Its encoding; None: UTF-8, or cp1252, which the authors of the list use.

    Returns:
        The states, with their spells. If two states had the same number at different times, they are two records. A
        spell that lasts until the last day of the list has an open end. The first day of a month is marked as
        uncertain, because the list often uses it for an unknown day. Only 1816-01-01, the first day of the list, is
        certain.

    Raises:
        InvalidCorpus: If the file is damaged.
        UnusableFile: If there is no such file.
    """
    return _load(STATES, path, encoding)


def gw_microstates(path: str | PathLike[str], *, encoding: str | None = None) -> Loaded[State]:
    """Load the microstates of Gleditsch and Ward.

    Args:
        path: The file: tab-separated, either without a header and with days such as 31:12:2017, or with a header and
            with days such as 2020-12-31.
        encoding: Its encoding; None: UTF-8, or cp1252, which the authors of the list use.

    Returns:
        The states, in the form that `gw_states` describes. Their spells are in the system ``gw_microstates``.

    Raises:
        InvalidCorpus: If the file is damaged.
        UnusableFile: If there is no such file.
    """
    return _load(MICROSTATES, path, encoding)


def _load(data_set: DataSet, path: str | PathLike[str], encoding: str | None) -> Loaded[State]:
    columns, dialect = _COLUMNS, _DIALECT
    start = read_bytes(path_of(path)).removeprefix(BOM_UTF8)[:20].replace(b'"', b"").lower()
    if start.startswith(_HEADER[0].encode()):
        columns, dialect = _COLUMNS_OF_HEADER, evolve(_DIALECT, columns=())
        data_set = evolve(data_set, columns=_HEADER)
    sheet = Sheet(data_set, path, dialect, columns.forms(), encoding=encoding)
    spells = sheet.read_rows(_with_days)
    if not spells:
        raise sheet.no_rows_error()
    # The file names no version. The last day that the list covers is the most frequent end of a spell.
    last = Counter(end for _, _, end in spells).most_common(1)[0][0]
    state_list = _lists.StateList(columns=columns, system=_SYSTEMS[data_set.name], last=last, version=last.edtf[:4])
    days = {row.line: (start, end) for row, start, end in spells}

    def listed_spells(row: CsvRow) -> list[_lists.ListedSpell]:
        code = _lists.code(row, columns)
        return _lists.split_by_state(row, code, _lists.period_of(row, state_list, *days[row.line]), "gw")

    listed = sheet.read_rows(listed_spells)
    _refuse_other_list(sheet, data_set, {spell.state for own in listed for spell in own})
    return _lists.load(sheet, listed, state_list)


def _refuse_other_list(sheet: Sheet, data_set: DataSet, ids: AbstractSet[StateId]) -> None:
    """Raise InvalidCorpus if all states are those of the other list, which has the same form."""
    other, load = (MICROSTATES, gw_microstates) if data_set.name == STATES.name else (STATES, gw_states)
    systems = {spell.system for state in states.all_states() if state.id in ids for spell in state.spells}
    if _SYSTEMS[other.name] in systems and _SYSTEMS[data_set.name] not in systems:
        hint = f"it looks like {other.name}: load it with loaders.{load.__name__}"
        raise wrong_data_set(sheet.table.file, data_set, "the states", hint)


def _with_days(row: CsvRow) -> tuple[CsvRow, PartialDate, PartialDate]:
    """Return a row with its first and last day."""
    return row, _day(row, "start"), _day(row, "end")


def _day(row: CsvRow, column: str) -> PartialDate:
    match = _DAY.fullmatch(row[column]) or _ISO_DAY.fullmatch(row[column])
    if not match:
        message = f"{column} must be a day such as 31:12:2017 or 2020-12-31, got {quote(row[column])}"
        raise unusable(loading.VALUE, row, message, column)
    year, month, day = (int(match[part]) for part in ("year", "month", "day"))
    date = dated(row, (year, month, day), (column,) * 3)
    uncertain = day == 1 and date.edtf != _lists.FIRST_DAY
    return PartialDate.parse(f"{date.edtf}?") if uncertain else date
