"""The check that an identifier of an external scheme belongs to one record."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from attrs import evolve

from alliancekit.corpus.checks.check import EXACT, Cause, Check, CorpusIndex, RowFinder, TargetTables
from alliancekit.corpus.references import value_at
from alliancekit.errors import Problem
from alliancekit.models import MODELS, Entry, Proposal, Statement
from alliancekit.models.identifier import Identifier
from alliancekit.rules import Rule
from alliancekit.text import LONGEST_ID, shorten

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.strategies.corpus_drafts import CorpusDraft

OF_ONE: Final = Rule(
    code="AK913",
    demand="An identifier of a scheme belongs to one record.",
    advice="correct the identifier, or remove it from one of the two records",
)

# --- Meaning --------------------------------------------------------------------------------------------------------


def problems(index: CorpusIndex) -> Iterator[Problem]:
    """Yield the problem of each identifier that an earlier record has, of whatever type.

    Candidates are no exception: a candidate that becomes a record is removed.
    """
    owners: dict[Identifier, str] = {}
    for record in index.records.values():
        for position, identifier in enumerate(record.identifiers):
            owner = owners.setdefault(identifier, record.id)
            if owner != record.id:
                named = f"{shorten(identifier.scheme, LONGEST_ID)} {shorten(identifier.value, LONGEST_ID)}"
                message = f"identifiers[{position}] is {named}, which belongs to {owner}"
                yield OF_ONE.problem(message, path=("identifiers", position, "value"), record=record.id)


def _cause(problem: Problem, record: Entry, index: CorpusIndex) -> Cause:
    """Return the identifier."""
    del index
    return cast("Identifier", value_at(record, problem.path[:2]))


# --- Columns --------------------------------------------------------------------------------------------------------


def _columns(tables: TargetTables) -> RowFinder:
    """Return the function that finds rows with an identifier that several rows have."""
    from alliancekit._polars import pl

    lists = pl.concat([tables[model].select("identifiers") for model in MODELS.values()])
    every = lists.filter(pl.col("identifiers").list.len() > 0).explode("identifiers").drop_nulls().unnest("identifiers")
    return partial(_doubtful_rows, every.filter(every.is_duplicated()).unique())


def _doubtful_rows(repeated: "pl.DataFrame", objects: "Objects") -> "Iterator[tuple[str, pl.Series]]":
    """Yield the rows with one of some identifiers."""
    items = objects["identifiers"].items
    own = items.series.struct.unnest().with_columns(items.rows_above(items.rows).alias("row"))
    yield OF_ONE.code, own.join(repeated, on=["scheme", "value"], how="semi").get_column("row")


# --- Generation -----------------------------------------------------------------------------------------------------


def _break(draft: "CorpusDraft") -> Sequence[Entry]:
    """Give a statement and a proposal the same identifier."""
    shared = (draft.new(Identifier),)
    return draft.with_changed(*(evolve(draft.one(model), identifiers=shared) for model in (Statement, Proposal)))


def _mend(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Remove the identifiers of the later record."""
    del problem, records
    return evolve(record, identifiers=())


CHECK: Final = Check(
    rules=(OF_ONE,),
    problems=problems,
    cause=_cause,
    scope="doubtful",
    columns=_columns,
    target_columns=dict.fromkeys(MODELS.values(), ("identifiers",)),
    extents={OF_ONE: EXACT},
    breaking={OF_ONE: _break},
    mending={OF_ONE: _mend},
)
