"""The records of a page in their order: the number, the label and the time of each."""

from collections.abc import Mapping
from typing import Final, Self, TypeAlias

from attrs import frozen

from alliancekit.corpus import Corpus
from alliancekit.corpus.search import folded
from alliancekit.dates import Day, PartialDate
from alliancekit.display.names import label_of, name_of
from alliancekit.display.values import date_text
from alliancekit.errors import InvalidDate
from alliancekit.models import KINDS, Candidate, Entry, Proposal, Source, Statement, Treaty
from alliancekit.pages._json import Json
from alliancekit.text import escape_controls

_KIND_OF_MODEL: Final = {model: number for number, model in enumerate(KINDS.values())}

_DAYS_IN_MONTH: Final = 31
_MONTHS: Final = 12

YearSpan: TypeAlias = tuple[float | None, float | None]
"""The first and the last moment of a time as years with decimals; `ENDLESS_YEAR` if it lasts; None: not known."""

ENDLESS_YEAR: Final = 9999.0
"""The year that stands for an open end; with a minus, for an open beginning."""


@frozen
class Numbering:
    """The records of a corpus in the order of a page: by type, then by time or name.

    Attributes:
        corpus: The corpus.
        records: The records in this order.
        numbers: The number of each record by its id, from 0.
    """

    corpus: Corpus
    records: tuple[Entry, ...]
    numbers: Mapping[str, int]

    @classmethod
    def of(cls, corpus: Corpus) -> Self:
        """Number the records of a corpus."""
        records = tuple(sorted(corpus, key=lambda record: (_KIND_OF_MODEL[type(record)], *_order(corpus, record))))
        return cls(corpus, records, {record.id: number for number, record in enumerate(records)})

    def rows(self) -> list[Json]:
        """Return a row for each record: its id, its label, its time as text, and its first and last moment.

        The label of a statement is the number of its speaker. A record without a name has none.
        """
        return [self._row(record) for record in self.records]

    def _row(self, record: Entry) -> Json:
        speaker = record.speaker if isinstance(record, Statement | Candidate) else None
        name = name_of(record)
        row: list[Json] = [record.id, self.numbers[speaker] if speaker else escape_controls(name) if name else None]
        date = time_of(record)
        if date is None:
            return row
        first, last = year_span(date)
        if isinstance(record, Treaty) and record.as_of and not record.ended:
            last = year_span(record.as_of)[1]  # later, it is not known whether the treaty lasts
        return [*row, date_text(date), first, last]


def _order(corpus: Corpus, record: Entry) -> tuple[object, ...]:
    """Return the key by which records of a type are sorted: by time, or by name for types without a time."""
    if isinstance(record, Statement | Candidate | Proposal | Treaty):
        date = time_of(record)
        return (date is None, date.sort_key if date else (), record.id)
    return (folded(label_of(corpus, record.id)), record.id)


def time_of(record: Entry) -> PartialDate | None:
    """Return the time of a record; that of a treaty is its lifetime, as far as known."""
    match record:
        case Treaty():
            start = record.in_force or record.signed
            if record.never_in_force or not start:
                return start or record.ended
            end = record.ended.edtf if record.ended else ".." if record.as_of else ""
            return _lifetime(start, end)
        case Statement() | Candidate() | Proposal():
            return record.date
        case Source():
            return record.published
        case _:
            return None


def _lifetime(start: PartialDate, end: str) -> PartialDate:
    """Return an interval; only its start if its dates contradict each other, as approximate dates may."""
    try:
        return PartialDate(f"{start.edtf}/{end}")
    except InvalidDate:
        return start


def year_span(date: PartialDate) -> YearSpan:
    """Return the first and the last moment of a date or an interval, at face value."""
    first, last = date.earliest, date.latest
    start = _year(first) if first else -ENDLESS_YEAR if date.open_start else None
    end = _year(last, end=True) if last else ENDLESS_YEAR if date.open_end else None
    return start, end


def _year(day: Day, *, end: bool = False) -> float:
    """Return the start or the end of a day as a year with decimals, for drawing: all months are equally long."""
    return round(day.year + (day.month - 1 + (day.day - 1 + end) / _DAYS_IN_MONTH) / _MONTHS, 3)
