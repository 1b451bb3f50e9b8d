"""Rows of ATOP: the obligations and the spell of each member, as the codebook (version 4.0) defines them."""

import re
from functools import cached_property
from typing import Final, Literal, TypeAlias, cast

from attrs import frozen

from alliancekit.dates import Day, PartialDate
from alliancekit.formats import CsvRow
from alliancekit.loaders._sheet import dated, number, unusable
from alliancekit.loaders._states import atop_state, cow_state
from alliancekit.messages import quote
from alliancekit.models import State
from alliancekit.rules import loading

AtopObligation: TypeAlias = Literal["defense", "offense", "neutrality", "nonaggression", "consultation"]

FIRST_YEAR: Final = 1815

VARIABLES: Final[dict[str, tuple[AtopObligation, str]]] = {
    "defense": ("defense", "def"),
    "offense": ("offense", "off"),
    "neutral": ("neutrality", "neu"),
    "nonagg": ("nonaggression", ""),
    "consul": ("consultation", "con"),
}
"""The variables of obligations, each with the obligation of our model and the prefix of its conditions."""

CONDITIONS: Final = {
    "coadv": "only against adversaries that the treaty names",
    "coloc": "only in places that the treaty names",
    "cocon": "only in a conflict that the treaty names",
    "conum": "only if the number of adversaries is as the treaty states",
    "codem": "only if demands are not met",
    "conpr": "only if the other party has not provoked the attack",
    "coatt": "only if the other party is attacked",
    "coreq": "only if a party asks for it",
}
"""The meaning of the conditions of obligations, by the suffix of their variables.

"The other party" is the party toward which the obligation exists.
"""


LISTED: Final = re.compile("mem[0-9]+")
"""The columns of the alliance level that list its members."""


@frozen
class AtopDates:
    """The columns of the dates of a file: year, month and day of a start and of an end."""

    start: tuple[str, str, str]
    end: tuple[str, str, str]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return (*self.start, *self.end)


OF_MEMBER: Final = AtopDates(("yrent", "moent", "dayent"), ("yrexit", "moexit", "dayexit"))
OF_ALLIANCE: Final = AtopDates(("begyr", "begmo", "begday"), ("endyr", "endmo", "endday"))


@frozen(eq=False)
class RowSpell:
    """The membership of one state in an alliance for the time that a row covers.

    Attributes:
        row: The row.
        alliance: The number of the alliance, as text: some look like 1053.1.
        number: The number of the member.
        column: The column of that number.
        state: The state with that number.
        period: The period of the membership.
        dates: The columns of its dates.
        years: The first and the last calendar year.
        obligations: The variables of the obligations that are 1.
    """

    row: CsvRow
    alliance: str
    number: int
    column: str
    state: State
    period: PartialDate
    dates: AtopDates
    years: tuple[int, int]
    obligations: tuple[str, ...]

    @property
    def start(self) -> PartialDate:
        """Its first day, as far as it is known."""
        return cast("PartialDate", self.period.start)

    @property
    def starts(self) -> Day:
        """The first day on which it may begin."""
        return cast("Day", self.start.earliest)

    @property
    def ends(self) -> Day | None:
        """The last day on which it may end; None if it has not ended."""
        return self.period.latest

    @property
    def cells(self) -> tuple[CsvRow, tuple[str, ...]]:
        """The cells of the member and its dates."""
        return (self.row, (self.column, *self.dates.columns))

    def shares_year(self, other: "RowSpell") -> bool:
        """Return whether the two have a calendar year in common."""
        return self.years[0] <= other.years[1] and other.years[0] <= self.years[1]


def of_member(last: int, row: CsvRow) -> list[RowSpell]:
    """Return the single spell of a row of the member level."""
    return [_row_spell(row, "member", OF_MEMBER, last, obligations_of(row))]


def of_alliance(last: int, members: tuple[str, ...], row: CsvRow) -> list[RowSpell]:
    """Return a spell for each member that a row lists."""
    obligations_of(row)  # only to check the values: they become provisions
    listed: dict[str, str] = {}
    for column in members:
        if row[column] not in ("", "0"):
            listed.setdefault(row[column], column)
    if not listed:
        raise unusable(loading.ALONE, row, "mem1 and the columns after it must list members, got none", members[0])
    return [_row_spell(row, column, OF_ALLIANCE, last, ()) for column in listed.values()]


def obligations_of(row: CsvRow) -> tuple[str, ...]:
    """Return the variables of obligations that are 1; in the codebook "0 = no, 1 = yes", and never blank."""
    for variable in VARIABLES:
        if row[variable] not in ("0", "1"):
            message = f"{variable} must be 0 or 1, got {quote(row[variable])}"
            raise unusable(loading.VALUE, row, message, variable)
    return tuple(variable for variable in VARIABLES if row[variable] == "1")


def _row_spell(row: CsvRow, column: str, dates: AtopDates, last: int, obligations: tuple[str, ...]) -> RowSpell:
    """Return the spell of a member in a row."""
    alliance = row["atopid"]
    if not re.fullmatch(r"[1-9][0-9]*(?:\.[0-9]+)?", alliance):
        message = f"atopid must be a number such as 1005 or 1053.1, got {quote(alliance)}"
        raise unusable(loading.VALUE, row, message, "atopid")
    member = number(row, column)
    if not member:
        raise unusable(loading.VALUE, row, f"{column} must be the number of a state, got 0", column)
    start = _date(row, dates.start, last)
    end = None if _is_open(row, dates) else _date(row, dates.end, last)
    if end and end.before(start):
        message = f"{dates.end[0]}, {dates.end[1]}, {dates.end[2]} must not be before {start.edtf}, got {end.edtf}"
        raise unusable(loading.SPAN, row, message, dates.end[0])
    years = (int(start.edtf[:4]), int(end.edtf[:4]) if end else last)
    period = PartialDate.parse(f"{start.edtf}/{end.edtf if end else '..'}")
    return RowSpell(row, alliance, member, column, _state(member), period, dates, years, obligations)


def _state(member: int) -> State:
    return cow_state(member) or atop_state(member)


def _date(row: CsvRow, columns: tuple[str, str, str], last: int) -> PartialDate:
    """Return a date as far as it is known: an empty cell means that the day, or the month, is unknown."""
    year, month, day = columns
    if row[day] and not row[month]:
        raise unusable(loading.MOMENT, row, f"{day} must be blank if {month} is blank, got {quote(row[day])}", day)
    numbers = [number(row, column) for column in columns if row[column] or column == year]
    if not FIRST_YEAR <= numbers[0] <= last:
        message = f"{year} must be from {FIRST_YEAR} to {last}, got {numbers[0]}"
        raise unusable(loading.MOMENT, row, message, year)
    return dated(row, numbers, columns)


def _is_open(row: CsvRow, dates: AtopDates) -> bool:
    """Return whether a row has no end: year, month and day of the end are 0, and it is in effect."""
    in_effect, year = row["ineffect"], dates.end[0]
    if in_effect not in ("0", "1"):
        message = f"ineffect must be 0 or 1, got {quote(in_effect)}"
        raise unusable(loading.VALUE, row, message, "ineffect")
    ended = row[year] != "0"
    if ended == (in_effect == "1"):
        expected = "a year, since ineffect is 0" if in_effect == "0" else "0, since ineffect is 1"
        raise unusable(loading.ONGOING, row, f"{year} must be {expected}, got {quote(row[year])}", year)
    for column in dates.end[1:]:
        if (row[column] == "0") is ended:
            expected = f"blank or from 1, since {year} is not 0" if ended else f"0, since {year} is 0"
            raise unusable(loading.ONGOING, row, f"{column} must be {expected}, got {quote(row[column])}", column)
    return not ended
