"""Base of the checks across records: the index that they read, and the defaults of what a check does not define."""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from functools import partial
from itertools import filterfalse, groupby
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, TypeVar, cast

from attrs import field, frozen

from alliancekit import engine
from alliancekit.corpus import clock
from alliancekit.corpus._suggestions import Suggestions
from alliancekit.corpus.references import value_at
from alliancekit.dates import Day
from alliancekit.engine import Bounded, Ranges
from alliancekit.errors import Problem
from alliancekit.models import MODELS, Entry
from alliancekit.rules import Rule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.strategies.corpus_drafts import CorpusDraft

E = TypeVar("E", bound=Entry)


@frozen
class CorpusIndex:
    """The records to check, by id.

    Attributes:
        records: The valid records.
        broken: Ids of records that are invalid or repeated; references to them are not reported.
        suggestions: Suggests ids for unknown ids; None: from the ids of `records`.
        unread: Kinds of records, such as ``treaty``, of which some can't be read; references to them are not checked.
        waiting: Kinds of records of which one has no valid id; unresolved references to these kinds are not reported.
        today: The current day.
        summaries: Summaries of at least the records of some types, collected before.
        by_type: The records of each type.
    """

    records: Mapping[str, Entry]
    broken: Collection[str] = frozenset()
    suggestions: Suggestions | None = None
    unread: Collection[str] = frozenset()
    waiting: Collection[str] = frozenset()
    today: Day = field(factory=clock.today)
    summaries: dict[type, "Summary"] = field(factory=dict[type, "Summary"], eq=False, repr=False)
    by_type: dict[type, list[Entry]] = field(factory=dict, init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Group the records."""
        for model, records in groupby(self.records.values(), type):
            self.by_type.setdefault(model, []).extend(records)

    def of(self, model: type[E]) -> Sequence[E]:
        """Return the records of a type."""
        return cast("Sequence[E]", self.by_type.get(model, ()))

    def summary(self, model: type) -> "Summary":
        """Return the summary of the records of a type."""
        if model not in self.summaries:
            self.summaries[model] = Summary(model, self.today)
            self.summaries[model].add(self.by_type.get(model, ()))
        return self.summaries[model]

    def doubtful(self, model: type[E], bounded: Bounded, bounds: dict[str, tuple[int, int]]) -> Iterator[E]:
        """Yield the records of a type with values that may lie outside bounds."""
        ranges = self.summaries[model].ranges.get(bounded) if model in self.summaries else None
        if bounds and not (ranges and ranges.lie_within(bounds)):
            yield from filterfalse(engine.of(model).within(bounded, bounds), self.of(model))

    def get(self, id_: str, model: type[E]) -> E | None:
        """Return the record of an id, or None if it is not there."""
        record = self.records.get(id_)
        return record if isinstance(record, model) else None


@frozen(eq=False)
class Summary:
    """What checks need to know of all the records of a type.

    Attributes:
        model: The type.
        today: The current day.
        ranges: The ranges of the values that must lie within bounds.
        references: The ids to which the records refer.
        dates: The EDTF texts of their dates, without most of those before the current year.
    """

    model: type
    today: Day
    ranges: Mapping[Bounded, Ranges] = field(factory=dict[Bounded, Ranges])
    references: set[str] = field(factory=set[str], init=False)
    dates: set[str] = field(factory=set[str], init=False)

    def add(self, records: Sequence[Entry]) -> None:
        """Add records. It costs least while they are new, because the processor still has them in its cache."""
        own: engine.Engine[object] = engine.of(self.model)
        own.digest(records, self.today.year * 10_000, self.references, self.dates)
        for ranges in self.ranges.values():
            ranges.extend(records)


@frozen(eq=False)
class TargetTables:
    """Columns of whole tables, which checks read beside the rows to check.

    Attributes:
        columns: The columns of each type that some check names in `target_columns`; of a repeated id, all rows.
        today: The current day.
    """

    columns: Mapping[type, "pl.DataFrame"]
    today: Day

    def __getitem__(self, model: type) -> "pl.DataFrame":
        """Return the columns of a type."""
        return self.columns[model]


Cause: TypeAlias = Hashable | None
"""A key that problems of one rule with the same cause share; None if a problem has no shared cause."""

RowFinder: TypeAlias = "Callable[[Objects], Iterator[tuple[str, pl.Series]]]"
"""Yields the code of a rule with the numbers of the rows that may break it; all other rows obey the rule.

It is sent to the workers of a cluster, so it must be possible to pickle it: a `functools.partial`, not a closure.
"""

Break: TypeAlias = "Callable[[CorpusDraft], Sequence[Entry]]"
"""Returns the records of a draft, changed so that they break one rule."""

Mend: TypeAlias = Callable[[Problem, Entry, Mapping[str, Entry]], Entry]
"""Returns a changed record with which a problem is gone; gets the problem, its record, and all records by id."""

Scope: TypeAlias = Literal["linked", "doubtful", "all"]


def no_problems(index: CorpusIndex) -> Iterator[Problem]:
    """Yield nothing: the rule is checked before there is an index."""
    del index
    yield from ()


def no_cause(problem: Problem, record: Entry, index: CorpusIndex) -> Cause:
    """Return that problems have no shared cause."""
    del problem, record, index
    return None


def cause_of_value(problem: Problem, record: Entry, index: CorpusIndex) -> Cause:
    """Return the value at which the problem is, such as the id of another record."""
    del index
    return str(value_at(record, problem.path))


def no_rows(tables: TargetTables) -> RowFinder:
    """Return a finder without rows, for a rule whose rows `check_tables` finds by comparing the ids of all tables."""
    del tables
    return _no_rows


def _no_rows(objects: "Objects") -> "Iterator[tuple[str, pl.Series]]":
    del objects
    yield from ()


def _every_row(codes: tuple[str, ...], objects: "Objects") -> "Iterator[tuple[str, pl.Series]]":
    for code in codes:
        yield code, objects.rows


@frozen(kw_only=True, eq=False)
class Check:
    """A check of one rule, or a few, across the records of a corpus.

    Each field below `rules` is one face of the check, with a default that is slower but right for every check.

    Attributes:
        rules: The rules.
        problems: Yields the problems of the records in an index.
        cause: Returns the key that a problem shares with others of the same cause; gets the problem, its record and
            the index.
        models: The types of the records that can break a rule.
        bounded: Which values of the records of `models` must lie within bounds, if there are any.
        scope: Which records of tables `problems` needs together: "linked": a record that may break a rule, and the
            records to which it refers; "doubtful": all records of `models` that may break a rule; "all": all records
            of `models`, if one may break a rule.
        columns: Returns the function that finds the rows that may break a rule; None: every row of `models` may.
        target_columns: The columns of whole tables that `columns` reads, by type.
        extents: How far columns decide by themselves what breaks each rule: "exact", or "not exact for" some rows.
        breaking: How the records of a corpus are changed so that they break a rule; a rule that is not in it is not
            among the near misses.
        mending: How records that break a rule are changed so that they obey it; where a rule is not in it, records are
            drawn again.
    """

    rules: tuple[Rule, ...]
    problems: Callable[[CorpusIndex], Iterator[Problem]] = no_problems
    cause: Callable[[Problem, Entry, CorpusIndex], Cause] = no_cause
    models: tuple[type[Entry], ...] = tuple(MODELS.values())
    bounded: Bounded | None = None
    scope: Scope = "all"
    columns: Callable[[TargetTables], RowFinder] | None = None
    target_columns: Mapping[type, tuple[str, ...]] = field(factory=dict[type, tuple[str, ...]])
    extents: Mapping[Rule, str] = field(factory=dict[Rule, str])
    breaking: Mapping[Rule, Break] = field(factory=dict[Rule, "Break"])
    mending: Mapping[Rule, Mend] = field(factory=dict[Rule, Mend])

    def row_finder(self, tables: TargetTables) -> RowFinder:
        """Return the function that finds the rows that may break a rule."""
        if self.columns is None:
            return partial(_every_row, tuple(rule.code for rule in self.rules))
        return self.columns(tables)


EXACT: Final = "exact"
"""Columns alone decide what breaks a rule."""

EXACT_BUT_VAGUE_DATES: Final = "not exact for dates that are approximate, uncertain or vague"
"""Columns alone decide, except for dates that are approximate, uncertain or vague."""


def day_number(day: Day) -> int:
    """Return a day as a number such as 20250428."""
    return day.year * 10_000 + day.month * 100 + day.day
